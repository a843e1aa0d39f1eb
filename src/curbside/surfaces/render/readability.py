"""How hard a text is to read, by the Flesch-Kincaid grade: the years of US school it takes.

Source: Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75, Naval Technical Training, US Naval
Air Station, Memphis. Syllables are counted by rule, as every program does; a short form in capitals is spoken
letter by letter, and a number counts as one syllable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from curbside.literature.sentences import sentences

PLAIN_GRADE: Final = 8.0
"""The grade that a patient's page must not exceed."""

_WORD: Final = re.compile(r"[^\W_](?:[\w'’.,-]*\w)?")
_SPOKEN_BY_LETTER: Final = re.compile(r"[A-Z]{2,4}")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouydt]ed$|[^aeiouyszxcgh]es$")
"""Endings whose e is not spoken: ``made``, ``whole``, ``raised``, ``makes``; but ``table``, ``needed``, ``doses``."""


def flesch_kincaid_grade(texts: Iterable[str]) -> float:
    """The grade of all texts together; each is whole sentences. 0.0 where there is no word."""
    spoken = [text[start:end] for text in texts for start, end in sentences(text)]
    words = [word for sentence in spoken for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    per_sentence = len(words) / len(spoken)
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less a silent last e; at least one. Parts joined by a hyphen are counted each."""
    if _SPOKEN_BY_LETTER.fullmatch(word):
        return len(word)
    return sum(_syllables(part) for part in re.split(r"[-/]", word) if part)


def _syllables(part: str) -> int:
    letters = re.sub(r"[^a-z]", "", part.casefold())
    groups = len(_VOWELS.findall(letters))
    return max(groups - bool(_SILENT.search(letters)), 1)
