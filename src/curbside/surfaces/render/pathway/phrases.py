"""The words that both printings of a pathway use: what a test lets through, a dose, a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from curbside.pathway.citations import CitedStatement
from curbside.pathway.definition import (
    Action,
    Assay,
    Do,
    Dose,
    HitPolicy,
    Input,
    Kind,
    Origin,
    Pathway,
    Row,
    Table,
)
from curbside.pathway.engine import unit_as_read, with_unit
from curbside.pathway.unary import EVERYTHING, Scalar, Span, UnaryTest
from curbside.surfaces.render.wording import authors, printable

_PLACE: Final = re.compile(r"\{(\w+)\}")
ANY: Final = "any"
NOT_RECORDED: Final = "not recorded"

HIT: Final = {
    HitPolicy.UNIQUE: "unique: exactly one row may match",
    HitPolicy.ANY: "any: rows that match must say the same",
    HitPolicy.PRIORITY: "priority: of the rows that match, the first in the order of its outputs counts",
    HitPolicy.FIRST: "first: the first row that matches counts",
    HitPolicy.COLLECT: "collect: every row that matches counts",
}
DO: Final = {
    Do.START: "Start",
    Do.ADJUST: "Adjust",
    Do.MEASURE: "Measure",
    Do.REFER: "Refer",
    Do.STOP: "Stop",
    Do.ADVISE: "Advise",
}
_WHERE: Final = {
    Origin.OBSERVATION: "from results",
    Origin.THERAPY: "from medicines asked for, stated, given or handed out",
    Origin.CONDITION: "from diagnoses",
    Origin.AGE: "from the day of birth",
    Origin.SEX: "from the record",
    Origin.ANSWER: "asked for",
    Origin.FORMULA: "worked out",
}


def lead(do: Do, text: str) -> str:
    """What an action is introduced by: ``Measure: ``, and nothing where its text begins with that word itself."""
    return "" if text.startswith((f"{DO[do]} ", f"{DO[do]}:")) else f"{DO[do]}: "


def review_status(pathway: Pathway) -> str:
    """Who has looked at it: a board, or nobody."""
    if pathway.status == "active":
        return "Active"
    if pathway.status == "retired":
        return "Retired: not to be used any more"
    return "Draft, not reviewed by a board"


def day(one: date) -> str:
    return f"{one.day} {one:%B %Y}"


def label(column: str, pathway: Pathway) -> str:
    """What a column is called: an input's label; of a table's output, its name and the table's title."""
    if column in pathway.inputs:
        return printable(pathway.inputs[column].label)
    table, _, output = column.partition(".")
    return f"{words(output)} ({printable(pathway.table(table).title)})"


def with_names(text: str, pathway: Pathway) -> str:
    """A text with the names of what it will say of a patient in the place of the values: ``[expected level]``."""
    return printable(
        _PLACE.sub(
            lambda place: f"[{pathway.inputs[place[1]].label if place[1] in pathway.inputs else place[1]}]",
            text,
        )
    )


def words(name: str) -> str:
    """``below_30`` as it is read."""
    return printable(name.replace("_", " "))


def cell(test: UnaryTest | None) -> str:
    """What a cell lets through, as a clinician says it: ``30 to < 40 ng/mL (75 to < 100 nmol/L)``."""
    if test is None or test.anything:
        return ANY
    parts = [NOT_RECORDED] if test.lets_missing else []
    if test.words:
        named = " or ".join(scalar(word) for word in _in_order(test.words))
        parts.append(f"anything but {named}" if test.but else named)
    elif test.but and all(spans == (EVERYTHING,) for spans in test.spans.values()):
        parts.append("recorded, whatever it is")
    elif test.spans:
        first, *others = (_in_unit(spans, unit) for unit, spans in test.spans.items())
        parts.append(f"{first} ({', '.join(others)})" if others else first)
    return " or ".join(parts)


def _in_order(chosen: Iterable[str | bool]) -> list[str | bool]:
    return sorted(chosen, key=str, reverse=all(isinstance(one, bool) for one in chosen))


def _in_unit(spans: Sequence[Span], unit: str) -> str:
    return with_unit(" or ".join(map(span, spans)), unit)


def span(one: Span) -> str:
    """An interval: ``< 30``, ``30 to < 40``, ``≥ 40``, ``40``."""
    low, high = (None if end is None else scalar(end) for end in (one.low, one.high))
    if low is None and high is None:
        return ANY
    if low is None:
        return f"{'≤' if one.high_in else '<'} {high}"
    if high is None:
        return f"{'≥' if one.low_in else '>'} {low}"
    if low == high:
        return low
    return f"{'' if one.low_in else '> '}{low} to {'' if one.high_in else '< '}{high}"


def scalar(value: Scalar) -> str:
    """A value as it is read."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return day(value) if isinstance(value, date) else words(value)


def dose(one: Dose) -> str:
    """``800 to 1,000 IU, every day``; ``100 mg, twice a day``."""
    amount = scalar(Decimal(one.amount))
    if one.most:
        amount = f"{amount} to {scalar(Decimal(one.most))}"
    written = f"{amount} {printable(one.unit)}"
    if one.every is None:
        return written if one.times == 1 else f"{written}, {_times(one.times)}"
    if one.times > 1:
        period = one.every.unit if one.every.count == 1 else str(one.every)
        return f"{written}, {_times(one.times)} {'a' if one.every.count == 1 else 'every'} {period}"
    return f"{written}, every {one.every.unit if one.every.count == 1 else one.every}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def after(action: Action) -> str:
    """When, from the day of the decision; empty where nothing is said of it."""
    if action.after is None:
        return ""
    return "now" if action.after.count == 0 else f"after {action.after}"


def details(action: Action) -> str:
    """An action's dose and when it is due, from the day of the decision."""
    return " · ".join(part for part in (dose(action.dose) if action.dose else "", after(action)) if part)


def assay(one: Assay) -> str:
    """How far a measured value may be off, and how one person's own level varies."""
    return (
        f"The method varies by {one.cv}% (coefficient of variation) and is off by at most {one.bias}% either way; "
        f"one person's own level varies by {one.within_person}%"
    )


def guards(table: Table, pathway: Pathway) -> str:
    """When a table is asked at all; empty where it always is."""
    met = (f"{label(column, pathway)}: {cell(test)}" for column, test in table.guards.items())
    return "; ".join(met)


def outputs(row: Row) -> str:
    """What a row hands on to later tables."""
    return "; ".join(f"{words(name)}: {words(value)}" for name, value in row.outputs.items())


def known_from(one: Input) -> str:
    """Where an input is looked for, how far back, and what it means that nothing is there."""
    if one.formula is not None:
        return f"worked out from {', '.join(sorted(words(name) for name in one.formula.names))}"
    parts = [_WHERE[one.origin]]
    if one.is_previous:
        parts.append("the result before the latest")
    if one.within is not None:
        parts.append(f"within {one.within}")
    parts.append(
        "nothing recorded is read as no"
        if one.absence == "no"
        else "nothing recorded: not known, never guessed"
    )
    return "; ".join(parts)


def values_of(one: Input) -> str:
    """What values an input has: its units, its words, yes or no."""
    if one.kind is Kind.QUANTITY:
        return " or ".join("a number" if unit == "1" else printable(unit_as_read(unit)) for unit in one.units)
    if one.kind is Kind.CODE:
        return ", ".join(map(words, one.words))
    return "yes or no" if one.kind is Kind.BOOLEAN else "a date"


def short_name(claim: CitedStatement) -> str:
    """How a statement's source is spoken of: ``Khan 2017``."""
    one = claim.source
    first = one.authors[0] if one.authors else None
    name = (first.collective or first.family) if first else one.title
    year = f" {one.published.year}" if one.published.year else ""
    return f"{printable(name)}{year}"


def tags(claim: CitedStatement) -> tuple[str, ...]:
    """Whose rule it is, of what kind the source is, and whose words."""
    about = claim.statement.about
    design = "" if claim.is_derived else printable(about.design or claim.source.kind)
    return tuple(part for part in (printable(about.jurisdiction), design, whose(claim)) if part)


def whose(claim: CitedStatement) -> str:
    """Whose words a statement is in."""
    return "derived" if claim.is_derived else "our summary"


def source(claim: CitedStatement) -> str:
    """By whom, where and when what a statement summarises was published."""
    one = claim.source
    year = str(one.published.year) if one.published.year else "no date"
    leans_on = "Worked out from other statements; leans on " if claim.is_derived else ""
    printed = (authors([author.name for author in one.authors]), printable(one.title), printable(one.journal))
    return f"{leans_on}{'. '.join(part.rstrip('.') for part in printed if part)}. {year}."


def known_of(claim: CitedStatement) -> str:
    """Of what kind the source is, and what names it goes by."""
    one = claim.source
    pmid = f"PMID {printable(one.pmid)}" if one.pmid else ""
    doi = f"doi:{printable(one.doi)}" if one.doi else ""
    return " · ".join(part for part in (*tags(claim), pmid, doi) if part)


def superseded(claim: CitedStatement) -> str:
    """That a newer statement or source has taken its place; empty where none has."""
    by = claim.statement.about.superseded_by or claim.source.superseded_by
    return f"SUPERSEDED by {printable(by)}" if by else ""
