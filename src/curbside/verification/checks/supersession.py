"""What has been replaced is not said where its successor was found and speaks to the question."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.appraisal.design import Design, design_of
from curbside.verification.check import Evidence


class SuccessorSpeaks:
    """No quote comes from a source that yields, unless its successor is quoted beside it.

    What was derived from it stays, with the mark "superseded" at that citation: it rests on others as well.
    """

    name = "supersession"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        quoted = dict.fromkeys(quote.passage.publication for quote in claim.quotes)
        cited = [evidence.found[name] for name in quoted]
        if design_of(cited[0].publication) is Design.DERIVED:
            return None
        for found in cited:
            if found.yields_to and found.yields_to not in quoted:
                return f"its source {found.publication.id} is superseded by {found.yields_to}, which was found as well"
        return None
