"""Diagnoses and findings, from Condition.

Source: FHIR R4, Condition (http://hl7.org/fhir/R4/condition.html).
"""

from __future__ import annotations

from typing import Final

from curbside.patient.readers.fhir.bundle import Entry
from curbside.patient.readers.fhir.dates import begin, end
from curbside.patient.record import Condition

_ABATED: Final = ("abatementAge", "abatementRange", "abatementString")
"""That it is over, without a day that can be reckoned with."""


def condition_in(entry: Entry) -> Condition:
    """The condition. One that says it is over without saying when is resolved."""
    resource = entry.resource
    is_over = any(name in resource for name in _ABATED)
    return Condition(
        id=entry.id or f"entry-{entry.position}",
        codings=resource.codings("code"),
        clinical_status=resource.first_code("clinicalStatus") or ("resolved" if is_over else ""),
        verification_status=resource.first_code("verificationStatus"),
        began_on=begin(resource, "onsetDateTime", "onsetPeriod"),
        ended_on=end(resource, "abatementDateTime", "abatementPeriod"),
        recorded_on=begin(resource, "recordedDate"),
    )
