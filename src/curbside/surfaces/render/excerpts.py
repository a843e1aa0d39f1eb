"""What a citation on a page leads to: the cited words, highlighted in the passage they are from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from curbside.literature.publication import Passage, Read
from curbside.surfaces.render import wording
from curbside.surfaces.render.edition import Edition, Said
from curbside.surfaces.render.effects import PassageOf
from curbside.verification.answer import Citation, Reference

CONTEXT_CHARACTERS: Final = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a passage; highlighted, and so a link's target, when it has an ``anchor``."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The cited words of one passage in what stands around them.

    ``basis`` says what a statement of ours rests on; empty for a document's own words.
    """

    passage: str
    heading: str
    basis: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A reference with every passage of it that is cited."""

    reference: Reference
    summarised: bool
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A citation after a claim: where it leads, what it is called, and what must be known of it there."""

    anchor: str
    number: int
    name: str
    note: str
    is_grave: bool


class Cited:
    """Where each citation of an edition leads, and what is shown there.

    A claim told in other words than its own leads to its reference: the passage would be the very words that its
    reader was spared.
    """

    def __init__(self, edition: Edition, passage_of: PassageOf) -> None:
        self._references: Mapping[int, Reference] = edition.references
        self._anchors: dict[Citation, str] = {}
        self._numbers = count(1)
        # In the order they are read, so that a source opens at what is cited of it first.
        citations = dict.fromkeys(c for said in edition.as_it_stands() for c in said.claim.citations)
        self.sources = tuple(
            Source(
                reference=reference,
                summarised=reference.read is Read.STATEMENT,
                excerpts=self._excerpts(
                    [c for c in citations if c.reference == reference.number], passage_of
                ),
            )
            for reference in edition.answer.references
        )
        self._shown = {source.reference.number for source in self.sources if source.excerpts}

    def links(self, said: Said) -> Iterator[Link]:
        """The claim's citations, each source once."""
        first = {citation.reference: citation for citation in reversed(said.claim.citations)}
        for mark in said.marks:
            yield self.marked(mark, anchor=self._anchors.get(first[mark.number], ""))

    def marked(self, mark: wording.Mark, *, anchor: str = "") -> Link:
        """A citation with what must be known of it."""
        return replace(self.link(mark.number, anchor=anchor), note=mark.note, is_grave=mark.is_grave)

    def link(self, number: int, *, anchor: str = "") -> Link:
        """A citation of a whole source."""
        reference = self._references.get(number)
        whole = f"source-{number}" if number in self._shown else f"reference-{number}"
        return Link(
            anchor=anchor or (whole if reference else "references"),
            number=number,
            name=wording.short_name(reference) if reference else "",
            note="",
            is_grave=False,
        )

    def _excerpts(self, citations: Iterable[Citation], passage_of: PassageOf) -> tuple[Excerpt, ...]:
        of_passage: dict[str, list[Citation]] = {}
        for citation in citations:
            of_passage.setdefault(citation.passage, []).append(citation)
        return tuple(
            self._excerpt(name, sorted(cited, key=lambda c: (c.start, c.end, c.quote)), passage_of(name))
            for name, cited in of_passage.items()
        )

    def _excerpt(self, name: str, citations: Sequence[Citation], passage: Passage | None) -> Excerpt:
        # A library that has changed since the answer was made may hold other words under the same id.
        if passage is None or any(passage.text[c.start : c.end] != c.quote for c in citations):
            return Excerpt(passage=name, heading="", basis="", pieces=tuple(self._alone(citations)))
        pieces = tuple(self._in_context(passage.text, citations))
        return Excerpt(passage=name, heading=passage.heading, basis=wording.basis(passage), pieces=pieces)

    def _alone(self, citations: Sequence[Citation]) -> Iterator[Piece]:
        for citation in citations:
            yield Piece(text="… ")
            yield Piece(text=citation.quote, anchor=self._anchor([citation]))
        yield Piece(text=" …")

    def _in_context(self, text: str, citations: Sequence[Citation]) -> Iterator[Piece]:
        at = 0
        for together in _overlapping(citations):
            start, end = together[0].start, max(c.end for c in together)
            yield Piece(text=_shortened(text[at:start], keep_start=at > 0, keep_end=True))
            yield Piece(text=text[start:end], anchor=self._anchor(together))
            at = end
        yield Piece(text=_shortened(text[at:], keep_start=True, keep_end=False))

    def _anchor(self, citations: Sequence[Citation]) -> str:
        anchor = f"quote-{next(self._numbers)}"
        self._anchors.update(dict.fromkeys(citations, anchor))
        return anchor


def _overlapping(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations of one passage, in order of their start, those that share characters together."""
    groups: list[list[Citation]] = []
    end = 0
    for citation in citations:
        if groups and citation.start < end:
            groups[-1].append(citation)
        else:
            groups.append([citation])
        end = max(end, citation.end)
    return groups


def _shortened(text: str, *, keep_start: bool, keep_end: bool) -> str:
    """What stands before, between or after quotes, cut at words to what is needed to read them."""
    start = text[:CONTEXT_CHARACTERS].rpartition(" ")[0] if keep_start else ""
    end = text[-CONTEXT_CHARACTERS:].partition(" ")[2] if keep_end else ""
    return text if len(text) <= 2 * CONTEXT_CHARACTERS else f"{start} … {end}"
