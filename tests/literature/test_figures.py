"""What two wordings of one finding must agree on: numbers, units, and whether they say no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.literature.figures import differing_units, is_negated, measured, numbers, quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4,000 IU of vitamin D3 a day", {"4000"}),
        ("600, 800 or 1,200 mg", {"600", "800", "1200"}),
        ("600,800 mg", {"600800"}),
        ("RR 0.50 (0.05 to 1.0)", {"0.5", "0.05", "1"}),
        ("12 of 60 (20%).", {"12", "60", "20"}),
        ("T-score -2.5; P<0.001", {"2.5", "0.001"}),
        ("B12, T2D and omega-3", {"3"}),
        ("30-44 and 30–44", {"30", "44"}),
        ("1,943 IU, 10,000,000", {"1943", "10000000"}),
        ("version 1.2.3", {"1.2"}),
        ("100 and 100.0 and 100.00", {"100"}),
        ("none", set()),
        ("", set()),
    ],
)
def test_numbers_are_compared_in_one_spelling(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_a_number_is_the_same_with_and_without_its_commas_and_closing_zeros(
    whole: int, thousandths: int
) -> None:
    with_commas, without = f"{whole:,}.{thousandths:03}", f"{whole}.{thousandths:03}00"
    assert numbers(with_commas) == numbers(without)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_two_numbers_are_the_same_only_when_they_are_equal(one: int, other: int) -> None:
    assert (numbers(f"{one:,}") == numbers(str(other))) == (one == other)


@given(st.text(), st.text())
def test_a_sentence_beside_it_takes_no_number_away(text: str, other: str) -> None:
    assert numbers(text) <= numbers(f"{text} . {other}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("600 IU a day", {("600", "IU")}),
        ("4,000-IU capsules", {("4000", "IU")}),
        ("40 ng/mL, not 40 nmol/L", {("40", "ng/mL"), ("40", "nmol/L")}),
        ("12 weeks, 1 week, a 12-week course", {("12", "week"), ("1", "week")}),
        ("6 months, 2 years, 30 days, 48 hours, 5 minutes",
         {("6", "month"), ("2", "year"), ("30", "day"), ("48", "hour"), ("5", "minute")}),
        ("25 mcg, 25 ug or 25 µg", {("25", "µg")}),
        ("130 umol/L is 130 µmol/L", {("130", "µmol/L")}),
        ("45 mL/min", {("45", "mL/min")}),
        ("45 mL/min/1.73 m2", set()),
        ("37% and 0.50 mg", {("37", "%"), ("0.5", "mg")}),
        ("600, 800 or 1,200 mg", {("1200", "mg")}),
        ("30 to 44 mL/min", {("44", "mL/min")}),
        ("5 gallons, 12 daylight, 3 mgx", set()),
        ("4,000 IU/day", set()),
        ("60 women", set()),
        ("vitamin D3 g", set()),
    ],
)  # fmt: skip
def test_a_quantity_is_a_number_with_its_unit_in_one_spelling(
    text: str, expected: set[tuple[str, str]]
) -> None:
    assert quantities(text) == expected


def test_every_number_is_measured_as_printed_and_in_order() -> None:
    assert list(measured("1,200 IU for 60 women over 0.50 years")) == [
        ("1,200", "IU"),
        ("60", ""),
        ("0.50", "year"),
    ]


@given(st.text())
def test_what_is_measured_is_what_is_counted(text: str) -> None:
    found = list(measured(text))
    assert numbers(" ; ".join(number for number, _ in found)) == numbers(text)
    assert {unit for _, unit in quantities(text)} == {unit for _, unit in found if unit}


@pytest.mark.parametrize(
    ("text", "other", "reasons"),
    [
        ("40 ng/mL", "40 ng/mL", []),
        ("40 ng/mL", "a level of 40", []),
        ("a level of 40", "40 ng/mL", []),
        ("40 ng/mL", "50 nmol/L", []),
        ("40 ng/mL", "40 nmol/L", ["40 is in nmol/L here, and in ng/mL in 'text'"]),
        ("12 weeks", "12 months", ["12 is in month here, and in week in 'text'"]),
        ("12 weeks and 12 months", "12 months", []),
        ("12 weeks and 12 months", "12 days", ["12 is in day here, and in month and week in 'text'"]),
        ("25 µg", "25 mcg", []),
        ("5 mg, 10 mg", "5 g, 10 g", ["10 is in g here, and in mg in 'text'",
                                      "5 is in g here, and in mg in 'text'"]),
    ],
)  # fmt: skip
def test_another_unit_is_told_and_a_unit_left_out_is_not(text: str, other: str, reasons: list[str]) -> None:
    assert list(differing_units(text, other)) == reasons


@given(st.text())
def test_a_text_has_no_unit_that_differs_from_its_own(text: str) -> None:
    assert differing_units(text, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin D did not ease pain.",
        "No difference was seen.",
        "It didn't help, and it doesn’t harm.",
        "Falls never rose; none was fatal.",
        "It cannot be given.",
        "Neither dose helped, nor did both.",
        "Given without calcium.",
        "It failed to help.",
        "It is contraindicated.",
        "The guide advises against it.",
        "It suggests against routine use.",
        "Avoid it in pregnancy.",
        "A difference is excluded.",
        "The change was nonsignificant, or non-significant.",
        "The evidence is uncertain.",
    ],
)
def test_these_say_no(text: str) -> None:
    assert is_negated(text)
    assert is_negated(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin D eased pain.",
        "A notable number of nodes.",
        "The knot in another notion.",
        "It was against warm water.",
        "It lowered the risk by half.",
        "",
    ],
)
def test_these_do_not(text: str) -> None:
    assert not is_negated(text)


@given(st.text(), st.text())
def test_a_not_is_lost_in_no_longer_text(text: str, other: str) -> None:
    assert is_negated(f"{text} not {other}")
