"""A unit as a record has it, in the unit that a pathway is written in: exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.terminology.quantities import converted


@pytest.mark.parametrize(
    ("value", "unit", "into", "becomes"),
    [
        ("34", "ng/mL", "ng/mL", "34"),
        ("34", "ng/ml", "ng/mL", "34"),
        ("34", "NG/ML", "ng/mL", "34"),
        ("34", "ug/L", "ng/mL", "34"),
        ("34", "mcg/L", "ng/mL", "34"),
        ("34", "μg/L", "ng/mL", "34"),
        ("3.4", "ug/dL", "ng/mL", "34"),
        ("8.9", "MG/DL", "mg/dL", "8.9"),
        ("1.2", "mg/dL", "umol/L", None),
        ("85", "nmol/L", "ng/mL", None),
        ("0.085", "umol/L", "nmol/L", "85"),
        ("154.3", "[lb_av]", "kg", "69.989302691"),
        ("154.3", "lbs", "kg", "69.989302691"),
        ("16", "[oz_av]", "[lb_av]", "1"),
        ("63", "[in_i]", "cm", "160.02"),
        ("6", "[ft_i]", "m", "1.8288"),
        ("44", "mL/min/{1.73_m2}", "mL/min/1.73 m2", "44"),
        ("44", "mL/min/1.73m^2", "mL/min/1.73 m2", "44"),
        ("44", "ML/MIN/1.73M2", "mL/min/1.73 m2", "44"),
        ("44", "mL/min per 1.73 m²", "mL/min/1.73 m2", "44"),
        ("44", "mL/min", "mL/min/1.73 m2", None),
        ("44", "mL/min/{1.73_m2}", "mL/min", None),
        ("74", "a", "years", "74"),
        ("131", "mm[Hg]", "mmHg", "131"),
        ("27", "kg/m^2", "kg/m2", "27"),
        ("7", "{score}", "1", "7"),
        ("7", "", "1", "7"),
        ("7", "", "ng/mL", None),
        ("7", "%", "1", None),
        ("800", "[iU]/d", "IU/day", "800"),
        ("20", "ug/d", "IU/day", None),
        ("1", "Mg", "mg", None),
        ("1", "mmol", "mmol/L", None),
        ("1", "furlong", "m", None),
    ],
)
def test_it_is_converted_within_its_dimension_alone(
    value: str, unit: str, into: str, becomes: str | None
) -> None:
    found = converted(Decimal(value), unit, [into])
    assert (found and found[0]) == (Decimal(becomes) if becomes else None)


def test_its_own_unit_comes_before_one_that_it_must_be_converted_to() -> None:
    assert converted(Decimal(34), "ug/L", ["ng/mL", "ug/L"]) == (Decimal(34), "ug/L")


@given(
    value=st.decimals(0, 10**9, places=3),
    units=st.sampled_from(
        [("ng/mL", "ug/L"), ("mg/dL", "g/L"), ("nmol/L", "umol/L"), ("kg", "g"), ("cm", "m")]
    ),
)
def test_there_and_back_is_where_it_was(value: Decimal, units: tuple[str, str]) -> None:
    first, second = units
    there = converted(value, first, [second])
    assert there is not None
    assert converted(there[0], second, [first]) == (value, first)
