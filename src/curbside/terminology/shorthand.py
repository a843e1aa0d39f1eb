"""What clinicians write for short where only one reading is possible, written out for the search.

Short forms of more than one sense are not here: `curbside.terminology.senses` weighs them by the question.
"""

from __future__ import annotations

import re
from typing import Final

_WRITTEN_OUT: Final = tuple(
    (re.compile(short, re.IGNORECASE if any_case else 0), long)
    for short, long, any_case in (
        (r"\bvit\.? (?=[A-K]\d{0,2}\b)", "vitamin ", True),
        (r"\b25[ -]?OH[ -]?D\b|\b25-OH vitamin D\b", "25(OH)D", True),
        (r"\b(\d{1,3}) ?(?:y/?o|yrs?[ -]old)\b", r"\1-year-old", True),
        (r"\b(?:pt|Pt)s?\b(?!\.)", "patient", False),
        (r"\bCr(?= (?:of |is )?\d)", "creatinine", False),
        (r"\bAKI\b", "acute kidney injury", False),
        (r"\bAFib\b|\bafib\b|\ba-fib\b", "atrial fibrillation", False),
        (r"\bT1DM\b", "type 1 diabetes", False),
        (r"\bT2DM\b", "type 2 diabetes", False),
        (r"\bBMD\b", "bone mineral density", False),
    )
)

_TWICE: Final = re.compile(r"\b([^\W\d][\w ]{2,40}) \(\1\)", re.IGNORECASE)


def written_out(text: str) -> str:
    """The text with its unambiguous short forms written out: ``82yo pt`` is ``82-year-old patient``."""
    for short, long in _WRITTEN_OUT:
        text = short.sub(long, text)
    # "Vitamin D (Vit D)" says it once.
    return _TWICE.sub(r"\1", text)
