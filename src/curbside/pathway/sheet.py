"""A table's rows as bits: which are true, and which are true or unknown, for one fact about one column.

A row is what its cells are together, so the rows that are true are those whose bit is set for every column. Asking
column by column instead of cell by cell is what lets a patient's flip facts be found in a moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from curbside.pathway.definition import Row, Table
from curbside.pathway.facts import Absent, Fact, Known
from curbside.pathway.truth import Truth
from curbside.pathway.unary import UnaryTest

_Bits = tuple[int, int]
"""The rows that are true, and those that are true or unknown."""


def truth_of(test: UnaryTest, fact: Fact) -> Truth:
    """Does the test let this fact through?"""
    if isinstance(fact, Known):
        return test.of(fact.value, fact.unit)
    return test.of_missing if isinstance(fact, Absent) else test.of_undecided


class Sheet:
    """The rows of one table, each with a bit, the first with the lowest."""

    def __init__(self, table: Table) -> None:
        self.rows: Final[tuple[Row, ...]] = table.rows
        self.all: Final = (1 << len(table.rows)) - 1
        self.tests: Final[Mapping[str, list[tuple[int, UnaryTest]]]] = _by_column(table)
        self._seen: Final[dict[tuple[str, str | bool], _Bits]] = {}

    def bits(self, column: str, fact: Fact) -> _Bits:
        """Of a column that some row tests. A word's bits are kept, for words come again; a number's are not."""
        if not isinstance(fact, Known) or not isinstance(fact.value, str | bool):
            return self._bits(column, fact)
        key = (column, fact.value)
        if key not in self._seen:
            self._seen[key] = self._bits(column, fact)
        return self._seen[key]

    def _bits(self, column: str, fact: Fact) -> _Bits:
        true = maybe = self.all
        for bit, test in self.tests[column]:
            truth = truth_of(test, fact)
            if truth is not Truth.TRUE:
                true &= ~bit
            if truth is Truth.FALSE:
                maybe &= ~bit
        return true, maybe


def _by_column(table: Table) -> dict[str, list[tuple[int, UnaryTest]]]:
    tests: dict[str, list[tuple[int, UnaryTest]]] = {}
    for index, row in enumerate(table.rows):
        for column, test in row.tests.items():
            tests.setdefault(column, []).append((1 << index, test))
    return tests
