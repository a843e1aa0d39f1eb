"""What the abstract of a study says of an outcome: one result a study, read from its words.

An abstract is read as one text, because its methods name the arms that its results speak of; what it says is then
traced back to the sentence of the passage that says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curbside.appraisal.address import gives_orders
from curbside.appraisal.comparison import compared
from curbside.appraisal.design import Design, design_of
from curbside.appraisal.estimates import Effect
from curbside.appraisal.finding import Finding, findings
from curbside.appraisal.outcome import way_of
from curbside.appraisal.result import Asked, StudyResult, Way, main_effect, people_in
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Kind, Passage, Publication
from curbside.literature.sentences import sentences
from curbside.retrieval.ordinary import is_ordinary
from curbside.terminology.medicines import medicines_named

_FLAGS = tuple(
    (flag, re.compile(words, re.IGNORECASE))
    for flag, words in (
        ("post hoc", r"\bpost[- ]hoc\b"),
        ("subgroup", r"\bsubgroup\b"),
        ("secondary endpoint", r"\bsecondary (?:end ?points?|outcomes?)\b"),
    )
)
_FLAGS_OF_STUDY = tuple(
    (flag, re.compile(words, re.IGNORECASE))
    for flag, words in (
        ("open label", r"\bopen[- ]label\b|\bunblinded\b|\bnon-?blinded\b"),
        ("stopped early", r"\b(?:stopped|terminated|halted) (?:early|prematurely)\b"),
        ("heterogeneous", r"\b(?:substantial|considerable|high|significant) heterogeneity\b"),
    )
)


def abstract_results(
    publication: Publication, asked: Asked, outcomes: Sequence[str]
) -> Iterator[StudyResult]:
    """What a publication's abstract says the treatment asked about did to each of these outcomes.

    Nothing where it does not name the treatment, or does not report the outcome by name, or reports no study of its
    own: guidance, protocols, and what a narrative review says of others.
    """
    abstract = _abstract_of(publication)
    whole = " ".join(passage.text for passage in abstract)
    design = design_of(publication)
    if not abstract or design in _NO_STUDY or not asked.names_intervention(f"{publication.title} {whole}"):
        return
    text, places = _as_one(abstract)
    people = people_in(whole[start:end] for start, end in sentences(whole))
    of_study = {flag for flag, words in _FLAGS_OF_STUDY if words.search(whole)}
    for outcome in outcomes:
        said = compared(text, intervention=asked.intervention[0], comparator="", outcome=outcome)
        if said.direction is None or not said.names_outcome:
            continue
        finding = _found_at(abstract, places, said.start, design)
        if finding is not None and _is_on(finding.text, outcome) and _is_of(finding.text, outcome, asked):
            way = way_of(said.direction, outcome)
            yield StudyResult(
                publication=publication,
                finding=finding,
                outcome=outcome,
                way=way,
                sample_size=people,
                flags=frozenset(of_study | {flag for flag, words in _FLAGS if words.search(finding.text)}),
                effect=_effect_of(finding.text, way),
                is_alone=True,
                is_direct=asked.names_population(f"{publication.title} {whole}"),
                is_read_by_program=True,
            )


def _is_on(sentence: str, outcome: str) -> bool:
    """Does the sentence say more than half of the words that name the outcome?"""
    wanted = {term for term in terms(outcome) if not is_ordinary(term)} or set(terms(outcome))
    return 2 * len(wanted & set(terms(sentence))) > len(wanted)


def _is_of(sentence: str, outcome: str, asked: Asked) -> bool:
    """Is it on the treatment's own effect on the whole outcome, for all that was looked at?

    An interaction tells who fares better; "other infections" are those it was not meant for; and the other arm of a
    factorial trial is another treatment.
    """
    if _ELSE.search(sentence) or re.search(rf"\bother\b[^,;.]*{re.escape(outcome)}", sentence, re.IGNORECASE):
        return False
    others = medicines_named(sentence)
    return not others or asked.names_intervention(sentence)


_ELSE = re.compile(r"\binteraction\b|\bindependent of\b", re.IGNORECASE)


def _effect_of(text: str, way: Way) -> Effect | None:
    """The estimate of a sentence; one that says otherwise than the sentence does of the outcome is another's."""
    effect = main_effect(text)
    if effect is None:
        return None
    return effect if (way is Way.NO_DIFFERENCE) is (effect.excludes_no_effect is False) else None


def _abstract_of(publication: Publication) -> list[Passage]:
    """Its abstract; of a record that has one paragraph and no more, that is an abstract by another name."""
    told = [passage for passage in publication.passages if passage.kind is not Kind.TITLE]
    abstract = [passage for passage in told if passage.kind is Kind.ABSTRACT]
    return abstract or [p for p in told[:1] if len(told) == 1 and p.kind is Kind.BODY]


def _as_one(abstract: Sequence[Passage]) -> tuple[str, list[int]]:
    """The sections of an abstract under their headings, and where the text of each begins."""
    text, places = "", []
    for passage in abstract:
        text += f"{passage.heading}:\n" if passage.heading else ""
        places.append(len(text))
        text += f"{passage.text}\n"
    return text, places


def _found_at(abstract: Sequence[Passage], places: Sequence[int], at: int, design: Design) -> Finding | None:
    """The sentence at a place of the whole, as a finding of its passage."""
    for passage, start in zip(abstract, places, strict=True):
        if start <= at < start + len(passage.text):
            told = [one for one in findings(passage, design=design) if not gives_orders(one.text)]
            return next((one for one in told if one.start <= at - start < one.end), None)
    return None


_NO_STUDY = frozenset(
    {
        *(Design.GUIDELINE, Design.PROTOCOL, Design.RETRACTION_NOTICE, Design.EDITORIAL),
        *(Design.NARRATIVE_REVIEW, Design.PRODUCT_LABEL, Design.ANIMAL, Design.LABORATORY),
    }
)
