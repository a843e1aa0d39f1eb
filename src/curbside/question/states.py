"""The states that put a person under rules of their own: dialysis, pregnancy, a mechanical valve.

What is laid down for people in such a state is for nobody else, and what was found in everybody else is not for them.
"""

from __future__ import annotations

import re
from typing import Final

_STATES: Final = {
    "dialysis": r"\b(?:h(?:a)?emo)?dialysis\b|\bend[- ]stage (?:kidney|renal) disease\b",
    "pregnancy": r"\bpregnan(?:t|cy)\b",
    "breastfeeding": r"\bbreast[- ]?fe(?:d|eding)\b|\blactati(?:on|ng)\b|\bnursing (?:mother|mum|mom)s?\b",
    "childhood": r"\b(?:child(?:ren)?(?!-? ?pugh)|paediatric|pediatric|infants?)\b",
    "transplant": r"\btransplant",
    "heart valve": r"\b(?:mechanical|prosthetic|bioprosthetic)\b[\w ]{0,20}\bvalve|\bmitral stenosis\b",
    "antiphospholipid syndrome": r"\bantiphospholipid\b",
    "poisoning": r"\bpoison(?:ed|ing)\b|\boverdose\b",
}
_PATTERNS: Final = {name: re.compile(words, re.IGNORECASE) for name, words in _STATES.items()}
_NOT = re.compile(
    r"\b(?:non[- ]|(?:not|no|off|without|never|neither|nor|isn['’]?t|aren['’]?t)\s+(?:(?:currently|longer|yet|now)\s+)?"
    r"(?:on\s+|having\s+)?(?:any\s+)?"
    r"|(?:no history of|den(?:y|ies|ied)|after|before|planning|trying for|no)\s+(?:an?\s+)?)$",
    re.IGNORECASE,
)


def states(text: str) -> frozenset[str]:
    """The states a text says that people are in; one that it rules out ("not on dialysis") is not among them."""
    return frozenset(
        name
        for name, pattern in _PATTERNS.items()
        if any(not _NOT.search(text[: found.start()]) for found in pattern.finditer(text))
    )


def ruled_out(text: str) -> frozenset[str]:
    """The states a text says that people are not in."""
    return frozenset(
        name
        for name, pattern in _PATTERNS.items()
        if any(_NOT.search(text[: found.start()]) for found in pattern.finditer(text))
    )
