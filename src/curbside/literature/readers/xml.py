"""What the XML readers share: a hostile file kept at bay, and one record at a time.

Safety. The prolog is looked at before the parser sees it, and a DOCTYPE with declarations of its own is
refused: entities are where XML bombs and stolen files come from, and no publisher of literature needs
them. The parser itself expands nothing, fetches nothing and loads no DTD.

Speed. A file of many records is cut at the ends of records into slabs, each parsed in one call as a small
document that begins as the file does. That costs half of what a streaming parser does, and is only done
where it cannot show: at the first thing that is not records, one after another, the streaming parser
reads the file anew and goes on where the slabs stopped.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from lxml import etree

from curbside.literature.publication import Record, Unreadable

Element = etree._Element

_CHUNK_BYTES = 64 * 1024
_LONGEST_PROLOG_BYTES = 1024 * 1024


class Flawed(Exception):
    """A record that is well-formed XML and yet no publication; the message says why, as a clause."""


class _BrokenOff(Exception):
    """The bytes of a file that go no further; the message says why, as a clause."""


class _NotPlain(Exception):
    """A file, or the rest of one, that is not simply records one after another."""


# --- records of a file ---------------------------------------------------------------------------------


def records(
    path: Path, *, tags: tuple[str, ...], read: Callable[[Element], Iterator[Record]]
) -> Iterator[Record]:
    """What ``read`` makes of each outermost element named in ``tags``, in file order.

    ``tags`` may use lxml's ``{*}name`` for any namespace. An element is gone from memory soon after it
    is read. One that ``read`` calls `Flawed`, and the point where the file breaks off, come as
    `Unreadable`, told by their place in the file and the last good record before it.
    """
    last = ""
    for position, item in enumerate(_elements(path, tags), start=1):
        where = f"record {position}, after {last}" if last else f"record {position}"
        if isinstance(item, _BrokenOff):
            yield Unreadable(where=where, reason=str(item))
            return
        try:
            for record in read(item):
                if not isinstance(record, Unreadable):
                    last = record.id
                yield record
        except Flawed as flaw:
            yield Unreadable(where=where, reason=str(flaw))
        except RecursionError:
            yield Unreadable(where=where, reason="its markup is nested deeper than any text needs")


def _elements(path: Path, tags: tuple[str, ...]) -> Iterator[Element | _BrokenOff]:
    """The outermost elements named in ``tags``; at the end, why the file breaks off."""
    count = 0
    try:
        for element in _in_slabs(path, tags):
            yield element
            count += 1
    except (_NotPlain, _BrokenOff, etree.XMLSyntaxError):
        yield from islice(_streamed(path, tags), count, None)


_NOTHING_FETCHED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "recover": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}


# --- many records in one call --------------------------------------------------------------------------

_SLAB_BYTES = 2 * _CHUNK_BYTES
_LARGEST_SLAB_BYTES = 1024 * 1024
# A prolog and the start of a root element, as plain as publishers write them. Only UTF-8 is cut: in some
# other encodings that keep ASCII as it is, "<" may still be half of a letter.
_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb"""(?:<\?xml\s+version=["']1\.0["'](?:\s+encoding=["'](?i:utf-8)["'])?\s*\?>)?\s*"""
    rb"""(?:<!DOCTYPE\s[^<>\[\]"']*+(?:"[^<>\[\]"]*+"\s*+)*+>)?\s*"""
    rb"<([\w:.-]+)>"
)
_FIRST_CHILD = re.compile(rb"\s*<([\w:.-]+)[\s>]")


def _in_slabs(path: Path, tags: tuple[str, ...]) -> Iterator[Element]:
    """The children of the root, as long as each is named in ``tags`` and nothing else is in doubt.

    What is yielded is what `_streamed` yields. A slab that parses between the file's own opening and the
    end of its root is balanced, and began where the one before it ended; so the cut was at the end of a
    child of the root, and not in a comment, a CDATA section or a deeper element.

    Raises `_NotPlain`, `_BrokenOff` or ``XMLSyntaxError`` at the first slab that may not be read so.
    """
    names = {_local(tag) for tag in tags}
    parser = etree.XMLParser(**_NOTHING_FETCHED)
    for slab in _slabs(path, names):
        children = list(etree.fromstring(slab, parser))
        if not all(name_of(child) in names for child in children):
            raise _NotPlain
        yield from children


def _slabs(path: Path, names: set[str]) -> Iterator[bytes]:
    """The file as small documents: its opening, some of its records, the end of its root."""
    pieces = _screened(_bytes_of(path))
    head = next(pieces)
    opening = _OPENING.match(head)
    child = opening and _FIRST_CHILD.match(head, opening.end())
    if not opening or not child or _local(opening[1].decode()) in names:
        raise _NotPlain
    root_end, record_end = b"</%s>" % opening[1], b"</%s>" % child[1]
    rest = b""
    for piece in chain([head[opening.end() :]], pieces):
        rest += piece
        if len(rest) < _SLAB_BYTES:
            continue
        last = rest.rfind(record_end)
        if last >= 0:
            end = last + len(record_end)
            yield opening[0] + rest[:end] + root_end
            rest = rest[end:]
        elif len(rest) > _LARGEST_SLAB_BYTES:
            raise _NotPlain
    yield opening[0] + rest


# --- one record at a time ------------------------------------------------------------------------------


def _streamed(path: Path, tags: tuple[str, ...]) -> Iterator[Element | _BrokenOff]:
    """The outermost elements named in ``tags`` as each one ends; at the end, why the file breaks off.

    An element is gone from memory when the next is asked for.
    """
    parser = etree.XMLPullParser(events=("end",), tag=tags, **_NOTHING_FETCHED)
    try:
        for chunk in _screened(_bytes_of(path)):
            parser.feed(chunk)
            yield from _ended(parser, tags)
        parser.close()
    except _BrokenOff as end:
        yield from _ended(parser, tags)
        yield end
    except etree.XMLSyntaxError as error:
        yield from _ended(parser, tags)
        yield _BrokenOff(f"the XML breaks off or is damaged: {error.msg}")


def _ended(parser: etree.XMLPullParser, tags: tuple[str, ...]) -> Iterator[Element]:
    for _, element in parser.read_events():
        if isinstance(element, Element) and next(element.iterancestors(*tags), None) is None:
            yield element
            _forget(element)


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is None:
        return
    while parent[0] is not element:
        del parent[0]


def name_of(element: Element) -> str:
    """An element's name without its namespace; empty for a comment, a processing instruction, an entity."""
    tag: object = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


# --- bytes and prolog ----------------------------------------------------------------------------------


def _bytes_of(path: Path) -> Iterator[bytes]:
    """The file's bytes in pieces, decompressed when they are gzip, to the very last one that can be had."""
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(_CHUNK_BYTES), b"")
        first = next(pieces, b"")
        if not first:
            raise _BrokenOff("expected XML, and the file is empty")
        raw = chain([first], pieces)
        yield from _gunzipped(raw) if first.startswith(b"\x1f\x8b") else raw


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Decompressed pieces, each of bounded size; a gzip file may have several members, one after another."""
    member = zlib.decompressobj(wbits=31)
    for piece in pieces:
        rest = piece
        while rest:
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            before = member.copy()
            try:
                plain = member.decompress(rest, _SLAB_BYTES)
            except zlib.error as error:
                yield _before_the_damage(before, rest)
                raise _BrokenOff(f"the gzip data are damaged: {error}") from None
            yield plain
            rest = member.unused_data.lstrip(b"\0") if member.eof else member.unconsumed_tail
    if not member.eof:
        yield member.flush()
        raise _BrokenOff("the gzip data break off: the file is truncated")


def _before_the_damage(member: zlib._Decompress, rest: bytes) -> bytes:
    """What of ``rest`` decompresses before the damage in it: zlib itself gives all of a piece or nothing."""
    plain = bytearray()
    try:
        for at in range(len(rest)):
            plain += member.decompress(rest[at : at + 1])
    except zlib.error:
        pass
    return bytes(plain)


def _screened(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, let through once the prolog has been seen to be harmless."""
    head, prolog = b"", None
    for piece in pieces:
        head = (head + piece).lstrip(b" \t\r\n")
        prolog = _prolog(head)
        if prolog is not None:
            break
        if len(head) > _LONGEST_PROLOG_BYTES:
            raise _BrokenOff("expected XML, and its first MiB has no element")
    if not head:
        raise _BrokenOff("expected XML, and the file is empty")
    if prolog is None:
        raise _BrokenOff("expected XML, and it breaks off before its first element, or is something else")
    if prolog.danger:
        raise _BrokenOff(prolog.danger)
    yield head
    yield from pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prolog:
    """What stands before a document's content: the name of its root, and what makes it unfit to parse."""

    root: str
    danger: str = ""


_WIDE_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    ("<".encode("utf-32-le"), "utf-32-le"),
    ("<".encode("utf-32-be"), "utf-32-be"),
    ("<".encode("utf-16-le"), "utf-16-le"),
    ("<".encode("utf-16-be"), "utf-16-be"),
)
_NARROW = "".join(map(chr, range(0x20, 0x7F)))
_DECLARED_ENCODING = re.compile(r"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_MISCELLANY = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(r"""<!DOCTYPE\s+([\w:.-]+)(?:[^\[>"']++|"[^"]*+"|'[^']*+')*+(>|\[\s*\]\s*>|\[)""")
_ROOT = re.compile(r"<([\w:.-]+)[\s/>]")


def root_of(head: bytes) -> str:
    """The local name of a document's outermost element, from its first bytes; empty when it is not XML."""
    prolog = _prolog(head.lstrip(b" \t\r\n"))
    return prolog.root if prolog else ""


def opening_of(head: bytes) -> str:
    """A document's first bytes as characters, good enough to find tags in: names and signs are ASCII."""
    encoding = _wide_encoding(head) or "latin-1"
    return head.decode(encoding, "ignore").removeprefix("\ufeff").removeprefix("ï»¿")


def _wide_encoding(head: bytes) -> str:
    return next((name for mark, name in _WIDE_ENCODINGS if head.startswith(mark)), "")


def _prolog(head: bytes) -> _Prolog | None:
    """The prolog of a document that starts like this; None when more of it, or another format, is needed."""
    text = opening_of(head)
    danger = "" if _wide_encoding(head) else _encoding_danger(text)
    start = _end_of_miscellany(text, 0)
    doctype = _DOCTYPE.match(text, start)
    if doctype and doctype[2] == "[":
        danger = "its DOCTYPE declares entities or other things of its own; such a file is refused"
        return _Prolog(root=_local(doctype[1]), danger=danger)
    root = _ROOT.match(text, _end_of_miscellany(text, doctype.end()) if doctype else start)
    return _Prolog(root=_local(root[1]), danger=danger) if root else None


def _end_of_miscellany(text: str, start: int) -> int:
    found = _MISCELLANY.match(text, start)
    return found.end() if found else start


def _encoding_danger(text: str) -> str:
    """Why a declared encoding is refused: it is unknown, or ``<`` may hide in it from whoever looks."""
    declared = _DECLARED_ENCODING.match(text)
    if not declared:
        return ""
    try:
        if _NARROW.encode(declared[1]) == _NARROW.encode("ascii"):
            return ""
    except (LookupError, UnicodeError, ValueError):
        pass
    return f"expected an encoding that keeps ASCII as it is, and it declares {declared[1]!r}"


def _local(name: str) -> str:
    return name[max(name.rfind(":"), name.rfind("}")) + 1 :]
