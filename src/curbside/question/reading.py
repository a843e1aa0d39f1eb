"""A clinician's question, as this system understood it. Shown beside every answer, so that it can be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from curbside.question.constraints import Constraints, Years


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingFirst:
    """When a sense is taken, and when another is offered or asked about first.

    A sense with a probability of at least ``settled`` is taken without asking, and one of whose probability no other
    has the share ``plausible``. Others are offered from the probability ``worth_offering`` on, and from this ``share``
    of the first, ``most`` of them.
    """

    settled: float = 0.6
    plausible: float = 0.33
    worth_offering: float = 0.05
    share: float = 0.2
    most: int = 4


ASKING_FIRST: Final = AskingFirst()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSense:
    """A reading of a short form that was not chosen."""

    long: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SenseChoice:
    """How a short form in the question was read, how sure that is, and why."""

    short: str
    long: str
    probability: float
    why: str
    alternatives: tuple[OtherSense, ...] = ()

    @property
    def is_open(self) -> bool:
        """May it as well be read otherwise, so that whoever asked must say, should the senses lead to other advice?"""
        others = [other.probability for other in self.alternatives]
        return self.probability < ASKING_FIRST.settled and max(others, default=0.0) >= (
            ASKING_FIRST.plausible * self.probability
        )

    @property
    def others_to_offer(self) -> tuple[OtherSense, ...]:
        """The other readings that are likely enough to be offered, the likeliest first."""
        least = max(ASKING_FIRST.worth_offering, self.probability * ASKING_FIRST.share)
        return tuple(other for other in self.alternatives if other.probability >= least)[: ASKING_FIRST.most]

    def read_as(self, long: str) -> SenseChoice:
        """The same choice made the other way; ``long`` is one of its alternatives, or the sense it has."""
        if long == self.long:
            return self
        chosen = next(other for other in self.alternatives if other.long == long)
        others = (OtherSense(long=self.long, probability=self.probability), *self.alternatives)
        return SenseChoice(
            short=self.short,
            long=long,
            probability=chosen.probability,
            why="the only one of the likely senses in which this library has an answer",
            alternatives=tuple(other for other in others if other.long != long),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A word that was taken for a misspelling of a name, and the name."""

    written: str
    read: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Other words for something a question says, that are searched for as well, and where they come from."""

    said: str
    also: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What a question was made from when it came after another: ``after`` is the id of that one's answer.

    ``completed`` is the whole question; ``how`` says whether it was completed from the last one, is a new topic, or was
    whole as it stood, and ``why`` says so in words.
    """

    after: str
    completed: str
    how: Literal["completed", "new topic", "whole"]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalQuestion:
    """``asked`` is what was typed; ``read_as`` what it was taken to mean, in words.

    ``terms`` are the words searched for, in the order asked, without stop words; ``expansions`` what is searched for
    beside them; ``phrases`` those in quotation marks, which a source must contain as they stand.
    """

    asked: str
    read_as: str
    kind: str
    population: str | None
    intervention: str | None
    comparator: str | None
    outcomes: tuple[str, ...]
    constraints: Constraints
    senses: tuple[SenseChoice, ...]
    corrections: tuple[Correction, ...]
    terms: tuple[str, ...]
    expansions: tuple[Expansion, ...]
    phrases: tuple[str, ...]
    follow_up: FollowUp | None = None

    @property
    def words(self) -> str:
        """The whole question: as it was typed, or as it was completed from the one before."""
        return self.follow_up.completed if self.follow_up is not None else self.asked

    @property
    def open_sense(self) -> SenseChoice | None:
        """The first short form that may as well be read otherwise; None when there is none."""
        return next((choice for choice in self.senses if choice.is_open), None)

    @property
    def years(self) -> Years | None:
        """The span of publication years asked for, inclusive; None where any year will do."""
        return self.constraints.years
