"""The values a question gives of a person: an eGFR of 25 or below 45, an age of 82, a weight of 60 kg.

A rule for one value may be dangerous at another, so these are read by their names and not left to the search, for
which ``82`` is a word like any other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from curbside.literature.figures import UNIT_AFTER_NUMBER
from curbside.question.ranges import NUMBER, Range, number, ranges
from curbside.terminology.quantities import NANOMOLES_PER_NANOGRAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something measured of a person: how it is written, and the units that a number of it may have."""

    name: str
    written: re.Pattern[str]
    units: frozenset[str]


def _measure(name: str, written: str, *units: str) -> Measure:
    return Measure(name=name, written=re.compile(written, re.IGNORECASE), units=frozenset(units))


MEASURES: Final = (
    _measure(
        "creatinine clearance", r"\b(?:(?:creatinine|kidney) clearance|CrCl)\b(?:\s\(CrCl\))?", "mL/min"
    ),
    _measure("eGFR", r"\b(?:e?GFR|(?:estimated )?glomerular filtration rate)\b", "mL/min"),
    _measure("creatinine", r"\b(?:creatinine(?! clearance)|SCr|Cr)\b", "mg/dL", "µmol/L"),
    _measure(
        "age",
        r"\b(?:ages?|aged|(?:people|adults?|(?:wo)?m[ae]n|patients|person) of(?= (?:exactly )?\d))\b",
        "year",
    ),
    _measure("weight", r"\b(?:weigh(?:t|s|ing|ed)?|body weight)\b", "kg"),
    _measure("INR", r"\b(?:INR|international normali[sz]ed ratio)\b"),
    _measure("HbA1c", r"\b(?:HbA1c|glycated h(?:a)?emoglobin)\b", "%"),
    _measure("BMI", r"\b(?:BMI|body mass index)\b"),
    _measure(
        "25(OH)D",
        r"\b25(?:\(OH\)D|-hydroxyvitamin D)|\bvitamin D(?: level)?(?= (?:is|was|of) [\d.]+ ?n(?:g|mol)/)",
        *("ng/mL", "nmol/L"),
    ),
)
"""What is told apart by name. A longer name goes before one that it contains."""

_UNITS: Final = {measure.name: measure.units for measure in MEASURES}
_FACTORS: Final = {
    ("creatinine", "µmol/L", "mg/dL"): 1 / 88.4,
    ("25(OH)D", "nmol/L", "ng/mL"): 1 / float(NANOMOLES_PER_NANOGRAM),
}
"""How many of the second unit are one of the first. Of creatinine by its molar mass of 113.12 g/mol."""
_PLAIN: Final = {"creatinine": (("mg/dL", 0.1, 15.0), ("µmol/L", 30.0, 2000.0))}
"""The unit that a bare number can only be in, by the least and the most found in people: a creatinine of 120 or 1.2.

A bare 25(OH)D of 40 may be in either unit, so none is here.
"""
_EITHER: Final = 2
"""Units from which on a bare number may be in any of them."""
_ABOUT_A_LIMIT: Final = 0.005
"""How near to a limit, as a share of it, a converted value cannot be told from it: both were rounded."""

_AGE = re.compile(
    r"\b(\d{1,3})[ -]?(?:years?[ -]old|y/?o|yr[ -]old)\b"
    r"|\b(?:I am|I'm|she is|he is|who is) (\d{2,3})\b(?! ?(?:mg|kg|mL|mL/min|IU|%))"
    r"|\bat (\d{2,3})\b(?!\.\d)(?! ?(?:mg|kg|mL|IU|%|to\b|hours?|days?|weeks?|months?|years? of))",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"\b(\d{2,3}(?:\.\d+)?) ?kg\b", re.IGNORECASE)
_LEADING_UP = (
    r"\s*(?:level\s+)?(?:has |have |had )?(?:(?:now|currently|that|falls?|fell|fallen|drops?|dropped|declined|rises?"
    r"|rose|risen|goes|gone|went|down|up|of|is|at|was|to|from|between|stays?|stayed|remains?|about|around|approximately"
    r"|roughly|exactly|only|just|back|=|:|~)\s*){0,5}"
)
"""What may stand between the name of a measure and its value: "eGFR has fallen to 28"."""
_AFTER_NAME = re.compile(
    rf"{_LEADING_UP}({NUMBER})(?![\d.,]*\d|\s?(?:to\b|[-–]\s?\d|mg\b(?!/)))", re.IGNORECASE
)
_CHANGED = re.compile(
    rf"{_LEADING_UP}(?<=from )({NUMBER})(?:\s?[^\s\d]+)?\s(?:down\s|up\s)?to\s({NUMBER})", re.IGNORECASE
)
_CHANGING = re.compile(
    r"\b(?:falls?|fell|fallen|drops?|dropped|declined|rises?|rose|risen|gone|went|down|up)\b", re.I
)
_AIMED = re.compile(
    r"\b(?:tak(?:e|es|ing)|rais(?:e|es|ing)|get|getting|bring(?:ing)?|lift(?:ing)?)\b[^,;:?]{0,30}$", re.I
)
"""What a measure was, and what it is now: where it is said to change, or the second is the lower.

Where somebody is to be taken from one to the other, the first is what it is now; otherwise the two are a range.
"""
_LED_UP = re.compile(_LEADING_UP, re.IGNORECASE)
_FROM_ONE_TO = rf"(?<=from ){NUMBER}(?:\s?[^\s\d]+)?\s(?:down\s|up\s)?to\s"
_LED_UP_TO_A_VALUE = re.compile(
    rf"{_LEADING_UP}(?:{_FROM_ONE_TO})?(?=(?:above |below |over |under )?{NUMBER})", re.IGNORECASE
)
_AND_ALSO = re.compile(
    r"\s*(?:mL/min\S*\s*(?:m2\s*)?|ng/mL\s*|nmol/L\s*|mg/dL\s*)?(?:,|and|but)?\s*(?:is\s*)?", re.IGNORECASE
)
"""What joins two limits of one thing: "less than 60 but more than 45"."""
_SOMEBODY = re.compile(
    r"\b(?:people|adults?|(?:wo)?m[ae]n|patients?|persons?|those|anyone|some(?:one|body)|aged?)(?: who (?:are|is))? $",
    re.IGNORECASE,
)
_OTHERWISE_NAMED = re.compile(
    rf"(?<![\w/])([A-Za-z\d][\w()]*)\s+(?:level\s+)?(?P<sign>of|is|was|=|<|>)\s+(?P<value>{NUMBER})"
    r"(?![\d.,]*\d|\s?(?:to\b|-|–))"
)
_NO_NAME = frozenset(
    "a an the at to of in is was and or for with on than over under age aged about dose doses cap old".split()
)

STAGE: Final = re.compile(
    r"\b(?:CKD|chronic kidney disease)(?: \(CKD\))?,? (?:of )?(?:stage |G)?([345][ab]?)\b"
    r"|\bstage ([345][ab]?) (?:CKD|chronic kidney|kidney|renal)\b",
    re.IGNORECASE,
)
"""A stage of chronic kidney disease from 3 on, in the first group or the second."""
_OF_STAGE: Final = {
    "3": (30.0, 59.0),
    "3a": (45.0, 59.0),
    "3b": (30.0, 44.0),
    "4": (15.0, 29.0),
    "5": (-math.inf, 14.0),
}
"""The eGFR of each stage of chronic kidney disease, in mL/min/1.73 m2, by KDIGO (2012)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedValue:
    """A value that a question gives: what it is of, a name of `MEASURES` or a word of the question in lower case.

    From ``low`` to ``high``, both included: the two are one where it is exact, and one of them is infinite where it is
    only said to be above or below. ``unit`` is empty when none is given.
    """

    thing: str
    printed: str
    unit: str
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Is it one value, and not a range of them?"""
        return self.low == self.high

    def in_unit(self, unit: str) -> StatedValue | None:
        """The value in a unit, for comparing; None where it cannot be put in it.

        A unit left out is the other's, but not where the number may be in either of the two that a thing is measured
        in: a 25(OH)D of 40, in ng/mL or nmol/L.
        """
        own = self.unit or self._plain_unit()
        known = _UNITS.get(self.thing, frozenset())
        if unit == own or (not unit and len(known) < _EITHER):
            return self
        if known and unit and unit not in known:
            return None
        if not own and len(known) < _EITHER:
            return self
        for (thing, first, second), factor in _FACTORS.items():
            if thing == self.thing and (own, unit) == (first, second):
                return self._times(factor, unit)
            if thing == self.thing and (own, unit) == (second, first):
                return self._times(1 / factor, unit)
        return None

    def is_near(self, limit: float) -> bool:
        """Does an end of it, once converted, lie so near to a limit that rounding may have put it on either side?"""
        return any(
            not math.isclose(end, limit) and math.isclose(end, limit, rel_tol=_ABOUT_A_LIMIT)
            for end in (self.low, self.high)
        )

    def _plain_unit(self) -> str:
        ends = [end for end in (self.low, self.high) if math.isfinite(end)]
        units = (
            unit for unit, low, high in _PLAIN.get(self.thing, ()) if all(low <= end <= high for end in ends)
        )
        return next(units, "")

    def _times(self, factor: float, unit: str) -> StatedValue:
        return replace(self, unit=unit, low=round(self.low * factor, 9), high=round(self.high * factor, 9))


def stated_values(question: str) -> tuple[StatedValue, ...]:
    """The values of a question, exact or as ranges. Numbers of nothing that is named are left out.

    A stage of chronic kidney disease stands for the eGFR of it.
    """
    values: dict[str, StatedValue] = {}
    for value in (*_of_measures(question), *_of_people(question), *_of_others(question)):
        values.setdefault(value.thing.casefold(), value)
    if (stage := STAGE.search(question)) and (of_it := _OF_STAGE.get((stage[1] or stage[2]).lower())):
        low, high = of_it
        values.setdefault("egfr", StatedValue(thing="eGFR", printed=stage[0], unit="", low=low, high=high))
    return tuple(values.values())


def mentions(text: str) -> list[tuple[int, int, Measure]]:
    """Where the measures are named in a text, by start and end, in the order of the text."""
    taken: list[tuple[int, int, Measure]] = []
    for measure in MEASURES:
        for found in measure.written.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end, _ in taken):
                taken.append((found.start(), found.end(), measure))
    return sorted(taken, key=lambda mention: mention[0])


def leading_words(question: str) -> str:
    """What stands between the measures a question names and their values: "has fallen from 52 to" of an eGFR.

    It tells of the value, which is compared as a number, and of nothing else.
    """
    return " ".join(
        led[0]
        for _, end, _ in mentions(question)
        if (led := _LED_UP_TO_A_VALUE.match(question, end)) is not None
    )


def unit_at(text: str, end: int) -> str:
    """The unit after a number that ends here, in the singular; empty where none follows."""
    unit = UNIT_AFTER_NUMBER.match(text, end)
    return unit[1].rstrip("s").replace("umol", "µmol") if unit else ""


def _exact(thing: str, printed: str, unit: str) -> StatedValue:
    return StatedValue(thing=thing, printed=printed, unit=unit, low=number(printed), high=number(printed))


def _within(thing: str, found: Range, text: str) -> StatedValue:
    # "An eGFR of 45-30" is written downwards.
    low, high = sorted((found.low, found.high))
    printed = text[found.start : found.end]
    return StatedValue(thing=thing, printed=printed, unit=unit_at(text, found.end), low=low, high=high)


def _of_measures(question: str) -> Iterator[StatedValue]:
    spans = list(ranges(question))
    for start, end, measure in mentions(question):
        value = _at(question, start, end, measure.name, spans)
        if value is not None and (not value.unit or not measure.units or value.unit in measure.units):
            yield value


def _at(question: str, start: int, end: int, name: str, spans: Sequence[Range]) -> StatedValue | None:
    """The value of a measure named from ``start`` to ``end``: the one it has now, or the range it lies within."""
    if changed := _CHANGED.match(question, end):
        if _AIMED.search(question[:start]):
            return _exact(name, changed[1], unit_at(question, changed.end(1)))
        if _CHANGING.search(changed[0]) or number(changed[1]) > number(changed[2]):
            return _exact(name, changed[2], unit_at(question, changed.end(2)))
    for one in spans:
        # "Below an eGFR of 30" has the name in its midst.
        is_around = one.start <= start < one.end
        is_led_to = end <= one.start and _LED_UP.fullmatch(question, end, one.start)
        if one.low != one.high and (is_around or is_led_to):
            return _within(name, _narrowed(one, spans, question), question)
    found = _AFTER_NAME.match(question, end)
    return _exact(name, found[1], unit_at(question, found.end(1))) if found else None


def _narrowed(one: Range, spans: Sequence[Range], text: str) -> Range:
    """A range that is open on one side, closed by the limit right after it where there is one."""
    for other in spans:
        low, high = max(one.low, other.low), min(one.high, other.high)
        if (
            math.isinf(one.low) != math.isinf(other.low)
            and low < high
            and one.end <= other.start
            and _AND_ALSO.fullmatch(text, one.end, other.start)
        ):
            return replace(one, low=low, high=high, end=other.end)
    return one


def _of_people(question: str) -> Iterator[StatedValue]:
    named = mentions(question)
    spans = list(ranges(question))
    for found in _AGE.finditer(question):
        place = next(place for place in (1, 2, 3) if found[place])
        # "An eGFR at 40" is no age.
        if not any(0 <= found.start() - end <= 1 for _, end, _ in named):
            yield _exact("age", found[place], "")
    for one in spans:
        if _SOMEBODY.search(question[: one.start]) and unit_at(question, one.end) in ("", "year"):
            yield _within("age", one, question)
    for found in _WEIGHT.finditer(question):
        within = next((one for one in spans if one.start <= found.start(1) and one.end == found.end(1)), None)
        yield _within("weight", within, question) if within else _exact("weight", found[1], "kg")


def _of_others(question: str) -> Iterator[StatedValue]:
    named = mentions(question)
    spans = {one.start: one for one in ranges(question)}
    for found in _OTHERWISE_NAMED.finditer(question):
        is_named = any(
            start <= found.start(1) < end or start < found.end(1) <= end for start, end, _ in named
        )
        if found[1].lower() in _NO_NAME or is_named:
            continue
        within = spans.get(found.start("sign"))
        thing = found[1].lower()
        unit = unit_at(question, found.end("value"))
        yield _within(thing, within, question) if within else _exact(thing, found["value"], unit)
