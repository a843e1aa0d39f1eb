"""What one sentence of a trial says of an outcome: which way it went with one arm, compared with the other.

Each clause that names the outcome is read by rules, and the first that says something decides: chance, by its p value;
a denial; figures in the order of the arms; a word of change, turned round where it is said of the comparator; an
effect estimate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from curbside.appraisal.arms import COMPARES, Arm, ArmNamed, Arms
from curbside.appraisal.change import COMPARING, Change
from curbside.appraisal.clause import Case, Clause, ToldSentence, case_of, clauses, is_baseline, told_sentence
from curbside.appraisal.direction import Direction
from curbside.appraisal.figures import figures_by_arm
from curbside.appraisal.naming import OutcomeName, Word


class ClauseReading(NamedTuple):
    """A direction, how plainly it is said (about 1), and how much of the outcome's name the clause says (0 to 1)."""

    direction: Direction
    plainness: float
    share: float


# How plainly: set by hand on the tuning half of evals/findings.py, where none of them matters by more than a point.
_BY_CHANCE, _DENIED, _SAID, _UNCLEAR, _IN_ALL_ARMS = 1.2, 1.1, 1.0, 0.8, 0.55
_TESTED, _WITH_ARM = 1.15, 1.1
_AT_BASELINE, _OF_ONE_ARM = 0.4, 0.75

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
_SIGNIFICANT = re.compile(r"significant", re.IGNORECASE)
_DIFFERS = re.compile(r"\bdiffere(?:d|nce)\b|\bsignificant(?:ly)?\b[^.;]{0,30}\bdiffer", re.IGNORECASE)
_IN_ORDER = re.compile(r"\brespectively\b|\bbetween\b", re.IGNORECASE)
_ARM_REACH = 70

_Said = tuple[Direction, float]


def readings(text: str, words: Sequence[Word], outcome: OutcomeName, arms: Arms) -> Iterator[ClauseReading]:
    """What each clause that names the outcome says of it; of `NOTHING`, what the sentence says as a whole."""
    told = told_sentence(text, words, outcome, arms)
    for clause, share in clauses(told, words):
        read = _read(clause)
        if read is not None:
            yield ClauseReading(*read, share)


def _read(clause: Clause) -> _Said | None:
    case = case_of(clause)
    doubt = _doubt(case)
    said = next((said for rule in _RULES if (said := rule(case)) is not None), None)
    return None if said is None else (said[0], said[1] * doubt)


def _doubt(case: Case) -> float:
    clause, doubt = case.clause, 1.0
    answered_later = case.change is not None and case.change.start >= clause.end
    if is_baseline(clause) and clause.told.changes and not answered_later:
        doubt *= _AT_BASELINE
    only_comparator = {named.arm for named in clause.arms} == {Arm.COMPARATOR}
    if only_comparator and not COMPARES.search(clause.text) and not _BETWEEN.search(clause.text):
        doubt *= _OF_ONE_ARM
    return doubt


def _by_chance(case: Case) -> _Said | None:
    return (Direction.NO_DIFFERENCE, _BY_CHANCE) if case.is_tested is False else None


def _figures_before_next_clause(case: Case) -> _Said | None:
    """``24 weeks with A, 7 with B (P < 0.05), but survival was similar``: its own figures go before another's word."""
    if not case.crosses_turn or not _tells_apart(case, case.clause.text):
        return None
    clause = case.clause
    return _first_figures((clause.told.text[clause.named : clause.end],), clause.arms, clause.told)


def _denied(case: Case) -> _Said | None:
    if case.change is not None and case.change.way == 0:
        return Direction.NO_DIFFERENCE, _DENIED
    told, named = case.clause.told, case.clause.named
    for verdict in _NO_VERDICT.finditer(told.text, named):
        turns = told.turns_between(named, verdict.start())
        if not turns or (turns == 1 and _refers_back(told, verdict)):
            return Direction.NO_DIFFERENCE, _DENIED
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


def _figures_in_order(case: Case) -> _Said | None:
    """``reduced between A and B (42% vs. 76%)``: with both arms in a row the figures say which had less."""
    clause = case.clause
    if case.change is None or {named.arm for named in clause.arms} != set(Arm):
        return None
    in_order = "respectively" in clause.text or _IN_ORDER.search(
        clause.told.text, case.change.end, clause.end
    )
    if not in_order or not _tells_apart(case, clause.text):
        return None
    stretches = (clause.told.text[clause.named : clause.end], clause.text)
    return _first_figures(stretches, clause.arms, clause.told)


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
            return _way(change.way if spoken_of is Arm.INTERVENTION else -change.way), _SAID
    return Direction.NO_DIFFERENCE, _IN_ALL_ARMS


def _changed(case: Case) -> _Said | None:
    change, clause = case.change, case.clause
    if change is None:
        return None
    if case.is_tested is not True and _TREND.search(clause.text):
        return Direction.NO_DIFFERENCE, _UNCLEAR
    way = change.way if _spoken_of(clause, change) is Arm.INTERVENTION else -change.way
    if clause.told.outcome.is_reduction and not clause.told.own:
        way = -way
    plainness = _TESTED if case.is_tested or _SIGNIFICANT.search(clause.text) else _SAID
    return _way(way), plainness * (_WITH_ARM if clause.arms else 1.0)


def _by_effect(case: Case) -> _Said | None:
    """A ratio above 1, or a difference above 0, is more; but the hazard of reaching a time is not the time."""
    effect = case.effect
    if effect is None or effect.measure is None or effect.value is None or case.clause.told.outcome.is_time:
        return None
    if not case.is_tested:
        return None
    return _way(1 if effect.value > effect.measure.of_no_effect else -1), _SAID


def _by_figures_alone(case: Case) -> _Said | None:
    told, clause = case.clause.told, case.clause
    if not _tells_apart(case, told.text):
        return None
    stretches = (told.text[clause.named : clause.end], clause.text, told.text)
    return _first_figures(stretches, told.arms, told)


def _own_word(case: Case) -> _Said | None:
    """``A was protective``, of protection: the outcome's own word of change says that there was more of it."""
    if not case.clause.told.own or case.change is not None:
        return None
    spoken_of = {named.arm for named in case.clause.arms if not named.is_reference}
    return _way(-1 if spoken_of == {Arm.COMPARATOR} else 1), _UNCLEAR


_RULES: Final[tuple[Callable[[Case], _Said | None], ...]] = (
    _by_chance,
    _figures_before_next_clause,
    _denied,
    _figures_in_order,
    _in_all_arms,
    _changed,
    _by_effect,
    _by_figures_alone,
    _own_word,
)


def _spoken_of(clause: Clause, change: Change) -> Arm:
    """The arm that the change is said of: not the reference; of two the nearer; without any, the intervention."""
    near = clause.told.arms_about(change.start) or clause.arms
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
    return text[change.start : change.end].split(maxsplit=1)[0].lower() in COMPARING


def _tells_apart(case: Case, text: str) -> bool:
    """Is there a difference for figures to show: a significant test, or words to that effect?"""
    return bool(case.is_tested) or _DIFFERS.search(text) is not None


def _first_figures(stretches: Sequence[str], arms: Sequence[ArmNamed], told: ToldSentence) -> _Said | None:
    """What the figures of the first stretch that has one for each arm say."""
    first = arms[0].arm if arms else Arm.INTERVENTION
    for text in stretches:
        figures = figures_by_arm(text, first, of_time=told.outcome.is_time)
        if figures is not None and figures[0] != figures[1]:
            return _way(1 if figures[0] > figures[1] else -1), _SAID
    return None


def _way(way: int) -> Direction:
    return Direction.INCREASED if way > 0 else Direction.DECREASED
