"""A patient as a row of YAML or CSV, and which reader a file is read by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from curbside.errors import NotFound, UnreadablePatient
from curbside.patient.readers import read_patient
from curbside.patient.readers.files import text_of
from patient.bundles import bundle, patient, read, remarks

YAML = """\
# the patient as a clinician writes her
level: 34 ng/mL
level_on: 2026-10-01
on_letrozole: yes
dialysis: none
sex: F
born: 1950-03-01
note:
"""
CSV = """\
level,level_on,on_letrozole,dialysis,sex,born,note
34 ng/mL,2026-10-01,yes,none,F,1950-03-01,
"""


JSON = """\
{"level": "34 ng/mL", "level_on": "2026-10-01", "on_letrozole": "yes", "dialysis": "none", "sex": "F",
 "born": "1950-03-01", "note": null}
"""


@pytest.mark.parametrize(
    "written",
    [
        YAML,
        CSV,
        CSV.replace(",", ";"),
        CSV.replace(",", "\t"),
        "\ufeff" + CSV,
        CSV.replace("\n", "\r\n"),
        "---\n" + YAML,
        JSON,
    ],
    ids=["YAML", "CSV", "semicolons", "tabs", "BOM", "CRLF", "YAML document", "JSON"],
)
def test_one_patient_is_read_alike_from_every_kind_of_row(written: str, tmp_path: Path) -> None:
    record = read(written, tmp_path)
    assert (record.born_on, record.sex) == (date(1950, 3, 1), "female")
    assert [(one.name, one.value, one.given_on) for one in record.answers] == [
        ("level", "34 ng/mL", date(2026, 10, 1)),
        ("on_letrozole", "yes", None),
        ("dialysis", "none", None),
        ("sex", "female", None),
    ]
    assert record.remarks == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("level: 1.10", "1.10"),
        ("level: 1e3", "1e3"),
        ("level: 0o17", "0o17"),
        ("level: no", "no"),
        ("level: 2026-10-01", "2026-10-01"),
        ("level: '34 ng/mL'", "34 ng/mL"),
        ("level: !!python/object:os.system 34", "34"),
    ],
)
def test_a_value_is_text_as_it_was_written(written: str, value: str, tmp_path: Path) -> None:
    assert read(written, tmp_path).answers[0].value == value


@pytest.mark.parametrize("nothing", ["", "null", "~", "   "])
def test_an_empty_field_is_no_answer(nothing: str, tmp_path: Path) -> None:
    assert read(f"level: {nothing}\nage: 74", tmp_path).answers[0].name == "age"


@pytest.mark.parametrize("name", ["started_on", "level_on"])
def test_a_name_that_only_looks_like_a_date_of_another_is_an_answer(name: str, tmp_path: Path) -> None:
    assert [one.name for one in read(f"{name}: 2026-01-01", tmp_path).answers] == [name]


def test_what_is_dated_by_no_date_was_given_and_cannot_be_read(tmp_path: Path) -> None:
    record = read("level: 34 ng/mL\nlevel_on: last week", tmp_path)
    assert [(one.value, one.given_on) for one in record.answers] == [("", None)]
    assert "dated by what is no date" in remarks(record)


@pytest.mark.parametrize("written", ["03/01/1950", "1950", "1950-13-01", "74"])
def test_a_birth_date_that_is_none_is_named(written: str, tmp_path: Path) -> None:
    record = read(f"born: {written}", tmp_path)
    assert record.born_on is None
    assert "the birth date is no date" in remarks(record)


@pytest.mark.parametrize(
    ("written", "died"), [("yes", True), ("no", False), ("2026-01-01", True), ("perhaps", False)]
)
def test_a_row_may_say_that_the_patient_has_died(written: str, died: bool, tmp_path: Path) -> None:
    record = read(f"died: {written}", tmp_path)
    assert record.died == died
    assert bool(record.remarks) == (written == "perhaps")


def test_a_row_has_the_id_it_gives(tmp_path: Path) -> None:
    assert read("id: 17\nlevel: 34 ng/mL", tmp_path).id == "17"
    assert read("id,level\n17,34 ng/mL", tmp_path).id == "17"


def test_of_several_rows_the_one_asked_for_is_read(tmp_path: Path) -> None:
    rows = "id,level\n17,34 ng/mL\n18,12 ng/mL"
    assert read(rows, tmp_path, subject="18").answers[0].value == "12 ng/mL"


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ("", "an empty file"),
        (" \n\t\n", "an empty file"),
        ("level: 34\nlevel: 12", "each name once, came one again in line 2"),
        ("level:\n  value: 34", "came something else in line 2"),
        ("level: [34, 12]", "came something else in line 1"),
        ("a: &x 1\nb: *x", "came something else in line 2"),
        ("level: 34\n---\nlevel: 12", "came something else in line 3"),
        ("level: '34", "expected YAML; it cannot be read in line"),
        ("level: \x07", "characters that YAML does not take"),
        ("a: " + "[" * 100_000, "came something else in line 1"),
        ("# nothing but this", "expected"),
        ("level,age\n34 ng/mL", "expected 2 fields in row 2, came 1"),
        ("level,age\n34 ng/mL,74,1", "expected 2 fields in row 2, came 3"),
        ("level,level\n34,12", "column 1 comes again"),
        ("level,\n34,12", "column 2 has none"),
        ('level\n"34', "a quote is left open"),
        ("level", "came 0 rows"),
        ("level\n34\n12", "came 2 rows"),
        ("[]", "came a JSON list"),
        ("<Bundle/>", "came XML"),
        ('{"resourceType": "Bundle", "entry": [', "expected one JSON document; input data was truncated"),
        ('{"resourceType": "Bundle"} {}', "NDJSON of many patients is read by"),
        ('{"resourceType": "Encounter"}', "came another resource"),
        ('{"a":' * 100_000, "nested too deeply"),
        (b"\xff\xfel\x00", "came UTF-16"),
        (b"\x1f\x8b\x08", "came gzip"),
        (b"PK\x03\x04", "a zip archive"),
        (b"level: 34\nname: \xe9", "other bytes in line 2"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_expected(
    written: str | bytes, refused: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadablePatient) as caught:
        read(written, tmp_path)
    assert refused in str(caught.value)


def test_a_file_that_does_not_end_is_read_only_as_far_as_was_agreed(tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    with endless.open("wb") as file:
        file.truncate(3 << 30)  # takes no space: every byte of it is a hole
    with pytest.raises(UnreadablePatient, match="of at most 64 MiB, came more"):
        read_patient(endless)
    with pytest.raises(UnreadablePatient, match="of at most 1 MiB"):
        text_of(Path("/dev/zero"), largest=1 << 20)


def test_a_row_is_never_of_many_megabytes(tmp_path: Path) -> None:
    for written in ("level: " + "3" * (2 << 20), "level\n" + "3" * (2 << 20)):
        with pytest.raises(UnreadablePatient, match="1 MiB"):
            read(written, tmp_path)


def test_no_file_and_a_folder_are_named_without_their_path(tmp_path: Path) -> None:
    missing = tmp_path / "Jane Doe.json"
    with pytest.raises(NotFound) as none:
        read_patient(missing)
    with pytest.raises(UnreadablePatient, match="came a folder") as folder:
        read_patient(tmp_path)
    assert "Jane" not in str(none.value)
    assert str(tmp_path) not in str(folder.value)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    # Not even root reads a link that leads to itself.
    looped = tmp_path / "looped"
    looped.symlink_to(looped)
    with pytest.raises(UnreadablePatient, match="may be read"):
        read_patient(looped)


def test_a_resource_is_fhir_and_other_json_a_row(tmp_path: Path) -> None:
    assert read(bundle(patient()), tmp_path).id == "p1"
    assert read('{"level": 34}', tmp_path).answers[0].value == "34"
