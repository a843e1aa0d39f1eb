"""The plain wording of a claim agrees with it in every number, every unit and every "not"."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.literature.figures import differing_units, is_negated, numbers


def plain_objection(claim: Claim) -> str | None:
    """Why a claim's plain wording may not stand for it, in a sentence; None when it may.

    It may leave a figure out, as a patient needs fewer, and may not add or change one.
    """
    if missing := sorted(numbers(claim.plain) - numbers(claim.text)):
        return f"the claim has no number {missing[0]}"
    if differing := differing_units(claim.text, claim.plain):
        return differing[0].replace("in 'text'", "in the claim")
    if is_negated(claim.plain) != is_negated(claim.text):
        return "one of the two says no to something, and the other does not"
    return None
