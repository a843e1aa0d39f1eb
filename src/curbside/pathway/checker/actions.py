"""What rows advise: medicines started and stopped at once, and doses that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Final, NamedTuple

from curbside.pathway.checker.finding import Code, Finding, Severity
from curbside.pathway.checker.reach import Reach
from curbside.pathway.checker.saying import Teller
from curbside.pathway.definition import Action, Do, Dose, DoseLimit, HitPolicy, Pathway, Period, Row, Table
from curbside.pathway.engine import shown_value
from curbside.pathway.regions import Box, meet
from curbside.terminology.codings import Coding
from curbside.terminology.quantities import converted

_GIVES: Final = frozenset({Do.START, Do.ADJUST})
_DAYS: Final = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4375"), "year": Decimal("365.25")}
_MOST_SHOWN: Final = 50


class _Advised(NamedTuple):
    table: Table
    row: Row
    action: Action


def contradictions(reach: Reach, teller: Teller) -> Iterator[Finding]:
    """One medicine started by one row and stopped by another, or given in two doses, of a patient who gets both.

    Two doses within one row are alternatives, for its author put them side by side.
    """
    on_medicine = [one for one in _advised(reach.pathway) if one.action.medicine]
    told: set[tuple[str, str, str, str, str]] = set()
    for one, other in combinations(on_medicine, 2):
        code = _clash(one, other)
        if code is None:
            continue
        key = (one.table.id, one.row.id, other.table.id, other.row.id, code)
        if key in told:
            continue
        both = _fired_together(reach, one, other)
        if both is None:
            continue
        told.add(key)
        own = {*one.row.tests, *other.row.tests}
        shown = {column: mask for column, mask in both.items() if column in own}
        yield _contradiction(one, other, code, teller.patient(shown), teller.example(both))


def _advised(pathway: Pathway) -> Iterator[_Advised]:
    for table in pathway.tables:
        for row in table.rows:
            for action in row.actions:
                yield _Advised(table, row, action)


def _clash(one: _Advised, other: _Advised) -> Code | None:
    if not _share_medicine(one.action.medicine, other.action.medicine):
        return None
    if {one.action.do, other.action.do} & _GIVES and Do.STOP in {one.action.do, other.action.do}:
        return "contradiction"
    both_give = one.action.do in _GIVES and other.action.do in _GIVES and one.row is not other.row
    first, second = one.action.dose, other.action.dose
    return "two-doses" if both_give and first and second and first != second else None


def _share_medicine(first: Iterable[Coding], second: Iterable[Coding]) -> bool:
    others = tuple(second)
    return any(one.covers(other) or other.covers(one) for one in first for other in others)


def _fired_together(reach: Reach, one: _Advised, other: _Advised) -> Box | None:
    """A patient for whom both rows fire."""
    if one.table is other.table and one.row is not other.row and one.table.hit is not HitPolicy.COLLECT:
        return None
    later = max(one.table, other.table, key=reach.pathway.tables.index)
    for first in reach.fires(one.table, one.row):
        for second in reach.fires(other.table, other.row):
            both = reach.attained(meet(first, second), later)
            if both is not None:
                return both
    return None


def _contradiction(
    one: _Advised, other: _Advised, code: Code, patient: str, example: dict[str, str]
) -> Finding:
    is_error = code == "contradiction"
    same = one.row is other.row and one.table is other.table
    rows = f"row {one.row.id} of {one.table.id}" + (
        " " if same else f" and row {other.row.id} of {other.table.id} "
    )
    what = (
        f"{one.action.do.value} and {other.action.do.value} the same medicine"
        if is_error
        else "give the same medicine in different doses"
    )
    return Finding(
        severity=Severity.ERROR if is_error else Severity.WARNING,
        code=code,
        message=f"{rows}both fire for {patient}, and {what}" if not same else f"{rows}{what}",
        line=other.action.line,
        table=other.table.id,
        rows=tuple(dict.fromkeys((one.row.id, other.row.id))),
        example=example,
    )


# -- doses ---------------------------------------------------------------------------------------------------


def doses(pathway: Pathway) -> Iterator[Finding]:
    """Doses that are nothing, that fall, that pass a limit without saying so, or that cannot be held against it."""
    for one in _advised(pathway):
        dose = one.action.dose
        if dose is None:
            continue
        yield from _impossible(one, dose)
        limits = [limit for limit in pathway.limits if _is_for(limit, one.action, dose)]
        for limit in limits:
            yield from _against(one, dose, limit)
        # A flag without a dose is of what the patient takes already, or would need: nothing here to hold it against.
        if one.action.over_limit and not any(_passes(dose, limit) for limit in limits):
            yield _of_dose(
                one,
                "over-limit",
                "says that it passes a limit, and passes none of those declared for its medicine",
                severity=Severity.WARNING,
            )


def _is_for(limit: DoseLimit, action: Action, dose: Dose) -> bool:
    """Is the limit one of this medicine? One of no medicine holds for every dose that can be held against it."""
    if limit.medicine:
        return _share_medicine(limit.medicine, action.medicine)
    return converted(Decimal(1), dose.unit, (limit.unit,)) is not None


def _impossible(one: _Advised, dose: Dose) -> Iterator[Finding]:
    if not Decimal(dose.amount):
        yield _of_dose(one, "dose", f"gives a dose of {dose.amount} {dose.unit}")
    if dose.most and Decimal(dose.most) <= Decimal(dose.amount):
        yield _of_dose(
            one, "dose", f"gives {dose.amount} to {dose.most} {dose.unit}: expected a range that rises"
        )
    if dose.every and not dose.every.count:
        yield _of_dose(one, "interval", f"gives a dose every {dose.every}: expected an interval above 0")
    if not dose.times:
        yield _of_dose(one, "interval", "gives a dose 0 times: expected once or more")
    if dose.every is None and dose.times > 1:
        yield _of_dose(one, "interval", f"gives a dose {dose.times} times, and does not say in how long")


def _against(one: _Advised, dose: Dose, limit: DoseLimit) -> Iterator[Finding]:
    if converted(Decimal(1), dose.unit, (limit.unit,)) is None:
        yield _of_dose(
            one,
            "dose-unit",
            f"gives {dose.unit}, which cannot be held against the limit of {shown_value(limit.amount)} {limit.unit}"
            f"{': an international unit is no mass' if 'IU' in {dose.unit, limit.unit} else ''}",
        )
    elif _passes(dose, limit) and not one.action.over_limit:
        each = _per_day(dose)
        yield _of_dose(
            one,
            "over-limit",
            f"gives up to {shown_value(round(each, 2) if each else each)} {dose.unit} a day, which passes the "
            f"limit of {shown_value(limit.amount)} {limit.unit} every {limit.every}, and does not say so "
            "(expected 'over_limit')",
        )


def _passes(dose: Dose, limit: DoseLimit) -> bool:
    """Is the dose, averaged over its interval, more than the limit? Of a dose given once there is no average."""
    if dose.every is None:
        return False
    each = converted(_per_day(dose), dose.unit, (limit.unit,))
    return each is not None and each[0] > limit.amount / _days(limit.every)


def _per_day(dose: Dose) -> Decimal:
    if dose.every is None or not dose.every.count:
        return Decimal(0)
    return Decimal(dose.most or dose.amount) * dose.times / _days(dose.every)


def _days(period: Period) -> Decimal:
    return _DAYS[period.unit] * (period.count or 1)


def _of_dose(one: _Advised, code: Code, message: str, *, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        message=f"row {one.row.id} of {one.table.id} {message}",
        line=one.action.line,
        table=one.table.id,
        rows=(one.row.id,),
    )


def silent_rows(pathway: Pathway) -> Iterator[Finding]:
    """Rows that neither advise, nor tell another table anything, nor end the pathway, nor have a note why."""
    for table in pathway.tables:
        for row in table.rows:
            if not (row.actions or row.outputs or row.ends or row.note):
                yield Finding(
                    severity=Severity.WARNING,
                    code="silent",
                    message=f"row {row.id} of {table.id} says nothing: no action, no output, no end, no note",
                    line=row.line,
                    table=table.id,
                    rows=(row.id,),
                )
