"""The canary: distinctive values go in with a call, and nothing that is written anywhere has them."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cds_bench import (
    AT,
    INSTANCE,
    ISSUER,
    Bench,
    Body,
    Signer,
    bench,
    calm,
    hay_fever,
    ordering,
    patient,
    tea,
    viewing,
    without,
)
from curbside.surfaces.cds_hooks.clients import CdsClient
from curbside.surfaces.cds_hooks.keys import key_set
from curbside.surfaces.cds_hooks.request import hook_request
from loopback_fhir import LoopbackFhir

CANARIES = (
    "canary-patient",
    "1951-11-13",
    "17.31",
    "canary-token",
    "canary-user",
    "canary-note",
    "Kanarienvogel",
)
SIGNER = Signer()


class _Keys:
    def find(self, key_id: str) -> object:
        return key_set(json.dumps(SIGNER.jwks).encode()).get(key_id)


def full_of_canaries(body: Body) -> Body:
    """The same call, about somebody with distinctive values throughout."""
    person = patient("canary-patient", born="1951-11-13") | {"name": [{"family": "Kanarienvogel"}]}
    of_them = {"subject": {"reference": "Patient/canary-patient"}}
    level = calm(17.31) | of_them | {"note": [{"text": "canary-note"}]}
    body["context"] |= {"patientId": "canary-patient", "userId": "Practitioner/canary-user"}
    body["prefetch"] |= {
        "patient": person,
        "calm": {"resourceType": "Bundle", "entry": [{"resource": level}]},
        "conditions": {"resourceType": "Bundle", "entry": [{"resource": hay_fever() | of_them}]},
    }
    return body


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Bench, LoopbackFhir]]:
    person = patient("canary-patient", born="1951-11-13")
    with LoopbackFhir(resources=[person], token="canary-token") as server:
        client = CdsClient(issuer=ISSUER, fhir_servers=(server.url,))
        yield bench(tmp_path, clients={ISSUER: (client, _Keys())}), server


def test_nothing_of_a_call_is_written_anywhere(
    served: tuple[Bench, LoopbackFhir],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    bench, server = served
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    caplog.set_level(logging.DEBUG)
    access = {
        "fhirServer": server.url,
        "fhirAuthorization": {"access_token": "canary-token", "token_type": "Bearer"},
    }
    order = tea(17.31, subject={"reference": "Patient/canary-patient"})
    calls = [
        full_of_canaries(viewing()),
        full_of_canaries(ordering(order)),
        without(full_of_canaries(viewing()), "prefetch", "calm") | access,
        without(full_of_canaries(viewing()), "prefetch") | access,
        without(full_of_canaries(viewing()), "prefetch"),
        full_of_canaries(viewing()) | {"hook": "canary-token"},
        full_of_canaries(viewing()) | {"hookInstance": "canary-patient"},
    ]
    statuses = [bench.post(body, Authorization=SIGNER.bearer()).status_code for body in calls]
    assert statuses == [200, 200, 200, 200, 412, 400, 400]
    # What goes wrong within is told without what it went wrong with.
    monkeypatch.setattr(
        "curbside.workflows.recommend", lambda *_, **__: int("canary-patient 1951-11-13 17.31")
    )
    assert bench.post(calls[0], Authorization=SIGNER.bearer()).status_code == 500
    monkeypatch.undo()
    outcome = {
        "card": INSTANCE,
        "outcome": "overridden",
        "overrideReason": {"userComment": "canary-note on Kanarienvogel"},
        "outcomeTimestamp": "2026-03-02T10:06:00Z",
    }
    told = bench.post(
        {"feedback": [outcome]}, f"{AT}/feedback", Authorization=SIGNER.bearer(f"{AT}/feedback")
    )
    assert told.status_code == 200

    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if path.name == "feedback.sqlite"]
    texts = {str(path): path.read_bytes().decode("utf-8", "replace") for path in written}
    out = capfd.readouterr()
    # The bench's own client logs what it does; ours is what is looked at.
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "asyncio")
    texts |= {"log": ours, "stdout": out.out, "stderr": out.err}
    assert not [(where, canary) for where, text in texts.items() for canary in CANARIES if canary in text]


def test_a_refusal_has_no_value_in_it(served: tuple[Bench, LoopbackFhir]) -> None:
    bench, _ = served
    for path in (("prefetch",), ("context", "userId"), ("prefetch", "conditions")):
        reply = bench.post(without(full_of_canaries(viewing()), *path), Authorization=SIGNER.bearer())
        assert reply.status_code in {400, 412}
        assert not [canary for canary in CANARIES if canary in reply.text]


def test_a_request_shows_nothing_of_itself() -> None:
    request = hook_request(json.dumps(full_of_canaries(ordering(tea(17.31)))).encode())
    assert not [canary for canary in CANARIES if canary in f"{request!r} {request.fhir!r}"]


def test_an_answer_is_not_to_be_kept_on_the_way(served: tuple[Bench, LoopbackFhir]) -> None:
    bench, _ = served
    reply = bench.post(full_of_canaries(viewing()), Authorization=SIGNER.bearer())
    assert reply.headers["cache-control"] == "no-store"
