"""A pathway is checked with what lies beside it: the statements it cites, and its test patients."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from curbside import workflows
from curbside.errors import FaultyPathway
from curbside.pathway.checker import check_file
from curbside.pathway.checker.finding import Code, Severity
from curbside.surfaces.cli import main
from tea_pathway import PATHWAY, PATIENTS, write_pathway

DOCUMENT = Path(__file__).parents[2] / "docs" / "pathways.md"


def call(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "internal error" not in result.output
    return result


def errors(file: Path) -> list[str]:
    return [f"{one.code}: {one.message}" for one in check_file(file).of(Severity.ERROR)]


def test_a_pathway_that_its_patients_bear_out_is_sound(tmp_path: Path) -> None:
    assert errors(write_pathway(tmp_path)) == []


def test_a_claim_that_no_statement_has_is_dangling(tmp_path: Path) -> None:
    file = write_pathway(tmp_path, pathway=PATHWAY.replace("claims: [T1, D1]", "claims: [T1, T99]"))
    assert errors(file) == [
        "dangling-claim: row awake of cups cites 'T99', which no statement beside the pathway has"
    ]


def test_the_assay_s_claims_are_looked_up_too(tmp_path: Path) -> None:
    file = write_pathway(
        tmp_path,
        pathway=PATHWAY.replace("within_person: 7.1, claims: [T1]", "within_person: 7.1, claims: [T98]"),
    )
    assert errors(file) == [
        "dangling-claim: the assay of Drowsiness score cites 'T98', which no statement beside the pathway has"
    ]


def test_without_statements_beside_it_nothing_can_be_looked_up(tmp_path: Path) -> None:
    file = write_pathway(tmp_path)
    (file.parent / "statements.yaml").unlink()
    assert errors(file) == [
        (
            "dangling-claim: expected topic.yaml and statements.yaml beside the pathway, so that its "
            "claims can be looked up"
        )
    ]


def test_a_patient_to_whom_something_else_happens_refutes_it(tmp_path: Path) -> None:
    file = write_pathway(tmp_path, patients=PATIENTS.replace("cups: [awake]", "cups: [asleep]"))
    report = check_file(file)
    (refuted,) = report.of(Severity.ERROR)
    assert (refuted.code, refuted.file, refuted.line) == ("refuted", "patients.yaml", 1)
    assert refuted.message == "'awake' expected asleep of 'cups' to fire; came awake"


def test_without_test_patients_it_may_not_be_used(tmp_path: Path) -> None:
    file = write_pathway(tmp_path)
    (file.parent / "patients.yaml").unlink()
    with pytest.raises(FaultyPathway, match=r"patients\.yaml:1: expected a file patients\.yaml"):
        workflows.usable_pathway(file)


def test_rows_that_no_test_patient_is_there_for_are_named(tmp_path: Path) -> None:
    untried = [one.message for one in check_file(write_pathway(tmp_path)).findings if one.code == "untried"]
    assert untried == [
        "no test patient is there for allergic of safety",
        "no test patient is there for drowsy, asleep of cups",
    ]


def test_a_mistake_of_the_file_is_told_as_a_finding(tmp_path: Path) -> None:
    file = write_pathway(tmp_path, pathway=PATHWAY.replace("            claims: [T1, D1]\n", ""))
    (unreadable,) = errors(file)
    assert "an action without a citation" in unreadable


@pytest.mark.parametrize(("day", "is_overdue"), [("2027-11-01", False), ("2027-11-02", True)])
def test_a_review_is_overdue_only_on_a_day_that_is_given(tmp_path: Path, day: str, is_overdue: bool) -> None:
    file = write_pathway(tmp_path)
    codes = [one.code for one in check_file(file, on=date.fromisoformat(day)).findings]
    assert ("review-overdue" in codes) is is_overdue
    assert "review-overdue" not in [one.code for one in check_file(file).findings]


class TestPins:
    """A claim is approved as it stands. One that says something else later must be approved again."""

    @pytest.fixture
    def pinned(self, tmp_path: Path) -> Path:
        file = write_pathway(tmp_path)
        assert call("pathway", "check", file, "--pin").exit_code == 0
        return file

    def test_pinning_writes_the_hash_of_every_claim_and_nothing_else(self, pinned: Path) -> None:
        text = pinned.read_text("utf-8")
        assert text.startswith(PATHWAY.rstrip("\n"))
        assert re.findall(r"^  (\w+): [0-9a-f]{16}$", text, re.MULTILINE) == ["D1", "G2", "T1"]

    def test_pinning_again_changes_nothing(self, pinned: Path) -> None:
        before = pinned.read_bytes()
        call("pathway", "check", pinned, "--pin")
        assert pinned.read_bytes() == before

    def test_what_is_pinned_and_unchanged_is_sound(self, pinned: Path) -> None:
        assert errors(pinned) == []

    def test_a_claim_that_has_changed_is_refused(self, pinned: Path) -> None:
        statements = pinned.parent / "statements.yaml"
        text = statements.read_text("utf-8")
        statements.write_text(text.replace("In 60 adults", "In 62 adults"), "utf-8")
        (found,) = errors(pinned)
        assert found.startswith("changed-claim: 'T1' says something else than when it was approved (then ")

    def test_a_claim_that_is_pinned_for_nothing_is_named(self, pinned: Path) -> None:
        pinned.write_text(pinned.read_text("utf-8").replace("claims: [T1, D1]", "claims: [T1]"), "utf-8")
        found = [one.message for one in check_file(pinned).of(Severity.WARNING)]
        assert "'D1' is pinned, and nothing rests on it" in found

    def test_a_claim_that_is_not_there_cannot_be_pinned(self, tmp_path: Path) -> None:
        file = write_pathway(tmp_path, pathway=PATHWAY.replace("claims: [T1, D1]", "claims: [T1, T99]"))
        result = call("pathway", "check", file, "--pin")
        assert result.exit_code == 3
        assert file.read_text("utf-8") == PATHWAY.replace("claims: [T1, D1]", "claims: [T1, T99]")


@pytest.mark.parametrize("code", get_args(Code))
def test_every_kind_of_finding_is_documented(code: str) -> None:
    kinds = re.findall(r"^\| (`.*?) \| (?:error|warning|note) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert f"`{code}`" in ", ".join(kinds)
