"""The two figures that a sentence gives for its two arms: ``12.3 ± 4.1 vs. 15.1 ± 3.9``, ``44% of … and 31% of …``.

They are what is left when all is taken away that counts something else: p values, intervals, spreads, times, doses.
"""

from __future__ import annotations

import re
from typing import Final

from curbside.appraisal.arms import Arm

_NUMBER: Final = r"[-−–]?\d+(?:[.,·]\d+)?"
_COUNTS_OTHERWISE = re.compile(
    r"""\bout\sof\s\d+ | \bof\s(?:the\s)?\d+\s[a-z] | \d+\s*/\s*\d+ | \bn\s*=\s*\d+
    | \bat\s(?:the\s)?(?:\w+\s)?\d+
    | (?:week|month|day|year|grade|stage|phase|type|group|hour|min)s?\s\d+
    | \b[Pp]\s*[-v]?[a-z]*\s*[<=>≤≥]\s*[\d.,]+ | ±\s*[\d.]+ | \d+\s*%?\s*(?:CI|confidence)[^)]*
    | [([]?\b(?:SD|SEM?|IQR|range)\b[^)\]]* | [a-z]+-?\d+""",
    re.IGNORECASE | re.VERBOSE,
)
_DURATION = re.compile(r"\b\d+[-\s](?:day|week|month|year|hour)s?\b", re.IGNORECASE)
_PAIR = re.compile(
    rf"({_NUMBER})\s*(?:%|[a-zA-Zµ/]{{1,8}})?\s*(?:[(\[±+][^()\[\]]{{0,40}}[)\]]?|±\s*{_NUMBER})?[^;.()]{{0,60}}?"
    rf"\b(?P<between>vs\.?|versus|compared\s(?:with|to)|in\scomparison\s(?:with|to)|and|to|than)\b[^;()]{{0,60}}?"
    rf"({_NUMBER})"
)
_OF_THOSE = re.compile(r"\b(\d+)\s*/\s*(\d+)\b")
_PERCENTAGE = re.compile(rf"({_NUMBER})\s*%")
_BRACKETED = re.compile(r"[\[(][^()\[\]]*[\])]")
_PLAIN = re.compile(rf"(?<![\w.~]){_NUMBER}(?![\w~]*\d)")
_OPPOSED = ("vs", "versus", "compared")


def figures_by_arm(text: str, first: Arm, *, of_time: bool) -> tuple[float, float] | None:
    """The intervention's figure and the comparator's, printed in the order of the arms, ``first`` before the other.

    ``24 weeks`` is a figure only ``of_time``; else it says when something was measured.
    """
    kept = _COUNTS_OTHERWISE.sub(_blank, text)
    if not of_time:
        kept = _DURATION.sub(_blank, kept)
    pair = _PAIR.search(kept)
    percentages = _PERCENTAGE.findall(kept)
    if pair is not None and pair["between"].startswith(_OPPOSED):
        printed = [pair[1], pair[3]]
    elif len(percentages) > 1:
        printed = percentages
    elif len(shares := _OF_THOSE.findall(text)) > 1:
        printed = [f"{int(some) / max(1, int(all_)):.6f}" for some, all_ in shares]
    elif pair is not None:
        printed = [pair[1], pair[3]]
    else:
        printed = _PLAIN.findall(_BRACKETED.sub(_blank, kept))
    if len(printed) < 2:
        return None
    one, other = _number(printed[0]), _number(printed[1])
    return (one, other) if first is Arm.INTERVENTION else (other, one)


def _blank(found: re.Match[str]) -> str:
    return "~" * len(found[0])


def _number(printed: str) -> float:
    return float(re.sub("[−–]", "-", printed).replace(",", ".").replace("·", "."))
