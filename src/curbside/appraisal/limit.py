"""The most of a treatment that a sentence allows in a day: a maximum, a cap, an upper limit.

Whoever asks whether ten times the dose is all right has to read the limit first, and no word of the question finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from curbside.question.doses import StatedDose, doses
from curbside.terminology.quantities import Amount

_LIMITING: Final = re.compile(
    r"\b(?:highest(?: [\w-]+){0,3} (?:dose|amount)|maxim(?:um|al)|max|caps?(?: \w+)? at|capped at|at most"
    r"|(?:no|not) more than|upper (?:intake )?(?:level|limit)|ceiling|limit"
    r"|(?:not|never)(?: to)? (?:be )?exceed(?:ed)?|must not be above)\b",
    re.IGNORECASE,
)
_BEYOND: Final = re.compile(r"\bmore than $", re.IGNORECASE)
_NAMED_AFTER: Final = re.compile(
    r"[^.;:]{0,20}, [^.;:,]{0,40}\b(?:upper (?:intake )?(?:level|limit)|maximum)\b", re.IGNORECASE
)
_REACH: Final = 90
_CLAUSE: Final = re.compile(r"[;:]|\. ")


@lru_cache(maxsize=4096)
def daily_limits(text: str) -> tuple[Amount, ...]:
    """The amounts a day that a text names as the most, in order; empty where it names none.

    What is taken at one time, such as a first dose of at most 500 mg, is none unless it says how often.
    """
    return tuple(one.in_a_day for one in doses(text) if one.times_a_day is not None and _is_limit(one, text))


@lru_cache(maxsize=4096)
def daily_doses(text: str) -> tuple[Amount, ...]:
    """The amounts a day that a text names, as a rule of dose states what is taken regularly."""
    return tuple(one.in_a_day for one in doses(text) if one.times_a_day is not None)


def _is_limit(dose: StatedDose, text: str) -> bool:
    if _BEYOND.search(text[: dose.start]):
        return _NAMED_AFTER.match(text, dose.end) is not None
    before = _CLAUSE.split(text[: dose.start])[-1]
    return any(len(before) - found.end() <= _REACH for found in _LIMITING.finditer(before))


def least(amounts: Iterator[Amount] | tuple[Amount, ...], dimension: str) -> Amount | None:
    """The least of the amounts of a dimension; None where there are none."""
    return min(
        (one for one in amounts if one.dimension == dimension), key=lambda one: one.magnitude, default=None
    )
