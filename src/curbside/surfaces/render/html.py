"""An answer as one self-contained page: no script, nothing fetched, light and dark, screen and paper.

Each citation links to its source, which opens beside the text with the cited words highlighted in the passage
they are from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import count, groupby
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from curbside.literature.publication import Passage, Read
from curbside.surfaces.render import wording
from curbside.verification.answer import Abstention, Answer, Citation, Reference, UpheldClaim

PassageOf = Callable[[str], Passage | None]
"""The passage of an id; None when the library at hand does not hold it."""

CONTEXT_CHARACTERS: Final = 320

_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s<>\"'\\]+")
_PMID: Final = re.compile(r"\d{1,9}")


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
    """A citation after a claim: where it leads, and what it is called."""

    anchor: str
    number: int
    name: str
    note: str


def render(outcome: Answer | Abstention, *, passage_of: PassageOf = lambda _: None) -> str:
    """The whole page. ``passage_of`` gives what stands around a quote; without it the quote stands alone."""
    name = "answer.html" if isinstance(outcome, Answer) else "abstention.html"
    return (
        _templates()
        .get_template(name)
        .render(
            outcome=outcome,
            cited=_Cited(outcome, passage_of) if isinstance(outcome, Answer) else None,
        )
    )


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("curbside.surfaces.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Whatever a template prints is somebody's text, and is made safe to look at on its way out.
        finalize=_seen,
    )
    stylesheet = (files(__package__) / "templates" / "page.css").read_text("utf-8")
    templates.globals |= {
        "stylesheet": Markup(stylesheet),  # noqa: S704, our own file
        "wording": wording,
        "day": day,
        "doi_link": doi_link,
        "pmid_link": pmid_link,
    }
    return templates


def day(timestamp: str) -> str:
    """``2026-01-02T03:04:05Z`` as ``2 January 2026``; what is no timestamp stays as it is."""
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return timestamp
    return f"{moment.day} {moment:%B %Y}"


def doi_link(doi: str | None) -> str:
    """Where a DOI leads; empty when it has not the form of one, and so could lead anywhere."""
    return f"https://doi.org/{doi}" if doi and _DOI.fullmatch(doi) else ""


def pmid_link(pmid: str | None) -> str:
    """PubMed's page of a record; empty when the id has not the form of one."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid and _PMID.fullmatch(pmid) else ""


class _Cited:
    """Where each citation of an answer leads, and what is shown there."""

    def __init__(self, answer: Answer, passage_of: PassageOf) -> None:
        self._references = {reference.number: reference for reference in answer.references}
        self._anchors: dict[Citation, str] = {}
        self._numbers = count(1)
        citations = {citation for claim in _claims(answer) for citation in claim.citations}
        self.sources = tuple(
            Source(
                reference=reference,
                summarised=reference.read is Read.STATEMENT,
                excerpts=self._excerpts(
                    [c for c in citations if c.reference == reference.number], passage_of
                ),
            )
            for reference in answer.references
        )

    def sentence(self, claim: UpheldClaim) -> str:
        """The claim, in quotation marks where it is somebody's words."""
        return wording.sentence(claim, self._references)

    def links(self, claim: UpheldClaim) -> Iterator[Link]:
        """The claim's citations, each source once."""
        first = {citation.reference: citation for citation in reversed(claim.citations)}
        for mark in wording.marks(claim, self._references):
            reference = self._references.get(mark.number)
            yield Link(
                anchor=self._anchors.get(first[mark.number], ""),
                number=mark.number,
                name=wording.short_name(reference) if reference else "",
                note=mark.note,
            )

    def _excerpts(self, citations: Iterable[Citation], passage_of: PassageOf) -> tuple[Excerpt, ...]:
        ordered = sorted(citations, key=lambda c: (c.passage, c.start, c.end, c.quote))
        return tuple(
            self._excerpt(name, tuple(group), passage_of(name))
            for name, group in groupby(ordered, lambda citation: citation.passage)
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


def _claims(answer: Answer) -> Iterator[UpheldClaim]:
    yield from answer.bottom_line
    for verdict in answer.verdicts:
        yield from (*verdict.supporting, *verdict.opposing)
    for section in answer.sections:
        yield from section.claims
    for omission in answer.omissions:
        yield from omission.claims


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


def _seen(value: object) -> object:
    return wording.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
