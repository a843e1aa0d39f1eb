"""Other words for what a question says: when they are searched for, that they are shown, and how they are left out."""

from __future__ import annotations

import pytest

from curbside.question.read import read_question
from curbside.workflows import search
from library_of import library_of, publication

INFARCTION = publication(1, "Early reperfusion after myocardial infarction saved lives.", title="Reperfusion")
ANTIDOTE = [
    publication(n, f"An antidote reversed bleeding, as study {n} found.", title="An antidote")
    for n in range(2, 9)
]


@pytest.mark.parametrize(
    ("asked", "said", "also"),
    [
        ("aspirin after a heart attack", "heart attack", "myocardial infarction"),
        ("exercise for high blood pressure", "high blood pressure", "hypertension"),
        ("anaemia in the elderly", "anaemia", "anemia"),
    ],
)
def test_words_for_one_thing(asked: str, said: str, also: str) -> None:
    assert also in next(one.also for one in read_question(asked).expansions if one.said == said)


def test_they_find_what_is_said_in_other_words() -> None:
    library = library_of(INFARCTION)
    assert search("heart attack", library=library, top=5).hits
    assert not search("heart attack", library=library, top=5, expand=False).hits


def test_a_word_the_library_has_often_needs_no_other() -> None:
    library = library_of(*ANTIDOTE)
    said = [one.said for one in read_question("which antidote", names=library).expansions]
    assert "antidote" not in said


def test_a_short_form_in_small_letters_is_searched_for_in_full_as_well() -> None:
    assert ("COPD", ("chronic obstructive pulmonary disease",)) in [
        (one.said, one.also) for one in read_question("copd and steroids").expansions
    ]


def test_they_can_be_left_out() -> None:
    assert read_question("aspirin after a heart attack", expand=False).expansions == ()
