"""What one sentence of a trial says of an outcome: which way it went with one arm, compared with the other.

Each clause that names the outcome is read by rules, and the first that says something decides: chance, by its p value;
a denial; figures in the order of the arms; a word of change, turned round where it is said of the comparator; an
effect estimate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from curbside.appraisal.arms import COMPARES, Arm, ArmNamed
from curbside.appraisal.change import COMPARING, Change
from curbside.appraisal.clause import Case, Clause, ToldSentence, case_of, clauses, is_baseline
from curbside.appraisal.direction import Direction
from curbside.appraisal.figures import figures_by_arm
from curbside.appraisal.naming import Word


class ClauseReading(NamedTuple):
    """A direction and what speaks for it.

    ``share`` is how much of the outcome's name the clause says (0 to 1), ``is_exact`` whether it says all of it in the
    very words, ``has_head`` whether it says the most telling one. ``is_doubtful`` is what is said of all arms, of one
    by itself, of the baseline, or as a trend.
    """

    direction: Direction
    share: float
    is_exact: bool
    has_head: bool
    names_both_arms: bool
    is_doubtful: bool


_NO_VERDICT = re.compile(
    r"""\b(?:
      (?:not|n't)\s(?:\w+\s){0,4}?(?:(?:reach|attain|achiev)\w*\s)?(?:statistical(?:ly)?\s)?significan\w*
    | (?:non-?\s?|in)significan\w*
    | (?:nearly|almost|borderline|marginal(?:ly)?|approach\w*)\s(?:statistical(?:ly)?\s)?significan\w*
    | fail\w*\sto\s(?:reach|attain|achieve) | not\s(?:statistically\s)?(?:significantly\s)?differ\w*
    | no\s(?:\w+\s){0,2}?differ\w*\s(?:was|were|is|are|being|could\sbe)\s
    | (?:no|without)\s(?:\w+\s){0,3}?differ\w*(?:\s\w+){0,4}?\s(?:between|among|across)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Said after a difference of it, as a p value is: ``…, but this did not reach significance``."""
_REFERRING = re.compile(
    r"""[\W\d]*(?:(?:but|although|though|however|while|yet|and|with|there|this|these|that|those|the|it|they|any|all
    |between|group|groups|arms|two|three|differences?|changes?|results?|reductions?|increases?|decreases?
    |improvements?|effects?|trends?|values?|was|were|is|are|did|do|does|had|been|p|n)\b[\W\d]*)*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN = re.compile(r"\b(?:between|among|groups)\b", re.IGNORECASE)
_ALL_ARMS = re.compile(
    r"""(?<!other\s)(?<!between\s)(?<!between\sthe\s)(?<!among\s)(?<!than\s)(?<!than\sthe\s)(?<!with\s)(?<!with\sthe\s)
    (?<!to\s)(?<!to\sthe\s)\b(?:both|all|each|either|two|three)\s(?:(?:of\s)?the\s)?(?:\w+\s){0,2}
    (?:groups?|arms?|treatments?|interventions?|conditions?|regimens?|drugs?|diets?|cohorts?|sides?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TREND = re.compile(
    r"\b(?:tend(?:ed|ency)?|trend(?:ed|s)?|numerically|slightly|marginally|borderline)\b", re.IGNORECASE
)
_DIFFERS = re.compile(r"\bdiffere(?:d|nce)\b|\bsignificant(?:ly)?\b[^.;]{0,30}\bdiffer", re.IGNORECASE)
_ARM_REACH = 70
_OPPOSED = re.compile(r"\b(?:vs|versus|compared)\b", re.IGNORECASE)
_FAVOURS = re.compile(r"favou?r(?:s|ed|ing)?\b", re.IGNORECASE)
_FAVOURED_REACH = 40

_PLAIN, _DOUBTFUL = False, True
_Said = tuple[Direction, bool]


def readings(told: ToldSentence, words: Sequence[Word]) -> Iterator[ClauseReading]:
    """What each clause that names the outcome says of it; of `NOTHING`, what the sentence says as a whole."""
    outcome = told.outcome
    for clause in clauses(told, words):
        case = case_of(clause)
        said = next((said for rule in _RULES if (said := rule(case)) is not None), None)
        if said is None:
            continue
        direction, is_doubtful = said
        at_baseline = _is_at_baseline(case)
        if at_baseline and direction is Direction.NO_DIFFERENCE:
            continue  # It says that the arms were fit to be compared.
        yield ClauseReading(
            direction=direction,
            share=outcome.share_in(clause.terms),
            is_exact=outcome.is_all_in(clause.terms),
            has_head=outcome.says_head(clause.terms),
            names_both_arms=told.names_both_arms,
            is_doubtful=is_doubtful or at_baseline or _is_of_comparator_alone(clause),
        )


def _is_at_baseline(case: Case) -> bool:
    answered_later = case.change is not None and case.change.start >= case.clause.end
    return is_baseline(case.clause) and bool(case.clause.told.changes) and not answered_later


def _is_of_comparator_alone(clause: Clause) -> bool:
    if {named.arm for named in clause.arms} != {Arm.COMPARATOR}:
        return False
    return not COMPARES.search(clause.text) and not _BETWEEN.search(clause.text)


def _by_chance(case: Case) -> _Said | None:
    return (Direction.NO_DIFFERENCE, _PLAIN) if case.is_tested is False else None


def _figures_before_next_clause(case: Case) -> _Said | None:
    """``24 weeks with A, 7 with B (P < 0.05), but survival was similar``: its own figures go before another's word."""
    if not case.crosses_turn or not _tells_apart(case, case.clause.text):
        return None
    clause = case.clause
    return _first_figures((clause.told.text[clause.named : clause.end],), clause.arms, clause.told)


def _denied(case: Case) -> _Said | None:
    if case.change is not None and case.change.way == 0:
        return Direction.NO_DIFFERENCE, _PLAIN
    told, named = case.clause.told, case.clause.named
    for verdict in _NO_VERDICT.finditer(told.text, named):
        turns = told.turns_between(named, verdict.start())
        if not turns or (turns == 1 and _refers_back(told, verdict)):
            return Direction.NO_DIFFERENCE, _PLAIN
    return None


def _refers_back(told: ToldSentence, verdict: re.Match[str]) -> bool:
    """``…, but this was not significant``, and not ``…; sleep did not differ``: does it judge what stands before?"""
    start, _ = told.bounds_about(verdict.start())
    if _REFERRING.fullmatch(told.text[start : verdict.start()]) is None:
        return False
    return not _is_of_one_arm(told, verdict.start())


def _is_of_one_arm(told: ToldSentence, at: int) -> bool:
    """``…, whereas controls did not change``: is the clause at ``at`` about one arm by itself?"""
    arms = {named.arm for named in told.arms_about(at)}
    return len(arms) == 1 and not _BETWEEN.search(told.text, *told.bounds_about(at))


def _in_all_arms(case: Case) -> _Said | None:
    """``fell in both groups``; but ``with a greater fall in A`` says more."""
    clause = case.clause
    if case.change is None or not _ALL_ARMS.search(clause.text) or _references(clause):
        return None
    told = clause.told
    for change in told.changes:
        if change.start <= case.change.start or not change.way or not _compares(told.text, change):
            continue
        arm = next((n for n in told.arms if 0 < n.start - change.start < _ARM_REACH), None)
        if arm is not None:
            spoken_of = arm.arm.other if arm.is_reference else arm.arm
            return _way(change.way if spoken_of is Arm.INTERVENTION else -change.way), _PLAIN
    return Direction.NO_DIFFERENCE, _DOUBTFUL


def _changed(case: Case) -> _Said | None:
    change, clause = case.change, case.clause
    if change is None:
        return None
    if case.is_tested is not True and _TREND.search(clause.text):
        return Direction.NO_DIFFERENCE, _DOUBTFUL
    way = change.way if _spoken_of(clause, change) is Arm.INTERVENTION else -change.way
    return _way(way), _PLAIN


def _by_effect(case: Case) -> _Said | None:
    """A ratio above 1, or a difference above 0, is more; but the hazard of reaching a time is not the time."""
    effect = case.effect
    if effect is None or effect.measure is None or effect.value is None or case.clause.told.outcome.is_time:
        return None
    if not case.is_tested:
        return None
    return _way(1 if effect.value > effect.measure.of_no_effect else -1), _PLAIN


def _by_figures_alone(case: Case) -> _Said | None:
    told, clause = case.clause.told, case.clause
    if not _tells_apart(case, told.text):
        return None
    stretches = (told.text[clause.named : clause.end], clause.text, told.text)
    return _first_figures(stretches, told.arms, told)


def _by_untested_figures(case: Case) -> _Said | None:
    """``12% with A and 31% with B``, without a word on whether that is more than chance."""
    clause, told = case.clause, case.clause.told
    if case.change is not None or case.is_tested is False or not told.names_both_arms:
        return None
    found = _first_figures((told.text[clause.named : clause.end], clause.text), told.arms, told)
    return None if found is None else (found[0], _DOUBTFUL)


def _own_word(case: Case) -> _Said | None:
    """``A was protective``, of protection: the outcome's own word of change says that there was more of it."""
    if not case.clause.told.own or case.change is not None:
        return None
    spoken_of = {named.arm for named in case.clause.arms if not named.is_reference}
    return _way(-1 if spoken_of == {Arm.COMPARATOR} else 1), _DOUBTFUL


_RULES: Final[tuple[Callable[[Case], _Said | None], ...]] = (
    _by_chance,
    _figures_before_next_clause,
    _denied,
    _in_all_arms,
    _changed,
    _by_effect,
    _by_figures_alone,
    _own_word,
    _by_untested_figures,
)


def _spoken_of(clause: Clause, change: Change) -> Arm:
    """The arm that the change is said of: not the reference; of two the nearer; without any, the intervention."""
    near = clause.told.arms_about(change.start) or clause.arms
    if _FAVOURS.match(clause.told.text, change.start):
        # "Survival favoured placebo over larchamide": the one that follows is the better off.
        favoured = next((n.arm for n in near if 0 < n.start - change.start < _FAVOURED_REACH), None)
        if favoured is not None:
            return favoured
    named = [n for n in near if not n.is_reference]
    references = {n.arm for n in near if n.is_reference}
    arms = {n.arm for n in named}
    if references == {Arm.INTERVENTION} and Arm.INTERVENTION not in arms:
        return Arm.COMPARATOR
    if references == {Arm.COMPARATOR} or not named:
        return Arm.INTERVENTION
    return min(named, key=lambda n: abs(n.start - change.start)).arm


def _references(clause: Clause) -> bool:
    return any(named.is_reference for named in clause.arms)


def _compares(text: str, change: Change) -> bool:
    words = text[change.start : change.end].lower().split()
    return words[0] in COMPARING or words[-1] in COMPARING


def _tells_apart(case: Case, text: str) -> bool:
    """Is there a difference for figures to show: a significant test, or words to that effect?"""
    return bool(case.is_tested) or _DIFFERS.search(text) is not None


def _first_figures(stretches: Sequence[str], arms: Sequence[ArmNamed], told: ToldSentence) -> _Said | None:
    """What the figures of the first stretch that has one for each arm say."""
    first = _first_arm(arms, told)
    for text in stretches:
        figures = figures_by_arm(text, first, of_time=told.outcome.is_time)
        if figures is not None and figures[0] != figures[1]:
            return _way(1 if figures[0] > figures[1] else -1), _PLAIN
    return None


def _first_arm(arms: Sequence[ArmNamed], told: ToldSentence) -> Arm:
    """The arm that the first figure belongs to. The only arm named, after both figures, has the second."""
    if not arms:
        return Arm.INTERVENTION
    first = arms[0]
    if {named.arm for named in arms} == {first.arm} and not _OPPOSED.search(told.text):
        before = told.text[: first.start]
        if figures_by_arm(before, first.arm, of_time=told.outcome.is_time) is not None:
            return first.arm.other
    return first.arm


def _way(way: int) -> Direction:
    return Direction.INCREASED if way > 0 else Direction.DECREASED
