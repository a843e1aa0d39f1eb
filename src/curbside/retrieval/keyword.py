"""Retrieval by words: BM25 over title and text, stemmed, with the title counting double."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import tantivy

from curbside.errors import NotFound
from curbside.literature.library import Library, passages_of, publication_key
from curbside.literature.library.analysis import positions, terms
from curbside.literature.library.index import schema
from curbside.literature.publication import Passage, Publication
from curbside.literature.topic import Topic
from curbside.question.reading import ClinicalQuestion, Expansion
from curbside.retrieval.ordinary import is_ordinary
from curbside.retrieval.ranking import Found, Hit, Ranking
from curbside.terminology.synonyms import same_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Boosts:
    """How many times its BM25 score a word in a title, a quoted phrase, and other words for what is asked, count."""

    title: float = 2.0
    phrase: float = 2.0
    expansion: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The abstracts that a library is imagined to stand among when its words are weighed.

    So many ``units``, of which a ``usual`` share hold any one word, and an ``ordinary`` share any of those
    that occur in questions on everything.
    """

    units: int = 10_000
    usual: float = 0.0005
    ordinary: float = 0.1


BOOSTS = Boosts()
BACKGROUND = Background()

_MOST_TERMS = 64
_AFTER_ALL = 1_000
"""The rank from which publications stand that were read without being searched for."""


class KeywordRetriever:
    """BM25 over a library's own index."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def rank(self, question: ClinicalQuestion, *, limit: int) -> Ranking:
        """See `Retriever.rank`. Every quoted phrase must occur; of the other words, any may."""
        searched = list(dict.fromkeys(term for word in question.terms for term in terms(word)))[:_MOST_TERMS]
        weights = self._weights(searched)
        unsaid = [
            word
            for word in question.terms
            if (parts := terms(word)) and not any(weights.get(part, (0.0, 0))[1] for part in parts)
        ]
        # A library that speaks of reversal speaks of an antidote.
        meant = {word for word in unsaid if any(self._speaks_of(phrase) for phrase in same_as(word)[1:])}
        missing = tuple(word for word in unsaid if word not in meant)
        hits = self._hits(_query(searched, question), limit) if limit > 0 else []
        return Ranking(
            question=question,
            hits=tuple(hits),
            weights={term: weight for term, (weight, _) in weights.items()},
            missing=missing,
            missing_share=_missing_share(weights, {term for word in meant for term in terms(word)}),
        )

    def _speaks_of(self, phrase: str) -> bool:
        parts = terms(phrase)
        return bool(parts) and all(frequency for _, frequency in self._weights(parts).values())

    def read(self, ranking: Ranking) -> tuple[Found, ...]:
        """See `Retriever.read`. A publication removed since the ranking was made is left out."""
        held = self._library.publications([hit.key for hit in ranking.hits])
        meant = self._meant(ranking.question, tuple(held))
        standings = self._library.standings(tuple(held.values()))
        return tuple(
            Found(
                hit=hit,
                publication=publication,
                standing=standings[publication.id],
                passages=_passages(publication, hit),
                meant=meant.get(hit.key, {}),
            )
            for hit in ranking.hits
            if (publication := held.get(hit.key)) is not None
        )

    def _meant(self, question: ClinicalQuestion, keys: Sequence[int]) -> dict[int, dict[str, str]]:
        """What the short forms of a question stand for in publications that define them, by key."""
        meant: dict[int, dict[str, str]] = {}
        for choice in question.senses:
            for key, long in self._library.meant_by(choice.short, keys).items():
                meant.setdefault(key, {})[choice.short] = long
        return meant

    def shelf(self, topic: Topic) -> tuple[Found, ...]:
        """See `curbside.retrieval.dossier.TopicRetriever.shelf`."""
        held = self._library.statements_of(topic)
        standings = self._library.standings(tuple(held.values()))
        return tuple(
            Found(
                hit=Hit(rank=place, score=0.0, key=key, id=publication.id, units=()),
                publication=publication,
                standing=standings[publication.id],
                passages=publication.passages,
            )
            for place, (key, publication) in enumerate(held.items(), start=_AFTER_ALL)
        )

    def named(self, passages: Iterable[str]) -> tuple[Found, ...]:
        """The publications that hold these passages, each once with all of its own; those not held are left out."""
        held: dict[str, Publication] = {}
        for name in passages:
            with suppress(NotFound):
                publication = self._library.find(name)
                held.setdefault(publication.id, publication)
        standings = self._library.standings(tuple(held.values()))
        return tuple(
            Found(
                hit=Hit(rank=rank, score=0.0, key=0, id=publication.id, units=()),
                publication=publication,
                standing=standings[publication.id],
                passages=publication.passages,
            )
            for rank, publication in enumerate(held.values(), start=1)
        )

    def _weights(self, searched: list[str]) -> dict[str, tuple[float, int]]:
        """How telling each term is, and in how many units it occurs.

        Its inverse document frequency, as BM25 has it, as if the library stood in a background of ten thousand
        other abstracts. In a library of forty statements on vitamin D, "vitamin" occurs in all and "manage" in
        none; the background knows which of the two says what a question is about.
        """
        size = self._library.size + BACKGROUND.units
        found = {term: self._library.frequency(term) for term in searched}
        seen = {
            term: frequency
            + BACKGROUND.units * (BACKGROUND.ordinary if is_ordinary(term) else BACKGROUND.usual)
            for term, frequency in found.items()
        }
        return {
            term: (math.log(1 + (size - seen[term] + 0.5) / (seen[term] + 0.5)), frequency)
            for term, frequency in found.items()
        }

    def _hits(self, query: tantivy.Query, limit: int) -> list[Hit]:
        """Publications by their best unit. A full text may fill the first places, so more are asked for as needed."""
        wanted = limit
        while True:
            matched = self._library.match(query, limit=wanted)
            units: dict[int, list[int]] = {}
            scores: dict[int, float] = {}
            for unit, score in matched:
                key = publication_key(unit)
                units.setdefault(key, []).append(unit)
                scores.setdefault(key, score)
            if len(units) >= limit or len(matched) < wanted:
                break
            wanted *= 4
        least = list(scores.values())[:limit][-1] if scores else 0.0
        ids = self._library.ids([key for key, score in scores.items() if score >= least])
        # Keys count what was added; by its id a publication has the same place in every library that holds it.
        kept = sorted(ids, key=lambda key: (-scores[key], ids[key]))[:limit]
        return [
            Hit(rank=rank, score=scores[key], key=key, id=ids[key], units=tuple(units[key]))
            for rank, key in enumerate(kept, start=1)
        ]


def _missing_share(weights: dict[str, tuple[float, int]], meant: Collection[str]) -> float:
    total = math.fsum(weight * weight for weight, _ in weights.values())
    lost = math.fsum(
        weight * weight
        for term, (weight, frequency) in weights.items()
        if not frequency and term not in meant
    )
    return lost / total if total else 0.0


def _query(searched: list[str], question: ClinicalQuestion) -> tantivy.Query:
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    other_words = {tuple(terms(one.said)): _other_words(one) for one in question.expansions}
    for term in searched:
        title = tantivy.Query.boost_query(tantivy.Query.term_query(schema(), "title", term), BOOSTS.title)
        body = tantivy.Query.term_query(schema(), "body", term)
        if (others := other_words.pop((term,), None)) is None:
            clauses += [(tantivy.Occur.Should, title), (tantivy.Occur.Should, body)]
        else:
            typed = tantivy.Query.boolean_query([(tantivy.Occur.Should, title), (tantivy.Occur.Should, body)])
            clauses.append((tantivy.Occur.Should, tantivy.Query.disjunction_max_query([typed, others])))
    clauses.extend((tantivy.Occur.Should, others) for others in other_words.values())
    clauses.extend((tantivy.Occur.Must, _phrase(phrase)) for phrase in question.phrases)
    return tantivy.Query.boolean_query(clauses) if clauses else tantivy.Query.empty_query()


def _other_words(expansion: Expansion) -> tantivy.Query:
    """The best of the other words for one thing: to use three of them is no better than to use one."""
    others = [_in_title_or_body(words) for words in expansion.also if positions(words)]
    return tantivy.Query.boost_query(tantivy.Query.disjunction_max_query(others), BOOSTS.expansion)


def _phrase(phrase: str) -> tantivy.Query:
    if not positions(phrase):
        return tantivy.Query.empty_query()
    return tantivy.Query.boost_query(_in_title_or_body(phrase), BOOSTS.phrase)


def _in_title_or_body(phrase: str) -> tantivy.Query:
    """A phrase with at least one term, wherever it stands."""
    words = positions(phrase)
    either = []
    for field in ("title", "body"):
        query = (
            tantivy.Query.phrase_query(schema(), field, words)
            if len(words) > 1
            else tantivy.Query.term_query(schema(), field, terms(phrase)[0])
        )
        either.append((tantivy.Occur.Should, query))
    return tantivy.Query.boolean_query(either)


def _passages(publication: Publication, hit: Hit) -> tuple[Passage, ...]:
    found: dict[str, Passage] = {}
    for unit in sorted(hit.units):
        for passage in passages_of(publication, unit):
            found[passage.id] = passage
    return tuple(found.values())
