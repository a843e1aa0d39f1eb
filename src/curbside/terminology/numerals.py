"""A number as clinical texts print it: ``1,204``, ``0·84``, ``.05``, ``−3.4`` with any of five dashes for a minus."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

MINUSES: Final = "-−–‐‑"
"""A hyphen, a minus and three more that typesetters use for one."""


def number_of(printed: str) -> Decimal:
    """Its value, to as many places as are printed: ``0.90`` keeps its nought.

    A comma or a space groups thousands. Raises `decimal.InvalidOperation` for what is no number.
    """
    digits = printed.replace("·", ".").replace(",", "").replace(" ", "").lstrip("+")
    return -Decimal(digits[1:]) if digits[:1] and digits[0] in MINUSES else Decimal(digits)
