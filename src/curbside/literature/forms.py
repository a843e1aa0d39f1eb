"""Forms: the entries of a YAML or JSON file that people write, every field with the line it stands on.

Reading never stops at the first thing that is wrong: a `Form` gives out the fields of an entry one by one, and
what is missing, misspelt or misshapen goes to the `WrittenFile` as a `Mistake`, with its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

from curbside.literature.text import fold

_LARGEST_FILE = 8 << 20
_DEEPEST_NESTING = 4


class Shape(NamedTuple):
    """What a field's whole text must look like, and how to say so."""

    pattern: re.Pattern[str]
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mistake:
    """Something in a file that its author must put right."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file as its author left it: its text, empty when there is none to read, and where its mistakes go."""

    name: str
    text: str
    mistakes: list[Mistake]

    @classmethod
    def open(cls, path: Path, mistakes: list[Mistake]) -> WrittenFile:
        file = cls(path.name, "", mistakes)
        try:
            written = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            file.report(1, f"expected a file {path.name} in {path.parent.name}/; there is none")
            return file
        if len(written) > _LARGEST_FILE:
            file.report(1, f"expected at most {_LARGEST_FILE:,} bytes, came {len(written):,}")
            return file
        try:
            text = written.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            file.report(written.count(b"\n", 0, error.start) + 1, "expected text in UTF-8; came other bytes")
            return file
        if not text.strip():
            file.report(1, f"expected {path.name} to say something; it is empty")
            return file
        return cls(path.name, text, mistakes)

    def report(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(file=self.name, line=line, message=message))


# -- nodes ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A value as written; empty where the field is named and nothing follows."""

    value: str
    line: int
    described = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    line: int
    described = "a list"


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and their values. ``repeated`` has each name that is given again, with its line; the last one counts."""

    values: dict[str, Node]
    line: int
    repeated: tuple[tuple[str, int], ...] = ()
    described = "fields"


Node = Text | Items | Fields


class Form:
    """An entry being read: gives out its fields, and reports what is wrong with each as it does.

    A field that is absent or wrong comes out empty, so that one pass finds every mistake. ``sound`` says
    whether there has been none; a form within this one makes this one unsound with it.
    """

    def __init__(
        self,
        fields: Fields,
        file: WrittenFile,
        *,
        subject: str,
        known: Collection[str] | None = None,
        within: Form | None = None,
    ) -> None:
        self._fields = fields
        self._file = file
        self._subject = subject
        self._within = within
        self.line = fields.line
        self.sound = True
        for name, line in fields.repeated:
            self._report(line, f"'{name}' is given twice in {subject}")
        for name, node in fields.values.items():
            if known is not None and name not in known:
                self._report(node.line, f"{subject} has no field '{name}'{nearest(name, known)}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._fields.values)

    def node(self, name: str) -> Node | None:
        return self._fields.values.get(name)

    def fault(self, name: str, message: str) -> None:
        node = self.node(name)
        self._report(node.line if node else self.line, f"{name}: {message}")

    def text(
        self, name: str, *, required: bool = False, among: Collection[str] = (), shape: Shape | None = None
    ) -> str:
        node = self.node(name)
        if node is None or (isinstance(node, Text) and not node.value):
            if required:
                self._report(node.line if node else self.line, f"{self._subject} needs '{name}'")
            return ""
        if not isinstance(node, Text):
            self.fault(name, f"expected text, came {node.described}")
            return ""
        return self._checked(name, node.value, among, shape)

    def texts(self, name: str, *, among: Collection[str] = ()) -> tuple[str, ...]:
        """The values of a list, less those that are wrong; text on its own is a list of one."""
        match self.node(name):
            case None:
                written = []
            case Text(value=value):
                written = [value] if value else []
            case Items(nodes=nodes) if all(isinstance(node, Text) for node in nodes):
                written = [node.value for node in nodes if isinstance(node, Text)]
            case _:
                self.fault(name, "expected a list of texts")
                written = []
        checked = (self._checked(name, value, among) for value in written)
        return tuple(value for value in checked if value)

    def form(self, name: str, *, known: Collection[str] | None = None, required: bool = False) -> Form:
        """The fields within a field; without them, a form with none, on this one's line."""
        node = self.node(name)
        if isinstance(node, Fields):
            return self._inner(name, node, known)
        if node is not None:
            self.fault(name, f"expected fields, came {node.described}")
        elif required:
            self._report(self.line, f"{self._subject} needs '{name}'")
        return self._inner(name, Fields({}, self.line), known)

    def forms(self, name: str, *, known: Collection[str]) -> tuple[Form, ...]:
        match self.node(name):
            case None:
                return ()
            case Items(nodes=nodes) if all(isinstance(node, Fields) for node in nodes):
                return tuple(self._inner(name, node, known) for node in nodes if isinstance(node, Fields))
        self.fault(name, "expected a list of entries with fields")
        return ()

    def _inner(self, name: str, node: Fields, known: Collection[str] | None) -> Form:
        return Form(node, self._file, subject=f"'{name}' of {self._subject}", known=known, within=self)

    def _checked(self, name: str, value: str, among: Collection[str] = (), shape: Shape | None = None) -> str:
        if fold(value) != value:
            self.fault(name, "expected text with single spaces and no invisible characters; came otherwise")
            return ""
        if among and value not in among:
            expected = f"one of: {', '.join(among)}"
            self.fault(name, f"expected {expected}; came '{value}'{nearest(value, among)}")
            return ""
        if shape and not shape.pattern.fullmatch(value):
            self.fault(name, f"expected {shape.expected}; came '{value}'")
            return ""
        return value

    def _report(self, line: int, message: str) -> None:
        form: Form | None = self
        while form:
            form.sound = False
            form = form._within
        self._file.report(line, message)


def nearest(word: str, known: Iterable[str]) -> str:
    """A question to end a message with, when ``word`` may be a slip for a known one; else empty."""
    match get_close_matches(word, list(known), n=1):
        case [near] if near != word:
            return f"; did you mean '{near}'?"
    return ""


class _Refused(Exception):
    """A node that this format does not take. Never leaves this module."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


_YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENTRY = re.compile(r"^-(?=\s)", re.MULTILINE)


def yaml_root(file: WrittenFile, *, deepest: int = _DEEPEST_NESTING) -> Node | None:
    """The one document in the file; None, and a mistake, when there is none or it is not YAML.

    ``deepest`` is how many lists and entries may stand within one another.
    """
    return _compose_yaml(file.text, 1, file, deepest) if file.text else None


def yaml_entries(file: WrittenFile) -> Iterator[Fields]:
    """The entries of a list whose dashes stand in the first column.

    Each entry is parsed by itself, so that a slip in the punctuation of one costs only that one.
    """
    if not file.text:
        return
    starts = [match.start() for match in _ENTRY.finditer(file.text)]
    preamble = file.text[: starts[0]] if starts else file.text
    strays = (
        line
        for line, written in enumerate(preamble.split("\n"), start=1)
        if written.strip() and not written.startswith(("#", "---"))
    )
    if stray := next(strays, None if starts else 1):
        file.report(stray, "expected a list, each entry beginning with '- ' in the first column")
    line = 1 + preamble.count("\n")
    for start, end in pairwise([*starts, len(file.text)]):
        entry = file.text[start:end]
        match _compose_yaml(entry, line, file):
            case Items(nodes=(Fields() as fields,)):
                yield fields
            case Items() | Text() | Fields() as other:
                file.report(other.line, "expected an entry with fields, such as '- id: S1'")
        line += entry.count("\n")


def _compose_yaml(
    text: str, first_line: int, file: WrittenFile, deepest: int = _DEEPEST_NESTING
) -> Node | None:
    """The one document in ``text``; None, and a mistake, when there is none or it is not YAML."""
    try:
        root = _YamlDocument(text, first_line, deepest).compose()
        if root is None:
            file.report(first_line, "expected something besides comments; there is nothing")
        return root
    except _Refused as refused:
        file.report(refused.line, refused.reason)
    except yaml.MarkedYAMLError as error:
        # What was never closed is best put right where it was opened, not where the file ends.
        opened = error.context_mark if isinstance(error, yaml.scanner.ScannerError) else None
        mark = opened or error.problem_mark
        file.report(
            first_line + (mark.line if mark else 0), f"expected YAML; {error.problem or error.context}"
        )
    except yaml.YAMLError:
        file.report(first_line, "expected YAML; came a character that it does not allow")
    return None


class _YamlDocument:
    """Builds nodes from the parser's events, every scalar as written: ``no`` is a word, ``2025-11`` text.

    Values are never constructed, so a tag is not obeyed; aliases and deep nesting are refused, so that no
    small file can make a large structure.
    """

    def __init__(self, text: str, first_line: int, deepest: int) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_YamlLoader)
        self._first_line = first_line
        self._deepest = deepest

    def compose(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.NodeEvent) and root:
                raise _Refused(self._line(event), "expected one document; another begins here")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, depth=0)
        return root

    def _node(self, event: yaml.Event, *, depth: int) -> Node:
        line = self._line(event)
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value.strip(), line)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, f"expected the value written out; came the alias '*{event.anchor}'")
        if depth == self._deepest:
            raise _Refused(line, _too_deep(self._deepest))
        inner = self._until_end(depth=depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(inner), line)
        return _fields(((name, next(inner)) for name in inner), line)

    def _until_end(self, *, depth: int) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield self._node(event, depth=depth)

    def _line(self, event: yaml.Event) -> int:
        return self._first_line + (event.start_mark.line if event.start_mark else 0)


def _too_deep(deepest: int) -> str:
    return f"expected at most {deepest} levels of nesting; came more"


def _fields(pairs: Iterable[tuple[Node, Node]], line: int) -> Fields:
    values: dict[str, Node] = {}
    repeated: list[tuple[str, int]] = []
    for name, value in pairs:
        if not isinstance(name, Text):
            raise _Refused(name.line, f"expected a field's name; came {name.described}")
        if name.value in values:
            repeated.append((name.value, name.line))
        values[name.value] = value
    return Fields(values, line, tuple(repeated))


_BLANK = re.compile(r"[ \t\r\n]*")


def json_entries(file: WrittenFile) -> Iterator[Fields]:
    """The objects of a JSON list, as far as it is well formed, each field on the line of its name."""
    if not file.text:
        return
    try:
        json.loads(file.text)
    except json.JSONDecodeError as error:
        file.report(error.lineno, f"expected JSON; {error.msg}")
    except RecursionError:
        file.report(1, _too_deep(_DEEPEST_NESTING))
        return
    if not file.text.lstrip().startswith("["):
        file.report(1, "expected a list of references: [{...}, {...}]")
    for value, start, end in _json_items(file.text):
        line = 1 + file.text.count("\n", 0, start)
        if not isinstance(value, _Pairs):
            file.report(line, "expected a reference with fields: {...}")
            continue
        try:
            yield _entry_of_json(value, line, file.text[start:end])
        except _Refused as refused:
            file.report(refused.line, refused.reason)


def _json_items(text: str) -> Iterator[tuple[object, int, int]]:
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs)
    position = _after_blank(text, 0)
    while text[position : position + 1] in ("[", ","):
        start = _after_blank(text, position + 1)
        try:
            value, end = decoder.raw_decode(text, start)
        except ValueError:
            return
        yield value, start, end
        position = _after_blank(text, end)


def _after_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


class _Pairs(tuple[tuple[str, object], ...]):
    """A JSON object as written: a field given twice is still there twice."""

    __slots__ = ()


def _entry_of_json(pairs: _Pairs, line: int, written: str) -> Fields:
    def name_and_value(name: str, value: object) -> tuple[Node, Node]:
        here = line + written.count("\n", 0, max(written.find(f'"{name}"'), 0))
        return Text(name, here), _node_of_json(value, here, depth=1)

    return _fields((name_and_value(name, value) for name, value in pairs), line)


def _node_of_json(value: object, line: int, *, depth: int) -> Node:
    if not isinstance(value, _Pairs | list):
        return Text("" if value is None else str(value), line)
    if depth == _DEEPEST_NESTING:
        raise _Refused(line, _too_deep(_DEEPEST_NESTING))
    if isinstance(value, _Pairs):
        inner = ((Text(name, line), _node_of_json(each, line, depth=depth + 1)) for name, each in value)
        return _fields(inner, line)
    return Items(tuple(_node_of_json(each, line, depth=depth + 1) for each in value), line)
