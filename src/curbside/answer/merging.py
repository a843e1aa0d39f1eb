"""What a language model said in the place of what the extractive writer would have: the bottom line and the sections.

Cautions, verdicts, steps and omissions are not the model's to write, and neither is what it is silent about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from curbside.answer.claims import Bookcase
from curbside.answer.draft import Claim, Draft, DraftSection, Objection, Quote, Unneeded
from curbside.answer.extractive import claims_of
from curbside.answer.handout import BOTTOM_LINE
from curbside.answer.usable import retrieved
from curbside.inference.language_model import Meter
from curbside.retrieval.ranking import Found

Gate = Callable[[Sequence[Claim], Sequence[Claim]], tuple[Sequence[Claim], Sequence[Objection]]]
"""Hears claims, and what a reader has read before them; says which may be shown, and what is wrong with the others."""

Told = Callable[[Claim], None]
"""Is told each claim of the bottom line that the gate let through, as soon as it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft with what it took to write it. ``fallback`` says why it is not, or not all, the model's; else empty."""

    draft: Draft
    meter: Meter = field(default_factory=Meter)
    prompt: str = ""
    fallback: str = ""


def claim_of_model(text: str, quotes: Sequence[Quote]) -> Claim:
    """A model's claim: verbatim where it says its quotes and no more."""
    is_quote = text == " ".join(quote.text for quote in quotes)
    return Claim(text=text, kind="verbatim" if is_quote else "composed", quotes=tuple(quotes), writer="model")


class Sayings:
    """What a model said and the gate let through, part by part, each with what it must not be shown without."""

    def __init__(self, bookcase: Bookcase, gate: Gate) -> None:
        self._bookcase = bookcase
        self._gate = gate
        self._claims: dict[str, dict[Claim, None]] = {}

    def hear(self, claim: Claim, part: str) -> Sequence[Objection]:
        """Keep a claim that passes the gate; returns what is wrong with one that does not."""
        sound, objections = self._at_the_gate(claim, part)
        if claim not in sound:
            return [one for one in objections if one.text == claim.text]
        self._claims.setdefault(part, {})[claim] = None
        return ()

    def news_in(self, claim: Claim, part: str) -> Sequence[Claim]:
        """The claim and its company, as far as these are new to the reader; nothing where the gate keeps it back."""
        sound, _ = self._at_the_gate(claim, part)
        said = self._before(part)
        return [one for one in sound if one not in said] if claim in sound else ()

    def _at_the_gate(self, claim: Claim, part: str) -> tuple[Sequence[Claim], Sequence[Objection]]:
        said = self._before(part)
        return self._gate([claim, *self._company_of(claim, said)], said)

    def of(self, part: str) -> tuple[Claim, ...]:
        """What may be shown of a part, each once, and each with its company."""
        before = () if part == BOTTOM_LINE else self.of(BOTTOM_LINE)
        shown: dict[Claim, None] = {}
        for claim in self._claims.get(part, ()):
            shown[claim] = None
            shown |= dict.fromkeys(self._company_of(claim, (*before, *shown)))
        return tuple(shown)

    def _before(self, part: str) -> tuple[Claim, ...]:
        return (*self.of(BOTTOM_LINE), *(self.of(part) if part != BOTTOM_LINE else ()))

    def _company_of(self, claim: Claim, said: Sequence[Claim]) -> list[Claim]:
        """What the statements that a claim rests on must not be shown without, as far as it has not been said."""
        shown = {one.quotes[0].passage.id for one in (*said, claim) if one.kind == "verbatim"}
        beside = [
            name
            for quote in claim.quotes
            if (statement := quote.passage.statement) is not None
            for name in statement.beside
            if name not in shown
        ]
        bookcase = self._bookcase
        return [bookcase.claim(one) for one in bookcase.in_company(bookcase.named(beside), said=shown)]


def merged(
    draft: Draft,
    sayings: Sayings,
    *,
    titles: Iterable[str],
    objections: Sequence[Objection],
    usable: Sequence[Found],
) -> Draft:
    """The extractive draft with the model's bottom line and sections, as far as there are any.

    ``titles`` are the sections the model may have written, in the order they are read; ``objections`` are to what it
    said.
    """
    bottom_line, sections = draft.bottom_line, draft.sections
    if said := sayings.of(BOTTOM_LINE):
        cautions = {one.text for one in draft.cautions}
        last = [draft.line] if draft.line is not None else []
        bottom_line = (*draft.cautions, *(one for one in said if one.text not in cautions), *last)
    written: Mapping[str, tuple[Claim, ...]] = {
        title: claims for title in titles if (claims := sayings.of(title))
    }
    if written:
        plain_titles = {one.title: one.plain_title for one in draft.sections}
        sections = (
            *(
                DraftSection(title=title, plain_title=plain_titles.get(title, ""), claims=claims)
                for title, claims in written.items()
            ),
            *(one for one in draft.sections if one.is_aside),
        )
    whole = replace(
        draft, bottom_line=bottom_line, sections=sections, objections=(*draft.objections, *objections)
    )
    cited = {quote.passage.publication for claim in claims_of(whole) for quote in claim.quotes}
    told = {one.publication: one for one in draft.unneeded if one.publication not in cited}
    for one in retrieved(usable):
        if one.publication.id not in cited:
            told.setdefault(one.publication.id, Unneeded(publication=one.publication.id, reason=_LEFT_OUT))
    return replace(whole, unneeded=tuple(told.values()))


_LEFT_OUT: Final = "the model's answer does without it"
