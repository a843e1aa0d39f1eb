"""A column of text for a terminal: words wrapped, indents kept, colour only where it is wanted."""

from __future__ import annotations

import re
from io import StringIO
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from curbside.surfaces.render.wording import visible

NARROWEST: Final = 40

_SPACE: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"([^ ]+) *")


class Sheet:
    """Lines of text, written from top to bottom. Everything that goes in is made printable first.

    ``width`` is in terminal cells; what is narrower than a phone is taken as 40. Without ``colour`` the text
    is plain, down to the last byte.
    """

    def __init__(self, *, width: int, colour: bool) -> None:
        self._page = StringIO()
        self._console = Console(
            file=self._page,
            width=max(width, NARROWEST),
            color_system="standard" if colour else None,
            force_terminal=colour,
            no_color=not colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def heading(self, title: str) -> None:
        """A heading, with an empty line above it unless it is the first thing on the sheet."""
        self.gap()
        self.write((title, "bold"))

    def gap(self) -> None:
        """An empty line, unless the sheet is empty."""
        if self._page.tell():
            self._console.line()

    def write(self, *parts: str | tuple[str, str], bullet: str = "", indent: int = 0) -> None:
        """A paragraph of parts, each with a style or without one, hanging from its bullet."""
        text = Text()
        for part in parts:
            words, style = part if isinstance(part, tuple) else (part, "")
            text.append(visible(_one_line(words)), style=style or None)
        lead = " " * indent + bullet
        lines = text.divide(_breaks(text.plain, self._console.width - len(lead)))
        for number, line in enumerate(lines):
            line.rstrip()
            margin = lead if number == 0 else " " * len(lead)
            self._console.print(Text.assemble(margin, line), soft_wrap=True)

    def __str__(self) -> str:
        return self._page.getvalue()


def _one_line(words: str) -> str:
    return _SPACE.sub(" ", words)


def _breaks(text: str, width: int) -> list[int]:
    """Where new lines begin. A path, an id or a DOI longer than a line stays whole, to be copied."""
    breaks: list[int] = []
    used = 0
    for word in _WORD.finditer(text):
        if used and used + cell_len(word[1]) > width:
            breaks.append(word.start())
            used = 0
        used += cell_len(word[0])
    return breaks
