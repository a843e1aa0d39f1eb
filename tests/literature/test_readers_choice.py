"""Which reader takes a file, and which files there are."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from curbside.errors import NotFound
from curbside.literature.publication import Unreadable
from curbside.literature.readers import files_under, reader_for
from literature.samples_of_formats import HTML, JSONL, MARKDOWN, NBIB, PDF, RIS

MEDLINE = '<?xml version="1.0"?><PubmedArticleSet></PubmedArticleSet>'
JATS = "<article><front><article-meta></article-meta></front></article>"


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("medline16n0902.xml", MEDLINE, "MedlineReader"),
        ("pubmed.bin", MEDLINE, "MedlineReader"),
        ("PMC1.nxml", JATS, "JatsReader"),
        ("export.nbib", NBIB, "NbibReader"),
        ("pubmed-set.txt", NBIB, "NbibReader"),
        ("export.ris", RIS, "RisReader"),
        ("export.txt", RIS, "RisReader"),
        ("corpus.jsonl", JSONL, "JsonlReader"),
        ("corpus", JSONL, "JsonlReader"),
        ("statements.yaml", "- id: a\n", "StatementsReader"),
        ("page.html", HTML, "HtmlReader"),
        ("page", HTML, "HtmlReader"),
        ("note.md", MARKDOWN, "MarkdownReader"),
        ("note.txt", "Plain words.", "MarkdownReader"),
        ("guide.pdf", PDF, "PdfReader"),
        ("guide", PDF, "PdfReader"),
        ("damaged.pdf", "no PDF at all", "PdfReader"),
        ("README.md", MARKDOWN, None),
        ("LICENSE", "All rights.", None),
        ("notes.yaml", "a: b", None),
        ("picture.png", b"\x89PNG\r\n", None),
        ("other.xml", "<recipes/>", None),
        ("other.json", '{"a": 1}', None),
    ],
)
def test_the_reader_of_a_file(tmp_path: Path, name: str, content: str | bytes, reader: str | None) -> None:
    chosen = reader_for(file(tmp_path, name, content))
    assert (type(chosen).__name__ if chosen else None) == reader


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("medline16n0902.xml.gz", MEDLINE, "MedlineReader"),
        ("export.nbib.gz", NBIB, "NbibReader"),
        ("corpus.jsonl.gz", JSONL, "JsonlReader"),
        ("page.html.gz", HTML, "HtmlReader"),
    ],
)
def test_compressed_files_are_known_by_what_is_in_them(
    tmp_path: Path, name: str, content: str, reader: str
) -> None:
    compressed = gzip.compress(content.encode())
    assert type(reader_for(file(tmp_path, name, compressed))).__name__ == reader
    assert type(reader_for(file(tmp_path, f"cut-{name}", compressed[:-6]))).__name__ == reader


@pytest.mark.parametrize("content", [b"", gzip.compress(b"")], ids=["plain", "compressed"])
@pytest.mark.parametrize("name", ["empty.xml", "empty.pdf", "empty", "empty.jsonl.gz"])
def test_an_empty_file_says_that_it_is_empty(tmp_path: Path, name: str, content: bytes) -> None:
    reader = reader_for(file(tmp_path, name, content))
    assert reader is not None
    assert list(reader.read(tmp_path / name)) == [
        Unreadable(where="the whole file", reason="the file is empty")
    ]


def test_reading_medline_imports_no_reader_of_documents(tmp_path: Path) -> None:
    path = file(tmp_path, "m.xml", MEDLINE)
    script = (
        "import sys, pathlib; from curbside.literature.readers import reader_for;"
        f"reader_for(pathlib.Path({str(path)!r}));"
        "heavy = {'pypdfium2', 'selectolax', 'markdown_it', 'rispy'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    source = Path(sys.modules["curbside"].__file__ or "").parents[1]
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": str(source)}, timeout=60)


def test_a_folder_gives_its_files_in_order_and_nothing_hidden(tmp_path: Path) -> None:
    for name in ("b.md", "a/2.md", "a/1.md", ".hidden.md", ".git/c.md", "c/.x/y.md"):
        file(tmp_path, name, "x")
    (tmp_path / "c" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "c" / "broken.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "d").symlink_to(tmp_path / "a", target_is_directory=True)
    found = [str(path.relative_to(tmp_path)) for path in files_under(tmp_path)]
    assert found == ["a/1.md", "a/2.md", "b.md", "d/1.md", "d/2.md"]


def test_of_a_content_topic_only_the_statements_are_literature(tmp_path: Path) -> None:
    for name in ("content/pain/statements.yaml", "content/pain/pathway.yaml", "content/other.md"):
        file(tmp_path, name, "x")
    found = [path.name for path in files_under(tmp_path)]
    assert found == ["other.md", "statements.yaml"]


def test_a_file_is_itself_and_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = file(tmp_path, ".hidden.md", "x")
    assert list(files_under(path)) == [path]
    with pytest.raises(NotFound, match=r"nothing at .*gone"):
        list(files_under(tmp_path / "gone"))
