"""The statements that something rests on, each with a number, in the order in which they are first cited."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.pathway.citations import CitedPathway, CitedStatement


class Shelf:
    """Numbers statements as they are cited; the same statement keeps its number."""

    def __init__(self, cited: CitedPathway) -> None:
        self._cited = cited
        self._numbers: dict[str, int] = {}

    def marks(self, claims: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these statements and of those that must stand beside them."""
        return tuple(
            self._numbers.setdefault(one.statement.id, len(self._numbers) + 1)
            for one in self._cited.resting_on(claims)
        )

    def missing(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Those that there is no sound statement for."""
        return tuple(name for name in claims if name not in self._cited.claims)

    @property
    def cited(self) -> tuple[tuple[int, CitedStatement], ...]:
        """Every statement that was cited so far, with its number."""
        return tuple((number, self._cited.claims[name]) for name, number in self._numbers.items())
