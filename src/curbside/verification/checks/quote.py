"""A quote is its passage's characters, and a verbatim claim is its quote."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.verification.check import Evidence


class QuoteIsVerbatim:
    """Compared with the passage as the library holds it, not as the writer remembers it."""

    name = "quote"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        for quote in claim.quotes:
            passage = evidence.found[quote.passage.publication].publication.passage(quote.passage.id)
            held = passage.text if passage is not None else ""
            if not 0 <= quote.start < quote.end <= len(held):
                return f"its quote lies outside {quote.passage.id}"
            if held[quote.start : quote.end] != quote.text:
                return f"its quote is not what {quote.passage.id} says there"
        if claim.kind == "verbatim" and claim.text != " ".join(quote.text for quote in claim.quotes):
            return "it is called verbatim and is not its quote"
        return None
