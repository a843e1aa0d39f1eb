"""How inputs, formulas and tables hang together: circles, things asked for in vain, and words that nothing takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curbside.pathway.checker.finding import Finding, Severity
from curbside.pathway.definition import HitPolicy, Pathway, Table

_PLACE = re.compile(r"\{(\w+)\}")


def cycles(pathway: Pathway) -> Iterator[Finding]:
    """What cannot be worked out, as it waits for itself, or for a table that is asked later."""
    needs = _needs(pathway)
    seen: set[frozenset[str]] = set()
    for name in needs:
        circle = _circle(name, needs)
        if circle and frozenset(circle) not in seen:
            seen.add(frozenset(circle))
            yield Finding(
                severity=Severity.ERROR,
                code="cycle",
                message=f"{' needs '.join((*circle, circle[0]))}: none of them can ever be known",
                line=_line_of(pathway, circle[0]),
            )
    in_circles = frozenset[str]().union(*seen)
    place = {table.id: at for at, table in enumerate(pathway.tables)}
    for table in pathway.tables:
        for source in sorted(_tables_needed(table.id, needs, place)):
            if place[source] > place[table.id] and not {source, table.id} <= in_circles:
                yield Finding(
                    severity=Severity.ERROR,
                    code="order",
                    message=f"{table.id} needs what {source} gives, which is asked after it",
                    line=table.line,
                    table=table.id,
                )


def _needs(pathway: Pathway) -> dict[str, list[str]]:
    """Of every table and formula, the tables and formulas that it is worked out from."""
    needs = {
        name: _nodes(pathway, declared.formula.names)
        for name, declared in pathway.inputs.items()
        if declared.formula
    }
    for table in pathway.tables:
        needs[table.id] = _nodes(pathway, _read_by(table))
    return needs


def _read_by(table: Table) -> list[str]:
    return [*table.columns, *table.guards]


def _nodes(pathway: Pathway, columns: object) -> list[str]:
    assert isinstance(columns, list | frozenset)
    names = (column.partition(".")[0] for column in sorted(columns))
    return [
        name for name in dict.fromkeys(names) if name not in pathway.inputs or pathway.inputs[name].formula
    ]


def _circle(start: str, needs: Mapping[str, list[str]]) -> list[str]:
    """A way from a node back to itself; empty when there is none."""
    ways = [[start]]
    seen = set()
    while ways:
        way = ways.pop()
        for name in needs.get(way[-1], []):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _tables_needed(name: str, needs: Mapping[str, list[str]], tables: Mapping[str, int]) -> set[str]:
    """The tables that a table reads, by way of formulas too."""
    found, to_see = set(), list(needs[name])
    seen: set[str] = set()
    while to_see:
        one = to_see.pop()
        if one in tables:
            found.add(one)
        elif one not in seen:
            seen.add(one)
            to_see += needs.get(one, [])
    return found


def _line_of(pathway: Pathway, name: str) -> int:
    return pathway.inputs[name].line if name in pathway.inputs else pathway.table(name).line


def unused(pathway: Pathway) -> Iterator[Finding]:
    """Inputs that nothing asks for, columns without a test, words that no row gives, text that names no input."""
    read = _all_read(pathway)
    for name, declared in pathway.inputs.items():
        if name not in read:
            yield Finding(
                severity=Severity.WARNING,
                code="unused-input",
                message=f"{declared.label} ('{name}') is asked for, and no table or formula uses it",
                line=declared.line,
            )
    for table in pathway.tables:
        yield from _unused_of(table)


def _all_read(pathway: Pathway) -> set[str]:
    read: set[str] = set()
    for declared in pathway.inputs.values():
        if declared.formula:
            read |= declared.formula.names | {declared.formula.by}
    for table in pathway.tables:
        read.update(_read_by(table))
        for row in table.rows:
            for action in row.actions:
                read.update(_PLACE.findall(f"{action.text} {action.plain}"))
    return read


def _unused_of(table: Table) -> Iterator[Finding]:
    for column in table.columns:
        if all(row.tests[column].anything for row in table.rows if column in row.tests):
            yield Finding(
                severity=Severity.WARNING,
                code="unused-column",
                message=f"no row of {table.id} has a test on {column}",
                line=table.line,
                table=table.id,
            )
    for output, words in table.outputs.items():
        given = {row.outputs.get(output) for row in table.rows}
        for word in words:
            if word not in given:
                yield Finding(
                    severity=Severity.WARNING,
                    code="unused-word",
                    message=f"no row of {table.id} gives {output} = {word}",
                    line=table.line,
                    table=table.id,
                )


def misread(pathway: Pathway) -> Iterator[Finding]:
    """Outputs of a table that collects, which are many and so never one value; places in texts that name no input; what
    is plausible of a formula, which is not asked of it.
    """
    for name, declared in pathway.inputs.items():
        if declared.formula and declared.plausible:
            yield Finding(
                severity=Severity.WARNING,
                code="formula-plausible",
                message=f"{declared.label} ('{name}') is worked out, and what is plausible is asked only of what is "
                "recorded: say it of the inputs of the formula",
                line=declared.line,
            )
    for table in pathway.tables:
        for column in dict.fromkeys(_read_by(table)):
            source = column.partition(".")[0]
            if column not in pathway.inputs and pathway.table(source).hit is HitPolicy.COLLECT:
                yield Finding(
                    severity=Severity.ERROR,
                    code="reads-collected",
                    message=f"{table.id} reads {column}, and {source} collects: it has no one output to read",
                    line=table.line,
                    table=table.id,
                )
        for row in table.rows:
            for action in row.actions:
                for name in _PLACE.findall(f"{action.text} {action.plain}"):
                    if name not in pathway.inputs:
                        yield Finding(
                            severity=Severity.ERROR,
                            code="text-place",
                            message=f"row {row.id} of {table.id} has '{{{name}}}' in its text, which is no input",
                            line=action.line,
                            table=table.id,
                            rows=(row.id,),
                        )
