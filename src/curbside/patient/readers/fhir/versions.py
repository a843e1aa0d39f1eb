"""Which version of FHIR a resource is written in, told by what only other versions have.

Another version is refused by name, for the same field can mean another thing in it: R5's ``medication`` would read as
a prescription of nothing. R4B is R4 in all that is read here.

Source: the pages "R3 Diff" and "R4 Conversions" of each resource in FHIR R4 and R5, and DSTU2's definitions.
"""

from __future__ import annotations

import re
from typing import Final

from curbside.patient.readers.fhir.element import Element

_DSTU2, _STU3, _EARLIER, _R5 = "DSTU2", "STU3", "DSTU2 or STU3", "R5"

_OTHER_TYPES: Final = {"MedicationOrder": _DSTU2, "MedicationUsage": _R5}
_OTHER_FIELDS: Final[dict[str, dict[str, str]]] = {
    "Patient": {"careProvider": _DSTU2, "animal": _EARLIER},
    "Observation": {
        "comments": _DSTU2,
        "comment": _STU3,
        "related": _EARLIER,
        "context": _STU3,
        "triggeredBy": _R5,
        "instantiatesCanonical": _R5,
    },
    "Condition": {
        "patient": _DSTU2,
        "dateRecorded": _DSTU2,
        "context": _STU3,
        "assertedDate": _STU3,
        "abatementBoolean": _EARLIER,
        "participant": _R5,
    },
    "MedicationRequest": {"context": _STU3, "medication": _R5},
    "MedicationStatement": {
        "patient": _DSTU2,
        "wasNotTaken": _DSTU2,
        "taken": _STU3,
        "reasonNotTaken": _STU3,
        "medication": _R5,
        "adherence": _R5,
    },
    "MedicationAdministration": {
        "patient": _DSTU2,
        "wasNotGiven": _DSTU2,
        "notGiven": _STU3,
        "medication": _R5,
        "occurenceDateTime": _R5,
        "occurencePeriod": _R5,
        "occurrenceDateTime": _R5,
        "occurrencePeriod": _R5,
    },
    "MedicationDispense": {"patient": _DSTU2, "notDone": _STU3, "medication": _R5},
    "QuestionnaireResponse": {"parent": _STU3},
}
_ONCE_TEXT: Final = ("clinicalStatus", "verificationStatus")
_NUMBERED: Final = re.compile(r"[1-9]\d?\.\d{1,2}(?:\.\d{1,2})?(?:-[a-z0-9]{1,12})?", re.ASCII)
_OF_BASE: Final = re.compile(
    r"https?://hl7\.org/fhir/(?:(?P<folder>\d\.\d)/)?StructureDefinition/\w+(?:\|(?P<version>[\d.]+))?",
    re.ASCII,
)


def other_version(resource: Element, kind: str) -> str:
    """The version that the resource is written in, when it is not R4; else empty."""
    if kind in _OTHER_TYPES:
        return _OTHER_TYPES[kind]
    of_kind = _OTHER_FIELDS.get(kind, {})
    if field := next((name for name in of_kind if name in resource), ""):
        return of_kind[field]
    if kind == "Condition" and any(isinstance(resource.raw(name), str) for name in _ONCE_TEXT):
        return _EARLIER
    return _said_of(resource)


def _said_of(resource: Element) -> str:
    """What the resource says of itself: a ``fhirVersion``, or the profile of a version's own."""
    profiles = (_OF_BASE.match(profile) for profile in resource.element("meta").texts("profile"))
    said = [resource.text("fhirVersion")]
    said += [found["version"] or found["folder"] or "" for found in profiles if found]
    other = next((version for version in said if version and not version.startswith("4.")), "")
    return f"version {other}" if _NUMBERED.fullmatch(other) else "another version" if other else ""
