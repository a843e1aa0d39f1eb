"""Values as SQL that DuckDB and Spark read alike."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

_APART: Final = re.compile(r"(['\\])")


def text(value: str) -> str:
    """A literal. Spark takes a doubled quote for two literals side by side and a backslash for an escape, DuckDB
    neither, so that both are named by their numbers.
    """
    parts = [part for part in _APART.split(value) if part] or [""]
    written = [f"chr({ord(part)})" if part in {"'", "\\"} else f"'{part}'" for part in parts]
    return written[0] if len(written) == 1 else f"concat({', '.join(written)})"


def number(value: Decimal) -> str:
    """A double: without the exponent both engines would take it for a decimal."""
    return f"{value:f}e0"


def day(value: date) -> str:
    return f"DATE '{value.isoformat()}'"


def point(value: Decimal | date) -> str:
    """An end of an interval."""
    return day(value) if isinstance(value, date) else number(value)


def one_of(column: str, numbers: frozenset[int]) -> str:
    """Is a whole number among these? NULL where the column is, even when there are none."""
    ordered = sorted(numbers)
    if not ordered:
        return f"({column} < 0 AND {column} > 0)"
    low, high = ordered[0], ordered[-1]
    if low == high:
        return f"{column} = {low}"
    if high - low + 1 == len(ordered):
        return f"{column} BETWEEN {low} AND {high}"
    return f"{column} IN ({', '.join(map(str, ordered))})"
