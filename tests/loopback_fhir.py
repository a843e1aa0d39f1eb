"""A record system on this very machine: a FHIR R4 server that answers reads and searches, page by page, and its keys.

::

    with LoopbackFhir([patient, observation]) as server:
        server.url, server.asked

``token`` is what it lets in; whatever lacks it is refused. What it was asked is kept as it came.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from loopback import Loopback, LoopbackHandler

Resource = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    parameters: dict[str, list[str]]
    authorization: str
    accept: str


@dataclass
class Manners:
    """How it behaves, good by default."""

    page: int = 0
    """Entries on a page; 0: all on one."""
    status: int = 200
    next_at: str = ""
    """Where every page says that the next one is."""
    version: str = "4.0"
    silent: bool = False
    redirect_to: str = ""
    padding: int = 0
    """So many bytes more than needed."""
    outcome: bool = False
    """Says in every bundle that not everything could be found."""


class _Handler(LoopbackHandler):
    def do_GET(self) -> None:
        server: LoopbackFhir = self.server.served  # type: ignore[assignment]
        parts = urlsplit(self.path)
        server.asked.append(
            Asked(
                parts.path,
                parse_qs(parts.query),
                self.headers.get("Authorization", ""),
                self.headers.get("Accept", ""),
            )
        )
        if server.manners.silent:
            self.keep_silent()
            return
        if server.manners.redirect_to:
            self._reply(302, {}, location=server.manners.redirect_to)
            return
        if parts.path == "/jwks.json":
            self._reply(server.manners.status, server.jwks)
            return
        if server.token and self.headers.get("Authorization") != f"Bearer {server.token}":
            self._reply(401, {"resourceType": "OperationOutcome"})
            return
        status, found = server.answer(parts.path.removeprefix("/fhir/"), parse_qs(parts.query))
        self._reply(status, found)

    def _reply(self, status: int, found: Resource, *, location: str = "") -> None:
        server: LoopbackFhir = self.server.served  # type: ignore[assignment]
        body = json.dumps(found).encode() + b" " * server.manners.padding
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", f"application/fhir+json; fhirVersion={server.manners.version}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True


@dataclass
class LoopbackFhir(Loopback):
    """The server, in a thread of its own, from ``with`` to the end of it."""

    resources: list[Resource] = field(default_factory=list)
    token: str = ""
    manners: Manners = field(default_factory=Manners)
    jwks: Resource = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    handler = _Handler

    def __post_init__(self) -> None:
        super().__init__()

    @property
    def url(self) -> str:
        return f"{self.origin}/fhir"

    def answer(self, path: str, parameters: dict[str, list[str]]) -> tuple[int, Resource]:
        if self.manners.status != 200:
            return self.manners.status, {"resourceType": "OperationOutcome"}
        kind, _, id_ = path.partition("/")
        if id_:
            found = [one for one in self.resources if one["resourceType"] == kind and one["id"] == id_]
            return (200, found[0]) if found else (404, {"resourceType": "OperationOutcome"})
        return 200, self._page(kind, parameters)

    def _page(self, kind: str, parameters: dict[str, list[str]]) -> Resource:
        found = [one for one in self.resources if one["resourceType"] == kind and _fits(one, parameters)]
        if parameters.get("_sort") == ["-date"]:
            found.sort(key=lambda one: one.get("effectiveDateTime", ""), reverse=True)
        start, size = int(parameters.get("start", ["0"])[0]), self.manners.page or len(found) or 1
        bundle: Resource = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
        if shown := found[start : start + size]:
            bundle["entry"] = [{"resource": one, "search": {"mode": "match"}} for one in shown]
        further = {name: values[0] for name, values in parameters.items()} | {"start": str(start + size)}
        if self.manners.next_at or start + size < len(found):
            address = self.manners.next_at or f"{self.url}/{kind}?{urlencode(further)}"
            bundle["link"] = [{"relation": "next", "url": address}]
        if self.manners.outcome:
            issue = {"severity": "error", "code": "incomplete"}
            bundle.setdefault("entry", []).append(
                {"resource": {"resourceType": "OperationOutcome", "issue": [issue]}}
            )
        return bundle


def _fits(one: Resource, parameters: dict[str, list[str]]) -> bool:
    """Is it about the patient, and under one of the codes?"""
    patient = f"Patient/{parameters.get('patient', [''])[0]}"
    if one.get("subject", {}).get("reference") != patient:
        return False
    if "code" not in parameters:
        return True
    wanted = set(parameters["code"][0].split(","))
    return any(f"{coding['system']}|{coding['code']}" in wanted for coding in one["code"]["coding"])
