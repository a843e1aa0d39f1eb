"""Whatever a record holds, a pathway says something of it that can be shown: advice, a need, or that it is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import UnreadablePatient
from curbside.pathway.citations import CitedPathway
from curbside.pathway.record import to_json
from curbside.patient.readers import patient_in
from curbside.surfaces.render.pathway import terminal
from curbside.surfaces.render.sheet import Sheet
from curbside.workflows import apply_pathway, open_pathway
from pathway.small_pathways import DAY
from patient.anything import any_json, places, with_another
from patient.bundles import bundle, concept, condition, item, level, medicine, patient, response
from tea_pathway import write_pathway

ABOUT_HER = {"subject": {"reference": "Patient/p1"}}
WHOLE = bundle(
    patient(),
    level(12, "points", code=concept("http://loinc.org", "1-8")),
    level(17, "points", code=concept("http://loinc.org", "1-8"), id="o2", on="2026-05-01"),
    {**condition(), "code": concept("http://hl7.org/fhir/sid/icd-10", "Z91.0")},
    medicine(),
    response(item("drowsiness", valueString="12 points"), item("allergy", valueBoolean=False), **ABOUT_HER),
)


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> CitedPathway:
    return open_pathway(write_pathway(tmp_path_factory.mktemp("tea")))


def shown(cited: CitedPathway, text: str) -> str:
    """All that is said of a record: as on a terminal, and as JSON."""
    try:
        record = patient_in(text)
    except UnreadablePatient as refused:
        return str(refused)
    explanation = apply_pathway(cited, record, on=DAY)
    sheet = Sheet(width=100, colour=False)
    terminal.recommendation(sheet, explanation)
    assert json.loads(to_json(explanation))["standing"]
    return str(sheet)


@given(place=st.sampled_from(places(WHOLE)[1:]), instead=any_json)
@settings(max_examples=60, deadline=None)
def test_any_part_of_a_record_may_be_anything(
    place: tuple[Any, ...], instead: Any, cited: CitedPathway
) -> None:
    assert shown(cited, with_another(WHOLE, place, instead)).strip()


@given(
    values=st.dictionaries(st.sampled_from(["allergy", "drowsiness", "drowsiness_on"]) | st.text(), st.text())
)
@settings(max_examples=60, deadline=None)
def test_any_row_may_be_given(values: dict[str, str], cited: CitedPathway) -> None:
    assert shown(cited, json.dumps(values)).strip()
