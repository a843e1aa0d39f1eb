"""Does a sentence speak of the very value a question gives: of an eGFR of 25, or only of 30 to 44?

A rule for one range says nothing of a value outside it, and may be dangerous there. Words alone cannot tell the two
apart, so the ranges are read. Only figures with the same thing named before them are compared, and only in the unit
the question gives where both give one; where nothing can be compared nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.literature.figures import UNIT_AFTER_NUMBER

_N = r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_U = r"(?:\s?(?:%|[A-Za-zµ]+/[\w./]+|mg|IU|kg|years?|ng|µg|mL))?"
_SPAN = re.compile(
    rf"(?:between\s+)?{_N}{_U}\s?(?:to|and|-|–)\s?(?:just under\s+)?{_N}(?!\s*(?:months?|weeks?|days?|hours?))"
)
_BELOW = re.compile(
    rf"(?:below|under|less than|lower than|<)\s?{_N}|{_N}{_U}\s(?:or (?:less|lower|below|under))\b"
)
_FROM = re.compile(
    rf"(?:above|over|more than|higher than|at least|exceeds|>|≥)\s?{_N}"
    rf"|{_N}{_U}\s(?:years?\s)?(?:or (?:more|over|above|older|higher))\b"
)
_MEASURES = (
    r"e?GFR|CrCl|INR|HbA1c|BMI|LDL|age|weight|creatinine|potassium|sodium|calcium|haemoglobin|hemoglobin"
)
_STATED = re.compile(
    rf"(?<![\w/])(?P<thing>[A-Za-z\d][\w()]*)\s+(?:level\s+)?(?:of|is|at|was|=|<|>)\s+{_N}(?!\s?(?:to\b|-|–))"
    rf"|\b(?P<measure>{_MEASURES})\s*[=:]?\s*{_N}",
    re.IGNORECASE,
)
_REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedValue:
    """A value that a question gives: what it is of, in lower case, and its unit, empty when none is given."""

    thing: str
    printed: str
    unit: str

    @property
    def value(self) -> float:
        """The number printed."""
        return _number(self.printed)


def stated_values(question: str) -> tuple[StatedValue, ...]:
    """The values of a question, such as an eGFR of 25. Numbers with no thing before them are left out."""
    values = []
    for found in _STATED.finditer(question):
        thing = (found["thing"] or found["measure"]).lower()
        place = 2 if found["thing"] else 4
        if thing not in _NO_THING:
            unit = _unit_at(question, found.end(place))
            values.append(StatedValue(thing=thing, printed=found[place], unit=unit))
    return tuple(values)


def fit(text: str, values: tuple[StatedValue, ...]) -> float:
    """How well the ranges of a text hold the values given: from above 0 to 1, and -1 when they leave one out.

    Of two ranges that hold a value the one whose end lies nearer speaks of it more: "below 30" of 25, rather than
    "below 60". 0 when nothing can be compared.
    """
    fits = [one for value in values if (one := _fit_of(text, value)) != 0]
    return min(fits, default=0.0) if min(fits, default=0.0) < 0 else max(fits, default=0.0)


def _fit_of(text: str, value: StatedValue) -> float:
    ranges = [
        (low, high)
        for low, high, start, end in _ranges(text)
        if _is_of(text, value.thing, start) and _same_unit(value.unit, _unit_at(text, end))
    ]
    held = [_nearness(value.value, low, high) for low, high in ranges if low <= value.value <= high]
    return max(held) if held else -float(bool(ranges))


def _nearness(value: float, low: float, high: float) -> float:
    nearest = min(abs(value - end) for end in (low, high))
    return 1 / (1 + nearest / abs(value)) if value else 1.0


def _ranges(text: str) -> Iterator[tuple[float, float, int, int]]:
    for found in _SPAN.finditer(text):
        yield _number(found[1]), _number(found[2]), found.start(), found.end(2)
    for found in _BELOW.finditer(text):
        place = 1 if found[1] else 2
        limit = _number(found[place])
        # "below 30" leaves 30 out; "30 or less" does not.
        yield (
            -math.inf,
            math.nextafter(limit, -math.inf) if place == 1 else limit,
            found.start(),
            found.end(place),
        )
    for found in _FROM.finditer(text):
        place = 1 if found[1] else 2
        limit = _number(found[place])
        above = place == 1 and not found[0].startswith(("at least", "≥"))
        yield math.nextafter(limit, math.inf) if above else limit, math.inf, found.start(), found.end(place)


def _is_of(text: str, thing: str, start: int) -> bool:
    """Is the thing named shortly before, with nothing else measured in between? ``eGFR`` and ``GFR`` are one."""
    before = text[max(0, start - _REACH) : start].lower()
    at = max(before.rfind(thing), before.rfind(thing.removeprefix("e")) if len(thing) > 3 else -1)
    return at >= 0 and ";" not in before[at:] and ". " not in before[at:]


def _unit_at(text: str, end: int) -> str:
    unit = UNIT_AFTER_NUMBER.match(text, end)
    return unit[1].rstrip("s") if unit else ""


def _same_unit(asked: str, given: str) -> bool:
    if given in _TIMES and not asked:
        return False  # "rechecked at 48 hours" is no eGFR of 48.
    return not asked or not given or asked == given


_TIMES = frozenset({"hour", "day", "week", "month", "minute"})


def _number(printed: str) -> float:
    return float(printed.replace(",", ""))


_NO_THING = frozenset(
    "a an the at to of in is was and or for with on than over under age aged about dose".split()
)
