"""Units: cut-offs authored in one unit and forgotten in another, and pairs of cut-offs that are not the same amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final, NamedTuple

from curbside.pathway.checker.finding import Code, Finding, Severity
from curbside.pathway.definition import Input, Pathway
from curbside.pathway.engine import shown_value
from curbside.pathway.unary import Span, UnaryTest
from curbside.terminology.quantities import converted

_ROUNDED: Final = Decimal("0.02")
"""Up to this share two cut-offs differ as rounding makes them: 49.92 nmol/L written 50."""
_ODD: Final = Decimal("0.05")
"""How far the ratio of two cut-offs may be from that of the others, where no conversion says what it is."""
_WRONG: Final = Decimal("0.10")
"""Above this share they are two different cut-offs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A test and where it stands; in no row where it is a guard or what is plausible."""

    where: str
    line: int
    table: str
    row: str
    input: Input
    test: UnaryTest


class _Ends(NamedTuple):
    """An end of a span, as the cut-off of one unit."""

    at: Decimal
    is_in: bool
    is_low: bool


def unit_errors(pathway: Pathway) -> Iterator[Finding]:
    """Everything that is wrong, or rounded, about the units of the pathway's inputs and of its cells."""
    for declared in pathway.inputs.values():
        yield from _incomparable(declared)
    told: set[tuple[str, str]] = set()
    for cell in _cells(pathway):
        yield from _forgotten(cell)
        for first, second in combinations(cell.test.spans, 2):
            for finding in _pair(cell, first, second):
                # The same two cut-offs stand in every row that begins or ends there: once is enough.
                about = (cell.input.label, finding.message.partition(": ")[2])
                if finding.code != "unit-rounded" or about not in told:
                    told.add(about)
                    yield finding


def _cells(pathway: Pathway) -> Iterator[_Cell]:
    for declared in pathway.inputs.values():
        if declared.plausible:
            yield _Cell(
                where=f"what is plausible of {declared.label}",
                line=declared.line,
                table="",
                row="",
                input=declared,
                test=declared.plausible,
            )
    for table in pathway.tables:
        guards = [(f"the guard of {table.id}", table.line, "", table.guards)]
        rows = [(f"row {row.id} of {table.id}", row.line, row.id, row.tests) for row in table.rows]
        for where, line, row, tests in (*guards, *rows):
            for column, test in tests.items():
                if column in pathway.inputs and pathway.inputs[column].units:
                    declared = pathway.inputs[column]
                    yield _Cell(where=where, line=line, table=table.id, row=row, input=declared, test=test)


def _forgotten(cell: _Cell) -> Iterator[Finding]:
    """A unit that the input has and the cell says nothing in: a result in it would not be decided on."""
    missing = [unit for unit in cell.input.units if unit not in cell.test.spans]
    if cell.test.spans and missing:
        yield _of(
            cell,
            Severity.ERROR,
            "unit-missing",
            f"{cell.where} has {cell.input.label} in {' and '.join(cell.test.spans)} and not in "
            f"{' or '.join(missing)}: a result in {missing[0]} could not be decided on",
        )


def _incomparable(declared: Input) -> Iterator[Finding]:
    """Units of different dimensions, such as a mass and a number of molecules, without what one is in the other."""
    for first, second in combinations(declared.units, 2):
        if _factor(declared, first, second) is None:
            yield Finding(
                severity=Severity.WARNING,
                code="unit-dimension",
                message=f"{declared.label} has cut-offs in {first} and in {second}, which measure different things, "
                "and no conversion is declared: they cannot be held against each other",
                line=declared.line,
            )


def _pair(cell: _Cell, first: str, second: str) -> Iterator[Finding]:
    """The cut-offs of two units against each other, one by one."""
    ours, others = _ends(cell.test.spans[first]), _ends(cell.test.spans[second])
    if [(end.is_low, end.is_in) for end in ours] != [(end.is_low, end.is_in) for end in others]:
        if cell.row or cell.table:
            yield _of(
                cell,
                Severity.ERROR,
                "unit-mismatch",
                f"{cell.where} cuts {cell.input.label} otherwise in {first} than in {second}: '{cell.test.written}'",
            )
        return
    factor = _factor(cell.input, first, second)
    if factor is None or not (cell.row or cell.table):
        return
    for one, other in dict.fromkeys((one.at, other.at) for one, other in zip(ours, others, strict=True)):
        yield from _difference(cell, (one, first), (other, second), factor)


def _difference(
    cell: _Cell, one: tuple[Decimal, str], other: tuple[Decimal, str], factor: Decimal
) -> Iterator[Finding]:
    exact = one[0] * factor
    if exact == other[0]:
        return
    share = abs(other[0] - exact) / exact if exact else Decimal(1)
    severity = Severity.NOTE if share <= _ROUNDED else Severity.WARNING if share <= _WRONG else Severity.ERROR
    how = "rounded, differs" if share <= _ROUNDED else "differs"
    yield _of(
        cell,
        severity,
        "unit-rounded" if severity is Severity.NOTE else "unit-mismatch",
        f"{cell.where}: {cell.input.label} {shown_value(one[0])} {one[1]} is {shown_value(_short(exact))} {other[1]}, "
        f"written {shown_value(other[0])}: {how} by {_percent(share)}",
    )


def _ends(spans: Sequence[Span]) -> list[_Ends]:
    found = []
    for span in spans:
        if isinstance(span.low, Decimal):
            found.append(_Ends(span.low, span.low_in, is_low=True))
        if isinstance(span.high, Decimal):
            found.append(_Ends(span.high, span.high_in, is_low=False))
    return found


def _factor(declared: Input, first: str, second: str) -> Decimal | None:
    """What one of the first unit is in the second: by arithmetic, or as the input declares it, with its source."""
    if by_arithmetic := converted(Decimal(1), first, (second,)):
        return by_arithmetic[0]
    for conversion in declared.conversions:
        if (conversion.unit, conversion.into) == (first, second):
            return conversion.factor
        if (conversion.unit, conversion.into) == (second, first):
            return 1 / conversion.factor
    return None


def _short(number: Decimal) -> Decimal:
    return round(number, 2)


def _percent(share: Decimal) -> str:
    rounded = round(share * 100, 1)
    return f"{shown_value(rounded)} %" if rounded else "less than 0.1 %"


def _of(cell: _Cell, severity: Severity, code: Code, message: str) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        message=message,
        line=cell.line,
        table=cell.table,
        rows=(cell.row,) if cell.row else (),
    )


def odd_pairs(pathway: Pathway) -> Iterator[Finding]:
    """Without a declared conversion: a pair of cut-offs whose ratio is unlike the ratio of the input's other pairs."""
    for declared in pathway.inputs.values():
        for first, second in combinations(declared.units, 2):
            if _factor(declared, first, second) is None:
                yield from _odd(pathway, declared, first, second)


def _odd(pathway: Pathway, declared: Input, first: str, second: str) -> Iterator[Finding]:
    ratios: dict[tuple[Decimal, Decimal], tuple[Decimal, _Cell]] = {}
    for cell in _cells(pathway):
        spans: Mapping[str, Sequence[Span]] = cell.test.spans
        if cell.input is not declared or not cell.table or not {first, second} <= spans.keys():
            continue
        ours, others = _ends(spans[first]), _ends(spans[second])
        for one, other in zip(ours, others, strict=False):
            if one.at and other.at:
                ratios.setdefault((one.at, other.at), (other.at / one.at, cell))
    if len(ratios) < 3:
        return
    middle = sorted(ratio for ratio, _ in ratios.values())[len(ratios) // 2]
    for (one_at, other_at), (ratio, cell) in ratios.items():
        if abs(ratio - middle) / middle > _ODD:
            yield _of(
                cell,
                Severity.WARNING,
                "unit-mismatch",
                f"{cell.where}: {declared.label} {shown_value(one_at)} {first} stands with {shown_value(other_at)} "
                f"{second}, {shown_value(_short(ratio))} for 1, where others stand at {shown_value(_short(middle))}",
            )
