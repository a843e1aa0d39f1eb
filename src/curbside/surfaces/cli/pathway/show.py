"""``curbside pathway show``: one pathway laid out to be read."""

from __future__ import annotations

import click

from curbside import workflows
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.render.pathway import terminal


@click.command()
@click.argument("name", metavar="NAME|FILE")
def command(*, name: str) -> None:
    """Lay a pathway out: whom it is for, what it must know, every decision table, and what it rests on."""
    cited = workflows.open_pathway(compose.pathway_file(screen.typed(name)))
    sheet = screen.sheet()
    terminal.show(sheet, cited)
    screen.show(sheet)
