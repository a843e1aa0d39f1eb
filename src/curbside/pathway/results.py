"""Which of a patient's results is the one that counts: the latest in the window, if those of its instant agree.

A result counts when it was released (final, amended, corrected), is dated to the day, and not after the day of the
decision. What does not count and is not merely old is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from curbside.pathway.calendar import earlier
from curbside.pathway.definition import Input
from curbside.pathway.facts import Absent, Fact, Known, Undecided
from curbside.pathway.values import Recorded, fact_of
from curbside.patient.record import Observation

COUNTING: Final = frozenset({"final", "amended", "corrected", ""})
"""The statuses of FHIR's that a result is used in; empty where a record has none, as a table of results may."""
CORRECTED: Final = frozenset({"amended", "corrected"})
_NOT_COUNTING: Final = {
    "registered": "a result that is not there yet",
    "preliminary": "a preliminary result",
    "cancelled": "a cancelled result",
    "entered-in-error": "a result entered in error",
    "unknown": "a result of unknown standing",
}


class Results:
    """The results under one input's codes, on the day of the decision. ``remarks`` name those that do not count.

    ``answered_on`` is the day of a later result that is no part of the record, for an answer gives it.
    """

    def __init__(self, declared: Input, on: date, *, answered_on: date | None = None) -> None:
        self._declared = declared
        self._on = on
        self._answered_on = answered_on
        self._since = earlier(on, declared.within) if declared.within else date.min
        self._is_older = self._is_undated = False
        self.remarks: list[str] = []

    def fact(self, results: Iterable[Observation]) -> Fact:
        by_instant: dict[datetime, list[Observation]] = {}
        for one in results:
            if self._counts(one) and one.taken_at:
                by_instant.setdefault(one.taken_at, []).append(one)
        instants = sorted(by_instant, reverse=True)
        if self._declared.is_previous and not self._has_later_answer(instants):
            instants = instants[1:]
        if not instants:
            return self._none()
        self._name_same_day(by_instant, instants[0])
        return self._of_instant(by_instant[instants[0]])

    def _has_later_answer(self, instants: list[datetime]) -> bool:
        return bool(instants) and self._answered_on is not None and self._answered_on > instants[0].date()

    def _counts(self, one: Observation) -> bool:
        """Is it a result to go by? One without a value, because it was not measured, is as good as none."""
        day = one.taken_at.date() if one.taken_at else None
        if day is not None and day < self._since:
            self._is_older = True
            return False
        if one.status not in COUNTING:
            self.remarks.append(
                f"{_NOT_COUNTING.get(one.status, 'a result of unknown standing')} is not used"
            )
        elif day is None:
            self._is_undated = True
            self.remarks.append("a result that is not dated to the day is not used")
        elif day > self._on:
            self.remarks.append("a result dated after the day of the decision is not used")
        elif one.value is None and not one.coded and not one.unread_because:
            self.remarks.append(
                f"a result without a value is not used: {one.absent_because or 'none was given'}"
            )
        else:
            return True
        return False

    def _none(self) -> Fact:
        if self._is_undated:
            return Undecided(because="there is a result, and it is not dated to the day")
        if self._is_older and self._declared.within and not self._declared.is_previous:
            return Absent(because=f"the latest is older than {self._declared.within}")
        return Absent()

    def _name_same_day(self, by_instant: dict[datetime, list[Observation]], chosen: datetime) -> None:
        if any(other != chosen and other.date() == chosen.date() for other in by_instant):
            self.remarks.append(
                "there are several results of one day; the latest of them by the hour is used"
            )

    def _of_instant(self, results: list[Observation]) -> Fact:
        """The fact that results of one instant agree on. A corrected one replaces those it corrects."""
        corrected = [one for one in results if one.status in CORRECTED]
        if corrected and len(corrected) < len(results):
            self.remarks.append("a result was corrected; the corrected one is used")
        ordered = sorted(corrected or results, key=lambda one: one.id)
        if self._declared.takes_last_of_tie:
            ordered = ordered[-1:]
        facts = [self._of_result(one) for one in ordered]
        known = [fact for fact in facts if isinstance(fact, Known)]
        if len(known) < len(facts):
            return (
                facts[-1]
                if len(facts) == 1
                else Undecided(because="one of the results of one time cannot be read")
            )
        by_unit: dict[str, list[Known]] = {}
        for fact in known:
            by_unit.setdefault(fact.unit, []).append(fact)
        if any(len({fact.value for fact in same}) > 1 for same in by_unit.values()):
            return Undecided(because="results of one time disagree")
        if len(by_unit) > 1:
            # A laboratory may report one sample in mass and in substance. Each is its own; neither is worked out.
            self.remarks.append(
                "a result is given in two units; the first that the pathway is written in is used"
            )
        elif len(known) > 1:
            self.remarks.append("a result is given more than once; it is counted once")
        units = self._declared.units or ("",)
        return next(by_unit[unit][-1] for unit in units if unit in by_unit)

    def _of_result(self, one: Observation) -> Fact:
        if one.unread_because:
            return Undecided(because=f"the latest result cannot be read: {one.unread_because}")
        recorded = Recorded(
            value=one.value,
            unit=one.unit,
            comparator=one.comparator,
            coded=one.coded,
            taken_on=one.taken_at.date() if one.taken_at else None,
            source=one.id,
        )
        return fact_of(self._declared, recorded)
