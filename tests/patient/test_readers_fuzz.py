"""Whatever a file holds, reading it gives a record or says that it cannot be read; and no message tells a value."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import UnreadablePatient
from curbside.patient.readers import patient_in
from curbside.patient.readers.fhir import record_of
from curbside.patient.readers.files import decoded
from curbside.patient.record import PatientRecord
from patient.anything import any_json, places, with_another
from patient.bundles import bundle, condition, item, level, medicine, patient, response

fuzzed = settings(max_examples=150, deadline=None)

WHOLE = bundle(
    patient(deceasedBoolean=False),
    level(component=[{"code": {"coding": [{"system": "a", "code": "b"}]}, "valueQuantity": {"value": 1}}]),
    medicine(authoredOn="2025-01-03", dosageInstruction=[{"timing": {"repeat": {"boundsPeriod": {}}}}]),
    medicine("MedicationDispense", "completed", whenHandedOver="9999-12-01", daysSupply={"value": 90}),
    condition(onsetDateTime="0001-01-01", abatementPeriod={"end": "9999"}),
    response(
        item("level", valueQuantity={"value": 34, "unit": "ng/mL"}),
        subject={"reference": "Patient/p1"},
        contained=[{"resourceType": "Questionnaire", "id": "x"}],
    ),
    {"resourceType": "Medication", "id": "x"},
    type="history",
    link=[{"relation": "self"}],
)

PLACES = places(WHOLE)[1:]


def read(text: str) -> PatientRecord | None:
    with suppress(UnreadablePatient):
        return patient_in(text)
    return None


def told(text: str) -> str:
    """All that reading this text says: its refusal, or its remarks and the record's representation."""
    try:
        record = patient_in(text)
    except UnreadablePatient as error:
        return str(error)
    return f"{record!r} {[(remark.where, remark.what) for remark in record.remarks]}"


@given(place=st.sampled_from(PLACES), instead=any_json)
@fuzzed
def test_any_part_of_a_bundle_may_be_anything(place: tuple[Any, ...], instead: Any) -> None:
    read(with_another(WHOLE, place, instead))


@given(document=any_json)
@fuzzed
def test_any_json_may_stand_where_a_record_should(document: Any) -> None:
    read(json.dumps(document))
    if isinstance(document, dict):
        for kind in ("Bundle", "QuestionnaireResponse", "Patient"):
            read(json.dumps({**document, "resourceType": kind}))
    with suppress(UnreadablePatient):
        record_of([document])


@given(raw=st.binary(max_size=200), cut=st.integers(0, 2000))
@fuzzed
def test_any_bytes_may_stand_there_and_a_record_may_break_off(raw: bytes, cut: int) -> None:
    for content in (raw, json.dumps(WHOLE).encode()[:cut], json.dumps(WHOLE).encode()[:cut] + raw):
        with suppress(UnreadablePatient):
            patient_in(decoded(content))


@given(text=st.text(max_size=200), head=st.sampled_from(["level: ", "level,age\n", "---\n", "{", "a;b\n"]))
@fuzzed
def test_any_text_may_stand_in_a_row(text: str, head: str) -> None:
    read(head + text)


CANARY = "Zyzzyx 8675309"
"""A value that nothing else could be."""


@given(place=st.sampled_from(PLACES))
@fuzzed
def test_no_message_repeats_what_stands_in_the_record(place: tuple[Any, ...]) -> None:
    assert CANARY not in told(with_another(WHOLE, place, CANARY))


@pytest.mark.parametrize(
    "written",
    [
        f"{CANARY}: {CANARY}: {CANARY}",
        f"level: '{CANARY}",
        f"{CANARY}\n{CANARY}: {CANARY}\n{CANARY}: 1",
        f"a: 1\n{CANARY}: &x [1]",
        f"{CANARY},{CANARY}\n{CANARY},{CANARY}",
        f"{CANARY},level\n{CANARY},{CANARY},{CANARY}",
        f'{CANARY}\n"{CANARY}',
        f'{{"{CANARY}": {CANARY}}}',
        f'{{"resourceType": "{CANARY}"}}',
        f'{{"resourceType": "Bundle", "entry": [{{"resource": {{"resourceType": "{CANARY}"}}}}]}}',
        f'{{"resourceType": "Patient", "fhirVersion": "{CANARY}"}}',
        f'{{"resourceType": "Patient", "id": "{CANARY}", "birthDate": "{CANARY}"}}',
    ],
)
def test_no_message_about_a_whole_file_repeats_what_stands_in_it(written: str) -> None:
    assert CANARY not in told(written)
