"""A population as one table, a row a patient: which column answers which input, and the SQL that reads it so.

A row means what `curbside.patient.row` says it means: ``34 ng/mL`` in one column, or ``34`` with its unit beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Final

from curbside.errors import Mendable
from curbside.pathway.calendar import earlier
from curbside.pathway.definition import Input, Kind, Origin, Pathway
from curbside.pathway.population import literals, shaping
from curbside.pathway.population.engines import Engine, Fields
from curbside.pathway.population.shaping import Recorded
from curbside.patient.answers import BORN, DIED, SEX, YES_OR_NO
from curbside.patient.row import NOTHING
from curbside.terminology.quantities import unit_named

ID: Final = "patient"
_PERSON: Final = (ID, BORN, SEX, DIED)
_WRITTEN: Final = re.compile(
    r"(?P<column>[^=]+)=(?P<input>[a-z][a-z0-9_]*)(?:\.(?P<part>unit|on)|:(?P<unit>.+))?"
)
_NUMBER: Final = "^[+-]?[0-9]{1,30}([.][0-9]{1,30})?"
_UNIT: Final = "[ ]*([^0-9 .,<>=+-].*)?$"
_BOUND: Final = "^[<>≤≥]"
_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@dataclass(slots=True, kw_only=True)
class Place:
    """Where an input stands: its column, the unit's, the day's, or one unit that all have."""

    column: str = ""
    unit_column: str = ""
    day_column: str = ""
    unit: str = ""


@dataclass(slots=True)
class Mapped:
    """Which column is what. Columns that bear an input's own name need no mapping (``level_unit``, ``level_on``)."""

    places: dict[str, Place] = field(default_factory=dict)

    def place(self, name: str) -> Place:
        return self.places.setdefault(name, Place())


def mapped(written: Iterable[str], pathway: Pathway, columns: Iterable[str]) -> Mapped:
    """``COLUMN=INPUT``, ``COLUMN=INPUT.unit``, ``COLUMN=INPUT.on``, ``COLUMN=INPUT:ng/mL`` (all in this unit), and
    ``COLUMN=patient``, ``born``, ``sex`` or ``died``. Raises `Mendable` for what is no column or no input.
    """
    present = {column: column for column in columns}
    known = {*pathway.inputs, *_PERSON}
    found = Mapped()
    for one in written:
        parts = _WRITTEN.fullmatch(one)
        if not parts:
            raise Mendable(f"expected --map as COLUMN=INPUT or COLUMN=INPUT.unit, came '{one}'")
        if parts["column"] not in present:
            raise Mendable(f"expected --map to name a column of the file, came '{parts['column']}'")
        if parts["input"] not in known:
            raise Mendable(f"expected --map to name an input of '{pathway.id}', came '{parts['input']}'")
        place = found.place(parts["input"])
        match parts["part"]:
            case "unit":
                place.unit_column = parts["column"]
            case "on":
                place.day_column = parts["column"]
            case _:
                place.column, place.unit = parts["column"], parts["unit"] or ""
    for name in known:
        place = found.place(name)
        place.column = place.column or present.get(name, "")
        place.unit_column = place.unit_column or present.get(f"{name}_unit", "")
        place.day_column = place.day_column or present.get(f"{name}_on", "")
    if not found.place(ID).column:
        raise Mendable(
            # Their names are not repeated: a table without its header has a patient's values for names.
            f"expected a column 'patient', or --map COLUMN=patient; none of the {len(present)} columns is named so"
        )
    return found


class FlatFile:
    """A CSV or Parquet file, shaped for a pathway on one day."""

    def __init__(
        self, engine: Engine, pathway: Pathway, path: Path, *, maps: Iterable[str], on: date
    ) -> None:
        self._engine, self._pathway, self._on = engine, pathway, on
        self._fields: Fields = engine.flat("flat", path)
        self._mapped = mapped(maps, pathway, self._fields)
        # In SQL a column goes by its number: a file may name its columns as it likes.
        self._names = {column: f"c{place}" for place, column in enumerate(self._fields)}
        used = {place.column for place in self._mapped.places.values()}
        used |= {
            one for place in self._mapped.places.values() for one in (place.unit_column, place.day_column)
        }
        self.columns_not_read = len(self._fields.keys() - used)
        quoted = ", ".join(
            f"{engine.quoted(column)} AS {self._names[column]}" for column in self._fields if column in used
        )
        engine.view("columns", f"SELECT {quoted} FROM flat")

    def facts(self) -> str:
        """A query: what is known of every patient."""
        steps = ["SELECT * FROM columns"]
        gathered = [one for one in self._pathway.inputs.values() if not one.formula]
        for declared in gathered:
            for depth, added in enumerate(self._known(declared)):
                while len(steps) <= depth + 1:
                    steps.append("")
                steps[depth + 1] += "".join(f", {one}" for one in added)
        query = steps[0]
        for step in steps[1:]:
            query = f"SELECT *{step} FROM ({query}) AS step"
        listed = ", ".join(f"in_{one.name}, is_{one.name}" for one in gathered)
        return (
            f"SELECT {self._column(ID)} AS patient, {self._died()} AS died, {listed}, "
            f"{shaping.marks(gathered)} AS marks FROM ({query}) AS shaped"
        )

    def left_out(self) -> dict[str, int]:
        """How many lines are no row, by why; once the file has been read."""
        return {"unreadable": self._engine.left_out("flat")}

    def _column(self, name: str) -> str:
        return self._names[self._mapped.place(name).column]

    def _known(self, declared: Input) -> list[tuple[str, ...]]:
        """The steps from what the columns say to what is known of an input."""
        said = self._said(declared) if self._mapped.place(declared.name).column else None
        found = self._found(declared)
        if found is None or said is None:
            return list(self._shaped(declared, found or said or Recorded(is_there="FALSE")))
        of_person = replace(declared, name=f"{declared.name}__found", absence="")
        of_answer = replace(declared, name=f"{declared.name}__said", absence="")
        steps = [
            (*first, *second)
            for first, second in zip_longest(
                self._shaped(of_person, found), self._shaped(of_answer, said), fillvalue=()
            )
        ]
        return [*steps, shaping.together(declared)]

    def _found(self, declared: Input) -> Recorded | None:
        match declared.origin:
            case Origin.AGE if self._mapped.place(BORN).column:
                return self._age(declared)
            case Origin.SEX if self._mapped.place(SEX).column:
                return self._sex(declared)
        return None

    def _shaped(self, declared: Input, found: Recorded) -> Iterator[tuple[str, ...]]:
        spelled: list[str] = []
        if declared.kind is Kind.QUANTITY and found.unit:
            spelled = self._spelled(found.unit)
        return shaping.known(declared, found, units=spelled)

    def _spelled(self, unit: str) -> list[str]:
        """The spellings of a unit that occur."""
        if unit.startswith("'"):
            return [unit.strip("'")]
        spelled = self._engine.rows(f"SELECT DISTINCT {unit} FROM columns LIMIT {shaping.MOST_UNITS}")
        return [one for (one,) in spelled if one]

    # -- one column ------------------------------------------------------------------------------------------

    def _age(self, declared: Input) -> Recorded:
        born = self._day(self._mapped.place(BORN).column)
        today = literals.day(self._on)
        unit = next((unit for unit in declared.units if unit_named(unit) == "year"), "")
        return Recorded(
            is_there=f"({born}) IS NOT NULL",
            number=f"CASE WHEN {born} <= {today} THEN {shaping.age(born, self._on)} END",
            unit=literals.text(unit),
            why=f"CASE WHEN {born} > {today} THEN 'unborn' END",
        )

    def _sex(self, declared: Input) -> Recorded:
        sex = f"LOWER(TRIM({self._column(SEX)}))"
        named = f"CASE {sex} WHEN 'f' THEN 'female' WHEN 'm' THEN 'male' ELSE {sex} END"
        words = ", ".join(literals.text(word.casefold()) for word in declared.words if word != "unknown")
        return Recorded(is_there=f"COALESCE({named} IN ({words or 'NULL'}), FALSE)", word=named)

    def _died(self) -> str:
        """Yes, or the day of it."""
        place = self._mapped.place(DIED)
        if not place.column:
            return "FALSE"
        column, kind = self._names[place.column], self._fields[place.column]
        if kind == "BOOLEAN":
            return f"COALESCE({column}, FALSE)"
        day = self._day(place.column)
        if kind != "STRING":
            return f"({day}) IS NOT NULL"
        return f"(COALESCE(LOWER(TRIM({column})) IN ('true', 'yes'), FALSE) OR ({day}) IS NOT NULL)"

    def _said(self, declared: Input) -> Recorded:
        place = self._mapped.place(declared.name)
        column, kind = self._names[place.column], self._fields[place.column]
        is_written, is_after, why = self._dated(declared, place)
        if kind == "STRING":
            return self._written(declared, place, counts=is_written, is_after=is_after, why=why)
        there = f"{column} IS NOT NULL{is_written}"
        if kind == "BOOLEAN":
            return Recorded(is_there=there, truth=column, is_after=is_after, why=why)
        if kind.startswith(("DATE", "TIMESTAMP")):
            return Recorded(is_there=there, day=f"CAST({column} AS DATE)", is_after=is_after, why=why)
        number = column if kind == "DOUBLE" else f"CAST({column} AS DOUBLE)"
        finite = f"CASE WHEN ABS({number}) <= {shaping.FINITE} THEN {number} END"
        unit = self._unit_beside(place)
        return Recorded(
            is_there=there, number=finite, unit=_or_years(declared, unit), is_after=is_after, why=why
        )

    def _dated(self, declared: Input, place: Place) -> tuple[str, str | None, str | None]:
        """What keeps an answer from counting by its day; whether it is after the decision; and if it is no day."""
        if not place.day_column:
            return "", None, None
        day, raw = self._day(place.day_column), self._names[place.day_column]
        today = literals.day(self._on)
        too_old = ""
        if declared.within:
            too_old = f" AND COALESCE({day} >= {literals.day(earlier(self._on, declared.within))}, TRUE)"
        given = f"{raw} IS NOT NULL"
        if self._fields[place.day_column] == "STRING":
            given = _is_given(raw)
        undated = f"CASE WHEN {given} AND ({day}) IS NULL THEN 'undated' END"
        is_after = f"{self._names[place.column]} IS NOT NULL AND COALESCE({day} > {today}, FALSE)"
        return f" AND COALESCE({day} <= {today}, TRUE){too_old}", is_after, undated

    def _unit_beside(self, place: Place) -> str | None:
        if place.unit_column:
            return self._names[place.unit_column]
        return literals.text(place.unit) if place.unit else None

    def _written(
        self, declared: Input, place: Place, *, counts: str, is_after: str | None, why: str | None
    ) -> Recorded:
        """A text may be anything; only the input says what it is read as."""
        column = self._names[place.column]
        text = f"TRIM({column})"
        words = " ".join(f"WHEN {literals.text(word)} THEN {value!s}" for word, value in YES_OR_NO.items())
        truth = f"CASE LOWER({text}) {words} END"
        if beside := self._unit_beside(place):
            text_and_unit = f"TRIM(concat({text}, ' ', COALESCE({beside}, '')))"
        else:
            text_and_unit = text
        is_number = f"regexp_like({text_and_unit}, '{_NUMBER}{_UNIT}')"
        number = f"CASE WHEN {is_number} THEN TRY_CAST(regexp_extract({text}, '{_NUMBER}', 0) AS DOUBLE) END"
        unit = f"TRIM(regexp_replace({text_and_unit}, '{_NUMBER}', ''))"
        bound = f"CASE WHEN regexp_like({text}, '{_BOUND}') THEN 'bound' END"
        if declared.kind is Kind.QUANTITY:
            why = f"COALESCE({why}, {bound})" if why else bound
        word = text
        if declared.name == SEX:
            word = f"CASE LOWER({text}) WHEN 'f' THEN 'female' WHEN 'm' THEN 'male' ELSE {text} END"
        return Recorded(
            is_there=f"{_is_given(column)}{counts}",
            number=number,
            unit=_or_years(declared, unit),
            word=word,
            truth=truth,
            day=self._day(place.column),
            is_after=is_after,
            why=why,
        )

    def _day(self, column: str) -> str:
        name = self._names[column]
        if self._fields[column] != "STRING":
            return f"CAST({name} AS DATE)"
        return f"CASE WHEN regexp_like(TRIM({name}), '{_DAY}') THEN TRY_CAST(TRIM({name}) AS DATE) END"


def _is_given(column: str) -> str:
    """Does a text say anything? `curbside.patient.row.NOTHING` has what does not."""
    nothing = ", ".join(literals.text(one) for one in sorted(NOTHING))
    return f"COALESCE(TRIM({column}) NOT IN ({nothing}), FALSE)"


def _or_years(declared: Input, unit: str | None) -> str | None:
    """An age without a unit is in years."""
    if declared.origin is not Origin.AGE:
        return unit
    own = literals.text(declared.units[0])
    return f"COALESCE(NULLIF({unit}, ''), {own})" if unit else own
