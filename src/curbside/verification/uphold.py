"""From a draft to what may be shown. The only place that makes an `Answer` or an `Abstention`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from curbside.answer.draft import Claim, Draft, Quote
from curbside.appraisal.design import design_of
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.ranking import Found, Ranking
from curbside.verification.answer import (
    Abstention,
    Answer,
    Citation,
    Nearest,
    Provenance,
    Reference,
    Searched,
    Section,
    Unused,
    UpheldClaim,
    Withheld,
)
from curbside.verification.check import Check, Evidence
from curbside.verification.checks import CHECKS
from curbside.verification.record import content_hash

_Outcome = TypeVar("_Outcome", Answer, Abstention)


@dataclass(frozen=True, slots=True, kw_only=True)
class LibrarySearched:
    """The library a question was asked of: its snapshot, and how many publications it holds."""

    snapshot: str
    publications: int


def uphold(
    draft: Draft,
    *,
    question: ClinicalQuestion,
    ranking: Ranking,
    found: Sequence[Found],
    library: LibrarySearched,
    provenance: Provenance,
    checks: Iterable[Check] = CHECKS,
) -> Answer | Abstention:
    """What of a draft may be shown. Every claim that fails a check is withheld with the check's reason.

    When no claim of the bottom line survives there is no answer: the sections may not speak in its place.
    """
    bench = _Bench(Evidence(found={one.publication.id: one for one in found}), tuple(checks))
    bottom_line = bench.upheld(draft.bottom_line)
    sections = tuple(
        Section(title=section.title, claims=claims)
        for section in draft.sections
        if (claims := bench.upheld(section.claims))
    )
    unused = tuple(Unused(id=one.publication, reason=one.reason) for one in draft.unneeded)
    if not bottom_line:
        return _signed(
            Abstention(
                id="",
                question=question,
                reason=draft.why_not or "nothing that was found withstood verification",
                searched=_searched(ranking, bench.sound(draft.nearest), library),
                withheld=tuple(bench.withheld),
                unused=unused,
                provenance=provenance,
            )
        )
    told = {one.id for one in unused} | {reference.id for reference in bench.references}
    lost = [Unused(id=one.publication.id, reason="its claims were withheld") for one in found]
    return _signed(
        Answer(
            id="",
            question=question,
            bottom_line=bottom_line,
            verdicts=(),
            sections=sections,
            steps=(),
            omissions=(),
            references=tuple(bench.references),
            withheld=tuple(bench.withheld),
            unused=(*unused, *(one for one in lost if one.id not in told)),
            follow_ups=(),
            provenance=provenance,
        )
    )


class _Bench:
    """Hears claims one by one, numbering the references of those it upholds in order of first use."""

    def __init__(self, evidence: Evidence, checks: tuple[Check, ...]) -> None:
        self._evidence = evidence
        self._checks = checks
        self._numbers: dict[str, int] = {}
        self.references: list[Reference] = []
        self.withheld: list[Withheld] = []

    def upheld(self, claims: Iterable[Claim]) -> tuple[UpheldClaim, ...]:
        return tuple(self._uphold(claim) for claim in claims if not self._objected(claim))

    def sound(self, quotes: Iterable[Quote]) -> tuple[Nearest, ...]:
        """Of quotes that claim nothing, those that are what their passages say."""
        shown = []
        for quote in quotes:
            claim = Claim(text=quote.text, kind="verbatim", quotes=(quote,))
            if not any(check.objection(claim, self._evidence) for check in self._checks):
                publication = self._evidence.found[quote.passage.publication].publication
                shown.append(
                    Nearest(
                        id=publication.id, title=publication.title, passage=quote.passage.id, quote=quote.text
                    )
                )
        return tuple(shown)

    def _objected(self, claim: Claim) -> bool:
        for check in self._checks:
            if (reason := check.objection(claim, self._evidence)) is not None:
                self.withheld.append(Withheld(text=claim.text, reason=reason, check=check.name))
                return True
        return False

    def _uphold(self, claim: Claim) -> UpheldClaim:
        citations = tuple(
            Citation(
                reference=self._number(quote.passage.publication),
                passage=quote.passage.id,
                start=quote.start,
                end=quote.end,
                quote=quote.text,
            )
            for quote in claim.quotes
        )
        return UpheldClaim(id=_claim_id(claim), text=claim.text, kind=claim.kind, citations=citations)

    def _number(self, publication_id: str) -> int:
        if publication_id not in self._numbers:
            self._numbers[publication_id] = len(self._numbers) + 1
            self.references.append(
                _reference(self._numbers[publication_id], self._evidence.found[publication_id])
            )
        return self._numbers[publication_id]


def _reference(number: int, found: Found) -> Reference:
    publication, standing = found.publication, found.standing
    return Reference(
        number=number,
        id=publication.id,
        title=publication.title,
        authors=tuple(author.name for author in publication.authors),
        journal=publication.journal_abbreviation or publication.journal,
        year=publication.published.year,
        doi=publication.doi or None,
        pmid=publication.pmid or None,
        kind=design_of(publication).value,
        read=publication.read,
        retracted=standing.retracted,
        superseded_by=standing.superseded_by[0] if standing.superseded_by else None,
    )


def _claim_id(claim: Claim) -> str:
    """The same words resting on the same characters have the same id, in every answer."""
    rests_on = "\n".join(f"{quote.passage.id}[{quote.start}:{quote.end}]" for quote in claim.quotes)
    return hashlib.sha256(f"{claim.text}\n{rests_on}".encode()).hexdigest()[:16]


def _searched(ranking: Ranking, nearest: tuple[Nearest, ...], library: LibrarySearched) -> Searched:
    return Searched(
        library=library.snapshot,
        publications=library.publications,
        terms=ranking.question.terms,
        missing=ranking.missing,
        nearest=nearest,
    )


def _signed(outcome: _Outcome) -> _Outcome:
    return replace(outcome, id=content_hash(outcome))
