"""Orders that are not signed yet: which concern the pathway, and where they differ from what it advises."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fhir.resources.R4B import get_fhir_model_class

import calm_pathway
import cds_schema
from cds_bench import Bench, Body, answered, bench, calm, hay_fever, medicine, ordering, patient, tea, without
from curbside.pathway.definition import Dose, Period
from curbside.surfaces.cds_hooks.ordered_dose import Agreement, OrderedDose, ordered_dose

LOW = (calm(20), answered(cups=3))
MIDDLE = (calm(40), answered(cups=3))


@pytest.fixture
def served(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def asked(
    served: Bench, *orders: Body, having: tuple[Body, ...] = LOW, hook: str = "order-sign", **context: Any
) -> list[Body]:
    cards = served.cards(ordering(*orders, hook=hook, having=having, **context))
    jsonschema.validate({"cards": cards}, cds_schema.CARDS)
    return cards


def of_order(cards: list[Body]) -> Body | None:
    return next((card for card in cards if "order" in card["summary"].casefold()), None)


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
@pytest.mark.parametrize(
    ("order", "having", "indicator", "said"),
    [
        # As advised: nothing to say.
        (tea(500, times=2), LOW, None, ""),
        (tea(0.5, "g", times=2), LOW, None, ""),
        (tea(200), MIDDLE, None, ""),
        (tea(250), MIDDLE, None, ""),
        (tea(225), MIDDLE, None, ""),
        # Otherwise.
        (tea(250, times=2), LOW, "warning", "Ordered: 250 mg, twice a day. Advised: 500 mg, twice a day"),
        (tea(500), LOW, "warning", "Ordered: 500 mg, once a day. Advised: 500 mg, twice a day"),
        (tea(251), MIDDLE, "warning", "Ordered: 251 mg, once a day"),
        (tea(199), MIDDLE, "warning", "Ordered: 199 mg, once a day"),
        (tea(500, times=2, period_unit="wk"), LOW, "warning", "Ordered: 500 mg, twice every 7 days"),
        (tea(1, "kg", times=2), LOW, "warning", "Ordered: 1 kg, twice a day"),
        # The same in all, in other portions.
        (tea(1000), LOW, "info", "(the same in all)"),
        (tea(250, times=4), LOW, "info", "(the same in all)"),
        # Not to be compared, which is not agreement.
        (tea(2, "{tbl}", times=2), LOW, "info", "cannot be compared"),
        (tea(500, "[iU]", times=2), LOW, "info", "cannot be compared"),
        (without(tea(500, times=2), "dosageInstruction"), LOW, "info", "cannot be compared"),
    ],
)
def test_a_dose_is_held_against_the_one_advised(
    order: Body, having: tuple[Body, ...], indicator: str | None, said: str, hook: str, served: Bench
) -> None:
    cards = asked(served, order, having=having, hook=hook)
    card = of_order(cards)
    assert (card["indicator"] if card else None) == indicator
    assert said in (card["summary"] if card else "")
    assert not [one for one in cards if one["summary"].startswith("Give")]  # it is being ordered


def test_a_dose_that_differs_can_be_changed_with_one_button(served: Bench) -> None:
    card = of_order(asked(served, tea(250, times=2)))
    assert card
    (suggestion,) = card["suggestions"]
    (action,) = suggestion["actions"]
    assert suggestion["label"] == "Change the dose to 500 mg, twice a day"
    assert action["type"] == "update"
    changed = action["resource"]
    assert changed["id"] == "draft-1"
    assert changed["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 500
    get_fhir_model_class("MedicationRequest").model_validate(changed)


def test_what_was_made_out_for_the_other_dose_is_not_carried_over(served: Bench) -> None:
    card = of_order(asked(served, tea(250, times=2, dispenseRequest={"quantity": {"value": 60}})))
    assert card
    (suggestion,) = card["suggestions"]
    assert suggestion["label"].endswith("; what to dispense must be set anew")
    assert "dispenseRequest" not in suggestion["actions"][0]["resource"]


def test_an_order_without_an_id_is_told_of_and_not_changed(served: Bench) -> None:
    for having in (LOW, (*LOW, hay_fever())):
        card = of_order(asked(served, without(tea(250, times=2), "id"), having=having))
        assert card
        assert "suggestions" not in card


def test_of_a_range_nobody_can_choose_for_the_prescriber(served: Bench) -> None:
    card = of_order(asked(served, tea(300), having=MIDDLE))
    assert card
    assert "suggestions" not in card


def test_a_limit_that_the_pathway_knows_is_named_whatever_it_advises(served: Bench) -> None:
    limit = "More than 2 g a day passes the limit of the guide."
    for having in (LOW, MIDDLE):
        card = of_order(asked(served, tea(1500, times=2), having=having))
        assert card
        assert limit in card["detail"]
    card = of_order(asked(served, tea(3, "g"), having=(calm(150), answered(cups=3))))
    assert card
    assert card["indicator"] == "warning"
    assert card["summary"] == f"Ordered: 3 g, once a day. Over the limit: {limit}"


def test_what_is_advised_against_is_critical_and_can_be_taken_out(served: Bench) -> None:
    card = asked(served, tea(500, times=2), having=(*LOW, hay_fever()))[0]
    assert card["indicator"] == "critical"
    assert card["summary"] == "This order is advised against: Give no tea with hay fever."
    (suggestion,) = card["suggestions"]
    assert suggestion["actions"] == [
        {"type": "delete", "description": "Remove this order", "resourceId": "MedicationRequest/draft-1"}
    ]


def test_a_medicine_that_is_being_ordered_counts_as_taken(served: Bench) -> None:
    pill = medicine(id="draft-9", status="draft")
    cards = asked(served, pill)
    assert any(card["summary"].startswith("Also: Mind the sleeping pill.") for card in cards)


def test_an_order_that_is_signed_again_takes_the_place_of_itself(served: Bench) -> None:
    signed = tea(500, times=2) | {"status": "active"}
    assert of_order(asked(served, signed, having=(*LOW, signed))) is None


def test_a_test_that_is_being_ordered_is_not_advised_again(served: Bench) -> None:
    coded = {"coding": [{"system": "http://loinc.org", "code": "90001-1"}]}
    order = {
        "resourceType": "ServiceRequest",
        "id": "s1",
        "status": "draft",
        "intent": "order",
        "code": coded,
    }
    order["subject"] = {"reference": "Patient/p1"}
    assert [card["summary"] for card in asked(served, order, having=(answered(cups=3),))] == [
        "Also: Keep to that."
    ]


def test_what_cannot_be_decided_is_a_warning_at_an_order(served: Bench) -> None:
    (card,) = [
        card
        for card in asked(served, tea(500, times=2), having=(calm(20),))
        if "cannot decide" in card["summary"]
    ]
    assert card["indicator"] == "warning"


class TestWhichOrdersCount:
    @pytest.mark.parametrize(
        "order",
        [
            medicine(code="900777", id="d1", status="draft"),
            {
                "resourceType": "NutritionOrder",
                "id": "n1",
                "status": "draft",
                "patient": {"reference": "Patient/p1"},
            },
            tea(100, id="draft-1", status="cancelled"),
            without(tea(100), "medicationCodeableConcept"),
            tea(100, medicationCodeableConcept={"text": "Tea"}),
            tea(100, medicationCodeableConcept={"coding": [{"code": "900001"}]}),
        ],
        ids=[
            "another medicine",
            "a diet",
            "cancelled",
            "no medicine",
            "text alone",
            "no system",
        ],
    )
    def test_others_give_no_card(self, order: Body, served: Bench) -> None:
        assert asked(served, order, having=(hay_fever(),)) == []

    def test_at_order_select_those_chosen_just_now(self, served: Bench) -> None:
        other = medicine(code="900777", id="d2", status="draft")
        chosen = asked(served, tea(100), other, hook="order-select")
        assert of_order(chosen)
        earlier = asked(served, tea(100), other, hook="order-select", selections=["MedicationRequest/d2"])
        assert earlier == []

    def test_none_is_no_card(self, served: Bench) -> None:
        assert asked(served) == []

    def test_nobody_it_is_not_for_gets_one(self, served: Bench) -> None:
        assert asked(served, tea(100), having=(patient(born="2020-01-01"), calm(20))) == []

    @pytest.mark.parametrize("where", ["contained", "bundle"])
    def test_the_medicine_may_stand_elsewhere(self, where: str, served: Bench) -> None:
        order = tea(100)
        code = order.pop("medicationCodeableConcept")
        medication = {"resourceType": "Medication", "id": "m1", "code": code}
        reference = {"contained": "#m1", "bundle": "Medication/m1"}[where]
        order["medicationReference"] = {"reference": reference}
        if where == "contained":
            cards = asked(served, order | {"contained": [medication]})
        else:
            cards = asked(served, order, medication)
        assert of_order(cards)


class TestTheDoseOfAnOrder:
    """One instruction with a number, a unit and a frequency; anything else is none that can be compared."""

    TIMING = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}  # noqa: RUF012
    RATE = {"doseQuantity": {"value": 5, "unit": "mg"}}  # noqa: RUF012

    def of(self, **instruction: Any) -> OrderedDose | None:
        sound = {"timing": self.TIMING, "doseAndRate": [self.RATE]} | instruction
        return ordered_dose({"resourceType": "MedicationRequest", "dosageInstruction": [_exact(sound)]})

    @pytest.mark.parametrize(
        ("timing", "said"),
        [
            ({"repeat": {"frequency": 1, "period": 12, "periodUnit": "h"}}, "5 mg, once every 0.5 days"),
            ({"repeat": {"period": 1, "periodUnit": "d"}}, "5 mg, once a day"),
            ({"repeat": {"frequency": 1, "period": 2, "periodUnit": "wk"}}, "5 mg, once every 14 days"),
            ({"code": {"coding": [{"code": "BID"}]}}, "5 mg, twice a day"),
            ({"code": {"coding": [{"code": "QOD"}]}}, "5 mg, once every 2 days"),
        ],
    )
    def test_how_often(self, timing: Body, said: str) -> None:
        assert str(self.of(timing=timing)) == said

    @pytest.mark.parametrize(
        "instruction",
        [
            {"asNeededBoolean": True},
            {"asNeededCodeableConcept": {"text": "pain"}},
            {"timing": {}},
            {"timing": None},
            {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "mo"}}},
            {"timing": {"repeat": {"frequency": 1, "frequencyMax": 4, "period": 1, "periodUnit": "d"}}},
            {"timing": {"repeat": {"frequency": 0, "period": 1, "periodUnit": "d"}}},
            {"timing": {"repeat": {"frequency": 1, "period": -1, "periodUnit": "d"}}},
            {"timing": {"code": {"coding": [{"code": "PRN"}]}}},
            {"doseAndRate": []},
            {"doseAndRate": [RATE, RATE]},
            {"doseAndRate": [{"doseQuantity": {"value": 5}}]},
            {"doseAndRate": [{"doseQuantity": {"value": "5", "unit": "mg"}}]},
            {"doseAndRate": [{"doseQuantity": {"value": True, "unit": "mg"}}]},
            {"doseAndRate": [{"doseRange": {"low": {"value": 1, "unit": "mg"}}}]},
            {
                "doseAndRate": [
                    {"doseRange": {"low": {"value": 1, "unit": "mg"}, "high": {"value": 2, "unit": "g"}}}
                ]
            },
            {"doseAndRate": [{"rateQuantity": {"value": 1, "unit": "mg/h"}}]},
        ],
        ids=str,
    )
    def test_what_cannot_be_compared(self, instruction: Body) -> None:
        assert self.of(**instruction) is None

    def test_several_instructions_are_no_one_dose(self) -> None:
        one = _exact({"timing": self.TIMING, "doseAndRate": [self.RATE]})
        assert ordered_dose({"resourceType": "MedicationRequest", "dosageInstruction": [one, one]}) is None
        assert ordered_dose({"resourceType": "MedicationRequest"}) is None

    @pytest.mark.parametrize(
        ("advised", "agreement"),
        [
            (("5", "", "mg", Period(count=1, unit="day"), 2), Agreement.SAME),
            (("4", "6", "mg", Period(count=1, unit="day"), 2), Agreement.SAME),
            (("70", "", "mg", Period(count=1, unit="week"), 1), Agreement.SAME_TOTAL),
            (("5", "", "mg", Period(count=1, unit="day"), 1), Agreement.OTHER),
            (("5", "", "mg", Period(count=1, unit="month"), 2), Agreement.UNKNOWN),
            (("5", "", "mg", None, 1), Agreement.UNKNOWN),
            (("5", "", "IU", Period(count=1, unit="day"), 2), Agreement.UNKNOWN),
        ],
        ids=str,
    )
    def test_how_it_stands_to_one_advised(
        self, advised: tuple[str, str, str, Period | None, int], agreement: Agreement
    ) -> None:
        amount, most, unit, every, times = advised
        ordered = self.of()
        assert ordered
        assert (
            ordered.agreement(Dose(amount=amount, most=most, unit=unit, every=every, times=times))
            is agreement
        )

    def test_units_of_ucum_are_those_of_pathways(self) -> None:
        ordered = self.of(doseAndRate=[{"doseQuantity": {"value": 800, "unit": "units", "code": "[iU]"}}])
        daily = Period(count=1, unit="day")
        assert ordered
        assert (
            ordered.agreement(Dose(amount="800", most="", unit="IU", every=daily, times=2)) is Agreement.SAME
        )


def _exact(value: Any) -> Any:
    """Numbers as a request has them once it is read."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {name: _exact(one) for name, one in value.items()}
    return [_exact(one) for one in value] if isinstance(value, list) else value


class TestLimitsThePathwayStates:
    """A dose that may not be passed without a word, whatever the rows advise."""

    @pytest.fixture
    def limited(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
        limits = "limits:\n  - {amount: 14, unit: g, every: 1 week, claims: [T1]}\ntables:\n"
        monkeypatch.setattr(calm_pathway, "PATHWAY", calm_pathway.PATHWAY.replace("tables:\n", limits, 1))
        return bench(tmp_path)

    @pytest.mark.parametrize(("amount", "over"), [(7001, True), (7000, False)])
    def test_it_is_passed_by_more_and_not_by_as_much(self, amount: int, over: bool, limited: Bench) -> None:
        card = of_order(asked(limited, tea(amount, times=2, period_unit="wk")))
        assert card
        assert ("Over the limit: 14 g, every week." in card["detail"]) is over
        assert "[T1]" in card["detail"]


def test_where_tables_disagree_an_order_that_one_of_them_advises_is_told_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = """\
  - id: elsewhere
    title: Another country
    hit: collect
    columns: [calm]
    rows:
      - id: any
        if: {calm: "not(null)"}
        actions:
          - do: start
            text: Give 1 g of tea once a day.
            medicine: [rxnorm 900001]
            dose: {amount: 1, unit: g, every: 1 day}
            claims: [G2]
"""
    at = "  - id: habit\n"
    monkeypatch.setattr(calm_pathway, "PATHWAY", calm_pathway.PATHWAY.replace(at, other + at))
    fires = calm_pathway.PATIENTS.replace("habit: [little]", "habit: [little], elsewhere: [any]")
    monkeypatch.setattr(calm_pathway, "PATIENTS", fires)
    served = bench(tmp_path)
    card = of_order(asked(served, tea(500, times=2)))
    assert card
    assert card["summary"] == "Ordered: 500 mg, twice a day, as by How much tea, and not as by others"
    assert card["indicator"] == "info"
    assert len(card["suggestions"]) == 2
    neither = of_order(asked(served, tea(100)))
    assert neither
    assert neither["indicator"] == "warning"
