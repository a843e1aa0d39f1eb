"""From what is recorded to the fact it is: a number in a unit that the pathway is written in, a word, yes or no, a day.

Nothing is guessed: a number without a unit, in a unit of another dimension, or beyond what is plausible is there and
cannot be told (`Undecided`), which is not the same as not being there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from curbside.pathway.definition import Input, Kind, Origin
from curbside.pathway.engine import shown_value, with_unit
from curbside.pathway.facts import Fact, Known, Undecided
from curbside.pathway.truth import Truth
from curbside.patient.answers import YES_OR_NO, day_written
from curbside.terminology.codings import Coding
from curbside.terminology.quantities import converted

_QUANTITY: Final = re.compile(
    r"(?P<number>[+-]?\d{1,30}(?:\.\d{1,30})?)\s*(?P<unit>[^\d\s.,<>=+-].*)?", re.ASCII
)
_BOUND: Final = re.compile(r"\s*[<>≤≥]")
_SIGNIFICANT: Final = Context(prec=15, rounding=ROUND_HALF_EVEN)
_BOUNDS: Final = {"<": "below", "<=": "at or below", ">=": "at or above", ">": "above"}
_EXPECTED: Final = {
    Kind.QUANTITY: "a number with a unit",
    Kind.BOOLEAN: "yes or no",
    Kind.DATE: "a day",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recorded:
    """A value as the record has it, and where: ``source`` is the id of the resource, or says what it was read from."""

    value: Decimal | str | bool | date | None
    unit: str = ""
    comparator: str = ""
    coded: tuple[Coding, ...] = ()
    taken_on: date | None = None
    source: str


def fact_of(declared: Input, recorded: Recorded) -> Fact:
    """What the recorded value says of the input."""
    if recorded.comparator:
        bound = _BOUNDS.get(recorded.comparator, "as a bound")
        return Undecided(because=f"reported only as {bound} a limit, not as a number")
    match declared.kind:
        case Kind.QUANTITY:
            return _quantity(declared, recorded)
        case Kind.CODE:
            value: str | bool | date | None = _word(declared, recorded)
        case Kind.BOOLEAN:
            value = _yes_or_no(declared, recorded)
        case Kind.DATE:
            value = _day(recorded)
    if value is None:
        expected = _EXPECTED.get(declared.kind) or f"one of: {', '.join(declared.words)}"
        return Undecided(because=f"expected {expected}; what is recorded is something else")
    return Known(value=value, recorded=shown_value(value), taken_on=recorded.taken_on, source=recorded.source)


def word_meant(meanings: Mapping[str, tuple[Coding, ...]], coded: Iterable[Coding]) -> str | None:
    """The word that a coded value means; None when it means none, or two of them."""
    coded = tuple(coded)
    words = [
        word
        for word, codings in meanings.items()
        if any(one.covers(other) for one in codings for other in coded)
    ]
    return words[0] if len(words) == 1 else None


def _quantity(declared: Input, recorded: Recorded) -> Fact:
    value, unit = recorded.value, recorded.unit
    if isinstance(value, str):
        if _BOUND.match(value):
            return Undecided(because="given only as a limit, not as a number")
        written = _QUANTITY.fullmatch(value.strip())
        if not written:
            return Undecided(
                because=f"expected {_EXPECTED[Kind.QUANTITY]}; what is recorded is something else"
            )
        value, unit = _SIGNIFICANT.create_decimal(written["number"]), unit or (written["unit"] or "").strip()
    if isinstance(value, bool) or not isinstance(value, Decimal):
        return Undecided(because=f"expected {_EXPECTED[Kind.QUANTITY]}; what is recorded is something else")
    if not unit and declared.origin is Origin.AGE:
        unit = declared.units[0]
    expected = " or ".join(declared.units)
    found = converted(value, unit, declared.units)
    if found is None:
        came = "another unit" if unit else "no unit"
        return Undecided(because=f"recorded in {came}; expected {expected}")
    number, in_unit = found
    if declared.plausible and declared.plausible.of(number, in_unit) is not Truth.TRUE:
        return Undecided(because="what is recorded is outside what is plausible")
    return Known(
        value=number,
        unit=in_unit,
        recorded=with_unit(shown_value(value), unit),
        taken_on=recorded.taken_on,
        source=recorded.source,
    )


def _word(declared: Input, recorded: Recorded) -> str | None:
    if recorded.coded and (meant := word_meant(declared.meanings, recorded.coded)):
        return meant
    if recorded.value is None:
        return None
    text = shown_value(recorded.value) if not isinstance(recorded.value, str) else recorded.value.strip()
    if text in declared.words:
        return text
    return next((word for word in declared.words if word.casefold() == text.casefold()), None)


def _yes_or_no(declared: Input, recorded: Recorded) -> bool | None:
    if isinstance(recorded.value, bool):
        return recorded.value
    meant = word_meant(declared.meanings, recorded.coded) if recorded.coded else None
    said = meant or (recorded.value if isinstance(recorded.value, str) else "")
    return YES_OR_NO.get(said.strip().casefold())


def _day(recorded: Recorded) -> date | None:
    if isinstance(recorded.value, date):
        return recorded.value
    return day_written(recorded.value) if isinstance(recorded.value, str) else None
