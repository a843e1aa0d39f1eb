"""One patient's record from a file, whatever its form: the content tells which reader reads it.

=============================================  ==========================================================
FHIR R4 JSON (`curbside.patient.readers.fhir`)  a Bundle, a QuestionnaireResponse or a Patient
a row (`curbside.patient.readers.rows`)         YAML of ``name: value``, or CSV with a header and one row
=============================================  ==========================================================
"""

from __future__ import annotations

from pathlib import Path

from curbside.errors import UnreadablePatient
from curbside.patient.readers.fhir import fhir_in, is_resource
from curbside.patient.readers.files import text_of
from curbside.patient.readers.json import json_in
from curbside.patient.readers.rows import csv_row, is_yaml, yaml_row
from curbside.patient.record import PatientRecord


def read_patient(path: Path, *, subject: str = "") -> PatientRecord:
    """The record in the file; with several patients in it, that of ``subject``, an id or a reference.

    Raises `UnreadablePatient`, whose message never has a value of the patient, and `NotFound`.
    """
    return patient_in(text_of(path), subject=subject)


def patient_in(text: str, *, subject: str = "") -> PatientRecord:
    """The same, of a record that is already at hand as text. Raises `UnreadablePatient`."""
    match text.lstrip()[:1]:
        case "{":
            document = json_in(text)
            return fhir_in(document, subject=subject) if is_resource(document) else yaml_row(text)
        case "[":
            raise UnreadablePatient("expected one FHIR resource or one row, came a JSON list")
        case "<":
            raise UnreadablePatient("expected FHIR as JSON, a YAML row or a CSV row; came XML")
    return yaml_row(text) if is_yaml(text) else csv_row(text, subject=subject)
