"""RIS, the format reference managers exchange (``TY  - JOUR`` … ``ER  - ``), read with rispy."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rispy import RisParser

from curbside.literature.publication import (
    Author,
    Kind,
    Publication,
    PublicationDate,
    Read,
    Record,
    Unreadable,
    lay_out,
)
from curbside.literature.readers.fields import (
    abstract_parts,
    authors_of,
    date_of,
    doi_in,
    pmc_of,
    pmid_in,
    pmid_of,
)
from curbside.literature.readers.lines import Line, blocks_of, lines_of, never_silent
from curbside.literature.text import fold

_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?\s*TY  - ?")
_CLOSES = re.compile(rb"\s*ER  -")
_FIELD = re.compile(r"\s*[A-Z][A-Z0-9]  -")
_IS_FROM_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.I)

_TYPES = {
    "BOOK": "Book",
    "CHAP": "Book Chapter",
    "CONF": "Conference Proceedings",
    "CPAPER": "Conference Paper",
    "EJOUR": "Journal Article",
    "ELEC": "Web Page",
    "GOVDOC": "Government Document",
    "JFULL": "Journal Article",
    "JOUR": "Journal Article",
    "RPRT": "Report",
    "STAND": "Standard",
    "THES": "Thesis",
    "UNPB": "Unpublished Work",
}


class RisReader:
    """Reads `Publication`s out of a RIS file.

    A record's id is ``pmid:…`` when the record says it is PubMed's, else ``doi:…``, else ``ris:`` and a hash
    of title, year and first author, so that one record exported twice is one publication.
    """

    name = "RIS"

    def accepts(self, path: Path, head: bytes) -> bool:
        opening = any(_OPENS.match(line) for line in head.splitlines()[:50])
        return path.name.casefold().endswith((".ris", ".ris.gz")) or opening

    def read(self, path: Path) -> Iterator[Record]:
        return never_silent(_records_of(path), expected="a record that begins with 'TY  - '")


def _records_of(path: Path) -> Iterator[Record]:
    blocks = blocks_of(
        lines_of(path),
        opens=lambda line: bool(_OPENS.match(line)),
        closes=lambda line: bool(_CLOSES.match(line)),
    )
    for block in blocks:
        if isinstance(block, Unreadable):
            yield block
        elif any(line.strip() for _, line in block):
            yield from _records(block)


def _records(block: list[Line]) -> Iterator[Record]:
    where = f"line {block[0][0]}"
    try:
        lines = _decoded(b"".join(line for _, line in block)).splitlines()
    except UnicodeDecodeError:
        yield Unreadable(where=where, reason="a record that is neither UTF-8 nor Windows-1252")
        return
    if not _OPENS.match(block[0][1]):
        # What a database writes above its export ("Provider: …") is no record, unless it has fields.
        if any(_FIELD.match(line) for line in lines):
            yield Unreadable(where=where, reason="a record without its first line, 'TY  - '")
        return
    if not _CLOSES.match(block[-1][1]):
        yield Unreadable(where=where, reason="a record that breaks off before its last line, 'ER  - '")
        return
    try:
        parsed = RisParser(delimiter_tags_mapping={}).parse("\n".join(line.lstrip() for line in lines))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        yield Unreadable(where=where, reason=f"a record that cannot be parsed: {error}")
        return
    for fields in parsed:
        yield _record(where, fields)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def _record(where: str, fields: Mapping[str, Any]) -> Record:
    title = _first(fields, "title", "primary_title", "BT", "CT")
    if not title:
        return Unreadable(where=where, reason="a record without a title (TI or T1)")
    authors = authors_of(_all(fields, "authors") or _all(fields, "first_authors"))
    published = date_of(_first(fields, "year", "publication_year", "date"))
    pmid = _pmid(fields)
    doi = doi_in(" ".join((_first(fields, "doi"), *_all(fields, "urls"))))
    publication_id = _id(pmid, doi, title, published, authors)
    abstract = _first(fields, "abstract", "notes_abstract")
    kind = _first(fields, "type_of_reference")
    return Publication(
        id=publication_id,
        title=title,
        passages=lay_out(publication_id, [("title", Kind.TITLE, "", title), *abstract_parts(abstract)]),
        read=Read.ABSTRACT if abstract else Read.SECTION,
        authors=authors,
        journal=_first(fields, "alternate_title3", "secondary_title", "journal_name", "alternate_title2"),
        journal_abbreviation=_first(fields, "alternate_title2", "alternate_title1"),
        issn=_first(fields, "issn"),
        volume=_first(fields, "volume"),
        issue=_first(fields, "number"),
        pages=_pages(fields),
        published=published,
        pmid=pmid,
        pmc=next((pmc for value in _values(fields) if (pmc := pmc_of(value))), ""),
        doi=doi,
        url=_first(fields, "urls"),
        types=tuple(dict.fromkeys(filter(None, (_TYPES.get(kind, kind), _first(fields, "type_of_work"))))),
        keywords=tuple(_all(fields, "keywords")),
        languages=tuple(_all(fields, "language")),
        vernacular_title=_first(fields, "translated_title"),
    )


def _all(fields: Mapping[str, Any], name: str) -> list[str]:
    """A field's values. A tag rispy has no name for goes by its own two letters."""
    value = fields.get(name) or fields.get("unknown_tag", {}).get(name, [])
    values = value if isinstance(value, list) else [value]
    return [folded for each in values if (folded := fold(str(each)))]


def _first(fields: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names for value in _all(fields, name)), "")


def _values(fields: Mapping[str, Any]) -> Iterator[str]:
    for name in fields:
        if name != "unknown_tag":
            yield from _all(fields, name)


def _pmid(fields: Mapping[str, Any]) -> str:
    """A bare accession number is PubMed's only where the record names PubMed as its database."""
    for name in ("accession_number", "id", "notes", "urls"):
        for value in _all(fields, name):
            if pmid := pmid_in(value):
                return pmid
    database = " ".join((_first(fields, "name_of_database"), _first(fields, "database_provider")))
    if not _IS_FROM_PUBMED.search(database):
        return ""
    return pmid_of(_first(fields, "accession_number")) or pmid_of(_first(fields, "id"))


def _id(pmid: str, doi: str, title: str, published: PublicationDate, authors: tuple[Author, ...]) -> str:
    if pmid:
        return f"pmid:{pmid}"
    if doi:
        return f"doi:{doi.casefold()}"
    first_author = authors[0].name if authors else ""
    same = "\n".join((title.casefold(), str(published.year or ""), first_author.casefold()))
    return f"ris:{hashlib.sha256(same.encode()).hexdigest()[:16]}"


def _pages(fields: Mapping[str, Any]) -> str:
    first, last = _first(fields, "start_page"), _first(fields, "end_page")
    return f"{first}-{last}" if first and last and "-" not in first else first or last
