"""How sure a measured value is: where the true one may lie, and whether it has changed since the last.

A method that varies by ``cv`` per cent and is off by at most ``bias`` per cent, nobody knows which way, leaves the true
value normally distributed about the one measured. Its standard deviation is ``sqrt(cv^2 + bias^2 / 3)`` per cent: every
bias within its limits is taken to be as likely as every other (JCGM 100:2008, the GUM, section 4.3.7).

Two results of one person, from the same laboratory, differ by more than chance when the second lies further from the
first than the reference change value, ``sqrt(2) * 1.96 * sqrt(cv^2 + within_person^2)`` per cent of it (two-sided,
95 %). A bias that is the same both times cancels out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import NormalDist
from typing import Final

from curbside.pathway.definition import Assay, Input, Pathway, Table
from curbside.pathway.facts import Fact, Known
from curbside.pathway.recommendation import Recommendation, TableResult, TableStanding
from curbside.pathway.unary import Span, UnaryTest

_CONFIDENCE: Final = 0.95
_TIMES: Final = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2)
"""1.96: how many standard deviations hold 95 % of a normal distribution."""

_PLACES: Final = 4
"""A probability is given to this many decimals: beyond them machines may differ, and none means anything."""

_ROWS_ASKED: Final = frozenset(
    {TableStanding.DECIDED, TableStanding.UNDECIDED, TableStanding.NO_MATCH, TableStanding.CONFLICT}
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Band:
    """Values between two neighbouring cut-offs: how probable it is that the true one lies there."""

    span: Span
    probability: float
    is_own: bool
    """Does the result itself lie here?"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Banding:
    """All bands that tables cut a value into, from the lowest, and the tables that cut it so."""

    tables: tuple[str, ...]
    bands: tuple[Band, ...]

    @property
    def elsewhere(self) -> float:
        """How probable it is that the true value lies in another band than the result."""
        return round(1 - sum(band.probability for band in self.bands if band.is_own), _PLACES)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Change:
    """How far a result lies from the one before, in per cent of it, and how far it must to have truly changed.

    ``percent`` is None where the two cannot be compared: then ``because`` says why.
    """

    before: Known
    percent: Decimal | None
    must_exceed: Decimal
    because: str = ""

    @property
    def is_real(self) -> bool:
        """Is it more than the noise of the assay and of the person?"""
        return self.percent is not None and abs(self.percent) > self.must_exceed


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Uncertainty:
    """What a measured value says of the true one. The true one lies from ``low`` to ``high`` with 95 % probability."""

    input: str
    measured: Known
    assay: Assay
    deviation: float
    """The standard deviation of the true value about the measured one, in its unit."""
    low: Decimal
    high: Decimal
    bandings: tuple[Banding, ...]
    change: Change | None


def uncertainties(
    pathway: Pathway,
    recommendation: Recommendation,
    *,
    cv: Decimal | None = None,
    bias: Decimal | None = None,
) -> tuple[Uncertainty, ...]:
    """Of every value that was measured by an assay the pathway knows, in the unit that it was decided in.

    ``cv`` and ``bias``, in per cent, stand in place of the pathway's own, for a laboratory that knows its method.
    Only tables that were asked for this patient cut a value into bands.
    """
    return tuple(
        _of(one, fact, _as_known(one.assay, cv, bias), pathway, recommendation)
        for name, one in pathway.inputs.items()
        if one.assay is not None and not one.is_previous
        if isinstance(fact := recommendation.facts.get(name), Known) and isinstance(fact.value, Decimal)
    )


def reference_change(assay: Assay) -> Decimal:
    """By how many per cent two results of one person must differ to have truly changed."""
    spread = (float(assay.cv) ** 2 + float(assay.within_person) ** 2) ** 0.5
    return _rounded(_TIMES * 2**0.5 * spread, 1)


def chance_elsewhere(value: Decimal, spans: Iterable[Span], assay: Assay) -> float:
    """How probable it is that the true value lies in another of these bands than the result does."""
    deviation = _deviation(float(value), assay)
    true = NormalDist(float(value), deviation) if deviation else None
    return 1 - sum(_probability(span, true, is_own=True) for span in spans if value in span)


def _deviation(value: float, assay: Assay) -> float:
    return value * math.sqrt(float(assay.cv) ** 2 + float(assay.bias) ** 2 / 3) / 100


def _as_known(assay: Assay, cv: Decimal | None, bias: Decimal | None) -> Assay:
    return replace(assay, cv=assay.cv if cv is None else cv, bias=assay.bias if bias is None else bias)


def _of(
    declared: Input, measured: Known, assay: Assay, pathway: Pathway, recommendation: Recommendation
) -> Uncertainty:
    value = _number(measured)
    deviation = _deviation(value, assay)
    results = {result.table: result for result in recommendation.tables}
    return Uncertainty(
        input=declared.name,
        measured=measured,
        assay=assay,
        deviation=deviation,
        low=_rounded(max(value - _TIMES * deviation, 0.0), 1),
        high=_rounded(value + _TIMES * deviation, 1),
        bandings=tuple(_bandings(declared.name, measured, deviation, pathway, results)),
        change=_change(declared, measured, assay, pathway, recommendation.facts),
    )


# -- bands ---------------------------------------------------------------------------------------------------


def _bandings(
    name: str, measured: Known, deviation: float, pathway: Pathway, results: Mapping[str, TableResult]
) -> Iterator[Banding]:
    tables: dict[tuple[Span, ...], list[str]] = {}
    for table in pathway.tables:
        tests = _tests_asked(table, results[table.id].standing, name)
        if len(spans := bands(tests, measured.unit)) > 1:
            tables.setdefault(spans, []).append(table.id)
    true = NormalDist(_number(measured), deviation) if deviation else None
    for spans, ids in tables.items():
        yield Banding(
            tables=tuple(ids),
            bands=tuple(
                Band(
                    span=span,
                    probability=_probability(span, true, is_own=_value(measured) in span),
                    is_own=_value(measured) in span,
                )
                for span in spans
            ),
        )


def _tests_asked(table: Table, standing: TableStanding, name: str) -> Iterator[UnaryTest]:
    """The tests that this value was put to for this patient; of a table that was not asked, those that kept it out."""
    if standing in _ROWS_ASKED:
        yield from (row.tests[name] for row in table.rows if name in row.tests)
    if standing in _ROWS_ASKED or standing is TableStanding.NOT_ASKED:
        yield from (test for column, test in table.guards.items() if column == name)


def bands(tests: Iterable[UnaryTest], unit: str) -> tuple[Span, ...]:
    """Into what these tests cut all values of a unit, from the lowest up. Without a cut-off, one band."""
    cuts: set[tuple[Decimal, bool]] = set()
    for span in (span for test in tests for span in test.spans.get(unit, ())):
        # A cut lies just below its point, or just above: `< 30` and `>= 30` cut at the same place, `<= 30` at another.
        if isinstance(span.low, Decimal):
            cuts.add((span.low, not span.low_in))
        if isinstance(span.high, Decimal):
            cuts.add((span.high, span.high_in))
    ends = [None, *sorted(cuts), None]
    return tuple(_between(low, high) for low, high in pairwise(ends))


def _between(low: tuple[Decimal, bool] | None, high: tuple[Decimal, bool] | None) -> Span:
    return Span(
        low=low[0] if low else None,
        low_in=not low[1] if low else False,
        high=high[0] if high else None,
        high_in=high[1] if high else False,
    )


def _probability(span: Span, true: NormalDist | None, *, is_own: bool) -> float:
    if true is None:
        return float(is_own)
    below = true.cdf(float(span.low)) if isinstance(span.low, Decimal) else 0.0
    upto = true.cdf(float(span.high)) if isinstance(span.high, Decimal) else 1.0
    return round(upto - below, _PLACES)


# -- change --------------------------------------------------------------------------------------------------


def _change(
    declared: Input, measured: Known, assay: Assay, pathway: Pathway, facts: Mapping[str, Fact]
) -> Change | None:
    """Since the result before, where the pathway asks for it and it is known."""
    for name, other in pathway.inputs.items():
        before = facts.get(name)
        if other.is_previous and set(other.codings) & set(declared.codings) and isinstance(before, Known):
            return _between_results(before, measured, reference_change(assay))
    return None


def _between_results(before: Known, after: Known, must_exceed: Decimal) -> Change:
    # Never converted: who reports in another unit is another laboratory, and then nobody can tell a change.
    if before.unit != after.unit:
        why = f"one is in {before.unit}, the other in {after.unit}"
        return Change(before=before, percent=None, must_exceed=must_exceed, because=why)
    if not (was := _number(before)):
        return Change(before=before, percent=None, must_exceed=must_exceed, because="the one before is 0")
    percent = _rounded(100 * (_number(after) - was) / was, 1)
    return Change(before=before, percent=percent, must_exceed=must_exceed)


def _value(measured: Known) -> Decimal:
    return measured.value if isinstance(measured.value, Decimal) else Decimal(0)


def _number(measured: Known) -> float:
    return float(_value(measured))


def _rounded(raw: float, places: int) -> Decimal:
    return Decimal(f"{raw:.{places}f}")
