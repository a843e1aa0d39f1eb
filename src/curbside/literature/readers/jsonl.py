"""JSON Lines in the shape of the BEIR benchmarks: ``{"_id", "title", "text", "metadata"}`` a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from curbside.literature.publication import Kind, Publication, Read, Record, Unreadable, lay_out
from curbside.literature.readers.fields import authors_of, date_of, doi_in, pmc_of, pmid_of
from curbside.literature.readers.lines import LONGEST_LINE_BYTES, lines_of, never_silent
from curbside.literature.text import fold


class _Entry(msgspec.Struct, frozen=True, gc=False):
    """A line as it stands. Keys beyond these four carry nothing that is read."""

    id: str | int = msgspec.field(name="_id")
    title: str | None = None
    text: str | None = None
    metadata: dict[str, Any] | None = None


_BREAK = re.compile(r"<br ?/?>", re.I)
_PAIRED = re.compile(r"<([bi])>(.*?)</\1>", re.I | re.S)

_FIELDS: dict[str, Callable[[str], Any]] = {
    "pmid": pmid_of,
    "doi": doi_in,
    "pmc": pmc_of,
    "journal": str,
    "url": str,
}


class JsonlReader:
    """Reads a `Publication` a line. Its id is the line's ``_id`` as given, a number as its digits.

    The ids seen are kept while a file is read: the first record of an id stands, a second is reported.
    """

    name = "JSON Lines"

    def __init__(self, *, longest_line: int = LONGEST_LINE_BYTES) -> None:
        self._longest_line = longest_line

    def accepts(self, path: Path, head: bytes) -> bool:
        if path.name.casefold().endswith((".jsonl", ".jsonl.gz")):
            return True
        return head.lstrip().startswith(b"{") and b'"_id"' in head.partition(b"\n")[0]

    def read(self, path: Path) -> Iterator[Record]:
        return never_silent(self._records(path), expected="a JSON object a line")

    def _records(self, path: Path) -> Iterator[Record]:
        decode = msgspec.json.Decoder(_Entry).decode
        seen: set[str] = set()
        for line in lines_of(path, longest=self._longest_line):
            if isinstance(line, Unreadable):
                yield line
                continue
            number, content = line
            content = content.removeprefix(b"\xef\xbb\xbf") if number == 1 else content
            if content.isspace() or not content:
                continue
            try:
                record = _publication(decode(content), seen)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                record = _reason(error)
            yield Unreadable(where=f"line {number}", reason=record) if isinstance(record, str) else record


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8: byte {error.object[error.start]:#04x}"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return f"expected an object with a text '_id', 'title', 'text' and 'metadata': {error}"


def _publication(entry: _Entry, seen: set[str]) -> Publication | str:
    """The publication of a line, or why there is none."""
    publication_id = str(entry.id)
    if not publication_id.strip():
        return "an empty '_id'"
    if publication_id in seen:
        return f"'_id' {publication_id!r} is given a second time; the first record is kept"
    title, text = _unmarked(entry.title or ""), _unmarked(entry.text or "")
    if not title and not text:
        return f"neither 'title' nor 'text' in the record with '_id' {publication_id!r}"
    seen.add(publication_id)
    metadata = {fold(key): _as_text(value) for key, value in (entry.metadata or {}).items()}
    return Publication(
        id=publication_id,
        title=title,
        passages=lay_out(publication_id, (("title", Kind.TITLE, "", title), ("text", Kind.BODY, "", text))),
        read=Read.SECTION,
        metadata=metadata,
        **(_recognised(entry.metadata, metadata) if entry.metadata else {}),
    )


def _unmarked(text: str) -> str:
    """Folded text without the layout that exports of PubMed bring along: ``<br><b>Conclusion:</b>``.

    A tag without its partner stays: in ``a<b>c`` it is none.
    """
    return fold(_PAIRED.sub(r"\2", _BREAK.sub(" ", text)))


def _recognised(given: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a publication that the metadata names, where they are shaped as they should be."""
    fields = {name: read(texts[name]) for name, read in _FIELDS.items() if name in texts}
    if "year" in texts:
        fields["published"] = date_of(texts["year"])
    if "authors" in given:
        fields["authors"] = authors_of(_list(given["authors"]))
    if "publication_types" in given:
        fields["types"] = tuple(_list(given["publication_types"]))
    return fields


def _as_text(value: Any) -> str:
    return fold(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def _list(value: Any) -> list[str]:
    """Texts from a list of them, or from one text that sets them apart with semicolons."""
    values = value.split(";") if isinstance(value, str) else value if isinstance(value, list) else []
    return [folded for each in values if isinstance(each, str) and (folded := fold(each))]
