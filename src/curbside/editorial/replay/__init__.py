"""Replay: the same question asked again, and whether the answer is the one that was given.

Same library, configuration and version: same bytes. Where one of them has moved on, what differs is said.
"""

from __future__ import annotations

from dataclasses import dataclass

from curbside.editorial.replay.answers import MADE_OF, differences
from curbside.editorial.replay.difference import Change, Difference
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
    def why(self) -> tuple[Difference, ...]:
        """Where the two were not made of the same: the reasons for all the other differences."""
        return tuple(one for one in self.differences if one.part == MADE_OF)

    @property
    def what(self) -> tuple[Difference, ...]:
        """What differs between the two answers themselves."""
        return tuple(one for one in self.differences if one.part != MADE_OF)


def replayed(given: Given, now: Outcome, *, notes: tuple[str, ...] = ()) -> Replay:
    """Hold an answer beside the one that the same question gets now."""
    return Replay(
        given=given.outcome, now=now, differences=differences(given.plain, values(now)), notes=notes
    )
