"""FHIR R4 resources of an invented patient, for tests, as short as they can be and still be resources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from curbside.patient.readers import read_patient
from curbside.patient.record import PatientRecord

LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
LETROZOLE = "72965"
LEVEL = "62292-8"
STONES = "N20.0"

Resource = dict[str, Any]


def concept(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def patient(**fields: Any) -> Resource:
    return {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1950-03-01", **fields}


def level(
    value: Any = 34, unit: str = "ng/mL", *, on: str = "2026-10-01T08:30:00Z", **fields: Any
) -> Resource:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": concept(LOINC, LEVEL),
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": on,
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit},
        **fields,
    }


def without(resource: Resource, *names: str) -> Resource:
    return {name: value for name, value in resource.items() if name not in names}


def medicine(kind: str = "MedicationRequest", status: str = "active", **fields: Any) -> Resource:
    return {
        "resourceType": kind,
        "id": "m1",
        "status": status,
        "medicationCodeableConcept": concept(RXNORM, LETROZOLE),
        "subject": {"reference": "Patient/p1"},
        **fields,
    }


def condition(code: str = STONES, **fields: Any) -> Resource:
    return {
        "resourceType": "Condition",
        "id": "c1",
        "code": concept(ICD, code),
        "subject": {"reference": "Patient/p1"},
        "clinicalStatus": concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        **fields,
    }


def response(*items: Resource, **fields: Any) -> Resource:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "status": "completed",
        "authored": "2026-11-20",
        "item": list(items),
        **fields,
    }


def item(link: str, **value: Any) -> Resource:
    return {"linkId": link, "answer": [value]}


def bundle(*resources: Resource, type: str = "collection", **fields: Any) -> Resource:  # noqa: A002
    return {
        "resourceType": "Bundle",
        "type": type,
        "entry": [{"resource": resource} for resource in resources],
        **fields,
    }


def read(document: Resource | str | bytes, directory: Path, *, subject: str = "") -> PatientRecord:
    """The record that a file with this in it gives."""
    file = directory / "record"
    text = json.dumps(document) if isinstance(document, dict) else document
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_patient(file, subject=subject)


def remarks(record: PatientRecord) -> str:
    return "; ".join(f"{remark.where}: {remark.what}" for remark in record.remarks)
