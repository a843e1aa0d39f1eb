"""Reference lists and effect tables for other programs, read back by those programs' own rules."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import rispy
from hypothesis import HealthCheck, given, settings

from curbside.literature.publication import Publication
from curbside.literature.readers.ris import RisReader
from curbside.surfaces.render import wording
from curbside.surfaces.render.export import COLUMNS, Format, export
from curbside.verification.answer import Answer
from sample_answers import ANSWER, PASSAGES, TRIAL_REFERENCE, answers, estimate

thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LISTED = [reference for reference in ANSWER.references if reference.kind != "derived"]
HOSTILE = '=cmd|"/C calc"!A1 {\\input{x}} % $x$ ~ ^ & # _ "quoted", \r\nER  - \nTY  - BOOK @article{x, }}'


def listed(answer: Answer) -> list[str]:
    return [wording.printable(one.title) for one in answer.references if one.kind != "derived"]


def bibtex_entries(text: str) -> Iterator[dict[str, str]]:
    """A strict reading: entries at the start of a line, a field a line, braces balanced as BibTeX counts them."""
    position = 0
    for entry in re.finditer(r"@(\w+)\{([a-z0-9]+),\n(.*?)\n\}\n\n", text, re.DOTALL):
        assert entry.start() == position, "nothing stands between entries"
        position = entry.end()
        fields = {"entry": entry[1], "key": entry[2]}
        for line in entry[3].split(",\n"):
            field = re.fullmatch(r"  (\w+) = \{(.*)\}", line)
            assert field is not None, line
            depth = 0
            for brace in re.findall(r"[{}]", field[2]):
                depth += 1 if brace == "{" else -1
                assert depth >= 0
            assert depth == 0
            fields[field[1]] = field[2]
        yield fields
    assert position == len(text)


def untexed(text: str) -> str:
    """BibTeX text as LaTeX would print it."""
    printed = text.removeprefix("{").removesuffix("}")
    named = {
        r"\textbackslash{}": "\\",
        r"\textbraceleft{}": "{",
        r"\textbraceright{}": "}",
        r"\textasciitilde{}": "~",
        r"\textasciicircum{}": "^",
    }
    pattern = "|".join(map(re.escape, named)) + r"|\\([&%$#_])"
    return re.sub(pattern, lambda found: found[1] or named[found[0]], printed)


def hostile() -> Answer:
    reference = dataclasses.replace(
        TRIAL_REFERENCE,
        id=HOSTILE,
        title=HOSTILE,
        authors=(HOSTILE,),
        journal=HOSTILE,
        kind=HOSTILE,
        doi=HOSTILE,
        pmid=HOSTILE,
    )
    verdict = dataclasses.replace(ANSWER.verdicts[0], outcome=HOSTILE)
    return dataclasses.replace(ANSWER, references=(reference,), verdicts=(verdict,))


def test_ris_reads_back() -> None:
    entries = rispy.loads(export(ANSWER, Format.RIS))
    assert [entry["title"] for entry in entries] == [one.title for one in LISTED]
    assert entries[0] == {
        "type_of_reference": "JOUR",
        "id": "pmid:90000001",
        "title": TRIAL_REFERENCE.title,
        "authors": ["Alder, A.", "Birch, B.", "Cedar, C.", "Dogwood, D."],
        "secondary_title": "Journal of Invented Trials",
        "year": "2018",
        "doi": "10.9999/jit.2018.1",
        "accession_number": "90000001",
        "name_of_database": "PubMed",
        "notes": ["randomised trial; read: abstract"],
    }
    assert entries[1]["notes"][0].startswith("RETRACTED; SUPERSEDED by PMID 90000009; prospective cohort")
    assert entries[2]["authors"] == ["Willow, W.", "Society of Invented Oncology"]


def test_ris_is_read_by_a_library_as_well(tmp_path: Path) -> None:
    path = tmp_path / "references.ris"
    path.write_text(export(ANSWER, Format.RIS), encoding="utf-8")
    publications = list(RisReader().read(path))
    assert all(isinstance(one, Publication) for one in publications)
    assert [one.title for one in publications] == [one.title for one in LISTED]
    assert publications[0].pmid == "90000001"
    assert publications[0].doi == "10.9999/jit.2018.1"
    assert [author.name for author in publications[0].authors] == list(TRIAL_REFERENCE.authors)


def test_csl_json_reads_back() -> None:
    items = json.loads(export(ANSWER, Format.CSL_JSON))
    assert items[0] == {
        "id": "pmid:90000001",
        "type": "article-journal",
        "title": TRIAL_REFERENCE.title,
        "author": [
            {"family": "Alder", "given": "A."},
            {"family": "Birch", "given": "B."},
            {"family": "Cedar", "given": "C."},
            {"family": "Dogwood", "given": "D."},
        ],
        "container-title": "Journal of Invented Trials",
        "issued": {"date-parts": [[2018]]},
        "DOI": "10.9999/jit.2018.1",
        "PMID": "90000001",
        "note": "randomised trial; read: abstract",
    }
    assert items[1]["status"] == "retracted"
    assert items[2]["author"][1] == {"literal": "Society of Invented Oncology"}
    assert [item["title"] for item in items] == [one.title for one in LISTED]


def test_bibtex_reads_back() -> None:
    entries = list(bibtex_entries(export(ANSWER, Format.BIBTEX)))
    assert [untexed(entry["title"]) for entry in entries] == [one.title for one in LISTED]
    assert entries[0]["entry"] == "article"
    assert entries[0]["author"] == "Alder, A. and Birch, B. and Cedar, C. and Dogwood, D."
    assert entries[0]["doi"] == "10.9999/jit.2018.1"
    assert entries[0]["year"] == "2018"
    assert entries[2]["author"] == "Willow, W. and {Society of Invented Oncology}"
    assert "RETRACTED" in entries[1]["note"]
    assert len({entry["key"] for entry in entries}) == len(entries)


def test_csv_reads_back_digit_for_digit() -> None:
    rows = list(csv.DictReader(io.StringIO(export(ANSWER, Format.CSV, passage_of=PASSAGES.get))))
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["measure"], row["value"], row["low"], row["high"], row["n"]) for row in rows] == [
        ("OR", "0.50", "0.25", "1.00", ""),
        ("MD", "1.20", "0.3", "2.1", "232"),
        ("MD", "-0.1", "-0.30", "0.5", ""),
    ]
    assert rows[0] | {"outcome": "joint pain", "study": "Alder 2018", "doi": "10.9999/jit.2018.1"} == rows[0]


def test_what_was_derived_is_no_publication() -> None:
    for wanted in (Format.RIS, Format.BIBTEX, Format.CSL_JSON):
        assert "Worked out" not in export(ANSWER, wanted)


@thorough
@given(answer=answers)
def test_every_reference_of_any_answer_reads_back(answer: Answer) -> None:
    titles = listed(answer)
    assert [item.get("title", "") for item in json.loads(export(answer, Format.CSL_JSON))] == titles
    entries = list(bibtex_entries(export(answer, Format.BIBTEX)))
    assert [untexed(entry.get("title", "{}")) for entry in entries] == titles
    assert export(answer, Format.RIS).count("\nER  - \n") == len(titles)
    rows = list(csv.reader(io.StringIO(export(answer, Format.CSV))))
    assert len(rows) == 1 + sum(len(verdict.estimates) for verdict in answer.verdicts)
    assert {len(row) for row in rows} == {len(COLUMNS)}


@thorough
@given(answer=answers)
def test_no_cell_of_any_answer_is_calculated(answer: Answer) -> None:
    for row in csv.reader(io.StringIO(export(answer, Format.CSV))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@")) or Decimal(cell) <= 0


@pytest.mark.parametrize("wanted", Format)
def test_hostile_text_stays_inert(wanted: Format) -> None:
    written = export(hostile(), wanted)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", written)
    if wanted is Format.RIS:
        [entry] = rispy.loads(written)
        assert entry["title"] == wording.printable(HOSTILE)
        assert entry["type_of_reference"] == "JOUR"
    if wanted is Format.BIBTEX:
        [fields] = bibtex_entries(written)
        assert untexed(fields["title"]) == wording.printable(HOSTILE)
    if wanted is Format.CSL_JSON:
        [item] = json.loads(written)
        assert item["title"] == wording.printable(HOSTILE)
    if wanted is Format.CSV:
        _, cells = csv.reader(io.StringIO(written))
        assert cells[0] == f"'{wording.printable(HOSTILE)}"


def test_a_negative_number_stays_a_number() -> None:
    verdict = dataclasses.replace(ANSWER.verdicts[0], estimates=(estimate("MD", "-3.9", "-6.5", "-1.3"),))
    rows = list(
        csv.DictReader(io.StringIO(export(dataclasses.replace(ANSWER, verdicts=(verdict,)), Format.CSV)))
    )
    assert (rows[0]["value"], rows[0]["low"], rows[0]["high"]) == ("-3.9", "-6.5", "-1.3")
