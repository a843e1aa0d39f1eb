"""The values of a column in classes that its tests cannot tell apart: intervals between cut-offs, or single words.

Two values of one class pass and fail the same cells, all over the pathway. A patient is then a handful of small
numbers and a row a comparison of small numbers, which makes the compiled pathway fast and lets the reference engine
be asked only once for all patients who are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from curbside.pathway.truth import Truth
from curbside.pathway.unary import Point, Scalar, UnaryTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Values that follow each other and are of one class, up to ``below`` (``takes_end``: and that value itself).

    ``below`` is None for the last.
    """

    below: Point | None
    takes_end: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The classes of one column, numbered from 1. What is missing or undecided is in none.

    ``pieces`` cover every number or date, by unit, in order; ``words`` has every word that the column can be.
    """

    pieces: Mapping[str, tuple[Piece, ...]]
    words: Mapping[str | bool, int]
    samples: Mapping[int, tuple[Scalar, str]]
    """Of each class a value with its unit."""

    def which(self, test: UnaryTest, truth: Truth) -> frozenset[int]:
        """The classes whose values the test finds true, false or unknown."""
        return frozenset(
            number for number, (value, unit) in self.samples.items() if test.of(value, unit) is truth
        )


def classes_of(tests: Iterable[UnaryTest], *, units: Sequence[str], words: Sequence[str | bool]) -> Classes:
    """``units`` and ``words`` as the input has them; ``units`` is one empty text for dates.

    Classes of which every test says the same have numbers that follow each other, though they lie in different units or
    apart: so what a test lets through is mostly one run of numbers.
    """
    asked = tuple(tests)
    found = [
        *((word, "") for word in words),
        *((sample, unit) for unit in (() if words else units) for _, _, sample in _pieces(asked, unit)),
    ]
    ranks: dict[tuple[Truth, ...], int] = {}
    for value, unit in found:
        ranks.setdefault(_signature(asked, value, unit), len(ranks))
    alike = sorted(found, key=lambda one: ranks[_signature(asked, *one)])
    numbers = {one: number for number, one in enumerate(alike, start=1)}
    samples = {number: one for one, number in numbers.items()}
    if words:
        return Classes(pieces={}, words={word: numbers[word, ""] for word in words}, samples=samples)
    pieces = {
        unit: tuple(
            Piece(below=below, takes_end=takes_end, number=numbers[sample, unit])
            for below, takes_end, sample in _pieces(asked, unit)
        )
        for unit in units
    }
    return Classes(pieces=pieces, words={}, samples=samples)


def _signature(tests: Sequence[UnaryTest], value: Scalar, unit: str) -> tuple[Truth, ...]:
    return tuple(test.of(value, unit) for test in tests)


def _pieces(tests: Sequence[UnaryTest], unit: str) -> Iterator[tuple[Point | None, bool, Point]]:
    """Where each begins to be another, and a sample: neighbours that no test tells apart are one."""
    ends = {end for test in tests for span in test.spans.get(unit, ()) for end in (span.low, span.high)}
    regions = list(_regions(sorted((end for end in ends if end is not None), key=_place)))
    for this, after in zip(regions, [*regions[1:], None], strict=True):
        if after is None or _signature(tests, after[2], unit) != _signature(tests, this[2], unit):
            yield this


def _regions(points: Sequence[Point]) -> Iterator[tuple[Point | None, bool, Point]]:
    """Every point, and what lies before, between and behind them: its end, whether the end is in it, a sample."""
    if not points:
        yield None, False, Decimal(0)
        return
    before: Point | None = None
    for point in points:
        between = _moved(point, -1) if before is None else _between(before, point)
        if between is not None:
            yield point, False, between
        yield point, True, point
        before = point
    yield None, False, _moved(points[-1], 1)


def _place(point: Point) -> Decimal:
    return Decimal(point.toordinal()) if isinstance(point, date) else point


def _moved(point: Point, by: int) -> Point:
    return point + timedelta(days=by) if isinstance(point, date) else point + by


def _between(low: Point, high: Point) -> Point | None:
    """None between two days that follow each other."""
    if isinstance(low, date) and isinstance(high, date):
        return low + timedelta(days=1) if (high - low).days > 1 else None
    return (_place(low) + _place(high)) / 2
