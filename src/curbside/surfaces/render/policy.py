"""The editorial policy and the disclaimer, as they stand on every page.

The policy is in ``templates/policy.*.md``; ``docs/editorial-policy.md`` holds the same paragraphs.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from curbside.surfaces.render.audience import Audience

Paragraphs = tuple[tuple[str, str], ...]
"""Titles with their paragraphs, in the order they are read."""

_DISCLAIMER: Final = (
    "For healthcare professionals; supports, and does not replace, clinical judgement. Verify a dose against "
    "current product information before it is ordered."
)
_PLAIN_DISCLAIMER: Final = (
    "This page is for learning. It does not know you. It supports, and does not replace, clinical judgement: "
    "the advice of your care team. Do not start, stop or change a drug because of it. In an emergency, call "
    "for help."
)


def policy(audience: Audience) -> Paragraphs:
    """How what is on the page came about, for this audience."""
    return _paragraphs("policy.plain.md" if audience is Audience.PATIENT else "policy.clinical.md")


def disclaimer(audience: Audience) -> str:
    """What a page is not."""
    return _PLAIN_DISCLAIMER if audience is Audience.PATIENT else _DISCLAIMER


@cache
def _paragraphs(name: str) -> Paragraphs:
    text = (files(__package__) / "templates" / name).read_text("utf-8")
    parts = (part.partition("\n") for part in text.removeprefix("## ").split("\n## "))
    return tuple((title, " ".join(paragraph.split())) for title, _, paragraph in parts)
