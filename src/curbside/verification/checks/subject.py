"""A claim speaks of nothing that its quotes do not: another outcome, other people, another treatment."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from curbside.appraisal.outcome import more_is_wanted
from curbside.literature.library.analysis import terms
from curbside.terminology.medicines import medicines_named
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.said import Said, Token

_MOST_NEW: Final = 0.34
"""The share of a claim's telling words that may be new: others' words for verbs, and not for things."""
_FEW: Final = 2


class SubjectIsCarried:
    """Its telling words stand in its quotes, or, for what a title names, in the titles the quotes stand under.

    A few words may be new, for nobody knows every way of saying a thing; a name of a medicine, a disease or a
    measure may not.
    """

    name = "subject"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        if (swapped := _swapped_before(held)) is not None:
            return swapped
        telling = [token for token in held.claim.tokens if token.tells]
        quoted, around = held.quoted.keys, held.around.keys
        new = [token for token in telling if not token.keys & quoted and not token.keys & around]
        spoken = telling if len(telling) > _FEW else [t for t in held.claim.tokens if terms(t.word)]
        if not any(token.keys & quoted for token in spoken):
            return Mismatch("its quotes speak of something else", conflict=False)
        if len(telling) > _FEW and len(new) > _MOST_NEW * len(telling):
            return Mismatch(f"no quote of it speaks of {new[0].word}", conflict=False)
        # A word that stands for a group of wordings is a thing of the field; none of its wordings is there.
        if named := [
            token
            for token in new
            if any(key.startswith("same:") for key in token.keys) and _is_thing(token.word)
        ]:
            return Mismatch(f"no quote of it speaks of {named[0].word}", conflict=False)
        return None


def _swapped_before(held: Held) -> Mismatch | None:
    """``Sensory block`` where the quotes say ``motor block``: the noun is theirs, and what goes before it is not."""
    new = held.quoted.keys | held.around.keys
    claimed = held.claim.keys
    theirs = {
        key: before
        for before, noun in pairwise(held.quoted.tokens)
        if before.tells and not before.keys & claimed and _adjoin(held.quoted, before, noun)
        for key in noun.keys
        if noun.tells
    }
    for before, noun in pairwise(held.claim.tokens):
        if not before.tells or before.keys & new or not noun.tells or not _adjoin(held.claim, before, noun):
            continue
        for key in sorted(noun.keys & theirs.keys()):
            reason = f"it says {before.word} {noun.word} where its quotes say {theirs[key].word} {noun.word}"
            return Mismatch(reason, conflict=True)
    return None


def _adjoin(said: Said, one: Token, other: Token) -> bool:
    return said.text[one.end : other.start] in {" ", "-"}


def _is_thing(word: str) -> bool:
    return more_is_wanted(word) is not None or bool(medicines_named(word))
