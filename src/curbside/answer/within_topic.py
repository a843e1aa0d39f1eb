"""A question as its topic is asked it: of a dose where it names a value alone, and of nothing that it denies.

A topic's statements are read whole, so that words are not needed to find them, only to choose among them. Then a word
that the question takes back ("without liver disease") would choose the very statements it is not about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.literature.topic import Topic
from curbside.question.kinds import kind_of
from curbside.question.reading import ClinicalQuestion
from curbside.question.states import affirmed, denied
from curbside.question.values import leading_words, mentions, stated_values
from curbside.retrieval.dossier import Dossier, essence
from curbside.retrieval.ordinary import is_ordinary

_OF_USE: Final = frozenset({"effect", "dose", "contraindication"})
"""The kinds that a question may be read as which names nothing but a treatment and a value."""
_BESIDES_A_VALUE: Final = frozenset(
    terms(
        """
        mg dL mL min L µmol nmol ng kg IU stage 3a 3b
        patient patients people person adult adults man woman men women weighing
        """
    )
)


def within_topic(dossier: Dossier) -> Dossier:
    """What was gathered, with the question as its topic is asked it; unchanged where it belongs to none."""
    topic, ranking = dossier.topic, dossier.ranking
    if topic is None:
        return dossier
    question = _without_words_of_values(_without_what_is_denied(ranking.question), ranking.missing)
    # Whoever names a treatment and a value, and no more, asks how much of it is given there.
    if _asks_of_a_value_alone(question, topic):
        question = replace(question, kind="dose")
    dropped = {term for word in ranking.question.terms for term in terms(word)}
    dropped -= {term for word in question.terms for term in terms(word)}
    weights = {term: weight for term, weight in ranking.weights.items() if term not in dropped}
    asked = replace(ranking, question=question, weights=weights)
    if set(terms(" ".join(ranking.missing))) <= dropped:
        asked = replace(asked, missing=(), missing_share=0.0)
    return replace(dossier, ranking=asked)


def _without_words_of_values(question: ClinicalQuestion, missing: Sequence[str]) -> ClinicalQuestion:
    """Without what leads up to a value: an eGFR that once was 52, and that "drops", where the library never says so."""
    unknown = set(terms(" ".join(missing)))
    gone = {term for term in terms(leading_words(question.read_as)) if term.isdigit() or term in unknown}
    kept = tuple(word for word in question.terms if not set(terms(word)) <= gone)
    return replace(question, terms=kept) if kept else question


def _without_what_is_denied(question: ClinicalQuestion) -> ClinicalQuestion:
    if not denied(question.read_as):
        return question
    rest = affirmed(question.read_as)
    gone = set(terms(question.read_as)) - set(terms(rest))
    kept = tuple(word for word in question.terms if not set(terms(word)) <= gone)
    # Whether it is allowed may have been asked by the condition alone.
    kind = kind_of(rest) if question.kind == "contraindication" else question.kind
    return replace(question, terms=kept, kind=kind) if kept else question


def _asks_of_a_value_alone(question: ClinicalQuestion, topic: Topic) -> bool:
    """Does it name the treatment and a value, and nothing that is wanted of them?"""
    if not stated_values(question.read_as) or question.kind not in _OF_USE:
        return False
    measured = {term for *_, measure in mentions(question.read_as) for term in terms(measure.name)}
    return not any(
        not word.startswith("<") and not word.isdigit() and not is_ordinary(word)
        for word in essence(question.terms, question.kind, topic) - measured - _BESIDES_A_VALUE
    )
