"""JSON Lines: ids as given, and a bad line never costs a good one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.literature.publication import (
    Author,
    Kind,
    Publication,
    PublicationDate,
    Read,
    Record,
    Unreadable,
)
from curbside.literature.readers.jsonl import JsonlReader
from curbside.literature.text import fold
from literature.samples_of_formats import JSONL


def read(folder: Path, content: str | bytes, name: str = "corpus.jsonl", **options: int) -> list[Record]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(JsonlReader(**options).read(path))


def only(records: list[Record]) -> Publication:
    (record,) = records
    assert isinstance(record, Publication), record
    return record


def line(**values: Any) -> str:
    return json.dumps({"_id": "x", "text": "A text.", **values}) + "\n"


def test_a_line_is_a_publication_with_its_own_id(tmp_path: Path) -> None:
    first, second = read(tmp_path, JSONL)
    assert isinstance(first, Publication)
    assert isinstance(second, Publication)
    assert (first.id, first.read, first.pmid) == ("a-1", Read.SECTION, "90000009")
    assert [(p.id, p.kind, p.text) for p in first.passages] == [
        ("a-1#title", Kind.TITLE, "Bone"),
        ("a-1#text", Kind.BODY, "Density rose by 5.1%."),
    ]
    assert second.id == "2"
    assert second.metadata == {"year": "2014", "n": '[1,{"k":null}]'}
    assert [p.id for p in second.passages] == ["2#text"]


@pytest.mark.parametrize("given_id", ["  x ", "a#b", "Ünï", "00012", "PMID:1/2"])
def test_ids_are_kept_as_given(tmp_path: Path, given_id: str) -> None:
    publication = only(read(tmp_path, line(_id=given_id)))
    assert publication.id == given_id
    assert publication.passages[0].publication == given_id


def test_metadata_that_is_recognised_fills_fields(tmp_path: Path) -> None:
    metadata = {
        "pmid": 123,
        "doi": "https://doi.org/10.9999/x",
        "pmc": "PMC55",
        "journal": "J Invent Med",
        "year": "2014",
        "authors": ["Rao, Leela", "Stone P"],
        "publication_types": "Review; Journal Article",
        "url": "https://example.org",
    }
    publication = only(read(tmp_path, line(metadata=metadata)))
    assert (publication.pmid, publication.doi, publication.pmc) == ("123", "10.9999/x", "PMC55")
    assert publication.published == PublicationDate(year=2014)
    assert publication.authors == (Author(family="Rao", given="Leela"), Author(family="Stone", given="P"))
    assert publication.types == ("Review", "Journal Article")
    assert (publication.journal, publication.url) == ("J Invent Med", "https://example.org")
    assert publication.metadata["authors"] == '["Rao, Leela","Stone P"]'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not json\n", "expected an object"),
        ("[1]\n", "expected an object"),
        ('{"text": "T"}\n', "missing required field `_id`"),
        (line(_id=""), "an empty '_id'"),
        (line(_id=" "), "an empty '_id'"),
        (line(_id=None), "expected an object"),
        (line(text=7), "expected an object"),
        (line(metadata="m"), "expected an object"),
        (line(text="", title=" "), "neither 'title' nor 'text'"),
        (b'{"_id": "x", "text": "Sj\xf6gren"}\n', "UTF-8"),
        (b'{"_id": "x", "text": "cut of', "expected an object"),
        ('{"_id": "x", "metadata": {"deep": ' + "[" * 100_000 + "}}\n", "nested too deeply"),
    ],
)
def test_a_bad_line_is_told_by_number_and_reason(tmp_path: Path, content: str | bytes, reason: str) -> None:
    raw = content.encode() if isinstance(content, str) else content
    good, bad = read(tmp_path, line(_id="good").encode() + raw)
    assert isinstance(good, Publication)
    assert isinstance(bad, Unreadable)
    assert bad.where == "line 2"
    assert reason in bad.reason


def test_a_file_of_blank_lines_says_that_it_holds_nothing(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "\n \n")
    assert record == Unreadable(where="the whole file", reason="expected a JSON object a line, found none")


def test_of_two_records_with_one_id_the_first_stands(tmp_path: Path) -> None:
    first, second = read(tmp_path, line(text="First.") + line(text="Second."))
    assert isinstance(first, Publication)
    assert first.passages[0].text == "First."
    assert second == Unreadable(
        where="line 2", reason="'_id' 'x' is given a second time; the first record is kept"
    )


def test_a_line_that_never_ends_is_skipped_to_its_end(tmp_path: Path) -> None:
    content = line(_id="1") + line(_id="2", text="long " * 1000) + "\n" + line(_id="3")
    first, second, third = read(tmp_path, content, longest_line=100)
    assert isinstance(first, Publication)
    assert second == Unreadable(where="line 2", reason="longer than 100 bytes")
    assert isinstance(third, Publication)
    assert third.id == "3"


def test_a_line_of_just_the_longest_length_is_read(tmp_path: Path) -> None:
    content = line(_id="1").rstrip("\n")
    assert only(read(tmp_path, content + "\n", longest_line=len(content))).id == "1"
    assert only(read(tmp_path, content, longest_line=len(content))).id == "1"
    assert isinstance(read(tmp_path, content, longest_line=len(content) - 1)[0], Unreadable)


def test_compressed_is_the_same(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(JSONL.encode()), "c.jsonl.gz") == read(tmp_path, JSONL)


@given(title=st.text(), text=st.text(), metadata=st.dictionaries(st.text(), st.text() | st.integers()))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, title: str, text: str, metadata: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("written")
    (record,) = read(folder, line(title=title, text=text, metadata=metadata))
    if not fold(title) and not fold(text):
        assert isinstance(record, Unreadable)
        return
    assert isinstance(record, Publication)
    assert [p.text for p in record.passages] == [part for part in (fold(title), fold(text)) if part]
