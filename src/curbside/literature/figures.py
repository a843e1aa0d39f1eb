"""What two wordings of one finding must agree on: their numbers, their units, and whether they say no.

A plain wording, a translation or a summary may use other words. A number that the first does not have, a number
with another unit, or a "not" that was lost makes it another claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# The 3 of "D3" is part of a name; the comma of "4,000" belongs to the number, that of "600, or" does not.
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:,\d{3})*(?:\.\d+)?")

_UNIT_WORDS = (
    *("%", "IU", "U", "ng/mL", "nmol/L", "pmol/L", "mmol/L", "µmol/L", "umol/L", "pg/mL", "mcg/mL", "mg/dL"),
    *("mg/L", "mg", "mcg", "µg", "ug", "g", "kg", "mL/min", "mL", "L", "mmol", "hours?", "days?", "weeks?"),
    *("months?", "years?", "minutes?"),
)
UNIT_AFTER_NUMBER = re.compile(rf"[ -]?({'|'.join(_UNIT_WORDS)})(?![A-Za-z/])")
"""A unit right after a number, as its first group."""

_UNIT_BEGUN = re.compile(rf"[ -]?({'|'.join(_UNIT_WORDS)})(?![A-Za-z])")
_TO_ANOTHER = re.compile(r"(?: (?:to|or|and) |[-–])\d[\d,.]*\d|(?: (?:to|or|and) |[-–])\d")

_SPELLINGS = {"umol/L": "µmol/L", "ug": "µg", "mcg": "µg", "mcg/mL": "µg/mL"}

_NEGATIVE = re.compile(
    r"\b(?:no|not|never|neither|nor|none|cannot|without|nothing|nobody|unchanged|unlikely|fail(?:s|ed)?"
    r"|absen(?:t|ce)|contraindicated|incompletely|advis(?:e[sd]?|ing) against|suggest(?:s|ed)? against"
    r"|against (?:\w+ing|use|its use|routine)|recommends? against|avoid(?:s|ed|ing)?|exclud(?:e[sd]?|ing)"
    r"|non-?significant|uncontrolled|unblinded|uncertain|unclear|untested|unproven)\b|n['’]t\b",
    re.IGNORECASE,
)

_SAME = re.compile(
    r"\b(?:similar(?:ly)?|comparabl[ey]|equivalent|equal(?:ly)?|identical|alike|the same|as (?:effective|good|safe) as"
    r"|(?:non-?|in)significant(?:ly)?|ineffective|fail(?:ed|s) to)\b",
    re.IGNORECASE,
)


def numbers(text: str) -> frozenset[str]:
    """The numbers written in ``text``, one spelling each: ``4,000`` is ``4000`` and ``0.50`` is ``0.5``."""
    return frozenset(_one_spelling(found) for found in _NUMBER.findall(text))


def quantities(text: str) -> frozenset[tuple[str, str]]:
    """The numbers of ``text`` that have a unit, each with it in one spelling: ``600 IU`` is ``("600", "IU")``.

    A time counts as a unit, in the singular: ``12 weeks`` is ``("12", "week")``.
    """
    return frozenset((_one_spelling(number), unit) for number, unit in measured(text) if unit)


def measured(text: str) -> Iterator[tuple[str, str]]:
    """Every number as it is printed, in order, with its unit as in `quantities`; empty where none follows."""
    for number in _NUMBER.finditer(text):
        unit = UNIT_AFTER_NUMBER.match(text, number.end())
        yield number[0], _one_unit(unit[1]) if unit else ""


def measured_at(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Every number, in one spelling, with its unit as in `quantities`, from where it starts to where it ends.

    The first of "15 to 29 mL/min/1.73 m2" is in mL/min as well.
    """
    for number in _NUMBER.finditer(text):
        to = _TO_ANOTHER.match(text, number.end())
        unit = _UNIT_BEGUN.match(text, to.end() if to else number.end())
        yield number.start(), number.end(), _one_spelling(number[0]), _one_unit(unit[1]) if unit else ""


def differing_units(text: str, other: str) -> tuple[str, ...]:
    """Where ``other`` gives a number of ``text`` another unit, in a sentence each; a unit left out is no other unit."""
    units: dict[str, set[str]] = {}
    for number, unit in quantities(text):
        units.setdefault(number, set()).add(unit)
    return tuple(
        f"{number} is in {unit} here, and in {' and '.join(sorted(units[number]))} in 'text'"
        for number, unit in sorted(quantities(other))
        if number in units and unit not in units[number]
    )


def is_negated(text: str) -> bool:
    """Does the text say no to something, in a word of refusing, lacking or ruling out?"""
    return _NEGATIVE.search(text) is not None


def says_same(text: str) -> bool:
    """Does the text say that things did not differ, without a "not": similar, comparable, unlikely to?"""
    return _SAME.search(text) is not None


@lru_cache(maxsize=4096)
def _one_spelling(number: str) -> str:
    whole, _, fraction = number.replace(",", "").partition(".")
    return f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole


def _one_unit(printed: str) -> str:
    name = printed.rstrip("s") if printed[0].islower() and len(printed) > 3 else printed
    return _SPELLINGS.get(name, name)
