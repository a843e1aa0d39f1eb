"""Everything that a pathway must be told of the patient: as it was sent, or fetched from the record system's server.

What is missing and cannot be fetched is an error, and never "nothing recorded": a diagnosis that was not looked for may
be the one that forbids the medicine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from curbside.errors import BadRequest, DataOutOfReach, LocalOnly, NetworkFailure
from curbside.surfaces.cds_hooks.fetching import Fetcher
from curbside.surfaces.cds_hooks.prefetch import THERAPIES, PrefetchTemplate
from curbside.surfaces.cds_hooks.request import (
    FhirAccess,
    HookRequest,
    Resource,
    json_in,
    key_of,
    resource,
    resources_in,
)

MOST_PAGES: Final = 10
MOST_MEDICATIONS: Final = 200
AT_ONCE: Final = 6

_ACCEPT: Final = "application/fhir+json; fhirVersion=4.0, application/fhir+json; q=0.9"
_VERSION: Final = re.compile(r"fhirVersion=\"?([\d.]+)")
_MEDICATION: Final = re.compile(r"Medication/[A-Za-z0-9.-]{1,64}")
_WHOSE: Final = "the FHIR server"
_DATES: Final = {"Observation": "effectiveDateTime", "QuestionnaireResponse": "authored"}
_SEVERE: Final = frozenset({"error", "fatal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Answers queries from what was sent, else from one of the ``servers`` that are allowed."""

    fetcher: Fetcher
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE), repr=False)

    def close(self) -> None:
        self.threads.shutdown()
        self.fetcher.close()

    def resources(
        self, request: HookRequest, templates: Sequence[PrefetchTemplate], *, servers: Sequence[str]
    ) -> tuple[Resource, ...]:
        """The answers to all templates. Raises `DataOutOfReach`, or `BadRequest` for what was sent and is no answer."""
        server = _FhirServer.allowed(request.fhir, servers, self.fetcher)
        found: dict[str, list[Resource]] = {}
        asked: list[PrefetchTemplate] = []
        for template in templates:
            if template.key in request.prefetch:
                found[template.key] = self._sent(request, template, server)
            elif template.needed or server is not None:
                asked.append(template)
            else:
                found[template.key] = []
        found |= dict(zip((one.key for one in asked), self._fetched(asked, request, server), strict=True))
        gathered = [_relative(one, server) for template in templates for one in found[template.key]]
        return (*gathered, *self._medications(gathered, request, server))

    def _sent(
        self, request: HookRequest, template: PrefetchTemplate, server: _FhirServer | None
    ) -> list[Resource]:
        """What came under the template's key: None is an answer, an OperationOutcome says that there is none."""
        where = f"prefetch.{template.key}"
        sent = request.prefetch[template.key]
        if sent is None:
            if not template.parameters:
                raise DataOutOfReach(f"expected the patient in {where}; came null")
            return []
        found = resource(sent, where)
        if found["resourceType"] == "OperationOutcome":
            raise DataOutOfReach(f"expected an answer in {where}; came an OperationOutcome")
        if found["resourceType"] != "Bundle":
            return _of_patient([found], template, request, where)
        pages = [found]
        if _next(found) and not _is_enough(found, template):
            # What is not on the first page may be what forbids the medicine.
            if server is None:
                raise DataOutOfReach(f"expected all pages of {where}, or access to the rest; came the first")
            pages += server.following(found)
        return _of_patient(_entries(pages, where), template, request, where)

    def _fetched(
        self, asked: Sequence[PrefetchTemplate], request: HookRequest, server: _FhirServer | None
    ) -> list[list[Resource]]:
        if not asked:
            return []
        if server is None:
            keys = ", ".join(one.key for one in asked)
            raise DataOutOfReach(
                f"expected prefetch of {keys}, or access to a listed FHIR server; came neither"
            )

        def fetch(template: PrefetchTemplate) -> list[Resource]:
            found = server.answer(template, request.patient_id)
            try:
                return _of_patient(found, template, request, f"the answer to {template.key}")
            except BadRequest as error:  # which is not the caller's mistake here
                raise DataOutOfReach(str(error)) from None

        return list(self.threads.map(fetch, asked))

    def _medications(
        self, gathered: Sequence[Resource], request: HookRequest, server: _FhirServer | None
    ) -> list[Resource]:
        """The medicines that others only refer to: without them nobody knows what the patient takes."""
        there = {key_of(one) for one in (*gathered, *request.orders)}
        missing = [name for name in dict.fromkeys(map(_referred_to, gathered)) if name and name not in there]
        if not missing:
            return []
        if server is None or len(missing) > MOST_MEDICATIONS or not all(map(_MEDICATION.fullmatch, missing)):
            raise DataOutOfReach(
                f"expected {len(missing)} medicines that are referred to, or access to them; came neither"
            )
        return list(self.threads.map(server.read, missing))


class _FhirServer:
    """The record system's server, for one call: one deadline for all that is asked of it."""

    def __init__(self, access: FhirAccess, fetcher: Fetcher) -> None:
        self.base = access.server.rstrip("/")
        self._access, self._fetcher = access, fetcher
        self._until = fetcher.deadline()

    @classmethod
    def allowed(
        cls, access: FhirAccess | None, servers: Sequence[str], fetcher: Fetcher
    ) -> _FhirServer | None:
        """None where none was given, or it is not listed: then it is not so much as looked up."""
        listed = {server.rstrip("/") for server in servers}
        if access is None or access.server.rstrip("/") not in listed:
            return None
        return cls(access, fetcher)

    def answer(self, template: PrefetchTemplate, patient_id: str) -> list[Resource]:
        path, parameters = template.of(patient_id)
        if not parameters:
            return [self.read(path)]
        first = self._get(f"{self.base}/{path}?{urlencode(parameters)}")
        if first["resourceType"] != "Bundle":
            raise DataOutOfReach(f"expected a Bundle of {_WHOSE} for {template.key}; came something else")
        rest = [] if _is_enough(first, template) else self.following(first)
        return _entries([first, *rest], f"the answer to {template.key}")

    def following(self, bundle: Resource) -> list[Resource]:
        """The pages after this one. Raises `DataOutOfReach` when they do not end, or lead elsewhere."""
        pages: list[Resource] = []
        page = bundle
        while link := _next(page):
            if len(pages) >= MOST_PAGES:
                raise DataOutOfReach(f"expected at most {MOST_PAGES} pages of {_WHOSE}; came more")
            page = self._get(self._on_server(link))
            pages.append(page)
        return pages

    def read(self, path: str) -> Resource:
        return self._get(f"{self.base}/{path}")

    def _on_server(self, link: str) -> str:
        """The address of a further page: the token is for this server, and goes nowhere else."""
        address = urljoin(f"{self.base}/", link)
        parts, base = urlsplit(address), urlsplit(self.base)
        is_under = parts.path == base.path or parts.path.startswith(f"{base.path}/")
        if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or not is_under or "/.." in parts.path:
            raise DataOutOfReach(f"expected further pages at {_WHOSE}; came an address elsewhere")
        return address

    def _get(self, url: str) -> Resource:
        try:
            reply = self._fetcher.get(
                url, whose=_WHOSE, accept=_ACCEPT, until=self._until, token=self._access.token
            )
            found = resource(json_in(reply.content), f"a reply of {_WHOSE}")
        except (NetworkFailure, LocalOnly, BadRequest) as error:
            raise DataOutOfReach(str(error)) from None
        said = _VERSION.search(reply.headers["content-type"])
        if said and not said[1].startswith("4."):
            raise DataOutOfReach(f"expected FHIR R4 of {_WHOSE}; came another version")
        if found["resourceType"] == "OperationOutcome":
            raise DataOutOfReach(f"expected an answer of {_WHOSE}; came an OperationOutcome")
        return found


def _entries(pages: Sequence[Resource], where: str) -> list[Resource]:
    """The resources on all pages. An OperationOutcome among them may say that not everything is there."""
    found: list[Resource] = []
    for page in pages:
        for one in resources_in(page, where):
            if one["resourceType"] != "OperationOutcome":
                found.append(one)
            elif _is_severe(one):
                raise DataOutOfReach(
                    f"expected everything in {where}; came an OperationOutcome with an error"
                )
    return found


def _of_patient(
    found: list[Resource], template: PrefetchTemplate, request: HookRequest, where: str
) -> list[Resource]:
    """The resources, each of the kind that was asked for, and the patient the one who was named."""
    kinds = (
        {template.resource, "Medication"} if template.resource in THERAPIES.values() else {template.resource}
    )
    if any(one["resourceType"] not in kinds for one in found):
        raise BadRequest(f"expected {template.resource} in {where}; came another resource")
    if template.resource == "QuestionnaireResponse":
        canonical = dict(template.parameters)["questionnaire"]
        return [one for one in found if str(one.get("questionnaire")).partition("|")[0] == canonical]
    if template.resource == "Patient" and [one.get("id") for one in found] != [request.patient_id]:
        raise BadRequest(f"expected the patient of context.patientId in {where}; came another")
    return found


def _referred_to(one: Resource) -> str:
    """The medicine that it only refers to, unless it is within itself; else empty."""
    reference = one.get("medicationReference")
    name = reference.get("reference") if isinstance(reference, dict) else None
    return name if isinstance(name, str) and not name.startswith("#") else ""


def _relative(one: Resource, server: _FhirServer | None) -> Resource:
    """The same with its medicine named as the server itself would: ``Medication/m1``."""
    name = _referred_to(one)
    if server is None or not name.startswith(f"{server.base}/"):
        return one
    return {**one, "medicationReference": {"reference": name.removeprefix(f"{server.base}/")}}


def _is_enough(first: Resource, template: PrefetchTemplate) -> bool:
    """Is what comes after this page older than what is on it? Not where the order that was asked for was ignored."""
    if not template.newest_first:
        return False
    dates = [str(one.get(_DATES[template.resource], ""))[:10] for one in resources_in(first, template.key)]
    return dates == sorted(dates, reverse=True) and "" not in dates


def _next(bundle: Resource) -> str:
    """The address of the next page; empty on the last."""
    links = bundle.get("link")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str):
            return str(link["url"])
    return ""


def _is_severe(outcome: Resource) -> bool:
    issues = outcome.get("issue")
    return not isinstance(issues, list) or any(
        not isinstance(issue, dict) or str(issue.get("severity")) in _SEVERE for issue in issues
    )
