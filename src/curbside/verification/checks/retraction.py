"""A retracted source supports nothing."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.verification.check import Evidence


class SourceStands:
    """No quote comes from a publication that was retracted."""

    name = "retraction"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        for quote in claim.quotes:
            found = evidence.found[quote.passage.publication]
            if found.standing.retracted:
                return f"its source {found.publication.id} was retracted"
        return None
