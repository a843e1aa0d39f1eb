"""FHIR R4 as JSON: a Bundle of any type, a QuestionnaireResponse, or a Patient alone.

Each resource is read by its kind, in a module of its own. One that is not shaped as R4 has it, or is about somebody
else, is left out and named; another version of FHIR is refused as a whole. Kinds that no pathway asks for are counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from curbside.errors import UnreadablePatient
from curbside.patient.answers import Said, said_in
from curbside.patient.readers.fhir.bundle import Entry, contents_of
from curbside.patient.readers.fhir.conditions import condition_in
from curbside.patient.readers.fhir.element import Element
from curbside.patient.readers.fhir.observations import observations_in, without_replaced
from curbside.patient.readers.fhir.person import Person, person_in
from curbside.patient.readers.fhir.questionnaires import Questionnaires, answers_in
from curbside.patient.readers.fhir.subject import Subject, reference_of, subject_of
from curbside.patient.readers.fhir.therapies import KINDS as THERAPY_KINDS
from curbside.patient.readers.fhir.therapies import Medicines, therapy_in
from curbside.patient.readers.fhir.versions import other_version
from curbside.patient.record import Answer, Condition, Observation, PatientRecord, Remark, Therapy

_Fact = Observation | Therapy | Condition | Answer
_FACT_OF: Final = {
    "Observation": "observation",
    "Condition": "condition",
    **dict.fromkeys(THERAPY_KINDS, "therapy"),
    "QuestionnaireResponse": "answer",
}
_REQUIRED: Final = {
    **dict.fromkeys(_FACT_OF, ("status",)),
    "Observation": ("status", "code"),
    "Condition": (),
}
"""Without its status a result may be a draft of one."""
_READ_OTHERWISE: Final = frozenset({"Patient", "Medication", "Questionnaire"})
_WHOLE: Final = frozenset({"Bundle", "QuestionnaireResponse", "Patient"})
_EVERYTHING: Final = frozenset(_FACT_OF.values())


def is_resource(document: object) -> bool:
    """Does it say that it is a FHIR resource?"""
    return isinstance(document, dict) and "resourceType" in document


def fhir_in(document: object, *, subject: str = "") -> PatientRecord:
    """The record in one document of parsed JSON (`curbside.patient.readers.json.json_in`).

    Raises `UnreadablePatient`.
    """
    if not isinstance(document, dict) or Element(document, []).word("resourceType") not in _WHOLE:
        raise UnreadablePatient(
            "expected a Bundle, a QuestionnaireResponse or a Patient; came another resource"
        )
    return record_of([document], subject=subject)


def record_of(documents: Iterable[object], *, subject: str = "") -> PatientRecord:
    """The record that bundles and resources make together, such as those of a prefetch.

    With several patients in them, that of ``subject``, an id or a reference. Raises `UnreadablePatient`.
    """
    roots = []
    for document in documents:
        if not isinstance(document, dict):
            raise UnreadablePatient("expected FHIR resources, came other JSON")
        roots.append(Element(document, []))
    for root in roots:
        _refuse_other_version(root, root.word("resourceType"), "the document")
    contents = contents_of(roots)
    for entry in contents.entries:
        _refuse_other_version(entry.resource, entry.kind, f"entry {entry.position}")
    who = subject_of(contents.entries, asked_for=subject)
    reading = _Reading(contents.entries, contents.remarks)
    for entry in without_replaced(contents.entries, contents.remarks):
        reading.read(entry, who)
    return reading.record(who, has_more=contents.has_more)


class _Reading:
    """The facts as they are found, resource by resource."""

    def __init__(self, entries: list[Entry], remarks: list[Remark]) -> None:
        self._medicines = Medicines(entries)
        self._questionnaires = Questionnaires(entries)
        self._remarks = remarks
        self._observations: list[Observation] = []
        self._therapies: list[Therapy] = []
        self._conditions: list[Condition] = []
        self._answers: list[Answer] = []
        self._incomplete: set[str] = set()
        self._of_others = self._of_other_kinds = 0

    def read(self, entry: Entry, who: Subject | None) -> None:
        if entry.kind not in _FACT_OF:
            self._of_other_kinds += entry.kind not in _READ_OTHERWISE
            return
        reference = reference_of(entry.resource)
        if who and not who.is_named(reference):
            self._not_about(who, entry, reference)
            return
        found = self._found(entry)
        entry.resource.faults += [name for name in _REQUIRED[entry.kind] if name not in entry.resource]
        if entry.resource.faults:
            found = self._unread(entry, found)
        for one in found:
            match one:
                case Observation():
                    self._observations.append(one)
                case Therapy():
                    self._therapies.append(one)
                case Condition():
                    self._conditions.append(one)
                case Answer():
                    self._answers.append(one)

    def record(self, who: Subject | None, *, has_more: bool) -> PatientRecord:
        person = person_in(who.entry, self._remarks) if who and who.entry else Person()
        if who and who.entry and who.entry.resource.faults:
            self._remarks.append(Remark(where=who.entry.where, what=_misshapen(who.entry)))
        said = said_in(self._answers)
        self._count()
        return PatientRecord(
            id=who.id if who else "",
            born_on=person.born_on or said.born_on,
            sex=person.sex or said.sex,
            died=person.died or said.died,
            died_on=person.died_on,
            observations=tuple(self._observations),
            therapies=tuple(self._therapies),
            conditions=tuple(self._conditions),
            answers=said.answers,
            remarks=(*self._remarks, *said.remarks, *_disagreements(person, said)),
            incomplete=_EVERYTHING if has_more else frozenset(self._incomplete),
        )

    def _found(self, entry: Entry) -> list[_Fact]:
        match entry.kind:
            case "Observation":
                return [*observations_in(entry)]
            case "Condition":
                return [condition_in(entry)]
            case "QuestionnaireResponse":
                return [*answers_in(entry, self._questionnaires, self._remarks)]
        return [therapy_in(entry, self._medicines)]

    def _not_about(self, who: Subject, entry: Entry, reference: str) -> None:
        if who.is_somebody_else(reference):
            self._of_others += 1
            return
        self._incomplete.add(_FACT_OF[entry.kind])
        self._remarks.append(Remark(where=entry.where, what="does not say whom it is about; left out"))

    def _unread(self, entry: Entry, found: list[_Fact]) -> list[_Fact]:
        """What can still be told of a misshapen resource: that there is something under these codes."""
        coded = [
            replace(one, unread_because="it is not shaped as in FHIR R4")
            for one in found
            if not isinstance(one, Answer) and one.codings
        ]
        if not coded:
            self._incomplete.add(_FACT_OF[entry.kind])
        what = "is known to be there, and not what it says" if coded else "left out"
        self._remarks.append(Remark(where=entry.where, what=f"{_misshapen(entry)}; {what}"))
        return [*coded]

    def _count(self) -> None:
        if self._of_others:
            what = f"{_counted(self._of_others)} about somebody else; left out"
            self._remarks.append(Remark(where="the bundle", what=what))
        if self._of_other_kinds:
            what = f"{_counted(self._of_other_kinds)} of a kind that is not read"
            self._remarks.append(Remark(where="the bundle", what=what))


def _refuse_other_version(resource: Element, kind: str, where: str) -> None:
    if version := other_version(resource.apart(), kind):
        what = f"a {kind}" if kind in _FACT_OF else "a resource"
        raise UnreadablePatient(f"expected FHIR R4; {where}, {what}, is written as in {version}")


def _counted(resources: int) -> str:
    return f"{resources} resource{'' if resources == 1 else 's'}"


def _misshapen(entry: Entry) -> str:
    names = ", ".join(f"'{name}'" for name in sorted(set(entry.resource.faults)))
    return f"{names} not shaped as in FHIR R4"


def _disagreements(person: Person, said: Said) -> Iterable[Remark]:
    where = "the questionnaire"
    if person.born_on and said.born_on and person.born_on != said.born_on:
        yield Remark(where=where, what="gives another birth date than the Patient; the Patient's is used")
    if person.sex and said.sex and person.sex != said.sex:
        yield Remark(where=where, what="gives another sex than the Patient; the Patient's is used")
