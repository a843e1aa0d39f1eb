"""``curbside pathway run``: every patient answered, and nobody named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.pathway.population.on_duckdb import DuckDBEngine
from curbside.surfaces.cli import main
from pathway.small_pathways import HEAD, LEVEL

TOPIC = Path(__file__).parents[2] / "content" / "vitamin_d_aimss"
TABLE = """\
tables:
  - id: first_dose
    title: First dose
    hit: unique
    columns: [level]
    outputs: {band: [low, high]}
    rows:
      - {id: below_30, if: {level: "< 30 ng/mL | < 75 nmol/L"}, then: {band: low}}
      - {id: from_30, if: {level: ">= 30 ng/mL | >= 75 nmol/L"}, then: {band: high}}
"""
ASSAY = "    assay: {cv: 10, bias: 5, within_person: 7.1, claims: [N10a, N11a]}\n"
PATIENTS = """\
- id: low
  story: Low.
  on: 2026-11-25
  values: {level: 20 ng/mL}
  fires: {first_dose: [below_30]}
"""


@pytest.fixture
def pathway(tmp_path: Path) -> Path:
    folder = tmp_path / "pathway"
    folder.mkdir()
    for name in ("topic.yaml", "references.json", "statements.yaml"):
        shutil.copy(TOPIC / name, folder)
    (folder / "pathway.yaml").write_text(f"{HEAD}inputs:\n{LEVEL}{TABLE}")
    (folder / "patients.yaml").write_text(PATIENTS)
    return folder / "pathway.yaml"


def run(pathway: Path, patients: Path, out: Path, *options: str) -> Result:
    arguments = [
        "pathway",
        "run",
        str(pathway),
        "--patients",
        str(patients),
        "--out",
        str(out),
        "--date",
        "2026-11-25",
    ]
    return CliRunner().invoke(main, [*arguments, *options])


def answers(out: Path, tmp_path: Path, columns: str) -> list[tuple[object, ...]]:
    engine = DuckDBEngine(scratch=tmp_path / "reading", threads=1)
    engine.written("answers", out / "recommendations.parquet")
    found = sorted(engine.rows(f"SELECT {columns} FROM answers"))
    engine.close()
    return found


def test_a_flat_file_is_answered_row_by_row(pathway: Path, tmp_path: Path) -> None:
    patients, out = tmp_path / "clinic.csv", tmp_path / "out"
    patients.write_text(
        "mrn,level,level_unit,ward\na,29,ng/mL,1\nb,75,nmol/L,1\nc,,,2\nd,1000000000,ng/mL,2\n"
    )
    ran = run(pathway, patients, out, "--map", "mrn=patient")
    assert ran.exit_code == 0, ran.output
    assert "1: columns that are no input" in ran.output
    assert answers(out, tmp_path, "patient, recommendation, missing, flips, marks") == [
        ("a", "first_dose:below_30", "", "level: 30 ng/mL or more -> first_dose=from_30", None),
        ("b", "first_dose:from_30", "", "level: below 75 nmol/L -> first_dose=below_30", None),
        ("c", "", "level", "", None),
        ("d", "", "level", "", "level:implausible"),
    ]


def test_small_counts_are_kept_back(pathway: Path, tmp_path: Path) -> None:
    patients, out = tmp_path / "clinic.csv", tmp_path / "out"
    low = "".join(f"a{at},20,ng/mL\n" for at in range(20))
    high = "".join(f"b{at},40,ng/mL\n" for at in range(9))
    advice = "actions: [{do: advise, text: Say so. And more., claims: [F09a]}]}"
    pathway.write_text(pathway.read_text().replace("then: {band: low}}", f"then: {{band: low}}, {advice}"))
    patients.write_text(f"patient,level,level_unit\n{low}{high}c,,\nd,,\n")
    assert run(pathway, patients, out).exit_code == 0
    report = json.loads((out / "report.json").read_text())
    # Of three, one below five; the next smallest is kept back with it.
    assert [count["patients"] for count in report["recommendations"]] == [20, None, None]
    assert [(count["said"], count["patients"]) for count in report["advised"]] == [("First dose: Say so", 20)]
    assert run(pathway, patients, out, "--smallest-cell", "1").exit_code == 0
    report = json.loads((out / "report.json").read_text())
    assert [count["patients"] for count in report["recommendations"]] == [20, 9, 2]


def test_how_many_the_assay_may_put_elsewhere(pathway: Path, tmp_path: Path) -> None:
    written = pathway.read_text().replace("    within: 12 months\n", "    within: 12 months\n" + ASSAY, 1)
    pathway.write_text(written)
    patients, out = tmp_path / "clinic.csv", tmp_path / "out"
    # At the cut-off itself, the true value of half lies below; far from it, of none.
    rows = "".join(f"a{at},30,ng/mL\nb{at},80,ng/mL\n" for at in range(10))
    patients.write_text(f"patient,level,level_unit\n{rows}")
    ran = run(pathway, patients, out)
    assert ran.exit_code == 0, ran.output
    (found,) = json.loads((out / "report.json").read_text())["reclassification"]
    assert (found["measured"], found["expected"]) == (20, 5.0)


def test_no_value_of_a_patient_is_in_anything_but_the_answers(pathway: Path, tmp_path: Path) -> None:
    patients, out = tmp_path / "clinic.csv", tmp_path / "out"
    patients.write_text(
        "patient,level,level_unit\nCANARY-1,28.7319,ng/mL\nCANARY-2,CANARY-3,ng/mL\nCANARY-4,9,CANARY-5,CANARY-6\n"
    )
    ran = run(pathway, patients, out)
    assert ran.exit_code == 0, ran.output
    shown = ran.output + (out / "report.json").read_text() + (out / "report.html").read_text()
    assert "CANARY" not in shown
    assert "28.7319" not in shown
    assert sorted(path.name for path in out.iterdir()) == [
        "recommendations.parquet",
        "report.html",
        "report.json",
    ]


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--on", "oracle", 2), ("--patients", "nothing.csv", 2), ("--map", "x=y", 2)],
)
def test_what_cannot_be_run_is_refused(
    pathway: Path, tmp_path: Path, option: str, value: str, code: int
) -> None:
    patients = tmp_path / "clinic.csv"
    patients.write_text("patient,level\na,29\n")
    ran = run(pathway, patients, tmp_path / "out", option, value)
    assert ran.exit_code == code
    assert "Traceback" not in ran.output
