"""How words become terms, and that the quick way of finding them finds what the slow way finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.literature.library.analysis import analyser, located, positions, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The therapies of Sj\u00f6gren's syndrome", ["therapi", "sjogren", "s", "syndrom"]),
        ("25(OH)D was 30 ng/mL", ["25", "oh", "d", "30", "ng", "ml"]),
        ("no benefit without statins", ["no", "benefit", "without", "statin"]),
        ("TNF-\u03b1 in naïve CD4+ T_cells", ["tnf", "α", "naiv", "cd4", "t", "cell"]),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


WORDS = st.sampled_from(
    "therapy Therapies dying die D vitamin-D İstanbul naïve Sjögren relational sensibility tied ties "
    "running generously aß ﬁbre E=mc² 3.5 mg/kg the of".split()
)

# Beyond these, and of combining marks, Python and the index have different ideas of what a word is.
LETTERS = st.text(st.characters(max_codepoint=0x52F, exclude_categories=["M"]), max_size=8)


@given(st.lists(st.one_of(WORDS, LETTERS)).map(" ".join))
def test_word_by_word_is_what_the_index_does(text: str) -> None:
    assert terms(text) == list(analyser().analyze(text.replace("_", " ")))


@given(st.lists(st.one_of(WORDS, LETTERS)).map(" ".join), st.lists(WORDS, max_size=4).map(" ".join))
def test_what_is_located_is_what_is_there(text: str, asked: str) -> None:
    wanted = set(terms(asked))
    assert {term for _, term in located(text, wanted)} == set(terms(text)) & wanted


@pytest.mark.parametrize("text", ["Vitamin D in dying patients", "the dİe is cast: die"])
def test_places_are_where_words_begin(text: str) -> None:
    for at, term in located(text, {"vitamin", "d", "die"}):
        assert terms(text[at:])[0] == term


def test_a_phrase_keeps_the_places_of_its_stop_words() -> None:
    assert positions("loss of the bone") == [(0, "loss"), (3, "bone")]
