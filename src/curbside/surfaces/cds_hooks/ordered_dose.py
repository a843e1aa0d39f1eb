"""The dose that an order asks for, and whether it is the one that a pathway advises.

A dose is compared only where both are written as numbers with units that have an exact conversion; where they are not,
that is said, and nothing is taken for agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from curbside.pathway.definition import Dose, Period
from curbside.surfaces.cds_hooks.request import Resource
from curbside.terminology.quantities import converted

_UCUM_SPELLINGS: Final = {"[iU]": "IU", "[IU]": "IU", "ug": "µg"}
_DAYS: Final = {"h": Decimal(1) / 24, "d": Decimal(1), "wk": Decimal(7)}
_DAYS_OF: Final = {"day": Decimal(1), "week": Decimal(7)}
_CODED_TIMES: Final[dict[str, tuple[int, int, str]]] = {
    "QD": (1, 1, "d"),
    "BID": (2, 1, "d"),
    "TID": (3, 1, "d"),
    "QID": (4, 1, "d"),
    "QOD": (1, 2, "d"),
    "WK": (1, 1, "wk"),
}
"""Codes of FHIR's value set of timing abbreviations that mean so many times in so much."""


class Agreement(Enum):
    """How an ordered dose stands to an advised one."""

    SAME = "the same"
    SAME_TOTAL = "the same in all, in other portions"
    OTHER = "another"
    UNKNOWN = "cannot be compared"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OrderedDose:
    """So much, from ``amount`` to ``most``, so many ``times`` in ``days``."""

    amount: Decimal
    most: Decimal
    unit: str
    times: Decimal
    days: Decimal

    def agreement(self, advised: Dose) -> Agreement:
        """Each portion and how often it is taken; a range must lie in the range advised."""
        lowest, highest = self._in(advised.unit, self.amount), self._in(advised.unit, self.most)
        often = days_of(advised.every)
        if lowest is None or highest is None or often is None:
            return Agreement.UNKNOWN
        least, most = Decimal(advised.amount), Decimal(advised.most or advised.amount)
        advised_rate, ordered_rate = Decimal(advised.times) / often, self.times / self.days
        if advised_rate == ordered_rate:
            return Agreement.SAME if least <= lowest and highest <= most else Agreement.OTHER
        in_all = lowest * ordered_rate, highest * ordered_rate
        fits = least * advised_rate <= in_all[0] and in_all[1] <= most * advised_rate
        return Agreement.SAME_TOTAL if fits else Agreement.OTHER

    def daily(self, unit: str) -> Decimal | None:
        """The most that is taken in a day, in this unit; None where it has no exact conversion."""
        highest = self._in(unit, self.most)
        return None if highest is None else highest * self.times / self.days

    def _in(self, unit: str, amount: Decimal) -> Decimal | None:
        found = converted(amount, self.unit, (unit,))
        return found[0] if found else None

    def __str__(self) -> str:
        amount = f"{self.amount:f}" if self.amount == self.most else f"{self.amount:f} to {self.most:f}"
        times = {1: "once", 2: "twice"}.get(int(self.times), f"{self.times:f} times")
        period = "a day" if self.days == 1 else f"every {self.days.normalize():f} days"
        return f"{amount} {self.unit}, {times} {period}"


def ordered_dose(order: Resource) -> OrderedDose | None:
    """The dose of a MedicationRequest with one instruction in numbers; None for anything else, "as needed" included."""
    instructions = order.get("dosageInstruction")
    if not isinstance(instructions, list) or len(instructions) != 1:
        return None
    said = _object(instructions[0])
    if said.get("asNeededBoolean") or said.get("asNeededCodeableConcept"):
        return None
    amounts, times = _amounts(said), _times(_object(said.get("timing")))
    if amounts is None or times is None:
        return None
    least, most, unit = amounts
    return OrderedDose(amount=least, most=most, unit=unit, times=times[0], days=times[1])


def _amounts(said: Mapping[str, Any]) -> tuple[Decimal, Decimal, str] | None:
    rates = said.get("doseAndRate")
    if not isinstance(rates, list) or len(rates) != 1:
        return None
    rate = _object(rates[0])
    one = _quantity(rate.get("doseQuantity"))
    spread = _object(rate.get("doseRange"))
    low, high = one or _quantity(spread.get("low")), one or _quantity(spread.get("high"))
    if low is None or high is None or low[1] != high[1]:
        return None
    return low[0], high[0], low[1]


def _quantity(value: Any) -> tuple[Decimal, str] | None:
    said = _object(value)
    number = _number(said.get("value"))
    unit = said.get("code") or said.get("unit")
    if number is None or not isinstance(unit, str):
        return None
    return number, _UCUM_SPELLINGS.get(unit, unit)


def _times(timing: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    """How often in how many days."""
    repeat = _object(timing.get("repeat"))
    if not repeat.get("period"):
        return _coded_times(timing)
    frequency, period = _number(repeat.get("frequency", 1)), _number(repeat["period"])
    days = _DAYS.get(str(repeat.get("periodUnit")))
    if (
        frequency is None
        or period is None
        or days is None
        or "frequencyMax" in repeat
        or "periodMax" in repeat
    ):
        return None
    return frequency, period * days


def _coded_times(timing: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    codings = _object(timing.get("code")).get("coding")
    for coding in codings if isinstance(codings, list) else []:
        if known := _CODED_TIMES.get(str(_object(coding).get("code"))):
            return Decimal(known[0]), known[1] * _DAYS[known[2]]
    return None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() and number > 0 else None


def daily_of(dose: Dose) -> Decimal | None:
    """The least that an advised dose comes to in a day; None where its months have no one length."""
    often = days_of(dose.every)
    return None if often is None else Decimal(dose.amount) * dose.times / often


def days_of(every: Period | None) -> Decimal | None:
    """How many days: a month has no one number of them."""
    if every is None or every.unit not in _DAYS_OF:
        return None
    return every.count * _DAYS_OF[every.unit]


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
