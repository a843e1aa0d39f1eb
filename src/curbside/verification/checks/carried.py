"""A composed claim says no number, unit or "not" that its quotes do not."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.appraisal.estimates import Effect, PValue, estimates
from curbside.literature.figures import differing_units, is_negated, numbers, says_same
from curbside.verification.check import Evidence


class FiguresAreCarried:
    """Every number of a composed claim stands in its quotes, with the same unit, and a negation in one of them.

    The other way round too: a claim that says no "not" rests on at least one quote that says none either.
    """

    name = "carried"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        if claim.kind == "verbatim":
            return None
        quoted = " ".join(quote.text for quote in claim.quotes)
        if missing := sorted(numbers(claim.text) - numbers(quoted)):
            return f"no quote of it has the number {missing[0]}"
        if differing := differing_units(quoted, claim.text):
            return differing[0].replace("in 'text'", "in its quotes")
        negated = [is_negated(quote.text) for quote in claim.quotes]
        if is_negated(claim.text) and not any(negated) and not _finds_nothing(quoted):
            return "it says no to something, and none of its quotes does"
        if not is_negated(claim.text) and all(negated):
            return "all its quotes say no to something, and it does not"
        return None


def _finds_nothing(quoted: str) -> bool:
    """Do quotes say that nothing differed without a "not": by a word of sameness, a p value or an interval?"""
    return says_same(quoted) or any(
        figure.is_significant is False if isinstance(figure, PValue) else figure.excludes_no_effect is False
        for figure in estimates(quoted)
        if isinstance(figure, PValue | Effect)
    )
