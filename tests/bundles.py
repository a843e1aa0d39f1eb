"""Patients' rows as FHIR R4 bundles, by what each input of a pathway is looked for among."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from curbside.pathway.definition import Input, Origin, Pathway
from curbside.terminology.codings import Coding
from generated_patients import Values

_QUANTITY = re.compile(r"(?P<value>[+-]?\d+(?:\.\d+)?)(?:\s+(?P<unit>\S.*))?")


def bundle_of(pathway: Pathway, values: Values, *, id: str, on: date) -> dict[str, Any]:  # noqa: A002
    """The same patient, as a record system would have it; what it has no resource for is a questionnaire's answer."""
    patient: dict[str, Any] = {"resourceType": "Patient", "id": id}
    resources, items = [patient], []
    for name, text in values.items():
        declared = pathway.inputs.get(name)
        if name == "born":
            patient["birthDate"] = text
            continue
        if (dated := name.removesuffix("_on")) != name and dated in pathway.inputs:
            continue
        origin = declared.origin if declared else Origin.ANSWER
        if declared and origin is Origin.AGE and (years := re.fullmatch(r"(\d+)(\.0+)? years?", text)):
            patient["birthDate"] = f"{on.year - int(years[1])}{(on - timedelta(days=3)).isoformat()[4:]}"
        elif declared and origin is Origin.SEX and text in declared.words:
            patient["gender"] = text
        elif declared and origin is Origin.OBSERVATION and _QUANTITY.fullmatch(text):
            resources.append(
                _observation(declared, text, id, values.get(f"{name}_on") or _usual(declared, on))
            )
        elif declared and origin in {Origin.THERAPY, Origin.CONDITION} and text == "yes":
            resources.append(_present(declared, id))
        elif not (declared and text == "no" and declared.absence == "no"):
            items.append({"linkId": name, "answer": [_answer(text)]})
    response = {
        "resourceType": "QuestionnaireResponse",
        "id": f"{id}-said",
        "status": "completed",
        "item": items,
    }
    if items:
        resources.append({**response, "subject": _subject(id), "authored": on.isoformat()})
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _usual(declared: Input, on: date) -> str:
    return (on - timedelta(days=200 if declared.is_previous else 10)).isoformat()


def _observation(declared: Input, text: str, id: str, taken: str) -> dict[str, Any]:  # noqa: A002
    return {
        "resourceType": "Observation",
        "id": f"{id}-{declared.name.replace('_', '-')}",
        "status": "final",
        "code": _coded(declared.codings[0]),
        "subject": _subject(id),
        "effectiveDateTime": taken,
        "valueQuantity": _quantity(text),
    }


def _present(declared: Input, id: str) -> dict[str, Any]:  # noqa: A002
    about = {"id": f"{id}-{declared.name.replace('_', '-')}", "subject": _subject(id)}
    coding = next(one for one in declared.codings if not one.is_family or declared.origin is Origin.CONDITION)
    if declared.origin is Origin.THERAPY:
        ask = {"resourceType": "MedicationRequest", "status": "active", "intent": "order"}
        return {**ask, **about, "medicationCodeableConcept": _coded(coding)}
    return {"resourceType": "Condition", **about, "code": _coded(coding)}


def _answer(text: str) -> dict[str, Any]:
    if text in {"yes", "no"}:
        return {"valueBoolean": text == "yes"}
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return {"valueDate": text}
    if _QUANTITY.fullmatch(text):
        return {"valueQuantity": _quantity(text)}
    return {"valueString": text}


def _quantity(text: str) -> dict[str, Any]:
    found = _QUANTITY.fullmatch(text)
    assert found
    return {"value": float(found["value"]), **({"unit": found["unit"]} if found["unit"] else {})}


def _coded(coding: Coding) -> dict[str, Any]:
    return {"coding": [{"system": coding.system, "code": coding.stem.rstrip(".")}]}


def _subject(id: str) -> dict[str, str]:  # noqa: A002
    return {"reference": f"Patient/{id}"}
