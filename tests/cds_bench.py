"""CDS Hooks on the bench: the real door over a pathway on tea, a patient to ask about, and a record system that signs.

Nothing here is a double of our own code: requests go through the whole application, and missing data over a socket.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.types import ASGIApp

import calm_pathway
from curbside import workflows
from curbside.surfaces.cds_hooks.authentication import Authentication
from curbside.surfaces.cds_hooks.clients import CdsClient
from curbside.surfaces.cds_hooks.discovery import CdsService
from curbside.surfaces.cds_hooks.door import CdsHooksDoor
from curbside.surfaces.cds_hooks.feedback_store import FeedbackStore
from curbside.surfaces.cds_hooks.fetching import Fetcher
from curbside.surfaces.cds_hooks.gathering import AT_ONCE, Gathering
from curbside.surfaces.http.application import application

BASE = "https://cds.example.org"
SERVICE = "tea_calm"
AT = f"/cds-services/{SERVICE}"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTANCE = "5f1c6a52-0a6e-4c5d-9a77-0c6ac1a2b301"
ISSUER = "https://ehr.example.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"

Body = dict[str, Any]


@dataclass
class Bench:
    """The application with what it was made of."""

    door: CdsHooksDoor
    app: ASGIApp

    def get(self, path: str = "/cds-services", **headers: str) -> httpx.Response:
        return self.send("GET", path, headers=headers)

    def post(self, body: object, path: str = AT, **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send(
            "POST", path, content=content, headers={"Content-Type": "application/json"} | headers
        )

    def send(self, method: str, path: str, **how: Any) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.request(method, path, **how)

        return asyncio.run(exchange())

    def cards(self, body: object, **headers: str) -> list[Body]:
        reply = self.post(body, **headers)
        assert reply.status_code == 200, reply.text
        cards: list[Body] = reply.json()["cards"]
        return cards


_opened = ExitStack()


def fetching(**how: Any) -> Fetcher:
    """A fetcher that `close_all` closes."""
    fetcher = Fetcher(**how)
    _opened.callback(fetcher.close)
    return fetcher


def close_all() -> None:
    """After each test."""
    _opened.close()


def bench(
    folder: Path,
    *,
    clock: Callable[[], datetime] = lambda: NOW,
    clients: Mapping[str, tuple[CdsClient, Any]] | None = None,
    fetcher: Fetcher | None = None,
    origins: tuple[str, ...] = ("*",),
    articles: str = "",
) -> Bench:
    """A door over a pathway on tea; with ``clients``, each with its keys, only they may call."""
    cited = workflows.usable_pathway(calm_pathway.write(folder / "tea"))
    authentication = None
    if clients is not None:
        authentication = Authentication(
            {issuer: client for issuer, (client, _) in clients.items()},
            {issuer: keys for issuer, (_, keys) in clients.items()},
            clock=clock,
        )
    gathering = Gathering(fetcher=fetcher or fetching(seconds=2.0), threads=ThreadPoolExecutor(AT_ONCE))
    _opened.callback(gathering.threads.shutdown)
    door = CdsHooksDoor(
        services={SERVICE: CdsService.of(cited, base_url=BASE)},
        gathering=gathering,
        feedback=FeedbackStore(folder / "feedback.sqlite"),
        clock=clock,
        base_url=BASE,
        articles=articles,
        authentication=authentication,
        origins=origins,
    )
    return Bench(door=door, app=application(door))


# -- a patient -------------------------------------------------------------------------------------------------


def patient(id: str = "p1", *, born: str = "1980-05-06") -> Body:  # noqa: A002
    return {"resourceType": "Patient", "id": id, "gender": "female", "birthDate": born}


def calm(value: float, unit: str = "ng/mL", *, on: str = "2026-02-01", **other: Any) -> Body:
    return {
        "resourceType": "Observation",
        "id": f"calm-{on}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "90001-1"}]},
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": on,
        "valueQuantity": {"value": value, "unit": unit},
        **other,
    }


def hay_fever() -> Body:
    return {
        "resourceType": "Condition",
        "id": "c1",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "J30.1"}]},
        "subject": {"reference": "Patient/p1"},
    }


def medicine(kind: str = "MedicationRequest", *, code: str = "900100", **other: Any) -> Body:
    return {
        "resourceType": kind,
        "id": f"{kind}-{code}",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": code}]},
        "subject": {"reference": "Patient/p1"},
        "authoredOn": "2026-02-20",
        **other,
    }


def answered(**values: Any) -> Body:
    """A completed questionnaire; ``cups=3`` cups."""
    items = [
        {"linkId": name, "answer": [{"valueQuantity": {"value": value, "unit": name}}]}
        for name, value in values.items()
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "questionnaire": f"{BASE}/questionnaires/{SERVICE}",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "authored": "2026-03-01",
        "item": items,
    }


def searchset(*resources: Body) -> Body:
    bundle: Body = {"resourceType": "Bundle", "type": "searchset", "total": len(resources)}
    if resources:
        bundle["entry"] = [{"resource": one} for one in resources]
    return bundle


KEYS = {
    "Patient": "patient",
    "Observation": "calm",
    "Condition": "conditions",
    "MedicationRequest": "medication-requests",
    "MedicationStatement": "medication-statements",
    "MedicationAdministration": "medication-administrations",
    "MedicationDispense": "medication-dispenses",
    "QuestionnaireResponse": "answers",
}


def prefetch(*resources: Body) -> Body:
    """All of the keys that discovery asks for, each with what there is of it, null where there is nothing."""
    found: dict[str, list[Body]] = {key: [] for key in KEYS.values()}
    for one in resources:
        found[KEYS[one["resourceType"]]].append(one)
    (person,) = found.pop("patient") or [patient()]
    return {"patient": person, **{key: searchset(*some) if some else None for key, some in found.items()}}


def viewing(*resources: Body, **changed: Any) -> Body:
    """A call when the chart is opened."""
    return {
        "hook": "patient-view",
        "hookInstance": INSTANCE,
        "context": {"userId": "Practitioner/dr", "patientId": "p1"},
        "prefetch": prefetch(*resources),
        **changed,
    }


def ordering(*orders: Body, hook: str = "order-sign", having: tuple[Body, ...] = (), **context: Any) -> Body:
    """A call when orders are chosen or signed."""
    drafts = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in orders]}
    body = viewing(*having, hook=hook)
    body["context"] |= {"draftOrders": drafts}
    if hook == "order-select":
        body["context"]["selections"] = [f"{one['resourceType']}/{one['id']}" for one in orders]
    body["context"] |= context
    return body


def tea(amount: float, unit: str = "mg", *, times: int = 1, period_unit: str = "d", **other: Any) -> Body:
    """A drafted order of tea."""
    dosage = {
        "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": period_unit}},
        "doseAndRate": [{"doseQuantity": {"value": amount, "unit": unit}}],
    }
    order = medicine(code="900001", id="draft-1", status="draft", dosageInstruction=[dosage])
    return order | other


def without(body: Body, *path: str) -> Body:
    """The body with one field taken out."""
    changed = deepcopy(body)
    holder = changed
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return changed


def changed(body: Body, value: Any, *path: str) -> Body:
    """The body with one field set."""
    copy = deepcopy(body)
    holder = copy
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = value
    return copy


# -- a record system that signs --------------------------------------------------------------------------------


@dataclass
class Signer:
    """A key pair with its id, and the tokens it signs."""

    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP384R1()))
    id: str = "key-1"
    algorithm: str = "ES384"
    issuer: str = ISSUER
    _count: int = 0

    @property
    def jwk(self) -> Body:
        algorithm = jwt.get_algorithm_by_name(self.algorithm)
        jwk = json.loads(algorithm.to_jwk(self.key.public_key()))
        return {**jwk, "kid": self.id, "use": "sig", "alg": self.algorithm}

    @property
    def jwks(self) -> Body:
        return {"keys": [self.jwk]}

    def token(self, path: str = AT, *, now: datetime = NOW, header: Body | None = None, **claims: Any) -> str:
        """A sound token for one call, but for what is ``changed``; a claim of None is left out."""
        self._count += 1
        issued = int(now.timestamp())
        payload = {
            "iss": self.issuer,
            "aud": f"{BASE}{path}",
            "iat": issued,
            "exp": issued + 300,
            "jti": f"nonce-{self._count}",
            **claims,
        }
        return jwt.encode(
            {name: value for name, value in payload.items() if value is not None},
            self.key,
            algorithm=self.algorithm,
            headers={"kid": self.id, **(header or {})},
        )

    def bearer(self, path: str = AT, **how: Any) -> str:
        return f"Bearer {self.token(path, **how)}"
