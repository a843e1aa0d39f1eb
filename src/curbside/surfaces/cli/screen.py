"""What the commands share: where text goes, how wide, whether in colour, and how a library is named."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from curbside.literature.library import Library
from curbside.surfaces.compose import holding
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import printable

WIDEST: Final = 100
PIPED: Final = 80
_KEYS: Final = 9
"""As many choices as there are keys with a figure on them."""

# ECMA-48, section 5.4: what a coloured terminal has between its words, and a copy of them may bring along.
_CONTROL_SEQUENCE: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")

Command = TypeVar("Command", bound=Callable[..., Any])


class _SomePath(click.Path):
    """A path with at least one character: an unset shell variable must not come to mean the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not os.fspath(value):
            self.fail("expected a path; came an empty text", param, ctx)
        return super().convert(value, param, ctx)


PATH: Final = _SomePath(path_type=Path)
FILE: Final = _SomePath(path_type=Path, dir_okay=False)


def library_option(command: Command) -> Command:
    """``--library DIR``, the same everywhere."""
    option = click.option(
        "--library",
        "library_path",
        type=PATH,
        metavar="DIR",
        help="Where the library is. Else CURBSIDE_LIBRARY, else your own, else the evidence Curbside ships.",
    )
    return option(command)


def expansion_option(command: Command) -> Command:
    """``--no-expand``, the same for whatever searches."""
    option = click.option(
        "--no-expand",
        "expand",
        is_flag=True,
        flag_value=False,
        default=True,
        help="Search for the words as they are, and for no others that mean the same.",
    )
    return option(command)


def chosen(offered: int) -> int | None:
    """Which of so many things is chosen, from 1, by one key; None for any other key, or where nobody can press it."""
    offered = min(offered, _KEYS)
    if not offered or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    keys = "1" if offered == 1 else f"1 to {offered}"
    click.echo(f"Press {keys} to ask that instead, any other key to end. ", nl=False, err=True)
    key = click.getchar()
    click.echo(err=True)
    return int(key) if key.isdecimal() and 1 <= int(key) <= offered else None


@contextmanager
def reading(named: Path | None) -> Iterator[Library]:
    """The library to read from, saying which it is when the caller did not."""
    held = holding(named)
    if held.found:
        note(f"Reading {held.found}")
    with held.library as library:
        yield library


def sheet() -> Sheet:
    """A sheet as wide as the terminal allows; colour only on one that wants it."""
    return Sheet(width=width(), colour=colour())


def width() -> int:
    """Lines longer than `WIDEST` are hard to read, however wide the terminal."""
    return min(shutil.get_terminal_size((PIPED, 24)).columns, WIDEST) if sys.stdout.isatty() else PIPED


def colour() -> bool:
    """Colours on a terminal, unless NO_COLOR is set to anything (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(text: object) -> None:
    """Print a finished page as it stands, its colours included."""
    click.echo(str(text), nl=False, color=True)


def hand_over(text: str) -> None:
    """Print what programs read: the same bytes, in UTF-8, whatever the terminal's encoding."""
    click.echo(text.encode(), nl=False)


def typed(text: str) -> str:
    """What was typed or pasted, as text.

    A terminal's colours go, and a byte its encoding could not explain becomes a visible U+FFFD.
    """
    return _CONTROL_SEQUENCE.sub("", text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def note(message: str) -> None:
    """A line for the person at the terminal, kept out of what is printed for others to read."""
    click.echo(printable(message), err=True)
