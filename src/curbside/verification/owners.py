"""Whose a figure is: the arm, the outcome or the time its sentence gives it to, as far as that can be read.

A figure in a row has the owner that the row gives it; any other belongs to what is named in the same breath.
Where a row says nothing readable its figures have no owner: nearness would give them a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from curbside.verification.figures import Figure, Part, figures
from curbside.verification.names import names
from curbside.verification.rows import Row, key_of, times
from curbside.verification.said import Said

_BETWEEN: Final = re.compile(
    r"\b(?:vs\.?|versus|compared\s(?:with|to)|and|whereas|while|but|than|against)\b|[,;:.](?=\s)",
    re.IGNORECASE,
)
_FRONT: Final = re.compile(
    r"(?:\A|[.;,]\s|\band\s)\s*(?:in|with|on|by|for|among|under|at|after)\s[^,]{0,40}\Z", re.IGNORECASE
)
"""What comes before a comma and belongs to what follows it: ``In the tea group, 12%``."""


class Owned(NamedTuple):
    """A figure with the keys of whose it is; none where that cannot be read."""

    figure: Figure
    owners: frozenset[str]


def owned(said: Said, in_rows: Sequence[Row]) -> list[Owned]:
    """Every plain figure and p value, with its owners: those of its row, or what is named in the same breath."""
    found = []
    for figure in figures(said.text):
        if figure.part in (Part.NUMBER, Part.P_VALUE) and not said.text[figure.start].isalpha():
            known = (row.owner_of(said.text, figure) for row in in_rows)
            owners = next((one for one in known if one is not None), None)
            found.append(Owned(figure, _beside(said, figure) if owners is None else owners))
    return found


def _beside(said: Said, figure: Figure) -> frozenset[str]:
    """What is named in the same breath as a figure: between the joining words before it and after it."""
    breaks = [(one.start(), one.end()) for one in _BETWEEN.finditer(said.text)]
    low = max((end for _, end in breaks if end <= figure.start), default=0)
    high = min((start for start, _ in breaks if start >= figure.end), default=len(said.text))
    front = _FRONT.search(said.text, 0, low - 1) if said.text[low - 1 : low] == "," else None
    start = front.start() if front else low
    return names(said, start, high, telling=True) | (times(said.text, start, high) - key_of(figure))


def is_alike(one: Figure, other: Figure) -> bool:
    """Are they numbers of one kind and unit, so that one may be taken for the other?"""
    return one.part is other.part and (one.unit == other.unit or not one.unit or not other.unit)
