"""HTML pages: guidelines, monographs and articles as published on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from curbside.literature.publication import Kind, Record, Unreadable
from curbside.literature.readers.fields import authors_of, date_of, doi_in, pmc_of, pmid_of
from curbside.literature.readers.lines import document_of
from curbside.literature.readers.notation import Run, Script, typeset
from curbside.literature.readers.outline import Block, Credits, Heading, Part, publication_of
from curbside.literature.text import fold

_SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
_SNIFFED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html[\s>])", re.I)

_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_NOT_READ = frozenset(
    {"script", "style", "nav", "footer", "aside", "form", "template", "noscript", "svg", "button", "select"}
    | {"iframe", "object", "dialog", "head", "annotation", "annotation-xml", "rp", "rt"}
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
    }
    | {"ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"}
    | {
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "br",
        "img",
        "math",
        "mfrac",
        "mi",
        "mn",
        "mo",
        "mover",
        "mroot",
        "mrow",
    }
    | {"mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtext", "munder", "semantics"}
)
# Where each child of a MathML element stands, after the first.
_MATHS = {
    "msup": (Script.ABOVE,),
    "msub": (Script.BELOW,),
    "msubsup": (Script.BELOW, Script.ABOVE),
}
_SCRIPTS = {"sup": Script.ABOVE, "sub": Script.BELOW}
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LAYOUT = ", ".join(("table", *_LEVELS))

# Parsing costs the square of the depth (200,000 nested elements are a page that takes nine minutes), and
# every block opens again each bold or italic that was never closed before it (HTML Standard, 13.2.4.3).
_DEEPEST = 3000
_MOST_OPENED_AGAIN = 300_000
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)[^<>]*+>")
_NEVER_DEEPER = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "option", "td", "th", "tr", "tbody", "thead", "tfoot"}
)
_OPENED_AGAIN = frozenset(
    {"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)


class HtmlReader:
    """Reads one `Publication` out of a page: headings, paragraphs, lists, tables and definitions."""

    name = "HTML"

    def accepts(self, path: Path, head: bytes) -> bool:
        return path.name.casefold().endswith(_SUFFIXES) or bool(_SNIFFED.match(head))

    def read(self, path: Path) -> Iterator[Record]:
        page = document_of(path)
        if isinstance(page, Unreadable):
            yield page
            return
        if _is_too_deep(page):
            reason = "elements nested deeper than in any page that people read"
            yield Unreadable(where="the whole file", reason=reason)
            return
        tree = LexborHTMLParser(page)
        parts = _parts_of(tree)
        publication = publication_of(path, parts, _credits(tree, parts))
        yield publication or Unreadable(where="the whole file", reason="a page without text")


def parts_of_fragment(fragment: str) -> list[Part]:
    """The headings, paragraphs and tables of a piece of HTML, as it stands in a Markdown document."""
    return [] if _is_too_deep(fragment) else _parts_of(LexborHTMLParser(fragment))


def _is_too_deep(page: str) -> bool:
    """Would this page cost more to parse than any page is worth? An estimate from its tags alone."""
    depth = unclosed = opened_again = 0
    for tag in _TAG.finditer(page):
        name = tag[2].casefold()
        step = -1 if tag[1] else 1
        if name in _OPENED_AGAIN:
            unclosed = max(0, unclosed + step)
        elif step > 0:
            opened_again += unclosed
        if name not in _NEVER_DEEPER and not tag[0].endswith("/>"):
            depth = max(0, depth + step)
        if depth > _DEEPEST or opened_again > _MOST_OPENED_AGAIN:
            return True
    return False


def _parts_of(tree: LexborHTMLParser) -> list[Part]:
    reading = _Reading()
    if tree.body is not None:
        for node, entering in _walk(tree.body):
            if entering:
                reading.enter(node)
            else:
                reading.leave(node)
        reading.end_block()
    return reading.parts


@dataclass(slots=True)
class _Reading:
    """A walk through a page: what has been read, and the block being read."""

    parts: list[Part] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=lambda: [Script.ON_THE_LINE])
    term: str = ""

    def enter(self, node: LexborNode) -> None:
        if node.is_text_node:
            self.runs.append((node.text_content or "", self.scripts[-1]))
            return
        tag = node.tag or ""
        if _is_table(node):
            self.end_block()
            self.parts.append(Block(_table_text(node), Kind.TABLE))
        elif tag == "br":
            self.runs.append((" ", self.scripts[-1]))
        elif tag not in _INLINE:
            self.end_block()
        script = _script_of(node)
        if script:
            self.scripts.append(script)
        if _follows_a_numerator(node):
            self.runs.append(("/", self.scripts[-1]))

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if _script_of(node):
            self.scripts.pop()
        elif tag in _LEVELS:
            self.parts.append(Heading(_LEVELS[tag], self._taken()))
        elif tag == "dt":
            self.term = self._taken()
        elif tag == "dl":
            self.end_block()
            self.term = ""
        elif not node.is_text_node and tag not in _INLINE:
            self.end_block()

    def end_block(self) -> None:
        """A paragraph ends here. A definition says again which term it defines."""
        text = self._taken()
        if text:
            self.parts.append(Block(f"{self.term}: {text}" if self.term else text))

    def _taken(self) -> str:
        text = fold(typeset(self.runs))
        self.runs.clear()
        return text


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Each node that is read, when it is entered (True) and when it is left; a table counts as one node."""
    opened: list[LexborNode] = []
    node = root.first_child
    while node is not None or opened:
        if node is None:
            node = opened.pop()
            yield node, False
        elif _is_read(node):
            yield node, True
            child = None if _is_table(node) else node.first_child
            if child is not None:
                opened.append(node)
                node = child
                continue
            yield node, False
        node = node.next


def _is_read(node: LexborNode) -> bool:
    if node.is_text_node:
        return True
    if not node.is_element_node:
        return False
    tag = node.tag or ""
    if tag == "form":
        # Some sites wrap the whole page in one form.
        return bool(node.css_first("h1, h2, main, article"))
    if tag in _NOT_READ:
        return False
    given = node.attributes
    if (
        "hidden" in given
        or given.get("aria-hidden") == "true"
        or _HIDING_STYLE.search(given.get("style") or "")
    ):
        return False
    return not _is_footnote_marker(node, tag)


def _is_footnote_marker(node: LexborNode, tag: str) -> bool:
    """A raised link to a note on the same page: ``pain<sup><a href="#n12">12</a></sup>`` says no number."""
    if tag == "a" and (node.attributes.get("href") or "").startswith("#"):
        raised = "".join(sup.text() for sup in node.css("sup"))
        return bool(raised.strip()) and raised.strip() == node.text().strip()
    if tag != "sup":
        return False
    linked = "".join(link.text() for link in node.css('a[href^="#"]'))
    return bool(linked.strip()) and not re.search(r"\w", node.text().replace(linked, "", 1))


def _script_of(node: LexborNode) -> Script | None:
    if node.is_text_node:
        return None
    parent = node.parent
    places = _MATHS.get((parent.tag or "") if parent is not None else "")
    if not places:
        return _SCRIPTS.get(node.tag or "")
    position = _elements_before(node)
    return places[position - 1] if 0 < position <= len(places) else None


def _follows_a_numerator(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "mfrac" and _elements_before(node) == 1


def _elements_before(node: LexborNode) -> int:
    """How many elements stand before this one under its parent; 3 for any more than that."""
    count = 0
    before = node.prev
    while before is not None and count < 3:
        count += before.is_element_node
        before = before.prev
    return count


def _is_table(node: LexborNode) -> bool:
    """A table of data. One that holds headings or other tables only lays out a page, and is read through."""
    return node.tag == "table" and all(inner == node for inner in node.css(_LAYOUT))


def _table_text(table: LexborNode) -> str:
    """Cells set apart by `` | `` and rows by `` / ``, the caption first."""
    caption = table.css_first("caption")
    rows = [_inline_text(caption)] if caption is not None else []
    for row in table.css("tr"):
        cells = [_inline_text(cell) for cell in row.css("td, th")]
        if any(cells):
            rows.append(" | ".join(cells))
    return " / ".join(row for row in rows if row)


def _inline_text(node: LexborNode) -> str:
    reading = _Reading()
    for inner, entering in _walk(node):
        if entering:
            reading.enter(inner)
        else:
            reading.leave(inner)
    reading.end_block()
    return " ".join(part.text for part in reading.parts)


_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_AUTHORS = ("citation_author", "citation_authors", "dc.creator", "author")
_JOURNALS = ("citation_journal_title", "prism.publicationname")
_TYPES = ("citation_article_type", "dc.type")
_ADDRESSES = ("citation_public_url", "og:url")
_LANGUAGES = ("citation_language", "dc.language")
_DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date",
    "dcterms.date",
    "article:published_time",
)


def _credits(tree: LexborHTMLParser, parts: list[Part]) -> Credits:
    said = _metadata(tree)

    def first(*names: str) -> str:
        return next((value for name in names for value in said.get(name, ())), "")

    authors = next((said[name] for name in _AUTHORS if name in said), [])
    return Credits(
        title=first(*_TITLES) or _only_first_heading(parts) or _tab_title(tree),
        authors=authors_of(";".join(authors)),
        journal=first(*_JOURNALS),
        published=date_of(first(*_DATES)),
        doi=doi_in(first("citation_doi", "prism.doi", "dc.identifier")),
        pmid=pmid_of(first("citation_pmid")),
        pmc=pmc_of(first("citation_pmcid")),
        url=first(*_ADDRESSES),
        types=tuple(filter(None, (first(*_TYPES),))),
        languages=tuple(filter(None, (first(*_LANGUAGES),))),
    )


def _metadata(tree: LexborHTMLParser) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        given = node.attributes
        name = fold(given.get("name") or given.get("property") or "").casefold()
        value = fold(given.get("content") or "")
        if name and value:
            said.setdefault(name, []).append(value)
    return said


def _only_first_heading(parts: list[Part]) -> str:
    highest = [part.text for part in parts if isinstance(part, Heading) and part.level == 1]
    return highest[0] if len(highest) == 1 else ""


def _tab_title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("head > title")
    return fold(node.text()) if node is not None else ""
