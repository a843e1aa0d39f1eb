"""The doses a text names, and how much a day they come to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from curbside.question.doses import doses
from curbside.terminology.quantities import amount


@pytest.mark.parametrize(
    ("text", "in_a_day"),
    [
        ("metformin 5000 mg a day", [(5000, "mg")]),
        ("metformin 5 g daily", [(5000, "mg")]),
        ("apixaban 20 mg twice daily", [(40, "mg")]),
        ("5 mg by mouth twice daily", [(10, "mg")]),
        ("850 mg of metformin three times a day", [(2550, "mg")]),
        ("850 mg tds", [(2550, "mg")]),
        ("5 mg BD or 2.5 mg bid", [(10, "mg"), (5, "mg")]),
        ("500 mg q8h", [(1500, "mg")]),
        ("vitamin D 40,000 IU a day", [(40_000, "IU")]),
        ("vitamin D 40,000 units daily", [(40_000, "IU")]),
        ("14,000 IU weekly", [(2000, "IU")]),
        ("1000 µg/day", [(1, "mg")]),
        ("a limit of 4,000 IU (100 µg) a day", [(4000, "IU"), (100, "µg")]),
        ("a single 10 mg", [(10, "mg")]),
        # Neither a level nor a clearance is a dose, nor is a dose by weight one of a person.
        ("a creatinine of 1.5 mg/dL", []),
        ("25 mL/min", []),
        ("40 ng/mL", []),
        ("10 mg/kg", []),
        ("a weight of 60 kg", []),
    ],
)
def test_doses(text: str, in_a_day: list[tuple[int, str]]) -> None:
    assert [round(one.in_a_day.magnitude, 6) for one in doses(text)] == [
        amount(Decimal(number), unit).magnitude for number, unit in in_a_day
    ]
    assert [one.in_a_day.dimension for one in doses(text)] == [
        amount(Decimal(number), unit).dimension for number, unit in in_a_day
    ]
