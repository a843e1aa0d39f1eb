"""Replay: the same question asked again, and whether the answer is the one that was given.

Same library, configuration and version: same bytes. Where one of them has moved on, what differs is said. What a
language model wrote is not written again but heard again: its claims against the library as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curbside.editorial.replay.answers import MADE_OF, differences
from curbside.editorial.replay.difference import Change, Difference
from curbside.verification.answer import Answer, UpheldClaim
from curbside.verification.record import Given, Outcome, values

__all__ = ["MADE_OF", "Change", "Difference", "Replay", "differences", "replayed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """An answer as it was ``given``, the answer to the same question ``now``, and everything in which they differ.

    ``notes`` say, a sentence each, what could not be asked again just as it was.
    """

    given: Outcome
    now: Outcome
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_reproduced(self) -> bool:
        """Is it the same answer, byte for byte but for the time of asking?"""
        return self.now.id == self.given.id

    @property
    def is_heard_again(self) -> bool:
        """Does it have claims of a language model's, which were held against the library again?"""
        return any(one.writer == "model" for one in _claims_of(self.given))

    @property
    def why(self) -> tuple[Difference, ...]:
        """Where the two were not made of the same: the reasons for all the other differences."""
        return tuple(one for one in self.differences if one.part == MADE_OF)

    @property
    def what(self) -> tuple[Difference, ...]:
        """What differs between the two answers themselves."""
        return tuple(one for one in self.differences if one.part != MADE_OF)


def _claims_of(outcome: Outcome) -> Iterator[UpheldClaim]:
    if isinstance(outcome, Answer):
        yield from outcome.bottom_line
        for section in outcome.sections:
            yield from section.claims


def replayed(given: Given, now: Outcome, *, notes: tuple[str, ...] = ()) -> Replay:
    """Hold an answer beside the one that the same question gets now."""
    return Replay(
        given=given.outcome, now=now, differences=differences(given.plain, values(now)), notes=notes
    )
