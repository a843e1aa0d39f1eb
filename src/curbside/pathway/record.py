"""An explained recommendation as JSON: what ``pathway apply --json`` prints and ``schema recommendation`` describes.

A number of a patient or of a dose is text, with the digits it was recorded or written with; a probability is a number.
What has no value is null, and a list of nothing is empty: every key is always there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from curbside import __version__
from curbside.pathway.assay import Banding, Change, Uncertainty
from curbside.pathway.citations import CitedStatement
from curbside.pathway.definition import Do, Dose, Pathway, Row, Table
from curbside.pathway.explanation import Explanation
from curbside.pathway.facts import Absent, Fact, Known
from curbside.pathway.recommendation import Advice, Flip, Need, Standing, TableResult, TableStanding
from curbside.pathway.unary import Scalar, Span


def to_json(explanation: Explanation) -> bytes:
    """One line of UTF-8 JSON, keys always in the same order, without a line break at its end."""
    return msgspec.json.encode(values(explanation))


def values(explanation: Explanation) -> dict[str, Any]:
    """The explanation as JSON values. Its ``id`` is a hash of all else: what says the same has the same."""
    said = dict(_said(explanation))
    return {"id": hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest(), **said}


def _said(explanation: Explanation) -> Iterator[tuple[str, Any]]:
    pathway, found = explanation.cited.pathway, explanation.recommendation
    yield "pathway", _pathway(pathway)
    yield "on", found.on
    yield "standing", found.standing.value
    yield "ended", found.ended or None
    yield "advice", [_advice(one) for one in found.advice]
    yield "needs", [_need(one) for one in found.needs]
    yield (
        "tables",
        [_table(table, result, rows) for table, result, rows in explanation.each_table()],
    )
    yield (
        "facts",
        [
            {"input": name, "label": pathway.inputs[name].label, **_fact(one)}
            for name, one in found.facts.items()
        ],
    )
    yield "flips", [_flip(one) for one in found.flips]
    yield "remarks", list(found.remarks)
    yield "assays", [_uncertainty(one) for one in explanation.uncertainties]
    yield "claims", [claim(one) for one in explanation.cited.resting_on(explanation.claims)]
    yield "curbside", __version__


def _pathway(pathway: Pathway) -> dict[str, Any]:
    return {
        "id": pathway.id,
        "title": pathway.title,
        "version": pathway.version,
        "status": pathway.status,
        "date": pathway.dated,
        "review_by": pathway.review_by,
    }


def _advice(one: Advice) -> dict[str, Any]:
    action = one.action
    return {
        "do": action.do.value,
        "text": one.text,
        "plain": one.plain or None,
        "over_limit": action.over_limit or None,
        "dose": dose(action.dose) if action.dose else None,
        "medicine": [str(coding) for coding in action.medicine],
        "order": [str(coding) for coding in action.order],
        "claims": list(action.claims),
        "due_on": one.due_on,
        "table": one.table,
        "row": one.row,
    }


def dose(one: Dose) -> dict[str, Any]:
    """How much, how often, as JSON values."""
    return {
        "amount": one.amount,
        "most": one.most or None,
        "unit": one.unit,
        "every": str(one.every) if one.every else None,
        "times": one.times,
    }


def _need(one: Need) -> dict[str, Any]:
    return {
        "input": one.input,
        "label": one.label,
        "because": one.because or None,
        "tables": list(one.tables),
    }


def _table(table: Table, result: TableResult, rows: tuple[Row, ...]) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "hit": table.hit.value,
        "standing": result.standing.value,
        "because": result.because or None,
        "rows": [_row(row) for row in rows],
        "outputs": dict(result.outputs),
        "lacks": list(result.lacks),
        "open_rows": list(result.open_rows),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "tests": [{"column": column, "test": test.written} for column, test in row.tests.items()],
        "ends": row.ends or None,
        "note": row.note or None,
    }


def _fact(one: Fact) -> dict[str, Any]:
    known = one if isinstance(one, Known) else None
    standing = "known" if known else "absent" if isinstance(one, Absent) else "undecided"
    return {
        "standing": standing,
        "value": _scalar(known.value) if known else None,
        "unit": known.unit or None if known else None,
        "recorded": known.recorded or None if known else None,
        "taken_on": known.taken_on if known else None,
        "source": known.source or None if known else None,
        "because": one.because or None,
    }


def _flip(one: Flip) -> dict[str, Any]:
    return {
        "input": one.input,
        "label": one.label,
        "now": one.now,
        "to": one.to,
        "changes": [{"table": table, "rows": list(rows)} for table, rows in one.changes.items()],
    }


def _uncertainty(one: Uncertainty) -> dict[str, Any]:
    return {
        "input": one.input,
        "value": _scalar(one.measured.value),
        "unit": one.measured.unit,
        "cv": f"{one.assay.cv}",
        "bias": f"{one.assay.bias}",
        "within_person": f"{one.assay.within_person}",
        "low": f"{one.low}",
        "high": f"{one.high}",
        "bandings": [_banding(banding) for banding in one.bandings],
        "change": _change(one.change) if one.change else None,
        "claims": list(one.assay.claims),
    }


def _banding(one: Banding) -> dict[str, Any]:
    return {
        "tables": list(one.tables),
        "bands": [
            {**_span(band.span), "probability": band.probability, "is_own": band.is_own} for band in one.bands
        ],
        "elsewhere": one.elsewhere,
    }


def _span(one: Span) -> dict[str, Any]:
    return {
        "low": None if one.low is None else _scalar(one.low),
        "low_in": one.low_in,
        "high": None if one.high is None else _scalar(one.high),
        "high_in": one.high_in,
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "before": _scalar(one.before.value),
        "unit": one.before.unit,
        "taken_on": one.before.taken_on,
        "percent": None if one.percent is None else f"{one.percent}",
        "must_exceed": f"{one.must_exceed}",
        "is_real": None if one.percent is None else one.is_real,
        "because": one.because or None,
    }


def claim(one: CitedStatement) -> dict[str, Any]:
    """A statement with its source, as JSON values."""
    about, source = one.statement.about, one.source
    return {
        "id": one.statement.id,
        "text": one.statement.text,
        "plain": about.plain or None,
        "is_derived": one.is_derived,
        "design": about.design or source.kind,
        "jurisdiction": about.jurisdiction or None,
        "superseded_by": about.superseded_by or source.superseded_by or None,
        "reference": {
            "id": source.key,
            "title": source.title,
            "authors": [author.name for author in source.authors],
            "journal": source.journal or None,
            "year": source.published.year,
            "doi": source.doi or None,
            "pmid": source.pmid or None,
            "url": source.url or None,
        },
    }


def _scalar(value: Scalar) -> str | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


# -- the schema ----------------------------------------------------------------------------------------------

_TEXT: Final = {"type": "string"}
_DAY: Final = {"type": "string", "format": "date"}
_YES_OR_NO: Final = {"type": "boolean"}
_DECIMAL: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_PROBABILITY: Final = {"type": "number", "minimum": -0.0001, "maximum": 1.0001}
_HASH: Final = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _one_of(*words: str) -> dict[str, Any]:
    return {"enum": list(words)}


def _or_null(form: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [form, {"type": "null"}]}


def _list(form: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": form}


def _object(description: str, **keys: tuple[dict[str, Any], str]) -> dict[str, Any]:
    """An object closed to other keys, every key of it required and explained."""
    return {
        "description": description,
        "type": "object",
        "properties": {name: {**form, "description": says} for name, (form, says) in keys.items()},
        "required": list(keys),
        "additionalProperties": False,
    }


_PATHWAY: Final = _object(
    "The pathway that was applied.",
    id=(_TEXT, "Its name."),
    title=(_TEXT, "Its title."),
    version=(_TEXT, "Its version."),
    status=(_one_of("draft", "active", "retired"), "A draft has not been reviewed by a board."),
    date=(_DAY, "The day of this version."),
    review_by=(_or_null(_DAY), "The day by which it is to be looked at again; null where none is set."),
)
_DOSE: Final = _object(
    "How much, how often.",
    amount=(_DECIMAL, "How much, or the least of a range."),
    most=(_or_null(_DECIMAL), "The most of a range; null where there is none."),
    unit=(_TEXT, "In what unit."),
    every=(_or_null(_TEXT), "In what time; null where it is given once, or not said."),
    times=({"type": "integer", "minimum": 1}, "How often in that time."),
)
_ADVICE: Final = _object(
    "Something that a row advises for this patient.",
    do=(_one_of(*(one.value for one in Do)), "What kind of action it is."),
    text=(_TEXT, "The advice, with the patient's own values."),
    plain=(_or_null(_TEXT), "The same for the patient; null where nobody has put it plainly."),
    over_limit=(_or_null(_TEXT), "The limit that its dose passes: to be shown wherever the advice is."),
    dose=(_or_null(_DOSE), "Its dose, as data."),
    medicine=(_list(_TEXT), "Which medicine, as codes: a system's short name and the code."),
    order=(_list(_TEXT), "What is asked for, as codes."),
    claims=(_list(_TEXT), "The ids of the statements that it rests on, in `claims`."),
    due_on=(_or_null(_DAY), "When it is due."),
    table=(_TEXT, "The table that advises it."),
    row=(_TEXT, "The row."),
)
_NEED: Final = _object(
    "What must be found out before a table can decide.",
    input=(_TEXT, "The input's name."),
    label=(_TEXT, "What is needed, in words."),
    because=(_or_null(_TEXT), "Why it is not known, where something was found."),
    tables=(_list(_TEXT), "The tables that wait for it."),
)
_ROW: Final = _object(
    "A row that fired.",
    id=(_TEXT, "Its name."),
    tests=(
        _list(
            _object(
                "A cell.",
                column=(_TEXT, "The input or output that it tests."),
                test=(_TEXT, "The test, as written in the pathway."),
            )
        ),
        "Its cells that are not `-`.",
    ),
    ends=(_or_null(_TEXT), "Why nothing further is decided; null where it goes on."),
    note=(_or_null(_TEXT), "What its author says of it."),
)
_TABLE: Final = _object(
    "What became of one decision table.",
    id=(_TEXT, "Its name."),
    title=(_TEXT, "Its title."),
    hit=(_TEXT, "Its hit policy."),
    standing=(_one_of(*(one.value for one in TableStanding)), "What became of it."),
    because=(_or_null(_TEXT), "Why, where that needs saying."),
    rows=(_list(_ROW), "The rows that fired."),
    outputs=({"type": "object", "additionalProperties": _TEXT}, "What it hands on to later tables."),
    lacks=(_list(_TEXT), "The inputs it lacks."),
    open_rows=(_list(_TEXT), "The rows that may yet fire."),
)
_FACT: Final = _object(
    "What is known of one input.",
    input=(_TEXT, "The input's name."),
    label=(_TEXT, "What it is called."),
    standing=(_one_of("known", "absent", "undecided"), "Undecided: recorded, but it cannot be told what."),
    value=({"type": ["string", "boolean", "null"]}, "The value it was decided by."),
    unit=(_or_null(_TEXT), "The unit of that value."),
    recorded=(_or_null(_TEXT), "Value and unit as recorded."),
    taken_on=(_or_null(_DAY), "When it was found."),
    source=(_or_null(_TEXT), "Where in the record."),
    because=(_or_null(_TEXT), "What explains a value that was not simply read, or the want of one."),
)
_FLIP: Final = _object(
    "The nearest change of one input that would alter the advice.",
    input=(_TEXT, "The input's name."),
    label=(_TEXT, "What it is called."),
    now=(_TEXT, "What it is."),
    to=(_TEXT, "What it would be."),
    changes=(
        _list(
            _object(
                "A table that would come out otherwise.",
                table=(_TEXT, "The table."),
                rows=(_list(_TEXT), "The rows that would fire."),
            )
        ),
        "What would come out otherwise.",
    ),
)
_BANDING: Final = _object(
    "The bands that tables cut the value into.",
    tables=(_list(_TEXT), "The tables that cut it so."),
    bands=(
        _list(
            _object(
                "Values between two cut-offs.",
                low=(_or_null(_TEXT), "Where it begins; null: it has no lower end."),
                low_in=(_YES_OR_NO, "Whether that value is part of it."),
                high=(_or_null(_TEXT), "Where it ends; null: it has no upper end."),
                high_in=(_YES_OR_NO, "Whether that value is part of it."),
                probability=(_PROBABILITY, "How probable it is that the true value lies here."),
                is_own=(_YES_OR_NO, "Whether the result itself lies here."),
            )
        ),
        "From the lowest up.",
    ),
    elsewhere=(_PROBABILITY, "How probable it is that the true value lies in another band than the result."),
)
_CHANGE: Final = _object(
    "How the result differs from the one before.",
    before=(_TEXT, "The result before."),
    unit=(_TEXT, "Its unit."),
    taken_on=(_or_null(_DAY), "When it was taken."),
    percent=(_or_null(_DECIMAL), "The change in per cent of it; null where the two cannot be compared."),
    must_exceed=(
        _DECIMAL,
        "The reference change value: by how many per cent they must differ to have truly changed.",
    ),
    is_real=({"type": ["boolean", "null"]}, "Whether they do; null where they cannot be compared."),
    because=(_or_null(_TEXT), "Why they cannot be compared."),
)
_ASSAY: Final = _object(
    "How sure a measured value is.",
    input=(_TEXT, "The input's name."),
    value=(_DECIMAL, "The value measured."),
    unit=(_TEXT, "Its unit."),
    cv=(_DECIMAL, "The coefficient of variation of the method, in per cent."),
    bias=(_DECIMAL, "What its mean is off by at most, either way, in per cent."),
    within_person=(_DECIMAL, "How one person's own level varies, in per cent."),
    low=(_DECIMAL, "The true value lies from here, with 95 % probability."),
    high=(_DECIMAL, "To here."),
    bandings=(_list(_BANDING), "In which band of which tables."),
    change=(_or_null(_CHANGE), "Since the result before; null where there is none."),
    claims=(_list(_TEXT), "The statements that the assay's figures rest on, in `claims`."),
)
_CLAIM: Final = _object(
    "A statement that something rests on, in our own words, with its source.",
    id=(_TEXT, "Its id within the topic."),
    text=(_TEXT, "The statement."),
    plain=(_or_null(_TEXT), "The same for a patient."),
    is_derived=(
        _YES_OR_NO,
        "Whether it was worked out from others: its source is then only what it leans on.",
    ),
    design=(_TEXT, "The study design."),
    jurisdiction=(_or_null(_TEXT), "Whose rule it states, such as US or EU."),
    superseded_by=(_or_null(_TEXT), "What has taken its place."),
    reference=(
        _object(
            "The publication.",
            id=(_TEXT, "Its id within the topic."),
            title=(_TEXT, "Its title."),
            authors=(_list(_TEXT), "Its authors."),
            journal=(_or_null(_TEXT), "Where it was published."),
            year=({"type": ["integer", "null"]}, "When."),
            doi=(_or_null(_TEXT), "Its DOI."),
            pmid=(_or_null(_TEXT), "Its PubMed id."),
            url=(_or_null(_TEXT), "Its address."),
        ),
        "Its source.",
    ),
)
_RECOMMENDATION: Final = _object(
    "What a pathway says of one patient on one day, and every step of how it came to say so.",
    id=(_HASH, "SHA-256 of everything below, sorted by key."),
    pathway=(_PATHWAY, "The pathway that was applied."),
    on=(_DAY, "The day it was applied for."),
    standing=(
        _one_of(*(one.value for one in Standing)),
        "Whether every table asked has decided, at least one cannot, or a row ended it.",
    ),
    ended=(_or_null(_TEXT), "Why it ended early."),
    advice=(_list(_ADVICE), "What is advised, in the order of the tables."),
    needs=(_list(_NEED), "What must be found out before the rest can be decided."),
    tables=(_list(_TABLE), "Every table, in the order asked."),
    facts=(_list(_FACT), "Every input, formulas included."),
    flips=(_list(_FLIP), "What would change the advice."),
    remarks=(_list(_TEXT), "What was found and not used, or used with care."),
    assays=(_list(_ASSAY), "How sure the measured values are."),
    claims=(_list(_CLAIM), "The statements that all this rests on, in the order they are cited."),
    curbside=(_TEXT, "The version of Curbside."),
)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that everything `to_json` writes is valid against."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "curbside:recommendation",
        "title": "What a Curbside pathway says of one patient",
        **_RECOMMENDATION,
    }
