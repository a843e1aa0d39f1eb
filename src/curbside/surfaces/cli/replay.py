"""``curbside replay``: an answer asked for again, and whether it is still the one that was given."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from curbside import workflows
from curbside.editorial.asked import LAST
from curbside.errors import EXIT_DIFFERS, BadData, NotFound
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.render import replayed
from curbside.verification.record import Given, Outcome, given


@click.command()
@click.argument("answer")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: docs/replay.md describes it.")
@screen.expansion_option
@screen.library_option
def command(*, answer: str, as_json: bool, expand: bool, library_path: Path | None) -> None:
    """Ask the question of ANSWER again and say what differs: nothing, where library, settings and version are the same.

    ANSWER is a file that `curbside ask --json` wrote, six or more characters of an answer's id in the history, or
    `last`. The exit code is 0 when the answer is the same byte for byte, and 6 when it is not. Nothing is kept.
    """
    then = given(_record_of(answer))
    with screen.reading(library_path) as library:
        replay = workflows.replay(
            then,
            library=library,
            after=_followed(then),
            expand=expand,
            further=compose.further_comparisons(),
            pathway_of=compose.pathway_of,
        )
    if as_json:
        click.echo(msgspec.json.encode(replayed.plain(replay)))
    else:
        screen.show(replayed.render(replay, width=screen.width(), colour=screen.colour()))
    if not replay.is_reproduced:
        raise click.exceptions.Exit(EXIT_DIFFERS)


def _record_of(name: str) -> bytes:
    """The answer of this name as it was written: a file's, else the history's."""
    path = Path(name)
    if name == LAST or not path.is_file():
        return compose.asked_store().find(screen.typed(name)).record
    return _answer_in(path)


def _answer_in(path: Path) -> bytes:
    """The one answer in a file, by itself or as a batch has it: ``{"id", "answer"}``."""
    written = path.read_bytes()
    try:
        wrapped = msgspec.json.decode(written, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadData(f"expected one answer as JSON in {path}; came something else: {error}") from error
    return bytes(wrapped.get("answer", written))


def _followed(then: Given) -> Outcome | None:
    """The answer that this one followed, where the history still has it."""
    follow_up = then.outcome.question.follow_up
    if follow_up is None:
        return None
    try:
        return compose.asked_store().find(follow_up.after).outcome()
    except NotFound:
        return None
