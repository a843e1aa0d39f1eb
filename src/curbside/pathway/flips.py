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

from curbside.pathway.definition import Input, Kind, Pathway
from curbside.pathway.engine import Course, run, shown, shown_value, with_another, with_unit
from curbside.pathway.facts import Fact, Known
from curbside.pathway.recommendation import Flip
from curbside.pathway.unary import Point, Scalar


class _Move(NamedTuple):
    """A value to try, and how the values that it stands for are called."""

    value: Scalar
    called: str


class _Cut(NamedTuple):
    """Where a test on a column begins or ends to be met: just below the point, or ``above`` it."""

    point: Point
    above: bool


@lru_cache(maxsize=32)
def _cuts_of(pathway: Pathway) -> Mapping[tuple[str, str], list[_Cut]]:
    """By column and unit, in order; no entry where none asks."""
    found: dict[tuple[str, str], set[_Cut]] = {}
    for table in pathway.tables:
        for tests in (table.guards, *(row.tests for row in table.rows)):
            for column, test in tests.items():
                for unit, spans in test.spans.items():
                    lows = {_Cut(span.low, not span.low_in) for span in spans if span.low is not None}
                    highs = {_Cut(span.high, span.high_in) for span in spans if span.high is not None}
                    found.setdefault((column, unit), set()).update(lows | highs)
    return {column: sorted(ends) for column, ends in found.items()}


@lru_cache(maxsize=32)
def _sayings_of(pathway: Pathway) -> Mapping[tuple[str, str], object]:
    """What a row of a table hands on, ends and advises."""
    return {
        (table.id, row.id): (row.outputs, row.ends, [(action.do, action.text) for action in row.actions])
        for table in pathway.tables
        for row in table.rows
    }


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
    for move in moves:
        moved = Known(value=move.value, unit=fact.unit, source="flip")
        after = with_another(course, declared.name, moved)
        changes = {
            table: after.results[table].rows
            for table in after.changed
            if _differ(table, after.results[table].rows, course.results[table].rows, course.pathway)
        }
        if changes:
            return Flip(
                input=declared.name, label=declared.label, now=shown(fact), to=move.called, changes=changes
            )
    return None


def _differ(table: str, after: tuple[str, ...], before: tuple[str, ...], pathway: Pathway) -> bool:
    """Do these rows of a table say something else than those?"""
    if after == before:
        return False
    says = _sayings_of(pathway)
    return [says[table, row] for row in after] != [says[table, row] for row in before]


def _ways(
    declared: Input, fact: Known, cuts: Mapping[tuple[str, str], list[_Cut]]
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


def _upwards(cuts: list[_Cut], fact: Known) -> Iterator[_Move]:
    passed = [cut for cut in cuts if cut.point > fact.value or (cut.above and cut.point == fact.value)]  # type: ignore[operator]
    for cut, after in _with_next(passed):
        if cut.above:
            value = _between(cut.point, after.point if after else None)
            yield _Move(value, f"above {with_unit(shown_value(cut.point), fact.unit)}")
        else:
            yield _Move(cut.point, f"{with_unit(shown_value(cut.point), fact.unit)} or more")


def _downwards(cuts: list[_Cut], fact: Known) -> Iterator[_Move]:
    passed = [
        cut
        for cut in reversed(cuts)
        if cut.point < fact.value or (not cut.above and cut.point == fact.value)  # type: ignore[operator]
    ]
    for cut, after in _with_next(passed):
        if cut.above:
            yield _Move(cut.point, f"{with_unit(shown_value(cut.point), fact.unit)} or less")
        else:
            value = _between(cut.point, after.point if after else None, up=False)
            yield _Move(value, f"below {with_unit(shown_value(cut.point), fact.unit)}")


def _with_next(cuts: list[_Cut]) -> Iterator[tuple[_Cut, _Cut | None]]:
    return zip_longest(cuts, cuts[1:])


def _between(cut: Point, after: Point | None, *, up: bool = True) -> Point:
    """A value strictly between two neighbouring cut-offs, or beyond the last."""
    if isinstance(cut, Decimal):
        other = after if isinstance(after, Decimal) else cut + (1 if up else -1)
        return (cut + other) / 2
    assert isinstance(cut, date)
    return cut + timedelta(days=1 if up else -1)
