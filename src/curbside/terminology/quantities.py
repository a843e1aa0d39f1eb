"""Exact conversions between the units that this literature prints.

Every factor is exact by definition but those of vitamin D, which are stated: 40 IU are 1 µg (Institute of Medicine,
Dietary Reference Intakes for Calcium and Vitamin D, 2011), and of 25-hydroxyvitamin D 1 ng/mL is taken as 2.5 nmol/L
(the same).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

_SPELLINGS: Final = {
    "mcg": "µg",
    "μg": "µg",
    "ug": "µg",
    "ml": "mL",
    "dl": "dL",
    "l": "L",
    "μmol": "µmol",
    "umol": "µmol",
    "μL": "µL",
    "ul": "µL",
    "gram": "g",
    "milligram": "mg",
    "microgram": "µg",
    "kilogram": "kg",
    "liter": "L",
    "litre": "L",
    "millilitre": "mL",
    "milliliter": "mL",
    "UI": "IU",
    "international unit": "IU",
    "unit": "U",
    "sec": "second",
    "s": "second",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "yr": "year",
    "percent": "%",
    "per cent": "%",
    "mm Hg": "mmHg",
    "cc": "mL",
    "points": "point",
    "percentage points": "percentage point",
    "percentage-point": "percentage point",
    "percentage-points": "percentage point",
}

_FACTORS: Final[dict[str, tuple[str, str]]] = {
    "kg": ("mass", "1e9"),
    "g": ("mass", "1e6"),
    "mg": ("mass", "1e3"),
    "µg": ("mass", "1"),
    "ng": ("mass", "1e-3"),
    "pg": ("mass", "1e-6"),
    "L": ("volume", "1e3"),
    "dL": ("volume", "1e2"),
    "mL": ("volume", "1"),
    "µL": ("volume", "1e-3"),
    "mol": ("substance", "1e9"),
    "mmol": ("substance", "1e6"),
    "µmol": ("substance", "1e3"),
    "nmol": ("substance", "1"),
    "pmol": ("substance", "1e-3"),
    "km": ("length", "1e6"),
    "m": ("length", "1e3"),
    "cm": ("length", "10"),
    "mm": ("length", "1"),
    "Hz": ("frequency", "1"),
    "kHz": ("frequency", "1e3"),
    "MHz": ("frequency", "1e6"),
    "ms": ("time", "1e-3"),
    "second": ("time", "1"),
    "minute": ("time", "60"),
    "hour": ("time", "3600"),
    "day": ("time", "86400"),
    "week": ("time", "604800"),
    "month": ("calendar", "1"),
    "year": ("calendar", "12"),
}
_FACTORS_IN_RECORDS: Final[dict[str, tuple[str, str]]] = {
    **_FACTORS,
    "lb": ("mass", "453592370"),
    "oz": ("mass", "28349523.125"),
    "in": ("length", "25.4"),
    "ft": ("length", "304.8"),
}
"""Also units that in running text are other words: in, oz."""
_RECORDED: Final = {
    "[lb_av]": "lb",
    "lbs": "lb",
    "pound": "lb",
    "pounds": "lb",
    "[oz_av]": "oz",
    "[in_i]": "in",
    "inch": "in",
    "inches": "in",
    "[ft_i]": "ft",
    "mm[Hg]": "mmHg",
    "[iU]": "IU",
    "[IU]": "IU",
    "a": "year",
    "y": "year",
    "Cel": "°C",
    "1": "1",
    "10*3": "10^3",
    "10*6": "10^6",
    "10*9": "10^9",
    "10*12": "10^12",
    "kg/m^2": "kg/m2",
    "kg/m²": "kg/m2",
}
"""UCUM's codes, and what people print, for units that this literature writes otherwise."""
_OF_SURFACE: Final = re.compile(r"(?:/|per)[{\[(]?1[.]73[._]?m(?:\^?2|²)[}\])]?", re.IGNORECASE)
"""What a clearance is given for, as people print it, without spaces."""
_ANNOTATION: Final = re.compile(r"\{[^{}]*\}")
_DIMENSIONLESS: Final = "1"
_IN_CAPITALS: Final = {
    unit.upper(): unit
    for unit in (
        "kg",
        "g",
        "mg",
        "µg",
        "ng",
        "pg",
        "dL",
        "mL",
        "µL",
        "mol",
        "mmol",
        "µmol",
        "nmol",
        "pmol",
        "cm",
        "mmHg",
    )
} | {"UG": "µg", "MCG": "µg", "UL": "µL", "UMOL": "µmol", "MIN": "minute", "MM[HG]": "mmHg", "[IU]": "IU"}
"""As UCUM writes units where case does not count, and as older laboratory systems do."""
_SIGNIFICANT: Final = Context(prec=15, rounding=ROUND_HALF_EVEN)
_OF_TIME: Final = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_SHORTEST_PLURAL: Final = 3

IU_IN_MICROGRAM: Final = Decimal(40)
"""Of vitamin D."""
NANOMOLES_PER_NANOGRAM: Final = Decimal("2.5")
"""Of 25-hydroxyvitamin D: nmol/L in a ng/mL."""


class Amount(NamedTuple):
    """A magnitude in the base unit of its dimension: two amounts are equal when they are the same quantity."""

    dimension: str
    magnitude: Decimal


def unit_named(printed: str) -> str:
    """One spelling of a unit: ``mcg`` is ``µg``, ``weeks`` is ``week``; as printed where it is not known."""
    parts = [_one_spelling(part.strip()) for part in printed.split("/")]
    return "/".join(parts)


def is_time(unit: str) -> bool:
    """Does it measure time?"""
    return unit in _OF_TIME


@lru_cache(maxsize=4096)
def amount(value: Decimal, unit: str) -> Amount:
    """A quantity in base units. One whose unit is not known is equal only to itself in that unit."""
    return _amount(value, unit, _FACTORS)


def _amount(value: Decimal, unit: str, factors: Mapping[str, tuple[str, str]]) -> Amount:
    dimension, magnitude = "", value
    for place, part in enumerate(unit.split("/")):
        of, factor = factors.get(part, (part, "1"))
        dimension += f"/{of}" if place else of
        magnitude = magnitude / Decimal(factor) if place else magnitude * Decimal(factor)
    return Amount(dimension, magnitude.normalize())


def of_vitamin_d(value: Decimal, unit: str) -> tuple[Decimal, str] | None:
    """The same amount of vitamin D, or of 25-hydroxyvitamin D in blood, in the other unit it is given in."""
    first, _, rest = unit.partition("/")
    if first == "IU" and rest != "mL":
        return value / IU_IN_MICROGRAM, f"µg/{rest}".rstrip("/")
    if unit == "ng/mL":
        return value * NANOMOLES_PER_NANOGRAM, "nmol/L"
    return None


def _one_spelling(unit: str) -> str:
    if unit in _SPELLINGS:
        return _SPELLINGS[unit]
    singular = unit[:-1] if unit.endswith("s") and len(unit) > _SHORTEST_PLURAL else unit
    singular = _SPELLINGS.get(singular, singular)
    return singular if singular in _FACTORS or singular in _SPELLINGS.values() else unit


def converted(value: Decimal, unit: str, into: Iterable[str]) -> tuple[Decimal, str] | None:
    """The quantity in the first of these units that it can be exactly given in; its own spelling of a unit first.

    UCUM codes and what laboratories print are both read. None when there is no such unit: a mass is never made an
    amount of substance, which needs to know of what. The result has 15 significant digits, halves to even.
    """
    named = _in_record(unit)
    units = tuple(into)
    for wanted in units:
        if _in_record(wanted) == named:
            return value, wanted
    given = _amount(value, named, _FACTORS_IN_RECORDS)
    for wanted in units:
        target = _amount(Decimal(1), _in_record(wanted), _FACTORS_IN_RECORDS)
        if given.dimension == target.dimension:
            return _SIGNIFICANT.divide(given.magnitude, target.magnitude), wanted
    return None


@lru_cache(maxsize=4096)
def _in_record(unit: str) -> str:
    """One spelling of a unit in a record.

    What UCUM writes in braces is a remark on the unit, but for the body surface that a clearance is given for.
    """
    text = "".join(unit.split()).replace("**", "^")
    text = _OF_SURFACE.sub("/surface", text)
    text = _ANNOTATION.sub("", text) or _DIMENSIONLESS
    text = _RECORDED.get(text, text)
    parts = [_RECORDED.get(part, _one_spelling(part)) for part in text.split("/")]
    parts = [_IN_CAPITALS.get(part, part) for part in parts]
    return "/".join(part or _DIMENSIONLESS for part in parts)
