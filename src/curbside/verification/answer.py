"""What a reader may see: an `Answer`, or an `Abstention` that says why there is none.

Only this room makes either. Their JSON (`curbside ask --json`, described by ``curbside schema answer``) is
these types field by field; `curbside.verification.record` turns them into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from curbside.answer.draft import Writer
from curbside.literature.publication import EventRates, Read
from curbside.question.reading import ClinicalQuestion

Direction = Literal["benefit", "harm", "no difference", "mixed", "unclear"]
Certainty = Literal["high", "moderate", "low", "very low"]

AMBIGUOUS: Final = "ambiguous"
"""The reason for asking first which sense of a short form is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The characters a claim rests on: ``quote`` equals the passage's text ``[start:end]``, always.

    ``reference`` is the number in the answer's reference list.
    """

    reference: int
    passage: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpheldClaim:
    """A sentence that passed every check. A ``verbatim`` claim's text is its quote.

    ``plain`` says the same to a patient and agrees with ``text`` in every number, unit and negation; None where
    nobody has put it plainly. ``jurisdiction`` is whose rule it states (``US``, ``EU``), ``event_rates`` what
    happened to how many in both arms. ``discrepancies`` are figures of the source that contradict each other, in
    a few words each: the claim says what the source says, and the reader is told that it cannot all be right.
    ``writer`` is who proposed it: a language model, or the rules that take the sources' own sentences.
    """

    id: str
    text: str
    kind: Literal["verbatim", "composed"]
    citations: tuple[Citation, ...]
    certainty: Certainty | None = None
    plain: str | None = None
    jurisdiction: str | None = None
    event_rates: EventRates | None = None
    discrepancies: tuple[str, ...] = ()
    writer: Writer = "extractive"


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectEstimate:
    """An effect estimate as its passage prints it: ``measure`` by its short form, an interval at ``level`` per cent.

    ``level`` is None where the passage prints none.
    """

    reference: int
    passage: str
    measure: str
    value: Decimal
    low: Decimal
    high: Decimal
    level: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeVerdict:
    """What the evidence says of one outcome, by written rules: bone density is not joint pain.

    ``supporting`` are the claims for a benefit, ``opposing`` those of no difference or of harm.
    """

    outcome: str
    plain_outcome: str | None
    direction: Direction
    certainty: Certainty
    why: tuple[str, ...]
    supporting: tuple[UpheldClaim, ...]
    opposing: tuple[UpheldClaim, ...]
    estimates: tuple[EffectEstimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled group of claims, in the order they are read. ``apart``: it answers another reading of the question."""

    title: str
    claims: tuple[UpheldClaim, ...]
    plain_title: str | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of what to do. ``node`` is the part of the ``pathway`` that decides it; both may be empty."""

    title: str
    actions: tuple[UpheldClaim, ...]
    pathway: str
    node: str
    plain_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A thing a careful answer must look for, and whether the library says anything of it."""

    slot: str
    status: Literal["found", "not found"]
    claims: tuple[UpheldClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source some claim cites. ``kind`` is its study design or document type, in the field's words.

    Of a source held as our statements, ``source_read`` is how far it was read by whoever wrote them, and
    ``checked_on`` when that was last checked; None where nobody has said. ``corrected_by`` are its errata and
    ``concern_raised_by`` the expressions of concern about it, by id or, where the source gives none, as cited.
    """

    number: int
    id: str
    title: str
    authors: tuple[str, ...]
    journal: str
    year: int | None
    doi: str | None
    pmid: str | None
    kind: str
    read: Read
    retracted: bool
    superseded_by: str | None
    source_read: str | None = None
    checked_on: str | None = None
    corrected_by: tuple[str, ...] = ()
    concern_raised_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A claim that failed a check: shown with its reason, never silently dropped."""

    text: str
    reason: str
    check: str
    writer: Writer = "extractive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A retrieved source that no claim uses, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsage:
    """What a language model was asked for one answer. ``cost`` is in US dollars, None where its price is not known."""

    requests: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made this answer. The same library, configuration and question give the same bytes.

    ``asked_at`` (RFC 3339, UTC) is the one field outside the answer's content hash. With a language model, ``model``
    names it, ``prompt`` is the hash of the prompts it was given, and ``fallback`` says, when its writing was not to be
    had or none of it was upheld, why the extractive writer's answer stands instead. ``writer`` is the one asked for.
    """

    library: str
    version: str
    config: str
    writer: str
    model: str | None
    asked_at: str
    prompt: str | None = None
    usage: ModelUsage | None = None
    fallback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Another way to read the question: what a short form would mean, how likely that is, and the question so put."""

    short: str
    long: str
    probability: float
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer whose every claim was upheld. ``id`` is the content hash of everything but ``asked_at``.

    ``title`` is what an article on it would be called: the topic's own title, or the question as read;
    ``plain_title`` is for patients, None where nobody has put it plainly. ``choices`` are other readings of its short
    forms that are likely enough to be offered.
    """

    id: str
    question: ClinicalQuestion
    title: str
    plain_title: str | None
    bottom_line: tuple[UpheldClaim, ...]
    verdicts: tuple[OutcomeVerdict, ...]
    sections: tuple[Section, ...]
    steps: tuple[Step, ...]
    omissions: tuple[Omission, ...]
    references: tuple[Reference, ...]
    withheld: tuple[Withheld, ...]
    unused: tuple[Unused, ...]
    follow_ups: tuple[str, ...]
    choices: tuple[Choice, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A passage that came near the question without answering it."""

    id: str
    title: str
    passage: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was looked through before saying that there is no answer, and what came nearest."""

    library: str
    publications: int
    terms: tuple[str, ...]
    missing: tuple[str, ...]
    nearest: tuple[Nearest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """Why the library carries no answer to this question. Better than a wrong one.

    When the ``reason`` is `AMBIGUOUS`, it would answer each of the ``choices``, and differently: whoever asked must
    say which.
    """

    id: str
    question: ClinicalQuestion
    reason: str
    searched: Searched
    withheld: tuple[Withheld, ...]
    unused: tuple[Unused, ...]
    choices: tuple[Choice, ...]
    provenance: Provenance
