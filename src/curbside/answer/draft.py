"""What a writer proposes: claims and what they rest on. Nobody has checked it, and no surface accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from curbside.literature.publication import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Characters ``[start:end]`` of a passage, as the writer read them."""

    passage: Passage
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence a writer would like to say, with the quotes it rests on. ``verbatim``: it is its quote."""

    text: str
    kind: Literal["verbatim", "composed"]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """A titled group of claims."""

    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unneeded:
    """A retrieved source the writer left out, and why."""

    publication: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A writer's whole proposal.

    With an empty ``bottom_line`` there is nothing to say: ``why_not`` says why, and ``nearest`` what came
    nearest to an answer, one quote a publication.
    """

    bottom_line: tuple[Claim, ...]
    sections: tuple[DraftSection, ...]
    unneeded: tuple[Unneeded, ...]
    why_not: str = ""
    nearest: tuple[Quote, ...] = ()
