"""The pathways that Curbside ships, asked as a record system asks: every test patient of theirs through the door."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import jsonschema
import msgspec
import pytest
from fhir.resources.R4B import get_fhir_model_class

import cds_schema
from cds_bench import BASE, INSTANCE, Body, fetching, patient, searchset, tea
from curbside import workflows
from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Do, TestPatient
from curbside.pathway.reading import TEST_PATIENTS, read_test_patients
from curbside.pathway.recommendation import Recommendation, Standing
from curbside.patient.row import record_of_row
from curbside.surfaces import compose
from curbside.surfaces.cds_hooks.discovery import CdsService, discovered
from curbside.surfaces.cds_hooks.door import CdsHooksDoor
from curbside.surfaces.cds_hooks.feedback_store import FeedbackStore
from curbside.surfaces.cds_hooks.gathering import Gathering
from curbside.surfaces.cds_hooks.questionnaire import questionnaire
from curbside.surfaces.cds_hooks.request import hook_request

SHIPPED = compose.shipped_pathways()
_QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\S.*)?")


@cache
def shipped(name: str) -> tuple[CitedPathway, tuple[TestPatient, ...]]:
    cited = workflows.usable_pathway(SHIPPED[name])
    patients, _ = read_test_patients(SHIPPED[name].parent / TEST_PATIENTS, cited.pathway)
    return cited, patients


def answered(name: str, one: TestPatient) -> Body:
    """The test patient's row as answers to a questionnaire."""
    items = [{"linkId": key, "answer": [_answer(value)]} for key, value in one.values.items()]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "questionnaire": f"{BASE}/questionnaires/{name}",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "authored": one.on.isoformat(),
        "item": items,
    }


def _answer(written: str) -> Body:
    if written in ("yes", "no", "true", "false"):
        return {"valueBoolean": written in ("yes", "true")}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return {"valueDate": written}
    if found := _QUANTITY.fullmatch(written):
        return {"valueQuantity": {"value": float(found[1]), "unit": found[2] or ""}}
    return {"valueString": written}


def door(name: str, one: TestPatient) -> CdsHooksDoor:
    cited, _ = shipped(name)
    return CdsHooksDoor(
        services={name: CdsService.of(cited, base_url=BASE)},
        gathering=Gathering(fetcher=fetching(), threads=ThreadPoolExecutor(1)),
        feedback=FeedbackStore(Path("never-made.sqlite")),
        clock=lambda: datetime.combine(one.on, time(12), UTC),
        base_url=BASE,
    )


def cards_of(name: str, one: TestPatient, *orders: Body) -> list[Body]:
    made = door(name, one)
    (service,) = made.services.values()
    nothing = {template.key: None for template in service.templates}
    # The row says all that is known, also how old they are.
    person = {key: value for key, value in patient().items() if key not in {"birthDate", "gender"}}
    body: Body = {
        "hook": "patient-view",
        "hookInstance": INSTANCE,
        "context": {"userId": "Practitioner/dr", "patientId": "p1"},
        "prefetch": {**nothing, "patient": person, "answers": searchset(answered(name, one))},
    }
    if orders:
        drafts = {"resourceType": "Bundle", "entry": [{"resource": order} for order in orders]}
        body |= {"hook": "order-sign", "context": body["context"] | {"draftOrders": drafts}}
    cards = made.answer(name, hook_request(json.dumps(body).encode()))
    made.gathering.threads.shutdown()
    found: list[Body] = json.loads(msgspec.json.Encoder(decimal_format="number").encode(cards))
    return found


@cache
def all_cards(name: str) -> tuple[tuple[TestPatient, list[Body]], ...]:
    """Of every test patient."""
    return tuple((one, cards_of(name, one)) for one in shipped(name)[1])


def recommended(name: str, one: TestPatient) -> Recommendation:
    """What the row itself comes to."""
    cited, _ = shipped(name)
    return workflows.recommend(cited, record_of_row(one.values, id=one.id), on=one.on)


@pytest.mark.parametrize("name", SHIPPED)
def test_discovery_is_as_it_should_be(name: str) -> None:
    cited, _ = shipped(name)
    found = discovered([CdsService.of(cited, base_url=BASE)])
    jsonschema.validate(found, cds_schema.SERVICES)
    assert all(len(query) < 2000 for one in found["services"] for query in one["prefetch"].values())


@pytest.mark.parametrize("name", SHIPPED)
def test_its_questionnaire_is_as_fhir_has_it(name: str) -> None:
    cited, _ = shipped(name)
    asked = questionnaire(cited.pathway, base_url=BASE)
    get_fhir_model_class("Questionnaire").model_validate(asked)
    assert asked["item"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_test_patient_gets_cards_that_say_what_the_pathway_says(name: str) -> None:
    assert all_cards(name)
    for one, cards in all_cards(name):
        jsonschema.validate({"cards": cards}, cds_schema.CARDS)
        expected = recommended(name, one)
        told = " ".join(card["detail"] for card in cards).replace("\\", "")
        missing = [advice.text for advice in expected.advice if " ".join(advice.text.split()) not in told]
        assert not missing, one.id
        assert bool(cards) or not expected.advice, one.id
        assert any("cannot decide" in card["summary"] for card in cards) == (
            expected.standing is Standing.UNDECIDED
        ), one.id
        if any(advice.action.do is Do.STOP for advice in expected.advice):
            assert cards[0]["indicator"] == "critical", one.id


@pytest.mark.parametrize("name", SHIPPED)
def test_every_order_that_they_are_offered_is_as_fhir_has_it(name: str) -> None:
    offered = [
        action["resource"]
        for _, cards in all_cards(name)
        for card in cards
        for suggestion in card.get("suggestions", ())
        for action in suggestion["actions"]
    ]
    for resource in {json.dumps(one, sort_keys=True): one for one in offered}.values():
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)


@pytest.mark.parametrize(
    ("amount", "times", "said"),
    [
        (2.5, 2, None),
        (5, 2, "Ordered: 5 mg, twice a day. Advised: 2.5 mg, twice a day"),
        (5, 1, "Ordered: 5 mg, once a day. Advised: 2.5 mg, twice a day"),
        (10, 2, "Over the limit: 10 mg, every day."),
    ],
)
def test_an_order_of_apixaban_is_held_against_the_labels(amount: float, times: int, said: str | None) -> None:
    """At exactly 80 years and exactly 60 kg both labels advise the lower dose."""
    (exactly,) = [one for one in shipped("apixaban_af")[1] if one.id == "v01"]
    atc = [{"system": "http://www.whocc.no/atc", "code": "B01AF02"}]
    order = tea(amount, times=times, medicationCodeableConcept={"coding": atc})
    cards = cards_of("apixaban_af", exactly, order)
    jsonschema.validate({"cards": cards}, cds_schema.CARDS)
    texts = [card["summary"] + card["detail"] for card in cards if "Ordered: " in card["detail"]]
    assert bool(texts) is bool(said)
    assert all((said or "") in text for text in texts)
