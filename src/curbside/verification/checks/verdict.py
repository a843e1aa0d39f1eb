"""A verdict stands on claims that point its way, all of which were upheld."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curbside.answer.draft import Claim, DraftVerdict
from curbside.answer.verdicts import IN_WORDS
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


def summary_objection(
    claim: Claim, verdicts: Iterable[tuple[DraftVerdict, Sequence[Claim], Sequence[Claim]]]
) -> str | None:
    """Why a line may not sum these verdicts up, each given with what of its two sides was upheld; None when it may.

    Every verdict must stand, and the line must say it as it is: its outcome, its direction and its certainty.
    """
    for verdict, supporting, opposing in verdicts:
        if (reason := direction_objection(verdict.direction, supporting, opposing)) is not None:
            return f"it sums up a verdict on {verdict.outcome}, and {reason}"
        certainty = f"({verdict.certainty.word} certainty)"
        if (
            f"{verdict.outcome}: {IN_WORDS[verdict.direction]} {certainty}".casefold()
            not in claim.text.casefold()
        ):
            return f"it does not say the verdict on {verdict.outcome} as it is"
    return None
