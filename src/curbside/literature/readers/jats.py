"""JATS and PMC XML: full articles, one to a file or many in the wrappers of PMC's services.

Source: JATS 1.3 (ANSI/NISO Z39.96-2021) with its NLM 2.x and 3.0 forerunners; PMC's tagging guidelines
for what ``related-article-type`` and the dates mean in practice.

What is read as evidence: title, abstracts, the body with its tables, captions and boxes. What is not:
the back matter (acknowledgements, funding, contributions, interests), save its reference list.

A passage is named by where it stands: ``s3.1.p2`` is the second paragraph of the first subsection of the
third section, ``s3.t1`` that section's first table, ``s0`` what comes before any section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from curbside.literature.publication import (
    Author,
    CitedWork,
    Kind,
    Publication,
    PublicationDate,
    Read,
    Record,
    Relation,
    RelationKind,
    lay_out,
)
from curbside.literature.readers.markup import folded, text_of
from curbside.literature.readers.xml import Element, Flawed, name_of, opening_of, records, root_of
from curbside.literature.text import slug

_ROOTS = frozenset(("article", "pmc-articleset", "OAI-PMH", "articles"))
_ARTICLE_FRONT = re.compile(r"<(?:[\w.-]+:)?(?:front|article-meta)[\s>]")

_Part = tuple[str, Kind, str, str]
"""What `lay_out` takes: locator, kind, heading, folded text."""


class JatsReader:
    """Reads full articles, as far as the file carries them."""

    name = "JATS XML"

    def accepts(self, path: Path, head: bytes) -> bool:
        """Is this JATS? By its outermost element and the front matter that only JATS has."""
        root = root_of(head)
        if root == "pmc-articleset":
            return True
        return root in _ROOTS and _ARTICLE_FRONT.search(opening_of(head)) is not None

    def read(self, path: Path) -> Iterator[Record]:
        """The articles of the file, in its order, one in memory at a time."""
        stem = path.name.removesuffix(".gz").rpartition(".")[0] or path.name
        return records(path, tags=("{*}article", "{*}Reply"), read=partial(_record, stem=stem))


def _record(element: Element, *, stem: str) -> Iterator[Record]:
    if name_of(element) == "Reply":
        raise Flawed(f"PMC has no article to give for id {element.get('id', '')}: {element.get('error', '')}")
    yield _article(element, stem=stem)


def _article(article: Element, *, stem: str) -> Publication:
    front = _child(article, "front")
    meta = _child(front, "article-meta")
    if meta is None:
        raise Flawed("expected an article with front matter, found none")
    ids = _article_ids(meta)
    publication_id = _identity(ids) or f"file:{stem}"
    title = _title(meta)
    abstracts = list(_abstracts(meta))
    body = list(_body(article))
    passages = lay_out(publication_id, [("title", Kind.TITLE, "", title), *abstracts, *body])
    if not passages:
        raise Flawed(f"{publication_id} has neither title nor abstract nor body")
    journal = _journal(_child(front, "journal-meta"))
    back = _child(article, "back")
    return Publication(
        id=publication_id,
        title=title,
        passages=passages,
        read=Read.FULL_TEXT if body else Read.ABSTRACT if abstracts else Read.SECTION,
        authors=tuple(_authors(meta)),
        journal=journal.title,
        journal_abbreviation=journal.abbreviation,
        issn=journal.issn,
        volume=_text(_child(meta, "volume")),
        issue=_text(_child(meta, "issue")),
        pages=_pages(meta),
        published=_published(meta),
        pmid=ids.get("pmid", ""),
        pmc=ids.get("pmc", ""),
        doi=ids.get("doi", ""),
        pii=ids.get("pii", ""),
        types=_types(article),
        keywords=tuple(dict.fromkeys(_keywords(meta))),
        languages=_languages(article),
        vernacular_title=_translated_title(meta),
        relations=tuple(_relations(meta)),
        cited=tuple(_references(back)),
    )


# --- finding one's way ---------------------------------------------------------------------------------


def _children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of those names, whatever their namespace; all elements when no name is given."""
    if element is not None:
        yield from (child for child in element if (name := name_of(child)) and (not names or name in names))


def _child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, or the first at the end of a path of names."""
    for name in path:
        element = next(_children(element, name), None)
    return element


def _descendants(element: Element | None, *names: str) -> Iterator[Element]:
    if element is not None:
        yield from element.iter(*(f"{{*}}{name}" for name in names))


def _text(element: Element | None) -> str:
    return "" if element is None else text_of(element)


def _attribute(element: Element, name: str) -> str:
    """An attribute by its local name: ``xlink:href`` and ``xml:lang`` are written in more ways than one."""
    return next((str(v) for key, v in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


# --- identity ------------------------------------------------------------------------------------------

_ID_TYPES = {"pmid": "pmid", "pmc": "pmc", "pmcid": "pmc", "doi": "doi", "pii": "pii"}
_PMC = re.compile(r"(?:PMC)?(\d+)", re.IGNORECASE)


def _article_ids(meta: Element) -> dict[str, str]:
    ids: dict[str, str] = {}
    for element in _children(meta, "article-id"):
        kind = _ID_TYPES.get(element.get("pub-id-type", ""))
        text = _text(element)
        if kind == "pmc":
            found = _PMC.fullmatch(text)
            text = f"PMC{found[1]}" if found else ""
        if kind == "pmid" and not text.isdigit():
            text = ""
        if kind and text:
            ids.setdefault(kind, text)
    return ids


def _identity(ids: dict[str, str]) -> str:
    return next((f"{kind}:{ids[kind]}" for kind in ("pmc", "pmid", "doi") if kind in ids), "")


def _title(meta: Element) -> str:
    group = _child(meta, "title-group")
    title, subtitle = _text(_child(group, "article-title")), _text(_child(group, "subtitle"))
    return f"{title.rstrip(':')}: {subtitle}" if title and subtitle else title


def _translated_title(meta: Element) -> str:
    return _text(_child(meta, "title-group", "trans-title-group", "trans-title")) or _text(
        _child(meta, "title-group", "trans-title")
    )


# --- front matter --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Journal:
    """What a journal says of itself."""

    title: str
    abbreviation: str
    issn: str


def _journal(meta: Element | None) -> _Journal:
    ids = {element.get("journal-id-type", ""): _text(element) for element in _children(meta, "journal-id")}
    group = _child(meta, "journal-title-group")
    abbreviations = (ids.get("iso-abbrev"), ids.get("nlm-ta"), _text(_child(group, "abbrev-journal-title")))
    return _Journal(
        title=_text(_child(group, "journal-title")) or _text(_child(meta, "journal-title")),
        abbreviation=next(filter(None, abbreviations), ""),
        issn=_text(_child(meta, "issn")),
    )


def _authors(meta: Element) -> Iterator[Author]:
    for group in _children(meta, "contrib-group"):
        for contributor in _children(group, "contrib"):
            if contributor.get("contrib-type", "author") == "author" and (author := _author(contributor)):
                yield author


def _author(contributor: Element) -> Author | None:
    name = _child(contributor, "name")
    if name is None:
        name = _child(contributor, "name-alternatives", "name")
    family, given = _text(_child(name, "surname")), _text(_child(name, "given-names"))
    if family or given:
        return Author(family=family, given=given)
    group = _child(contributor, "collab")
    if group is None:
        group = _child(contributor, "collab-alternatives", "collab")
    return Author(collective=_collective(group)) if group is not None else None


def _collective(group: Element) -> str:
    """A group's own name, without the list of members that may stand inside it."""
    inner = _child(group, "institution") if not (group.text or "").strip() else None
    return _text(inner) or folded(group.text or "") or _text(group)


_DATES_OF_PUBLICATION = frozenset(("epub", "ppub", "epub-ppub", "collection", "pub", ""))


def _published(meta: Element) -> PublicationDate:
    """The earliest of the dates that are given most completely; a date of release in PMC is none of them."""
    dates = [
        _date(element)
        for element in _children(meta, "pub-date")
        if (element.get("pub-type") or element.get("date-type", "")) in _DATES_OF_PUBLICATION
    ]
    return min(
        (date for date in dates if date.year),
        key=lambda date: (date.month is None, date.day is None, date.year, date.month, date.day),
        default=PublicationDate(),
    )


def _date(element: Element) -> PublicationDate:
    parts = {name_of(child): _text(child) for child in element}
    month = _whole(parts.get("month", ""), limit=12)
    season = parts.get("season", "")
    return PublicationDate(
        year=_whole(parts.get("year", ""), limit=9999),
        month=month,
        day=_whole(parts.get("day", ""), limit=31) if month else None,
        printed=f"{parts.get('year', '')} {season}".strip() if season else "",
    )


def _whole(text: str, *, limit: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
    return number if 1 <= number <= limit else None


def _pages(meta: Element) -> str:
    first, last = _text(_child(meta, "fpage")), _text(_child(meta, "lpage"))
    if not first:
        return _text(_child(meta, "elocation-id"))
    return f"{first}-{last}" if last and last != first else first


# The names are MEDLINE's publication types where there is one, so that a design means one thing everywhere.
_TYPES = {
    "research-article": "Research Article",
    "review-article": "Review",
    "systematic-review": "Systematic Review",
    "meta-analysis": "Meta-Analysis",
    "case-report": "Case Reports",
    "clinical-trial": "Clinical Trial",
    "guideline": "Guideline",
    "retracted-article": "Retracted Publication",
    "retraction": "Retraction of Publication",
    "partial-retraction": "Retraction of Publication",
    "correction": "Published Erratum",
    "expression-of-concern": "Expression of Concern",
    "article-commentary": "Comment",
    "protocol": "Clinical Trial Protocol",
}


def _types(article: Element) -> tuple[str, ...]:
    kind = article.get("article-type", "")
    return (_TYPES.get(kind, kind.replace("-", " ").title()),) if kind else ()


def _languages(article: Element) -> tuple[str, ...]:
    language = _attribute(article, "lang")
    return (language.lower(),) if language else ()


def _keywords(meta: Element) -> Iterator[str]:
    for group in _children(meta, "kwd-group"):
        yield from filter(None, map(_text, _descendants(group, "kwd")))
    for subject in _descendants(_child(meta, "article-categories"), "subject"):
        yield _text(subject)


# --- bearing on other publications ---------------------------------------------------------------------

# Source: JATS 1.3, related-article-type; PMC tagging guidelines, "Related articles". Checked 2025-01.
_RELATIONS = {
    "retracted-article": RelationKind.RETRACTS,
    "partial-retraction": RelationKind.RETRACTS,
    "retraction": RelationKind.RETRACTED_BY,
    "retraction-forward": RelationKind.RETRACTED_BY,
    "object-of-concern": RelationKind.RAISES_CONCERN_ABOUT,
    "concern": RelationKind.CONCERN_RAISED_BY,
    "concern-forward": RelationKind.CONCERN_RAISED_BY,
    "expression-of-concern": RelationKind.CONCERN_RAISED_BY,
    "corrected-article": RelationKind.CORRECTS,
    "correction": RelationKind.CORRECTED_BY,
    "correction-forward": RelationKind.CORRECTED_BY,
    # An addendum is read together with its article, as an erratum is, and does not take its place.
    "addended-article": RelationKind.CORRECTS,
    "addendum": RelationKind.CORRECTED_BY,
    "updated-article": RelationKind.UPDATES,
    "update": RelationKind.UPDATED_BY,
    "commentary-article": RelationKind.COMMENTS_ON,
    "commentary": RelationKind.COMMENTED_BY,
    "letter": RelationKind.COMMENTED_BY,
}
_TARGETS = {
    "pmid": (re.compile(r"(\d+)/?$"), "pmid:"),
    "pubmed": (re.compile(r"(\d+)/?$"), "pmid:"),
    "pmc": (re.compile(r"(\d+)/?$"), "pmc:PMC"),
    "pmcid": (re.compile(r"(\d+)/?$"), "pmc:PMC"),
    "doi": (re.compile(r"(10\..+)$"), "doi:"),
}


def _relations(meta: Element) -> Iterator[Relation]:
    for element in _children(meta, "related-article"):
        name = element.get("related-article-type", "")
        kind = _RELATIONS.get(name, RelationKind.OTHER)
        is_plain = kind is not RelationKind.OTHER and name != "partial-retraction"
        yield Relation(
            kind=kind, target=_target(element), citation=_citation(element), note="" if is_plain else name
        )


def _target(element: Element) -> str:
    link = _attribute(element, "href") or _text(element)
    known = _TARGETS.get(element.get("ext-link-type", ""))
    found = known[0].search(link.strip()) if known else None
    return f"{known[1]}{found[1]}" if known and found else ""


def _citation(element: Element) -> str:
    volume, page = element.get("vol", ""), element.get("page", "")
    return _text(element) or ", ".join(filter(None, (volume and f"volume {volume}", page and f"page {page}")))


def _references(back: Element | None) -> Iterator[CitedWork]:
    for element in _descendants(back, "ref"):
        label = _text(_child(element, "label"))
        citations = list(_children(element, "element-citation", "mixed-citation", "citation", "nlm-citation"))
        alternatives = _child(element, "citation-alternatives")
        citations += list(_children(alternatives))[:1]
        for citation in citations:
            ids = {child.get("pub-id-type", ""): _text(child) for child in _descendants(citation, "pub-id")}
            yield CitedWork(
                label=label.strip("[]. "),
                text=_as_printed(citation),
                doi=ids.get("doi", ""),
                pmid=ids.get("pmid", ""),
            )


_SPACE_BEFORE_STOP = re.compile(r"\s+([,.;:)-])")


def _as_printed(citation: Element) -> str:
    """A reference on one line. Where the publisher gave only its parts, they are set side by side."""
    if (citation.text or "").strip() or any((child.tail or "").strip() for child in citation):
        return text_of(citation)
    parts = (_reference_part(child) for child in _children(citation))
    return folded(_SPACE_BEFORE_STOP.sub(r"\1", " ".join(filter(None, parts))))


def _reference_part(part: Element) -> str:
    match name_of(part):
        case "pub-id" | "label" | "ext-link":
            return ""
        case "person-group":
            return f"{', '.join(filter(None, map(_person, _children(part))))}."
        case "name":
            return _person(part)
        case "article-title" | "source" | "chapter-title":
            return f"{text_of(part).rstrip('.')}."
        case "volume":
            return f"{text_of(part)}:"
        case "year":
            return f"{text_of(part)};"
        case "lpage":
            return f"-{text_of(part)}"
        case _:
            return text_of(part)


def _person(element: Element) -> str:
    if name_of(element) != "name":
        return text_of(element)
    return f"{_text(_child(element, 'surname'))} {_text(_child(element, 'given-names'))}".strip()


# --- abstracts -----------------------------------------------------------------------------------------

_ADVERTISEMENTS = frozenset(("graphical", "toc", "teaser", "web-summary"))
"""Kinds of abstract that say nothing the others do not."""


def _abstracts(meta: Element) -> Iterator[_Part]:
    for abstract in _children(meta, "abstract"):
        kind = abstract.get("abstract-type", "")
        if kind not in _ADVERTISEMENTS:
            part = slug(kind)
            yield from _abstract(abstract, f"abstract.{part}" if part else "abstract", origin=kind)
    for abstract in _children(meta, "trans-abstract"):
        language = _attribute(abstract, "lang").lower()
        yield from _abstract(abstract, f"abstract.{slug(language) or 'other'}", origin=language or "other")


def _abstract(abstract: Element, locator: str, *, origin: str) -> Iterator[_Part]:
    """The unlabelled text of an abstract, then its labelled sections, each as one passage."""
    running = [
        text_of(child) for child in _children(abstract) if name_of(child) not in ("sec", "title", "label")
    ]
    yield locator, Kind.ABSTRACT, origin, " ".join(filter(None, running))
    for section in _children(abstract, "sec"):
        label = _text(_child(section, "title"))
        text = " ".join(
            text_of(child) for child in _children(section) if name_of(child) not in ("title", "label")
        )
        part = slug(label)
        heading = f"{label} ({origin})" if label and origin else label or origin
        yield f"{locator}.{part}" if part else locator, Kind.ABSTRACT, heading, folded(text)


# --- body ----------------------------------------------------------------------------------------------

_NOT_EVIDENCE = re.compile(
    r"acknowledge?ments?(?:-and-.*)?"
    r"|(?:sources?-of-|role-of-(?:the-)?)?(?:funding|financial-support)(?:-sources?|-statement|-information)?"
    r"|(?:declarations?-of-|statements?-of-)?(?:competing|conflicts?-of|conflicting)-interests?(?:-statement)?"
    r"|(?:financial-)?disclosures?|declarations?-of-interests?"
    r"|authors?(?:-s)?-contributions?|contributors(?:hip)?(?:-statement)?"
    r"|(?:supplementary|supporting|additional)-(?:materials?|data|information|files?)"
    r"|pre-publication-history|(?:list-of-)?abbreviations"
)
_NOT_EVIDENCE_TYPES = frozenset(("COI-statement", "supplementary-material", "ack"))
_FLOATS = frozenset(("table-wrap", "fig", "boxed-text"))
_GROUPS = frozenset(("table-wrap-group", "fig-group"))
_NO_TEXT_OF_ITS_OWN = frozenset(
    ("title", "label", "caption", "sec-meta", "object-id", "alternatives", "permissions")
)
_LEFT_OUT = frozenset(("supplementary-material", "fn", "fn-group", "graphic", "media", "attrib"))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in an article one is: the locator of the section, its path of headings, and what was counted."""

    locator: str
    headings: tuple[str, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)

    def next(self, letter: str) -> str:
        """The locator of the next paragraph (p), table (t), figure (f), box (b) or subsection (no letter)."""
        self.counts[letter] += 1
        return f"{self.locator}.{letter}{self.counts[letter]}"

    def within(self, heading: str, locator: str) -> _Place:
        return _Place(locator, (*self.headings, heading) if heading else self.headings)

    @property
    def heading(self) -> str:
        return " > ".join(self.headings)


def _body(article: Element) -> Iterator[_Part]:
    before_sections = _Place("s0")
    sections = 0
    for child in _children(_child(article, "body")):
        if name_of(child) == "sec":
            sections += 1
            yield from _section(child, _Place(f"s{sections}"))
        else:
            yield from _block(child, before_sections)
    floats = _Place("floats")
    for child in _children(_child(article, "floats-group")):
        yield from _block(child, floats)


def _section(section: Element, place: _Place) -> Iterator[_Part]:
    title = _text(_child(section, "title")) or _text(_child(section, "caption", "title"))
    if _NOT_EVIDENCE.fullmatch(slug(title)) or section.get("sec-type") in _NOT_EVIDENCE_TYPES:
        return
    here = place.within(title, place.locator)
    for child in _children(section):
        if name_of(child) == "sec":
            yield from _section(child, here.within("", here.next("")))
        else:
            yield from _block(child, here)


def _block(element: Element, place: _Place) -> Iterator[_Part]:
    """One block of a section: what it says, then the tables, figures and boxes that stand inside it."""
    name = name_of(element)
    if name in _FLOATS:
        yield from _float(element, place)
    elif name in _GROUPS:
        for child in _children(element):
            yield from _block(child, place)
    elif name not in _NO_TEXT_OF_ITS_OWN | _LEFT_OUT:
        text = text_of(element)
        if text:
            yield place.next("p"), Kind.BODY, place.heading, text
        for inner in _floats_inside(element):
            yield from _float(inner, place)


def _floats_inside(element: Element) -> Iterator[Element]:
    for child in _children(element):
        if name_of(child) in _FLOATS:
            yield child
        else:
            yield from _floats_inside(child)


def _float(element: Element, place: _Place) -> Iterator[_Part]:
    label = _text(_child(element, "label")).rstrip(".: ")
    match name_of(element):
        case "table-wrap":
            heading = place.within(label or "Table", "").heading
            yield place.next("t"), Kind.TABLE, heading, _table_text(element, label)
        case "fig":
            heading = place.within(label or "Figure", "").heading
            yield place.next("f"), Kind.BODY, heading, _captioned(element, label)
        case _:
            yield from _section(element, place.within("", place.next("b")))


def _captioned(element: Element, label: str) -> str:
    """``Table 2. The caption, as printed``."""
    caption = _text(_child(element, "caption"))
    return f"{label}. {caption}" if label and caption else label or caption


# --- tables --------------------------------------------------------------------------------------------

_WIDEST, _DEEPEST = 200, 2000
_CELL_BREAK, _ROW_BREAK = "; ", " / "


def _table_text(wrap: Element, label: str) -> str:
    """A table on one line: caption, rows parted by `` / ``, each cell said with its column's heading.

    ``Table 2. Pain at 24 weeks / Arm: Vitamin D; n: 80; Change: −2.1 (1.9) / Arm: Placebo; …``. A value
    keeps its heading wherever the row is quoted, and no two cells' numbers can run together.
    """
    tables = list(_descendants(wrap, "table"))
    rows = [row for table in tables for row in _rows(table)]
    notes = [text_of(foot) for foot in _footnotes(wrap)]
    return folded(_ROW_BREAK.join(filter(None, (_captioned(wrap, label), *rows, *notes))))


def _footnotes(wrap: Element) -> Iterator[Element]:
    for foot in _children(wrap, "table-wrap-foot"):
        for child in _children(foot):
            yield from _children(child, "fn") if name_of(child) == "fn-group" else (child,)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell's text and the columns it covers."""

    text: str
    columns: range
    is_heading: bool


_Row = list[_Cell]


def _rows(table: Element) -> Iterator[str]:
    head = [row for part in _children(table, "thead") for row in _grid(part)]
    rows = [row for part in (*_children(table, "tbody", "tfoot"), table) for row in _grid(part)]
    if not head:
        head = list(_leading_headings(rows))
        rows = rows[len(head) :]
    width = max((cell.columns.stop for row in (*head, *rows) for cell in row), default=0)
    headings = _column_headings(head, width)
    for row in rows or head:
        is_regular = bool(rows) and bool(row) and row[-1].columns.stop == width
        # In a row with cells missing nobody can say which heading belongs to which value.
        yield _row_text(row, headings if is_regular else {}, width)


def _grid(part: Element) -> list[_Row]:
    """The rows of a table part, every cell in its true columns. One that spans rows is in each of them."""
    elements = list(_children(part, "tr"))
    placed: list[dict[int, _Cell]] = [{} for _ in elements]
    for at, element in enumerate(elements):
        column = 0
        for cell_element in _children(element, "td", "th"):
            while column in placed[at]:
                column += 1
            columns = range(column, column + (_whole(cell_element.get("colspan", ""), limit=_WIDEST) or 1))
            cell = _Cell(
                text=text_of(cell_element), columns=columns, is_heading=name_of(cell_element) == "th"
            )
            depth = _whole(cell_element.get("rowspan", ""), limit=_DEEPEST) or 1
            for row in placed[at : at + depth]:
                row.update((covered, cell) for covered in columns if covered not in row)
            column = columns.stop
    return [list(dict.fromkeys(row[column] for column in sorted(row))) for row in placed]


def _leading_headings(rows: list[_Row]) -> Iterator[_Row]:
    """The first rows, as long as they hold nothing but heading cells."""
    for row in rows:
        if not row or not all(cell.is_heading for cell in row):
            return
        yield row


def _column_headings(head: list[_Row], width: int) -> dict[int, str]:
    """What stands above each column, from the top down. What stands above all of them tells none apart."""
    above: dict[int, list[str]] = {}
    for row in head:
        for cell in row:
            for column in cell.columns if len(cell.columns) < width else ():
                texts = above.setdefault(column, [])
                if cell.text and cell.text not in texts:
                    texts.append(cell.text)
    return {column: ", ".join(texts) for column, texts in above.items()}


def _row_text(row: _Row, headings: dict[int, str], width: int) -> str:
    said = [_cell_text(cell, headings, width) for cell in row if cell.text]
    return (_CELL_BREAK if headings else " | ").join(said)


def _cell_text(cell: _Cell, headings: dict[int, str], width: int) -> str:
    """A cell with what stands above it; alone when it runs across the table, as a subheading does."""
    above = dict.fromkeys(headings.get(column, "") for column in cell.columns)
    heading = " and ".join(filter(None, above))
    runs_across = len(cell.columns) == width
    return cell.text if runs_across or not heading else f"{heading}: {cell.text}"
