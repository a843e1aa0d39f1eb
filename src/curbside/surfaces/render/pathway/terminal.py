"""A pathway on a terminal: whom it is for, what it asks, every table row by row, and what it rests on."""

from __future__ import annotations

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Action, Pathway, Row, Table
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.pathway import phrases
from curbside.surfaces.render.pathway.graph import Node, nodes
from curbside.surfaces.render.pathway.shelf import Shelf
from curbside.surfaces.render.policy import disclaimer
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import printable


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
    for number, claim in shelf:
        if number == 1:
            sheet.heading("What it rests on")
        lead = f"[{number}] "
        alarm = [(f"{said}. ", "bold red")] if (said := phrases.superseded(claim)) else []
        sheet.write(*alarm, printable(claim.statement.text), bullet=lead, indent=2)
        sheet.write((f"{phrases.source(claim)} {phrases.known_of(claim)}", "dim"), indent=2 + len(lead))


def action(sheet: Sheet, one: Action, shelf: Shelf, *, text: str = "", due: str = "", indent: int) -> None:
    """An action with its dose, its time, its claims and, wherever it is shown, the limit that it passes."""
    marks = "".join(f"[{number}]" for number in shelf.marks(one.claims))
    sheet.write(
        (f"{phrases.DO[one.do]}: ", "bold"),
        printable(text or one.text),
        (f" {marks}", "cyan"),
        bullet="• ",
        indent=indent,
    )
    when = due or phrases.after(one)
    told = " · ".join(part for part in (phrases.dose(one.dose) if one.dose else "", when) if part)
    if told:
        sheet.write((told, "dim"), indent=indent + 2)
    if one.over_limit:
        sheet.write((f"Over a limit: {printable(one.over_limit)}", "bold red"), indent=indent + 2)
    if missing := shelf.missing(one.claims):
        sheet.write(
            (f"No such statement: {', '.join(map(printable, missing))}", "bold red"), indent=indent + 2
        )


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
        sheet.write(phrases.known_from(one), indent=4)
        if one.codings:
            sheet.write((", ".join(map(str, one.codings)), "dim"), indent=4)
        for word, codings in one.meanings.items():
            sheet.write((f"{word}: {', '.join(map(str, codings))}", "dim"), indent=4)
        for trap in one.traps:
            sheet.write((f"Not {trap.coding}: {printable(trap.why)}", "dim"), indent=4)
        if one.plausible is not None:
            sheet.write((f"Believed only if {phrases.cell(one.plausible)}", "dim"), indent=4)
        if one.assay is not None:
            marks = "".join(f"[{number}]" for number in shelf.marks(one.assay.claims))
            sheet.write(
                f"Assay: varies by {one.assay.cv}%, off by at most {one.assay.bias}%; one person's own level varies "
                f"by {one.assay.within_person}% ",
                (marks, "cyan"),
                indent=4,
            )


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
        action(sheet, one, shelf, indent=4)
