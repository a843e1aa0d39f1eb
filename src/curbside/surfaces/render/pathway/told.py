"""A recommendation in words: every printing prints a `Told`, so that a terminal and a page say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from curbside.pathway.assay import Banding, Change, Uncertainty
from curbside.pathway.definition import HitPolicy, Pathway, Row, Table
from curbside.pathway.engine import shown, shown_value, with_unit
from curbside.pathway.explanation import Explanation
from curbside.pathway.facts import Absent, Fact, Known, Undecided
from curbside.pathway.recommendation import Advice, Flip, Need, Standing, TableResult, TableStanding
from curbside.surfaces.render.pathway import phrases
from curbside.surfaces.render.pathway.shelf import Shelf
from curbside.surfaces.render.wording import percent, printable

SAME_LABORATORY: Final = "Only between results of one laboratory and method"

_WAITS: Final = "waits for "
_CERTAIN: Final = 0.01
_FAILED: Final = frozenset({TableStanding.UNDECIDED, TableStanding.NO_MATCH, TableStanding.CONFLICT})
_OUTCOME: Final = {
    TableStanding.DECIDED: "decided",
    TableStanding.UNDECIDED: "cannot decide",
    TableStanding.NO_MATCH: "no row matches: a gap in the pathway",
    TableStanding.CONFLICT: "rows conflict: a fault of the pathway",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAdvice:
    """One thing that is advised. ``lead`` says of what kind; ``details`` are its dose and its day.

    ``over_limit`` is shown wherever it is.
    """

    lead: str
    text: str
    details: str
    over_limit: str
    marks: tuple[int, ...]
    comes_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """A value that a row was decided by: its name, the value, when and where it was found, and the row's test of it."""

    label: str
    value: str
    found: str
    test: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """A row that fired, with the facts that let it."""

    name: str
    facts: tuple[ToldFact, ...]
    hands_on: str
    ends: str
    note: str
    advises: int
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTable:
    """What became of a table that was asked: the rows that fired, or what it lacks."""

    id: str
    place: int
    title: str
    outcome: str
    why: str
    rows: tuple[ToldRow, ...]
    is_decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldNeed:
    """What must be found out: what is needed and why it is not known, for which tables, and how one asks for it."""

    text: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSilence:
    """Tables that said nothing, for one reason."""

    why: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFlip:
    """What would have to be otherwise for the advice to change, and what would then come out."""

    when: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBand:
    """A band of a banding, how probable it is that the true value lies there, and whether the result does."""

    values: str
    probability: str
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBanding:
    """All bands of some tables, in words, and the banding that is drawn."""

    tables: str
    bands: tuple[ToldBand, ...]
    elsewhere: str
    drawn: Banding


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAssay:
    """How sure a measured value is."""

    label: str
    measured: str
    figures: str
    interval: str
    bandings: tuple[ToldBanding, ...]
    change: str
    marks: tuple[int, ...]
    uncertainty: Uncertainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A recommendation as it is read: what to do first, what cannot be decided, then why."""

    heading: str
    standing: str
    ended: str
    advice: tuple[ToldAdvice, ...]
    needs: tuple[ToldNeed, ...]
    tables: tuple[ToldTable, ...]
    silent: tuple[ToldSilence, ...]
    flips: tuple[ToldFlip, ...]
    remarks: tuple[str, ...]
    assays: tuple[ToldAssay, ...]
    facts: tuple[ToldFact, ...]


def told(explanation: Explanation, shelf: Shelf) -> Told:
    """The recommendation in words. Statements are numbered on the shelf as they are come to."""
    return _Teller(explanation, shelf).told()


class _Teller:
    def __init__(self, explanation: Explanation, shelf: Shelf) -> None:
        self._explanation = explanation
        self._pathway: Pathway = explanation.cited.pathway
        self._found = explanation.recommendation
        self._facts: Mapping[str, Fact] = self._found.facts
        self._results = {result.table: result for result in self._found.tables}
        self._shelf = shelf

    def told(self) -> Told:
        advice = tuple(map(self._advice, self._found.advice))
        return Told(
            heading=_heading(self._found.standing, has_advice=bool(advice)),
            standing=self._found.standing.value,
            ended=printable(self._found.ended),
            advice=advice,
            needs=tuple(map(self._need, self._needed())),
            tables=tuple(self._tables()),
            silent=self._silent(),
            flips=tuple(map(self._flip, self._nearest_first())),
            remarks=tuple(map(printable, self._found.remarks)),
            assays=tuple(map(self._assay, self._explanation.uncertainties)),
            facts=tuple(self._fact(name, "") for name in self._pathway.inputs),
        )

    # -- what to do ------------------------------------------------------------------------------------------

    def _advice(self, one: Advice) -> ToldAdvice:
        action = one.action
        is_later = one.due_on is not None and one.due_on != self._found.on
        when = f"from {phrases.day(one.due_on)} on" if one.due_on and is_later else phrases.after(action)
        dose = phrases.dose(action.dose) if action.dose else ""
        return ToldAdvice(
            lead=phrases.lead(action.do, one.text),
            text=printable(one.text),
            details=" · ".join(part for part in (dose, when) if part),
            over_limit=printable(action.over_limit),
            marks=self._shelf.marks(action.claims),
            comes_from=f"{self._title(one.table)}: {phrases.words(one.row)}",
        )

    def _needed(self) -> tuple[Need, ...]:
        """What is lacking, unless the pathway has ended: nothing that might yet be found out undoes that."""
        return self._found.needs if self._found.standing is not Standing.ENDED else ()

    def _need(self, one: Need) -> ToldNeed:
        why = f" ({printable(one.because)})" if one.because else ""
        tables = ", ".join(map(self._title, one.tables))
        return ToldNeed(
            text=f"needs {printable(one.label)}{why}, for: {tables}",
            question=printable(self._pathway.inputs[one.input].question),
        )

    # -- why -------------------------------------------------------------------------------------------------

    def _tables(self) -> Iterator[ToldTable]:
        """Those of which a row fired, or one might yet."""
        for place, (table, result, rows) in enumerate(self._explanation.each_table(), start=1):
            if rows or result.standing in _FAILED:
                yield ToldTable(
                    id=table.id,
                    place=place,
                    title=printable(table.title),
                    outcome="decided in part"
                    if rows and result.standing in _FAILED
                    else _OUTCOME[result.standing],
                    why=self._why(result),
                    rows=tuple(self._row(table, row) for row in rows),
                    is_decided=result.standing is TableStanding.DECIDED,
                )

    def _why(self, result: TableResult) -> str:
        """Why a table could not decide, where its rows do not tell."""
        if result.lacks:
            return f"needs {', '.join(self._label(name) for name in result.lacks)}"
        return printable(result.because)

    def _silent(self) -> tuple[ToldSilence, ...]:
        """Tables that said nothing, those with the same reason together, in the order in which they are asked."""
        groups: dict[str, list[str]] = {}
        for place, (table, result, rows) in enumerate(self._explanation.each_table(), start=1):
            if not rows and result.standing not in _FAILED:
                groups.setdefault(self._why_silent(result), []).append(
                    f"{place} {self._named(table, result)}"
                )
        return tuple(ToldSilence(why=why, tables=tuple(tables)) for why, tables in groups.items())

    def _why_silent(self, result: TableResult) -> str:
        match result.standing:
            case TableStanding.DECIDED:
                return "Nothing to advise"
            case TableStanding.NOT_ASKED:
                return "Does not apply"
            case TableStanding.UNREACHED:
                return "Not reached: the pathway had ended"
        if result.because.startswith(_WAITS):
            return f"Waits for “{self._title(result.because.removeprefix(_WAITS))}”"
        return "Waits: it is not known yet whether it applies"

    def _named(self, table: Table, result: TableResult) -> str:
        title = printable(table.title)
        if result.standing is TableStanding.NOT_ASKED:
            return f"{title} (asked only when {phrases.guards(table, self._pathway)})"
        if result.lacks:
            return f"{title} (needs {', '.join(self._label(name) for name in result.lacks)})"
        return title

    def _row(self, table: Table, row: Row) -> ToldRow:
        columns = [column for column in table.columns if column in row.tests]
        tested = (*columns, *(column for column in table.guards if column not in columns))
        tests = {**table.guards, **row.tests}
        return ToldRow(
            name=phrases.words(row.id),
            facts=tuple(self._fact(column, phrases.cell(tests[column])) for column in tested),
            hands_on=phrases.outputs(row),
            ends=printable(row.ends),
            note=printable(row.note),
            advises=len(row.actions),
            marks=self._shelf.marks(claim for action in row.actions for claim in action.claims),
        )

    def _fact(self, column: str, test: str) -> ToldFact:
        value, found = self._value(column)
        return ToldFact(label=phrases.label(column, self._pathway), value=value, found=found, test=test)

    def _value(self, column: str) -> tuple[str, str]:
        """What a column is, and when, where and as what it was found."""
        if column not in self._facts:
            table, _, output = column.partition(".")
            return phrases.words(self._results[table].outputs.get(output, "nothing")), "given by that table"
        match self._facts[column]:
            case Known() as fact:
                return phrases.words(shown(fact)), _found(fact)
            case Absent(because=because):
                return phrases.NOT_RECORDED, printable(because)
            case Undecided(because=because, lacks=lacks):
                needs = f": needs {', '.join(self._label(name) for name in lacks)}" if lacks else ""
                return "cannot be told", f"{printable(because)}{needs}"

    def _nearest_first(self) -> list[Flip]:
        """What was measured before what was answered: a value near a cut-off is what may really be otherwise."""
        return sorted(self._found.flips, key=lambda one: not self._pathway.inputs[one.input].units)

    def _flip(self, one: Flip) -> ToldFlip:
        ending = [table for table, rows in one.changes.items() if self._ends(table, rows)]
        return ToldFlip(
            when=self._moved(one),
            # Of tables that are then not reached there is nothing to say.
            changes=tuple(self._changed(table, one.changes[table]) for table in ending or one.changes),
        )

    def _moved(self, one: Flip) -> str:
        """``25(OH)D were below 30 ng/mL (now 34 ng/mL)``; of what is no quantity, ``Allergy: yes (now no)``."""
        if self._pathway.inputs[one.input].units:
            return f"{printable(one.label)} were {printable(one.to)} (now {printable(one.now)})"
        return f"{printable(one.label)}: {phrases.words(one.to)} (now {phrases.words(one.now)})"

    def _ends(self, table: str, rows: tuple[str, ...]) -> bool:
        return any(row.ends for row in self._pathway.table(table).rows if row.id in rows)

    def _changed(self, name: str, after: tuple[str, ...]) -> str:
        """What would come out of a table; of one whose rows add up, what would be added or taken away."""
        table, before = self._pathway.table(name), self._results[name].rows
        now = [row for row in table.rows if row.id in after]
        if table.hit is HitPolicy.COLLECT:
            added = [self._in_short(row) for row in now if row.id not in before]
            gone = [self._in_short(row) for row in table.rows if row.id in before and row.id not in after]
            ends = any(row.ends for row in now)
            said = added if ends else [f"also {one}" for one in added] + [f"no longer {one}" for one in gone]
        else:
            said = [self._in_short(row) for row in now]
        return f"{printable(table.title)}: {'; '.join(said) or 'nothing'}"

    def _in_short(self, row: Row) -> str:
        """What a row would mean for the patient, in a line."""
        if row.ends:
            return f"ends the pathway: {_bare(printable(row.ends))}"
        actions = (
            f"{phrases.lead(one.do, one.text)}{_bare(phrases.with_names(one.text, self._pathway))}"
            f"{_limit(one.over_limit)}"
            for one in row.actions
        )
        return "; ".join(actions) or phrases.outputs(row) or phrases.words(row.id)

    # -- how sure --------------------------------------------------------------------------------------------

    def _assay(self, one: Uncertainty) -> ToldAssay:
        assay, unit = one.assay, one.measured.unit
        return ToldAssay(
            label=self._label(one.input),
            measured=shown(one.measured),
            figures=phrases.assay(assay),
            interval=f"The true value lies between {one.low} and {with_unit(str(one.high), unit)} (95% probability)",
            bandings=tuple(
                self._banding(banding, unit) for banding in one.bandings if self._matters(banding)
            ),
            change=_changed_since(one.change) if one.change else "",
            marks=self._shelf.marks(assay.claims),
            uncertainty=one,
        )

    def _matters(self, one: Banding) -> bool:
        """Of a table that was not asked it matters only how nearly it was."""
        asked = (self._results[table].standing is not TableStanding.NOT_ASKED for table in one.tables)
        return any(asked) or one.elsewhere >= _CERTAIN

    def _banding(self, one: Banding, unit: str) -> ToldBanding:
        return ToldBanding(
            tables=", ".join(map(self._title, one.tables)),
            bands=tuple(
                ToldBand(
                    values=with_unit(phrases.span(band.span), unit),
                    probability=percent(band.probability),
                    is_own=band.is_own,
                )
                for band in one.bands
            ),
            elsewhere=percent(one.elsewhere),
            drawn=one,
        )

    def _title(self, table: str) -> str:
        return printable(self._pathway.table(table).title)

    def _label(self, name: str) -> str:
        return printable(self._pathway.inputs[name].label)


def _heading(standing: Standing, *, has_advice: bool) -> str:
    if standing is Standing.ENDED:
        return "Not by this pathway"
    if standing is Standing.RECOMMENDED:
        return "What to do" if has_advice else "Nothing to do"
    return "What to do, as far as can be decided" if has_advice else "Cannot decide"


def _found(fact: Known) -> str:
    """When and where a value was found, and as what it was recorded where that is not what it was decided by."""
    recorded = printable(fact.recorded)
    is_other = recorded and recorded not in {shown(fact), shown_value(fact.value), "recorded"}
    parts = (
        phrases.day(fact.taken_on) if fact.taken_on else "",
        f"recorded as {recorded}" if is_other else "",
        "worked out" if fact.source == "formula" else printable(fact.source),
        printable(fact.because),
    )
    return " · ".join(part for part in parts if part)


def _limit(over_limit: str) -> str:
    return f" (over a limit: {_bare(printable(over_limit))})" if over_limit else ""


def _bare(sentence: str) -> str:
    """Without the full stop at its end, to stand within another sentence."""
    return sentence.removesuffix(".")


def _changed_since(one: Change) -> str:
    on = f" of {phrases.day(one.before.taken_on)}" if one.before.taken_on else ""
    before = f"{shown(one.before)}{on}"
    if one.percent is None:
        return f"It cannot be compared with the {before}: {printable(one.because)}."
    verdict = (
        "a real change, more than the noise of the assay and of the person"
        if one.is_real
        else "within the noise of the assay and of the person: no sure change"
    )
    sign = "+" if one.percent > Decimal(0) else ""
    return (
        f"Since the {before} it changed by {sign}{one.percent}%; it takes more than {one.must_exceed}% either way "
        f"(reference change value, 95%): {verdict}. {SAME_LABORATORY}."
    )
