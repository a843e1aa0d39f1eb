"""Between which ends a formula's result must lie, from what is plausible of all that it is worked out from.

Interval arithmetic: no result lies outside, though not every value inside need be one, as a name that stands twice is
taken for two.
"""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import product
from typing import Final

from curbside.pathway.definition import Pathway
from curbside.pathway.formula import Formula, Name, Number, Operation, Term
from curbside.pathway.unary import Span

_Range = tuple[float, float]

_ANYTHING: Final[_Range] = (-math.inf, math.inf)


def range_of(pathway: Pathway, formula: Formula) -> Span:
    """The least span, to the formula's places and one step beyond, that has every result of it."""
    ranges = [_of_term(pathway, term, unit, frozenset()) for unit, term in formula.terms.items()]
    step = Decimal(1).scaleb(-formula.decimals)
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    # A step more, as sums of doubles may come out a little beyond the sums of the ends.
    return Span(
        low=_to_step(low, step) - step if math.isfinite(low) else None,
        low_in=math.isfinite(low),
        high=_to_step(high, step) + step if math.isfinite(high) else None,
        high_in=math.isfinite(high),
    )


def _to_step(end: float, step: Decimal) -> Decimal:
    return (Decimal(repr(end)) / step).to_integral_value() * step


def _of_term(pathway: Pathway, term: Term, unit: str, within: frozenset[str]) -> _Range:
    match term:
        case Number(written):
            return float(written), float(written)
        case Name(name):
            return _of_name(pathway, name, unit, within)
        case Operation(sign, left, right):
            first = _of_term(pathway, left, unit, within)
            return _joined(sign, first, _of_term(pathway, right, unit, within))


def _of_name(pathway: Pathway, name: str, unit: str, within: frozenset[str]) -> _Range:
    if name in within:
        return _ANYTHING
    if name not in pathway.inputs:
        return _of_words(pathway.words_of(name))
    declared = pathway.inputs[name]
    if declared.formula:
        inner = [
            _of_term(pathway, term, one, within | {name}) for one, term in declared.formula.terms.items()
        ]
        half = 0.5 * 10.0**-declared.formula.decimals
        return min(low for low, _ in inner) - half, max(high for _, high in inner) + half
    if declared.plausible is None:
        return _ANYTHING
    spans = declared.plausible.spans.get(unit) or [
        span for those in declared.plausible.spans.values() for span in those
    ]
    lows = [float(span.low) if isinstance(span.low, Decimal) else -math.inf for span in spans]
    highs = [float(span.high) if isinstance(span.high, Decimal) else math.inf for span in spans]
    return min(lows, default=-math.inf), max(highs, default=math.inf)


def _of_words(words: tuple[str, ...]) -> _Range:
    """Of a table's output that is a number."""
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return _ANYTHING
    return min(numbers, default=-math.inf), max(numbers, default=math.inf)


def _joined(sign: str, first: _Range, second: _Range) -> _Range:
    match sign:
        case "+":
            return first[0] + second[0], first[1] + second[1]
        case "-":
            return first[0] - second[1], first[1] - second[0]
        case "/" if second[0] <= 0 <= second[1]:
            return _ANYTHING
        case "/":
            second = (1 / second[1], 1 / second[0])
    # Nothing times what has no end is nothing here: no result is larger than the largest double.
    ends = [0.0 if 0 in pair else pair[0] * pair[1] for pair in product(first, second)]
    return min(ends), max(ends)
