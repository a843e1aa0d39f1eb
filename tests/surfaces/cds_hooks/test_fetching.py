"""What was not sent is fetched from the record system's own server, over a real socket, or the answer is 412."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cds_bench import (
    ISSUER,
    KEYS,
    Bench,
    Body,
    Signer,
    answered,
    bench,
    calm,
    fetching,
    hay_fever,
    medicine,
    patient,
    searchset,
    viewing,
    without,
)
from curbside.surfaces.cds_hooks.clients import CdsClient
from curbside.surfaces.cds_hooks.keys import KeysInFile
from loopback_fhir import LoopbackFhir, Manners

SIGNER = Signer()
TOKEN = "opaque.token-1"
RECORD = [patient(), calm(20), hay_fever(), medicine(), answered(cups=3)]


@pytest.fixture
def server() -> Iterator[LoopbackFhir]:
    with LoopbackFhir(resources=[*RECORD], token=TOKEN) as server:
        yield server


def serving(folder: Path, *servers: str, **how: Any) -> Bench:
    keys = folder / "jwks.json"
    keys.write_text(json.dumps(SIGNER.jwks), encoding="utf-8")
    client = CdsClient(issuer=ISSUER, keys="jwks.json", fhir_servers=servers)
    return bench(folder, clients={ISSUER: (client, KeysInFile(keys))}, **how)


def call(served: Bench, body: Body) -> Any:
    return served.post(body, Authorization=SIGNER.bearer())


def opened(server: LoopbackFhir, body: Body | None = None, *, token: str = TOKEN) -> Body:
    """A call with access to the server, by default with nothing prefetched."""
    body = body or without(viewing(), "prefetch")
    return body | {
        "fhirServer": server.url,
        "fhirAuthorization": {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": "patient/*.rs",
            "subject": "curbside",
        },
    }


def test_the_cards_are_those_of_the_same_data_sent(server: LoopbackFhir, tmp_path: Path) -> None:
    served = serving(tmp_path, server.url)
    fetched = call(served, opened(server))
    assert fetched.status_code == 200, fetched.text
    assert fetched.json() == call(served, viewing(*RECORD)).json()


def test_each_query_is_the_one_discovery_publishes(server: LoopbackFhir, tmp_path: Path) -> None:
    call(serving(tmp_path, server.url), opened(server))
    asked = {one.path.removeprefix("/fhir/"): one for one in server.asked}
    assert set(asked) == {"Patient/p1", *KEYS} - {"Patient"}
    assert asked["Observation"].parameters == {
        "patient": ["p1"],
        "code": ["http://loinc.org|90001-1,http://loinc.org|90002-2,http://loinc.org|90009-9"],
        "_sort": ["-date"],
        "_count": ["50"],
    }
    assert {one.authorization for one in server.asked} == {f"Bearer {TOKEN}"}
    assert {one.accept for one in server.asked} == {
        "application/fhir+json; fhirVersion=4.0, application/fhir+json; q=0.9"
    }


@pytest.mark.parametrize("kind", [kind for kind in KEYS if kind != "QuestionnaireResponse"])
def test_only_what_is_missing_is_fetched(kind: str, server: LoopbackFhir, tmp_path: Path) -> None:
    body = opened(server, without(viewing(*RECORD), "prefetch", KEYS[kind]))
    assert call(serving(tmp_path, server.url), body).status_code == 200
    assert len(server.asked) == 1
    assert server.asked[0].path.startswith(f"/fhir/{kind}")


def test_every_page_counts(tmp_path: Path) -> None:
    others = [
        hay_fever() | {"id": f"o{at}", "code": {"coding": [{"system": "x", "code": "y"}]}} for at in range(6)
    ]
    with LoopbackFhir(resources=[*RECORD[:2], *others, hay_fever()], manners=Manners(page=2)) as server:
        cards = call(serving(tmp_path, server.url), opened(server)).json()["cards"]
        pages = [one for one in server.asked if one.path == "/fhir/Condition"]
    assert cards[0]["indicator"] == "critical"
    assert len(pages) == 4


def test_a_page_that_was_sent_is_followed(tmp_path: Path) -> None:
    with LoopbackFhir(resources=[hay_fever()]) as server:
        first = searchset() | {"link": [{"relation": "next", "url": f"{server.url}/Condition?patient=p1"}]}
        body = viewing(calm(20))
        body["prefetch"]["conditions"] = first
        cards = call(serving(tmp_path, server.url), opened(server, body)).json()["cards"]
    assert cards[0]["indicator"] == "critical"


@pytest.mark.parametrize("absolute", [False, True])
def test_medicines_that_are_only_referred_to_are_fetched(
    absolute: bool, server: LoopbackFhir, tmp_path: Path
) -> None:
    pill = medicine()
    code = pill.pop("medicationCodeableConcept")
    name = f"{server.url}/Medication/m1" if absolute else "Medication/m1"
    pill["medicationReference"] = {"reference": name}
    server.resources[:] = [
        patient(),
        calm(20),
        pill,
        {"resourceType": "Medication", "id": "m1", "code": code},
    ]
    cards = call(serving(tmp_path, server.url), opened(server)).json()["cards"]
    assert any(card["summary"].startswith("Also: Mind the sleeping pill.") for card in cards)


class TestWhenItCannotBeHad:
    """412, and in good time: a clinician is waiting."""

    @pytest.mark.parametrize(
        "manners",
        [
            {"status": 500},
            {"status": 404},
            {"version": "5.0"},
            {"outcome": True},
            {"padding": 9 << 20},
            {"silent": True},
            {"redirect_to": "/fhir/Patient/p1"},
            {"next_at": "https://elsewhere.example.org/fhir/Condition?page=2"},
            {"next_at": "/other/Condition?page=2"},
            {"next_at": "/fhir/../admin"},
            {"next_at": "same"},
        ],
        ids=str,
    )
    def test_a_server_that_does_not_do_as_it_should(
        self, manners: dict[str, Any], server: LoopbackFhir, tmp_path: Path
    ) -> None:
        for name, value in manners.items():
            setattr(server.manners, name, value)
        if server.manners.next_at == "same":  # pages without an end
            server.manners.next_at = f"{server.url}/Condition?patient=p1"
        served = serving(tmp_path, server.url, fetcher=fetching(seconds=0.5))
        began = time.monotonic()
        reply = call(served, opened(server))
        assert reply.status_code == 412
        assert time.monotonic() - began < 5
        assert len(server.asked) < 100
        assert not [one for one in server.asked if not one.path.startswith("/fhir/")]

    def test_a_server_that_is_not_listed_is_not_so_much_as_called(
        self, server: LoopbackFhir, tmp_path: Path
    ) -> None:
        for listed in ((), ("https://ehr.example.org/r4",), (f"{server.url}2",), (server.origin,)):
            assert call(serving(tmp_path, *listed), opened(server)).status_code == 412
        assert server.asked == []

    def test_nor_is_any_where_nobody_is_known(self, server: LoopbackFhir, tmp_path: Path) -> None:
        assert bench(tmp_path).post(opened(server)).status_code == 412
        assert server.asked == []

    def test_a_token_that_does_not_open_it(self, server: LoopbackFhir, tmp_path: Path) -> None:
        assert call(serving(tmp_path, server.url), opened(server, token="other")).status_code == 412

    def test_none_at_all(self, server: LoopbackFhir, tmp_path: Path) -> None:
        body = without(opened(server), "fhirAuthorization")
        assert call(serving(tmp_path, server.url), body).status_code == 412

    def test_nobody_there(self, tmp_path: Path) -> None:
        with LoopbackFhir() as server:
            pass
        assert call(serving(tmp_path, server.url), opened(server)).status_code == 412

    def test_another_machine_where_local_only_is_set(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = threading.Event()
        kept.set()
        monkeypatch.setattr("curbside.network._kept", kept)
        at = "https://ehr.example.org/r4"
        reply = call(serving(tmp_path, at), without(viewing(), "prefetch") | {"fhirServer": at})
        assert reply.status_code == 412
        assert "local only is set" in reply.json()["detail"]

    def test_another_patient_than_was_asked_for(self, server: LoopbackFhir, tmp_path: Path) -> None:
        server.resources[:] = []
        reply = call(serving(tmp_path, server.url), opened(server))
        assert reply.status_code == 412
        assert "p1" not in reply.json()["detail"]


def test_an_answer_that_is_not_needed_and_fails_does_not_pass_for_none(
    server: LoopbackFhir, tmp_path: Path
) -> None:
    body = opened(server, without(viewing(calm(20)), "prefetch", "answers"))
    server.manners.status = 500
    assert call(serving(tmp_path, server.url), body).status_code == 412
