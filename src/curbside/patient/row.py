"""A patient as one row: a column an input, with its value as a person writes it."""

from __future__ import annotations

from collections.abc import Mapping

from curbside.patient.answers import said_in
from curbside.patient.record import Answer, PatientRecord

NOTHING = frozenset({"", "null", "~"})
"""How a row says that it has no answer."""


def record_of_row(values: Mapping[str, str], *, id: str = "row") -> PatientRecord:  # noqa: A002
    """The record that a row makes: ``level: 34 ng/mL`` answers the input ``level``.

    ``born`` is the birth date, ``sex`` the administrative gender too, and ``level_on`` the day that ``level`` was
    found. An empty value is no answer. Values stay text: only a pathway knows what kind of value an input has.
    """
    said = said_in(
        Answer(name=name, value=text.strip()) for name, text in values.items() if text.strip() not in NOTHING
    )
    return PatientRecord(
        id=id,
        born_on=said.born_on,
        sex=said.sex,
        died=said.died,
        answers=said.answers,
        remarks=said.remarks,
    )
