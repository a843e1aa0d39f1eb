"""DMN XML of any version into a `DecisionModel`. Nothing is fetched, no entity is resolved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from curbside.errors import UnreadableSource
from curbside.pathway.dmn.model import (
    Decision,
    DecisionModel,
    DmnHit,
    DmnTable,
    InputClause,
    Invocation,
    Logic,
    OtherLogic,
    OutputClause,
    Rule,
)

_LOGIC: Final = frozenset(
    {"decisionTable", "literalExpression", "invocation", "context", "relation", "list", "functionDefinition"}
    | {"conditional", "filter", "for", "every", "some"}
)


def read_decisions(path: Path) -> DecisionModel:
    """The decision model in this file. Raises `UnreadableSource` when it is no DMN, and `OSError`."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource(f"expected DMN XML in {path}; came other text: {error.msg}") from None
    if _local(root) != "definitions":
        raise UnreadableSource(f"expected DMN's definitions in {path}; came '{_local(root)}'")
    names = {one.get("id", ""): one.get("name", "") for one in root}
    decisions = [_decision(one, names) for one in root if _local(one) == "decision"]
    apart = [_apart(one, names) for one in root if _local(one) == "businessKnowledgeModel"]
    return DecisionModel(
        decisions={one.name: one for one in decisions},
        inputs=tuple(one.get("name", "") for one in root if _local(one) == "inputData"),
        apart={one.name: one for one in apart},
    )


def _decision(element: etree._Element, names: dict[str, str]) -> Decision:
    required = (
        names.get(href.get("href", "").removeprefix("#"), "")
        for requirement in _children(element, "informationRequirement")
        for href in requirement
    )
    return Decision(
        name=element.get("name", ""),
        logic=_logic_of(element),
        requires=tuple(name for name in required if name),
    )


def _apart(element: etree._Element, names: dict[str, str]) -> Decision:
    """A business knowledge model; what it requires are its parameters."""
    function = next(_children(element, "encapsulatedLogic"), None)
    if function is None:
        return Decision(name=element.get("name", ""), logic=None, requires=())
    parameters = tuple(one.get("name", "") for one in _children(function, "formalParameter"))
    return Decision(name=element.get("name", ""), logic=_logic_of(function), requires=parameters)


def _logic_of(element: etree._Element) -> Logic | OtherLogic:
    found = next((child for child in element if _local(child) in _LOGIC), None)
    if found is None:
        return None
    match _local(found):
        case "decisionTable":
            return _table(found)
        case "literalExpression":
            return _text(found)
        case "invocation":
            return _invocation(found)
    return OtherLogic(what=_local(found))


def _invocation(element: etree._Element) -> Invocation | OtherLogic:
    called = next(_children(element, "literalExpression"), None)
    bindings: dict[str, str] = {}
    for binding in _children(element, "binding"):
        parameter = next(_children(binding, "parameter"), None)
        given = next(_children(binding, "literalExpression"), None)
        if parameter is None or given is None:
            return OtherLogic(what="a binding that is no expression")
        bindings[parameter.get("name", "")] = _text(given)
    return Invocation(name=_text(called) if called is not None else "", bindings=bindings)


def _table(element: etree._Element) -> DmnTable | OtherLogic:
    hit = element.get("hitPolicy", DmnHit.UNIQUE.value)
    if hit not in {one.value for one in DmnHit}:
        return OtherLogic(what=f"the hit policy {hit}")
    return DmnTable(
        hit=DmnHit(hit),
        aggregation=element.get("aggregation", ""),
        inputs=tuple(
            InputClause(expression=_within(one, "inputExpression"), allowed=_within(one, "inputValues"))
            for one in _children(element, "input")
        ),
        outputs=tuple(
            OutputClause(
                name=one.get("name", ""),
                values=_within(one, "outputValues"),
                default=_within(one, "defaultOutputEntry"),
            )
            for one in _children(element, "output")
        ),
        rules=tuple(
            Rule(
                tests=tuple(_text(cell) for cell in _children(one, "inputEntry")),
                results=tuple(_text(cell) for cell in _children(one, "outputEntry")),
            )
            for one in _children(element, "rule")
        ),
    )


def _within(element: etree._Element, name: str) -> str:
    found = next(_children(element, name), None)
    return _text(found) if found is not None else ""


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _local(child) == name)


def _text(element: etree._Element) -> str:
    found = next(_children(element, "text"), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
