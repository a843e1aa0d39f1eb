"""Flip facts: the nearest change of each input that would alter the advice, and what would change.

Every input is moved by itself, the others staying as they are. A quantity is moved up and down through the cut-offs
that any table has for it, in the unit it was recorded in, until a table comes out otherwise; of a word every other is
tried. What is worked out by a formula is moved as if it were an input: "if the clearance were below 30". A row that
gives way to another which says the same changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from curbside.pathway.definition import Input, Kind, Pathway, Table
from curbside.pathway.engine import Course, run, shown, shown_value, with_another
from curbside.pathway.facts import Fact, Known
from curbside.pathway.recommendation import Flip
from curbside.pathway.unary import Point, Scalar


class _Move(NamedTuple):
    """A value to try, and how the values that it stands for are called."""

    value: Scalar
    called: str


@lru_cache(maxsize=32)
def _cuts_of(pathway: Pathway) -> Mapping[tuple[str, str], list[Point]]:
    """By column and unit, where a test on it begins or ends to be met, in order; no entry where none asks."""
    found: dict[tuple[str, str], set[Point]] = {}
    for table in pathway.tables:
        for tests in (table.guards, *(row.tests for row in table.rows)):
            for column, test in tests.items():
                for unit, spans in test.spans.items():
                    ends = {end for span in spans for end in (span.low, span.high) if end is not None}
                    found.setdefault((column, unit), set()).update(ends)
    return {column: sorted(ends) for column, ends in found.items()}


def flips(pathway: Pathway, facts: Mapping[str, Fact]) -> tuple[Flip, ...]:
    """For facts by input, formulas included, as a `Recommendation` has them. Only what is known can flip."""
    cuts = _cuts_of(pathway)
    course = run(pathway, facts)
    return tuple(
        flip
        for name, declared in pathway.inputs.items()
        if isinstance(fact := course.fact(name), Known)
        for moves in _ways(declared, fact, cuts)
        if (flip := _nearest(course, declared, fact, moves))
    )


def _nearest(course: Course, declared: Input, fact: Known, moves: Iterable[_Move]) -> Flip | None:
    """The first of these moves that changes what is said."""
    tables = {table.id: table for table in course.pathway.tables}
    for move in moves:
        moved = Known(value=move.value, unit=fact.unit, source="flip")
        after = with_another(course, declared.name, moved)
        changes = {
            table: after.results[table].rows
            for table in after.changed
            if _says(tables[table], after.results[table].rows)
            != _says(tables[table], course.results[table].rows)
        }
        if changes:
            return Flip(
                input=declared.name, label=declared.label, now=shown(fact), to=move.called, changes=changes
            )
    return None


def _says(table: Table, ids: tuple[str, ...]) -> list[tuple[object, ...]]:
    """What these rows hand on, end and advise."""
    return [
        (row.outputs, row.ends, [(action.do, action.text) for action in row.actions])
        for row in table.rows
        if row.id in ids
    ]


def _ways(
    declared: Input, fact: Known, cuts: Mapping[tuple[str, str], list[Point]]
) -> Iterator[Iterable[_Move]]:
    """Each way to move an input, every one a series of moves from the nearest to the farthest."""
    match declared.kind:
        case Kind.BOOLEAN:
            yield [_Move(not fact.value, shown_value(not fact.value))]
        case Kind.CODE:
            yield from ([_Move(word, word)] for word in declared.words if word != fact.value)
        case _:
            of_this = cuts.get((declared.name, fact.unit), [])
            yield _upwards(of_this, fact)
            yield _downwards(of_this, fact)


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
