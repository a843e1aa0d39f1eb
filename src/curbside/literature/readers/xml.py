"""What the XML readers share: a hostile file kept at bay, one record at a time, and markup as readable text.

Safety. The prolog is looked at before the parser sees it, and a DOCTYPE with declarations of its own is
refused: entities are where XML bombs and stolen files come from, and no publisher of literature needs
them. The parser itself expands nothing, fetches nothing and loads no DTD.

Text. A number must read as its author meant it, so typography that carries meaning is kept in characters:

========================================= ================= ============================================
source                                    reads             rule
========================================= ================= ============================================
``10<sup>-3</sup>``, ``m<sup>2</sup>``    ``10⁻³``, ``m²``  digits and a sign: Unicode superscripts
``10<sup>2.7</sup>``                      ``10^(2.7)``      what Unicode has no superscript for
``4<sup>th</sup>``, ``X<sup>®</sup>``     ``4th``, ``X®``   ordinals and marks join what they follow
``5.3<sup>a</sup>``                       ``5.3^a``         a footnote's letter, or a letter as exponent
``<sup>18</sup>F``                        ``18F``           an isotope is written on the line
``25(OH)D<sub>3</sub>``                   ``25(OH)D3``      an index joins the word it follows ...
``10<sub>2</sub>``, ``T<sub>-1</sub>``    ``10₂``, ``T₋₁``  ... unless that would make another number
``<mfrac>`` a b, ``<msup>`` 10 -3         ``a/b``,          formulas on one line, as typed
                                          ``10^(-3)``
========================================= ================= ============================================
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from lxml import etree

from curbside.literature.publication import Deletion, Publication, Record, Unreadable
from curbside.literature.text import fold

Element = etree._Element

_CHUNK_BYTES = 64 * 1024
_LONGEST_PROLOG_BYTES = 1024 * 1024


class Flawed(Exception):
    """A record that is well-formed XML and yet no publication; the message says why, as a clause."""


class _BrokenOff(Exception):
    """The bytes of a file that go no further; the message says why, as a clause."""


# --- records of a file ---------------------------------------------------------------------------------


def records(
    path: Path, *, tags: tuple[str, ...], read: Callable[[Element], Iterator[Record]]
) -> Iterator[Record]:
    """What ``read`` makes of each outermost element named in ``tags``, in file order.

    ``tags`` may use lxml's ``{*}name`` for any namespace. An element is gone from memory as soon as it
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
                if isinstance(record, Publication | Deletion):
                    last = record.id
                yield record
        except Flawed as flaw:
            yield Unreadable(where=where, reason=str(flaw))
        except RecursionError:
            yield Unreadable(where=where, reason="its markup is nested deeper than any text needs")
        _forget(item)


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is None:
        return
    while parent[0] is not element:
        del parent[0]


def _elements(path: Path, tags: tuple[str, ...]) -> Iterator[Element | _BrokenOff]:
    """The outermost elements named in ``tags`` as each one ends; at the end, why the file breaks off."""
    names = {tag.rpartition("}")[2] for tag in tags}
    parser = etree.XMLPullParser(
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        recover=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        for chunk in _screened(_bytes_of(path)):
            parser.feed(chunk)
            yield from _ended(parser, names)
        parser.close()
    except _BrokenOff as end:
        yield from _ended(parser, names)
        yield end
    except etree.XMLSyntaxError as error:
        yield from _ended(parser, names)
        yield _BrokenOff(f"the XML breaks off or is damaged: {error.msg}")


def _ended(parser: etree.XMLPullParser, names: set[str]) -> Iterator[Element]:
    for _, element in parser.read_events():
        if isinstance(element, Element) and not _is_inside(element, names):
            yield element


def _is_inside(element: Element, names: set[str]) -> bool:
    parent = element.getparent()
    return parent is not None and name_of(parent) in names


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
                plain = member.decompress(rest, _CHUNK_BYTES * 4)
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
    return name.rpartition(":")[2]


# --- markup as text ------------------------------------------------------------------------------------

# XML cannot contain these characters, so no text can be taken for one of them.
_SUP, _SUP_END, _SUB, _SUB_END, _CITED, _NAMED, _NAMED_END, _JOINT = map(chr, range(1, 9))

_Pieces = list[str]


def name_of(element: Element) -> str:
    """An element's name without its namespace; empty for a comment, a processing instruction, an entity."""
    tag: object = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    """Everything an element says, on one line, folded, with the table of this module's docstring applied.

    Citation markers (``xref`` of type ``bibr``) go, with the brackets they empty. What is set apart from
    the running text (tables, figures, footnotes, boxes) is left out: `curbside.literature.readers.jats`
    reads those on their own.
    """
    if not len(element):
        text = element.text or ""
        return _folded_name(text) if len(text) <= _LONGEST_NAME else _folded(text)
    pieces: _Pieces = []
    _flow(element, pieces)
    return folded(_typeset("".join(pieces)))


def folded(text: str) -> str:
    """`fold`, without the work where there is none to do, which is nearly everywhere."""
    return _folded_name(text) if len(text) <= _LONGEST_NAME else _folded(text)


def _folded(text: str) -> str:
    if (
        text.isprintable()  # so: no control character, and no white space but the space
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and unicodedata.is_normalized("NFC", text)
    ):
        return text
    return fold(text)


# Authors, journals, headings and languages come again and again: remembering them is quicker than looking
# at them, and a million records share one string.
_LONGEST_NAME = 40
_folded_name = lru_cache(maxsize=1 << 14)(_folded)


def _flow(element: Element, pieces: _Pieces) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        _inline(child, pieces)
        if child.tail:
            pieces.append(child.tail)


def _inline(element: Element, pieces: _Pieces) -> None:
    if isinstance(element, etree._Entity):
        pieces.append(html.unescape(element.text or ""))
        return
    name = name_of(element)
    if name:
        _INLINE.get(name, _flow)(element, pieces)


def _raised(element: Element, pieces: _Pieces) -> None:
    _between(_SUP, _SUP_END, element, pieces)


def _lowered(element: Element, pieces: _Pieces) -> None:
    _between(_SUB, _SUB_END, element, pieces)


def _block(element: Element, pieces: _Pieces) -> None:
    _between(" ", " ", element, pieces)


def _between(before: str, after: str, element: Element, pieces: _Pieces) -> None:
    pieces.append(before)
    _flow(element, pieces)
    pieces.append(after)


def _nothing(_: Element, pieces: _Pieces) -> None:
    pieces.append(" ")


_LONGEST_MARKER = 80
_MARKER = re.compile(r"[\d\s,;*†‡§\[\]()–—-]*[a-z]?[\])]*")
_YEAR = re.compile(r"\W*(?:19|20)\d\d[a-z]?\W*")
_NOTE_NUMBER = re.compile(r"\d+(?:\s*,\s*\d+)*")


def _xref(element: Element, pieces: _Pieces) -> None:
    """A cross-reference: to the reference list, to a footnote, or to something with a name of its own."""
    own: _Pieces = []
    _flow(element, own)
    text = "".join(own)
    bare = text.translate(_NO_MARKS).strip()
    kind = element.get("ref-type")
    if kind == "bibr":
        is_number = len(bare) < _LONGEST_MARKER and _MARKER.fullmatch(bare) and not _YEAR.fullmatch(bare)
        pieces.append(_CITED if is_number else f"{_NAMED}{text}{_NAMED_END}")
    elif kind in ("table-fn", "fn") and _NOTE_NUMBER.fullmatch(bare):
        # "5.3" with a raised note number 1 must become neither 5.31 nor 5.3¹.
        pieces.append(f" [note {bare}] ")
    elif kind in ("table-fn", "fn") and not _is_raised(element, text):
        # "Haemoglobin" with a note a, raised or not, must not become a word that nobody looks for.
        pieces.append(f"{_SUP}{text}{_SUP_END}")
    else:
        pieces.append(text)


def _is_raised(element: Element, text: str) -> bool:
    parent = element.getparent()
    return _SUP in text or (parent is not None and name_of(parent) == "sup")


def _math(element: Element, pieces: _Pieces) -> None:
    pieces += (_JOINT, _formula(element), _JOINT)


_ALTERNATIVES = ("math", "table", "textual-form", "tex-math", "preformat", "code")


def _alternatives(element: Element, pieces: _Pieces) -> None:
    """Several forms of one thing: the first that can be read as text."""
    by_name = {name_of(child): child for child in reversed(element)}
    chosen = next((by_name[name] for name in _ALTERNATIVES if name in by_name), None)
    if chosen is not None:
        _inline(chosen, pieces)


_TEX_PREAMBLE = re.compile(r".*\\begin\{document\}|\\end\{document\}.*", re.DOTALL)


def _tex(element: Element, pieces: _Pieces) -> None:
    """TeX as its author typed it, without what surrounds it: it stays exact, if less pretty."""
    source = _TEX_PREAMBLE.sub("", "".join(map(str, element.itertext())))
    pieces.append(source.replace("$", "").strip())


def _formula_element(element: Element, pieces: _Pieces) -> None:
    """A formula in running text. One that is only a picture leaves a trace: something stood there."""
    own: _Pieces = []
    _flow(element, own)
    pieces.append("".join(own) if "".join(own).strip() else "[formula]")


def _display_formula(element: Element, pieces: _Pieces) -> None:
    pieces.append(" ")
    _formula_element(element, pieces)
    pieces.append(" ")


_APART = (
    "table-wrap table-wrap-group fig fig-group boxed-text supplementary-material fn fn-group graphic media "
    "inline-graphic inline-supplementary-material object-id alt-text long-desc permissions attrib "
    "private-char processing-meta sec-meta"
)
_BLOCKS = (
    "p break hr title subtitle trans-title list list-item def-list def-item def term disp-quote speech "
    "statement verse-group verse-line sec td th tr label caption div array preformat"
)

_INLINE: dict[str, Callable[[Element, _Pieces], None]] = {
    **dict.fromkeys(_APART.split(), _nothing),
    **dict.fromkeys(_BLOCKS.split(), _block),
    "sup": _raised,
    "sub": _lowered,
    "xref": _xref,
    "math": _math,
    "alternatives": _alternatives,
    "tex-math": _tex,
    "inline-formula": _formula_element,
    "disp-formula": _display_formula,
}


# --- formulas ------------------------------------------------------------------------------------------

_SPACED_OPERATORS = frozenset("+-−=<>≤≥≠≈≅≡±∓×·÷∼~→←⇒∈∪∩∧∨|")
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_ACCENTS = {
    **dict.fromkeys("¯‾_", "\u0304"),
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜", "\u0303"),
    **dict.fromkeys(".˙", "\u0307"),
    "→": "\u20d7",
}
_ATOM = re.compile(r"(?:[^\W_][\u0300-\u036f\u20d7]*)+(?:\.\d+)?|.")


def _formula(element: Element) -> str:
    """Presentation MathML on one line. An element it does not know reads as its parts in order."""
    return _FORMULA.get(name_of(element), _row)(element)


def _parts(element: Element) -> list[str]:
    return [_formula(child) for child in element if name_of(child)]


def _row(element: Element) -> str:
    """Parts side by side: a space about an operator between two operands, and between two parts that
    would run together into one number or one script."""
    line, scripted = "", False
    for child in element:
        part = _formula(child)
        if not part:
            continue
        follows_operand = line[-1:] not in ("", "(", "[", ",", " ")
        if part in _SPACED_OPERATORS and follows_operand:
            line += f" {part} "
        elif line[-1:].isalnum() and (part[0].isdigit() or (scripted and part[0].isalnum())):
            line += f" {part}"
        else:
            line += part
        scripted = not {"^", "_", "/"}.isdisjoint(part)
    return " ".join(line.split())


def _token(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext(with_tail=False))).translate(_INVISIBLE).split())


def _text_token(element: Element) -> str:
    return f" {_token(element)} "


def _space(_: Element) -> str:
    return " "


def _unseen(_: Element) -> str:
    return ""


def _first_part(element: Element) -> str:
    return next(iter(_parts(element)), "")


def _fraction(element: Element) -> str:
    return "/".join(map(_grouped, _parts(element)))


def _with_scripts(*signs: str) -> Callable[[Element], str]:
    """A reader of a base followed by scripts, each written after its sign, as ``x_i^2``."""

    def scripted(element: Element) -> str:
        base, *scripts = _parts(element) or [""]
        pairs = zip(signs, scripts, strict=False)
        return _grouped(base) + "".join(f"{sign}{_grouped(script)}" for sign, script in pairs if script)

    return scripted


def _over(element: Element) -> str:
    """An accent (x̄) becomes part of its letter; any other thing above is an upper bound."""
    parts = _parts(element)
    if len(parts) == 2 and len(parts[0]) == 1 and parts[1] in _ACCENTS:
        return parts[0] + _ACCENTS[parts[1]]
    return _with_scripts("^")(element)


def _root(element: Element) -> str:
    return f"√({_row(element)})"


def _nth_root(element: Element) -> str:
    base, *degree = _parts(element) or [""]
    return f"{_grouped(base)}^(1/{_grouped(''.join(degree))})"


def _fenced(element: Element) -> str:
    separator = (element.get("separators", ",") or " ")[0]
    return f"{element.get('open', '(')}{f'{separator} '.join(_parts(element))}{element.get('close', ')')}"


def _table(element: Element) -> str:
    return "; ".join(_parts(element))


def _table_row(element: Element) -> str:
    return " ".join(part for part in _parts(element) if part)


def _grouped(part: str) -> str:
    """A part as an operand: in brackets, unless it is one number, one name or bracketed already."""
    part = part.strip()
    bracketed = part[:1] == "(" and part[-1:] == ")" and part.count("(") == 1
    return part if bracketed or not part or _ATOM.fullmatch(part) else f"({part})"


_FORMULA: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("mi", "mn", "mo", "ms"), _token),
    "mtext": _text_token,
    "mspace": _space,
    **dict.fromkeys(("mphantom", "annotation", "annotation-xml", "none", "mprescripts", ""), _unseen),
    **dict.fromkeys(("semantics", "maction"), _first_part),
    "mfrac": _fraction,
    "msup": _with_scripts("^"),
    "msub": _with_scripts("_"),
    "msubsup": _with_scripts("_", "^"),
    "munder": _with_scripts("_"),
    "munderover": _with_scripts("_", "^"),
    "mover": _over,
    "msqrt": _root,
    "mroot": _nth_root,
    "mfenced": _fenced,
    "mtable": _table,
    **dict.fromkeys(("mtr", "mlabeledtr"), _table_row),
}


# --- typography ----------------------------------------------------------------------------------------

_NO_MARKS = dict.fromkeys(range(1, 9))
_SUPERSCRIPTS = str.maketrans("0123456789+-−–()=n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾⁼ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−–()=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎₌")
_SCRIPT = re.compile(r"[+−–-]?\d+|\d*[+−–-]|n")
_JOINED = re.compile(r"st|nd|rd|th|TM|SM|[*†‡§¶‖#®™©°′″∗•, ]+")
_ISOTOPE = re.compile(r"[123](?=H)|\d{2,3}m?(?=[A-Z][a-z]?(?![a-z]))")
_MARKED = re.compile(f"[{_SUP}{_SUB}][^{_SUP}-{_SUB_END}]*[{_SUP_END}{_SUB_END}]")


def _typeset(text: str) -> str:
    """Marked-up text with its marks turned into characters, from the innermost outwards."""
    text = " ".join(text.split())
    if _CITED in text or _NAMED in text:
        text = _without_citations(text)
    while (typeset := _MARKED.sub(_script, text)) != text:
        text = typeset
    # A formula beside a digit or a letter must not grow into it.
    return re.sub(rf"(?<=\w){_JOINT}(?=\w)", " ", text)


def _script(found: re.Match[str]) -> str:
    start, end = found.span()
    before, after = found.string[max(0, start - 2) : start], found.string[end : end + 3].translate(_NO_MARKS)
    raw = found[0][1:-1]
    inner = raw.strip()
    if not inner:
        return raw
    script = _superscript if found[0][0] == _SUP else _subscript
    # Space at the end parts two words; at the start it would part the script from what it belongs to.
    return script(before, inner, after) + raw[len(raw.rstrip()) :]


def _superscript(before: str, inner: str, after: str) -> str:
    opens_word = before[-1:] in ("", " ", "(", "[", "{", "/", "–", "-")
    if opens_word and (isotope := _ISOTOPE.match(inner + after)) and isotope[0] == inner:
        return inner
    if _SCRIPT.fullmatch(inner):
        return inner.translate(_SUPERSCRIPTS)
    if _JOINED.fullmatch(inner):
        return inner
    if inner == "o" and before[-1:].isdigit():
        return "°"  # 37 with a raised letter is how many a manuscript writes degrees.
    if inner.startswith("[note "):
        return f" {inner}"
    if opens_word:
        # A note's own mark: "a" raised before "P < 0.05" must not become the word "aP".
        return f"{inner} " if after[:1].isalnum() else inner
    return f"^{inner}" if len(inner) == 1 else f"^({_unbracketed(inner)})"


def _subscript(before: str, inner: str, after: str) -> str:
    grows_left = inner[0].isdigit() and re.search(r"\d[.,]?$", before)
    grows_right = inner[-1].isdigit() and re.match(r"[.,]?\d", after)
    signed = inner[0] in "+-−–"
    if not (grows_left or grows_right or signed):
        return inner
    return inner.translate(_SUBSCRIPTS) if _SCRIPT.fullmatch(inner) else f"_({_unbracketed(inner)})"


def _unbracketed(text: str) -> str:
    is_whole = text[:1] == "(" and text[-1:] == ")" and text.count("(") == text.count(")") == 1
    return text[1:-1] if is_whole else text


# --- citation markers ----------------------------------------------------------------------------------

_ITEM = f"(?:{_CITED}|{_NAMED}[^{_NAMED}{_NAMED_END}]*{_NAMED_END})"
_LIST = rf"(?:\d{{1,3}} ?[,;–—-] ?)*{_ITEM}(?: ?(?:[,;–—-]|and|&)? ?{_ITEM}| ?[,;–—-] ?\d{{1,3}}(?!\d))*"
_CUE = r"(?:(?:see|see also|e\.g\.|i\.e\.|cf\.?|reviewed in|refs?\.?|references?),? ?)?"
_CITATIONS_ALONE = re.compile(
    rf"{_SUP} ?[\[(]? ?{_LIST} ?[\])]?[ ,;]*{_SUP_END}|\[ ?{_CUE}{_LIST} ?\]|\( ?{_CUE}{_LIST} ?\)"
    # Separators raised on their own, and the end of a range that nobody tagged. After a digit the range
    # is the author's, as in "5 to 7", and stays.
    rf"|{_CITED}{_SUP} ?[,;–—-]+ ?(?:\d{{1,3}})? ?{_SUP_END}"
    rf"|(?<!\d)(?<!\d ){_CITED}[–—-]\d{{1,3}}(?![\d.%])"
)
_CITATION_RUN = re.compile(f"{_CITED}(?: ?(?:[,;–—-]|and|&)? ?{_CITED})+")
_DEEPEST_BRACKETS = 3
_AFTER_BRACKET = re.compile(rf"([\[(]) ?{_CITED}[ ,;]*")
_BEFORE_BRACKET = re.compile(rf"(?<![ ,;])[ ,;]*+{_CITED} ?([\])])")
_GAP = re.compile(rf"(.?)( ?){_CITED}( ?)(?=(.?))", re.DOTALL)


def _without_citations(text: str) -> str:
    """Text without its numbered citation markers, and without brackets that held nothing else.

    An author and year that are part of the sentence ("Smith 2004 found") stay. So does no digit of a
    range half tagged: what is left of "[1-3]" must not read as minus three.
    """
    for _ in range(_DEEPEST_BRACKETS):
        text = _CITATION_RUN.sub(_CITED, _CITATIONS_ALONE.sub(_CITED, text))
    text = re.sub(f"[{_NAMED}{_NAMED_END}]", "", text)
    text = _BEFORE_BRACKET.sub(r"\1", _AFTER_BRACKET.sub(r"\1", text))
    return _GAP.sub(_closed, text)


def _closed(found: re.Match[str]) -> str:
    """What a marker leaves: nothing before a stop, else the space that parts its neighbours."""
    left, space_before, space_after, right = found.groups()
    if not right or right in ".,;:!?)]":
        return left
    parted = space_before or space_after or (right.isalnum() and (left.isalnum() or left in ".,;:)]"))
    return f"{left} " if parted else left
