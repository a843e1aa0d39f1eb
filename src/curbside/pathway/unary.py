"""A table's cell: which values it lets through, in every unit it is written for.

Cells are S-FEEL unary tests (OMG DMN 1.3, section 7.3.3), with units and, between bars, the same test in another
unit::

    -                                     anything, missing too
    null                                  missing
    not(null)                             anything but missing
    < 30 ng/mL | < 75 nmol/L              authored in both units, never converted
    [30..40) ng/mL                        30 and more, less than 40
    ]30..40[ , > 100                      the other way of writing an open end; either of two
    "haemodialysis", "none"               one of these; quotes may be left off a plain word
    not("none")                           any other value the input has
    true

Once read, a cell is a set of values, whatever it was written as: intervals that do not touch, in order, or a set of
words. The engine, the checker, the compiler and every export ask that set, and so cannot understand a cell
differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from curbside.pathway.truth import Truth

Scalar = Decimal | str | bool | date
"""A value that a cell can be asked about."""
Point = Decimal | date
"""An end of an interval."""

_SPLIT: Final = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')
_COMPARISON: Final = re.compile(r"(?P<sign><=|>=|<|>|=)\s*(?P<point>.+)")
_INTERVAL: Final = re.compile(
    r"(?P<low>[\[\](])\s*(?P<from>[^.]+?(?:\.\d+)?)\s*\.\.\s*(?P<to>[^\[\])]+?)\s*(?P<high>[\[\])])"
)
_NOT: Final = re.compile(r"not\s*\((?P<inner>.*)\)", re.DOTALL)
NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_DATE: Final = re.compile(r'(?:date\(\s*")?(\d{4}-\d{2}-\d{2})(?:"\s*\))?')
_WORD: Final = re.compile(r"[A-Za-z][\w -]*")
_WITH_UNIT: Final = re.compile(r"(?P<test>.*?[\d\])\[])\s+(?P<unit>[A-Za-z%\[{µ][^\s|]*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An interval without a hole. ``low`` or ``high`` is None where it has no end; an end may be part of it or not."""

    low: Point | None = None
    low_in: bool = False
    high: Point | None = None
    high_in: bool = False

    def __contains__(self, value: Point) -> bool:
        is_below = self.low is not None and (
            _before(value, self.low) or (value == self.low and not self.low_in)
        )
        is_above = self.high is not None and (
            _before(self.high, value) or (value == self.high and not self.high_in)
        )
        return not is_below and not is_above

    @property
    def is_empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return _before(self.high, self.low) or (self.low == self.high and not (self.low_in and self.high_in))

    def __str__(self) -> str:
        if self.low is None and self.high is None:
            return "any value"
        if self.low is None:
            return f"{'<=' if self.high_in else '<'} {self.high}"
        if self.high is None:
            return f"{'>=' if self.low_in else '>'} {self.low}"
        if self.low == self.high:
            return str(self.low)
        return f"{'[' if self.low_in else '('}{self.low}..{self.high}{']' if self.high_in else ')'}"


EVERYTHING: Final = Span()


def just(point: Point) -> Span:
    """This value alone."""
    return Span(low=point, low_in=True, high=point, high_in=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnaryTest:
    """The values that a cell lets through.

    ``spans`` has, for each unit the cell was written in (empty text for a plain number or a date), intervals in order
    that do not overlap. ``words`` are the words let through, or, when ``but`` is set, those kept out. A cell with
    neither lets only the missing through, or, as ``-``, everything.
    """

    written: str
    anything: bool = False
    lets_missing: bool = False
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    words: frozenset[str | bool] = frozenset()
    but: bool = False

    def of(self, value: Scalar, unit: str = "") -> Truth:
        """Does it let this value through? UNKNOWN when it says nothing in that unit."""
        if self.anything:
            return Truth.TRUE
        if isinstance(value, str | bool):
            return Truth.of((value in self.words) != self.but)
        if unit not in self.spans:
            # Nothing was written for numbers at all: `null` alone, which a value is not.
            return Truth.UNKNOWN if self.spans else Truth.FALSE
        for span in self.spans[unit]:
            if value in span:
                return Truth.TRUE
        return Truth.FALSE

    @property
    def of_missing(self) -> Truth:
        """Of a value that is not there: only `-` and a test that names `null` can say."""
        if self.anything or self.lets_missing:
            return Truth.TRUE
        return Truth.FALSE if self._is_any_value else Truth.UNKNOWN

    @property
    def of_undecided(self) -> Truth:
        """Of a value that is there but cannot be told: only `-` does not mind."""
        return Truth.TRUE if self.anything else Truth.UNKNOWN

    @property
    def _is_any_value(self) -> bool:
        return self.written.replace(" ", "") == "not(null)"


class NotAUnaryTest(Exception):
    """What stands in the cell is not one. Its message says what was expected and what came."""


def unary_test(written: str, *, units: Iterable[str] = (), words: Iterable[str] = ()) -> UnaryTest:
    """The cell as a set of values.

    ``units`` are those the input has: every comparison must then name one, and none where it has none. ``words`` are
    the values it has, when it has only certain ones. Raises `NotAUnaryTest`.
    """
    known_units, known_words = tuple(units), tuple(words)
    text = written.strip()
    if text == "-":
        return UnaryTest(written=text, anything=True)
    if text.replace(" ", "") == "not(null)":
        everything = dict.fromkeys(known_units or ("",), (EVERYTHING,))
        return UnaryTest(written=text, spans=everything, but=True)
    spans: dict[str, tuple[Span, ...]] = {}
    chosen: set[str | bool] = set()
    is_missing = is_but = False
    for part in text.split("|"):
        one = _Part(part.strip(), known_units, known_words)
        is_missing |= one.lets_missing
        is_but |= one.but
        chosen |= one.words
        if one.spans:
            if one.unit in spans:
                raise NotAUnaryTest(
                    f"expected each unit once, came {one.unit or 'no unit'} twice in '{text}'"
                )
            spans[one.unit] = united(one.spans)
    return UnaryTest(written=text, lets_missing=is_missing, spans=spans, words=frozenset(chosen), but=is_but)


class _Part:
    """What stands between two bars."""

    def __init__(self, text: str, units: tuple[str, ...], words: tuple[str, ...]) -> None:
        self._units, self._known = units, words
        self.lets_missing = self.but = False
        self.words: set[str | bool] = set()
        self.spans: list[Span] = []
        text, self.unit = self._without_unit(text)
        if negated := _NOT.fullmatch(text):
            self._read(negated["inner"])
            self.but = bool(self.words)
            self.spans = complement(united(self.spans)) if self.spans else []
            if self.lets_missing:
                raise NotAUnaryTest("expected null by itself in not(null)")
            return
        self._read(text)

    def _read(self, text: str) -> None:
        for one in _SPLIT.split(text):
            self._read_one(one.strip())
        if self.spans and self._units and self.unit not in self._units:
            expected = " or ".join(self._units)
            raise NotAUnaryTest(
                f"expected a value in {expected}, came '{text}' {self.unit or 'without a unit'}"
            )

    def _without_unit(self, text: str) -> tuple[str, str]:
        if self._known or not (found := _WITH_UNIT.fullmatch(text)):
            # A ratio's unit is 1 in UCUM, and nobody writes it.
            return text, "1" if "1" in self._units else ""
        if not self._units:
            raise NotAUnaryTest(f"expected no unit, came '{found['unit']}'")
        return found["test"], found["unit"]

    def _read_one(self, text: str) -> None:
        if text == "null":
            self.lets_missing = True
        elif text in {"true", "false"}:
            self.words.add(text == "true")
        elif comparison := _COMPARISON.fullmatch(text):
            self.spans.append(compared(comparison["sign"], _point(comparison["point"])))
        elif interval := _INTERVAL.fullmatch(text):
            self.spans.append(self._interval(interval))
        elif NUMBER.fullmatch(text) or _DATE.fullmatch(text):
            self.spans.append(just(_point(text)))
        else:
            self._read_word(text)

    def _interval(self, found: re.Match[str]) -> Span:
        span = Span(
            low=_point(found["from"]),
            low_in=found["low"] == "[",
            high=_point(found["to"]),
            high_in=found["high"] == "]",
        )
        if span.is_empty:
            raise NotAUnaryTest(f"expected an interval that rises, came '{found[0]}'")
        return span

    def _read_word(self, text: str) -> None:
        quoted = len(text) > 1 and text[0] == text[-1] == '"'
        word = text[1:-1] if quoted else text
        if not quoted and not _WORD.fullmatch(text):
            raise NotAUnaryTest(
                f"expected a test such as '< 30 ng/mL', '[30..40) ng/mL', '-' or a word; came '{text}'"
            )
        if self._units:
            raise NotAUnaryTest(f"expected a comparison in {' or '.join(self._units)}, came '{text}'")
        if self._known and word not in self._known:
            raise NotAUnaryTest(f"expected one of: {', '.join(self._known)}; came '{word}'")
        self.words.add(word)


def _point(text: str) -> Point:
    text = text.strip()
    if NUMBER.fullmatch(text):
        return Decimal(text)
    if found := _DATE.fullmatch(text):
        try:
            return date.fromisoformat(found[1])
        except ValueError:
            pass
    raise NotAUnaryTest(f"expected a number or a date, came '{text}'")


def compared(sign: str, point: Point) -> Span:
    match sign:
        case "<" | "<=":
            return Span(high=point, high_in=sign == "<=")
        case ">" | ">=":
            return Span(low=point, low_in=sign == ">=")
    return just(point)


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same values in intervals that neither overlap nor touch, in order."""
    merged: list[Span] = []
    for span in sorted((span for span in spans if not span.is_empty), key=_by_low):
        if merged and _touch(merged[-1], span):
            last = merged[-1]
            high, high_in = max((last.high, last.high_in), (span.high, span.high_in), key=_as_high)
            merged[-1] = replace(last, high=high, high_in=high_in)
        else:
            merged.append(span)
    return tuple(merged)


def complement(spans: tuple[Span, ...]) -> list[Span]:
    """Every other value: what lies before, between and behind intervals that are `united`."""
    gaps: list[Span] = []
    rest = EVERYTHING
    for span in spans:
        if span.low is not None:
            gaps.append(replace(rest, high=span.low, high_in=not span.low_in))
        if span.high is None:
            return [gap for gap in gaps if not gap.is_empty]
        rest = Span(low=span.high, low_in=not span.high_in)
    return [gap for gap in (*gaps, rest) if not gap.is_empty]


def _by_low(span: Span) -> tuple[bool, Any, bool]:
    return (span.low is not None, span.low, not span.low_in)


def _as_high(end: tuple[Point | None, bool]) -> tuple[bool, Any, bool]:
    high, is_in = end
    return (high is None, high, is_in)


def _touch(first: Span, second: Span) -> bool:
    """Does the second begin no later than where the first ends, leaving no value between?"""
    if first.high is None or second.low is None:
        return True
    return _before(second.low, first.high) or (second.low == first.high and (first.high_in or second.low_in))


def _before(first: Any, second: Any) -> bool:
    """A number before a number, or a date before a date: the two are never mixed within one input."""
    return bool(first < second)
