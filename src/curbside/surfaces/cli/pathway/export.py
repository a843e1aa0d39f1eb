"""``curbside pathway export``: a pathway for other people's engines."""

from __future__ import annotations

from pathlib import Path

import click

from curbside import workflows
from curbside.pathway.exports.exported import LANGUAGES
from curbside.surfaces import compose
from curbside.surfaces.cli import screen


@click.command()
@click.argument("name", metavar="NAME|FILE")
@click.option("--to", type=click.Choice(LANGUAGES), required=True, help="Which language to write it in.")
@click.option("--out", type=screen.PATH, metavar="DIR", help="Write the file there instead of printing it.")
def command(*, name: str, to: str, out: Path | None) -> None:
    """Write a pathway out as FHIR R4 resources, a DMN document or a CQL library.

    Only a pathway that decides as its own test patients say is written. What each language cannot say is told in
    docs/pathway-exports.md.
    """
    usable = workflows.usable_pathway(compose.pathway_file(screen.typed(name)))
    exported = workflows.export_pathway(usable, to=to)
    if out is None:
        click.echo(exported.text, nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    (out / exported.file).write_text(exported.text, encoding="utf-8")
    click.echo(f"Written: {out / exported.file}")
