"""Which way an outcome went in a trial's abstract: with the intervention, compared with the comparator.

Every sentence is read by rules, and only for what is printed (`curbside.appraisal.readings`); what the sentences say is
then counted together (`curbside.appraisal.votes`). The sentence that speaks most plainly for the direction is given
with it, so that a reader sees on what it rests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Final

from curbside.appraisal.abstract import AbstractSentence, sentences_of
from curbside.appraisal.arms import arms_of
from curbside.appraisal.change import BETTER, PREFERRED, WORD, WORSE
from curbside.appraisal.clause import ToldSentence, told_sentence
from curbside.appraisal.direction import Direction
from curbside.appraisal.naming import Word, initials, name_of, short_forms, words_of
from curbside.appraisal.readings import readings
from curbside.appraisal.role import Role
from curbside.appraisal.votes import Vote, tally, vote_as_a_whole, vote_of


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

_NAMED = 0.25
"""From this share of the outcome's name on, a sentence speaks of the outcome."""
_JUDGING: Final = BETTER | PREFERRED | WORSE
_TELLS_NOTHING: Final = frozenset({Role.BACKGROUND, Role.METHODS, Role.OBJECTIVE})


def compared(abstract: str, *, intervention: str, comparator: str, outcome: str) -> Compared:
    """The direction of `outcome` with `intervention`, relative to `comparator`, and the sentence that says it.

    Only a direction that a sentence speaks for, of the outcome or of the comparison as a whole; else none is stated.
    """
    votes = votes_on(abstract, intervention=intervention, comparator=comparator, outcome=outcome)
    totals = tally(votes)
    reasons = [vote for vote in votes if vote.bears]
    # The most votes for its direction and, of those, the most by itself; the first of equals.
    best = max(reasons, key=lambda vote: (totals[vote.direction], vote.counts()), default=None)
    if best is None:
        return NOT_STATED
    start, end = best.sentence.start, best.sentence.end
    return Compared(
        direction=best.direction,
        start=start,
        end=end,
        rationale=abstract[start:end],
        names_outcome=best.share >= _NAMED,
    )


def votes_on(abstract: str, *, intervention: str, comparator: str, outcome: str) -> list[Vote]:
    """Everything in the abstract that speaks for a direction, in its order.

    Background, aims, methods and questions do not.
    """
    # Prompts out of web pages say "20&nbsp;mg" and "T&amp;P".
    intervention, comparator, outcome = map(unescape, (intervention, comparator, outcome))
    sentences = sentences_of(abstract)
    short = initials(outcome, abstract) | short_forms(outcome) | short_forms(abstract)
    words = [words_of(sentence.text, short) for sentence in sentences]
    name = name_of(outcome, words)
    arms = arms_of(intervention, comparator, abstract, short, name.terms)
    return [
        vote
        for sentence, said in zip(sentences, words, strict=True)
        if sentence.role not in _TELLS_NOTHING and not sentence.text.endswith("?")
        for vote in _votes(sentence, told_sentence(sentence.text, said, name, arms), said)
    ]


def _votes(sentence: AbstractSentence, told: ToldSentence, words: Sequence[Word]) -> Iterator[Vote]:
    if told.outcome.share_in(word.term for word in words):
        for reading in readings(told, words):
            yield vote_of(sentence, reading)
    for reading in readings(told.as_a_whole(), words):
        yield vote_as_a_whole(sentence, reading, judges=_judges(sentence.text))


@lru_cache(maxsize=256)  # One abstract is asked about many outcomes in a row.
def _judges(text: str) -> bool:
    return any(word[0].lower() in _JUDGING for word in WORD.finditer(text))
