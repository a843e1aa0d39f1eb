"""A claim names no other thing than its quotes where one is not the other: the left is not the right."""

from __future__ import annotations

from curbside.verification.comparison import Held, Mismatch
from curbside.verification.named import swapped


class NothingIsSwapped:
    """Of things of which one is not another, a claim names those its quotes or their titles name."""

    name = "rivals"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        return swapped(held, "rivals")
