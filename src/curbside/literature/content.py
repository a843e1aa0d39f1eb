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

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from curbside.literature.forms import (
    Fields,
    Form,
    Items,
    Mistake,
    Shape,
    Text,
    WrittenFile,
    json_entries,
    nearest,
    yaml_entries,
    yaml_root,
)
from curbside.literature.publication import Author, PublicationDate, Statement

TOPIC = "topic.yaml"
REFERENCES = "references.json"
STATEMENTS = "statements.yaml"

DIRECTIONS = ("benefit", "harm", "no difference", "mixed", "unclear", "not applicable")
DERIVED = "derived"
CONFIDENCES = ("verified", DERIVED)
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

_KEY = Shape(re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"), "letters, digits, '.', '_' or '-'")
_DOI = Shape(re.compile(r"10\.\d{4,9}/\S+"), "a DOI that begins with '10.', without an address before it")
_PMID = Shape(re.compile(r"[1-9]\d{0,8}"), "a PubMed number, digits only")
_PMCID = Shape(re.compile(r"PMC\d+"), "a PubMed Central number such as PMC1234567")
_URL = Shape(re.compile(r"https?://\S+"), "an address that begins with https:// or http://")
_DATE = Shape(re.compile(r"\d{4}(-\d{2}(-\d{2})?)?"), "a date such as 2025-11-03, 2025-11 or 2025")
_COUNT = Shape(re.compile(r"[1-9]\d{0,8}"), "a whole number, digits only")

# PubMed's way of writing them: "QJ" is two initials, where any other given name has one.
_INITIALS = re.compile(r"[A-Z]{2,4}")

# The 3 of "D3" is part of a name; the comma of "4,000" belongs to the number, that of "600, or" does not.
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:,\d{3})*(?:\.\d+)?")


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
    topic = _read_topic(WrittenFile.open(directory / TOPIC, mistakes))
    sources = _read_sources(WrittenFile.open(directory / REFERENCES, mistakes))
    statements = _read_statements(WrittenFile.open(directory / STATEMENTS, mistakes), topic, sources)
    return Content(
        topic=topic,
        sources={key: entry.value for key, entry in sources.items() if entry.form.sound},
        statements=statements,
        mistakes=tuple(sorted(mistakes)),
    )


def numbers(text: str) -> frozenset[str]:
    """The numbers written in ``text``, one spelling each: ``4,000`` is ``4000`` and ``0.50`` is ``0.5``."""
    return frozenset(_one_spelling(found) for found in _NUMBER.findall(text))


@lru_cache(maxsize=4096)
def _one_spelling(number: str) -> str:
    whole, _, fraction = number.replace(",", "").partition(".")
    return f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole


# -- the three files -----------------------------------------------------------------------------------------


class _SourceEntry(NamedTuple):
    value: Source
    form: Form


class _StatementEntry(NamedTuple):
    value: EvidenceStatement
    form: Form


def _read_topic(file: WrittenFile) -> Topic | None:
    root = yaml_root(file)
    if root is None:
        return None
    if not isinstance(root, Fields):
        file.report(root.line, f"expected fields, such as 'id: my_topic', came {root.described}")
        return None
    form = Form(root, file, known=_TOPIC_FIELDS, subject="the topic")
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


def _read_sources(file: WrittenFile) -> dict[str, _SourceEntry]:
    sources: dict[str, _SourceEntry] = {}
    for node in json_entries(file):
        form = Form(node, file, known=_REFERENCE_FIELDS, subject=_subject("reference", node))
        source = _source(form)
        if first := sources.get(source.key):
            form.fault("id", f"'{source.key}' is already the id of the reference on line {first.form.line}")
        elif source.key:
            sources[source.key] = _SourceEntry(source, form)
    for source, form in sources.values():
        _check_other("custom", (source.superseded_by, source.updated_by), source.key, sources, form)
    return sources


def _read_statements(
    file: WrittenFile, topic: Topic | None, sources: Mapping[str, _SourceEntry]
) -> tuple[EvidenceStatement, ...]:
    statements: dict[str, _StatementEntry] = {}
    cited: set[str] = set()
    for node in yaml_entries(file):
        form = Form(node, file, known=_STATEMENT_FIELDS, subject=_subject("statement", node))
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


def _source(form: Form) -> Source:
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


def _author(form: Form) -> Author:
    if collective := form.text("literal"):
        return Author(collective=collective)
    given = form.text("given")
    return Author(
        family=form.text("family", required=True),
        given=" ".join(given) if _INITIALS.fullmatch(given) else given,
    )


def _issued(form: Form) -> PublicationDate:
    match form.form("issued", known=("date-parts",)).node("date-parts"):
        case None:
            return PublicationDate()
        case Items(nodes=(Items(nodes=parts),)) if 1 <= len(parts) <= 3:
            values = [int(part.value) for part in parts if isinstance(part, Text) and part.value.isdecimal()]
            if len(values) == len(parts):
                year, month, day = (*values, None, None)[:3]
                return PublicationDate(year=year, month=month, day=day)
    form.fault("issued", 'expected {"date-parts": [[year, month, day]]}, the month and day where known')
    return PublicationDate()


def _statement(form: Form, topic: Topic | None) -> EvidenceStatement:
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


def _check_numbers(form: Form, statement: EvidenceStatement) -> None:
    """A patient, or a table of effects, must show no number that the statement does not."""
    stated = numbers(statement.text)
    for name, wording in (("plain", statement.about.plain), ("effect", statement.about.effect)):
        for number in sorted(numbers(wording) - stated):
            form.fault(name, f"the number {number} is not in 'text'")


def _check_derivation(form: Form, statement: EvidenceStatement) -> None:
    if statement.about.confidence != "derived":
        return
    if not statement.about.derivation:
        form.fault("confidence", "a derived statement shows how it was derived: expected a 'derivation'")
    if not statement.rests_on:
        form.fault("confidence", "a derived statement names what it was derived from: expected 'rests_on'")


def _check_source(form: Form, key: str, sources: Mapping[str, _SourceEntry]) -> None:
    if not key:
        return
    if not sources:
        # Said once, where it went wrong: references.json could not be read at all.
        form.sound = False
    elif key not in sources:
        form.fault("reference", f"expected an id of {REFERENCES}, came '{key}'{nearest(key, sources)}")
    elif not sources[key].form.sound:
        form.fault("reference", f"'{key}' has mistakes of its own, from line {sources[key].form.line} on")


def _check_other(field: str, others: Iterable[str], own: str, known: Collection[str], form: Form) -> None:
    for other in filter(None, others):
        if other == own or other not in known:
            form.fault(field, f"expected the id of another entry, came '{other}'{nearest(other, known)}")


def _subject(what: str, node: Fields) -> str:
    """How a message about the whole entry names it."""
    match node.values.get("id"):
        case Text(value=value) if value:
            return f"{what} '{value}'"
    return f"this {what}"
