"""What is recorded of one patient, as it was recorded: nothing is converted, dropped or guessed on the way in.

No value stands in a representation, so that none can stray into a log or a traceback: ``repr`` of a record names its
parts by number only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from curbside.terminology.codings import Coding


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Observation:
    """A result. ``value`` is None when there is none that is a number; then ``absent_because`` may say why.

    ``unit`` is the UCUM code where the record has one, else the unit as printed; empty when it has neither.
    ``taken_at`` knows its zone; a result dated by the day alone is taken at its start, in UTC.
    """

    id: str
    codings: tuple[Coding, ...]
    status: str
    taken_at: datetime | None
    value: Decimal | None
    unit: str
    coded: tuple[Coding, ...] = ()
    """The value, when it is a code."""
    absent_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Therapy:
    """A medicine asked for, stated, given or handed out: all four count. ``kind`` is FHIR's name of the resource.

    ``began_on`` and ``ended_on`` are None when the record does not say.
    """

    id: str
    kind: str
    codings: tuple[Coding, ...]
    status: str
    began_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Condition:
    """A diagnosis or a finding on the problem list, with FHIR's clinical and verification status."""

    id: str
    codings: tuple[Coding, ...]
    clinical_status: str
    verification_status: str
    began_on: date | None
    ended_on: date | None
    recorded_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """What a questionnaire or a row says outright, by the name of a pathway's input.

    ``value`` is text as written, a number, yes or no, or a date; ``unit`` is empty where it has none.
    """

    name: str
    value: Decimal | str | bool | date
    unit: str = ""
    given_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Remark:
    """Something in what was read that was not taken as it stood: which resource, and why, without its value."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PatientRecord:
    """All that was read of one patient. ``sex`` is FHIR's administrative gender, empty when not recorded."""

    id: str
    born_on: date | None = None
    sex: str = ""
    died: bool = False
    observations: tuple[Observation, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    conditions: tuple[Condition, ...] = ()
    answers: tuple[Answer, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())

    def __repr__(self) -> str:
        return (
            f"<PatientRecord: {len(self.observations)} observations, {len(self.therapies)} therapies, "
            f"{len(self.conditions)} conditions, {len(self.answers)} answers>"
        )
