"""What others wrote: publications, and the passages that can be quoted from them.

A `Publication` is a value. Readers make it, the library keeps it, and nothing changes it afterwards: an
update is a new value under the same id.

They are msgspec structs rather than dataclasses, because millions of them are made, stored and read back.

Text is folded once, by `curbside.literature.text.fold`, before it gets here. Every offset in the system
counts characters (Unicode code points) of a passage's ``text`` and never moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct, field

from curbside.literature.topic import Topic


class Kind(StrEnum):
    """What part of a publication a passage is."""

    TITLE = "title"
    ABSTRACT = "abstract"
    BODY = "body"
    TABLE = "table"
    STATEMENT = "statement"


class Read(StrEnum):
    """How much of a publication this library holds, and so how much could be read."""

    ABSTRACT = "abstract"
    SECTION = "section"
    FULL_TEXT = "full text"
    STATEMENT = "statement"


class RelationKind(StrEnum):
    """How one publication bears on another; the names say what *this* one does or suffers."""

    RETRACTED_BY = "retracted by"
    RETRACTS = "retracts"
    CONCERN_RAISED_BY = "concern raised by"
    RAISES_CONCERN_ABOUT = "raises concern about"
    CORRECTED_BY = "corrected by"
    CORRECTS = "corrects"
    UPDATED_BY = "updated by"
    UPDATES = "updates"
    SUPERSEDED_BY = "superseded by"
    SUPERSEDES = "supersedes"
    COMMENTED_BY = "commented by"
    COMMENTS_ON = "comments on"
    CITES = "cites"
    OTHER = "other"


class Author(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person (``family`` with perhaps ``given``) or a group (``collective``), never both."""

    family: str = ""
    given: str = ""
    collective: str = ""

    @property
    def name(self) -> str:
        """As a reference list prints it: ``Khan QJ``, or the collective's whole name."""
        if self.collective:
            return self.collective
        initials = "".join(part[0] for part in self.given.replace("-", " ").replace(".", " ").split())
        return f"{self.family} {initials}".strip()


class PublicationDate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When it appeared, as far as the source says. ``printed`` keeps a wording like ``1998 Dec-1999 Jan``."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    printed: str = ""


class MeshQualifier(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A MeSH subheading; ``major`` when the publication is chiefly about it."""

    name: str
    major: bool = False


class MeshHeading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A MeSH descriptor as the indexers gave it, with its unique identifier (``D014807``)."""

    name: str
    ui: str = ""
    major: bool = False
    qualifiers: tuple[MeshQualifier, ...] = ()


class Relation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link to another publication. ``target`` is its id (``pmid:123``) when the source gives one."""

    kind: RelationKind
    target: str = ""
    citation: str = ""
    note: str = ""


class CitedWork(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of a reference list, as printed, with the identifiers the publisher added."""

    label: str = ""
    text: str = ""
    doi: str = ""
    pmid: str = ""


class EventRates(Struct, frozen=True, kw_only=True):
    """The share of people to whom the outcome happened, in both arms, as printed: ``37%`` and ``51%``."""

    intervention: str
    comparator: str


class Statement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the author of an evidence statement says of the finding it summarises.

    Only passages of kind ``statement`` carry one. Every field is free text as shown to a reader, and
    empty when the source does not say. ``source_read`` is how far the author read the source itself:
    ``full text``, ``abstract`` or ``secondary report``; ``jurisdiction`` whose rule it states (``US``, ``EU``);
    ``flags`` what lowers trust in it.

    The last three name other statements, in a library by the ids of their passages: those it was derived from
    or is qualified by, those it must never be shown without, and the one that takes its place.
    """

    outcome: str = ""
    population: str = ""
    intervention: str = ""
    comparator: str = ""
    dose: str = ""
    direction: str = ""
    effect: str = ""
    sample_size: int | None = None
    design: str = ""
    locator: str = ""
    source_read: str = ""
    checked_on: str = ""
    confidence: str = ""
    derivation: str = ""
    plain: str = ""
    jurisdiction: str = ""
    flags: tuple[str, ...] = ()
    event_rates: EventRates | None = None
    rests_on: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    superseded_by: str = ""


class Passage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of a publication that can be quoted: ``pmid:123#abstract.results``.

    ``id`` is the publication's id, ``#`` and a locator that stays the same for as long as the source
    keeps its structure. ``start`` is where the passage begins in the publication's whole text, which is
    its passages in order, joined by one line break. ``heading`` is the label the source gives
    (``RESULTS``, ``Methods > Participants``, ``page 4``).
    """

    id: str
    kind: Kind
    text: str
    start: int
    heading: str = ""
    statement: Statement | None = None

    @property
    def end(self) -> int:
        """Where the passage ends in the publication's whole text; exclusive."""
        return self.start + len(self.text)

    @property
    def publication(self) -> str:
        """The id of the publication this is a passage of."""
        return self.id.rpartition("#")[0]


class Publication(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something others published: an article, a guideline, a set of evidence statements on one source.

    ``id`` is ``pmid:…`` for a PubMed record, ``pmc:PMC…`` for a PMC full text, else as the source names
    it; ``topic`` is set on the one that stands for a topic's folder, which has no passages and is never found
    by its words. ``version`` orders two readings of the same id: the greater is the newer, compared as text; empty
    when the source has no such notion, and then the later reading wins.
    """

    id: str
    title: str
    passages: tuple[Passage, ...]
    read: Read
    version: str = ""
    authors: tuple[Author, ...] = ()
    journal: str = ""
    journal_abbreviation: str = ""
    issn: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    published: PublicationDate = PublicationDate()
    pmid: str = ""
    pmc: str = ""
    doi: str = ""
    pii: str = ""
    url: str = ""
    types: tuple[str, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    keywords: tuple[str, ...] = ()
    chemicals: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    vernacular_title: str = ""
    relations: tuple[Relation, ...] = ()
    cited: tuple[CitedWork, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    topic: Topic | None = None

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id, or None."""
        return next((p for p in self.passages if p.id == passage_id), None)

    @property
    def abstract(self) -> str:
        """The text of its abstract, section after section; empty where it has none."""
        return " ".join(passage.text for passage in self.passages if passage.kind is Kind.ABSTRACT)


class Deletion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A source says that a publication is withdrawn from it (MEDLINE's DeleteCitation)."""

    id: str


class Unreadable(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A record, or the rest of a file, that could not be read: where, and why, in a sentence."""

    where: str
    reason: str


Record = Publication | Deletion | Unreadable
"""What a reader yields. Bad input is a value here, not an exception, so that the good records around it are kept."""


def lay_out(publication_id: str, parts: Iterable[tuple[str, Kind, str, str]]) -> tuple[Passage, ...]:
    """Passages from ``(locator, kind, heading, folded text)`` in reading order, with their offsets.

    Parts without text are left out. A locator that is taken gets ``.2``, ``.3`` … whichever is free.
    """
    passages: list[Passage] = []
    times: dict[str, int] = {}
    start = 0
    for locator, kind, heading, text in parts:
        if not text:
            continue
        name = locator
        # A section may itself be labelled "2": "abstract.2" is then its name, and not the second abstract's.
        while name in times:
            times[locator] += 1
            name = f"{locator}.{times[locator]}"
        times[name] = 1
        passages.append(
            Passage(id=f"{publication_id}#{name}", kind=kind, text=text, start=start, heading=heading)
        )
        start += len(text) + 1
    return tuple(passages)
