"""What a question is read as: its words, its quoted phrases, its years, its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import BadQuestion
from curbside.question.read import LONGEST, read_question


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("What is the role of vitamin D in managing AI musculoskeletal syndrome?",
         ("vitamin", "D", "managing", "AI", "musculoskeletal", "syndrome")),
        ("Can I start metformin at an eGFR of 40?", ("start", "metformin", "eGFR", "40")),
        ("best pizza in Rome", ("pizza", "Rome")),
        ("Is 25(OH)D-guided dosing useful?", ("25", "OH", "D-guided", "dosing", "useful")),
        ("Sjögren's syndrome and IL-6", ("Sjögren's", "syndrome", "IL-6")),
        ("What is it?", ("What", "is", "it")),
        ("no benefit without statins", ("no", "benefit", "without", "statins")),
    ],
)  # fmt: skip
def test_terms_are_the_words_that_say_what_is_asked(asked: str, terms: tuple[str, ...]) -> None:
    assert read_question(asked).terms == terms


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ('"hot flashes" with anastrozole', ("hot flashes",)),
        ("“bone mineral density” and „joint pain“", ("bone mineral density", "joint pain")),
        ('an unclosed "quote', ()),
        ('"x"', ()),
    ],
)
def test_quoted_phrases(asked: str, phrases: tuple[str, ...]) -> None:
    assert read_question(asked).phrases == phrases


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("statins in dialysis since 2015", (2015, None)),
        ("statins in dialysis after 2015", (2016, None)),
        ("statins in dialysis before 2010", (None, 2009)),
        ("statins in dialysis until 2010", (None, 2010)),
        ("statins between 2010 and 2015", (2010, 2015)),
        ("statins from 2015 to 2010", (2010, 2015)),
        ("statins 2010-2015", (2010, 2015)),
        ("trials of statins published in 2019", (2019, 2019)),
        ("10-year risk in women of 65 to 75", None),
        ("does 2000 IU help?", None),
        ("the 1918 influenza", None),
    ],
)
def test_years_asked_for(asked: str, years: tuple[int | None, int | None] | None) -> None:
    assert read_question(asked).years == years


def test_years_are_not_searched_as_words() -> None:
    assert read_question("statins in dialysis since 2015").terms == ("statins", "dialysis")


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("What dose of apixaban in AF?", "dose"),
        ("How much vitamin D should she take?", "dose"),
        ("Is ibuprofen safe in pregnancy?", "harm"),
        ("Does clarithromycin interact with simvastatin?", "interaction"),
        ("Who should not take metformin? contraindications", "contraindication"),
        ("How often should I check TSH?", "monitoring"),
        ("apixaban versus warfarin for stroke prevention", "comparison"),
        ("How is giant cell arteritis diagnosed?", "diagnosis"),
        ("What is the prognosis of amyloidosis?", "prognosis"),
        ("What is the mechanism of action of denosumab?", "mechanism"),
        ("What is amyloidosis?", "definition"),
        ("Do statins reduce mortality?", "prognosis"),
        ("Does exercise relieve joint pain?", "effect"),
    ],
)
def test_kind(asked: str, kind: str) -> None:
    assert read_question(asked).kind == kind


@pytest.mark.parametrize("asked", ["", "   ", "\n\t", "???", "\u200b"])
def test_a_question_without_a_word(asked: str) -> None:
    with pytest.raises(BadQuestion, match="in words"):
        read_question(asked)


def test_a_question_that_is_a_document() -> None:
    with pytest.raises(BadQuestion, match="100,000"):
        read_question("a" * 100_000)
    assert read_question("a" * LONGEST).terms


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(asked: str) -> None:
    try:
        read = read_question(asked)
    except BadQuestion:
        assert not any(letter.isalnum() for letter in asked)
        return
    assert read.asked == asked
    assert read.terms
    assert len(set(read.terms)) == len(read.terms)
