"""The one seam for a comparison from outside the house, such as an entailment model's.

It is asked last, of a claim in a writer's own words and of no sentence that stands in a source, and only where nothing
else objects. It can withhold a claim, and it can let none through: published entailment models reject nearly half of
sentences that stand word for word in the biomedical literature, and accept others that say the opposite.
"""

from __future__ import annotations

from collections.abc import Iterable

from curbside.verification.check import Check
from curbside.verification.checks import CHECKS
from curbside.verification.checks.carried import QuotesCarryIt
from curbside.verification.comparison import Comparison, Held, Mismatch


class FurtherComparison:
    """A comparison that was plugged in. One that breaks objects: a claim is not let through for want of an answer."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self.name = comparison.name

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        try:
            return self._comparison.mismatch(held)
        except Exception as error:
            return Mismatch(f"{self.name} failed and gave no answer ({type(error).__name__})", conflict=False)


def with_further(further: Iterable[Comparison]) -> tuple[Check, ...]:
    """All checks of the house, and after them these comparisons."""
    return (*CHECKS, *(QuotesCarryIt(FurtherComparison(one)) for one in further))
