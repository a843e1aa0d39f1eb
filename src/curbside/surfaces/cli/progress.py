"""How far a long command has come, on stderr: a bar where a terminal can draw one, else a line now and then."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from curbside.surfaces.cli.screen import note
from curbside.surfaces.render.wording import printable

if TYPE_CHECKING:
    from rich.progress import Progress

SECONDS_BETWEEN_LINES: Final = 5.0


class Tell(Protocol):
    """Called as often as one likes with what has been counted; ``done`` of ``total`` fills the bar."""

    def __call__(self, counted: int, *, done: int = 0, total: int = 0, at: str = "") -> None: ...


@contextmanager
def counting(unit: str, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Tell]:
    """Tell a person how many of ``unit`` (``records``) are through, and how many a second."""
    started = clock()

    def words(counted: int, done: int, total: int, at: str) -> str:
        rate = counted / max(clock() - started, 1e-3)
        place = f", {done:,} of {total:,}" if total else ""
        return f"{counted:,} {unit}{place}, {rate:,.0f}/s {printable(at)}".rstrip()

    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _bar() as bar:
            yield _on(bar, words)
    else:
        yield _in_lines(words, clock)


Words = Callable[[int, int, int, str], str]


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), BarColumn(bar_width=24), TextColumn("{task.description}", markup=False))
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _on(bar: Progress, words: Words) -> Tell:
    task = bar.add_task("", total=None)

    def tell(counted: int, *, done: int = 0, total: int = 0, at: str = "") -> None:
        description = words(counted, done, total, at)
        bar.update(task, description=description, completed=done, total=total or None)

    return tell


def _in_lines(words: Words, clock: Callable[[], float]) -> Tell:
    last = clock()

    def tell(counted: int, *, done: int = 0, total: int = 0, at: str = "") -> None:
        nonlocal last
        if clock() - last >= SECONDS_BETWEEN_LINES:
            last = clock()
            note(words(counted, done, total, at))

    return tell
