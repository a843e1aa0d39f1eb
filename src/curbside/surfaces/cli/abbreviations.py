"""``curbside abbreviations``: the short forms that a file of texts defines, each with its long form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from curbside import workflows
from curbside.errors import UnreadableSource
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import Lines, whole_file
from curbside.surfaces.cli.progress import counting
from curbside.terminology.definitions import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    id: str
    text: str


class _Texts(Lines[_Text]):
    """Texts of any kind: ``{"id", "text"}`` a line. An empty text defines nothing and is no fault."""

    kind = "text"

    @staticmethod
    def read(name: str, fields: dict[str, Any]) -> _Text:
        text = fields.get("text")
        if not isinstance(text, str):
            raise UnreadableSource("expected a `text` to look for definitions in")
        return _Text(id=name, text=text)


@click.command()
@click.argument("texts_path", type=screen.FILE, metavar="FILE")
@click.option(
    "--out",
    type=screen.FILE,
    required=True,
    metavar="FILE",
    help='{"id", "short", "long", "start", "end"} a line.',
)
def command(*, texts_path: Path, out: Path) -> None:
    """Find the abbreviations that texts define: "aromatase inhibitors (AIs)".

    FILE has {"id", "text"} a line. What comes out has a line for each definition, in the order of the texts: start and
    end are the characters of the long form in its text, from nought, and text[start:end] is the long form. No library
    is read.
    """
    texts = _Texts(texts_path)
    with whole_file(out) as file, counting("texts") as tell:
        named = ((one.id, one.text) for one in texts)
        for done, (name, definitions) in enumerate(workflows.abbreviations(named), start=1):
            file.writelines(_lines(name, definitions))
            tell(done)
    texts.end()


def _lines(name: str, definitions: tuple[Definition, ...]) -> Iterator[bytes]:
    for one in definitions:
        pair = {"id": name, "short": one.short, "long": one.long, "start": one.start, "end": one.end}
        yield msgspec.json.encode(pair) + b"\n"
