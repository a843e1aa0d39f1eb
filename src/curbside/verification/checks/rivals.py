"""A claim names no other arm, people, form or measure than its quotes: women are not men, and weekly is not daily."""

from __future__ import annotations

from functools import cache

from curbside.terminology.wordings import rivals
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.said import Said

_Set = tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


class NothingIsSwapped:
    """Of things of which one is not another, a claim names those its quotes or their titles name."""

    name = "rivals"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        for members in _sets():
            claimed = _named(held.claim, members)
            quoted = _named(held.quoted, members)
            if quoted and (
                others := [
                    one for one in claimed if one not in quoted and one not in _named(held.around, members)
                ]
            ):
                return Mismatch(f"it says {others[0]} where its quotes say {quoted[0]}", conflict=True)
        return None


def _named(said: Said, members: _Set) -> list[str]:
    # The words themselves: "yearly" and "year" have one stem, and are not one thing.
    words = tuple(token.word for token in said.tokens)
    return [
        name
        for name, wordings in members
        if any(words[at : at + len(w)] == w for w in wordings for at in range(len(words)))
    ]


@cache
def _sets() -> tuple[_Set, ...]:
    return tuple(
        tuple((wordings[0], tuple(_split(one) for one in wordings)) for wordings in members)
        for members in rivals()
    )


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.lower().replace("-", " ").split())
