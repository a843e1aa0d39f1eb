"""A card as the specification has it. What is empty is left out of the JSON, as it demands."""

from __future__ import annotations

from typing import Any, Final, Literal

from msgspec import Struct

LONGEST_SUMMARY: Final = 139
"""Fewer than 140 characters."""

Indicator = Literal["info", "warning", "critical"]
URGENCY: Final[tuple[Indicator, ...]] = ("critical", "warning", "info")


class CardCoding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A code with its system, as the specification trims FHIR's."""

    code: str
    system: str
    display: str = ""


class CardSource(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a card's advice comes from."""

    label: str
    url: str = ""
    topic: CardCoding | None = None


class CardLink(Struct, frozen=True, kw_only=True):
    """Where there is more to read."""

    label: str
    url: str
    type: Literal["absolute"] = "absolute"


class CardAction(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A change of the record that a suggestion makes: a resource to create or update, or one to delete by its id."""

    type: Literal["create", "update", "delete"]
    description: str
    resource: dict[str, Any] | None = None
    resource_id: str = ""


class Suggestion(Struct, frozen=True, kw_only=True):
    """Changes that one button makes, all or none."""

    label: str
    uuid: str
    actions: tuple[CardAction, ...]


class Card(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """One thing to be told. Raises `ValueError` where it breaks the specification: that is a fault of ours."""

    uuid: str
    summary: str
    indicator: Indicator
    source: CardSource
    detail: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    selection_behavior: str = ""
    override_reasons: tuple[CardCoding, ...] = ()
    links: tuple[CardLink, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.summary) <= LONGEST_SUMMARY:
            raise ValueError(f"expected a summary of 1 to {LONGEST_SUMMARY} characters")
        if bool(self.suggestions) != bool(self.selection_behavior):
            raise ValueError("expected suggestions and how they are chosen, or neither")


def summarised(text: str, *, more: str = "") -> str:
    """The text on one line, cut between words where it and what is to follow are too long for a summary."""
    line = " ".join(text.split())
    room = LONGEST_SUMMARY - len(more)
    if len(line) <= room:
        return f"{line}{more}"
    return line[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…" + more
