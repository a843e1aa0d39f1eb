"""PDF documents, read with PDFium (the extra ``curbside[pdf]``).

PDFium gives characters and where they stand; lines, paragraphs and running heads are made out here from
their places and sizes.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

try:
    import pypdfium2
    import pypdfium2.raw as pdfium
except ImportError:
    pypdfium2 = None

from curbside.literature.publication import Kind, Publication, Read, Record, Unreadable, lay_out
from curbside.literature.readers.fields import authors_of, document_id, document_stem, doi_in
from curbside.literature.readers.notation import Run, Script, typeset
from curbside.literature.text import fold

_WHOLE = "the whole file"
_INSTALL = "reading PDF needs one more package: pip install pypdfium2, or pip install 'curbside[pdf]'"
_SAYS_NOTHING = re.compile(
    r"untitled|microsoft \w+ -|.*\.(docx?|pdf|indd|tex|qxd|rtf)$|\W*$|slide \d|document\d*$", re.I
)
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_BULLET = re.compile(r"[•◦▪‣●○■□–—*-] |\(?(?:\d{1,2}|[a-z])[.)] ")
_SUSPENDED = re.compile(r"(?:and|or|to|nor|versus|vs)\b")

_COUNTED = "\0"
"""Before a wording in which a number was counted from the page's own."""

# What PDFium puts for a hyphen that parts a word at a line's end.
_PARTING_HYPHENS = frozenset({0x02, 0xFFFE})


@dataclass(frozen=True, slots=True)
class _Character:
    """A character and its box, in points, from the page's lower left corner."""

    code: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text. ``broken`` when its last word goes on in the next line."""

    text: str
    left: float
    bottom: float
    right: float
    size: float
    broken: bool = False


class PdfReader:
    """Reads one `Publication` out of a PDF, its passages by page and paragraph: ``p4.2``.

    A PDF names the articles it cites in the same words as itself, so a DOI counts as its own only where
    the document's properties say so.
    """

    name = "PDF"

    def accepts(self, path: Path, head: bytes) -> bool:
        return path.suffix.casefold() == ".pdf" or (path.suffix != ".gz" and b"%PDF-" in head[:1024])

    def read(self, path: Path) -> Iterator[Record]:
        if pypdfium2 is None:
            yield Unreadable(where=_WHOLE, reason=_INSTALL)
            return
        if not path.stat().st_size:
            yield Unreadable(where=_WHOLE, reason="the file is empty")
            return
        try:
            with pypdfium2.PdfDocument(path) as document:
                yield _record(path, document)
        except pypdfium2.PdfiumError as error:
            yield Unreadable(where=_WHOLE, reason=_why_not(error))


def _why_not(error: Exception) -> str:
    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return "an encrypted PDF that opens only with a password"
    return f"a damaged PDF, or no PDF at all: {error}"


def _record(path: Path, document: Any) -> Record:
    pages, running_heads = _without_running_heads([_lines(page) for page in document])
    if not any(pages):
        return Unreadable(where=_WHOLE, reason="a PDF without text: a scan needs character recognition first")
    said = {key: fold(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}
    doi = doi_in(" ".join((said.get("Subject", ""), said.get("Keywords", ""))))
    given = said.get("Title", "")
    title = (
        given if given and not _SAYS_NOTHING.match(given) else _printed_title(pages) or document_stem(path)
    )
    publication_id = document_id(path, doi=doi)
    words = _hyphenated_words(pages)
    passages = [
        (f"p{number}.{place}", Kind.BODY, f"page {number}", paragraph)
        for number, lines in enumerate(pages, start=1)
        for place, paragraph in enumerate(_paragraphs(lines, words), start=1)
    ]
    return Publication(
        id=publication_id,
        title=fold(title),
        passages=lay_out(publication_id, [("title", Kind.TITLE, "", fold(title)), *passages]),
        read=Read.FULL_TEXT,
        authors=authors_of(said.get("Author", "")),
        doi=doi,
        metadata={"running heads left out": _sampled(running_heads)} if running_heads else {},
    )


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order the document draws them, which keeps columns apart."""
    text_page = page.get_textpage()
    box = pdfium.FS_RECTF()
    lines: list[_Line] = []
    current: list[_Character] = []
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box))
        ends = code in (0x0A, 0x0D) or code in _PARTING_HYPHENS
        if not ends:
            current.append(_Character(code, box.left, box.bottom, box.right, box.top))
        elif current:
            lines.append(_line(current, broken=code in _PARTING_HYPHENS))
            current = []
    if current:
        lines.append(_line(current, broken=False))
    return [line for line in lines if line.text]


def _line(characters: Sequence[_Character], *, broken: bool) -> _Line:
    drawn = [character for character in characters if character.size > 0] or list(characters)
    # The middle one of all: a single sign from another font may stand much higher than the line's own.
    size = median(character.size for character in drawn)
    bottom = median(character.bottom for character in drawn if character.size > 0.85 * size)
    return _Line(
        text=fold(typeset(_runs(characters, size, bottom))),
        left=min(character.left for character in drawn),
        bottom=bottom,
        right=max(character.right for character in drawn),
        size=size,
        broken=broken,
    )


def _runs(characters: Sequence[_Character], size: float, bottom: float) -> Iterator[Run]:
    """Small figures above the line, so that the 12 of a reference does not join the number before it."""

    def script(character: _Character) -> Script:
        small = 0 < character.size < 0.8 * size and chr(character.code) in "0123456789+-−–,"
        return Script.ABOVE if small and character.bottom > bottom + 0.15 * size else Script.ON_THE_LINE

    for place, run in groupby(characters, key=script):
        yield _decoded(run), place


def _decoded(characters: Iterator[_Character]) -> str:
    """PDFium counts in UTF-16 on some platforms, and so gives a rare character in two halves."""
    text = "".join(chr(min(character.code, 0x10FFFF)) for character in characters)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _without_running_heads(pages: list[list[_Line]]) -> tuple[list[list[_Line]], frozenset[str]]:
    """Pages without what stands again and again at the top or bottom of them, and what that was.

    Left and right pages may differ in their heads, so two pages in five are enough; where a number runs
    along with the pages three are, since chapters may be short.
    """
    wordings = [
        {line.text: _wordings(line.text, page=page) for line in _edges(lines)}
        for page, lines in enumerate(pages)
    ]
    seen = Counter(wording for page in wordings for wording in frozenset().union(*page.values()))
    enough = max(3, 0.4 * len(pages))
    repeated = {each for each, count in seen.items() if count >= (3 if each.startswith(_COUNTED) else enough)}
    running = [frozenset(text for text, said in page.items() if said & repeated) for page in wordings]
    kept = [
        [line for line in lines if line.text not in heads or line not in _edges(lines)]
        for lines, heads in zip(pages, running, strict=True)
    ]
    return kept, frozenset().union(*running)


def _sampled(heads: frozenset[str]) -> str:
    """One head of each wording, page numbers aside."""
    return " / ".join({re.sub(r"\d+", "#", head): head for head in sorted(heads, reverse=True)}.values())


def _edges(lines: list[_Line]) -> list[_Line]:
    by_height = sorted(lines, key=lambda line: line.bottom)
    return by_height[:2] + by_height[-2:]


def _wordings(text: str, *, page: int) -> frozenset[str]:
    """The line as it stands, and with each of its numbers counted from the page's own.

    So ``Page 4 of 9`` is one wording on all pages, and ``4 mg daily`` at the foot of one page and ``8 mg
    daily`` at that of the next are two.
    """
    numbers = list(re.finditer(r"(?<![0-9])[0-9]{1,4}(?![0-9])", text))[:4]
    counted = (f"{_COUNTED}{text[: n.start()]}{int(n[0]) - page}{text[n.end() :]}" for n in numbers)
    return frozenset((text, *counted))


def _printed_title(pages: list[list[_Line]]) -> str:
    """The largest text of the first page that has any, when it stands out; else that page's first line."""
    lines = next(lines for lines in pages if lines)
    largest = max(line.size for line in lines)
    if largest < 1.15 * median(line.size for line in lines):
        return lines[0].text[:300]
    start = next(index for index, line in enumerate(lines) if line.size > 0.97 * largest)
    title = []
    for line in lines[start : start + 6]:
        if line.size < 0.97 * largest:
            break
        title.append(line.text)
    return " ".join(title)


def _hyphenated_words(pages: list[list[_Line]]) -> frozenset[str]:
    """Words that the document hyphenates within a line, and so means to: ``dose-dependent``."""
    return frozenset(
        word.casefold()
        for lines in pages
        for line in lines
        for word in re.findall(r"\b[^\W\d_]++-[^\W\d_]+", line.text)
    )


def _paragraphs(lines: list[_Line], hyphenated: frozenset[str]) -> Iterator[str]:
    if not lines:
        return
    pitch = _line_pitch(lines)
    text = lines[0].text
    left, right = lines[0].left, lines[0].right
    for before, line in pairwise(lines):
        if _begins_paragraph(before, line, left=left, right=right, pitch=pitch):
            yield fold(text)
            text, left, right = line.text, line.left, line.right
            continue
        text = _joined(text, line.text, broken=before.broken, hyphenated=hyphenated)
        left, right = min(left, line.left), max(right, line.right)
    yield fold(text)


def _line_pitch(lines: list[_Line]) -> float:
    falls = [before.bottom - line.bottom for before, line in pairwise(lines)]
    falls = [fall for fall in falls if fall > 1]
    return median(falls) if falls else 0.0


def _begins_paragraph(before: _Line, line: _Line, *, left: float, right: float, pitch: float) -> bool:
    if before.broken:
        return False
    if abs(line.size - before.size) > 0.1 * before.size:
        return True
    fall = before.bottom - line.bottom
    if fall > 1.45 * max(pitch, before.size):
        return not line.text[0].islower()
    if fall < -0.5 * before.size:
        # A new column: a sentence under way goes on in it.
        return bool(_ENDS_SENTENCE.search(before.text))
    if _BULLET.match(line.text):
        return True
    indented = abs(line.left - left) > 0.8 * line.size
    short = before.right < left + 0.8 * (right - left)
    return bool(_ENDS_SENTENCE.search(before.text)) and (indented or short)


def _joined(text: str, after: str, *, broken: bool, hyphenated: frozenset[str]) -> str:
    """Two lines as one text. A hyphen between two parts of one word goes; one that belongs to it stays."""
    if not broken:
        return f"{text}{after}" if re.search(r"\S[-‐–/]$", text[-2:]) else f"{text} {after}"
    first = re.search(r"[^\W\d_]*$", text[-40:])
    second = re.match(r"[^\W\d_]*", after)
    head, tail = first[0] if first else "", second[0] if second else ""
    if _SUSPENDED.match(after):
        return f"{text}- {after}"
    if not head or not tail.islower() or f"{head}-{tail}".casefold() in hyphenated:
        return f"{text}-{after}"
    return f"{text}{after}"
