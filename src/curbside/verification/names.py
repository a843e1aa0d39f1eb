"""The words by which a sentence tells one arm, outcome or time from another: what names them, and no more.

Arms go by words that mean little elsewhere (*control*, *study*), by letters and numbers (*group 2*), and by short
forms that look like common words (*ABLE*, *IT*): all of these name, and *patients* or *significantly* do not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.appraisal.change import WHICH_WAY
from curbside.appraisal.naming import term_of
from curbside.literature.text import STOP_WORDS
from curbside.verification.said import Said, Token

_LABELLED: Final = re.compile(
    r"""\b(?i:groups?|arms?|cohorts?|cycles?|stages?|grades?|years?|phases?|class(?:es)?|types?|days?|weeks?|months?|visits?
    |levels?|doses?|quartiles?|tertiles?|quintiles?|regimens?|periods?|drugs?|treatments?|devices?|schedules?|protocols?)\s
    (?P<labels>[A-Z]{0,2}[\d.]{0,5}\b(?:(?:,\s|,?\s(?:and|or|vs\.?|versus|to|than)\s)(?:groups?\s)?[A-Z]{0,2}[\d.]{0,5}\b)*)
    |\b(?P<label>[A-Z]{1,2}\d?|\d)[ -](?:group|arm)\b
    |\b(?P<opposed>[A-Z]\s(?:vs\.?|versus)\s[A-Z])\b""",
    re.VERBOSE,
)
_FIGURES_ASIDE: Final = re.compile(r"\([^()]*\d[^()]*\)|\[[^\[\]]*\d[^\[\]]*\]")
_MID_SENTENCE: Final = re.compile(r"[\w,(]\s?\Z")
_LABEL: Final = re.compile(r"[A-Z\d][\w.]*")
_SHORT_FORM: Final = re.compile(r"(?=.*[A-Z\d].*[A-Z\d])[A-Z\d]*[A-Za-z\d]*|.*[A-Za-z]\d")
_OF_ANY: Final = frozenset(
    term_of(word)
    for word in """
    group groups arm arms patient patients participant participants subject subjects person people individual
    individuals respectively versus vs compared comparison relative significantly significant statistically mean median
    average sd sem ci percent both total respective receive received receives receiving given taking took were was
    showed had having number those respectively only however whereas while associated resulted led vs
    """.split()
) | {term_of(word) for word in WHICH_WAY}
_ARM: Final = frozenset(
    term_of(word)
    for word in """
    control controls intervention interventional treatment treated experimental active study test standard usual
    conventional early late delayed immediate alone single double low high women men older younger children adults
    """.split()
)
"""Words that occur in any finding, and yet tell arms apart."""
_NO_NAME: Final = _OF_ANY - _ARM


@lru_cache(maxsize=1024)
def labels(text: str) -> frozenset[int]:
    """Where the letters and numbers begin that stand for a group, a stage or a week: the 2 of *groups 1 and 2*."""
    found: set[int] = set()
    for one in _LABELLED.finditer(text):
        start, end = one.span(one.lastgroup or 0)
        found.update(label.start() for label in _LABEL.finditer(text, start, end))
    return frozenset(found)


def names(said: Said, low: int, high: int, *, telling: bool = False) -> frozenset[str]:
    """The keys of what is named in ``[low, high)``, not in the brackets with figures there.

    ``telling`` leaves out what occurs in any finding.
    """
    labelled = labels(said.text)
    asides = [span for span in _asides(said.text) if span[0] >= low]
    return frozenset(
        key
        for token in said.tokens
        if low <= token.start < high
        and not any(start <= token.start < end for start, end in asides)
        and _is_name(said, token, labelled, telling=telling)
        for key in token.keys
    )


@lru_cache(maxsize=1024)
def _asides(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(aside.span() for aside in _FIGURES_ASIDE.finditer(text))


def _is_name(said: Said, token: Token, labelled: frozenset[int], *, telling: bool) -> bool:
    printed = said.text[token.start : token.end]
    if token.start in labelled:
        return True
    if len(printed) == 1 or printed.isdigit():
        return False
    if token.word in STOP_WORDS:  # "The Sensor On arm", "IT"
        return printed[0].isupper() and _MID_SENTENCE.search(said.text, 0, token.start) is not None
    if token.term in _NO_NAME:
        return False
    if _SHORT_FORM.fullmatch(printed):
        return True
    return not telling or token.tells or token.term in _ARM
