"""Misspelt names of drugs and diseases, read as the names they are nearest to in a library.

Only a word that the library does not have at all is doubted, and never one of the shipped abbreviations' words. A word
formed like a drug's name is forgiven one slip only: prednisone is no misspelt prednisolone. What was read into a
question is always said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, Protocol

from curbside.literature.library.analysis import terms
from curbside.question.reading import Correction
from curbside.terminology.medicines import medicines_named
from curbside.terminology.short_forms import shipped
from curbside.terminology.synonyms import SYNONYMS

SHORTEST: Final = 5
"""Letters. Of a shorter word, every second one is a neighbour of another."""

_TWO_SLIPS: Final = 9
"""Letters from which on a word may have two slips in it."""

_ONE_MAY_BE_ANOTHER: Final = 6
"""Letters: chess is no misspelt chest."""
_TWO: Final = 2
_OPPOSITES: Final = (
    *(("hyper", "hypo"), ("intra", "inter", "extra"), ("macro", "micro"), ("endo", "exo", "ecto")),
    *(("ante", "anti", "auto"), ("pre", "pro", "per", "post"), ("poly", "oligo"), ("tachy", "brady")),
)
"""How words begin that differ by what they begin with, and are otherwise spelled alike."""
_MOST: Final = 6
"""Words that are read right in one question; who misspells more is asked to spell."""

_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")


class Names(Protocol):
    """What a library knows of words; a `curbside.literature.library.Library` is one."""

    def frequency(self, term: str) -> int:
        """In how many units of the index a term occurs."""
        ...

    def names(self, beginning: str, *, shortest: int, longest: int) -> dict[str, int]:
        """Words of names that begin so, each with how many publications have it."""
        ...


def corrected(text: str, names: Names) -> tuple[str, tuple[Correction, ...]]:
    """The text with its misspelt names read right, and each word that was changed."""
    corrections: dict[str, Correction] = {}
    for found in _WORD.finditer(text):
        word = found[0]
        if len(corrections) == _MOST:
            break
        if word.casefold() in corrections or not _is_doubtful(word, names):
            continue
        if (name := _nearest(word.casefold(), names)) is not None:
            corrections[word.casefold()] = Correction(
                written=word, read=name, why="not in this library; the nearest name that is"
            )
    if not corrections:
        return text, ()
    read = _WORD.sub(lambda found: _read(found[0], corrections), text)
    return read, tuple(corrections.values())


def _read(word: str, corrections: Mapping[str, Correction]) -> str:
    correction = corrections.get(word.casefold())
    return correction.read if correction is not None else word


def _is_doubtful(word: str, names: Names) -> bool:
    if len(word) < SHORTEST or word.isupper():
        return False
    known = terms(word)
    if not known or any(names.frequency(term) for term in known):
        return False
    return not known_words() & set(known)


def _nearest(word: str, names: Names) -> str | None:
    """The one name nearest to a word; None when none is near, or two are equally so."""
    # Half the commands never meet a misspelt word, and this is a compiled library.
    from rapidfuzz.distance import OSA

    # What is formed like a drug's name may be one that this library lacks: of those, no two differ by a single slip.
    slips = 2 if len(word) >= _TWO_SLIPS and not medicines_named(word) else 1
    near = names.names(word[0], shortest=len(word) - slips, longest=len(word) + slips)
    # A name that is as near and that this library lacks may as well be meant: vincrastine is no vinblastine.
    rivals_elsewhere = dict.fromkeys(known_names().get(word[0], ()), 0)
    scored = sorted(
        (distance, -publications, name)
        for name, publications in (rivals_elsewhere | near).items()
        if (distance := OSA.distance(word, name, score_cutoff=slips)) <= slips
        and _is_a_slip(word, name, distance)
    )
    if not scored:
        return None
    distance, _, name = scored[0]
    rivals = {tuple(terms(other)) for slipped, _, other in scored if slipped == distance}
    return name if len(rivals) == 1 and name in near else None


def _is_a_slip(word: str, name: str, distance: int) -> bool:
    """Is it likelier a slip than another word? In a short word no letter may be another, in a long one two missing."""
    if _opposite(word, name):
        return False
    if len(word) < _ONE_MAY_BE_ANOTHER and distance:
        return len(word) != len(name) or sorted(word) == sorted(name)
    return distance < _TWO or abs(len(word) - len(name)) < _TWO


def _opposite(word: str, name: str) -> bool:
    """Hypernatraemia is no misspelt hyponatraemia, and two slips away from it."""
    for prefixes in _OPPOSITES:
        mine, theirs = (next((p for p in prefixes if one.startswith(p)), "") for one in (word, name))
        if mine and theirs and mine != theirs:
            return True
    return False


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """The words of the shipped abbreviations, by their first letter: most drugs and diseases are among them."""
    said = [
        long for short in shipped() for sense in shipped().of(short) for long in (sense.long, *sense.company)
    ]
    words = {word.casefold() for text in said for word in _WORD.findall(text) if len(word) >= SHORTEST}
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[0], []).append(word)
    return {letter: tuple(names) for letter, names in by_letter.items()}


@cache
def known_words() -> frozenset[str]:
    """The terms of the words that are right whatever a library holds: those of the shipped short forms and synonyms."""
    said = [
        long for short in shipped() for sense in shipped().of(short) for long in (sense.long, *sense.company)
    ]
    said += [phrase for group in SYNONYMS for phrase in group]
    return frozenset(term for text in said for term in terms(text))
