"""The passages of a document with headings: a guideline in HTML or Markdown.

A locator counts headings, not words, so that a corrected heading moves no citation: ``s2.1.p3`` is the
third paragraph under the first sub-heading of the second heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curbside.literature.publication import Author, Kind, Publication, PublicationDate, Read, lay_out
from curbside.literature.readers.fields import document_id, document_stem
from curbside.literature.text import fold


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its depth, 1 the highest."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a table, in reading order."""

    text: str
    kind: Kind = Kind.BODY


Part = Heading | Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """What a document says of itself, each empty where it says nothing."""

    title: str = ""
    authors: tuple[Author, ...] = ()
    journal: str = ""
    published: PublicationDate = field(default_factory=PublicationDate)
    doi: str = ""
    pmid: str = ""
    pmc: str = ""
    url: str = ""
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()


def publication_of(path: Path, parts: Iterable[Part], credits_: Credits) -> Publication | None:
    """The document as a publication; None when it has no text."""
    folded = [part for each in parts if (part := _folded(each)).text]
    if not any(isinstance(part, Block) for part in folded):
        return None
    own_title, body = _without_title(folded)
    title = fold(credits_.title) or own_title or fold(document_stem(path))
    publication_id = document_id(path, doi=credits_.doi, pmc=credits_.pmc, pmid=credits_.pmid)
    return Publication(
        id=publication_id,
        title=title,
        passages=lay_out(publication_id, [("title", Kind.TITLE, "", title), *located(body)]),
        read=Read.FULL_TEXT,
        authors=credits_.authors,
        journal=credits_.journal,
        published=credits_.published,
        doi=credits_.doi,
        pmid=credits_.pmid,
        pmc=credits_.pmc,
        url=credits_.url,
        types=credits_.types,
        languages=credits_.languages,
        metadata=dict(credits_.metadata),
    )


def located(parts: Iterable[Part]) -> Iterator[tuple[str, Kind, str, str]]:
    """``(locator, kind, heading, text)`` of each block, for `lay_out`.

    A heading's depth is how many headings it stands under, so that a skipped level (h2, then h4) counts
    once. Before the first heading a locator is ``p1``.
    """
    path: list[tuple[Heading, int]] = []
    children: list[int] = [0]
    counts = {Kind.BODY: 0, Kind.TABLE: 0}
    for part in parts:
        if isinstance(part, Heading):
            while path and path[-1][0].level >= part.level:
                path.pop()
            del children[len(path) + 1 :]
            children[-1] += 1
            path.append((part, children[-1]))
            children.append(0)
            counts = dict.fromkeys(counts, 0)
            continue
        counts[part.kind] += 1
        section = "s" + ".".join(str(number) for _, number in path) + "." if path else ""
        letter = "t" if part.kind is Kind.TABLE else "p"
        heading = " > ".join(heading.text for heading, _ in path)
        yield f"{section}{letter}{counts[part.kind]}", part.kind, heading, part.text


def _folded(part: Part) -> Part:
    text = fold(part.text)
    return Heading(part.level, text) if isinstance(part, Heading) else Block(text, part.kind)


def _without_title(parts: list[Part]) -> tuple[str, list[Part]]:
    """A document's only heading of the first level is its title, not a section that holds everything."""
    highest = [part for part in parts if isinstance(part, Heading) and part.level == 1]
    if len(highest) != 1:
        return next((part.text for part in parts if isinstance(part, Heading)), ""), parts
    return highest[0].text, [part for part in parts if part is not highest[0]]
