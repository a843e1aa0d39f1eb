"""The answer to "which trial was that?": what each source says that the last bottom line rests on, source by source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from curbside.answer.claims import Bookcase
from curbside.answer.draft import Claim, Draft, Quote, Unneeded
from curbside.answer.usable import no_evidence
from curbside.appraisal.design import Design, design_of
from curbside.retrieval.ranking import Found

_TRIALS: Final = frozenset({Design.RANDOMISED_TRIAL, Design.NON_RANDOMISED_TRIAL})
NOT_HELD: Final = "what the last answer rests on is no longer in this library"
NO_EVIDENCE: Final = "what the last answer rests on is evidence no longer"


class Cited(Protocol):
    """Characters of a passage that an answer rests on; a `curbside.verification.answer.Citation` is one."""

    @property
    def passage(self) -> str: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def sources_of(cited: Sequence[Cited], found: Sequence[Found], *, trials: bool) -> Draft:
    """A draft that says what the cited passages say, each once; with ``trials``, only trials where there are any."""
    unneeded = tuple(
        Unneeded(publication=one.publication.id, reason=reason)
        for one in found
        if (reason := no_evidence(one))
    )
    found = [one for one in found if not no_evidence(one)]
    if trials and any(design_of(one.publication) in _TRIALS for one in found):
        found = [one for one in found if design_of(one.publication) in _TRIALS]
    bookcase = Bookcase(found)
    stated = bookcase.in_company(bookcase.named(dict.fromkeys(one.passage for one in cited)))
    claims = [bookcase.claim(finding) for finding in stated if finding.design is not Design.DERIVED]
    claims += _of_documents(cited, found)
    return Draft(
        bottom_line=tuple(claims),
        sections=(),
        unneeded=unneeded,
        why_not="" if claims else _why_not(unneeded),
    )


def _why_not(unneeded: Sequence[Unneeded]) -> str:
    if not unneeded:
        return NOT_HELD
    told = "; ".join(f"{one.publication}, {one.reason}" for one in unneeded)
    return f"{NO_EVIDENCE}: {told}"


def _of_documents(cited: Sequence[Cited], found: Sequence[Found]) -> list[Claim]:
    """The sentences of documents, to the letter."""
    passages = {passage.id: passage for one in found for passage in one.passages if passage.statement is None}
    quotes = [
        Quote(passage=passage, start=one.start, end=one.end, text=passage.text[one.start : one.end])
        for one in cited
        if (passage := passages.get(one.passage)) is not None
    ]
    return [
        Claim(text=quote.text, kind="verbatim", quotes=(quote,))
        for quote in dict.fromkeys(quotes)
        if quote.text
    ]
