"""What `curbside.pathway.gather` does for one patient, as SQL: from a value as recorded to what is known of an input.

A value as recorded is a handful of columns: a number and its unit, a word, yes or no, a day. From them come
``in_NAME`` and ``is_NAME``, which the compiled pathway reads, and ``why_NAME``: why it cannot be told, as one of
`WHY`, or NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from curbside.pathway.definition import Input, Kind
from curbside.pathway.population import literals
from curbside.pathway.unary import Span, UnaryTest
from curbside.terminology.quantities import amount, converted, unit_named

WHY: Final = {
    "kind": "recorded as something else than this input can be",
    "bound": "given only as a limit, not as a number",
    "no_unit": "recorded without a unit",
    "unit": "recorded in a unit that the pathway has no cut-offs for",
    "implausible": "outside what is plausible",
    "undated": "not dated to the day",
    "conflict": "what is recorded disagrees",
    "unborn": "born after the day of the decision",
    "after": "dated after the day of the decision, and not used",
    "uncoded": "nothing recorded has a code that the pathway knows",
    "record": "what the record has of it cannot be told",
}
"""Why what is recorded does not count, by its code in the answers."""

MOST_UNITS: Final = 1000
"""How many spellings of one input's unit are looked at; what is spelled otherwise is a unit that is not known."""

FINITE: Final = "1.7976931348623157e308"
_EXACT_PLACES: Final = 9
SQL_TYPES: Final = {Kind.QUANTITY: "DOUBLE", Kind.CODE: "STRING", Kind.BOOLEAN: "BOOLEAN", Kind.DATE: "DATE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Where a value as recorded stands: SQL for each form it can have, and None for a form it never has.

    ``is_there`` is false where nothing is recorded that counts. ``unit`` may be NULL or empty. ``why`` is a code of
    `WHY` where what is recorded cannot be told for a reason of its own, else NULL; ``is_after`` whether something is
    dated after the decision.
    """

    is_there: str
    number: str | None = None
    unit: str | None = None
    word: str | None = None
    truth: str | None = None
    day: str | None = None
    why: str | None = None
    is_after: str | None = None


def known(declared: Input, found: Recorded, *, units: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Steps, each of which adds columns, that make of what is recorded what is known.

    ``units`` are the spellings that occur.
    """
    name = declared.name
    why = found.why or "CAST(NULL AS STRING)"
    if declared.kind is Kind.QUANTITY:
        yield from _quantity(declared, found, why, units)
    else:
        value, is_one = _other_kind(declared, found)
        if found.is_there == f"{value} IS NOT NULL" and not found.why:
            # A column of the right kind, with nothing in it to be read.
            absent_value = f"COALESCE({value}, FALSE)" if declared.absence == "no" else value
            yield (
                f"{absent_value} AS in_{name}",
                f"CASE {_nothing(declared, found)} ELSE 1 END AS is_{name}",
                f"CASE WHEN FALSE THEN 'kind' {_after(found)}END AS why_{name}",
            )
            return
        absent = "WHEN TRUE THEN FALSE " if declared.absence == "no" else ""
        yield (
            f"CASE WHEN {found.is_there} THEN {value} {absent}END AS in_{name}",
            f"CASE {_nothing(declared, found)} WHEN ({why}) IS NULL AND {is_one} THEN 1 END AS is_{name}",
            f"{why} AS own_{name}",
        )
        yield (
            f"CASE WHEN is_{name} IS NULL THEN COALESCE(own_{name}, 'kind') {_after(found)}END AS why_{name}",
        )


def together(declared: Input) -> tuple[str, ...]:
    """What is found of the person (``NAME__found``) and what is said outright (``NAME__said``).

    An answer settles what cannot be told otherwise; where both are known and differ, nobody can tell.
    """
    name = declared.name
    found, said = f"{name}__found", f"{name}__said"
    differ = f"is_{found} > 0 AND is_{said} > 0 AND NOT (is_{found} = is_{said} AND in_{found} = in_{said})"
    either = f"WHEN is_{said} > 0 THEN is_{said} ELSE is_{found}"
    is_either = f"CASE WHEN is_{said} IS NULL OR {differ} THEN NULL {either} END"
    if declared.absence == "no":
        is_either = f"CASE WHEN is_{said} = 0 AND is_{found} = 0 THEN 1 ELSE {is_either} END"
    absent = f" WHEN is_{found} = 0 THEN FALSE" if declared.absence == "no" else ""
    why = f"WHEN is_{said} IS NULL THEN why_{said} WHEN is_{said} = 0 THEN why_{found}"
    return (
        f"CASE WHEN is_{said} > 0 THEN in_{said} WHEN is_{found} > 0 THEN in_{found}{absent} END AS in_{name}",
        f"{is_either} AS is_{name}",
        f"CASE WHEN {differ} THEN 'conflict' {why} END AS why_{name}",
    )


def _other_kind(declared: Input, found: Recorded) -> tuple[str, str]:
    """The value, and whether it is one that the input can have."""
    nothing = f"CAST(NULL AS {SQL_TYPES[declared.kind]})"
    match declared.kind:
        case Kind.CODE if found.word:
            words = " ".join(
                f"WHEN {literals.text(word.casefold())} THEN {literals.text(word)}"
                for word in reversed(declared.words)
            )
            value = f"CASE LOWER({found.word}) {words} END"
        case Kind.BOOLEAN if found.truth:
            value = found.truth
        case Kind.DATE if found.day:
            value = found.day
        case _:
            return nothing, "FALSE"
    return value, f"({value}) IS NOT NULL"


def _quantity(declared: Input, found: Recorded, why: str, units: Iterable[str]) -> Iterator[tuple[str, ...]]:
    name = declared.name
    number = found.number or "CAST(NULL AS DOUBLE)"
    unit = found.unit or "CAST(NULL AS STRING)"
    conversions = conversions_into(declared.units, units)
    yield (f"{number} AS number_{name}", f"{unit} AS unit_{name}", f"{why} AS own_{name}")
    in_its_unit = _in_its_unit(name, conversions)
    value = f"number_{name}"
    if in_its_unit != value:
        yield (f"{in_its_unit} AS converted_{name}",)
        value = f"converted_{name}"
    may_count = f"{value} BETWEEN -{FINITE} AND {FINITE}"
    if _has_both_ends(declared):
        may_count = f"{value} IS NOT NULL"
    if found.why:
        may_count = f"own_{name} IS NULL AND {may_count}"
    places = _by_unit(declared, value, unit, conversions)
    yield (
        f"CASE {_nothing(declared, found)} WHEN {may_count} THEN {places} END AS is_{name}",
        f"{value} AS in_{name}",
    )
    known = ", ".join(literals.text(one) for one in conversions) or "NULL"
    why_not = (
        f"WHEN number_{name} IS NULL THEN 'kind' WHEN COALESCE(unit_{name}, '') IN ({known}) THEN 'implausible' "
        f"WHEN COALESCE(TRIM(unit_{name}), '') = '' THEN 'no_unit' ELSE 'unit'"
    )
    is_null = f"CASE WHEN own_{name} IS NOT NULL THEN own_{name} {why_not} END"
    yield (f"CASE WHEN is_{name} IS NULL THEN {is_null} {_after(found)}END AS why_{name}",)


def _has_both_ends(declared: Input) -> bool:
    """Is what is plausible bounded above and below in every unit? Then it lets nothing through that is not finite."""
    test = declared.plausible
    spans = [span for unit in declared.units for span in test.spans.get(unit, ())] if test else []
    return bool(spans) and all(span.low is not None and span.high is not None for span in spans)


def _by_unit(declared: Input, value: str, unit: str, conversions: Mapping[str, tuple[int, Fraction]]) -> str:
    """By how the unit is spelled, which of the input's units it is, from 1: NULL where the value is not plausible."""
    cases = {}
    for spelled, (place, _) in conversions.items():
        cases[literals.text(spelled)] = str(place)
        if declared.plausible is not None:
            inside = within(declared.plausible, declared.units[place - 1], value)
            cases[literals.text(spelled)] = f"CASE WHEN {inside} THEN {place} END"
    if unit.startswith("'"):
        # All are in the one unit that the mapping says.
        return cases.get(unit, "NULL")
    if not cases:
        return "NULL"
    listed = " ".join(f"WHEN {spelled} THEN {then}" for spelled, then in cases.items())
    found = f"unit_{declared.name}"
    if "''" in cases:
        found = f"COALESCE({found}, '')"
    return f"CASE {found} {listed} END"


def _nothing(declared: Input, found: Recorded) -> str:
    """What is not recorded is missing, or ``no`` where the pathway says so."""
    return f"WHEN NOT ({found.is_there}) THEN {1 if declared.absence == 'no' else 0}"


def _after(found: Recorded) -> str:
    return f"WHEN {found.is_after} THEN 'after' " if found.is_after else ""


def conversions_into(wanted: Sequence[str], spelled: Iterable[str]) -> dict[str, tuple[int, Fraction]]:
    """By spelling: which of an input's units it is given in, from 1, and what a number is multiplied by.

    A number without a unit is one of its own: it may be a ratio.
    """
    found = {}
    for unit in (*wanted, *sorted({"", *spelled} - set(wanted))):
        one = converted(Decimal(1), unit.strip(), wanted)
        if one is not None:
            _, into = one
            factor = Fraction(1)
            if (named := unit_named(unit.strip())) != unit_named(into):
                given, target = amount(Decimal(1), named), amount(Decimal(1), unit_named(into))
                factor = Fraction(given.magnitude) / Fraction(target.magnitude)
            found[unit] = wanted.index(into) + 1, factor
    return found


def _in_its_unit(name: str, conversions: Mapping[str, tuple[int, Fraction]]) -> str:
    cases = [
        f"WHEN {literals.text(unit)} THEN {_times(f'number_{name}', factor)}"
        for unit, (_, factor) in conversions.items()
        if factor != 1
    ]
    return (
        f"CASE COALESCE(unit_{name}, '') {' '.join(cases)} ELSE number_{name} END"
        if cases
        else f"number_{name}"
    )


def _times(number: str, factor: Fraction) -> str:
    """In decimals where the factor is one: as a double 0.07 times 1,000 is more than 70."""
    shifted = factor * 10**_EXACT_PLACES
    if shifted.denominator > 1 or factor >= 10**_EXACT_PLACES:
        return f"{number} * {factor.numerator}e0 / {factor.denominator}e0"
    decimal = f"TRY_CAST({number} AS DECIMAL(20, {_EXACT_PLACES}))"
    exact = Decimal(shifted.numerator).scaleb(-_EXACT_PLACES)
    return f"CAST({decimal} * CAST({exact:f} AS DECIMAL(18, {_EXACT_PLACES})) AS DOUBLE)"


def within(test: UnaryTest, unit: str, value: str) -> str:
    """Does a test let a number in this unit through?"""
    if test.anything:
        return "TRUE"
    return " OR ".join(_between(span, value) for span in test.spans.get(unit, ())) or "FALSE"


def _between(span: Span, value: str) -> str:
    ends = []
    if span.low is not None:
        ends.append(f"{value} {'>=' if span.low_in else '>'} {literals.point(span.low)}")
    if span.high is not None:
        ends.append(f"{value} {'<=' if span.high_in else '<'} {literals.point(span.high)}")
    return f"({' AND '.join(ends)})" if ends else "TRUE"


def marks(inputs: Sequence[Input]) -> str:
    """All that is recorded and does not count, as ``input:reason``; NULL where everything does."""
    each = ", ".join(
        f"CASE WHEN why_{one.name} IS NOT NULL THEN concat('{one.name}:', why_{one.name}) END"
        for one in inputs
    )
    any_why = " OR ".join(f"why_{one.name} IS NOT NULL" for one in inputs)
    return f"CASE WHEN {any_why} THEN concat_ws(' ', {each}) END" if inputs else "CAST(NULL AS STRING)"


def age(born: str, on: date) -> str:
    """Completed years, as `curbside.pathway.calendar.completed_years`."""
    day = on.month * 100 + on.day
    is_to_come = f"{day} < month({born}) * 100 + day({born})"
    return f"CAST({on.year} - year({born}) - CASE WHEN {is_to_come} THEN 1 ELSE 0 END AS DOUBLE)"
