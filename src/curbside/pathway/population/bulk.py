"""A population as FHIR Bulk Data: a folder of NDJSON, a resource a line, many files a kind.

What is ordinary is read in SQL: a result with a code, a day and a number; a medicine with its codes and dates; a
condition. A patient of whom anything is out of the ordinary (results of one instant, a component, a bound, a coded
value, a medicine told by reference, a date known to the month) is read by the reader of one patient instead, whose
word is the reference for both. So no rule of that reader is told twice but the common ones, and tests hold those to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from curbside.errors import NotFound, UnreadablePatient
from curbside.pathway.calendar import earlier
from curbside.pathway.definition import Input, Kind, Origin, Pathway
from curbside.pathway.facts import Absent, Fact, Known
from curbside.pathway.gather import facts_of
from curbside.pathway.population import literals, shaping
from curbside.pathway.population.engines import LONGEST_LINE, Engine
from curbside.pathway.population.shaping import Recorded
from curbside.pathway.presence import COMPLETED, CURRENT, NO_CONDITION, PAST_CONDITION
from curbside.pathway.results import COUNTING
from curbside.patient.readers.fhir import record_of
from curbside.patient.readers.fhir.observations import UCUM
from curbside.patient.readers.fhir.therapies import KINDS as MEDICINES
from curbside.patient.readers.json import json_in
from curbside.terminology.codings import Coding
from curbside.terminology.quantities import unit_named

TEXT, NUMBER, JSON, YES_OR_NO = "text", "number", "json", "yes or no"
Shape = str | Mapping[str, "Shape"] | Sequence["Shape"]
"""What a field holds: `TEXT`, `NUMBER`, `YES_OR_NO`, `JSON` (as text, whatever it is), an object, or a list."""

_CONCEPT: Final[Shape] = {"coding": [{"system": TEXT, "code": TEXT}]}
_WHOM: Final[Shape] = {"reference": TEXT}
_PERIOD: Final[Shape] = {"start": TEXT, "end": TEXT}
_OTHER_VALUES: Final = (
    *("valueCodeableConcept", "valueString", "valueBoolean", "valueInteger", "valueRange"),
    *("valueRatio", "valueSampledData", "valueTime", "valueDateTime", "valuePeriod"),
)
_FIELDS: Final[Mapping[str, Mapping[str, Shape]]] = {
    "Patient": {
        "birthDate": TEXT,
        "gender": TEXT,
        "deceasedBoolean": YES_OR_NO,
        "deceasedDateTime": TEXT,
        "animal": JSON,
        "careProvider": JSON,
    },
    "Observation": {
        "status": TEXT,
        "code": _CONCEPT,
        "subject": _WHOM,
        "effectiveDateTime": TEXT,
        "effectivePeriod": JSON,
        "valueQuantity": {"value": NUMBER, "unit": TEXT, "system": TEXT, "code": TEXT, "comparator": TEXT},
        **dict.fromkeys(_OTHER_VALUES, JSON),
        "component": JSON,
        "derivedFrom": JSON,
        "extension": JSON,
        "related": JSON,
        "comment": JSON,
        "context": JSON,
        "triggeredBy": JSON,
    },
    "Condition": {
        "code": _CONCEPT,
        "subject": _WHOM,
        "clinicalStatus": _CONCEPT,
        "verificationStatus": _CONCEPT,
        "onsetDateTime": TEXT,
        "onsetPeriod": JSON,
        "recordedDate": TEXT,
        "abatementDateTime": TEXT,
        "abatementPeriod": JSON,
        "abatementAge": JSON,
        "abatementRange": JSON,
        "abatementString": JSON,
        "abatementBoolean": JSON,
        "participant": JSON,
    },
}
_MEDICINE: Final[Mapping[str, Shape]] = {
    "status": TEXT,
    "intent": TEXT,
    "doNotPerform": YES_OR_NO,
    "medicationCodeableConcept": _CONCEPT,
    "medication": JSON,
    "context": JSON,
    "subject": _WHOM,
    "authoredOn": TEXT,
    "effectiveDateTime": TEXT,
    "effectivePeriod": _PERIOD,
    "whenHandedOver": TEXT,
    "whenPrepared": TEXT,
    "daysSupply": JSON,
    "dosageInstruction": JSON,
}
_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}.*)?$"
_IS_MISSHAPEN: Final = "left(r.c.code, 1) IN ('{', '[') OR left(r.c.system, 1) IN ('{', '[')"
_UNUSUAL: Final = (
    *_OTHER_VALUES,
    *("component", "derivedFrom", "extension", "effectivePeriod"),
    *("related", "comment", "context", "triggeredBy"),
)
"""Fields of a result that the reader of one patient looks into, and those that only other versions of FHIR have."""
_NOT_ORDERED: Final = ("proposal", "plan", "option")
_AT_ONCE: Final = 500


class BulkFolder:
    """A folder of NDJSON, shaped for a pathway on one day."""

    columns_not_read = 0

    def __init__(self, engine: Engine, pathway: Pathway, folder: Path, *, on: date) -> None:
        self._engine, self._pathway, self._on = engine, pathway, on
        self._files = {kind: files_of(folder, kind) for kind in (*_FIELDS, *MEDICINES, "Medication")}
        if not self._files["Patient"]:
            raise NotFound(
                f"expected Patient.ndjson (or Patient.000.ndjson and the like) in {folder}; there is none"
            )
        self._gathered = [one for one in pathway.inputs.values() if not one.formula]
        self._left_out: dict[str, int] = {}

    def facts(self) -> str:
        """A query: what is known of every patient. The folder has then been read."""
        try:
            return self._facts()
        except UnreadablePatient:
            # An engine gives up on a line without end, and the whole file with it.
            if not (dropped := self._drop_long_lines()):
                raise
            self._left_out = {}
            query = self._facts()
            self._left_out["too_long"] = dropped
            return query

    def _facts(self) -> str:
        self._read_persons()
        parts = [self._read_results(), self._read_medicines(), self._read_conditions()]
        self._join(parts)
        self._read_odd()
        columns = self._columns()
        return f"SELECT {columns} FROM shaped WHERE odd = FALSE UNION ALL SELECT {columns} FROM told_singly"

    def _drop_long_lines(self) -> int:
        """Go on with copies that lack the lines that no engine can hold; how many lines those are."""
        dropped = 0
        for kind, files in self._files.items():
            for place, file in enumerate(files):
                if file.stat().st_size > LONGEST_LINE:
                    copy = self._engine.scratch / f"{kind}-{place}.ndjson"
                    dropped += copy_without_long_lines(file, copy)
                    files[place] = copy
        return dropped

    def left_out(self) -> dict[str, int]:
        """How many lines or patients are not among the answers, by why; once `facts` has been read."""
        return self._left_out

    def _columns(self) -> str:
        listed = ", ".join(f"in_{one.name}, is_{one.name}" for one in self._gathered)
        return f"patient, died, {listed}, marks"

    # -- what is ordinary, in SQL ----------------------------------------------------------------------------

    def _raw(self, kind: str) -> str:
        """A view of the resources of one kind; its name."""
        fields = _FIELDS.get(kind, _MEDICINE)
        name = f"raw_{kind.lower()}"
        self._engine.ndjson(name, self._files[kind], {"resourceType": TEXT, "id": TEXT, **fields})
        return name

    def _read_persons(self) -> None:
        raw = self._raw("Patient")
        born, died_on = _day("birthDate"), _day("deceasedDateTime")
        today = literals.day(self._on)
        self._engine.keep(
            "persons_read",
            f"SELECT resourceType AS kind, id AS patient, {born} AS born, gender AS sex, "
            f"COALESCE(deceasedBoolean, FALSE) OR deceasedDateTime IS NOT NULL AND {died_on} <= {today} AS died, "
            f"(id IS NULL OR deceasedDateTime IS NOT NULL AND ({died_on}) IS NULL "
            f"OR birthDate IS NOT NULL AND ({born}) IS NULL OR animal IS NOT NULL OR careProvider IS NOT NULL) AS odd "
            f"FROM {raw}",
        )
        self._engine.keep(
            "persons",
            "SELECT patient, min(born) AS born, min(sex) AS sex, bool_or(COALESCE(died, FALSE)) AS died, "
            "bool_or(odd) OR count(*) > 1 AS odd FROM persons_read WHERE kind = 'Patient' AND patient IS NOT NULL "
            "GROUP BY patient",
        )
        self._count_unreadable("persons_read", "Patient")

    def _count_unreadable(self, table: str, *kinds: str) -> None:
        expected = ", ".join(literals.text(kind) for kind in kinds)
        ((unreadable,),) = self._engine.rows(f"SELECT count(*) FROM {table} WHERE kind IS NULL")
        ((nobody,),) = self._engine.rows(
            f"SELECT count(*) FROM {table} WHERE kind IN ({expected}) AND COALESCE(patient, '') = ''"
        )
        self._left_out["unreadable"] = self._left_out.get("unreadable", 0) + int(unreadable)
        self._left_out["no_patient"] = self._left_out.get("no_patient", 0) + int(nobody)

    def _read_results(self) -> str:
        """The result that counts of every input; the name of a relation with a row a patient."""
        asked = [one for one in self._gathered if one.origin is Origin.OBSERVATION]
        if not asked or not self._files["Observation"]:
            return ""
        raw = self._raw("Observation")
        wanted = {coding for one in asked for coding in one.codings}
        of, day = "r.valueQuantity", _day("r.effectiveDateTime")
        number = self._engine.number(f"{of}.value")
        in_ucum = f"{of}.system = {literals.text(UCUM)} AND {of}.code <> ''"
        printed = f"COALESCE(NULLIF({of}.unit, ''), {of}.code, '')"
        odd = " OR ".join(
            (
                *(f"r.{name} IS NOT NULL" for name in _UNUSUAL),
                f"r.status IS NULL OR r.id IS NULL OR COALESCE({of}.comparator, '') <> ''",
                f"({day}) IS NULL OR {of} IS NOT NULL AND ({number}) IS NULL",
            )
        )
        columns = (
            "r.resourceType AS kind",
            f"{_whom('r')} AS patient",
            "r.id AS id",
            "COALESCE(r.status, '') AS status",
            f"{day} AS day",
            f"TRY_CAST(r.effectiveDateTime AS {self._engine.instant}) AS instant",
            f"{number} AS number",
            f"TRIM(CASE WHEN {in_ucum} THEN {of}.code ELSE {printed} END) AS unit",
            "r.c.system AS system",
            "r.c.code AS code",
            f"({odd}) AS odd",
        )
        # Most results are of something else: they are left behind before their codes are taken apart.
        codings = "code.coding"
        first, second = (self._engine.item(codings, place) for place in (1, 2))
        codes = ", ".join(sorted({literals.text(coding.code) for coding in wanted})) or "NULL"
        may_be = f"{first}.code IN ({codes}) OR {second} IS NOT NULL OR component IS NOT NULL OR resourceType IS NULL"
        if not any(coding.is_family for coding in wanted):
            raw = f"(SELECT * FROM {raw} WHERE {may_be}) AS likely"
        is_wanted = (
            f"r.resourceType = 'Observation' AND ({_is_among(wanted, 'r.c')} OR r.component IS NOT NULL)"
        )
        self._engine.keep(
            "results_read",
            f"SELECT {', '.join(columns)} FROM {self._engine.each_of(raw, codings)} "
            f"WHERE r.resourceType IS NULL OR {is_wanted}",
        )
        self._count_unreadable("results_read", "Observation")
        return self._latest(asked)

    def _latest(self, asked: Sequence[Input]) -> str:
        """Of each input the number and unit of the latest instant, or of the one before."""
        counting = ", ".join(literals.text(status) for status in sorted(COUNTING))
        today = literals.day(self._on)
        each, columns = [], []
        for place, one in enumerate(asked):
            since = f" AND day >= {literals.day(earlier(self._on, one.within))}" if one.within else ""
            each.append(
                f"SELECT patient, {place} AS input, instant, min(number) AS number, min(unit) AS unit, "
                "count(*) > 1 AS tied FROM results_read WHERE kind = 'Observation' AND odd = FALSE "
                f"AND number IS NOT NULL AND status IN ({counting}) AND day <= {today}{since} "
                f"AND {_is_among(one.codings, 'results_read')} "
                "GROUP BY patient, instant"
            )
            this = f"input = {place} AND turn = {2 if one.is_previous else 1}"
            columns.append(f"max(CASE WHEN {this} THEN number END) AS number_of_{one.name}")
            columns.append(f"max(CASE WHEN {this} THEN unit END) AS unit_of_{one.name}")
        turns = (
            "SELECT *, row_number() OVER (PARTITION BY patient, input ORDER BY instant DESC) AS turn "
            f"FROM ({' UNION ALL '.join(each)}) AS each_input"
        )
        self._engine.keep(
            "results",
            f"SELECT patient, bool_or(tied AND turn <= 2) AS odd, {', '.join(columns)} FROM ({turns}) AS turned "
            "GROUP BY patient",
        )
        self._engine.keep(
            "odd_results",
            # One of several versions of a result may be any of them: the reader of one patient knows which.
            "SELECT patient FROM (SELECT patient, bool_or(odd) AS odd, count(*) AS versions FROM results_read "
            "WHERE kind = 'Observation' GROUP BY patient, id, code) AS one GROUP BY patient "
            "HAVING bool_or(odd) OR max(versions) > 1",
        )
        return "results"

    def _read_medicines(self) -> str:
        asked = [one for one in self._gathered if one.origin is Origin.THERAPY]
        kinds = [kind for kind in MEDICINES if self._files[kind]]
        if not asked or not kinds:
            return ""
        each = [self._medicine(kind) for kind in kinds]
        self._engine.keep("medicines_read", " UNION ALL ".join(each))
        self._count_unreadable("medicines_read", *kinds)
        return self._present("medicines", asked, self._is_taken)

    def _medicine(self, kind: str) -> str:
        raw = self._raw(kind)
        start, end = (f"r.effectivePeriod.{self._engine.quoted(name)}" for name in ("start", "end"))
        began, ended = {
            "MedicationRequest": ("r.authoredOn", "NULL"),
            "MedicationStatement": (f"COALESCE(r.effectiveDateTime, {start})", end),
            "MedicationAdministration": (
                f"COALESCE(r.effectiveDateTime, {start})",
                f"COALESCE(r.effectiveDateTime, {end})",
            ),
            "MedicationDispense": ("COALESCE(r.whenHandedOver, r.whenPrepared)", "NULL"),
        }[kind]
        never = ", ".join(literals.text(intent) for intent in _NOT_ORDERED)
        status = f"CASE WHEN r.doNotPerform THEN 'not-done' WHEN r.intent IN ({never}) THEN 'draft' ELSE r.status END"
        odd = (
            f"{_IS_MISSHAPEN} OR r.id IS NULL OR r.status IS NULL OR r.medication IS NOT NULL OR r.context IS NOT NULL "
            "OR r.c.code IS NULL OR r.c.system IS NULL OR r.daysSupply IS NOT NULL "
            "OR r.dosageInstruction LIKE '%boundsPeriod%' "
            f"OR {began} IS NOT NULL AND ({_day(began)}) IS NULL OR {ended} IS NOT NULL AND ({_day(ended)}) IS NULL"
        )
        return (
            f"SELECT r.resourceType AS kind, {_whom('r')} AS patient, concat(r.resourceType, '/', r.id) AS id, "
            f"{status} AS status, {_day(began)} AS began, {_day(ended)} AS ended, CAST(NULL AS STRING) AS clinical, "
            f"TRIM(r.c.system) AS system, TRIM(r.c.code) AS code, ({odd}) AS odd "
            f"FROM {self._engine.each_of(raw, 'medicationCodeableConcept.coding')}"
        )

    def _is_taken(self, one: Input) -> str:
        """`curbside.pathway.presence.of_therapy`."""
        today = literals.day(self._on)
        current = " OR ".join(
            f"kind = {literals.text(kind)} AND status = {literals.text(status)}"
            for kind, statuses in CURRENT.items()
            for status in sorted(statuses)
        )
        has_begun = f"COALESCE(began <= {today}, TRUE)"
        is_on = f"({current}) AND COALESCE(ended >= {today}, TRUE)"
        last = "COALESCE(ended, began)"
        within = f" OR {last} >= {literals.day(earlier(self._on, one.within))}" if one.within else ""
        is_supply = f"kind = 'MedicationDispense' AND ended >= {today}"
        of_past = f"(({current}) OR status = '{COMPLETED}') AND ({is_supply} OR {last} = {today}{within})"
        return f"COALESCE({has_begun} AND ({is_on} OR {of_past}), FALSE)"

    def _read_conditions(self) -> str:
        asked = [one for one in self._gathered if one.origin is Origin.CONDITION]
        if not asked or not self._files["Condition"]:
            return ""
        raw = self._raw("Condition")
        over = "COALESCE(r.abatementAge, r.abatementRange, r.abatementString)"
        clinical = f"{self._engine.item('r.clinicalStatus.coding', 1)}.code"
        verification = f"{self._engine.item('r.verificationStatus.coding', 1)}.code"
        dates = ("r.onsetDateTime", "r.recordedDate", "r.abatementDateTime")
        odd = " OR ".join(f"{name} IS NOT NULL AND ({_day(name)}) IS NULL" for name in dates)
        other = ("onsetPeriod", "abatementPeriod", "abatementBoolean", "participant")
        odd += "".join(f" OR r.{name} IS NOT NULL" for name in other) + f" OR {_IS_MISSHAPEN}"
        self._engine.keep(
            "conditions_read",
            f"SELECT r.resourceType AS kind, {_whom('r')} AS patient, r.id, {verification} AS status, "
            f"COALESCE({_day('r.onsetDateTime')}, {_day('r.recordedDate')}) AS began, "
            f"{_day('r.abatementDateTime')} AS ended, "
            f"COALESCE({clinical}, CASE WHEN {over} IS NOT NULL THEN 'resolved' END) AS clinical, "
            f"TRIM(r.c.system) AS system, TRIM(r.c.code) AS code, (r.id IS NULL OR {odd}) AS odd "
            f"FROM {self._engine.each_of(raw, 'code.coding')}",
        )
        self._count_unreadable("conditions_read", "Condition")
        return self._present("conditions", asked, self._is_there)

    def _is_there(self, _one: Input) -> str:
        """`curbside.pathway.presence.of_condition`."""
        today = literals.day(self._on)
        never = ", ".join(literals.text(status) for status in sorted(NO_CONDITION))
        past = ", ".join(literals.text(status) for status in sorted(PAST_CONDITION))
        return (
            f"(COALESCE(status, '') NOT IN ({never}) AND COALESCE(began <= {today}, TRUE) "
            f"AND COALESCE(ended >= {today}, TRUE) AND COALESCE(clinical, '') NOT IN ({past}))"
        )

    def _present(self, name: str, asked: Sequence[Input], present: Any) -> str:
        """Of each input: is one there, and of how many today may it not be said what they are?"""
        of_resource, columns = [], []
        for place, one in enumerate(asked):
            systems = ", ".join(sorted({literals.text(coding.system) for coding in one.codings})) or "NULL"
            is_present = present(one)
            of_resource.append(f"bool_or({is_present}) AS present_{place}")
            of_resource.append(f"bool_or({_is_among(one.codings, f'{name}_read')}) AS meant_{place}")
            of_resource.append(f"bool_or(COALESCE(system IN ({systems}), FALSE)) AS named_{place}")
            columns.append(f"bool_or(present_{place} AND meant_{place}) AS has_{one.name}")
            columns.append(
                f"bool_or(present_{place}) AND NOT bool_or(present_{place} AND named_{place}) AS uncoded_{one.name}"
            )
        by_resource = (
            f"SELECT patient, id, bool_or(odd) AS odd, {', '.join(of_resource)} FROM {name}_read "
            "WHERE kind IS NOT NULL GROUP BY patient, id"
        )
        self._engine.keep(
            name,
            f"SELECT patient, bool_or(odd) AS odd, {', '.join(columns)} FROM ({by_resource}) AS one GROUP BY patient",
        )
        return name

    # -- all together ----------------------------------------------------------------------------------------

    def _join(self, parts: Sequence[str]) -> None:
        joined, odd = "persons", ["persons.odd"]
        for part in filter(None, parts):
            joined += f" LEFT JOIN {part} ON persons.patient = {part}.patient"
            odd.append(f"COALESCE({part}.odd, FALSE)")
        if "results" in parts:
            joined += " LEFT JOIN odd_results ON persons.patient = odd_results.patient"
            odd.append("odd_results.patient IS NOT NULL")
        columns = [f"{part}.{column}" for part in filter(None, parts) for column in self._columns_of(part)]
        listed = "".join(f", {column}" for column in columns)
        self._engine.keep(
            "joined",
            f"SELECT persons.patient, persons.born, persons.sex, persons.died, {' OR '.join(odd)} AS odd{listed} "
            f"FROM {joined}",
        )
        steps: list[str] = []
        for declared in self._gathered:
            found = self._recorded(declared, has_part=parts)
            for depth, added in enumerate(
                shaping.known(declared, found, units=self._spelled(declared, parts))
            ):
                while len(steps) <= depth:
                    steps.append("")
                steps[depth] += "".join(f", {one}" for one in added)
        query = "SELECT * FROM joined"
        for step in steps:
            query = f"SELECT *{step} FROM ({query}) AS step"
        self._engine.keep(
            "shaped", f"SELECT *, {shaping.marks(self._gathered)} AS marks FROM ({query}) AS known"
        )

    def _columns_of(self, part: str) -> list[str]:
        by_part = {"results": Origin.OBSERVATION, "medicines": Origin.THERAPY, "conditions": Origin.CONDITION}
        asked = [one.name for one in self._gathered if one.origin is by_part[part]]
        if part == "results":
            return [f"{column}_of_{name}" for name in asked for column in ("number", "unit")]
        return [f"{column}_{name}" for name in asked for column in ("has", "uncoded")]

    def _spelled(self, declared: Input, parts: Sequence[str]) -> list[str]:
        if declared.origin is Origin.AGE:
            return list(declared.units)
        if declared.origin is not Origin.OBSERVATION or "results" not in parts:
            return []
        found = self._engine.rows(
            f"SELECT DISTINCT unit_of_{declared.name} FROM joined LIMIT {shaping.MOST_UNITS}"
        )
        return [unit for (unit,) in found if unit]

    def _recorded(self, declared: Input, *, has_part: Sequence[str]) -> Recorded:
        name, today = declared.name, literals.day(self._on)
        match declared.origin:
            case Origin.OBSERVATION if "results" in has_part and declared.kind is Kind.QUANTITY:
                number = f"number_of_{name}"
                return Recorded(is_there=f"{number} IS NOT NULL", number=number, unit=f"unit_of_{name}")
            case Origin.OBSERVATION if "results" in has_part:
                return Recorded(is_there=f"number_of_{name} IS NOT NULL", why="'kind'")
            case Origin.THERAPY if "medicines" in has_part:
                return _presence(declared)
            case Origin.CONDITION if "conditions" in has_part:
                return _presence(declared)
            case Origin.AGE:
                unit = next((unit for unit in declared.units if unit_named(unit) == "year"), "")
                return Recorded(
                    is_there="born IS NOT NULL",
                    number=f"CASE WHEN born <= {today} THEN {shaping.age('born', self._on)} END",
                    unit=literals.text(unit),
                    why=f"CASE WHEN born > {today} THEN 'unborn' END",
                )
            case Origin.SEX:
                words = ", ".join(
                    literals.text(word.casefold()) for word in declared.words if word != "unknown"
                )
                return Recorded(
                    is_there=f"COALESCE(LOWER(TRIM(sex)) IN ({words or 'NULL'}), FALSE)", word="TRIM(sex)"
                )
        return Recorded(is_there="FALSE")

    # -- what is out of the ordinary, one patient at a time --------------------------------------------------

    def _read_odd(self) -> None:
        fields = {"patient": "STRING", "died": "BOOLEAN"}
        for one in self._gathered:
            fields |= {f"in_{one.name}": shaping.SQL_TYPES[one.kind], f"is_{one.name}": "INT"}
        fields["marks"] = "STRING"
        self._engine.table("told_singly", fields, [])
        self._engine.keep("odd_patients", "SELECT patient FROM shaped WHERE odd")
        ((odd,),) = self._engine.rows("SELECT count(*) FROM odd_patients")
        if not odd:
            return
        told: list[tuple[Any, ...]] = []
        for patient, lines in groupby(self._lines_of_odd(), key=lambda row: row[0]):
            if row := self._told_singly(str(patient), [line for _, line in lines]):
                told.append(row)
        self._engine.table("told_singly", fields, told)

    def _lines_of_odd(self) -> Iterator[tuple[Any, ...]]:
        each = [
            f"SELECT {_of_line(kind)} AS patient, line FROM ({self._engine.lines(self._files[kind])}) AS {kind.lower()}"
            for kind in (*_FIELDS, *MEDICINES)
            if self._files[kind]
        ]
        all_lines = " UNION ALL ".join(each)
        return self._engine.stream(
            f"SELECT l.patient, l.line FROM ({all_lines}) AS l JOIN odd_patients o ON l.patient = o.patient "
            "ORDER BY l.patient"
        )

    def _told_singly(self, patient: str, lines: Sequence[str]) -> tuple[Any, ...] | None:
        """The facts of the reference reader; None for a record that it refuses, which is counted."""
        try:
            record = record_of([json_in(line) for line in lines], subject=patient)
        except UnreadablePatient:
            self._left_out["refused"] = self._left_out.get("refused", 0) + 1
            return None
        facts = facts_of(record, self._pathway, on=self._on)
        row: list[Any] = [patient, bool(facts.ended)]
        marks = []
        for one in self._gathered:
            fact = facts.by_input[one.name]
            row.extend(in_columns(one, fact))
            if not isinstance(fact, Known | Absent):
                marks.append(f"{one.name}:record")
        return (*row, " ".join(marks) or None)


def files_of(folder: Path, kind: str) -> list[Path]:
    """The NDJSON files of one kind of resource: ``Observation.ndjson``, ``Observation.000.ndjson`` and the like."""
    named = re.compile(rf"(?:.*[^A-Za-z])?{kind}(?:[^A-Za-z].*)?\.(?:nd)?jsonl?", re.ASCII)
    return sorted(path for path in folder.iterdir() if path.is_file() and named.fullmatch(path.name))


def copy_without_long_lines(file: Path, copy: Path) -> int:
    """How many lines were left out. Never more than one line of the longest length is in memory."""
    dropped = 0
    with file.open("rb") as source, copy.open("wb") as kept:
        while line := source.readline(LONGEST_LINE + 1):
            if len(line) <= LONGEST_LINE:
                kept.write(line)
                continue
            dropped += 1
            while line and not line.endswith(b"\n"):
                line = source.readline(LONGEST_LINE)
    return dropped


def in_columns(declared: Input, fact: Fact) -> tuple[object, int | None]:
    """A fact as ``in_NAME`` and ``is_NAME``."""
    match fact:
        case Known(value=value, unit=unit):
            scalar = float(value) if isinstance(value, Decimal) else value
            return scalar, declared.units.index(unit) + 1 if declared.units else 1
        case Absent():
            return None, 0
    return None, None


def _presence(declared: Input) -> Recorded:
    """There, or not recorded; where nothing of it has a code that the input knows, ``no`` cannot be read."""
    name = declared.name
    uncoded = f"COALESCE(uncoded_{name}, FALSE)" if declared.absence == "no" else "FALSE"
    return Recorded(
        is_there=f"(COALESCE(has_{name}, FALSE) OR {uncoded})",
        truth=f"has_{name}",
        why=f"CASE WHEN NOT COALESCE(has_{name}, FALSE) AND {uncoded} THEN 'uncoded' END",
    )


def _is_among(codings: Iterable[Coding], of: str) -> str:
    """Is a code one of these, or of their families?"""
    by_system: dict[str, list[str]] = {}
    families = []
    for coding in sorted(set(codings), key=str):
        if coding.is_family:
            stem, dotted = literals.text(coding.stem), literals.text(f"{coding.stem}.")
            within = f"({of}.code = {stem} OR left({of}.code, {len(coding.stem) + 1}) = {dotted})"
            families.append(f"{of}.system = {literals.text(coding.system)} AND {within}")
        else:
            by_system.setdefault(coding.system, []).append(literals.text(coding.code))
    exact = [
        f"{of}.system = {literals.text(system)} AND {of}.code IN ({', '.join(codes)})"
        for system, codes in by_system.items()
    ]
    return f"COALESCE({' OR '.join((*exact, *families)) or 'FALSE'}, FALSE)"


def _day(column: str) -> str:
    return f"CASE WHEN regexp_like({column}, '{_DAY}') THEN TRY_CAST(left({column}, 10) AS DATE) END"


def _whom(of: str) -> str:
    return _patient(f"{of}.subject.reference")


def _patient(reference: str) -> str:
    """The id that a reference to a patient ends with."""
    named = f"regexp_extract({reference}, '(Patient/|:)([A-Za-z0-9.-]+)(/_history/.*)?$', 2)"
    is_plain = f"left({reference}, 8) = 'Patient/' AND {reference} NOT LIKE '%/_history%'"
    return f"CASE WHEN {is_plain} THEN substr({reference}, 9) ELSE {named} END"


def _of_line(kind: str) -> str:
    return "own" if kind == "Patient" else _patient("about")
