"""A topic's folder: what a librarian writes there, and every mistake in it with its file and line.

::

    topic.yaml         what the topic answers, its words, its outcomes, and how an article on it is laid out
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
from pathlib import Path
from typing import NamedTuple

from curbside.literature.figures import differing_units, is_negated, numbers
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
from curbside.literature.publication import Author, EventRates, PublicationDate, Statement
from curbside.literature.topic import SLOTS, Topic, TopicQuestion, TopicSection, TopicStep

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
FLAGS = (
    "missed primary endpoint",
    "secondary endpoint",
    "post hoc",
    "subgroup",
    "open label",
    "high attrition",
    "conference abstract",
    "preprint",
    "stopped early",
    "uncontrolled",
    "confounded",
    "heterogeneous",
    "imprecise",
    "surrogate outcome",
    "industry funded",
    "secondary source",
)
"""What lowers trust in a result, in the words `curbside.appraisal.certainty` counts by."""

_TOPIC_FIELDS = (
    *(
        "id",
        "title",
        "plain_title",
        "intervention",
        "population",
        "questions",
        "abbreviations",
        "outcomes",
        "judged",
    ),
    *("sections", "slots", "steps", "last_reviewed"),
)
_STATEMENT_FIELDS = (
    *("id", "text", "plain", "outcome", "population", "intervention", "comparator", "dose", "direction"),
    *("effect", "event_rates", "n", "design", "flags", "jurisdiction", "reference", "locator", "read"),
    *("checked_on", "confidence", "derivation", "rests_on", "beside", "superseded_by"),
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
_PERCENTAGE = Shape(re.compile(r"\d{1,3}(\.\d+)?%"), "a percentage as printed, such as 37%")
_COUNT = Shape(re.compile(r"[1-9]\d{0,8}"), "a whole number, digits only")

# PubMed's way of writing them: "QJ" is two initials, where any other given name has one.
_INITIALS = re.compile(r"[A-Z]{2,4}")


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
    """One finding in our own words, resting on one source."""

    id: str
    text: str
    source: str
    about: Statement


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
    entry = _read_topic(WrittenFile.open(directory / TOPIC, mistakes))
    topic = entry.value if entry else None
    sources = _read_sources(WrittenFile.open(directory / REFERENCES, mistakes))
    statements = _read_statements(WrittenFile.open(directory / STATEMENTS, mistakes), topic, sources)
    if entry and statements:
        _check_named_statements(entry, [statement.id for statement in statements])
    return Content(
        topic=topic,
        sources={key: entry.value for key, entry in sources.items() if entry.form.sound},
        statements=statements,
        mistakes=tuple(sorted(mistakes)),
    )


# -- the three files -----------------------------------------------------------------------------------------


class _SourceEntry(NamedTuple):
    value: Source
    form: Form


class _StatementEntry(NamedTuple):
    value: EvidenceStatement
    form: Form


class _TopicEntry(NamedTuple):
    value: Topic
    questions: tuple[Form, ...]
    steps: tuple[Form, ...]


def _read_topic(file: WrittenFile) -> _TopicEntry | None:
    root = yaml_root(file)
    if root is None:
        return None
    if not isinstance(root, Fields):
        file.report(root.line, f"expected fields, such as 'id: my_topic', came {root.described}")
        return None
    form = Form(root, file, known=_TOPIC_FIELDS, subject="the topic")
    abbreviations = form.form("abbreviations")
    outcomes = form.form("outcomes", required=True)
    known = outcomes.names
    slots = form.form("slots", known=SLOTS)
    questions = form.forms("questions", known=("ask", "answered_by"))
    sections = form.forms("sections", known=("title", "plain", "outcomes"))
    steps = form.forms("steps", known=("title", "plain", "statements"))
    topic = Topic(
        id=form.text("id", required=True, shape=_KEY),
        title=form.text("title", required=True),
        plain_title=form.text("plain_title"),
        intervention=form.texts("intervention"),
        population=form.texts("population"),
        questions=tuple(
            TopicQuestion(ask=question.text("ask", required=True), answered_by=question.texts("answered_by"))
            for question in questions
        ),
        abbreviations={short: abbreviations.texts(short) for short in abbreviations.names},
        outcomes={name: outcomes.text(name, required=True) for name in known},
        judged=form.texts("judged", among=known),
        sections=tuple(
            TopicSection(
                title=section.text("title", required=True),
                plain=section.text("plain"),
                outcomes=section.texts("outcomes", among=known),
            )
            for section in sections
        ),
        slots={name: slots.texts(name, among=known) for name in slots.names},
        steps=tuple(
            TopicStep(
                title=step.text("title", required=True),
                plain=step.text("plain"),
                statements=step.texts("statements"),
            )
            for step in steps
        ),
        last_reviewed=form.text("last_reviewed", shape=_DATE),
    )
    _check_layout(form, sections, topic)
    # A slip in a question must not cost every statement; only the id and the outcomes are built upon.
    return _TopicEntry(topic, questions, steps) if topic.id and topic.outcomes else None


def _check_layout(form: Form, sections: tuple[Form, ...], topic: Topic) -> None:
    """Once there are sections, every outcome stands in one of them: else its statements would have no place."""
    placed: set[str] = set()
    for section, written in zip(topic.sections, sections, strict=True):
        for outcome in section.outcomes:
            if outcome in placed:
                written.fault("outcomes", f"the outcome '{outcome}' stands in more than one section")
            placed.add(outcome)
    for outcome in topic.outcomes:
        if sections and outcome not in placed:
            form.fault("sections", f"expected every outcome in a section; none has '{outcome}'")


def _check_named_statements(entry: _TopicEntry, known: Collection[str]) -> None:
    for question, form in zip(entry.value.questions, entry.questions, strict=True):
        _check_known("answered_by", question.answered_by, known, form)
    for step, form in zip(entry.value.steps, entry.steps, strict=True):
        _check_known("statements", step.statements, known, form)


def _check_known(field: str, names: Iterable[str], known: Collection[str], form: Form) -> None:
    for name in names:
        if name and name not in known:
            form.fault(field, f"expected the id of a sound statement, came '{name}'{nearest(name, known)}")


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
        about = statement.about
        _check_other("rests_on", about.rests_on, statement.id, statements, form)
        _check_other("beside", about.beside, statement.id, statements, form)
        _check_other("superseded_by", (about.superseded_by,), statement.id, statements, form)
        _check_derived_numbers(form, statement, statements)
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
            jurisdiction=form.text("jurisdiction"),
            flags=form.texts("flags", among=FLAGS),
            event_rates=_event_rates(form),
            rests_on=form.texts("rests_on"),
            beside=form.texts("beside"),
            superseded_by=form.text("superseded_by"),
        ),
    )
    _check_figures(form, statement)
    _check_derivation(form, statement)
    return statement


def _event_rates(form: Form) -> EventRates | None:
    if form.node("event_rates") is None:
        return None
    rates = form.form("event_rates", known=("intervention", "comparator"))
    return EventRates(
        intervention=rates.text("intervention", required=True, shape=_PERCENTAGE),
        comparator=rates.text("comparator", required=True, shape=_PERCENTAGE),
    )


def _check_figures(form: Form, statement: EvidenceStatement) -> None:
    """No other wording of the statement has a number or a unit of its own, and the plain one loses no "not"."""
    text, about = statement.text, statement.about
    rates = about.event_rates
    shown = [("plain", about.plain), ("effect", about.effect)]
    shown += [("event_rates", f"{rates.intervention} {rates.comparator}")] if rates else []
    for name, wording in shown:
        for number in sorted(numbers(wording) - numbers(text)):
            form.fault(name, f"the number {number} is not in 'text'")
    for reason in differing_units(text, about.plain):
        form.fault("plain", reason)
    if text and about.plain and is_negated(text) != is_negated(about.plain):
        which = "'text' says no to something and 'plain' does not"
        other = "'plain' says no to something and 'text' does not"
        form.fault("plain", which if is_negated(text) else other)


def _check_derivation(form: Form, statement: EvidenceStatement) -> None:
    if statement.about.confidence != DERIVED:
        return
    if not statement.about.derivation:
        form.fault("confidence", "a derived statement shows how it was derived: expected a 'derivation'")
    if not statement.about.rests_on:
        form.fault("confidence", "a derived statement names what it was derived from: expected 'rests_on'")


def _check_derived_numbers(
    form: Form, statement: EvidenceStatement, statements: Mapping[str, _StatementEntry]
) -> None:
    """A derived figure is one of those it rests on, or the result of the arithmetic shown."""
    if statement.about.confidence != DERIVED:
        return
    shown = numbers(statement.about.derivation)
    for name in statement.about.rests_on:
        if name in statements:
            other = statements[name].value
            shown |= numbers(f"{other.text} {other.about.derivation} {other.about.dose}")
    for number in sorted(numbers(statement.text) - shown):
        form.fault("text", f"the number {number} is neither in what it rests on nor in 'derivation'")


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
