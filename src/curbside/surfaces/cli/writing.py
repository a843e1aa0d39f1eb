"""What a language model is writing, on a terminal: each sentence once the checks have let it through, and no other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from curbside.surfaces.render.wording import printable
from curbside.verification.answer import UpheldClaim
from curbside.workflows import Heard, unheard

_HEADING: Final = "Being written; each sentence shown has passed the checks. The whole answer follows."


@contextmanager
def writing(*, watched: bool) -> Iterator[Heard]:
    """Show claims as they are upheld, on stderr, until there is an answer to show in their place."""
    if not watched or not _is_terminal():
        yield unheard
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    shown = Text(_HEADING, style="dim")
    with Live(shown, console=Console(stderr=True), transient=True, auto_refresh=False) as live:

        def heard(claim: UpheldClaim) -> None:
            cited = "".join(f" [{citation.passage}]" for citation in claim.citations)
            shown.append(f"\n• {printable(claim.text)}", style="not dim")
            shown.append(printable(cited), style="cyan")
            live.refresh()

        yield heard


def _is_terminal() -> bool:
    return sys.stdout.isatty() and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
