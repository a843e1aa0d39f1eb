"""A decision model as DMN has it: decisions, what each requires, and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class DmnHit(Enum):
    """DMN's hit policies (OMG DMN 1.3, section 8.2.8): more than a pathway has, for tables of any kind."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputClause:
    """An input column: the expression that its cells are asked about, and the test of the values that it may have."""

    expression: str
    allowed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClause:
    """An output column. ``values`` are those it can have, the first winning, and ``default`` is given without a match.

    Both empty where the table has none.
    """

    name: str
    values: str
    default: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row as written: a test for each input, an expression for each output."""

    tests: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DmnTable:
    """A decision table. ``aggregation`` is SUM, MIN, MAX or COUNT, or empty."""

    hit: DmnHit
    aggregation: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """Logic that is kept apart and called by name, with an expression for each of its parameters."""

    name: str
    bindings: Mapping[str, str]


Logic = DmnTable | Invocation | str | None
"""How something is decided: a table, a call, an expression; None where the model does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLogic:
    """Logic that is more than is read here: what it is, in DMN's word."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision: by what logic, and the names of the inputs and decisions that it requires."""

    name: str
    logic: Logic | OtherLogic
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionModel:
    """All decisions of a file by name, its inputs' names, and the logic that is kept apart."""

    decisions: Mapping[str, Decision]
    inputs: tuple[str, ...]
    apart: Mapping[str, Decision]
