"""From findings to claims: what each rests on, and what it must not be shown without."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from curbside.answer.draft import Claim, Quote
from curbside.appraisal.design import Design, design_of
from curbside.appraisal.finding import Finding, findings
from curbside.literature.publication import Kind
from curbside.retrieval.ranking import Found


def quote(finding: Finding) -> Quote:
    """The finding's own characters."""
    return Quote(passage=finding.passage, start=finding.start, end=finding.end, text=finding.text)


class Bookcase:
    """The findings of every evidence statement that was gathered, by the id of its passage.

    A retracted source's are not on it, and neither is a statement that another has taken the place of; but what was
    derived from such a statement cites it, so that a reader sees on what it rests. ``beside`` are sources that may be
    cited so, and speak for themselves no longer.
    """

    def __init__(self, found: Iterable[Found], *, beside: Iterable[Found] = ()) -> None:
        self._findings: dict[str, Finding] = {}
        self._replaced: dict[str, Finding] = {}
        self.found: dict[str, Found] = {}
        for one in found:
            for finding in _stated_in(one):
                said = finding.passage.statement
                if said is not None and said.superseded_by:
                    self._replaced[finding.passage.id] = finding
                else:
                    self._findings[finding.passage.id] = finding
                    self.found[finding.passage.id] = one
        for one in beside:
            for finding in _stated_in(one):
                if finding.passage.id not in self._findings:
                    self._replaced.setdefault(finding.passage.id, finding)

    def __iter__(self) -> Iterator[Finding]:
        """Every finding, in the order it was gathered."""
        return iter(self._findings.values())

    def named(self, ids: Iterable[str]) -> list[Finding]:
        """The findings of these passages, in this order; those that are not here are left out."""
        return [self._findings[name] for name in ids if name in self._findings]

    def claim(self, finding: Finding) -> Claim:
        """What a finding says. One that was derived cites the statements it was derived from beside itself."""
        said = finding.passage.statement
        if said is None:
            return Claim(text=finding.text, kind="verbatim", quotes=(quote(finding),))
        derived = finding.design is Design.DERIVED
        sources = self._sources_of(finding) if derived else []
        return Claim(
            text=finding.text,
            kind="composed" if sources else "verbatim",
            quotes=(quote(finding), *map(quote, sources)),
            plain=said.plain,
            jurisdiction=said.jurisdiction,
            event_rates=said.event_rates,
        )

    def has_company_for(self, finding: Finding) -> bool:
        """Is everything that a finding must not be shown without here to be shown?"""
        said = finding.passage.statement
        return all(name in self._findings for name in (said.beside if said is not None else ()))

    def in_company(self, part: Sequence[Finding], *, said: Collection[str] = ()) -> list[Finding]:
        """The part with what its statements must not be shown without, each right after the first that asks for it.

        ``said`` are passages that the reader has before them already: the bottom line's.
        """
        present = {finding.passage.id for finding in part} | set(said)
        company: list[Finding] = []
        for finding in part:
            company.append(finding)
            company.extend(self._missing(finding, present))
        return company

    def _missing(self, finding: Finding, present: set[str]) -> Iterator[Finding]:
        said = finding.passage.statement
        for other in self.named(said.beside if said is not None else ()):
            if other.passage.id not in present:
                present.add(other.passage.id)
                yield other
                yield from self._missing(other, present)

    def _sources_of(self, finding: Finding, met: frozenset[str] = frozenset()) -> list[Finding]:
        """The statements of publications that a derived one rests on, through others that are derived."""
        said = finding.passage.statement
        sources: dict[str, Finding] = {}
        at_hand = {**self._replaced, **self._findings}
        for name in said.rests_on if said is not None else ():
            if (other := at_hand.get(name)) is None or name in met:
                continue
            deeper = (
                self._sources_of(other, met | {finding.passage.id})
                if other.design is Design.DERIVED
                else [other]
            )
            sources |= {one.passage.id: one for one in deeper}
        return list(sources.values())


def _stated_in(found: Found) -> Iterator[Finding]:
    """The findings of its evidence statements, unless it or what they were worked out from was retracted."""
    if found.standing.retracted:
        return
    design = design_of(found.publication)
    for passage in found.passages:
        if passage.kind is Kind.STATEMENT and passage.statement and passage.id not in found.standing.fallen:
            yield findings(passage, design=design)[0]
