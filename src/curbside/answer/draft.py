"""What a writer proposes: claims and what they rest on. Nobody has checked it, and no surface accepts it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from curbside.appraisal.result import Way
from curbside.appraisal.weighing import Certainty
from curbside.literature.publication import EventRates, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Characters ``[start:end]`` of a passage, as the writer read them."""

    passage: Passage
    start: int
    end: int
    text: str


Writer = Literal["extractive", "model"]
"""Who proposes: the rules that take the sources' own sentences, or a language model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence a writer would like to say, with the quotes it rests on. ``verbatim``: it is its quote.

    ``plain`` says the same to a patient, empty where nobody has put it plainly. ``jurisdiction`` is whose rule it
    states. ``event_rates`` is what happened to how many in both arms. ``sums_up`` are the
    verdicts it sums up: it says what they say, in words of its own. Two writers that say the same make the same claim.
    """

    text: str
    kind: Literal["verbatim", "composed"]
    quotes: tuple[Quote, ...]
    plain: str = ""
    jurisdiction: str = ""
    event_rates: EventRates | None = None
    certainty: Certainty | None = None
    sums_up: tuple[DraftVerdict, ...] = ()
    writer: Writer = field(default="extractive", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """A titled group of claims. ``is_aside``: it answers another reading of the question, or another part of it."""

    title: str
    claims: tuple[Claim, ...]
    plain_title: str = ""
    is_aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEstimate:
    """An effect estimate of a passage, as a table or a forest plot shows it. All figures stand in the passage."""

    passage: Passage
    measure: str
    value: Decimal
    low: Decimal
    high: Decimal
    level: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVerdict:
    """What the evidence says of one outcome, with the claims on both sides of it, and its estimates."""

    outcome: str
    plain_outcome: str
    direction: Way
    certainty: Certainty
    why: tuple[str, ...]
    supporting: tuple[Claim, ...]
    opposing: tuple[Claim, ...]
    estimates: tuple[DraftEstimate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStep:
    """A step of what to do, in the words of statements. ``node`` is the part of the ``pathway`` that decides it."""

    title: str
    claims: tuple[Claim, ...]
    plain_title: str = ""
    pathway: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOmission:
    """A thing a careful answer must look for, and what was found; no claim when nothing was."""

    slot: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unneeded:
    """A retrieved source the writer left out, and why."""

    publication: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What is wrong with something a writer said, and which ``check`` found it."""

    text: str
    reason: str
    check: str
    writer: Writer = "extractive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A writer's whole proposal.

    With an empty ``bottom_line`` there is nothing to say: ``why_not`` says why, and ``nearest`` what came
    nearest to an answer, one quote a publication. ``title`` is empty where the question itself will do.

    ``cautions`` are the claims of the bottom line that keep from harm, and ``line`` the one that sums the verdicts up:
    no other writer may leave them out. ``objections`` are to what a writer said and its draft no longer holds.
    """

    bottom_line: tuple[Claim, ...]
    sections: tuple[DraftSection, ...]
    unneeded: tuple[Unneeded, ...]
    title: str = ""
    plain_title: str = ""
    verdicts: tuple[DraftVerdict, ...] = ()
    steps: tuple[DraftStep, ...] = ()
    omissions: tuple[DraftOmission, ...] = ()
    follow_ups: tuple[str, ...] = ()
    why_not: str = ""
    nearest: tuple[Quote, ...] = field(default=())
    cautions: tuple[Claim, ...] = ()
    line: Claim | None = None
    objections: tuple[Objection, ...] = ()
