"""Of things of which one is not another (women and men, oral and intravenous), which a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from curbside.terminology.wordings import Rivals, rivals
from curbside.verification.comparison import Held, Mismatch

_NOT: Final = r"(?<!\bnon )(?<!\bnon-)"
_SHORT: Final = 4


def swapped(held: Held, of: str) -> Mismatch | None:
    """What of one list a claim names where its quotes name another, and neither they nor their titles name it.

    A kind may be called by what it is a kind of: what was found in infants was found in children.
    """
    for number, one in enumerate(rivals(of)):
        quoted = named(held.quoted.text, of, number)
        if not quoted:
            continue
        known = _with_broader((*quoted, *named(held.around.text, of, number)), one)
        # Of "subcutaneous injections", subcutaneous is what tells.
        told = set(quoted) - {
            broader for name in quoted for broader in _with_broader([one.broader.get(name, "")], one)
        }
        for name in named(held.claim.text, of, number):
            # Of children nobody said that they were infants; but it may well be.
            if name not in known and not _with_broader([name], one) & told:
                return Mismatch(f"it says {name} where its quotes say {quoted[0]}", conflict=True)
    return None


def unheard_of(held: Held, of: str) -> Mismatch | None:
    """What of one list a claim names and its source does not, in any word; None where only the quotes are known."""
    if not held.source:
        return None
    known_of = f"{held.around.text}. {held.source}"
    for number, one in enumerate(rivals(of)):
        claimed = named(held.claim.text, of, number)
        if not claimed:
            continue
        known = _with_broader((*named(held.quoted.text, of, number), *named(known_of, of, number)), one)
        for name in claimed:
            if name not in known and not _hinted(known_of, one.hints.get(name, ())):
                return Mismatch(f"nothing in its source says {name}", conflict=False)
    return None


@lru_cache(maxsize=1024)
def named(text: str, of: str, number: int) -> tuple[str, ...]:
    """The names of the things of a list's set that a text has a wording of, in the order of the set.

    The longest wording counts alone: who is not pregnant is not named pregnant.
    """
    names, pattern, other = _patterns(of)[number]
    kept = other.sub(" ", text) if other is not None else text
    found = {names[_one_spelling(wording[0])] for wording in pattern.finditer(kept)}
    return tuple(name for name in rivals(of)[number].wordings if name in found)


_Patterns = tuple[dict[str, str], re.Pattern[str], re.Pattern[str] | None]


@cache
def _patterns(of: str) -> tuple[_Patterns, ...]:
    """For every set the name of each wording, what finds them, and what finds the phrases that name none of it."""
    return tuple(
        (
            {_one_spelling(wording): name for name, wordings in one.wordings.items() for wording in wordings},
            _pattern(tuple(wording for wordings in one.wordings.values() for wording in wordings)),
            _pattern(tuple(one.other)) if one.other else None,
        )
        for one in rivals(of)
    )


@cache
def _pattern(wordings: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(wordings, key=len, reverse=True)
    return re.compile(f"{_NOT}(?<![^\\W_])(?:{'|'.join(map(_wording, longest_first))})(?![^\\W_])")


def _wording(phrase: str) -> str:
    words = r"[\s-]+".join(map(re.escape, phrase.replace("-", " ").split()))
    # "IV" is a way in, and "US" a country; "iv" may be a number, and "us" all of us.
    return words if phrase.isupper() and len(phrase) <= _SHORT else f"(?i:{words})"


def _one_spelling(wording: str) -> str:
    return " ".join(wording.lower().replace("-", " ").split())


def _hinted(text: str, hints: Iterable[str]) -> bool:
    hints = tuple(hints)
    return bool(hints) and _pattern(hints).search(text) is not None


def _with_broader(names: Iterable[str], one: Rivals) -> set[str]:
    known = set(names)
    for name in tuple(known):
        while (name := one.broader.get(name, "")) and name not in known:
            known.add(name)
    return known
