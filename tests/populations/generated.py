"""Pathways and patients that nobody would think of: every hit policy, guards, ends, formulas, and nothing known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from curbside.pathway.definition import HitPolicy, Input, Kind, Origin, Pathway, Row, Table
from curbside.pathway.facts import Absent, Fact, Facts, Known, Undecided
from curbside.pathway.formula import Formula, Term, term_written
from curbside.pathway.gather import DIED
from curbside.pathway.unary import UnaryTest, unary_test

DAY = date(2026, 11, 25)
WORDS = ("none", "it's \\ both", "some")
OUTPUTS = ("10", "2.5", "low", "stop")
POINTS = ["0", "7.5", "30", "40", "100"]
DAYS = [DAY - timedelta(days=days) for days in (0, 1, 2, 90)]


def _input(name: str, kind: Kind, *, units: Sequence[str] = (), formula: Formula | None = None) -> Input:
    return Input(
        name=name,
        label=name.capitalize(),
        kind=kind,
        origin=Origin.FORMULA if formula else Origin.ANSWER,
        units=tuple(units),
        words=WORDS if kind is Kind.CODE else (),
        meanings={},
        formula=formula,
    )


GATHERED = (
    _input("level", Kind.QUANTITY, units=("ng/mL", "nmol/L")),
    _input("before", Kind.QUANTITY, units=("nmol/L", "ng/mL")),
    _input("weight", Kind.QUANTITY, units=("kg",)),
    _input("kidneys", Kind.CODE),
    _input("stones", Kind.BOOLEAN),
    _input("scan", Kind.DATE),
)

_NUMBERS = st.sampled_from(POINTS)


@st.composite
def numeric_tests(draw: st.DrawFn, unit: str) -> str:
    low, high = sorted(draw(st.lists(_NUMBERS, min_size=2, max_size=2, unique=True)), key=Decimal)
    comparisons = [f"< {low}", f"<= {low}", f"> {high}", f">= {high}", low, f"< {low}, > {high}"]
    intervals = [f"[{low}..{high}[", f"]{low}..{high}]", f"not([{low}..{high}])"]
    return f"{draw(st.sampled_from([*comparisons, *intervals]))} {unit}"


@st.composite
def cells(draw: st.DrawFn, column: Input | None) -> UnaryTest:
    """A cell of an input, or, for None, of another table's output."""
    if draw(st.integers(0, 5)) == 0:
        return unary_test("-")
    units = column.units if column else ()
    words = OUTPUTS if column is None else column.words
    if draw(st.integers(0, 4)) == 0:
        return unary_test(draw(st.sampled_from(["null", "not(null)"])), units=units, words=words)
    if column and column.kind is Kind.QUANTITY:
        # Not every cell is authored in every unit: in the other it is unknown.
        authored = draw(st.lists(st.sampled_from(units), min_size=1, unique=True))
        written = " | ".join(draw(numeric_tests(unit)) for unit in authored)
        written += draw(st.sampled_from(["", " | null"]))
        return unary_test(written, units=units)
    if column and column.kind is Kind.DATE:
        day = draw(st.sampled_from(DAYS))
        return unary_test(f"{draw(st.sampled_from(['<', '<=', '>', '>=', '=']))} {day}")
    if column and column.kind is Kind.BOOLEAN:
        return unary_test(draw(st.sampled_from(["true", "false", "not(true)", "true | null"])))
    chosen = draw(st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True))
    written = ", ".join(f'"{word}"' for word in chosen)
    return unary_test(draw(st.sampled_from([written, f"not({written})"])), words=words)


@st.composite
def terms(draw: st.DrawFn, names: Sequence[str]) -> Term:
    first, second = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    shape = draw(st.sampled_from(["{a} / {b}", "{a} * 0.1 + {b}", "({a} - {b}) / 3", "{a} * {b} * 1.1 - 2"]))
    return term_written(shape.format(a=first, b=second))


@st.composite
def formulas(draw: st.DrawFn, name: str, names: Sequence[str]) -> Input:
    by = draw(st.sampled_from(["", "level"])) if "level" in names else ""
    units = ("ng/mL", "nmol/L") if by else ("",)
    formula = Formula(
        terms={unit: draw(terms(["level", *names] if by else names)) for unit in units},
        by=by,
        unit="mL/min",
        decimals=draw(st.integers(0, 2)),
    )
    return _input(name, Kind.QUANTITY, units=("mL/min",), formula=formula)


@st.composite
def tables(draw: st.DrawFn, name: str, inputs: Sequence[Input], outputs: Sequence[str]) -> Table:
    known = {**{one.name: one for one in inputs}, **dict.fromkeys(outputs)}
    columns = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=3, unique=True))
    guarded = draw(st.lists(st.sampled_from(sorted(known)), max_size=1))
    rows = []
    for number in range(draw(st.integers(1, 4))):
        tests = {column: draw(cells(known[column])) for column in columns if draw(st.booleans())}
        ends = draw(st.sampled_from(["", "", "", f"not for row {number}"]))
        has_output = not ends or draw(st.booleans())
        given = {"dose": draw(st.sampled_from(OUTPUTS))} if has_output else {}
        rows.append(Row(id=f"r{number}", tests=tests, outputs=given, actions=(), ends=ends, note=""))
    return Table(
        id=name,
        title=name,
        hit=draw(st.sampled_from(HitPolicy)),
        columns=tuple(columns),
        outputs={"dose": OUTPUTS},
        guards={column: draw(cells(known[column])) for column in guarded},
        rows=tuple(rows),
        note="",
    )


@st.composite
def pathways(draw: st.DrawFn) -> Pathway:
    quantities = draw(st.sampled_from([["weight"], ["level", "weight"], ["level", "before"]]))
    clearance = draw(formulas("clearance", quantities))
    inputs = [*GATHERED, clearance, draw(formulas("ratio", ["clearance", "weight"]))]
    made = [draw(tables("table0", inputs, []))]
    inputs.append(draw(formulas("total", ["table0.dose", "weight"])))
    for number in range(1, draw(st.integers(1, 3))):
        outputs = [f"{table.id}.dose" for table in made]
        made.append(draw(tables(f"table{number}", inputs, outputs)))
    return Pathway(
        id="generated",
        title="Generated",
        plain_title="",
        version="1",
        status="draft",
        dated=DAY,
        review_by=None,
        purpose="",
        suits=(),
        excludes=(),
        inputs={one.name: one for one in inputs},
        tables=tuple(made),
    )


_NEAR = [str(Decimal(point) + Decimal(by)) for point in POINTS for by in ("-0.1", "0", "0.1")]


def known_values(declared: Input) -> st.SearchStrategy[Fact]:
    match declared.kind:
        case Kind.QUANTITY:
            numbers = st.sampled_from(_NEAR).map(Decimal)
            return st.builds(
                lambda value, unit: Known(value=value, unit=unit), numbers, st.sampled_from(declared.units)
            )
        case Kind.CODE:
            return st.sampled_from(declared.words).map(lambda word: Known(value=word))
        case Kind.BOOLEAN:
            return st.booleans().map(lambda value: Known(value=value))
    return st.sampled_from(DAYS).map(lambda day: Known(value=day))


def facts(inputs: Sequence[Input] = GATHERED) -> st.SearchStrategy[Facts]:
    unknown: st.SearchStrategy[Fact] = st.sampled_from([Absent(), Undecided(because="they disagree")])
    each = {
        one.name: st.one_of(known_values(one), known_values(one), known_values(one), unknown)
        for one in inputs
    }
    ended = st.sampled_from(["", "", "", DIED])
    return st.builds(
        lambda known, ended: Facts(on=DAY, by_input=known, ended=ended), st.fixed_dictionaries(each), ended
    )


def as_row(patient: str, of: Facts, inputs: Sequence[Input] = GATHERED) -> tuple[object, ...]:
    """The patient's line in the relation that the compiled pathway reads."""
    row: list[object] = [patient, bool(of.ended)]
    for declared in inputs:
        match of.by_input[declared.name]:
            case Known(value=value, unit=unit):
                row.append(float(value) if isinstance(value, Decimal) else value)
                row.append(declared.units.index(unit) + 1 if declared.units else 1)
            case Absent():
                row.extend((None, 0))
            case _:
                row.extend((None, None))
    return tuple(row)


FIELDS = {"patient": "STRING", "died": "BOOLEAN"}
for _one in GATHERED:
    _kind = {Kind.QUANTITY: "DOUBLE", Kind.CODE: "STRING", Kind.BOOLEAN: "BOOLEAN", Kind.DATE: "DATE"}[
        _one.kind
    ]
    FIELDS |= {f"in_{_one.name}": _kind, f"is_{_one.name}": "INT"}
