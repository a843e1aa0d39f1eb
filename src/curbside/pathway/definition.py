"""A pathway as data: what it must know of a patient, the tables that decide, and what each row advises.

A pathway is a graph of named steps. An `Input` is a fact about the patient, or is worked out from others by a
`Formula`; a `Table` reads inputs and the outputs of other tables and decides by DMN's rules; a `Row` that fires gives
outputs to later tables, and `Action` that cite the statements they rest on. The file format is told in
``docs/pathways.md``; `curbside.pathway.reading` reads it, and `curbside.pathway.engine` says what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from curbside.pathway.formula import Formula
from curbside.pathway.unary import UnaryTest
from curbside.terminology.codings import Coding


class Kind(Enum):
    """What values an input has."""

    QUANTITY = "quantity"
    CODE = "code"
    BOOLEAN = "boolean"
    DATE = "date"


class Origin(Enum):
    """Where in a patient's record an input is looked for. Under its own name in a questionnaire or row it always is."""

    OBSERVATION = "observation"
    THERAPY = "therapy"
    CONDITION = "condition"
    AGE = "age"
    SEX = "sex"
    ANSWER = "answer"
    FORMULA = "formula"


class HitPolicy(Enum):
    """Which of the rows that match decide (DMN 1.3, section 8.2.8)."""

    UNIQUE = "unique"
    ANY = "any"
    PRIORITY = "priority"
    FIRST = "first"
    COLLECT = "collect"


class Do(Enum):
    """What kind of thing an action is."""

    START = "start"
    ADJUST = "adjust"
    MEASURE = "measure"
    REFER = "refer"
    STOP = "stop"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of time in whole units of the calendar: 3 months are not 90 days."""

    count: int
    unit: str
    """``day``, ``week``, ``month`` or ``year``."""

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A code that looks as if it meant this input and does not: a result under it is named, and not used."""

    coding: Coding
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assay:
    """How far a measured value may be from the true one. All in per cent of the value.

    ``cv`` is the coefficient of variation of the method in all, ``bias`` what its mean is off by at most, either way,
    and ``within_person`` the coefficient of variation of one person's own level from day to day.
    """

    cv: Decimal
    bias: Decimal
    within_person: Decimal
    claims: tuple[str, ...]
    """The ids of the statements that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What one unit of an input is in another, of this substance. Only the checker uses it, to hold the cut-offs of two
    units against each other: no patient's value is converted by it.
    """

    unit: str
    into: str
    factor: Decimal
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that must be known of the patient.

    ``units`` are those its tests are authored in, the first of them for show; none unless it is a quantity.
    ``words`` are the values of a code. ``within`` is how far back a result counts, and a therapy that has ended;
    None: a result however old, and no therapy that has ended. ``plausible`` lets through what can be true.
    ``absence`` is what it means that nothing is recorded: empty, that nobody knows; ``no``, that it is not so, which
    the explanation then says. ``takes_last_of_tie`` makes the result with the greater id the latest of those of one
    instant; otherwise, where they differ, they conflict. ``is_previous`` takes the result before the latest.
    """

    name: str
    label: str
    kind: Kind
    origin: Origin
    question: str = ""
    """How a person is asked for it."""
    units: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    codings: tuple[Coding, ...] = ()
    meanings: Mapping[str, tuple[Coding, ...]]
    """Which codes, as the value of an observation, mean each word."""
    traps: tuple[Trap, ...] = ()
    within: Period | None = None
    plausible: UnaryTest | None = None
    absence: str = ""
    takes_last_of_tie: bool = False
    is_previous: bool = False
    formula: Formula | None = None
    assay: Assay | None = None
    conversions: tuple[Conversion, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much of a medicine, how often. Magnitudes as written; ``most`` is the end of a range, else empty."""

    amount: str
    most: str
    unit: str
    every: Period | None
    times: int
    """How often in each ``every``: 2 with a day is twice a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseLimit:
    """How much of a medicine a row may give without saying, by ``over_limit``, that it is too much.

    One without ``medicine`` holds for every dose in a unit of its kind: all that is given in IU.
    """

    medicine: tuple[Coding, ...]
    amount: Decimal
    unit: str
    every: Period
    claims: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a row advises. ``claims`` are the ids of the evidence statements it rests on; there is always one.

    ``text`` may name inputs in braces: ``{expected_low}`` is what the formula of that name gives for this patient.
    ``over_limit`` says which limit a dose passes, or what the patient takes or would need, and is shown wherever the
    action is.
    """

    do: Do
    text: str
    plain: str
    medicine: tuple[Coding, ...]
    order: tuple[Coding, ...]
    """What is measured or asked for, as codes."""
    dose: Dose | None
    over_limit: str
    after: Period | None
    """When: this long after the decision."""
    claims: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: it matches when every test lets its input through. An input without a test is ``-``.

    ``ends`` is why nothing further is decided once this row has fired ("not for this patient"); else empty.
    """

    id: str
    tests: Mapping[str, UnaryTest]
    outputs: Mapping[str, str]
    actions: tuple[Action, ...]
    ends: str
    note: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A decision table. ``columns`` are the inputs and outputs it reads (``safety.status``), in order.

    ``outputs`` has the words that each output can be, for priority in order, the first winning. ``guards`` must let
    their inputs through for the table to be asked at all: a table that is not asked decides nothing, and lacks nothing.
    """

    id: str
    title: str
    hit: HitPolicy
    columns: tuple[str, ...]
    outputs: Mapping[str, tuple[str, ...]]
    guards: Mapping[str, UnaryTest]
    rows: tuple[Row, ...]
    note: str
    line: int = 0

    @property
    def can_end(self) -> bool:
        """May it be that nothing further is decided after this table?"""
        return any(row.ends for row in self.rows)

    @property
    def cited(self) -> frozenset[str]:
        """The ids of the statements that any of its actions rests on."""
        return frozenset(claim for row in self.rows for action in row.actions for claim in action.claims)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pathway:
    """A pathway, equal to itself alone, so that what is worked out of it can be kept.

    ``tables`` are in the order in which they are asked; formulas are worked out wherever what they need is known.
    A table after one that can end the pathway waits for it: undecided contraindications hold up every dose.
    """

    id: str
    title: str
    plain_title: str
    version: str
    status: str
    dated: date
    review_by: date | None
    purpose: str
    suits: tuple[str, ...]
    """Whom it is for."""
    excludes: tuple[str, ...]
    """Whom it is not for."""
    inputs: Mapping[str, Input]
    tables: tuple[Table, ...]
    limits: tuple[DoseLimit, ...] = ()
    pinned: Mapping[str, str] = field(default_factory=dict)
    """Of claims that the board approved, the content hash that they had then, by id."""

    def table(self, id: str) -> Table:  # noqa: A002
        return next(table for table in self.tables if table.id == id)

    def words_of(self, column: str) -> tuple[str, ...]:
        """The values that a column of words can have: an input's, or another table's output's; empty for others."""
        if column in self.inputs:
            return self.inputs[column].words
        table, _, output = column.partition(".")
        return self.table(table).outputs[output]

    def feeding(self, table: Table) -> tuple[str, ...]:
        """The ids of the tables whose outputs this one reads, be it through a formula; in their order."""
        read = {
            name for column in (*table.columns, *table.guards) for name in (column, *self._beneath(column))
        }
        return tuple(one.id for one in self.tables if any(name.startswith(f"{one.id}.") for name in read))

    def _beneath(self, column: str) -> Iterator[str]:
        """All that an input is worked out from."""
        formula = self.inputs[column].formula if column in self.inputs else None
        for name in formula.names if formula is not None else ():
            yield name
            yield from self._beneath(name)

    @property
    def cited(self) -> frozenset[str]:
        """The ids of all statements that any action rests on, or what is said of an assay."""
        actions = (claim for table in self.tables for claim in table.cited)
        assays = (
            claim for one in self.inputs.values() if one.assay is not None for claim in one.assay.claims
        )
        return frozenset((*actions, *assays))


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPatient:
    """A patient that the pathway is run on before it may be used, and what must come out.

    ``values`` are as a row gives them (``level: 34 ng/mL``). ``fires`` has the rows that must fire, by table; of one
    that is not named none may fire, and ``lacks`` names the inputs that must be asked for.
    """

    __test__ = False  # not a test to pytest

    id: str
    story: str
    on: date
    values: Mapping[str, str]
    fires: Mapping[str, tuple[str, ...]]
    lacks: tuple[str, ...]
    line: int = 0
