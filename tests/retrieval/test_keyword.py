"""The contract of a `Retriever`, and what keyword retrieval adds to it."""

from __future__ import annotations

import pytest

from curbside.question.read import read_question
from curbside.retrieval.keyword import KeywordRetriever
from library_of import library_of, publication

SHELF = (
    publication(1, "Apixaban lowered stroke in atrial fibrillation.", title="Apixaban trial"),
    publication(2, "Warfarin lowered stroke in atrial fibrillation.", title="Warfarin trial"),
    publication(3, "Yoga eased joint pain.", title="Yoga"),
    publication(4, "Bone mineral density fell; density of mineral bone was not asked for.", title="Bone"),
    publication(5, "The mineral content and the density of bone were measured.", title="Other"),
)


def ranked(asked: str, limit: int = 10) -> list[str]:
    retriever = KeywordRetriever(library_of(*SHELF))
    return [hit.id for hit in retriever.rank(read_question(asked), limit=limit).hits]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("apixaban", ["pmid:1"]),
        ("joints aching", ["pmid:3"]),
        ("strokes", ["pmid:1", "pmid:2"]),
        ('"bone mineral density"', ["pmid:4"]),
        ("chemotherapy", []),
    ],
    ids=[
        "a word",
        "an inflected word",
        "equal scores in the order of ids",
        "a phrase must stand",
        "no word occurs",
    ],
)
def test_what_is_found(asked: str, expected: list[str]) -> None:
    assert ranked(asked) == expected


def test_a_title_counts_double() -> None:
    library = library_of(
        publication(1, "about gout", title="something else entirely"),
        publication(2, "something else entirely", title="about gout"),
    )
    hits = KeywordRetriever(library).rank(read_question("gout"), limit=5).hits
    assert [hit.id for hit in hits] == ["pmid:2", "pmid:1"]


@pytest.mark.parametrize("limit", [0, 1, 2, 100])
def test_never_more_than_asked_for_and_ranked_from_one(limit: int) -> None:
    retriever = KeywordRetriever(library_of(*SHELF))
    hits = retriever.rank(read_question("trial of stroke and pain"), limit=limit).hits
    assert len(hits) <= limit
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_words_that_occur_nowhere_are_named() -> None:
    ranking = KeywordRetriever(library_of(*SHELF)).rank(read_question("pizza for stroke"), limit=5)
    assert ranking.missing == ("pizza",)
    assert ranking.weights["pizza"] > ranking.weights["stroke"]


def test_reading_gives_the_publications_in_order() -> None:
    retriever = KeywordRetriever(library_of(*SHELF))
    ranking = retriever.rank(read_question("stroke"), limit=5)
    found = retriever.read(ranking)
    assert [one.publication.id for one in found] == [hit.id for hit in ranking.hits]
    assert [passage.id for passage in found[0].passages] == ["pmid:1#title", "pmid:1#abstract"]
