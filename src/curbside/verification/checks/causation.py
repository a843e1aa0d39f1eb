"""What goes together is not said to bring about: "associated with" does not become "causes"."""

from __future__ import annotations

import re
from typing import Final

from curbside.verification.comparison import Held, Mismatch

_ASSOCIATED: Final = re.compile(
    r"(?<!no )(?<!not )(?<!nor )\b(?:associat\w+|correlat\w+|link(?:s|ed)?|relat(?:ed|ion|ionship)\b|relationship"
    r"|predict\w*|with\s(?:more|less|higher|lower|greater)|risk\sfactors?|more\slikely|less\slikely"
    r"|accompan\w+|coincid\w+|marker|connected)\b",
    re.IGNORECASE,
)
_CAUSES: Final = re.compile(
    r"\b(?:cause[sd]?|causing|leads?\sto|led\sto|result(?:s|ed|ing)?\sin|bring(?:s|ing)?\sabout|brought\sabout|due\sto"
    r"|because\sof|owing\sto|induc\w+|trigger\w*|provok\w+|prevent\w*|protect\w*|produc\w+|drives?|contribut\w+\sto"
    r"|(?:effective|successful|helpful|efficacious)\s(?:in|at|for)\s\w+ing"
    r"|responsible\sfor|driven\s(?:up|down)?|gives?\srise\sto|confers?|keeps?|ma(?:de|kes?)"
    r"|(?:lengthen|shorten|increas|reduc|rais|lower|worsen|improv|prolong)ed\sby\s(?!\d|about|an?\s|nearly))\b",
    re.IGNORECASE,
)
_ACTS: Final = re.compile(
    r"(?:(?P<before>[\w'’)]+)\s)?(?:\w+ly\s)?\b(?:"
    r"(?P<now>raises?|reduces?|improves?|prolongs?|lengthens?|shortens?|worsens?|promotes?|elevates?|boosts?|halves?|doubles?"
    r"|increases|lowers|decreases|cuts)"
    r"|(?P<may>increase|lower|decrease|cut)"
    r"|(?P<then>rais|reduc|increas|lower|decreas|improv|worsen|prolong|lengthen|shorten|halv|doubl|boost)ed)"
    r"\s(?!in\b|by\b|with\b|from\b|at\b|for\b|to\b|among\b|after\b|over\b|significantly|more\b|less\b|and\b|or\b|of\b|as\b"
    r"|during\b|on\b|when\b|than\b|between\b|but\b|while\b|only\b|slightly|\d)[a-z]",
    re.IGNORECASE,
)
"""A verb that does something to what follows it, and no adjective (*had reduced mortality*) or noun (*an increase*)."""
_NO_SUBJECT: Final = frozenset(
    """
    a an the of with had has have having was were is are be been being and or in by for on at from showed shows show
    shown showing found revealed reported observed experienced significant their its his her no any this that these
    those some between associated related linked to as than not suggesting indicating
    """.split()
)
_MODALS: Final = frozenset("to may might can could will would should not they cannot".split())
_PLAINLY: Final = re.compile(
    r"\b(?:cause[sd]?|causing|leads?\sto|led\sto|result(?:s|ed)?\sin|induc\w+|trigger\w*|provok\w+"
    r"|ma(?:de|kes?)\s(?:\w+\s){1,4}?(?:more|less|worse|better|rarer|commoner|likelier))\b",
    re.IGNORECASE,
)


class AssociationStaysOne:
    """A claim that something brought something about has a quote that says so."""

    name = "causation"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        quoted = held.quoted.text
        clauses = [held.claim.words(clause[0], clause[-1]) for clause in held.claim.clauses]
        causal = [one for one in clauses if _brings_about(one) and not _ASSOCIATED.search(one)]
        if not causal or _brings_about(quoted):
            return None
        if not _ASSOCIATED.search(quoted):
            if not any(_PLAINLY.search(one) for one in causal):
                return None
            return Mismatch("no quote says that one brings about the other", conflict=False)
        return Mismatch(
            "its quotes say that the two go together, not that one brings about the other", conflict=False
        )


def _brings_about(text: str) -> bool:
    return _CAUSES.search(text) is not None or any(map(_is_active, _ACTS.finditer(text)))


def _is_active(found: re.Match[str]) -> bool:
    before = (found["before"] or "").lower()
    if found["may"]:
        return before in _MODALS
    if found["now"] and before in _MODALS:
        return True
    return bool(before) and before not in _NO_SUBJECT
