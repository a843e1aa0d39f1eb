"""A share or a multiple in words is one that is printed, or that two printed figures make: half, doubled, a third."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from curbside.verification.comparison import Held, Mismatch
from curbside.verification.figures import Figure, Part, Share, figures, parts_of, shares

_EXACT: Final = Decimal("0.02")
_ROUGH: Final = Decimal("0.15")
_HUNDRED: Final = Decimal(100)


class SharesAreCarried:
    """``Half`` is 50%, and may not be 48%; ``nearly half`` may."""

    name = "shares"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        printed = figures(held.quoted.text)
        told = {(round(one.value), one.unit) for one in shares(held.quoted.text)}
        told |= {(round(part), "%") for part in parts_of(held.quoted.text)}
        for share in shares(held.claim.text):
            if (round(share.value), share.unit) not in told and not _is_printed(share, printed):
                shown = f"{round(share.value)}{share.unit if share.unit == '%' else '-fold'}"
                return Mismatch(f"no quote of it says {shown}", conflict=bool(printed))
        return None


def _is_printed(share: Share, printed: Sequence[Figure]) -> bool:
    as_ratio = share.value if share.unit == "fold" else share.value / _HUNDRED
    leeway = (_ROUGH if share.is_rough else _EXACT) * as_ratio
    if any(abs(ratio - as_ratio) <= leeway for one in printed for ratio in _as_ratios(one, share)):
        return True
    return share.unit == "fold" and _is_of_two(as_ratio, leeway, printed)


def _as_ratios(one: Figure, share: Share) -> Sequence[Decimal]:
    if one.unit == "%":
        return (one.value / _HUNDRED + (1 if share.unit == "fold" else 0),)
    if one.is_of_ratio:
        # A ratio of 0.50 is half, and half less.
        return (one.value,) if share.unit == "fold" else (one.value, abs(1 - one.value))
    return (one.value,) if one.unit in {"times", "fold"} or one.part is Part.ESTIMATE else ()


def _is_of_two(as_ratio: Decimal, leeway: Decimal, printed: Sequence[Figure]) -> bool:
    """Is it what one printed figure is of another: 40% are twice 20%?"""
    values = {(one.unit, one.value) for one in printed if one.part is Part.NUMBER and one.value > 0}
    return any(
        unit == other and abs(more / less - as_ratio) <= leeway
        for unit, more in values
        for other, less in values
        if more > less
    )
