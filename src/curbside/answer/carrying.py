"""Does anything that was found answer the question? Better no answer than one to another question."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.answer.settings import ExtractiveSettings
from curbside.appraisal.relevance import Candidate
from curbside.appraisal.result import Asked, treatment_of
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Kind
from curbside.literature.topic import Topic
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.dossier import Dossier, names
from curbside.retrieval.ordinary import is_ordinary
from curbside.retrieval.ranking import Found


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
        return "everything found is retracted or outside the years asked for"
    if ranking.missing_share > settings.missing:
        return f"the library never speaks of {', '.join(ranking.missing)}"
    return "no passage in the library carries enough of the question"


def on_treatment(
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


def _has_surroundings(candidate: Candidate) -> bool:
    """Does it stand in a text with a title, where its subject would be named? A statement stands alone."""
    return bool(candidate.publication.title) and candidate.finding.passage.statement is None
