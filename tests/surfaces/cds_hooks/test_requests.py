"""What is refused, and with which status: broken is never "no advice"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

import cds_schema
from cds_bench import (
    AT,
    Bench,
    answered,
    bench,
    calm,
    changed,
    hay_fever,
    medicine,
    ordering,
    patient,
    searchset,
    tea,
    viewing,
    without,
)

ERROR = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
WARNING = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "informational"}]}


@pytest.fixture
def served(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def refused(served: Bench, body: object, status: int, *, said: str = "") -> None:
    reply = served.post(body)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    jsonschema.validate(reply.json(), cds_schema.PROBLEM)
    assert said in reply.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"hook"',
        b"\xff\xfe",
        b"NaN",
        b"[" * 5000,
        b'{"hook": 1e999}',
        b'{"hook": 1e9999999999999999999}',
    ],
    ids=repr,
)
def test_what_is_no_json_object_is_400(body: bytes, served: Bench) -> None:
    refused(served, body, 400)


@pytest.mark.parametrize(
    "path",
    [
        ("hook",),
        ("hookInstance",),
        ("context",),
        ("context", "patientId"),
        ("context", "userId"),
    ],
    ids=".".join,
)
def test_a_field_that_is_missing_or_null_or_of_another_kind_is_400_and_named(
    path: tuple[str, ...], served: Bench
) -> None:
    for body in (
        without(viewing(), *path),
        *(changed(viewing(), bad, *path) for bad in (None, "", 7, [], {})),
    ):
        refused(served, body, 400, said=path[-1])


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("medication-prescribe", ("hook",)),
        ("Patient-View", ("hook",)),
        ("not-a-uuid", ("hookInstance",)),
        ("5f1c6a52-0a6e-4c5d-9a77-0c6ac1a2b30", ("hookInstance",)),
        ("p1/../p2", ("context", "patientId")),
        ("p1?x=1", ("context", "patientId")),
        ("p" * 65, ("context", "patientId")),
        ("dr", ("context", "userId")),
        ("Group/dr", ("context", "userId")),
        ("e 1", ("context", "encounterId")),
        ([], ("prefetch",)),
        ({"access_token": "t", "token_type": "Bearer"}, ("fhirAuthorization",)),  # without fhirServer
    ],
    ids=str,
)
def test_a_field_that_is_misshapen_is_400(value: Any, path: tuple[str, ...], served: Bench) -> None:
    refused(served, changed(viewing(), value, *path), 400)


@pytest.mark.parametrize("token", ["", "two words", "line\r\nbreak", 7], ids=repr)
def test_a_token_that_could_end_a_header_early_is_400(token: Any, served: Bench) -> None:
    body = viewing(
        fhirServer="https://ehr.example.org/r4",
        fhirAuthorization={"access_token": token, "token_type": "Bearer"},
    )
    refused(served, body, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_page_may_send_unasked_is_415(kind: str, served: Bench) -> None:
    assert served.send("POST", AT, content=b"{}", headers={"Content-Type": kind}).status_code == 415


def test_json_may_name_its_charset(served: Bench) -> None:
    assert served.post(viewing(), **{"Content-Type": "application/json; charset=utf-8"}).status_code == 200


def test_more_than_is_read_is_413(served: Bench) -> None:
    refused(served, b'"' + b" " * (16 << 20) + b'"', 413)


def test_an_unknown_service_is_404(served: Bench) -> None:
    for path in ("/cds-services/other", "/cds-services/other/feedback"):
        assert served.post(viewing(), path).status_code == 404


class TestOrders:
    """The context of `order-select` and `order-sign`."""

    @pytest.mark.parametrize("hook", ["order-select", "order-sign"])
    def test_drafts_must_be_a_bundle(self, hook: str, served: Bench) -> None:
        body = ordering(tea(500), hook=hook)
        refused(served, without(body, "context", "draftOrders"), 400, said="draftOrders")
        for bad in (None, [], {}, tea(500), {"resourceType": "Bundle", "entry": {}}):
            refused(served, changed(body, bad, "context", "draftOrders"), 400)

    def test_selections_must_be_among_them(self, served: Bench) -> None:
        body = ordering(tea(500), hook="order-select")
        refused(served, without(body, "context", "selections"), 400, said="selections")
        for bad in ("MedicationRequest/draft-1", [7], ["MedicationRequest/other"]):
            refused(served, changed(body, bad, "context", "selections"), 400)

    def test_they_may_be_named_by_their_ids_alone(self, served: Bench) -> None:
        body = ordering(tea(500, times=2), hook="order-select", having=(calm(20), answered(cups=3)))
        by_id = changed(body, ["draft-1"], "context", "selections")
        assert served.cards(body) == served.cards(by_id)

    def test_another_patients_order_is_400(self, served: Bench) -> None:
        other = tea(500, subject={"reference": "Patient/p2"})
        refused(served, ordering(other), 400, said="another patient's")

    def test_an_order_of_no_form_is_400(self, served: Bench) -> None:
        refused(served, ordering(tea(500, medicationCodeableConcept=[1])), 400, said="CodeableConcept")

    @pytest.mark.parametrize("kind", ["MedicationOrder", "ProcedureRequest"])
    def test_an_order_of_another_version_of_fhir_is_400(self, kind: str, served: Bench) -> None:
        refused(served, ordering(tea(500) | {"resourceType": kind}), 400, said="R4")


class TestPrefetch:
    """What was sent of what discovery asks for."""

    KEYS = (
        *("patient", "calm", "conditions", "medication-requests", "medication-statements"),
        *("medication-administrations", "medication-dispenses"),
    )

    @pytest.mark.parametrize("key", KEYS)
    def test_a_key_that_is_missing_is_412_and_named(self, key: str, served: Bench) -> None:
        refused(served, without(viewing(calm(20)), "prefetch", key), 412, said=key)

    def test_all_that_are_missing_are_named_at_once(self, served: Bench) -> None:
        reply = served.post(without(viewing(), "prefetch"))
        assert reply.status_code == 412
        assert all(key in reply.json()["detail"] for key in self.KEYS)

    def test_answers_may_be_missing_and_leave_open_what_they_would_have_said(self, served: Bench) -> None:
        body = viewing(calm(20))
        assert served.cards(without(body, "prefetch", "answers")) == served.cards(body)

    @pytest.mark.parametrize("key", KEYS)
    def test_an_outcome_in_the_place_of_data_is_412(self, key: str, served: Bench) -> None:
        refused(served, changed(viewing(), ERROR, "prefetch", key), 412)

    def test_an_outcome_among_the_data_is_412_when_it_says_that_some_are_missing(self, served: Bench) -> None:
        refused(served, changed(viewing(), searchset(hay_fever(), ERROR), "prefetch", "conditions"), 412)
        mild = changed(viewing(), searchset(hay_fever(), WARNING), "prefetch", "conditions")
        assert served.cards(mild)[0]["indicator"] == "critical"

    def test_null_says_that_there_is_nothing_but_of_the_patient(self, served: Bench) -> None:
        assert served.post(viewing()).status_code == 200
        refused(served, changed(viewing(), None, "prefetch", "patient"), 412)

    def test_one_resource_will_do_for_a_bundle_of_one(self, served: Bench) -> None:
        alone = changed(viewing(), hay_fever(), "prefetch", "conditions")
        assert served.cards(alone) == served.cards(viewing(hay_fever()))

    def test_a_first_page_is_not_everything(self, served: Bench) -> None:
        page = searchset(hay_fever()) | {"link": [{"relation": "next", "url": "https://ehr.example.org/2"}]}
        refused(served, changed(viewing(), page, "prefetch", "conditions"), 412, said="pages")

    def test_the_newest_results_are_enough(self, served: Bench) -> None:
        page = searchset(calm(20)) | {"link": [{"relation": "next", "url": "https://ehr.example.org/2"}]}
        paged = changed(viewing(calm(20)), page, "prefetch", "calm")
        assert served.cards(paged) == served.cards(viewing(calm(20)))

    def test_but_not_where_they_did_not_come_newest_first(self, served: Bench) -> None:
        older, newer = calm(20, on="2026-01-05"), calm(90, on="2026-02-01")
        page = searchset(older, newer) | {"link": [{"relation": "next", "url": "https://ehr.example.org/2"}]}
        refused(served, changed(viewing(), page, "prefetch", "calm"), 412, said="pages")

    @pytest.mark.parametrize(
        ("key", "sent"),
        [
            ("patient", patient("p2")),
            ("patient", calm(20)),
            ("conditions", calm(20)),
            ("conditions", "Condition/c1"),
            ("conditions", {"resourceType": "Bundle", "entry": [1]}),
            ("conditions", {"resourceType": "Bundle", "entry": [{"resource": {}}]}),
            ("calm", searchset(hay_fever())),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_other_data_than_were_asked_for_are_400(self, key: str, sent: Any, served: Bench) -> None:
        refused(served, changed(viewing(), sent, "prefetch", key), 400)

    @pytest.mark.parametrize(
        ("key", "sent"),
        [
            ("conditions", hay_fever() | {"clinicalStatus": "active"}),
            ("medication-requests", medicine() | {"medication": {"concept": {}}}),
            ("calm", calm(20, comments="DSTU2")),
        ],
        ids=["DSTU2", "R5", "STU3"],
    )
    def test_data_of_another_version_of_fhir_are_400(self, key: str, sent: Any, served: Bench) -> None:
        refused(served, changed(viewing(), searchset(sent), "prefetch", key), 400, said="FHIR R4")

    def test_a_resource_that_cannot_be_read_leaves_open_what_it_might_have_forbidden(
        self, served: Bench
    ) -> None:
        broken = hay_fever() | {"code": [1]}
        (card,) = served.cards(viewing(calm(20), broken))
        assert card["summary"] == "Chamomile tea for sleep: cannot decide: needs Hay fever"
        assert card["indicator"] == "warning"
        assert "a part of the record could not be read" in card["detail"]

    def test_a_medicine_that_is_only_referred_to_must_be_there(self, served: Bench) -> None:
        pill = without(medicine(), "medicationCodeableConcept")
        pill["medicationReference"] = {"reference": "Medication/m1"}
        refused(served, viewing(pill), 412, said="referred to")
        code = medicine()["medicationCodeableConcept"]
        there = searchset(pill, {"resourceType": "Medication", "id": "m1", "code": code})
        cards = served.cards(changed(viewing(), there, "prefetch", "medication-requests"))
        assert any("sleeping pill" in card["summary"] for card in cards)

    def test_what_was_not_asked_for_is_nobodys_here(self, served: Bench) -> None:
        more = viewing(calm(20))
        more["prefetch"] |= {"user": "123", "other": [1]}
        more["extension"] = {"com.example.timestamp": "2026-03-02T09:30:00Z"}
        assert served.cards(more) == served.cards(viewing(calm(20)))

    def test_somebody_elses_results_do_not_count(self, served: Bench) -> None:
        other = calm(20, subject={"reference": "Patient/p2"})
        assert served.cards(viewing(other))[0]["summary"] == "Measure the calm index."


def test_a_fault_of_ours_is_500_with_a_number_and_no_value(
    served: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("Mrs Canary")

    monkeypatch.setattr("curbside.workflows.recommend", broken)
    reply = served.post(viewing())
    assert reply.status_code == 500
    problem = reply.json()
    jsonschema.validate(problem, cds_schema.PROBLEM)
    assert problem["instance"] in caplog.text
    assert "ZeroDivisionError at " in caplog.text
    assert "Canary" not in caplog.text + reply.text
