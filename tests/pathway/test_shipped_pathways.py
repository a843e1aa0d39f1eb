"""The pathways that ship: sound, tried row by row, and no figure in them that their statements do not carry."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from curbside.literature.content import read_content
from curbside.pathway.checker.finding import Severity
from curbside.pathway.definition import Action, Pathway, TestPatient
from curbside.pathway.engine import decide
from curbside.pathway.gather import facts_of
from curbside.pathway.population.verb import run
from curbside.pathway.reading import PATHWAY, TEST_PATIENTS, read_pathway, read_test_patients
from curbside.pathway.recommendation import Recommendation
from curbside.pathway.trial import refuted
from curbside.patient.row import record_of_row
from curbside.workflows import check_pathway
from parquet import rows_of

CONTENT = Path(__file__).parents[2] / "content"
NAMES = sorted(path.parent.name for path in CONTENT.glob(f"*/{PATHWAY}"))
FIGURE = re.compile(r"(?<![A-Za-z0-9.])\d[\d,]*(?:\.\d+)?")


@cache
def shipped(name: str) -> Pathway:
    read = read_pathway(CONTENT / name / PATHWAY)
    assert read.pathway is not None, [str(mistake) for mistake in read.mistakes]
    return read.pathway


@cache
def patients(name: str) -> tuple[TestPatient, ...]:
    found, mistakes = read_test_patients(CONTENT / name / TEST_PATIENTS, shipped(name))
    assert not mistakes, [str(mistake) for mistake in mistakes]
    return found


def recommended(name: str, patient: TestPatient) -> Recommendation:
    pathway = shipped(name)
    return decide(pathway, facts_of(record_of_row(patient.values, id=patient.id), pathway, on=patient.on))


def actions(pathway: Pathway) -> list[Action]:
    return [action for table in pathway.tables for row in table.rows for action in row.actions]


@cache
def carried(name: str) -> dict[str, set[str]]:
    """The figures of each statement of the topic."""
    return {one.id: figures(one.text) for one in read_content(CONTENT / name).statements}


def figures(text: str) -> set[str]:
    return {found.replace(",", "") for found in FIGURE.findall(text)}


def test_three_pathways_ship_with_their_patients() -> None:
    counts = {name: len(patients(name)) for name in NAMES}
    assert set(counts) == {"apixaban_af", "metformin_ckd", "vitamin_d_aimss"}
    assert counts["vitamin_d_aimss"] >= 25
    assert counts["apixaban_af"] >= 25
    assert counts["metformin_ckd"] >= 20


@pytest.mark.parametrize("name", NAMES)
def test_every_patient_comes_out_as_written(name: str) -> None:
    assert [str(one) for one in refuted(shipped(name), patients(name), file=TEST_PATIENTS)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_patient_comes_out_the_same_among_many(name: str, tmp_path: Path) -> None:
    everyone = patients(name)
    columns = sorted({column for patient in everyone for column in patient.values})
    with (tmp_path / "patients.csv").open("w", encoding="utf-8", newline="") as opened:
        rows = csv.DictWriter(opened, ["patient", *columns])
        rows.writeheader()
        rows.writerows({"patient": patient.id, **patient.values} for patient in everyone)
    out = tmp_path / "out"
    (on,) = {patient.on for patient in everyone}
    run(
        shipped(name),
        tmp_path / "patients.csv",
        out=out,
        on=on,
        engine="duckdb",
        maps=(),
        most_alike=0,
        smallest=1,
    )

    found = rows_of(out / "recommendations.parquet")
    said = {row["patient"]: row for row in found}
    for patient in everyone:
        for result in recommended(name, patient).tables:
            row = said[patient.id]
            rows_fired = tuple((row[f"rows_{result.table}"] or "").split())
            came = (rows_fired, row[f"standing_{result.table}"])
            assert came == (result.rows, result.standing.value), f"{patient.id}: {result.table}"


@pytest.mark.parametrize("name", NAMES)
def test_the_checker_finds_nothing_but_the_two_labels_that_differ(name: str) -> None:
    report = check_pathway(CONTENT / name / PATHWAY)
    assert {one.code for one in report.findings if one.severity is not Severity.NOTE} <= {"two-doses"}


@pytest.mark.parametrize("name", NAMES)
def test_every_row_fires_for_some_patient(name: str) -> None:
    rows = {(table.id, row.id) for table in shipped(name).tables for row in table.rows}
    fired = {
        (table, row) for patient in patients(name) for table, rows in patient.fires.items() for row in rows
    }
    assert rows - fired == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_an_action_stands_in_a_statement_that_it_cites(name: str) -> None:
    known = carried(name)
    for action in actions(shipped(name)):
        cited = set[str]().union(*(known[claim] for claim in action.claims))
        said = figures(action.text) | figures(action.over_limit)
        assert said <= cited, f"line {action.line}: {sorted(said - cited)} in none of {action.claims}"
        for amount in filter(None, (action.dose.amount, action.dose.most)) if action.dose else ():
            # 500 mg twice a day is what a statement of 1,000 mg a day in 2 doses says.
            in_all = f"{Decimal(amount) * action.dose.times:f}" if action.dose else ""
            assert {amount, in_all} & cited, f"line {action.line}: {amount} in none of {action.claims}"


@pytest.mark.parametrize("name", NAMES)
def test_what_a_patient_reads_has_no_figure_that_the_clinician_does_not(name: str) -> None:
    for action in actions(shipped(name)):
        assert figures(action.plain) <= figures(action.text), f"line {action.line}"


@pytest.mark.parametrize("name", NAMES)
def test_no_place_in_a_text_is_left_open_for_a_patient_who_gets_it(name: str) -> None:
    for patient in patients(name):
        for advice in recommended(name, patient).advice:
            assert "(not known)" not in advice.text, f"{patient.id}: {advice.row} of {advice.table}"
            assert "{" not in advice.text, f"{patient.id}: {advice.row} of {advice.table}"


@pytest.mark.parametrize("name", NAMES)
def test_a_contraindication_leaves_no_medicine_started(name: str) -> None:
    for patient in patients(name):
        if "contraindications" in patient.fires:
            given = [
                one for one in recommended(name, patient).advice if one.action.do.value in {"start", "adjust"}
            ]
            assert given == [], patient.id


def test_the_upper_limit_of_vitamin_d_is_flagged_wherever_a_dose_passes_it() -> None:
    for action in actions(shipped("vitamin_d_aimss")):
        if action.dose is None or action.dose.every is None:
            continue
        days = {"day": 1, "week": 7}[action.dose.every.unit] * action.dose.every.count
        a_day = float(action.dose.most or action.dose.amount) * action.dose.times / days
        assert bool(action.over_limit) == (a_day > 4000), f"line {action.line}"
