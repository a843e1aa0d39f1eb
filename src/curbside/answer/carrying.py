"""Does anything that was found answer the question? Better no answer than one to another question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curbside.answer.settings import ExtractiveSettings
from curbside.appraisal.relevance import Candidate
from curbside.appraisal.result import Asked, treatment_of
from curbside.appraisal.subject import meanings
from curbside.literature.figures import quantities
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Kind, Statement
from curbside.literature.topic import Topic
from curbside.question.reading import ClinicalQuestion
from curbside.question.states import affirmed, states
from curbside.retrieval.dossier import Dossier, names
from curbside.retrieval.ordinary import is_ordinary
from curbside.retrieval.ranking import Found
from curbside.terminology.medicines import medicines_named


def is_carried(ranked: Sequence[Candidate], dossier: Dossier, settings: ExtractiveSettings) -> bool:
    """Does one of the best sentences carry enough of the question, and speak of what it names?"""
    if dossier.ranking.missing_share > settings.missing:
        return False
    best = ranked[: settings.looked_at]
    return any(_carries(one, dossier, settings) and _is_on_subject(one, dossier) for one in best)


def _carries(candidate: Candidate, dossier: Dossier, settings: ExtractiveSettings) -> bool:
    ranking = dossier.ranking
    if dossier.topic is not None and candidate.finding.passage.statement is not None:
        return candidate.coverage >= settings.carrying_in_topic and _is_on_outcome(candidate, dossier)
    if _has_surroundings(candidate) and candidate.nearby < settings.surroundings:
        return False
    words = len(candidate.terms & ranking.weights.keys())
    needed = settings.carrying if words > 1 or len(ranking.weights) == 1 else settings.carrying_by_one
    return candidate.coverage >= needed


def why_not(dossier: Dossier, usable: Sequence[Found], settings: ExtractiveSettings) -> str:
    """Why there is no answer, in a reader's words."""
    ranking = dossier.ranking
    if not dossier.found:
        return "nothing in the library holds the words of the question"
    if not usable:
        return "everything found is retracted, a notice of that or of a correction, or outside the years asked for"
    if ranking.missing_share > settings.missing and ranking.missing:
        return f"the library never speaks of {', '.join(ranking.missing)}"
    return "no passage in the library carries enough of the question"


def on_subject(ranked: Sequence[Candidate], dossier: Dossier) -> list[Candidate]:
    """Of a question that belongs to a topic, the statements on the very treatment, people and switch it asks of.

    Another drug's results do not answer it, nor do those in another disease, and what is said of a switch is not to
    be read backwards. Without a topic, a statement must be on a medicine that the question names, if it names one.
    Documents are judged by `is_carried`, but for the letter of a vitamin: no index has it, and nothing else tells
    vitamin K from vitamin D.
    """
    question, topic = dossier.ranking.question, dossier.topic
    ranked = [one for one in ranked if not _is_on_another_vitamin(one, question)]
    if topic is None:
        medicines = medicines_named(question.read_as)
        return [
            one
            for one in ranked
            if (said := one.finding.passage.statement) is None
            or not medicines
            or names_medicine(medicines, treatment_of(said.intervention))
        ]
    return [
        one
        for one in ranked
        if (said := one.finding.passage.statement) is None
        or (
            _is_on_treatment(said, one.finding.text, dossier)
            and _is_for(f"{one.finding.text} {said.population} {said.outcome}", question, topic)
            and _goes_that_way(one.finding.text, question, topic)
        )
    ]


def _is_on_another_vitamin(candidate: Candidate, question: ClinicalQuestion) -> bool:
    finding = candidate.finding
    asked, told = (
        {name.casefold() for name in medicines_named(text) if name.casefold().startswith("vitamin ")}
        for text in (question.read_as, f"{candidate.publication.title} {finding.passage.text}")
    )
    return finding.passage.statement is None and bool(asked and told) and not asked & told


def _is_on_treatment(said: Statement, text: str, dossier: Dossier) -> bool:
    question, topic = dossier.ranking.question, dossier.topic
    assert topic is not None
    others = other_medicines(dossier)
    if names(topic.intervention, question.read_as):
        spoken = f"{said.intervention} {text}"
        return names(topic.intervention, spoken) and (not others or names_medicine(others, spoken))
    if not others:
        return True
    if not names_medicine(others, treatment_of(said.intervention)):
        return False
    # A question of another drug's dose is answered by a dose or by nothing.
    return question.kind != "dose" or bool(quantities(text))


def other_medicines(dossier: Dossier) -> tuple[str, ...]:
    """The medicines a question names besides the topic's treatment and what its people take.

    One with a topic of its own is answered apart and is not among them.
    """
    topics = [one for one in (dossier.topic, *(aside.topic for aside in dossier.asides)) if one is not None]
    own = [phrase for topic in topics for phrase in topic.intervention]
    own += dossier.topic.population if dossier.topic is not None else ()
    return tuple(
        name
        for name in medicines_named(dossier.ranking.question.read_as)
        if not names((name,), " ".join(own)) and not names(own, name)
    )


def names_medicine(medicines: Iterable[str], text: str) -> bool:
    """Is one of them named, or the class whose stem it bears: a thiazide, for hydrochlorothiazide?"""
    words = [word for word in _WORDS.findall(text.lower()) if len(word) > _STEM]
    return any(
        names((name, *meanings(name)), text) or any(name.lower().endswith(word) for word in words)
        for name in medicines
    )


def _is_for(text: str, question: ClinicalQuestion, topic: Topic) -> bool:
    """Where a question says in or for whom or what it asks, does the text speak of that?"""
    if not names(topic.intervention, question.read_as):
        return True
    # A child is no small adult, and Child-Pugh no child.
    if states(question.read_as) >= _CHILDHOOD and not states(text) >= _CHILDHOOD:
        return False
    own = set(terms(" ".join((*topic.intervention, *topic.population))))
    said = set(terms(text))
    for found in _IN_WHOM.finditer(affirmed(question.read_as)):
        wanted = {term for term in terms(found["whom"]) if term not in own and not is_ordinary(term)}
        wanted -= _ANYBODY
        if not all(
            {term} & said or any(set(terms(other)) <= said for other in meanings(term)) for term in wanted
        ):
            return False
        if (kind := _DIABETES.search(found["whom"])) and kind[0].lower() not in text.lower():
            return False
    return True


def _goes_that_way(text: str, question: ClinicalQuestion, topic: Topic) -> bool:
    """Of a switch from the topic's treatment or to it, does the text speak of it in that direction?"""
    switch = _SWITCH.search(question.read_as)
    if switch is None or not names(topic.intervention, f"{switch['old']} {switch['new']}"):
        return True
    either = (
        rf"\b{re.escape(switch['old'])}\b[^.:;]{{0,60}}\bto\b[^.:;]{{0,20}}\b{re.escape(switch['new'])}\b"
    )
    return re.search(either, text, re.IGNORECASE) is not None


_CHILDHOOD = frozenset({"childhood"})
_WORDS = re.compile(r"[a-z]+")
_STEM = 5
_IN_WHOM = re.compile(
    r"\b(?:in|for)\s+(?:an?\s+|the\s+|my\s+|her\s+|his\s+)?(?P<whom>[^,;.?()\d]{3,60}?|type \d diabetes)"
    r"(?=\s+(?:with|at|on|of|when|who|whose|after|before|if|and|or|in|for|to|from|against|is|are|by|during)\b|[,;.?()]|\s*$)",
    re.IGNORECASE,
)
_DIABETES = re.compile(r"\btype (?:1|2)\b", re.IGNORECASE)
_SWITCH = re.compile(r"\bfrom (?P<old>[a-z]+) (?:back )?(?:on)?to (?P<new>[a-z]+)\b", re.IGNORECASE)
_ANYBODY = frozenset(
    terms(
        """
        patients people women men adults person man woman elderly older frail postmenopausal survivors mother mum
        someone somebody anyone anybody grandmother wife husband father pain joints joint long weeks months years
        renal kidney impairment function reduced advanced moderate mild severe stage deficiency deficient
        supplementation indication
        """
    )
)
"""Whom or what nearly every statement is for, or which the value given says better."""


def _is_on_outcome(candidate: Candidate, dossier: Dossier) -> bool:
    """Where the question names an outcome of its topic, is the statement on it, or does it speak of it?"""
    topic, said = dossier.topic, candidate.finding.passage.statement
    if topic is None or said is None:
        return True
    # Whoever asks for a dose in kidney disease is answered by what forbids any.
    if dossier.ranking.question.kind == "dose" and said.outcome in topic.looked_for:
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
    # A description need not be repeated to the letter, but what tells most of it must be there.
    weights = dossier.ranking.weights
    wanted = {term for term in terms(question.intervention) if not is_ordinary(term)}
    if not wanted:
        return True
    return max(wanted, key=lambda term: (weights.get(term, 0.0), term)) in set(terms(around))


def _has_surroundings(candidate: Candidate) -> bool:
    """Does it stand in a text with a title, where its subject would be named? A statement stands alone."""
    return bool(candidate.publication.title) and candidate.finding.passage.statement is None
