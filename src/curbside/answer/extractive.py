"""The writer that needs no language model: it says what sentences of the sources say, and nothing else.

The question's best sentences are taken in order of relevance, each new to what was said before it. The first
are the bottom line; the others stand in sections, by outcome where the source is an evidence statement and by
kind of evidence where it is a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curbside.answer.draft import Claim, Draft, DraftSection, Quote, Unneeded
from curbside.appraisal.design import Design, strength
from curbside.appraisal.relevance import Candidate, candidates
from curbside.appraisal.role import Role
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Kind, Read
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.ranking import Found, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractiveSettings:
    """Where the extractive writer draws its lines. Part of the configuration hash that answers carry.

    ``answering`` is the least relevance that a finding is said with when it is not the best; a document's
    sentence must also cover ``beside`` of the question. There is an answer at all when one of the
    best ``looked_at`` sentences covers the share ``carrying`` of the question with two of its words, or the
    share ``carrying_by_one`` with a single one: "Hamlet" alone, a gene of that name, does not answer what
    the plot of Hamlet is. Where a title names the subject, the title and what the sentence stands in must also
    hold the share ``surroundings``. There is none when more than the share ``missing`` of the question occurs nowhere
    in the library, however well something else fits the rest. ``alike`` is the share of a sentence's words
    that another must share to be called the same.
    """

    answering: float = 0.45
    beside: float = 0.4
    carrying: float = 0.22
    carrying_by_one: float = 0.45
    surroundings: float = 0.5
    missing: float = 0.36
    looked_at: int = 5
    alike: float = 0.8
    in_bottom_line: int = 2
    near: float = 0.8
    in_section: int = 5
    of_publication: int = 2
    nearest: int = 3


class ExtractiveWriter:
    """Verbatim claims only: each is a sentence of a passage, or a whole evidence statement."""

    name = "extractive"

    def __init__(self, settings: ExtractiveSettings | None = None) -> None:
        self.settings = settings or ExtractiveSettings()

    def write(self, question: ClinicalQuestion, ranking: Ranking, found: Sequence[Found]) -> Draft:
        """A draft from what was found; without a bottom line, and saying why, when that carries no answer."""
        usable, unneeded = _usable(question, found)
        ranked = candidates(ranking, usable)
        if not self._is_carried(ranked, ranking):
            left_out = [Unneeded(publication=f.publication.id, reason=_too_little(f)) for f in usable]
            return Draft(
                bottom_line=(),
                sections=(),
                unneeded=(*unneeded, *left_out),
                why_not=self._why_not(found, usable, ranking),
                nearest=_nearest(ranked, self.settings.nearest),
            )
        # The best sentence of all is kept whatever it seems to do: without headings, that is only guessed.
        chosen, passed_over = self._chosen([ranked[0], *filter(_reports, ranked[1:])])
        bottom_line = self._bottom_line(chosen)
        rest = [candidate for candidate in chosen if candidate not in bottom_line]
        cited = {candidate.publication.id for candidate in chosen}
        unneeded += [
            Unneeded(publication=f.publication.id, reason=passed_over.get(f.publication.id) or _too_little(f))
            for f in usable
            if f.publication.id not in cited
        ]
        return Draft(
            bottom_line=tuple(_claim(candidate) for candidate in bottom_line),
            sections=_sections(rest),
            unneeded=tuple(unneeded),
        )

    def _is_carried(self, ranked: Sequence[Candidate], ranking: Ranking) -> bool:
        if ranking.missing_share > self.settings.missing:
            return False
        return any(self._carries(one, ranking) for one in ranked[: self.settings.looked_at])

    def _carries(self, candidate: Candidate, ranking: Ranking) -> bool:
        if _has_surroundings(candidate) and candidate.nearby < self.settings.surroundings:
            return False
        words = len(candidate.terms & ranking.weights.keys())
        needed = (
            self.settings.carrying
            if words > 1 or len(ranking.weights) == 1
            else self.settings.carrying_by_one
        )
        return candidate.coverage >= needed

    def _why_not(self, found: Sequence[Found], usable: Sequence[Found], ranking: Ranking) -> str:
        if not found:
            return "nothing in the library holds the words of the question"
        if not usable:
            return "everything found is retracted or outside the years asked for"
        if ranking.missing_share > self.settings.missing:
            return f"the library never speaks of {', '.join(ranking.missing)}"
        return "no passage in the library carries enough of the question"

    def _chosen(self, ranked: Sequence[Candidate]) -> tuple[list[Candidate], dict[str, str]]:
        """The sentences to say, most relevant first, and why the best of each other publication was passed over."""
        chosen: list[Candidate] = []
        passed_over: dict[str, str] = {}
        publications: Counter[str] = Counter()
        sections: Counter[str] = Counter()
        for candidate in ranked:
            publication, section = candidate.publication.id, _section(candidate)
            if chosen and not self._answers(candidate):
                passed_over.setdefault(publication, "")
            elif (twin := self._twin(candidate, chosen)) is not None:
                passed_over.setdefault(publication, f"says what {twin.publication.id} says")
            elif (
                sections[section] >= self.settings.in_section
                or publications[publication] >= self.settings.of_publication
            ):
                passed_over.setdefault(publication, "more relevant sources of its kind say enough")
            else:
                chosen.append(candidate)
                publications[publication] += 1
                sections[section] += 1
        return chosen, passed_over

    def _answers(self, candidate: Candidate) -> bool:
        """May it be said beside a better one? Every word of a statement was chosen, so few may be enough."""
        is_statement = candidate.finding.passage.statement is not None
        is_relevant = candidate.relevance >= self.settings.answering
        return is_relevant and (is_statement or candidate.coverage >= self.settings.beside)

    def _twin(self, candidate: Candidate, chosen: Iterable[Candidate]) -> Candidate | None:
        return next((other for other in chosen if self._are_alike(candidate, other)), None)

    def _are_alike(self, one: Candidate, other: Candidate) -> bool:
        shorter = min(len(one.terms), len(other.terms))
        return len(one.terms & other.terms) >= self.settings.alike * shorter

    def _bottom_line(self, chosen: Sequence[Candidate]) -> list[Candidate]:
        """The most relevant finding, and beside it one that goes another way, when there is one.

        Evidence for is never shown alone where the same outcome has evidence against, and of the two the
        larger study speaks first. Otherwise the strongest design among the nearly as relevant stands beside.
        """
        findings = [one for one in chosen if _is_found(one)] or chosen[:1]
        first, *others = findings
        near = [other for other in others if other.relevance >= self.settings.near * first.relevance]
        near.sort(key=lambda other: (-strength(other.finding.design), -other.relevance))
        against = _against(first, near[: self.settings.looked_at])
        if against is not None and self.settings.in_bottom_line > 1:
            return sorted((first, against), key=_size, reverse=True)
        return [first, *near[: self.settings.in_bottom_line - 1]]


def _usable(question: ClinicalQuestion, found: Sequence[Found]) -> tuple[list[Found], list[Unneeded]]:
    """What may be cited at all; for the rest, the reason in a reader's words."""
    usable: list[Found] = []
    unneeded: list[Unneeded] = []
    for one in found:
        reason = _unusable(question, one) or _same_work(one, usable)
        if reason:
            unneeded.append(Unneeded(publication=one.publication.id, reason=reason))
        else:
            usable.append(one)
    return usable, unneeded


def _unusable(question: ClinicalQuestion, found: Found) -> str:
    publication, standing = found.publication, found.standing
    if standing.retracted:
        return "retracted" + (f" (see {', '.join(standing.retracted_by)})" if standing.retracted_by else "")
    if "Retraction of Publication" in publication.types:
        return "a retraction notice, not evidence"
    if question.years is not None:
        year, (first, last) = publication.published.year, question.years
        if year is None:
            return "its year is not known, and the question asks for years"
        if (first is not None and year < first) or (last is not None and year > last):
            return f"published in {year}, outside the years asked for"
    return ""


def _same_work(found: Found, usable: Sequence[Found]) -> str:
    """An abstract and its full text are one work, whichever of them ranks first.

    An evidence statement about a work is not: it is our summary, and stands beside what it summarises.
    """
    one = found.publication
    for other in (f.publication for f in usable):
        if {one.read, other.read} != {Read.ABSTRACT, Read.FULL_TEXT}:
            continue
        if (one.pmid and one.pmid == other.pmid) or (one.doi and one.doi.casefold() == other.doi.casefold()):
            return f"the same work as {other.id}"
    return ""


def _has_surroundings(candidate: Candidate) -> bool:
    """Does it stand in a text with a title, where its subject would be named? A statement stands alone."""
    return bool(candidate.publication.title) and candidate.finding.passage.statement is None


def _reports(candidate: Candidate) -> bool:
    """Does it report something? What a study asked, and how it went about it, is not what it found."""
    return candidate.finding.role not in (Role.OBJECTIVE, Role.METHODS)


def _is_found(candidate: Candidate) -> bool:
    """Was it found by its own source? What was known before, or was worked out by us, was not."""
    finding = candidate.finding
    is_own = finding.design is not Design.DERIVED and finding.role is not Role.BACKGROUND
    return is_own and _reports(candidate)


def _too_little(found: Found) -> str:
    if all(passage.kind is Kind.TITLE for passage in found.publication.passages):
        return "only its title is in the library"
    return "carries too little of the question"


def _against(first: Candidate, others: Iterable[Candidate]) -> Candidate | None:
    """The first finding on the same outcome, or of the same kind of evidence, that goes another way."""
    same = [other for other in others if _section(other) == _section(first) and _share_subject(first, other)]
    way = _way(first) if same else None
    if way is None:
        return None
    return next((other for other in same if _way(other) not in (None, way)), None)


def _share_subject(one: Candidate, other: Candidate) -> bool:
    """Are two evidence statements on one intervention? Of documents, nobody has said what they are on."""
    said = one.finding.passage.statement, other.finding.passage.statement
    if said[0] is None or said[1] is None:
        return True
    return not set(terms(said[0].intervention)).isdisjoint(terms(said[1].intervention))


def _size(candidate: Candidate) -> int:
    """How many people an evidence statement is on; 0 where nobody has said."""
    said = candidate.finding.passage.statement
    return (said.sample_size or 0) if said is not None else 0


def _way(candidate: Candidate) -> str | None:
    """Which way a finding goes: an evidence statement's own word, or what the sentence says; None if neither."""
    said = candidate.finding.passage.statement
    if said is not None:
        return said.direction if said.direction in _WAYS else None
    return candidate.finding.direction()


_WAYS = ("benefit", "harm", "no difference", "mixed")

_BY_KIND = (
    ("Guidelines and reviews", {Design.GUIDELINE, Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW}),
    ("Trials", {Design.RANDOMISED_TRIAL, Design.NON_RANDOMISED_TRIAL}),
    (
        "Observational studies",
        {
            Design.COHORT,
            Design.CASE_CONTROL,
            Design.CROSS_SECTIONAL,
            Design.OBSERVATIONAL,
            Design.CASE_REPORT,
        },
    ),
    ("Laboratory and animal studies", {Design.LABORATORY, Design.ANIMAL}),
)
_OTHERWISE = "Further findings"


def _section(candidate: Candidate) -> str:
    said = candidate.finding.passage.statement
    if said is not None and said.outcome:
        return said.outcome[0].upper() + said.outcome[1:]
    return next((title for title, designs in _BY_KIND if candidate.finding.design in designs), _OTHERWISE)


def _sections(rest: Sequence[Candidate]) -> tuple[DraftSection, ...]:
    """Sections in the order of their first, most relevant claim; kinds of evidence strongest first."""
    grouped: dict[str, list[Candidate]] = {}
    for candidate in rest:
        grouped.setdefault(_section(candidate), []).append(candidate)
    standing = {title: place for place, (title, _) in enumerate(_BY_KIND)}
    order = sorted(
        grouped, key=lambda title: standing.get(title, len(standing) if title == _OTHERWISE else -1)
    )
    return tuple(
        DraftSection(title=title, claims=tuple(_claim(candidate) for candidate in grouped[title]))
        for title in order
    )


def _claim(candidate: Candidate) -> Claim:
    return Claim(text=candidate.finding.text, kind="verbatim", quotes=(_quote(candidate),))


def _quote(candidate: Candidate) -> Quote:
    finding = candidate.finding
    return Quote(passage=finding.passage, start=finding.start, end=finding.end, text=finding.text)


def _nearest(ranked: Sequence[Candidate], number: int) -> tuple[Quote, ...]:
    """The best sentence of each of the first publications."""
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.publication.id, candidate)
    return tuple(_quote(candidate) for candidate in list(best.values())[:number])
