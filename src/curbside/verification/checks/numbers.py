"""Every figure of a claim stands in its quotes, playing the same part, or follows exactly from one that does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from curbside.terminology.quantities import amount, of_vitamin_d
from curbside.verification.checks.signs import says_less
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.figures import Figure, Part, figures, is_about, is_of_a_share, parts_of, shares

_VITAMIN_D: Final = re.compile(r"vitamin D|calciferol|25-?\(?OH\)?-?D|25-hydroxy", re.IGNORECASE)
_OPPOSITE: Final = {("<", ">"), ("<", "≥"), ("≤", ">"), ("≤", "≥")}
_RATIO: Final = re.compile(r"\bratio|\b[HOR]R\b|\brelative risk", re.IGNORECASE)
_PAIR: Final = re.compile(r"[\[(]\s?[-−–]?[\d.·]+\s?(?:,|to|[-−–])\s?[-−–]?[\d.·]+\s?[\])]")
_LARGEST: Final = 3
"""A ratio that a percentage is likely to stand for."""
_CALLED: Final = re.compile(
    r"\s?%\s(?:relative\s)?(?:(?P<more>higher|greater|more|increase|rise)|lower|less|fewer|smaller|reduc\w+|decrease|fall)"
)
_LOOSELY: Final = {("percentage point", "%"), ("point", "percentage point")}
"""What may be said of what is printed: a share that is 5% higher by 5 points, and never the other way round."""
_HUNDRED: Final = Decimal(100)
_CONVENTION: Final = Decimal("0.05")


class NumbersAreCarried:
    """Equal after exact conversion: 1,000 IU of vitamin D are 25 µg, 12 months a year, RR 0.84 is 16% less."""

    name = "numbers"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        printed = figures(held.quoted.text)
        vitamin_d = _VITAMIN_D.search(f"{held.claim.text} {held.quoted.text} {held.around.text}") is not None
        if _is_mirrored(held, printed):
            printed = tuple(replace(one, value=abs(one.value), sign="") for one in printed)
        for figure in figures(held.claim.text):
            # Who prints the claim's unit has said it in that: 250 µg beside 4,000 IU are not 10,000 IU.
            may_convert = vitamin_d and not any(one.unit == figure.unit for one in printed)
            equals = [one for one in printed if _is_same(figure, one, held, vitamin_d=may_convert)]
            if not equals and not _is_said_otherwise(figure, printed, held):
                return Mismatch(_missing(figure, held.claim.text, printed), conflict=bool(printed))
            if equals and (reason := _told_otherwise(figure, equals, printed, held.claim.text)):
                return Mismatch(reason, conflict=True)
        return None


def _is_said_otherwise(figure: Figure, printed: Sequence[Figure], held: Held) -> bool:
    """Does it need no such figure: an end of a bare pair, a count of what is compared, a share in words or counted?"""
    return (
        _is_end_of_pair(figure, held.claim.text, printed, held.quoted.text)
        or _is_counted_in_words(held.claim.text, figure)
        or is_of_a_share(held.claim.text, figure)
        or any((one.value, one.unit) == (figure.value, figure.unit) for one in shares(held.quoted.text))
        or (figure.unit == "%" and any(_rounds_to(share, figure) for share in parts_of(held.quoted.text)))
        or (is_about(held.claim.text, figure) and _is_rounded(figure, printed))
    )


def _rounds_to(value: Decimal, figure: Figure) -> bool:
    return value.quantize(figure.value, rounding=ROUND_HALF_UP) == figure.value


def _is_rounded(figure: Figure, printed: Sequence[Figure]) -> bool:
    """Is *about 34,500* the 34,504 that a quote prints? It says fewer digits, and at least two."""
    round_to = figure.value.normalize()
    return len(round_to.as_tuple().digits) > 1 and any(
        one.part is Part.NUMBER
        and one.unit == figure.unit
        and one.value.quantize(round_to, rounding=ROUND_HALF_UP) == round_to
        for one in printed
    )


def _told_otherwise(figure: Figure, equals: Sequence[Figure], printed: Sequence[Figure], text: str) -> str:
    """What the quotes have against a figure that they print: a limit, a direction, how often; empty for nothing."""
    shown = text[figure.start : figure.end]
    if all((a, b) in _OPPOSITE for a, b in _limits(figure, equals)):
        return f"its quotes set {shown} as a limit the other way"
    if _goes_the_other_way(figure, equals, text):
        return f"the ratio in its quotes is {shown}% the other way"
    if figure.frequency and not _is_given_so(figure, equals, printed):
        return f"no quote of it has {shown} {figure.unit} {figure.frequency}"
    return ""


def _goes_the_other_way(figure: Figure, equals: Sequence[Figure], text: str) -> bool:
    """Is a share called more where the ratio it stands for is below 1, or less where that is above?"""
    called = _CALLED.match(text, figure.end)
    ratios = [one for one in equals if one.unit != "%" and one.value < _LARGEST]
    if figure.unit != "%" or called is None or len(ratios) < len(equals):
        return False
    return all((one.value > 1) != (called["more"] is not None) for one in ratios)


def _is_given_so(figure: Figure, equals: Sequence[Figure], printed: Sequence[Figure]) -> bool:
    """Is the amount given as often? Where no quote says how often anything is given, `rivals` has to see to it."""
    if not any(one.frequency for one in printed):
        return True
    return any(one.frequency == figure.frequency for one in equals)


def _limits(figure: Figure, equals: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    for one in equals:
        first, second = sorted((figure.relation or "=", one.relation or "="), key="<≤=≥>".index)
        yield (first, second)


def _is_same(figure: Figure, printed: Figure, held: Held, *, vitamin_d: bool) -> bool:
    if Part.P_VALUE in (figure.part, printed.part):
        return figure.part is printed.part and _p_follows(figure, printed)
    if figure.measure and printed.measure and figure.measure != printed.measure:
        return False
    of_ratio = _RATIO.search(f"{held.claim.text} {held.quoted.text}") is not None
    if _is_share_of(figure, printed, of_ratio=of_ratio) or _is_share_of(printed, figure, of_ratio=of_ratio):
        return True
    if _is_fraction(figure, printed) or _is_fraction(printed, figure):
        return True
    if not _plays_the_same(figure, printed):
        return False
    # The sign of a plain number is a check of its own: words may say it.
    if {figure.part, printed.part} & {Part.NUMBER, Part.SPREAD}:
        figure, printed = replace(figure, value=abs(figure.value)), replace(printed, value=abs(printed.value))
    if not figure.unit or not printed.unit:
        named = (
            not figure.unit or printed.part is not Part.NUMBER or _is_unit_of(figure.unit, held.quoted.text)
        )
        return figure.value == printed.value and named
    if (figure.unit, printed.unit) in _LOOSELY:
        return figure.value == printed.value
    if amount(figure.value, figure.unit) == amount(printed.value, printed.unit):
        return True
    return vitamin_d and any(
        amount(*converted) == amount(other.value, other.unit)
        for one, other in ((figure, printed), (printed, figure))
        if (converted := of_vitamin_d(one.value, one.unit)) is not None
    )


def _is_unit_of(unit: str, text: str) -> bool:
    """Is something in a text given in this unit, or in another name for it: ``300 cc (range 25-2500)``?"""
    one = amount(Decimal(1), unit)
    return unit.lower() in text.lower() or any(
        amount(Decimal(1), other.unit) == one for other in figures(text)
    )


def _is_mirrored(held: Held, printed: Sequence[Figure]) -> bool:
    """Does the claim say *less by 19 (14 to 24)* throughout, where its quotes have -19 (-24 to -14)?"""
    bounds = [one for one in printed if one.part is Part.BOUND]
    return (
        bool(bounds)
        and all(one.sign == "-" for one in bounds)
        and says_less(held.claim.text)
        and not any(one.sign == "-" for one in figures(held.claim.text))
    )


def _plays_the_same(figure: Figure, printed: Figure) -> bool:
    """An end of an interval is no estimate, and a spread is not the middle; a bare number might be either."""
    parts = {figure.part, printed.part}
    if len(parts) > 1 and parts & {Part.BOUND, Part.LEVEL}:
        return False
    if Part.SPREAD in parts and len(parts) > 1:
        return figure.spread is None and printed.spread is None
    return figure.spread is None or printed.spread is None or figure.spread == printed.spread


def _p_follows(figure: Figure, printed: Figure) -> bool:
    """Is the claimed p value the printed one, or a coarser word for it: P < 0.05, of 0.04?"""
    if figure.value == printed.value:
        return figure.relation == printed.relation or {figure.relation, printed.relation} <= {"<", "≤"}
    # Nobody says more than 0.001 to be coarse: it is a misread "less than".
    if figure.relation in {">", "≥"} and figure.value < _CONVENTION:
        return False
    if figure.relation in {"<", "≤"}:
        return printed.relation in {"", "<", "≤"} and printed.value < figure.value
    return (
        figure.relation in {">", "≥"} and printed.relation in {"", ">", "≥"} and printed.value > figure.value
    )


def _is_fraction(share: Figure, fraction: Figure) -> bool:
    """A probability of 0.56 is 56%."""
    plain = share.part is fraction.part is Part.NUMBER and not fraction.unit and fraction.value < 1
    return plain and share.unit == "%" and share.value == _HUNDRED * fraction.value


def _is_end_of_pair(figure: Figure, text: str, printed: Sequence[Figure], source: str) -> bool:
    """Is an end of an interval on one side one of a bracketed pair on the other: ``[-0.5, -0.2]``, called nothing?"""
    if figure.part is Part.BOUND:
        return any(one.value == abs(figure.value) and _is_bracketed(one, source, figure) for one in printed)
    return figure.part is Part.NUMBER and any(
        one.part is Part.BOUND and abs(one.value) == figure.value and _is_bracketed(figure, text, one)
        for one in printed
    )


def _is_bracketed(plain: Figure, text: str, bound: Figure) -> bool:
    is_negative = text[plain.start - 1] in "-−–"
    around = text[max(0, plain.start - 14) : plain.end + 14]
    return is_negative == (bound.value < 0) and _PAIR.search(around) is not None


def _is_share_of(share: Figure, ratio: Figure, *, of_ratio: bool) -> bool:
    """Is a share the relative change that a ratio says: 16%, of RR 0.84 or 1.16?"""
    bounds = share.part is ratio.part is Part.BOUND
    if (share.unit != "%" and not bounds) or share.part is Part.LEVEL:
        return False
    if not ratio.is_of_ratio and not (of_ratio and not ratio.unit and ratio.value < _LARGEST):
        return False
    if (share.part is Part.BOUND) != (ratio.part is Part.BOUND):
        return False
    return abs(share.value) == abs(_HUNDRED * (1 - ratio.value))


def _is_counted_in_words(text: str, figure: Figure) -> bool:
    """``The two groups`` count what is being compared, and are no finding."""
    return text[figure.start : figure.end].lower() == "two" and not figure.unit


def _missing(figure: Figure, text: str, printed: Sequence[Figure]) -> str:
    shown = f"{text[figure.start : figure.end]} {figure.unit}".strip()
    other = next((one for one in printed if one.value == figure.value), None)
    if other is None:
        return f"no quote of it has the number {shown}"
    if other.part is not figure.part:
        return f"{shown} is {other.part.value} in its quotes, and {figure.part.value} here"
    if other.unit != figure.unit:
        units = f"in {other.unit or 'no unit'} in its quotes, and in {figure.unit or 'none'} here"
        return f"{text[figure.start : figure.end]} is {units}"
    return f"{shown} is said of something else in its quotes"
