"""The words that say what a question is on, and whether two questions are on the same."""

from __future__ import annotations

import re
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.question.read import ASKING

WORDS: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
"""A number is one word, its commas and its point included."""

_GENERAL: Final = frozenset(
    terms(
        """
        dose dosage role use useful treat treatment therapy management effect effective benefit risk safe safety harm
        patient people person adult woman women man men child children year old day week month daily good better best
        common cause prevent reduce increase improve help work start stop give take avoid compare trial evidence drug
        medicine disease side adverse level high low new long often much many blood test check monitor severe versus
        vs compare rather no not never without
        """
    )
)


def telling(text: str) -> frozenset[str]:
    """The terms that say what a text is on."""
    words = (word for word in WORDS.findall(text) if word.casefold() not in ASKING)
    return frozenset(term for word in words for term in terms(word) if len(term) > 1) - _GENERAL


def is_short_for(short: str, long: str) -> bool:
    """Is a short form of the one text spelt by the first letters of words of the other?"""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", long)).casefold()
    return any(form.casefold() in initials for form in re.findall(r"\b[A-Z]{2,6}\b", short))
