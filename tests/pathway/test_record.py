"""A recommendation as JSON: valid against its published schema, whatever became of the patient."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from curbside import workflows
from curbside.pathway.record import schema, to_json
from curbside.patient.row import record_of_row
from tea_pathway import write_pathway

PATIENTS = {
    "decided": {"allergy": "no", "drowsiness": "12 points", "drowsiness_on": "2026-11-03"},
    "measured twice": {"allergy": "no", "drowsiness": "33 points", "drowsiness_before": "40 %"},
    "in part": {"allergy": "no"},
    "nothing known": {},
    "ended": {"allergy": "yes", "drowsiness": "12 points"},
    "not to be believed": {"allergy": "no", "drowsiness": "4000 points"},
}


def recommended(folder: Path, values: dict[str, str]) -> dict[str, Any]:
    cited = workflows.usable_pathway(write_pathway(folder))
    explained = workflows.apply_pathway(cited, record_of_row(values), on=date(2026, 11, 25))
    plain: dict[str, Any] = json.loads(to_json(explained))
    return plain


@pytest.mark.parametrize("values", PATIENTS.values(), ids=PATIENTS)
def test_every_recommendation_is_as_the_schema_says(tmp_path: Path, values: dict[str, str]) -> None:
    Draft202012Validator(schema()).validate(recommended(tmp_path, values))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_same_patient_on_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (recommended(tmp_path, PATIENTS["decided"]) for _ in range(2))
    assert first == second
    assert first["id"] != recommended(tmp_path, PATIENTS["ended"])["id"]


def test_what_is_advised_carries_its_limit_its_day_and_its_sources(tmp_path: Path) -> None:
    plain = recommended(tmp_path, PATIENTS["decided"])
    start, measure = plain["advice"]
    assert plain["standing"] == "recommended"
    assert start["text"] == "Give 3 to 4 cups a day, 1.2 cups by the score."
    assert start["over_limit"] == "More than the 2 cups a day of the guide."
    assert measure["due_on"] == "2027-02-25"
    assert {"T1", "D1", "G2"} <= {claim["id"] for claim in plain["claims"]}
    (score,) = [fact for fact in plain["facts"] if fact["input"] == "drowsiness"]
    assert (score["recorded"], score["taken_on"]) == ("12 points", "2026-11-03")


def test_what_cannot_be_decided_says_what_it_needs(tmp_path: Path) -> None:
    plain = recommended(tmp_path, PATIENTS["in part"])
    assert plain["standing"] == "cannot decide"
    (need,) = plain["needs"]
    assert (need["label"], need["tables"]) == ("Drowsiness score within 12 months", ["cups"])
