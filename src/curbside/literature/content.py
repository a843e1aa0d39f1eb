"""A topic's folder: what a librarian writes there, and every mistake in it with its file and line.

::

    topic.yaml         what the topic answers, its abbreviations, the outcomes its statements may name
    references.json    the publications, as CSL-JSON
    statements.yaml    findings in our own words, one an entry, each resting on one publication

The format is described for its authors in ``docs/content.md``. Reading is checking: `read_content` keeps what
is sound and lists every `Mistake`, so that no faulty statement is ever shown and no sound one is lost to a
faulty neighbour.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

from curbside.literature.publication import Author, PublicationDate, Statement
from curbside.literature.text import fold

TOPIC = "topic.yaml"
REFERENCES = "references.json"
STATEMENTS = "statements.yaml"

DIRECTIONS = ("benefit", "harm", "no difference", "mixed", "unclear", "not applicable")
CONFIDENCES = ("verified", "derived")
HOW_FAR_READ = ("full text", "abstract", "secondary report", "not recorded")
DESIGNS = (
    "guideline",
    "position statement",
    "expert report",
    "systematic review",
    "meta-analysis",
    "network meta-analysis",
    "randomised trial",
    "trial follow-up",
    "crossover study",
    "dose-finding trial",
    "cohort",
    "single-arm study",
    "cross-sectional",
    "case series",
    "laboratory study",
    "narrative review",
    "product label",
    "secondary report",
    "derived",
)

_CSL_TYPES = (
    *("article", "article-journal", "article-magazine", "book", "chapter", "dataset", "document"),
    *("paper-conference", "report", "review", "standard", "thesis", "webpage"),
)
_TOPIC_FIELDS = ("id", "title", "questions", "abbreviations", "outcomes", "last_reviewed")
_STATEMENT_FIELDS = (
    *("id", "text", "plain", "outcome", "population", "intervention", "comparator", "dose", "direction"),
    *("effect", "n", "design", "reference", "locator", "read", "checked_on", "confidence", "derivation"),
    *("rests_on", "superseded_by"),
)
_REFERENCE_FIELDS = (
    *("id", "type", "title", "author", "container-title", "publisher", "issued", "volume", "issue", "page"),
    *("number", "ISSN", "DOI", "PMID", "PMCID", "URL", "note", "custom"),
)
_CUSTOM_FIELDS = ("kind", "superseded_by", "updated_by")
_AUTHOR_FIELDS = ("family", "given", "literal")

_LARGEST_FILE = 8 << 20
_DEEPEST_NESTING = 4
_TOO_DEEP = f"expected at most {_DEEPEST_NESTING} levels of nesting; came more"


class _Shape(NamedTuple):
    """What a field's whole text must look like, and how to say so."""

    pattern: re.Pattern[str]
    expected: str


_KEY = _Shape(re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"), "letters, digits, '.', '_' or '-'")
_DOI = _Shape(re.compile(r"10\.\d{4,9}/\S+"), "a DOI that begins with '10.', without an address before it")
_PMID = _Shape(re.compile(r"[1-9]\d{0,8}"), "a PubMed number, digits only")
_PMCID = _Shape(re.compile(r"PMC\d+"), "a PubMed Central number such as PMC1234567")
_URL = _Shape(re.compile(r"https?://\S+"), "an address that begins with https:// or http://")
_DATE = _Shape(re.compile(r"\d{4}(-\d{2}(-\d{2})?)?"), "a date such as 2025-11-03, 2025-11 or 2025")
_COUNT = _Shape(re.compile(r"[1-9]\d{0,8}"), "a whole number, digits only")

# The 3 of "D3" is part of a name; the comma of "4,000" belongs to the number, that of "600, or" does not.
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mistake:
    """Something in a topic's folder that its author must put right."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a folder is about.

    ``abbreviations`` gives each short form its long forms, the likeliest in this topic first; ``outcomes``
    gives each outcome that a statement may name its wording for patients.
    """

    id: str
    title: str
    questions: tuple[str, ...]
    abbreviations: Mapping[str, tuple[str, ...]]
    outcomes: Mapping[str, str]
    last_reviewed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication that statements rest on. ``superseded_by`` and ``updated_by`` are other sources' keys."""

    key: str
    kind: str
    title: str
    authors: tuple[Author, ...]
    journal: str
    published: PublicationDate
    volume: str
    issue: str
    pages: str
    issn: str
    doi: str
    pmid: str
    pmcid: str
    url: str
    note: str
    superseded_by: str
    updated_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceStatement:
    """One finding in our own words, resting on one source.

    ``rests_on`` and ``superseded_by`` are the ids of other statements in the folder: those it was derived
    from or is qualified by, and the one that takes its place.
    """

    id: str
    text: str
    source: str
    about: Statement
    rests_on: tuple[str, ...]
    superseded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that is sound in a topic's folder, in file order, and all that is not, by file and line.

    ``topic`` is None, and then there are no statements, when it lacks what they are read against.
    """

    topic: Topic | None
    sources: Mapping[str, Source]
    statements: tuple[EvidenceStatement, ...]
    mistakes: tuple[Mistake, ...]


def check_topic(directory: Path) -> tuple[Mistake, ...]:
    """Every mistake in the folder's three files, by file and line; empty when there is none."""
    return read_content(directory).mistakes


def read_content(directory: Path) -> Content:
    """The folder as it stands.

    A file that is missing or broken is a mistake like any other; of the operating system's errors only those
    that say something else (no permission, a failing disk) come through, as `OSError`.
    """
    mistakes: list[Mistake] = []
    topic = _read_topic(_File.open(directory / TOPIC, mistakes))
    sources = _read_sources(_File.open(directory / REFERENCES, mistakes))
    statements = _read_statements(_File.open(directory / STATEMENTS, mistakes), topic, sources)
    return Content(
        topic=topic,
        sources={key: entry.value for key, entry in sources.items() if entry.form.sound},
        statements=statements,
        mistakes=tuple(sorted(mistakes)),
    )


def numbers(text: str) -> frozenset[str]:
    """The numbers written in ``text``, one spelling each: ``4,000`` is ``4000`` and ``0.50`` is ``0.5``."""
    return frozenset(_one_spelling(found) for found in _NUMBER.findall(text))


def _one_spelling(number: str) -> str:
    whole, _, fraction = number.replace(",", "").partition(".")
    return f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole


# -- the three files -----------------------------------------------------------------------------------------


class _SourceEntry(NamedTuple):
    value: Source
    form: _Form


class _StatementEntry(NamedTuple):
    value: EvidenceStatement
    form: _Form


def _read_topic(file: _File) -> Topic | None:
    if not file.text:
        return None
    root = _compose_yaml(file.text, 1, file)
    if root is None:
        return None
    if not isinstance(root, _Fields):
        file.report(root.line, f"expected fields, such as 'id: my_topic', came {root.described}")
        return None
    form = _Form(root, file, known=_TOPIC_FIELDS, subject="the topic")
    abbreviations = form.form("abbreviations")
    outcomes = form.form("outcomes", required=True)
    topic = Topic(
        id=form.text("id", required=True, shape=_KEY),
        title=form.text("title", required=True),
        questions=form.texts("questions"),
        abbreviations={short: abbreviations.texts(short) for short in abbreviations.names},
        outcomes={name: outcomes.text(name, required=True) for name in outcomes.names},
        last_reviewed=form.text("last_reviewed", shape=_DATE),
    )
    # A slip in a question must not cost every statement; only the id and the outcomes are built upon.
    return topic if topic.id and topic.outcomes else None


def _read_sources(file: _File) -> dict[str, _SourceEntry]:
    sources: dict[str, _SourceEntry] = {}
    for node in _compose_json_entries(file):
        form = _Form(node, file, known=_REFERENCE_FIELDS, subject=_subject("reference", node))
        source = _source(form)
        if first := sources.get(source.key):
            form.fault("id", f"'{source.key}' is already the id of the reference on line {first.form.line}")
        elif source.key:
            sources[source.key] = _SourceEntry(source, form)
    for source, form in sources.values():
        _check_other("custom", (source.superseded_by, source.updated_by), source.key, sources, form)
    return sources


def _read_statements(
    file: _File, topic: Topic | None, sources: Mapping[str, _SourceEntry]
) -> tuple[EvidenceStatement, ...]:
    statements: dict[str, _StatementEntry] = {}
    cited: set[str] = set()
    for node in _compose_yaml_entries(file):
        form = _Form(node, file, known=_STATEMENT_FIELDS, subject=_subject("statement", node))
        statement = _statement(form, topic)
        _check_source(form, statement.source, sources)
        cited.add(statement.source)
        if first := statements.get(statement.id):
            form.fault("id", f"'{statement.id}' is already the id of the statement on line {first.form.line}")
        elif statement.id:
            statements[statement.id] = _StatementEntry(statement, form)
    for statement, form in statements.values():
        _check_other("rests_on", statement.rests_on, statement.id, statements, form)
        _check_other("superseded_by", (statement.superseded_by,), statement.id, statements, form)
    for key in sources.keys() - cited if cited else ():
        sources[key].form.fault("id", f"no statement rests on the reference '{key}'")
    if topic is None:
        return ()
    return tuple(statement for statement, form in statements.values() if form.sound)


# -- one entry -----------------------------------------------------------------------------------------------


def _source(form: _Form) -> Source:
    form.text("type", required=True, among=_CSL_TYPES)
    ours = form.form("custom", known=("curbside",), required=True).form("curbside", known=_CUSTOM_FIELDS)
    return Source(
        key=form.text("id", required=True, shape=_KEY),
        kind=ours.text("kind", required=True, among=DESIGNS),
        title=form.text("title", required=True),
        authors=tuple(_author(author) for author in form.forms("author", known=_AUTHOR_FIELDS)),
        journal=form.text("container-title"),
        published=_issued(form),
        volume=form.text("volume"),
        issue=form.text("issue"),
        pages=form.text("page"),
        issn=form.text("ISSN"),
        doi=form.text("DOI", shape=_DOI),
        pmid=form.text("PMID", shape=_PMID),
        pmcid=form.text("PMCID", shape=_PMCID),
        url=form.text("URL", shape=_URL),
        note=form.text("note"),
        superseded_by=ours.text("superseded_by"),
        updated_by=ours.text("updated_by"),
    )


def _author(form: _Form) -> Author:
    if collective := form.text("literal"):
        return Author(collective=collective)
    return Author(family=form.text("family", required=True), given=form.text("given"))


def _issued(form: _Form) -> PublicationDate:
    match form.form("issued", known=("date-parts",)).node("date-parts"):
        case None:
            return PublicationDate()
        case _Items(nodes=(_Items(nodes=parts),)) if 1 <= len(parts) <= 3:
            values = [int(part.value) for part in parts if isinstance(part, _Text) and part.value.isdecimal()]
            if len(values) == len(parts):
                year, month, day = (*values, None, None)[:3]
                return PublicationDate(year=year, month=month, day=day)
    form.fault("issued", 'expected {"date-parts": [[year, month, day]]}, the month and day where known')
    return PublicationDate()


def _statement(form: _Form, topic: Topic | None) -> EvidenceStatement:
    sample_size = form.text("n", shape=_COUNT)
    statement = EvidenceStatement(
        id=form.text("id", required=True, shape=_KEY),
        text=form.text("text", required=True),
        source=form.text("reference", required=True),
        about=Statement(
            outcome=form.text("outcome", required=True, among=tuple(topic.outcomes) if topic else ()),
            population=form.text("population", required=True),
            intervention=form.text("intervention"),
            comparator=form.text("comparator"),
            dose=form.text("dose"),
            direction=form.text("direction", required=True, among=DIRECTIONS),
            effect=form.text("effect"),
            sample_size=int(sample_size) if sample_size else None,
            design=form.text("design", required=True, among=DESIGNS),
            locator=form.text("locator"),
            source_read=form.text("read", required=True, among=HOW_FAR_READ),
            checked_on=form.text("checked_on", shape=_DATE),
            confidence=form.text("confidence", required=True, among=CONFIDENCES),
            derivation=form.text("derivation"),
            plain=form.text("plain", required=True),
        ),
        rests_on=form.texts("rests_on"),
        superseded_by=form.text("superseded_by"),
    )
    _check_numbers(form, statement)
    _check_derivation(form, statement)
    return statement


def _check_numbers(form: _Form, statement: EvidenceStatement) -> None:
    """A patient, or a table of effects, must show no number that the statement does not."""
    stated = numbers(statement.text)
    for name, wording in (("plain", statement.about.plain), ("effect", statement.about.effect)):
        for number in sorted(numbers(wording) - stated):
            form.fault(name, f"the number {number} is not in 'text'")


def _check_derivation(form: _Form, statement: EvidenceStatement) -> None:
    if statement.about.confidence != "derived":
        return
    if not statement.about.derivation:
        form.fault("confidence", "a derived statement shows how it was derived: expected a 'derivation'")
    if not statement.rests_on:
        form.fault("confidence", "a derived statement names what it was derived from: expected 'rests_on'")


def _check_source(form: _Form, key: str, sources: Mapping[str, _SourceEntry]) -> None:
    if not key:
        return
    if not sources:
        # Said once, where it went wrong: references.json could not be read at all.
        form.sound = False
    elif key not in sources:
        form.fault("reference", f"expected an id of {REFERENCES}, came '{key}'{_nearest(key, sources)}")
    elif not sources[key].form.sound:
        form.fault("reference", f"'{key}' has mistakes of its own, from line {sources[key].form.line} on")


def _check_other(field: str, others: Iterable[str], own: str, known: Collection[str], form: _Form) -> None:
    for other in filter(None, others):
        if other == own or other not in known:
            form.fault(field, f"expected the id of another entry, came '{other}'{_nearest(other, known)}")


def _subject(what: str, node: _Fields) -> str:
    """How a message about the whole entry names it."""
    match node.values.get("id"):
        case _Text(value=value) if value:
            return f"{what} '{value}'"
    return f"this {what}"


def _nearest(word: str, known: Iterable[str]) -> str:
    match get_close_matches(word, list(known), n=1):
        case [near] if near != word:
            return f"; did you mean '{near}'?"
    return ""


# -- fields, with the line each stands on --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    value: str
    line: int
    described = "text"


@dataclass(frozen=True, slots=True)
class _Items:
    nodes: tuple[_Node, ...]
    line: int
    described = "a list"


@dataclass(frozen=True, slots=True)
class _Fields:
    values: dict[str, _Node]
    line: int
    repeated: tuple[tuple[str, int], ...] = ()
    described = "fields"


_Node = _Text | _Items | _Fields


class _Form:
    """An entry being read: gives out its fields, and reports what is wrong with each as it does.

    A field that is absent or wrong comes out empty, so that one pass finds every mistake. ``sound`` says
    whether there has been none; a form within this one makes this one unsound with it.
    """

    def __init__(
        self,
        fields: _Fields,
        file: _File,
        *,
        subject: str,
        known: Collection[str] | None = None,
        within: _Form | None = None,
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
                self._report(node.line, f"{subject} has no field '{name}'{_nearest(name, known)}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._fields.values)

    def node(self, name: str) -> _Node | None:
        return self._fields.values.get(name)

    def fault(self, name: str, message: str) -> None:
        node = self.node(name)
        self._report(node.line if node else self.line, f"{name}: {message}")

    def text(
        self, name: str, *, required: bool = False, among: Collection[str] = (), shape: _Shape | None = None
    ) -> str:
        node = self.node(name)
        if node is None or (isinstance(node, _Text) and not node.value):
            if required:
                self._report(node.line if node else self.line, f"{self._subject} needs '{name}'")
            return ""
        if not isinstance(node, _Text):
            self.fault(name, f"expected text, came {node.described}")
            return ""
        return self._checked(name, node.value, among, shape)

    def texts(self, name: str) -> tuple[str, ...]:
        """The values of a list; text on its own is a list of one."""
        match self.node(name):
            case None:
                return ()
            case _Text(value=value):
                return (self._checked(name, value),) if value else ()
            case _Items(nodes=nodes) if all(isinstance(node, _Text) for node in nodes):
                return tuple(self._checked(name, node.value) for node in nodes if isinstance(node, _Text))
        self.fault(name, "expected a list of texts")
        return ()

    def form(self, name: str, *, known: Collection[str] | None = None, required: bool = False) -> _Form:
        """The fields within a field; without them, a form with none, on this one's line."""
        node = self.node(name)
        if isinstance(node, _Fields):
            return self._inner(name, node, known)
        if node is not None:
            self.fault(name, f"expected fields, came {node.described}")
        elif required:
            self._report(self.line, f"{self._subject} needs '{name}'")
        return self._inner(name, _Fields({}, self.line), known)

    def forms(self, name: str, *, known: Collection[str]) -> tuple[_Form, ...]:
        match self.node(name):
            case None:
                return ()
            case _Items(nodes=nodes) if all(isinstance(node, _Fields) for node in nodes):
                return tuple(self._inner(name, node, known) for node in nodes if isinstance(node, _Fields))
        self.fault(name, "expected a list of entries with fields")
        return ()

    def _inner(self, name: str, node: _Fields, known: Collection[str] | None) -> _Form:
        return _Form(node, self._file, subject=f"'{name}' of {self._subject}", known=known, within=self)

    def _checked(
        self, name: str, value: str, among: Collection[str] = (), shape: _Shape | None = None
    ) -> str:
        if fold(value) != value:
            self.fault(name, "expected text with single spaces and no invisible characters; came otherwise")
            return ""
        if among and value not in among:
            expected = f"one of: {', '.join(among)}"
            self.fault(name, f"expected {expected}; came '{value}'{_nearest(value, among)}")
            return ""
        if shape and not shape.pattern.fullmatch(value):
            self.fault(name, f"expected {shape.expected}; came '{value}'")
            return ""
        return value

    def _report(self, line: int, message: str) -> None:
        form: _Form | None = self
        while form:
            form.sound = False
            form = form._within
        self._file.report(line, message)


# -- bytes ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the folder: its text, empty when there is none to read, and where its mistakes go."""

    name: str
    text: str
    mistakes: list[Mistake]

    @classmethod
    def open(cls, path: Path, mistakes: list[Mistake]) -> _File:
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


class _Refused(Exception):
    """A node that this format does not take. Never leaves this module."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


_YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENTRY = re.compile(r"^-(?=\s)", re.MULTILINE)


def _compose_yaml_entries(file: _File) -> Iterator[_Fields]:
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
            case _Items(nodes=(_Fields() as fields,)):
                yield fields
            case _Items() | _Text() | _Fields() as other:
                file.report(other.line, "expected an entry with fields, such as '- id: S1'")
        line += entry.count("\n")


def _compose_yaml(text: str, first_line: int, file: _File) -> _Node | None:
    """The one document in ``text``; None, and a mistake, when there is none or it is not YAML."""
    try:
        root = _YamlDocument(text, first_line).compose()
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

    def __init__(self, text: str, first_line: int) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_YamlLoader)
        self._first_line = first_line

    def compose(self) -> _Node | None:
        root: _Node | None = None
        for event in self._events:
            if isinstance(event, yaml.NodeEvent) and root:
                raise _Refused(self._line(event), "expected one document; another begins here")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, depth=0)
        return root

    def _node(self, event: yaml.Event, *, depth: int) -> _Node:
        line = self._line(event)
        if isinstance(event, yaml.ScalarEvent):
            return _Text(event.value.strip(), line)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, f"expected the value written out; came the alias '*{event.anchor}'")
        if depth == _DEEPEST_NESTING:
            raise _Refused(line, _TOO_DEEP)
        inner = self._until_end(depth=depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return _Items(tuple(inner), line)
        return _fields(((name, next(inner)) for name in inner), line)

    def _until_end(self, *, depth: int) -> Iterator[_Node]:
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield self._node(event, depth=depth)

    def _line(self, event: yaml.Event) -> int:
        return self._first_line + (event.start_mark.line if event.start_mark else 0)


def _fields(pairs: Iterable[tuple[_Node, _Node]], line: int) -> _Fields:
    values: dict[str, _Node] = {}
    repeated: list[tuple[str, int]] = []
    for name, value in pairs:
        if not isinstance(name, _Text):
            raise _Refused(name.line, f"expected a field's name; came {name.described}")
        if name.value in values:
            repeated.append((name.value, name.line))
        values[name.value] = value
    return _Fields(values, line, tuple(repeated))


_BLANK = re.compile(r"[ \t\r\n]*")


def _compose_json_entries(file: _File) -> Iterator[_Fields]:
    """The objects of a JSON list, as far as it is well formed, each field on the line of its name."""
    if not file.text:
        return
    try:
        json.loads(file.text)
    except json.JSONDecodeError as error:
        file.report(error.lineno, f"expected JSON; {error.msg}")
    except RecursionError:
        file.report(1, _TOO_DEEP)
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


def _entry_of_json(pairs: _Pairs, line: int, written: str) -> _Fields:
    def name_and_value(name: str, value: object) -> tuple[_Node, _Node]:
        here = line + written.count("\n", 0, max(written.find(f'"{name}"'), 0))
        return _Text(name, here), _node_of_json(value, here, depth=1)

    return _fields((name_and_value(name, value) for name, value in pairs), line)


def _node_of_json(value: object, line: int, *, depth: int) -> _Node:
    if not isinstance(value, _Pairs | list):
        return _Text("" if value is None else str(value), line)
    if depth == _DEEPEST_NESTING:
        raise _Refused(line, _TOO_DEEP)
    if isinstance(value, _Pairs):
        inner = ((_Text(name, line), _node_of_json(each, line, depth=depth + 1)) for name, each in value)
        return _fields(inner, line)
    return _Items(tuple(_node_of_json(each, line, depth=depth + 1) for each in value), line)
