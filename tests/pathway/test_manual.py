"""docs/pathways.md: its example is checked as it says, and every field of the format is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from curbside.pathway import reading
from curbside.pathway.definition import Do, HitPolicy, Kind, Origin
from curbside.workflows import check_pathway

DOCS = Path(__file__).parents[2] / "docs"
MANUAL = (DOCS / "pathways.md").read_text(encoding="utf-8")
FAULTY, ONE_PATIENT, PATIENTS = re.findall(r"^```yaml\n(.*?)^```$", MANUAL, re.M | re.S)
STATEMENTS, REFERENCES, TOPIC = re.findall(
    r"^```(?:yaml|json)\n(.*?)^```$", (DOCS / "content.md").read_text(encoding="utf-8"), re.M | re.S
)


def folder(directory: Path, pathway: str, patients: str) -> Path:
    """The topic of docs/content.md with this pathway beside it."""
    files = {
        "statements.yaml": STATEMENTS,
        "references.json": REFERENCES,
        "topic.yaml": TOPIC,
        "pathway.yaml": pathway,
        "patients.yaml": patients,
    }
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory / "pathway.yaml"


def test_the_check_finds_what_the_tutorial_says(tmp_path: Path) -> None:
    report = check_pathway(folder(tmp_path, FAULTY, ONE_PATIENT))
    printed = re.search(r"finds what the sentence left open:\n\n```\n(.*?)^```", MANUAL, re.M | re.S)
    assert printed
    found = [
        f"{report.file}:{one.line}: {one.severity.value}: {one.message} [{one.code}]"
        for one in report.findings
        if one.severity.value == "error"
    ]
    assert found == printed[1].splitlines()


def test_mended_as_the_tutorial_says_it_may_be_used(tmp_path: Path) -> None:
    mended = re.search(r'cells: `"(< 6 hours)"`,\n`"(\[6\.\.7\] hours)"`, `"(> 7 hours)"`', MANUAL, re.M)
    assert mended
    pathway = FAULTY
    for old, new in zip(re.findall(r'hours_asleep: "(.*?)"', FAULTY), mended.groups(), strict=True):
        pathway = pathway.replace(f'hours_asleep: "{old}"', f'hours_asleep: "{new}"')
    report = check_pathway(folder(tmp_path, pathway, PATIENTS))
    assert [(one.severity.value, one.code) for one in report.findings] == [("note", "missing-value")] * 2


@pytest.mark.parametrize(
    "words",
    [
        reading._PATHWAY_FIELDS,
        reading._INPUT_FIELDS,
        reading._TABLE_FIELDS,
        reading._ROW_FIELDS,
        reading._ACTION_FIELDS,
        reading._DOSE_FIELDS,
        reading._LIMIT_FIELDS,
        reading._CONVERSION_FIELDS,
        reading._ASSAY_FIELDS,
        reading._PATIENT_FIELDS,
        reading.STATUSES,
        *((one.value for one in words) for words in (HitPolicy, Kind, Do)),
        [one.value for one in Origin if one is not Origin.FORMULA],
    ],
)
def test_every_field_of_the_format_is_told(words: list[str]) -> None:
    missing = [word for word in words if not re.search(rf"(?:`|\{{|, ){word}\b", MANUAL)]
    assert missing == []
