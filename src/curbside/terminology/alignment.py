"""Can the letters of a short form be found in the words of a long form, and at what price?

A letter that opens a word, or a part of one, is free; one inside has a price, and so has a word that gives no letter.
The cheapest way of finding them all says where the long form begins, and its price whether it is one at all: the more
letters there are, the less likely it is that chance strewed them in this order, and the more may be paid.

Prices are whole numbers, about ten for a letter inside a word, fitted on abstracts whose definitions experts marked
(``evals/fit_abbreviations.py``). That each way of matching has a reliability of its own, which rises with the number of
letters, is the idea of Ab3P: Sohn and others, BMC Bioinformatics 2008;9:402.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

_GREEK: Final = dict(
    zip("αβγδεκλωσθ", "alpha beta gamma delta epsilon kappa lambda omega sigma theta".split(), strict=True)
)
_HYDROXY: Final = {"(oh)2": "dihydroxy", "oh": "hydroxy"}
_SYMBOL: Final = re.compile(rf"\(OH\)2|(?<=[\d(-])OH|(?i:{'|'.join(_GREEK.values())})|[^\W\d_]|\d+|[+&]|-$")
_ALSO_WRITTEN: Final = {
    "1": ("mono", "one", "first"),
    "2": ("di", "bi", "two", "second"),
    "3": ("tri", "three", "third"),
    "4": ("tetra", "four", "fourth"),
    "5": ("penta", "five", "fifth"),
    "6": ("hexa", "six", "sixth"),
    "+": ("positive", "plus", "and", "with"),
    "-": ("negative", "minus"),
    "&": ("and",),
}
_ROMAN: Final = dict(zip("123456", "i ii iii iv v vi".split(), strict=True))
_SIGNS: Final = {name: sign for sign, name in _GREEK.items()}
_LETTERS_OR_DIGITS: Final = re.compile(r"[^\W\d_]+|\d+")
_PIECE: Final = re.compile(r"[^\W\d_]+|\d+|\+")
_WORD: Final = re.compile(r"\S+")

_FARTHEST_WITHIN: Final = 16
"""How many places of one symbol within a piece are looked back to: enough for any word, and not for a genome."""

SMALL_WORDS: Final = frozenset(
    "a an and are as at be by for from in into is it its of on or per that the their this to under via was were "
    "which with within without".split()
)
_SMALL_THAT_OPEN: Final = frozenset("in per under without".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What each way of finding a letter costs, and each piece of text that gives none.

    A piece is a run of letters or of digits: ``health-related`` is a word of two. ``limits`` are the most that may be
    paid for one letter, two, three and four, and ``further`` is what each letter more allows.
    """

    inner: int = 0
    """A letter that opens a piece within a word."""
    inside: int = 9
    following: int = 8
    """A letter right behind the one before it."""
    opening_run: int = 4
    """The same among the first four letters of a piece: ``Dilt`` for diltiazem."""
    capital: int = 3
    """A capital inside a word, which is then a short form itself."""
    after_link: int = 6
    """A consonant behind o, y or i, where compounds are joined: ``hepato-cellular``."""
    unopened: int = 21
    """A letter inside a piece whose first letter was not taken."""
    skipped_word: int = 10
    skipped_piece: int = 3
    """A piece within a word, or a word that is one letter or a number."""
    skipped_locant: int = 1
    """A number or one or two letters within a word, as in chemical names."""
    skipped_small: int = 2
    comma: int = 3
    small_first: int = 8
    lost_number: int = 20
    """A number that the words do not have."""
    lost_letter: int = 25
    """The last of four or more letters, that the words do not have: ``T2DM``, type 2 diabetes."""
    reordered: int = 6
    limits: tuple[int, int, int, int] = (0, 14, 26, 35)
    further: int = 9
    lower_case: int = 4
    """The limit for each letter but one of a short form without a capital, which looks like any other word."""
    title_case: int = 9
    """The same for one whose only capital is its first letter, which looks like a name."""

    def limit(self, short: str, letters: int) -> int:
        """The most that may be paid for the letters of a short form."""
        if short.islower() and letters > 1:
            return self.lower_case * (letters - 1)
        limit = self.limits[min(letters, 4) - 1] + self.further * max(letters - 4, 0)
        if letters > 1 and short.isalpha() and short.istitle():
            return min(limit, self.title_case * (letters - 1))
        return limit


PRICES: Final = Prices()


class Alignment(NamedTuple):
    """Where in the words the long form begins, where the first letter was found, and the price of them all."""

    price: int
    start: int
    first: int


def aligned(short: str, words: str, *, prices: Prices = PRICES) -> Alignment | None:
    """Find the letters of a short form in words, which are the long form's to their very end.

    Of two ways at one price the one that takes fewer words. None when the letters are not there or too dear.
    """
    sought = symbols(short)
    if not sought:
        return None
    limit = prices.limit(short, len(sought))
    ground = _Ground(words, prices)
    found = ground.cheapest(sought, limit)
    for order in _reordered(short):
        other = ground.cheapest(order, limit - prices.reordered)
        if other and (found is None or other.price + prices.reordered < found.price):
            found = other
    if found is None and len(sought) > 1 and short.isupper():
        return ground.initials(sought)
    return found


def symbols(short: str) -> list[str]:
    """What is looked for: letters, whole numbers, and as one Greek letters and hydroxy groups, by their names.

    >>> symbols("IL-1β"), symbols("AIs"), symbols("25(OH)D")
    (['i', 'l', '1', 'beta'], ['a', 'i'], ['25', 'hydroxy', 'd'])
    """
    found = [
        _GREEK.get(one) or _HYDROXY.get(one) or _plain(one) for one in map(str.lower, _SYMBOL.findall(short))
    ]
    if len(found) > 1 and short.endswith("s") and short[-2].isupper():
        found.pop()
    return found


def _reordered(short: str) -> Iterator[list[str]]:
    """What stands last, often below the line, goes first: ``T3`` is tri-iodothyronine, ``[Ca2+]i`` intracellular."""
    runs = list(_LETTERS_OR_DIGITS.finditer(short))
    if len(runs) > 1:
        yield symbols(runs[-1][0]) + symbols(short[: runs[-1].start()].rstrip("- "))


def _plain(text: str) -> str:
    """In lower case without accents, character for character; a Greek sign becomes the first letter of its name."""
    return text.lower() if text.isascii() else "".join(map(_plain_letter, text))


@cache
def _plain_letter(letter: str) -> str:
    lower = letter.lower()
    if lower in _GREEK:
        return _GREEK[lower][0]
    # Some letters are two in lower case; places must stay those of the text.
    return unicodedata.normalize("NFD", lower)[0]


class _Way(NamedTuple):
    """A way of finding the symbols so far. ``back`` is where the long form starts, negative: of equals the later."""

    price: int
    back: int
    first: int
    at: int
    piece: int


class _Ground:
    """The words that letters are looked for in, cut into pieces."""

    def __init__(self, words: str, prices: Prices) -> None:
        self._prices = prices
        self._words = words
        self._plain = _plain(words)
        self._word_starts = [word.start() for word in _WORD.finditer(words)]
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._opens_word: list[bool] = []
        self._reached: list[int] = []
        """What it costs to skip all up to each piece, and to skip it too: what lies between is a difference."""
        self._left: list[int] = []
        last, paid = -1, 0
        for piece in _PIECE.finditer(self._plain):
            start = piece.start()
            word = bisect_right(self._word_starts, start)
            if self._plain[start - 2 : start] == ", ":
                paid += prices.comma
            self._reached.append(paid)
            paid += self._due(piece[0], opens_word=word != last)
            self._left.append(paid)
            self._pieces.append(piece[0])
            self._starts.append(start)
            self._opens_word.append(word != last)
            last = word
        self._whole = paid

    def cheapest(self, sought: Sequence[str], limit: int) -> Alignment | None:
        """The cheapest way to find the symbols in this order, if it costs no more than ``limit``."""
        ways = [way for at in self._places(sought[0]) if (way := self._opening(at)) and way.price <= limit]
        for index, symbol in enumerate(sought[1:], start=1):
            further = self._onward(ways, symbol, limit)
            if not further and symbol.isdecimal():
                further = _dearer(ways, self._prices.lost_number, limit)
            elif not further and symbol.isalpha() and index == len(sought) - 1 >= 3:
                further = _dearer(ways, self._prices.lost_letter, limit)
            ways = further
        best = min(
            (way._replace(price=way.price + self._whole - self._left[way.piece]) for way in ways),
            default=None,
        )
        if best is None or best.price > limit:
            return None
        return Alignment(best.price, -best.back, best.first)

    def initials(self, sought: Sequence[str]) -> Alignment | None:
        """The last words, small ones left out, if the symbols are their first letters in any order."""
        opening = [
            start
            for start, piece, opens_word in zip(self._starts, self._pieces, self._opens_word, strict=True)
            if opens_word and piece not in SMALL_WORDS
        ][-len(sought) :]
        if sorted(self._plain[start] for start in opening) != sorted(sought):
            return None
        return Alignment(self._prices.reordered, opening[0], opening[0])

    def _due(self, piece: str, *, opens_word: bool) -> int:
        """What it costs to skip a piece."""
        prices = self._prices
        if not opens_word:
            return prices.skipped_locant if len(piece) <= 2 or piece.isdigit() else prices.skipped_piece
        if piece in SMALL_WORDS:
            return prices.skipped_small
        return prices.skipped_piece if len(piece) == 1 or piece.isdigit() else prices.skipped_word

    def _places(self, symbol: str) -> list[int]:
        """Where a symbol stands, in order; a number only where a piece begins."""
        if len(symbol) == 1 and symbol.isalpha():
            return self._everywhere(symbol)
        forms = (symbol, *_ALSO_WRITTEN.get(symbol, ()))
        found = {start for start in self._starts if self._plain.startswith(forms, start)}
        if numeral := _ROMAN.get(symbol):
            found.update(
                start for start, piece in zip(self._starts, self._pieces, strict=True) if piece == numeral
            )
        if symbol.isalpha():
            found.update(self._everywhere(symbol))
        if sign := _SIGNS.get(symbol):
            found.update(at for at, letter in enumerate(self._words) if letter.lower() == sign)
        return sorted(found)

    def _everywhere(self, form: str) -> list[int]:
        found = []
        at = self._plain.find(form)
        while at >= 0:
            found.append(at)
            at = self._plain.find(form, at + 1)
        return found

    def _opening(self, at: int) -> _Way | None:
        """The first letter opens a word, or a piece in it.

        A locant before it belongs to the long form, ``2,6-diaminopurine``; a word does not: ``anti-``.
        """
        piece = bisect_right(self._starts, at) - 1
        if piece < 0 or self._starts[piece] != at:
            return None
        start = self._word_starts[bisect_right(self._word_starts, at) - 1]
        name = self._pieces[piece]
        if self._opens_word[piece]:
            if name in SMALL_WORDS and name not in _SMALL_THAT_OPEN:
                return None
            return _Way(self._prices.small_first if name in SMALL_WORDS else 0, -start, at, at, piece)
        if self._words[at - 1] == "/":
            return _Way(self._prices.inner, -at, at, at, piece)
        before = self._pieces[bisect_right(self._starts, start - 1) : piece]
        if any(len(name) > 2 and name.isalpha() for name in before):
            return _Way(self._prices.inner + self._prices.skipped_word, -at, at, at, piece)
        return _Way(self._prices.inner + self._prices.skipped_locant * len(before), -start, at, at, piece)

    def _onward(self, ways: Sequence[_Way], symbol: str, limit: int) -> list[_Way]:
        """The cheapest way to each place of the next symbol: from an earlier piece, or from within the same."""
        further = []
        passed, behind, all_ways = 0, 0, len(ways)
        earlier: _Way | None = None
        for at in self._places(symbol):
            piece = bisect_right(self._starts, at) - 1
            while passed < all_ways and ways[passed].piece < piece:
                way = ways[passed]
                # What a way has paid and what it has left behind make ways of different pieces comparable.
                way = way._replace(price=way.price - self._left[way.piece])
                earlier = way if earlier is None or way < earlier else earlier
                passed += 1
            behind = max(behind, passed)
            while behind < all_ways and ways[behind].at < at:
                behind += 1
            come = [
                _Way(way.price + self._within(way.at, at, piece), way.back, way.first, at, piece)
                for way in ways[max(passed, behind - _FARTHEST_WITHIN) : behind]
            ]
            if earlier:
                price = earlier.price + self._reached[piece] + self._entering(at, piece)
                come.append(_Way(price, earlier.back, earlier.first, at, piece))
            best = min(come, default=None)
            if best and best.price <= limit:
                further.append(best)
        return further

    def _entering(self, at: int, piece: int) -> int:
        """The price of a symbol in a piece of which none was taken yet."""
        if self._starts[piece] != at:
            return self._prices.unopened
        return 0 if self._opens_word[piece] else self._prices.inner

    def _within(self, before: int, at: int, piece: int) -> int:
        """The price of a symbol in the piece that the one before it is in."""
        prices = self._prices
        if self._words[at].isupper():
            return prices.capital
        if at == before + 1:
            return prices.opening_run if at <= self._starts[piece] + 3 else prices.following
        if self._plain[at - 1] in "oyi" and self._plain[at] not in "aeiou":
            return prices.after_link
        return prices.inside


def _dearer(ways: Sequence[_Way], by: int, limit: int) -> list[_Way]:
    return [way._replace(price=way.price + by) for way in ways if way.price + by <= limit]
