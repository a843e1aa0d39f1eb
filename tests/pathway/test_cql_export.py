"""CQL as the official translator and cql-execution run it, over FHIR bundles: the same rows as ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bundles import bundle_of
from curbside.pathway.citations import cited
from curbside.pathway.definition import Pathway
from curbside.pathway.engine import decide
from curbside.pathway.exports.cql import cql
from curbside.pathway.gather import facts_of
from curbside.pathway.recommendation import Recommendation
from curbside.patient.readers import patient_in
from generated_patients import Values, generated
from oracle import said_by
from pathway.everything import INPUTS, SETTLED, TABLES
from pathway.shipped_pathways import SHIPPED, many_of, shipped
from pathway.small_pathways import DAY, pathway_of


def said_by_us(pathway: Pathway, bundle: dict[str, Any]) -> dict[str, Any]:
    return plainly(decide(pathway, facts_of(patient_in(json.dumps(bundle)), pathway, on=DAY)))


def plainly(decided: Recommendation) -> dict[str, Any]:
    said: dict[str, Any] = {"standing": decided.standing.value, "ended": decided.ended}
    for one in decided.tables:
        said[one.table] = (one.standing.value, set(one.rows), dict(one.outputs))
    said["advice given"] = sorted((one.row, one.action.text) for one in decided.advice)
    return said


def said_by_cql(answer: dict[str, Any], pathway: Pathway) -> dict[str, Any]:
    said: dict[str, Any] = {"standing": answer["Standing"], "ended": answer["Ended"] or ""}
    for table in pathway.tables:
        found = answer[table.id]
        outputs = {name: found[name] for name in table.outputs if found[name] is not None}
        said[table.id] = (found["Standing"], set(found["Fired"]), outputs)
    said["advice given"] = sorted((one["row"], one["text"]) for one in answer["Advice"])
    return said


def answers_of(pathway: Pathway, bundles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    asked = {"library": cql(cited(pathway, None)), "on": DAY.isoformat(), "bundles": bundles}
    return [said_by_cql(answer, pathway) for answer in said_by("cql.mjs", asked)]


def assert_same(pathway: Pathway, patients: Sequence[Values]) -> None:
    bundles = [bundle_of(pathway, one, id=f"p{at}", on=DAY) for at, one in enumerate(patients)]
    theirs, ours = answers_of(pathway, bundles), [said_by_us(pathway, one) for one in bundles]
    differing = [
        (values, {name: (mine[name], other[name]) for name in mine if mine[name] != other[name]})
        for values, mine, other in zip(patients, ours, theirs, strict=True)
        if mine != other
    ]
    assert not differing, (
        f"{len(differing)} of {len(patients)}, first (patient, ours and theirs): {differing[0]}"
    )


@pytest.fixture
def everything(tmp_path: Path) -> Pathway:
    return pathway_of(INPUTS, TABLES, tmp_path)


def test_cql_execution_decides_as_we_do_whatever_a_pathway_can_have(everything: Pathway) -> None:
    assert_same(everything, generated(everything, 500, around=[SETTLED]))


@pytest.mark.parametrize("name", SHIPPED)
def test_cql_execution_decides_as_we_do_on_a_shipped_pathway(name: str) -> None:
    pathway, _ = shipped(name)

    assert_same(pathway, many_of(name))


UCUM = "http://unitsofmeasure.org"
RESULT = """\
  - name: level
    label: 25(OH)D
    kind: quantity
    from: observation
    units: [ng/mL, nmol/L]
    codes: [loinc 62292-8]
    traps: [{code: loinc 35365-6, why: another thing}]
    within: 12 months
    plausible: "[1..300] ng/mL | [2..750] nmol/L"
  - name: before
    label: 25(OH)D before
    kind: quantity
    from: observation
    pick: previous
    tie: last
    units: [ng/mL, nmol/L]
    codes: [loinc 62292-8]
  - name: stones
    label: Stones
    kind: boolean
    from: condition
    absent: no
    codes: [icd-10-cm N20.-]
  - name: inhibitor
    label: Inhibitor
    kind: boolean
    from: therapy
    absent: no
    within: 3 months
    codes: [atc L02BG03]
"""
BANDS = """\
  - id: band
    title: Band
    hit: unique
    columns: [level]
    rows:
      - {id: none, if: {level: "null"}}
      - {id: low, if: {level: "< 30 ng/mL | < 75 nmol/L"}}
      - {id: high, if: {level: ">= 30 ng/mL | >= 75 nmol/L"}}
  - id: earlier
    title: Earlier
    hit: unique
    columns: [before]
    rows:
      - {id: none, if: {before: "null"}}
      - {id: low, if: {before: "< 30 ng/mL | < 75 nmol/L"}}
      - {id: high, if: {before: ">= 30 ng/mL | >= 75 nmol/L"}}
  - id: stones_too
    title: Stones
    hit: unique
    columns: [stones, inhibitor]
    rows:
      - {id: both, if: {stones: "true", inhibitor: "true"}}
      - {id: stones, if: {stones: "true", inhibitor: "false"}}
      - {id: inhibitor, if: {stones: "false", inhibitor: "true"}}
      - {id: neither, if: {stones: "false", inhibitor: "false"}}
"""


def result(value: float, unit: str = "ng/mL", at: str = "2026-11-01", **other: Any) -> dict[str, Any]:
    coded = {"coding": [{"system": "http://loinc.org", "code": other.pop("code", "62292-8")}]}
    quantity = {"value": value, **({"unit": unit} if unit else {}), **other.pop("quantity", {})}
    found = {"resourceType": "Observation", "status": "final", "code": coded, "valueQuantity": quantity}
    return {**found, **({"effectiveDateTime": at} if at else {}), **other}


def stone(code: str = "N20.0", **other: Any) -> dict[str, Any]:
    coding = {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}
    return {"resourceType": "Condition", "code": {"coding": [coding]}, **other}


def tablet(kind: str = "MedicationRequest", status: str = "active", **other: Any) -> dict[str, Any]:
    system, code = other.pop("coded", ("http://www.whocc.no/atc", "L02BG03"))
    medicine = {"medicationCodeableConcept": {"coding": [{"system": system, "code": code}]}}
    return {"resourceType": kind, "status": status, **medicine, **other}


RECORDS: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "one": [result(20)],
    "the later by day, whatever the order": [result(40, at="2026-11-02"), result(20)],
    "the later by hour": [result(40, at="2026-11-01T09:00:00Z"), result(20, at="2026-11-01T08:00:00Z")],
    "the later by zone": [
        result(40, at="2026-11-01T08:00:00-05:00"),
        result(20, at="2026-11-01T09:00:00+01:00"),
    ],
    "a day against an hour": [result(40, at="2026-11-01"), result(20, at="2026-11-01T01:00:00Z")],
    "two of one instant that disagree": [result(20), result(40), result(50, at="2026-01-01")],
    "two of one instant that agree": [result(20), result(20)],
    "a corrected one beside it": [result(20), result(40, status="corrected")],
    "in error": [result(20, status="entered-in-error"), result(40, at="2026-10-01")],
    "preliminary": [result(20, status="preliminary")],
    "dated after the day": [result(20, at="2026-11-26"), result(40)],
    "on the day": [result(20, at="2026-11-25T23:00:00Z")],
    "a year old": [result(20, at="2025-11-25")],
    "older than a year": [result(20, at="2025-11-24")],
    "without a date": [result(20, at="")],
    "dated by the month": [result(20, at="2026-11")],
    "without a unit": [result(20, unit="")],
    "in another unit": [result(20, unit="mg/mL"), result(40, at="2026-10-01")],
    "in a code of no system": [result(20, unit="gamma", quantity={"code": "ug/L"})],
    "in ug/L by UCUM's code": [result(20, unit="gamma", quantity={"code": "ug/L", "system": UCUM})],
    "in nmol/L": [result(74.9, unit="nmol/L")],
    "in umol/L": [result(0.075, unit="umol/L")],
    "as a bound": [result(30, quantity={"comparator": "<"})],
    "implausible": [result(1e9)],
    "under a trap's code": [result(20, code="35365-6")],
    "two before": [result(20), result(40, at="2026-10-01"), result(10, at="2026-09-01")],
    "two before of one instant": [result(20), result(40, at="2026-10-01"), result(10, at="2026-10-01")],
    "a stone": [stone()],
    "a stone of the family itself": [stone("N20")],
    "no stone of a longer code": [stone("N200")],
    "a stone long resolved": [stone(clinicalStatus={"coding": [{"code": "resolved"}]})],
    "a stone refuted": [stone(verificationStatus={"coding": [{"code": "refuted"}]})],
    "a stone to come": [stone(onsetDateTime="2026-12-01")],
    "a stone that ended": [stone(abatementDateTime="2026-10-01")],
    "another condition": [stone("I10")],
    "a medicine": [tablet()],
    "a medicine stopped": [tablet(status="stopped")],
    "a medicine stated": [
        tablet("MedicationStatement", effectivePeriod={"start": "2026-01-01", "end": "2026-06-01"})
    ],
    "a medicine lately done": [
        tablet("MedicationStatement", "completed", effectivePeriod={"end": "2026-10-01"})
    ],
    "a medicine given": [
        tablet("MedicationAdministration", "completed", effectiveDateTime="2026-11-24T08:00:00Z")
    ],
    "a medicine given long ago": [
        tablet("MedicationAdministration", "completed", effectiveDateTime="2026-01-24")
    ],
    "a medicine handed out": [
        tablet("MedicationDispense", "completed", whenHandedOver="2026-11-01T08:00:00Z")
    ],
    "a medicine to come": [tablet(authoredOn="2026-12-01")],
    "another medicine": [tablet(coded=("http://www.whocc.no/atc", "L02BG04"))],
    "only a medicine of another system": [tablet(coded=("urn:local", "7"))],
}


def test_a_record_is_looked_through_as_we_do(tmp_path: Path) -> None:
    pathway = pathway_of(RESULT, BANDS, tmp_path)
    bundles = [record_of(f"p{at}", resources) for at, resources in enumerate(RECORDS.values())]

    theirs, ours = answers_of(pathway, bundles), [said_by_us(pathway, one) for one in bundles]

    assert dict(zip(RECORDS, theirs, strict=True)) == dict(zip(RECORDS, ours, strict=True))


def record_of(id: str, resources: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: A002
    subject = {"reference": f"Patient/{id}"}
    patient = {"resourceType": "Patient", "id": id}
    entries = [{**one, "id": f"{id}-{at}", "subject": subject} for at, one in enumerate(resources)]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in (patient, *entries)],
    }


def test_who_has_died_is_advised_nothing(everything: Pathway) -> None:
    bundle = record_of("p", [])
    bundle["entry"][0]["resource"]["deceasedDateTime"] = "2026-11-01"

    (answer,) = answers_of(everything, [bundle])

    assert answer["ended"] == "the record says that the patient has died"
    assert answer["advice given"] == []


def test_a_missing_value_is_null_and_never_the_rest(tmp_path: Path) -> None:
    pathway = pathway_of(RESULT, BANDS.replace('level: "null"', 'level: "> 1000 ng/mL"'), tmp_path)

    (answer,) = answers_of(pathway, [record_of("p", [])])

    assert answer["band"] == ("cannot decide", set(), {})
