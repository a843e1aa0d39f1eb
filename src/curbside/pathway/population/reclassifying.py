"""How many patients of a population a true value would put elsewhere than the measured one does."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from curbside.pathway.assay import bands, chance_elsewhere
from curbside.pathway.definition import Assay, Input, Pathway
from curbside.pathway.population.engines import Engine
from curbside.pathway.population.report import Reclassification

_PLACES: Final = 1
"""Values are counted to this many decimals: chances of neighbours differ by nothing that matters."""


def reclassifications(engine: Engine, pathway: Pathway, *, smallest: int) -> Iterator[Reclassification]:
    """Of every input measured by an assay that the pathway knows, over the engine's ``facts``; of too few, none."""
    for declared in pathway.inputs.values():
        if declared.assay is None or declared.is_previous or declared.formula:
            continue
        measured, expected = _expected(engine, pathway, declared, declared.assay)
        if measured >= smallest:
            yield Reclassification(
                input=declared.name,
                label=declared.label,
                cv=str(declared.assay.cv),
                bias=str(declared.assay.bias),
                measured=measured,
                expected=round(expected, 1),
            )


def _expected(engine: Engine, pathway: Pathway, declared: Input, assay: Assay) -> tuple[int, float]:
    tests = [
        test
        for table in pathway.tables
        for tests in (table.guards, *(row.tests for row in table.rows))
        for column, test in tests.items()
        if column == declared.name
    ]
    spans = [bands(tests, unit) for unit in declared.units]
    place, value = f"is_{declared.name}", f"ROUND(in_{declared.name}, {_PLACES})"
    counted = engine.rows(
        f"SELECT {place}, {value}, count(*) FROM facts WHERE {place} > 0 GROUP BY {place}, {value}"
    )
    measured, expected = 0, 0.0
    for unit, level, patients in counted:
        measured += patients
        expected += patients * chance_elsewhere(Decimal(repr(level)), spans[unit - 1], assay)
    return measured, expected
