"""A FHIR QuestionnaireResponse: each item answers the input whose name it has as its linkId, or whose codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from curbside.terminology.codings import Coding
from patient.bundles import LEVEL, LOINC, Resource, bundle, item, level, patient, read, remarks, response

GIVEN_ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ({"valueDecimal": 34.5}, Decimal("34.5")),
        ({"valueInteger": 3}, Decimal(3)),
        ({"valueBoolean": False}, False),
        ({"valueDate": "2026-01-05"}, date(2026, 1, 5)),
        ({"valueDateTime": "2026-01-05T10:00:00Z"}, date(2026, 1, 5)),
        ({"valueString": "34 ng/mL"}, "34 ng/mL"),
        ({"valueCoding": {"code": "none"}}, "none"),
        ({"valueCoding": {"display": "None at all"}}, "None at all"),
        # Given, and nothing that can be reckoned with: empty text, which no input takes.
        ({"valueDate": "2026"}, ""),
        ({"valueQuantity": {"value": 4, "comparator": "<", "unit": "ng/mL"}}, ""),
        ({"valueQuantity": {"unit": "ng/mL"}}, ""),
    ],
)
def test_every_kind_of_value_is_read(value: Resource, read_as: Any, tmp_path: Path) -> None:
    (answer,) = read(response(item("level", **value)), tmp_path).answers
    assert (answer.name, answer.value, answer.given_on) == ("level", read_as, GIVEN_ON)


def test_a_quantity_keeps_its_unit(tmp_path: Path) -> None:
    quantity = {"value": 34, "unit": "ng/ml", "system": "http://unitsofmeasure.org", "code": "ng/mL"}
    (answer,) = read(response(item("level", valueQuantity=quantity)), tmp_path).answers
    assert (answer.value, answer.unit) == (34, "ng/mL")


def test_items_within_items_and_within_answers_are_read(tmp_path: Path) -> None:
    inner = item("level", valueString="34 ng/mL")
    follow_up = {
        "linkId": "measured",
        "answer": [{"valueBoolean": True, "item": [item("age", valueInteger=74)]}],
    }
    record = read(response({"linkId": "laboratory", "item": [inner, follow_up]}), tmp_path)
    assert [one.name for one in record.answers] == ["level", "measured", "age"]


def test_the_items_of_a_questionnaire_have_its_codes(tmp_path: Path) -> None:
    questionnaire = {
        "resourceType": "Questionnaire",
        "id": "inside",
        "url": "http://example.org/q",
        "item": [{"linkId": "group", "item": [{"linkId": "7", "code": [{"system": LOINC, "code": LEVEL}]}]}],
    }
    answered = item("7", valueString="34 ng/mL")
    subject = {"reference": "Patient/p1"}
    documents = [
        response(answered, questionnaire="#inside", contained=[questionnaire]),
        response(answered, questionnaire="http://example.org/q|2.0", contained=[questionnaire]),
        bundle(
            patient(),
            questionnaire,
            response(answered, questionnaire="http://example.org/q", subject=subject),
        ),
    ]
    for document in documents:
        assert read(document, tmp_path).answers[0].codings == (Coding(LOINC, LEVEL),)


def test_birth_date_sex_and_the_days_of_answers_are_told_by_their_names(tmp_path: Path) -> None:
    record = read(
        response(
            item("born", valueDate="1950-03-01"),
            item("sex", valueCoding={"code": "female"}),
            item("level", valueString="34 ng/mL"),
            item("level_on", valueDate="2026-10-01"),
        ),
        tmp_path,
    )
    assert (record.born_on, record.sex) == (date(1950, 3, 1), "female")
    assert record.answers[-1].given_on == date(2026, 10, 1)


@pytest.mark.parametrize("status", ["in-progress", "entered-in-error", "stopped"])
def test_a_response_that_was_not_completed_says_nothing(status: str, tmp_path: Path) -> None:
    record = read(response(item("level", valueString="34 ng/mL"), status=status), tmp_path)
    assert record.answers == ()
    assert remarks(record) == "QuestionnaireResponse q1: the questionnaire was not completed; not used"


def test_an_attachment_is_named_and_left_out(tmp_path: Path) -> None:
    record = read(response(item("letter", valueAttachment={"data": "SmFuZQ=="})), tmp_path)
    assert record.answers == ()
    assert "an answer of a kind that is not read" in remarks(record)


def test_the_patient_of_a_bundle_is_believed_before_a_questionnaire(tmp_path: Path) -> None:
    asked = response(
        item("born", valueDate="1951-03-01"),
        item("sex", valueString="male"),
        subject={"reference": "Patient/p1"},
    )
    record = read(bundle(patient(), asked, level()), tmp_path)
    assert (record.born_on, record.sex) == (date(1950, 3, 1), "female")
    assert "another birth date than the Patient" in remarks(record)
    assert "another sex than the Patient" in remarks(record)
