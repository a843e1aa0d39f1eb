"""What the index holds a document for: a stretch of a publication that is found, or not, as a whole.

An abstract is found as a whole, since its sections share their subject. Every paragraph and table of a
full text is found by itself, and so is every evidence statement.
"""

from __future__ import annotations

from dataclasses import dataclass

from curbside.literature.publication import Kind, Passage, Publication

MOST_UNITS = 1 << 20
"""More units than any publication has; a unit's key is its publication's key times this, plus its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The words of one index document. ``first`` and ``last`` (exclusive) are places in ``Publication.passages``."""

    title: str
    body: str
    first: int
    last: int


def units(publication: Publication) -> tuple[Unit, ...]:
    """The units of a publication, in reading order; never empty.

    The first is its front: title and abstract, or, lacking an abstract, title and first passage.
    """
    passages = publication.passages
    front = sum(1 for p in passages if p.kind in (Kind.TITLE, Kind.ABSTRACT))
    if all(p.kind is Kind.TITLE for p in passages[:front]) and passages[front:]:
        front += passages[front].kind is not Kind.STATEMENT
    subjects = (
        *publication.keywords,
        *(heading.name for heading in publication.mesh if heading.major),
        *publication.chemicals,
    )
    title = publication.title
    found = []
    if front or not passages:
        body = [p.text for p in passages[:front] if p.kind is not Kind.TITLE]
        found.append(Unit(title=title, body=" ".join((*body, *subjects)), first=0, last=front))
    found.extend(
        Unit(title=title, body=_words(passage), first=place, last=place + 1)
        for place, passage in enumerate(passages[front:], start=front)
    )
    return tuple(found[:MOST_UNITS])


def _words(passage: Passage) -> str:
    said = passage.statement
    if said is None:
        return f"{passage.heading} {passage.text}"
    return " ".join((passage.text, said.outcome, said.population, said.intervention, said.comparator))
