"""The id of a card: the same for the same call and place, and of use to whoever reads what became of it.

Nothing is kept of the cards that were sent. That the outcomes of one table's cards can be told from another's all the
same, the last digits of an id are those of its place in the pathway: they say nothing of the patient or the call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid5

from curbside.pathway.definition import Pathway

ORDER: Final = "an order"
END: Final = "end"
REST: Final = "other advice"
NEEDS: Final = "what cannot be decided"
_DIGITS: Final = 6


def card_id(pathway: Pathway, instance: str, place: str, *, what: str = "") -> str:
    """The id for a place in the pathway; ``what`` tells several cards of one place apart."""
    unique = uuid5(UUID(instance), f"{pathway.id} {pathway.version} {place} {what}")
    return f"{str(unique)[:-_DIGITS]}{_mark(pathway, place)}"


def place_of(card: str, pathway: Pathway) -> str:
    """The place that a card's id was made for: a table's id, or one of the others. Empty when it is none of them."""
    return next((place for place in _places(pathway) if card.endswith(_mark(pathway, place))), "")


def _places(pathway: Pathway) -> Iterator[str]:
    yield from (ORDER, REST, NEEDS)
    for table in pathway.tables:
        yield from (table.id, ending(table.id))


def ending(table: str) -> str:
    """The place of the card that says why a table ended the pathway."""
    return f"{END} {table}"


def _mark(pathway: Pathway, place: str) -> str:
    return hashlib.sha256(f"{pathway.id} {place}".encode()).hexdigest()[:_DIGITS]
