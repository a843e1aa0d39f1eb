"""Patients for whom no row of a table matches, and what becomes of those of whom a value is missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from curbside.pathway.checker.finding import Finding, Severity
from curbside.pathway.checker.reach import Reach
from curbside.pathway.checker.saying import Teller
from curbside.pathway.definition import HitPolicy, Table
from curbside.pathway.regions import Box, meet, merged

_MOST_SHOWN = 20
"""Gaps of one table that are told one by one."""
_MOST_SOUGHT = 400
"""Boxes of a gap that are looked at: a table that leaves more is hardly begun."""


def gaps(reach: Reach, teller: Teller) -> Iterator[Finding]:
    """Regions that no row of a table lets through, of patients who come to it.

    A row that cannot be told for want of a value is no gap: the table asks for the value. Nor is a collect table
    that collects nothing.
    """
    for table in reach.pathway.tables:
        if table.hit is HitPolicy.COLLECT:
            continue
        found = _told(reach, table)
        for box in found[:_MOST_SHOWN]:
            yield _gap(table, box, teller)
        if len(found) > _MOST_SHOWN:
            yield Finding(
                severity=Severity.ERROR,
                code="gap",
                message=f"{table.id} leaves {len(found) - _MOST_SHOWN} more such gaps",
                line=table.line,
                table=table.id,
            )


def _gap(table: Table, box: Box, teller: Teller) -> Finding:
    given = [column for column in box if "." in column]
    by = f", which {' and '.join(column.partition('.')[0] for column in given)} gives" if given else ""
    return Finding(
        severity=Severity.ERROR,
        code="gap",
        message=f"no row of {table.id} matches {teller.where(box)}{by}",
        line=table.line,
        table=table.id,
        example=teller.example(box),
    )


def gap_regions(reach: Reach, table: Table) -> Iterator[Box]:
    """The whole region of each gap, in all columns that matter to it: other tables' outputs, and who is barred."""
    asked = reach.space.box(table.guards)
    if asked is None:
        return
    covering = [*(reach.may(table, row) for row in table.rows), *reach.barred(table)]
    for box in reach.space.uncovered(asked, covering):
        if reach.attained(box, table) is not None:
            yield box


def _told(reach: Reach, table: Table) -> list[Box]:
    """The gaps as the table's own columns tell them."""
    found: list[Box] = []
    for box in islice(gap_regions(reach, table), _MOST_SOUGHT):
        own = {column: mask for column, mask in box.items() if column in table.columns}
        if own not in found:
            found.append(own)
    return merged(found)


def missing_values(reach: Reach, teller: Teller) -> Iterator[Finding]:
    """What each table does where one of its values is missing, in one note a table."""
    for table in reach.pathway.tables:
        by_way: dict[str, list[str]] = {}
        for column in table.columns:
            if reach.space.axes[column].missing:
                by_way.setdefault(_without(reach, table, column), []).append(teller.label(column))
        if by_way:
            told = "; ".join(f"{way} {', '.join(labels)}" for way, labels in by_way.items())
            yield Finding(
                severity=Severity.NOTE,
                code="missing-value",
                message=f"of a value that is missing, {table.id} {told}",
                line=table.line,
                table=table.id,
            )


def _without(reach: Reach, table: Table, column: str) -> str:
    """What the table does when this value alone is missing, whatever the others are: a verb for the value's label."""
    missing = reach.space.axes[column].missing
    guard = reach.space.box(table.guards)
    if guard is None or meet(guard, {column: missing}) is None:
        return "is not asked without"
    naming = [
        row.id
        for row in table.rows
        if column in row.tests
        and not row.tests[column].anything
        and reach.space.axes[column].lets(row.tests[column]) & missing
    ]
    if not _asks(reach, table, column):
        return f"has {' and '.join(naming)} for" if naming else "does not need"
    return f"has {' and '.join(naming)}, and else asks, for" if naming else "asks for"


def _asks(reach: Reach, table: Table, column: str) -> bool:
    """Is there a patient without this value alone whom the table cannot decide on for want of it?"""
    axes = {name: axis for name, axis in reach.space.axes.items() if axis.missing}
    others = {name: axis.everything & ~axis.missing for name, axis in axes.items() if name != column}
    asked = reach.space.box(table.guards)
    without = meet({**others, column: axes[column].missing}, asked) if asked is not None else None
    if without is None:
        return False
    barred = reach.barred(table)
    if table.hit is HitPolicy.COLLECT:
        open_rows = ((reach.may(table, row), reach.lets(table, row)) for row in table.rows)
        left = (
            reach.space.uncovered(open_part, [lets, *barred])
            for may, lets in open_rows
            if may is not None and (open_part := meet(without, may)) is not None
        )
        return any(True for boxes in left for _ in boxes)
    settled = [*(reach.lets(table, row) for row in table.rows), *barred]
    return any(True for _ in reach.space.uncovered(without, settled))
