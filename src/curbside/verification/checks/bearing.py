"""A figure belongs to the arm or the outcome its quotes give it to: 37% with the drug is not 37% with placebo."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations, pairwise

from curbside.appraisal.change import changes
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.figures import Figure
from curbside.verification.owners import Owned, is_alike, owned
from curbside.verification.rows import Row, rows
from curbside.verification.said import Said


class FiguresStayWithTheirs:
    """Of two figures that differ, each keeps the names that only it has, and two in a row keep their order."""

    name = "bearing"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        claimed, printed = rows(held.claim), rows(held.quoted)
        mine, theirs = owned(held.claim, claimed), owned(held.quoted, printed)
        figure = next(
            chain(
                (one.figure for one in mine if _is_anothers(one, theirs)),
                (one.figure for one, other in combinations(mine, 2) if _are_exchanged(one, other, theirs)),
                (row.figures[0] for row in claimed if _is_reordered(row, printed, held)),
            ),
            None,
        )
        if figure is None:
            return None
        shown = held.claim.text[figure.start : figure.end]
        return Mismatch(f"its quotes give {shown} to something else", conflict=True)


def _is_anothers(one: Owned, theirs: Sequence[Owned]) -> bool:
    """Do the quotes give it, wherever they print it, to another than the claim does?"""
    same = [other for other in theirs if _is_same(one.figure, other.figure)]
    others = [
        other
        for other in theirs
        if is_alike(one.figure, other.figure) and not _is_same(one.figure, other.figure)
    ]
    return bool(same) and any(
        all(
            own.figure.unit == other.figure.unit
            and own.owners - other.owners
            and one.owners & (other.owners - own.owners)
            and not one.owners & (own.owners - other.owners)
            for own in same
        )
        for other in others
        if other.owners
    )


def _are_exchanged(one: Owned, other: Owned, theirs: Sequence[Owned]) -> bool:
    """Has each of two figures of the claim the names that only the other has in the quotes?"""
    if not is_alike(one.figure, other.figure) or _is_same(one.figure, other.figure):
        return False
    first = [own for own in theirs if _is_same(one.figure, own.figure)]
    second = [own for own in theirs if _is_same(other.figure, own.figure)]
    if len(first) != 1 or len(second) != 1:
        return False
    mine, its = one.owners - other.owners, other.owners - one.owners
    here, there = first[0].owners - second[0].owners, second[0].owners - first[0].owners
    return bool(mine & there and its & here) and not (mine & here and its & there)


def _is_reordered(row: Row, printed: Sequence[Row], held: Held) -> bool:
    """Does the claim print the figures of a row in another order, and its words in the same?"""
    values = [figure.value for figure in row.figures]
    same = [other for other in printed if sorted(values) == sorted(one.value for one in other.figures)]
    return bool(same) and all(
        row.is_ordered
        and other.is_ordered
        and values != [figure.value for figure in other.figures]
        and not (row.owners and other.owners)
        and _way(held.claim, row) == _way(held.quoted, other)
        and _are_in_order(held, row, other)
        for other in same
    )


def _way(said: Said, row: Row) -> int | None:
    """Which way the words next to a row say that its figures go."""
    ways = [one for one in changes(said.text) if row.low <= one.start < row.high]
    before = [one for one in ways if one.start < row.figures[0].start]
    told = before[-1] if before else ways[0] if ways else None
    return told.way if told else None


def _are_in_order(held: Held, row: Row, other: Row) -> bool:
    """Come the names that both rows have beside them in one order?"""
    places = [
        {
            key: token.start
            for token in reversed(said.tokens)
            if low <= token.start < high and token.tells
            for key in token.keys
        }
        for said, low, high in ((held.claim, row.low, row.high), (held.quoted, other.low, other.high))
    ]
    both = sorted(places[0].keys() & places[1].keys(), key=places[0].__getitem__)
    return all(
        places[1][one] <= places[1][next_]
        for one, next_ in pairwise(both)
        if places[0][one] < places[0][next_]
    )


def _is_same(one: Figure, other: Figure) -> bool:
    return is_alike(one, other) and one.value == other.value and one.relation == other.relation
