"""A clinician's question in PubMed's query language, from the strictest wording to the loosest.

PubMed joins words by AND and translates untagged runs of them by itself (automatic term mapping: ``heart
attack`` also finds the MeSH heading *Myocardial Infarction*), so words stay untagged and in the order
asked. What was put in quotation marks is searched as it stands in title and abstract.

Source: PubMed User Guide, "Automatic Term Mapping", "Searching by date", "Proximity and phrases".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from curbside.errors import BadQuestion


class Abbreviation(Protocol):
    """A short form in the question, and what it was taken to mean."""

    @property
    def short(self) -> str: ...

    @property
    def long(self) -> str: ...


class Asked(Protocol):
    """What of a clinical question bears on a search; a `ClinicalQuestion` is one.

    The literature knows no questions (imports point downwards), so it says here what it needs of them.
    """

    @property
    def terms(self) -> Sequence[str]: ...

    @property
    def phrases(self) -> Sequence[str]: ...

    @property
    def years(self) -> tuple[int | None, int | None] | None: ...

    @property
    def senses(self) -> Sequence[Abbreviation]: ...

    @property
    def population(self) -> str | None: ...

    @property
    def intervention(self) -> str | None: ...


_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_OPERATORS = frozenset({"and", "or", "not"})

# ``d`` of vitamin D, ``2`` of type 2, ``b12``, ``3b``: they say nothing without a word beside them.
_FRAGMENT = re.compile(r"[^\W\d_]|[^\W\d_]?\d{1,2}[^\W\d_]?")

# ``CKD``, ``COVID-19``, ``IL-6``: short, and yet the name of one thing.
_NAME = re.compile(r".*[A-Z].*[A-Z]|.*[^\W\d_].*\d", re.DOTALL)

# Words of the asking rather than of the subject, and nouns nearly every record has: first to be dropped.
_GENERIC = frozenset(
    """
    adult adults association benefit benefits best care clinical compare compared comparison condition
    conditions disease diseases disorder disorders dose dosing drug drugs effect effective effectiveness
    effects efficacy evidence guideline guidelines help helps impact improve improvement improves increase
    increases level levels long-term manage managed management managing men optimal outcome outcomes patient
    patients people person prevent preventing prevention rate rates recommended reduce reduces reduction
    relationship risk risks role safe safety studies study symptoms syndrome target targets therapies
    therapy treat treated treating treatment treatments trial trials use used using versus vs women
    """.split()
)

_MOST_WHEN_RELAXED = 10
_MOST_WHEN_RELAXED_AGAIN = 6
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """Words that are searched for or dropped together. ``alone``: PubMed is to map them by themselves.

    ``central``: they name the intervention or the population. ``name``: a name in capitals or with a number.
    """

    words: tuple[str, ...]
    place: int
    alone: bool = False
    central: bool = False
    name: bool = False

    @property
    def generic(self) -> bool:
        return all(word in _GENERIC for word in self.words)

    @property
    def fragment(self) -> bool:
        return len(self.words) == 1 and _FRAGMENT.fullmatch(self.words[0]) is not None

    @property
    def specificity(self) -> tuple[bool, bool, bool, int, int]:
        """Greater is kept longer; the last two are length and place."""
        return (not self.generic, self.central, self.name, len(" ".join(self.words)), -self.place)

    def joined_by(self, other: _Unit) -> bool:
        """Does ``other``, the next word asked, belong with this: ``vitamin`` and ``d``, ``25`` and ``oh``?"""
        if self.alone or other.alone:
            return False
        return self.fragment or (other.fragment and not self.generic)


def by_number(pmids: Iterable[str]) -> str:
    """The query that finds exactly these records, each once; empty for none."""
    return " OR ".join(f"{pmid}[uid]" for pmid in dict.fromkeys(pmids))


def queries(question: Asked) -> tuple[str, ...]:
    """One to three PubMed queries, each looser than the one before, none twice.

    1. Every term and phrase, with what abbreviations were taken to mean in their place.
    2. Without the words that name no subject (*role*, *management*, *patients* ...); if there were none,
       without the least specific unit. At most ten units.
    3. Of those, the most specific two thirds, rounded up: two at least, six at most.

    The least specific goes first: generic words; then words of neither the intervention nor the
    population; then what is not a name such as *CKD* or *IL-6*; then the shorter; then the later asked. A
    letter or a number stays with the word beside it. Phrases and years are never dropped.

    Nothing in a term can act as query syntax: brackets, quotation marks, wildcards, ranges and operators
    do not get through. Raises `BadQuestion` when no word is left.
    """
    phrases = [" ".join(_words(phrase)) for phrase in question.phrases]
    fixed = [f'"{phrase}"[tiab]' for phrase in phrases if phrase]
    units = _units(question)
    if not (units or fixed):
        raise BadQuestion("expected a question with a word to search PubMed for; none was left of this one")

    subject = [unit for unit in units if not unit.generic] or units
    relaxed = subject if len(subject) < len(units) else _most_specific(units, len(units) - 1)
    relaxed = _most_specific(relaxed, min(len(relaxed), _MOST_WHEN_RELAXED))
    again = _most_specific(relaxed, min(-(-len(relaxed) * 2 // 3), _MOST_WHEN_RELAXED_AGAIN))

    years = _years(question.years)
    wordings = ([*fixed, *_runs(kept), *years] for kept in (units, relaxed, again))
    return tuple(dict.fromkeys(" AND ".join(wording) for wording in wordings))


def _units(question: Asked) -> list[_Unit]:
    meanings = {sense.short.casefold(): sense.long for sense in question.senses}
    central = {*_words(question.population or ""), *_words(question.intervention or "")}
    passed_over = _OPERATORS.union(*map(_words, question.phrases))
    units: list[_Unit] = []
    for place, term in enumerate(question.terms):
        meaning = meanings.get(term.casefold())
        words = tuple(word for word in _words(meaning or term) if word not in passed_over)
        unit = _Unit(words=words, place=place, alone=meaning is not None, name=_NAME.match(term) is not None)
        if words and units and units[-1].joined_by(unit):
            units[-1] = _joined(units[-1], unit)
        elif words:
            units.append(unit)
    distinct = {unit.words: unit for unit in reversed(units)}
    return [replace(unit, central=central.issuperset(unit.words)) for unit in reversed(distinct.values())]


def _joined(unit: _Unit, other: _Unit) -> _Unit:
    # The number of "stage 3b" does not make a name of it, but that of "25 OH" leaves OH one.
    named = any(part.name and not part.fragment for part in (unit, other))
    return replace(unit, words=unit.words + other.words, name=named)


def _most_specific(units: list[_Unit], most: int) -> list[_Unit]:
    """The ``most`` most specific, two at least, in the order asked."""
    kept = sorted(units, key=lambda unit: unit.specificity, reverse=True)[: max(most, _FEWEST)]
    return sorted(kept, key=lambda unit: unit.place)


def _runs(units: Iterable[_Unit]) -> list[str]:
    """Neighbours run together, for PubMed to find its own phrases in; what stands alone is bracketed."""
    runs = []
    for alone, neighbours in groupby(units, key=lambda unit: unit.alone):
        texts = [" ".join(unit.words) for unit in neighbours]
        runs += [f"({text})" for text in texts] if alone else [" ".join(texts)]
    return runs


def _years(span: tuple[int | None, int | None] | None) -> list[str]:
    first, last = span or (None, None)
    if first is None and last is None:
        return []
    # A range needs both its ends; the year 3000 is PubMed's own way to write the present.
    return [f"{first or 1000}:{last or 3000}[dp]"]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())
