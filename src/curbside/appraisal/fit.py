"""Does a sentence speak of the very value a question gives: of an eGFR of 25, or only of 30 to 44?

A rule for one range says nothing of a value outside it, and may be dangerous there. Words alone cannot tell the two
apart, so the ranges are read. Only figures of the same thing are compared, and only in units that can be; where
nothing can be compared nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curbside.question.values import NUMBER, StatedValue, mentions, number, stated_values, unit_at

_N = f"({NUMBER})"
_U = r"(?:\s?(?:%|[A-Za-zµ]+/[\w./]+(?:\sm2)?|mg|IU|kg|years?|ng|µg|mL))?"
# "1.5 mg/dL (133 µmol/L) or more": the same limit in another unit stands between.
_ALSO = r"(?:\s?\([^()]{1,20}\)|,\s[\d.]+\s?[^\s,]+,)?"
# "Below an eGFR of 30": the thing stands between.
_THING = r"(?:an?\s[\w() ]{3,40}?\sof\s)?"
_SPAN = re.compile(
    rf"(?:{_N}{_U}\s?(?:to|-|–)|between\s{_N}{_U}\sand)\s?(?P<under>(?:just\s)?under\s)?{_N}"
    r"(?!\s*(?:months?|weeks?|days?|hours?))"
)
_BELOW = re.compile(
    rf"(?:below|under|less than|lower than|<)\s?{_THING}{_N}|{_N}{_U}{_ALSO}\s(?:or (?:less|lower|below|under))\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"(?P<from>above|over|more than|higher than|at least|exceeds|>|≥)\s?{_THING}{_N}"
    rf"|{_N}{_U}{_ALSO}\s(?:years?\s)?(?:or (?:more|over|above|older|higher))\b",
    re.IGNORECASE,
)
_EXACTLY = re.compile(rf"exactly\s{_N}", re.IGNORECASE)
_CRITERIA = re.compile(
    r"\b(?:two|three|one|any)\b(?: or (?:two|three|more))? of\b[^.;:]{0,40}:", re.IGNORECASE
)
_REACH = 60
_BY_CRITERIA = 0.3
_AT_AN_END = 0.95


@dataclass(frozen=True, slots=True)
class _Range:
    low: float
    high: float
    start: int
    end: int


def fit(text: str, values: tuple[StatedValue, ...], *, people: str = "") -> float:
    """How well the ranges of a text hold the values given: from above 0 to 1, and -1 when they leave one out.

    ``people`` are those a statement is on: where they are told by exact values, it is a worked example and speaks of
    nobody else. Of two ranges that hold a value the one whose end lies nearer speaks of it more: "below 30" of 25,
    rather than "below 60", and "exactly 25" rather than either. A rule by criteria, some of which must be met,
    leaves out nobody. 0 when nothing can be compared.
    """
    if not values:
        return 0.0
    if (example := _as_example(people, values)) != 0:
        return example
    fits = [one for value in values for one in (_fit_of(text, value), _fit_among(people, value)) if one != 0]
    if _CRITERIA.search(text):
        return max((_BY_CRITERIA, *fits)) if fits else 0.0
    return -1.0 if min(fits, default=0.0) < 0 else max(fits, default=0.0)


def _fit_among(people: str, value: StatedValue) -> float:
    """A study in people of 65 or over is no rule for an age of 82; one in a band of kidney function is."""
    one = _fit_of(people, value)
    return min(one, 0.0) if value.thing in ("age", "weight", "BMI") else one


def _as_example(people: str, values: tuple[StatedValue, ...]) -> float:
    """1 where people told by exact values are those asked about, -1 where they are others, 0 where there are none."""
    told = _exact_values(people)
    if not told:
        return 0.0
    asked = {value.thing.casefold(): value for value in values}
    return 1.0 if all(_is_met(one, asked.get(one.thing.casefold())) for one in told) else -1.0


@lru_cache(maxsize=4096)
def _exact_values(people: str) -> tuple[StatedValue, ...]:
    return tuple(one for one in stated_values(people) if not _is_in_range(people, one))


def is_example(people: str) -> bool:
    """Are people told by exact values, as in a case that was worked out?"""
    return bool(_exact_values(people))


def _is_met(told: StatedValue, asked: StatedValue | None) -> bool:
    return (
        asked is not None
        and (same := asked.in_unit(told.unit)) is not None
        and math.isclose(same, told.value)
    )


def _is_in_range(people: str, value: StatedValue) -> bool:
    """ "A mean age of 75" and "65 years or over" tell of many."""
    at = people.find(value.printed)
    if re.search(r"\b(?:mean|median|average)\b", people[:at]):
        return True
    return any(one.start <= at <= one.end for one in _ranges(people))


def _fit_of(text: str, value: StatedValue) -> float:
    held, compared = 0.0, False
    for one in _ranges_of(text, value.thing):
        asked = value.in_unit(unit_at(text, one.end))
        if asked is None or unit_at(text, one.end) in _TIMES - {
            value.unit,
            "year" if value.thing == "age" else "",
        }:
            continue
        compared = True
        if one.low == asked == one.high:
            return 1.0
        if one.low <= asked <= one.high:
            held = max(held, _nearness(asked, one.low, one.high))
    return held or -float(compared)


def _nearness(value: float, low: float, high: float) -> float:
    nearest = min(abs(value - end) for end in (low, high))
    return _AT_AN_END / (1 + nearest / abs(value)) if value else _AT_AN_END


def _ranges_of(text: str, thing: str) -> Iterator[_Range]:
    """The ranges of one thing: those that it is named last before, in the same sentence, or within."""
    named = [(start, end, measure.name) for start, end, measure in mentions(text)]
    if not any(name == thing for *_, name in named):
        named += [
            (found.start(), found.end(), thing)
            for found in re.finditer(rf"(?<!\w){re.escape(thing)}(?!\w)", text, re.IGNORECASE)
        ]
        named.sort()
    for one in _ranges(text):
        before = [mention for mention in named if mention[1] <= one.end]
        if not before or before[-1][2] != thing:
            continue
        between = text[before[-1][1] : one.start] if before[-1][1] <= one.start else ""
        if len(between) <= _REACH and ";" not in between and ". " not in between:
            yield one


def _ranges(text: str) -> Iterator[_Range]:
    for found in _SPAN.finditer(text):
        high = number(found[4])
        yield _Range(
            number(found[1] or found[2]),
            math.nextafter(high, -math.inf) if found["under"] else high,
            found.start(),
            found.end(4),
        )
    for found in _BELOW.finditer(text):
        place = 1 if found[1] else 2
        limit = number(found[place])
        # "below 30" leaves 30 out; "30 or less" does not.
        high = math.nextafter(limit, -math.inf) if place == 1 else limit
        yield _Range(-math.inf, high, found.start(), found.end(place))
    for found in _FROM.finditer(text):
        place = 2 if found[2] else 3
        limit = number(found[place])
        is_above = place == 2 and found["from"].lower() not in ("at least", "≥")
        low = math.nextafter(limit, math.inf) if is_above else limit
        yield _Range(low, math.inf, found.start(), found.end(place))
    for found in _EXACTLY.finditer(text):
        yield _Range(number(found[1]), number(found[1]), found.start(), found.end(1))


_TIMES: Final = frozenset({"hour", "day", "week", "month", "minute", "year"})
