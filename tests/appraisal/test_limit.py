"""The most a day that a sentence allows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from curbside.appraisal.limit import daily_limits
from curbside.terminology.quantities import amount


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("The highest dose of mirzolol is 60 mg a day.", [(60, "mg")]),
        ("The label caps mirzolol at 60 mg a day.", [(60, "mg")]),
        ("Mirzolol is started at 10 mg a day, with a maximum of 20 mg three times a day.", [(60, "mg")]),
        ("A maximum of 60 mg of mirzolol a day is advised.", [(60, "mg")]),
        ("The dose should not exceed 20 mg three times daily.", [(60, "mg")]),
        ("At most 60 mg a day; the usual dose is 20 mg a day.", [(60, "mg")]),
        ("The upper intake level is 400 IU (10 µg) a day.", [(400, "IU"), (10, "µg")]),
        ("More than 400 IU a day, the upper limit, is not to be taken.", [(400, "IU")]),
        ("More than 400 IU a day did no better.", []),
        ("The usual dose is 20 mg a day.", []),
        ("Start with at most 10 mg.", []),
        ("Falls were fewer in the highest quarter of intake, on 400 IU a day.", []),
    ],
)
def test_the_most_that_a_sentence_allows(text: str, limits: list[tuple[int, str]]) -> None:
    assert daily_limits(text) == tuple(amount(Decimal(number), unit) for number, unit in limits)
