"""Verdicts: what the studies that were gathered say of each outcome, and the line that sums them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from curbside.answer.claims import Bookcase
from curbside.answer.draft import Claim, DraftEstimate, DraftVerdict
from curbside.appraisal.finding import Finding
from curbside.appraisal.result import Asked, StudyResult, Way, stated_result
from curbside.appraisal.weighing import Appraisal, weigh
from curbside.literature.figures import is_negated, says_same

_OF_A_SIDE: Final = 4
_IN_LINE: Final = 8

IN_WORDS: Final[dict[Way, str]] = {
    Way.BENEFIT: "benefit",
    Way.HARM: "harm",
    Way.NO_DIFFERENCE: "no difference",
    Way.MIXED: "mixed results",
    Way.UNCLEAR: "unclear",
}
IN_PLAIN_WORDS: Final[dict[Way, str]] = {
    Way.BENEFIT: "it helped",
    Way.HARM: "it did harm",
    Way.NO_DIFFERENCE: "it made no clear difference",
    Way.MIXED: "studies disagree",
    Way.UNCLEAR: "it is not clear what it does",
}
HOW_SURE: Final = {
    "high": "we can be sure of this",
    "moderate": "we can be fairly sure of this",
    "low": "new studies may well change this",
    "very low": "this is close to a guess",
}


def stated(bookcase: Bookcase, asked: Asked) -> list[StudyResult]:
    """What the statements of studies say the treatment asked about did."""
    results = (
        stated_result(bookcase.found[finding.passage.id].publication, finding, asked) for finding in bookcase
    )
    return [result for result in results if result is not None]


def appraised(results: Sequence[StudyResult], outcomes: Iterable[str]) -> list[Appraisal]:
    """The verdicts on these outcomes that some study speaks to, in this order.

    Results against different treatments get verdicts of their own: less bleeding than on one drug is no news of
    another. Of one outcome, that with most results comes first.
    """
    verdicts = []
    for outcome in dict.fromkeys(outcomes):
        of_outcome = [result for result in results if result.outcome == outcome]
        counted = Counter(result.against for result in of_outcome)
        weighed = (
            weigh(outcome, [r for r in of_outcome if r.against == against])
            for against, _ in counted.most_common()
        )
        verdicts += [appraisal for appraisal in weighed if appraisal is not None]
    return verdicts


def verdict(appraisal: Appraisal, bookcase: Bookcase, *, plain_outcome: str) -> DraftVerdict:
    """The verdict with the most telling claims of each side, and what these must not be shown without."""
    favouring = _most_telling(appraisal.favouring)
    opposing = _most_telling(appraisal.opposing)
    shown = {finding.passage.id for finding in (*favouring, *opposing)}
    company = [
        finding for finding in bookcase.in_company([*favouring, *opposing]) if finding.passage.id not in shown
    ]
    for_it = {result.finding.passage.id for result in appraisal.favouring}
    # What qualifies a claim and reports no effect itself stands on the side of caution.
    favouring += [one for one in company if one.passage.id in for_it]
    opposing += [one for one in company if one.passage.id not in for_it]
    against = f", against {appraisal.against}" if appraisal.against else ""
    return DraftVerdict(
        outcome=f"{appraisal.outcome}{against}",
        plain_outcome=plain_outcome and f"{plain_outcome}{against}",
        direction=appraisal.direction,
        certainty=appraisal.certainty,
        why=appraisal.why,
        supporting=tuple(bookcase.claim(finding) for finding in favouring),
        opposing=tuple(bookcase.claim(finding) for finding in opposing),
        estimates=tuple(_estimates((*appraisal.favouring, *appraisal.opposing))),
    )


def summed_up(verdicts: Sequence[DraftVerdict], *, intervention: str) -> Claim | None:
    """One line that says every verdict; None without any. It cites the first claim of each side of each.

    The certainty is the automated one, and the word stands with every outcome.
    """
    said = list(islice(verdicts, _IN_LINE))
    if not said:
        return None
    parts = "; ".join(
        f"{one.outcome}: {IN_WORDS[one.direction]} ({one.certainty.word} certainty)" for one in said
    )
    plain = " ".join(
        f"{_capital(one.plain_outcome or one.outcome)}: {IN_PLAIN_WORDS[one.direction]}. "
        f"{_capital(HOW_SURE[one.certainty.word])}."
        for one in said
    )
    quotes = {
        found.passage.id: found
        for one in said
        for side in (one.supporting, one.opposing)
        for claim in _most_fitting(one, side)
        for found in claim.quotes[:1]
    }
    return Claim(
        text=f"{_capital(intervention)}, by outcome. {_capital(parts)}.",
        kind="composed",
        quotes=tuple(quotes.values()),
        plain=f"What studies of {intervention} found. {plain}",
        certainty=min(one.certainty for one in said),
        sums_up=tuple(said),
    )


def _most_fitting(said: DraftVerdict, side: Sequence[Claim]) -> Sequence[Claim]:
    """The claim of a side that the line cites for it: for no difference, one that says so in words."""
    if said.direction is Way.NO_DIFFERENCE and side == said.opposing:
        return [claim for claim in side if is_negated(claim.text) or says_same(claim.text)][:1] or side[:1]
    return side[:1]


def _most_telling(results: Sequence[StudyResult]) -> list[Finding]:
    """Of each study its most telling result, then further ones while there is room."""
    first: dict[str, StudyResult] = {}
    for result in results:
        first.setdefault(result.publication.id, result)
    ordered = [*first.values(), *(result for result in results if result not in first.values())]
    return [result.finding for result in ordered[:_OF_A_SIDE]]


def _estimates(results: Iterable[StudyResult]) -> Iterable[DraftEstimate]:
    for result in results:
        effect = result.effect
        if effect is not None and effect.measure and effect.value is not None and effect.interval is not None:
            yield DraftEstimate(
                passage=result.finding.passage,
                measure=effect.measure.value,
                value=effect.value,
                low=effect.interval.low,
                high=effect.interval.high,
                level=effect.interval.level,
            )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
