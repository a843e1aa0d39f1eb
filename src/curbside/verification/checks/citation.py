"""A claim rests on something, and that something was retrieved for this question."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.verification.check import Evidence


class CitationExists:
    """Every quote names a passage of a publication that was retrieved; a claim without a quote is not shown."""

    name = "citation"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        if not claim.quotes:
            return "it cites nothing"
        for quote in claim.quotes:
            found = evidence.found.get(quote.passage.publication)
            if found is None:
                return f"it cites {quote.passage.id}, which was not retrieved for this question"
            if found.publication.passage(quote.passage.id) is None:
                return f"it cites {quote.passage.id}, which is no passage of its publication"
        return None
