"""Deciding by a decision model: tables by their hit policies, and the decisions that they require before them.

Null, as DMN has it, is the answer of a table that no rule of matches and that has no default, and of one whose rules
match that may not match together. This is the standard's word and not ours: a pathway never takes null for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from curbside.pathway.dmn.model import Decision, DecisionModel, DmnHit, DmnTable, Invocation, OtherLogic, Rule
from curbside.pathway.dmn.sfeel import BeyondSFeel, Value, lets, value_of

_FIRST_ONLY = frozenset({DmnHit.UNIQUE, DmnHit.ANY, DmnHit.PRIORITY, DmnHit.FIRST})


def decision_value(model: DecisionModel, name: str, given: Mapping[str, Value]) -> Value:
    """What a decision comes to. An input that is not given is null.

    Raises `BeyondSFeel` when it, or one that it requires, is decided by more than tables and S-FEEL.
    """
    return _Deciding(model, given).value(name)


class _Deciding:
    """One run of a model, each decision worked out once."""

    def __init__(self, model: DecisionModel, given: Mapping[str, Value]) -> None:
        self._model = model
        self._known: dict[str, Value] = {**dict.fromkeys(model.inputs), **given}
        self._open: set[str] = set()

    def value(self, name: str) -> Value:
        if name in self._known:
            return self._known[name]
        if name not in self._model.decisions or name in self._open:
            raise BeyondSFeel(f"expected a decision or an input '{name}' that does not require itself")
        self._open.add(name)
        decision = self._model.decisions[name]
        scope = {one: self.value(one) for one in decision.requires}
        self._known[name] = self._by_logic(decision, scope)
        return self._known[name]

    def _by_logic(self, decision: Decision, scope: Mapping[str, Value]) -> Value:
        match decision.logic:
            case None:
                return None
            case str(expression):
                return value_of(expression, scope)
            case DmnTable() as table:
                return decide_table(table, scope)
            case Invocation(name=called, bindings=bindings):
                return self._called(called, {one: value_of(text, scope) for one, text in bindings.items()})
            case OtherLogic(what=what):
                raise BeyondSFeel(
                    f"expected a table or an S-FEEL expression for '{decision.name}'; came {what}"
                )

    def _called(self, name: str, arguments: Mapping[str, Value]) -> Value:
        if name not in self._model.apart:
            raise BeyondSFeel(f"expected logic by the name '{name}'; there is none in the file")
        apart = self._model.apart[name]
        return self._by_logic(apart, {one: arguments.get(one) for one in apart.requires})


def decide_table(table: DmnTable, scope: Mapping[str, Value]) -> Value:
    """What a table gives for the values of the names that it may use: one output's value, or all by name."""
    values = [value_of(clause.expression, scope) for clause in table.inputs]
    for clause, value in zip(table.inputs, values, strict=True):
        if clause.allowed and value is not None and not lets(clause.allowed, value, scope):
            return None
    matching = [
        rule
        for rule in table.rules
        if all(lets(cell, value, scope) for cell, value in zip(rule.tests, values, strict=True))
    ]
    results = [_result(table, rule, scope) for rule in _in_order(table, matching, scope)]
    if not results and table.aggregation != "COUNT":
        return _default(table, scope)
    return _by_policy(table, results)


def _result(table: DmnTable, rule: Rule, scope: Mapping[str, Value]) -> Value:
    found = [value_of(text, scope) for text in rule.results]
    if len(table.outputs) == 1:
        return found[0]
    return {clause.name: value for clause, value in zip(table.outputs, found, strict=True)}


def _default(table: DmnTable, scope: Mapping[str, Value]) -> Value:
    if not any(clause.default for clause in table.outputs):
        return None
    found = {
        clause.name: value_of(clause.default, scope) if clause.default else None for clause in table.outputs
    }
    return found if len(found) > 1 else next(iter(found.values()))


def _in_order(table: DmnTable, matching: list[Rule], scope: Mapping[str, Value]) -> list[Rule]:
    """As written, or by where each output's value stands among those that it can be."""
    if table.hit not in {DmnHit.PRIORITY, DmnHit.OUTPUT_ORDER}:
        return matching
    ranks = [_values(clause.values, scope) for clause in table.outputs]

    def rank(rule: Rule) -> tuple[int, ...]:
        given = [value_of(text, scope) for text in rule.results]
        return tuple(
            those.index(value) if value in those else len(those)
            for value, those in zip(given, ranks, strict=True)
        )

    return sorted(matching, key=rank)


def _values(written: str, scope: Mapping[str, Value]) -> list[Value]:
    """A list of values as an output clause has it: ``"Approved", "Declined"``."""
    parts, start, is_quoted = [], 0, False
    for at, character in enumerate(written):
        is_quoted ^= character == '"'
        if character == "," and not is_quoted:
            parts.append(written[start:at])
            start = at + 1
    return [value_of(part, scope) for part in (*parts, written[start:]) if part.strip()]


def _by_policy(table: DmnTable, results: list[Value]) -> Value:
    match table.hit:
        case DmnHit.UNIQUE if len(results) > 1:
            return None
        case DmnHit.ANY if any(result != results[0] for result in results):
            return None
    if table.hit in _FIRST_ONLY:
        return results[0]
    return _aggregated(table.aggregation, results) if table.aggregation else results


def _aggregated(aggregation: str, results: list[Any]) -> Value:
    if aggregation == "COUNT":
        return Decimal(len(results))
    try:
        match aggregation:
            case "SUM":
                return sum(results, Decimal(0))
            case "MIN":
                return min(results)
            case "MAX":
                return max(results)
    except TypeError:
        return None
    raise BeyondSFeel(f"expected SUM, MIN, MAX or COUNT; came '{aggregation}'")
