"""What may be is not said to be: a claim keeps the "may" and the "suggests" of its quotes."""

from __future__ import annotations

import re
from typing import Final

from curbside.verification.comparison import Held, Mismatch
from curbside.verification.said import Said, Token

HEDGES: Final = re.compile(
    r"\b(?:may|might|could|possibl[ey]|possibility|perhaps|potential(?:ly)?(?!\sconfound)|appear(?:s|ed)?|seem(?:s|ed)?|suggest\w*"
    r"|probabl[ey]|presumabl[ey]|tend(?:s|ed|ency)?|trend|hypothesi[sz]e\w*|speculat\w*|plausibl[ey]|promising|unclear|uncertain"
    r"|not\s(?:yet\s)?(?:established|proven|known|clear)|consider(?:ed|ing)?|worth|thought\sof|think(?:ing)?\sabout|among\sthe\spossibilities|hint\w*|believed|thought|contradict(?:s|ed)|not\sconfirm(?:ed)?)\b|(?<!more\s)(?<!less\s)\blikely\b",
    re.IGNORECASE,
)
_MODAL: Final = re.compile(
    r"\b(?:may|might|could|(?:appear|seem|tend)s?\sto|(?:is|are)\s(?:likely|thought|believed)\sto|possibly|probably|potentially"
    r"|perhaps)\b",
    re.IGNORECASE,
)
_GUARDED: Final = re.compile(
    _MODAL.pattern + r"|\b(?:can|would|should|whether|if|possible|likely|suspected|ought|capable\sof)\b",
    re.IGNORECASE,
)
"""What a claim may say in its stead: "can be given" for "may be given"."""

_CERTAIN: Final = re.compile(
    r"\b(?:prov(?:es?|ed|en|ing)|definite(?:ly)?|certain(?:ly)?|clearly|undoubted(?:ly)?|conclusive(?:ly)?|always|invariably"
    r"|confirm(?:s|ed)?|establish(?:es|ed)?|demonstrate[sd]?)\b",
    re.IGNORECASE,
)
_HELPING: Final = frozenset("be been have has had also not only still even well thus a an the".split())
_BEFORE: Final = 40
"""Characters before a verb in which its "may" stands."""

_COVERED: Final = 0.5


class HedgesAreKept:
    """Compared clause by clause: a claim whose words come mostly from a hedged clause is hedged itself."""

    name = "hedging"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        if (dropped := _dropped(held)) is not None:
            return Mismatch(f"its quotes say {dropped!r}, and it does not", conflict=False)
        if HEDGES.search(held.claim.text):
            return None
        certain = _CERTAIN.search(held.claim.text)
        if certain and HEDGES.search(held.quoted.text) and not _CERTAIN.search(held.quoted.text):
            return Mismatch(f"it says {certain[0]!r}, and its quotes only suggest it", conflict=False)
        telling = [token for token in held.claim.tokens if token.tells]
        for clause in held.quoted.clauses:
            text = held.quoted.words(clause[0], clause[-1])
            hedge = HEDGES.search(text)
            if hedge is None:
                continue
            hedged = {key for token in clause for key in token.keys}
            covered = sum(bool(token.keys & hedged) for token in telling)
            if telling and covered >= _COVERED * len(telling):
                return Mismatch(f"its quotes say it with {hedge[0]!r}, and it does not", conflict=False)
        return None


def _dropped(held: Held) -> str | None:
    """A "may" of the quotes that the claim's same verb goes without, where no other hedge stands in for it."""
    hedged_so = {hedge[0].lower() for hedge in HEDGES.finditer(held.quoted.text)}
    if any(hedge[0].lower() not in hedged_so for hedge in HEDGES.finditer(held.claim.text)):
        return None
    bare = [token for token in held.claim.tokens if not _is_hedged(held.claim, token, _GUARDED)]
    firm = {key for t in held.quoted.tokens if not _is_hedged(held.quoted, t, _MODAL) for key in t.keys}
    for modal in _MODAL.finditer(held.quoted.text):
        verb = next((t for t in held.quoted.tokens if t.start >= modal.end() and not _helps(t)), None)
        if verb is None or verb.keys & firm:
            continue
        if any(token.keys & verb.keys for token in bare):
            return f"{modal[0]} {verb.word}"
    return None


def _helps(token: Token) -> bool:
    return token.word in _HELPING or token.word.endswith("ly")


def _is_hedged(said: Said, token: Token, words: re.Pattern[str]) -> bool:
    begin = max(said.clause(token.clause)[0].start, token.start - _BEFORE)
    return words.search(said.text, begin, token.start) is not None
