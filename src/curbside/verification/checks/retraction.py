"""A retracted source supports nothing, and neither does what was worked out from one."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.answer.usable import worked_out_from_retracted
from curbside.verification.check import Evidence


class SourceStands:
    """No quote comes from a publication that was retracted, or from a statement that was derived from one."""

    name = "retraction"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        for quote in claim.quotes:
            found = evidence.found[quote.passage.publication]
            if found.standing.retracted:
                return f"its source {found.publication.id} was retracted"
            if source := found.standing.fallen.get(quote.passage.id):
                return worked_out_from_retracted(source)
        return None
