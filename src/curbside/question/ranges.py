"""The ranges of values that a text names: 30 to 44, below 30, 80 or over, exactly 45.

What a rule holds for and what a question asks of are both ranges, and only by being compared as such is "above 30" kept
from the rule for below 30, in which every word of it stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"

_N = f"({NUMBER})"
_U = r"(?:\s?(?:%|[A-Za-zµ]+/[\w./]+(?:\sm2)?|mg|IU|kg|years?|ng|µg|mL))?"
# "1.5 mg/dL (133 µmol/L) or more": the same limit in another unit stands between.
_ALSO = r"(?:\s?\([^()]{1,20}\)|,\s[\d.]+\s?[^\s,]+,)?"
# "Below an eGFR of 30": the thing stands between.
_THING = r"(?:an?\s[\w() ]{3,40}?\sof\s)?(?:about\s|around\s)?"
_SPAN = re.compile(
    rf"(?:{_N}{_U}\s?(?:to|-|–)|between\s{_N}{_U}\sand)\s?(?P<under>(?:just\s)?under\s)?{_N}"
    r"(?!\s*(?:months?|weeks?|days?|hours?))",
    re.IGNORECASE,
)
_BELOW = re.compile(
    rf"(?P<below>(?<!not )(?:below|under|less than|lower than|<)|not above|at most|no more than|≤|<=)\s?{_THING}{_N}"
    rf"|{_N}{_U}{_ALSO}\s(?:or (?:less|lower|below|under|younger|lighter))\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?P<from>(?<!not )(?<!no )(?:above|over|more than|greater than|higher than|older than|>)|exceeds|exceeding"
    rf"|not below|not less than|at least|≥|>=)\s?{_THING}{_N}"
    rf"|{_N}{_U}{_ALSO}\s(?:years?\s)?(?:or (?:more|over|above|older|higher|heavier))\b",
    re.IGNORECASE,
)
_EXACTLY = re.compile(rf"exactly\s{_N}", re.IGNORECASE)
_LEAVE_OUT = frozenset({"below", "under", "less than", "lower than", "<"})
_LEAVE_OUT_FROM = frozenset(
    {"above", "over", "more than", "greater than", "higher than", "older than", ">", "exceeds", "exceeding"}
)


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included and either infinite, as printed in a text from ``start`` to ``end``.

    ``end`` is where the last number ends, so that its unit is the one that follows.
    """

    low: float
    high: float
    start: int
    end: int


def ranges(text: str) -> Iterator[Range]:
    """Every range that a text names. "Below 30" leaves 30 out, "30 or less" does not."""
    for found in _SPAN.finditer(text):
        high = number(found[4])
        yield Range(
            number(found[1] or found[2]),
            math.nextafter(high, -math.inf) if found["under"] else high,
            found.start(),
            found.end(4),
        )
    for found in _BELOW.finditer(text):
        place = 2 if found[2] else 3
        limit = number(found[place])
        is_below = place == 2 and found["below"].lower() in _LEAVE_OUT
        high = math.nextafter(limit, -math.inf) if is_below else limit
        yield Range(-math.inf, high, found.start(), found.end(place))
    for found in _FROM.finditer(text):
        place = 2 if found[2] else 3
        limit = number(found[place])
        is_above = place == 2 and found["from"].lower() in _LEAVE_OUT_FROM
        low = math.nextafter(limit, math.inf) if is_above else limit
        yield Range(low, math.inf, found.start(), found.end(place))
    for found in _EXACTLY.finditer(text):
        yield Range(number(found[1]), number(found[1]), found.start(), found.end(1))


def number(printed: str) -> float:
    """A number as it is printed, with or without commas."""
    return float(printed.replace(",", ""))
