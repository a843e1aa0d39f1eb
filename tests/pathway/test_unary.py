"""A cell is a set of values, however it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.pathway.truth import Truth
from curbside.pathway.unary import NotAUnaryTest, Span, complement, unary_test, united

LEVEL = ("ng/mL", "nmol/L")


@pytest.mark.parametrize(
    ("cell", "through", "stopped"),
    [
        ("< 30 ng/mL", ["29.999"], ["30", "30.001"]),
        ("<= 30 ng/mL", ["30"], ["30.001"]),
        (">= 40 ng/mL", ["40", "400"], ["39.99"]),
        ("[30..40) ng/mL", ["30", "39.9"], ["29.9", "40"]),
        ("[30..40[ ng/mL", ["30", "39.9"], ["29.9", "40"]),
        ("]30..40] ng/mL", ["30.1", "40"], ["30", "40.1"]),
        ("(18.5..25] ng/mL", ["18.6", "25"], ["18.5", "25.1"]),
        ("< 12, > 100 ng/mL", ["11", "101"], ["12", "50", "100"]),
        ("not([12..100]) ng/mL", ["11", "101"], ["12", "100"]),
        ("40 ng/mL", ["40", "40.0"], ["40.1"]),
        ("-", ["1"], []),
        ("not(null)", ["1"], []),
    ],
)
def test_a_cell_lets_through_what_it_says(cell: str, through: list[str], stopped: list[str]) -> None:
    test = unary_test(cell, units=LEVEL)
    assert {test.of(Decimal(value), "ng/mL") for value in through} == {Truth.TRUE}
    assert {test.of(Decimal(value), "ng/mL") for value in stopped} <= {Truth.FALSE}


@pytest.mark.parametrize(
    ("cell", "missing", "undecided"),
    [
        ("-", Truth.TRUE, Truth.TRUE),
        ("null", Truth.TRUE, Truth.UNKNOWN),
        ("not(null)", Truth.FALSE, Truth.UNKNOWN),
        ("< 30", Truth.UNKNOWN, Truth.UNKNOWN),
        ("true", Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_what_is_missing_is_not_what_cannot_be_told(cell: str, missing: Truth, undecided: Truth) -> None:
    test = unary_test(cell)
    assert (test.of_missing, test.of_undecided) == (missing, undecided)


def test_each_unit_has_the_cut_off_written_for_it() -> None:
    test = unary_test("< 20 ng/mL | < 50 nmol/L", units=LEVEL)
    # 49.92 nmol/L are 20 ng/mL: converted, it would not be below.
    assert test.of(Decimal("49.92"), "nmol/L") is Truth.TRUE
    assert test.of(Decimal("20"), "ng/mL") is Truth.FALSE


def test_a_unit_that_the_cell_says_nothing_of_is_unknown_and_never_false() -> None:
    assert unary_test("< 20 ng/mL", units=LEVEL).of(Decimal(10), "nmol/L") is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("cell", "value", "truth"),
    [
        ("haemodialysis", "haemodialysis", Truth.TRUE),
        ('"haemodialysis", "peritoneal"', "peritoneal", Truth.TRUE),
        ("not(none)", "none", Truth.FALSE),
        ("not(none)", "peritoneal", Truth.TRUE),
        ("false", True, Truth.FALSE),
        ("null", "none", Truth.FALSE),
        ("not(null)", "none", Truth.TRUE),
        (">= 2026-01-01", date(2026, 1, 1), Truth.TRUE),
        ('< date("2026-01-01")', date(2026, 1, 1), Truth.FALSE),
    ],
)
def test_words_and_dates(cell: str, value: str | bool | date, truth: Truth) -> None:
    words = ("none", "haemodialysis", "peritoneal") if isinstance(value, str) else ()
    assert unary_test(cell, words=words).of(value) is truth


@pytest.mark.parametrize(
    ("cell", "units", "words", "says"),
    [
        ("< 30", LEVEL, (), "expected a value in ng/mL or nmol/L, came '< 30' without a unit"),
        ("< 30 mmol/L", LEVEL, (), "came '< 30' mmol/L"),
        ("< 30 ng/mL", (), (), "expected no unit, came 'ng/mL'"),
        ("< 30 ng/mL | > 40 ng/mL", LEVEL, (), "expected each unit once"),
        ("[40..30] ng/mL", LEVEL, (), "expected an interval that rises"),
        ("(30..30) ng/mL", LEVEL, (), "expected an interval that rises"),
        ("about 30", LEVEL, (), "expected"),
        ("hemodialysis", (), ("none", "haemodialysis"), "expected one of: none, haemodialysis"),
        ("< 2026-02-30", (), (), "expected a number or a date"),
        ("not(null, 3)", (), (), "expected null by itself"),
        ("__import__('os')", (), (), "expected a test such as"),
    ],
)
def test_what_is_no_test_is_refused(
    cell: str, units: tuple[str, ...], words: tuple[str, ...], says: str
) -> None:
    with pytest.raises(NotAUnaryTest) as caught:
        unary_test(cell, units=units, words=words)
    assert says in str(caught.value)


ENDS = st.none() | st.integers(-5, 5).map(Decimal)
SPANS = st.builds(
    lambda ends, low_in, high_in: Span(
        low=ends[0],
        low_in=low_in and ends[0] is not None,
        high=ends[1],
        high_in=high_in and ends[1] is not None,
    ),
    st.tuples(ENDS, ENDS),
    st.booleans(),
    st.booleans(),
)
VALUES = [Decimal(half) / 2 for half in range(-13, 14)]


@given(st.lists(SPANS, max_size=5))
def test_uniting_spans_loses_no_value_and_adds_none(spans: list[Span]) -> None:
    whole = united(spans)
    for value in VALUES:
        assert any(value in span for span in whole) == any(value in span for span in spans)


@given(st.lists(SPANS, max_size=5))
def test_a_value_is_in_a_set_or_in_its_complement_and_never_in_both(spans: list[Span]) -> None:
    whole = united(spans)
    rest = complement(whole)
    for value in VALUES:
        assert any(value in span for span in whole) != any(value in span for span in rest)
