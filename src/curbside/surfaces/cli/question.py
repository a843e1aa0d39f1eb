"""``curbside question``: how a question is understood, before anything is searched."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from curbside import workflows
from curbside.errors import CurbsideError
from curbside.literature.library import Library
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import Topics, either, whole_file
from curbside.surfaces.cli.progress import counting


@click.command()
@click.argument("question", required=False)
@click.option("--json", "on_one_line", is_flag=True, help="Print the JSON on one line.")
@click.option("--topics", type=screen.FILE, metavar="FILE", help='Read many: {"id", "text"} a line.')
@click.option("--out", type=screen.FILE, metavar="FILE", help='With --topics: {"id", "question"} a line.')
@screen.expansion_option
@screen.library_option
def command(
    *,
    question: str | None,
    on_one_line: bool,
    topics: Path | None,
    out: Path | None,
    expand: bool,
    library_path: Path | None,
) -> None:
    """Print how QUESTION is understood, as JSON: what short forms mean, whom and what it is about, its kind.

    Nothing is searched. The library is asked only which senses its publications use, and how names are spelled.
    """
    either(question=question, topics=topics, out=out, out_name="--out")
    with screen.reading(library_path) as library:
        if topics is not None and out is not None:
            _read_many(Topics(topics), out, library, expand=expand)
            return
        read = msgspec.json.encode(
            workflows.read(screen.typed(question or ""), library=library, expand=expand)
        )
        screen.hand_over((read if on_one_line else msgspec.json.format(read, indent=2)).decode() + "\n")


def _read_many(topics: Topics, out: Path, library: Library, *, expand: bool) -> None:
    with whole_file(out) as file, counting("questions") as tell:
        readings = workflows.read_many(topics, library=library, expand=expand)
        for done, (name, read) in enumerate(readings, start=1):
            if isinstance(read, CurbsideError):
                topics.fault(f"topic {name}", str(read))
                continue
            file.write(b'{"id":%b,"question":%b}\n' % (msgspec.json.encode(name), msgspec.json.encode(read)))
            tell(done)
    topics.end()
