"""A figure belongs to the arm or the outcome its quotes give it to: 37% with the drug is not 37% with placebo."""

from __future__ import annotations

import re
from typing import Final

from curbside.verification.comparison import Held, Mismatch
from curbside.verification.figures import Figure, Part, figures
from curbside.verification.said import Said

_BETWEEN: Final = re.compile(
    r"\b(?:vs\.?|versus|compared\s(?:with|to)|and|whereas|while|but|than|against)\b|[,;:.](?=\s)",
    re.IGNORECASE,
)

_IN_ORDER: Final = re.compile(r"\brespectively\b", re.IGNORECASE)
"""Then the figures stand apart from what they belong to, and nearness tells nothing."""


class FiguresStayWithTheirs:
    """Of two figures that differ, each keeps the words that only it has beside it."""

    name = "bearing"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        if _IN_ORDER.search(held.quoted.text) or _IN_ORDER.search(held.claim.text):
            return None
        printed = [one for one in figures(held.quoted.text) if one.part is Part.NUMBER]
        for figure in (one for one in figures(held.claim.text) if one.part is Part.NUMBER):
            beside = _beside(held.claim, figure)
            mine = [
                _beside(held.quoted, one)
                for one in printed
                if _alike(one, figure) and one.value == figure.value
            ]
            others = [
                _beside(held.quoted, one)
                for one in printed
                if one.unit == figure.unit and one.value != figure.value
            ]
            if not mine or not beside:
                continue
            for other in others:
                if all(own - other and beside & (other - own) and not beside & (own - other) for own in mine):
                    shown = held.claim.text[figure.start : figure.end]
                    return Mismatch(f"its quotes give {shown} to something else", conflict=True)
        return None


def _alike(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or not one.unit or not other.unit


def _beside(said: Said, figure: Figure) -> frozenset[str]:
    """What is named in the same breath as a figure: between the joining words before it and after it."""
    breaks = [(one.start(), one.end()) for one in _BETWEEN.finditer(said.text)]
    low = max((end for _, end in breaks if end <= figure.start), default=0)
    high = min((start for start, _ in breaks if start >= figure.end), default=len(said.text))
    return frozenset(
        key for token in said.tokens if low <= token.start < high and token.tells for key in token.keys
    )
