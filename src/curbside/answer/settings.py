"""Where the extractive writer draws its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractiveSettings:
    """Where the extractive writer draws its lines. Part of the configuration hash that answers carry.

    ``answering`` is the least relevance that a finding is said with when it is not the best; a document's
    sentence must also cover ``beside`` of the question, and an evidence statement the share ``of_best`` of what
    the best one covers; a statement that sums others up leads from the share ``summing`` on,
    when its log odds of answering are no more than ``behind`` the best. There is an answer at all when one of the
    best ``looked_at`` sentences covers the share ``carrying`` of the question with two of its words, or the
    share ``carrying_by_one`` with a single one: "Hamlet" alone, a gene of that name, does not answer what
    the plot of Hamlet is. Within a topic, whose own words all its statements share, a statement must cover
    ``carrying_in_topic``. Where a title names the subject, the title and what the sentence stands in must also
    hold the share ``surroundings``. There is none when more than the share ``missing`` of the question occurs nowhere
    in the library, however well something else fits the rest. ``alike`` is the share of a sentence's words
    that another must share to be called the same. ``cautions`` are the contraindications that come before the answer,
    and ``beyond`` the limits on a dose that the question goes beyond.
    """

    answering: float = 0.45
    beside: float = 0.4
    of_best: float = 0.6
    summing: float = 0.9
    behind: float = 0.7
    summing_up: int = 3
    cautions: int = 2
    beyond: int = 2
    carrying: float = 0.22
    carrying_by_one: float = 0.45
    carrying_in_topic: float = 0.5
    surroundings: float = 0.5
    missing: float = 0.36
    looked_at: int = 5
    alike: float = 0.8
    in_bottom_line: int = 2
    near: float = 0.8
    in_section: int = 5
    of_publication: int = 2
    nearest: int = 3
    in_aside: int = 3


MOST_CLAIMS: Final = 24
MOST_QUOTES: Final = 6
"""How much of a model's form is heard. Its schema says so too, which keeps a small model from going on for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWriterSettings:
    """How much a model is given, and how much of what it says is heard. Part of the configuration hash.

    ``passages`` are handed to it, each of at most ``of_passage`` characters and ``in_all`` together; of its reply
    ``claims`` are heard, each of at most ``of_claim`` characters and resting on at most ``quotes``.
    """

    passages: int = 24
    of_passage: int = 1_600
    in_all: int = 24_000
    claims: int = MOST_CLAIMS
    of_claim: int = 600
    quotes: int = MOST_QUOTES
