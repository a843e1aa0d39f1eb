"""A claim in a writer's own words is plain text: nothing in it acts, hides, or passes for another character."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from curbside.answer.draft import Claim
from curbside.verification.check import Evidence

_USUAL: Final = frozenset(" .,;:!?'\"()/%+-=<>–—−…“”‘’·±×°≤≥≈µμαβγδκ")
"""Beside Latin letters and the digits 0 to 9. Any other character is for the claim's quotes to bring in."""

_MARKUP: Final = re.compile(r"</?[a-z!]|\]\(|&#?\w+;|\b(?:https?|javascript|data):|\bwww\.", re.IGNORECASE)
_SHOWN: Final = 3


class TextIsPlain:
    """No markup, no address, and no character that its quotes do not have and no English sentence needs.

    The words of a claim are compared by their letters, so a letter that only looks like another, or a sign that strikes
    a "not" out where it is printed, would say to a reader what nothing here has compared.
    """

    name = "plain text"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        if claim.kind == "verbatim" or any(claim.text == quote.text for quote in claim.quotes):
            return None
        quoted = {character for quote in claim.quotes for character in quote.text}
        if _MARKUP.search(claim.text) and not any(_MARKUP.search(quote.text) for quote in claim.quotes):
            return "it holds markup or an address, and none of its quotes does"
        strange = dict.fromkeys(
            one for one in claim.text if one not in quoted and one not in _USUAL and not _is_latin(one)
        )
        if not strange:
            return None
        named = ", ".join(f"U+{ord(one):04X}" for one in list(strange)[:_SHOWN])
        return f"it holds characters that none of its quotes has: {named}"


def _is_latin(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return unicodedata.name(character, "").startswith("LATIN ") and character.isalpha()
