"""The effect estimates of an answer, one a row: what a forest plot draws, an effect table prints and a CSV holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from curbside.literature.publication import Passage
from curbside.surfaces.render import wording
from curbside.verification.answer import Answer, EffectEstimate, OutcomeVerdict, Reference

PassageOf = Callable[[str], Passage | None]
"""The passage of an id; None when the library at hand does not hold it."""

MEASURES: Final[Mapping[str, str]] = {
    "RR": "relative risk",
    "OR": "odds ratio",
    "HR": "hazard ratio",
    "IRR": "incidence rate ratio",
    "PR": "prevalence ratio",
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    "WMD": "weighted mean difference",
    "RD": "risk difference",
}
"""The measures of effect by their short forms."""

_WRITTEN_OUT: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """One estimate and where it comes from; ``people`` is None where the library does not say how many there were.

    ``says`` is the claim that prints the estimate; empty when the verdict shows no such claim.
    """

    outcome: str
    estimate: EffectEstimate
    reference: Reference | None
    people: int | None
    says: str

    @property
    def study(self) -> str:
        """The study by its short name; empty when its reference is not listed."""
        return wording.short_name(self.reference) if self.reference else ""

    @property
    def cited(self) -> str:
        """The study with the number of its reference: ``Khan 2017 [3]``."""
        return f"{self.study} [{self.estimate.reference}]".strip()

    @property
    def printed(self) -> str:
        """The estimate and its interval, digit for digit as printed: ``0.75 (95% CI 0.64 to 0.87)``."""
        one = self.estimate
        return f"{digits(one.value)} ({f'{self.level} CI'.strip()} {digits(one.low)} to {digits(one.high)})"

    @property
    def level(self) -> str:
        """The level of the interval: ``95%``; empty where none is printed."""
        return "" if self.estimate.level is None else f"{digits(self.estimate.level)}%"


def effect_rows(answer: Answer, *, passage_of: PassageOf) -> tuple[EffectRow, ...]:
    """Every estimate of every verdict, in the order of the verdicts."""
    references = {reference.number: reference for reference in answer.references}
    return tuple(
        row for verdict in answer.verdicts for row in rows_of(verdict, references, passage_of=passage_of)
    )


def rows_of(
    verdict: OutcomeVerdict, references: Mapping[int, Reference], *, passage_of: PassageOf
) -> Iterator[EffectRow]:
    """The estimates of one verdict, in its order."""
    said = {
        citation.passage: claim.text
        for claim in (*verdict.supporting, *verdict.opposing)
        for citation in claim.citations
    }
    for estimate in verdict.estimates:
        passage = passage_of(estimate.passage)
        yield EffectRow(
            outcome=wording.printable(verdict.outcome),
            estimate=estimate,
            reference=references.get(estimate.reference),
            people=passage.statement.sample_size if passage and passage.statement else None,
            says=wording.printable(said.get(estimate.passage, "")),
        )


def digits(number: Decimal) -> str:
    """A number with the digits it has, and no exponent unless it would be longer than a line."""
    return f"{number:f}" if abs(number.adjusted()) < _WRITTEN_OUT else str(number)


def measure_name(measure: str) -> str:
    """``relative risk (RR)``; a measure that is not known goes by what it is called."""
    name = MEASURES.get(measure)
    return f"{name} ({measure})" if name else wording.printable(measure)
