"""The door itself: discovery, calls, feedback and questionnaires, one function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from curbside import workflows
from curbside.errors import NotFound
from curbside.pathway.citations import CitedPathway
from curbside.pathway.recommendation import Recommendation
from curbside.patient.readers.fhir import record_of
from curbside.surfaces.cds_hooks.authentication import Authentication
from curbside.surfaces.cds_hooks.card import Card
from curbside.surfaces.cds_hooks.card_ids import place_of
from curbside.surfaces.cds_hooks.cards import CardMaker
from curbside.surfaces.cds_hooks.clients import CdsClient
from curbside.surfaces.cds_hooks.discovery import CdsService, discovered
from curbside.surfaces.cds_hooks.feedback import feedback_in
from curbside.surfaces.cds_hooks.feedback_store import FeedbackStore
from curbside.surfaces.cds_hooks.gathering import Gathering
from curbside.surfaces.cds_hooks.orders import as_if_signed, draft_orders, review
from curbside.surfaces.cds_hooks.questionnaire import questionnaire
from curbside.surfaces.cds_hooks.request import HookRequest, Resource, hook_request, key_of
from curbside.surfaces.http.body import body_of
from curbside.surfaces.http.endpoint import Answer, Endpoint

SERVICES = "/cds-services"

_NOBODY = CdsClient(issuer="")
_to_json = msgspec.json.Encoder(decimal_format="number").encode


@dataclass(frozen=True, slots=True, kw_only=True)
class CdsHooksDoor:
    """CDS Hooks 2.0 over some pathways, each a service by its id.

    ``base_url`` is where record systems see this server, ``articles`` where its claims can be read; ``authentication``
    is None where nothing but this machine can call. The clock says on which day a decision is made, in its own zone.
    """

    services: Mapping[str, CdsService]
    gathering: Gathering
    feedback: FeedbackStore
    clock: Callable[[], datetime]
    base_url: str
    articles: str = ""
    authentication: Authentication | None = None
    origins: Sequence[str] = field(default=())

    def routes(self) -> list[BaseRoute]:
        one = SERVICES + "/{service}"
        return [
            Route(SERVICES, self._open("GET", self._discover)),
            Route(one, self._open("POST", self._call)),
            Route(f"{one}/feedback", self._open("POST", self._hear)),
            Route("/questionnaires/{service}", self._open("GET", self._show_questionnaire)),
        ]

    def close(self) -> None:
        self.gathering.close()

    def answer(self, service: str, asked: HookRequest, *, client: CdsClient = _NOBODY) -> tuple[Card, ...]:
        """The cards for one call. Raises what `curbside.errors` has for whatever stands in the way."""
        asked_of, on = self._service(service), self.clock().date()
        cited = asked_of.cited
        orders = draft_orders(asked)
        gathered = self.gathering.resources(asked, asked_of.templates, servers=client.fhir_servers)
        signed = list(as_if_signed(orders, asked, on=on.isoformat()))
        replaced = {key_of(one) for one in signed if one.get("id")}
        kept = [one for one in gathered if key_of(one) not in replaced]
        recommendation = _decided(cited, [*kept, *signed], asked, on)
        return CardMaker(
            cited,
            asked,
            recommendation,
            review(cited, recommendation, orders),
            base_url=self.base_url,
            articles=self.articles,
        ).cards()

    # -- one endpoint each -----------------------------------------------------------------------------------

    async def _discover(self, request: Request) -> Response:
        await self._client(request, SERVICES)
        return _json(discovered(self.services.values()))

    async def _show_questionnaire(self, request: Request) -> Response:
        """Open to all: it holds questions and no answers."""
        pathway = self._service(request.path_params["service"]).cited.pathway
        return _json(questionnaire(pathway, base_url=self.base_url), media_type="application/fhir+json")

    async def _call(self, request: Request) -> Response:
        service = request.path_params["service"]
        client = await self._client(request, f"{SERVICES}/{service}")
        self._service(service)
        body = await _json_body(request)
        cards = await run_in_threadpool(lambda: self.answer(service, hook_request(body), client=client))
        return _json({"cards": cards})

    async def _hear(self, request: Request) -> Response:
        service = request.path_params["service"]
        await self._client(request, f"{SERVICES}/{service}/feedback", f"{SERVICES}/{service}")
        pathway = self._service(service).cited.pathway
        outcomes = [
            replace(one, place=place_of(one.card, pathway)) for one in feedback_in(await _json_body(request))
        ]
        await run_in_threadpool(self.feedback.keep, service, outcomes)
        return Response(status_code=200)

    # -- what they share -------------------------------------------------------------------------------------

    def _open(self, method: str, answer: Answer) -> CORSMiddleware:
        """Pages of these origins may call from a browser."""
        return CORSMiddleware(
            Endpoint(method, answer),
            allow_origins=self.origins,
            allow_methods=[method],
            allow_headers=["Authorization", "Content-Type"],
        )

    async def _client(self, request: Request, *paths: str) -> CdsClient:
        if self.authentication is None:
            return _NOBODY
        authorization = request.headers.get("authorization", "")
        audiences = [f"{self.base_url}{path}" for path in paths]
        return await run_in_threadpool(self.authentication.client_of, authorization, audiences=audiences)

    def _service(self, name: str) -> CdsService:
        if name not in self.services:
            raise NotFound(
                f"expected a service that discovery lists: {', '.join(self.services)}; came another"
            )
        return self.services[name]


def _decided(
    cited: CitedPathway, gathered: Sequence[Resource], asked: HookRequest, on: date
) -> Recommendation:
    record = record_of(gathered, subject=asked.patient_id)
    return workflows.recommend(cited, record, on=on)


async def _json_body(request: Request) -> bytes:
    """The body, where it says that it is JSON: a page elsewhere may not send that unasked from a browser."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/json":
        raise HTTPException(415, "expected application/json")
    return await body_of(request)


def _json(value: object, *, media_type: str = "application/json") -> Response:
    return Response(_to_json(value), media_type=media_type, headers={"Cache-Control": "no-store"})
