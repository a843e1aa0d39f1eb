"""What is worked out from other inputs: a formula, and how it is rounded.

Arithmetic is IEEE double precision in the order written, so that Python, SQL, FEEL in JavaScript and CQL come to the
same bits, and then to ``decimals`` places, halves upwards: ``floor(x * 10^d + 0.5) / 10^d``. Without the rounding a
clearance of exactly 30 could come out as 29.999999999999996 and fall into another band.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z]\w*(?:\.[a-z]\w*)?)|(?P<sign>[-+*/()]))"
)


class NotAFormula(Exception):
    """What is written is no formula. Its message says what was expected and what came."""


@dataclass(frozen=True, slots=True)
class Number:
    written: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """An input, or a table's output that is a number."""

    name: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms and a sign: ``+``, ``-``, ``*`` or ``/``."""

    sign: str
    left: Term
    right: Term

    @property
    def names(self) -> frozenset[str]:
        return self.left.names | self.right.names


Term = Number | Name | Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """Terms by the unit of the input ``by``, which is given in several; under empty text where none is.

    Others that are given in several must come in the unit that ``by`` has; there is no result where one does not.
    The result is in ``unit``, to ``decimals`` places.
    """

    terms: Mapping[str, Term]
    by: str
    unit: str
    decimals: int

    @property
    def names(self) -> frozenset[str]:
        """All that it needs to know, and be it only the unit of ``by``."""
        by = {self.by} if self.by else set[str]()
        return frozenset(by).union(*(term.names for term in self.terms.values()))

    def result(self, values: Mapping[str, Decimal], unit: str = "") -> Decimal | None:
        """For values by name, and the unit that ``by`` has. None where it divides by nothing or passes all bounds."""
        try:
            return rounded(_worked_out(self.terms[unit], values), self.decimals)
        except (ZeroDivisionError, OverflowError, ValueError):  # the floor of what is infinite, or no number
            return None


def rounded(raw: float, decimals: int) -> Decimal:
    """Halves upwards, as every engine can: see the head of this module."""
    scale = float(10**decimals)
    return Decimal(repr(math.floor(raw * scale + 0.5) / scale))


def _worked_out(term: Term, values: Mapping[str, Decimal]) -> float:
    match term:
        case Number(written):
            return float(written)
        case Name(name):
            return float(values[name])
        case Operation(sign, left, right):
            first, second = _worked_out(left, values), _worked_out(right, values)
            match sign:
                case "+":
                    return first + second
                case "-":
                    return first - second
                case "*":
                    return first * second
            return first / second


def term_written(text: str) -> Term:
    """A sum of products, with parentheses; of equals the left comes first. Raises `NotAFormula`."""
    tokens = list(_tokens(text))
    tokens.append("")
    term, at = _sum(tokens, 0)
    if tokens[at]:
        raise NotAFormula(f"expected a sign between two terms, came '{tokens[at]}' in '{text}'")
    return term


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if not token:
            raise NotAFormula(
                f"expected names, numbers, + - * / and parentheses; came '{text[at:].strip()[0]}'"
            )
        yield token[0].strip()
        at = token.end()


def _sum(tokens: list[str], at: int) -> tuple[Term, int]:
    term, at = _product(tokens, at)
    while tokens[at] in {"+", "-"}:
        sign = tokens[at]
        right, at = _product(tokens, at + 1)
        term = Operation(sign, term, right)
    return term, at


def _product(tokens: list[str], at: int) -> tuple[Term, int]:
    term, at = _factor(tokens, at)
    while tokens[at] in {"*", "/"}:
        sign = tokens[at]
        right, at = _factor(tokens, at + 1)
        term = Operation(sign, term, right)
    return term, at


def _factor(tokens: list[str], at: int) -> tuple[Term, int]:
    here = tokens[at]
    if here == "(":
        term, at = _sum(tokens, at + 1)
        if tokens[at] != ")":
            raise NotAFormula("expected ')' to close what '(' opened")
        return term, at + 1
    if here[:1].isdigit():
        return Number(here), at + 1
    if here[:1].isalpha():
        return Name(here), at + 1
    raise NotAFormula(
        f"expected a name, a number or '('; came {here!r}" if here else "expected a term; it ends"
    )
