"""A cell told twice: the values for which it is true, and those for which it is false.

Other engines have no third truth value in a table's cell, so an export writes both sides. What is on neither (a
missing value, a unit that the cell says nothing of) is unknown, and no engine can then take it for false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curbside.pathway.definition import Kind, Pathway
from curbside.pathway.truth import Truth
from curbside.pathway.unary import Span, UnaryTest, complement


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a cell is asked about: an input, or another table's output (``safety.status``)."""

    name: str
    label: str
    kind: Kind
    units: tuple[str, ...]
    words: tuple[str, ...]
    is_output: bool
    is_formula: bool

    @property
    def has_several_units(self) -> bool:
        return len(self.units) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Values on one side of a cell: intervals by unit, words, and whether a missing value is among them."""

    spans: Mapping[str, tuple[Span, ...]]
    words: tuple[str | bool, ...]
    has_missing: bool

    @property
    def is_empty(self) -> bool:
        return not any(self.spans.values()) and not self.words and not self.has_missing


def column_named(pathway: Pathway, name: str) -> Column:
    declared = pathway.inputs.get(name)
    if declared:
        return Column(
            name=name,
            label=declared.label,
            kind=declared.kind,
            units=declared.units,
            words=declared.words,
            is_output=False,
            is_formula=declared.formula is not None,
        )
    table, _, output = name.partition(".")
    return Column(
        name=name,
        label=f"{pathway.table(table).title}: {output}",
        kind=Kind.CODE,
        units=(),
        words=pathway.words_of(name),
        is_output=True,
        is_formula=False,
    )


def true_side(test: UnaryTest, column: Column) -> Side:
    """The values that the cell lets through. Not to be asked of ``-``, which lets everything through."""
    return Side(
        spans={unit: test.spans[unit] for unit in _units(column) if unit in test.spans},
        words=tuple(word for word in _words(column) if test.of(word) is Truth.TRUE),
        # Of a formula it is never said that nothing is recorded: it has a value, or it cannot be told.
        has_missing=test.of_missing is Truth.TRUE and not column.is_formula,
    )


def false_side(test: UnaryTest, column: Column) -> Side:
    """The values that the cell keeps out; empty for ``-``."""
    if test.anything:
        return Side(spans={}, words=(), has_missing=False)
    return Side(
        spans={unit: spans for unit in _units(column) if (spans := _kept_out(test, unit))},
        words=tuple(word for word in _words(column) if test.of(word) is Truth.FALSE),
        has_missing=test.of_missing is Truth.FALSE and not column.is_formula,
    )


def _kept_out(test: UnaryTest, unit: str) -> tuple[Span, ...]:
    if not test.spans:
        return (Span(),)  # `null` alone: every value that there is
    return tuple(complement(test.spans[unit])) if unit in test.spans else ()


def _units(column: Column) -> tuple[str, ...]:
    """The units that a value in this column can have; one that is empty for dates, none for words."""
    return column.units if column.kind is Kind.QUANTITY else ("",) if column.kind is Kind.DATE else ()


def _words(column: Column) -> tuple[str | bool, ...]:
    return (True, False) if column.kind is Kind.BOOLEAN else column.words
