"""From a patient's record to what a pathway asks: for each input the one fact that counts, or why there is none.

An answer given under an input's own name comes first; else the record is searched by the input's codes. What was found
and does not count is remarked on, never silently passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from curbside.pathway.calendar import completed_years, earlier
from curbside.pathway.definition import Input, Kind, Origin, Pathway
from curbside.pathway.engine import shown_value
from curbside.pathway.facts import Absent, Fact, Facts, Known, Undecided
from curbside.pathway.truth import Truth
from curbside.pathway.unary import Scalar
from curbside.patient.record import Answer, Condition, Observation, PatientRecord, Therapy
from curbside.terminology.codings import Coding
from curbside.terminology.quantities import converted

_COUNTING_RESULTS: Final = frozenset({"final", "amended", "corrected", ""})
_NO_THERAPY: Final = frozenset(
    {"entered-in-error", "cancelled", "stopped", "draft", "not-taken", "not-done", "declined"}
)
_NO_CONDITION: Final = frozenset({"refuted", "entered-in-error"})
_PAST_CONDITION: Final = frozenset({"inactive", "remission", "resolved"})


def facts_of(record: PatientRecord, pathway: Pathway, *, on: date) -> Facts:
    """What is known on this day of every input that is not worked out; nothing after it counts."""
    gathering = _Gathering(record, on)
    by_input = {
        name: gathering.fact(declared) for name, declared in pathway.inputs.items() if not declared.formula
    }
    remarks = (*(f"{one.where}: {one.what}" for one in record.remarks), *gathering.remarks)
    return Facts(on=on, by_input=by_input, remarks=remarks)


class _Gathering:
    """One record, on one day."""

    def __init__(self, record: PatientRecord, on: date) -> None:
        self._record = record
        self._on = on
        self.remarks: list[str] = []

    def fact(self, declared: Input) -> Fact:
        given = [one for one in self._record.answers if one.name == declared.name]
        if given:
            return self._answered(declared, given[-1])
        match declared.origin:
            case Origin.OBSERVATION:
                return self._observed(declared)
            case Origin.THERAPY:
                return self._present(declared, self._therapies(declared))
            case Origin.CONDITION:
                return self._present(declared, self._conditions(declared))
            case Origin.AGE:
                return self._age(declared)
            case Origin.SEX:
                return self._sex(declared)
        return Absent()

    # -- said outright ---------------------------------------------------------------------------------------

    def _answered(self, declared: Input, answer: Answer) -> Fact:
        if answer.given_on and answer.given_on > self._on:
            self.remarks.append(f"{declared.label}: an answer dated after the decision is not used")
            return Absent(because="the only answer is dated after the decision")
        return self._read(declared, answer.value, answer.unit, taken_on=answer.given_on, source="answer")

    def _read(self, declared: Input, value: Scalar, unit: str, *, taken_on: date | None, source: str) -> Fact:
        match declared.kind:
            case Kind.QUANTITY if isinstance(value, Decimal):
                return self._quantity(declared, value, unit, taken_on=taken_on, source=source)
            case Kind.BOOLEAN if isinstance(value, bool):
                return Known(value=value, recorded=shown_value(value), taken_on=taken_on, source=source)
            case Kind.CODE if value in declared.words:
                return Known(value=value, recorded=shown_value(value), taken_on=taken_on, source=source)
            case Kind.DATE if isinstance(value, date):
                return Known(value=value, recorded=shown_value(value), taken_on=taken_on, source=source)
        self.remarks.append(f"{declared.label}: expected a {declared.kind.value}, came something else")
        return Undecided(because=f"what is recorded is no {declared.kind.value} that it can have")

    def _quantity(
        self, declared: Input, value: Decimal, unit: str, *, taken_on: date | None, source: str
    ) -> Fact:
        recorded = f"{shown_value(value)} {unit}".strip()
        found = converted(value, unit, declared.units)
        if found is None:
            expected = " or ".join(declared.units)
            self.remarks.append(
                f"{declared.label}: expected {expected}, came {'another unit' if unit else 'no unit'}"
            )
            return Undecided(
                because=f"recorded in {'another unit' if unit else 'no unit'}; expected {expected}"
            )
        number, in_unit = found
        if declared.plausible and declared.plausible.of(number, in_unit) is not Truth.TRUE:
            self.remarks.append(f"{declared.label}: a value outside what is plausible is not used")
            return Undecided(because="what is recorded is outside what is plausible")
        return Known(value=number, unit=in_unit, recorded=recorded, taken_on=taken_on, source=source)

    # -- found by its codes ----------------------------------------------------------------------------------

    def _observed(self, declared: Input) -> Fact:
        results = sorted(self._results(declared), key=lambda one: (one.taken_at, one.id))
        if not results:
            return Absent()
        latest = [one for one in results if one.taken_at == results[-1].taken_at]
        if declared.is_previous:
            latest = results = [one for one in results if one.taken_at != results[-1].taken_at]
            latest = [one for one in results if one.taken_at == results[-1].taken_at] if results else []
        if not latest:
            return Absent()
        chosen = latest[-1:] if declared.takes_last_of_tie else latest
        facts = [self._of_result(declared, one) for one in chosen]
        said = {(fact.value, fact.unit) if isinstance(fact, Known) else None for fact in facts}
        if len(said) > 1:
            self.remarks.append(f"{declared.label}: results of one time disagree and are not used")
            return Undecided(because="results of the same time disagree")
        return facts[-1]

    def _results(self, declared: Input) -> Iterator[Observation]:
        since = earlier(self._on, declared.within) if declared.within else date.min
        for one in self._record.observations:
            for trap in declared.traps:
                if _any_covers((trap.coding,), one.codings):
                    self.remarks.append(
                        f"{declared.label}: a result under {trap.coding} is not used: {trap.why}"
                    )
            if not _any_covers(declared.codings, one.codings) or one.status not in _COUNTING_RESULTS:
                continue
            if one.taken_at is None:
                self.remarks.append(f"{declared.label}: a result without a date is not used")
            elif one.taken_at.date() > self._on:
                self.remarks.append(f"{declared.label}: a result dated after the decision is not used")
            elif one.taken_at.date() >= since:
                yield one

    def _of_result(self, declared: Input, one: Observation) -> Fact:
        taken_on = one.taken_at.date() if one.taken_at else None
        if one.value is not None:
            return self._read(declared, one.value, one.unit, taken_on=taken_on, source=one.id)
        for word, codings in declared.meanings.items():
            if _any_covers(codings, one.coded):
                value: Scalar = word if declared.kind is Kind.CODE else word == "true"
                return self._read(declared, value, "", taken_on=taken_on, source=one.id)
        return Undecided(because="the latest result has no value that can be read")

    def _present(self, declared: Input, found: Iterable[tuple[str, date | None]]) -> Fact:
        """Is there such a therapy or condition? The newest counts."""
        newest = max(found, key=lambda one: one[1] or date.min, default=None)
        if newest:
            return Known(value=True, recorded="recorded", taken_on=newest[1], source=newest[0])
        if declared.absence == "no":
            return Known(value=False, because="no record of it, read as no")
        return Absent()

    def _therapies(self, declared: Input) -> Iterator[tuple[str, date | None]]:
        since = earlier(self._on, declared.within) if declared.within else date.min
        for one in self._record.therapies:
            if _any_covers(declared.codings, one.codings) and self._is_taken(one, since):
                yield one.id, one.began_on

    def _is_taken(self, one: Therapy, since: date) -> bool:
        has_begun = one.began_on is None or one.began_on <= self._on
        has_ended = one.ended_on is not None and one.ended_on < max(
            since, self._on if since == date.min else since
        )
        return one.status not in _NO_THERAPY and has_begun and not has_ended

    def _conditions(self, declared: Input) -> Iterator[tuple[str, date | None]]:
        for one in self._record.conditions:
            if _any_covers(declared.codings, one.codings) and self._is_present(one):
                yield one.id, one.began_on or one.recorded_on

    def _is_present(self, one: Condition) -> bool:
        has_begun = (one.began_on or one.recorded_on or date.min) <= self._on
        has_ended = one.ended_on is not None and one.ended_on < self._on
        is_of_now = (
            one.clinical_status not in _PAST_CONDITION and one.verification_status not in _NO_CONDITION
        )
        return has_begun and not has_ended and is_of_now

    # -- the person ------------------------------------------------------------------------------------------

    def _age(self, declared: Input) -> Fact:
        born_on = self._record.born_on
        if born_on is None:
            return Absent()
        if born_on > self._on:
            return Undecided(because="born after the decision")
        years = Decimal(completed_years(born_on, self._on))
        return self._quantity(declared, years, declared.units[0], taken_on=None, source="birth date")

    def _sex(self, declared: Input) -> Fact:
        if self._record.sex not in declared.words:
            return Absent()
        return Known(value=self._record.sex, recorded=self._record.sex, source="administrative gender")


def _any_covers(codings: Iterable[Coding], found: Iterable[Coding]) -> bool:
    return any(one.covers(other) for one in codings for other in found)
