"""Patients whom two rows of a table match, where one may or both must agree; and rows that lie within others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from curbside.pathway.checker.finding import Finding, Severity
from curbside.pathway.checker.reach import Reach
from curbside.pathway.checker.saying import Teller
from curbside.pathway.definition import HitPolicy, Row, Table
from curbside.pathway.engine import agree
from curbside.pathway.regions import Box, meet

_MOST_SHOWN = 50
"""Overlaps of one table that are told."""


def overlaps(reach: Reach, teller: Teller) -> Iterator[Finding]:
    """Under unique, every pair of rows that match one patient; under any, those of them that do not say the same."""
    for table in reach.pathway.tables:
        if table.hit in {HitPolicy.UNIQUE, HitPolicy.ANY}:
            yield from islice(_overlaps(reach, table, teller), _MOST_SHOWN)


def _overlaps(reach: Reach, table: Table, teller: Teller) -> Iterator[Finding]:
    boxes = [reach.lets(table, row) for row in table.rows]
    for place, other in reach.space.overlapping(boxes):
        first, second = boxes[place], boxes[other]
        rows = table.rows[place], table.rows[other]
        if first is None or second is None or (table.hit is HitPolicy.ANY and agree(*rows)):
            continue
        shared = reach.attained(meet(first, second), table)
        if shared is not None:
            yield _overlap(table, rows, (first, second), _own(table, shared), teller)


def _own(table: Table, box: Box) -> Box:
    """The region as the table's own columns tell it."""
    return {column: mask for column, mask in box.items() if column in table.columns}


def _overlap(
    table: Table, rows: tuple[Row, Row], boxes: tuple[Box, Box], shared: Box, teller: Teller
) -> Finding:
    one, other = (row.id for row in rows)
    first, second = boxes
    disagree = ", which do not say the same" if table.hit is HitPolicy.ANY else ""
    if first == second:
        how = f"; the rows let the same patients through{'' if disagree else _sameness(rows)}"
    elif meet(first, second) == first:
        how = f"; all that {one} lets through, {other} does too"
    elif meet(first, second) == second:
        how = f"; all that {other} lets through, {one} does too"
    else:
        how = ""
    return Finding(
        severity=Severity.ERROR,
        code="disagreement" if disagree else "overlap",
        message=f"{teller.where(shared)} matches rows {one} and {other} of {table.id}{disagree}{how}",
        line=rows[1].line,
        table=table.id,
        rows=(one, other),
        example=teller.example(shared),
    )


def _sameness(rows: tuple[Row, Row]) -> str:
    return " and say the same" if agree(*rows) else ""
