"""From a patient's record to what a pathway asks: for each input the one fact that counts, or why there is none.

An input is looked for under its own name (or its codes) among the answers, and by its codes among the results,
medicines and conditions. Where both say something and do not agree, nobody can tell, and it is said so. What was found
and does not count is remarked on, never silently passed over; a remark never has a value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, TypeVar

from curbside.pathway.calendar import completed_years, earlier
from curbside.pathway.definition import Input, Origin, Pathway
from curbside.pathway.facts import Absent, Fact, Facts, Known, Undecided
from curbside.pathway.presence import UNSURE_CONDITION, Presence, of_condition, of_therapy
from curbside.pathway.results import Results
from curbside.pathway.values import Recorded, fact_of
from curbside.patient.answers import SEX
from curbside.patient.record import Answer, Condition, Observation, PatientRecord, Remark, Therapy
from curbside.terminology.codings import Coding
from curbside.terminology.quantities import unit_named

_Coded = TypeVar("_Coded", Observation, Therapy, Condition)
DIED: Final = "the record says that the patient has died"
"""Why nothing is decided for a patient who has died."""
_A_NAME: Final = re.compile(r"[a-z][a-z0-9_]{2,40}", re.ASCII)
_Found = tuple[Presence, date | None, str]
_SHOWN_PLACES: Final = 3
_UNCOMPARED: Final = {Origin.THERAPY: "medicine", Origin.CONDITION: "condition"}


def facts_of(record: PatientRecord, pathway: Pathway, *, on: date) -> Facts:
    """What is known on this day of every input that is not worked out; nothing after it counts."""
    gathering = _Gathering(record, pathway, on)
    by_input = {
        name: gathering.fact(declared) for name, declared in pathway.inputs.items() if not declared.formula
    }
    gathering.name_unasked()
    has_died = record.died and (record.died_on is None or record.died_on <= on)
    return Facts(
        on=on,
        by_input=by_input,
        remarks=(*_told(record.remarks), *gathering.remarks()),
        ended=DIED if has_died else "",
    )


class _Gathering:
    """One record, for one pathway, on one day."""

    def __init__(self, record: PatientRecord, pathway: Pathway, on: date) -> None:
        self._record = record
        self._inputs = pathway.inputs
        self._on = on
        is_coded = record.observations or record.therapies or record.conditions
        wanted = _Wanted(pathway.inputs.values() if is_coded else ())
        self._observations = wanted.among(record.observations)
        self._therapies = wanted.among(record.therapies)
        self._conditions = wanted.among(record.conditions)
        self._by_name: dict[str, list[Answer]] = {}
        for answer in record.answers:
            self._by_name.setdefault(answer.name, []).append(answer)
        self._by_code = [answer for answer in record.answers if answer.codings]
        self._systems: dict[tuple[Origin, date | None], list[frozenset[str]]] = {}
        self._remarks: Counter[str] = Counter()

    def remarks(self) -> Iterator[str]:
        for remark, times in self._remarks.items():
            yield remark if times == 1 else f"{remark} ({times} times)"

    def fact(self, declared: Input) -> Fact:
        found = self._found(declared)
        said = self._said(declared)
        fact = self._together(declared, found, said)
        if isinstance(fact, Absent) and declared.origin.value in self._record.incomplete:
            fact = Undecided(because="none was found, but a part of the record could not be read")
        elif isinstance(fact, Absent) and declared.absence == "no":
            fact = self._read_as_no(declared, fact)
        if isinstance(fact, Undecided):
            self._remark(declared, fact.because)
        return fact

    def name_unasked(self) -> None:
        """Answers that no input takes. Their names are not repeated: a file without a header has values for names."""
        for answer in self._record.answers:
            is_asked = answer.name in self._inputs or answer.name == SEX
            if is_asked or any(_covers(one.codings, answer.codings) for one in self._inputs.values()):
                continue
            near = get_close_matches(answer.name, self._inputs, n=1) if _A_NAME.fullmatch(answer.name) else []
            hint = f"; was '{near[0]}' meant?" if near else ""
            self._remarks[f"an answer has a name that this pathway does not ask for{hint}"] += 1

    # -- found in the record ---------------------------------------------------------------------------------

    def _found(self, declared: Input) -> Fact:
        match declared.origin:
            case Origin.OBSERVATION:
                return self._observed(declared)
            case Origin.THERAPY:
                return self._on_therapy(declared)
            case Origin.CONDITION:
                return self._with_condition(declared)
            case Origin.AGE:
                return self._age(declared)
            case Origin.SEX:
                return self._sex(declared)
        return Absent()

    def _observed(self, declared: Input) -> Fact:
        results = Results(declared, self._on, answered_on=self._answered_on(declared))
        usable = []
        for one in self._observations:
            trap = next((trap for trap in declared.traps if _covers((trap.coding,), one.codings)), None)
            if trap:
                self._remark(declared, f"a result under {trap.coding} is not used: {trap.why}")
            elif _covers(declared.codings, one.codings):
                usable.append(one)
        fact = results.fact(usable)
        for remark in results.remarks:
            self._remark(declared, remark)
        return fact

    def _answered_on(self, declared: Input) -> date | None:
        """For a previous result: when the latest was answered outright, under the input of the same codes."""
        latest = [
            other
            for other in self._inputs.values()
            if declared.is_previous and not other.is_previous and _covers(declared.codings, other.codings)
        ]
        given = [answer.given_on or self._on for other in latest for answer in self._answers_to(other)]
        return max((day for day in given if day <= self._on), default=None)

    def _on_therapy(self, declared: Input) -> Fact:
        since = earlier(self._on, declared.within) if declared.within else None
        found = [
            (of_therapy(one, on=self._on, since=since), one.began_on, one.id)
            for one in self._therapies
            if _covers(declared.codings, one.codings)
        ]
        return self._present(declared, found, _NOT_TAKEN)

    def _with_condition(self, declared: Input) -> Fact:
        of_codes = [one for one in self._conditions if _covers(declared.codings, one.codings)]
        found = [
            (of_condition(one, on=self._on), one.began_on or one.recorded_on, one.id) for one in of_codes
        ]
        for one, (presence, _, _) in zip(of_codes, found, strict=True):
            if presence is Presence.PRESENT and one.verification_status in UNSURE_CONDITION:
                self._remark(declared, "recorded as not yet confirmed; counted as there")
        return self._present(declared, found, _NOT_THERE)

    def _present(self, declared: Input, found: list[_Found], not_counted: Mapping[Presence, str]) -> Fact:
        """There is such a therapy or condition: the newest is told of."""
        for presence, _, _ in found:
            if presence in not_counted:
                self._remark(declared, not_counted[presence])
        present = [
            (since or date.min, source, since)
            for presence, since, source in found
            if presence is Presence.PRESENT
        ]
        if present:
            _, source, since = max(present, key=lambda one: one[:2])
            return Known(value=True, recorded="recorded", taken_on=since, source=source)
        if any(presence is Presence.UNREAD for presence, _, _ in found):
            return Undecided(because="there is a record under its codes, and what it says cannot be read")
        return Absent()

    def _age(self, declared: Input) -> Fact:
        born_on = self._record.born_on
        if born_on is None:
            return Absent(because="the birth date is not known")
        if born_on > self._on:
            return Undecided(because="the birth date is after the day of the decision")
        unit = next((unit for unit in declared.units if unit_named(unit) == "year"), "")
        if not unit:
            return Undecided(because="age is known in years, and this pathway does not ask for years")
        years = Decimal(completed_years(born_on, self._on))
        return fact_of(declared, Recorded(value=years, unit=unit, source="birth date"))

    def _sex(self, declared: Input) -> Fact:
        sex = self._record.sex
        if not sex or sex == "unknown":
            return Absent()
        fact = fact_of(declared, Recorded(value=sex, source="administrative gender"))
        return fact if isinstance(fact, Known) else Absent(because="recorded as another than is asked for")

    # -- said outright ---------------------------------------------------------------------------------------

    def _answers_to(self, declared: Input) -> Iterator[Answer]:
        """By its name; or by its codes, which say what was asked and not that the result before the latest was."""
        yield from self._by_name.get(declared.name, ())
        for answer in self._by_code:
            is_same = answer.name != declared.name and _covers(declared.codings, answer.codings)
            if is_same and not declared.is_previous:
                yield answer

    def _said(self, declared: Input) -> Fact:
        since = earlier(self._on, declared.within) if declared.within else date.min
        given: list[Answer] = []
        is_older = False
        for answer in self._answers_to(declared):
            if answer.given_on and answer.given_on > self._on:
                self._remark(declared, "an answer dated after the day of the decision is not used")
            elif answer.given_on and answer.given_on < since:
                is_older = True
            else:
                given.append(answer)
        if not given:
            return Absent(because=f"the latest is older than {declared.within}" if is_older else "")
        latest_on = max(answer.given_on or self._on for answer in given)
        facts = [_of_answer(declared, one) for one in given if (one.given_on or self._on) == latest_on]
        if len({_content(fact) for fact in facts}) > 1:
            return Undecided(because="answers disagree")
        return facts[0]

    # -- both together ---------------------------------------------------------------------------------------

    def _together(self, declared: Input, found: Fact, said: Fact) -> Fact:
        match found, said:
            case _, Absent():
                return found if not isinstance(found, Absent) or found.because else said
            case Absent(), _:
                return said
            case Undecided(), Known():
                self._remark(declared, "an answer settles what the record leaves open")
                return said
            case _, Undecided():
                return Undecided(because=f"of an answer: {said.because}")
            case Known(), Known() if _content(found) == _content(said):
                return found
            case Known(), Known() if declared.origin is Origin.OBSERVATION and _is_dated(found, said):
                self._remark(declared, "an answer and a result differ; the later is used")
                return max(found, said, key=lambda one: one.taken_on or date.min)
        return Undecided(because="an answer and the record disagree")

    def _read_as_no(self, declared: Input, absent: Absent) -> Fact:
        """Nothing recorded means no, but only where all that is recorded could be looked at."""
        uncompared, of = self._uncompared(declared)
        what = _UNCOMPARED.get(declared.origin, "")
        if uncompared and uncompared == of:
            return Undecided(because=f"no {what} in the record has a code that this pathway knows")
        because = "no record of it, read as no"
        if absent.because:
            because = f"{because}: {absent.because}"
        if uncompared:
            because = f"{because}; {uncompared} of {of} {what}s in the record have no code that it knows"
        return Known(value=False, recorded="no record", because=because)

    def _uncompared(self, declared: Input) -> tuple[int, int]:
        """How many medicines or conditions of today have no code in a system that the input knows, of how many."""
        if declared.origin not in _UNCOMPARED:
            return 0, 0
        known = {coding.system for coding in declared.codings}
        since = earlier(self._on, declared.within) if declared.within else None
        of_today = self._systems_of_today(declared.origin, since)
        return sum(known.isdisjoint(systems) for systems in of_today), len(of_today)

    def _systems_of_today(self, origin: Origin, since: date | None) -> list[frozenset[str]]:
        """Of all medicines or conditions that count today, whatever they are, the systems of their codes."""
        if (origin, since) not in self._systems:
            of_today: Iterable[Therapy | Condition] = (
                (one for one in self._record.conditions if of_condition(one, on=self._on) is Presence.PRESENT)
                if origin is Origin.CONDITION
                else (
                    one
                    for one in self._record.therapies
                    if of_therapy(one, on=self._on, since=since) is Presence.PRESENT
                )
            )
            self._systems[origin, since] = [
                frozenset(code.system for code in one.codings) for one in of_today
            ]
        return self._systems[origin, since]

    # -- remarks ---------------------------------------------------------------------------------------------

    def _remark(self, declared: Input, remark: str) -> None:
        self._remarks[f"{declared.label}: {remark}"] += 1


class _Wanted:
    """The codes that any input of a pathway knows, so that a long record is gone through once."""

    def __init__(self, inputs: Iterable[Input]) -> None:
        known = {
            coding
            for declared in inputs
            for coding in (*declared.codings, *(trap.coding for trap in declared.traps))
        }
        self._exact = {coding for coding in known if not coding.is_family}
        self._families = [coding for coding in known if coding.is_family]

    def among(self, coded: Iterable[_Coded]) -> list[_Coded]:
        exact, families = self._exact, self._families
        return [
            one
            for one in coded
            if any(coding in exact for coding in one.codings) or (families and _covers(families, one.codings))
        ]


_NOT_TAKEN: Final[Mapping[Presence, str]] = {
    Presence.PAST: "a medicine that was stopped, suspended or has ended is not counted",
    Presence.TO_COME: "a medicine that begins after the day of the decision is not counted",
    Presence.NEVER: "a medicine that was only planned, was cancelled, not given or entered in error is not counted",
}
_NOT_THERE: Final[Mapping[Presence, str]] = {
    Presence.PAST: "a condition that is over is not counted",
    Presence.TO_COME: "a condition dated after the day of the decision is not counted",
    Presence.NEVER: "a condition that was refuted or entered in error is not counted",
}


def _covers(codings: Iterable[Coding], found: Iterable[Coding]) -> bool:
    return any(one.covers(other) for one in codings for other in found)


def _of_answer(declared: Input, answer: Answer) -> Fact:
    recorded = Recorded(
        value=answer.value, unit=answer.unit, coded=answer.coded, taken_on=answer.given_on, source="answer"
    )
    return fact_of(declared, recorded)


def _content(fact: Fact) -> object:
    return (fact.value, fact.unit) if isinstance(fact, Known) else fact.because


def _is_dated(first: Known, second: Known) -> bool:
    return first.taken_on is not None and second.taken_on is not None and first.taken_on != second.taken_on


def _told(remarks: Iterable[Remark]) -> Iterator[str]:
    """What the reader remarked on, the same of several resources once, with the first of them."""
    by_what: dict[str, list[str]] = {}
    for remark in remarks:
        by_what.setdefault(remark.what, []).append(remark.where)
    for what, places in by_what.items():
        shown = ", ".join(dict.fromkeys(places[:_SHOWN_PLACES]))
        more = f" and {len(places) - _SHOWN_PLACES} more" if len(places) > _SHOWN_PLACES else ""
        yield f"{shown}{more}: {what}"
