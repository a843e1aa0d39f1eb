"""Markdown (CommonMark with tables) and plain text: guidelines kept as notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from curbside.literature.publication import Kind, Record, Unreadable
from curbside.literature.readers.fields import authors_of, date_of, doi_in, pmc_of, pmid_of
from curbside.literature.readers.html import parts_of_fragment
from curbside.literature.readers.lines import document_of
from curbside.literature.readers.notation import Run, Script, typeset
from curbside.literature.readers.outline import Block, Credits, Heading, Part, publication_of
from curbside.literature.text import fold

_LARGEST_BYTES = 16 * 1024 * 1024
_SUFFIXES = (".md", ".markdown", ".txt")
_ABOUT_THE_FOLDER = frozenset(
    {"readme", "license", "licence", "copying", "notice", "changelog", "contributing", "authors"}
)
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_ENTRY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_BELONGS = re.compile(rf"{_ENTRY.pattern}|[ \t#-]|\Z")
_NOTE_MARKER = re.compile(r"\[\^[^\]\s]{1,40}\]")
_SCRIPT_TAGS = {
    "<sup>": Script.ABOVE,
    "<sub>": Script.BELOW,
    "</sup>": Script.ON_THE_LINE,
    "</sub>": Script.ON_THE_LINE,
}
_FIELDS = frozenset({"title", "doi", "pmid", "pmc", "url", "authors", "journal", "year", "kind"})


class MarkdownReader:
    """Reads one `Publication` out of a Markdown or plain text file, where blank lines part paragraphs.

    What describes a folder rather than medicine (``README.md``, ``LICENSE.txt``) is not accepted.
    """

    name = "Markdown"

    def accepts(self, path: Path, head: bytes) -> bool:
        return path.suffix.casefold() in _SUFFIXES and path.stem.casefold() not in _ABOUT_THE_FOLDER

    def read(self, path: Path) -> Iterator[Record]:
        document = document_of(path, largest=_LARGEST_BYTES)
        if isinstance(document, Unreadable):
            yield document
            return
        said, body = _front_matter(document.replace("\r\n", "\n").replace("\r", "\n"))
        parts = _paragraphs(body) if path.suffix.casefold() == ".txt" else _parts(body)
        publication = publication_of(path, parts, _credits(said))
        yield publication or Unreadable(where="the whole file", reason="a document without text")


def _front_matter(document: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines between two lines of dashes at the top, and the rest.

    Values are text, perhaps in quotation marks, or a list in brackets, which becomes one text with
    semicolons; deeper YAML is left out.
    """
    found = _FRONT_MATTER.match(document)
    lines = [line.rstrip() for line in (found[1] or "").split("\n")] if found else []
    # Two rules with text between them are no front matter, and the text must not be lost.
    if not found or not all(_BELONGS.match(line) for line in lines):
        return {}, document
    entries = (_ENTRY.fullmatch(line) for line in lines)
    said = {entry[1].casefold(): _plain(entry[2]) for entry in entries if entry}
    return {key: value for key, value in said.items() if value}, document[found.end() :]


def _plain(value: str) -> str:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        # A comma inside quotation marks belongs to a name: "Rao, Leela".
        items = re.findall(r'"([^"]*)"|\'([^\']*)\'|([^,\s][^,]*)', value[1:-1])
        return "; ".join(fold("".join(item)) for item in items)
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return fold(value)


def _credits(said: dict[str, str]) -> Credits:
    return Credits(
        title=said.get("title", ""),
        authors=authors_of(said.get("authors", "")),
        journal=said.get("journal", ""),
        published=date_of(said.get("year", "")),
        doi=doi_in(said.get("doi", "")),
        pmid=pmid_of(said.get("pmid", "")),
        pmc=pmc_of(said.get("pmc", "")),
        url=said.get("url", ""),
        types=tuple(filter(None, (said.get("kind", ""),))),
        metadata=tuple((key, value) for key, value in said.items() if key not in _FIELDS),
    )


def _paragraphs(body: str) -> Iterator[Part]:
    """The paragraphs of plain text. A short first one that is no sentence is the title."""
    paragraphs = [text for each in re.split(r"\n[ \t]*\n", body) if (text := fold(each))]
    if len(paragraphs) > 1 and len(paragraphs[0]) <= 200 and paragraphs[0][-1] not in ".:;,":
        yield Heading(1, paragraphs.pop(0))
    yield from map(Block, paragraphs)


def _parts(body: str) -> Iterator[Part]:
    """Headings, paragraphs, list items and tables in reading order. Code is not text to quote."""
    tokens = iter(MarkdownIt("commonmark").enable("table").parse(body))
    for token in tokens:
        match token.type:
            case "heading_open":
                yield Heading(int(token.tag[1:]), _text(next(tokens)))
            case "table_open":
                yield Block(_table_text(tokens), Kind.TABLE)
            case "inline":
                yield Block(_text(token))
            case "html_block":
                yield from parts_of_fragment(token.content)


def _table_text(tokens: Iterator[Token]) -> str:
    """The rest of a table: cells set apart by `` | `` and rows by `` / ``."""
    rows: list[list[str]] = []
    for token in takewhile(lambda token: token.type != "table_close", tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_text(token))
    return " / ".join(" | ".join(row) for row in rows)


def _text(inline: Token) -> str:
    runs: list[Run] = []
    script = Script.ON_THE_LINE
    for token in inline.children or ():
        if token.type == "html_inline":
            tag = token.content.casefold()
            script = _SCRIPT_TAGS.get(tag, script)
            runs.append((" " if tag.startswith("<br") else "", script))
        elif token.type in ("softbreak", "hardbreak"):
            runs.append((" ", script))
        elif token.type in ("text", "code_inline"):
            runs.append((token.content, script))
    return fold(_NOTE_MARKER.sub("", typeset(runs)))
