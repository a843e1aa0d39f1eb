"""The list of retractions that Crossref publishes: the Retraction Watch database as one CSV file.

Source: Crossref, documentation of the Retraction Watch data; the columns are told by their names, in any order.
Checked 2025-11.

It is read a line at a time, because the file is not always what CSV should be: a stray quotation mark must cost its
own row, and not the thousand after it that lie between it and the next.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from curbside.errors import UnreadableSource
from curbside.literature.notice import Notice, NoticeKind
from curbside.literature.publication import Unreadable
from curbside.literature.readers.lines import lines_of
from curbside.literature.text import fold

NAME: Final = "Retraction Watch CSV"

_MOST_LINES: Final = 200
"""Lines of one row: notes with line breaks have a few."""

_NEEDED: Final = ("RetractionNature", "OriginalPaperDOI", "OriginalPaperPubMedID")
_ABSENT: Final = frozenset({"", "0", "unavailable", "not available", "n/a", "na", "none", "null", "-", "."})
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
_KINDS: Final = {kind.value.casefold(): kind for kind in NoticeKind}

_Line = tuple[int, str]


class BreaksOff(Unreadable, frozen=True, kw_only=True):
    """The last row of a list is only half there, so nobody knows what else the list would have said."""


@dataclass(frozen=True, slots=True)
class _Misshapen:
    """A row that is not as wide as the header, or whose quotation marks do not match; it begins at ``line``."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by the plain names of their columns, and the line it begins at."""

    line: int
    cells: Mapping[str, str]


def is_list_of_retractions(head: bytes) -> bool:
    """Does a file that begins so have the columns of the list?"""
    return _header(_decoded(head.partition(b"\n")[0])) is not None


def notices_of(path: Path) -> Iterator[Notice | Unreadable]:
    """What the list says, row by row. A row that cannot be read is told with its line; the others are kept.

    One that ends in the middle of a row ends with a `BreaksOff`. A row may name no publication: see
    `curbside.literature.notice.Notice.names_one`. Raises `UnreadableSource` when the file has not the columns of the
    list.
    """
    lines = _lines(path)
    first = next(lines, (1, ""))
    header = _header(first[1]) if isinstance(first, tuple) else None
    if header is None:
        raise UnreadableSource(
            f"expected a CSV file with the columns {', '.join(_NEEDED)}, as Crossref publishes the Retraction Watch "
            f"list; came another: {path}"
        )
    unfinished: _Misshapen | Unreadable | None = None
    for row in _rows(lines, header):
        if unfinished is not None:
            yield _told(unfinished)
            unfinished = None
        if isinstance(row, _Row):
            yield _notice(row)
        else:
            unfinished = row
    if unfinished is not None:
        told = _told(unfinished)
        yield BreaksOff(where=told.where, reason=f"the file breaks off here: {told.reason}")


def _told(row: _Misshapen | Unreadable) -> Unreadable:
    return Unreadable(where=f"line {row.line}", reason=row.reason) if isinstance(row, _Misshapen) else row


# --- from bytes to rows --------------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[_Line | Unreadable]:
    for line in lines_of(path):
        yield line if isinstance(line, Unreadable) else (line[0], _decoded(line[1]))


def _decoded(raw: bytes) -> str:
    """A line as text: most are UTF-8, and some were pasted from elsewhere and are Windows-1252."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns by their plain names, in order, and what parts them."""

    columns: tuple[str, ...]
    delimiter: str


def _header(line: str) -> _Header | None:
    delimiter = max(",;\t", key=line.count)
    columns = tuple(map(_plain, line.rstrip("\r\n").split(delimiter)))
    return _Header(columns, delimiter) if {_plain(name) for name in _NEEDED} <= set(columns) else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())


def _rows(lines: Iterator[_Line | Unreadable], header: _Header) -> Iterator[_Row | _Misshapen | Unreadable]:
    returned: deque[_Line | Unreadable] = deque()

    def take() -> _Line | Unreadable | None:
        return returned.popleft() if returned else next(lines, None)

    while (first := take()) is not None:
        if isinstance(first, Unreadable):
            yield first
        elif first[1].strip(f"{header.delimiter} \r\n"):
            row, beyond = _row(first, take, header)
            returned.extendleft(reversed(beyond))
            yield row


def _row(
    first: _Line, take: Callable[[], _Line | Unreadable | None], header: _Header
) -> tuple[_Row | _Misshapen, list[_Line | Unreadable]]:
    """The row that begins at a line, and the lines that were looked at and turned out to be no part of it."""
    number, text = first
    beyond: list[_Line | Unreadable] = []

    def as_many_as_it_takes() -> Iterator[str]:
        yield text
        while len(beyond) < _MOST_LINES and (line := take()) is not None:
            beyond.append(line)
            if isinstance(line, Unreadable):
                return
            yield line[1]

    try:
        # Strict: else the stray mark of one row is closed by the first of the next, and the two pass for one.
        cells = next(csv.reader(as_many_as_it_takes(), delimiter=header.delimiter, strict=True))
    except csv.Error:
        alone = _leniently(text, header.delimiter)
        if alone is None or not _fits(alone, header):
            return _Misshapen(number, "its quotation marks do not match"), beyond
        return _Row(number, dict(zip(header.columns, alone, strict=False))), beyond
    if not _fits(cells, header):
        wanted = len([name for name in header.columns if name])
        return _Misshapen(number, f"expected {wanted} cells, came {len(cells)}"), beyond
    return _Row(number, dict(zip(header.columns, cells, strict=False))), []


def _leniently(text: str, delimiter: str) -> list[str] | None:
    """The cells of a line with marks in it that should have been doubled; None where it does not end with it."""
    lines = iter((text,))
    try:
        cells = next(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return None
    return cells if not cells or not cells[-1].endswith("\n") else None


def _fits(cells: Sequence[str], header: _Header) -> bool:
    """Has the row a cell for every column that has a name, and nothing beyond the last?"""
    named = max(place for place, name in enumerate(header.columns, start=1) if name)
    return len(cells) >= named and not any(cell.strip() for cell in cells[len(header.columns) :])


# --- from a row to what it says ------------------------------------------------------------------------


def _notice(row: _Row) -> Notice | Unreadable:
    cells = row.cells
    nature = fold(cells["retractionnature"])
    kind = _KINDS.get(nature.casefold())
    where = f"line {row.line}"
    if kind is None:
        known = ", ".join(one.value for one in NoticeKind)
        return Unreadable(
            where=where, reason=f"expected RetractionNature to be one of {known}; came {nature!r}"
        )
    pmid, doi = _pmid(cells["originalpaperpubmedid"]), _doi(cells["originalpaperdoi"])
    if not pmid and not doi and (misspelt := _misspelt(cells)):
        return Unreadable(where=where, reason=f"expected a PMID or a DOI; came {misspelt}")
    by_pmid, by_doi = _pmid(cells.get("retractionpubmedid", "")), _doi(cells.get("retractiondoi", ""))
    return Notice(
        kind=kind,
        pmid=pmid,
        doi=doi,
        said_on=_day(cells.get("retractiondate", "")),
        said_by=f"pmid:{by_pmid}" if by_pmid else f"doi:{by_doi}" if by_doi else "",
        reasons=_reasons(cells.get("reason", "")),
        record=fold(cells.get("recordid", "")),
    )


def _pmid(cell: str) -> str:
    digits = cell.strip().removesuffix(".0")
    return str(int(digits)) if digits.isascii() and digits.isdigit() and 0 < int(digits) < 10**9 else ""


def _doi(cell: str) -> str:
    """A DOI in lower case, without what stands before it. Its end is the cell's, as a DOI may have any sign in it."""
    found = _DOI.search(unquote(fold(cell)))
    return found[0].rstrip(".,;").casefold() if found else ""


def _misspelt(cells: Mapping[str, str]) -> str:
    written = (fold(cells["originalpaperpubmedid"]), fold(cells["originalpaperdoi"]))
    return " and ".join(repr(text[:60]) for text in written if text.casefold() not in _ABSENT)


def _day(cell: str) -> str:
    """``8/16/2023 0:00`` as ``2023-08-16``; the list writes the month first, and is believed as far as it can be."""
    text = fold(cell)
    if american := _AMERICAN.fullmatch(text):
        month, day, year = map(int, american.groups())
        return _iso(year, *((day, month) if month > 12 else (month, day)))
    if iso := _ISO.fullmatch(text):
        return _iso(*map(int, iso.groups()))
    return ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _reasons(cell: str) -> str:
    return "; ".join(filter(None, (fold(part).lstrip("+ ") for part in cell.split(";"))))
