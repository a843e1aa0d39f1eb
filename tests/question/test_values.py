"""The values and the states a question gives, and what is not one."""

from __future__ import annotations

import pytest

from curbside.question.states import ruled_out, states
from curbside.question.values import stated_values


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (
            "an 82-year-old with AF and creatinine of 1.2 mg/dL",
            [("creatinine", "1.2", "mg/dL"), ("age", "82", "")],
        ),
        ("a creatinine of 1.6 mg/dL at 72?", [("creatinine", "1.6", "mg/dL"), ("age", "72", "")]),
        ("I am 82 and my creatinine is 1.2", [("creatinine", "1.2", ""), ("age", "82", "")]),
        ("80 years old, 60 kg", [("age", "80", ""), ("weight", "60", "kg")]),
        ("CrCl 29.5 without dialysis", [("creatinine clearance", "29.5", "")]),
        ("creatinine clearance of 20 mL/min", [("creatinine clearance", "20", "mL/min")]),
        ("eGFR exactly 45", [("eGFR", "45", "")]),
        ("My vitamin D is 12 ng/mL", [("25(OH)D", "12", "ng/mL")]),
        ("a ferritin of 20", [("ferritin", "20", "")]),
        ("stage 4 CKD", [("eGFR", "22", "")]),
        # A range is not a value, nor is a dose, a time, or a number at which something else is counted.
        ("an eGFR of 30 to 44", []),
        ("metformin at 2000 mg", []),
        ("restart at 48 hours", []),
        ("stage 4 breast cancer", []),
        ("stage 3 CKD", []),
    ],
)
def test_values(question: str, values: list[tuple[str, str, str]]) -> None:
    assert [(one.thing, one.printed, one.unit) for one in stated_values(question)] == values


@pytest.mark.parametrize(
    ("text", "in_them", "not_in_them"),
    [
        ("people on haemodialysis", {"dialysis"}, set()),
        ("an eGFR below 30 and no dialysis", set(), {"dialysis"}),
        ("severe renal impairment, not on dialysis", set(), {"dialysis"}),
        ("pregnant women", {"pregnancy"}, set()),
        ("a mechanical aortic valve", {"heart valve"}, set()),
        ("adults with atrial fibrillation", set(), set()),
    ],
)
def test_states(text: str, in_them: set[str], not_in_them: set[str]) -> None:
    assert (states(text), ruled_out(text)) == (in_them, not_in_them)
