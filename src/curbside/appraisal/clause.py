"""A sentence cut into the clauses that name an outcome, each with what says something of it there.

A sentence turns at ``but``, ``whereas``, a semicolon. In a clause the word of change nearest to the outcome's name is
the one said of it, and the p value that follows both is the one that tests it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from curbside.appraisal.arms import ArmNamed, Arms
from curbside.appraisal.change import Change, changes
from curbside.appraisal.estimates import Effect, PValue, estimates
from curbside.appraisal.naming import NOTHING, OutcomeName, Word, term_of

_TURN = re.compile(
    r"""; | \b(?:but|whereas|while|however|although|though|yet|except|despite|nevertheless)\b
    | ,\s(?=(?:and|with|no)\s) | (?<=^While)[^,]*(?=,) | (?<=^Although)[^,]*(?=,)""",
    re.IGNORECASE | re.VERBOSE,
)
_NEXT_TURN = 14
"""Characters. ``; however,`` is one turn."""
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_COMMA = re.compile(r",\s")
_BASELINE = re.compile(
    r"\b(?:baseline|pre-?treatment|pre-?operative(?:ly)?|pre-?interventions?|pre-?tests?|at\s(?:the\s)?(?:start|beginning|entry|enrol+ment)"
    r"|(?:before|prior\sto)\s(?:the\s)?(?:treatment|interventions?|surgery|training|education|therapy|exercise|operation)"
    r"|demographic\w*)\b",
    re.IGNORECASE,
)
_CHANGE_FROM = re.compile(
    r"from|change|within|before\sand\safter|baseline\sto\b|(?:than|vs\.?|to|with|over)\s(?:the\s|their\s)?(?:baseline|pre|before)",
    re.IGNORECASE,
)
_TAKES_OBJECT = re.compile(r"\w+(?:es|[ae]s|ing|ts|ys)\Z", re.IGNORECASE)


_MENTION_REACH, _CHANGE_REACH = 60, 220
_ACROSS_TURN, _ACROSS_COMMA, _ACROSS_AND, _BEFORE, _AFTER_OBJECT = 60, 8, 50, 10, 60
# Characters. The costs are added to the distance between a word of change and the outcome's name; set by hand on the
# tuning half of evals/findings.py, where between half and twice its value none matters by more than a point.


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSentence:
    """A sentence, with all in it that says something."""

    text: str
    outcome: OutcomeName
    turns: tuple[int, ...]
    changes: tuple[Change, ...]
    own: tuple[Change, ...]
    arms: tuple[ArmNamed, ...]
    tests: tuple[PValue, ...]
    effects: tuple[Effect, ...]

    @property
    def names_both_arms(self) -> bool:
        return len({named.arm for named in self.arms}) > 1

    def as_a_whole(self) -> ToldSentence:
        """The same sentence, read for what it says of the comparison and of no outcome in particular."""
        said = _changes_in(self.text, is_unwanted=self.outcome.is_unwanted, is_time=False, own=frozenset())
        return replace(self, outcome=NOTHING, changes=said, own=())

    def turns_between(self, one: int, other: int) -> int:
        low, high = sorted((one, other))
        return sum(low <= turn < high for turn in self.turns)

    def bounds_about(self, at: int) -> tuple[int, int]:
        """The clause that a place is in."""
        start = max((turn for turn in self.turns if turn <= at), default=0)
        return start, min((turn for turn in self.turns if turn > at), default=len(self.text))

    def arms_about(self, at: int) -> list[ArmNamed]:
        start, end = self.bounds_about(at)
        return [named for named in self.arms if start <= named.start < end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """``[start, end)`` of a sentence; the outcome is named at ``[named, named_until)``."""

    told: ToldSentence
    start: int
    end: int
    named: int
    named_until: int
    terms: frozenset[str]

    @property
    def text(self) -> str:
        return self.told.text[self.start : self.end]

    @property
    def arms(self) -> list[ArmNamed]:
        return [named for named in self.told.arms if self.start <= named.start < self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A clause with the word of change that is nearest to the outcome, and what tests it."""

    clause: Clause
    change: Change | None
    effect: Effect | None
    is_tested: bool | None
    """Significantly, by its p value or interval; None where neither says."""

    @property
    def crosses_turn(self) -> bool:
        return (
            self.change is not None
            and self.clause.told.turns_between(self.change.start, self.clause.named) > 0
        )


def told_sentence(text: str, words: Sequence[Word], outcome: OutcomeName, arms: Arms) -> ToldSentence:
    said = _changes_in(text, is_unwanted=outcome.is_unwanted, is_time=outcome.is_time, own=outcome.own)
    own = tuple(change for change in said if change.way and _first_term(text, change) in outcome.own)
    figures = _figures_in(text)
    return ToldSentence(
        text=text,
        outcome=outcome,
        turns=_turns_in(text),
        changes=tuple(change for change in said if change not in own) if own else said,
        own=own,
        arms=tuple(arms.named(text, words)),
        tests=tuple(figure for figure in figures if isinstance(figure, PValue)),
        effects=tuple(f for f in figures if isinstance(f, Effect) and f.measure is not None),
    )


# One abstract is asked about many outcomes in a row, and what a sentence prints does not depend on them.
_a_few_abstracts = lru_cache(maxsize=256)
_figures_in = _a_few_abstracts(estimates)


@_a_few_abstracts
def _changes_in(text: str, *, is_unwanted: bool, is_time: bool, own: frozenset[str]) -> tuple[Change, ...]:
    return tuple(changes(text, is_unwanted=is_unwanted, is_time=is_time, own=own))


@_a_few_abstracts
def _turns_in(text: str) -> tuple[int, ...]:
    return tuple(_turns(text))


def _first_term(text: str, change: Change) -> str:
    return term_of(text[change.start : change.end].split(maxsplit=1)[0])


def _turns(text: str) -> Iterator[int]:
    last = -_NEXT_TURN
    for turn in _TURN.finditer(_BRACKETED.sub(lambda aside: "." * len(aside[0]), text)):
        if turn.start() - last >= _NEXT_TURN:
            last = turn.start()
            yield last


def clauses(told: ToldSentence, words: Sequence[Word]) -> Iterator[Clause]:
    """The clauses that name the outcome; the first where none does, which is so where there is no outcome."""
    mentions = told.outcome.mentions(words)
    edges = (0, *told.turns, len(told.text))
    for index, (start, end) in enumerate(pairwise(edges)):
        inside = [(word, weight) for word, weight in mentions if start <= word.start < end]
        if not inside and (mentions or index):
            continue
        named, until = _densest(inside)
        said = frozenset(word.term for word in words if start <= word.start < end)
        yield Clause(told=told, start=start, end=end, named=named, named_until=until, terms=said)


def _densest(mentions: Sequence[tuple[Word, float]]) -> tuple[int, int]:
    """Where within a clause most of the name is said together, in the fewest characters."""
    best, span = (0.0, 0), (0, 0)
    for first, _ in mentions:
        near = [(w, weight) for w, weight in mentions if 0 <= w.start - first.start < _MENTION_REACH]
        until = max(word.end for word, _ in near)
        said = round(math.fsum({word.term: weight for word, weight in near}.values()), 6)
        if (said, first.start - until) > best or span == (0, 0):
            best, span = (said, first.start - until), (first.start, until)
    return span


def case_of(clause: Clause) -> Case:
    change = _nearest_change(clause)
    effect = _effect_near(clause, change)
    test = _test_near(clause, change)
    tested = None
    if test is not None:
        tested = test.is_significant
    elif effect is not None:
        tested = effect.excludes_no_effect
    return Case(clause=clause, change=change, effect=effect, is_tested=tested)


def _nearest_change(clause: Clause) -> Change | None:
    said = clause.told.changes
    if clause.text.lower().startswith("except"):
        said = tuple(change for change in said if change.start >= clause.start)
    if is_baseline(clause):
        # "At baseline pain was similar, but at week 12 it was lower with A."
        said = tuple(change for change in said if change.start >= clause.end and change.way) or said
    nearest = min(said, key=lambda change: _distance(clause, change, said), default=None)
    return None if nearest is None or _distance(clause, nearest, said) >= _CHANGE_REACH else nearest


def _distance(clause: Clause, change: Change, said: Sequence[Change]) -> int:
    text, named = clause.told.text, clause.named
    low, high = sorted((change.start, named))
    distance = min(abs(change.start - named), abs(change.start - clause.named_until))
    distance -= sum(len(aside[0]) for aside in _BRACKETED.finditer(text, low, high))
    distance += _ACROSS_TURN * clause.told.turns_between(change.start, named)
    distance += _ACROSS_COMMA * len(_COMMA.findall(text, low, high))
    if change.start < named:
        distance += _BEFORE
    elif change.way and _TAKES_OBJECT.match(text[change.start : change.end].split(maxsplit=1)[0]):
        # "Increased sleep and reduces pain": what such a verb does, it does to what follows it.
        distance += _AFTER_OBJECT
    if _and_between(text, change, named) and any(
        not _and_between(text, other, named) and not clause.told.turns_between(other.start, named)
        for other in said
        if other is not change
    ):
        distance += _ACROSS_AND
    return distance


def _and_between(text: str, change: Change, named: int) -> bool:
    return " and " in text[min(change.end, named) : max(change.start, named)]


def _test_near(clause: Clause, change: Change | None) -> PValue | None:
    """The p value that follows outcome and change; else one in the same clause; else the sentence's only one."""
    told, named = clause.told, clause.named
    from_here = max(named, change.start) if change else named
    following = [
        test
        for test in told.tests
        if test.start >= from_here and not told.turns_between(from_here, test.start)
    ]
    beside = following or [test for test in told.tests if not told.turns_between(named, test.start)]
    if beside:
        return beside[0]
    only = told.tests[0] if len(told.tests) == 1 else None
    if only is None or only.start <= from_here:
        return None
    other_said = any(from_here < other.start < only.start for other in told.changes if other is not change)
    return None if other_said else only


def _effect_near(clause: Clause, change: Change | None) -> Effect | None:
    told, named = clause.told, clause.named
    near = (e for e in told.effects if e.start >= named and not told.turns_between(named, e.start))
    return next(near, None) or (None if change else next(iter(told.effects), None))


def is_baseline(clause: Clause) -> bool:
    return _BASELINE.search(clause.text) is not None and not _CHANGE_FROM.search(clause.text)
