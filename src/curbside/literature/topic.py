"""A topic: what a folder of evidence statements is about, and how an article made from it is laid out.

Statements say what was found. The topic says which words belong together, which outcomes are weighed, where each
outcome is read, and which statements answer a question that is often asked. It is data of the folder's author:
nothing here is known to the code, and a folder without these fields is answered from all the same.

Statements are named by the ids of their passages once a topic is in a library, and by their own ids before that.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

SLOTS: Final = (
    "contraindications",
    "renal impairment",
    "pregnancy",
    "interactions",
    "monitoring",
    "stop rule",
)
"""What a careful reader looks for in every answer about a treatment, in this order."""


class TopicQuestion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A question the topic answers, and the statements that answer it, in the order they are read."""

    ask: str
    answered_by: tuple[str, ...] = ()


class TopicSection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A heading of the article, the outcomes whose statements stand under it, and a plain title if it differs."""

    title: str
    outcomes: tuple[str, ...]
    plain: str = ""


class TopicStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of what to do, in the words of statements, and its title in a patient's words if they differ."""

    title: str
    statements: tuple[str, ...]
    plain: str = ""


class Topic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a folder is about. ``plain_title`` is for patients, where it differs.

    ``intervention`` and ``population`` are the words by which the treatment and the people are asked for;
    ``abbreviations`` gives each short form its long forms, the likeliest in this topic first; ``outcomes`` gives
    each outcome that a statement may name its wording for patients; ``judged`` are those that get a verdict, the
    most important to a patient first; ``slots`` gives each of `SLOTS` the outcomes that fill it.
    """

    id: str
    title: str
    plain_title: str = ""
    intervention: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    questions: tuple[TopicQuestion, ...] = ()
    abbreviations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    judged: tuple[str, ...] = ()
    sections: tuple[TopicSection, ...] = ()
    slots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    steps: tuple[TopicStep, ...] = ()
    last_reviewed: str = ""

    @property
    def looked_for(self) -> frozenset[str]:
        """The outcomes that fill any slot."""
        return frozenset(outcome for outcomes in self.slots.values() for outcome in outcomes)
