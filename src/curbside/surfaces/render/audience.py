"""For whom an answer is printed, and what its parts are called for them.

The claims are the same for everybody; a patient reads each in its plain wording, under headings without the
field's short forms. What a topic calls a part is as plain as its author has put it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curbside.answer.verdicts import HOW_SURE, IN_PLAIN_WORDS, IN_WORDS
from curbside.appraisal.result import Way
from curbside.verification.answer import Certainty, Direction


class Audience(StrEnum):
    """Who reads: each gets the same claims, told for them."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    STUDENT = "student"
    RESEARCHER = "researcher"

    @property
    def headings(self) -> Headings:
        """What the parts of an answer are called."""
        return _PLAIN if self is Audience.PATIENT else _CLINICAL

    def direction(self, direction: Direction) -> str:
        """Which way the evidence points, in words."""
        way = Way(direction)
        return IN_PLAIN_WORDS[way] if self is Audience.PATIENT else IN_WORDS[way]

    def sure(self, certainty: Certainty) -> str:
        """How sure that is, in words: GRADE's own for all but patients."""
        return HOW_SURE[certainty] if self is Audience.PATIENT else certainty

    def place(self, jurisdiction: str) -> str:
        """Whose rule a claim states."""
        return _PLAIN_PLACES.get(jurisdiction, jurisdiction) if self is Audience.PATIENT else jurisdiction


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What the parts of an answer are called, in the order they are read."""

    bottom_line: str
    outcomes: str
    columns: tuple[str, str, str, str]
    supporting: str
    opposing: str
    nothing: str
    why: str
    steps: str
    looked_for: str
    found: str
    not_found: str
    apart: str
    choices: str
    own_words: str
    follow_ups: str
    definitions: str
    effects: str
    references: str
    withheld: str
    unused: str
    policy: str
    disclaimer: str


_CLINICAL: Final = Headings(
    bottom_line="Bottom line",
    outcomes="Outcome by outcome",
    columns=("Outcome", "Verdict", "Certainty", "Rests on"),
    supporting="For",
    opposing="Against",
    nothing="Nothing in this library.",
    why="Why",
    steps="What to do",
    looked_for="What was looked for",
    found="found",
    not_found="not found in this library",
    apart="Another reading of the question",
    choices="If you meant something else",
    own_words="",
    follow_ups="Ask next",
    definitions="Words used here",
    effects="Effect table",
    references="References",
    withheld="Withheld",
    unused="Unused",
    policy="Editorial policy",
    disclaimer="Disclaimer",
)
_PLAIN: Final = Headings(
    bottom_line="In short",
    outcomes="What studies found",
    columns=("What was looked at", "What was found", "How sure", "Based on"),
    supporting="Signs that it helps",
    opposing="Signs that it does not help, or may do harm",
    nothing="None in this set of studies.",
    why="How this was judged",
    steps="What to talk over with your care team",
    looked_for="What else we looked for",
    found="found",
    not_found="we found nothing on this",
    apart="If your question meant something else",
    choices="Ask again if you meant",
    own_words="What the studies say, in their own words (written for professionals)",
    follow_ups="What doctors may ask next (written for professionals)",
    definitions="Words used here",
    effects="Effect table",
    references="Where this comes from",
    withheld="Left out (written for professionals)",
    unused="Found but not used (written for professionals)",
    policy="How this page is made",
    disclaimer="Please note",
)

_PLAIN_PLACES: Final[Mapping[str, str]] = {
    "US": "United States",
    "EU": "Europe",
    "UK": "United Kingdom",
    "international": "More than one country",
}

PLAIN_SLOTS: Final[Mapping[str, str]] = {
    "contraindications": "When not to take it",
    "renal impairment": "Weak kidneys",
    "pregnancy": "Pregnancy",
    "interactions": "Use with other drugs",
    "monitoring": "Checks and tests",
    "stop rule": "When to stop",
}
"""What is looked for in every answer about a treatment, as a patient reads it."""
