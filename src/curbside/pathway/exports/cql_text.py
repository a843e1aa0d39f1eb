"""The smallest parts of CQL text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from curbside.pathway.definition import Kind
from curbside.pathway.unary import EVERYTHING, Point, Span

_TYPES: Final = {Kind.QUANTITY: "Decimal", Kind.CODE: "String", Kind.BOOLEAN: "Boolean", Kind.DATE: "Date"}


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def typed_null(kind: Kind) -> str:
    return f"null as {_TYPES[kind]}"


def any_of(value: str, words: Sequence[str]) -> str:
    """Is it one of these? Unknown when there is no value: a list's ``in`` is false of null in some engines."""
    return "(" + " or ".join(f"{value} = {quoted(word)}" for word in words) + ")"


def spans(among: tuple[Span, ...], value: str) -> str:
    """Does the value, which is there, lie in one of these intervals?"""
    if among == (EVERYTHING,):
        return "true"
    return "(" + " or ".join(_span(span, value) for span in among) + ")"


def _span(span: Span, value: str) -> str:
    if span.low == span.high:
        return f"{value} = {_point(span.low)}"
    ends = []
    if span.low is not None:
        ends.append(f"{value} {'>=' if span.low_in else '>'} {_point(span.low)}")
    if span.high is not None:
        ends.append(f"{value} {'<=' if span.high_in else '<'} {_point(span.high)}")
    return " and ".join(ends) if len(ends) == 1 else f"({' and '.join(ends)})"


def _point(point: Point | None) -> str:
    return f"@{point}" if isinstance(point, date) else number(point or Decimal(0))


def number(value: Decimal) -> str:
    """With a decimal point, so that no engine divides whole numbers wholly."""
    plain = f"{value:f}"
    return plain if "." in plain else f"{plain}.0"
