"""Lengths of time on the calendar: three months after 30 November is the last day of February."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from curbside.pathway.definition import Period

_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}


def later(day: date, period: Period) -> date:
    """The day that lies this period after; the last of the month where the month has no such day."""
    return _moved(day, period, 1)


def earlier(day: date, period: Period) -> date:
    """The day that lies this period before; the last of the month where the month has no such day."""
    return _moved(day, period, -1)


def completed_years(born_on: date, day: date) -> int:
    """Age in years; who was born on 29 February comes of age on 1 March of other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _moved(day: date, period: Period, sign: int) -> date:
    """Never beyond the first and the last day that there are: a period may be longer than the calendar."""
    beyond = date.max if sign > 0 else date.min
    if period.unit in _DAYS:
        try:
            return day + timedelta(days=sign * period.count * _DAYS[period.unit])
        except OverflowError:
            return beyond
    months = day.year * 12 + day.month - 1 + sign * period.count * _MONTHS[period.unit]
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        return beyond
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
