"""Whose record it is, and which resources are about somebody else.

A reference may be relative (``Patient/p1``), an address on a server, or the ``urn:uuid`` of an entry. Two addresses on
different servers are two people, whatever their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from curbside.errors import UnreadablePatient
from curbside.patient.readers.fhir.bundle import Entry, relative_address
from curbside.patient.readers.fhir.element import Element

_ON_A_SERVER: Final = ("http://", "https://")


class Subject:
    """One patient, by every name that others refer to them by."""

    def __init__(self, *, relative: str, address: str, entry: Entry | None = None) -> None:
        self.entry = entry
        self._relative = relative
        self._address = address.partition("/_history/")[0]

    @property
    def id(self) -> str:
        return self._relative.partition("/")[2] or self._address

    def is_named(self, reference: str) -> bool:
        reference = reference.partition("/_history/")[0]
        if reference in {self._address, self._relative, f"urn:uuid:{self.id}"}:
            return bool(reference)
        if reference.startswith(_ON_A_SERVER) and self._address.startswith(_ON_A_SERVER):
            return False
        return bool(self._relative) and relative_address(reference) == self._relative

    def is_same_as(self, other: Subject) -> bool:
        """By their addresses where both have one on a server, else by any name."""
        if other._address.startswith(_ON_A_SERVER) and self._address.startswith(_ON_A_SERVER):
            return other._address == self._address
        return self.is_named(other._address) or self.is_named(other._relative)

    def is_somebody_else(self, reference: str) -> bool:
        """Does it name another patient, or a group? False when it names nobody that can be told."""
        relative = relative_address(reference.partition("/_history/")[0])
        is_other = relative.startswith(("Patient/", "Group/")) or reference.startswith("urn:")
        return is_other and not self.is_named(reference)

    def is_asked_for(self, name: str) -> bool:
        return name == self.id or self.is_named(name)


def subject_of(entries: Iterable[Entry], *, asked_for: str = "") -> Subject | None:
    """The one patient of these resources; None when none of them says whose it is.

    Raises `UnreadablePatient` when there are several and none, or another, was ``asked_for``.
    """
    entries = tuple(entries)
    people = _distinct(
        Subject(relative=one.relative, address=one.address, entry=one)
        for one in entries
        if one.kind == "Patient"
    )
    if not people:
        named = dict.fromkeys(
            reference
            for one in entries
            if (reference := reference_of(one.resource))
            and relative_address(reference).startswith("Patient/")
        )
        people = _distinct(Subject(relative=relative_address(each), address=each) for each in named)
    if asked_for:
        people = [one for one in people if one.is_asked_for(asked_for)]
        if not people:
            raise UnreadablePatient("expected the patient asked for, came a record of others")
    if len(people) > 1:
        raise UnreadablePatient(
            f"expected one patient, came {len(people)}: say whose record to read, or read many by "
            "`curbside pathway run`"
        )
    return people[0] if people else None


def reference_of(resource: Element) -> str:
    """Whom a resource says it is about; empty when it does not say."""
    subject = resource.raw("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    return reference if isinstance(reference, str) else ""


def _distinct(people: Iterator[Subject]) -> list[Subject]:
    found: list[Subject] = []
    for one in people:
        if not any(other.is_same_as(one) for other in found):
            found.append(one)
    return found
