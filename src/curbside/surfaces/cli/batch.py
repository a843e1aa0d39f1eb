"""Many questions from a file, and an output file that is whole or absent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

import click
import msgspec

from curbside.errors import BadQuestion, NotFound, UnreadableSource
from curbside.literature.publication import Unreadable
from curbside.literature.readers.lines import lines_of
from curbside.question.read import read_question
from curbside.surfaces.cli.screen import note
from curbside.surfaces.render.wording import counted
from curbside.workflows import Topic

LONGEST_LINE_BYTES: Final = 1 << 20


class Topics:
    """The questions of a JSON Lines file: ``{"id", "text"}`` a line, or ``{"_id", "text"}`` as BEIR has it.

    Iterating gives the sound ones in file order. A faulty line is named on stderr and counted in ``faulty``,
    and the rest goes on. Empty lines are nothing, neither sound nor faulty.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise NotFound(f"expected a file of topics, one JSON object a line; came {path}")
        self._path = path
        self.sound = 0
        self.faulty = 0

    def __iter__(self) -> Iterator[Topic]:
        seen: set[str] = set()
        for line in lines_of(self._path, longest=LONGEST_LINE_BYTES):
            if isinstance(line, Unreadable):
                self.fault(line.where, line.reason)
                continue
            number, content = line
            if not content.strip():
                continue
            try:
                topic = _topic(content)
            except (UnreadableSource, BadQuestion) as fault:
                self.fault(f"line {number}", str(fault))
                continue
            if topic.id in seen:
                self.fault(f"line {number}", f"expected an id not seen before; came {topic.id!r} again")
                continue
            seen.add(topic.id)
            self.sound += 1
            yield topic

    def end(self) -> None:
        """Raises `UnreadableSource` when a line was faulty or there was none; what was written stays."""
        if not self.sound + self.faulty:
            raise UnreadableSource(f"{self._path}: expected a topic a line; came none")
        if self.faulty:
            raise UnreadableSource(
                f"{self._path}: {counted(self.faulty, 'line')} left out as faulty; the others are done"
            )

    def fault(self, where: str, reason: str) -> None:
        """Name what is wrong with a topic, and go on."""
        self.faulty += 1
        note(f"{self._path}, {where}: {reason}")


def _topic(line: bytes) -> Topic:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableSource(f"expected a JSON object; {error}") from error
    if not isinstance(fields, dict):
        raise UnreadableSource(f"expected a JSON object; came {type(fields).__name__}")
    name, text = fields.get("id", fields.get("_id")), fields.get("text")
    if isinstance(name, bool) or not isinstance(name, (str, int)) or not str(name).strip():
        raise UnreadableSource("expected an `id` (or `_id`), a text or a whole number")
    if not isinstance(text, str):
        raise UnreadableSource("expected a `text` with the question")
    read_question(text)
    return Topic(id=str(name), text=text)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes its name only when it is complete: a reader never sees half of it.

    A link, a pipe or a device (``/dev/stdout``) is written to as it stands: a file must not take its place.
    """
    if not path.parent.is_dir():
        raise NotFound(f"expected a folder to write {path} in; there is none")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        with path.open("wb") as file:
            yield file
        return
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        # The caller never named the part, and a full disk names nothing.
        error.filename, error.filename2 = str(path), None
        raise
    finally:
        with suppress(OSError):
            part.unlink()


def either(*, question: str | None, topics: Path | None, out: Path | None, out_name: str) -> None:
    """One question, or a file of them with a file for what comes out."""
    if (question is None) == (topics is None):
        raise click.UsageError("expected one of a question and --topics FILE")
    if (topics is None) != (out is None):
        raise click.UsageError(f"expected --topics and {out_name} together")
