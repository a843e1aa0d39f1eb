"""The values a question gives of a person: an eGFR of 25, an age of 82, a weight of 60 kg.

A rule for one value may be dangerous at another, so these are read by their names and not left to the search, for
which ``82`` is a word like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.literature.figures import UNIT_AFTER_NUMBER

NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"


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
    _measure("creatinine", r"\b(?:creatinine(?! clearance)|SCr|Cr)\b", "mg/dL", "µmol/L", "umol/L"),
    _measure("age", r"\b(?:ages?|aged|(?:people|adults?|(?:wo)?m[ae]n|patients|person) of(?= \d))\b", "year"),
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

_CONVERTED: Final = {("µmol/L", "mg/dL"): 1 / 88.4, ("nmol/L", "ng/mL"): 1 / 2.496}
"""Of creatinine and of 25(OH)D, the only ones measured here in either: by their molar masses."""

_AGE = re.compile(
    r"\b(\d{1,3})[ -]?(?:years?[ -]old|y/?o|yr[ -]old)\b"
    r"|\b(?:I am|I'm|she is|he is|who is) (\d{2,3})\b(?! ?(?:mg|kg|mL|mL/min|IU|%))"
    r"|\bat (\d{2,3})\b(?!\.\d)(?! ?(?:mg|kg|mL|IU|%|to\b|hours?|days?|weeks?|months?|years? of))",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"\b(\d{2,3}(?:\.\d+)?) ?kg\b", re.IGNORECASE)
_AFTER_NAME = re.compile(
    rf"\s*(?:level\s+)?(?:of|is|at|was|=|:|<|>)?\s*(?:exactly\s+|only\s+|just\s+)?({NUMBER})(?![\d.,]*\d|\s?(?:to\b|[-–]\s?\d|mg\b(?!/)))"
)
_OTHERWISE_NAMED = re.compile(
    rf"(?<![\w/])([A-Za-z\d][\w()]*)\s+(?:level\s+)?(?:of|is|was|=|<|>)\s+({NUMBER})(?![\d.,]*\d|\s?(?:to\b|-|–))"
)
_NO_NAME = frozenset(
    "a an the at to of in is was and or for with on than over under age aged about dose doses cap".split()
)

STAGE: Final = re.compile(
    r"\b(?:CKD|chronic kidney disease)(?: \(CKD\))?,? (?:of )?(?:stage |G)?([345][ab]?)\b"
    r"|\bstage ([345][ab]?) (?:CKD|chronic kidney|kidney|renal)\b",
    re.IGNORECASE,
)
"""A stage of chronic kidney disease from 3 on, in the first group or the second."""
_WITHIN_STAGE: Final = {"3a": "52", "3b": "37", "4": "22", "5": "10"}
"""An eGFR in the middle of a stage of chronic kidney disease, in mL/min/1.73 m2, by the bands of KDIGO (2012)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedValue:
    """A value that a question gives: what it is of, a name of `MEASURES` or a word of the question in lower case.

    ``unit`` is empty when none is given.
    """

    thing: str
    printed: str
    unit: str

    @property
    def value(self) -> float:
        """The number printed."""
        return number(self.printed)

    def in_unit(self, unit: str) -> float | None:
        """The value in a unit, for comparing; None where it cannot be put in it. A unit left out is no other unit."""
        if not unit or not self.unit or unit == self.unit:
            return self.value
        if (factor := _CONVERTED.get((self.unit, unit))) is not None:
            return self.value * factor
        if (factor := _CONVERTED.get((unit, self.unit))) is not None:
            return self.value / factor
        return None


def stated_values(question: str) -> tuple[StatedValue, ...]:
    """The values of a question. Numbers of nothing that is named are left out.

    A stage of chronic kidney disease stands for an eGFR within it; stage 3 undivided is too wide to.
    """
    values: dict[str, StatedValue] = {}
    for thing, printed, end in (*_of_measures(question), *_of_people(question), *_of_others(question)):
        values.setdefault(
            thing.casefold(), StatedValue(thing=thing, printed=printed, unit=unit_at(question, end))
        )
    if (stage := STAGE.search(question)) and (within := _WITHIN_STAGE.get((stage[1] or stage[2]).lower())):
        values.setdefault("egfr", StatedValue(thing="eGFR", printed=within, unit=""))
    return tuple(values.values())


def mentions(text: str) -> list[tuple[int, int, Measure]]:
    """Where the measures are named in a text, by start and end, in the order of the text."""
    taken: list[tuple[int, int, Measure]] = []
    for measure in MEASURES:
        for found in measure.written.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end, _ in taken):
                taken.append((found.start(), found.end(), measure))
    return sorted(taken, key=lambda mention: mention[0])


def number(printed: str) -> float:
    """A number as it is printed, with or without commas."""
    return float(printed.replace(",", ""))


def unit_at(text: str, end: int) -> str:
    """The unit after a number that ends here, in the singular; empty where none follows."""
    unit = UNIT_AFTER_NUMBER.match(text, end)
    return unit[1].rstrip("s").replace("umol", "µmol") if unit else ""


def _of_measures(question: str) -> Iterator[tuple[str, str, int]]:
    for _, end, measure in mentions(question):
        if found := _AFTER_NAME.match(question, end):
            unit = unit_at(question, found.end(1))
            if not unit or not measure.units or unit in measure.units:
                yield measure.name, found[1], found.end(1)


def _of_people(question: str) -> Iterator[tuple[str, str, int]]:
    named = mentions(question)
    for found in _AGE.finditer(question):
        place = next(place for place in (1, 2, 3) if found[place])
        # "An eGFR at 40" is no age.
        if not any(0 <= found.start() - end <= 1 for _, end, _ in named):
            yield "age", found[place], len(question)
    for found in _WEIGHT.finditer(question):
        yield "weight", found[1], found.end(1)


def _of_others(question: str) -> Iterator[tuple[str, str, int]]:
    named = mentions(question)
    for found in _OTHERWISE_NAMED.finditer(question):
        is_named = any(
            start <= found.start(1) < end or start < found.end(1) <= end for start, end, _ in named
        )
        if found[1].lower() not in _NO_NAME and not is_named:
            yield found[1].lower(), found[2], found.end(2)
