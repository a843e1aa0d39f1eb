"""What a language model is writing, on a terminal: each sentence once the checks have let it through, and no other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from curbside.surfaces.render.wording import printable
from curbside.verification.answer import UpheldClaim
from curbside.workflows import Heard, unheard

_HEADING: Final = "Being written. Each sentence shown here has passed the checks; the whole answer follows."


@contextmanager
def writing(*, watched: bool, instead_of: Callable[[], None] | None = None) -> Iterator[Heard]:
    """Show claims as they are upheld, on stderr, until there is an answer to show in their place.

    Begins with a heading alone; or with the first claim, where something else is on the screen until then, which
    ``instead_of`` takes away.
    """
    if not watched or not _is_terminal():
        yield unheard
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    shown = Text(_HEADING, style="dim")
    live = Live(shown, console=Console(stderr=True), transient=True, auto_refresh=False)

    def heard(claim: UpheldClaim) -> None:
        if instead_of is not None and not live.is_started:
            instead_of()
            live.start()
        shown.append(f"\n• {printable(claim.text)}", style="not dim")
        shown.append(printable("".join(f" [{cited.passage}]" for cited in claim.citations)), style="cyan")
        live.refresh()

    if instead_of is None:
        live.start(refresh=True)
    try:
        yield heard
    finally:
        live.stop()


def _is_terminal() -> bool:
    return sys.stdout.isatty() and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
