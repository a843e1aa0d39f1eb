"""How many calls a second does the CDS Hooks door answer, beside an application that only reads and writes JSON?

    python evals/cds_hooks.py                          with the extra `server` installed
    python evals/cds_hooks.py --calls 2000 --write

Both are called in the same process through the same client, without a socket, with the same bodies: the yardstick
parses the body and returns an empty list of cards; the door reads the patient, decides by the shipped vitamin D
pathway and writes the cards. One call after another, the two in turn, the best of several rounds of each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from curbside.surfaces.cds_hooks.discovery import CdsService
from curbside.surfaces.cds_hooks.door import CdsHooksDoor
from curbside.surfaces.cds_hooks.feedback_store import FeedbackStore
from curbside.surfaces.cds_hooks.fetching import Fetcher
from curbside.surfaces.cds_hooks.gathering import Gathering
from curbside.surfaces.http.application import application
from curbside.workflows import usable_pathway
from report import Goal, at_least, at_most, goals, machine, table, write_section

HERE = Path(__file__).parent
PATHWAY = HERE.parent / "content" / "vitamin_d_aimss" / "pathway.yaml"
BASE = "https://cds.example.org"
ON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ROUNDS = 5
GOAL_MS = 10.0
"""Of the 500 ms that the specification would have a service take at most."""
GOAL_A_SECOND = 100.0

_RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
_ANSWERS: dict[str, Any] = {
    **dict.fromkeys(
        ("metastatic", "hypercalcaemia", "hypercalciuria", "kidney_stones", "severe_renal_impairment"), False
    ),
    "hypervitaminosis_d": False,
    "joint_pain": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One kind of call, and how long it took by the yardstick and by the door, in milliseconds."""

    what: str
    bytes: int
    cards: int
    yardstick: float
    door: float


def main() -> None:
    """Call, print; write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="How many calls a second does the CDS Hooks door answer?")
    parser.add_argument("--calls", type=int, default=300, help="calls of each kind in a round")
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        door = _door(Path(folder))
        called = [_called(door, what, body, options.calls) for what, body in _bodies(door).items()]
        door.close()
    text = _report(called)
    print(text)
    if options.write:
        write_section("cds-hooks", text)


def _door(folder: Path) -> CdsHooksDoor:
    cited = usable_pathway(PATHWAY)
    return CdsHooksDoor(
        services={cited.pathway.id: CdsService.of(cited, base_url=BASE)},
        gathering=Gathering(fetcher=Fetcher()),
        feedback=FeedbackStore(folder / "feedback.sqlite"),
        clock=lambda: ON,
        base_url=BASE,
    )


def _bodies(door: CdsHooksDoor) -> dict[str, bytes]:
    """A patient it is not for, one of whom little is known, and one of whom what is asked is known."""
    (service,) = door.services.values()
    nothing = {one.key: None for one in service.templates} | {"patient": _patient()}
    result = next(one.key for one in service.templates if one.resource == "Observation")
    taking = nothing | {"medication-requests": _bundle(_anastrozole())}
    known = taking | {result: _bundle(_level()), "answers": _bundle(_answers(service.cited.pathway.id))}
    prefetches = {
        "not for the patient": nothing,
        "little known": taking,
        "level and answers known": known,
    }
    return {what: json.dumps(_call(prefetch)).encode() for what, prefetch in prefetches.items()}


def _called(door: CdsHooksDoor, what: str, body: bytes, calls: int) -> Called:
    (service,) = door.services
    path = f"/cds-services/{service}"
    yardstick = Starlette(routes=[Route(path, _only_json, methods=["POST"])])
    ours = application(door)
    times: dict[str, list[float]] = {"yardstick": [], "door": []}
    for _ in range(ROUNDS):
        for name, app in (("yardstick", yardstick), ("door", ours)):
            times[name].append(asyncio.run(_milliseconds(app, path, body, calls)))
    return Called(
        what=what,
        bytes=len(body),
        cards=asyncio.run(_cards(ours, path, body)),
        yardstick=min(times["yardstick"]),
        door=min(times["door"]),
    )


async def _only_json(request: Request) -> JSONResponse:
    await request.json()
    return JSONResponse({"cards": []})


async def _milliseconds(app: ASGIApp, path: str, body: bytes, calls: int) -> float:
    headers = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        began = time.perf_counter()
        for _ in range(calls):
            reply = await client.post(path, content=body, headers=headers)
        took = time.perf_counter() - began
    reply.raise_for_status()
    return took / calls * 1000


async def _cards(app: ASGIApp, path: str, body: bytes) -> int:
    headers = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        return len((await client.post(path, content=body, headers=headers)).json()["cards"])


def _report(called: Sequence[Called]) -> str:
    rows = [
        (
            *(one.what, f"{one.bytes:,}", str(one.cards), f"{one.yardstick:.2f}", f"{one.door:.2f}"),
            *(f"{1000 / one.door:,.0f}", f"{one.door / one.yardstick:.1f}"),
        )
        for one in called
    ]
    slowest = max(called, key=lambda one: one.door)
    reached: list[Goal] = [
        at_most("the slowest kind of call", slowest.door, GOAL_MS, " ms"),
        at_least("calls a second of the slowest kind", 1000 / slowest.door, GOAL_A_SECOND),
    ]
    columns = ("call", "bytes", "cards", "only JSON, ms", "door, ms", "door, calls/s", "ratio")
    return "\n\n".join(
        [
            f"{machine('curbside', 'starlette', 'httpx')}; in one process, without a socket",
            table(columns, rows),
            goals(reached),
        ]
    )


def _call(prefetch: dict[str, Any]) -> dict[str, Any]:
    return {
        "hook": "patient-view",
        "hookInstance": "5f1c6a52-0a6e-4c5d-9a77-0c6ac1a2b301",
        "context": {"userId": "Practitioner/dr", "patientId": "p1"},
        "prefetch": prefetch,
    }


def _bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(resources),
        "entry": [{"resource": one} for one in resources],
    }


def _patient() -> dict[str, Any]:
    return {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1961-04-05"}


def _anastrozole() -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"coding": [{"system": _RXNORM, "code": "84857"}]},
        "subject": {"reference": "Patient/p1"},
        "authoredOn": "2026-09-01",
    }


def _level() -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "62292-8"}]},
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": "2026-10-01",
        "valueQuantity": {"value": 17.5, "unit": "ng/mL"},
    }


def _answers(pathway: str) -> dict[str, Any]:
    items = [{"linkId": name, "answer": [{"valueBoolean": said}]} for name, said in _ANSWERS.items()]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "questionnaire": f"{BASE}/questionnaires/{pathway}",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "authored": "2026-11-24",
        "item": items,
    }


if __name__ == "__main__":
    main()
