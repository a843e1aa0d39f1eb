"""Does a sentence speak of the very value a question gives: of an eGFR of 25, or only of 30 to 44?

A rule for one range says nothing of a value outside it, and may be dangerous there. Words alone cannot tell the two
apart, so the ranges are read. Only figures of the same thing are compared, and only in units that can be; where
nothing can be compared nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from curbside.question.ranges import NUMBER, Range, number, ranges
from curbside.question.values import StatedValue, mentions, stated_values, unit_at

_CRITERIA = re.compile(
    r"\b(?:two|three|one|any)\b(?: or (?:two|three|more))? of\b[^.;:]{0,40}:", re.IGNORECASE
)
_REACH = 60
_BY_CRITERIA = 0.3
_AT_AN_END = 0.95
_IN_PART = 0.8
_BY_THE_OTHER = 0.5
_WAITED_FOR: Final = frozenset({"INR"})
"""What a rule waits for: "once the INR is below 2" is for whoever has an INR of 3."""
_BY_WORDS: Final = 0.3
_SEVERE: Final = re.compile(
    r"\bsevere(?:ly)? (?:chronic )?(?:(?:renal|kidney) (?:impairment|insufficiency|disease|failure|dysfunction)"
    r"|(?:reduced|impaired|decreased) (?:renal|kidney) function)\b",
    re.IGNORECASE,
)
_SEVERE_BELOW: Final = 30.0
"""mL/min: "severely decreased" begins below it (KDIGO 2012, and both labels' severe renal impairment)."""
_OTHER_ESTIMATE: Final = {"eGFR": "creatinine clearance", "creatinine clearance": "eGFR"}
"""The other estimate of kidney function, by each."""
_OPEN = 0.5
"""How far apart an end is from none."""
_ALSO = re.compile(rf"\s?[^\s()]{{1,12}}\s?(?:\(about |\(|, )({NUMBER})")
"""The same limit in another unit, right after it and its own."""
_NUMBERS = re.compile(NUMBER)


def fit(text: str, values: tuple[StatedValue, ...], *, people: str = "") -> float:
    """How well the ranges of a text hold the values given: from above 0 to 1, and -1 when they leave one out.

    ``people`` are those a statement is on: where they are told by exact values, it is a worked example and speaks of
    nobody else. Of two ranges that hold a value the one whose end lies nearer speaks of it more: "below 30" of 25,
    rather than "below 60", and "exactly 25" rather than either. A rule by criteria, some of which must be met,
    leaves out nobody. 0 when nothing can be compared.
    """
    values = tuple(value for value in values if value.thing not in _WAITED_FOR)
    if not values:
        return 0.0
    if (example := _as_example(people, values)) != 0:
        return example
    fits = [one for value in values for one in (_fit_of(text, value), _fit_among(people, value)) if one != 0]
    fits = fits or [one for value in values if (one := _fit_by_the_other(f"{people}. {text}", value)) > 0]
    if not fits and _SEVERE.search(f"{people}. {text}") and any(map(_is_severe, values)):
        return _BY_WORDS
    if _CRITERIA.search(text):
        return max((_BY_CRITERIA, *fits)) if fits else 0.0
    return -1.0 if min(fits, default=0.0) < 0 else max(fits, default=0.0)


def _is_severe(value: StatedValue) -> bool:
    return value.thing in _OTHER_ESTIMATE and value.high < _SEVERE_BELOW


def _fit_among(people: str, value: StatedValue) -> float:
    """A study in people of 65 or over is no rule for an age of 82; one in a band of kidney function is."""
    one = _fit_of(people, value)
    return min(one, 0.0) if value.thing in ("age", "weight", "BMI") else one


def _fit_by_the_other(text: str, value: StatedValue) -> float:
    """How well a rule by eGFR speaks of a creatinine clearance, or the other way round.

    The two are near enough to tell which rule is to be read, and too far apart for one to leave out the other.
    """
    other = _OTHER_ESTIMATE.get(value.thing)
    return max(_fit_of(text, replace(value, thing=other)), 0.0) * _BY_THE_OTHER if other is not None else 0.0


def _as_example(people: str, values: tuple[StatedValue, ...]) -> float:
    """1 where people told by exact values are those asked about, -1 where they are others, 0 where there are none."""
    told = _exact_values(people)
    if not told:
        return 0.0
    asked = {value.thing.casefold(): value for value in values}
    return 1.0 if all(_is_met(one, asked.get(one.thing.casefold())) for one in told) else -1.0


@lru_cache(maxsize=4096)
def _exact_values(people: str) -> tuple[StatedValue, ...]:
    return tuple(one for one in stated_values(people) if one.is_exact and not _is_of_many(people, one))


def is_example(people: str) -> bool:
    """Are people told by exact values, as in a case that was worked out?"""
    return bool(_exact_values(people))


def _is_met(told: StatedValue, asked: StatedValue | None) -> bool:
    same = asked.in_unit(told.unit) if asked is not None else None
    return same is not None and same.is_exact and math.isclose(same.low, told.low)


def _is_of_many(people: str, value: StatedValue) -> bool:
    """ "A mean age of 75" and "65 years or over" tell of many."""
    at = people.find(value.printed)
    if re.search(r"\b(?:mean|median|average)\b", people[:at]):
        return True
    return any(one.start <= at <= one.end for one in ranges(people))


def _fit_of(text: str, value: StatedValue) -> float:
    held, compared = 0.0, False
    for one, asked in _comparable(text, value):
        compared = True
        if one.low == one.high:
            if asked.low == asked.high == one.low:
                return 1.0
        elif one.low <= asked.high and asked.low <= one.high:
            held = max(held, _nearness(asked, one))
    return held or -float(compared)


def _comparable(text: str, value: StatedValue) -> Iterator[tuple[Range, StatedValue]]:
    """The ranges of a thing with the value in the unit of each.

    A limit given in both units is compared in the one asked in. Where it is given in the other only, a value at the
    limit but for rounding is compared with nothing: 132.7 µmol/L of creatinine is neither below 1.5 mg/dL nor above it.
    """
    for one in _ranges_of(text, value.thing):
        unit = unit_at(text, one.end)
        if unit in _TIMES - {value.unit, "year" if value.thing == "age" else ""}:
            continue
        if (also := _in_other_unit(text, one, value)) is not None:
            yield also, value
            continue
        asked = value.in_unit(unit)
        if asked is None or (
            asked is not value
            and any(asked.is_near(end) for end in (one.low, one.high) if math.isfinite(end))
        ):
            continue
        yield one, asked


def _in_other_unit(text: str, one: Range, value: StatedValue) -> Range | None:
    """The same limit in the unit of the value, where the text gives it in both: 1.5 mg/dL (133 µmol/L) or more."""
    if not value.unit or unit_at(text, one.end) == value.unit:
        return None
    ends = [end for end in (one.low, one.high) if math.isfinite(end)]
    also = _ALSO.match(text, one.end)
    if also is None or len(ends) != 1 or unit_at(text, also.end(1)) != value.unit:
        return None
    limit, printed = number(also[1]), number(_NUMBERS.findall(text[one.start : one.end])[-1])
    if math.isinf(one.low):
        return replace(one, high=limit if one.high == printed else math.nextafter(limit, -math.inf))
    return replace(one, low=limit if one.low == printed else math.nextafter(limit, math.inf))


def _nearness(asked: StatedValue, held: Range) -> float:
    """How much a range speaks of what is asked: most where their ends are the same, less where it holds it in part.

    Of one value only the nearer end counts, so that of two rules the one just met speaks of it more.
    """
    if asked.is_exact:
        nearest = min(abs(asked.low - end) for end in (held.low, held.high))
        return _AT_AN_END / (1 + nearest / abs(asked.low)) if asked.low else _AT_AN_END
    apart = math.fsum((_apart(asked.low, held.low), _apart(asked.high, held.high)))
    is_whole = held.low <= asked.low and asked.high <= held.high
    return _AT_AN_END / (1 + apart) * (1 if is_whole else _IN_PART)


def _apart(asked: float, held: float) -> float:
    if math.isinf(asked) or math.isinf(held):
        return 0.0 if asked == held else _OPEN
    return abs(asked - held) / max(abs(asked), abs(held), 1.0)


def _ranges_of(text: str, thing: str) -> Iterator[Range]:
    """The ranges of one thing: those that it is named last before, in the same sentence, or within."""
    named = [(start, end, measure.name) for start, end, measure in mentions(text)]
    if not any(name == thing for *_, name in named):
        named += [
            (found.start(), found.end(), thing)
            for found in re.finditer(rf"(?<!\w){re.escape(thing)}(?!\w)", text, re.IGNORECASE)
        ]
        named.sort()
    for one in ranges(text):
        before = [mention for mention in named if mention[1] <= one.end]
        if not before or before[-1][2] != thing:
            continue
        between = text[before[-1][1] : one.start] if before[-1][1] <= one.start else ""
        if len(between) <= _REACH and ";" not in between and ". " not in between:
            yield one


_TIMES: Final = frozenset({"hour", "day", "week", "month", "minute", "year"})
