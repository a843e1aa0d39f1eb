"""What is worked out: in the order written, in double arithmetic, rounded half up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.pathway.formula import Formula, NotAFormula, rounded, term_written

CLEARANCE = Formula(
    terms={
        "mg/dL": term_written("(140 - age) * weight * factor / (72 * creatinine)"),
        "umol/L": term_written("(140 - age) * weight * factor * 88.4 / (72 * creatinine)"),
    },
    by="creatinine",
    unit="mL/min",
    decimals=2,
)


@pytest.mark.parametrize(
    ("age", "weight", "factor", "creatinine", "unit", "clearance"),
    [
        ("80", "60", "1", "1.0", "mg/dL", "50.00"),
        ("75", "72", "1", "2.2", "mg/dL", "29.55"),
        ("70", "60", "0.85", "133", "umol/L", "32.96"),
        # Exactly 30, where doubles without rounding may say 30.000000000000004.
        ("68", "33", "1", "1.1", "mg/dL", "30.00"),
    ],
)
def test_cockcroft_and_gault(
    age: str, weight: str, factor: str, creatinine: str, unit: str, clearance: str
) -> None:
    values = {
        name: Decimal(value)
        for name, value in zip(
            ["age", "weight", "factor", "creatinine"], [age, weight, factor, creatinine], strict=True
        )
    }
    assert CLEARANCE.result(values, unit) == Decimal(clearance)


def test_no_result_where_it_divides_by_nothing() -> None:
    values = {name: Decimal(0) for name in CLEARANCE.names}
    assert CLEARANCE.result(values, "mg/dL") is None


@pytest.mark.parametrize(("raw", "to"), [(2.345, "2.35"), (2.3449, "2.34"), (0.005, "0.01")])
def test_halves_go_up(raw: float, to: str) -> None:
    assert rounded(raw, 2) == Decimal(to)


@pytest.mark.parametrize("text", ["", "age +", "(age", "age age", "age ^ 2", "__import__", "1 / ; drop"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(NotAFormula):
        term_written(text)


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_what_has_few_enough_decimals_stays_itself(thousandths: int, decimals: int) -> None:
    value = Decimal(thousandths) / 10**decimals
    assert rounded(float(value), decimals) == value
