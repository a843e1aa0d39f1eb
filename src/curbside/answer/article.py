"""An article: the layout a topic's author gave it, filled with statements. Of a narrower question, the parts it needs.

Nothing here knows a topic. A folder without sections, slots or steps has none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from curbside.answer.claims import Bookcase, quote
from curbside.answer.draft import Claim, DraftOmission, DraftSection, DraftStep
from curbside.answer.slots import is_only_set_against, lays_down, speaks_of
from curbside.answer.usable import no_evidence
from curbside.appraisal.address import gives_orders
from curbside.appraisal.design import Design, design_of, strength
from curbside.appraisal.finding import Finding, findings
from curbside.appraisal.result import Asked, Way
from curbside.appraisal.role import Role
from curbside.literature.publication import Kind
from curbside.literature.topic import SLOTS, Topic, TopicQuestion
from curbside.retrieval.ranking import Found

_OF_AN_OUTCOME: Final = 4
_OF_A_SECTION: Final = 8
_OF_A_SLOT: Final = 3
_FOLLOW_UPS: Final = 5


def sections(
    topic: Topic, bookcase: Bookcase, asked: Asked, *, said: Collection[str], after: Sequence[Finding]
) -> list[DraftSection]:
    """The article's sections, in the topic's order, without the passages that are ``said`` elsewhere.

    Of each outcome the statements on the treatment asked about come first, guidance and stronger designs before
    others, and no more than a reader can take in.
    """
    made = []
    for section in topic.sections:
        chosen = [
            finding
            for outcome in section.outcomes
            for finding in _leading(bookcase, asked, outcome, said, _OF_AN_OUTCOME)
        ]
        whole = bookcase.in_company(chosen[:_OF_A_SECTION], said=_ids(bookcase, after))
        claims = tuple(bookcase.claim(finding) for finding in whole)
        if claims:
            made.append(DraftSection(title=section.title, plain_title=section.plain, claims=claims))
    return made


def section_of(topic: Topic | None, outcome: str) -> tuple[str, str]:
    """The heading under which the statements of an outcome stand, and its plain one, empty where there is none.

    The outcome itself where no section has it.
    """
    listed = topic.sections if topic is not None else ()
    section = next((one for one in listed if outcome in one.outcomes), None)
    title, plain = (section.title, section.plain) if section is not None else (outcome, "")
    return title[:1].upper() + title[1:], plain


def steps(topic: Topic, bookcase: Bookcase, *, after: Sequence[Finding]) -> tuple[DraftStep, ...]:
    """What to do, in order; a step none of whose statements may be shown is left out."""
    said = _ids(bookcase, after)
    made = (
        DraftStep(
            title=step.title,
            plain_title=step.plain,
            claims=tuple(
                map(bookcase.claim, bookcase.in_company(bookcase.named(step.statements), said=said))
            ),
        )
        for step in topic.steps
    )
    return tuple(step for step in made if step.claims)


def omissions(
    topic: Topic,
    bookcase: Bookcase,
    asked: Asked,
    *,
    barred: Sequence[Finding],
    applies: Callable[[Finding], bool],
    is_on_named: Callable[[Finding], bool],
) -> tuple[DraftOmission, ...]:
    """Every slot, filled from the outcomes the topic gives it, or empty: then the library says nothing of it.

    A slot that holds only what does not apply to the values asked about is filled by what bars the treatment at them.
    """
    made = []
    for slot in SLOTS:
        filled = filling(slot, topic, bookcase, asked, is_on_named=is_on_named)
        applying = [one for one in filled if applies(one)]
        whole = bookcase.in_company(applying or (barred if filled and barred else filled))
        made.append(DraftOmission(slot=slot, claims=tuple(map(bookcase.claim, whole))))
    return tuple(made)


def filling(
    slot: str,
    topic: Topic,
    bookcase: Bookcase,
    asked: Asked,
    *,
    is_on_named: Callable[[Finding], bool],
    most: int = _OF_A_SLOT,
) -> list[Finding]:
    """What fills a slot: of its outcomes the statements on the treatment asked about, no more than a few.

    Where the topic's author gives a slot no outcomes, the statements that speak of it fill it.

    As many that are on a medicine or a state which the question names come before them, and push out none.
    """
    if slot in topic.slots:
        every = [
            finding
            for outcome in topic.slots[slot]
            for finding in _leading(bookcase, asked, outcome, (), None, only_asked=True)
        ]
    else:
        every = _strongest(
            (one for one in bookcase if speaks_of(slot, one.text) and _is_on(one, asked)), bookcase
        )
    return list(dict.fromkeys((*list(filter(is_on_named, every))[:most], *every[:most])))


def harms(bookcase: Bookcase, asked: Asked) -> list[Finding]:
    """What the treatment asked about was found to harm: of each outcome the strongest finding, the strongest first."""
    harmful = [
        one
        for one in bookcase
        if (said := one.passage.statement) is not None
        and said.direction == Way.HARM
        and asked.names_intervention(said.intervention)
        and bookcase.has_company_for(one)
    ]
    of_outcome: dict[str, Finding] = {}
    for one in _strongest(harmful, bookcase):
        of_outcome.setdefault(one.passage.heading, one)
    return list(of_outcome.values())[: _OF_A_SECTION // 2]


def looked_up(
    slots: Mapping[str, Sequence[Found]], asked: Asked, *, is_on_named: Callable[[Finding], bool]
) -> tuple[DraftOmission, ...]:
    """Every slot, filled by a few sentences of documents that speak of it and of the treatment, or empty.

    One of each document: first those on a medicine or a state which the question names, then the stronger designs.
    """
    made = []
    for slot, found in slots.items():
        first: dict[str, Finding] = {}
        for sentence in sorted(_speaking(slot, found, asked), key=lambda one: not is_on_named(one)):
            first.setdefault(sentence.passage.publication, sentence)
        ordered = sorted(first.values(), key=lambda one: (not is_on_named(one), -strength(one.design)))
        claims = tuple(
            Claim(text=one.text, kind="verbatim", quotes=(quote(one),)) for one in ordered[:_OF_A_SLOT]
        )
        made.append(DraftOmission(slot=slot, claims=claims))
    return tuple(made)


_QUESTION_OF_SLOT: Final = {
    "contraindications": "Who should not take {treatment}? What are the contraindications?",
    "renal impairment": "Is {treatment} safe in renal impairment or kidney disease?",
    "pregnancy": "Is {treatment} safe in pregnancy?",
    "interactions": "Which drug interactions does {treatment} have?",
    "monitoring": "Which monitoring does {treatment} need?",
    "stop rule": "When should {treatment} be stopped, and what follows its discontinuation?",
}


def asked_of_slots(filled: Iterable[DraftOmission], treatment: str) -> tuple[str, ...]:
    """A question for each slot that a document fills."""
    return tuple(_QUESTION_OF_SLOT[one.slot].format(treatment=treatment) for one in filled if one.claims)


def _speaking(slot: str, found: Sequence[Found], asked: Asked) -> Iterator[Finding]:
    for one in found:
        if no_evidence(one):
            continue
        design = design_of(one.publication)
        for passage in one.passages:
            if passage.kind in (Kind.ABSTRACT, Kind.BODY) and speaks_of(slot, passage.text):
                yield from (
                    finding
                    for finding in findings(passage, design=design)
                    if speaks_of(slot, finding.text)
                    and (finding.role not in (Role.OBJECTIVE, Role.METHODS) or lays_down(finding.text))
                    and asked.names_intervention(finding.text)
                    and not is_only_set_against(asked.intervention, finding.text)
                    and not gives_orders(finding.text)
                )


def follow_ups(
    topic: Topic,
    bookcase: Bookcase,
    *,
    asked_now: TopicQuestion | None,
    nearness: Callable[[TopicQuestion], float],
) -> tuple[str, ...]:
    """Questions of the topic that its statements answer: the nearest first, then those that follow the one asked."""
    answerable = [one for one in topic.questions if bookcase.named(one.answered_by)]
    place = answerable.index(asked_now) + 1 if asked_now in answerable else 0
    in_turn = [one for one in (*answerable[place:], *answerable[:place]) if one is not asked_now]
    return tuple(one.ask for one in sorted(in_turn, key=nearness, reverse=True))[:_FOLLOW_UPS]


def _ids(bookcase: Bookcase, after: Sequence[Finding]) -> set[str]:
    """The passages of a bottom line, its company included."""
    return {finding.passage.id for finding in bookcase.in_company(after)}


def _leading(
    bookcase: Bookcase,
    asked: Asked,
    outcome: str,
    said: Collection[str],
    most: int | None,
    *,
    only_asked: bool = False,
) -> Sequence[Finding]:
    of_outcome = [
        one for one in _on(bookcase, outcome) if one.passage.id not in said and bookcase.has_company_for(one)
    ]
    on_treatment = [one for one in of_outcome if _is_on(one, asked)]
    rest = [] if only_asked and on_treatment else [one for one in of_outcome if one not in on_treatment]
    return [*_strongest(on_treatment, bookcase), *_strongest(rest, bookcase)][:most]


def _on(bookcase: Bookcase, outcome: str) -> Iterator[Finding]:
    for finding in bookcase:
        said = finding.passage.statement
        if said is not None and said.outcome == outcome:
            yield finding


def _is_on(finding: Finding, asked: Asked) -> bool:
    said = finding.passage.statement
    return said is not None and asked.names_intervention(f"{said.intervention} {finding.text}")


def _strongest(found: Iterable[Finding], bookcase: Bookcase) -> list[Finding]:
    """What was worked out to sum others up first, then by design; equal ones in the author's order."""
    return sorted(
        found,
        key=lambda one: (
            one.design is not Design.DERIVED,
            -strength(one.design),
            bookcase.found[one.passage.id].hit.key,
            one.passage.start,
        ),
    )
