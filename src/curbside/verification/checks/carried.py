"""What a composed claim says is carried by its quotes: a comparison of words, asked as a check of a claim."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.verification.check import Evidence
from curbside.verification.comparison import Comparison, each_sentence


class QuotesCarryIt:
    """One comparison, of a claim that is not word for word a quote of its own.

    A line that sums verdicts up says no more than they do, and is held against them by the verdict's own check.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self.name = comparison.name

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        if (
            claim.kind == "verbatim"
            or claim.sums_up
            or any(claim.text == quote.text for quote in claim.quotes)
        ):
            return None
        publications = [
            evidence.found[q.passage.publication].publication
            for q in claim.quotes
            if q.passage.publication in evidence.found
        ]
        held = each_sentence(
            claim.text,
            tuple(quote.text for quote in claim.quotes),
            title=" ".join(dict.fromkeys(one.title for one in publications)),
            source=" ".join(
                dict.fromkeys(
                    (*(q.passage.text for q in claim.quotes), *(one.abstract for one in publications))
                )
            ),
        )
        found = (self._comparison.mismatch(sentence) for sentence in held)
        return next((mismatch.reason for mismatch in found if mismatch is not None), None)
