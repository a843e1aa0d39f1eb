"""A pathway as a person reads it: listed, laid out, and applied to one patient."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from curbside.pathway.record import schema
from curbside.surfaces.cli import main
from tea_pathway import PATHWAY, PATIENTS, write_pathway

AWAKE = "allergy: no\ndrowsiness: 12 points\ndrowsiness_on: 2026-11-03\n"
ON = ("--date", "2026-11-25")


@pytest.fixture
def pathway(tmp_path: Path) -> Path:
    folder = tmp_path / "tea"
    folder.mkdir()
    return write_pathway(folder)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def apply(pathway: Path, patient: str, *arguments: object) -> Result:
    file = pathway.parent.parent / "patient.yaml"
    file.write_text(patient, encoding="utf-8")
    return call("pathway", "apply", pathway, "--patient", file, *ON, *arguments)


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


# Listed and laid out


def test_the_pathways_that_come_with_it_are_listed_with_whom_each_is_for() -> None:
    listed = call("pathway", "list")
    assert listed.exit_code == 0, listed.output
    assert "vitamin_d_aimss" in listed.stdout
    assert "not reviewed by a board" in listed.stdout
    (vitamin_d,) = [
        one for one in json.loads(call("pathway", "list", "--json").stdout) if one["id"] == "vitamin_d_aimss"
    ]
    assert vitamin_d["for"]
    assert vitamin_d["not_for"]


def test_a_pathway_is_laid_out_with_the_sentences_that_its_actions_rest_on(pathway: Path) -> None:
    shown = call("pathway", "show", pathway)
    assert shown.exit_code == 0, shown.output
    assert "Not for • relief of anything else" in words(shown)
    assert "Drowsiness score: 30 to < 40 points (30 to < 40 %)" in words(shown)
    assert "Give 3 to 4 cups a day, [Expected cups] by the score." in words(shown)
    assert "Over a limit: More than the 2 cups a day of the guide." in words(shown)
    assert "Asked only when status (Is tea safe): safe" in words(shown)
    assert "Rivers AB" in words(shown)


def test_a_pathway_is_laid_out_as_data(pathway: Path) -> None:
    plain = json.loads(call("pathway", "show", pathway, "--json").stdout)
    assert [table["id"] for table in plain["tables"]] == ["safety", "cups"]
    assert plain["tables"][1]["after"] == ["safety"]
    assert {claim["id"] for claim in plain["claims"]} >= {"T1", "G2", "D1"}


def test_every_shipped_pathway_can_be_laid_out_as_a_page(tmp_path: Path) -> None:
    for one in json.loads(call("pathway", "list", "--json").stdout):
        shown = call("pathway", "show", one["id"], "--html", tmp_path / "page.html")
        assert shown.exit_code == 0, shown.output
        assert f"{one['title']} · Curbside" in (tmp_path / "page.html").read_text("utf-8")


def test_a_unit_is_written_as_people_read_it(tmp_path: Path) -> None:
    assert "mL/min/1.73 m²" in call("pathway", "show", "metformin_ckd").stdout
    patient, page = tmp_path / "patient.yaml", tmp_path / "page.html"
    patient.write_text('egfr: "28 mL/min/{1.73_m2}"\n', encoding="utf-8")
    call("pathway", "apply", "metformin_ckd", "--patient", patient, *ON, "--html", page)
    assert "28 mL/min/1.73 m²" in page.read_text("utf-8")
    assert "{1.73_m2}" not in page.read_text("utf-8")


def test_a_pathway_that_is_not_there_ends_with_2_and_names_those_that_are() -> None:
    shown = call("pathway", "show", "vitamin_z")
    assert shown.exit_code == 2
    assert "vitamin_d_aimss" in shown.stderr


# Applied


def test_what_to_do_comes_first_and_why_after(pathway: Path) -> None:
    applied = apply(pathway, AWAKE)
    assert applied.exit_code == 0, applied.output
    said = words(applied)
    assert "What to do • Start: Give 3 to 4 cups a day, 1.2 cups by the score." in said
    assert "Over a limit: More than the 2 cups a day of the guide." in said
    assert re.search(r"Measure: Ask for the score again\. \[\d\] from 25 February 2027 on", said)
    assert "Drowsiness score is 12 points (3 November 2026 · answer); the row asks for: < 30 points" in said
    assert (
        "Drowsiness score were 30 points or more (now 12 points) → How many cups: Start: Give 1 cup" in said
    )
    assert "→ Is tea safe: ends the pathway: An allergy to daisies rules chamomile out" in said
    assert said.index("What to do") < said.index("Why") < said.index("Would change if")
    assert "Draft, not reviewed by a board" in said
    assert "does not replace, clinical judgement" in said


def test_what_cannot_be_decided_says_what_it_needs_and_ends_with_5(pathway: Path) -> None:
    applied = apply(pathway, "allergy: no\n")
    assert applied.exit_code == 5
    assert "Cannot decide: needs Drowsiness score within 12 months, for: How many cups" in words(applied)


def test_what_waits_says_for_what(pathway: Path) -> None:
    applied = apply(pathway, "drowsiness: 12 points\n")
    assert applied.exit_code == 5
    assert "Is there an allergy to the daisy family?" in words(applied)
    assert "Waits" in words(applied)


def test_what_a_row_ends_is_decided(pathway: Path) -> None:
    applied = apply(pathway, "allergy: yes\n")
    assert applied.exit_code == 0
    assert "Not by this pathway An allergy to daisies rules chamomile out." in words(applied)
    assert "Not reached: the pathway had ended: • 2 How many cups" in words(applied)


def test_a_value_that_is_not_believed_is_named_and_not_used(pathway: Path) -> None:
    applied = apply(pathway, "allergy: no\ndrowsiness: 4000 points\n")
    assert applied.exit_code == 5
    assert "Found, and not used or used with care" in words(applied)


def test_how_sure_a_measurement_is_follows_the_laboratorys_own_method(pathway: Path) -> None:
    by_default = words(apply(pathway, "allergy: no\ndrowsiness: 33 points\ndrowsiness_before: 40 points\n"))
    assert "30 to < 40 points: 79% ← the result" in by_default
    assert "it takes more than 34.0% either way" in by_default
    own = words(apply(pathway, AWAKE, "--assay-cv", "0", "--assay-bias", "0"))
    assert "< 30 points: 100% ← the result" in own


def test_json_is_one_line_that_the_published_schema_describes(pathway: Path) -> None:
    applied = apply(pathway, AWAKE, "--json")
    assert applied.stdout.count("\n") == 1
    Draft202012Validator(schema()).validate(json.loads(applied.stdout))
    published = json.loads(call("schema", "recommendation").stdout)
    assert published == json.loads(json.dumps(schema()))


def test_without_a_date_it_is_decided_for_today(pathway: Path) -> None:
    file = pathway.parent.parent / "patient.yaml"
    file.write_text(AWAKE, encoding="utf-8")
    applied = call("pathway", "apply", pathway, "--patient", file, "--json")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", json.loads(applied.stdout)["on"])


def test_a_page_shows_the_same_and_fetches_nothing(pathway: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    applied = apply(pathway, AWAKE, "--html", page)
    assert (applied.exit_code, applied.stdout) == (0, "")
    html = page.read_text("utf-8")
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert "<script" not in html
    assert "Over a limit:" in html
    assert "Draft, not reviewed by a board" in html
    # The picture says in words what it shows.
    assert re.search(
        r"<svg class=\"curve\" role=\"img\".*?<desc[^>]*>Drowsiness score measured as 12 points", html
    )
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) - {"_"} <= anchors


def test_the_page_of_a_pathway_leads_where_it_says(pathway: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert call("pathway", "show", pathway, "--html", page).exit_code == 0
    html = page.read_text("utf-8")
    assert '<svg class="graph" role="img"' in html
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) - {"_"} <= anchors


@pytest.mark.parametrize(
    ("pathway_text", "patients", "says"),
    [
        (PATHWAY, PATIENTS.replace("cups: [awake]", "cups: [asleep]"), "'awake' expected asleep"),
        (PATHWAY.replace("claims: [T1, D1]", "claims: [T1, X9]"), PATIENTS, "cites 'X9', which no statement"),
        (PATHWAY.replace("hit: unique", "hit: lucky", 1), PATIENTS, "lucky"),
    ],
    ids=["its test patients refute it", "a claim leads nowhere", "a mistake in the file"],
)
def test_a_pathway_that_may_not_be_used_ends_with_3(
    tmp_path: Path, pathway_text: str, patients: str, says: str
) -> None:
    (tmp_path / "tea").mkdir()
    applied = apply(write_pathway(tmp_path / "tea", pathway=pathway_text, patients=patients), AWAKE)
    assert applied.exit_code == 3
    assert says in applied.stderr


def test_a_patient_that_cannot_be_read_ends_with_3(pathway: Path) -> None:
    assert apply(pathway, '{"resourceType": "Bundle"').exit_code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "--html", "page.html"],
        ["--date", "25 November"],
        ["--assay-cv", "-1"],
        ["--assay-bias", "x"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_ends_with_2(pathway: Path, arguments: list[str]) -> None:
    assert apply(pathway, AWAKE, *arguments).exit_code == 2


def test_no_value_of_a_patient_is_said_in_an_error(pathway: Path) -> None:
    applied = apply(pathway, "allergy: no\ndrowsiness: [8317, 4242]\n")
    assert "8317" not in applied.stderr
    assert "4242" not in applied.stderr
