"""A pathway as FHIR R4: one Bundle of a PlanDefinition, an ActivityDefinition for each action, and the CQL Library.

The PlanDefinition decides nothing itself. Its conditions are definitions of the library, by name, so what fires is what
the library says, and a table that cannot decide has an action of its own that says so: an engine that applies the plan
never takes a missing value for "nothing to do". Every action carries the citations that it rests on.

A draft stays a draft, and there is no ``approvalDate``: that is the board's to give.
Source: FHIR R4 (4.0.1), http://hl7.org/fhir/R4/plandefinition.html, activitydefinition.html and library.html.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from typing import Any, Final

from curbside.pathway.citations import CitedPathway, CitedStatement
from curbside.pathway.definition import (
    Action,
    Do,
    Dose,
    HitPolicy,
    Input,
    Origin,
    Pathway,
    Period,
    Row,
    Table,
)
from curbside.pathway.exports.cql import cql
from curbside.pathway.exports.reference import address, printed
from curbside.terminology.codings import Coding

Resource = dict[str, Any]

_UCUM: Final = "http://unitsofmeasure.org"
_TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem"
_CODES_OF_UNITS: Final = {"IU": "[iU]", "mg": "mg", "g": "g", "µg": "ug", "mL": "mL"}
_UNITS_OF_TIME: Final = {"day": "d", "week": "wk", "month": "mo", "year": "a"}
_LONGEST_ID: Final = 64
_LOOKED_FOR_IN: Final = {
    Origin.OBSERVATION: ("Observation",),
    Origin.THERAPY: (
        "MedicationRequest",
        "MedicationStatement",
        "MedicationAdministration",
        "MedicationDispense",
    ),
    Origin.CONDITION: ("Condition",),
    Origin.AGE: ("Patient",),
    Origin.SEX: ("Patient",),
    Origin.ANSWER: ("QuestionnaireResponse",),
}
_PATHS: Final = {"Observation": ("code", "effective"), "Condition": ("code", "")}


def fhir(cited: CitedPathway) -> str:
    """The bundle as JSON."""
    pathway = cited.pathway
    activities = [
        _activity(cited, table, row, at, action)
        for table in pathway.tables
        for row in table.rows
        for at, action in enumerate(row.actions)
    ]
    resources = [_plan(cited), _library(cited), *activities]
    entries = [{"fullUrl": one["url"], "resource": one} for one in resources]
    bundle = {"resourceType": "Bundle", "id": _id(pathway.id), "type": "collection", "entry": entries}
    return json.dumps(bundle, ensure_ascii=False, indent=2) + "\n"


def _plan(cited: CitedPathway) -> Resource:
    pathway = cited.pathway
    kind = {"system": f"{_TERMINOLOGY}/plan-definition-type", "code": "clinical-protocol"}
    return {
        **_described(cited, "PlanDefinition", pathway.id, pathway.title),
        "type": {"coding": [kind]},
        **_usage(pathway),
        "relatedArtifact": _citations(cited.resting_on(sorted(pathway.cited))),
        "library": [_canonical("Library", pathway)],
        "action": [
            {
                "title": pathway.title,
                "trigger": [{"type": "named-event", "name": "patient-view"}],
                "groupingBehavior": "logical-group",
                "selectionBehavior": "any",
                "action": [_of_table(cited, table) for table in pathway.tables],
            }
        ],
    }


def _of_table(cited: CitedPathway, table: Table) -> Resource:
    pathway = cited.pathway
    rows = [_of_row(cited, table, row) for row in table.rows if row.actions or row.ends]
    return _filled(
        {
            "prefix": table.id,
            "title": table.title,
            "description": table.note,
            "condition": [_when(f"{table.id} is asked")],
            "input": [need for one in _asked_of(pathway, table) for need in _needs(one)],
            "groupingBehavior": "logical-group",
            "selectionBehavior": "any" if table.hit is HitPolicy.COLLECT else "at-most-one",
            "action": [*rows, _undecided(pathway, table)],
        }
    )


def _of_row(cited: CitedPathway, table: Table, row: Row) -> Resource:
    actions = [_of_action(cited, table, row, at, action) for at, action in enumerate(row.actions)]
    return _filled(
        {
            "prefix": row.id,
            "title": row.ends or row.note or f"{table.title}: {row.id}",
            "description": row.note,
            "condition": [_when(f"{table.id} fires {row.id}")],
            "groupingBehavior": "logical-group",
            "selectionBehavior": "any",
            "action": actions,
        }
    )


def _of_action(cited: CitedPathway, table: Table, row: Row, at: int, action: Action) -> Resource:
    pathway = cited.pathway
    return _filled(
        {
            "title": action.text,
            "description": action.over_limit,
            "textEquivalent": action.plain,
            "documentation": _citations(cited.resting_on(action.claims)),
            "timingDuration": _duration(action.after) if action.after and action.after.count else {},
            "definitionCanonical": _canonical("ActivityDefinition", pathway, f"{table.id}.{row.id}.{at}"),
        }
    )


def _undecided(pathway: Pathway, table: Table) -> Resource:
    asked = ", ".join(dict.fromkeys(one.label for one in _asked_of(pathway, table)))
    return _filled(
        {
            "prefix": "cannot-decide",
            "title": f"Cannot decide: {table.title}",
            "description": f"Something is missing or cannot be used among: {asked}." if asked else "",
            "condition": [_when(f"{table.id} cannot be decided")],
        }
    )


def _activity(cited: CitedPathway, table: Table, row: Row, at: int, action: Action) -> Resource:
    part = f"{table.id}.{row.id}.{at}"
    resource = _described(cited, "ActivityDefinition", f"{cited.pathway.id}.{part}", action.text)
    codes = action.medicine or action.order
    kind = "MedicationRequest" if action.medicine else "ServiceRequest"
    if not codes and action.do not in {Do.MEASURE, Do.REFER}:
        kind = "CommunicationRequest"
    return _filled(
        {
            **resource,
            "description": " ".join(part for part in (action.text, action.over_limit) if part),
            "relatedArtifact": _citations(cited.resting_on(action.claims)),
            "kind": kind,
            "code": _concept(action.order, action.text) if kind == "ServiceRequest" else {},
            "intent": "proposal",
            "productCodeableConcept": _concept(action.medicine, "") if action.medicine else {},
            "dosage": [_dosage(action.dose)] if action.dose else [],
        }
    )


def _library(cited: CitedPathway) -> Resource:
    pathway = cited.pathway
    text = b64encode(cql(cited).encode()).decode()
    return _filled(
        {
            **_described(cited, "Library", pathway.id, pathway.title),
            "type": {"coding": [{"system": f"{_TERMINOLOGY}/library-type", "code": "logic-library"}]},
            **_usage(pathway),
            "parameter": [{"name": "on", "use": "in", "min": 1, "max": "1", "type": "date"}],
            "dataRequirement": [need for one in pathway.inputs.values() for need in _needs(one)],
            "content": [{"contentType": "text/cql", "data": text}],
        }
    )


# -- what all of them have -------------------------------------------------------------------------------------


def _described(cited: CitedPathway, kind: str, id: str, title: str) -> Resource:  # noqa: A002
    pathway = cited.pathway
    return {
        "resourceType": kind,
        "id": _id(id),
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{escape(title)}</p></div>',
        },
        "url": _address(kind, id),
        "version": pathway.version,
        "name": _name(id),
        "title": title,
        "status": pathway.status,
        "date": pathway.dated.isoformat(),
    }


def _usage(pathway: Pathway) -> Resource:
    focus = {"system": f"{_TERMINOLOGY}/usage-context-type", "code": "focus"}
    usage = [*(f"For: {one}." for one in pathway.suits), *(f"Not for: {one}." for one in pathway.excludes)]
    return _filled(
        {
            "purpose": pathway.purpose,
            "useContext": [{"code": focus, "valueCodeableConcept": {"text": one}} for one in pathway.suits],
            "usage": " ".join(usage),
        }
    )


def _citations(claims: Iterable[CitedStatement]) -> list[Resource]:
    return [
        _filled(
            {
                "type": "derived-from" if claim.is_derived else "citation",
                "label": claim.statement.id,
                "display": claim.statement.text,
                "citation": printed(claim.source),
                "url": address(claim.source),
            }
        )
        for claim in claims
    ]


def _when(definition: str) -> Resource:
    expression = {"language": "text/cql.identifier", "expression": definition}
    return {"kind": "applicability", "expression": expression}


def _asked_of(pathway: Pathway, table: Table) -> Iterator[Input]:
    """The inputs that a table reads itself, those behind a formula instead of it."""
    for column in (*table.guards, *table.columns):
        declared = pathway.inputs.get(column)
        if declared and declared.formula:
            yield from (
                pathway.inputs[one] for one in sorted(declared.formula.names) if one in pathway.inputs
            )
        elif declared:
            yield declared


def _needs(declared: Input) -> Iterator[Resource]:
    """Where an input is looked for. A family of codes has no code of its own to filter by, and is left unfiltered."""
    for kind in _LOOKED_FOR_IN.get(declared.origin, ()):
        code, day = _PATHS.get(kind, ("medication", ""))
        is_coded = declared.codings and not any(one.is_family for one in declared.codings)
        codes = [{"path": code, "code": [_coding(one) for one in declared.codings]}] if is_coded else []
        within = (
            [{"path": day, "valueDuration": _duration(declared.within)}] if day and declared.within else []
        )
        yield _filled({"type": kind, "codeFilter": codes, "dateFilter": within})


def _dosage(dose: Dose) -> Resource:
    amount, most = _amount(dose.amount, dose.unit), _amount(dose.most, dose.unit) if dose.most else None
    rate = {"doseRange": {"low": amount, "high": most}} if most else {"doseQuantity": amount}
    repeat = (
        {"frequency": dose.times, "period": dose.every.count, "periodUnit": _UNITS_OF_TIME[dose.every.unit]}
        if dose.every
        else {}
    )
    return _filled({"timing": {"repeat": repeat} if repeat else {}, "doseAndRate": [rate]})


def _amount(written: str, unit: str) -> Resource:
    code = _CODES_OF_UNITS.get(unit)
    coded = {"system": _UCUM, "code": code} if code else {}
    return {"value": float(written) if "." in written else int(written), "unit": unit, **coded}


def _duration(period: Period) -> Resource:
    code = _UNITS_OF_TIME[period.unit]
    return {"value": period.count, "unit": period.unit, "system": _UCUM, "code": code}


def _concept(codings: Iterable[Coding], text: str) -> Resource:
    return _filled({"coding": [_coding(one) for one in codings], "text": text})


def _coding(coding: Coding) -> Resource:
    return {"system": coding.system, "code": coding.stem if coding.is_family else coding.code}


def _filled(resource: Resource) -> Resource:
    """Without what is empty, which FHIR does not allow."""
    return {name: value for name, value in resource.items() if value not in ("", [], {}, None)}


# -- names -------------------------------------------------------------------------------------------------------


def _id(name: str) -> str:
    """FHIR's ids have no underscore and at most 64 characters; one that is too long ends in a digest of itself."""
    plain = name.replace("_", "-")
    if len(plain) <= _LONGEST_ID:
        return plain
    return f"{plain[: _LONGEST_ID - 9]}-{sha256(name.encode()).hexdigest()[:8]}"


def _address(kind: str, id: str) -> str:  # noqa: A002
    return f"urn:curbside:{kind}:{id}"


def _canonical(kind: str, pathway: Pathway, part: str = "") -> str:
    return f"{_address(kind, f'{pathway.id}.{part}' if part else pathway.id)}|{pathway.version}"


def _name(id: str) -> str:  # noqa: A002
    """A name that a machine may use: ``VitaminDAimss``."""
    return "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", id))
