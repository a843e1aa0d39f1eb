"""What a pathway says of one patient, and every step of how it came to say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from curbside.pathway.definition import Action
from curbside.pathway.facts import Fact


class Standing(Enum):
    """How a pathway ended for a patient."""

    RECOMMENDED = "recommended"
    """Every table that was asked has decided."""
    UNDECIDED = "cannot decide"
    """At least one table lacks something; what others decided still stands."""
    ENDED = "ended"
    """A row ended it: out of scope, or not to be treated this way."""


class TableStanding(Enum):
    """What became of one table."""

    DECIDED = "decided"
    UNDECIDED = "cannot decide"
    NOT_ASKED = "not asked"
    """Its guard is not met."""
    WAITING = "waiting"
    """An earlier table that could end the pathway is undecided, or its guard cannot be told."""
    UNREACHED = "not reached"
    """The pathway had ended."""
    NO_MATCH = "no row matches"
    """No row lets these values through: a gap that the checker would have found."""
    CONFLICT = "rows conflict"
    """Rows match that may not match together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResult:
    """What became of a table: the rows that fired, the outputs they gave, what it lacks, and what it read.

    ``lacks`` are names of inputs. ``open_rows`` are those that might yet fire once what is lacking is known.
    """

    table: str
    standing: TableStanding
    rows: tuple[str, ...] = ()
    outputs: Mapping[str, str]
    lacks: tuple[str, ...] = ()
    open_rows: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """An action that a row gave this patient: its text with the patient's own values, and when it is due."""

    table: str
    row: str
    action: Action
    text: str
    plain: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What must be found out before a table can decide: "25(OH)D within 12 months", and why it is not known."""

    input: str
    label: str
    because: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The nearest change of one input that would alter the advice.

    ``to`` is the nearest values that would ("below 30 ng/mL"); ``changes`` the tables that would come out otherwise,
    with the rows that would fire. For an input that is not known, what knowing it as ``to`` would settle.
    """

    input: str
    label: str
    now: str
    to: str
    changes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What a pathway says of one patient on one day.

    ``facts`` has every input, formulas included. ``ended`` is why the pathway ended early, else empty. ``advice`` has
    what is most pressing first, each table's together: to stop, to refer, a dose, a measurement, anything else.
    """

    pathway: str
    version: str
    on: date
    standing: Standing
    ended: str
    facts: Mapping[str, Fact]
    tables: tuple[TableResult, ...]
    advice: tuple[Advice, ...]
    needs: tuple[Need, ...]
    flips: tuple[Flip, ...]
    remarks: tuple[str, ...]
