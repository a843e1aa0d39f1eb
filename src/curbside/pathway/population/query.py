"""A pathway as one query, in SQL that DuckDB and Spark both run, which says what the reference engine says.

Three-valued logic is SQL's own: a cell is TRUE, FALSE or NULL, and a row its cells joined by AND. The query is a
chain of named steps, each of which adds columns to the one before:

* ``died``, which the facts come with: has the patient died?
* ``in_NAME`` and ``is_NAME``, which the facts come with, of every input: its value, and what is known of it: NULL
  when that cannot be told, 0 when nothing is recorded, else in which of its units (from 1) the value is.
* ``at_NAME``: the class of a column's value (`curbside.pathway.population.classes`), NULL when it has none.
* ``no_NAME``: is it missing? NULL when that cannot be told.
* ``t_TABLE``: what became of a table: the number of the row that fired, from 1, or one of `Became`.
* ``lk_NAME``: the inputs that a table or a formula lacks, as bits in the order in which the pathway has them.
* ``ended_TABLE``: the number of the row, over all tables, that has ended the pathway by then, else 0; ``held_TABLE``:
  might an undecided table yet end it?
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import combinations
from typing import Final

from curbside.errors import BadData
from curbside.pathway.definition import HitPolicy, Input, Kind, Pathway, Row, Table
from curbside.pathway.engine import agree, in_order
from curbside.pathway.formula import Formula, Name, Number, Operation, Term
from curbside.pathway.gather import DIED
from curbside.pathway.population import literals
from curbside.pathway.population.classes import Classes, Piece, classes_of
from curbside.pathway.recommendation import Standing, TableStanding
from curbside.pathway.truth import Truth
from curbside.pathway.unary import NUMBER, UnaryTest

MOST_INPUTS: Final = 62
"""Each has a bit of a whole number of 64, of which the sign is none."""

_WORD: Final = re.compile(r"[a-z]\w*")
_TRUE: Final = "TRUE"
_START: Final = "0"
"""Stands for a table before the first, which a patient's death ends: no table can be named so."""
_NO_BIT: Final = "CAST(0 AS BIGINT)"
_LARGEST: Final = "1.7976931348623157e308"


class Became(IntEnum):
    """What became of a table in which no single row fired. A table that collects and has decided is `COLLECTED`."""

    COLLECTED = 1
    NOT_ASKED = -1
    UNREACHED = -2
    # From here on what is not settled, so that one comparison tells.
    NO_MATCH = -3
    UNDECIDED = -4
    CONFLICT = -5
    GUARD_UNKNOWN = -6
    HELD = -7


_STANDINGS: Final = {
    Became.COLLECTED: TableStanding.DECIDED,
    Became.NO_MATCH: TableStanding.NO_MATCH,
    Became.UNDECIDED: TableStanding.UNDECIDED,
    Became.CONFLICT: TableStanding.CONFLICT,
    Became.NOT_ASKED: TableStanding.NOT_ASKED,
    Became.GUARD_UNKNOWN: TableStanding.WAITING,
    Became.UNREACHED: TableStanding.UNREACHED,
    Became.HELD: TableStanding.WAITING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A pathway's query.

    ``steps`` are SELECTs, by name, of which each reads the one before it and the first ``facts``. They are views rather
    than one text, of which Spark's planner would take minutes to see the end. ``answers`` are the columns of one row a
    patient, by name, and ``lacks`` the bits of all that is lacking, which they read. ``kinds``, whole numbers, and
    ``measures``, doubles, are the same for two patients only if the one can stand for the other, flip facts included.
    """

    pathway: Pathway
    steps: Mapping[str, str]
    answers: Mapping[str, str]
    lacks: str
    kinds: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def keys(self) -> dict[str, str]:
        """By name: first the kinds, then the measures."""
        return {f"k{place}": key for place, key in enumerate((*self.kinds, *self.measures))}

    @property
    def last(self) -> str:
        return list(self.steps)[-1]

    @property
    def gathered(self) -> tuple[str, ...]:
        """The inputs that must be among the facts: all but those that are worked out."""
        return tuple(name for name, declared in self.pathway.inputs.items() if not declared.formula)

    def select(self, *, also: Sequence[str] = (), flips: str = "") -> str:
        """One row a patient. ``also`` are columns of the facts to hand through.

        ``flips`` is the name of a relation of keys and flip facts (``flips``), where there is one.
        """
        columns = [f"{sql} AS {name}" for name, sql in self.answers.items()]
        keys = self._keyed if flips else ()
        source = f"(SELECT {', '.join(['*', f'{self.lacks} AS lacks', *keys])} FROM {self.last}) AS decided"
        if flips:
            same = " AND ".join(f"decided.{name} = {flips}.{name}" for name in self.keys)
            source = f"{source} LEFT JOIN {flips} ON {same}"
            columns.append(f"{flips}.flips AS flips")
        listed = ",\n  ".join(("patient", *columns, *also))
        return f"SELECT\n  {listed}\nFROM {source}"

    def alike(self, *, most: int) -> str:
        """The ``most`` frequent kinds of patients: their keys, how many there are, and the facts of one of them."""
        parts = [f"{part}_{name}" for name in self.gathered for part in ("in", "is")]
        keys, one = ", ".join(self.keys), ", ".join(f"any_value({part}) AS {part}" for part in parts)
        keyed = f"SELECT {', '.join((*self._keyed, *parts))} FROM {self.last}"
        grouped = f"SELECT {keys}, count(*) AS patients, {one} FROM ({keyed}) AS keyed GROUP BY {keys}"
        return f"{grouped} ORDER BY patients DESC, {keys} LIMIT {most}"

    @property
    def _keyed(self) -> tuple[str, ...]:
        return tuple(f"{key} AS {name}" for name, key in self.keys.items())


def compiled(pathway: Pathway) -> Compiled:
    """Raises `BadData` for more inputs than a row of bits holds."""
    if len(pathway.inputs) > MOST_INPUTS:
        raise BadData(
            f"expected at most {MOST_INPUTS} inputs to run '{pathway.id}' on a population, "
            f"came {len(pathway.inputs)}"
        )
    compiling = _Compiling(pathway)
    compiling.run()
    return Compiled(
        pathway=pathway,
        steps=compiling.steps,
        answers=compiling.answers(),
        lacks=compiling.lacks(),
        kinds=tuple(compiling.kinds()),
        measures=tuple(compiling.measures()),
    )


def named(column: str) -> str:
    """A column of the pathway as part of a name in SQL: the output ``safety.status`` is ``safety__status``."""
    return column.replace(".", "__")


class _Compiling:
    """Writes the steps, in the order in which the reference engine goes."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway
        self._tests = _tests_by_column(pathway)
        self._classes = {column: self._classes_of(column) for column in self._tests}
        self._gathered = [name for name, one in pathway.inputs.items() if not one.formula]
        formulas = [one.formula for one in pathway.inputs.values() if one.formula]
        self._measured = [
            name for name in self._gathered if any(name in formula.names for formula in formulas)
        ]
        self._bits = {name: 1 << place for place, name in enumerate(pathway.inputs)}
        self._endings = [(table.id, row) for table in pathway.tables for row in table.rows if row.ends]
        self._done: set[str] = set()
        self._end_after = _START
        """The last table asked that can end the pathway."""
        self._levels: dict[int, list[str]] = {}
        self._depths: dict[str, int] = {}

    def run(self) -> None:
        at_death = f"CASE WHEN died THEN {len(self._endings) + 1} ELSE 0 END AS ended_{_START}"
        self._step([at_death, f"FALSE AS held_{_START}"])
        self._step([added for name in self._gathered for added in self._classed(name)])
        for table in self._pathway.tables:
            self._ask(table)
        for name, one in self._pathway.inputs.items():
            if one.formula:
                self._work_out(name)

    def _step(self, added: Sequence[str]) -> None:
        """Columns, each as ``SQL AS name``, in the first step that comes after all that they read.

        Few broad steps rather than one a table: Spark's planner gives up on a chain of a hundred.
        """
        depths = []
        for one in added:
            expression, _, name = one.rpartition(" AS ")
            read = [self._depths[word] for word in _WORD.findall(expression) if word in self._depths]
            depths.append((name, max(read, default=-1) + 1))
            self._levels.setdefault(depths[-1][1], []).append(one)
        self._depths.update(depths)

    @property
    def steps(self) -> dict[str, str]:
        """The SELECTs by name, each over the one before."""
        found: dict[str, str] = {}
        before = "facts"
        for level in sorted(self._levels):
            columns = "".join(f",\n  {one}" for one in self._levels[level])
            found[f"s{level}"] = f"SELECT *{columns}\nFROM {before}"
            before = f"s{level}"
        return found

    # -- columns ---------------------------------------------------------------------------------------------

    def _classes_of(self, column: str) -> Classes:
        declared = self._pathway.inputs.get(column)
        if declared is None or declared.kind is Kind.CODE:
            return classes_of(self._tests[column], units=(), words=self._pathway.words_of(column))
        words = (True, False) if declared.kind is Kind.BOOLEAN else ()
        return classes_of(self._tests[column], units=declared.units or ("",), words=words)

    def _classed(self, column: str) -> Iterator[str]:
        """The class of an input's value, and whether it is missing. Once for each column that a test is put to."""
        if column not in self._tests or column in self._done:
            return
        self._done.add(column)
        declared = self._pathway.inputs.get(column)
        if declared is None:
            yield from self._classed_output(column)
            return
        yield f"{_class_by_value(declared, self._classes[column])} AS at_{column}"
        if self._minds_missing(column):
            yield f"is_{column} = 0 AS no_{column}"

    def _classed_output(self, column: str) -> Iterator[str]:
        table, output = self._source(column)
        of_row = self._numbers_of_rows(table, output)
        words = {row: self._classes[column].words[word] for row, word in of_row.items()}
        yield f"{_by_number(f't_{table.id}', words)} AS at_{named(column)}"
        if self._minds_missing(column):
            yield f"{_is_without(table, of_row)} AS no_{named(column)}"

    def _minds_missing(self, column: str) -> bool:
        return any(test.of_missing is not Truth.UNKNOWN for test in self._tests[column] if not test.anything)

    def _source(self, column: str) -> tuple[Table, str]:
        id, _, output = column.partition(".")  # noqa: A001
        return self._pathway.table(id), output

    def _numbers_of_rows(self, table: Table, output: str) -> dict[int, str]:
        """By the number of a row that may fire alone, the word it gives."""
        if table.hit is HitPolicy.COLLECT:
            return {}
        rows = enumerate(table.rows, start=1)
        return {number: row.outputs[output] for number, row in rows if output in row.outputs}

    def _cell(self, column: str, test: UnaryTest) -> str | None:
        """What a test is, as SQL; None when it is true of everything."""
        if test.anything:
            return None
        at, no = f"at_{named(column)}", f"no_{named(column)}"
        classes = self._classes[column]
        through = literals.one_of(at, classes.which(test, Truth.TRUE))
        if unknown := classes.which(test, Truth.UNKNOWN):
            through = f"CASE WHEN {literals.one_of(at, unknown)} THEN NULL ELSE {through} END"
        match test.of_missing:
            case Truth.TRUE:
                return f"({no} OR {through})"
            case Truth.FALSE:
                return f"(NOT {no} AND {through})"
        return f"({through})"

    def _all(self, tests: Mapping[str, UnaryTest]) -> str:
        cells = [cell for column, test in tests.items() if (cell := self._cell(column, test))]
        return " AND ".join(cells) or _TRUE

    # -- what is lacking -------------------------------------------------------------------------------------

    def _lacking(self, column: str) -> str:
        """The inputs, as bits, that would settle a column that is not known."""
        declared = self._pathway.inputs.get(column)
        if declared is None:
            return f"lk_{self._source(column)[0].id}"
        return f"lk_{column}" if declared.formula else str(self._bits[column])

    def _lacks(self, tests: Mapping[str, UnaryTest]) -> str:
        """Of the tests that are unknown, what their columns lack."""
        lacks = [
            f"CASE WHEN {cell} IS NULL THEN {self._lacking(column)} ELSE 0 END"
            for column, test in tests.items()
            if (cell := self._cell(column, test))
        ]
        return _any_bit(lacks)

    # -- formulas --------------------------------------------------------------------------------------------

    def _work_out(self, name: str) -> None:
        """A formula's value, what it lacks, and its class. Once, before it is first read."""
        formula = self._pathway.inputs[name].formula if name in self._pathway.inputs else None
        if formula is None or f"formula {name}" in self._done:
            return
        self._done.add(f"formula {name}")
        for operand in sorted(formula.names):
            self._work_out(operand)
        operands = sorted(formula.names)
        known = " AND ".join(self._is_known(operand) for operand in operands) or _TRUE
        suits = {one: suit for one in operands if (suit := self._is_in_unit_of(one, formula.by)) != _TRUE}
        may = " AND ".join([known, *suits.values()])
        self._step([f"CASE WHEN {may} THEN {self._by_unit(formula)} END AS raw_{name}"])
        self._step([f"{_rounded(f'raw_{name}', formula.decimals)} AS in_{name}"])
        missing = [
            f"CASE WHEN {self._is_known(operand)} THEN 0 ELSE {self._lacking(operand)} END"
            for operand in operands
        ]
        mixed = [f"CASE WHEN {suit} THEN 0 ELSE {self._bits[operand]} END" for operand, suit in suits.items()]
        lacks = f"CASE WHEN {known} THEN {_any_bit(mixed)} ELSE {_any_bit(missing)} END"
        self._step(
            [
                f"CASE WHEN in_{name} IS NULL THEN NULL ELSE 1 END AS is_{name}",
                f"CASE WHEN in_{name} IS NULL THEN {lacks} ELSE 0 END AS lacks_{name}",
            ]
        )
        itself = f"CASE WHEN in_{name} IS NULL AND lacks_{name} = 0 THEN {self._bits[name]}"
        self._step([f"{itself} ELSE lacks_{name} END AS lk_{name}", *self._classed(name)])

    def _is_in_unit_of(self, operand: str, by: str) -> str:
        """A quantity that may come in several units must come in the one that ``by`` has."""
        units = self._pathway.inputs[operand].units if operand in self._pathway.inputs else ()
        if len(units) < 2 or operand == by:
            return _TRUE
        others = self._pathway.inputs[by].units if by else ()
        same = [
            f"is_{operand} = {place} AND is_{by} = {others.index(unit) + 1}"
            for place, unit in enumerate(units, start=1)
            if unit in others
        ]
        return f"({' OR '.join(same)})" if same else "FALSE"

    def _is_known(self, operand: str) -> str:
        if operand in self._pathway.inputs:
            return f"COALESCE(is_{operand} > 0, FALSE)"
        return f"({self._value(operand)}) IS NOT NULL"

    def _value(self, operand: str) -> str:
        """An operand as a double; of a table's output the number that its word is."""
        if operand in self._pathway.inputs:
            return f"in_{operand}"
        table, output = self._source(operand)
        words = self._numbers_of_rows(table, output)
        numbers = {row: f"{Decimal(word):f}e0" for row, word in words.items() if NUMBER.fullmatch(word)}
        return _by_number(f"t_{table.id}", numbers)

    def _by_unit(self, formula: Formula) -> str:
        if not formula.by:
            return self._term(formula.terms[""])
        units = self._pathway.inputs[formula.by].units
        cases = [
            f"WHEN {units.index(unit) + 1} THEN {self._term(term)}" for unit, term in formula.terms.items()
        ]
        return f"CASE is_{formula.by} {' '.join(cases)} END"

    def _term(self, term: Term) -> str:
        match term:
            case Number(written):
                return f"{written}e0"
            case Name(name):
                return self._value(name)
            case Operation("/", left, right):
                return f"({self._term(left)} / NULLIF({self._term(right)}, 0e0))"
            case Operation(sign, left, right):
                return f"({self._term(left)} {sign} {self._term(right)})"

    # -- tables ----------------------------------------------------------------------------------------------

    def _ask(self, table: Table) -> None:
        read = dict.fromkeys((*table.guards, *(column for row in table.rows for column in row.tests)))
        for column in read:
            self._work_out(column)
        self._step([added for column in read for added in self._classed(column)])
        rows = [self._all(row.tests) for row in table.rows]
        self._step([f"{self._became(table, rows)} AS t_{table.id}"])
        self._step(list(self._open(table, rows)))
        if table.can_end:
            self._step(list(self._end(table, rows)))
            self._end_after = table.id

    def _became(self, table: Table, rows: Sequence[str]) -> str:
        guard = self._all(table.guards)
        cases = [f"WHEN ended_{self._end_after} > 0 THEN {Became.UNREACHED:d}"]
        if guard != _TRUE:
            cases.append(f"WHEN NOT ({guard}) THEN {Became.NOT_ASKED:d}")
            cases.append(f"WHEN ({guard}) IS NULL THEN {Became.GUARD_UNKNOWN:d}")
        if self._end_after != _START:
            cases.append(f"WHEN held_{self._end_after} THEN {Became.HELD:d}")
        cases.extend(self._by_policy(table, rows))
        return f"CASE{''.join(f'{chr(10)}    {case}' for case in cases)}\n  END"

    def _by_policy(self, table: Table, rows: Sequence[str]) -> Iterator[str]:
        is_open = f"({' OR '.join(f'({row})' for row in rows)}) IS NULL"
        match table.hit:
            case HitPolicy.COLLECT:
                unknown = " OR ".join(f"({row}) IS NULL" for row in rows if row != _TRUE)
                yield f"WHEN {unknown or 'FALSE'} THEN {Became.UNDECIDED:d} ELSE {Became.COLLECTED:d}"
            case HitPolicy.FIRST | HitPolicy.PRIORITY:
                for at in _order(table):
                    if rows[at] != _TRUE:
                        yield f"WHEN ({rows[at]}) IS NULL THEN {Became.UNDECIDED:d}"
                    yield f"WHEN {rows[at]} THEN {at + 1}"
                yield f"ELSE {Became.NO_MATCH:d}"
            case _:
                for first, second in self._in_conflict(table):
                    yield f"WHEN {rows[first]} AND {rows[second]} THEN {Became.CONFLICT:d}"
                for at, row in enumerate(rows):
                    yield f"WHEN {row} THEN {at + 1}"
                yield f"WHEN {is_open} THEN {Became.UNDECIDED:d} ELSE {Became.NO_MATCH:d}"

    def _in_conflict(self, table: Table) -> Iterator[tuple[int, int]]:
        """The pairs of rows that may match together and then must not."""
        for first, second in combinations(range(len(table.rows)), 2):
            one, other = table.rows[first], table.rows[second]
            may_not = table.hit is HitPolicy.UNIQUE or not agree(one, other)
            if may_not and all(
                self._meet(column, one, other) for column in one.tests.keys() & other.tests.keys()
            ):
                yield first, second

    def _meet(self, column: str, one: Row, other: Row) -> bool:
        """Is there anything in this column that both rows let through?"""
        first, second = one.tests[column], other.tests[column]
        if first.of_missing is Truth.TRUE and second.of_missing is Truth.TRUE:
            return True
        classes = self._classes[column]
        return bool(classes.which(first, Truth.TRUE) & classes.which(second, Truth.TRUE))

    def _open(self, table: Table, rows: Sequence[str]) -> Iterator[str]:
        """What a table lacks, and whether it might yet end the pathway: both by the rows that might yet fire."""
        lacks, ends = [], []
        order = _order(table)
        for place, at in enumerate(order):
            if rows[at] == _TRUE:
                continue
            is_open = f"({rows[at]}) IS NULL"
            if table.hit in {HitPolicy.FIRST, HitPolicy.PRIORITY} and place:
                # A row behind one that is true cannot fire any more.
                fired = " OR ".join(f"COALESCE({rows[before]}, FALSE)" for before in order[:place])
                is_open = f"{is_open} AND NOT ({fired})"
            lacks.append(f"CASE WHEN {is_open} THEN {self._lacks(table.rows[at].tests)} ELSE 0 END")
            if table.rows[at].ends:
                ends.append(f"({is_open})")
        cases = [f"WHEN {Became.UNDECIDED:d} THEN {_any_bit(lacks)}"]
        if table.guards:
            cases.append(f"WHEN {Became.GUARD_UNKNOWN:d} THEN {self._lacks(table.guards)}")
        yield f"CASE t_{table.id} {' '.join(cases)} ELSE 0 END AS lk_{table.id}"
        if table.can_end:
            might = f"WHEN {Became.UNDECIDED:d} THEN {' OR '.join(ends) or 'FALSE'}"
            yield f"CASE t_{table.id} {might} ELSE t_{table.id} <= {Became.NO_MATCH:d} END AS might_end_{table.id}"

    def _end(self, table: Table, rows: Sequence[str]) -> Iterator[str]:
        ended, held = f"ended_{self._end_after}", f"held_{self._end_after}"
        cases = [f"WHEN {ended} > 0 THEN {ended}"]
        for number, (id, ending) in enumerate(self._endings, start=1):  # noqa: A001
            if id == table.id:
                cases.append(f"WHEN {self._fired(table, rows, table.rows.index(ending))} THEN {number}")
        yield f"CASE {' '.join(cases)} ELSE 0 END AS ended_{table.id}"
        might = f"might_end_{table.id}"
        yield f"({held} OR {might}) AS held_{table.id}"

    def _fired(self, table: Table, rows: Sequence[str], at: int) -> str:
        """Is a row among those that fired? Of rows in conflict every one has."""
        if table.hit is HitPolicy.COLLECT:
            return f"t_{table.id} IN ({Became.COLLECTED:d}, {Became.UNDECIDED:d}) AND {rows[at]}"
        if any(at in pair for pair in self._in_conflict(table)):
            return f"(t_{table.id} = {at + 1} OR t_{table.id} = {Became.CONFLICT:d} AND {rows[at]})"
        return f"t_{table.id} = {at + 1}"

    # -- the answer ------------------------------------------------------------------------------------------

    def lacks(self) -> str:
        return _any_bit([f"lk_{table.id}" for table in self._pathway.tables])

    def answers(self) -> dict[str, str]:
        """One row a patient, in words."""
        tables = self._pathway.tables
        recommended = ", ".join(self._rows_in_words(table, prefix=f"{table.id}:") for table in tables)
        names = ", ".join(
            f"CASE WHEN (lacks & {bit}) <> 0 THEN {literals.text(name)} END"
            for name, bit in self._bits.items()
        )
        columns = {
            "standing": self._standing(),
            "recommendation": f"concat_ws(' ', {recommended})",
            "ended": self._ended_in_words(),
            "missing": f"CASE WHEN lacks = 0 THEN '' ELSE concat_ws(' ', {names}) END",
        }
        for table in tables:
            columns[f"rows_{table.id}"] = self._rows_in_words(table, prefix="")
            columns[f"standing_{table.id}"] = _standing_in_words(table)
        return columns

    def _standing(self) -> str:
        ended = f"WHEN ended_{self._end_after} > 0 THEN {literals.text(Standing.ENDED.value)} "
        unsettled = " OR ".join(f"t_{table.id} <= {Became.NO_MATCH:d}" for table in self._pathway.tables)
        undecided = f"WHEN {unsettled} THEN {literals.text(Standing.UNDECIDED.value)}"
        return f"CASE {ended}{undecided} ELSE {literals.text(Standing.RECOMMENDED.value)} END"

    def _ended_in_words(self) -> str:
        reasons = {number: row.ends for number, (_, row) in enumerate(self._endings, start=1)}
        reasons[len(self._endings) + 1] = DIED
        return _by_number(
            f"ended_{self._end_after}", {n: literals.text(why) for n, why in reasons.items()}, rest="''"
        )

    def _rows_in_words(self, table: Table, *, prefix: str) -> str:
        """The rows that fired, with a space between; of rows in conflict none is advice, so none has a prefix."""
        rows = [self._all(row.tests) for row in table.rows]
        words = [literals.text(f"{prefix}{row.id}") for row in table.rows]
        every = ", ".join(f"CASE WHEN {row} THEN {word} END" for row, word in zip(rows, words, strict=True))
        if table.hit is HitPolicy.COLLECT:
            decided = f"t_{table.id} IN ({Became.COLLECTED:d}, {Became.UNDECIDED:d})"
            return f"CASE WHEN {decided} THEN NULLIF(concat_ws(' ', {every}), '') END"
        cases = " ".join(f"WHEN {number} THEN {word}" for number, word in enumerate(words, start=1))
        if not prefix and any(self._in_conflict(table)):
            cases += f" WHEN {Became.CONFLICT:d} THEN concat_ws(' ', {every})"
        return f"CASE t_{table.id} {cases} END"

    def kinds(self) -> Iterator[str]:
        """The classes of all columns as one or more whole numbers, and of what formulas need what is known of it."""
        number, size = _NO_BIT, 1
        for name in self._gathered:
            if name in self._classes:
                states = len(self._classes[name].samples) + 2
                # Undecided is 0, missing 1.
                state = f"COALESCE(at_{name} + 1, is_{name} + 1, 0)"
            elif name in self._measured:
                states, state = len(self._pathway.inputs[name].units) + 2, f"COALESCE(is_{name} + 1, 0)"
            else:
                continue
            if size * states >= 1 << 62:
                yield number
                number, size = _NO_BIT, 1
            number, size = f"({number}) * {states} + {state}", size * states
        yield number

    def measures(self) -> Iterator[str]:
        """What formulas are worked out from, as it is."""
        for name in self._measured:
            yield f"COALESCE(in_{name}, -{_LARGEST})"


# -- pieces of SQL -----------------------------------------------------------------------------------------------


def _tests_by_column(pathway: Pathway) -> dict[str, list[UnaryTest]]:
    """Every test that a column is put to, anywhere; of columns that some test minds."""
    found: dict[str, list[UnaryTest]] = {}
    for table in pathway.tables:
        for tests in (table.guards, *(row.tests for row in table.rows)):
            for column, test in tests.items():
                if not test.anything:
                    found.setdefault(column, []).append(test)
    return found


def _order(table: Table) -> list[int]:
    """The places of the rows, in the order in which they win."""
    places = {row.id: place for place, row in enumerate(table.rows)}
    return [places[row.id] for row in in_order(table)]


def _class_by_value(declared: Input, classes: Classes) -> str:
    value = f"in_{declared.name}"
    if classes.words:
        words = {_literal(word): number for word, number in classes.words.items()}
        cases = " ".join(f"WHEN {word} THEN {number}" for word, number in words.items())
        return f"CASE is_{declared.name} WHEN 1 THEN CASE {value} {cases} END END"
    units = [
        f"WHEN {place} THEN {_class_by_piece(value, pieces)}"
        for place, pieces in enumerate(classes.pieces.values(), start=1)
    ]
    return f"CASE is_{declared.name} {' '.join(units)} END"


def _class_by_piece(value: str, pieces: Sequence[Piece]) -> str:
    *before, last = pieces
    cases = [
        f"WHEN {value} {'<=' if one.takes_end else '<'} {literals.point(one.below)} THEN {one.number}"
        for one in before
        if one.below is not None
    ]
    return f"CASE {' '.join(cases)} ELSE {last.number} END" if cases else str(last.number)


def _literal(word: str | bool) -> str:  # noqa: FBT001
    return literals.text(word) if isinstance(word, str) else str(word).upper()


def _by_number(column: str, values: Mapping[int, object], *, rest: str = "NULL") -> str:
    if not values:
        return rest
    cases = " ".join(f"WHEN {number} THEN {value}" for number, value in values.items())
    return f"CASE {column} {cases} ELSE {rest} END"


def _is_without(table: Table, of_row: Mapping[int, str]) -> str:
    """Has a table been settled without this output? NULL while it is not settled."""
    settled = {Became.NOT_ASKED, Became.UNREACHED}
    without = [number for number in range(1, len(table.rows) + 1) if number not in of_row]
    if table.hit is HitPolicy.COLLECT:
        without = [Became.COLLECTED]
    numbers = ", ".join(f"{number:d}" for number in (*sorted(settled), *without))
    return f"CASE WHEN t_{table.id} IN ({numbers}) THEN TRUE WHEN t_{table.id} > 0 THEN FALSE END"


def _any_bit(masks: Sequence[str]) -> str:
    """All bits of any. Spark binds ``|`` less tightly than a comparison, and so each is in brackets."""
    told = [mask for mask in masks if mask != "0"]
    return " | ".join(f"({mask})" for mask in (_NO_BIT, *told)) if told else _NO_BIT


def _rounded(raw: str, decimals: int) -> str:
    """As `curbside.pathway.formula.rounded`. From 2^53 on a double is whole, and Spark's floor would not hold it."""
    scaled = f"{raw} * {10**decimals}e0"
    whole = f"CASE WHEN ABS({scaled}) < 9007199254740992e0 THEN FLOOR({scaled} + 0.5e0) ELSE {scaled} END"
    return f"CASE WHEN ABS({scaled}) <= {_LARGEST} THEN ({whole}) / {10**decimals}e0 END"


def _standing_in_words(table: Table) -> str:
    """Decided first, as most are."""
    others = {became: standing for became, standing in _STANDINGS.items() if became is not Became.COLLECTED}
    words = {f"{became:d}": literals.text(standing.value) for became, standing in others.items()}
    cases = " ".join(f"WHEN {number} THEN {word}" for number, word in words.items())
    decided = literals.text(TableStanding.DECIDED.value)
    return f"CASE WHEN t_{table.id} > 0 THEN {decided} ELSE CASE t_{table.id} {cases} END END"
