"""Text folded once: what nobody can see is gone, and folding again changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.literature.text import fold, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Pain fell.", "Pain fell."),
        (" Pain \n\t fell. ", "Pain fell."),
        ("20,000\u00a0IU\u2009daily", "20,000 IU daily"),
        ("Me\u0301nie\u0300re", "Ménière"),
        ("arth\u00adralgia\u200b", "arthralgia"),
        ("\ufeffPain\x00 fell\x07", "Pain fell"),
        ("\ud800Pain", "Pain"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


AWKWARD = st.text(
    st.characters() | st.sampled_from(" \t\n\x00\x1f\x7f\x85\xa0\u00ad\u200b\u2028\u3000\ufeff\u0301e")
)


@given(AWKWARD)
def test_folded_text_has_single_spaces_and_composed_letters_and_stays_as_it_is(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert unicodedata.is_normalized("NFC", folded)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("label", "part"),
    [("Main outcome measures", "main-outcome-measures"), ("RESULTS:", "results"), ("—", ""), ("2", "2")],
)
def test_slug(label: str, part: str) -> None:
    assert slug(label) == part
