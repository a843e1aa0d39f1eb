"""A notice tells of another publication's standing, and is evidence for nothing."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.literature.notice import notice_in
from curbside.verification.check import Evidence


class NoNoticeIsEvidence:
    """No quote comes from a retraction notice, an expression of concern or a correction."""

    name = "notice"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        for quote in claim.quotes:
            publication = evidence.found[quote.passage.publication].publication
            if notice := notice_in(publication):
                return f"its source {publication.id} is {notice}, and reports nothing itself"
        return None
