"""What comes back: one card a decision, urgent by what it is, with its grounds, its orders and what is lacking."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from fhir.resources.R4B import get_fhir_model_class

import calm_pathway
import cds_schema
from cds_bench import (
    BASE,
    INSTANCE,
    SERVICE,
    Bench,
    Body,
    answered,
    bench,
    calm,
    hay_fever,
    medicine,
    ordering,
    patient,
    viewing,
)
from curbside.surfaces.cds_hooks.card import Card, CardSource, summarised


@pytest.fixture
def served(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def asked(served: Bench, *resources: Body, **changes: Any) -> list[Body]:
    """The cards on opening the chart, held against the specification's tables."""
    cards = served.cards(viewing(*resources, **changes))
    jsonschema.validate({"cards": cards}, cds_schema.CARDS)
    return cards


def summaries(cards: list[Body]) -> list[tuple[str, str]]:
    return [(card["indicator"], card["summary"]) for card in cards]


class TestWhichCards:
    """A card for each decision, the most urgent first."""

    @pytest.mark.parametrize(
        ("resources", "expected"),
        [
            (
                (calm(20), answered(cups=1)),
                [
                    ("info", "Give 500 mg of tea twice a day."),
                    ("info", "Also: Two cups are what the guide says."),
                ],
            ),
            (
                (calm(75, "nmol/L"), answered(cups=2)),
                [("info", "Give 200 to 250 mg of tea once a day."), ("info", "Also: Keep to that.")],
            ),
            (
                (calm(100), answered(cups=2)),
                [("warning", "Give 3 g of tea a day, if at all."), ("info", "Also: Keep to that.")],
            ),
            (
                (calm(20), answered(cups=1), hay_fever()),
                [("critical", "Tea must not be drunk with hay fever.")],
            ),
            (
                (
                    calm(20),
                    answered(cups=1),
                    medicine("MedicationAdministration", status="completed", effectiveDateTime="2026-02-20"),
                ),
                [
                    ("info", "Give 500 mg of tea twice a day."),
                    ("info", "Also: Mind the sleeping pill. (and 1 more)"),
                ],
            ),
            (
                (answered(cups=1),),
                [("info", "Measure the calm index."), ("info", "Also: Two cups are what the guide says.")],
            ),
            (
                (calm(20),),
                [
                    ("info", "Give 500 mg of tea twice a day."),
                    ("info", "Chamomile tea for sleep: cannot decide: needs Cups a day"),
                ],
            ),
        ],
    )
    def test_each_patient_gets_theirs(
        self, resources: tuple[Body, ...], expected: list[tuple[str, str]], served: Bench
    ) -> None:
        assert summaries(asked(served, *resources)) == expected

    def test_whom_it_is_not_for_gets_none_and_that_is_an_answer(self, served: Bench) -> None:
        assert asked(served, patient(born="2015-01-01"), calm(20)) == []

    def test_who_may_be_it_is_asked_about(self, served: Bench) -> None:
        unknown = patient()
        del unknown["birthDate"]
        (card,) = asked(served, unknown, calm(20), answered(cups=1))
        assert summaries([card]) == [("warning", "Chamomile tea for sleep: cannot decide: needs Age")]

    def test_results_that_disagree_are_no_result(self, served: Bench) -> None:
        same_day = calm(20), calm(90, id="other")
        cards = asked(served, *same_day, answered(cups=1))
        (lacking,) = [card for card in cards if "cannot decide" in card["summary"]]
        assert "Calm index within 6 months" in lacking["summary"]
        assert "disagree" in lacking["detail"]

    @pytest.mark.parametrize(
        ("found", "said"),
        [
            (calm(20, "furlongs"), "another unit"),
            (calm(10**9), "plausible"),
            (calm(20, on="2026-03-03"), "after the day of the decision"),
            (calm(20, code={"coding": [{"system": "http://loinc.org", "code": "90009-9"}]}), "of the cup"),
        ],
    )
    def test_what_was_found_and_does_not_count_is_told(self, found: Body, said: str, served: Bench) -> None:
        cards = asked(served, found)
        (about_cups,) = [card for card in cards if "cannot decide" in card["summary"]]
        assert all(said in card["detail"] for card in cards if card["summary"].startswith("Measure"))
        assert said in about_cups["detail"]
        assert not [card for card in cards if "Give" in card["summary"]]

    def test_the_day_is_that_of_the_servers_clock(self, served: Bench) -> None:
        assert "on 2 March 2026" in asked(served, calm(20))[0]["detail"]

    def test_nothing_about_the_order_is_no_card_at_the_order(self, served: Bench) -> None:
        other = medicine(code="900777", id="draft-7", status="draft")
        assert served.cards(ordering(other, having=(calm(20), hay_fever()))) == []


class TestWhatACardSays:
    """Its detail, its links, its ids."""

    def test_what_is_advised_why_and_on_what_ground(self, served: Bench) -> None:
        detail = asked(served, calm(60, "nmol/L"), answered(cups=1))[0]["detail"]
        assert "- Give 500 mg of tea twice a day. (500 mg, twice a day)" in detail
        assert "- How much tea: *low*" in detail
        assert "  - Calm index: **60 nmol/L** (1 February 2026" in detail
        assert r"the row asks for: \< 30 ng/mL (\< 75 nmol/L)" in detail
        assert "  - Low is common in winter." in detail
        assert "- [T1](https://doi.org/10.1000/infusion.7): In 60 adults over 70" in detail
        assert "- G2: The guide of 2024 advises two cups." in detail

    def test_a_passed_limit_stands_in_the_detail_and_on_the_button(self, served: Bench) -> None:
        card = asked(served, calm(100))[0]
        limit = "More than 2 g a day passes the limit of the guide."
        assert f"**Over the limit: {limit}**" in card["detail"]
        assert limit in card["suggestions"][0]["label"]

    def test_a_claim_is_never_without_those_that_must_stand_beside_it(self, served: Bench) -> None:
        detail = asked(served, hay_fever())[0]["detail"]
        assert all(f"{claim}" in detail for claim in ("[T2]", "[T1]", "G2: "))

    def test_links_lead_to_the_claims_where_they_can_be_read(self, tmp_path: Path) -> None:
        card = asked(bench(tmp_path, articles="https://articles.example.org/"), calm(20))[0]
        assert [link["url"] for link in card["links"]] == [
            "https://articles.example.org/tea_calm#T1",
            "https://articles.example.org/tea_calm#G2",
        ]
        assert card["source"]["url"] == "https://articles.example.org/tea_calm"

    def test_what_a_record_holds_is_shown_and_never_markup(self, served: Bench) -> None:
        wild = "](https://evil.example.org) <img src=x> **mg**"
        cards = asked(served, calm(20, wild), answered(cups=1))
        assert not any("](https://evil" in card["detail"] or "<img" in card["detail"] for card in cards)

    def test_the_same_call_gives_the_same_ids_and_another_call_others(self, served: Bench) -> None:
        def ids(cards: list[Body]) -> list[str]:
            suggestions = [one["uuid"] for card in cards for one in card.get("suggestions", ())]
            return [card["uuid"] for card in cards] + suggestions

        first, again = (ids(asked(served, calm(20), answered(cups=1))) for _ in range(2))
        other = ids(asked(served, calm(20), answered(cups=1), hookInstance=str(UUID(int=7))))
        assert first == again
        assert len(set(first)) == len(first)
        assert not {*first} & {*other}
        assert INSTANCE not in first

    def test_reasons_to_put_it_aside_have_codes_of_this_server(self, served: Bench) -> None:
        reasons = asked(served, calm(20))[0]["overrideReasons"]
        assert {one["system"] for one in reasons} == {f"{BASE}/override-reasons"}
        assert all(one["display"] for one in reasons)

    def test_a_pathway_without_a_review_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = calm_pathway.PATHWAY.replace("status: active", "status: draft")
        monkeypatch.setattr(calm_pathway, "PATHWAY", draft)
        served = bench(tmp_path)
        assert "Draft, not reviewed by a board" in asked(served, calm(20))[0]["detail"]
        assert "not for care yet" in served.get().json()["services"][0]["usageRequirements"]


class TestSuggestions:
    """Orders that only wait to be signed, in FHIR R4."""

    def test_a_dose_is_a_medication_request(self, served: Bench) -> None:
        card = asked(
            served, calm(20), context={"userId": "Practitioner/dr", "patientId": "p1", "encounterId": "e1"}
        )[0]
        assert card["selectionBehavior"] == "any"
        (suggestion,) = card["suggestions"]
        (action,) = suggestion["actions"]
        order = action["resource"]
        assert action["type"] == "create"
        assert (order["status"], order["intent"]) == ("draft", "proposal")
        assert {one["code"] for one in order["medicationCodeableConcept"]["coding"]} == {"900001", "V90AA01"}
        assert order["subject"] == {"reference": "Patient/p1"}
        assert order["encounter"] == {"reference": "Encounter/e1"}
        assert order["authoredOn"] == "2026-03-02"
        (dosage,) = order["dosageInstruction"]
        assert dosage["timing"] == {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}
        assert dosage["doseAndRate"] == [
            {
                "doseQuantity": {
                    "value": 500,
                    "unit": "mg",
                    "system": "http://unitsofmeasure.org",
                    "code": "mg",
                }
            }
        ]

    def test_a_range_of_doses_is_a_range(self, served: Bench) -> None:
        (suggestion,) = asked(served, calm(40))[0]["suggestions"]
        dose = suggestion["actions"][0]["resource"]["dosageInstruction"][0]["doseAndRate"][0]["doseRange"]
        assert (dose["low"]["value"], dose["high"]["value"]) == (200, 250)

    def test_a_measurement_is_a_service_request_from_its_day_on(self, served: Bench) -> None:
        (suggestion,) = asked(served)[0]["suggestions"]
        order = suggestion["actions"][0]["resource"]
        assert order["resourceType"] == "ServiceRequest"
        assert order["code"]["coding"] == [{"system": "http://loinc.org", "code": "90001-1"}]
        assert order["occurrencePeriod"] == {"start": "2026-03-16"}

    def test_they_are_as_fhir_has_them(self, served: Bench) -> None:
        found = [
            action["resource"]
            for level in ((calm(20),), (calm(40),), (calm(150),), ())
            for card in asked(served, *level)
            for suggestion in card.get("suggestions", ())
            for action in suggestion["actions"]
        ]
        assert {one["resourceType"] for one in found} == {"MedicationRequest", "ServiceRequest"}
        for one in found:
            get_fhir_model_class(one["resourceType"]).model_validate(one)

    def test_of_two_doses_at_most_one_may_be_taken(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        also = """\
          - do: start
            text: Or give 1 g once a day.
            medicine: [rxnorm 900001]
            dose: {amount: 1, unit: g, every: 1 day}
            claims: [G2]
"""
        at = "      - id: middle\n"
        monkeypatch.setattr(calm_pathway, "PATHWAY", calm_pathway.PATHWAY.replace(at, also + at))
        card = asked(bench(tmp_path), calm(20))[0]
        assert card["summary"] == "Give 500 mg of tea twice a day. (and 1 more)"
        assert len(card["suggestions"]) == 2
        assert card["selectionBehavior"] == "at-most-one"

    @pytest.mark.parametrize("codes", ["[rxnorm 900001, rxnorm 900002]", "[icd-10-cm J30.-]", "[]"])
    def test_what_is_no_one_thing_by_its_codes_is_advice_in_words(
        self, codes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        was = "            medicine: [rxnorm 900001, atc V90AA01]\n            dose: {amount: 500"
        becomes = (
            was.replace("[rxnorm 900001, atc V90AA01]", codes)
            if codes != "[]"
            else "            dose: {amount: 500"
        )
        monkeypatch.setattr(calm_pathway, "PATHWAY", calm_pathway.PATHWAY.replace(was, becomes))
        card = asked(bench(tmp_path), calm(20))[0]
        assert card["summary"] == "Give 500 mg of tea twice a day."
        assert "suggestions" not in card
        assert "selectionBehavior" not in card


class TestTheSpecificationsLimits:
    @pytest.mark.parametrize("length", [1, 138, 139, 140, 400])
    def test_a_summary_has_fewer_than_140_characters_and_breaks_between_words(self, length: int) -> None:
        text = ("word " * 100)[: length - 1] + "x"
        short = summarised(text)
        assert len(short) < 140
        assert (short == text) is (length < 140)

    def test_a_card_that_breaks_them_is_a_fault_of_ours(self) -> None:
        sound = {"uuid": INSTANCE, "indicator": "info", "source": CardSource(label="x")}
        for broken in (
            {"summary": "x" * 140},
            {"summary": ""},
            {"summary": "x", "selection_behavior": "any"},
        ):
            with pytest.raises(ValueError, match="expected"):
                Card(**sound, **broken)  # type: ignore[arg-type]


def test_a_card_says_which_pathway_it_comes_from(served: Bench) -> None:
    topic = asked(served, calm(20))[0]["source"]["topic"]
    assert topic == {"system": f"{BASE}/pathways", "code": SERVICE, "display": "Chamomile tea for sleep"}
