"""``curbside schema``: the shape of what other commands print, for programs that read it."""

from __future__ import annotations

import click
import msgspec

from curbside.pathway import record as recommended
from curbside.verification import record


@click.group()
def command() -> None:
    """Print the JSON Schema of what a command prints."""


@command.command()
def answer() -> None:
    """The JSON Schema of `curbside ask --json`, an answer or an abstention."""
    click.echo(msgspec.json.format(msgspec.json.encode(record.schema()), indent=2))


@command.command()
def recommendation() -> None:
    """The JSON Schema of `curbside pathway apply --json`, what a pathway says of one patient."""
    click.echo(msgspec.json.format(msgspec.json.encode(recommended.schema()), indent=2))
