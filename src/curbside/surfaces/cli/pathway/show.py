"""``curbside pathway show``: one pathway laid out to be read."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from curbside import workflows
from curbside.pathway.outline import outline
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import whole_file
from curbside.surfaces.render.pathway import terminal


@click.command()
@click.argument("name", metavar="NAME|FILE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--html", "page", type=screen.FILE, metavar="FILE", help="Write one self-contained page.")
def command(*, name: str, as_json: bool, page: Path | None) -> None:
    """Lay a pathway out: whom it is for, what it must know, every decision table, and what it rests on."""
    cited = workflows.open_pathway(compose.pathway_file(screen.typed(name)))
    if as_json and page is not None:
        raise click.UsageError("expected at most one of --json and --html")
    if as_json:
        click.echo(msgspec.json.encode(outline(cited)))
        return
    if page is not None:
        from curbside.surfaces.render.pathway import page as pages

        with whole_file(page) as file:
            file.write(pages.show(cited).encode())
        screen.note(f"Wrote {page}")
        return
    sheet = screen.sheet()
    terminal.show(sheet, cited)
    screen.show(sheet)
