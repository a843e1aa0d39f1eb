"""A pathway's file, and its test patients', as their authors write them; every mistake in them with its line.

Only what cannot be understood is a mistake here: a test that is none, an input nobody declared, an action that cites
nothing. Whether the tables are right (gaps, overlaps, contradictions) is the checker's to say.
The format is described for its authors in ``docs/pathways.md``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Final, TypeVar

from curbside.literature.forms import (
    Fields,
    Form,
    Mistake,
    Shape,
    WrittenFile,
    nearest,
    yaml_entries,
    yaml_root,
)
from curbside.pathway.definition import (
    Action,
    Assay,
    Conversion,
    Do,
    Dose,
    DoseLimit,
    HitPolicy,
    Input,
    Kind,
    Origin,
    Pathway,
    Period,
    Row,
    Table,
    TestPatient,
    Trap,
)
from curbside.pathway.formula import Formula, NotAFormula, Term, term_written
from curbside.pathway.unary import NotAUnaryTest, UnaryTest, unary_test
from curbside.terminology.codings import SYSTEMS, Coding, coding_written

PATHWAY = "pathway.yaml"
TEST_PATIENTS = "patients.yaml"

STATUSES: Final = ("draft", "active", "retired")
_DEEPEST: Final = 10

_PATHWAY_FIELDS: Final = (
    *("id", "title", "plain_title", "version", "status", "date", "review_by", "purpose", "for", "not_for"),
    *("inputs", "tables", "limits", "pinned"),
)
_INPUT_FIELDS: Final = (
    *("name", "label", "question", "kind", "from", "units", "words", "codes", "meanings", "traps", "within"),
    *("plausible", "absent", "tie", "pick", "formula", "by", "decimals", "assay", "conversions"),
)
_TABLE_FIELDS: Final = ("id", "title", "hit", "columns", "outputs", "when", "note", "rows")
_ROW_FIELDS: Final = ("id", "if", "then", "ends", "note", "actions")
_ACTION_FIELDS: Final = (
    *("do", "text", "plain", "medicine", "order", "dose", "over_limit", "after", "claims"),
)
_ASSAY_FIELDS: Final = ("cv", "bias", "within_person", "claims")
_DOSE_FIELDS: Final = ("amount", "most", "unit", "every", "times")
_CONVERSION_FIELDS: Final = ("from", "to", "factor", "claims")
_LIMIT_FIELDS: Final = ("medicine", "amount", "unit", "every", "claims")
_PATIENT_FIELDS: Final = ("id", "story", "like", "on", "values", "fires", "lacks")

_NAME: Final = Shape(
    re.compile(r"[a-z][a-z0-9_]*"), "a name such as 'calcium_total': small letters, digits and '_'"
)
_COLUMN: Final = Shape(
    re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?"),
    "an input's name, or a table's output as 'table.output'",
)
_VERSION: Final = Shape(re.compile(r"\d+\.\d+\.\d+"), "a version such as 1.0.0")
_DAY: Final = Shape(re.compile(r"\d{4}-\d{2}-\d{2}"), "a date such as 2026-11-25")
_PERIOD: Final = Shape(
    re.compile(r"(\d{1,4}) (day|week|month|year)s?"), "a length of time such as '3 months'"
)
_MAGNITUDE: Final = Shape(re.compile(r"\d+(\.\d+)?"), "a number without a unit, such as 2.5")
_HASH: Final = Shape(re.compile(r"[0-9a-f]{16}"), "the 16 digits that 'curbside pathway check --pin' writes")
_WHOLE: Final = Shape(re.compile(r"\d{1,2}"), "a whole number")

_A = TypeVar("_A", bound=Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPathway:
    """A pathway as its file has it, and all that could not be understood.

    ``pathway`` is None when there is no saying what it is: any mistake makes it so, for half a pathway is another one.
    """

    pathway: Pathway | None
    mistakes: tuple[Mistake, ...]


def read_pathway(path: Path) -> ReadPathway:
    """The pathway in this file. A missing file is a mistake like any other."""
    mistakes: list[Mistake] = []
    file = WrittenFile.open(path, mistakes)
    root = yaml_root(file, deepest=_DEEPEST)
    pathway = None
    if isinstance(root, Fields):
        pathway = _Reader(file).pathway(Form(root, file, known=_PATHWAY_FIELDS, subject="the pathway"))
    elif root is not None:
        file.report(root.line, f"expected fields, such as 'id: my_pathway', came {root.described}")
    return ReadPathway(pathway=None if mistakes else pathway, mistakes=tuple(sorted(mistakes)))


class _Reader:
    """Reads one file: inputs first, then tables, each against what was declared before it."""

    def __init__(self, file: WrittenFile) -> None:
        self._file = file
        self._inputs: dict[str, Input] = {}
        self._outputs: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def pathway(self, form: Form) -> Pathway | None:
        inputs = form.forms("inputs", known=_INPUT_FIELDS)
        tables = form.forms("tables", known=_TABLE_FIELDS)
        for one in inputs:
            self._declare(one)
        for one in tables:
            self._declare_outputs(one)
        for one in inputs:
            self._add_formula(one)
        dated = _day(form, "date", required=True)
        if not tables:
            form.fault("tables", "expected at least one table")
        read = tuple(self._table(one) for one in tables)
        if dated is None:
            return None
        return Pathway(
            id=form.text("id", required=True, shape=_NAME),
            title=form.text("title", required=True),
            plain_title=form.text("plain_title"),
            version=form.text("version", required=True, shape=_VERSION),
            status=form.text("status", required=True, among=STATUSES),
            dated=dated,
            review_by=_day(form, "review_by"),
            purpose=form.text("purpose", required=True),
            suits=form.texts("for"),
            excludes=form.texts("not_for"),
            inputs=self._inputs,
            tables=read,
            limits=tuple(_limit(one) for one in form.forms("limits", known=_LIMIT_FIELDS)),
            pinned=_pinned(form.form("pinned")) if form.node("pinned") else {},
        )

    # -- inputs ----------------------------------------------------------------------------------------------

    def _declare(self, form: Form) -> None:
        name = form.text("name", required=True, shape=_NAME)
        if name in self._inputs:
            form.fault("name", f"'{name}' is declared twice")
        kind = _among(form, "kind", Kind, required=True)
        is_formula = form.node("formula") is not None
        origin = Origin.FORMULA if is_formula else _among(form, "from", Origin) or Origin.ANSWER
        units, words = form.texts("units"), form.texts("words")
        self._check_values(form, kind, units, words)
        absence = form.text("absent", among=("unknown", "no"))
        if absence == "no" and kind is not Kind.BOOLEAN:
            form.fault("absent", "expected 'no' only for a boolean: a missing value is not a value")
        self._inputs[name] = Input(
            name=name,
            label=form.text("label", required=True),
            kind=kind or Kind.BOOLEAN,
            origin=origin,
            question=form.text("question"),
            units=units,
            words=words,
            codings=_codings(form, "codes"),
            meanings=self._meanings(form, words),
            traps=tuple(_trap(one) for one in form.forms("traps", known=("code", "why"))),
            within=_period(form, "within"),
            plausible=_test(form, "plausible", units=units) if form.node("plausible") else None,
            absence="no" if absence == "no" else "",
            takes_last_of_tie=form.text("tie", among=("conflict", "last")) == "last",
            is_previous=form.text("pick", among=("latest", "previous")) == "previous",
            assay=_assay(form, kind),
            conversions=tuple(
                _conversion(one, units) for one in form.forms("conversions", known=_CONVERSION_FIELDS)
            ),
            line=form.line,
        )

    def _check_values(
        self, form: Form, kind: Kind | None, units: tuple[str, ...], words: tuple[str, ...]
    ) -> None:
        if kind is Kind.QUANTITY and not units:
            form.fault("kind", "a quantity needs 'units', if only '1'")
        if kind is not Kind.QUANTITY and units:
            form.fault("units", "expected units only for a quantity")
        if kind is Kind.CODE and not words:
            form.fault("kind", "a code needs 'words', the values that it can have")
        if kind is not Kind.CODE and words:
            form.fault("words", "expected words only for a code")

    def _meanings(self, form: Form, words: tuple[str, ...]) -> dict[str, tuple[Coding, ...]]:
        inner = form.form("meanings", known=words) if form.node("meanings") else None
        return {word: _codings(inner, word) for word in inner.names} if inner else {}

    def _add_formula(self, form: Form) -> None:
        name = form.text("name")
        if form.node("formula") is None or name not in self._inputs:
            return
        declared = self._inputs[name]
        by = form.text("by", shape=_NAME)
        if by and not (by in self._inputs and self._inputs[by].units):
            form.fault("by", f"expected a quantity among the inputs, came '{by}'{nearest(by, self._inputs)}")
            return
        if len(declared.units) != 1:
            form.fault("formula", "expected one unit for what is worked out")
            return
        terms = self._terms(form, by)
        formula = Formula(
            terms=terms, by=by, unit=declared.units[0], decimals=int(form.text("decimals", shape=_WHOLE) or 2)
        )
        for operand in sorted(formula.names):
            self._check_column(form, "formula", operand)
            if not by and operand in self._inputs and len(self._inputs[operand].units) > 1:
                form.fault("formula", f"expected 'by: {operand}', which is given in several units")
            if not self._is_number(operand):
                form.fault("formula", f"expected quantities and outputs that are numbers, came '{operand}'")
        self._inputs[name] = replace(declared, formula=formula)

    def _terms(self, form: Form, by: str) -> dict[str, Term]:
        if not by:
            return _terms_of(form, ("formula",), {"formula": ""})
        units = self._inputs[by].units
        inner = form.form("formula", known=units)
        for unit in units:
            if unit not in inner.names:
                form.fault("formula", f"expected a formula for '{by}' in {unit} too")
        return _terms_of(inner, inner.names, {unit: unit for unit in inner.names})

    # -- tables ----------------------------------------------------------------------------------------------

    def _declare_outputs(self, form: Form) -> None:
        name = form.text("id", required=True, shape=_NAME)
        if name in self._outputs:
            form.fault("id", f"the table '{name}' is there twice")
        if name in self._inputs:
            form.fault("id", f"'{name}' is an input already")
        outputs = form.form("outputs") if form.node("outputs") else None
        self._outputs[name] = {one: outputs.texts(one) for one in outputs.names} if outputs else {}

    def _table(self, form: Form) -> Table:
        id = form.text("id")  # noqa: A001
        columns = form.texts("columns")
        for column in columns:
            self._check_column(form, "columns", column)
        columns = tuple(column for column in columns if self._is_column(column))
        outputs = self._outputs.get(id, {})
        rows = form.forms("rows", known=_ROW_FIELDS)
        if not rows:
            form.fault("rows", "expected at least one row")
        read = tuple(self._row(one, columns, outputs) for one in rows)
        seen: set[str] = set()
        for row, one in zip(read, rows, strict=True):
            if row.id in seen:
                one.fault("id", f"the row '{row.id}' is there twice")
            seen.add(row.id)
        return Table(
            id=id,
            title=form.text("title", required=True),
            hit=_among(form, "hit", HitPolicy, required=True) or HitPolicy.UNIQUE,
            columns=columns,
            outputs=outputs,
            guards=self._tests(form, "when", None),
            rows=read,
            note=form.text("note"),
            line=form.line,
        )

    def _row(self, form: Form, columns: tuple[str, ...], outputs: Mapping[str, tuple[str, ...]]) -> Row:
        given = form.form("then", known=tuple(outputs)) if form.node("then") else None
        then = (
            {name: given.text(name, required=True, among=outputs[name]) for name in outputs} if given else {}
        )
        if outputs and given is None and not form.text("ends"):
            form.fault("then", f"expected a value for each output: {', '.join(outputs)}")
        return Row(
            id=form.text("id", required=True, shape=_NAME),
            tests=self._tests(form, "if", columns),
            outputs=then,
            actions=tuple(_action(one) for one in form.forms("actions", known=_ACTION_FIELDS)),
            ends=form.text("ends"),
            note=form.text("note"),
            line=form.line,
        )

    def _tests(self, form: Form, field: str, columns: Collection[str] | None) -> dict[str, UnaryTest]:
        """The tests by column; of any column that there is, when the table's own are not given."""
        if not form.node(field):
            return {}
        inner = form.form(field, known=columns)
        tests = {}
        for column in inner.names:
            if columns is None:
                self._check_column(inner, column, column)
            if not self._is_column(column):
                continue
            test = _test(inner, column, units=self._units_of(column), words=self._words_of(column))
            if test is not None:
                self._check_kind(inner, column, test)
                tests[column] = test
        return tests

    def _check_kind(self, form: Form, column: str, test: UnaryTest) -> None:
        kind = self._inputs[column].kind if column in self._inputs else Kind.CODE
        if kind is Kind.BOOLEAN and not test.words <= {True, False}:
            form.fault(column, f"expected true, false, null or -, came '{test.written}'")
        elif kind in {Kind.BOOLEAN, Kind.CODE} and any(test.spans.values()) and not test.but:
            form.fault(column, f"expected one of its words, came '{test.written}'")
        elif kind in {Kind.QUANTITY, Kind.DATE} and test.words:
            form.fault(column, f"expected a comparison, came '{test.written}'")

    def _check_column(self, form: Form, field: str, column: str) -> None:
        if not self._is_column(column):
            known = [
                *self._inputs,
                *(f"{table}.{one}" for table, all_of in self._outputs.items() for one in all_of),
            ]
            form.fault(field, f"expected {_COLUMN.expected}; came '{column}'{nearest(column, known)}")

    def _is_column(self, column: str) -> bool:
        table, _, output = column.partition(".")
        return column in self._inputs or output in self._outputs.get(table, {})

    def _is_number(self, column: str) -> bool:
        if column in self._inputs:
            return self._inputs[column].kind is Kind.QUANTITY
        return not self._is_column(column) or all(map(_MAGNITUDE.pattern.fullmatch, self._words_of(column)))

    def _units_of(self, column: str) -> tuple[str, ...]:
        return self._inputs[column].units if column in self._inputs else ()

    def _words_of(self, column: str) -> tuple[str, ...]:
        if column in self._inputs:
            return self._inputs[column].words
        table, _, output = column.partition(".")
        return self._outputs[table][output]


# -- the smaller forms ---------------------------------------------------------------------------------------


def _action(form: Form) -> Action:
    return Action(
        do=_among(form, "do", Do, required=True) or Do.ADVISE,
        text=form.text("text", required=True),
        plain=form.text("plain"),
        medicine=_codings(form, "medicine"),
        order=_codings(form, "order"),
        dose=_dose(form.form("dose", known=_DOSE_FIELDS)) if form.node("dose") else None,
        over_limit=form.text("over_limit"),
        after=_period(form, "after"),
        claims=_claims(form, "an action"),
        line=form.line,
    )


def _dose(form: Form) -> Dose:
    return Dose(
        amount=form.text("amount", required=True, shape=_MAGNITUDE),
        most=form.text("most", shape=_MAGNITUDE),
        unit=form.text("unit", required=True),
        every=_period(form, "every"),
        times=int(form.text("times", shape=_WHOLE) or 1),
    )


def _assay(form: Form, kind: Kind | None) -> Assay | None:
    if not form.node("assay"):
        return None
    if kind is not Kind.QUANTITY:
        form.fault("assay", "expected an assay only for a quantity")
    inner = form.form("assay", known=_ASSAY_FIELDS)
    cv, bias, within = (
        Decimal(inner.text(name, required=True, shape=_MAGNITUDE) or 0)
        for name in ("cv", "bias", "within_person")
    )
    return Assay(cv=cv, bias=bias, within_person=within, claims=_claims(inner, "an assay"))


def _limit(form: Form) -> DoseLimit:
    return DoseLimit(
        medicine=_codings(form, "medicine"),
        amount=_magnitude(form, "amount"),
        unit=form.text("unit", required=True),
        every=_period(form, "every") or Period(count=1, unit="day"),
        claims=_claims(form, "a limit"),
        line=form.line,
    )


def _conversion(form: Form, units: tuple[str, ...]) -> Conversion:
    return Conversion(
        unit=form.text("from", required=True, among=units),
        into=form.text("to", required=True, among=units),
        factor=_magnitude(form, "factor"),
        claims=_claims(form, "a conversion"),
    )


def _magnitude(form: Form, field: str) -> Decimal:
    written = form.text(field, required=True, shape=_MAGNITUDE)
    found = Decimal(written or 0)
    if written and not found:
        form.fault(field, "expected more than 0")
    return found


def _claims(form: Form, what: str) -> tuple[str, ...]:
    claims = form.texts("claims")
    if not claims:
        form.fault("claims", f"{what} without a citation: expected the id of at least one statement")
    return claims


def _pinned(form: Form) -> dict[str, str]:
    return {claim: form.text(claim, required=True, shape=_HASH) for claim in form.names}


def _trap(form: Form) -> Trap:
    codings = _codings(form, "code")
    if len(codings) != 1:
        form.fault("code", "expected one code")
    return Trap(coding=codings[0] if codings else Coding("", ""), why=form.text("why", required=True))


def _codings(form: Form, field: str) -> tuple[Coding, ...]:
    found = []
    for written in form.texts(field):
        coding = coding_written(written)
        if coding is None:
            expected = f"a system and a code, such as 'loinc 62292-8' (systems: {', '.join(SYSTEMS)})"
            form.fault(field, f"expected {expected}; came '{written}'")
        else:
            found.append(coding)
    return tuple(found)


def _test(form: Form, field: str, *, units: tuple[str, ...], words: tuple[str, ...] = ()) -> UnaryTest | None:
    written = form.text(field, required=True)
    if not written:
        return None
    try:
        return unary_test(written, units=units, words=words)
    except NotAUnaryTest as error:
        form.fault(field, str(error))
        return None


def _terms_of(form: Form, fields: Collection[str], named: Mapping[str, str]) -> dict[str, Term]:
    terms = {}
    for field in fields:
        try:
            terms[named[field]] = term_written(form.text(field, required=True))
        except NotAFormula as error:
            form.fault(field, str(error))
    return terms


def _period(form: Form, field: str) -> Period | None:
    written = _PERIOD.pattern.fullmatch(form.text(field, shape=_PERIOD))
    return Period(count=int(written[1]), unit=written[2]) if written else None


def _day(form: Form, field: str, *, required: bool = False) -> date | None:
    written = form.text(field, required=required, shape=_DAY)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        form.fault(field, f"expected a day of the calendar, came '{written}'")
        return None


def _among(form: Form, field: str, kinds: type[_A], *, required: bool = False) -> _A | None:
    written = form.text(field, required=required, among=[one.value for one in kinds])
    return kinds(written) if written else None


# -- test patients -------------------------------------------------------------------------------------------


def read_test_patients(path: Path, pathway: Pathway) -> tuple[tuple[TestPatient, ...], tuple[Mistake, ...]]:
    """The patients that a pathway is run on first, and the mistakes in their file. A missing file is a mistake."""
    mistakes: list[Mistake] = []
    file = WrittenFile.open(path, mistakes)
    patients: dict[str, TestPatient] = {}
    for entry in yaml_entries(file):
        form = Form(entry, file, known=_PATIENT_FIELDS, subject="the test patient")
        if (patient := _test_patient(form, pathway, patients)) is not None:
            patients[patient.id] = patient
    return tuple(patients.values()), tuple(sorted(mistakes))


def _test_patient(form: Form, pathway: Pathway, before: Mapping[str, TestPatient]) -> TestPatient | None:
    """One patient. Who is ``like`` another has all of that one's fields but those written here."""
    id, like = form.text("id", required=True), form.text("like")  # noqa: A001
    if id in before:
        form.fault("id", f"the test patient '{id}' is there twice")
    if like and like not in before:
        form.fault("like", f"expected a patient before this one, came '{like}'{nearest(like, before)}")
    model = before.get(like)
    story = form.text("story", required=True)
    on = _day(form, "on", required=model is None)
    values = {**(model.values if model else {}), **_values(form, pathway)}
    fires = {**(model.fires if model else {}), **_fires(form, pathway)}
    lacks = form.texts("lacks", among=tuple(pathway.inputs))
    if not form.sound:
        return None
    return TestPatient(
        id=id,
        story=story,
        on=on or (model.on if model else date.min),
        values={name: written for name, written in values.items() if written},
        fires={table: rows for table, rows in fires.items() if rows},
        lacks=lacks if form.node("lacks") is not None or model is None else model.lacks,
        line=form.line,
    )


def _values(form: Form, pathway: Pathway) -> dict[str, str]:
    if not form.node("values"):
        return {}
    inputs = pathway.inputs
    values = form.form("values", known=(*inputs, "born", *(f"{name}_on" for name in inputs)))
    return {name: values.text(name) for name in values.names}


def _fires(form: Form, pathway: Pathway) -> dict[str, tuple[str, ...]]:
    if not form.node("fires"):
        return {}
    known = {table.id: [row.id for row in table.rows] for table in pathway.tables}
    fires = form.form("fires", known=tuple(known))
    return {table: fires.texts(table, among=known[table]) for table in fires.names if table in known}
