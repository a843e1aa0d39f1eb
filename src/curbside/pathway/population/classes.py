"""The values of a column in classes that its tests cannot tell apart: intervals between cut-offs, or single words.

Two values of one class pass and fail the same cells, all over the pathway. A patient is then a handful of small
numbers and a row a comparison of small numbers, which makes the compiled pathway fast and lets the reference engine
be asked only once for all patients who are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    """``units`` and ``words`` as the input has them; ``units`` is one empty text for dates."""
    asked = tuple(tests)
    samples: dict[int, tuple[Scalar, str]] = {}

    def numbered(value: Scalar, unit: str) -> int:
        samples[len(samples) + 1] = value, unit
        return len(samples)

    if words:
        named = {word: numbered(word, "") for word in words}
        return Classes(pieces={}, words=named, samples=samples)
    pieces = {unit: tuple(_pieces(asked, unit, numbered)) for unit in units}
    return Classes(pieces=pieces, words={}, samples=samples)


def _pieces(tests: Sequence[UnaryTest], unit: str, numbered: Callable[[Scalar, str], int]) -> Iterator[Piece]:
    ends = {end for test in tests for span in test.spans.get(unit, ()) for end in (span.low, span.high)}
    points = sorted((end for end in ends if end is not None), key=_place)
    truths: dict[Point, tuple[Truth, ...]] = {}
    regions = list(_regions(points))
    for _, _, sample in regions:
        truths[sample] = tuple(test.of(sample, unit) for test in tests)
    for (below, takes_end, sample), after in zip(regions, [*regions[1:], None], strict=True):
        # Neighbours that no test tells apart are one.
        if after is None or truths[after[2]] != truths[sample]:
            yield Piece(below=below, takes_end=takes_end, number=numbered(sample, unit))


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
