"""FHIR's dates and instants, which may be as coarse as a year.

Source: FHIR R4, section 2.24.0.1, primitive types ``date``, ``dateTime`` and ``instant``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from curbside.patient.readers.fhir.element import Element

_WRITTEN: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?P<time>T\d{2}:\d{2}.*)?)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Moment:
    """When something was, as far as the record says: ``first`` and ``last`` differ where it says only the month.

    ``instant`` is None unless it is known to the day; a day without a time is taken at its start, in UTC, and so is a
    time without a zone.
    """

    first: date
    last: date
    instant: datetime | None


def moment_written(text: str) -> Moment | None:
    """None when it is no date of FHIR's."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    try:
        if found["time"]:
            instant = datetime.fromisoformat(text)
            instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
            return Moment(first=instant.date(), last=instant.date(), instant=instant)
        year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
        if day:
            the_day = date(year, month, day)
            start = datetime(year, month, day, tzinfo=UTC)
            return Moment(first=the_day, last=the_day, instant=start)
        last_month = month or 12
        last = date(year, last_month, monthrange(year, last_month)[1])
        return Moment(first=date(year, month or 1, 1), last=last, instant=None)
    except ValueError:
        return None


def moment(element: Element, name: str) -> Moment | None:
    """The date in a field; a field that holds something else is one of the element's faults."""
    if not (text := element.text(name)):
        return None
    if not (found := moment_written(text)):
        element.fault(name)
    return found


def day(element: Element, name: str) -> date | None:
    """A date known to the day; None for a coarser one."""
    found = moment(element, name)
    return found.first if found and found.first == found.last else None


def begin(element: Element, *names: str) -> date | None:
    """The first day that the first of these fields may mean. A Period's is its start."""
    return next((found for name in names if (found := _begin(element, name))), None)


def end(element: Element, *names: str) -> date | None:
    """The last day that the first of these fields may mean. A Period's is its end."""
    return next((found for name in names if (found := _end(element, name))), None)


def _begin(element: Element, name: str) -> date | None:
    if name.endswith("Period"):
        element, name = element.element(name), "start"
    found = moment(element, name)
    return found.first if found else None


def _end(element: Element, name: str) -> date | None:
    if name.endswith("Period"):
        element, name = element.element(name), "end"
    found = moment(element, name)
    return found.last if found else None
