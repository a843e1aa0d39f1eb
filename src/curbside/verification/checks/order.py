"""Of two that are compared, a claim puts the same one first: more with tea than with milk, and not the other way round.

Which of the two has more is said by the words of a quote, or by the figures that it gives to each of them.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Final

from curbside.appraisal.change import changes
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.contrasts import Contrast, contrasts
from curbside.verification.names import names
from curbside.verification.owners import Owned, is_alike, owned
from curbside.verification.rows import rows
from curbside.verification.said import Said

_WAYS: Final = {1: "more", -1: "less"}


class OrderIsKept:
    """Only of comparisons that name both: what is compared with nothing named has no order to keep."""

    name = "order"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        told = contrasts(held.quoted)
        for one in contrasts(held.claim):
            if not one.way:
                continue
            alike = [other for other in told if other.way == one.way and other.judges == one.judges]
            if any(_is_crossed(one, other) for other in alike) and not any(
                _is_straight(one, other) for other in alike
            ):
                return Mismatch("its quotes compare the two the other way round", conflict=True)
            ways = set() if one.judges else _ways_of_figures(one, held.quoted)
            if ways == {-one.way}:
                return Mismatch(
                    f"its quotes have the {_WAYS[one.way]} of the two the other way round", conflict=True
                )
        return None


def _is_crossed(one: Contrast, other: Contrast) -> bool:
    """Is what each is measured against what the other is about, and both of one outcome?"""
    return bool(
        (one.reference - other.reference) & other.subject
        and (other.reference - one.reference) & one.subject
        and one.subject & other.subject
    )


def _is_straight(one: Contrast, other: Contrast) -> bool:
    return bool(one.reference & other.reference and one.subject & other.subject) and not _is_crossed(
        one, other
    )


def _ways_of_figures(one: Contrast, quoted: Said) -> set[int]:
    """Which way the figures differ that quotes give to the two, of the outcome that is compared."""
    # "Fell by 12 and by 5" has the larger figure for what is lower.
    if any(change.way for change in changes(quoted.text)):
        return set()
    in_rows = rows(quoted)
    of = one.subject - one.name
    found = set()
    for first, second in permutations(owned(quoted, in_rows), 2):
        if not is_alike(first.figure, second.figure) or not _are_of(one, first, second):
            continue
        around = [names(quoted, row.low, row.high) for row in in_rows if first.figure in row.figures]
        if of & frozenset().union(first.owners, second.owners, *around):
            difference = _signed(first) - _signed(second)
            found.add((difference > 0) - (difference < 0))
    return found


def _are_of(one: Contrast, first: Owned, second: Owned) -> bool:
    """Is the first figure that of what the comparison is about, and the second that of what it is measured against?"""
    mine, its = first.owners - second.owners, second.owners - first.owners
    return bool(mine & one.name and its & one.reference) and not (mine & one.reference or its & one.name)


def _signed(one: Owned) -> Decimal:
    return -one.figure.value if one.figure.sign == "-" else one.figure.value
