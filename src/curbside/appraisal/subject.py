"""What words mean within a topic: which stand for each other, and which tell its statements apart.

"Anastrozole" is an aromatase inhibitor, and a label that says hepatic speaks of the liver. In a topic on vitamin D
every statement says vitamin D, so that the word tells nothing there, while "missed" is said by two and tells which.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curbside.literature.library.analysis import terms
from curbside.literature.publication import Passage
from curbside.retrieval.ordinary import is_ordinary
from curbside.terminology.synonyms import SYNONYMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A topic's own words.

    ``concepts`` are groups of phrases that mean the same in it, such as its treatment's names; ``outcomes`` are what
    its statements are on, so that a question which names one is about that; ``cautions`` are those of them that keep
    a patient from harm.
    """

    concepts: tuple[tuple[str, ...], ...] = ()
    outcomes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """The terms of its concepts."""
        return frozenset(term for group in self.concepts for phrase in _phrases(group) for term in phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """The terms by which a question names something, and every phrase, as terms, that means the same."""

    terms: frozenset[str]
    phrases: tuple[frozenset[str], ...]


_TELLING = 6.0
"""What a term of a named outcome weighs at least: more than a word that one statement in a hundred says."""
_COMMON = 0.25
"""The share of a topic's statements from which on a term is their common ground."""
_ORDINARY = 3.0
"""What a word of everyday weighs at most, however few statements say it."""


def concepts_asked(asked: Collection[str], subject: Subject | None) -> tuple[Concept, ...]:
    """The concepts that the terms of a question name, by a whole phrase."""
    groups = map(_phrases, (*(subject.concepts if subject is not None else ()), *SYNONYMS))
    return tuple(
        Concept(terms=frozenset().union(*named), phrases=phrases)
        for phrases in groups
        if (named := [phrase for phrase in phrases if all(term in asked for term in phrase)])
    )


def meant(passage: Passage, asked: Collection[str], concepts: Sequence[Concept]) -> set[str]:
    """The terms asked for that an evidence statement means without saying them: by another phrase, or as its outcome.

    Empty for a document's passage: nobody has said what it is on, and its own words are what is quoted.
    """
    about = passage.statement
    if about is None:
        return set()
    found = {term for term in terms(about.outcome) if term in asked}
    if concepts:
        said = set(terms(f"{passage.text} {about.intervention} {about.population}"))
        for concept in concepts:
            if any(phrase <= said for phrase in concept.phrases):
                found |= concept.terms
    return found


def meanings(word: str) -> tuple[str, ...]:
    """The phrases that mean what a word or phrase means; empty when none is known."""
    wanted = frozenset(terms(word))
    return tuple(phrase for group in SYNONYMS if wanted and wanted in _phrases(group) for phrase in group)


def weights_within(
    subject: Subject, asked: Mapping[str, float], told: Sequence[Collection[str]]
) -> dict[str, float]:
    """How telling each term is among the statements of a topic, ``told`` being what each of them says of the question.

    What a good part of them says tells little there, and a word of everyday that few of them say tells more than it
    does elsewhere. Any other term keeps the weight it has in the library.
    """
    frequency = Counter(term for said in told for term in set(said))
    outcomes = (frozenset(terms(outcome)) for outcome in subject.outcomes)
    named = frozenset().union(*(outcome for outcome in outcomes if outcome and outcome <= asked.keys()))
    named -= subject.terms
    weights = {}
    for term, weight in asked.items():
        count = frequency[term]
        within = math.log(1 + len(told) / (count + 0.5))
        if term in named:
            weights[term] = max(weight, _TELLING)
        elif count > _COMMON * len(told):
            weights[term] = within
        else:
            weights[term] = min(within, _ORDINARY) if count and is_ordinary(term) else weight
    return weights


@lru_cache(maxsize=1024)
def _phrases(group: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(found for phrase in group if (found := frozenset(terms(phrase))))
