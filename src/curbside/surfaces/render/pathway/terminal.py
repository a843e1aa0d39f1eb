"""A pathway on a terminal: whom it is for, what it asks, every table row by row, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Action, Pathway, Row, Table
from curbside.pathway.explanation import Explanation
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.pathway import phrases
from curbside.surfaces.render.pathway.graph import Node, nodes
from curbside.surfaces.render.pathway.shelf import Shelf
from curbside.surfaces.render.pathway.told import (
    Told,
    ToldAdvice,
    ToldAssay,
    ToldFlip,
    ToldRow,
    ToldTable,
    told,
)
from curbside.surfaces.render.policy import disclaimer
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import counted, printable


def show(sheet: Sheet, cited: CitedPathway) -> None:
    """The whole pathway, as its authors wrote it."""
    pathway, shelf = cited.pathway, Shelf(cited)
    head(sheet, pathway)
    sheet.write(printable(pathway.purpose))
    _listed(sheet, "For", pathway.suits)
    _listed(sheet, "Not for", pathway.excludes)
    _inputs(sheet, pathway, shelf)
    sheet.heading("The order in which it is asked")
    for node in nodes(pathway):
        _node(sheet, node)
    for node in nodes(pathway):
        _table(sheet, node.place, node.table, pathway, shelf)
    rests_on(sheet, shelf)
    foot(sheet, pathway)


def recommendation(sheet: Sheet, explanation: Explanation) -> None:
    """What a pathway says of one patient: what to do first, then everything that led to it."""
    pathway, found = explanation.cited.pathway, explanation.recommendation
    shelf = Shelf(explanation.cited)
    said = told(explanation, shelf)
    head(sheet, pathway)
    sheet.write(f"For one patient, on {phrases.day(found.on)}")
    _what_to_do(sheet, said)
    sheet.heading("Why")
    for table in said.tables:
        _became(sheet, table)
    for silence in said.silent:
        sheet.write((f"{silence.why}:", "bold"))
        for silent in silence.tables:
            sheet.write((silent, "dim"), bullet="• ", indent=2)
    if said.flips:
        sheet.heading("Would change if")
    for flip in said.flips:
        _flip(sheet, flip)
    for assay in said.assays:
        _assay(sheet, assay)
    _listed(sheet, "Found, and not used or used with care", said.remarks)
    rests_on(sheet, shelf)
    foot(sheet, pathway)


def _what_to_do(sheet: Sheet, said: Told) -> None:
    sheet.heading(said.heading)
    if said.ended:
        sheet.write((said.ended, "bold"), indent=2)
    for one in said.advice:
        _advice(sheet, one, indent=2)
    for need in said.needs:
        sheet.write(("Cannot decide: ", "bold yellow"), need.text, bullet="? ", indent=2)
        if need.question:
            sheet.write((need.question, "dim"), indent=4)


def _became(sheet: Sheet, table: ToldTable) -> None:
    style = "green" if table.is_decided else "bold yellow"
    why = f"; {table.why}" if table.why else ""
    sheet.write(
        (table.title, "bold"), " · ", (table.outcome, style), why, bullet=f"{table.place:>2}  ", indent=0
    )
    for row in table.rows:
        _fired(sheet, row)


def _fired(sheet: Sheet, row: ToldRow) -> None:
    handed = f" → {row.hands_on}" if row.hands_on else ""
    sheet.write((row.name, "bold"), handed, bullet="▸ ", indent=4)
    for fact in row.facts:
        found = f" ({fact.found})" if fact.found else ""
        sheet.write(
            f"{fact.label} is {fact.value}", (found, "dim"), f"; the row asks for: {fact.test}", indent=6
        )
    if row.ends:
        sheet.write(("Ends here: ", "bold"), row.ends, indent=6)
    if row.note:
        sheet.write((row.note, "dim"), indent=6)
    if row.advises:
        things = counted(row.advises, "thing")
        sheet.write(f"Advises {things}, above, resting on ", (_cited(row.marks), "cyan"), indent=6)


def _flip(sheet: Sheet, flip: ToldFlip) -> None:
    sheet.write((flip.when, "bold"), bullet="• ", indent=2)
    for change in flip.changes:
        sheet.write(change, bullet="→ ", indent=4)


def _assay(sheet: Sheet, assay: ToldAssay) -> None:
    sheet.heading(f"How sure {assay.label} {assay.measured} is")
    sheet.write(f"{assay.figures}. ", (_cited(assay.marks), "cyan"), indent=2)
    sheet.write(f"{assay.interval}.", indent=2)
    for banding in assay.bandings:
        sheet.write((banding.tables, "bold"), indent=2)
        for band in banding.bands:
            own = (" ← the result", "bold") if band.is_own else ""
            sheet.write(f"{band.values}: {band.probability}", own, bullet="• ", indent=4)
        sheet.write(f"In another band than the result: {banding.elsewhere}", indent=4)
    if assay.change:
        sheet.write(assay.change, indent=2)


def head(sheet: Sheet, pathway: Pathway) -> None:
    """Its name, and how far it may be trusted."""
    sheet.write((printable(pathway.title), "bold"))
    review = f" · to be reviewed by {phrases.day(pathway.review_by)}" if pathway.review_by else ""
    sheet.write(
        (phrases.review_status(pathway), "bold yellow"),
        f" · {printable(pathway.id)} {printable(pathway.version)} · {phrases.day(pathway.dated)}{review}",
    )


def foot(sheet: Sheet, pathway: Pathway) -> None:
    """What it is not."""
    sheet.gap()
    sheet.write(
        ("Disclaimer. ", "bold"), f"{phrases.review_status(pathway)}. {disclaimer(Audience.CLINICIAN)}"
    )


def rests_on(sheet: Sheet, shelf: Shelf) -> None:
    """Every statement that was cited, with its source."""
    for number, claim in shelf.cited:
        if number == 1:
            sheet.heading("What it rests on")
        lead = f"[{number}] "
        alarm = [(f"{said}. ", "bold red")] if (said := phrases.superseded(claim)) else []
        sheet.write(*alarm, printable(claim.statement.text), bullet=lead, indent=2)
        sheet.write((f"{phrases.source(claim)} {phrases.known_of(claim)}", "dim"), indent=2 + len(lead))


def _action(sheet: Sheet, one: Action, pathway: Pathway, shelf: Shelf) -> None:
    text = phrases.with_names(one.text, pathway)
    sheet.write(
        (phrases.lead(one.do, text), "bold"),
        text,
        (f" {_cited(shelf.marks(one.claims))}", "cyan"),
        bullet="• ",
        indent=4,
    )
    _beneath(sheet, phrases.details(one), one.over_limit, indent=6)
    if missing := shelf.missing(one.claims):
        sheet.write((f"No such statement: {', '.join(map(printable, missing))}", "bold red"), indent=6)


def _advice(sheet: Sheet, one: ToldAdvice, *, indent: int) -> None:
    sheet.write((one.lead, "bold"), one.text, (f" {_cited(one.marks)}", "cyan"), bullet="• ", indent=indent)
    _beneath(sheet, one.details, one.over_limit, indent=indent + 2)


def _beneath(sheet: Sheet, details: str, over_limit: str, *, indent: int) -> None:
    """An action's dose and time and, wherever it is shown, the limit that it passes."""
    if details:
        sheet.write((details, "dim"), indent=indent)
    if over_limit:
        sheet.write((f"Over a limit: {printable(over_limit)}", "bold red"), indent=indent)


def _cited(marks: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in marks)


def _listed(sheet: Sheet, heading: str, lines: tuple[str, ...]) -> None:
    if lines:
        sheet.heading(heading)
    for line in lines:
        sheet.write(printable(line), bullet="• ", indent=2)


def _inputs(sheet: Sheet, pathway: Pathway, shelf: Shelf) -> None:
    sheet.heading("What it must know")
    for one in pathway.inputs.values():
        values = phrases.values_of(one)
        sheet.write(
            (printable(one.label), "bold"), (f" · {one.name} · {values}", "dim"), bullet="• ", indent=2
        )
        if one.question:
            sheet.write(printable(one.question), indent=4)
        sheet.write((phrases.known_from(one), "dim"), indent=4)
        if one.codings:
            sheet.write((", ".join(map(str, one.codings)), "dim"), indent=4)
        for word, codings in one.meanings.items():
            sheet.write((f"{word}: {', '.join(map(str, codings))}", "dim"), indent=4)
        for trap in one.traps:
            sheet.write((f"Not {trap.coding}: {printable(trap.why)}", "dim"), indent=4)
        if one.plausible is not None:
            sheet.write((f"Believed only if {phrases.cell(one.plausible)}", "dim"), indent=4)
        if one.assay is not None:
            marks = _cited(shelf.marks(one.assay.claims))
            sheet.write(f"{phrases.assay(one.assay)} ", (marks, "cyan"), indent=4)


def _node(sheet: Sheet, node: Node) -> None:
    sheet.write((node.title, "bold"), f": {node.said}", bullet=f"{node.place:>2}  ", indent=2)


def _table(sheet: Sheet, place: int, table: Table, pathway: Pathway, shelf: Shelf) -> None:
    sheet.heading(f"{place}  {printable(table.title)}")
    sheet.write((f"Hit policy {phrases.HIT[table.hit]}", "dim"), indent=2)
    if asked := phrases.guards(table, pathway):
        sheet.write(f"Asked only when {asked}", indent=2)
    if table.note:
        sheet.write(printable(table.note), indent=2)
    for row in table.rows:
        _row(sheet, row, table, pathway, shelf)


def _row(sheet: Sheet, row: Row, table: Table, pathway: Pathway, shelf: Shelf) -> None:
    tests = [
        f"{phrases.label(column, pathway)}: {said}"
        for column in table.columns
        if (said := phrases.cell(row.tests.get(column))) != phrases.ANY
    ]
    sheet.write(
        (phrases.words(row.id), "bold"), f" · {'; '.join(tests) or 'anything'}", bullet="▸ ", indent=2
    )
    if handed := phrases.outputs(row):
        sheet.write((f"→ {handed}", "dim"), indent=4)
    if row.ends:
        sheet.write(("Ends here: ", "bold"), printable(row.ends), indent=4)
    if row.note:
        sheet.write((printable(row.note), "dim"), indent=4)
    for one in row.actions:
        _action(sheet, one, pathway, shelf)
