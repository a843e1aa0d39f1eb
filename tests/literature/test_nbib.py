"""PubMed's tagged format, as PubMed writes it and as it arrives damaged."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from curbside.literature.publication import (
    Author,
    MeshHeading,
    MeshQualifier,
    Publication,
    PublicationDate,
    Read,
    Record,
    Relation,
    RelationKind,
    Unreadable,
)
from curbside.literature.readers.nbib import NbibReader
from literature.samples_of_formats import NBIB


def read(folder: Path, content: str | bytes, name: str = "export.nbib") -> list[Record]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(NbibReader().read(path))


def only(records: list[Record]) -> Publication:
    (record,) = records
    assert isinstance(record, Publication), record
    return record


@pytest.fixture
def trial(tmp_path: Path) -> Publication:
    record = read(tmp_path, NBIB)[0]
    assert isinstance(record, Publication)
    return record


def test_a_record_is_a_publication_of_pubmed(trial: Publication) -> None:
    assert (trial.id, trial.version, trial.read) == ("pmid:90000001", "01.20200612", Read.ABSTRACT)
    assert trial.title.endswith("an invented trial that needs two lines for its title.")
    assert trial.journal == "Journal of invented medicine"
    assert trial.journal_abbreviation == "J Invent Med"
    assert (trial.issn, trial.volume, trial.issue, trial.pages) == ("1234-5678", "12", "3", "101-9")
    assert trial.published == PublicationDate(year=2019, month=2, day=14)
    assert (trial.doi, trial.pii) == ("10.9999/inv.2019.1", "S1234-5678(19)00001-1")
    assert (trial.pmid, trial.pmc) == ("90000001", "PMC9000001")
    assert trial.types == ("Journal Article", "Randomized Controlled Trial")
    assert trial.chemicals == ("Vitamin D", "Aromatase Inhibitors")
    assert (trial.keywords, trial.languages) == (("joint pain", "supplement"), ("eng",))


def test_the_labels_of_an_abstract_part_it_and_an_abbreviation_does_not(trial: Publication) -> None:
    assert [(p.id, p.heading, p.text) for p in trial.passages[1:]] == [
        ("pmid:90000001#abstract.background", "BACKGROUND", "Joint pain is common."),
        (
            "pmid:90000001#abstract.methods",
            "METHODS",
            "We gave 4000 IU daily (n = 60). COX: not measured.",
        ),
        ("pmid:90000001#abstract.results", "RESULTS", "Pain fell by 1.2 points (95% CI 0.3 to 2.1)."),
        ("pmid:90000001#abstract.conclusions", "CONCLUSIONS", "Larger trials are needed."),
    ]


def test_full_names_are_preferred_and_groups_keep_their_place(trial: Publication) -> None:
    assert trial.authors == (
        Author(family="Müller", given="Änne B"),
        Author(family="Stone", given="Peter"),
        Author(collective="Invented Trials Group"),
    )


def test_stars_mark_what_a_publication_is_chiefly_about(trial: Publication) -> None:
    assert trial.mesh == (
        MeshHeading(
            name="Arthralgia",
            qualifiers=(
                MeshQualifier(name="chemically induced", major=True),
                MeshQualifier(name="drug therapy"),
            ),
        ),
        MeshHeading(name="Vitamin D", major=True),
    )


def test_a_retraction_notice_is_a_relation_to_the_notice(trial: Publication) -> None:
    assert trial.relations == (
        Relation(
            kind=RelationKind.COMMENTED_BY, target="pmid:90000002", citation="J Invent Med. 2019;12(4):200."
        ),
        Relation(
            kind=RelationKind.RETRACTED_BY, target="pmid:90000003", citation="J Invent Med. 2020;13(1):5."
        ),
    )


@pytest.mark.parametrize(
    ("tag", "kinds"),
    [
        ("ROF", ["retracts"]),
        ("PRIN", ["retracted by"]),
        ("EIN", ["corrected by"]),
        ("EFR", ["corrects"]),
        ("ECI", ["concern raised by"]),
        ("ECF", ["raises concern about"]),
        ("CRI", ["superseded by"]),
        ("CRF", ["supersedes"]),
        ("RRI", ["retracted by", "superseded by"]),
        ("UIN", ["updated by"]),
        ("UOF", ["updates"]),
        ("CON", ["comments on"]),
        ("SPIN", ["other"]),
    ],
)
def test_relations(tmp_path: Path, tag: str, kinds: list[str]) -> None:
    content = f"PMID- 1\nTI  - T.\n{tag:4}- J Invent Med. 2020. doi: 10.9999/x. PMID: 77\nSO  - J.\n"
    relations = only(read(tmp_path, content)).relations
    assert [relation.kind for relation in relations] == kinds
    assert {relation.target for relation in relations} == {"pmid:77"}


def test_without_a_revision_date_the_day_it_was_created_orders_readings(tmp_path: Path) -> None:
    letter = read(tmp_path, NBIB)[1]
    assert isinstance(letter, Publication)
    assert (letter.version, letter.read) == ("01.20180102", Read.SECTION)
    assert letter.published == PublicationDate(year=1998, printed="1998 Dec-1999 Jan")
    assert letter.authors == (Author(family="Rao", given="L"),)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_breaks_and_byte_order_marks_make_no_difference(
    tmp_path: Path, mark: str, line_break: str
) -> None:
    as_written = read(tmp_path, NBIB)
    assert read(tmp_path, mark + NBIB.replace("\n", line_break)) == as_written


def test_compressed_is_the_same(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(NBIB.encode()), "x.nbib.gz") == read(tmp_path, NBIB)


@pytest.mark.parametrize(
    ("content", "where", "reason"),
    [
        ("TI  - No number.\nSO  - J.\n", "line 1", "without a PMID"),
        (" \n\n", "the whole file", "expected a record that begins with 'PMID- '"),
        ("PMID- abc\nTI  - T.\n", "line 1", "without a PMID"),
        (b"PMID- 1\nTI  - Sj\xf6gren\nSO  - J.\n", "line 1", "not UTF-8: byte 0xf6"),
        ("PMID- 1\nTI  - T.\nAB  - No benefit was se", "line 1", "breaks off inside the record with PMID 1"),
    ],
)
def test_a_bad_record_is_told_by_line_and_reason(
    tmp_path: Path, content: str | bytes, where: str, reason: str
) -> None:
    (record,) = read(tmp_path, content)
    assert isinstance(record, Unreadable)
    assert record.where == where
    assert reason in record.reason


def test_good_records_around_a_bad_one_are_kept(tmp_path: Path) -> None:
    good = "PMID- {}\nTI  - T.\nSO  - J.\n\n"
    records = read(tmp_path, good.format(1) + "TI  - Lost its number.\n\n" + good.format(2))
    assert [getattr(record, "id", "unreadable") for record in records] == ["pmid:1", "unreadable", "pmid:2"]


def test_a_record_that_lost_its_number_is_not_added_to_the_one_before(tmp_path: Path) -> None:
    first = read(tmp_path, "PMID- 1\nTI  - T.\nSO  - J.\n\nAB  - Of another.\n")[0]
    assert isinstance(first, Publication)
    assert [passage.text for passage in first.passages] == ["T."]


def test_a_gzip_file_that_breaks_off_keeps_its_good_records(tmp_path: Path) -> None:
    many = "".join(f"PMID- {n}\nTI  - Title {n * 7919}.\nSO  - J {n}.\n\n" for n in range(1, 5_000))
    records = read(tmp_path, gzip.compress(many.encode())[:-2000], "x.nbib.gz")
    assert len(records) > 100
    assert all(isinstance(record, Publication) for record in records[:-1])
    assert isinstance(records[-1], Unreadable)
    assert "breaks off" in records[-1].reason
