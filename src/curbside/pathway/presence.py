"""Is the patient on such a medicine, or has such a condition, on the day of the decision?

The statuses are FHIR's, and each resource has its own. A course that was completed is of the past, unless the pathway
asks for one within a time: then it counts when its last known day lies in that time. So does a dose that was given.

Source: FHIR R4, the value sets medicationrequest-status, medication-statement-status, medication-admin-status,
medicationdispense-status, condition-clinical and condition-ver-status.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Final

from curbside.patient.record import Condition, Therapy


class Presence(Enum):
    """What a therapy or a condition in the record is to a pathway."""

    PRESENT = "present"
    PAST = "past"
    TO_COME = "to come"
    NEVER = "never was"
    UNREAD = "cannot be read"


CURRENT: Final[Mapping[str, frozenset[str]]] = {
    "MedicationRequest": frozenset({"active"}),
    "MedicationStatement": frozenset({"active"}),
    "MedicationAdministration": frozenset({"in-progress"}),
    "MedicationDispense": frozenset(),
}
"""By the kind of resource, the statuses of a therapy that goes on until it ends."""
COMPLETED: Final = "completed"
"""The status of a therapy, or of a dose or a supply of it, that was carried through."""
SUSPENDED_OR_STOPPED: Final = frozenset({"on-hold", "stopped"})
PAST_CONDITION: Final = frozenset({"inactive", "remission", "resolved"})
NO_CONDITION: Final = frozenset({"refuted", "entered-in-error"})
UNSURE_CONDITION: Final = frozenset({"unconfirmed", "provisional", "differential"})


def of_therapy(one: Therapy, *, on: date, since: date | None) -> Presence:
    """``since`` is the first day on which a therapy that has ended still counts; None when none that has ended does."""
    if one.unread_because:
        return Presence.UNREAD
    last_on = one.ended_on or one.began_on
    is_current = one.status in CURRENT.get(one.kind, frozenset())
    if not is_current and one.status != COMPLETED:
        return Presence.PAST if one.status in SUSPENDED_OR_STOPPED else Presence.NEVER
    if one.began_on and one.began_on > on:
        return Presence.TO_COME
    if is_current and (one.ended_on is None or one.ended_on >= on):
        return Presence.PRESENT
    has_supply = one.kind == "MedicationDispense" and one.ended_on is not None and one.ended_on >= on
    is_within = since is not None and last_on is not None and last_on >= since
    is_today = last_on == on
    return Presence.PRESENT if has_supply or is_within or is_today else Presence.PAST


def of_condition(one: Condition, *, on: date) -> Presence:
    """One without a clinical status is there until it ends."""
    if one.unread_because:
        return Presence.UNREAD
    if one.verification_status in NO_CONDITION:
        return Presence.NEVER
    if (one.began_on or one.recorded_on or date.min) > on:
        return Presence.TO_COME
    has_ended = one.ended_on is not None and one.ended_on < on
    return Presence.PAST if has_ended or one.clinical_status in PAST_CONDITION else Presence.PRESENT
