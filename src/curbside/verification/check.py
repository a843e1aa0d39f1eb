"""What a check is: it looks at one claim of a draft and says nothing, or why the claim may not be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from curbside.answer.draft import Claim
from curbside.question.reading import SenseChoice
from curbside.retrieval.ranking import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was retrieved for the question, by publication id: all that a claim may rest on.

    ``senses`` are how the short forms of the question were read.
    """

    found: Mapping[str, Found]
    senses: tuple[SenseChoice, ...] = ()


class Check(Protocol):
    """One reason to withhold a claim. One a file in `curbside.verification.checks`."""

    name: str
    """What ``withheld[].check`` calls it."""

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """Why the claim may not be shown, in a sentence; None when this check has nothing against it."""
        ...
