"""How much a sentence speaks for a direction, and how the sentences of an abstract are counted together."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest

from curbside.appraisal.comparison import votes_on
from curbside.appraisal.direction import Direction
from curbside.appraisal.votes import Vote, VoteWeights, tally

UP, DOWN, SAME = Direction.INCREASED, Direction.DECREASED, Direction.NO_DIFFERENCE


def votes(abstract: str, outcome: str = "wheeze") -> list[Vote]:
    return votes_on(abstract, intervention="larchamide", comparator="placebo", outcome=outcome)


def named(abstract: str, outcome: str = "wheeze") -> Vote:
    return next(vote for vote in votes(abstract, outcome) if vote.share)


MORE_AND_LESS = [
    ("Nocturnal wheeze was lower.", "nocturnal wheeze", "Wheeze was lower.", "nocturnal wheeze"),
    ("Wheeze was lower with larchamide than with placebo.", "wheeze", "Wheeze was lower.", "wheeze"),
    ("RESULTS: Wheeze was lower.", "wheeze", "CONCLUSION: Wheeze was lower.", "wheeze"),
    ("Wheeze did not differ.", "wheeze", "Wheeze was lower in both groups.", "wheeze"),
]


@pytest.mark.parametrize(("more", "outcome", "less", "other"), MORE_AND_LESS)
def test_what_speaks_more_plainly_has_more_votes(more: str, outcome: str, less: str, other: str) -> None:
    assert named(more, outcome).counts() > named(less, other).counts()


def test_entities_of_web_pages_are_read() -> None:
    assert named("Pain score was lower.", "pain&nbsp;score").features["exact"] == 1.0


def test_a_vote_is_e_to_the_sum_of_its_weights() -> None:
    vote = named("RESULTS: Wheeze was lower with larchamide than with placebo.")
    weights = VoteWeights(share=9.0, exact=0.1, head=0.2, same=5.0, both_arms=0.3, results=0.4)
    assert vote.counts(weights) == pytest.approx(math.exp(1.0))


def test_features_are_what_the_weights_weigh() -> None:
    known = {field.name for field in fields(VoteWeights)}
    for vote in votes("Wheeze was lower with larchamide. Larchamide was superior to placebo."):
        assert vote.features.keys() <= known


def test_no_difference_leads_before_a_word_is_read() -> None:
    before = tally([])
    assert before[SAME] > before[UP] == before[DOWN]


def test_votes_for_a_direction_are_added_to_what_it_has() -> None:
    cast = votes("Wheeze was lower with larchamide. Wheeze did not differ.")
    counted, before = tally(cast), tally([])
    for way in Direction:
        added = sum(vote.counts() for vote in cast if vote.direction is way)
        assert counted[way] == pytest.approx(before[way] + added)


@pytest.mark.parametrize(
    ("abstract", "bears"),
    [
        ("Pain was lower with larchamide.", False),
        ("Larchamide was superior to placebo.", True),
        ("There were no differences between the groups.", True),
    ],
)
def test_a_change_in_something_else_is_no_reason_to_give(abstract: str, bears: bool) -> None:
    assert [vote.bears for vote in votes(abstract, "mortality")] == [bears]


@pytest.mark.parametrize(
    "abstract",
    [
        "BACKGROUND: Wheeze is lower with larchamide.",
        "METHODS: Wheeze was to be lower with larchamide.",
        "Was wheeze lower with larchamide?",
        "RESULTS: Wheeze was similar at baseline.",
    ],
)
def test_hopes_aims_questions_and_baselines_have_no_vote(abstract: str) -> None:
    assert not [vote for vote in votes(abstract) if vote.share]
