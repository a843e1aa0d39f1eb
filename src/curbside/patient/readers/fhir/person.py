"""Who the patient is, as far as a pathway asks: birth date, administrative gender, whether they have died.

Source: FHIR R4, Patient (http://hl7.org/fhir/R4/patient.html).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from curbside.patient.readers.fhir.bundle import Entry
from curbside.patient.readers.fhir.dates import day, moment
from curbside.patient.record import Remark


class Person(NamedTuple):
    """The patient without the name, the address or any number that stands for them."""

    born_on: date | None = None
    sex: str = ""
    died: bool = False
    died_on: date | None = None


def person_in(entry: Entry, remarks: list[Remark]) -> Person:
    """A birth date known only by its year or month is none: it gives no age in years."""
    resource = entry.resource
    born_on = day(resource, "birthDate")
    if born_on is None and "birthDate" in resource:
        remarks.append(Remark(where=entry.where, what="the birth date is not known to the day; not used"))
    if any(link.word("type") == "replaced-by" for link in resource.elements("link")):
        remarks.append(Remark(where=entry.where, what="says that another record has replaced it"))
    died = moment(resource, "deceasedDateTime")
    return Person(
        born_on=born_on,
        sex=resource.text("gender").strip(),
        died=died is not None or resource.flag("deceasedBoolean") is True,
        died_on=died.first if died else None,
    )
