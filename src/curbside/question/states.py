"""The states that put a person under rules of their own: dialysis, pregnancy, a mechanical valve; and those ruled out.

What is laid down for people in such a state is for nobody else, and what was found in everybody else is not for them.
Nor is what is laid down for liver disease the first thing for somebody "without liver disease".
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


_ILLNESS: Final = (
    r"(?:disease|failure|impairment|insufficiency|dysfunction|injury|stones?|valves?|stenosis|cirrhosis)"
)
_WHICH: Final = r"(?:(?!(?:in|for|of|with|on|from|to|at|and|or)\b)[a-z]+(?<!ing)[ -])"
_CONDITION: Final = (
    rf"(?:{_WHICH}{{0,3}}?{_ILLNESS}|{_WHICH}?(?:pregnan(?:t|cy)|dialysis|h(?:a)?emodialysis)"
    rf"|{_WHICH}?(?:diabetes|hypertension|asthma|COPD|CKD|epilepsy|sarcoidosis|alcoholism)"
    r"|[a-z]+(?:uria|alc(?:a)?emia|kal(?:a)?emia|natr(?:a)?emia))"
)
_DENIAL: Final = (
    r"(?:without|free of|no longer on|no history of|no|not on|not in|not having|not(?= pregnant| breast)"
    r"|(?:who )?(?:is|are|does|do|was|has|have)(?: not|n['’]t)(?: (?:on|in|have|having|had))?)"
)
_DENIED: Final = re.compile(
    rf"\b{_DENIAL}\s+(?:(?:any|an?|known|current|active|prior|previous)\s+)*(?P<first>{_CONDITION})\b"
    rf"(?P<others>(?:,?\s+(?:or|nor|and)\s+(?:no\s+)?{_CONDITION}\b)*)",
    re.IGNORECASE,
)
_AMONG: Final = re.compile(r",?\s+(?:or|nor|and)\s+(?:no\s+)?", re.IGNORECASE)


def denied(text: str) -> tuple[str, ...]:
    """The conditions that a text says people do not have, in its words: ``liver disease`` of "without liver disease".

    What a treatment is hoped not to do ("without bleeding") is no condition of anybody.
    """
    return tuple(
        condition
        for found in _DENIED.finditer(text)
        for condition in (found["first"], *filter(None, _AMONG.split(found["others"])))
    )


def affirmed(text: str) -> str:
    """The text without the conditions that it says people do not have."""
    return _DENIED.sub(" ", text)
