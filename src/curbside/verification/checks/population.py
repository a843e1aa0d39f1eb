"""A claim is about the people its quotes are about: not men for women, not everybody for some, not people for mice."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.terminology.definitions import definitions_in
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.named import named, swapped, unheard_of

_EVERYBODY: Final = (
    re.compile(
        r"\b(?:both|either) sex(?:es)?\b|\b(?:regardless|irrespective) of (?:their )?(?:sex|gender)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:all|any) ages?\b|\b(?:regardless|irrespective) of (?:their )?age\b", re.IGNORECASE),
)
"""For the first two sets of people, by sex and by age: a claim about all of them."""

_PEOPLE: Final = re.compile(
    r"\b(?:patients?|people|persons?|humans?|men|women|children|adults?|infants?|participants?|volunteers?"
    r"|inpatients|outpatients|clinic\w*|trials?)\b",
    re.IGNORECASE,
)
_ANIMALS: Final = re.compile(
    r"\b(?:rats?|mice|mouse|murine|rodents?|rabbits?|dogs?|canine|pigs?|piglets?|porcine|swine|monkeys?|macaques?|sheep"
    r"|hamsters?|gerbils?|zebrafish|animals?|cell lines?|cultured \w+ cells?|in vitro(?! fertili[sz]))\b",
    re.IGNORECASE,
)
_IN_ANIMALS: Final = re.compile(
    r"\bin (?:(?!vitro)[\w-]+ ){0,3}?(?:rats|mice|rabbits|dogs|pigs|piglets|monkeys|macaques|sheep|hamsters|gerbils"
    r"|zebrafish|animals|animal (?:models?|studies|experiments)|cell lines?)\b|\b(?:rats|mice|piglets|hamsters) "
    r"(?:treated|given|fed|receiving|exposed|lacking|with|that)\b|\bin vitro(?! fertili[sz])",
    re.IGNORECASE,
)
_OF_A_LABORATORY: Final = re.compile(
    rf"{_ANIMALS.pattern}|\b(?:preclinical|pre-clinical|experiment\w*|laborator\w+|cells?|cultur\w+|vitro|vivo|models?)\b",
    re.IGNORECASE,
)

_OF: Final = (
    r"(?:(?:an?|the|any|known|prior|previous|pre-?existing|history|of|evidence|signs?|chronic|current)\s)*"
)
_WHAT: Final = r"(?P<what>[a-z][\w-]{3,})"
_WITH: Final = re.compile(rf"\b(?:with|having|who (?:have|had))\s{_OF}{_WHAT}", re.IGNORECASE)
_WITHOUT: Final = re.compile(rf"\b(?:without|free (?:of|from)|not having)\s{_OF}{_WHAT}", re.IGNORECASE)
_WITH_OR_WITHOUT: Final = re.compile(r"\bwith(?:out)? (?:or|and) with(?:out)?\b", re.IGNORECASE)
_NON: Final = re.compile(rf"\bnon-?{_WHAT}(?: (?P<whom>[a-z][\w-]+))?", re.IGNORECASE)
_NEGATED: Final = re.compile(
    r"\b(?:non-?|(?:not?|never|neither|nor|without|absence of|lack of|free (?:of|from)) )(?:[a-z]+ ){0,2}?[\w-]+"
    r"|\b[\w]+-free\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"(?<![\w-])[a-z]{4,}", re.IGNORECASE)
_OF_NOBODY: Final = re.compile(
    r"signific|inferior|superior|random|linear|complian|adheren|respon|invasiv|specific|steroid|fatal|user|parametric"
    r"|blind|essential|pharmac|surgic|operativ|existent|uniform|zero|sense|profit|controlled",
    re.IGNORECASE,
)
"""What is said with "non-" of other things than people: a nonsignificant trend, noninvasive ventilation."""


class PopulationIsTheSame:
    """Nobody else than in the quotes or titles, nobody that nothing in their source speaks of, and not too many."""

    name = "population"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        return (
            swapped(held, "people")
            or _generalised(held)
            or _out_of_the_laboratory(held)
            or _other_condition(held)
            or unheard_of(held, "people")
        )


def _generalised(held: Held) -> Mismatch | None:
    for number, everybody in enumerate(_EVERYBODY):
        said = everybody.search(held.claim.text)
        if said is None or everybody.search(held.quoted.text):
            continue
        quoted = named(f"{held.quoted.text} {held.around.text}", "people", number)
        if len(quoted) == 1 and quoted != ("adults",):
            return Mismatch(f"it says {said[0]!r} where its quotes are about {quoted[0]}", conflict=True)
    return None


def _out_of_the_laboratory(held: Held) -> Mismatch | None:
    claim, quoted = held.claim.text, held.quoted.text
    animals = _ANIMALS.search(quoted)
    if animals is None or _OF_A_LABORATORY.search(claim) or _PEOPLE.search(quoted):
        return None
    if (people := _PEOPLE.search(claim)) and not _PEOPLE.search(held.around.text):
        return Mismatch(f"it says {people[0]} where its quotes say {animals[0]}", conflict=True)
    if found := _IN_ANIMALS.search(quoted):
        return Mismatch(f"its quotes say {found[0]!r}, and it does not", conflict=False)
    return None


def _other_condition(held: Held) -> Mismatch | None:
    """``With diabetes`` for ``without diabetes``, ``valvular`` for ``nonvalvular``, and the other way round."""
    source = f"{held.around.text}. {held.source}"
    claim, quoted = _spelt_out(held.claim.text, source), _spelt_out(held.quoted.text, source)
    if what := _denied(of=quoted, but_said_in=claim):
        return Mismatch(f"it says {what} where its quotes say without, or non-{what}", conflict=True)
    if what := _denied(of=claim, but_said_in=quoted):
        return Mismatch(f"it says without, or non-{what}, where its quotes say {what}", conflict=True)
    return None


def _denied(*, of: str, but_said_in: str) -> str:
    """What the people of one text have not and those of the other have; empty where there is nothing of the kind."""
    if _WITH_OR_WITHOUT.search(of) or _WITH_OR_WITHOUT.search(but_said_in):
        return ""
    had = _all(_WITHOUT, of) & _all(_WITH, but_said_in)
    had |= {
        found["what"].lower()
        for found in _NON.finditer(of)
        if not _OF_NOBODY.match(found["what"]) and _is_said_of_them(found, but_said_in)
    }
    return min((what for what in had if what not in _said_plainly(of) | _negated(but_said_in)), default="")


def _is_said_of_them(non: re.Match[str], text: str) -> bool:
    """Is what some are not said of the same people, or the same disease: *nonvalvular* and *valvular fibrillation*?"""
    what, whom = non["what"], (non["whom"] or "").lower()
    for found in re.finditer(rf"(?<![\w-]){re.escape(what)}(?: (?P<whom>[a-z][\w-]+))?", text, re.IGNORECASE):
        other = (found["whom"] or "").lower()
        are_people = _PEOPLE.fullmatch(whom) and _PEOPLE.fullmatch(other)
        if what.endswith("s") or (whom and (whom == other or are_people)):
            return True
    return False


def _all(pattern: re.Pattern[str], text: str) -> set[str]:
    return {found["what"].lower() for found in pattern.finditer(text)}


def _said_plainly(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(_NEGATED.sub(" ", text))}


def _negated(text: str) -> set[str]:
    words = " ".join(_NEGATED.findall(text))
    return {word.lower().removeprefix("non") for word in re.findall(r"[a-z]{4,}", words, re.IGNORECASE)}


@lru_cache(maxsize=256)
def _spelt_out(text: str, source: str) -> str:
    """The text with the short forms that its source explains: of NVAF, only the long form says that no valve is ill."""
    for one in definitions_in(source):
        long = one.long.replace("\\", r"\\")
        text = re.sub(rf"(?<!\w){re.escape(one.short)}(?!\w)", long, text)
    return text
