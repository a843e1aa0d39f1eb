"""What stands above or below the line, in plain characters: one rule for every format.

A number must read as its author meant it. ``10<sup>-3</sup>`` with its tags dropped is ``10-3``, and
``2.5<sup>12</sup>`` is ``2.512``: another number. So typography that carries meaning is kept:

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
========================================= ================= ============================================

A reader hands over runs of characters (`typeset`), or marks them in its text as it goes along (`raised`,
`lowered`, `typeset_marked`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from itertools import groupby


class Script(Enum):
    """Where a run of characters stands."""

    ON_THE_LINE = auto()
    ABOVE = auto()
    BELOW = auto()


Run = tuple[str, Script]

# Nothing that is read keeps these characters, so no text can be taken for one of them.
SUP, SUP_END, SUB, SUB_END = map(chr, range(1, 5))
_MARKS = {
    Script.ON_THE_LINE: "{}",
    Script.ABOVE: f"{SUP}{{}}{SUP_END}",
    Script.BELOW: f"{SUB}{{}}{SUB_END}",
}
NO_MARKS = dict.fromkeys(range(1, 9))
"""For `str.translate`: text without any mark, these and those `curbside.literature.readers.markup` adds."""


def typeset(runs: Iterable[Run]) -> str:
    """One text of the runs, on one line. Neighbours that stand alike are one run."""
    joined = (
        _MARKS[script].format("".join(text for text, _ in group).translate(NO_MARKS))
        for script, group in groupby(runs, key=lambda run: run[1])
    )
    return typeset_marked(" ".join("".join(joined).split()))


def raised(text: str) -> str:
    """Text marked as standing above the line."""
    return _MARKS[Script.ABOVE].format(text)


def lowered(text: str) -> str:
    """Text marked as standing below the line."""
    return _MARKS[Script.BELOW].format(text)


_SUPERSCRIPTS = str.maketrans("0123456789+-−–()=n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾⁼ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−–()=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎₌")
_SCRIPT = re.compile(r"[+−–-]?\d+|\d*[+−–-]|n")
_JOINED = re.compile(r"st|nd|rd|th|TM|SM|[*†‡§¶‖#®™©°′″∗•, ]+")
_ISOTOPE = re.compile(r"[123](?=H)|\d{2,3}m?(?=[A-Z][a-z]?(?![a-z]))")
_MARKED = re.compile(f"[{SUP}{SUB}][^{SUP}-{SUB_END}]*[{SUP_END}{SUB_END}]")


def typeset_marked(text: str) -> str:
    """Marked text with its marks turned into characters, from the innermost outwards."""
    while (typeset := _MARKED.sub(_script, text)) != text:
        text = typeset
    return text


def _script(found: re.Match[str]) -> str:
    start, end = found.span()
    before = found.string[max(0, start - 5) : start].translate(NO_MARKS)
    after = found.string[end : end + 3].translate(NO_MARKS)
    raw = found[0][1:-1]
    inner = raw.strip()
    if not inner:
        return raw
    script = _superscript if found[0][0] == SUP else _subscript
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
