"""From a draft to what may be shown. The only place that makes an `Answer` or an `Abstention`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from curbside.answer.draft import (
    Claim,
    Draft,
    DraftEstimate,
    DraftOmission,
    DraftVerdict,
    Objection,
    Quote,
)
from curbside.appraisal.design import design_of
from curbside.literature.content import HOW_FAR_READ
from curbside.literature.figures import numbers
from curbside.literature.publication import Kind, Publication, Statement
from curbside.literature.text import fold
from curbside.question.reading import ClinicalQuestion, SenseChoice
from curbside.retrieval.ranking import Found, Ranking
from curbside.verification.answer import (
    AMBIGUOUS,
    Abstention,
    Answer,
    Choice,
    Citation,
    EffectEstimate,
    Nearest,
    Omission,
    OutcomeVerdict,
    Provenance,
    Reference,
    Searched,
    Section,
    Step,
    Unused,
    UpheldClaim,
    Withheld,
)
from curbside.verification.check import Check, Evidence
from curbside.verification.checks import CHECKS
from curbside.verification.checks.company import company_objection
from curbside.verification.checks.plain import plain_objection
from curbside.verification.checks.verdict import direction_objection, summary_objection
from curbside.verification.discrepancies import discrepancies, discrepancies_around
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
    choices: tuple[Choice, ...] = (),
    checks: Iterable[Check] = CHECKS,
) -> Answer | Abstention:
    """What of a draft may be shown. Every claim that fails a check is withheld with the check's reason.

    When no claim of the bottom line survives there is no answer: the sections may not speak in its place.
    """
    bench = _Bench(
        Evidence(found={one.publication.id: one for one in found}, senses=question.senses), tuple(checks)
    )
    bench.withheld += [
        Withheld(text=one.text, reason=one.reason, check=one.check, writer=one.writer)
        for one in draft.objections
    ]
    bottom_line = bench.bottom_line(draft.bottom_line)
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
                choices=choices,
                provenance=provenance,
            )
        )
    verdicts = tuple(v for one in draft.verdicts if (v := bench.verdict(one)) is not None)
    sections = tuple(
        Section(
            title=section.title,
            claims=claims,
            plain_title=section.plain_title or None,
            apart=section.is_aside,
        )
        for section in draft.sections
        if (claims := bench.part(section.claims))
    )
    steps = tuple(
        Step(
            title=step.title,
            actions=claims,
            pathway=step.pathway,
            node=step.node,
            plain_title=step.plain_title or None,
        )
        for step in draft.steps
        if (claims := bench.part(step.claims))
    )
    omissions = tuple(bench.omission(one) for one in draft.omissions)
    cited = {reference.id for reference in bench.references}
    # What was replaced may still be cited, as what a derived statement was worked out from.
    unused = tuple(one for one in unused if one.id not in cited)
    told = {one.id for one in unused} | cited
    return _signed(
        Answer(
            id="",
            question=question,
            title=draft.title or _as_a_title(question),
            plain_title=draft.plain_title or None,
            bottom_line=bottom_line,
            verdicts=verdicts,
            sections=sections,
            steps=steps,
            omissions=omissions,
            references=tuple(bench.references),
            withheld=tuple(bench.withheld),
            unused=(*unused, *(one for one in bench.lost() if one.id not in told)),
            follow_ups=draft.follow_ups,
            choices=choices,
            provenance=provenance,
        )
    )


def hear(
    claims: Sequence[Claim],
    *,
    said: Sequence[Claim] = (),
    found: Sequence[Found],
    senses: tuple[SenseChoice, ...] = (),
    checks: Iterable[Check] = CHECKS,
) -> tuple[tuple[Claim, ...], tuple[Objection, ...]]:
    """Which claims of one part would be upheld, and what is objected to the others, before there is a whole draft.

    ``said`` is what a reader has before them already, ``senses`` how the question's short forms were read.

    For a writer that can say a thing better when it is told what was
    wrong; whatever passes here is asked again by `uphold`.
    """
    evidence = Evidence(found={one.publication.id: one for one in found}, senses=senses)
    bench = _Bench(evidence, tuple(checks))
    bench.read_first(said)
    sound = bench._sound(claims)
    return tuple(sound), tuple(
        Objection(text=one.text, reason=one.reason, check=one.check, writer=one.writer)
        for one in bench.withheld
    )


def as_shown(claim: Claim, *, found: Sequence[Found], checks: Iterable[Check] = CHECKS) -> UpheldClaim | None:
    """A claim as it would be shown alone, its references numbered from 1; None when it would not be."""
    bench = _Bench(Evidence(found={one.publication.id: one for one in found}), tuple(checks))
    return next(iter(bench.part([claim])), None)


def ask_first(
    question: ClinicalQuestion,
    choices: tuple[Choice, ...],
    *,
    library: LibrarySearched,
    provenance: Provenance,
) -> Abstention:
    """No answer yet: the library answers each of these readings, and differently."""
    return _signed(
        Abstention(
            id="",
            question=question,
            reason=AMBIGUOUS,
            searched=Searched(
                library=library.snapshot,
                publications=library.publications,
                terms=question.terms,
                missing=(),
                nearest=(),
            ),
            withheld=(),
            unused=(),
            choices=choices,
            provenance=provenance,
        )
    )


def _as_a_title(question: ClinicalQuestion) -> str:
    """The question: as asked, unless one of its short forms may mean several things or a word of it was misspelt."""
    is_plain = all(not choice.alternatives for choice in question.senses) and not question.corrections
    return fold(question.words) if is_plain else question.read_as


class _Bench:
    """Hears claims part by part, numbering the references of those it upholds in order of first use.

    A part is what a reader sees together: the bottom line, a section, both sides of a verdict.
    """

    def __init__(self, evidence: Evidence, checks: tuple[Check, ...]) -> None:
        self._evidence = evidence
        self._checks = checks
        self._numbers: dict[str, int] = {}
        self._refused: dict[str, None] = {}
        self._read_first: tuple[Claim, ...] = ()
        self.references: list[Reference] = []
        self.withheld: list[Withheld] = []

    def bottom_line(self, claims: Sequence[Claim]) -> tuple[UpheldClaim, ...]:
        """The first part. What it says has been read by the time any other part is."""
        sound = self._sound(claims)
        self.read_first(sound)
        return tuple(self._uphold(claim) for claim in sound)

    def read_first(self, claims: Sequence[Claim]) -> None:
        """What these say has been read by the time any further part is."""
        self._read_first = tuple(claims)

    def part(self, claims: Sequence[Claim]) -> tuple[UpheldClaim, ...]:
        """The claims of a part that pass every check, and that none of them needs a companion it lost."""
        return tuple(self._uphold(claim) for claim in self._sound(claims))

    def verdict(self, draft: DraftVerdict) -> OutcomeVerdict | None:
        """A verdict with what is left of its claims; None when none of those that carry its direction is left."""
        sound = self._sound((*draft.supporting, *draft.opposing))
        supporting = [claim for claim in draft.supporting if claim in sound]
        opposing = [claim for claim in draft.opposing if claim in sound]
        if (reason := direction_objection(draft.direction, supporting, opposing)) is not None:
            text = f"{draft.outcome}: {draft.direction.value}"
            self.withheld.append(Withheld(text=text, reason=reason, check="verdict"))
            return None
        return OutcomeVerdict(
            outcome=draft.outcome,
            plain_outcome=draft.plain_outcome or None,
            direction=draft.direction.value,
            certainty=draft.certainty.word,
            why=draft.why,
            supporting=tuple(self._uphold(claim) for claim in supporting),
            opposing=tuple(self._uphold(claim) for claim in opposing),
            estimates=tuple(self._estimates(draft.estimates, [*supporting, *opposing])),
        )

    def omission(self, draft: DraftOmission) -> Omission:
        """A slot with what is left of its claims; it counts as not found when none is."""
        claims = self.part(draft.claims)
        return Omission(slot=draft.slot, status="found" if claims else "not found", claims=claims)

    def lost(self) -> Iterator[Unused]:
        """The publications whose every claim was withheld."""
        for publication in self._refused:
            yield Unused(id=publication, reason="its claims were withheld")

    def sound(self, quotes: Iterable[Quote]) -> tuple[Nearest, ...]:
        """Of quotes that claim nothing, those that are what their passages say."""
        shown = []
        for quote in quotes:
            claim = Claim(text=quote.text, kind="verbatim", quotes=(quote,))
            if next(self._objections(claim), None) is None:
                publication = self._evidence.found[quote.passage.publication].publication
                shown.append(
                    Nearest(
                        id=publication.id, title=publication.title, passage=quote.passage.id, quote=quote.text
                    )
                )
        return tuple(shown)

    def _sound(self, claims: Sequence[Claim]) -> list[Claim]:
        sound = [claim for claim in claims if not self._objected(claim)]
        # Withholding one claim may leave another without the company it needs, so this goes round until it holds.
        while alone := [
            (claim, why)
            for claim in sound
            if (why := company_objection(claim, (*self._read_first, *sound))) is not None
        ]:
            for claim, reason in alone:
                self._withhold(claim, reason, "company")
            sound = [claim for claim in sound if claim not in [one for one, _ in alone]]
        return sound

    def _objected(self, claim: Claim) -> bool:
        objections = chain(self._objections(claim), self._objections_to_summary(claim))
        if (first := next(objections, None)) is None:
            return False
        self._withhold(claim, *first)
        return True

    def _objections(self, claim: Claim) -> Iterator[tuple[str, str]]:
        """Each reason against a claim by itself, with the name of the check that has it."""
        for check in self._checks:
            if (reason := check.objection(claim, self._evidence)) is not None:
                yield reason, check.name

    def _objections_to_summary(self, claim: Claim) -> Iterator[tuple[str, str]]:
        """What is against a line that sums verdicts up, whose sides are heard for it before they are shown."""
        sides = ((one, self._standing(one.supporting), self._standing(one.opposing)) for one in claim.sums_up)
        if (reason := summary_objection(claim, sides)) is not None:
            yield reason, "verdict"

    def _standing(self, claims: Sequence[Claim]) -> list[Claim]:
        return [claim for claim in claims if next(self._objections(claim), None) is None]

    def _withhold(self, claim: Claim, reason: str, check: str) -> None:
        self.withheld.append(Withheld(text=claim.text, reason=reason, check=check, writer=claim.writer))
        self._refused.update(
            (quote.passage.publication, None)
            for quote in claim.quotes
            if quote.passage.publication in self._evidence.found
        )

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
        return UpheldClaim(
            id=_claim_id(claim),
            text=claim.text,
            kind=claim.kind,
            citations=citations,
            certainty=claim.certainty.word if claim.certainty is not None else None,
            plain=self._plain(claim),
            jurisdiction=claim.jurisdiction or None,
            event_rates=claim.event_rates,
            discrepancies=tuple(
                dict.fromkeys(why for quote in claim.quotes for why in _discrepancies(quote))
            ),
            writer=claim.writer,
        )

    def _plain(self, claim: Claim) -> str | None:
        """The plain wording, when it says what the claim says; else it is withheld, and the claim stays."""
        if not claim.plain:
            return None
        if (reason := plain_objection(claim)) is None:
            return claim.plain
        self.withheld.append(Withheld(text=claim.plain, reason=reason, check="plain wording"))
        return None

    def _estimates(
        self, estimates: Iterable[DraftEstimate], claims: Sequence[Claim]
    ) -> Iterator[EffectEstimate]:
        """Of a verdict's estimates those whose passage one of its claims cites, and prints every figure of."""
        shown = {quote.passage.id for claim in claims for quote in claim.quotes}
        for one in estimates:
            if one.passage.id not in shown:
                continue
            printed = numbers(one.passage.text)
            if all(numbers(f"{abs(figure):f}") <= printed for figure in (one.value, one.low, one.high)):
                yield EffectEstimate(
                    reference=self._number(one.passage.publication),
                    passage=one.passage.id,
                    measure=one.measure,
                    value=one.value,
                    low=one.low,
                    high=one.high,
                    level=one.level,
                )
            else:
                text = f"{one.measure} {one.value} ({one.low} to {one.high})"
                self.withheld.append(
                    Withheld(text=text, reason=f"{one.passage.id} does not print it", check="estimate")
                )

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
        source_read=_least_read(publication),
        checked_on=max((said.checked_on for said in _statements(publication)), default="") or None,
        corrected_by=standing.corrected_by,
        concern_raised_by=standing.concern_raised_by,
    )


def _least_read(publication: Publication) -> str | None:
    """How far a source was read: where its statements differ, the least of it."""
    read = {said.source_read for said in _statements(publication)}
    return next((how_far for how_far in reversed(HOW_FAR_READ) if how_far in read), None)


def _statements(publication: Publication) -> list[Statement]:
    return [passage.statement for passage in publication.passages if passage.statement is not None]


def _discrepancies(quote: Quote) -> tuple[str, ...]:
    if quote.passage.kind is Kind.TABLE:  # Its rows are no sentences, and other rows no concern of this one.
        return discrepancies(quote.text)
    return discrepancies_around(quote.passage.text, quote.start, quote.end)


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
