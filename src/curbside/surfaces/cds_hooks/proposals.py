"""An action as an order that only waits to be signed: a draft MedicationRequest or ServiceRequest (FHIR R4).

Only what the pathway has as codes is proposed; an action without them is advice in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from curbside.pathway.definition import Action, Do, Dose, Period
from curbside.pathway.recommendation import Advice
from curbside.surfaces.cds_hooks.request import HookRequest
from curbside.terminology.codings import Coding

UCUM: Final = "http://unitsofmeasure.org"
_UCUM_CODES: Final = {"IU": "[iU]", "mg": "mg", "g": "g", "µg": "ug", "ug": "ug", "mcg": "ug", "mL": "mL"}
_PERIOD_UNITS: Final = {"day": "d", "week": "wk", "month": "mo", "year": "a"}


def proposal(advice: Advice, request: HookRequest, *, on: str) -> dict[str, Any] | None:
    """The order that the advice comes to; None when there is none to give. ``on`` is the day, as FHIR writes it."""
    action = advice.action
    if action.do in (Do.START, Do.ADJUST) and is_one_thing(action.medicine):
        return _medication_request(advice, request, on)
    if action.do in (Do.MEASURE, Do.REFER) and is_one_thing(action.order):
        return _service_request(advice, request, on)
    return None


def is_one_thing(codings: Sequence[Coding]) -> bool:
    """Do the codes name one thing, each in its own system? Two of one system are two things to choose from."""
    systems = [coding.system for coding in codings]
    return bool(codings) and len(set(systems)) == len(systems) and not any(one.is_family for one in codings)


def label_of(action: Action, text: str) -> str:
    """What the button says, a passed limit included: it must not be pressed unseen."""
    return f"{text} Over the limit: {action.over_limit}" if action.over_limit else text


def _medication_request(advice: Advice, request: HookRequest, on: str) -> dict[str, Any]:
    instruction: dict[str, Any] = {"text": label_of(advice.action, advice.text)}
    if advice.action.dose:
        instruction |= dosage(advice.action.dose)
    return {
        "resourceType": "MedicationRequest",
        "status": "draft",
        "intent": "proposal",
        "medicationCodeableConcept": _concept(advice.action.medicine, advice.text),
        **_whose(request),
        "authoredOn": on,
        "dosageInstruction": [instruction],
    }


def _service_request(advice: Advice, request: HookRequest, on: str) -> dict[str, Any]:
    # Not before that day; on which later one is for others to arrange.
    due = {"occurrencePeriod": {"start": advice.due_on.isoformat()}} if advice.due_on else {}
    return {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "proposal",
        "code": _concept(advice.action.order, advice.text),
        **_whose(request),
        **due,
        "authoredOn": on,
    }


def _concept(codings: Sequence[Coding], text: str) -> dict[str, Any]:
    return {"coding": [{"system": one.system, "code": one.code} for one in codings], "text": text}


def _whose(request: HookRequest) -> dict[str, Any]:
    whose: dict[str, Any] = {"subject": {"reference": f"Patient/{request.patient_id}"}}
    if request.encounter_id:
        whose["encounter"] = {"reference": f"Encounter/{request.encounter_id}"}
    return whose


def dosage(dose: Dose) -> dict[str, Any]:
    """Timing and amount of a dosage instruction."""
    found: dict[str, Any] = {}
    if dose.every:
        found["timing"] = {"repeat": _repeat(dose.times, dose.every)}
    if dose.most:
        amounts = {"low": _quantity(dose.amount, dose.unit), "high": _quantity(dose.most, dose.unit)}
        found["doseAndRate"] = [{"doseRange": amounts}]
    else:
        found["doseAndRate"] = [{"doseQuantity": _quantity(dose.amount, dose.unit)}]
    return found


def _repeat(times: int, every: Period) -> dict[str, Any]:
    return {"frequency": times, "period": every.count, "periodUnit": _PERIOD_UNITS[every.unit]}


def _quantity(amount: str, unit: str) -> dict[str, Any]:
    coded = {"system": UCUM, "code": _UCUM_CODES[unit]} if unit in _UCUM_CODES else {}
    return {"value": Decimal(amount), "unit": unit, **coded}
