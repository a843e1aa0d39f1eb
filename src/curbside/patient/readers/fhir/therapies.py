"""Medicines, from the four resources that tell of one: asked for, stated, given, handed out.

Source: FHIR R4, MedicationRequest, MedicationStatement, MedicationAdministration, MedicationDispense, Medication.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from curbside.patient.readers.fhir.bundle import Entry
from curbside.patient.readers.fhir.dates import begin, end
from curbside.patient.readers.fhir.element import Element
from curbside.patient.record import Therapy
from curbside.terminology.codings import Coding

KINDS: Final = ("MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense")
_NOT_ORDERED: Final = frozenset({"proposal", "plan", "option"})
_LONGEST_SUPPLY_DAYS: Final = 3660
_DAY: Final = frozenset({"", "d", "day", "days"})


class Medicines:
    """The Medication resources that others refer to."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        medications = [one for one in entries if one.kind == "Medication"]
        self._by_name = {
            name: one.resource for one in medications for name in (one.address, one.relative) if name
        }

    def codings(self, resource: Element) -> tuple[Coding, ...]:
        """What the medicine of a resource is, by its codes; none when it has none, or refers to what is not there."""
        if own := resource.codings("medicationCodeableConcept"):
            return own
        reference = resource.element("medicationReference").text("reference")
        medication = (
            self._contained(resource, reference[1:])
            if reference.startswith("#")
            else self._by_name.get(reference)
        )
        return medication.apart().codings("code") if medication else ()

    @staticmethod
    def _contained(resource: Element, name: str) -> Element | None:
        return next((one for one in resource.elements("contained") if one.word("id") == name), None)


def therapy_in(entry: Entry, medicines: Medicines) -> Therapy:
    """The medicine, since when and until when. What was never ordered or may not be given has its own status."""
    resource = entry.resource
    began_on, ended_on = _PERIODS[entry.kind](resource)
    return Therapy(
        id=entry.id or f"entry-{entry.position}",
        kind=entry.kind,
        codings=medicines.codings(resource),
        status=_status(resource),
        began_on=began_on,
        ended_on=ended_on,
    )


def _status(resource: Element) -> str:
    if resource.flag("doNotPerform"):
        return "not-done"
    if resource.word("intent") in _NOT_ORDERED:
        return "draft"
    return resource.text("status")


def _requested(resource: Element) -> tuple[date | None, date | None]:
    """From the dose's own bounds where it has some, else since it was written. It ends when its last dose does."""
    bounds = [
        dose.element("timing").element("repeat").element("boundsPeriod")
        for dose in resource.elements("dosageInstruction")
    ]
    starts = [found for each in bounds if (found := begin(each, "start"))]
    ends = [found for each in bounds if (found := end(each, "end"))]
    has_open_end = len(ends) < len(bounds)
    return (
        min(starts) if starts else begin(resource, "authoredOn"),
        None if has_open_end or not ends else max(ends),
    )


def _stated(resource: Element) -> tuple[date | None, date | None]:
    began_on = begin(resource, "effectiveDateTime", "effectivePeriod")
    return began_on, end(resource, "effectivePeriod")


def _given(resource: Element) -> tuple[date | None, date | None]:
    """A dose given at one time began and ended then."""
    began_on = begin(resource, "effectiveDateTime", "effectivePeriod")
    return began_on, end(resource, "effectiveDateTime", "effectivePeriod")


def _handed_out(resource: Element) -> tuple[date | None, date | None]:
    """Until the supply runs out, where it says for how many days it is."""
    began_on = begin(resource, "whenHandedOver", "whenPrepared")
    supply = resource.element("daysSupply")
    days = supply.number("value")
    unit = supply.text("code") or supply.text("unit")
    if began_on is None or days is None or unit not in _DAY or not 0 <= days <= _LONGEST_SUPPLY_DAYS:
        return began_on, None
    if (date.max - began_on).days <= days:
        return began_on, None
    return began_on, began_on + timedelta(days=int(days))


_PERIODS: Final = {
    "MedicationRequest": _requested,
    "MedicationStatement": _stated,
    "MedicationAdministration": _given,
    "MedicationDispense": _handed_out,
}
