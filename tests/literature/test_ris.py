"""RIS, as reference managers and databases export it."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.literature.publication import Author, Publication, PublicationDate, Read, Record, Unreadable
from curbside.literature.readers.ris import RisReader
from literature.samples_of_formats import RIS


def read(folder: Path, content: str | bytes) -> list[Record]:
    path = folder / "export.ris"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(RisReader().read(path))


def only(records: list[Record]) -> Publication:
    (record,) = records
    assert isinstance(record, Publication), record
    return record


def record_with(*fields: str) -> str:
    return "\n".join(("TY  - JOUR", "TI  - A title", *fields, "ER  - ", ""))


def test_a_record_is_a_publication(tmp_path: Path) -> None:
    article = read(tmp_path, RIS)[0]
    assert isinstance(article, Publication)
    assert (article.id, article.doi) == ("doi:10.9999/inv.2016.7", "10.9999/INV.2016.7")
    assert (article.title, article.read) == ("Vitamin D and aching hands", Read.ABSTRACT)
    assert article.authors == (Author(family="Rao", given="Leela M."), Author(family="Stone", given="Peter"))
    assert (article.journal, article.journal_abbreviation) == ("Journal of Invented Medicine", "J Invent Med")
    assert (article.volume, article.issue, article.pages) == ("9", "2", "11-19")
    assert article.published == PublicationDate(year=2016)
    assert (article.types, article.keywords) == (("Journal Article",), ("pain", "hands"))
    assert (article.languages, article.url) == (("en",), "https://example.org/a;b")
    assert [(p.id.partition("#")[2], p.text) for p in article.passages] == [
        ("title", "Vitamin D and aching hands"),
        ("abstract.aim", "To see."),
        ("abstract.results", "Nothing changed over a year."),
    ]


def test_a_record_exported_twice_is_one_publication(tmp_path: Path) -> None:
    first, again = (read(tmp_path, text)[1] for text in (RIS, RIS.replace("A report with", "A REPORT  with")))
    assert isinstance(first, Publication)
    assert isinstance(again, Publication)
    assert first.id == again.id
    assert first.id.startswith("ris:")


@pytest.mark.parametrize(
    ("fields", "publication_id"),
    [
        (("AN  - PMID: 123",), "pmid:123"),
        (("DB  - PubMed", "AN  - 123"), "pmid:123"),
        (("DP  - NLM", "ID  - 123"), "pmid:123"),
        (("UR  - https://pubmed.ncbi.nlm.nih.gov/123/",), "pmid:123"),
        (("DO  - 10.9999/ABC", "AN  - PMID: 123"), "pmid:123"),
        (("DO  - 10.9999/ABC", "DB  - Invented", "AN  - 2005123"), "doi:10.9999/abc"),
        (("UR  - https://doi.org/10.9999/Abc.",), "doi:10.9999/abc"),
    ],
)
def test_a_number_is_pubmeds_only_where_the_record_says_so(
    tmp_path: Path, fields: tuple[str, ...], publication_id: str
) -> None:
    assert only(read(tmp_path, record_with(*fields))).id == publication_id


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("PY  - 2016", PublicationDate(year=2016)),
        ("Y1  - 2016/05/07/", PublicationDate(year=2016, month=5, day=7)),
        ("DA  - 2016 May", PublicationDate(year=2016, month=5)),
        ("PY  - 2016/17 winter", PublicationDate(year=2016, printed="2016/17 winter")),
        ("PY  - in press", PublicationDate(printed="in press")),
    ],
)
def test_dates(tmp_path: Path, printed: str, date: PublicationDate) -> None:
    assert only(read(tmp_path, record_with(printed))).published == date


@pytest.mark.parametrize(
    ("content", "where", "reason"),
    [
        ("TY  - JOUR\nAU  - Rao, L\nER  - \n", "line 1", "without a title"),
        ("Some notes of mine.\n", "the whole file", "expected a record that begins with 'TY  - '"),
        ("TI  - Lost\nER  - \n", "line 1", "without its first line"),
        ("TY  - JOUR\nTI  - T\nAB  - No benefit was se", "line 1", "breaks off before its last line"),
        (b"TY  - JOUR\nTI  - \x81\x8d\nER  - \n", "line 1", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_a_bad_record_is_told_by_line_and_reason(
    tmp_path: Path, content: str | bytes, where: str, reason: str
) -> None:
    (record,) = read(tmp_path, content)
    assert isinstance(record, Unreadable)
    assert record.where == where
    assert reason in record.reason


def test_a_record_without_an_end_does_not_take_the_next_one_with_it(tmp_path: Path) -> None:
    records = read(tmp_path, "TY  - JOUR\nTI  - Half\n" + record_with())
    assert [type(record) for record in records] == [Unreadable, Publication]


def test_old_exports_in_windows_1252_are_read(tmp_path: Path) -> None:
    assert only(read(tmp_path, record_with("AU  - Müller, Ä").encode("cp1252"))).authors[0].family == "Müller"
