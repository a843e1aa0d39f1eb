"""From a record to what a pathway asks: which result counts, whether a medicine is taken, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.pathway.definition import Pathway
from curbside.pathway.engine import decide
from curbside.pathway.facts import Absent, Fact, Facts, Known, Undecided
from curbside.pathway.gather import facts_of
from curbside.pathway.recommendation import Standing
from curbside.patient.record import Answer, Condition, Observation, PatientRecord, Remark, Therapy
from curbside.patient.row import record_of_row
from curbside.terminology.codings import Coding, coding_written
from pathway.small_pathways import DAY, LEVEL, pathway_of

INPUTS = """\
  - name: level
    label: 25(OH)D
    kind: quantity
    from: observation
    units: [ng/mL, nmol/L]
    codes: [loinc 62292-8, loinc 68438-1]
    traps:
      - code: loinc 35365-6
        why: vitamin D with its metabolites
    within: 12 months
    plausible: "[1..300] ng/mL | [2..750] nmol/L"
  - name: previous
    label: 25(OH)D before
    kind: quantity
    from: observation
    units: [ng/mL, nmol/L]
    codes: [loinc 62292-8]
    pick: previous
  - name: score
    label: Pain score
    kind: quantity
    from: observation
    units: ["1"]
    codes: [loinc 72514-3]
    tie: last
  - name: weight
    label: Weight
    kind: quantity
    from: observation
    units: [kg]
    codes: [loinc 29463-7]
  - name: smokes
    label: Smoking
    kind: code
    from: observation
    words: ["never", former, current]
    codes: [loinc 72166-2]
    meanings:
      "never": [snomed 266919005]
      former: [snomed 8517006]
  - name: pregnant
    label: Pregnancy
    kind: boolean
    from: observation
    codes: [loinc 82810-3]
  - name: inhibitor
    label: Aromatase inhibitor
    kind: boolean
    from: therapy
    codes: [rxnorm 72965, atc L02BG04]
    absent: "no"
  - name: recent_inhibitor
    label: Aromatase inhibitor within the year
    kind: boolean
    from: therapy
    codes: [rxnorm 72965]
    within: 12 months
  - name: stones
    label: Kidney stones
    kind: boolean
    from: condition
    codes: [icd-10-cm N20.-]
    absent: "no"
  - name: sarcoidosis
    label: Sarcoidosis
    kind: boolean
    from: condition
    codes: [icd-10-cm D86.-]
  - name: age
    label: Age
    kind: quantity
    from: age
    units: [years]
    plausible: "[0..120] years"
  - name: sex
    label: Sex
    kind: code
    from: sex
    words: [female, male]
  - name: operated_on
    label: Operation
    kind: date
    from: answer
"""
TABLE = """\
  - id: all
    title: All
    hit: first
    columns: [level]
    outputs: {band: [low, other]}
    rows:
      - id: low
        if: {level: "< 30 ng/mL | < 75 nmol/L"}
        then: {band: low}
      - id: other
        if: {level: "-"}
        then: {band: other}
"""


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    return pathway_of(INPUTS, TABLE, tmp_path_factory.mktemp("pathway"))


def code(written: str) -> Coding:
    found = coding_written(written)
    assert found
    return found


def at(written: str) -> datetime | None:
    """``2026-10-01`` or ``2026-10-01 08:30``, in UTC; nothing for a result without a date."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC) if written else None


def result(
    value: Any = "34",
    unit: str = "ng/mL",
    on: str = "2026-10-01 08:30",
    *,
    status: str = "final",
    of: str = "loinc 62292-8",
    id: str = "o1",  # noqa: A002
    **fields: Any,
) -> Observation:
    return Observation(
        id=id,
        codings=(code(of),),
        status=status,
        taken_at=at(on),
        value=Decimal(value) if isinstance(value, str) else value,
        unit=unit,
        **fields,
    )


def therapy(
    status: str = "active",
    began: str = "",
    ended: str = "",
    *,
    kind: str = "MedicationRequest",
    of: str = "rxnorm 72965",
    id: str = "m1",  # noqa: A002
) -> Therapy:
    return Therapy(
        id=id,
        kind=kind,
        codings=(code(of),) if of else (),
        status=status,
        began_on=date.fromisoformat(began) if began else None,
        ended_on=date.fromisoformat(ended) if ended else None,
    )


def condition(
    clinical: str = "active",
    verification: str = "confirmed",
    began: str = "2020-01-01",
    ended: str = "",
    *,
    of: str = "icd-10-cm N20.0",
) -> Condition:
    return Condition(
        id="c1",
        codings=(code(of),) if of else (),
        clinical_status=clinical,
        verification_status=verification,
        began_on=date.fromisoformat(began) if began else None,
        ended_on=date.fromisoformat(ended) if ended else None,
        recorded_on=None,
    )


def record(*facts: Observation | Therapy | Condition | Answer, **fields: Any) -> PatientRecord:
    return PatientRecord(
        id="p1",
        observations=tuple(one for one in facts if isinstance(one, Observation)),
        therapies=tuple(one for one in facts if isinstance(one, Therapy)),
        conditions=tuple(one for one in facts if isinstance(one, Condition)),
        answers=tuple(one for one in facts if isinstance(one, Answer)),
        **fields,
    )


def gathered(pathway: Pathway, *facts: Any, on: date = DAY, **fields: Any) -> Facts:
    return facts_of(record(*facts, **fields), pathway, on=on)


def shown(fact: Fact) -> str:
    """A fact in few words: ``34 ng/mL``, ``absent``, ``undecided``."""
    if isinstance(fact, Known):
        return f"{fact.value} {fact.unit}".strip()
    return "absent" if isinstance(fact, Absent) else "undecided"


class TestWhichResultCounts:
    """The latest in the window, if those of its instant agree."""

    @pytest.mark.parametrize(
        ("case", "results", "counts"),
        [
            ("one result", [result()], "34 ng/mL"),
            ("nobody measured", [], "absent"),
            ("on the day itself", [result(on="2026-11-25 23:59")], "34 ng/mL"),
            ("on the day after", [result(on="2026-11-26 00:00")], "absent"),
            ("exactly twelve months ago", [result(on="2025-11-25 00:00")], "34 ng/mL"),
            ("a day more than twelve months ago", [result(on="2025-11-24 23:59")], "absent"),
            ("the later of two", [result("12", on="2026-05-01"), result("34", id="o2")], "34 ng/mL"),
            (
                "the later, though listed first",
                [result("34"), result("12", on="2026-05-01", id="o2")],
                "34 ng/mL",
            ),
            (
                "the later by the hour",
                [result("12", on="2026-10-01 08:00"), result("34", on="2026-10-01 09:00", id="o2")],
                "34 ng/mL",
            ),
            (
                "the last but one where the last is in the future",
                [result("12"), result(on="2027-01-01", id="o2")],
                "12 ng/mL",
            ),
            ("the same given twice", [result(), result(id="o2")], "34 ng/mL"),
            ("the same in another spelling", [result(), result(unit="ug/L", id="o2")], "34 ng/mL"),
            ("two of one instant that differ", [result("34"), result("12", id="o2")], "undecided"),
            (
                "in mass and in substance",
                [result(), result("84.9", "nmol/L", id="o2", of="loinc 68438-1")],
                "34 ng/mL",
            ),
            (
                "corrected at the same instant",
                [result("34"), result("12", id="o0", status="corrected")],
                "12 ng/mL",
            ),
            (
                "amended at the same instant",
                [result("34"), result("12", id="o0", status="amended")],
                "12 ng/mL",
            ),
            (
                "two corrections that differ",
                [result("34", status="amended"), result("12", id="o2", status="corrected")],
                "undecided",
            ),
            ("preliminary", [result(status="preliminary")], "absent"),
            (
                "final before preliminary",
                [result("12", on="2026-09-01"), result(status="preliminary", id="o2")],
                "12 ng/mL",
            ),
            ("registered", [result(status="registered")], "absent"),
            ("cancelled", [result(status="cancelled")], "absent"),
            ("entered in error", [result(status="entered-in-error")], "absent"),
            ("of unknown standing", [result(status="unknown")], "absent"),
            ("without a date", [result(on="")], "undecided"),
            ("one without a date, one with", [result("12", on=""), result("34", id="o2")], "34 ng/mL"),
            ("not measured", [result(value=None, absent_because="it was not measured")], "absent"),
            (
                "measured, and later not measured",
                [
                    result("12", on="2026-09-01"),
                    result(value=None, absent_because="it was not measured", id="o2"),
                ],
                "12 ng/mL",
            ),
            (
                "later given as text",
                [result("12", on="2026-09-01"), result(value=None, unread_because="text", id="o2")],
                "undecided",
            ),
            ("below a limit", [result("4", comparator="<")], "undecided"),
            ("above a limit", [result("150", comparator=">")], "undecided"),
            ("one agrees, one is a limit", [result("4", comparator="<"), result("34", id="o2")], "undecided"),
        ],
        ids=lambda case: case if isinstance(case, str) else "",
    )
    def test_of_a_level(self, case: str, results: list[Observation], counts: str, pathway: Pathway) -> None:
        assert shown(gathered(pathway, *results).by_input["level"]) == counts

    @pytest.mark.parametrize(
        ("value", "unit", "counts"),
        [
            ("34", "ng/mL", "34 ng/mL"),
            ("34", "ng/ml", "34 ng/mL"),
            ("34", "NG/ML", "34 ng/mL"),
            ("34", "ug/L", "34 ng/mL"),
            ("34", "µg/L", "34 ng/mL"),
            ("34", "mcg/L", "34 ng/mL"),
            ("3.4", "ug/dL", "34 ng/mL"),
            ("85", "nmol/L", "85 nmol/L"),
            ("85", "nmol/l", "85 nmol/L"),
            ("0.085", "umol/L", "85 nmol/L"),
            ("34", "", "undecided"),
            ("34", "mg/mL", "undecided"),
            ("34", "IU/mL", "undecided"),
            ("34", "mmol", "undecided"),
            ("34", "ng", "undecided"),
            ("34", "something", "undecided"),
            ("0.5", "ng/mL", "undecided"),
            ("1", "ng/mL", "1 ng/mL"),
            ("300", "ng/mL", "300 ng/mL"),
            ("300.1", "ng/mL", "undecided"),
            ("1000000000", "ng/mL", "undecided"),
            ("-34", "ng/mL", "undecided"),
        ],
    )
    def test_a_unit_is_converted_within_its_dimension_and_never_guessed(
        self, value: str, unit: str, counts: str, pathway: Pathway
    ) -> None:
        facts = gathered(pathway, result(value, unit))
        assert shown(facts.by_input["level"]) == counts
        assert bool(facts.remarks) == (counts == "undecided")

    @pytest.mark.parametrize(
        ("value", "unit", "kilograms"),
        [
            ("154.3", "[lb_av]", "69.989302691"),
            ("154.3", "lbs", "69.989302691"),
            ("70000", "g", "70"),
            ("70", "kg", "70"),
        ],
    )
    def test_a_weight_is_converted_exactly(
        self, value: str, unit: str, kilograms: str, pathway: Pathway
    ) -> None:
        fact = gathered(pathway, result(value, unit, of="loinc 29463-7")).by_input["weight"]
        assert isinstance(fact, Known)
        assert (fact.value, fact.unit, fact.recorded) == (Decimal(kilograms), "kg", f"{value} {unit}")

    @pytest.mark.parametrize("unit", ["", "1", "{score}", "{T-score}"])
    def test_a_plain_number_needs_no_unit(self, unit: str, pathway: Pathway) -> None:
        assert shown(gathered(pathway, result("7", unit, of="loinc 72514-3")).by_input["score"]) == "7 1"

    def test_of_a_tie_the_last_id_wins_where_the_pathway_says_so(self, pathway: Pathway) -> None:
        results = [result("7", "1", of="loinc 72514-3", id=id) for id in ("a", "b")]  # noqa: A001
        results[1] = result("3", "1", of="loinc 72514-3", id="b")
        assert shown(gathered(pathway, *reversed(results)).by_input["score"]) == "3 1"

    @pytest.mark.parametrize(
        ("case", "facts", "counts"),
        [
            ("only one result", [result()], "absent"),
            ("the one before", [result("12", on="2024-01-01"), result("34")], "12 ng/mL"),
            (
                "the latest given twice",
                [result("12", on="2024-01-01"), result("34"), result("34", id="o2")],
                "12 ng/mL",
            ),
            (
                "the latest answered outright",
                [result("12"), Answer(name="level", value="34 ng/mL")],
                "12 ng/mL",
            ),
            (
                "an answer of the latest's own day",
                [result("34"), Answer(name="level", value="34 ng/mL", given_on=date(2026, 10, 1))],
                "absent",
            ),
            ("answered by its own name", [Answer(name="previous", value="20 ng/mL")], "20 ng/mL"),
            (
                "answered by the code of the latest",
                [Answer(name="7", value="34 ng/mL", codings=(code("loinc 62292-8"),))],
                "absent",
            ),
        ],
        ids=lambda case: case if isinstance(case, str) else "",
    )
    def test_the_previous_result(self, case: str, facts: list[Any], counts: str, pathway: Pathway) -> None:
        assert shown(gathered(pathway, *facts).by_input["previous"]) == counts

    def test_a_trap_is_named_and_never_used(self, pathway: Pathway) -> None:
        both = Observation(
            id="o1",
            codings=(code("loinc 62292-8"), code("loinc 35365-6")),
            status="final",
            taken_at=at("2026-10-01"),
            value=Decimal(34),
            unit="ng/mL",
        )
        facts = gathered(pathway, both, result(of="loinc 35365-6"))
        assert shown(facts.by_input["level"]) == "absent"
        named = "25(OH)D: a result under loinc 35365-6 is not used: vitamin D with its metabolites (2 times)"
        assert facts.remarks == (named,)

    def test_the_day_is_that_of_the_place_where_it_was_taken(self, pathway: Pathway) -> None:
        late = datetime(2026, 11, 25, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
        taken = Observation(
            id="o1",
            codings=(code("loinc 62292-8"),),
            status="final",
            taken_at=late,
            value=Decimal(34),
            unit="ng/mL",
        )
        assert shown(gathered(pathway, taken).by_input["level"]) == "34 ng/mL"

    def test_an_old_result_is_told_from_none(self, pathway: Pathway) -> None:
        fact = gathered(pathway, result(on="2020-01-01")).by_input["level"]
        assert isinstance(fact, Absent)
        assert fact.because == "the latest is older than 12 months"

    @pytest.mark.parametrize(
        ("coded", "word"),
        [("266919005", "never"), ("8517006", "former"), ("77176002", "undecided")],
    )
    def test_a_coded_result_is_the_word_that_it_means(self, coded: str, word: str, pathway: Pathway) -> None:
        taken = result(value=None, unit="", of="loinc 72166-2", coded=(code(f"snomed {coded}"),))
        assert shown(gathered(pathway, taken).by_input["smokes"]) == word

    @pytest.mark.parametrize(("value", "counts"), [(True, "True"), (False, "False"), ("1", "undecided")])
    def test_yes_or_no_is_only_that(self, value: Any, counts: str, pathway: Pathway) -> None:
        taken = result(value=value, unit="", of="loinc 82810-3")
        assert shown(gathered(pathway, taken).by_input["pregnant"]) == counts

    @pytest.mark.parametrize(
        ("on", "oldest"),
        [
            (date(2024, 2, 29), "2023-02-28"),
            (date(2025, 2, 28), "2024-02-28"),
            (date(2026, 11, 25), "2025-11-25"),
        ],
    )
    def test_the_window_is_of_calendar_months(self, on: date, oldest: str, pathway: Pathway) -> None:
        first = date.fromisoformat(oldest)
        before = (first - timedelta(days=1)).isoformat()
        assert shown(gathered(pathway, result(on=oldest), on=on).by_input["level"]) == "34 ng/mL"
        assert shown(gathered(pathway, result(on=before), on=on).by_input["level"]) == "absent"

    @given(
        results=st.permutations(
            [
                result("34"),
                result("34", id="o2"),
                result("12", on="2026-09-01", id="o3"),
                result("50", on="2027-01-01", id="o4"),
                result("60", status="preliminary", on="2026-11-01", id="o5"),
                result("70", on="", id="o6"),
            ]
        )
    )
    def test_the_order_of_the_record_never_matters(
        self, pathway: Pathway, results: list[Observation]
    ) -> None:
        facts = gathered(pathway, *results)
        fact = facts.by_input["level"]
        assert (shown(fact), shown(facts.by_input["previous"])) == ("34 ng/mL", "12 ng/mL")
        assert isinstance(fact, Known)
        assert fact.source == "o2"


class TestWhetherAMedicineIsTaken:
    """By FHIR's statuses, each resource having its own."""

    REQUEST = "MedicationRequest"
    STATEMENT = "MedicationStatement"
    DOSE = "MedicationAdministration"
    SUPPLY = "MedicationDispense"

    @pytest.mark.parametrize(
        ("kind", "status", "began", "ended", "now", "within_a_year"),
        [
            (REQUEST, "active", "2020-01-01", "", True, True),
            (REQUEST, "active", "", "", True, True),
            (REQUEST, "active", "2026-11-25", "", True, True),
            (REQUEST, "active", "2026-11-26", "", False, False),
            (REQUEST, "active", "2020-01-01", "2026-11-25", True, True),
            (REQUEST, "active", "2020-01-01", "2026-11-24", False, True),
            (REQUEST, "active", "2020-01-01", "2025-11-24", False, False),
            (REQUEST, "completed", "2026-06-01", "", False, True),
            (REQUEST, "completed", "2020-01-01", "2026-06-01", False, True),
            (REQUEST, "completed", "2020-01-01", "", False, False),
            (REQUEST, "stopped", "2026-06-01", "", False, False),
            (REQUEST, "on-hold", "2026-06-01", "", False, False),
            (REQUEST, "cancelled", "2026-06-01", "", False, False),
            (REQUEST, "draft", "2026-06-01", "", False, False),
            (REQUEST, "entered-in-error", "2026-06-01", "", False, False),
            (REQUEST, "unknown", "2026-06-01", "", False, False),
            (STATEMENT, "active", "2020-01-01", "", True, True),
            (STATEMENT, "intended", "2026-06-01", "", False, False),
            (STATEMENT, "not-taken", "2026-06-01", "", False, False),
            (STATEMENT, "completed", "2020-01-01", "2026-06-01", False, True),
            (DOSE, "completed", "2026-06-01", "2026-06-01", False, True),
            (DOSE, "completed", "2026-11-25", "2026-11-25", True, True),
            (DOSE, "completed", "1967-03-01", "1967-03-01", False, False),
            (DOSE, "in-progress", "2026-11-20", "", True, True),
            (DOSE, "not-done", "2026-06-01", "2026-06-01", False, False),
            (SUPPLY, "completed", "2026-09-01", "2026-11-30", True, True),
            (SUPPLY, "completed", "2026-06-01", "2026-08-30", False, True),
            (SUPPLY, "completed", "2026-06-01", "", False, True),
            (SUPPLY, "completed", "2020-06-01", "", False, False),
            (SUPPLY, "preparation", "2026-11-20", "", False, False),
            (SUPPLY, "declined", "2026-11-20", "", False, False),
        ],
    )
    def test_on_the_day_and_within_a_year(
        self, kind: str, status: str, began: str, ended: str, now: bool, within_a_year: bool, pathway: Pathway
    ) -> None:
        facts = gathered(pathway, therapy(status, began, ended, kind=kind))
        assert shown(facts.by_input["inhibitor"]) == str(now)
        assert shown(facts.by_input["recent_inhibitor"]) == ("True" if within_a_year else "absent")
        assert bool(facts.remarks) == (not (now and within_a_year))

    def test_the_newest_of_several_is_told_of(self, pathway: Pathway) -> None:
        fact = gathered(
            pathway, therapy(began="2024-01-01", id="b"), therapy(began="2025-01-01", id="a"), therapy(id="c")
        ).by_input["inhibitor"]
        assert isinstance(fact, Known)
        assert (fact.source, fact.taken_on) == ("a", date(2025, 1, 1))


class TestWhetherAConditionIsThere:
    """By its clinical and verification status, and its days."""

    @pytest.mark.parametrize(
        ("found", "there", "remarks"),
        [
            (condition(), True, 0),
            (condition(clinical=""), True, 0),
            (condition("recurrence"), True, 0),
            (condition("relapse"), True, 0),
            (condition("inactive"), False, 1),
            (condition("remission"), False, 1),
            (condition("resolved"), False, 1),
            (condition(verification=""), True, 0),
            (condition(verification="provisional"), True, 1),
            (condition(verification="differential"), True, 1),
            (condition(verification="refuted"), False, 1),
            (condition(verification="entered-in-error"), False, 1),
            (condition(began="2026-11-26"), False, 1),
            (condition(began=""), True, 0),
            (condition(ended="2026-11-25"), True, 0),
            (condition(ended="2026-11-24"), False, 1),
            (condition(of="icd-10-cm N20"), True, 0),
            (condition(of="icd-10-cm N21.0"), False, 0),
        ],
    )
    def test_on_the_day(self, found: Condition, there: bool, remarks: int, pathway: Pathway) -> None:
        facts = gathered(pathway, found)
        assert shown(facts.by_input["stones"]) == str(there)
        assert len(facts.remarks) == remarks


class TestWhatNothingRecordedMeans:
    """No, only where the pathway says so and all that is recorded could be looked at."""

    def test_nothing_recorded_is_unknown_unless_the_pathway_reads_it_as_no(self, pathway: Pathway) -> None:
        facts = gathered(pathway)
        assert shown(facts.by_input["sarcoidosis"]) == "absent"
        fact = facts.by_input["stones"]
        assert isinstance(fact, Known)
        assert (fact.value, fact.recorded, fact.because) == (
            False,
            "no record",
            "no record of it, read as no",
        )

    @pytest.mark.parametrize(
        ("kind", "name", "otherwise"),
        [
            ("condition", "stones", "False"),
            ("condition", "sarcoidosis", "absent"),
            ("therapy", "inhibitor", "False"),
            ("observation", "level", "absent"),
            ("answer", "operated_on", "absent"),
        ],
    )
    def test_where_a_part_could_not_be_read_nothing_is_known_to_be_absent(
        self, kind: str, name: str, otherwise: str, pathway: Pathway
    ) -> None:
        assert shown(gathered(pathway, incomplete=frozenset({kind})).by_input[name]) == "undecided"
        assert shown(gathered(pathway, incomplete=frozenset({"other"})).by_input[name]) == otherwise

    @pytest.mark.parametrize(
        ("facts", "stones"),
        [
            ([replace(condition(), unread_because="misshapen")], "undecided"),
            ([replace(condition(), unread_because="misshapen"), condition()], "True"),
            ([replace(condition(of="icd-10-cm I10"), unread_because="misshapen")], "False"),
        ],
    )
    def test_what_is_there_and_cannot_be_read_leaves_its_own_input_open(
        self, facts: list[Condition], stones: str, pathway: Pathway
    ) -> None:
        assert shown(gathered(pathway, *facts).by_input["stones"]) == stones

    @pytest.mark.parametrize(
        ("facts", "counts"),
        [
            ([therapy(of="")], "undecided"),
            ([therapy(of="snomed 386911004")], "undecided"),
            ([therapy("stopped", of="")], "False"),
            ([therapy(of=""), therapy(of="rxnorm 6809", id="m2")], "False"),
            ([therapy(of="atc A10BA02")], "False"),
            ([therapy(of=""), therapy(id="m2")], "True"),
        ],
    )
    def test_where_no_medicine_has_a_code_that_it_knows_it_is_not_no(
        self, facts: list[Therapy], counts: str, pathway: Pathway
    ) -> None:
        assert shown(gathered(pathway, *facts).by_input["inhibitor"]) == counts

    def test_a_no_says_how_much_could_not_be_compared(self, pathway: Pathway) -> None:
        fact = gathered(pathway, condition(of=""), condition(of="icd-10-cm I10")).by_input["stones"]
        assert isinstance(fact, Known)
        assert fact.because.endswith("1 of 2 conditions in the record have no code that it knows")


class TestThePerson:
    """Age, sex and death."""

    @pytest.mark.parametrize(
        ("born", "on", "age"),
        [
            (date(1950, 3, 1), date(2026, 11, 25), "76 years"),
            (date(1950, 11, 25), date(2026, 11, 25), "76 years"),
            (date(1950, 11, 26), date(2026, 11, 25), "75 years"),
            (date(1952, 2, 29), date(2026, 2, 28), "73 years"),
            (date(1952, 2, 29), date(2026, 3, 1), "74 years"),
            (date(1952, 2, 29), date(2024, 2, 29), "72 years"),
            (date(2026, 11, 25), date(2026, 11, 25), "0 years"),
            (date(2026, 11, 26), date(2026, 11, 25), "undecided"),
            (date(1850, 1, 1), date(2026, 11, 25), "undecided"),
            (None, date(2026, 11, 25), "absent"),
        ],
    )
    def test_age_is_in_completed_years(self, born: date | None, on: date, age: str, pathway: Pathway) -> None:
        assert shown(gathered(pathway, born_on=born, on=on).by_input["age"]) == age

    @pytest.mark.parametrize(
        ("written", "age"),
        [("74", "74 years"), ("74 years", "74 years"), ("-3", "undecided"), ("old", "undecided")],
    )
    def test_an_age_may_be_given(self, written: str, age: str, pathway: Pathway) -> None:
        assert shown(facts_of(record_of_row({"age": written}), pathway, on=DAY).by_input["age"]) == age

    @pytest.mark.parametrize(
        ("sex", "read_as"), [("female", "female"), ("other", "absent"), ("unknown", "absent"), ("", "absent")]
    )
    def test_sex_is_one_that_the_pathway_asks_about(self, sex: str, read_as: str, pathway: Pathway) -> None:
        assert shown(gathered(pathway, sex=sex).by_input["sex"]) == read_as

    @pytest.mark.parametrize(
        ("died", "died_on", "standing"),
        [
            (True, None, Standing.ENDED),
            (True, date(2026, 11, 25), Standing.ENDED),
            (True, date(2026, 11, 26), Standing.RECOMMENDED),
            (False, None, Standing.RECOMMENDED),
        ],
    )
    def test_nothing_is_advised_for_who_has_died(
        self, died: bool, died_on: date | None, standing: Standing, pathway: Pathway
    ) -> None:
        found = decide(pathway, gathered(pathway, result("12"), died=died, died_on=died_on))
        assert found.standing is standing
        assert bool(found.ended) == (standing is Standing.ENDED)


class TestWhatIsSaidOutright:
    """Answers, alone and beside the record."""

    @pytest.mark.parametrize(
        ("name", "written", "counts"),
        [
            ("level", "34 ng/mL", "34 ng/mL"),
            ("level", "34ng/mL", "34 ng/mL"),
            ("level", "34.50 ng/ml", "34.50 ng/mL"),
            ("level", "85 nmol/L", "85 nmol/L"),
            ("level", "34", "undecided"),
            ("level", "34,5 ng/mL", "undecided"),
            ("level", "1,000 ng/mL", "undecided"),
            ("level", "< 4 ng/mL", "undecided"),
            ("level", ">150 ng/mL", "undecided"),
            ("level", "30-40 ng/mL", "undecided"),
            ("level", "34 ng/mL and falling", "undecided"),
            ("level", "normal", "undecided"),
            ("level", "1e9 ng/mL", "undecided"),
            ("level", "1000000000 ng/mL", "undecided"),
            ("level", "٣٤ ng/mL", "undecided"),
            ("stones", "yes", "True"),
            ("stones", "No", "False"),
            ("stones", "TRUE", "True"),
            ("stones", "perhaps", "undecided"),
            ("stones", "1", "undecided"),
            ("smokes", "never", "never"),
            ("smokes", "Former", "former"),
            ("smokes", "sometimes", "undecided"),
            ("operated_on", "2026-01-05", "2026-01-05"),
            ("operated_on", "2026-02-30", "undecided"),
            ("operated_on", "last May", "undecided"),
            ("sex", "F", "female"),
        ],
    )
    def test_a_written_value_is_read_by_the_kind_of_its_input(
        self, name: str, written: str, counts: str, pathway: Pathway
    ) -> None:
        facts = facts_of(record_of_row({name: written}), pathway, on=DAY)
        assert shown(facts.by_input[name]) == counts
        assert bool(facts.remarks) == (counts == "undecided")

    @pytest.mark.parametrize(
        ("case", "facts", "counts"),
        [
            ("an answer alone", [Answer(name="level", value="12 ng/mL")], "12 ng/mL"),
            (
                "an answer by its code",
                [Answer(name="7", value="12 ng/mL", codings=(code("loinc 62292-8"),))],
                "12 ng/mL",
            ),
            ("both agree", [result("34"), Answer(name="level", value="34 ng/mL")], "34 ng/mL"),
            (
                "they differ, the answer has no day",
                [result("34"), Answer(name="level", value="12 ng/mL")],
                "undecided",
            ),
            (
                "the answer is later",
                [result("34"), Answer(name="level", value="12 ng/mL", given_on=date(2026, 11, 1))],
                "12 ng/mL",
            ),
            (
                "the result is later",
                [result("34"), Answer(name="level", value="12 ng/mL", given_on=date(2026, 9, 1))],
                "34 ng/mL",
            ),
            (
                "they differ and are of one day",
                [result("34"), Answer(name="level", value="12 ng/mL", given_on=date(2026, 10, 1))],
                "undecided",
            ),
            (
                "the answer settles results that disagree",
                [result("34"), result("12", id="o2"), Answer(name="level", value="12 ng/mL")],
                "12 ng/mL",
            ),
            ("the answer cannot be read", [result("34"), Answer(name="level", value="low")], "undecided"),
            (
                "the answer is dated after the decision",
                [Answer(name="level", value="12 ng/mL", given_on=date(2026, 11, 26))],
                "absent",
            ),
            (
                "the answer is too old",
                [Answer(name="level", value="12 ng/mL", given_on=date(2025, 1, 1))],
                "absent",
            ),
            (
                "of two answers the later",
                [
                    Answer(name="level", value="12 ng/mL", given_on=date(2026, 10, 1)),
                    Answer(name="level", value="34 ng/mL", given_on=date(2026, 11, 1)),
                ],
                "34 ng/mL",
            ),
            (
                "two answers that differ",
                [Answer(name="level", value="12 ng/mL"), Answer(name="level", value="34 ng/mL")],
                "undecided",
            ),
        ],
        ids=lambda case: case if isinstance(case, str) else "",
    )
    def test_of_a_level(self, case: str, facts: list[Any], counts: str, pathway: Pathway) -> None:
        assert shown(gathered(pathway, *facts).by_input["level"]) == counts

    @pytest.mark.parametrize(
        ("answer", "facts", "counts"),
        [
            ("no", [therapy()], "undecided"),
            ("yes", [therapy()], "True"),
            ("yes", [], "True"),
            ("no", [], "False"),
            ("no", [therapy("stopped")], "False"),
        ],
    )
    def test_of_a_medicine(self, answer: str, facts: list[Therapy], counts: str, pathway: Pathway) -> None:
        said = Answer(name="inhibitor", value=answer)
        assert shown(gathered(pathway, said, *facts).by_input["inhibitor"]) == counts

    def test_an_answer_that_no_input_takes_is_named_without_its_name(self, pathway: Pathway) -> None:
        facts = facts_of(record_of_row({"leval": "34 ng/mL", "Jane Doe": "1950"}), pathway, on=DAY)
        assert facts.remarks == (
            "an answer has a name that this pathway does not ask for; was 'level' meant?",
            "an answer has a name that this pathway does not ask for",
        )


def test_who_the_patient_is_may_be_said_though_the_pathway_does_not_ask(tmp_path: Path) -> None:
    bare = pathway_of(LEVEL, TABLE, tmp_path)
    row = {"sex": "female", "born": "1950-03-01", "died": "no", "level": "34 ng/mL"}
    assert facts_of(record_of_row(row), bare, on=DAY).remarks == ()


def test_what_the_reader_remarked_on_is_told_once_with_its_places(pathway: Pathway) -> None:
    left_out = tuple(Remark(where=f"Observation o{number}", what="left out") for number in range(5))
    facts = gathered(pathway, remarks=(*left_out, Remark(where="the bundle", what="has more")))
    assert facts.remarks == (
        "Observation o0, Observation o1, Observation o2 and 2 more: left out",
        "the bundle: has more",
    )


def test_no_remark_has_a_value(pathway: Pathway) -> None:
    facts = gathered(
        pathway,
        result("0.5", on="2026-10-01 08:30"),
        result("17.25", status="preliminary", id="o2"),
        result("18.25", on="2027-01-01", id="o3"),
        result("19.25", of="loinc 35365-6", id="o4"),
        result("20.25", on="", id="o5"),
        result("171.5", "stone", of="loinc 29463-7", id="o6"),
        condition("resolved"),
        Answer(name="sarcoidosis", value="Zyzzyx"),
        Answer(name="Zyzzyx", value="Zyzzyx"),
        born_on=date(2027, 1, 1),
    )
    assert len(facts.remarks) >= 8
    told = " ".join(facts.remarks) + " ".join(
        fact.because for fact in facts.by_input.values() if isinstance(fact, Absent | Undecided)
    )
    planted = ("0.5", "17.25", "18.25", "19.25", "20.25", "171.5", "stone ", "Zyzzyx", "2027", "08:30")
    assert not [value for value in planted if value in told]


@pytest.mark.parametrize("on", [date.min, date.max, date(1, 2, 28), date(9999, 12, 31)])
def test_the_first_and_the_last_day_of_the_calendar_are_days(on: date, pathway: Pathway) -> None:
    facts = gathered(pathway, result(), therapy(began="2020-01-01"), born_on=date(1950, 3, 1), on=on)
    assert decide(pathway, facts).on == on


texts = st.sampled_from(
    ["", "final", "active", "completed", "corrected", "refuted", "resolved", "MedicationDispense"]
)
days = st.none() | st.dates() | st.sampled_from([DAY, date.min, date.max])
numbers = st.none() | st.decimals(allow_nan=False, allow_infinity=False) | st.booleans() | st.dates()
coded = st.lists(
    st.sampled_from(
        [
            *(
                code(f"loinc {one}")
                for one in ("62292-8", "68438-1", "35365-6", "72514-3", "72166-2", "82810-3")
            ),
            *(code(one) for one in ("rxnorm 72965", "icd-10-cm N20.0", "snomed 8517006")),
        ]
    ),
    max_size=2,
).map(tuple)
instants = st.none() | st.datetimes(timezones=st.timezones())
units = st.sampled_from(["", "ng/mL", "nmol/L", "ug/L", "1", "kg", "furlong", "//", "/", "{", "µ"])
any_fact = st.one_of(
    st.builds(
        Observation,
        id=st.text(max_size=3),
        codings=coded,
        status=texts,
        taken_at=instants,
        value=numbers,
        unit=units,
        comparator=st.sampled_from(["", "<", "?"]),
        coded=coded,
    ),
    st.builds(
        Therapy, id=st.text(max_size=3), kind=texts, codings=coded, status=texts, began_on=days, ended_on=days
    ),
    st.builds(
        Condition,
        id=st.text(max_size=3),
        codings=coded,
        clinical_status=texts,
        verification_status=texts,
        began_on=days,
        ended_on=days,
        recorded_on=days,
    ),
    st.builds(
        Answer,
        name=st.sampled_from(["level", "previous", "smokes", "stones", "age", "sex", "operated_on", ""])
        | st.text(),
        value=numbers.filter(lambda one: one is not None) | st.text(max_size=12),
        unit=units,
        given_on=days,
        codings=coded,
        coded=coded,
    ),
)


@given(
    facts=st.lists(any_fact, max_size=6),
    on=st.dates(),
    born_on=days,
    died=st.booleans(),
    incomplete=st.frozensets(st.sampled_from(["observation", "therapy", "condition", "answer"])),
)
def test_whatever_is_recorded_something_is_known_of_every_input(
    facts: list[Any], on: date, born_on: date | None, died: bool, incomplete: frozenset[str], pathway: Pathway
) -> None:
    found = gathered(pathway, *facts, on=on, born_on=born_on, died=died, incomplete=incomplete)
    assert found.by_input.keys() == {name for name, one in pathway.inputs.items() if not one.formula}
    assert all(fact.because for fact in found.by_input.values() if isinstance(fact, Undecided))
    decide(pathway, found)
