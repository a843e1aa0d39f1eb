"""A patient as one row: a column an input, with its value as a person writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from curbside.patient.record import Answer, PatientRecord

_QUANTITY: Final = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>\S.*)?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES: Final = frozenset({"true", "yes"})
_NO: Final = frozenset({"false", "no"})
_BORN: Final = "born"
_GIVEN_ON: Final = "_on"


def record_of_row(values: Mapping[str, str], *, id: str = "row") -> PatientRecord:  # noqa: A002
    """The record that a row makes: ``level: 34 ng/mL`` answers the input ``level``.

    ``born`` is the birth date, ``sex`` the administrative gender too, and ``level_on`` the day that ``level`` was
    found. An empty value is no answer.
    """
    days = {name: _day(text) for name, text in values.items() if name.endswith(_GIVEN_ON)}
    answers = [
        _answer(name, text.strip(), days.get(f"{name}{_GIVEN_ON}"))
        for name, text in values.items()
        if text.strip() and name != _BORN and name.removesuffix(_GIVEN_ON) not in values.keys() - {name}
    ]
    return PatientRecord(
        id=id, born_on=_day(values.get(_BORN, "")), sex=values.get("sex", ""), answers=tuple(answers)
    )


def _answer(name: str, text: str, given_on: date | None) -> Answer:
    if text.lower() in _YES | _NO:
        return Answer(name=name, value=text.lower() in _YES, given_on=given_on)
    if (day := _day(text)) is not None:
        return Answer(name=name, value=day, given_on=given_on)
    if quantity := _QUANTITY.fullmatch(text):
        unit = (quantity["unit"] or "").strip()
        return Answer(name=name, value=Decimal(quantity["number"]), unit=unit, given_on=given_on)
    return Answer(name=name, value=text, given_on=given_on)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:
        return None
