"""Short forms where a text defines them: "aromatase inhibitors (AIs)", "AIs (aromatase inhibitors)".

A definition leans on a bracket, round or square. The short form stands in it and the long form before it, or the other
way about, or both stand in it; `curbside.terminology.alignment` decides whether they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from curbside.terminology.alignment import PRICES, SMALL_WORDS, Prices, aligned, symbols

_BRACKET: Final = re.compile(r"[()\[\]]")
_CLOSES: Final = {")": "(", "]": "["}
_ASIDE: Final = re.compile(r"[;,:]\s+|\s+=\s*|\s+(?:and|or)\s+")
_LEAD: Final = re.compile(
    r"(?:(?:hereafter|hereinafter|henceforth|abbreviated|designated|termed|called|named|referred|denoted|known|"
    r"or|i\.e\.,?|ie,?|the|as|to|so-called|also|here)\s+)+",
    re.IGNORECASE,
)
_QUOTES: Final = "\"'“”‘’"
_BOUNDARY: Final = re.compile(rf"[.!?][{_QUOTES}]?\s+(?=[A-Z\"'(\[])|\n|[;:]\s|—|”\s")
_JOINING: Final = re.compile(r"(?:[\s,]+(?:and|or|by|with|from|using|versus|vs\.?|the|a|an))*[\s,]*$")
_EARLIER_GROUP: Final = re.compile(r"(?<![^\s(\[])[(\[](?:[^()\[\]]|\([^()]*\))*[)\]](?![\w-])")
_WORD: Final = re.compile(r"\S+")

_SHORT: Final = re.compile(r"[\w\[(+-]\S*(?:\s\S+){0,2}")
_NOT_SHORT: Final = re.compile(
    r"[<>=≤≥%±×·]"  # a comparison or a figure
    r"|^[\d.,/]+\s|\s\d+[.,]\d+$|^[\d\W]+$"  # a dose, a number
    r"|^[a-z]$|^[ivx]+$"  # an item of a list
    r"|^[^.]*\.$"  # a word cut short
    r"|^(?:e\.?g|i\.?e|i\.?[vmp]|etc|al|vs|cf|ref|see|and|or|no|yes|all|both|age|men|not|USA|UK)\b"
    r"|^(?:n|N|p|P|r|Fig|Table)\.?\s"
)
_PLAIN_WORD: Final = re.compile(
    r"(?<![\w.])(?!(?:alpha|beta|gamma|delta|kappa|omega|sigma)\b)[A-Za-z][a-z]{3,}(?![\w(])"
)
_TAIL: Final = re.compile(r"(?<=[A-Z])[ -]([a-z]{3,})$")
_SPECIES: Final = re.compile(r"[A-Z]\. ?[a-z]+")
_PREFIXED: Final = re.compile(r"[a-z]+-\S*[A-Z]\S*")
_STATISTIC: Final = re.compile(r"[A-Za-z]\s*[=<>≤≥]")

_FIGURE: Final = re.compile(r"\d+[.,·]\d+")

_LONGEST_SHORT: Final = 24
_LONGEST_GROUP: Final = 300
_LONGEST_LONG: Final = 240
_LONGEST_WORD: Final = 24


_SHORTEST_PLURAL: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A short form and the long form a text gives it; ``text[start:end] == long``."""

    short: str
    long: str
    start: int
    end: int


class _Part(NamedTuple):
    """What stands in a bracket between commas and the like."""

    start: int
    text: str


def in_the_singular(short: str, long: str) -> tuple[str, str]:
    """``AIs`` and ``aromatase inhibitors`` as ``AI`` and ``aromatase inhibitor``; what is no plural as it is."""
    if len(short) > _SHORTEST_PLURAL and short[:-1].isupper() and short.endswith("s") and long.endswith("s"):
        return short[:-1], long if long.endswith(("ss", "us", "is")) else long[:-1]
    return short, long


def in_the_plural(long: str) -> str:
    """A long form of which there are several: acute kidney injuries, total knee arthroplasties."""
    if long.endswith("y") and long[-2:-1] not in "aeiou":
        return f"{long[:-1]}ies"
    if long.endswith("is"):
        return f"{long[:-2]}es"
    return long if long.endswith("s") else f"{long}s"


def definitions_in(text: str, *, prices: Prices = PRICES) -> tuple[Definition, ...]:
    """The definitions of a text, in the order of their long forms. Empty when there are none.

    The same pair is there once for each place that defines it.
    """
    if "(" not in text and "[" not in text:
        return ()
    finder = _Finder(text, prices)
    found = {
        (one.start, one.end, one.short): one for group in _groups(text) for one in finder.defined_by(*group)
    }
    return tuple(found[place] for place in sorted(found))


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Where each bracket opens and closes, the inner ones first."""
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if bracket[0] in "([":
            opened.append(bracket.start())
        elif opened and text[opened[-1]] == _CLOSES[bracket[0]]:
            yield opened.pop(), bracket.start()


class _Finder:
    """A text in which definitions are looked for."""

    def __init__(self, text: str, prices: Prices) -> None:
        self._text = text
        self._prices = prices

    def defined_by(self, opened: int, closed: int) -> list[Definition]:
        """What the bracket between two places defines, one way or the other."""
        if not 1 < closed - opened <= _LONGEST_GROUP:
            return []
        parts = list(self._parts(opened + 1, closed))
        found = list(self._before(opened, parts))
        if not found and len(parts) > 1:
            found = list(self._within(parts))
        if not found and opened and closed - opened > 5:
            found = list(self._after_short(opened, parts, closed))
        return found

    def _parts(self, start: int, end: int) -> Iterator[_Part]:
        at = start
        while at < end:
            aside = _ASIDE.search(self._text, at, end)
            until = aside.start() if aside else end
            yield self._part(at, until)
            at = aside.end() if aside else end

    def _part(self, start: int, end: int) -> _Part:
        lead = _LEAD.match(self._text, start, end)
        start = lead.end() if lead else start
        while start < end and (self._text[start].isspace() or self._text[start] in _QUOTES):
            start += 1
        return _Part(start, self._text[start:end].rstrip(_QUOTES + " \n\t"))

    def _before(self, opened: int, parts: list[_Part]) -> Iterator[Definition]:
        """long form (SHORT), long form (SHORT, SHORT)."""
        end = opened
        for part in reversed(parts):
            if not _may_be_short(part.text) or _STATISTIC.match(self._text, part.start):
                continue
            if part is not parts[0] and not part.text[:1].isalpha():
                continue
            found = self._long_form(part.text, 0, opened)
            if found is None and end < opened:
                found = self._long_form(part.text, 0, end)
            if found:
                end = self._joined_until(found.start)
                yield found

    def _joined_until(self, start: int) -> int:
        """Where the words end that "by", "and" and the like join to what starts here."""
        low = max(0, start - _LONGEST_WORD)
        joining = _JOINING.search(self._text[low:start])
        return low + joining.start() if joining else start

    def _within(self, parts: list[_Part]) -> Iterator[Definition]:
        """(long form, SHORT), (SHORT, long form), (SHORT = long form; SHORT = long form)."""
        for part, following in pairwise(parts):
            # Initials, as of authors, are no short forms.
            if (
                "." not in following.text
                and _may_be_short(following.text)
                and len(part.text) > len(following.text)
            ):
                found = self._long_form(following.text, part.start, part.start + len(part.text))
            elif _is_short(part.text):
                is_equal = "=" in self._text[part.start + len(part.text) : following.start]
                found = self._whole(part.text, following, share=1.0 if is_equal else 0.5)
            else:
                continue
            if found:
                yield found

    def _after_short(self, opened: int, parts: list[_Part], closed: int) -> Iterator[Definition]:
        """SHORT (long form)."""
        words = self._text[max(0, opened - _LONGEST_SHORT) : opened].split()
        short = words[-1].strip(_QUOTES + "([,;:") if words else ""
        # With a full stop they are somebody's initials.
        if len(short) > 1 and "." not in short and _is_short(short):
            semicolon = self._text.find("; ", opened, closed)
            whole = self._part(opened + 1, closed if semicolon < 0 else semicolon)
            found = self._whole(short, whole) or self._whole(short, parts[0])
            if found:
                yield found

    def _whole(self, short: str, part: _Part, *, share: float = 0.5) -> Definition | None:
        """The part as the long form from its first letter to its last, for a share of what may else be paid."""
        first = part.text[:1].lower()
        if not first or (first.isascii() and first.isalpha() and first not in short.lower()):
            return None
        found = aligned(short, part.text, prices=self._prices)
        if (
            found is None
            or found.start
            or found.price > share * self._prices.limit(short, len(symbols(short)))
        ):
            return None
        return self._definition(short, part.start, part.start + len(part.text))

    def _long_form(self, short: str, low: int, end: int) -> Definition | None:
        """The long form that ends where these words do, and begins no earlier than ``low``."""
        letters = sum(map(str.isalnum, short))
        most = min(letters + 5, 2 * letters + 1)
        low = self._word_start(max(low, end - min(_LONGEST_WORD * most, _LONGEST_LONG)))
        window = self._text[low:end].rstrip(_QUOTES + " \t\n\r,")
        tail = _shared_tail(short, window)
        # Half a word defines nothing: "dimethyl- (DMP) and diethyl-phthalate".
        if window.endswith("-") or not (tail or _is_short(short)):
            return None
        head, start, words = short[: -tail or None], *_last_words(window[: -tail or None], most)
        found = aligned(head, words, prices=self._prices)
        if found is None or (tail and head in words.split()):
            return None
        begin = _trimmed(window, start + found.start, start + found.first)
        return self._definition(short, low + begin, low + len(window))

    def _word_start(self, at: int) -> int:
        """The start of the word that begins here or next."""
        while 0 < at < len(self._text) and self._text[at - 1].isalnum():
            at += 1
        return at

    def _definition(self, short: str, start: int, end: int) -> Definition | None:
        long = self._text[start:end]
        return Definition(short=short, long=long, start=start, end=end) if _is_long_for(short, long) else None


def _may_be_short(text: str) -> bool:
    return bool(_is_short(text) or (len(text) <= _LONGEST_SHORT and _TAIL.search(text)))


@lru_cache(maxsize=1 << 12)
def _is_short(text: str) -> bool:
    if not 0 < len(text) <= _LONGEST_SHORT or not _SHORT.fullmatch(text) or _NOT_SHORT.search(text):
        return False
    if not any(one.isalpha() for one in text):
        return False
    is_one_word = len(text) <= 4 and text.isalpha()
    return (
        is_one_word
        or not _PLAIN_WORD.search(text)
        or bool(_SPECIES.fullmatch(text) or _PREFIXED.fullmatch(text))
    )


def _shared_tail(short: str, words: str) -> int:
    """The length of the word that a short form keeps whole: "exit site (E site)", "epsilometer test (E-test)"."""
    tail = _TAIL.search(short)
    return len(tail[0]) if tail and words.endswith((f" {tail[1]}", f"-{tail[1]}")) else 0


def _last_words(window: str, most: int) -> tuple[int, str]:
    """Where the last words of the sentence begin, and they themselves; what earlier brackets hold is blank.

    It belongs to the long form before it, not to the one that is looked for.
    """
    start = max((boundary.end() for boundary in _BOUNDARY.finditer(window)), default=0)
    clear = _EARLIER_GROUP.sub(lambda group: " " * len(group[0]), window)
    words = [word.start() for word in _WORD.finditer(clear, start)]
    if len(words) > most:
        start = words[-most]
    return start, clear[start:]


def _trimmed(window: str, begin: int, first: int) -> int:
    """Where the long form begins, past signs and past brackets that open or close nothing in it."""
    opened: list[int] = []
    for bracket in _BRACKET.finditer(window, begin):
        at = bracket.start()
        if bracket[0] in "([":
            opened.append(at)
        elif opened:
            opened.pop()
        elif at < first:
            begin = at + 1
    begin = max([begin, *(at + 1 for at in opened if at < first)])
    while begin < first and not window[begin].isalnum() and window[begin] not in "([":
        begin += 1
    return begin


def _is_long_for(short: str, long: str) -> bool:
    """Is it longer, a single word even twice as long, and whole at both ends?"""
    words = _BRACKET.sub(" ", long).split()
    letters = _letters(long)
    if not words or letters <= _letters(short) or (len(words) == 1 and letters < 2 * _letters(short)):
        return False
    is_cut_off = words[-1] in SMALL_WORDS or _FIGURE.fullmatch(words[-1])
    return not is_cut_off and short not in words and _is_balanced(long)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_balanced(long: str) -> bool:
    return long.count("(") == long.count(")") and long.count("[") == long.count("]")
