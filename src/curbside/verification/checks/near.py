"""A claim that all but repeats its quote repeats it: what it changes, adds or takes out must mean the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.verification.checks.hedging import HEDGES
from curbside.verification.comparison import Held, Mismatch

_WORD: Final = re.compile(r"\d[\d.,·]*\d|\d|[^\W\d_]+|[%<>≤≥]")
_REPEATS: Final = 0.86
_FEWEST: Final = 6
_LIMITS: Final = re.compile(
    r"\b(?:only|except|unless|excluding|if|without|not|no|associated|correlated|related|linked)\b",
    re.IGNORECASE,
)
_OPPOSED: Final = frozenset(
    {("<", ">"), (">", "<"), ("≤", "≥"), ("≥", "≤"), ("<", "≥"), ("≥", "<"), (">", "≤"), ("≤", ">")}
)
_VERSUS: Final = frozenset({"vs", "versus"})
_FEW: Final = 3
_ONE_MOVE: Final = 1


class RepeatsFaithfully:
    """Only of a claim that is nearly its quote, word by word. One part may stand elsewhere, two are a swap."""

    name = "near"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        mine, theirs = _WORD.findall(held.claim.text), _WORD.findall(held.quoted.text)
        matcher = SequenceMatcher(
            None, [w.lower() for w in theirs], [w.lower() for w in mine], autojunk=False
        )
        same = sum(block.size for block in matcher.get_matching_blocks())
        if len(mine) < _FEWEST or same < _REPEATS * len(mine):
            return None
        known = {token.word: token.keys for token in (*held.quoted.tokens, *held.claim.tokens)}
        everywhere = {word.lower() for word in theirs}
        moved = 0
        for what, i, j, k, m in matcher.get_opcodes():
            said, instead = mine[k:m], theirs[i:j]
            telling = [] if what == "equal" else [word for word in said if _counts(word)]
            moved += any(word.lower() in everywhere for word in telling)
            # A figure that has left its words behind is another's.
            moved += bool(telling) and all(word[0].isdigit() and word in everywhere for word in telling)
            if any(pair in _OPPOSED for pair in zip(instead, said, strict=False)):
                reason = f"it says {' '.join(said)} where its quotes say {' '.join(instead)}"
                return Mismatch(reason, conflict=True)
            meant = {key for word in instead for key in known.get(word.lower(), ())}
            strange = [word for word in telling if _is_strange(word, everywhere, known, meant)]
            if strange and what == "insert":
                return Mismatch(f"it adds {' '.join(said)!r} to what its quotes say", conflict=False)
            if strange and any(map(_counts, instead)):
                reason = f"it says {' '.join(said)} where its quotes say {' '.join(instead)}"
                return Mismatch(reason, conflict=True)
            inside = what == "delete" and i > 0 and j < len(theirs) and len(instead) <= _FEW
            lost = _LIMITS.search(" ".join(instead)) if inside else None
            if lost is not None and lost[0].lower() not in {word.lower() for word in mine}:
                return Mismatch(f"it leaves out the {lost[0]!r} of its quotes", conflict=True)
        if moved > _ONE_MOVE:
            return Mismatch(
                "it has the words of its quotes in another order, where the order tells", conflict=True
            )
        return None


def _is_strange(
    word: str, everywhere: Collection[str], known: Mapping[str, frozenset[str]], meant: Collection[str]
) -> bool:
    """Is it neither a word of the quotes, nor another for one it stands in place of, nor a hedge, nor a figure?"""
    if word[0].isdigit() or word.lower() in everywhere or HEDGES.match(word):
        return False
    return known.get(word.lower(), frozenset()).isdisjoint(meant)


def _counts(word: str) -> bool:
    return word[0].isdigit() or (word.lower() not in _VERSUS and bool(terms(word)))
