"""Which reader reads a file, and which files there are to read.

Every format is one module of this folder. It is imported only when a file may be its own, so that reading
MEDLINE never waits for a PDF library.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from curbside.errors import Mendable, NotFound
from curbside.literature.publication import Record, Unreadable
from curbside.literature.readers.base import Reader
from curbside.literature.readers.lines import head_of, lines_of

# In the order they are asked: what is told by its content first, what is told only by its name last.
_READERS = (
    ("medline", "MedlineReader"),
    ("jats", "JatsReader"),
    ("nbib", "NbibReader"),
    ("jsonl", "JsonlReader"),
    ("ris", "RisReader"),
    ("statements", "StatementsReader"),
    ("html", "HtmlReader"),
    ("markdown", "MarkdownReader"),
    ("pdf", "PdfReader"),
)
TOPIC_FILE = "statements.yaml"
_BESIDE_TOPIC_FILE = ("topic.yaml", "references.json")


class EmptyFileReader:
    """Reads a file in which there is nothing, and says so."""

    name = "an empty file"

    def accepts(self, path: Path, head: bytes) -> bool:
        return not head

    def read(self, path: Path) -> Iterator[Record]:
        yield Unreadable(where="the whole file", reason="the file is empty")


def reader_for(path: Path) -> Reader | None:
    """The first reader that accepts the file; None when no reader does. Raises `OSError` from opening it."""
    head = head_of(path)
    if not head and next(lines_of(path), None) is None:
        return EmptyFileReader()
    readers = (_reader(module, name) for module, name in _READERS)
    return next((reader for reader in readers if reader.accepts(path, head)), None)


def read_together(path: Path) -> tuple[Path, ...]:
    """The file, and those that are read with it: of a topic's folder, all three, as far as they are there."""
    if path.name != TOPIC_FILE:
        return (path,)
    beside = (path.with_name(name) for name in _BESIDE_TOPIC_FILE)
    return (path, *(file for file in beside if file.is_file()))


def files_under(path: Path) -> Iterator[Path]:
    """The file itself, or the files of a folder and of those within it, in the order of their names.

    Hidden files and folders are left out, and so are pipes and devices in a folder, and a folder that a link
    leads back into. Of a content topic's folder only its ``statements.yaml`` is literature. Raises what
    `refuse_unreadable` does.
    """
    refuse_unreadable(path)
    if path.is_dir():
        yield from _files_in(path, above=frozenset())
    else:
        yield path


def refuse_unreadable(path: Path) -> None:
    """Raises `NotFound` when nothing is at the path, and `Mendable` when it is a pipe or a device.

    These may never end, and what is read of a pipe cannot be read a second time.
    """
    if not path.exists():
        raise NotFound(f"expected a file or a folder to read, found nothing at {path}")
    if not (path.is_file() or path.is_dir()):
        raise Mendable(
            f"expected a file or a folder; came a pipe or a device: {path}: save it as a file first"
        )


def _files_in(folder: Path, *, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    status = folder.stat()
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    if (folder / TOPIC_FILE).is_file():
        yield folder / TOPIC_FILE
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files_in(entry, above=above | {here})
        elif entry.is_file():
            yield entry


def _reader(module: str, name: str) -> Reader:
    return cast(Reader, getattr(import_module(f"{__name__}.{module}"), name)())
