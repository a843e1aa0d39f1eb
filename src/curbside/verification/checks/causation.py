"""What goes together is not said to bring about: "associated with" does not become "causes"."""

from __future__ import annotations

import re
from typing import Final

from curbside.verification.comparison import Held, Mismatch

_ASSOCIATED: Final = re.compile(
    r"\b(?:associat\w+|correlat\w+|link(?:s|ed)?|relat(?:ed|ion|ionship)\b|relationship|predict\w*"
    r"|with\s(?:more|less|higher|lower|greater)|risk\sfactors?|more\slikely|less\slikely"
    r"|accompan\w+|coincid\w+|marker|connected)\b",
    re.IGNORECASE,
)
_CAUSES: Final = re.compile(
    r"\b(?:cause[sd]?|causing|leads?\sto|led\sto|result(?:s|ed|ing)?\sin|bring(?:s|ing)?\sabout|brought\sabout|due\sto"
    r"|because\sof|owing\sto|induc\w+|trigger\w*|provok\w+|prevent\w*|protect\w*|produc\w+|drives?|contribut\w+\sto"
    r"|responsible\sfor|made\s\w+(?:\s\w+){0,3}\s(?:more|less)|driven\s(?:up|down)?|gives?\srise\sto|makes?|confers?"
    r"|(?:lengthened|shortened|increased|reduced|raised|lowered|worsened|improved)\sby\s(?!\d|about|an?\s|nearly)"
    r"|(?:reduces|increases|raises|lowers|decreases|improves|worsens|promotes|elevates|boosts|cuts|doubles|halves"
    r"|(?:to|may|might|can|could|will|would|should|not|they)\s(?:reduce|increase|raise|lower|decrease|improve|worsen|promote|elevate|boost|cut|double|halve))"
    r"(?=\s(?:the|a|an|their|his|her|its|\w+\s)))\b",
    re.IGNORECASE,
)
_PLAINLY: Final = re.compile(
    r"\b(?:cause[sd]?|causing|leads?\sto|led\sto|result(?:s|ed)?\sin|induc\w+|trigger\w*|provok\w+)\b",
    re.IGNORECASE,
)
_DID: Final = re.compile(
    r"(?<!was\s)(?<!were\s)(?<!is\s)(?<!are\s)(?<!be\s)(?<!been\s)(?<!had\s)(?<!with\s)(?<!an\s)(?<!a\s)(?<!the\s)"
    r"(?<!of\s)\b(?:reduced|increased|raised|lowered|decreased|improved|worsened|doubled|halved)"
    r"\s(?:the|risk|rates?|their|mortality)\b",
    re.IGNORECASE,
)


class AssociationStaysOne:
    """A claim that something brought something about has a quote that says so."""

    name = "causation"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        claim, quoted = held.claim.text, held.quoted.text
        if _ASSOCIATED.search(claim) or not _brings_about(claim) or _brings_about(quoted):
            return None
        if not _ASSOCIATED.search(quoted):
            if _PLAINLY.search(claim) is None:
                return None
            return Mismatch("no quote says that one brings about the other", conflict=False)
        return Mismatch(
            "its quotes say that the two go together, not that one brings about the other", conflict=False
        )


def _brings_about(text: str) -> bool:
    return _CAUSES.search(text) is not None or _DID.search(text) is not None
