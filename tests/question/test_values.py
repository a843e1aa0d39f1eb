"""The values and the states a question gives, and what is not one."""

from __future__ import annotations

import pytest

from curbside.question.states import affirmed, denied, ruled_out, states
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
        ("an eGFR now 28", [("eGFR", "28", "")]),
        ("eGFR has fallen from 60 to 38", [("eGFR", "38", "")]),
        ("will take 25(OH)D from 18 ng/mL to 40 ng/mL", [("25(OH)D", "18", "ng/mL")]),
        ("an eGFR of about 25", [("eGFR", "25", "")]),
        # Neither a dose nor a time is a value, nor a number at which something else is counted.
        ("metformin at 2000 mg", []),
        ("restart at 48 hours", []),
        ("stage 4 breast cancer", []),
    ],
)
def test_values(question: str, values: list[tuple[str, str, str]]) -> None:
    assert [(one.thing, one.printed, one.unit) for one in stated_values(question)] == values


@pytest.mark.parametrize(
    ("question", "thing", "inside", "outside"),
    [
        ("an eGFR of 30 to 44", "eGFR", (30, 44), (29.9, 44.1)),
        ("eGFR between 30 and 45", "eGFR", (30, 45), (29.9, 45.1)),
        ("eGFR 45-30", "eGFR", (30, 45), (29.9, 45.1)),
        ("eGFR below 45", "eGFR", (12, 44.9), (45,)),
        ("eGFR falls below 45", "eGFR", (12, 44.9), (45,)),
        ("below an eGFR of 30", "eGFR", (12, 29.9), (30,)),
        ("eGFR < 45", "eGFR", (12,), (45,)),
        ("eGFR of 45 or less", "eGFR", (12, 45), (45.1,)),
        ("eGFR not above 45", "eGFR", (12, 45), (45.1,)),
        ("eGFR above 30", "eGFR", (30.1, 90), (30,)),
        ("GFR less than 60 but more than 45", "eGFR", (45.1, 59.9), (45, 60)),
        ("eGFR above 30 and below 45", "eGFR", (30.1, 44.9), (30, 45)),
        ("eGFR at least 30", "eGFR", (30, 90), (29.9,)),
        ("eGFR not below 30", "eGFR", (30, 90), (29.9,)),
        ("creatinine clearance > 95 mL/min", "creatinine clearance", (95.1,), (95,)),
        ("patients over 80", "age", (80.1, 99), (80,)),
        ("aged 80 or over", "age", (80, 99), (79.9,)),
        ("weighing less than 60 kg", "weight", (59.9,), (60,)),
        ("60 kg or more", "weight", (60, 90), (59.9,)),
        ("ferritin < 20", "ferritin", (19.9,), (20,)),
        ("stage 3 CKD", "eGFR", (30, 59), (29, 60)),
        ("CKD stage 4", "eGFR", (15, 29), (14, 30)),
        ("stage 5 CKD", "eGFR", (5, 14), (15,)),
    ],
)
def test_a_value_that_is_only_said_to_be_within_a_range(
    question: str, thing: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    (value,) = stated_values(question)
    assert value.thing == thing
    assert all(value.low <= one <= value.high for one in inside)
    assert not any(value.low <= one <= value.high for one in outside)


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


@pytest.mark.parametrize(
    ("text", "conditions", "rest"),
    [
        ("metformin without liver disease", ("liver disease",), "metformin"),
        ("apixaban in AF without a mechanical valve", ("mechanical valve",), "apixaban in AF"),
        ("no kidney stones or sarcoidosis, vitamin D", ("kidney stones", "sarcoidosis"), ", vitamin D"),
        ("he does not have heart failure", ("heart failure",), "he"),
        ("severe CKD not on dialysis", ("dialysis",), "severe CKD"),
        ("someone who is not pregnant", ("pregnant",), "someone"),
        # What is asked of, hoped for or done is not taken back.
        ("Is metformin not safe in CKD?", (), "Is metformin not safe in CKD?"),
        ("Is there no benefit in heart failure?", (), "Is there no benefit in heart failure?"),
        ("the risk of not treating hypertension", (), "the risk of not treating hypertension"),
        ("anticoagulation without bleeding", (), "anticoagulation without bleeding"),
    ],
)
def test_conditions_that_people_are_said_not_to_have(
    text: str, conditions: tuple[str, ...], rest: str
) -> None:
    assert (denied(text), affirmed(text).strip()) == (conditions, rest)
