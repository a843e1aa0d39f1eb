"""A card's detail as Markdown: what is advised, why, what is lacking, and what it rests on.

The words are those of `curbside.surfaces.render.pathway.told`. Some come from a record, and so may be anything: all of
it is shown as it is written, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Row
from curbside.pathway.explanation import Explanation
from curbside.pathway.recommendation import Advice, Recommendation
from curbside.surfaces.cds_hooks import evidence
from curbside.surfaces.render.markdown import escaped
from curbside.surfaces.render.pathway import phrases
from curbside.surfaces.render.pathway.shelf import Shelf
from curbside.surfaces.render.pathway.told import ToldAdvice, ToldFact, told

DISCLAIMER: Final = "Supports, and does not replace, clinical judgement."

RowName = tuple[str, str]
"""A table's id, and that of a row of it."""


class Details:
    """The details of all cards of one recommendation."""

    def __init__(self, cited: CitedPathway, recommendation: Recommendation) -> None:
        self._cited, self._recommendation = cited, recommendation
        explanation = Explanation(cited=cited, recommendation=recommendation, uncertainties=())
        self._told = told(explanation, Shelf(cited))

    def of_advice(
        self, advice: Sequence[Advice], *, notes: Iterable[str] = (), claims: Iterable[str] = ()
    ) -> str:
        """What is advised, the rows that say so, and the statements they, and ``claims`` besides, rest on."""
        return self._page(
            _section("Note", map(escaped, notes)),
            _section("Advised", map(_advised, self._of(advice))),
            *self._ground(advice, [(one.table, one.row) for one in advice], claims),
        )

    def of_end(self, advice: Sequence[Advice], row: RowName) -> str:
        """Why the pathway goes no further, and what its last row advises instead."""
        return self._page(
            f"**{escaped(self._recommendation.ended)}** Nothing further is decided by this pathway.",
            _section("Advised", map(_advised, self._of(advice))),
            *self._ground(advice, [row]),
        )

    def of_needs(self, faults: Iterable[str]) -> str:
        """What must be found out, for which decisions, and what was found and does not count."""
        return self._page(
            _section("Cannot decide", (escaped(need.text) for need in self._told.needs)),
            _section("Not decided", map(escaped, faults)),
            _section("Asked", map(escaped, self._questions())),
            _section("Found, and not used", map(escaped, self._told.remarks)),
        )

    def _of(self, advice: Sequence[Advice]) -> Iterator[ToldAdvice]:
        at = {id(one): place for place, one in enumerate(self._recommendation.advice)}
        return (self._told.advice[at[id(one)]] for one in advice)

    def _ground(
        self, advice: Sequence[Advice], rows: Iterable[RowName], further: Iterable[str] = ()
    ) -> Iterator[str]:
        claims = dict.fromkeys([*(claim for one in advice for claim in one.action.claims), *further])
        names = list(dict.fromkeys(rows))
        yield _section("Because", self._because(names))
        yield _section("Found, and not used", map(escaped, self._not_used(names)))
        yield _section("Evidence", evidence.told(self._cited, claims))

    def _because(self, rows: Iterable[RowName]) -> Iterator[str]:
        """Each row that fired, with the facts its tests let through."""
        for name, row_id in rows:
            table = next(one for one in self._told.tables if one.id == name)
            row = next(one for one in table.rows if one.name == phrases.words(row_id))
            lines = [f"{escaped(table.title)}: *{escaped(row.name)}*", *map(_fact, row.facts)]
            yield "\n  - ".join([*lines, escaped(row.note)] if row.note else lines)

    def _not_used(self, rows: Iterable[RowName]) -> Iterator[str]:
        """The remarks on what these rows ask about: "not recorded" may be a result under the wrong code."""
        inputs = self._cited.pathway.inputs
        tested = {column for name, row in rows for column in self._row(name, row).tests if column in inputs}
        labels = tuple(f"{inputs[column].label}: " for column in sorted(tested))
        return (remark for remark in self._told.remarks if remark.startswith(labels))

    def _row(self, table: str, row_id: str) -> Row:
        return next(row for row in self._cited.pathway.table(table).rows if row.id == row_id)

    def _questions(self) -> Iterator[str]:
        inputs = self._cited.pathway.inputs
        return (
            inputs[need.input].question for need in self._recommendation.needs if inputs[need.input].question
        )

    def _page(self, *blocks: str) -> str:
        return "\n\n".join(block for block in (*blocks, self._footing()) if block) + "\n"

    def _footing(self) -> str:
        pathway = self._cited.pathway
        status, on = phrases.review_status(pathway), phrases.day(self._recommendation.on)
        return escaped(f"{pathway.title}, version {pathway.version} ({status}), on {on}. {DISCLAIMER}")


def _section(title: str, entries: Iterable[str]) -> str:
    lines = [f"- {entry}" for entry in entries]
    return f"**{title}**\n\n" + "\n".join(lines) if lines else ""


def _advised(one: ToldAdvice) -> str:
    details = f" ({escaped(one.details)})" if one.details else ""
    limit = f" **Over the limit: {escaped(one.over_limit)}**" if one.over_limit else ""
    return f"{escaped(one.text)}{details}{limit}"


def _fact(one: ToldFact) -> str:
    found = f" ({escaped(one.found)})" if one.found else ""
    return f"{escaped(one.label)}: **{escaped(one.value)}**{found}; the row asks for: {escaped(one.test)}"
