"""``curbside history``: the answers that were asked, listed, printed again and forgotten."""

from __future__ import annotations

from typing import Any, Final

import click
import msgspec

from curbside.editorial.asked import Asked
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.render import terminal
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.listing import SHOWN_OF_ID
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import counted

LISTED: Final = 20


@click.group(invoke_without_command=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=LISTED, show_default=True, help="How many at most."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(context: click.Context, *, limit: int, as_json: bool) -> None:
    """List the answers that were asked, newest first, each with the id that `curbside ask --after` takes.

    Nothing asked with --private is among them. They are kept in CURBSIDE_HISTORY, else in your user data folder.
    """
    if context.invoked_subcommand is not None:
        return
    kept = compose.asked_store().recent(limit=limit)
    if as_json:
        click.echo(msgspec.json.encode([_plain(one) for one in kept]))
        return
    sheet = screen.sheet()
    if not kept:
        sheet.write("No answers yet. Ask one, and it will be listed here:")
        sheet.write('curbside ask "QUESTION"', indent=2)
    for one in kept:
        _list(sheet, one)
    screen.show(sheet)


@command.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: curbside schema answer describes it.")
@click.option(
    "--for",
    "audience",
    type=click.Choice([one.value for one in Audience]),
    default=Audience.CLINICIAN.value,
    show_default=True,
    help="For whom it is told.",
)
def show(*, name: str, as_json: bool, audience: str) -> None:
    """Print an answer again, as it was given. ID: six or more characters of its id, or `last`."""
    one = compose.asked_store().find(screen.typed(name))
    if as_json:
        click.echo(one.record)
        return
    screen.note(f"Asked {_when(one)}{_followed(one)}")
    screen.show(
        terminal.render(
            one.outcome(), width=screen.width(), colour=screen.colour(), audience=Audience(audience)
        )
    )


@command.command()
@click.argument("name", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="Forget every answer.")
def forget(*, name: str | None, everything: bool) -> None:
    """Forget one answer, or with --all every one. It is gone for good. ID: as for `show`."""
    if everything == (name is not None):
        raise click.UsageError("expected ID or --all")
    store = compose.asked_store()
    if name is None:
        screen.note(f"Forgot {counted(store.forget_all(), 'answer')}")
        return
    forgotten = store.forget(screen.typed(name))
    screen.note(f"Forgot {_short(forgotten.id)}: {forgotten.asked}")


def _list(sheet: Sheet, one: Asked) -> None:
    style = "green" if one.status == "answered" else "yellow"
    sheet.write((_short(one.id), "cyan"), f" · {_when(one)} · ", (one.status, style), (_followed(one), "dim"))
    sheet.write(one.asked, indent=2)


def _when(one: Asked) -> str:
    """The day and the time where the reader is."""
    moment = one.asked_at.astimezone()
    return f"{moment.day} {moment:%B %Y %H:%M}"


def _followed(one: Asked) -> str:
    return f" · after {_short(one.after)}" if one.after else ""


def _short(name: str) -> str:
    return name[:SHOWN_OF_ID]


def _plain(one: Asked) -> dict[str, Any]:
    return {
        "id": one.id,
        "asked_at": one.asked_at.isoformat(),
        "asked": one.asked,
        "read_as": one.read_as,
        "status": one.status,
        "after": one.after,
    }
