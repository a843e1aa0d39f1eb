"""Which sense a short form has in a question, how sure that is, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.question.read import read_question
from curbside.terminology.senses import Sense, SenseInventory

SYNDROME = "aromatase inhibitor-associated musculoskeletal syndrome"
INVENTORY = SenseInventory(
    [
        Sense(short="AI", long="aromatase inhibitor", company=frozenset({"letrozole", "breast cancer"})),
        Sense(short="AI", long="autoimmune", commonness=2),
        Sense(short="AIMSS", long=SYNDROME),
        Sense(short="AF", long="atrial fibrillation"),
    ]
)
FLAGSHIP = "What is the role of vitamin D (Vit D) in managing autoimmune (AI) musculoskeletal syndrome?"


def test_a_name_outweighs_a_long_form_written_out_beside_it() -> None:
    [choice] = read_question(FLAGSHIP, senses=INVENTORY).senses
    assert (choice.short, choice.long) == ("AI", "aromatase inhibitor")
    assert choice.probability > 0.8
    assert f"the question names {SYNDROME} (AIMSS)" in choice.why
    assert '"autoimmune", which is looked for apart' in choice.why
    assert [other.long for other in choice.alternatives] == ["autoimmune"]


def test_the_question_is_searched_for_in_the_sense_that_was_chosen() -> None:
    read = read_question(FLAGSHIP, senses=INVENTORY)
    assert "aromatase" in read.terms
    assert "autoimmune" not in read.terms
    assert read.asked == FLAGSHIP
    assert "managing aromatase inhibitor musculoskeletal syndrome" in read.read_as


@pytest.mark.parametrize(
    ("question", "long", "because"),
    [
        ("Vitamin D for AI pain on letrozole?", "aromatase inhibitor", "speaks of letrozole"),
        ("Vitamin D in autoimmune (AI) disease?", "autoimmune", "writes it out"),
        ("Vitamin D in AI (autoimmune) disease?", "autoimmune", "writes it out"),
        ("Does yoga help on an AI?", "aromatase inhibitor", "the commoner sense"),
        ("Is yoga any good on AIs?", "aromatase inhibitor", "the commoner sense"),
        ("vitamin d for ai pain on letrozole?", "aromatase inhibitor", "speaks of letrozole"),
        ("Is AI-induced pain worse on letrozole?", "aromatase inhibitor", "speaks of letrozole"),
    ],
)
def test_what_decides(question: str, long: str, because: str) -> None:
    [choice] = read_question(question, senses=INVENTORY).senses
    assert choice.long == long
    assert because in choice.why


def test_a_short_form_of_one_sense_is_told_and_searched_for_as_it_is_typed() -> None:
    read = read_question("What dose of apixaban in AF?", senses=INVENTORY)
    assert read.read_as == "What dose of apixaban in atrial fibrillation?"
    assert read.terms == ("dose", "apixaban", "AF")


@pytest.mark.parametrize(
    "question",
    [
        "What do aims and paid mean?",
        "An X-AI drug?",
        "AI-2 levels?",
        "5 ai a day?",
        "Who said it?",
        "IS IT AN AIR LEAK?",
    ],
)
def test_what_is_no_short_form(question: str) -> None:
    assert read_question(question, senses=INVENTORY).senses == ()


@pytest.mark.parametrize(
    "question", ["vitamin D and falls", "hepatitis B vaccine", "Child-Pugh B and apixaban"]
)
def test_a_letter_that_belongs_to_the_word_before_it_is_no_short_form(question: str) -> None:
    letters = SenseInventory([Sense(short="D", long="diopters"), Sense(short="B", long="bias")])
    read = read_question(question, senses=letters)
    assert (read.read_as, read.senses) == (question, ())


def test_two_senses_written_out_are_both_left_as_they_are() -> None:
    asked = "Is letrozole an AI (aromatase inhibitor), and is AI (artificial intelligence) none?"
    read = read_question(asked, senses=INVENTORY)
    assert read.senses == ()
    assert read.read_as == asked


@pytest.mark.parametrize(
    "asked",
    ["Does yoga help on an AI, not an aromatase inhibitor?", "Yoga for AI (not aromatase inhibitor)?"],
)
def test_a_sense_that_is_ruled_out_is_not_taken(asked: str) -> None:
    [choice] = read_question(asked, senses=INVENTORY).senses
    assert choice.long == "autoimmune"


@pytest.mark.parametrize(
    ("asked", "no_reason"),
    [
        ("PE in a patient 30 years old", "YEARS"),
        ("PD on metformin with eGFR 10", "EGFR"),
        ("CP in Child-Pugh C cirrhosis", "child"),
        ("vitamin D in RA", "vitamin A"),
    ],
)
def test_a_word_that_only_looks_like_a_clue_is_none(asked: str, no_reason: str) -> None:
    assert no_reason not in read_question(asked).senses[0].why


def test_one_sense_can_be_settled() -> None:
    read = read_question(FLAGSHIP, senses=INVENTORY.settled("AI", "autoimmune"))
    assert "autoimmune" in read.terms
    assert "aromatase" not in read.terms


@given(
    st.lists(
        st.sampled_from("AI AF AIMSS vitamin D in disease letrozole autoimmune (AI)".split()), min_size=1
    )
)
def test_probabilities_are_of_one_whole(words: list[str]) -> None:
    for choice in read_question(" ".join(words), senses=INVENTORY).senses:
        told = choice.probability + sum(other.probability for other in choice.alternatives)
        assert 0 < choice.probability <= 1
        assert told == pytest.approx(1, abs=0.05)
        assert all(other.probability <= choice.probability for other in choice.alternatives)
