"""Words of medicine: which name a medicine, and what a clinician writes for short."""

from __future__ import annotations

import pytest

from curbside.terminology.medicines import medicines_named
from curbside.terminology.shorthand import written_out


@pytest.mark.parametrize(
    ("text", "medicines"),
    [
        ("Can I start empagliflozin at an eGFR of 40?", ["empagliflozin"]),
        ("warfarin to apixaban", ["warfarin", "apixaban"]),
        ("calcium plus vitamin D", ["calcium", "vitamin D"]),
        ("vitamin K2 or St John's wort", ["vitamin K2", "St John's wort"]),
        ("hydrochlorothiazide and zoledronic acid", ["hydrochlorothiazide", "zoledronic acid"]),
        ("eGFR from cystatin C", []),
        ("cholesterol, joint pain and exercise", []),
    ],
)
def test_medicines(text: str, medicines: list[str]) -> None:
    assert list(medicines_named(text)) == medicines


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("role of vit D", "role of vitamin D"),
        ("the role of vitamin D (Vit D) in falls", "the role of vitamin D in falls"),
        ("82yo pt on HD", "82-year-old patient on HD"),
        ("Cr 1.6", "creatinine 1.6"),
        ("25OHD of 18", "25(OH)D of 18"),
        ("T2DM with AKI", "type 2 diabetes with acute kidney injury"),
        ("chromium (Cr) in the hd of the tooth", "chromium (Cr) in the hd of the tooth"),
    ],
)
def test_shorthand(short: str, long: str) -> None:
    assert written_out(short) == long
