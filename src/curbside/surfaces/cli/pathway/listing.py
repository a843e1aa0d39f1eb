"""``curbside pathway list``: the pathways that Curbside ships."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from curbside import workflows
from curbside.pathway.definition import Pathway
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.render.pathway import phrases
from curbside.surfaces.render.wording import counted, printable


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> None:
    """List the pathways that Curbside ships, with whom each is for."""
    pathways = [workflows.open_pathway(path).pathway for path in compose.shipped_pathways().values()]
    if as_json:
        click.echo(msgspec.json.encode([_summary(pathway) for pathway in pathways]))
        return
    sheet = screen.sheet()
    for pathway in pathways:
        sheet.heading(printable(pathway.title))
        sizes = f"{counted(len(pathway.tables), 'table')} on {counted(len(pathway.inputs), 'input')}"
        sheet.write(
            (phrases.review_status(pathway), "bold yellow"),
            (f" · {printable(pathway.id)} {pathway.version} · {sizes}", "dim"),
        )
        sheet.write(printable(pathway.purpose), indent=2)
        for one in pathway.suits:
            sheet.write(f"For {printable(one)}", bullet="• ", indent=2)
        for one in pathway.excludes:
            sheet.write(f"Not for {printable(one)}", bullet="• ", indent=2)
    screen.show(sheet)


def _summary(pathway: Pathway) -> dict[str, Any]:
    return {
        "id": pathway.id,
        "title": pathway.title,
        "version": pathway.version,
        "status": pathway.status,
        "date": pathway.dated,
        "review_by": pathway.review_by,
        "purpose": pathway.purpose,
        "for": pathway.suits,
        "not_for": pathway.excludes,
        "table_count": len(pathway.tables),
        "input_count": len(pathway.inputs),
    }
