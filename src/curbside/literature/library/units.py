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
    """The units of a publication, in reading order; empty only for one that stands for a topic.

    The first is its front: title and abstract, or, lacking an abstract, title and first passage. A topic is no
    literature: it is asked for by name, and never found by its words.
    """
    if publication.topic is not None:
        return ()
    passages = publication.passages
    front = _front(passages)
    title = publication.title
    found = []
    if front or not passages:
        body = [p.text for p in passages[:front] if p.kind is not Kind.TITLE]
        body += publication.keywords
        body += [heading.name for heading in publication.mesh if heading.major]
        body += publication.chemicals
        found.append(Unit(title=title, body=" ".join(body), first=0, last=front))
    found += [
        Unit(title=title, body=_words(passage), first=place, last=place + 1)
        for place, passage in enumerate(passages[front:], start=front)
    ]
    return tuple(found[:MOST_UNITS])


def _front(passages: tuple[Passage, ...]) -> int:
    """How many passages the first unit has."""
    kinds = [passage.kind for passage in passages]
    front = kinds.count(Kind.TITLE) + kinds.count(Kind.ABSTRACT)
    lacks_abstract = front < len(kinds) and kinds[:front].count(Kind.TITLE) == front
    return front + 1 if lacks_abstract and kinds[front] is not Kind.STATEMENT else front


def _words(passage: Passage) -> str:
    said = passage.statement
    if said is None:
        return f"{passage.heading} {passage.text}"
    return " ".join((passage.text, said.outcome, said.population, said.intervention, said.comparator))
