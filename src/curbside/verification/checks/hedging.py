"""What may be is not said to be: a claim keeps the "may" and the "suggests" of its quotes."""

from __future__ import annotations

import re
from typing import Final

from curbside.verification.comparison import Held, Mismatch

HEDGES: Final = re.compile(
    r"\b(?:may|might|could|possibl[ey]|possibility|perhaps|potential(?:ly)?|appear(?:s|ed)?|seem(?:s|ed)?|suggest\w*"
    r"|probabl[ey]|presumabl[ey]|tend(?:s|ed|ency)?|trend|hypothesi[sz]e\w*|speculat\w*|plausibl[ey]|promising|unclear|uncertain"
    r"|not\s(?:yet\s)?(?:established|proven|known|clear)|consider(?:ed)?|hint\w*|believed|thought)\b|(?<!more\s)(?<!less\s)\blikely\b",
    re.IGNORECASE,
)
_COVERED: Final = 0.5


class HedgesAreKept:
    """Compared clause by clause: a claim whose words come mostly from a hedged clause is hedged itself."""

    name = "hedging"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        if HEDGES.search(held.claim.text):
            return None
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
