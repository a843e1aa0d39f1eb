"""Misspelt names of drugs and diseases: which are read right, and which words are left alone."""

from __future__ import annotations

import pytest

from curbside.question.read import read_question
from library_of import library_of, publication

LIBRARY = library_of(
    publication(1, "Apixaban was compared with warfarin.", title="Apixaban in atrial fibrillation"),
    publication(2, "Prednisolone helped.", title="Prednisolone and rituximab in rheumatoid arthritis"),
    publication(3, "Levothyroxine was taken.", title="Levothyroxine in hypothyroidism"),
    publication(4, "Both were seen.", title="Hypotension and hypertension"),
)


@pytest.mark.parametrize(
    ("asked", "read_as"),
    [
        ("Is apixiban safe?", "Is apixaban safe?"),
        ("apixabna dose", "apixaban dose"),
        ("rheumatiod arthritis and rituxmab", "rheumatoid arthritis and rituximab"),
        ("hypothyrodism", "hypothyroidism"),
        ("artial fibrillation", "atrial fibrillation"),
    ],
)
def test_a_name_with_a_slip_is_read_right_and_said(asked: str, read_as: str) -> None:
    read = read_question(asked, names=LIBRARY)
    assert read.read_as == read_as
    assert read.asked == asked
    assert all(one.written in asked and one.read in read_as for one in read.corrections)
    assert read.corrections


@pytest.mark.parametrize(
    "asked",
    [
        "Is prednisone safe?",
        "Is rivaroxaban safe?",
        "pizza in Rome",
        "hypetension",
        "Is APIXIBAN-2 a code?",
        "warm baths",
        "dabigatran",
        "predniso",
        "psoriasis",
    ],
)
def test_another_drug_a_word_of_its_own_and_what_may_be_either_are_left_alone(asked: str) -> None:
    assert read_question(asked, names=LIBRARY).corrections == ()


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Hyponatraemia", "hypernatraemia"),
        ("Hyperphosphataemia", "hypophosphataemia"),
        ("Intracranial", "extracranial"),
        ("Bradycardia", "tachycardia"),
    ],
)
def test_a_word_is_never_read_as_its_opposite(held: str, asked: str) -> None:
    library = library_of(publication(1, f"{held} was seen.", title=held))
    assert read_question(f"causes of {asked}", names=library).corrections == ()


@pytest.mark.parametrize(("held", "asked"), [("Vinblastine", "vincrastine"), ("Cycloserine", "cyclosperine")])
def test_a_drug_that_the_library_lacks_and_that_is_nearer_may_be_meant(held: str, asked: str) -> None:
    library = library_of(publication(1, f"{held} was given.", title=held))
    assert read_question(f"{asked} dose", names=library).corrections == ()


def test_without_a_library_nothing_is_taken_for_misspelt() -> None:
    assert read_question("Is apixiban safe?").corrections == ()
