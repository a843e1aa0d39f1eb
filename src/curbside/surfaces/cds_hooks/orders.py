"""The orders that are not signed yet: which of them concern the pathway, and where they differ from its advice.

The decision is made as if they were signed: the question at this moment is what would follow if they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from curbside.errors import BadRequest
from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Action, Do, Dose
from curbside.pathway.recommendation import Advice, Recommendation, Standing
from curbside.surfaces.cds_hooks.card import CardAction, Indicator
from curbside.surfaces.cds_hooks.hook import Hook
from curbside.surfaces.cds_hooks.ordered_dose import (
    Agreement,
    OrderedDose,
    daily_of,
    days_of,
    ordered_dose,
)
from curbside.surfaces.cds_hooks.proposals import dosage
from curbside.surfaces.cds_hooks.request import HookRequest, Resource, key_of
from curbside.surfaces.render.pathway import phrases
from curbside.terminology.codings import Coding

MEDICATION: Final = "MedicationRequest"
SERVICE: Final = "ServiceRequest"
_OF_OTHER_VERSIONS: Final = frozenset(
    {"MedicationOrder", "ProcedureRequest", "DiagnosticOrder", "ReferralRequest"}
)
_NO_LONGER_ORDERED: Final = frozenset({"cancelled", "stopped", "entered-in-error", "revoked"})
_DOSING: Final = frozenset({Do.START, Do.ADJUST})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DraftOrder:
    """An order that is not signed: ``key`` is ``Type/id``. ``is_selected``: chosen just now, or about to be signed."""

    key: str
    codings: tuple[Coding, ...]
    resource: Resource
    is_selected: bool

    def is_for(self, codings: Iterable[Coding]) -> bool:
        return any(wanted.covers(own) for wanted in codings for own in self.codings)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OrderVerdict:
    """How one order stands to the advice on its medicine. ``changes`` would bring it in line, one suggestion each.

    ``claims`` are the ids of the statements that a limit rests on, beside those of the advice.
    """

    order: DraftOrder
    agrees: bool
    summary: str = ""
    explanation: str = ""
    indicator: Indicator = "warning"
    advice: tuple[Advice, ...] = ()
    claims: tuple[str, ...] = ()
    changes: tuple[CardAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OrderReview:
    """All orders of a session against one recommendation."""

    orders: tuple[DraftOrder, ...]
    concerns_pathway: bool
    verdicts: tuple[OrderVerdict, ...]

    def has_order_for(self, advice: Advice) -> bool:
        """Is what is advised among the orders already?"""
        wanted = (*advice.action.medicine, *advice.action.order)
        return any(order.is_for(wanted) for order in self.orders)


def draft_orders(request: HookRequest) -> tuple[DraftOrder, ...]:
    """The orders for medicines and services. Raises `BadRequest` for one of another patient or FHIR version."""
    found = []
    medications = {key_of(one): one for one in request.orders if one["resourceType"] == "Medication"}
    for order in request.orders:
        if order["resourceType"] in _OF_OTHER_VERSIONS:
            raise BadRequest("expected FHIR R4 in context.draftOrders; came a resource of another version")
        if (
            order["resourceType"] not in (MEDICATION, SERVICE)
            or str(order.get("status")) in _NO_LONGER_ORDERED
        ):
            continue
        _check_subject(order, request.patient_id)
        key = key_of(order)
        is_selected = request.hook is Hook.ORDER_SIGN or key in request.selections
        concept = _concept_of(order, medications)
        if not isinstance(concept, dict | None):
            raise BadRequest(
                "expected a CodeableConcept of each order in context.draftOrders; came something else"
            )
        codings = tuple(_codings(concept or {}))
        found.append(DraftOrder(key=key, codings=codings, resource=order, is_selected=is_selected))
    return tuple(found)


def as_if_signed(orders: Iterable[DraftOrder], request: HookRequest, *, on: str) -> Iterator[dict[str, Any]]:
    """The orders as they would stand in the record on this day, with the medicines they refer to."""
    yield from (dict(one) for one in request.orders if one["resourceType"] == "Medication")
    for order in orders:
        signed = dict(order.resource) | {"status": "active", "intent": "order", "authoredOn": on}
        signed["subject"] = {"reference": f"Patient/{request.patient_id}"}
        yield signed


def review(
    cited: CitedPathway, recommendation: Recommendation, orders: tuple[DraftOrder, ...]
) -> OrderReview:
    """Compare each chosen order with what is advised on its medicine."""
    concerning = set(_codings_of(cited))
    chosen = [order for order in orders if order.is_selected]
    return OrderReview(
        orders=orders,
        concerns_pathway=any(order.is_for(concerning) for order in chosen),
        verdicts=tuple(
            verdict
            for order in chosen
            if order.resource["resourceType"] == MEDICATION
            and (verdict := _Reviewing(cited, recommendation, order).verdict())
        ),
    )


def _codings_of(cited: CitedPathway) -> Iterator[Coding]:
    """Every code that the pathway asks about or advises."""
    for one in cited.pathway.inputs.values():
        yield from one.codings
    for limit in cited.pathway.limits:
        yield from limit.medicine
    for action in _actions(cited):
        yield from (*action.medicine, *action.order)


def _actions(cited: CitedPathway) -> Iterator[Action]:
    return (action for table in cited.pathway.tables for row in table.rows for action in row.actions)


class _Limit(NamedTuple):
    """A limit that is passed, in words, and the statements it rests on."""

    text: str
    claims: tuple[str, ...]


def _claims(limits: Iterable[_Limit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for limit in limits for claim in limit.claims))


class _Reviewing:
    """One order of a medicine."""

    def __init__(self, cited: CitedPathway, recommendation: Recommendation, order: DraftOrder) -> None:
        self._cited, self._recommendation, self._order = cited, recommendation, order
        self._advice = tuple(one for one in recommendation.advice if order.is_for(one.action.medicine))
        self._dose = ordered_dose(order.resource)

    def verdict(self) -> OrderVerdict | None:
        """None where the pathway says nothing of this medicine for this patient."""
        if stops := tuple(one for one in self._advice if one.action.do is Do.STOP):
            return self._against(stops[0].text, stops)
        if self._recommendation.standing is Standing.ENDED and self._is_dosed_here():
            return self._against(self._recommendation.ended, ())
        doses = tuple(one for one in self._advice if one.action.do in _DOSING and one.action.dose)
        if not doses:
            return self._past_limit(())
        if self._dose is None:
            return self._not_compared(doses)
        return self._compared(self._dose, doses)

    def _is_dosed_here(self) -> bool:
        return any(
            action.do in _DOSING and self._order.is_for(action.medicine) for action in _actions(self._cited)
        )

    def _against(self, why: str, advice: tuple[Advice, ...]) -> OrderVerdict:
        remove = CardAction(type="delete", description="Remove this order", resource_id=self._order.key)
        return OrderVerdict(
            order=self._order,
            agrees=False,
            summary=f"This order is advised against: {why}",
            explanation=f"The order {self._order.key} is advised against: {why}",
            indicator="critical",
            advice=advice,
            changes=(remove,) if self._has_id else (),
        )

    def _not_compared(self, doses: tuple[Advice, ...]) -> OrderVerdict:
        return OrderVerdict(
            order=self._order,
            agrees=False,
            summary=f"The ordered dose cannot be compared. Advised: {self._advised(doses)}",
            explanation=(
                f"The order {self._order.key} has no single dose in numbers with a unit and a frequency, so it was "
                f"not compared. Advised: {self._advised(doses)}."
            ),
            indicator="info",
            advice=doses,
        )

    def _compared(self, ordered: OrderedDose, doses: tuple[Advice, ...]) -> OrderVerdict:
        """Doses of one table are there to choose from; tables may disagree, and then each is named."""
        agreements = {one.table: self._agreement(ordered, doses, one.table) for one in doses}
        if set(agreements.values()) == {Agreement.SAME}:
            return self._past_limit(doses) or OrderVerdict(order=self._order, agrees=True)
        if set(agreements.values()) == {Agreement.UNKNOWN}:
            return self._not_compared(doses)
        limits = self._limits(ordered)
        is_mild = not limits and Agreement.OTHER not in agreements.values()
        if Agreement.SAME in agreements.values():
            agreeing = "; ".join(
                self._title(name) for name, how in agreements.items() if how is Agreement.SAME
            )
            said, is_mild = f"Ordered: {ordered}, as by {agreeing}, and not as by others", not limits
        else:
            same_total = "" if Agreement.OTHER in agreements.values() else " (the same in all)"
            said = f"Ordered: {ordered}. Advised: {self._advised(doses)}{same_total}"
        return OrderVerdict(
            order=self._order,
            agrees=False,
            summary=said,
            explanation=" ".join([f"{said}.", *(limit.text for limit in limits)]),
            indicator="info" if is_mild else "warning",
            advice=doses,
            claims=_claims(limits),
            changes=tuple(self._changes(doses)),
        )

    @staticmethod
    def _agreement(ordered: OrderedDose, doses: Sequence[Advice], table: str) -> Agreement:
        """The best of the table's doses."""
        found = {
            ordered.agreement(one.action.dose) for one in doses if one.table == table and one.action.dose
        }
        return next(one for one in Agreement if one in found)

    def _past_limit(self, doses: tuple[Advice, ...]) -> OrderVerdict | None:
        """The pathway gives no dose to compare with, or the same: a limit that it knows of is passed all the same."""
        if self._dose is None or not (limits := self._limits(self._dose)):
            return None
        return OrderVerdict(
            order=self._order,
            agrees=False,
            summary=f"Ordered: {self._dose}. {limits[0].text}",
            explanation=" ".join([f"Ordered: {self._dose}.", *(limit.text for limit in limits)]),
            advice=doses,
            claims=_claims(limits),
        )

    def _limits(self, ordered: OrderedDose) -> list[_Limit]:
        """The limits it passes: the pathway's own, and those that actions with as much or less are said to pass."""
        return list(dict.fromkeys([*self._stated_limits(ordered), *self._limits_of_actions(ordered)]))

    def _stated_limits(self, ordered: OrderedDose) -> Iterator[_Limit]:
        """One that names no medicine holds for all that the pathway gives."""
        given = [coding for action in _actions(self._cited) for coding in action.medicine]
        for limit in self._cited.pathway.limits:
            often, daily = days_of(limit.every), ordered.daily(limit.unit)
            if often is None or daily is None or not self._order.is_for(limit.medicine or given):
                continue
            if daily > limit.amount / often:
                most = Dose(amount=str(limit.amount), most="", unit=limit.unit, every=limit.every, times=1)
                yield _Limit(f"Over the limit: {phrases.dose(most)}.", limit.claims)

    def _limits_of_actions(self, ordered: OrderedDose) -> Iterator[_Limit]:
        for action in _actions(self._cited):
            if not (action.over_limit and action.dose and self._order.is_for(action.medicine)):
                continue
            passing, daily = daily_of(action.dose), ordered.daily(action.dose.unit)
            if passing is not None and daily is not None and daily >= passing:
                yield _Limit(f"Over the limit: {action.over_limit}", action.claims)

    def _title(self, table: str) -> str:
        return self._cited.pathway.table(table).title

    @property
    def _has_id(self) -> bool:
        """Can it be changed? Without an id nobody could say which order is meant."""
        return bool(self._order.resource.get("id"))

    def _changes(self, doses: tuple[Advice, ...]) -> Iterator[CardAction]:
        for one in doses:
            if self._has_id and one.action.dose and not one.action.dose.most:
                changed = dict(self._order.resource)
                changed["dosageInstruction"] = [{"text": one.text, **dosage(one.action.dose)}]
                # The quantity was made out for the other dose.
                dispensing = changed.pop("dispenseRequest", None)
                anew = "; what to dispense must be set anew" if dispensing else ""
                description = f"Change the dose to {phrases.dose(one.action.dose)}{anew}"
                yield CardAction(type="update", description=description, resource=changed)

    @staticmethod
    def _advised(doses: Sequence[Advice]) -> str:
        return "; or ".join(phrases.dose(one.action.dose) for one in doses if one.action.dose)


def _check_subject(order: Resource, patient_id: str) -> None:
    subject = order.get("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    if isinstance(reference, str) and reference.rpartition("/")[2] != patient_id:
        raise BadRequest(
            "expected orders of context.patientId in context.draftOrders; came another patient's"
        )


def _concept_of(order: Resource, medications: dict[str, Resource]) -> Any:
    if order["resourceType"] == SERVICE:
        return order.get("code")
    if "medicationCodeableConcept" in order:
        return order["medicationCodeableConcept"]
    reference = order.get("medicationReference")
    name = reference.get("reference") if isinstance(reference, dict) else None
    if not isinstance(name, str):
        return None
    contained = order.get("contained")
    for one in contained if isinstance(contained, list) else []:
        if isinstance(one, dict) and f"#{one.get('id')}" == name:
            return one.get("code")
    return medications.get(name, {}).get("code")


def _codings(concept: Mapping[str, Any]) -> Iterator[Coding]:
    codings = concept.get("coding")
    for one in codings if isinstance(codings, list) else []:
        system, code = (one.get("system"), one.get("code")) if isinstance(one, dict) else (None, None)
        if isinstance(system, str) and isinstance(code, str):
            yield Coding(system, code)
