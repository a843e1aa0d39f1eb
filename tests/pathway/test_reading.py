"""A pathway's file: what cannot be understood is a mistake on its line, and then there is no pathway."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.pathway.definition import HitPolicy, Kind, Origin, Period
from curbside.pathway.reading import read_pathway, read_test_patients
from curbside.pathway.trial import refuted
from pathway.small_pathways import AGE, HEAD, LEVEL, STONES, pathway_of

TABLE = """\
  - id: plan
    title: Plan
    hit: unique
    columns: [level]
    rows:
      - id: all
        if: {level: "not(null)"}
        actions:
          - do: start
            text: Give it.
            medicine: [atc A11CC05]
            dose: {amount: 800, most: 1000, unit: IU, every: 1 day, times: 2}
            after: 2 weeks
            claims: [S1]
      - id: none
        if: {level: "null"}
"""


def test_a_sound_file_is_read_as_it_stands(tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, TABLE, tmp_path)
    level, plan = pathway.inputs["level"], pathway.table("plan")
    assert (level.kind, level.origin, level.units) == (Kind.QUANTITY, Origin.ANSWER, ("ng/mL", "nmol/L"))
    assert level.within == Period(count=12, unit="month")
    assert plan.hit is HitPolicy.UNIQUE
    (action,) = plan.rows[0].actions
    assert action.dose is not None
    assert (action.dose.amount, action.dose.most, action.dose.times) == ("800", "1000", 2)
    assert (action.after, action.claims) == (Period(count=2, unit="week"), ("S1",))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("claims: [S1]", "plain: Take it.", "an action without a citation"),
        ("atc A11CC05", "atc-A11CC05", "expected a system and a code"),
        ("every: 1 day", "every: daily", "expected a length of time"),
        ("amount: 800", "amount: some", "expected a number without a unit"),
        ("columns: [level]", "columns: [levle]", "did you mean 'level'?"),
        ("not(null)", "above 30", "expected a comparison in ng/mL or nmol/L"),
        ("not(null)", "< 30", "without a unit"),
        ("hit: unique", "hit: unqiue", "did you mean 'unique'?"),
        ("do: start", "do: begin", "expected one of: start, adjust, measure, refer, stop, advise"),
        ("units: [ng/mL, nmol/L]", "words: [low]", "a quantity needs 'units'"),
        ("kind: quantity", "kind: boolean", "expected units only for a quantity"),
        ("within: 12 months", "within: 12 moons", "expected a length of time"),
        ("within: 12 months", "absent: no", "expected 'no' only for a boolean"),
        ("id: none", "id: all", "the row 'all' is there twice"),
        ("id: plan", "id: level", "'level' is an input already"),
        ("version: 1.0.0", "version: one", "expected a version such as 1.0.0"),
        ("date: 2026-11-25", "date: 2026-11-31", "expected a day of the calendar"),
        ("    title: Plan\n", "", "needs 'title'"),
    ],
)
def test_what_cannot_be_understood_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    written = f"{HEAD}inputs:\n{LEVEL}tables:\n{TABLE}"
    assert old in written
    file = tmp_path / "pathway.yaml"
    file.write_text(written.replace(old, new, 1), encoding="utf-8")
    read = read_pathway(file)
    assert read.pathway is None
    assert any(says in mistake.message for mistake in read.mistakes), read.mistakes


def test_a_missing_file_is_a_mistake(tmp_path: Path) -> None:
    assert "there is none" in read_pathway(tmp_path / "pathway.yaml").mistakes[0].message


CLEARANCE = f"""\
{AGE}  - name: creatinine
    label: Creatinine
    kind: quantity
    units: [mg/dL, umol/L]
  - name: clearance
    label: Clearance
    kind: quantity
    units: [mL/min]
    by: creatinine
    decimals: 1
    formula:
      mg/dL: (140 - age) / creatinine
      umol/L: (140 - age) * 88.4 / creatinine
"""
BY_CLEARANCE = """\
  - {id: plan, title: Plan, hit: unique, columns: [clearance], rows: [{id: all, if: {clearance: "< 30 mL/min"}}]}
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("by: creatinine", "by: age_of", "expected a quantity among the inputs"),
        (
            "      umol/L: (140 - age) * 88.4 / creatinine\n",
            "",
            "expected a formula for 'creatinine' in umol/L too",
        ),
        (
            (
                "    by: creatinine\n    decimals: 1\n    formula:\n      mg/dL: (140 - age) / creatinine\n"
                "      umol/L: (140 - age) * 88.4 / creatinine\n"
            ),
            "    formula: (140 - age) / creatinine\n",
            "expected 'by: creatinine', which is given in several units",
        ),
        ("(140 - age) /", "(140 - stones) /", "came 'stones'"),
        ("(140 - age) /", "(140 - agge) /", "did you mean 'age'?"),
        ("(140 - age) /", "(140 - age /", "expected ')'"),
    ],
)
def test_a_faulty_formula_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    pathway_of(CLEARANCE + STONES, BY_CLEARANCE, tmp_path)
    file = tmp_path / "pathway.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(says in mistake.message for mistake in read_pathway(file).mistakes), read_pathway(
        file
    ).mistakes


PATIENTS = """\
- id: low
  story: Her level is low.
  on: 2026-11-25
  values: {level: 20 ng/mL}
  fires: {plan: [all]}
- id: none
  story: Nobody measured it.
  on: 2026-11-25
  fires: {plan: [none]}
"""


def test_test_patients_are_run_and_what_they_refute_is_named(tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, TABLE, tmp_path)
    file = tmp_path / "patients.yaml"
    file.write_text(PATIENTS, encoding="utf-8")
    patients, mistakes = read_test_patients(file, pathway)
    assert not mistakes
    assert not list(refuted(pathway, patients, file=file.name))

    file.write_text(PATIENTS.replace("[all]", "[none]"), encoding="utf-8")
    patients, mistakes = read_test_patients(file, pathway)
    (message,) = refuted(pathway, patients, file=file.name)
    assert str(message) == "patients.yaml:1: 'low' expected none of 'plan' to fire; came all"


def test_a_test_patient_that_names_no_row_is_a_mistake(tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, TABLE, tmp_path)
    file = tmp_path / "patients.yaml"
    file.write_text(PATIENTS.replace("[all]", "[al]"), encoding="utf-8")
    _, mistakes = read_test_patients(file, pathway)
    assert "did you mean 'all'?" in mistakes[0].message


LIKE = """\
- id: low
  story: Her level is low.
  on: 2026-11-25
  values: {level: 20 ng/mL}
  fires: {plan: [all]}
- id: not_measured
  story: She is like her, but nobody measured it.
  like: low
  values: {level: ""}
  fires: {plan: [none]}
  lacks: []
"""


def test_a_test_patient_may_be_like_one_before(tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, TABLE, tmp_path)
    file = tmp_path / "patients.yaml"
    file.write_text(LIKE, encoding="utf-8")
    patients, mistakes = read_test_patients(file, pathway)
    assert not mistakes
    assert (patients[1].values, patients[1].on) == ({}, patients[0].on)
    assert not list(refuted(pathway, patients, file="patients.yaml"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("like: low", "like: high", "expected a patient before this one, came 'high'"),
        ("id: not_measured", "id: low", "the test patient 'low' is there twice"),
        ("values: {level: 20", "values: {levle: 20", "did you mean 'level'?"),
        ("{plan: [all]}", "{plam: [all]}", "did you mean 'plan'?"),
        ("  on: 2026-11-25\n", "", "needs 'on'"),
    ],
)
def test_a_faulty_test_patient_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, TABLE, tmp_path)
    file = tmp_path / "patients.yaml"
    file.write_text(LIKE.replace(old, new, 1), encoding="utf-8")
    _, mistakes = read_test_patients(file, pathway)
    assert any(says in mistake.message for mistake in mistakes), mistakes
