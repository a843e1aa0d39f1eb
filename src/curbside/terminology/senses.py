"""The senses of short forms: AI may be an aromatase inhibitor, autoimmune disease or artificial intelligence.

An inventory is asked one short form at a time, because what stands behind it may be a hospital's whole library. Several
inventories laid over one another are one: a topic's own short forms, those that the library's publications define, and
the shipped base of clinical abbreviations (`curbside.terminology.short_forms`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Protocol

USUAL: Final = 3
"""The commonness of a sense that nobody has judged: common in its specialty."""

_SPELLED_TWO_WAYS: Final = (
    (re.compile(r"(?:ae|oe)(?=[a-z])"), "e"),
    (re.compile(r"our\b"), "or"),
    (re.compile(r"ph(?=[aeio])"), "f"),
    (re.compile(r"is(?=ation\b|ed\b|ing\b)"), "iz"),
)
_ONE_WORD_FOR: Final = {
    "venous": "vein",
    "renal": "kidney",
    "hepatic": "liver",
    "cardiac": "heart",
    "pulmonary": "lung",
    "cerebral": "brain",
    "ovarian": "ovary",
    "clinical": "controlled",
    "hypertrophy": "hyperplasia",
    "induced": "associated",
    "related": "associated",
    "grafting": "graft",
    "ii": "2",
    "i": "1",
    "iii": "3",
    "inhibition": "inhibitor",
    "deficient": "deficiency",
    "thrombotic": "thrombosis",
    "stage": "",
}
"""Words that a long form may have one for the other: deep venous thrombosis, deep vein thrombosis."""
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_JOINED_PREFIX: Final = re.compile(r"\b(anti|co|gastro|immuno|musculo|neuro|non|post|pre|sub)[- ]")
_NO_LETTER: Final = re.compile(r"[^\w]+")
_OF_ANY_ILLNESS: Final = frozenset(("disease", "disorder", "syndrome"))
_ENDINGS: Final = (("ies", "y"), ("oses", "osis"), ("ae", "a"), ("s", ""))
_GREEK: Final = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "epsilon",
        "κ": "kappa",
        "μ": "mu",
        "ω": "omega",
    }
)
_STEM: Final = 5
"""Letters that two forms of a word share, such as infarct and infarction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One long form of a short form.

    ``specialty`` is a name of `curbside.terminology.short_forms.SPECIALTIES`, empty when nobody has said.
    ``commonness`` runs from 1, rare, to 5, what nearly everybody means. ``company`` are words and phrases that
    questions in this sense hold. ``publications`` counts those of the library that use the short form so, and
    ``seen_with`` in how many of them a term of the index occurs beside it.
    """

    short: str
    long: str
    specialty: str = ""
    commonness: int = USUAL
    company: frozenset[str] = frozenset()
    publications: float = 0
    seen_with: Mapping[str, int] = field(default_factory=dict)


class Inventory(Protocol):
    """Whatever knows short forms."""

    def of(self, short: str) -> tuple[Sense, ...]:
        """The senses of a short form, written as it is: ``AI`` and never ``ai``. Empty when it is not known."""
        ...

    def spelled_like(self, short: str) -> tuple[str, ...]:
        """The short forms that differ from this one in nothing but case, as far as they can be told at little cost."""
        ...

    def longer(self, long: str) -> Iterator[Sense]:
        """The senses whose long form begins with this one and goes on, as far as they can be told at little cost."""
        ...


class SenseInventory:
    """Senses held in memory, over what other inventories know. Wordings of one long form are one sense."""

    def __init__(self, senses: Iterable[Sense] = (), *, over: Iterable[Inventory] = ()) -> None:
        self._of: dict[str, list[Sense]] = {}
        for sense in senses:
            self._of.setdefault(sense.short, []).append(sense)
        self._over = tuple(over)
        self._laid_over: dict[str, tuple[Sense, ...]] = {}

    def of(self, short: str) -> tuple[Sense, ...]:
        """See `Inventory.of`: those of the library's publications first, the commonest of them leading."""
        if short not in self._laid_over:
            below = (sense for inventory in self._over for sense in inventory.of(short))
            known = merged((*self._of.get(short, ()), *below))
            known.sort(key=lambda one: (-one.publications, -one.commonness))
            self._laid_over[short] = tuple(known)
        return self._laid_over[short]

    def spelled_like(self, short: str) -> tuple[str, ...]:
        """See `Inventory.spelled_like`; those held in memory first."""
        folded = short.casefold()
        own = [one for one in self._of if one.casefold() == folded]
        below = (one for inventory in self._over for one in inventory.spelled_like(short))
        return tuple(dict.fromkeys((*own, *below)))

    def longer(self, long: str) -> Iterator[Sense]:
        """See `Inventory.longer`."""
        start = long.casefold()
        for senses in self._of.values():
            for sense in senses:
                if len(sense.long) > len(start) and sense.long.casefold().startswith(start):
                    yield sense
        for inventory in self._over:
            yield from inventory.longer(long)

    def settled(self, short: str, long: str) -> SettledInventory:
        """The same inventory with one short form read one way, whatever it is found in."""
        return SettledInventory(self, short, long)


class SettledInventory(SenseInventory):
    """An inventory in which one short form has one sense, because whoever asks has said so."""

    def __init__(self, inventory: SenseInventory, short: str, long: str) -> None:
        super().__init__(over=[inventory])
        self._settled = short, long

    def of(self, short: str) -> tuple[Sense, ...]:
        """See `Inventory.of`. A sense settled on that nobody knew is known from now on."""
        senses = super().of(short)
        if short != self._settled[0]:
            return senses
        known = tuple(sense for sense in senses if same_sense(sense.long, self._settled[1]))
        return known[:1] or (Sense(short=short, long=self._settled[1]),)


def merged(senses: Iterable[Sense], *, alike: float = 1.0) -> list[Sense]:
    """The senses of one short form, each once, in the wording that comes first.

    Two that share more than ``alike`` of their words are one, beside those that `same_sense` knows.
    """
    known: list[Sense] = []
    for sense in senses:
        place = next((at for at, one in enumerate(known) if _is_one(one.long, sense.long, alike)), None)
        if place is None:
            known.append(sense)
        else:
            known[place] = _both(known[place], sense)
    return known


@lru_cache(maxsize=65_536)
def one_wording(long: str) -> str:
    """A long form without what two wordings of it may differ in: case, accents, hyphens, plurals, both spellings.

    A last word that says no more than that it is an illness goes too.

    >>> one_wording("Aromatase-inhibitors") == one_wording("aromatase inhibitor")
    True
    >>> one_wording("α-foetoprotein") == one_wording("alpha fetoprotein")
    True
    """
    text = unicodedata.normalize("NFKD", long.casefold().translate(_GREEK))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _JOINED_PREFIX.sub(r"\1", _POSSESSIVE.sub("", text)).replace("ooe", "oe")
    for spelling, other in _SPELLED_TWO_WAYS:
        text = spelling.sub(other, text)
    words = _NO_LETTER.sub(" ", text).split()
    if len(words) > 1 and words[-1] in _OF_ANY_ILLNESS:
        words.pop()
    return " ".join(filter(None, (_ONE_WORD_FOR.get(word, word) for word in map(_singular, words))))


@lru_cache(maxsize=65_536)
def same_sense(long: str, other: str) -> bool:
    """Do two long forms of one short form mean the same?

    When the words of the shorter one all stand in the longer one, which then says it more fully: *left anterior
    descending* and *left anterior descending artery*. One word that differs makes another sense: *acute renal failure*
    and *acute respiratory failure*.
    """
    mine, theirs = one_wording(long), one_wording(other)
    shorter, longer = sorted((mine.replace(" ", ""), theirs.replace(" ", "")), key=len)
    if shorter and shorter in longer and 2 * len(shorter) >= len(longer):
        return True
    fewer, more = sorted((mine.split(), theirs.split()), key=len)
    return (
        bool(fewer) and 2 * len(fewer) >= len(more) and all(any(_one_word(a, b) for b in more) for a in fewer)
    )


def _is_one(long: str, other: str, alike: float) -> bool:
    if same_sense(long, other):
        return True
    mine, theirs = set(one_wording(long).split()), set(one_wording(other).split())
    return alike < 1 and len(mine & theirs) >= alike * len(mine | theirs)


def _one_word(word: str, other: str) -> bool:
    """Are two words forms of one? Equal ones are, and long ones of which one begins the other."""
    shorter, longer = sorted((word, other), key=len)
    return shorter == longer or (
        len(shorter) > _STEM and longer.startswith(shorter) and len(longer) - len(shorter) <= 3
    )


def _singular(word: str) -> str:
    for ending, one in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word.removesuffix(ending) + one
    return word


def _both(first: Sense, second: Sense) -> Sense:
    """Two wordings of one sense as one, in the first wording, with what is known of either."""
    seen = dict(first.seen_with)
    for term, publications in second.seen_with.items():
        seen[term] = seen.get(term, 0) + publications
    judged = second if not first.specialty else first
    return replace(
        first,
        specialty=judged.specialty,
        commonness=judged.commonness,
        company=first.company | second.company,
        publications=first.publications + second.publications,
        seen_with=seen,
    )
