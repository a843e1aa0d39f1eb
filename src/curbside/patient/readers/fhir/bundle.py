"""The resources of a Bundle, each with where it stands; of one given in several versions, the newest.

An entry that deletes takes the resource away. A page of search results that says there are more, or that the search
failed in part, is not all there is: `Contents.has_more`.

Source: FHIR R4, Bundle (http://hl7.org/fhir/R4/bundle.html), `Bundle.entry.fullUrl`, paging and history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from curbside.patient.readers.fhir.dates import moment_written
from curbside.patient.readers.fhir.element import Element
from curbside.patient.record import Remark

_KIND: Final = re.compile(r"[A-Z][A-Za-z]{1,40}", re.ASCII)
_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
_ADDRESS: Final = re.compile(r"(?:.*/)?(?P<relative>[A-Za-z]+/[A-Za-z0-9.-]+)(?:/_history/[^/]+)?", re.ASCII)
_LONGEST_VERSION: Final = 9
_EARLIEST: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entry:
    """A resource and where it stands. ``kind`` is the name of its type; ``address`` the entry's fullUrl, or empty."""

    resource: Element
    kind: str
    address: str
    position: int

    @property
    def id(self) -> str:
        """The resource's id; what is no id of FHIR's is taken for none."""
        written = self.resource.word("id")
        return written if _ID.fullmatch(written) else ""

    @property
    def where(self) -> str:
        """For a message: the id where there is one, else the place in the bundle, counted from 1."""
        kind = self.kind if _KIND.fullmatch(self.kind) else "a resource"
        return f"{kind} {self.id}" if self.id else f"{kind} in entry {self.position}"

    @property
    def relative(self) -> str:
        """As others refer to it: ``Patient/p1``."""
        return f"{self.kind}/{self.id}" if self.id else ""


@dataclass(slots=True)
class Contents:
    """What is in the documents of one record."""

    entries: list[Entry] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    has_more: bool = False
    """There is more than was given: the absence of a thing says nothing."""


def contents_of(documents: Iterable[Element]) -> Contents:
    """The resources of bundles, and those that stand by themselves."""
    contents = Contents()
    for document in documents:
        if document.word("resourceType") == "Bundle":
            _open(document, contents)
        else:
            _add(document, "", len(contents.entries) + 1, contents)
    contents.entries = list(_newest(contents.entries, contents.remarks))
    return contents


def relative_address(reference: str) -> str:
    """``Patient/p1`` of ``http://example.org/fhir/Patient/p1/_history/2``; empty when it is no such address."""
    found = _ADDRESS.fullmatch(reference)
    return found["relative"] if found else ""


def _open(bundle: Element, contents: Contents) -> None:
    if any(link.word("relation") == "next" for link in bundle.elements("link")):
        contents.has_more = True
        contents.remarks.append(Remark(where="the bundle", what="further pages of results were not given"))
    entries = list(enumerate(bundle.elements("entry"), start=1))
    if bundle.word("type") == "history":  # the newest comes first
        entries.reverse()
    for position, entry in entries:
        request = entry.element("request")
        if request.word("method") == "DELETE" and bundle.word("type") == "history":
            _take_away(relative_address(request.text("url")), contents)
        elif "resource" in entry:
            _add(entry.element("resource").apart(), entry.text("fullUrl"), position, contents)
    if bundle.faults:
        named = ", ".join(f"'{name}'" for name in sorted(set(bundle.faults)))
        contents.has_more = True
        contents.remarks.append(
            Remark(where="the bundle", what=f"{named} is not shaped as in FHIR R4; left out")
        )


def _take_away(relative: str, contents: Contents) -> None:
    kept = [one for one in contents.entries if one.relative != relative]
    if len(kept) < len(contents.entries):
        contents.entries = kept
        contents.remarks.append(Remark(where="the bundle", what="a resource was deleted later; left out"))


def _add(resource: Element, address: str, position: int, contents: Contents) -> None:
    kind = resource.word("resourceType")
    if not kind:
        contents.has_more = True
        contents.remarks.append(Remark(where=f"entry {position}", what="is no FHIR resource; left out"))
        return
    if kind == "Bundle":  # a batch's answer holds the pages of each search
        _open(resource, contents)
        return
    if kind == "OperationOutcome":
        if any(issue.word("severity") in {"error", "fatal"} for issue in resource.elements("issue")):
            contents.has_more = True
            contents.remarks.append(Remark(where="the bundle", what="the server could not give everything"))
        return
    contents.entries.append(Entry(resource=resource, kind=kind, address=address, position=position))
    if kind == "DiagnosticReport":
        contents.entries.extend(_results_within(resource, position))


def _results_within(report: Element, position: int) -> Iterator[Entry]:
    """The results that a laboratory's report holds itself. Their ids are the report's own business."""
    for number, one in enumerate(report.apart().elements("contained"), start=1):
        if one.word("resourceType") == "Observation":
            address = f"entry {position}#{number}"
            yield Entry(resource=one.apart(), kind="Observation", address=address, position=position)


def _newest(entries: list[Entry], remarks: list[Remark]) -> Iterator[Entry]:
    """One entry of each resource, in the order of their first. Several that no version tells apart all stay."""
    versions: dict[str, list[Entry]] = {}
    for entry in entries:
        name = entry.address or entry.relative or f"entry {entry.position}"
        versions.setdefault(f"{entry.kind} {name}", []).append(entry)
    for given in versions.values():
        if len(given) == 1:
            yield given[0]
            continue
        ordered = sorted(given, key=_version)
        newest = [list(same) for _, same in groupby(ordered, key=_version)][-1]
        distinct: list[Entry] = []
        for one in newest:
            if not any(one.resource.same_as(other.resource) for other in distinct):
                distinct.append(one)
        yield from distinct
        what = "given in several versions; the newest is read"
        if len(distinct) > 1:
            what = "given several times with different contents and no version; all are read"
        elif len(newest) == len(given):
            what = "given several times; read once"
        remarks.append(Remark(where=given[0].where, what=what))


def _version(entry: Entry) -> tuple[datetime, int]:
    meta = entry.resource.element("meta").apart()
    updated = moment_written(meta.text("lastUpdated"))
    number = meta.text("versionId")
    return (
        updated.instant if updated and updated.instant else _EARLIEST,
        int(number) if number.isascii() and number.isdigit() and len(number) <= _LONGEST_VERSION else 0,
    )
