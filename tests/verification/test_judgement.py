"""Words that judge (safe, best, for everyone, start) are said where the quotes say so, and not otherwise."""

from __future__ import annotations

import pytest

from curbside.verification.checks.judgement import JudgementIsGiven
from curbside.verification.comparison import hold

BARRED = "With a GFR below 30 mL/min metformin is contraindicated on the EU label."
COMPARED = "Duloxetine was compared with placebo in 299 women."


@pytest.mark.parametrize(
    ("claim", "quote", "is_conflict"),
    [
        ("Metformin is safe at any kidney function.", BARRED, True),
        ("Metformin is safely given below 30 mL/min.", BARRED, True),
        ("Vitamin D is harmless.", "Vitamin D was given to 60 women.", False),
        ("Duloxetine is the best treatment.", COMPARED, False),
        ("Duloxetine is superior.", COMPARED, False),
        ("Vitamin D cures joint pain.", "Vitamin D was given for joint pain.", False),
        ("Everyone should take vitamin D.", "Vitamin D is advised for women with low levels.", False),
        ("It is given to all patients.", "It is given to patients with low levels.", False),
        ("Start metformin below an eGFR of 30.", "Metformin should be stopped below an eGFR of 30.", True),
        ("Vitamin D works.", "Vitamin D did not relieve pain (P = .56).", True),
        ("Vitamin D is effective.", "Vitamin D was no better than placebo.", True),
        ("Vitamin D did not relieve pain, but it works.", "Vitamin D did not relieve pain.", True),
        ("Vitamin D helps joint pain.", "Women with joint pain took vitamin D.", False),
        ("Stop metformin at an eGFR of 40.", "Metformin may be started at an eGFR of 40.", True),
    ],
)
def test_what_nobody_judged(claim: str, quote: str, is_conflict: bool) -> None:
    mismatch = JudgementIsGiven().mismatch(hold(claim, (quote,)))
    assert mismatch is not None
    assert mismatch.conflict is is_conflict


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Duloxetine helps.", "Duloxetine reduced pain more than placebo did."),
        ("Vitamin D is not effective.", "Vitamin D was no better than placebo."),
        ("Duloxetine helped with pain.", "Duloxetine eased pain but not stiffness."),
        ("It was safe.", "There was no difference in adverse events."),
        ("It is not safe below an eGFR of 30.", BARRED),
        ("It is unsafe below an eGFR of 30.", BARRED),
        ("Duloxetine was superior to placebo.", "Duloxetine reduced pain more than placebo did."),
        ("Apixaban is the drug of choice.", "Apixaban is preferred over warfarin."),
        ("It cured 90% of infections.", "Infections resolved in 90%."),
        ("It is given to all adults.", "It is recommended for every adult."),
        ("Stop metformin below an eGFR of 30.", "Metformin should be discontinued below an eGFR of 30."),
        ("It is restarted after the procedure.", "It is withheld before the procedure and resumed after it."),
    ],
)
def test_what_somebody_did(claim: str, quote: str) -> None:
    assert JudgementIsGiven().mismatch(hold(claim, (quote,))) is None
