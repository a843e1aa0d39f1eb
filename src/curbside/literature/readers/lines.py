"""From a file's bytes to text: plain or gzip, and never more of it in memory than was agreed.

A file can break off, be in another encoding, or hold a line that never ends. Each of these is told as
an `Unreadable`, at the place where it happened.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from curbside.literature.publication import Record, Unreadable

HEAD_BYTES = 64 * 1024
LONGEST_LINE_BYTES = 16 * 1024 * 1024
LARGEST_DOCUMENT_BYTES = 64 * 1024 * 1024

_GZIP_MAGIC = b"\x1f\x8b"
_BROKEN_GZIP = (EOFError, zlib.error, gzip.BadGzipFile)

Line = tuple[int, bytes]
"""A line's number, counted from 1, and its bytes, with the line break if it has one."""


def head_of(path: Path) -> bytes:
    """The first 64 KiB, decompressed when the file is gzip; what there is of them when it is damaged."""
    with path.open("rb") as file:
        raw = file.read(HEAD_BYTES)
    if not raw.startswith(_GZIP_MAGIC):
        return raw
    try:
        return zlib.decompressobj(wbits=31).decompress(raw, HEAD_BYTES)
    except zlib.error:
        return b""


def lines_of(path: Path, *, longest: int = LONGEST_LINE_BYTES) -> Iterator[Line | Unreadable]:
    """The lines of a file, each at most ``longest`` bytes.

    A longer line is skipped to its line break, a piece at a time, and reported. A gzip file that is
    damaged or breaks off gives its good lines, then one report, and ends. The last line of a broken file
    may be half a line, so it is never given.
    """
    with _opened(path) as file:
        number = 0
        while True:
            number += 1
            try:
                line = file.readline(longest + 1)
                too_long = len(line) > longest and not line.endswith(b"\n")
                while too_long and line and not line.endswith(b"\n"):
                    line = file.readline(longest + 1)
            except _BROKEN_GZIP:
                yield Unreadable(where=f"line {number}", reason="the gzip data is damaged or breaks off here")
                return
            if too_long:
                yield Unreadable(where=f"line {number}", reason=f"longer than {_size(longest)}")
                continue
            if not line:
                return
            yield number, line


def blocks_of(
    lines: Iterator[Line | Unreadable],
    *,
    opens: Callable[[bytes], bool],
    closes: Callable[[bytes], bool],
    largest: int = LONGEST_LINE_BYTES,
) -> Iterator[list[Line] | Unreadable]:
    """Lines gathered into records: one begins at a line that ``opens``, and ends with one that ``closes``.

    A record that meets an unreadable line, or grows past ``largest`` bytes, is reported and left out
    whole: half a record could say the opposite of the whole one.
    """
    block: list[Line] | None = []
    room = largest
    for line in lines:
        if isinstance(line, Unreadable):
            yield line
            block = None
            continue
        _, content = line
        if opens(content):
            if block:
                yield block
            block, room = [], largest
        if block is not None:
            block.append(line)
            room -= len(content)
            if room < 0:
                yield Unreadable(where=f"line {block[0][0]}", reason=f"a record longer than {_size(largest)}")
                block = None
        if closes(content):
            if block:
                yield block
            block, room = [], largest
    if block:
        yield block


def never_silent(records: Iterator[Record], *, expected: str) -> Iterator[Record]:
    """The records; where there is not one, a report that says what was ``expected``."""
    first = next(records, None)
    yield first or Unreadable(where="the whole file", reason=f"expected {expected}, found none")
    yield from records


def document_of(path: Path, *, largest: int = LARGEST_DOCUMENT_BYTES) -> str | Unreadable:
    """A whole text file, decoded as `decoded` does it, or why it cannot be had."""
    try:
        with _opened(path) as file:
            raw = file.read(largest + 1)
    except _BROKEN_GZIP:
        return Unreadable(where="the whole file", reason="the gzip data is damaged or breaks off")
    if not raw:
        return Unreadable(where="the whole file", reason="the file is empty")
    if len(raw) > largest:
        return Unreadable(where="the whole file", reason=f"longer than {_size(largest)}")
    text = decoded(raw)
    if "\0" in text:
        return Unreadable(where="the whole file", reason="it holds NUL characters, so it is not a text file")
    return text


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.I
)
# What the web calls Latin-1 and ASCII is Windows-1252 (WHATWG Encoding Standard, section 4.2).
_IS_WINDOWS_1252 = re.compile(r"(iso-?8859-?1|latin-?1|us-ascii|ascii|(windows|cp)-?1252)", re.I)
_TRUSTED = re.compile(
    r"(iso-?8859-?\d+|(windows|cp)-?12\d\d|koi8-?[ru]|gbk|gb2312|gb18030|big5|shift_jis|euc-(jp|kr)|macintosh)",
    re.I,
)


def decoded(raw: bytes) -> str:
    """Text by its byte order mark, else the charset its head declares, else UTF-8, else Windows-1252.

    A declared charset that does not hold gives U+FFFD where it fails, which a reader can see, rather than
    a plausible wrong letter.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    declared = _DECLARED.search(raw[:4096])
    name = declared[1].decode("ascii", "replace") if declared else ""
    if _TRUSTED.fullmatch(name) and not _IS_WINDOWS_1252.fullmatch(name):
        return _decoded_as(raw, name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8" if name.casefold() in ("utf-8", "utf8") else "cp1252", "replace")


def _decoded_as(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _opened(path: Path) -> gzip.GzipFile | io.BufferedReader:
    with path.open("rb") as file:
        compressed = file.read(2) == _GZIP_MAGIC
    return gzip.open(path, "rb") if compressed else path.open("rb")


def _size(count: int) -> str:
    return f"{count // 1024**2} MiB" if count >= 1024**2 else f"{count} bytes"
