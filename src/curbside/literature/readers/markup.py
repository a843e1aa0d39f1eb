"""Markup as readable text: inline elements, cross-references and formulas of JATS and MEDLINE on one line.

What stands above or below the line is set by the rule of `curbside.literature.readers.notation`. A formula
reads as it would be typed: ``<mfrac>`` a b is ``a/b``, ``<msup>`` 10 -3 is ``10^(-3)``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from curbside.literature.readers.notation import (
    NO_MARKS,
    SUP,
    SUP_END,
    lowered,
    raised,
    typeset_marked,
)
from curbside.literature.readers.xml import Element, name_of
from curbside.literature.text import fold

# Marks of this module's own, beside those of notation: XML cannot contain these characters.
_CITED, _NAMED, _NAMED_END, _JOINT = map(chr, range(5, 9))

_Pieces = list[str]


def text_of(element: Element) -> str:
    """Everything an element says, on one line, folded, with what is raised or lowered set in plain characters.

    Citation markers (``xref`` of type ``bibr``) go, with the brackets they empty. What is set apart from
    the running text (tables, figures, footnotes, boxes) is left out: `curbside.literature.readers.jats`
    reads those on their own.
    """
    if not len(element):
        text = element.text or ""
        return _folded_name(text) if len(text) <= _LONGEST_NAME else fold(text)
    pieces: _Pieces = []
    _flow(element, pieces)
    return folded(_on_one_line("".join(pieces)))


# Authors, journals, headings and languages come again and again: remembering them is quicker than looking
# at them, and a million records share one string.
_LONGEST_NAME = 40
_folded_name = lru_cache(maxsize=1 << 14)(fold)


def folded(text: str) -> str:
    """`fold`, which remembers short texts."""
    return _folded_name(text) if len(text) <= _LONGEST_NAME else fold(text)


def _on_one_line(text: str) -> str:
    """Marked-up text with its marks turned into characters."""
    text = " ".join(text.split())
    if _CITED in text or _NAMED in text:
        text = _without_citations(text)
    # A formula beside a digit or a letter must not grow into it.
    return re.sub(rf"(?<=\w){_JOINT}(?=\w)", " ", typeset_marked(text))


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


def _sup(element: Element, pieces: _Pieces) -> None:
    pieces.append(raised(_marked_text(element)))


def _sub(element: Element, pieces: _Pieces) -> None:
    pieces.append(lowered(_marked_text(element)))


def _block(element: Element, pieces: _Pieces) -> None:
    pieces.append(" ")
    _flow(element, pieces)
    pieces.append(" ")


def _marked_text(element: Element) -> str:
    own: _Pieces = []
    _flow(element, own)
    return "".join(own)


def _nothing(_: Element, pieces: _Pieces) -> None:
    pieces.append(" ")


_LONGEST_MARKER = 80
_MARKER = re.compile(r"[\d\s,;*†‡§\[\]()–—-]*[a-z]?[\])]*")
_YEAR = re.compile(r"\W*(?:19|20)\d\d[a-z]?\W*")
_NOTE_NUMBER = re.compile(r"\d+(?:\s*,\s*\d+)*")


def _xref(element: Element, pieces: _Pieces) -> None:
    """A cross-reference: to the reference list, to a footnote, or to something with a name of its own."""
    text = _marked_text(element)
    bare = text.translate(NO_MARKS).strip()
    kind = element.get("ref-type")
    if kind == "bibr":
        is_number = len(bare) < _LONGEST_MARKER and _MARKER.fullmatch(bare) and not _YEAR.fullmatch(bare)
        pieces.append(_CITED if is_number else f"{_NAMED}{text}{_NAMED_END}")
    elif kind in ("table-fn", "fn") and _NOTE_NUMBER.fullmatch(bare):
        # "5.3" with a raised note number 1 must become neither 5.31 nor 5.3¹.
        pieces.append(f" [note {bare}] ")
    elif kind in ("table-fn", "fn") and not _is_raised(element, text):
        # "Haemoglobin" with a note a, raised or not, must not become a word that nobody looks for.
        pieces.append(raised(text))
    else:
        pieces.append(text)


def _is_raised(element: Element, text: str) -> bool:
    parent = element.getparent()
    return SUP in text or (parent is not None and name_of(parent) == "sup")


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
    text = _marked_text(element)
    pieces.append(text if text.strip() else "[formula]")


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
    "sup": _sup,
    "sub": _sub,
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


# --- citation markers ----------------------------------------------------------------------------------

_ITEM = f"(?:{_CITED}|{_NAMED}[^{_NAMED}{_NAMED_END}]*{_NAMED_END})"
_LIST = rf"(?:\d{{1,3}} ?[,;–—-] ?)*{_ITEM}(?: ?(?:[,;–—-]|and|&)? ?{_ITEM}| ?[,;–—-] ?\d{{1,3}}(?!\d))*"
_CUE = r"(?:(?:see|see also|e\.g\.|i\.e\.|cf\.?|reviewed in|refs?\.?|references?),? ?)?"
_CITATIONS_ALONE = re.compile(
    rf"{SUP} ?[\[(]? ?{_LIST} ?[\])]?[ ,;]*{SUP_END}|\[ ?{_CUE}{_LIST} ?\]|\( ?{_CUE}{_LIST} ?\)"
    # Separators raised on their own, and the end of a range that nobody tagged. After a digit the range
    # is the author's, as in "5 to 7", and stays.
    rf"|{_CITED}{SUP} ?[,;–—-]+ ?(?:\d{{1,3}})? ?{SUP_END}"
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
