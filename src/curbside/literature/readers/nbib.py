"""PubMed's tagged format (``.nbib``, called MEDLINE or PubMed format there): ``PMID- 123``, ``TI  - …``.

Source: "MEDLINE/PubMed Data Element (Field) Descriptions", National Library of Medicine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from curbside.literature.publication import (
    Author,
    Kind,
    MeshHeading,
    MeshQualifier,
    Publication,
    Read,
    Record,
    Relation,
    RelationKind,
    Unreadable,
    lay_out,
)
from curbside.literature.readers.fields import abstract_parts, author_of, date_of, pmc_of, pmid_in
from curbside.literature.readers.lines import Line, blocks_of, lines_of, never_silent
from curbside.literature.text import fold

_TAG = re.compile(r"(?=.{4}-)([A-Z][A-Z0-9]{1,3}) *- ?(.*)", re.S)
_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?PMID ?-")
_CONTINUES = "      "

# Source: the same descriptions, "Comments/Corrections". One that is retracted and republished says two
# things of one other publication; those with a note only say where to find more.
_RELATIONS: dict[str, tuple[RelationKind, ...]] = {
    "CIN": (RelationKind.COMMENTED_BY,),
    "CON": (RelationKind.COMMENTS_ON,),
    "CRF": (RelationKind.SUPERSEDES,),
    "CRI": (RelationKind.SUPERSEDED_BY,),
    "ECF": (RelationKind.RAISES_CONCERN_ABOUT,),
    "ECI": (RelationKind.CONCERN_RAISED_BY,),
    "EFR": (RelationKind.CORRECTS,),
    "EIN": (RelationKind.CORRECTED_BY,),
    "ORI": (RelationKind.OTHER,),
    "PRIN": (RelationKind.RETRACTED_BY,),
    "PROF": (RelationKind.RETRACTS,),
    "RIN": (RelationKind.RETRACTED_BY,),
    "ROF": (RelationKind.RETRACTS,),
    "RPF": (RelationKind.OTHER,),
    "RPI": (RelationKind.OTHER,),
    "RRF": (RelationKind.RETRACTS, RelationKind.SUPERSEDES),
    "RRI": (RelationKind.RETRACTED_BY, RelationKind.SUPERSEDED_BY),
    "SPIN": (RelationKind.OTHER,),
    "UIN": (RelationKind.UPDATED_BY,),
    "UOF": (RelationKind.UPDATES,),
}
_RELATION_NOTES = {
    "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "RPF": "RepublishedFrom",
    "RPI": "RepublishedIn",
    "SPIN": "SummaryForPatientsIn",
}
_SUFFIX = re.compile(r"(?<=\S) (?:Jr|Sr|2nd|3rd|4th|5th|II|III|IV)\.?$")


@dataclass(frozen=True, slots=True)
class _Fields:
    """A record's fields, in the order they stand and by their tags. An empty field is none."""

    pairs: tuple[tuple[str, str], ...]
    by_tag: dict[str, list[str]]

    def all(self, *tags: str) -> tuple[str, ...]:
        return tuple(value for tag in tags for value in self.by_tag.get(tag, ()))

    def first(self, *tags: str) -> str:
        """The first field of the first of ``tags`` that is there."""
        return next(iter(self.all(*tags)), "")


class NbibReader:
    """Reads `Publication`s out of a PubMed tagged file. A record ends at an empty line or the next PMID."""

    name = "PubMed nbib"

    def accepts(self, path: Path, head: bytes) -> bool:
        return path.name.casefold().endswith((".nbib", ".nbib.gz")) or bool(_OPENS.match(head.lstrip()))

    def read(self, path: Path) -> Iterator[Record]:
        return never_silent(_records_of(path), expected="a record that begins with 'PMID- '")


def _records_of(path: Path) -> Iterator[Record]:
    blocks = blocks_of(
        lines_of(path),
        opens=lambda line: bool(_OPENS.match(line)),
        closes=lambda line: not line.strip(),
    )
    for block in blocks:
        if isinstance(block, Unreadable):
            yield block
        elif any(line.strip() for _, line in block):
            yield _record(block)


def _record(block: list[Line]) -> Record:
    where = f"line {block[0][0]}"
    try:
        text = b"".join(line for _, line in block).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable(
            where=where, reason=f"not UTF-8: byte {error.object[error.start]:#04x} in the record"
        )
    fields = _fields(text)
    pmid = fields.first("PMID")
    if not (pmid.isascii() and pmid.isdigit()):
        return Unreadable(where=where, reason=f"a record without a PMID, at {_excerpt(text)!r}")
    # PubMed ends every record with its source line and a line break.
    if not text.endswith("\n") and not fields.first("SO"):
        return Unreadable(where=where, reason=f"the file breaks off inside the record with PMID {pmid}")
    return _publication(str(int(pmid)), fields)


def _fields(text: str) -> _Fields:
    pairs: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        tagged = None if line.startswith(_CONTINUES) else _TAG.match(line)
        if tagged:
            pairs.append((tagged[1], [tagged[2]]))
        elif pairs:
            pairs[-1][1].append(line)
    folded = tuple((tag, value) for tag, parts in pairs if (value := fold(" ".join(parts))))
    by_tag: dict[str, list[str]] = {}
    for tag, value in folded:
        by_tag.setdefault(tag, []).append(value)
    return _Fields(folded, by_tag)


def _excerpt(text: str) -> str:
    return fold(text)[:40]


def _publication(pmid: str, fields: _Fields) -> Publication:
    publication_id = f"pmid:{pmid}"
    title = fields.first("TI", "TT", "BTI")
    return Publication(
        id=publication_id,
        title=title,
        passages=lay_out(
            publication_id,
            [
                ("title", Kind.TITLE, "", title),
                *abstract_parts(fields.first("AB")),
                *(("abstract.other", Kind.ABSTRACT, "", text) for text in fields.all("OAB")),
            ],
        ),
        read=Read.ABSTRACT if fields.first("AB", "OAB") else Read.SECTION,
        version=f"01.{_revised(fields)}",
        authors=_authors(fields),
        journal=fields.first("JT") or (fields.first("BTI") if fields.first("TI") else ""),
        journal_abbreviation=fields.first("TA"),
        issn=_issn(fields),
        volume=fields.first("VI"),
        issue=fields.first("IP"),
        pages=fields.first("PG"),
        published=date_of(fields.first("DP")),
        pmid=pmid,
        pmc=pmc_of(fields.first("PMC")),
        doi=_identifier("doi", fields),
        pii=_identifier("pii", fields),
        types=fields.all("PT"),
        mesh=tuple(_heading(value) for value in fields.all("MH")),
        keywords=tuple(value.lstrip("*") for value in fields.all("OT")),
        chemicals=tuple(_chemical(value) for value in fields.all("RN", "NM")),
        languages=fields.all("LA"),
        vernacular_title=fields.first("TT"),
        relations=tuple(_relations(fields)),
    )


def _revised(fields: _Fields) -> str:
    """When the record itself last changed, as YYYYMMDD."""
    digits = re.sub(r"\D", "", fields.first("LR", "DCOM", "CRDT", "EDAT", "DA"))[:8]
    return digits if len(digits) == 8 else "00000000"


def _authors(fields: _Fields) -> tuple[Author, ...]:
    """Full names where given, and groups, in order: the short ``AU`` only repeats the ``FAU`` before it."""
    authors: list[Author] = []
    before = ""
    for tag, value in fields.pairs:
        if tag == "CN":
            authors.append(Author(collective=value))
        elif tag == "FAU" or (tag == "AU" and before != "FAU"):
            authors.append(author_of(_SUFFIX.sub("", value)))
        if tag in ("FAU", "AU", "CN"):
            before = tag
    return tuple(authors)


def _issn(fields: _Fields) -> str:
    """The electronic or printed journal's number rather than the one that links the two."""
    numbers = sorted(fields.all("IS"), key=lambda value: "(Linking)" in value)
    return numbers[0].partition(" ")[0] if numbers else ""


def _identifier(kind: str, fields: _Fields) -> str:
    mark = f"[{kind}]"
    values = [value for value in fields.all("AID", "LID") if value.endswith(mark)]
    return values[0].removesuffix(mark).strip() if values else ""


def _heading(value: str) -> MeshHeading:
    """``Arthralgia/*chemically induced/drug therapy``: a star marks what the publication is chiefly about."""
    name, *qualifiers = value.split("/")
    return MeshHeading(
        name=name.lstrip("*"),
        major=name.startswith("*"),
        qualifiers=tuple(MeshQualifier(name=q.lstrip("*"), major=q.startswith("*")) for q in qualifiers if q),
    )


def _chemical(value: str) -> str:
    """``1406-16-2 (Vitamin D)`` without its registry number."""
    named = re.fullmatch(r"\S+(?: \S+)? \((.+)\)", value)
    return named[1] if named else value


def _relations(fields: _Fields) -> Iterator[Relation]:
    for tag, value in fields.pairs:
        pmid = pmid_in(value)
        for kind in _RELATIONS.get(tag, ()):
            yield Relation(
                kind=kind,
                target=f"pmid:{pmid}" if pmid else "",
                citation=re.sub(r"\s*PMID: *\d+\.?", "", value).strip(),
                note=_RELATION_NOTES.get(tag, ""),
            )
