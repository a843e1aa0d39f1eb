"""Which way a sentence says that an outcome went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.direction import Direction, direction

UP, DOWN, SAME = Direction.INCREASED, Direction.DECREASED, Direction.NO_DIFFERENCE

ROWS = [
    ("Bone density increased in women who took vitamin D.", UP),
    ("Serum 25(OH)D was significantly higher with the larger dose (P = .001).", UP),
    ("Pain scores were lower in the vitamin D arm.", DOWN),
    ("Vitamin D reduced the risk of fracture (RR 0.78, 95% CI 0.61-0.99).", DOWN),
    ("Falls were fewer with treatment than with placebo.", DOWN),
    ("There was no significant difference in pain between the arms.", SAME),
    ("Vitamin D did not reduce joint pain.", SAME),
    ("Vitamin D didn't improve stiffness.", SAME),
    ("Supplementation failed to improve grip strength.", SAME),
    ("Vitamin D level was not associated with arthralgia.", SAME),
    ("Pain was similar in both arms.", SAME),
    ("Adverse events were comparable between groups.", SAME),
    ("The difference was not statistically significant.", SAME),
    ("Grip strength remained unchanged.", SAME),
    ("No evidence of benefit was found.", SAME),
    ("Pain was lower with vitamin D (P = 0.41).", SAME),
    ("Relapse was reduced (HR 0.90, 95% CI 0.70-1.20).", SAME),
    ("Relapse was reduced (HR 0.90, 95% CI 0.82-0.98).", DOWN),
    ("For relapse the HR was 0.78 (95% CI 0.61 to 0.99).", DOWN),
    ("For relapse the HR was 1.42 (95% CI 1.10 to 1.83).", UP),
    ("For relapse the HR was 1.42 (95% CI 0.91 to 2.03).", SAME),
    ("Vitamin D was given to reduce pain.", None),
    ("Vitamin D was found to reduce pain.", DOWN),
    ("Does vitamin D reduce pain?", None),
    ("We measured pain with a scale of 0 to 10.", None),
    ("", None),
]

TWO_OUTCOMES = [
    ("Pain fell, but sleep did not change.", "pain", DOWN),
    ("Pain fell, but sleep did not change.", "sleep", SAME),
    ("Stiffness improved whereas grip strength was lower.", "grip strength", DOWN),
    ("Treatment gave higher levels of calcium and lower levels of cortisol.", "cortisol", DOWN),
    ("Treatment gave higher levels of calcium and lower levels of cortisol.", "calcium", UP),
    ("Relapses increased; deaths were similar.", "relapse", UP),
]


@pytest.mark.parametrize(("sentence", "expected"), ROWS)
def test_the_direction_is_what_the_sentence_reports(sentence: str, expected: Direction | None) -> None:
    assert direction(sentence) is expected


@pytest.mark.parametrize(("sentence", "outcome", "expected"), TWO_OUTCOMES)
def test_the_clause_that_names_the_outcome_decides(sentence: str, outcome: str, expected: Direction) -> None:
    assert direction(sentence, outcome=outcome) is expected


@given(st.text(max_size=120), st.text(max_size=20))
def test_no_sentence_is_too_strange(sentence: str, outcome: str) -> None:
    assert direction(sentence, outcome=outcome) in {*Direction, None}
