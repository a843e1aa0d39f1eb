"""Which way an outcome went in a trial's abstract: with the intervention, compared with the comparator.

By rules, and only by what is printed. Sentences that name the outcome are read first (`curbside.appraisal.readings`).
Where none does, the abstract may still speak of the comparison as a whole ("no differences between the groups"); the
sentence that does is given with the direction, so that a reader sees on what it rests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.appraisal.abstract import AbstractSentence, sentences_of
from curbside.appraisal.arms import Arms, arms_of
from curbside.appraisal.change import BETTER, PREFERRED, WORD, WORSE
from curbside.appraisal.direction import Direction
from curbside.appraisal.naming import NOTHING, OutcomeName, Word, initials, name_of, short_forms, words_of
from curbside.appraisal.readings import readings
from curbside.appraisal.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked of one abstract, with the id its answer will carry."""

    id: str
    intervention: str
    comparator: str
    outcome: str
    abstract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The direction of an outcome and the sentence ``[start, end)`` of the abstract that says so.

    Without a direction the abstract does not say, and there is no sentence. ``names_outcome`` is False where the
    sentence speaks of the comparison as a whole.
    """

    direction: Direction | None
    start: int = 0
    end: int = 0
    rationale: str = ""
    names_outcome: bool = False


NOT_STATED: Final = Compared(direction=None)

_WEIGHT_OF_ROLE: Final[dict[Role | None, float]] = {
    Role.RESULTS: 1.0,
    Role.CONCLUSION: 0.85,
    Role.UNKNOWN: 0.75,
    None: 0.5,
    Role.BACKGROUND: 0.1,
    Role.METHODS: 0.1,
    Role.OBJECTIVE: 0.05,
}
_WEIGHT_AS_A_WHOLE: Final[dict[Role | None, float]] = {
    Role.CONCLUSION: 1.0,
    Role.RESULTS: 0.9,
    Role.UNKNOWN: 0.8,
    None: 0.7,
}
_NO_DIFFERENCE = 1.2
_NAMED = 0.2
"""Below this share of the outcome's name, weighed by role and plainness, a sentence is about something else."""
_AGREEING = 0.2
"""What a further sentence counts beside the best one that says the same."""
# Set by hand on the tuning half of evals/findings.py; between half and twice its value none matters by two points.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Support:
    sentence: AbstractSentence
    direction: Direction
    weight: float


def compared(abstract: str, *, intervention: str, comparator: str, outcome: str) -> Compared:
    """The direction of `outcome` with `intervention`, relative to `comparator`, and the sentence that says it."""
    sentences = sentences_of(abstract)
    short = initials(outcome, abstract) | short_forms(abstract)
    words = [words_of(sentence.text, short) for sentence in sentences]
    name = name_of(outcome, words)
    arms = arms_of(intervention, comparator, abstract, short, name.terms)
    told = list(zip(sentences, words, strict=True))

    named = _best(list(_support(told, name, arms, _WEIGHT_OF_ROLE)))
    if named is not None and named.weight >= _NAMED:
        return _compared(abstract, named, names_outcome=True)
    whole = _as_a_whole(told, name, arms)
    return NOT_STATED if whole is None else _compared(abstract, whole, names_outcome=False)


_ToldWords = Sequence[tuple[AbstractSentence, Sequence[Word]]]


def _support(
    told: _ToldWords, name: OutcomeName, arms: Arms, weights: dict[Role | None, float]
) -> Iterator[_Support]:
    for sentence, words in told:
        if sentence.role not in weights:
            continue
        if name.weights and not name.share_in(word.term for word in words):
            continue
        for reading in readings(sentence.text, words, name, arms):
            weight = reading.plainness * weights[sentence.role] * (reading.share if name.weights else 1.0)
            if reading.direction is Direction.NO_DIFFERENCE:
                weight *= _NO_DIFFERENCE
            yield _Support(sentence=sentence, direction=reading.direction, weight=weight)


def _best(found: Sequence[_Support]) -> _Support | None:
    """The strongest support of the direction that is best supported as a whole; the first of equals."""
    by_direction = {way: [one for one in found if one.direction is way] for way in Direction}
    supported = [max(some, key=lambda one: one.weight) for some in by_direction.values() if some]
    if not supported or max(one.weight for one in supported) < _NAMED:
        return None
    return max(supported, key=lambda best: _with_agreeing(best, by_direction[best.direction]))


def _with_agreeing(best: _Support, agreeing: Sequence[_Support]) -> float:
    return best.weight + _AGREEING * (sum(one.weight for one in agreeing) - best.weight)


def _as_a_whole(told: _ToldWords, name: OutcomeName, arms: Arms) -> _Support | None:
    """What the abstract says of the comparison where it does not name the outcome: "no differences", or "better"."""
    nothing = OutcomeName(
        weights={}, is_unwanted=name.is_unwanted, is_time=False, is_reduction=False, own=NOTHING.own
    )
    found = list(_support(told, nothing, arms, _WEIGHT_AS_A_WHOLE))
    same = [one for one in found if one.direction is Direction.NO_DIFFERENCE]
    concluded = [one for one in found if one.sentence.role is Role.CONCLUSION and _judges(one.sentence.text)]
    return max(same or concluded, key=lambda one: one.weight, default=None)


def _judges(text: str) -> bool:
    return any(word[0].lower() in BETTER | PREFERRED | WORSE for word in WORD.finditer(text))


def _compared(abstract: str, support: _Support, *, names_outcome: bool) -> Compared:
    start, end = support.sentence.start, support.sentence.end
    return Compared(
        direction=support.direction,
        start=start,
        end=end,
        rationale=abstract[start:end],
        names_outcome=names_outcome,
    )
