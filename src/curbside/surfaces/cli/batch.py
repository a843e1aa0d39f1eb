"""Many questions or prompts from a file, and an output file that is whole or absent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, ClassVar, Final, Generic, Protocol, TypeVar
from uuid import uuid4

import click
import msgspec

from curbside.appraisal.comparison import Prompt
from curbside.errors import BadQuestion, NotFound, UnreadableSource
from curbside.literature.publication import Unreadable
from curbside.literature.readers.lines import lines_of
from curbside.literature.text import fold
from curbside.question.read import read_question
from curbside.surfaces.cli.screen import note
from curbside.surfaces.render.wording import counted
from curbside.verification.judging import Source
from curbside.workflows import GivenClaim, Topic

LONGEST_LINE_BYTES: Final = 1 << 20


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_Named)


class Lines(ABC, Generic[Item]):
    """What a JSON Lines file asks for, an object with an ``id`` a line.

    Iterating gives the sound ones in file order. A faulty line is named on stderr and counted in ``faulty``,
    and the rest goes on. Empty lines are nothing, neither sound nor faulty.
    """

    kind: ClassVar[str]
    """What a line holds, in the words of the command that reads it."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise NotFound(f"expected a file of {self.kind}s, one JSON object a line; came {path}")
        self._path = path
        self.sound = 0
        self.faulty = 0

    @staticmethod
    @abstractmethod
    def read(name: str, fields: dict[str, Any]) -> Item:
        """The item of a line with this id. Raises `UnreadableSource` or `BadQuestion` when something is amiss."""

    def __iter__(self) -> Iterator[Item]:
        seen: set[str] = set()
        for line in lines_of(self._path, longest=LONGEST_LINE_BYTES):
            if isinstance(line, Unreadable):
                self.fault(line.where, line.reason)
                continue
            number, content = line
            if not content.strip():
                continue
            try:
                item = self.read(*_named_fields(content))
            except (UnreadableSource, BadQuestion) as fault:
                self.fault(f"line {number}", str(fault))
                continue
            if item.id in seen:
                self.fault(f"line {number}", f"expected an id not seen before; came {item.id!r} again")
                continue
            seen.add(item.id)
            self.sound += 1
            yield item

    def end(self) -> None:
        """Raises `UnreadableSource` when a line was faulty or there was none; what was written stays."""
        if not self.sound + self.faulty:
            raise UnreadableSource(f"{self._path}: expected a {self.kind} a line; came none")
        if self.faulty:
            raise UnreadableSource(
                f"{self._path}: {counted(self.faulty, 'line')} left out as faulty; the others are done"
            )

    def fault(self, where: str, reason: str) -> None:
        """Name what is wrong with a line, and go on."""
        self.faulty += 1
        note(f"{self._path}, {where}: {reason}")


class Topics(Lines[Topic]):
    """Questions: ``{"id", "text"}`` a line, or ``{"_id", "text"}`` as BEIR has it."""

    kind = "topic"

    @staticmethod
    def read(name: str, fields: dict[str, Any]) -> Topic:
        text = fields.get("text")
        if not isinstance(text, str):
            raise UnreadableSource("expected a `text` with the question")
        read_question(text)
        return Topic(id=name, text=text)


class Prompts(Lines[Prompt]):
    """Comparisons to read: ``{"id", "intervention", "comparator", "outcome", "abstract"}`` a line."""

    kind = "prompt"

    @staticmethod
    def read(name: str, fields: dict[str, Any]) -> Prompt:
        said = {part: fields.get(part) for part in ("intervention", "comparator", "outcome", "abstract")}
        missing = [f"`{part}`" for part, text in said.items() if not isinstance(text, str)]
        if missing:
            raise UnreadableSource(f"expected a text as {', '.join(missing)}")
        if not str(said["outcome"]).strip():
            raise UnreadableSource("expected an `outcome` to look for; came an empty one")
        return Prompt(id=name, **{part: str(text) for part, text in said.items()})


class Claims(Lines[GivenClaim]):
    """Claims: ``{"id", "claim"}`` a line, perhaps with ``passages``: texts, or ``{"id", "text", "title"}`` each."""

    kind = "claim"

    @staticmethod
    def read(name: str, fields: dict[str, Any]) -> GivenClaim:
        text = fields.get("claim")
        if not isinstance(text, str) or not text.strip():
            raise UnreadableSource("expected a `claim`, a sentence")
        given = fields.get("passages")
        if given is None:
            return GivenClaim(id=name, text=fold(text))
        if not isinstance(given, list):
            raise UnreadableSource("expected `passages` as a list of texts or of objects with a `text`")
        sources = [_source(one, number) for number, one in enumerate(given, start=1)]
        # Whom one passage is about, another may say.
        whole = " ".join(one.text for one in sources)
        return GivenClaim(
            id=name, text=fold(text), sources=tuple(replace(one, around=whole) for one in sources)
        )


def _source(given: Any, number: int) -> Source:
    """A text to check against; one without an id goes by its number."""
    fields = {"text": given} if isinstance(given, str) else given
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise UnreadableSource(f"expected a text, or an object with a `text`, as passage {number}")
    return Source(
        id=str(fields.get("id", number)), text=str(fields["text"]), title=str(fields.get("title") or "")
    )


def _named_fields(line: bytes) -> tuple[str, dict[str, Any]]:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableSource(f"expected a JSON object; {error}") from error
    if not isinstance(fields, dict):
        raise UnreadableSource(f"expected a JSON object; came {type(fields).__name__}")
    name = fields.get("id", fields.get("_id"))
    if isinstance(name, bool) or not isinstance(name, (str, int)) or not str(name).strip():
        raise UnreadableSource("expected an `id` (or `_id`), a text or a whole number")
    return str(name), fields


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
