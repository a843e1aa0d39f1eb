"""Results, from Observation: one for the resource itself and one for each component.

Source: FHIR R4, Observation (http://hl7.org/fhir/R4/observation.html) and the extension ``observation-replaces``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from curbside.patient.readers.fhir.bundle import Entry, relative_address
from curbside.patient.readers.fhir.dates import Moment, day, moment
from curbside.patient.readers.fhir.element import Element
from curbside.patient.record import Observation, Remark
from curbside.terminology.codings import Coding

UCUM: Final = "http://unitsofmeasure.org"
_REPLACES: Final = "http://hl7.org/fhir/StructureDefinition/observation-replaces"
_CORRECTED: Final = frozenset({"amended", "corrected"})
_COMPARATORS: Final = frozenset({"<", "<=", ">=", ">"})
_NO_NUMBER: Final = {
    "valueString": "the value is text, not a number",
    "valueRange": "the value is a range, not a number",
    "valueRatio": "the value is a ratio, not a number",
    "valueSampledData": "the value is a series of measurements",
    "valueTime": "the value is a time of day",
    "valuePeriod": "the value is a period",
}
_WHY_ABSENT: Final = {
    "unknown": "the value is not known",
    "asked-unknown": "the patient was asked and did not know",
    "temp-unknown": "the value is not known yet",
    "not-asked": "it was not asked",
    "asked-declined": "the patient did not want to say",
    "masked": "the value is withheld",
    "not-applicable": "it does not apply",
    "unsupported": "the system cannot hold the value",
    "as-text": "the value is only in the report's text",
    "error": "there was an error in measuring",
    "not-a-number": "the measurement gave no number",
    "negative-infinity": "the measurement gave no number",
    "positive-infinity": "the measurement gave no number",
    "not-performed": "it was not measured",
    "not-permitted": "the value may not be shown",
}
"""FHIR's reasons, in words; a laboratory's own words are not repeated, for they may hold a value."""


class ResultValue(NamedTuple):
    """What a result says."""

    value: Decimal | bool | date | None = None
    unit: str = ""
    comparator: str = ""
    coded: tuple[Coding, ...] = ()
    absent_because: str = ""
    unread_because: str = ""


def observations_in(entry: Entry) -> Iterator[Observation]:
    """The result and its components; a resource with no value of its own is only its components."""
    resource = entry.resource
    taken = _taken(resource)
    status = resource.text("status")
    result_id = entry.id or f"entry-{entry.position}"
    components = list(resource.elements("component"))
    own = _value(resource)
    if not components or own != ResultValue(absent_because=own.absent_because):
        yield _observation(result_id, resource.codings("code"), status, taken, own)
    for number, component in enumerate(components, start=1):
        yield _observation(
            f"{result_id}#{number}", component.codings("code"), status, taken, _value(component)
        )


def without_replaced(entries: Iterable[Entry], remarks: list[Remark]) -> list[Entry]:
    """Those that no other replaces: by its own word, or as a correction derived from a result of the same code."""
    kept = list(entries)
    results = [one for one in kept if one.kind == "Observation"]
    gone: set[int] = set()
    for newer in results:
        replaced = set(_replaced(newer.resource))
        for older in results if replaced else ():
            if older is newer or not replaced & {
                older.relative,
                older.address,
                relative_address(older.address),
            }:
                continue
            gone.add(id(older))
            remarks.append(Remark(where=older.where, what="replaced by a corrected result; not used"))
    return [one for one in kept if id(one) not in gone]


def _replaced(resource: Element) -> Iterator[str]:
    for extension in resource.elements("extension"):
        if extension.word("url") == _REPLACES:
            yield extension.element("valueReference").text("reference")
    if resource.word("status") in _CORRECTED:
        for original in resource.elements("derivedFrom"):
            yield original.text("reference")


def _observation(
    result_id: str, codings: tuple[Coding, ...], status: str, taken: Moment | None, said: ResultValue
) -> Observation:
    return Observation(
        id=result_id,
        codings=codings,
        status=status,
        taken_at=taken.instant if taken else None,
        value=said.value,
        unit=said.unit,
        comparator=said.comparator,
        coded=said.coded,
        absent_because=said.absent_because,
        unread_because=said.unread_because,
    )


def _taken(resource: Element) -> Moment | None:
    """When it was taken: of a period its end, as a collection over 24 hours is known at its end."""
    for name in ("effectiveDateTime", "effectiveInstant"):
        if found := moment(resource, name):
            return found
    period = resource.element("effectivePeriod")
    return moment(period, "end") or moment(period, "start")


def _value(element: Element) -> ResultValue:
    if "valueQuantity" in element:
        return quantity_in(element.element("valueQuantity"))
    if "valueInteger" in element:
        return ResultValue(value=element.number("valueInteger"))
    if "valueBoolean" in element:
        return ResultValue(value=element.flag("valueBoolean"))
    if "valueDateTime" in element:
        found = day(element, "valueDateTime")
        return ResultValue(value=found, unread_because="" if found else "the date is not known to the day")
    if "valueCodeableConcept" in element:
        coded = element.codings("valueCodeableConcept")
        return ResultValue(coded=coded, unread_because="" if coded else "the value has no code")
    if other := next((name for name in _NO_NUMBER if name in element), ""):
        return ResultValue(unread_because=_NO_NUMBER[other])
    reason = element.first_code("dataAbsentReason")
    return ResultValue(absent_because=_WHY_ABSENT.get(reason, "no value was given"))


def quantity_in(quantity: Element) -> ResultValue:
    """A Quantity: its UCUM code where it has one, else its unit as printed."""
    number = quantity.number("value")
    if number is None:
        return ResultValue(absent_because="no value was given")
    comparator = quantity.text("comparator").strip()
    if comparator and comparator not in _COMPARATORS:
        quantity.fault("comparator")
    code = quantity.text("code").strip()
    unit = code if quantity.text("system") == UCUM and code else quantity.text("unit").strip() or code
    return ResultValue(value=number, unit=unit, comparator=comparator)
