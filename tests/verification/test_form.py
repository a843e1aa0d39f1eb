"""How a thing is given: the way in, the form and the speed are those of the quotes, or of their source at least."""

from __future__ import annotations

import pytest

from curbside.verification.checks.form import FormIsTheSame
from curbside.verification.comparison import hold


@pytest.mark.parametrize(
    ("claim", "quote", "is_conflict"),
    [
        ("Give iron intravenously.", "Oral iron was given.", True),
        ("Give iron by mouth.", "IV iron was given.", True),
        ("Iron tablets raised ferritin.", "Iron injections raised ferritin.", True),
        ("Iron injections raised ferritin.", "Iron tablets raised ferritin.", True),
        ("The infusion helped.", "The subcutaneous injection helped.", True),
        ("Capsules were taken.", "Tablets were taken.", True),
        ("The cream eased itch.", "The tablets eased itch.", True),
        ("Topical diclofenac eased pain.", "Oral diclofenac eased pain.", True),
        ("Inhaled steroids slowed growth.", "Oral steroids slowed growth.", True),
        ("Start extended-release metformin.", "Start immediate-release metformin.", True),
        ("Slow-release morphine was given.", "Immediate release morphine was given.", True),
        ("Vitamin D2 raised the level.", "Cholecalciferol raised the level.", True),
        ("Intramuscular vitamin B12 helped.", "Vitamin B12 helped.", False),
    ],
)
def test_another_form(claim: str, quote: str, is_conflict: bool) -> None:
    mismatch = FormIsTheSame().mismatch(hold(claim, (quote,), source=quote))
    assert mismatch is not None
    assert mismatch.conflict is is_conflict


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Iron by mouth was given.", "Oral iron was given."),
        ("Oral iron was given.", "Iron tablets were given."),
        ("Injected iron was given.", "Intravenous iron was given."),
        ("Intravenous iron was given.", "An infusion of iron was given."),
        ("Modified-release metformin is started.", "Extended-release metformin is started."),
        ("Vitamin D3 raised the level.", "Cholecalciferol raised the level."),
        ("Oral anticoagulants were stopped.", "Warfarin was stopped."),
        ("Mucositis was rarer with the gel.", "Oral mucositis was rarer with the gel."),
        ("Stage IV tumours shrank with tablets.", "Stage IV tumours shrank with tablets."),
        ("Iron was given.", "Oral iron was given."),
        ("Pain fell with iv iron.", "Pain fell with IV iron."),
    ],
)
def test_the_same_form(claim: str, quote: str) -> None:
    assert FormIsTheSame().mismatch(hold(claim, (quote,), source=quote)) is None
