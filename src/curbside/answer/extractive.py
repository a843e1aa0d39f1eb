"""The writer that needs no language model: it says what sentences of the sources say, and nothing else.

The question's best sentences are taken in order of relevance, each new to what was said before it. The first
are the bottom line; the others stand in sections, by outcome where the source is an evidence statement and by
kind of evidence where it is a document. A question that a topic's author has answered is led by that answer, and
one as broad as the topic gets the whole article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from curbside.answer import article
from curbside.answer.brief import RULES, Brief, asked_of, known_question, subject_of
from curbside.answer.carrying import is_carried, on_subject, why_not
from curbside.answer.choosing import (
    BY_KIND,
    OTHERWISE,
    applicable,
    bottom_line_of,
    choose,
    heading_of,
    reports,
)
from curbside.answer.claims import Bookcase, quote
from curbside.answer.draft import (
    Claim,
    Draft,
    DraftOmission,
    DraftSection,
    DraftStep,
    Objection,
    Quote,
    Unneeded,
)
from curbside.answer.settings import ExtractiveSettings
from curbside.answer.usable import fallen, retrieved, too_little, usable_of
from curbside.answer.verdicts import summed_up
from curbside.answer.within_topic import within_topic
from curbside.appraisal.address import gives_orders
from curbside.appraisal.design import Design
from curbside.appraisal.finding import Finding
from curbside.appraisal.relevance import Candidate, candidates
from curbside.literature.topic import Topic, TopicQuestion
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.dossier import Dossier


class ExtractiveWriter:
    """Says what sentences of documents and evidence statements say; composes nothing but the line of verdicts."""

    name = "extractive"

    def __init__(self, settings: ExtractiveSettings | None = None) -> None:
        self.settings = settings or ExtractiveSettings()

    def write(self, question: ClinicalQuestion, dossier: Dossier) -> Draft:
        """A draft from what was gathered; without a bottom line, and saying why, when that carries no answer."""
        dossier = within_topic(dossier)
        question = dossier.ranking.question
        usable, unneeded = usable_of(question, dossier.found)
        unneeded += [Unneeded(publication=f.publication.id, reason=_ELSEWHERE) for f in dossier.elsewhere]
        unneeded += [
            Unneeded(publication=f.publication.id, reason=f"other sense of {short}")
            for f, short in dossier.in_other_sense
        ]
        bookcase = Bookcase(usable, beside=dossier.found)
        topic = dossier.topic
        found = candidates(dossier.ranking, usable, subject_of(topic))
        reporting = [one for one in found if not gives_orders(one.finding.text)]
        known = known_question(question, dossier)
        objections = (
            *self._fallen(dossier, known),
            *(_to_orders(one.finding.text) for one in found if one not in reporting),
        )
        ranked = applicable(on_subject(reporting, dossier), question)
        led = bookcase.named(known.answered_by) if known is not None else []
        brief = Brief(
            question=question,
            dossier=dossier,
            usable=usable,
            bookcase=bookcase,
            asked=asked_of(question, topic, bookcase),
            known=known,
        )
        carries = is_carried(ranked, dossier, self.settings)
        # What bars a treatment at the value asked about is said whatever else of the question goes unanswered.
        led = led or ([] if carries else [*brief.barred, *brief.beyond()][: self.settings.beyond])
        if not led and not carries:
            left_out = [
                Unneeded(publication=f.publication.id, reason=too_little(f)) for f in retrieved(usable)
            ]
            return Draft(
                bottom_line=(),
                sections=(),
                unneeded=(*unneeded, *left_out),
                why_not=why_not(dossier, usable, self.settings),
                nearest=_nearest(ranked, self.settings.nearest),
                objections=objections,
            )
        # The best sentence of all is kept whatever it seems to do: without headings, that is only guessed.
        chosen, passed_over = choose([*ranked[:1], *filter(reports, ranked[1:])], dossier, self.settings)
        led = led or brief.of_its_slot()
        bottom_line = led or [
            one.finding for one in bottom_line_of(chosen, dossier, subject_of(topic), self.settings)
        ]
        draft = (
            self._article(brief, bottom_line) if brief.is_broad else self._reply(brief, bottom_line, chosen)
        )
        cited = {q.passage.publication for claim in claims_of(draft) for q in claim.quotes}
        unneeded += [
            Unneeded(publication=f.publication.id, reason=passed_over.get(f.publication.id) or too_little(f))
            for f in retrieved(usable)
            if f.publication.id not in cited
        ]
        return replace(
            draft,
            unneeded=tuple(unneeded),
            objections=objections,
            cautions=tuple(one for one in draft.bottom_line if _keeps_from_harm(one, topic)),
        )

    def _fallen(self, dossier: Dossier, known: TopicQuestion | None) -> Iterator[Objection]:
        """What would have answered, had no publication been retracted that it was worked out from."""
        objections = fallen(dossier.found)
        if not objections:
            return
        answering = set(known.answered_by if known is not None else ())
        answering |= {
            one.finding.passage.id
            for one in candidates(dossier.ranking, dossier.found, subject_of(dossier.topic))
            if one.coverage >= self.settings.carrying_in_topic
        }
        yield from (objection for passage, objection in objections.items() if passage in answering)

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
            line=line,
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
        barred = brief.barred
        if barred:
            chosen = [one for one in chosen if not brief.is_idle(one.finding)]
            bottom_line = [one for one in bottom_line if not brief.is_idle(one)]
            if brief.question.kind == "dose":
                bottom_line = [one for one in bottom_line if not brief.is_effect(one)]
        cautions = list(dict.fromkeys((*barred, *brief.cautioned())))
        cautions.sort(key=lambda one: (one.design not in RULES, one not in bottom_line))
        cautions = cautions[: self.settings.cautions]
        beyond = [one for one in brief.beyond() if one not in cautions][: self.settings.beyond]
        if not brief.names_outcome:
            cautions += beyond
        if brief.states_values:
            # Of somebody whose age and weight are given, a label's rule is asked for before a volunteer's blood level.
            bottom_line = sorted(bottom_line, key=lambda one: one.design not in RULES)
        bottom_line = list(dict.fromkeys((*cautions, *bottom_line, *beyond)))
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
        leads = brief.names_outcome and brief.known is None and not cautions
        return Draft(
            bottom_line=(*([line] if line else []), *claims)
            if leads
            else (*claims, *([line] if line else [])),
            line=line,
            verdicts=tuple(verdicts),
            sections=(*_sections(rest, brief, after=bottom_line), *self._asides(brief)),
            steps=() if barred else brief.steps(after=bottom_line),
            omissions=brief.omissions(),
            follow_ups=brief.follow_ups(),
            unneeded=(),
        )

    def _asides(self, brief: Brief) -> Iterator[DraftSection]:
        """Other readings of the question, and its second topic, each answered apart and in short."""
        for aside in brief.dossier.asides:
            usable, _ = usable_of(brief.question, aside.found)
            bookcase = Bookcase(usable, beside=aside.found)
            ranked = [
                one for one in candidates(aside.ranking, usable, subject_of(aside.topic)) if reports(one)
            ]
            ranked.sort(key=lambda one: one.finding.design is not Design.DERIVED)
            chosen = [one.finding for one in ranked[: self.settings.in_aside]]
            claims = tuple(bookcase.claim(finding) for finding in bookcase.in_company(chosen))
            if claims:
                yield DraftSection(title=aside.title, claims=claims, is_aside=True)


def _sections(
    rest: Sequence[Candidate], brief: Brief, *, after: Sequence[Finding]
) -> tuple[DraftSection, ...]:
    """Sections in the order of their first, most relevant claim; kinds of evidence strongest first."""
    grouped: dict[str, list[Finding]] = {}
    plain_titles: dict[str, str] = {}
    for candidate in rest:
        title, plain = article.section_of(brief.dossier.topic, heading_of(candidate))
        plain_titles[title] = plain
        grouped.setdefault(title, []).append(candidate.finding)
    standing = {title: place for place, (title, _) in enumerate(BY_KIND)}
    order = sorted(
        grouped, key=lambda title: standing.get(title, len(standing) if title == OTHERWISE else -1)
    )
    return tuple(
        DraftSection(
            title=title,
            plain_title=plain_titles[title],
            claims=brief.claims(grouped[title], after=after),
        )
        for title in order
    )


def claims_of(draft: Draft) -> Iterator[Claim]:
    """Every claim of a draft, in the order in which it is read."""
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


def _nearest(ranked: Sequence[Candidate], number: int) -> tuple[Quote, ...]:
    """The best sentence of each of the first publications."""
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.publication.id, candidate)
    return tuple(quote(candidate.finding) for candidate in list(best.values())[:number])


def _to_orders(text: str) -> Objection:
    """Left out already here, so that nothing true has to make room for it; and told, as all that is withheld."""
    return Objection(text=text, reason="it gives its reader orders, and reports nothing", check="address")


def _keeps_from_harm(claim: Claim, topic: Topic | None) -> bool:
    """Is it a contraindication or another caution of the topic, or a sentence that says what not to do?"""
    subject = subject_of(topic)
    said = claim.quotes[0].passage.statement
    if subject is not None and said is not None and said.outcome in subject.cautions:
        return True
    return _BARS.search(claim.text) is not None


_BARS = re.compile(
    r"\bcontra-?indicat|\b(?:must|should|do|is|are) not (?:be )?(?:given|use|take|start|prescribe|combine|recommend)"
    r"|\bavoid(?:ed|ing)?\b|\bboxed warning|\bnever (?:be )?(?:give|use|take|combine)|\bnot to be (?:given|used|taken)",
    re.IGNORECASE,
)

_ELSEWHERE = "belongs to another topic than the question"


def _is_stated(candidate: Candidate) -> bool:
    return candidate.finding.passage.statement is not None
