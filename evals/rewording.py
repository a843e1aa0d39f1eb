"""The same said in other words, by rules that change no meaning: what a writer leaves out, and words for others.

A rule that only mostly keeps the meaning is none of these. "Decreased" for "fell" needs another grammar, "adverse
events" are not quite "side effects", and a bracket with "except" in it is no aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_OPENING = re.compile(
    r"""\A(?:(?:However|Moreover|Furthermore|Additionally|In\saddition|In\sconclusion|Interestingly|Finally|Overall|Thus
    |Therefore|Conclusions?|Results|In\ssummary|Importantly|Notably|Also|Similarly|In\scontrast|Conversely)(?:,|\.|:)\s
    |(?:Our|These|The|The\spresent|Our\spresent)\s(?:results|findings|data|study|analysis)\s(?:clearly\s)?
     (?:showed|shows|show|demonstrated|demonstrates|demonstrate|revealed|reveal)\sthat\s
    |(?:We|The\sauthors)\s(?:found|observed|showed|demonstrated)\sthat\s)""",
    re.VERBOSE,
)
_ASIDE = re.compile(
    r"\s?\((?=[^()]*\d)(?![^()]*\b(?:except|not|no|only|but|without|vs|versus|compared|and|or|group|arm)\b)[^()]*\)",
    re.IGNORECASE,
)
_BY_CHANCE = re.compile(r"[pP](?:[-\s]?values?)?\s?[=>≥]\s?0?[.·](?:0[5-9]|[1-9])|\bns\b", re.IGNORECASE)
_BOUNDS = re.compile(
    r"\b(?:CI|intervals?)\b[^\d()-]{0,4}(-?\d*\.?\d+)%?\s?(?:to|[-–—,;])\s?(-?\d*\.?\d+)", re.IGNORECASE
)
_EQUALS: Final = (
    ("compared to", "compared with"),
    ("versus", "compared with"),
    ("vs.", "versus"),
    ("was associated with", "was linked to"),
    ("were associated with", "were linked to"),
    ("is associated with", "is linked to"),
    ("an increase in", "a rise in"),
    ("a decrease in", "a reduction in"),
    ("a reduction in", "a decrease in"),
    ("lowered", "reduced"),
    ("patients with", "people with"),
    ("in patients", "in people"),
    ("all-cause mortality", "death from any cause"),
    ("death from any cause", "all-cause mortality"),
    ("randomised", "randomized"),
    ("randomized", "randomised"),
    ("haemorrhage", "hemorrhage"),
    ("hemorrhage", "haemorrhage"),
    ("haemodialysis", "hemodialysis"),
    ("anaemia", "anemia"),
    ("anemia", "anaemia"),
    ("tumor", "tumour"),
    ("hospitalization", "hospitalisation"),
    ("twice daily", "two times a day"),
    ("once daily", "once a day"),
    ("a day", "per day"),
    ("per day", "a day"),
    ("approximately", "about"),
    ("prior to", "before"),
    ("in order to", "to"),
    ("ischaemic", "ischemic"),
    ("confidence interval", "CI"),
)


def reworded(text: str) -> str:
    """The sentence without its opening phrase and its asides of figures, and with words that mean the same."""
    for rule in _RULES:
        text = rule(text)
    return text


def _without_opening(text: str) -> str:
    cut = _OPENING.sub("", text, count=1)
    return cut[:1].upper() + cut[1:]


def _without_asides(text: str) -> str:
    return _ASIDE.sub(lambda aside: aside[0] if _tells_of_chance(aside[0]) else "", text)


def _tells_of_chance(aside: str) -> bool:
    """Does it say that a difference may be none? Without ``(P = .4)`` a sentence claims more than it does with it."""
    bounds = (
        (float(low), float(high)) for low, high in _BOUNDS.findall(aside.replace("−", "-").replace("·", "."))
    )
    return bool(_BY_CHANCE.search(aside)) or any(
        low <= none <= high for low, high in bounds for none in (0, 1)
    )


def _in_other_words(text: str) -> str:
    """Each phrase at its first place, and none twice: what has been put in is not put back."""
    made: list[tuple[str, str]] = []
    for phrase, other in _EQUALS:
        taken = any(phrase in new or new in phrase for _, new in made)
        if not taken and re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", text):
            text = re.sub(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", other, text, count=1)
            made.append((phrase, other))
    return text


_RULES: Final[tuple[Callable[[str], str], ...]] = (_without_opening, _without_asides, _in_other_words)
