"""A pathway as DMN 1.3: every table as its author wrote it, and around it what DMN leaves unsaid.

A DMN table has no word for "cannot decide": a missing value fails every test, and whatever row is left wins. So each
table of the pathway becomes up to five decisions, named for the table ``first_dose``:

* ``first_doseAsked``: whether it is asked at all, when it has guards or an earlier table may end the pathway;
* ``first_doseMatched``: the table as authored, under its own hit policy, one rule for each unit a threshold is
  authored in;
* ``first_doseFired``: only under the policy any, whose rules must all say the same: the ids of those that match;
* ``first_doseExcluded``: for every row what rules it out. A missing value rules nothing out;
* ``first_dose``: the outcome. A row that is neither matched nor excluded is open, and the table decides only what no
  open row could undo.

Facts are given as they are known: an input's value, the unit it is in, and in ``cannotBeTold`` the inputs of which
something is recorded that cannot be used. What FEEL compares is always a number in the unit the threshold names.

Capitals keep these names apart from the pathway's own, which have none.
Source: OMG Decision Model and Notation 1.3, chapters 6 to 8 and 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from lxml import etree

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Action, HitPolicy, Input, Kind, Pathway, Row, Table
from curbside.pathway.engine import in_order
from curbside.pathway.exports.cell import Column, Side, column_named, false_side, true_side
from curbside.pathway.exports.reference import address, printed
from curbside.pathway.formula import Formula, Name, Number, Operation, Term
from curbside.pathway.unary import EVERYTHING, Point, Scalar, Span, UnaryTest

NAMESPACE: Final = "https://www.omg.org/spec/DMN/20191111/MODEL/"

_TYPES: Final = {Kind.QUANTITY: "number", Kind.CODE: "string", Kind.BOOLEAN: "boolean", Kind.DATE: "date"}
_UNTOLD: Final = "cannotBeTold"
_UNSETTLED: Final = '["cannot decide", "waiting", "no row matches"]'
_ROW: Final = "rowId"
_ENDS: Final = "endsBecause"
_ADVICE: Final = "adviceText"
_KEYWORDS: Final = frozenset(
    "and between date days each else every for function if in instance item list matches not null of or return "
    "satisfies some string then time true false external context number boolean duration months years".split()
)

Alternative = Mapping[str, str]
"""Cells by the expression of their column, all of which must hold; a column that is not named is ``-``."""


def dmn(cited: CitedPathway) -> str:
    """The pathway as a DMN document, each statement it rests on as a source of knowledge; a dangling one by its id."""
    return _Document(cited).text()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """An output column, and the words it can be, in order of priority."""

    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """An input column: what it is called, its type, and where its value comes from."""

    label: str
    type: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One rule: cells by the heading's expression, outputs in the order of the clauses."""

    cells: Alternative
    outputs: tuple[str, ...]
    note: str = ""


class _Document:
    """Writes one pathway, decision by decision."""

    def __init__(self, cited: CitedPathway) -> None:
        self._cited = cited
        self._pathway = pathway = cited.pathway
        self._root = etree.Element(
            _tag("definitions"),
            {
                "id": pathway.id,
                "name": pathway.title,
                "namespace": f"urn:curbside:pathway:{pathway.id}:{pathway.version}",
            },
            nsmap={None: NAMESPACE},  # type: ignore[dict-item]
        )

    def text(self) -> str:
        self._add_text(self._root, "description", _description(self._pathway))
        self._add_inputs()
        for claim in sorted(self._pathway.cited):
            self._add_source(claim)
        for name, declared in self._pathway.inputs.items():
            if declared.formula:
                self._add_formula(name, declared, declared.formula)
        for at, table in enumerate(self._pathway.tables):
            self._add_table(table, self._pathway.tables[:at])
        self._add_recommendation()
        etree.indent(self._root)
        return etree.tostring(self._root, encoding="UTF-8", xml_declaration=True).decode()

    # -- what is given ---------------------------------------------------------------------------------------

    def _add_inputs(self) -> None:
        for name, declared in self._pathway.inputs.items():
            if declared.formula:
                continue
            label = f"{declared.label} ({', '.join(declared.units)})" if declared.units else declared.label
            self._add_input(feel_name(name), label, _TYPES[declared.kind])
            if len(declared.units) > 1:
                self._add_input(_unit_of(name), f"{declared.label}: its unit", "string")
        self._add_input(_UNTOLD, "Inputs of which something is recorded that cannot be used", "Any")

    def _add_input(self, name: str, label: str, type_: str) -> None:
        given = self._add(self._root, "inputData", id=f"input_{name}", name=name, label=label)
        self._add(given, "variable", name=name, typeRef=type_)

    def _add_source(self, claim: str) -> None:
        source = self._add(self._root, "knowledgeSource", id=_source_id(claim), name=claim)
        cited = self._cited.claims.get(claim)
        if cited:
            basis = "derived, leans most on" if cited.is_derived else "our summary of"
            self._add_text(
                source, "description", f"{cited.statement.text} ({basis}: {printed(cited.source)})"
            )
            if where := address(cited.source):
                source.set("locationURI", where)

    # -- decisions -------------------------------------------------------------------------------------------

    def _add_formula(self, name: str, declared: Input, formula: Formula) -> None:
        needs = [self._needed(one) for one in sorted(formula.names)]
        in_units = [
            one for one in sorted(formula.names) if column_named(self._pathway, one).has_several_units
        ]
        needs += [f"requiredInput input_{_unit_of(one)}" for one in in_units]
        decision = self._decision(feel_name(name), f"{declared.label} ({formula.unit})", "number", needs)
        self._add_expression(decision, _by_unit(formula, in_units))

    def _add_table(self, table: Table, earlier: tuple[Table, ...]) -> None:
        if is_guarded(table, earlier):
            self._add_asked(table, [one for one in earlier if one.can_end])
        self._add_matched(table)
        if table.hit is HitPolicy.ANY:
            self._add_fired(table)
        self._add_excluded(table)
        self._add_outcome(table, is_guarded=is_guarded(table, earlier))

    def _add_asked(self, table: Table, enders: list[Table]) -> None:
        has_ended = " or ".join(f"{feel_name(one.id)}.{_ENDS} != null" for one in enders)
        might_end = " or ".join(f"{feel_name(one.id)}.mightEnd" for one in enders)
        rules = [_Rule(cells={has_ended: "true"}, outputs=(_quoted("not reached"),))] if enders else []
        rules += [_Rule(cells=one, outputs=(_quoted("not asked"),)) for one in self._ruled_out(table.guards)]
        free = {might_end: "false"} if enders else {}
        rules += [
            _Rule(cells={**free, **one}, outputs=(_quoted("asked"),))
            for one in self._let_through(table.guards)
        ]
        rules.append(_Rule(cells={}, outputs=(_quoted("waiting"),), note="It cannot be told yet."))
        needs = tuple(f"requiredDecision {_decision_id(feel_name(one.id))}" for one in enders)
        headings = {
            has_ended: _Heading(label="The pathway has ended", type="boolean", needs=needs),
            might_end: _Heading(label="The pathway might yet end", type="boolean", needs=needs),
            **self._headings(table.guards),
        }
        label = f"{table.title}: is it asked?"
        self._add_rules(
            f"{table.id}Asked",
            label,
            "FIRST",
            headings=headings,
            clauses=[_Clause(name="asked")],
            rules=rules,
        )

    def _add_matched(self, table: Table) -> None:
        clauses = [_Clause(name=feel_name(name), words=words) for name, words in table.outputs.items()]
        ours = [_Clause(name=_ENDS), _Clause(name=_ADVICE)]
        if table.hit is not HitPolicy.ANY:
            ours.append(_Clause(name=_ROW, words=tuple(row.id for row in in_order(table))))
        rules = [
            _Rule(
                cells=one,
                outputs=tuple(_output(row, name) for name in (*table.outputs, *(one.name for one in ours))),
                note=row.note,
            )
            for row in table.rows
            for one in self._let_through(row.tests)
        ]
        name, policy = f"{table.id}Matched", table.hit.value.upper()
        headings = self._headings(table.columns)
        self._add_rules(
            name, table.title, policy, headings=headings, clauses=[*clauses, *ours], rules=rules, of=table
        )

    def _add_fired(self, table: Table) -> None:
        ways = ((row, one) for row in table.rows for one in self._let_through(row.tests))
        self._add_rows(f"{table.id}Fired", f"{table.title}: rows that match", table, ways)

    def _add_excluded(self, table: Table) -> None:
        ways = ((row, one) for row in table.rows for one in self._ruled_out(row.tests))
        self._add_rows(f"{table.id}Excluded", f"{table.title}: rows ruled out", table, ways)

    def _add_rows(self, name: str, label: str, table: Table, ways: Iterable[tuple[Row, Alternative]]) -> None:
        """The ids of the rows of which one of these ways holds, as a list."""
        rules = [_Rule(cells=one, outputs=(_quoted(row.id),)) for row, one in ways]
        headings, clauses = self._headings(table.columns), [_Clause(name=_ROW)]
        self._add_rules(name, label, "RULE ORDER", headings=headings, clauses=clauses, rules=rules)

    def _add_outcome(self, table: Table, *, is_guarded: bool) -> None:
        parts = [f"{table.id}Matched", f"{table.id}Excluded"]
        parts += [f"{table.id}Fired"] if table.hit is HitPolicy.ANY else []
        parts += [f"{table.id}Asked"] if is_guarded else []
        decision = self._decision(feel_name(table.id), f"{table.title}: outcome", "Any", _decisions(parts))
        self._add_context(decision, _outcome(table, is_guarded=is_guarded))

    def _add_recommendation(self) -> None:
        tables = [feel_name(table.id) for table in self._pathway.tables]
        decision = self._decision("recommendation", self._pathway.title, "Any", _decisions(tables))
        ends = ", ".join(f"{one}.{_ENDS}" for one in tables)
        standings = ", ".join(f"{one}.tableStanding" for one in tables)
        entries = {
            "ended": f"[{ends}][item != null][1]",
            "unsettled": f"[{standings}][list contains({_UNSETTLED}, item) = true]",
            "standing": 'if ended != null then "ended" else if count(unsettled) > 0 then "cannot decide" '
            'else "recommended"',
        }
        self._add_context(decision, entries)

    # -- rules -----------------------------------------------------------------------------------------------

    def _let_through(self, tests: Mapping[str, UnaryTest]) -> Iterator[Alternative]:
        """In how many ways all tests can hold: one for each unit that a threshold is authored in."""
        ways = []
        for name, test in tests.items():
            if not test.anything:
                column = column_named(self._pathway, name)
                ways.append(list(_alternatives(true_side(test, column), column)))
        for chosen in product(*ways):
            yield {expression: cell for one in chosen for expression, cell in one.items()}

    def _ruled_out(self, tests: Mapping[str, UnaryTest]) -> Iterator[Alternative]:
        """In how many ways one test alone keeps a value out."""
        for name, test in tests.items():
            column = column_named(self._pathway, name)
            yield from _alternatives(false_side(test, column), column)

    def _headings(self, columns: Iterable[str]) -> dict[str, _Heading]:
        """The columns that these may need, by expression, in the author's order."""
        headings: dict[str, _Heading] = {}
        for name in columns:
            column = column_named(self._pathway, name)
            label, type_ = column.label, _TYPES[column.kind]
            needs = (self._needed(name),)
            headings[_value_of(column)] = _Heading(label=label, type=type_, needs=needs)
            if column.has_several_units:
                needs = (f"requiredInput input_{_unit_of(name)}",)
                headings[_unit_of(name)] = _Heading(label=f"{label}: unit", type="string", needs=needs)
            needs = needs if column.is_output else (f"requiredInput input_{_UNTOLD}",)
            headings[_told(column)] = _Heading(label=f"{label}: can be told", type="boolean", needs=needs)
        return headings

    def _needed(self, name: str) -> str:
        """Where a column or an operand comes from, as the kind of requirement and an id."""
        declared = self._pathway.inputs.get(name)
        if declared and not declared.formula:
            return f"requiredInput input_{feel_name(name)}"
        return f"requiredDecision {_decision_id(feel_name(name.partition('.')[0]))}"

    def _add_rules(
        self,
        name: str,
        label: str,
        policy: str,
        *,
        headings: Mapping[str, _Heading],
        clauses: list[_Clause],
        rules: list[_Rule],
        of: Table | None = None,
    ) -> None:
        """A decision by rules, under those of the headings that any rule uses; ``of`` has its note and citations."""
        used = {expression for rule in rules for expression in rule.cells}
        shown = {expression: one for expression, one in headings.items() if expression in used}
        # A table must have a column, even where every row lets everything through.
        shown = shown or {"true": _Heading(label="Always", type="boolean", needs=())}
        decision = self._decision(name, label, "Any", [need for one in shown.values() for need in one.needs])
        if of:
            self._add_note_and_citations(decision, of)
        table = self._add(decision, "decisionTable", hitPolicy=policy)
        for expression, heading in shown.items():
            clause = self._add(table, "input", label=heading.label)
            self._add_text(self._add(clause, "inputExpression", typeRef=heading.type), "text", expression)
        for one in clauses:
            output = self._add(table, "output", name=one.name, typeRef="string")
            if one.words:
                self._add_text(self._add(output, "outputValues"), "text", ", ".join(map(_quoted, one.words)))
        self._add(table, "annotation", name="note")
        for rule in rules:
            self._add_rule(table, rule, shown)

    def _add_rule(self, table: etree._Element, rule: _Rule, expressions: Iterable[str]) -> None:
        element = self._add(table, "rule")
        for expression in expressions:
            self._add_text(self._add(element, "inputEntry"), "text", rule.cells.get(expression, "-"))
        for text in rule.outputs:
            self._add_text(self._add(element, "outputEntry"), "text", text)
        self._add_text(self._add(element, "annotationEntry"), "text", rule.note)

    def _add_note_and_citations(self, decision: etree._Element, table: Table) -> None:
        if table.note:
            decision.insert(0, self._text_element("description", table.note))
        actions = (action for row in table.rows for action in row.actions)
        for claim in dict.fromkeys(claim for action in actions for claim in action.claims):
            authority = self._add(decision, "authorityRequirement")
            self._add(authority, "requiredAuthority", href=f"#{_source_id(claim)}")

    # -- elements --------------------------------------------------------------------------------------------

    def _decision(self, name: str, label: str, type_: str, needs: Iterable[str]) -> etree._Element:
        decision = self._add(self._root, "decision", id=_decision_id(name), name=name, label=label)
        self._add(decision, "variable", name=name, typeRef=type_)
        for need in dict.fromkeys(needs):
            kind, _, needed = need.partition(" ")
            self._add(self._add(decision, "informationRequirement"), kind, href=f"#{needed}")
        return decision

    def _add_context(self, decision: etree._Element, entries: Mapping[str, str]) -> None:
        context = self._add(decision, "context")
        for name, text in entries.items():
            entry = self._add(context, "contextEntry")
            self._add(entry, "variable", name=name)
            self._add_expression(entry, text)

    def _add(self, parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, _tag(tag), attributes)

    def _add_text(self, parent: etree._Element, tag: str, text: str) -> None:
        parent.append(self._text_element(tag, text))

    def _text_element(self, tag: str, text: str) -> etree._Element:
        element = etree.Element(_tag(tag))
        element.text = text
        return element

    def _add_expression(self, parent: etree._Element, text: str) -> None:
        self._add_text(self._add(parent, "literalExpression"), "text", text)


def is_guarded(table: Table, earlier: tuple[Table, ...]) -> bool:
    """May it be that the table is not asked?"""
    return bool(table.guards) or any(one.can_end for one in earlier)


# -- FEEL ----------------------------------------------------------------------------------------------------


def feel_name(name: str) -> str:
    """A name of the pathway as FEEL can read it: its words for its own use get a capital."""
    return f"{name}Value" if name in _KEYWORDS else name


def _value_of(column: Column) -> str:
    table, dot, output = column.name.partition(".")
    return f"{feel_name(table)}{dot}{feel_name(output)}"


def _unit_of(name: str) -> str:
    return f"{name}Unit"


def _told(column: Column) -> str:
    """Whether a value that is missing is known to be missing."""
    if column.is_output:
        table = feel_name(column.name.partition(".")[0])
        return f"list contains({_UNSETTLED}, {table}.tableStanding) = false"
    return f"list contains({_UNTOLD}, {_quoted(column.name)}) = false"


def _alternatives(side: Side, column: Column) -> Iterator[Alternative]:
    value, unit = _value_of(column), _unit_of(column.name)
    if column.has_several_units and any(spans != (EVERYTHING,) for spans in side.spans.values()):
        for one, spans in side.spans.items():
            yield {value: _spans(spans), unit: _quoted(one)}
    elif any(side.spans.values()):
        yield {value: _spans(next(iter(side.spans.values())))}
    if side.words:
        yield {value: ", ".join(map(_word, side.words))}
    if side.has_missing:
        yield {value: "null", _told(column): "true"}


def _spans(spans: tuple[Span, ...]) -> str:
    return "not(null)" if spans == (EVERYTHING,) else ", ".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.low is None:
        return f"{'<=' if span.high_in else '<'} {_point(span.high)}"
    if span.high is None:
        return f"{'>=' if span.low_in else '>'} {_point(span.low)}"
    if span.low == span.high:
        return _point(span.low)
    ends = "[" if span.low_in else "(", "]" if span.high_in else ")"
    return f"{ends[0]}{_point(span.low)}..{_point(span.high)}{ends[1]}"


def _point(point: Point | None) -> str:
    return f'date("{point}")' if isinstance(point, date) else f"{point:f}"


def _word(word: Scalar) -> str:
    return str(word).lower() if isinstance(word, bool) else _quoted(str(word))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _by_unit(formula: Formula, in_units: list[str]) -> str:
    """The terms for the unit that all of these come in; nothing where they come in different ones."""
    if not in_units:
        return _rounded(next(iter(formula.terms.values())), formula.decimals)
    text = "null"
    for unit, term in reversed(list(formula.terms.items())):
        is_unit = " and ".join(f"{_unit_of(one)} = {_quoted(unit)}" for one in in_units)
        text = f"if {is_unit} then {_rounded(term, formula.decimals)} else {text}"
    return text


def _rounded(term: Term, decimals: int) -> str:
    if not decimals:
        return f"floor({_term(term)} + 0.5)"
    scale = 10**decimals
    return f"floor(({_term(term)}) * {scale} + 0.5) / {scale}"


def _term(term: Term) -> str:
    match term:
        case Number(written):
            return written
        case Name(name):
            table, dot, output = name.partition(".")
            return f'number({feel_name(table)}.{feel_name(output)}, ",", ".")' if dot else feel_name(name)
        case Operation(sign, left, right):
            return f"({_term(left)} {sign} {_term(right)})"


def _outcome(table: Table, *, is_guarded: bool) -> dict[str, str]:
    """What became of a table, entry by entry; each may read those before it."""
    matched = f"{table.id}Matched"
    is_collect = table.hit is HitPolicy.COLLECT
    standing = 'if count(openRows) > 0 then "cannot decide" else '
    standing += (
        '"decided"' if is_collect else 'if count(matchedRows) = 0 then "no row matches" else "decided"'
    )
    rows = 'if tableStanding = "decided" then [matchedRows[1]] else []'
    if is_collect:
        rows = 'if list contains(["decided", "cannot decide"], tableStanding) then matchedRows else []'
    entries = {
        "matchedRows": f"if {matched} = null then [] else {_matched_rows(table)}",
        "possibleRows": f"[{_ids(in_order(table))}][list contains({table.id}Excluded, item) = false]",
        "openRows": _open(table.hit),
        "tableStanding": f'if {table.id}Asked != "asked" then {table.id}Asked else {standing}'
        if is_guarded
        else standing,
        "firedRows": rows,
    }
    for output in map(feel_name, table.outputs):
        value = f'if tableStanding = "decided" then {matched}.{output} else null'
        entries[output] = "null" if is_collect else value
    entries[_ENDS] = _ends(table)
    if table.can_end:
        enders = f"[{_ids([row for row in table.rows if row.ends])}]"
        entries["mightEnd"] = (
            f'if tableStanding = "cannot decide" then count({enders}[list contains(openRows, item) = true]) > 0 '
            f"else list contains({_UNSETTLED}, tableStanding)"
        )
    return entries


def _matched_rows(table: Table) -> str:
    """The ids of the rows that match, in the order in which they win."""
    match table.hit:
        case HitPolicy.ANY:
            return f"{table.id}Fired"
        case HitPolicy.COLLECT:
            return f"{table.id}Matched.{_ROW}"
    return f"[{table.id}Matched.{_ROW}]"


def _open(hit: HitPolicy) -> str:
    """The rows that may yet match and would then change what the table says."""
    match hit:
        case HitPolicy.COLLECT:
            return "possibleRows[list contains(matchedRows, item) = false]"
        case HitPolicy.FIRST | HitPolicy.PRIORITY:
            return (
                "if count(matchedRows) = 0 then possibleRows else if possibleRows[1] = matchedRows[1] then [] "
                "else sublist(possibleRows, 1, index of(possibleRows, matchedRows[1])[1] - 1)"
            )
    return "if count(matchedRows) > 0 then [] else possibleRows"


def _ids(rows: Iterable[Row]) -> str:
    return ", ".join(_quoted(row.id) for row in rows)


def _ends(table: Table) -> str:
    text = "null"
    for row in reversed(table.rows):
        if row.ends:
            text = f"if list contains(firedRows, {_quoted(row.id)}) then {_quoted(row.ends)} else {text}"
    return text


def _output(row: Row, name: str) -> str:
    match name:
        case _ if name == _ROW:
            text = row.id
        case _ if name == _ENDS:
            text = row.ends
        case _ if name == _ADVICE:
            text = " ".join(f"[{_said(action)}]" for action in row.actions)
        case _:
            text = row.outputs.get(name, "")
    return _quoted(text) if text else "null"


def _said(action: Action) -> str:
    return f"{action.do.value}: {action.text}"


# -- the document's own ----------------------------------------------------------------------------------------


def _description(pathway: Pathway) -> str:
    return "\n".join(
        [
            f"{pathway.title}, version {pathway.version} of {pathway.dated}, {pathway.status}.",
            pathway.purpose,
            *(f"For: {one}." for one in pathway.suits),
            *(f"Not for: {one}." for one in pathway.excludes),
        ]
    )


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _decisions(names: Iterable[str]) -> list[str]:
    return [f"requiredDecision {_decision_id(name)}" for name in names]


def _decision_id(name: str) -> str:
    return f"decision_{name}"


def _source_id(claim: str) -> str:
    return f"claim_{claim}"
