"""Patients made from a pathway's own thresholds: where two engines could disagree, if they do anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from curbside.pathway.definition import Input, Kind, Pathway
from curbside.pathway.engine import decide, with_unit
from curbside.pathway.gather import facts_of
from curbside.pathway.recommendation import Recommendation, TableStanding
from curbside.pathway.unary import Point, UnaryTest
from curbside.patient.row import record_of_row

Values = Mapping[str, str]
"""What is known of a patient, as `curbside.patient.row` reads it."""

DAY = date(2026, 11, 25)
FAR = 20
"""How many patients are looked for that get far."""
TRIES = 200
STEPS = (Decimal("0.1"), Decimal(1), Decimal("0.001"))


def generated(pathway: Pathway, count: int, *, around: Sequence[Values] = (), seed: int = 0) -> list[Values]:
    """So many patients, always the same for one seed.

    One in three has each value drawn by itself. The rest are one of those ``around``, or one found to get far into
    the pathway, with up to four values changed: what stands behind a refusal is reached too. A value lies on, or just
    beside, a threshold of any table, in any unit; it is missing, or recorded so that nobody can tell what it says.
    """
    draw = _Draw(pathway, Random(seed))
    near = [*around, *(draw.one_that_gets_far() for _ in range(FAR))]
    return [draw.anyone() if at % 3 == 0 else draw.changed(near) for at in range(count)]


class _Draw:
    """Draws patients of one pathway."""

    def __init__(self, pathway: Pathway, random: Random) -> None:
        self._pathway, self._random = pathway, random
        asked = [name for name, declared in pathway.inputs.items() if declared.formula is None]
        self._choices = {name: list(_choices(pathway, name)) for name in asked}
        self._tables = {table.id: table for table in pathway.tables}

    def anyone(self) -> Values:
        return _there({name: self._value(name) for name in self._choices})

    def changed(self, near: Sequence[Values]) -> Values:
        changing = self._random.sample(
            list(self._choices), k=min(len(self._choices), self._random.randint(1, 4))
        )
        return _there({**self._random.choice(near), **{name: self._value(name) for name in changing}})

    def one_that_gets_far(self) -> Values:
        """Somebody with all values known, drawn anew wherever they ended the pathway or left a table open."""
        patient = {name: self._random.choice(choices[:-1]) for name, choices in self._choices.items()}
        for _ in range(TRIES):
            facts = facts_of(record_of_row(patient), self._pathway, on=DAY)
            blamed = self._blamed(decide(self._pathway, facts))
            if not blamed:
                break
            name = self._random.choice(blamed)
            patient[name] = self._random.choice(self._choices[name][:-1])
        return _there(patient)

    def _blamed(self, decided: Recommendation) -> list[str]:
        """The inputs that the first table to end it, or to be left open, has tests of."""
        for result in decided.tables:
            table = self._tables[result.table]
            has_ended = any(row.ends for row in table.rows if row.id in result.rows)
            if has_ended or result.standing is TableStanding.UNDECIDED:
                columns = {column for row in table.rows for column in row.tests}
                return sorted(name for column in columns for name in self._behind(column))
        return []

    def _behind(self, column: str) -> Iterator[str]:
        """The inputs that a column is worked out from: itself, or its formula's, or all of another table's."""
        if column in self._choices:
            yield column
        elif column in self._pathway.inputs:
            formula = self._pathway.inputs[column].formula
            yield from (one for name in (formula.names if formula else ()) for one in self._behind(name))
        else:
            table = self._tables[column.partition(".")[0]]
            yield from (one for row in table.rows for name in row.tests for one in self._behind(name))

    def _value(self, name: str) -> str:
        """Missing one time in eight, and one time in forty not to be told."""
        by_chance = self._random.random()
        if by_chance < 1 / 8:
            return ""
        choices = self._choices[name]
        return choices[-1] if by_chance > 39 / 40 else self._random.choice(choices[:-1])


def _there(patient: Values) -> Values:
    return {name: text for name, text in patient.items() if text}


def _choices(pathway: Pathway, name: str) -> Iterator[str]:
    """Values to draw from; the last is one that cannot be told."""
    declared = pathway.inputs[name]
    match declared.kind:
        case Kind.BOOLEAN:
            yield from ("yes", "no", "perhaps")
        case Kind.CODE:
            yield from (*declared.words, "none of these words")
        case Kind.DATE:
            days = {one for _, one in _points(pathway, name) if isinstance(one, date)} or {date(2026, 11, 1)}
            for day in sorted(days):
                yield from (f"{day + timedelta(days=days)}" for days in (-1, 0, 1))
            yield "perhaps"
        case Kind.QUANTITY:
            yield from _quantities(pathway, declared)


def _quantities(pathway: Pathway, declared: Input) -> Iterator[str]:
    points = {(unit, one) for unit, one in _points(pathway, declared.name) if isinstance(one, Decimal)}
    for unit in declared.units:
        of_unit = sorted(one for in_unit, one in points if in_unit == unit) or [Decimal(1), Decimal(100)]
        for point in of_unit:
            yield with_unit(str(point), unit)
            moved = [beside for step in STEPS for beside in (point - step, point + step)]
            yield from (with_unit(str(one), unit) for one in moved if one >= 0 or point < 0)
        for low, high in pairwise(of_unit):
            yield with_unit(str((low + high) / 2), unit)
    yield "34"


def _points(pathway: Pathway, name: str) -> Iterator[tuple[str, Point]]:
    """The ends of all intervals that any test has for this input, by unit."""
    for test in _tests(pathway, name):
        for unit, spans in test.spans.items():
            for span in spans:
                yield from ((unit, end) for end in (span.low, span.high) if end is not None)


def _tests(pathway: Pathway, name: str) -> Iterator[UnaryTest]:
    plausible = pathway.inputs[name].plausible
    if plausible:
        yield plausible
    for table in pathway.tables:
        for tests in (table.guards, *(row.tests for row in table.rows)):
            if name in tests:
                yield tests[name]
