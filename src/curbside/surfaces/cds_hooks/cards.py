"""A recommendation as cards: what ends it, what a dose or an order comes to, what else is advised, what is lacking.

A patient whom the pathway is not for gets no card, and that is an answer. Whoever it is for gets one, also when nothing
can be decided: then it says what is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Do
from curbside.pathway.recommendation import Advice, Recommendation, Standing, TableStanding
from curbside.surfaces.cds_hooks import evidence
from curbside.surfaces.cds_hooks.card import (
    URGENCY,
    Card,
    CardAction,
    CardCoding,
    CardSource,
    Indicator,
    Suggestion,
    summarised,
)
from curbside.surfaces.cds_hooks.card_ids import NEEDS, ORDER, REST, card_id, ending
from curbside.surfaces.cds_hooks.detail import Details, RowName
from curbside.surfaces.cds_hooks.orders import OrderReview, OrderVerdict
from curbside.surfaces.cds_hooks.proposals import label_of, proposal
from curbside.surfaces.cds_hooks.request import HookRequest

AT_MOST_ONE: Final = "at-most-one"
ANY: Final = "any"

OVERRIDE_REASONS: Final = {
    "patient-declines": "The patient declines",
    "already-done": "Already done, or arranged elsewhere",
    "other-priority": "Not now: something else comes first",
    "does-not-fit": "Does not fit this patient",
    "disagree": "I disagree with the evidence or its reading",
    "wrong-record": "The record that this rests on is wrong",
}
"""Why a card may be put aside, as codes that hold nothing about the patient."""


class CardMaker:
    """Makes the cards of one answer. ``base_url`` is where this server is, ``articles`` where claims can be read."""

    def __init__(
        self,
        cited: CitedPathway,
        request: HookRequest,
        recommendation: Recommendation,
        review: OrderReview,
        *,
        base_url: str,
        articles: str = "",
    ) -> None:
        self._cited, self._request, self._recommendation = cited, request, recommendation
        self._review, self._base_url, self._articles = review, base_url, articles
        self._tables = cited.pathway.tables
        self._advice: dict[str, list[Advice]] = {table.id: [] for table in self._tables}
        for one in recommendation.advice:
            self._advice[one.table].append(one)
        self._ending = _ending_of(cited, recommendation)

    def cards(self) -> tuple[Card, ...]:
        """Every card, the most urgent first; none where it is not for this patient, or no order concerns it."""
        if self._is_out_of_scope or (self._request.hook.has_orders and not self._review.concerns_pathway):
            return ()
        made = [
            *self._of_orders(),
            *self._of_end(),
            *self._of_tables(),
            *self._of_the_rest(),
            *self._of_needs(),
        ]
        return tuple(sorted(made, key=lambda card: URGENCY.index(card.indicator)))

    @cached_property
    def _details(self) -> Details:
        """Made when the first card is: most patients get none."""
        return Details(self._cited, self._recommendation)

    # -- one kind of card each -------------------------------------------------------------------------------

    def _of_orders(self) -> Iterator[Card]:
        for verdict in self._review.verdicts:
            if verdict.agrees:
                continue
            yield self._card(
                ORDER,
                what=verdict.order.key,
                summary=verdict.summary,
                indicator=verdict.indicator,
                detail=self._details.of_advice(
                    verdict.advice, notes=[verdict.explanation], claims=verdict.claims
                ),
                advice=verdict.advice,
                suggestions=self._changes(verdict),
            )

    def _of_end(self) -> Iterator[Card]:
        if (row := self._ending) is None:
            return
        advice = self._advice[row[0]]
        yield self._card(
            ending(row[0]),
            summary=self._recommendation.ended,
            indicator="critical",
            detail=self._details.of_end(advice, row),
            advice=advice,
            suggestions=self._proposals(ending(row[0]), advice),
        )

    def _of_tables(self) -> Iterator[Card]:
        """One for every table that starts, changes, stops, measures or refers."""
        for table in self._tables:
            advice = self._advice[table.id]
            if self._is_ending(table.id) or not any(one.action.do is not Do.ADVISE for one in advice):
                continue
            if all(self._review.has_order_for(one) for one in advice):
                # It is being ordered: as advised, or there is a card on how it differs.
                continue
            yield self._card(
                table.id,
                summary=_summary_of(advice),
                indicator=_indicator_of(advice),
                detail=self._details.of_advice(advice, notes=self._already(advice)),
                advice=advice,
                suggestions=self._proposals(table.id, advice),
            )

    def _of_the_rest(self) -> Iterator[Card]:
        """One for all that is advice in words only: ten cards would be ten to click away."""
        rest = [
            one
            for table in self._tables
            if not self._is_ending(table.id)
            and all(one.action.do is Do.ADVISE for one in self._advice[table.id])
            for one in self._advice[table.id]
        ]
        if rest:
            yield self._card(
                REST,
                summary=_summary_of(rest, also="Also: "),
                indicator=_indicator_of(rest),
                detail=self._details.of_advice(rest),
                advice=rest,
            )

    def _of_needs(self) -> Iterator[Card]:
        """What cannot be decided, and for want of what; a fault of the pathway's own is told here too."""
        if self._recommendation.standing is not Standing.UNDECIDED:
            return
        faults = list(self._faults())
        needs = [need.label for need in self._recommendation.needs]
        may_end = any(
            self._cited.pathway.table(table).can_end for n in self._recommendation.needs for table in n.tables
        )
        wanted = f"needs {', '.join(needs)}" if needs else "the pathway does not say"
        yield self._card(
            NEEDS,
            summary=f"{self._cited.pathway.title}: cannot decide: {wanted}",
            indicator="warning" if faults or may_end or self._request.hook.has_orders else "info",
            detail=self._details.of_needs(faults),
            advice=(),
        )

    # -- what they are made of -------------------------------------------------------------------------------

    def _card(
        self,
        place: str,
        *,
        what: str = "",
        summary: str,
        indicator: Indicator,
        detail: str,
        advice: Sequence[Advice],
        suggestions: tuple[Suggestion, ...] = (),
    ) -> Card:
        claims = dict.fromkeys(claim for one in advice for claim in one.action.claims)
        medicines = sum(
            one.actions[0].resource is not None
            and one.actions[0].resource["resourceType"] == "MedicationRequest"
            for one in suggestions
        )
        return Card(
            uuid=self._id(place, what),
            summary=summarised(summary),
            indicator=indicator,
            source=self._source(),
            detail=detail,
            suggestions=suggestions,
            # Of two doses only one may be taken: whether they exclude each other the pathway does not say.
            selection_behavior=(AT_MOST_ONE if medicines > 1 else ANY) if suggestions else "",
            override_reasons=self._override_reasons(),
            links=evidence.links(self._cited, claims, articles=self._articles),
        )

    def _proposals(self, place: str, advice: Sequence[Advice]) -> tuple[Suggestion, ...]:
        on = self._recommendation.on.isoformat()
        found = []
        for number, one in enumerate(advice):
            resource = None if self._review.has_order_for(one) else proposal(one, self._request, on=on)
            if resource is not None:
                label = label_of(one.action, one.text)
                action = CardAction(type="create", description=label, resource=resource)
                found.append(
                    Suggestion(label=label, uuid=self._id(place, f"suggestion {number}"), actions=(action,))
                )
        return tuple(found)

    def _changes(self, verdict: OrderVerdict) -> tuple[Suggestion, ...]:
        return tuple(
            Suggestion(
                label=change.description,
                uuid=self._id(ORDER, f"{verdict.order.key} suggestion {number}"),
                actions=(change,),
            )
            for number, change in enumerate(verdict.changes)
        )

    def _already(self, advice: Iterable[Advice]) -> Iterator[str]:
        return (f"Already among the orders: {one.text}" for one in advice if self._review.has_order_for(one))

    def _faults(self) -> Iterator[str]:
        told = {
            TableStanding.NO_MATCH: "no row of it matches these values, and nothing is advised on it",
            TableStanding.CONFLICT: "rows of it match that may not match together, and nothing is advised on it",
        }
        for result in self._recommendation.tables:
            if result.standing in told:
                yield f"{self._cited.pathway.table(result.table).title}: {told[result.standing]}"

    def _is_ending(self, table: str) -> bool:
        return self._ending is not None and self._ending[0] == table

    @property
    def _is_out_of_scope(self) -> bool:
        """Did the first table end it without a word of advice? Then it is not for this patient, and says nothing."""
        return self._is_ending(self._tables[0].id) and not self._recommendation.advice

    def _source(self) -> CardSource:
        pathway = self._cited.pathway
        topic = CardCoding(system=f"{self._base_url}/pathways", code=pathway.id, display=pathway.title)
        url = f"{self._articles.rstrip('/')}/{pathway.id}" if self._articles else ""
        return CardSource(label=pathway.title, url=url, topic=topic)

    def _override_reasons(self) -> tuple[CardCoding, ...]:
        system = f"{self._base_url}/override-reasons"
        return tuple(
            CardCoding(code=code, system=system, display=display)
            for code, display in OVERRIDE_REASONS.items()
        )

    def _id(self, place: str, what: str = "") -> str:
        return card_id(self._cited.pathway, self._request.instance, place, what=what)


def _ending_of(cited: CitedPathway, recommendation: Recommendation) -> RowName | None:
    """The table and the row that ended the pathway."""
    if not recommendation.ended:
        return None
    for table, result in zip(cited.pathway.tables, recommendation.tables, strict=True):
        for row in table.rows:
            if row.ends and row.id in result.rows:
                return table.id, row.id
    return None


def _summary_of(advice: Sequence[Advice], *, also: str = "") -> str:
    first = min(advice, key=lambda one: one.action.do is Do.ADVISE)
    more = f" (and {len(advice) - 1} more)" if len(advice) > 1 else ""
    return summarised(f"{also}{first.text}", more=more)


def _indicator_of(advice: Iterable[Advice]) -> Indicator:
    actions = [one.action for one in advice]
    if any(action.do is Do.STOP for action in actions):
        return "critical"
    return "warning" if any(action.over_limit for action in actions) else "info"
