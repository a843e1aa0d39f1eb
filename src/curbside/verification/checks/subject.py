"""A claim speaks of nothing that its quotes do not: another outcome, other people, another treatment."""

from __future__ import annotations

from typing import Final

from curbside.appraisal.outcome import more_is_wanted
from curbside.literature.library.analysis import terms
from curbside.terminology.medicines import medicines_named
from curbside.verification.comparison import Difference, Held

_MOST_NEW: Final = 0.34
"""The share of a claim's telling words that may be new: others' words for verbs, and not for things."""
_FEW: Final = 2


class SubjectIsCarried:
    """Its telling words stand in its quotes, or, for what a title names, in the titles the quotes stand under.

    A few words may be new, for nobody knows every way of saying a thing; a name of a medicine, a disease or a
    measure may not.
    """

    name = "subject"

    def difference(self, held: Held) -> Difference | None:
        """See `curbside.verification.comparison.Comparison`."""
        telling = [token for token in held.claim.tokens if token.tells]
        quoted, around = held.quoted.keys, held.around.keys
        new = [token for token in telling if not token.keys & quoted and not token.keys & around]
        spoken = telling if len(telling) > _FEW else [t for t in held.claim.tokens if terms(t.word)]
        if not any(token.keys & quoted for token in spoken):
            return Difference("its quotes speak of something else", conflict=False)
        if len(telling) > _FEW and len(new) > _MOST_NEW * len(telling):
            return Difference(f"no quote of it speaks of {new[0].word}", conflict=False)
        # A word that stands for a group of wordings is a thing of the field; none of its wordings is there.
        if named := [
            token
            for token in new
            if any(key.startswith("same:") for key in token.keys) and _is_thing(token.word)
        ]:
            return Difference(f"no quote of it speaks of {named[0].word}", conflict=False)
        return None


def _is_thing(word: str) -> bool:
    return more_is_wanted(word) is not None or bool(medicines_named(word))
