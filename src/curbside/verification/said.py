"""What a text says, laid out for comparing: its words by what they mean, its clauses, and its figures.

Two words meet when they share a key: their stem, a group of `curbside.terminology.wordings` that has them, or a short
form with what it stands for where the source explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from curbside.appraisal.naming import term_of
from curbside.literature.library.analysis import terms
from curbside.retrieval.ordinary import is_ordinary
from curbside.terminology.definitions import definitions_in
from curbside.terminology.wordings import groups

_WORD: Final = re.compile(r"[^\W_]+(?:['’](?:s|t)\b)?")
_TURN: Final = re.compile(
    r"""[;:]\s | (?<=[.!?])\s+(?=[A-Z(\[]) | \b(?:but|whereas|while|although|though|however|except|yet|despite|unlike)\b
    | ,\s(?=(?:and|with|nor|which|who)\s)""",
    re.IGNORECASE | re.VERBOSE,
)


class Token(NamedTuple):
    """A word at ``[start, end)``; ``clause`` counts from 0. ``tells`` is False for words that occur in any finding."""

    start: int
    end: int
    word: str
    term: str
    keys: frozenset[str]
    clause: int
    tells: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text and its tokens in order. ``keys`` are those of all of them."""

    text: str
    tokens: tuple[Token, ...]
    keys: frozenset[str]

    def clause(self, number: int) -> tuple[Token, ...]:
        """The tokens of one clause."""
        return tuple(token for token in self.tokens if token.clause == number)

    @property
    def clauses(self) -> tuple[tuple[Token, ...], ...]:
        """The tokens by clause; a clause without a word is not among them."""
        return tuple(self.clause(number) for number in dict.fromkeys(token.clause for token in self.tokens))

    def words(self, first: Token, last: Token) -> str:
        """The characters from one token to another."""
        return self.text[first.start : last.end]


def said(text: str, explained: Mapping[str, str] | None = None) -> Said:
    """Lay a text out. ``explained`` are short forms that its source defines, each with its long form."""
    found = list(_WORD.finditer(text))
    stems = [term_of(word[0]) for word in found]
    more: list[set[str]] = [set() for _ in found]
    phrases = (_phrases(), _defined(tuple(sorted(explained.items()))) if explained else {})
    for at in range(len(stems)):
        for phrase, key in (one for index in phrases for one in index.get(stems[at], ())):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                for place in range(at, at + len(phrase)):
                    more[place].add(key)
    turns = [turn.start() for turn in _TURN.finditer(text)]
    tokens = tuple(
        Token(
            start=word.start(),
            end=word.end(),
            word=word[0].lower(),
            term=stem,
            keys=frozenset({stem, *keys}),
            clause=sum(turn < word.start() for turn in turns),
            tells=_tells(word[0], stem),
        )
        for word, stem, keys in zip(found, stems, more, strict=True)
    )
    return Said(text=text, tokens=tokens, keys=frozenset(key for token in tokens for key in token.keys))


@lru_cache(maxsize=256)
def short_forms_of(text: str) -> tuple[tuple[str, str], ...]:
    """The short forms a source defines, with their long forms."""
    return tuple(sorted({(one.short, one.long) for one in definitions_in(text)}))


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    return _by_first_term(
        (phrase, f"same:{number}") for number, group in enumerate(groups()) for phrase in group
    )


@lru_cache(maxsize=64)
def _defined(pairs: tuple[tuple[str, str], ...]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    return _by_first_term((phrase, f"short:{short}") for short, long in pairs for phrase in (short, long))


def _by_first_term(keyed: Iterator[tuple[str, str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, key in keyed:
        stems = tuple(term_of(word[0]) for word in _WORD.finditer(phrase))
        if stems:
            found.setdefault(stems[0], []).append((stems, key))
    return {first: tuple(phrases) for first, phrases in found.items()}


@lru_cache(maxsize=1 << 14)
def _tells(word: str, stem: str) -> bool:
    if len(word) == 1 or any(letter.isdigit() for letter in word) or not terms(word):
        return False
    return not (stem in _OF_ANY_FINDING or is_ordinary(stem))


_OF_ANY_FINDING: Final = frozenset(
    term_of(word)
    for word in """
    study trial participant patient people person subject individual author researcher investigator evidence result
    finding data analysis group arm cohort arms versus vs compared comparison relative receive received given taking
    took treated treat found showed shown showing reported observed seen noted significant significantly statistically
    difference differ respectively overall total mean median average number percent percentage proportion rate ratio
    confidence interval estimate baseline follow during among between within across whose whom those these both either
    while whereas although however also further moreover than rather whether according based including included
    randomised randomized assigned allocated enrolled recruited used using use via per week month year day hour minute
    increase increased decrease decreased reduce reduced reduction lower higher greater fewer less more rise rose fall
    fell improve improved worse better similar may might could can suggest suggests likely possibly potentially
    appear appears seem seems recommended should advised about approximately nearly roughly around almost least most
    every each one two three four five six seven eight nine ten no not never without neither nor none cannot
    associated association linked related relationship cause causes caused lead leads led effect effects affect affects
    affected change changed changes occur occurred occurs develop developed risk chance likelihood odds hazard level
    levels concentration outcome outcomes measure measured remain remained substantially considerably markedly slightly
    rr hr irr ci sd sem iqr md smd vs
    mg g kg ng pg mcg µg μg ug iu ml dl l mmol µmol nmol pmol mol mmhg hg cm mm min h once daily weekly
    only even still already again once twice added adding addition plus alone together combined cases case
    """.split()
)
