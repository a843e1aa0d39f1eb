"""A rule for one range says nothing of a value outside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.fit import fit, stated_values


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Can I start metformin at an eGFR of 25?", [("egfr", "25", "")]),
        ("Apixaban with a creatinine of 1.6 mg/dL?", [("creatinine", "1.6", "mg/dL")]),
        ("Her 25(OH)D is 34 ng/mL", [("25(oh)d", "34", "ng/mL")]),
        ("Metformin, eGFR 38", [("egfr", "38", "")]),
        ("Is 800 IU of vitamin D a day enough?", []),
        ("Does vitamin D prevent falls?", []),
    ],
)
def test_the_values_a_question_gives(question: str, values: list[tuple[str, str, str]]) -> None:
    assert [(one.thing, one.printed, one.unit) for one in stated_values(question)] == values


@pytest.mark.parametrize(
    ("text", "egfr", "holds"),
    [
        ("Metformin must not be used at an eGFR below 30 mL/min/1.73 m2.", 25, True),
        ("Metformin must not be used at an eGFR below 30 mL/min/1.73 m2.", 30, False),
        ("Metformin must not be used at an eGFR of 30 or less.", 30, True),
        ("With a GFR of 45 to 59 mL/min the label caps it at 2,000 mg a day.", 52, True),
        ("With a GFR of 45 to 59 mL/min the label caps it at 2,000 mg a day.", 40, False),
        ("At an eGFR between 30 and 45 the label advises against starting.", 40, True),
        ("It is recommended at an eGFR of 30 or more.", 30, True),
        ("It is recommended at an eGFR of 30 or more.", 29, False),
        ("It is recommended at an eGFR above 30.", 30, False),
        ("It may be used at an eGFR of at least 30.", 30, True),
    ],
)
def test_a_value_within_or_outside_a_range(text: str, egfr: int, holds: bool) -> None:
    assert (fit(text, stated_values(f"metformin at an eGFR of {egfr}")) > 0) is holds
    assert (fit(text, stated_values(f"metformin at an eGFR of {egfr}")) < 0) is not holds


@pytest.mark.parametrize(
    "text",
    [
        "Metformin 500 mg twice daily.",
        "Stop it when lactate is above 5 mmol/L.",
        "A creatinine of 1.5 mg/dL or more counts.",
    ],
)
def test_ranges_of_something_else_are_not_compared(text: str) -> None:
    assert fit(text, stated_values("eGFR of 25")) == 0


def test_another_unit_is_not_compared() -> None:
    assert fit("a creatinine of 133 µmol/L or more", stated_values("creatinine of 1.6 mg/dL")) == 0


def test_the_nearer_of_two_ranges_speaks_of_the_value_more() -> None:
    values = stated_values("eGFR of 25")
    assert fit("an eGFR below 30", values) > fit("an eGFR below 60", values)


@given(st.integers(1, 120), st.integers(1, 120), st.integers(1, 120))
def test_a_range_holds_what_lies_between_its_ends(low: int, high: int, value: int) -> None:
    low, high = sorted((low, high))
    inside = fit(f"at an eGFR of {low} to {high}", stated_values(f"an eGFR of {value}")) > 0
    assert inside is (low <= value <= high)
