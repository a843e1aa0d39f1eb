"""A folder of NDJSON says of each patient what the reader of one patient says of a bundle of the same resources."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from curbside.errors import NotFound
from curbside.pathway.definition import Pathway
from curbside.pathway.gather import facts_of
from curbside.pathway.population.bulk import BulkFolder, in_columns
from curbside.pathway.population.engines import LONGEST_LINE, Engine
from curbside.patient.readers.fhir import record_of
from curbside.patient.readers.json import json_in
from pathway.small_pathways import DAY, pathway_of

INPUTS = """\
  - name: level
    label: 25(OH)D
    kind: quantity
    from: observation
    units: [ng/mL, nmol/L]
    codes: [loinc 62292-8, loinc 1989-3]
    traps: [{code: loinc 35365-6, why: another substance}]
    within: 12 months
    plausible: "[1..300] ng/mL | [2..750] nmol/L"
  - name: before
    label: 25(OH)D before
    kind: quantity
    from: observation
    units: [ng/mL, nmol/L]
    codes: [loinc 62292-8, loinc 1989-3]
    pick: previous
  - name: inhibitor
    label: Aromatase inhibitor
    kind: boolean
    from: therapy
    codes: [rxnorm 84857, atc L02BG04]
    absent: no
  - name: steroid
    label: Glucocorticoid in 3 months
    kind: boolean
    from: therapy
    codes: [rxnorm 8640]
    within: 3 months
  - name: stones
    label: Kidney stones
    kind: boolean
    from: condition
    codes: [icd-10-cm N20.-]
    absent: no
  - name: years
    label: Age
    kind: quantity
    from: age
    units: [year]
    plausible: "[0..120] year"
  - name: sex
    label: Sex
    kind: code
    from: sex
    words: [female, male]
"""
TABLE = """\
  - id: any_table
    title: Any
    hit: collect
    columns: [level, before, inhibitor, steroid, stones, years, sex]
    rows: [{id: low, if: {level: "< 30 ng/mL | < 75 nmol/L"}}]
"""
LOINC, RXNORM, ICD = (
    "http://loinc.org",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://hl7.org/fhir/sid/icd-10-cm",
)
UCUM = "http://unitsofmeasure.org"


def concept(*codes: tuple[str, str]) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code} for system, code in codes]}


def result(
    value: Any = None, unit: str = "ng/mL", taken: str = "2026-06-01T08:30:00+02:00", **others: Any
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "status": "final",
        "code": concept((LOINC, "62292-8")),
        "effectiveDateTime": taken,
    }
    if value is not None:
        made["valueQuantity"] = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return {"resourceType": "Observation", **made, **others}


def medicine(kind: str = "MedicationRequest", code: str = "84857", **others: Any) -> dict[str, Any]:
    made = {"status": "active", "intent": "order", "medicationCodeableConcept": concept((RXNORM, code))}
    return {"resourceType": kind, **made, **others}


def condition(code: Any = "N20.0", **others: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "code": concept((ICD, code)), **others}


RESULTS: tuple[Sequence[dict[str, Any]], ...] = (
    (),
    (result(34),),
    (result(34.5, unit="ug/L"),),
    (result(85, unit="nmol/L"), result(20, taken="2026-05-01")),
    (result(34), result(35, taken="2026-06-01T06:30:00Z")),
    (result(34), result(34, taken="2026-06-01T06:30:00Z")),
    (result(34), result(35, taken="2026-06-01T09:00:00Z")),
    (result(34, taken="2025-11-24"), result(20, taken="2025-11-25")),
    (result(34, taken="2024-01-01"), result(12, taken="2023-01-01")),
    (result(34, taken="2026-11-26T00:00:00+00:00"), result(30)),
    (result(34, taken="2026-11-25T23:59:00-10:00"),),
    (result(34, taken="2026-06"),),
    (result(34, taken="junk"), result(20)),
    (result(34, status="entered-in-error"), result(20, taken="2026-01-01")),
    (result(34, status="preliminary"),),
    (result(34), result(31, status="corrected")),
    (result(34, code=concept((LOINC, "35365-6"))),),
    (result(34, code=concept((LOINC, "1989-3"), (LOINC, "62292-8"))),),
    (result(34, code=concept((LOINC, "718-7"))),),
    (result(34, code={"text": "25(OH)D"}),),
    (result(1000000000),),
    (result(-3), result(20, taken="2026-01-01")),
    (result(34, unit="mmol/L"),),
    (result(34, unit="furlong"),),
    (result(34, unit=""),),
    (result("34"),),
    (result(), result(20, taken="2026-01-01")),
    (result(valueCodeableConcept=concept((LOINC, "LA1-1"))),),
    (result(valueString="34 ng/mL"), result(20, taken="2026-01-01")),
    (result(valueQuantity={"value": 4, "comparator": "<", "unit": "ng/mL"}),),
    (result(valueQuantity={"value": 34, "unit": "ng/mL"}),),
    (result(effectiveDateTime=None, effectivePeriod={"start": "2026-01-01", "end": "2026-01-02"}, value=34),),
    (
        result(
            component=[{"code": concept((LOINC, "62292-8")), "valueQuantity": {"value": 9, "unit": "ng/mL"}}]
        ),
    ),
    (result(34, code=concept((LOINC, "1-1")), component=[result(12, taken="")]),),
    (result(34, subject={"reference": "https://example.org/fhir/Patient/{id}"}),),
    (result(34, id="same"), result(20, id="same", taken="2026-07-01")),
)
MEDICINES: tuple[Sequence[dict[str, Any]], ...] = (
    (),
    (medicine(authoredOn="2026-01-01"),),
    (medicine(authoredOn="2026-11-26"),),
    (medicine(status="stopped"),),
    (medicine(status="completed", authoredOn="2026-10-01"),),
    (medicine(intent="plan"),),
    (medicine(doNotPerform=True),),
    (medicine(code="36567"),),
    (medicine(medicationCodeableConcept={"text": "letrozole"}),),
    (medicine(medicationCodeableConcept=concept(("http://local", "17"))),),
    (medicine(medicationCodeableConcept=concept(("http://local", "17"))), medicine(code="36567")),
    (medicine(medicationCodeableConcept=concept(("http://local", "17"), (RXNORM, "84857"))),),
    (medicine("MedicationStatement", effectivePeriod={"start": "2025-01-01", "end": "2026-11-24"}),),
    (medicine("MedicationStatement", effectivePeriod={"start": "2025-01"}),),
    (medicine("MedicationStatement", effectiveDateTime="2026-01-01"),),
    (medicine("MedicationAdministration", code="8640", status="completed", effectiveDateTime="2026-09-01"),),
    (medicine("MedicationAdministration", code="8640", status="completed", effectiveDateTime="2026-08-01"),),
    (medicine("MedicationAdministration", status="completed", effectiveDateTime="2026-11-25T10:00:00Z"),),
    (medicine("MedicationDispense", code="8640", status="completed", whenHandedOver="2026-10-01"),),
    (
        medicine(
            "MedicationDispense", status="completed", whenHandedOver="2026-11-01", daysSupply={"value": 90}
        ),
    ),
    (medicine(dosageInstruction=[{"timing": {"repeat": {"boundsPeriod": {"end": "2026-01-01"}}}}]),),
    (medicine(authoredOn="2026"),),
)
CONDITIONS: tuple[Sequence[dict[str, Any]], ...] = (
    (),
    (condition(),),
    (condition("N20"),),
    (condition("N201"),),
    (condition(clinicalStatus=concept(("x", "resolved"))),),
    (condition(verificationStatus=concept(("x", "refuted"))),),
    (condition(verificationStatus=concept(("x", "provisional"))),),
    (condition(onsetDateTime="2027-01-01"),),
    (condition(abatementDateTime="2026-11-24"),),
    (condition(abatementString="last year"),),
    ({**condition(), "code": {"text": "stone"}},),
    (condition({"text": "stone"}),),
    (condition("E83.5"),),
    (condition(onsetDateTime="2026-11"),),
)
PEOPLE: tuple[dict[str, Any], ...] = (
    {"birthDate": "1956-11-25", "gender": "female"},
    {"birthDate": "1956-11-26", "gender": "male"},
    {"birthDate": "2030-01-01"},
    {"birthDate": "1956", "gender": "other"},
    {"gender": "unknown", "deceasedBoolean": False},
    {"birthDate": "1850-01-01", "deceasedDateTime": "2026-01-01"},
    {"birthDate": "1970-02-28", "deceasedDateTime": "2026-12-01", "gender": "female"},
)


def everyone() -> dict[str, list[dict[str, Any]]]:
    """Every case at least once, each beside others of every other kind."""
    longest = max(map(len, (RESULTS, MEDICINES, CONDITIONS, PEOPLE)))
    columns = zip(
        range(2 * longest), cycle(RESULTS), cycle(MEDICINES), cycle(CONDITIONS), cycle(PEOPLE), strict=False
    )
    patients = {}
    for at, results, medicines, conditions, person in columns:
        patient = f"p{at}"
        resources: list[dict[str, Any]] = [{"resourceType": "Patient", "id": patient, **person}]
        for number, one in enumerate((*results, *medicines, *conditions)):
            whom = one.get("subject", {"reference": "Patient/{id}"})["reference"].format(id=patient)
            made = {"id": f"{patient}-{number}", **one, "subject": {"reference": whom}}
            resources.append({name: value for name, value in made.items() if value is not None})
        patients[patient] = resources
    return patients


def write(folder: Path, patients: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Two files of each kind, the patients' lines mixed."""
    folder.mkdir(exist_ok=True)
    for at, resources in enumerate(patients.values()):
        for one in resources:
            with (folder / f"{one['resourceType']}.{at % 2:03}.ndjson").open("a") as file:
                file.write(json.dumps(one) + "\n")


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    return pathway_of(INPUTS, TABLE, tmp_path_factory.mktemp("pathway"))


def read(engine: Engine, pathway: Pathway, folder: Path) -> tuple[dict[str, list[object]], dict[str, int]]:
    source = BulkFolder(engine, pathway, folder, on=DAY)
    found: dict[str, list[object]] = {}
    for patient, died, *columns, _marks in engine.rows(source.facts()):
        pairs = zip(columns[::2], columns[1::2], strict=True)
        found[patient] = [died, *((value if state else None, state) for value, state in pairs)]
    return found, source.left_out()


def test_each_patient_is_as_in_a_bundle_of_their_own(
    engine: Engine, pathway: Pathway, tmp_path: Path
) -> None:
    patients = everyone()
    write(tmp_path / "bulk", patients)
    found, left_out = read(engine, pathway, tmp_path / "bulk")
    for patient, resources in patients.items():
        facts = facts_of(
            record_of([json_in(json.dumps(one)) for one in resources], subject=patient), pathway, on=DAY
        )
        expected = [bool(facts.ended)]
        expected += [in_columns(pathway.inputs[name], fact) for name, fact in facts.by_input.items()]
        assert found[patient] == expected, resources
    assert not any(left_out.values())


def test_what_cannot_be_read_is_counted_and_the_others_are_done(
    duckdb_engine: Engine, pathway: Pathway, tmp_path: Path
) -> None:
    folder = tmp_path / "bulk"
    whole = everyone()
    write(folder, {"p1": whole["p1"], "p2": whole["p2"]})
    with (folder / "Observation.000.ndjson").open("a") as file:
        file.write('{"resourceType": "Observation", "id": "cut off", "val\n')
        file.write("not JSON\n")
        file.write(json.dumps({**result(34), "id": "nobody's"}) + "\n")
    stu3 = {
        **result(34),
        "id": "old",
        "subject": {"reference": "Patient/p9"},
        "context": {"reference": "Encounter/1"},
    }
    write(folder, {"p9": [{"resourceType": "Patient", "id": "p9"}, stu3]})
    found, left_out = read(duckdb_engine, pathway, folder)
    assert sorted(found) == ["p1", "p2"]
    assert left_out == {"unreadable": 2, "no_patient": 1, "refused": 1}


def test_a_line_without_end_takes_nobody_with_it(
    duckdb_engine: Engine, pathway: Pathway, tmp_path: Path
) -> None:
    folder = tmp_path / "bulk"
    whole = everyone()
    write(folder, {"p1": whole["p1"], "p3": whole["p3"]})
    with (folder / "Observation.000.ndjson").open("a") as file:
        file.write('{"resourceType": "Observation", "note": "' + "x" * (4 * LONGEST_LINE) + '"}\n')
        file.write(json.dumps({**result(34), "id": "after", "subject": {"reference": "Patient/p3"}}) + "\n")
    found, left_out = read(duckdb_engine, pathway, folder)
    assert sorted(found) == ["p1", "p3"]
    assert left_out["too_long"] == 1


def test_a_folder_without_patients_is_refused(
    duckdb_engine: Engine, pathway: Pathway, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match=r"Patient\.ndjson"):
        BulkFolder(duckdb_engine, pathway, tmp_path, on=DAY)
