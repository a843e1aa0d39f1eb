"""``curbside schema``: the shape of what other commands print, for programs that read it."""

from __future__ import annotations

import click
import msgspec

from curbside.verification import record


@click.group()
def command() -> None:
    """Print the JSON Schema of what a command prints."""


@command.command()
def answer() -> None:
    """The JSON Schema of `curbside ask --json`, an answer or an abstention."""
    click.echo(msgspec.json.format(msgspec.json.encode(record.schema()), indent=2))
