"""What is recorded of one patient, as it was recorded: nothing is converted, dropped or guessed on the way in.

No value stands in a representation, so that none can stray into a log or a traceback: ``repr`` of a record names its
parts by number only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from curbside.terminology.codings import Coding


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Observation:
    """A result. ``value`` is None when there is none; then ``absent_because`` may say why it
    was not found, or ``unread_because`` why what was found is neither a number, yes or no, a day nor a code.

    A ``comparator`` (``<``, ``<=``, ``>=``, ``>``) makes the value a bound: the number itself was not found.

    ``unit`` is the UCUM code where the record has one, else the unit as printed; empty when it has neither.
    ``taken_at`` knows its zone; a result dated by the day alone is taken at its start, in UTC. One that is not dated to
    the day has none.
    """

    id: str
    codings: tuple[Coding, ...]
    status: str
    taken_at: datetime | None
    value: Decimal | bool | date | None
    unit: str
    comparator: str = ""
    coded: tuple[Coding, ...] = ()
    """The value, when it is a code."""
    absent_because: str = ""
    unread_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Therapy:
    """A medicine asked for, stated, given or handed out: all four count. ``kind`` is FHIR's name of the resource.

    ``began_on`` and ``ended_on`` are None when the record does not say; where it says only the month or the year, they
    are the first and the last day of it.
    """

    id: str
    kind: str
    codings: tuple[Coding, ...]
    status: str
    began_on: date | None
    ended_on: date | None
    unread_because: str = ""
    """Why it can be told only that there is something under these codes; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Condition:
    """A diagnosis or a finding on the problem list, with FHIR's clinical and verification status.

    Its days are as a `Therapy`'s.
    """

    id: str
    codings: tuple[Coding, ...]
    clinical_status: str
    verification_status: str
    began_on: date | None
    ended_on: date | None
    recorded_on: date | None
    unread_because: str = ""
    """As a `Therapy`'s."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """What a questionnaire or a row says outright, by the name of a pathway's input or by the codes of what was asked.

    ``value`` is text as written, which a row gives always, or a number, yes or no, or a date; ``unit`` is empty where
    it has none. An answer without a value was given and cannot be read: its text is empty.
    """

    name: str
    value: Decimal | str | bool | date
    unit: str = ""
    given_on: date | None = None
    codings: tuple[Coding, ...] = ()
    coded: tuple[Coding, ...] = ()
    """The value, when it is a code."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Remark:
    """Something in what was read that was not taken as it stood: which resource, and why, without its value."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PatientRecord:
    """All that was read of one patient. ``sex`` is FHIR's administrative gender, empty when not recorded.

    ``incomplete`` has the kinds of facts (``observation``, ``therapy``, ``condition``, ``answer``) of which something
    could not be read or was not given: that none is there does not then mean that there is none.
    """

    id: str
    born_on: date | None = None
    sex: str = ""
    died: bool = False
    died_on: date | None = None
    observations: tuple[Observation, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    conditions: tuple[Condition, ...] = ()
    answers: tuple[Answer, ...] = ()
    remarks: tuple[Remark, ...] = ()
    incomplete: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return (
            f"<PatientRecord: {len(self.observations)} observations, {len(self.therapies)} therapies, "
            f"{len(self.conditions)} conditions, {len(self.answers)} answers>"
        )
