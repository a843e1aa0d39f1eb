"""Rows that never fire, that fire and change nothing, that take over from narrower ones, or that could be one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from curbside.pathway.checker.finding import Finding, Severity
from curbside.pathway.checker.reach import Reach
from curbside.pathway.checker.saying import Teller
from curbside.pathway.definition import HitPolicy, Row, Table
from curbside.pathway.engine import agree, in_order, rank
from curbside.pathway.regions import Box, joined, meet

_IN_ORDER = {HitPolicy.FIRST, HitPolicy.PRIORITY}
_MOST_SHOWN = 20


def unreachable_rows(reach: Reach, teller: Teller) -> Iterator[Finding]:
    """Rows that fire for nobody: what they advise would never be heard."""
    for table in reach.pathway.tables:
        for row in table.rows:
            why = _why_unreachable(reach, table, row, teller)
            if why:
                yield Finding(
                    severity=Severity.ERROR,
                    code="unreachable",
                    message=f"row {row.id} of {table.id} never fires: {why}",
                    line=row.line,
                    table=table.id,
                    rows=(row.id,),
                )


def _why_unreachable(reach: Reach, table: Table, row: Row, teller: Teller) -> str:
    for column, test in row.tests.items():
        if not reach.space.axes[column].lets(test):
            return f"no {teller.label(column)} that it can have is '{test.written}'"
    own = reach.lets(table, row)
    if own is None:
        return "what it asks for and what the table asks for exclude each other"
    if reach.attained(own, table) is None:
        return "no such patient comes to this table"
    if any(reach.attained(box, table) is not None for box in reach.fires(table, row)):
        return ""
    winners = [
        other.id
        for other in in_order(table)[: in_order(table).index(row)]
        if (box := reach.may(table, other)) is not None and meet(own, box) is not None
    ]
    return f"{' and '.join(winners)} take{'' if winners[1:] else 's'} all that it lets through"


def redundant_rows(reach: Reach) -> Iterator[Finding]:
    """Rows without which every patient would get the same."""
    for table in reach.pathway.tables:
        gone: set[str] = set()
        for row in table.rows:
            instead = _instead(reach, table, row, gone)
            if instead:
                gone.add(row.id)
                yield Finding(
                    severity=Severity.WARNING,
                    code="redundant",
                    message=f"row {row.id} of {table.id} changes nothing: {' and '.join(instead)} "
                    f"say{'' if instead[1:] else 's'} the same of all whom it lets through",
                    line=row.line,
                    table=table.id,
                    rows=(row.id, *instead),
                )


def _instead(reach: Reach, table: Table, row: Row, gone: set[str]) -> list[str]:
    """The rows that would fire in this one's place and say the same; none where any patient would miss it."""
    if table.hit is HitPolicy.UNIQUE:
        return []
    rest = list(reach.fires(table, row))
    others = [other for other in table.rows if other.id not in {row.id, *gone}]
    if table.hit in _IN_ORDER:
        ordered = in_order(table)
        others = [other for other in ordered[ordered.index(row) + 1 :] if other.id not in gone]
    instead = []
    for other in others:
        box = reach.lets(table, other)
        if box is None or all(meet(box, one) is None for one in rest):
            continue
        if not agree(row, other):
            if table.hit in _IN_ORDER:
                return []
            continue
        instead.append(other.id)
        rest = [left for one in rest for left in reach.space.uncovered(one, [box])]
        if not rest:
            return instead
    return []


def misleading_rows(reach: Reach, teller: Teller) -> Iterator[Finding]:
    """Under priority, rows of one rank that differ, where only their order in the file decides; and broad rows that
    take over from narrower ones, so that a reader of the narrow one is misled. Under first, that order decides at all.
    """
    for table in reach.pathway.tables:
        if table.hit is HitPolicy.FIRST:
            yield Finding(
                severity=Severity.WARNING,
                code="first-hit",
                message=f"{table.id} lets the order of its rows decide: a row says less than it shows, for the rows "
                "before it take from it. Prefer unique, or priority by outputs",
                line=table.line,
                table=table.id,
            )
        if table.hit is HitPolicy.PRIORITY:
            yield from islice(_misleading(reach, table, teller), _MOST_SHOWN)


def _misleading(reach: Reach, table: Table, teller: Teller) -> Iterator[Finding]:
    for winner, loser in combinations(in_order(table), 2):
        first, second = reach.lets(table, winner), reach.lets(table, loser)
        if first is None or second is None or agree(winner, loser):
            continue
        shared = reach.attained(meet(first, second), table)
        # Of a row that never fires there is more to say than that others take from it.
        if shared is None or not reach.fires(table, loser):
            continue
        patient = teller.patient({column: mask for column, mask in shared.items() if column in table.columns})
        if rank(table, winner) == rank(table, loser):
            yield _misled(
                table,
                (winner, loser),
                f"rows {winner.id} and {loser.id} of {table.id} both match {patient}, have the same priority and "
                f"say different things: {winner.id} wins only because it stands first",
                severity=Severity.WARNING,
            )
        elif set(_conditions(first, table)) < set(_conditions(second, table)):
            yield _misled(
                table,
                (winner, loser),
                f"row {winner.id} of {table.id} takes {patient} from the narrower row {loser.id}",
                severity=Severity.NOTE,
            )


def _conditions(box: Box, table: Table) -> set[str]:
    return {column for column in box if column in table.columns}


def _misled(table: Table, rows: tuple[Row, Row], message: str, *, severity: Severity) -> Finding:
    return Finding(
        severity=severity,
        code="misleading",
        message=message,
        line=rows[1].line,
        table=table.id,
        rows=tuple(row.id for row in rows),
    )


def mergeable_rows(reach: Reach) -> Iterator[Finding]:
    """Pairs of rows that say the same and differ in one column, so that one row could say it."""
    for table in reach.pathway.tables:
        if table.hit in _IN_ORDER:
            continue
        for one, other in combinations(table.rows, 2):
            first, second = reach.lets(table, one), reach.lets(table, other)
            if first is None or second is None or first == second or not _say_the_same(one, other):
                continue
            if joined(first, second) is not None:
                yield Finding(
                    severity=Severity.NOTE,
                    code="mergeable",
                    message=f"rows {one.id} and {other.id} of {table.id} say the same and differ in one column: "
                    "one row could say it",
                    line=other.line,
                    table=table.id,
                    rows=(one.id, other.id),
                )


def _say_the_same(one: Row, other: Row) -> bool:
    """Word for word: the same actions with the same doses and claims, not only the same in effect."""
    says_something = bool(one.actions or one.outputs or one.ends)
    return (
        says_something
        and agree(one, other)
        and [(action.dose, action.claims) for action in one.actions]
        == [(action.dose, action.claims) for action in other.actions]
    )
