"""A rule for one range says nothing of a value outside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.fit import fit
from curbside.question.values import stated_values


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Can I start metformin at an eGFR of 25?", [("eGFR", "25", "")]),
        ("Apixaban with a creatinine of 1.6 mg/dL?", [("creatinine", "1.6", "mg/dL")]),
        ("Her 25(OH)D is 34 ng/mL", [("25(OH)D", "34", "ng/mL")]),
        ("Metformin, eGFR 38", [("eGFR", "38", "")]),
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


@pytest.mark.parametrize(
    ("asked", "holds"),
    [("1.6 mg/dL", True), ("1.4 mg/dL", False), ("133 µmol/L", True), ("132 µmol/L", False)],
)
def test_creatinine_is_compared_in_either_unit(asked: str, holds: bool) -> None:
    values = stated_values(f"a creatinine of {asked}")
    assert (fit("a creatinine of 1.5 mg/dL (133 µmol/L) or more", values) > 0) is holds


def test_a_unit_that_cannot_be_converted_is_not_compared() -> None:
    assert fit("a lactate above 5 mmol/L", stated_values("lactate of 60 mg/dL")) == 0


@pytest.mark.parametrize(
    ("asked", "text", "sign"),
    [
        # A limit given in both units is compared in the one asked in, as its author wrote it.
        ("a creatinine of 132.7 µmol/L", "a creatinine of 1.5 mg/dL (133 µmol/L) or more", -1),
        ("a 25(OH)D of 75 nmol/L", "a 25(OH)D above about 75 nmol/L (30 ng/mL)", -1),
        ("a 25(OH)D of 30 ng/mL", "a 25(OH)D above about 75 nmol/L (30 ng/mL)", -1),
        ("a 25(OH)D of 31 ng/mL", "a 25(OH)D above about 75 nmol/L (30 ng/mL)", 1),
        # Given in one only, a value at the limit but for rounding is on neither side of it.
        ("a creatinine of 132.7 µmol/L", "a creatinine of 1.5 mg/dL or more", 0),
        ("a creatinine of 132 µmol/L", "a creatinine below 1.5 mg/dL", 0),
        ("a creatinine of 120 µmol/L", "a creatinine of 1.5 mg/dL or more", -1),
        ("a 25(OH)D of 100 nmol/L", "a 25(OH)D of 40 ng/mL or more", 1),
        ("a 25(OH)D of 100 nmol/L", "a 25(OH)D below 40 ng/mL", -1),
        ("a 25(OH)D of 75 nmol/L", "a 25(OH)D of 30 to 40 ng/mL", 1),
        # A bare number is compared where it can only be in one unit.
        ("a creatinine of 120", "a creatinine of 1.5 mg/dL or more", -1),
        ("a creatinine of 1.6", "a creatinine of 1.5 mg/dL or more", 1),
        ("a 25(OH)D of 40", "a 25(OH)D of 30 ng/mL or more", 0),
        ("an eGFR of 25", "At an eGFR of 30 to 44 give up to 500 mg, at most 500 mg a day", -1),
        ("a creatinine clearance of 40", "at a creatinine clearance, take at most 500 mg", 0),
    ],
)
def test_units_agree_before_a_value_meets_a_rule(asked: str, text: str, sign: int) -> None:
    found = fit(text, stated_values(asked))
    assert (found > 0) - (found < 0) == sign


@pytest.mark.parametrize(
    ("asked", "first", "then"),
    [
        ("eGFR above 30", "an eGFR of 30 or more", "an eGFR of 45 to 59"),
        ("eGFR below 45", "an eGFR below 45", "an eGFR below 30"),
        ("eGFR 30 to 45", "an eGFR between 30 and 45", "an eGFR below 60"),
        ("eGFR 30 to 45", "an eGFR of 30 to 44", "an eGFR of 45 to 59"),
    ],
)
def test_a_range_asked_of_is_met_most_by_the_rule_that_holds_it(asked: str, first: str, then: str) -> None:
    values = stated_values(asked)
    assert fit(first, values) > fit(then, values) > 0


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("eGFR above 30", "Below an eGFR of 30 it must not be used."),
        ("eGFR below 45", "With a GFR of 45 to 59 mL/min it is capped."),
        ("eGFR 30 to 45", "It must not be used below 30; an eGFR of exactly 30 is not below the limit."),
        ("weighing over 60 kg", "a weight of 60 kg or less"),
    ],
)
def test_a_range_asked_of_is_left_out_by_a_rule_beside_it(asked: str, text: str) -> None:
    assert fit(text, stated_values(asked)) == -1


RULE = "2.5 mg with two of: age 80 or over, weight 60 kg or less, creatinine 1.5 mg/dL (133 µmol/L) or more"
BAND = "Below an eGFR of 30 mL/min/1.73 m2 it is to be stopped."
OF_82 = "an adult of 82 with atrial fibrillation and a creatinine of 1.6 mg/dL"


@pytest.mark.parametrize(
    ("asked", "text", "people", "sign"),
    [
        ("82 years old, creatinine 1.2 mg/dL", RULE, "adults", 1),
        ("79 years old, creatinine 1.2 mg/dL", RULE, "adults", 1),
        ("82 years old, creatinine 1.6 mg/dL", "2.5 mg at any weight.", OF_82, 1),
        ("82 years old, creatinine 1.2 mg/dL", "2.5 mg at any weight.", OF_82, -1),
        ("creatinine 1.6 mg/dL", "2.5 mg at any weight.", OF_82, -1),
        ("an eGFR of 25", BAND, "adults", 1),
        ("an eGFR of 30", BAND, "adults", -1),
        ("chronic kidney disease stage 4", BAND, "adults", 1),
        ("stage 3b CKD", BAND, "adults", -1),
        ("an eGFR of 52", "500 mg in stage 4.", "people with CKD stage 3A, 3B or 4", 0),
        ("CKD stage 4", "It must not be used in severe renal impairment.", "adults", 1),
        ("an eGFR of 52", "It must not be used in severe renal impairment.", "adults", 0),
        # The other estimate of kidney function finds a rule, and leaves none out.
        ("a creatinine clearance of 20", BAND, "adults", 1),
        ("a creatinine clearance of 50", BAND, "adults", 0),
        ("an eGFR of 75", "3,000 mg a day", "adults with a GFR of 60 to 89", 1),
        ("an eGFR of 38", "3,000 mg a day", "adults with good kidney function (GFR 60 mL/min or more)", -1),
        ("82 years old", "Bleeding rose.", "Medicare patients of 65 years or over", 0),
        ("a 25(OH)D of 160 ng/mL", "toxic at a 25(OH)D above 350 nmol/L (about 140 ng/mL)", "adults", 1),
    ],
)
def test_whom_a_statement_speaks_of(asked: str, text: str, people: str, sign: int) -> None:
    """A worked example speaks of its own case; a rule by criteria of everybody; a band of those within it."""
    found = fit(text, stated_values(asked), people=people)
    assert (found > 0) - (found < 0) == sign


def test_the_nearer_of_two_ranges_speaks_of_the_value_more() -> None:
    values = stated_values("eGFR of 25")
    assert fit("an eGFR below 30", values) > fit("an eGFR below 60", values)


@given(st.integers(1, 120), st.integers(1, 120), st.integers(1, 120))
def test_a_range_holds_what_lies_between_its_ends(low: int, high: int, value: int) -> None:
    low, high = sorted((low, high))
    inside = fit(f"at an eGFR of {low} to {high}", stated_values(f"an eGFR of {value}")) > 0
    assert inside is (low <= value <= high)
