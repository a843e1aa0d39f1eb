"""A FHIR R4 Bundle: what is read of it, what is left out and named, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from curbside.errors import UnreadablePatient
from curbside.terminology.codings import Coding
from patient.bundles import (
    LEVEL,
    LOINC,
    RXNORM,
    Resource,
    bundle,
    concept,
    condition,
    level,
    medicine,
    patient,
    read,
    remarks,
    response,
    without,
)


class TestResults:
    """Observations."""

    @pytest.mark.parametrize(
        ("written", "read_as"),
        [
            ("34", "34"),
            ("34.50", "34.50"),
            ("0.1", "0.1"),
            ("1e2", "1E+2"),
            ("-4", "-4"),
            ("123456789012345", "123456789012345"),
            ("33.333333333333333333", "33.3333333333333"),
            ("0.10000000000000000555", "0.100000000000000"),
            ("1000000000", "1000000000"),
        ],
    )
    def test_a_number_keeps_fifteen_digits_as_they_were_written(
        self, written: str, read_as: str, tmp_path: Path
    ) -> None:
        text = json.dumps(bundle(patient(), level(999))).replace("999", written)
        assert str(read(text, tmp_path).observations[0].value) == read_as

    @pytest.mark.parametrize(
        ("quantity", "unit"),
        [
            ({"unit": "nanograms", "system": "http://unitsofmeasure.org", "code": "ng/mL"}, "ng/mL"),
            ({"unit": "ng/ml"}, "ng/ml"),
            ({"unit": "ng/ml", "system": "http://example.org/units", "code": "17"}, "ng/ml"),
            ({"code": "ng/mL"}, "ng/mL"),
            ({}, ""),
        ],
    )
    def test_the_unit_is_ucums_code_or_else_as_printed(
        self, quantity: Resource, unit: str, tmp_path: Path
    ) -> None:
        result = level(valueQuantity={"value": 34, **quantity})
        assert read(bundle(patient(), result), tmp_path).observations[0].unit == unit

    @pytest.mark.parametrize(
        ("fields", "value", "because"),
        [
            ({"valueInteger": 3}, Decimal(3), ""),
            ({"valueBoolean": False}, False, ""),
            ({"valueDateTime": "2026-01-05"}, date(2026, 1, 5), ""),
            ({"valueDateTime": "2026-01"}, None, "the date is not known to the day"),
            ({"valueString": "34 or so"}, None, "the value is text, not a number"),
            ({"valueRange": {"low": {"value": 1}}}, None, "the value is a range, not a number"),
            ({"valueRatio": {}}, None, "the value is a ratio, not a number"),
            ({"valueCodeableConcept": {"text": "positive"}}, None, "the value has no code"),
        ],
    )
    def test_any_kind_of_value_is_read_or_it_is_said_why_not(
        self, fields: Resource, value: Any, because: str, tmp_path: Path
    ) -> None:
        result = {**without(level(), "valueQuantity"), **fields}
        found = read(bundle(patient(), result), tmp_path).observations[0]
        assert (found.value, found.unread_because) == (value, because)

    def test_a_coded_value_is_its_codes(self, tmp_path: Path) -> None:
        result = {**without(level(), "valueQuantity"), "valueCodeableConcept": concept(LOINC, "LA6576-8")}
        assert read(bundle(patient(), result), tmp_path).observations[0].coded == (Coding(LOINC, "LA6576-8"),)

    @pytest.mark.parametrize("comparator", ["<", "<=", ">=", ">"])
    def test_a_limit_is_not_taken_for_a_number(self, comparator: str, tmp_path: Path) -> None:
        result = level(valueQuantity={"value": 4, "comparator": comparator, "unit": "ng/mL"})
        assert read(bundle(patient(), result), tmp_path).observations[0].comparator == comparator

    @pytest.mark.parametrize(
        ("reason", "said"),
        [
            ("not-performed", "it was not measured"),
            ("error", "there was an error in measuring"),
            ("of our own", "no value was given"),
        ],
    )
    def test_why_there_is_no_value_is_said_in_words(self, reason: str, said: str, tmp_path: Path) -> None:
        result = without(level(dataAbsentReason=concept("http://example.org", reason)), "valueQuantity")
        found = read(bundle(patient(), result), tmp_path).observations[0]
        assert (found.value, found.absent_because) == (None, said)

    @pytest.mark.parametrize(
        ("written", "taken_at"),
        [
            ("2026-10-01T08:30:00Z", datetime(2026, 10, 1, 8, 30, tzinfo=UTC)),
            ("2026-10-01T08:30:00.125+02:00", datetime(2026, 10, 1, 6, 30, 0, 125000, tzinfo=UTC)),
            ("2026-10-01T23:30:00-05:00", datetime(2026, 10, 2, 4, 30, tzinfo=UTC)),
            ("2026-10-01", datetime(2026, 10, 1, tzinfo=UTC)),
            ("2026-10-01T08:30:00", datetime(2026, 10, 1, 8, 30, tzinfo=UTC)),
            ("2026-10", None),
            ("2026", None),
        ],
    )
    def test_the_time_it_was_taken_knows_its_zone(
        self, written: str, taken_at: datetime | None, tmp_path: Path
    ) -> None:
        assert read(bundle(patient(), level(on=written)), tmp_path).observations[0].taken_at == taken_at

    def test_the_day_is_that_of_the_place_where_it_was_taken(self, tmp_path: Path) -> None:
        taken_at = (
            read(bundle(patient(), level(on="2026-10-01T23:30:00-05:00")), tmp_path).observations[0].taken_at
        )
        assert taken_at is not None
        assert taken_at.date() == date(2026, 10, 1)
        assert taken_at.tzinfo == timezone(timedelta(hours=-5))

    def test_a_collection_over_a_day_is_known_at_its_end(self, tmp_path: Path) -> None:
        result = without(level(), "effectiveDateTime")
        result["effectivePeriod"] = {"start": "2026-10-01", "end": "2026-10-02"}
        found = read(bundle(patient(), result), tmp_path).observations[0]
        assert found.taken_at == datetime(2026, 10, 2, tzinfo=UTC)

    def test_each_component_is_a_result_of_its_own(self, tmp_path: Path) -> None:
        panel = without(level(id="bp", code=concept(LOINC, "85354-9")), "valueQuantity")
        panel["component"] = [
            {"code": concept(LOINC, "8480-6"), "valueQuantity": {"value": 131, "unit": "mmHg"}},
            {"code": concept(LOINC, "8462-4"), "dataAbsentReason": concept("http://example.org", "error")},
        ]
        found = read(bundle(patient(), panel), tmp_path).observations
        assert [(one.id, one.codings[0].code, one.value) for one in found] == [
            ("bp#1", "8480-6", 131),
            ("bp#2", "8462-4", None),
        ]

    def test_the_results_within_a_report_are_read(self, tmp_path: Path) -> None:
        report = {
            "resourceType": "DiagnosticReport",
            "contained": [level(), level(12, on="2026-01-01"), {"resourceType": "Specimen"}],
            "result": [{"reference": "#o1"}],
        }
        assert [one.value for one in read(bundle(patient(), report), tmp_path).observations] == [34, 12]


class TestVersions:
    """One result in several versions, and results that replace others."""

    @pytest.mark.parametrize("newest_first", [True, False])
    @pytest.mark.parametrize(
        ("older", "newer"),
        [
            ({"versionId": "9"}, {"versionId": "10"}),
            ({"lastUpdated": "2026-10-01T09:00:00Z"}, {"lastUpdated": "2026-10-01T10:00:00+00:00"}),
            ({}, {"versionId": "2"}),
        ],
    )
    def test_the_newest_version_is_read(
        self, older: Resource, newer: Resource, newest_first: bool, tmp_path: Path
    ) -> None:
        versions = [level(34, meta=older), level(12, meta=newer, status="corrected")]
        record = read(bundle(patient(), *(versions[::-1] if newest_first else versions)), tmp_path)
        assert [one.value for one in record.observations] == [12]
        assert "Observation o1: given in several versions; the newest is read" in remarks(record)

    def test_the_same_given_twice_is_read_once(self, tmp_path: Path) -> None:
        record = read(bundle(patient(), level(), level()), tmp_path)
        assert len(record.observations) == 1
        assert "given several times; read once" in remarks(record)

    def test_two_contents_that_no_version_tells_apart_both_stay(self, tmp_path: Path) -> None:
        record = read(bundle(patient(), level(34), level(12)), tmp_path)
        assert {one.value for one in record.observations} == {34, 12}
        assert "different contents and no version" in remarks(record)

    @pytest.mark.parametrize(
        "link",
        [
            {
                "extension": [
                    {
                        "url": "http://hl7.org/fhir/StructureDefinition/observation-replaces",
                        "valueReference": {"reference": "Observation/o1"},
                    }
                ]
            },
            {"status": "corrected", "derivedFrom": [{"reference": "Observation/o1"}]},
        ],
    )
    def test_a_result_that_replaces_another_stands_alone(self, link: Resource, tmp_path: Path) -> None:
        record = read(bundle(patient(), level(34), level(12, **{"id": "o2", **link})), tmp_path)
        assert [one.id for one in record.observations] == ["o2"]
        assert "Observation o1: replaced by a corrected result; not used" in remarks(record)

    def test_what_is_worked_out_from_a_result_does_not_replace_it(self, tmp_path: Path) -> None:
        derived = level(12, id="o2", derivedFrom=[{"reference": "Observation/o1"}])
        assert len(read(bundle(patient(), level(), derived), tmp_path).observations) == 2

    def test_what_a_history_deletes_later_is_gone(self, tmp_path: Path) -> None:
        history = bundle(patient(), level(), type="history")
        history["entry"].insert(0, {"request": {"method": "DELETE", "url": "Observation/o1"}})
        record = read(history, tmp_path)
        assert record.observations == ()
        assert "deleted later" in remarks(record)


class TestMedicines:
    """Four resources tell of a medicine."""

    @pytest.mark.parametrize(
        ("resource", "began_on", "ended_on"),
        [
            (medicine(authoredOn="2025-01-03"), date(2025, 1, 3), None),
            (medicine(authoredOn="2025-01"), date(2025, 1, 1), None),
            (
                medicine(
                    authoredOn="2025-01-03",
                    dosageInstruction=[
                        {"timing": {"repeat": {"boundsPeriod": {"start": "2025-02-01", "end": "2025-04"}}}}
                    ],
                ),
                date(2025, 2, 1),
                date(2025, 4, 30),
            ),
            (
                medicine("MedicationStatement", effectivePeriod={"start": "2024", "end": "2026-01-31"}),
                date(2024, 1, 1),
                date(2026, 1, 31),
            ),
            (medicine("MedicationStatement", effectiveDateTime="2024-05-05"), date(2024, 5, 5), None),
            (
                medicine("MedicationAdministration", "completed", effectiveDateTime="2026-06-01T08:00:00Z"),
                date(2026, 6, 1),
                date(2026, 6, 1),
            ),
            (
                medicine(
                    "MedicationDispense", "completed", whenHandedOver="2026-09-01", daysSupply={"value": 90}
                ),
                date(2026, 9, 1),
                date(2026, 11, 30),
            ),
            (
                medicine("MedicationDispense", "completed", whenHandedOver="2026-09-01"),
                date(2026, 9, 1),
                None,
            ),
        ],
    )
    def test_each_says_since_when_and_until_when_in_its_own_way(
        self, resource: Resource, began_on: date, ended_on: date | None, tmp_path: Path
    ) -> None:
        (therapy,) = read(bundle(patient(), resource), tmp_path).therapies
        assert therapy.kind == resource["resourceType"]
        assert (therapy.began_on, therapy.ended_on) == (began_on, ended_on)

    @pytest.mark.parametrize(
        "referred",
        [
            {"medicationReference": {"reference": "Medication/x"}},
            {"medicationReference": {"reference": "#inside"}},
            {"medicationReference": {"reference": "urn:uuid:medicine"}},
        ],
    )
    def test_a_medicine_that_is_referred_to_is_found(self, referred: Resource, tmp_path: Path) -> None:
        medication = {"resourceType": "Medication", "id": "x", "code": concept(RXNORM, "72965")}
        request = without(medicine(**referred), "medicationCodeableConcept")
        request["contained"] = [{**medication, "id": "inside"}]
        document = bundle(patient(), request, medication)
        document["entry"].append({"fullUrl": "urn:uuid:medicine", "resource": {**medication, "id": "y"}})
        assert read(document, tmp_path).therapies[0].codings == (Coding(RXNORM, "72965"),)

    def test_a_medicine_that_is_not_there_has_no_code(self, tmp_path: Path) -> None:
        request = without(
            medicine(medicationReference={"reference": "Medication/x"}), "medicationCodeableConcept"
        )
        assert read(bundle(patient(), request), tmp_path).therapies[0].codings == ()

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"doNotPerform": True}, "not-done"),
            ({"intent": "proposal"}, "draft"),
            ({"intent": "order"}, "active"),
        ],
    )
    def test_what_was_only_proposed_or_forbidden_is_not_active(
        self, fields: Resource, status: str, tmp_path: Path
    ) -> None:
        assert read(bundle(patient(), medicine(**fields)), tmp_path).therapies[0].status == status


class TestConditions:
    """Conditions."""

    def test_its_days_and_statuses_are_read(self, tmp_path: Path) -> None:
        resource = condition(
            verificationStatus=concept(
                "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"
            ),
            onsetDateTime="2010",
            abatementDateTime="2012-05",
            recordedDate="2010-06-07",
        )
        (found,) = read(bundle(patient(), resource), tmp_path).conditions
        assert (found.clinical_status, found.verification_status) == ("active", "confirmed")
        assert (found.began_on, found.ended_on) == (date(2010, 1, 1), date(2012, 5, 31))

    def test_one_that_is_over_without_saying_when_is_resolved(self, tmp_path: Path) -> None:
        resource = without(condition(abatementString="in childhood"), "clinicalStatus")
        assert read(bundle(patient(), resource), tmp_path).conditions[0].clinical_status == "resolved"


class TestThePatient:
    """Who it is, and who it is not."""

    def test_birth_date_sex_and_death_are_read(self, tmp_path: Path) -> None:
        record = read(bundle(patient(deceasedDateTime="2026-02-01")), tmp_path)
        assert (record.id, record.born_on, record.sex) == ("p1", date(1950, 3, 1), "female")
        assert (record.died, record.died_on) == (True, date(2026, 2, 1))

    def test_a_birth_date_by_the_year_is_none_and_is_named(self, tmp_path: Path) -> None:
        record = read(bundle(patient(birthDate="1950")), tmp_path)
        assert record.born_on is None
        assert "the birth date is not known to the day" in remarks(record)

    @pytest.mark.parametrize(
        ("address", "reference", "is_hers"),
        [
            ("", "Patient/p1", True),
            ("", "Patient/p1/_history/3", True),
            ("urn:uuid:a", "urn:uuid:a", True),
            ("http://one.example.org/fhir/Patient/p1", "http://one.example.org/fhir/Patient/p1", True),
            ("http://one.example.org/fhir/Patient/p1", "Patient/p1", True),
            ("urn:uuid:a", "http://one.example.org/fhir/Patient/p1", True),
            ("http://one.example.org/fhir/Patient/p1", "http://two.example.org/fhir/Patient/p1", False),
            ("", "Patient/p2", False),
            ("urn:uuid:a", "urn:uuid:b", False),
            ("", "Group/g", False),
        ],
    )
    def test_what_is_about_somebody_else_is_left_out_and_counted(
        self, address: str, reference: str, is_hers: bool, tmp_path: Path
    ) -> None:
        document = bundle(level(subject={"reference": reference}))
        document["entry"].append({"fullUrl": address, "resource": patient()})
        record = read(document, tmp_path)
        assert bool(record.observations) == is_hers
        assert ("1 resource about somebody else" in remarks(record)) != is_hers

    @pytest.mark.parametrize(
        "subject", [{}, {"reference": "Patient?identifier=1"}, {"identifier": {"value": "1"}}]
    )
    def test_what_does_not_say_whom_it_is_about_is_left_out_and_the_record_incomplete(
        self, subject: Resource, tmp_path: Path
    ) -> None:
        record = read(bundle(patient(), condition(subject=subject)), tmp_path)
        assert record.conditions == ()
        assert record.incomplete == {"condition"}
        assert "Condition c1: does not say whom it is about" in remarks(record)

    def test_several_patients_are_refused_unless_one_is_chosen(self, tmp_path: Path) -> None:
        document = bundle(
            patient(), patient(id="p2"), level(), level(12, id="o2", subject={"reference": "Patient/p2"})
        )
        with pytest.raises(UnreadablePatient, match="expected one patient, came 2"):
            read(document, tmp_path)
        for name in ("p2", "Patient/p2"):
            assert [one.value for one in read(document, tmp_path, subject=name).observations] == [12]
        with pytest.raises(UnreadablePatient, match="expected the patient asked for"):
            read(document, tmp_path, subject="p3")

    @pytest.mark.parametrize(
        ("addresses", "people"),
        [
            (("http://one.example.org/fhir/Patient/p1", "http://two.example.org/fhir/Patient/p1"), 2),
            (("http://one.example.org/fhir/Patient/p1", "http://one.example.org/fhir/Patient/p1"), 1),
            (("http://one.example.org/fhir/Patient/p1", ""), 1),
            (("urn:uuid:a", "urn:uuid:b"), 1),
        ],
    )
    def test_one_id_on_two_servers_is_two_people(
        self, addresses: tuple[str, str], people: int, tmp_path: Path
    ) -> None:
        entries = [{"fullUrl": address, "resource": patient()} for address in addresses]
        document = {**bundle(), "entry": entries}
        if people == 1:
            assert read(document, tmp_path).id == "p1"
            return
        for subject in ("", "p1"):
            with pytest.raises(UnreadablePatient, match="came 2"):
                read(document, tmp_path, subject=subject)
        assert read(document, tmp_path, subject=addresses[0]).id == "p1"

    def test_without_a_patient_the_subjects_must_be_one(self, tmp_path: Path) -> None:
        assert read(bundle(level(), medicine()), tmp_path).id == "p1"
        with pytest.raises(UnreadablePatient, match="came 2"):
            read(bundle(level(), medicine(subject={"reference": "Patient/p2"})), tmp_path)


class TestWhatCannotBeRead:
    """Left out and named, or refused; never half read."""

    @pytest.mark.parametrize(
        ("resource", "named"),
        [
            (level("34"), "Observation o1: 'valueQuantity.value' not shaped as in FHIR R4"),
            (level(on="yesterday"), "'effectiveDateTime' not shaped"),
            (level(valueQuantity=[34]), "'valueQuantity' not shaped"),
            (level(1e60), "'valueQuantity.value' not shaped"),
            (without(level(), "status"), "'status' not shaped"),
            (without(medicine(), "status"), "'status' not shaped"),
            (medicine(authoredOn="2026-02-30"), "'authoredOn' not shaped"),
            (condition(onsetDateTime="2010-13-01"), "'onsetDateTime' not shaped"),
        ],
    )
    def test_of_a_misshapen_resource_only_its_codes_are_believed(
        self, resource: Resource, named: str, tmp_path: Path
    ) -> None:
        record = read(bundle(patient(), resource), tmp_path)
        (kept,) = (*record.observations, *record.therapies, *record.conditions)
        assert kept.unread_because == "it is not shaped as in FHIR R4"
        assert kept.codings
        assert record.incomplete == frozenset()
        assert named in remarks(record)

    @pytest.mark.parametrize(
        ("resource", "kind", "named"),
        [
            (level(code=[]), "observation", "'code' not shaped"),
            (medicine(medicationCodeableConcept="letrozole"), "therapy", "'medicationCodeableConcept' not"),
            (
                {**condition(), "code": {"coding": [{"system": 1, "code": "N20.0"}]}},
                "condition",
                "'code.coding.system' not",
            ),
            (response(subject={"reference": "Patient/p1"}, item=[7]), "answer", "'item' not shaped"),
        ],
    )
    def test_one_without_readable_codes_is_left_out_and_the_record_incomplete(
        self, resource: Resource, kind: str, named: str, tmp_path: Path
    ) -> None:
        record = read(bundle(patient(), resource), tmp_path)
        assert (record.observations, record.therapies, record.conditions) == ((), (), ())
        assert record.incomplete == {kind}
        assert named in remarks(record)

    @pytest.mark.parametrize(
        "document",
        [
            bundle(patient(), link=[{"relation": "next", "url": "http://example.org/page/2"}]),
            bundle(patient(), {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}),
            bundle(patient(), {"status": "final"}),
            {**bundle(patient()), "entry": [{"resource": patient()}, "entry"]},
        ],
    )
    def test_where_there_is_more_than_was_given_nothing_is_known_to_be_absent(
        self, document: Resource, tmp_path: Path
    ) -> None:
        record = read(document, tmp_path)
        assert record.incomplete == {"observation", "therapy", "condition", "answer"}
        assert record.remarks

    @pytest.mark.parametrize(
        ("resource", "version"),
        [
            (without(medicine(medication={"concept": {}}), "medicationCodeableConcept"), "R5"),
            (medicine("MedicationAdministration", occurenceDateTime="2026-01-01"), "R5"),
            (condition(clinicalStatus="active"), "DSTU2 or STU3"),
            (condition(assertedDate="2020-01-01"), "STU3"),
            (medicine("MedicationOrder"), "DSTU2"),
            (medicine("MedicationStatement", taken="y"), "STU3"),
            (level(related=[]), "DSTU2 or STU3"),
            (
                level(meta={"profile": ["http://hl7.org/fhir/StructureDefinition/Observation|5.0.0"]}),
                "version 5.0.0",
            ),
            (
                level(meta={"profile": ["http://hl7.org/fhir/3.0/StructureDefinition/Observation"]}),
                "version 3.0",
            ),
            ({**patient(), "fhirVersion": "1.0.2"}, "version 1.0.2"),
            ({**patient(), "fhirVersion": "made up"}, "another version"),
        ],
    )
    def test_another_version_of_fhir_is_refused_by_name(
        self, resource: Resource, version: str, tmp_path: Path
    ) -> None:
        with pytest.raises(
            UnreadablePatient, match=rf"^expected FHIR R4; entry 2, .*, is written as in {version}$"
        ):
            read(bundle(patient(), resource), tmp_path)

    @pytest.mark.parametrize("version", ["4.0.1", "4.3.0"])
    def test_r4_may_say_so(self, version: str, tmp_path: Path) -> None:
        profile = f"http://hl7.org/fhir/StructureDefinition/Patient|{version}"
        assert read(bundle(patient(meta={"profile": [profile]})), tmp_path).id == "p1"

    def test_kinds_that_no_pathway_asks_for_are_counted(self, tmp_path: Path) -> None:
        record = read(bundle(patient(), {"resourceType": "Claim"}, {"resourceType": "Claim"}), tmp_path)
        assert remarks(record) == "the bundle: 2 resources of a kind that is not read"
        assert record.incomplete == frozenset()

    def test_a_bundle_in_a_bundle_is_opened(self, tmp_path: Path) -> None:
        batch = bundle(bundle(patient()), bundle(level()), type="batch-response")
        assert len(read(batch, tmp_path).observations) == 1

    def test_a_record_shows_no_value_of_itself(self, tmp_path: Path) -> None:
        record = read(bundle(patient(), level(31.4159), medicine(), condition()), tmp_path)
        shown = repr((record, *record.observations, *record.therapies, *record.conditions, *record.answers))
        assert not [value for value in ("31.4159", "1950", "p1", LEVEL, "72965") if value in shown]
