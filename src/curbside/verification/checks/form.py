"""A claim says how a thing is given as its quotes do: oral is not intravenous, and D2 is not D3."""

from __future__ import annotations

from curbside.verification.comparison import Held, Mismatch
from curbside.verification.named import swapped, unheard_of


class FormIsTheSame:
    """The way in, the form, how fast it is set free: as the quotes have it, or at least somebody in their source."""

    name = "dose form"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        return swapped(held, "forms") or unheard_of(held, "forms")
