"""A figure of a claim has the sign that its quotes print: -0.5 is not 0.5, unless a word says that it fell."""

from __future__ import annotations

import re
from typing import Final

from curbside.verification.comparison import Held, Mismatch
from curbside.verification.figures import Figure, Part, figures

_FALLS: Final = re.compile(
    r"""\b(?:decreas\w*|reduc\w*|lower\w*|less\w*|fewer|smaller|short\w*|declin\w*|diminish\w*|drop\w*|dipp\w*|f[ae]ll\w*
    |attenuat\w*|shr[aiu]nk\w*|loss\w*|los[te]\w*|losing|eas\w+|reliev\w*|relief|allevi\w*|suppress\w*|improv\w*
    |worsen\w*|deteriorat\w*|cut|sav\w+|down|minus|deficit|behind
    |(?:below|under)\s(?:the\s|that\s)?(?:baseline|placebo|control\w*|of|in|with))\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that say what a minus says; of what improves or worsens, it depends on the scale."""
_BESIDE: Final = re.compile(r"\b(?:negativ\w*|invers\w*|better|worse)\b", re.IGNORECASE)
_NEAR: Final = 25
"""Characters within which the words of `_BESIDE` say it of a figure, and not of something else."""
_EQUALS: Final = re.compile(r"=\s?\Z")


class SignsAreKept:
    """Of plain numbers; an estimate and its interval have their signs in their values, and are held by those."""

    name = "signs"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        printed = figures(held.quoted.text)
        for figure in figures(held.claim.text):
            same = [one for one in printed if _is_same_but_for_sign(figure, one)]
            if same and not any(_is_signed_so(figure, one, held) for one in same):
                shown = held.claim.text[figure.start : figure.end]
                return Mismatch(f"{shown} has another sign in its quotes", conflict=True)
        return None


def says_less(text: str) -> bool:
    """Is there a word that may stand for a minus?"""
    return _FALLS.search(text) is not None


def _is_same_but_for_sign(figure: Figure, printed: Figure) -> bool:
    is_plain = Part.NUMBER in (figure.part, printed.part)
    units = {figure.unit, printed.unit} - {""}
    return is_plain and abs(figure.value) == abs(printed.value) and len(units) < 2


def _is_signed_so(figure: Figure, printed: Figure, held: Held) -> bool:
    """Have both one sign? *Fell by 0.5* says -0.5, and a dash that may be a hyphen is no other sign."""
    signs = {figure.sign or "+", printed.sign or "+"}
    if len(signs) == 1 or "?" in signs:
        return True
    unsigned = [
        (said.text, one) for said, one in ((held.claim, figure), (held.quoted, printed)) if not one.sign
    ]
    return any(_says_minus(text, one) for text, one in unsigned)


def _says_minus(text: str, figure: Figure) -> bool:
    """Does a word say the sign of a figure? What stands after ``=`` has its own."""
    if _EQUALS.search(text, 0, figure.start):
        return False
    near = _BESIDE.search(text, max(0, figure.start - _NEAR), figure.end + _NEAR)
    return says_less(text) or near is not None
