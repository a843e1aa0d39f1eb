"""A claim reports; it gives its reader no orders, and neither does what it quotes."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.appraisal.address import gives_orders
from curbside.verification.check import Evidence


class ReportsOnly:
    """No sentence of a document that speaks to whoever reads it, or to a machine, is shown as an answer."""

    name = "address"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        if gives_orders(claim.text):
            return "it gives its reader orders, and reports nothing"
        if any(gives_orders(quote.text) for quote in claim.quotes):
            return "it rests on a sentence that gives its reader orders"
        return None
