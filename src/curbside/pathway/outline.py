"""A whole pathway as JSON values: what ``pathway show --json`` prints. Tests are as written in its file."""

from __future__ import annotations

from typing import Any

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Action, Input, Pathway, Row, Table
from curbside.pathway.record import claim, dose


def outline(cited: CitedPathway) -> dict[str, Any]:
    """The pathway, its inputs and its tables in their order, and the statements that it rests on."""
    pathway = cited.pathway
    return {
        "id": pathway.id,
        "title": pathway.title,
        "plain_title": pathway.plain_title or None,
        "version": pathway.version,
        "status": pathway.status,
        "date": pathway.dated,
        "review_by": pathway.review_by,
        "purpose": pathway.purpose,
        "for": list(pathway.suits),
        "not_for": list(pathway.excludes),
        "inputs": [_input(one) for one in pathway.inputs.values()],
        "tables": [_table(one, pathway) for one in pathway.tables],
        "claims": [claim(one) for one in cited.resting_on(sorted(pathway.cited))],
        "dangling": list(cited.dangling),
    }


def _input(one: Input) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "question": one.question or None,
        "kind": one.kind.value,
        "from": one.origin.value,
        "units": list(one.units),
        "words": list(one.words),
        "codes": [str(coding) for coding in one.codings],
        "meanings": {word: [str(coding) for coding in codings] for word, codings in one.meanings.items()},
        "traps": [{"code": str(trap.coding), "why": trap.why} for trap in one.traps],
        "within": str(one.within) if one.within else None,
        "plausible": one.plausible.written if one.plausible else None,
        "absent": one.absence or "unknown",
        "reads": sorted(one.formula.names) if one.formula else [],
    }


def _table(table: Table, pathway: Pathway) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "hit": table.hit.value,
        "columns": list(table.columns),
        "outputs": {name: list(words) for name, words in table.outputs.items()},
        "when": {column: test.written for column, test in table.guards.items()},
        "after": list(pathway.feeding(table)),
        "note": table.note or None,
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "if": {column: test.written for column, test in row.tests.items()},
        "then": dict(row.outputs),
        "ends": row.ends or None,
        "note": row.note or None,
        "actions": [_action(action) for action in row.actions],
    }


def _action(one: Action) -> dict[str, Any]:
    return {
        "do": one.do.value,
        "text": one.text,
        "plain": one.plain or None,
        "medicine": [str(coding) for coding in one.medicine],
        "order": [str(coding) for coding in one.order],
        "dose": dose(one.dose) if one.dose else None,
        "over_limit": one.over_limit or None,
        "after": str(one.after) if one.after else None,
        "claims": list(one.claims),
    }
