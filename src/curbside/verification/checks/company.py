"""What must not be shown alone is not: an early result without what became of it, one label without the other."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.answer.draft import Claim


def company_objection(claim: Claim, part: Iterable[Claim]) -> str | None:
    """Why a claim may not stand in a part of an answer; None when all that it needs beside it is shown there.

    Only what a claim says in its own words counts: its first quote. What it cites further is not read out, so it
    keeps nothing company.
    """
    said = claim.quotes[0].passage.statement
    if said is None or not said.beside or claim.text != claim.quotes[0].text:
        return None
    shown = {other.quotes[0].passage.id for other in part if other.text == other.quotes[0].text}
    missing = [name for name in said.beside if name not in shown]
    return f"it may not be shown without {missing[0]}" if missing else None
