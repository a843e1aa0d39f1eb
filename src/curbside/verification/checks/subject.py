"""A claim speaks of nothing that its quotes do not: another outcome, other people, another treatment."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.terminology.medicines import medicines_named
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.figures import figures
from curbside.verification.said import Said, Token

_ROOT: Final = 5
_MOST_NEW: Final = 0.34
"""The share of a claim's telling words that may be new, even of everyday ones."""
_MOST_SHARED: Final = 0.5
_OF_A_NAME: Final = 3
_SYLLABLE: Final = re.compile(r"[aeiouy]+(?!\b)|[aiouy]\b|(?<=l)e\b")
_COMPARED: Final = ("er", "est", "'s", "’s")
_OPPOSING: Final = ("un", "non")
_OPPOSITE: Final = re.compile(r"\A(?:un|non)(?=\w{5})")
_OF_VERBS: Final = ("ed", "ly", "ing")

_FEW: Final = 2


class SubjectIsCarried:
    """Its telling words stand in its quotes, or, for what a title names, in the titles the quotes stand under.

    Words of everyday English may be new, for nobody knows every way of saying a thing
    (`curbside.terminology.wordings`); what a medicine, a disease, a measure or a people is called may not.
    """

    name = "subject"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        if (swapped := _swapped_before(held)) is not None:
            return swapped
        telling = [token for token in held.claim.tokens if token.tells]
        quoted, around = held.quoted.keys, held.around.keys
        known = {token.term for said in (held.quoted, held.around) for token in said.tokens if token.tells}
        new = [
            token
            for token in telling
            if not token.keys & quoted and not token.keys & around and not _is_kin(token, known)
        ]
        spoken = telling if len(telling) > _FEW else [t for t in held.claim.tokens if terms(t.word)]
        shared = sum(bool(token.keys & quoted) for token in spoken)
        # Where nothing is named or counted, everyday words have to say what it is about: one that both have does not.
        is_vague = len(telling) <= _FEW < len(spoken) - 1 and not figures(held.claim.text)
        if not shared or (is_vague and shared < _MOST_SHARED * len(spoken)):
            return Mismatch("its quotes speak of something else", conflict=False)
        named = [token for token in new if _is_a_name(token, held.claim)]
        if named or (len(telling) > _FEW and len(new) > _MOST_NEW * len(telling)):
            return Mismatch(f"no quote of it speaks of {(named or new)[0].word}", conflict=False)
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
        if (
            not _is_a_name(before, held.claim)
            or before.keys & new
            or not noun.tells
            or not _adjoin(held.claim, before, noun)
        ):
            continue
        for key in sorted(noun.keys & theirs.keys()):
            reason = f"it says {before.word} {noun.word} where its quotes say {theirs[key].word} {noun.word}"
            return Mismatch(reason, conflict=True)
    return None


def _adjoin(said: Said, one: Token, other: Token) -> bool:
    return said.text[one.end : other.start] in {" ", "-"}


def _is_a_name(token: Token, said: Said) -> bool:
    """What the field calls its things is long, listed, a medicine or in capitals; everyday words are short.

    *Steeper*, *quiet* and *shed* are others' words for what a source says at length; *hypertrophy* and *valvular* are
    other things.
    """
    if not token.tells:
        return False
    printed = said.text[token.start : token.end]
    syllables = len(_SYLLABLE.findall(token.word))
    return (
        (syllables >= _OF_A_NAME and not token.word.endswith(_COMPARED))
        or any(key.startswith("same:") for key in token.keys)
        or (printed[1:].isupper() and len(printed) > 1)
        or bool(medicines_named(token.word))
    )


def _is_kin(token: Token, known: Collection[str]) -> bool:
    """Has it grown out of a word that is there: stroma and stromal, absorbed and absorption?

    An opposite has too, and `curbside.verification.checks.negation` looks at those. What was done to a thing is a
    verb and not its name, and words of a few letters are seldom one.
    """
    word = token.word.removesuffix("'s").removesuffix("’s")
    if len(word) < _ROOT or (word.endswith(_OF_VERBS) and not word.startswith(_OPPOSING)):
        return True
    term = _OPPOSITE.sub("", token.term)
    root = term[: max(_ROOT, len(term) - 2)]
    return len(root) >= _ROOT and any(
        one.startswith(term[: max(_ROOT, min(len(term), len(one)) - 2)])
        or (len(root) > _ROOT and root in one)
        for one in known
    )
