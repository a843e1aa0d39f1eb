"""The shipped base of clinical abbreviations, by specialty: what each may stand for, and the company it keeps.

One tab-separated file a specialty, so that whoever practises it can read and mend it: the short form, the long form,
how common that sense is (1, rare, to 5, what nearly everybody means), and words that questions in this sense hold,
parted by semicolons; none where a short form has one sense. Long forms are spelled as MeSH spells them. Written from
knowledge of the field; no list was copied. ``words.tsv`` has, for each specialty, words that speak of it more than of
others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

from curbside.terminology.senses import Sense

_WORDS: Final = "words.tsv"


class ShippedInventory:
    """See `curbside.terminology.senses.Inventory`. Short forms are found by their letters as they are written."""

    def __init__(self, rows: Iterator[tuple[str, str, str, str, str]]) -> None:
        self._of: dict[str, list[tuple[str, str, str, str, str]]] = {}
        self._spelled: dict[str, list[str]] = {}
        self._made: dict[str, tuple[Sense, ...]] = {}
        for row in rows:
            if row[0] not in self._of:
                self._spelled.setdefault(row[0].casefold(), []).append(row[0])
            self._of.setdefault(row[0], []).append(row)

    def __iter__(self) -> Iterator[str]:
        """The short forms, in order of specialty and file."""
        return iter(self._of)

    def of(self, short: str) -> tuple[Sense, ...]:
        """See `curbside.terminology.senses.Inventory.of`; the commonest first."""
        if short not in self._made:
            senses = map(_sense, self._of.get(short, ()))
            self._made[short] = tuple(sorted(senses, key=lambda sense: -sense.commonness))
        return self._made[short]

    def spelled_like(self, short: str) -> tuple[str, ...]:
        """See `curbside.terminology.senses.Inventory.spelled_like`."""
        return tuple(self._spelled.get(short.casefold(), ()))

    def longer(self, long: str) -> Iterator[Sense]:
        """See `curbside.terminology.senses.Inventory.longer`."""
        start = long.casefold()
        for at in range(bisect_right(self._by_long, (start, "")), len(self._by_long)):
            name, short = self._by_long[at]
            if not name.startswith(start):
                return
            if name != start:
                yield next(sense for sense in self.of(short) if sense.long.casefold() == name)

    @cached_property
    def _by_long(self) -> list[tuple[str, str]]:
        return sorted((row[1].casefold(), row[0]) for rows in self._of.values() for row in rows)


@cache
def shipped() -> ShippedInventory:
    """The abbreviations that Curbside ships, read once."""
    return ShippedInventory(_rows())


@cache
def specialties() -> dict[str, frozenset[str]]:
    """Every specialty, with the words that speak of it."""
    lines = (line.split("\t") for line in _lines(_WORDS))
    return {name: frozenset(words.split("; ")) for name, words in lines}


def _rows() -> Iterator[tuple[str, str, str, str, str]]:
    for specialty in specialties():
        for line in _lines(f"{specialty}.tsv"):
            short, long, commonness, company = line.split("\t")
            yield short, long, specialty, commonness, company


def _lines(name: str) -> list[str]:
    return (files(__name__) / name).read_text(encoding="utf-8").splitlines()


def _sense(row: tuple[str, str, str, str, str]) -> Sense:
    short, long, specialty, commonness, company = row
    return Sense(
        short=short,
        long=long,
        specialty=specialty,
        commonness=int(commonness),
        company=frozenset(filter(None, company.split("; "))),
    )
