"""What retrieval hands on: publications in order, each with the passages that were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from msgspec import Struct

from curbside.literature.library import Standing
from curbside.literature.publication import Passage, Publication
from curbside.question.reading import ClinicalQuestion


class Hit(Struct, frozen=True, kw_only=True):
    """One publication found. ``rank`` counts from 1; ``score`` is comparable only within its ranking."""

    rank: int
    score: float
    key: int
    id: str
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The publications found for a question, best first; empty when no word of it occurs anywhere.

    ``weights`` says how much each searched term tells about the question (its inverse document
    frequency); ``missing`` are the words of the question that occur nowhere in the library, and
    ``missing_share`` is what part of the question, by squared weights, they are.
    """

    question: ClinicalQuestion
    hits: tuple[Hit, ...]
    weights: dict[str, float]
    missing: tuple[str, ...]
    missing_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit with its publication read, whether that still stands, and the passages that matched, in reading order.

    ``meant`` is what the short forms of the question stand for in it, of those that it defines. ``yields_to`` is the id
    of what has replaced it, where that was found as well and speaks to the question.
    """

    hit: Hit
    publication: Publication
    standing: Standing
    passages: tuple[Passage, ...]
    meant: Mapping[str, str] = field(default_factory=dict)
    yields_to: str = ""


class Retriever(Protocol):
    """Finds publications for a question. One backend a file in this room."""

    def rank(self, question: ClinicalQuestion, *, limit: int) -> Ranking:
        """At most ``limit`` publications, each once, equal scores in the order of their ids."""
        ...

    def read(self, ranking: Ranking) -> tuple[Found, ...]:
        """The ranking's publications, in its order."""
        ...
