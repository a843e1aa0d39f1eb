"""A verdict stands on claims that point its way, all of which were upheld."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.answer.draft import Claim
from curbside.appraisal.result import Way


def direction_objection(direction: Way, supporting: Sequence[Claim], opposing: Sequence[Claim]) -> str | None:
    """Why a verdict may not be given on these claims; None when it may.

    A benefit needs a claim for it, no difference or harm one against, and mixed results one of either.
    """
    if direction is Way.BENEFIT and not supporting:
        return "no claim for a benefit was upheld"
    if direction in (Way.NO_DIFFERENCE, Way.HARM) and not opposing:
        return "no claim that shows it was upheld"
    if not supporting and not opposing:
        return "no claim on it was upheld"
    return None
