"""How words become terms: one analysis for everything that is written, asked and compared.

Words are lower-cased, stripped of accents, freed of stop words and stemmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

import tantivy

from curbside.literature.text import STOP_WORDS

_WORD = re.compile(r"[^\W_]+")
# A word with an accent is indexed without it, so it does not begin as its stem does.
_FOREIGN_LETTER = re.compile(r"[^\W_\x00-\x7f]")
_SHORT_STEM = 3
_MOST_REMEMBERED = 1_000_000


@cache
def analyser() -> tantivy.TextAnalyzer:
    """The index's own chain of filters, which every function here agrees with word by word."""
    chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(64),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.custom_stopword(sorted(STOP_WORDS)),
        tantivy.Filter.stemmer("english"),
    ):
        chain = chain.filter(step)
    return chain.build()


class _Remembered(dict[str, tuple[str, ...]]):
    """The terms of each word seen before. A word comes thousands of times; stemming it once is enough."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[word] = found = tuple(analyser().analyze(word))
        return found


_terms_of_word = _Remembered()


def terms(text: str) -> list[str]:
    """The terms of a text, in order, as the index knows them."""
    return [term for word in _WORD.findall(text) for term in _terms_of_word[word]]


def located(text: str, wanted: Collection[str]) -> set[tuple[int, str]]:
    """Where words with a wanted term begin in a text, each with its term.

    Words are looked for by the beginning of their stem, which the language's inflections leave alone but for
    its last letter (therapy, therapies: therapi), and only what is found is stemmed.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # Lower case may be longer: İ becomes two characters.
        return _among(text, (word.start() for word in _WORD.finditer(text)), wanted)
    found: set[tuple[int, str]] = set()
    for beginning in {_beginning(term) for term in wanted}:
        at = lowered.find(beginning)
        while at >= 0:
            if (at == 0 or not lowered[at - 1].isalnum()) and (word := _WORD.match(text, at)):
                found.update((at, term) for term in _terms_of_word[word[0]] if term in wanted)
            at = lowered.find(beginning, at + 1)
    if not text.isascii():
        starts = {_start_of_word(text, letter.start()) for letter in _FOREIGN_LETTER.finditer(text)}
        found |= _among(text, starts, wanted)
    return found


def _among(text: str, starts: Iterable[int], wanted: Collection[str]) -> set[tuple[int, str]]:
    words = ((at, _WORD.match(text, at)) for at in starts)
    return {(at, term) for at, word in words if word for term in _terms_of_word[word[0]] if term in wanted}


def _start_of_word(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isalnum():
        at -= 1
    return at


@lru_cache(maxsize=4096)
def _beginning(term: str) -> str:
    # "dying" is stemmed to "die": of so short a stem only the first letter is sure.
    return term[:-1] if len(term) > _SHORT_STEM else term[:1]


def positions(phrase: str) -> list[str | tuple[int, str]]:
    """The terms of a phrase with their places, stop words leaving gaps as they do in the index."""
    words = _WORD.findall(phrase)
    return [(place, term) for place, word in enumerate(words) for term in _terms_of_word[word]]
