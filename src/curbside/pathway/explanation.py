"""A recommendation with all that explains it: flip facts, the statements it rests on, how sure its measurements are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from curbside.pathway.assay import Uncertainty, uncertainties
from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Row, Table
from curbside.pathway.engine import decide
from curbside.pathway.facts import Facts
from curbside.pathway.flips import flips
from curbside.pathway.recommendation import Recommendation, TableResult


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explanation:
    """What a pathway says of one patient, and why, with everything that a reader needs to check it."""

    cited: CitedPathway
    recommendation: Recommendation
    uncertainties: tuple[Uncertainty, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of all statements that this advice, or what is said of an assay, rests on; in the order said."""
        advised = (claim for advice in self.recommendation.advice for claim in advice.action.claims)
        measured = (claim for one in self.uncertainties for claim in one.assay.claims)
        return tuple(dict.fromkeys((*advised, *measured)))

    def each_table(self) -> Iterator[tuple[Table, TableResult, tuple[Row, ...]]]:
        """Every table in order, what became of it, and the rows that fired."""
        for table, result in zip(self.cited.pathway.tables, self.recommendation.tables, strict=True):
            yield table, result, tuple(row for row in table.rows if row.id in result.rows)


def explain(
    cited: CitedPathway, facts: Facts, *, cv: Decimal | None = None, bias: Decimal | None = None
) -> Explanation:
    """Decide, and say why. ``cv`` and ``bias`` are the laboratory's own, as `uncertainties` takes them."""
    pathway = cited.pathway
    decided = decide(pathway, facts)
    if not facts.ended:
        decided = replace(decided, flips=flips(pathway, decided.facts))
    return Explanation(
        cited=cited,
        recommendation=decided,
        uncertainties=uncertainties(pathway, decided, cv=cv, bias=bias),
    )
