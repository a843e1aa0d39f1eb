"""The writer that needs no language model: it says what sentences of the sources say, and nothing else.

The question's best sentences are taken in order of relevance, each new to what was said before it. The first
are the bottom line; the others stand in sections, by outcome where the source is an evidence statement and by
kind of evidence where it is a document. A question that a topic's author has answered is led by that answer, and
one as broad as the topic gets the whole article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curbside.answer import article
from curbside.answer.brief import Brief, asked_of, known_question, subject_of
from curbside.answer.claims import Bookcase, quote
from curbside.answer.draft import (
    Claim,
    Draft,
    DraftOmission,
    DraftSection,
    DraftStep,
    Quote,
    Unneeded,
)
from curbside.answer.verdicts import summed_up
from curbside.appraisal.design import Design, strength
from curbside.appraisal.finding import Finding
from curbside.appraisal.relevance import Candidate, candidates
from curbside.appraisal.result import Asked, treatment_of
from curbside.appraisal.role import Role
from curbside.appraisal.subject import Subject
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Kind, Read
from curbside.literature.topic import Topic
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.dossier import Dossier, names
from curbside.retrieval.ordinary import is_ordinary
from curbside.retrieval.ranking import Found, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractiveSettings:
    """Where the extractive writer draws its lines. Part of the configuration hash that answers carry.

    ``answering`` is the least relevance that a finding is said with when it is not the best; a document's
    sentence must also cover ``beside`` of the question, and an evidence statement the share ``of_best`` of what
    the best one covers; a statement that sums others up leads from the share ``summing`` on,
    when its log odds of answering are no more than ``behind`` the best. There is an answer at all when one of the
    best ``looked_at`` sentences covers the share ``carrying`` of the question with two of its words, or the
    share ``carrying_by_one`` with a single one: "Hamlet" alone, a gene of that name, does not answer what
    the plot of Hamlet is. Within a topic, whose own words all its statements share, a statement must cover
    ``carrying_in_topic``. Where a title names the subject, the title and what the sentence stands in must also
    hold the share ``surroundings``. There is none when more than the share ``missing`` of the question occurs nowhere
    in the library, however well something else fits the rest. ``alike`` is the share of a sentence's words
    that another must share to be called the same.
    """

    answering: float = 0.45
    beside: float = 0.4
    of_best: float = 0.6
    summing: float = 0.9
    behind: float = 0.7
    summing_up: int = 3
    carrying: float = 0.22
    carrying_by_one: float = 0.45
    carrying_in_topic: float = 0.5
    surroundings: float = 0.5
    missing: float = 0.36
    looked_at: int = 5
    alike: float = 0.8
    in_bottom_line: int = 2
    near: float = 0.8
    in_section: int = 5
    of_publication: int = 2
    nearest: int = 3
    in_aside: int = 3


class ExtractiveWriter:
    """Says what sentences of documents and evidence statements say; composes nothing but the line of verdicts."""

    name = "extractive"

    def __init__(self, settings: ExtractiveSettings | None = None) -> None:
        self.settings = settings or ExtractiveSettings()

    def write(self, question: ClinicalQuestion, dossier: Dossier) -> Draft:
        """A draft from what was gathered; without a bottom line, and saying why, when that carries no answer."""
        usable, unneeded = _usable(question, dossier.found)
        unneeded += [Unneeded(publication=f.publication.id, reason=_ELSEWHERE) for f in dossier.elsewhere]
        bookcase = Bookcase(usable)
        topic = dossier.topic
        ranked = _on_treatment(
            candidates(dossier.ranking, usable, subject_of(topic)), question=question, topic=topic
        )
        known = known_question(question, dossier)
        led = bookcase.named(known.answered_by) if known is not None else []
        if not led and not self._is_carried(ranked, dossier):
            left_out = [
                Unneeded(publication=f.publication.id, reason=_too_little(f)) for f in _retrieved(usable)
            ]
            return Draft(
                bottom_line=(),
                sections=(),
                unneeded=(*unneeded, *left_out),
                why_not=self._why_not(dossier.found, usable, dossier.ranking),
                nearest=_nearest(ranked, self.settings.nearest),
            )
        brief = Brief(
            question=question,
            dossier=dossier,
            usable=usable,
            bookcase=bookcase,
            asked=asked_of(question, topic, bookcase),
            known=known,
        )
        # The best sentence of all is kept whatever it seems to do: without headings, that is only guessed.
        chosen, passed_over = self._chosen([*ranked[:1], *filter(_reports, ranked[1:])], _telling(dossier))
        led = led or brief.of_its_slot()
        bottom_line = led or [one.finding for one in self._bottom_line(chosen, subject_of(topic))]
        draft = (
            self._article(brief, bottom_line) if brief.is_broad else self._reply(brief, bottom_line, chosen)
        )
        cited = {q.passage.publication for claim in _claims_of(draft) for q in claim.quotes}
        unneeded += [
            Unneeded(publication=f.publication.id, reason=passed_over.get(f.publication.id) or _too_little(f))
            for f in _retrieved(usable)
            if f.publication.id not in cited
        ]
        return replace(draft, unneeded=tuple(unneeded))

    def _article(self, brief: Brief, bottom_line: Sequence[Finding]) -> Draft:
        """The whole of a topic, for a question as broad as the topic."""
        topic, bookcase = brief.dossier.topic, brief.bookcase
        assert topic is not None
        verdicts = brief.verdicts(topic.judged)
        line = summed_up(verdicts, intervention=brief.treatment)
        said = {q.passage.id for v in verdicts for c in (*v.supporting, *v.opposing) for q in c.quotes[:1]}
        said |= {finding.passage.id for finding in bottom_line}
        return Draft(
            title=topic.title,
            plain_title=topic.plain_title,
            bottom_line=(*brief.claims(bottom_line), *([line] if line else [])),
            verdicts=tuple(verdicts),
            sections=(
                *article.sections(topic, bookcase, brief.asked, said=said, after=bottom_line),
                *self._asides(brief),
            ),
            steps=article.steps(topic, bookcase, after=bottom_line),
            omissions=brief.omissions(),
            follow_ups=brief.follow_ups(),
            unneeded=(),
        )

    def _reply(self, brief: Brief, bottom_line: Sequence[Finding], chosen: Sequence[Candidate]) -> Draft:
        """The answer to a narrower question: what it asks, the verdicts it touches, and what stands near."""
        barred = [one for one in brief.barred() if one not in bottom_line][: self.settings.in_bottom_line]
        bottom_line = [*barred, *bottom_line]
        verdicts = brief.verdicts(brief.outcomes_of(bottom_line))
        line = brief.line_of(verdicts)
        said = {finding.passage.id for finding in bottom_line}
        said |= {q.passage.id for v in verdicts for c in (*v.supporting, *v.opposing) for q in c.quotes[:1]}
        rest = [
            candidate
            for candidate in chosen
            if candidate.finding.passage.id not in said or not _is_stated(candidate)
        ]
        rest = [candidate for candidate in rest if candidate.finding not in bottom_line]
        claims = brief.claims(bottom_line)
        leads = brief.names_outcome and brief.known is None
        return Draft(
            bottom_line=(*([line] if line else []), *claims)
            if leads
            else (*claims, *([line] if line else [])),
            verdicts=tuple(verdicts),
            sections=(*_sections(rest, brief, after=bottom_line), *self._asides(brief)),
            steps=brief.steps(after=bottom_line),
            omissions=brief.omissions(),
            follow_ups=brief.follow_ups(),
            unneeded=(),
        )

    def _asides(self, brief: Brief) -> Iterator[DraftSection]:
        """Other readings of the question, and its second topic, each answered apart and in short."""
        for aside in brief.dossier.asides:
            usable, _ = _usable(brief.question, aside.found)
            bookcase = Bookcase(usable)
            ranked = [
                one for one in candidates(aside.ranking, usable, subject_of(aside.topic)) if _reports(one)
            ]
            ranked.sort(key=lambda one: one.finding.design is not Design.DERIVED)
            chosen = [one.finding for one in ranked[: self.settings.in_aside]]
            claims = tuple(bookcase.claim(finding) for finding in bookcase.in_company(chosen))
            if claims:
                yield DraftSection(title=aside.title, claims=claims, is_aside=True)

    def _is_carried(self, ranked: Sequence[Candidate], dossier: Dossier) -> bool:
        if dossier.ranking.missing_share > self.settings.missing:
            return False
        best = ranked[: self.settings.looked_at]
        return any(self._carries(one, dossier) and _is_on_subject(one, dossier) for one in best)

    def _carries(self, candidate: Candidate, dossier: Dossier) -> bool:
        ranking = dossier.ranking
        if dossier.topic is not None and candidate.finding.passage.statement is not None:
            return candidate.coverage >= self.settings.carrying_in_topic and _is_on_outcome(
                candidate, dossier
            )
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

    def _chosen(
        self, ranked: Sequence[Candidate], weights: Mapping[str, float]
    ) -> tuple[list[Candidate], dict[str, str]]:
        """The sentences to say, most relevant first, and why the best of each other publication was passed over."""
        chosen: list[Candidate] = []
        passed_over: dict[str, str] = {}
        publications: Counter[str] = Counter()
        sections: Counter[str] = Counter()
        for candidate in ranked:
            publication, section = candidate.publication.id, _section(candidate)
            if chosen and not (
                self._answers(candidate, chosen[0]) and _carries_the_point(candidate, chosen[0], weights)
            ):
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

    def _answers(self, candidate: Candidate, best: Candidate) -> bool:
        """May it be said beside a better one?

        Every word of a statement was chosen, so few may be enough; but of statements on one subject, those that
        carry far less of the question than the best one are on something else.
        """
        if candidate.relevance < self.settings.answering:
            return False
        if candidate.finding.passage.statement is None:
            return candidate.coverage >= self.settings.beside
        return candidate.coverage >= self.settings.of_best * best.coverage

    def _twin(self, candidate: Candidate, chosen: Iterable[Candidate]) -> Candidate | None:
        return next((other for other in chosen if self._are_alike(candidate, other)), None)

    def _are_alike(self, one: Candidate, other: Candidate) -> bool:
        shorter = min(len(one.terms), len(other.terms))
        return len(one.terms & other.terms) >= self.settings.alike * shorter

    def _bottom_line(self, chosen: Sequence[Candidate], subject: Subject | None) -> list[Candidate]:
        """The most relevant finding, and beside it one that goes another way, when there is one.

        Evidence for is never shown alone where the same outcome has evidence against, and of the two the
        larger study speaks first. Otherwise the strongest design among the nearly as relevant stands beside.
        A statement that sums others up goes before those it sums up, and after one that keeps from harm.
        """
        findings = [one for one in chosen if _is_found(one)] or chosen[:1]
        # Once a rule speaks of the very value asked about, one that speaks of no value at all can wait.
        findings = [one for one in findings if one.fits > 0] or findings
        summing = [one for one in findings if self._sums_up(one, findings)]
        if summing:
            cautions = subject.cautions if subject is not None else ()
            led = [one for one in findings if one.finding.passage.heading in cautions and one not in summing]
            led = [one for one in led if one.coverage >= self.settings.summing * findings[0].coverage]
            summed = sorted(summing, key=lambda one: -one.fits)
            return [*led[:1], *summed][: self.settings.summing_up]
        first, *others = findings
        near = [other for other in others if other.relevance >= self.settings.near * first.relevance]
        near.sort(key=lambda other: (-strength(other.finding.design), -other.relevance))
        against = _against(first, near[: self.settings.looked_at])
        if against is not None and self.settings.in_bottom_line > 1:
            return sorted((first, against), key=_size, reverse=True)
        return [first, *near[: self.settings.in_bottom_line - 1]]

    def _sums_up(self, candidate: Candidate, findings: Sequence[Candidate]) -> bool:
        """Was it worked out from others to answer, and does it carry nearly as much of the question as any?"""
        if candidate.finding.design is not Design.DERIVED:
            return False
        as_whole = candidate.coverage >= self.settings.summing * max(one.coverage for one in findings)
        return as_whole and candidate.log_odds >= max(one.log_odds for one in findings) - self.settings.behind


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


def _telling(dossier: Dossier) -> dict[str, float]:
    """The weights of the terms that tell a question of a topic from others of it; empty where there is no topic."""
    topic = dossier.topic
    if topic is None:
        return {}
    own = set(terms(" ".join((*topic.intervention, *topic.population))))
    return {
        term: weight
        for term, weight in dossier.ranking.weights.items()
        if term not in own and not is_ordinary(term)
    }


def _carries_the_point(candidate: Candidate, best: Candidate, telling: Mapping[str, float]) -> bool:
    """Does a statement say the most telling thing that the best one says: the liver, and not just failure?"""
    said = best.carried & telling.keys()
    if candidate.finding.passage.statement is None or not said:
        return True
    return max(said, key=lambda term: (telling[term], term)) in candidate.carried


def _on_treatment(
    ranked: Sequence[Candidate], *, question: ClinicalQuestion, topic: Topic | None
) -> list[Candidate]:
    """Of a question on a topic's treatment, what is on that treatment: another drug's results do not answer it."""
    if topic is None or not names(topic.intervention, question.read_as):
        return list(ranked)
    return [
        one
        for one in ranked
        if (said := one.finding.passage.statement) is None
        or names(topic.intervention, f"{said.intervention} {one.finding.text}")
    ]


def _is_on_outcome(candidate: Candidate, dossier: Dossier) -> bool:
    """Where the question names an outcome of its topic, is the statement on it, or does it speak of it?"""
    topic, said = dossier.topic, candidate.finding.passage.statement
    if topic is None or said is None:
        return True
    asked = dossier.ranking.weights.keys()
    named = [outcome for outcome in topic.outcomes if set(terms(outcome)) <= asked]
    return not named or said.outcome in named or names(named, candidate.finding.text)


def _is_on_subject(candidate: Candidate, dossier: Dossier) -> bool:
    """Does it speak of what the question names: a statement of its treatment or outcome, a document of its treatment?

    Within a topic the other rules see to that. A question whose treatment could not be read asks no such thing.
    """
    said, question = candidate.finding.passage.statement, dossier.ranking.question
    if dossier.topic is not None:
        return True
    if said is not None:
        return not said.intervention or names(
            (treatment_of(said.intervention), said.outcome), question.read_as
        )
    if question.intervention is None:
        return True
    abstract = " ".join(p.text for p in candidate.publication.passages if p.kind is Kind.ABSTRACT)
    around = f"{candidate.publication.title} {abstract} {candidate.finding.text}"
    if Asked(intervention=(question.intervention,)).names_intervention(around):
        return True
    # A longer description need not be repeated to the letter.
    wanted = {term for term in terms(question.intervention) if not is_ordinary(term)}
    return len(wanted) > 2 and 2 * len(wanted & set(terms(around))) > len(wanted)


def _reports(candidate: Candidate) -> bool:
    """Does it report something? What a study asked, and how it went about it, is not what it found."""
    return candidate.finding.role not in (Role.OBJECTIVE, Role.METHODS)


def _is_found(candidate: Candidate) -> bool:
    """Was it found by its own source, or worked out from what was? What was known before was not."""
    return candidate.finding.role is not Role.BACKGROUND and _reports(candidate)


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
        return said.outcome
    return next((title for title, designs in _BY_KIND if candidate.finding.design in designs), _OTHERWISE)


def _sections(
    rest: Sequence[Candidate], brief: Brief, *, after: Sequence[Finding]
) -> tuple[DraftSection, ...]:
    """Sections in the order of their first, most relevant claim; kinds of evidence strongest first."""
    grouped: dict[str, list[Finding]] = {}
    plain_titles: dict[str, str] = {}
    for candidate in rest:
        title, plain = article.section_of(brief.dossier.topic, _section(candidate))
        plain_titles[title] = plain
        grouped.setdefault(title, []).append(candidate.finding)
    standing = {title: place for place, (title, _) in enumerate(_BY_KIND)}
    order = sorted(
        grouped, key=lambda title: standing.get(title, len(standing) if title == _OTHERWISE else -1)
    )
    return tuple(
        DraftSection(
            title=title,
            plain_title=plain_titles[title],
            claims=brief.claims(grouped[title], after=after),
        )
        for title in order
    )


def _claims_of(draft: Draft) -> Iterator[Claim]:
    yield from draft.bottom_line
    for verdict in draft.verdicts:
        yield from (*verdict.supporting, *verdict.opposing)
    parts: tuple[DraftSection | DraftStep | DraftOmission, ...] = (
        *draft.sections,
        *draft.steps,
        *draft.omissions,
    )
    for part in parts:
        yield from part.claims


def _quote(candidate: Candidate) -> Quote:
    return quote(candidate.finding)


def _nearest(ranked: Sequence[Candidate], number: int) -> tuple[Quote, ...]:
    """The best sentence of each of the first publications."""
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.publication.id, candidate)
    return tuple(_quote(candidate) for candidate in list(best.values())[:number])


_ELSEWHERE = "belongs to another topic than the question"


def _retrieved(found: Sequence[Found]) -> Iterator[Found]:
    """What the search returned, without what was read beside it because it belongs to the topic."""
    return (one for one in found if one.hit.units)


def _is_stated(candidate: Candidate) -> bool:
    return candidate.finding.passage.statement is not None
