"""S-FEEL: the simple expressions of decision tables, and the unary tests of their cells (OMG DMN 1.3, chapter 9).

A cell's intervals and comparisons are the `Span` of `curbside.pathway.unary`, so that an end is in or out here as it is
there. What is more than S-FEEL (functions, lists, ``if``, ``for``) raises `BeyondSFeel`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DecimalException
from typing import Any, Final

from curbside.pathway.unary import Span, compared

Value = Any
"""A number (`Decimal`), text, truth, date, time, duration, or a mapping or list of these; None for null."""

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SIGN: Final = re.compile(r"\*\*|<=|>=|!=|[-+*/<>=]")
_CALL: Final = re.compile(r"(date and time|date|time|duration)\s*\(")
_WORD: Final = re.compile(r"[^\W\d]\w*")
_DAYS: Final = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_MONTHS: Final = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?")
_NOT: Final = re.compile(r"not\s*\(")
_UNARY: Final = re.compile(r"<=|>=|<|>")
_PRECISION: Final = Context(prec=34)
"""Of DMN's numbers: IEEE 754-2008 decimal128."""

_OPERATIONS: Final[Mapping[str, tuple[int, Callable[[Any, Any], Any]]]] = {
    "=": (1, operator.eq),
    "!=": (1, operator.ne),
    "<": (1, operator.lt),
    "<=": (1, operator.le),
    ">": (1, operator.gt),
    ">=": (1, operator.ge),
    "+": (2, operator.add),
    "-": (2, operator.sub),
    "*": (3, _PRECISION.multiply),
    "/": (3, _PRECISION.divide),
    "**": (4, _PRECISION.power),
}


class BeyondSFeel(Exception):
    """What is written is not S-FEEL. Its message says what was expected and what came."""


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A duration of years and months, which is no number of days."""

    count: int


def value_of(written: str, scope: Mapping[str, Value]) -> Value:
    """What an expression comes to, for the values of the names it may use. Raises `BeyondSFeel`."""
    reading = _Reading(written, scope)
    found = reading.expression()
    reading.expect_end()
    return found


def lets(cell: str, value: Value, scope: Mapping[str, Value]) -> bool:
    """Does a table's cell let this value through? Raises `BeyondSFeel`."""
    reading = _Reading(cell, scope)
    found = reading.tests(value)
    reading.expect_end()
    return found


class _Reading:
    """One text, read from its start to its end and worked out on the way."""

    def __init__(self, text: str, scope: Mapping[str, Value]) -> None:
        self._text = text.strip()
        self._at = 0
        self._scope = scope
        # The longest first, since a name may begin another and have blanks and signs in it.
        self._names = sorted(scope, key=len, reverse=True)

    # -- the text --------------------------------------------------------------------------------------------

    def _rest(self) -> str:
        while self._text[self._at : self._at + 1].isspace():
            self._at += 1
        return self._text[self._at :]

    def _take(self, literal: str) -> bool:
        if not self._rest().startswith(literal):
            return False
        self._at += len(literal)
        return True

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._rest()
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def expect_end(self) -> None:
        if rest := self._rest():
            raise BeyondSFeel(f"expected the end; came '{rest}' in '{self._text}'")

    def _expect(self, literal: str) -> None:
        if not self._take(literal):
            raise BeyondSFeel(f"expected '{literal}', came '{self._rest()}' in '{self._text}'")

    # -- cells -----------------------------------------------------------------------------------------------

    def tests(self, value: Value) -> bool:
        if self._text in {"-", ""}:
            self._at = len(self._text)
            return True
        if (negated := _NOT.match(self._text)) and self._text.endswith(")"):
            self._at = negated.end()
            is_met = self._any_test(value)
            self._expect(")")
            return not is_met
        return self._any_test(value)

    def _any_test(self, value: Value) -> bool:
        is_met = self._test(value)
        while self._take(","):
            is_met |= self._test(value)
        return is_met

    def _test(self, value: Value) -> bool:
        if sign := self._match(_UNARY):
            point = self._additions()
            return _within(value, compared(sign[0], point), point)
        if self._rest()[:1] in {"[", "]", "("} and ".." in self._rest():
            at = self._at
            if interval := self._interval():
                return _within(value, interval, interval.low, interval.high)
            self._at = at
        wanted = self._additions()
        if isinstance(wanted, list):
            return value in wanted
        return type(value) is type(wanted) and bool(value == wanted)

    def _interval(self) -> Span | None:
        opening = self._rest()[0]
        self._at += 1
        low = self._additions()
        if not self._take(".."):
            return None
        high = self._additions()
        closing = self._rest()[:1]
        if closing not in {"[", "]", ")"}:
            raise BeyondSFeel(f"expected the end of an interval, came '{self._rest()}' in '{self._text}'")
        self._at += 1
        return Span(low=low, low_in=opening == "[", high=high, high_in=closing == "]")

    # -- expressions -----------------------------------------------------------------------------------------

    def expression(self) -> Value:
        return self._binary(1)

    def _additions(self) -> Value:
        return self._binary(2)

    def _binary(self, least: int) -> Value:
        found = self._operand()
        while True:
            at = self._at
            sign = self._match(_SIGN)
            if not sign or _OPERATIONS[sign[0]][0] < least:
                self._at = at
                return found
            strength, operation = _OPERATIONS[sign[0]]
            found = _worked_out(operation, sign[0], found, self._binary(strength + 1))

    def _operand(self) -> Value:
        if self._take("-"):
            inner = self._operand()
            return -inner if isinstance(inner, Decimal | timedelta) else None
        if self._take("("):
            inner = self.expression()
            self._expect(")")
            return inner
        # A number ends before the two points of an interval.
        if number := self._match(_NUMBER):
            return Decimal(number[0])
        if text := self._match(_TEXT):
            return re.sub(r"\\(.)", r"\1", text[1])
        if call := self._match(_CALL):
            written = self.expression()
            self._expect(")")
            return _MAKERS[call[1]](written) if isinstance(written, str) else None
        return self._name()

    def _name(self) -> Value:
        rest = self._rest()
        for name in self._names:
            if rest.startswith(name) and not re.match(r"\w", rest[len(name) :]):
                self._at += len(name)
                return self._path(self._scope[name])
        word = _WORD.match(rest)
        if word and word[0] in _LITERALS:
            self._at += word.end()
            return _LITERALS[word[0]]
        raise BeyondSFeel(f"expected a literal or a name that is known, came '{rest}' in '{self._text}'")

    def _path(self, value: Value) -> Value:
        while self._rest().startswith(".") and not self._rest().startswith(".."):
            self._at += 1
            if not isinstance(value, Mapping):
                if self._match(_WORD) is None:
                    raise BeyondSFeel(f"expected a name after the point in '{self._text}'")
                value = None
                continue
            inner = _Reading(self._rest(), value)
            value = inner._member()
            self._at += inner._at
        return value

    def _member(self) -> Value:
        for name in self._names:
            if self._text.startswith(name) and not re.match(r"\w", self._text[len(name) :]):
                self._at = len(name)
                return self._scope[name]
        raise BeyondSFeel(f"expected one of {', '.join(sorted(self._names))}; came '{self._text}'")


_LITERALS: Final[Mapping[str, Value]] = {"true": True, "false": False, "null": None}


def _within(value: Value, span: Span, *ends: Value) -> bool:
    """Null, and a value that cannot be compared with the ends, is in no interval."""
    if value is None or any(end is None for end in ends):
        return False
    try:
        return value in span
    except TypeError:
        return False


def _worked_out(operation: Callable[[Any, Any], Any], sign: str, first: Value, second: Value) -> Value:
    """Null where the two have no such result: a number and a text, a division by nothing."""
    if sign in {"=", "!="}:
        return operation(first, second)
    if first is None or second is None or isinstance(first, bool) or isinstance(second, bool):
        return None
    try:
        return operation(first, second)
    except (TypeError, DecimalException):
        return None


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _time(written: str) -> time | None:
    try:
        return time.fromisoformat(written)
    except ValueError:
        return None


def _date_and_time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def duration(written: str) -> timedelta | Months | None:
    """A duration as ISO 8601 writes it: of days and less, or of years and months, never of both."""
    if (days := _DAYS.fullmatch(written)) and any(days.groups()[1:]):
        number = [Decimal(part or 0) for part in days.groups()[1:]]
        length = timedelta(
            days=int(number[0]), hours=int(number[1]), minutes=int(number[2]), seconds=float(number[3])
        )
        return -length if days[1] else length
    if (months := _MONTHS.fullmatch(written)) and any(months.groups()[1:]):
        count = int(months[2] or 0) * 12 + int(months[3] or 0)
        return Months(-count if months[1] else count)
    return None


_MAKERS: Final[Mapping[str, Callable[[str], Value]]] = {
    "date": _date,
    "time": _time,
    "date and time": _date_and_time,
    "duration": duration,
}
