"""What a pathway means: the reference engine, which every faster one and every export must agree with.

Slow and obvious on purpose. Tables are asked in their order; a cell is true, false or unknown, a row is what its cells
are together, and a table decides by its hit policy only what no missing value could undo:

* unique, any: the row that is true. Another that is unknown does not matter, as no two rows of such a table can both
  be true and disagree; the checker proves it.
* first, priority: the first true row in the order of the policy, unless an unknown one stands before it.
* collect: every true row. Unknown ones leave the table undecided in part.

A row that ends the pathway leaves later tables unreached, and a table that might still end it holds them up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.pathway.calendar import later
from curbside.pathway.definition import Do, HitPolicy, Input, Pathway, Row, Table
from curbside.pathway.facts import Absent, Fact, Facts, Known, Undecided
from curbside.pathway.formula import Formula
from curbside.pathway.recommendation import Advice, Need, Recommendation, Standing, TableResult, TableStanding
from curbside.pathway.sheet import Sheet, truth_of
from curbside.pathway.truth import Truth
from curbside.pathway.unary import NUMBER, Scalar, UnaryTest

_PLACE: Final = re.compile(r"\{(\w+)\}")
_THOUSANDS: Final = re.compile(r"(?<![\d.-])\d{4,}(?![\d-])")
_URGENCY: Final = {Do.STOP: 0, Do.REFER: 1, Do.START: 2, Do.ADJUST: 2, Do.MEASURE: 3, Do.ADVISE: 4}
_UNSETTLED: Final = frozenset(
    {TableStanding.UNDECIDED, TableStanding.WAITING, TableStanding.NO_MATCH, TableStanding.CONFLICT}
)


@dataclass(slots=True)
class Course:
    """A pathway's run on one patient, table by table. ``facts`` grow by what formulas give.

    ``ended`` is why it ended, and ``held_by`` the undecided table that might yet end it; both empty at first.
    ``gates`` has both as each table found them. ``changed`` are the tables that came out otherwise than in the course
    that this one was made from.
    """

    pathway: Pathway
    wiring: Wiring
    facts: dict[str, Fact]
    results: dict[str, TableResult] = field(default_factory=dict)
    ended: str = ""
    held_by: str = ""
    gates: dict[str, tuple[str, str]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    def fact(self, column: str) -> Fact:
        """What is known of an input, a formula or another table's output."""
        if column in self.facts:
            return self.facts[column]
        if column in self.pathway.inputs:
            formula = self.pathway.inputs[column].formula
            found: Fact = self._worked_out(formula) if formula else Absent()
            self.facts[column] = found
            return found
        table, _, output = column.partition(".")
        return _output_of(self.results.get(table), output)

    def _worked_out(self, formula: Formula) -> Fact:
        operands = {name: self.fact(name) for name in sorted(formula.names)}
        known = {name: fact for name, fact in operands.items() if isinstance(fact, Known)}
        if missing := [name for name in operands if name not in known]:
            lacks = _once(lacking for name in missing for lacking in self.lacking(name))
            return Undecided(because="not everything that it is worked out from is known", lacks=lacks)
        unit = known[formula.by].unit if formula.by in known else ""
        mixed = tuple(name for name, fact in known.items() if self._has_units(name) and fact.unit != unit)
        if mixed:
            # 40 ng/mL after 90 nmol/L is a rise, and no fall by half.
            return Undecided(because=f"not in the unit of '{formula.by}'", lacks=mixed)
        numbers = {name: _number(fact.value) for name, fact in known.items()}
        values = {name: number for name, number in numbers.items() if number is not None}
        result = formula.result(values, unit) if len(values) == len(numbers) else None
        if result is None:
            return Undecided(because="the formula has no result for these values", lacks=())
        return Known(value=result, unit=formula.unit, source="formula")

    def _has_units(self, column: str) -> bool:
        """Is it a quantity that may come in several?"""
        return column in self.pathway.inputs and len(self.pathway.inputs[column].units) > 1

    def lacking(self, column: str) -> tuple[str, ...]:
        """The inputs whose values would settle a column that is not known."""
        fact = self.fact(column)
        if isinstance(fact, Undecided) and fact.lacks:
            return fact.lacks
        return (column,) if column in self.pathway.inputs else ()


def run(pathway: Pathway, facts: Mapping[str, Fact], *, ended: str = "") -> Course:
    """Ask every table in turn, unless it has ``ended`` before. An input that is not among the facts is absent."""
    course = Course(pathway, wiring_of(pathway), dict(facts), ended=ended)
    for name, declared in pathway.inputs.items():
        if not declared.formula:
            course.facts.setdefault(name, Absent())
    for table in pathway.tables:
        course.gates[table.id] = (course.ended, course.held_by)
        _pass(table, _asked(table, course), course)
    return course


def with_another(course: Course, name: str, fact: Fact) -> Course:
    """The course as it would be with another fact about one input, or about what a formula gives.

    Only tables that the change reaches are asked again, which makes this quick enough to try for every input;
    ``changed`` names those that came out otherwise.
    """
    pathway, wiring = course.pathway, course.wiring
    other = Course(pathway, wiring, dict(course.facts), dict(course.results), gates=dict(course.gates))
    waiting = _change(name, other, wiring)
    other.facts[name] = fact
    while waiting:
        at = min(waiting)
        waiting.discard(at)
        table = pathway.tables[at]
        other.ended, other.held_by = other.gates[table.id]
        result = _asked(table, other)
        _pass(table, result, other)
        if result != course.results[table.id]:
            other.changed.append(table.id)
            for output in table.outputs:
                waiting |= _change(f"{table.id}.{output}", other, wiring)
        if table.id in wiring.ending:
            waiting |= _reopen(other, after=at)
    return other


def _reopen(course: Course, *, after: int) -> set[int]:
    """The later tables, when they now find the pathway ended or held up and did not before, or the other way about."""
    later_tables = course.pathway.tables[after + 1 :]
    gate = (course.ended, course.held_by)
    if not later_tables or course.gates[later_tables[0].id] == gate:
        return set()
    course.gates.update((table.id, gate) for table in later_tables)
    return set(range(after + 1, len(course.pathway.tables)))


def _change(column: str, course: Course, wiring: Wiring) -> set[int]:
    """Forget what formulas made of a column that has changed; returns the places of the tables that this reaches."""
    reached = set(wiring.readers.get(column, ()))
    for formula in wiring.formulas.get(column, ()):
        course.facts.pop(formula, None)
        reached |= _change(formula, course, wiring)
    return reached


def _pass(table: Table, result: TableResult, course: Course) -> None:
    """Take a table's result, and see whether the pathway ends here, or may."""
    course.results[table.id] = result
    if table.id not in course.wiring.ending:
        return
    rows = {row.id: row for row in table.rows}
    course.ended = course.ended or next((rows[row].ends for row in result.rows if rows[row].ends), "")
    if _might_end(result, rows):
        course.held_by = course.held_by or table.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What reads what: the places of the tables that have a column, or a guard on it, and the formulas that need it.

    ``ending`` are the tables that can end the pathway. ``sheets`` are their rows as bits, and ``order`` has the rows of
    each with their bits, in the order in which they win.
    """

    readers: Mapping[str, tuple[int, ...]]
    formulas: Mapping[str, tuple[str, ...]]
    ending: frozenset[str]
    sheets: Mapping[str, Sheet]
    order: Mapping[str, tuple[tuple[int, Row], ...]]


@lru_cache(maxsize=32)
def wiring_of(pathway: Pathway) -> Wiring:
    """Worked out once for each pathway that is held."""
    formulas: dict[str, list[str]] = {}
    for name, declared in pathway.inputs.items():
        for operand in declared.formula.names if declared.formula else ():
            formulas.setdefault(operand, []).append(name)
    readers: dict[str, list[int]] = {}
    for place, table in enumerate(pathway.tables):
        for column in {*table.guards, *(column for row in table.rows for column in row.tests)}:
            readers.setdefault(column, []).append(place)
    return Wiring(
        readers={column: tuple(places) for column, places in readers.items()},
        formulas={operand: tuple(names) for operand, names in formulas.items()},
        ending=frozenset(table.id for table in pathway.tables if table.can_end),
        sheets={table.id: Sheet(table) for table in pathway.tables},
        order={
            table.id: tuple((1 << table.rows.index(row), row) for row in in_order(table))
            for table in pathway.tables
        },
    )


def decide(pathway: Pathway, facts: Facts) -> Recommendation:
    """What the pathway says of this patient, without flip facts: `curbside.pathway.flips` adds those."""
    course = run(pathway, facts.by_input, ended=facts.ended)
    for name, declared in pathway.inputs.items():
        if declared.formula:
            course.fact(name)
    return Recommendation(
        pathway=pathway.id,
        version=pathway.version,
        on=facts.on,
        standing=_standing(course),
        ended=course.ended,
        facts={name: course.facts[name] for name in pathway.inputs},
        tables=tuple(course.results.values()),
        advice=_most_pressing_first(_advice(course, facts)),
        needs=_needs(course),
        flips=(),
        remarks=facts.remarks,
    )


# -- one table -----------------------------------------------------------------------------------------------


def _asked(table: Table, course: Course) -> TableResult:
    wiring = course.wiring
    if course.ended:
        return _idle(table.id, TableStanding.UNREACHED, course.ended)
    guard = Truth.all_of(truth_of(test, course.fact(column)) for column, test in table.guards.items())
    if guard is Truth.FALSE:
        return _idle(table.id, TableStanding.NOT_ASKED)
    if guard is Truth.UNKNOWN:
        lacks = _lacks_of(table.guards, course)
        return _result(
            table, TableStanding.WAITING, lacks=lacks, because="it is not known whether it applies"
        )
    if course.held_by:
        return _idle(table.id, TableStanding.WAITING, f"waits for {course.held_by}")
    sheet = wiring.sheets[table.id]
    fired = maybe = sheet.all
    for column in sheet.tests:
        true, possible = sheet.bits(column, course.fact(column))
        fired, maybe = fired & true, maybe & possible
    if not maybe:
        return _decided(table, [], still_open=[], course=course)
    rows = wiring.order[table.id]
    return _by_policy(
        table,
        [row for bit, row in rows if fired & bit],
        [row for bit, row in rows if maybe & ~fired & bit],
        course,
    )


def _by_policy(table: Table, fired: list[Row], unknown: list[Row], course: Course) -> TableResult:
    """For the rows that are true and those that are unknown, each in the order in which they win."""
    match table.hit:
        case HitPolicy.COLLECT:
            return _decided(table, fired, still_open=unknown, course=course)
        case HitPolicy.FIRST | HitPolicy.PRIORITY:
            ordered = [row for _, row in course.wiring.order[table.id]]
            before = [row for row in unknown if not fired or ordered.index(row) < ordered.index(fired[0])]
            return _decided(table, [] if before else fired[:1], still_open=before, course=course)
        case HitPolicy.UNIQUE if len(fired) > 1:
            return _result(table, TableStanding.CONFLICT, rows=fired)
        case HitPolicy.ANY if not all(agree(row, fired[0]) for row in fired):
            return _result(table, TableStanding.CONFLICT, rows=fired)
    return _decided(table, fired[:1], still_open=[] if fired else unknown, course=course)


def _decided(table: Table, fired: list[Row], *, still_open: list[Row], course: Course) -> TableResult:
    if still_open:
        lacks = _once(lacking for row in still_open for lacking in _lacks_of(row.tests, course))
        return _result(table, TableStanding.UNDECIDED, rows=fired, lacks=lacks, still_open=still_open)
    if not fired and table.hit is not HitPolicy.COLLECT:
        return _result(table, TableStanding.NO_MATCH, because="no row lets these values through")
    return _result(table, TableStanding.DECIDED, rows=fired)


def in_order(table: Table) -> list[Row]:
    """The rows in the order in which they win: as they stand, or under priority by their outputs."""
    if table.hit is not HitPolicy.PRIORITY:
        return list(table.rows)
    return sorted(table.rows, key=lambda row: rank(table, row))


def rank(table: Table, row: Row) -> tuple[int, ...]:
    """Of each output, where its word stands among those that it can be; a row without one comes last."""
    return tuple(
        words.index(row.outputs[name]) if name in row.outputs else len(words)
        for name, words in table.outputs.items()
    )


def agree(first: Row, second: Row) -> bool:
    """Do two rows say the same, so that either may fire?"""
    return (
        first.outputs == second.outputs
        and first.ends == second.ends
        and [(action.do, action.text) for action in first.actions]
        == [(action.do, action.text) for action in second.actions]
    )


def _lacks_of(tests: Mapping[str, UnaryTest], course: Course) -> tuple[str, ...]:
    unknown = (
        column for column, test in tests.items() if truth_of(test, course.fact(column)) is Truth.UNKNOWN
    )
    return _once(lacking for column in unknown for lacking in course.lacking(column))


def _might_end(result: TableResult, rows: Mapping[str, Row]) -> bool:
    """Is it still open whether the pathway ends here?"""
    if result.standing is TableStanding.UNDECIDED:
        return any(rows[row].ends for row in result.open_rows)
    return result.standing in _UNSETTLED


def _result(
    table: Table,
    standing: TableStanding,
    *,
    rows: Iterable[Row] = (),
    lacks: tuple[str, ...] = (),
    still_open: Iterable[Row] = (),
    because: str = "",
) -> TableResult:
    fired = tuple(rows)
    has_decided = standing is TableStanding.DECIDED and fired and table.hit is not HitPolicy.COLLECT
    return TableResult(
        table=table.id,
        standing=standing,
        rows=tuple(row.id for row in fired),
        outputs=fired[0].outputs if has_decided else {},
        lacks=lacks,
        open_rows=tuple(row.id for row in still_open),
        because=because,
    )


@lru_cache(maxsize=1024)
def _idle(table: str, standing: TableStanding, because: str = "") -> TableResult:
    """Of a table that was not asked, whatever the patient's values."""
    return TableResult(table=table, standing=standing, outputs={}, because=because)


def _output_of(result: TableResult | None, output: str) -> Fact:
    if result is None:
        return Undecided(because="the table that gives it has not been asked yet")
    if result.standing in _UNSETTLED:
        return Undecided(because=f"{result.table} {result.standing.value}", lacks=result.lacks)
    if output in result.outputs:
        return Known(value=result.outputs[output], source=result.table)
    return Absent(because=f"{result.table}: {result.standing.value}")


# -- the whole -----------------------------------------------------------------------------------------------


def _standing(course: Course) -> Standing:
    if course.ended:
        return Standing.ENDED
    unsettled = any(result.standing in _UNSETTLED for result in course.results.values())
    return Standing.UNDECIDED if unsettled else Standing.RECOMMENDED


def _advice(course: Course, facts: Facts) -> Iterator[Advice]:
    for table in course.pathway.tables:
        result = course.results[table.id]
        if result.standing not in {TableStanding.DECIDED, TableStanding.UNDECIDED}:
            continue
        for row in table.rows:
            for action in row.actions if row.id in result.rows else ():
                yield Advice(
                    table=table.id,
                    row=row.id,
                    action=action,
                    text=_filled(action.text, course),
                    plain=_filled(action.plain, course),
                    due_on=later(facts.on, action.after) if action.after else None,
                )


def _most_pressing_first(advice: Iterable[Advice]) -> tuple[Advice, ...]:
    """By table, for what a table says is read together; tables of equal urgency in their order."""
    by_table: dict[str, list[Advice]] = {}
    for one in advice:
        by_table.setdefault(one.table, []).append(one)
    ordered = sorted(by_table.values(), key=lambda of_table: min(_URGENCY[one.action.do] for one in of_table))
    return tuple(one for of_table in ordered for one in of_table)


def _filled(text: str, course: Course) -> str:
    """The text with values in their places, thousands grouped as the sentence groups its own: ``88,051 IU``."""
    return _PLACE.sub(lambda place: _THOUSANDS.sub(_grouped, shown(course.fact(place[1]))), text)


def _grouped(digits: re.Match[str]) -> str:
    return f"{int(digits[0]):,}"


def shown(fact: Fact) -> str:
    """A value with its unit, as a person reads it; what is not known says so."""
    match fact:
        case Known(value=value, unit=unit):
            return with_unit(shown_value(value), unit)
    return "(not known)"


def with_unit(written: str, unit: str) -> str:
    """``34.5 ng/mL``. A ratio's unit is 1, and nobody writes it."""
    return written if unit in {"", "1"} else f"{written} {unit_as_read(unit)}"


def unit_as_read(unit: str) -> str:
    """A unit as people write it, where UCUM's code is no way to read one: ``mL/min/1.73 m²``."""
    return unit.replace("{1.73_m2}", "1.73 m²")


def shown_value(value: Scalar) -> str:
    """``34.50`` as ``34.5``, yes and no, a date as written in records."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)


def _needs(course: Course) -> tuple[Need, ...]:
    tables: dict[str, list[str]] = {}
    for result in course.results.values():
        for lacking in result.lacks:
            tables.setdefault(lacking, []).append(result.table)
    return tuple(
        Need(
            input=name,
            label=_label(course.pathway.inputs[name]),
            because=fact.because if isinstance(fact := course.fact(name), Absent | Undecided) else "",
            tables=tuple(asked),
        )
        for name, asked in tables.items()
    )


def _label(declared: Input) -> str:
    return f"{declared.label} within {declared.within}" if declared.within else declared.label


def _number(value: Scalar) -> Decimal | None:
    """A word of a table's output may be a number; anything else has no place in a formula, and is None."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, str) and NUMBER.fullmatch(value) else None


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
