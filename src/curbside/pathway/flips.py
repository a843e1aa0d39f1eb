"""Flip facts: the nearest change of each input that would alter the advice, and what would change.

Every input is moved by itself, the others staying as they are. A quantity is moved up and down through the cut-offs
that any table has for it, in the unit it was recorded in, until a table comes out otherwise; of a word every other is
tried. What is worked out by a formula is moved as if it were an input: "if the clearance were below 30".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from curbside.pathway.definition import Input, Kind, Pathway
from curbside.pathway.engine import run, shown, shown_value
from curbside.pathway.facts import Fact, Known
from curbside.pathway.recommendation import Flip
from curbside.pathway.unary import Point, Scalar, UnaryTest

_Rows = Mapping[str, tuple[str, ...]]


class _Move(NamedTuple):
    """A value to try, and how the values that it stands for are called."""

    value: Scalar
    called: str


@dataclass(frozen=True, slots=True)
class _Tests:
    """Every test that a column is put to, anywhere in the pathway."""

    by_column: Mapping[str, tuple[UnaryTest, ...]]

    @classmethod
    def of(cls, pathway: Pathway) -> _Tests:
        found: dict[str, list[UnaryTest]] = {}
        for table in pathway.tables:
            for tests in (table.guards, *(row.tests for row in table.rows)):
                for column, test in tests.items():
                    found.setdefault(column, []).append(test)
        return cls({column: tuple(tests) for column, tests in found.items()})

    def cuts(self, column: str, unit: str) -> list[Point]:
        """Where a test on this column begins or ends to be met, in order."""
        spans = (span for test in self.by_column.get(column, ()) for span in test.spans.get(unit, ()))
        return sorted({end for span in spans for end in (span.low, span.high) if end is not None})


def flips(pathway: Pathway, facts: Mapping[str, Fact]) -> tuple[Flip, ...]:
    """For facts by input, formulas included, as a `Recommendation` has them. Only what is known can flip."""
    tests = _Tests.of(pathway)
    before = _fired(pathway, facts)
    found: list[Flip] = []
    for name, declared in pathway.inputs.items():
        fact = facts.get(name)
        if not isinstance(fact, Known) or name not in tests.by_column:
            continue
        rest = _independent_of(pathway, facts, name)
        for moves in _ways(declared, fact, tests):
            for move in moves:
                moved = Known(value=move.value, unit=fact.unit, source="flip")
                after = _fired(pathway, {**rest, name: moved})
                changes = {table: rows for table, rows in after.items() if rows != before[table]}
                if changes:
                    found.append(
                        Flip(
                            input=name, label=declared.label, now=shown(fact), to=move.called, changes=changes
                        )
                    )
                    break
    return tuple(found)


def _independent_of(pathway: Pathway, facts: Mapping[str, Fact], name: str) -> dict[str, Fact]:
    """All facts but formulas, which are to be worked out again. A formula moved itself stays as it is moved."""
    return {one: fact for one, fact in facts.items() if one == name or not pathway.inputs[one].formula}


def _fired(pathway: Pathway, facts: Mapping[str, Fact]) -> _Rows:
    return {table: result.rows for table, result in run(pathway, facts).results.items()}


def _ways(declared: Input, fact: Known, tests: _Tests) -> Iterator[Iterable[_Move]]:
    """Each way to move an input, every one a series of moves from the nearest to the farthest."""
    match declared.kind:
        case Kind.BOOLEAN:
            yield [_Move(not fact.value, shown_value(not fact.value))]
        case Kind.CODE:
            yield from ([_Move(word, word)] for word in declared.words if word != fact.value)
        case _:
            cuts = tests.cuts(declared.name, fact.unit)
            yield _upwards(cuts, fact)
            yield _downwards(cuts, fact)


def _upwards(cuts: list[Point], fact: Known) -> Iterator[_Move]:
    above = [cut for cut in cuts if cut > fact.value]  # type: ignore[operator]
    if fact.value in cuts:
        above = [fact.value, *above]  # type: ignore[list-item]
    for cut, after in _with_next(above):
        if cut != fact.value:
            yield _Move(cut, f"{shown_value(cut)} {fact.unit} or more".replace("  ", " "))
        yield _Move(_between(cut, after), f"above {shown_value(cut)} {fact.unit}".strip())


def _downwards(cuts: list[Point], fact: Known) -> Iterator[_Move]:
    below = [cut for cut in reversed(cuts) if cut < fact.value]  # type: ignore[operator]
    if fact.value in cuts:
        below = [fact.value, *below]  # type: ignore[list-item]
    for cut, after in _with_next(below):
        if cut != fact.value:
            yield _Move(cut, f"{shown_value(cut)} {fact.unit} or less".replace("  ", " "))
        yield _Move(_between(cut, after, up=False), f"below {shown_value(cut)} {fact.unit}".strip())


def _with_next(points: list[Point]) -> Iterator[tuple[Point, Point | None]]:
    return zip_longest(points, points[1:])


def _between(cut: Point, after: Point | None, *, up: bool = True) -> Point:
    """A value strictly between two neighbouring cut-offs, or beyond the last."""
    if isinstance(cut, Decimal):
        other = after if isinstance(after, Decimal) else cut + (1 if up else -1)
        return (cut + other) / 2
    assert isinstance(cut, date)
    return cut + timedelta(days=1 if up else -1)
