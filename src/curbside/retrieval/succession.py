"""What has been replaced yields to its successor, where that was found as well and speaks to the question.

A guideline of 2011 is no answer beside that of 2024. Where the newer one is not held, or does not speak of what is
asked, the older is all there is: then it may be used, and is marked as superseded wherever it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.literature.library.standing import names_of
from curbside.literature.notice import notice_in
from curbside.literature.publication import Read
from curbside.retrieval.ranking import Found, Ranking

SPEAKS: Final = 0.8
"""The part of what the older says of the question, by squared weights, that its successor must say for it to yield."""


def yielding(found: Sequence[Found], ranking: Ranking) -> tuple[Found, ...]:
    """The same sources, each that yields with its successor named.

    A question that asks for years gets what was published in them, replaced or not.
    """
    if ranking.question.years is not None:
        return tuple(found)
    by_name: dict[str, list[Found]] = {}
    for one in found:
        for name in names_of(one.publication):
            by_name.setdefault(name, []).append(one)
    return tuple(
        replace(one, yields_to=later.publication.id)
        if (later := _successor(one, by_name, ranking.weights)) is not None
        else one
        for one in found
    )


def _successor(
    one: Found, by_name: Mapping[str, Sequence[Found]], weights: Mapping[str, float]
) -> Found | None:
    """What takes its place, if that may be cited and says enough of what is asked."""
    records = (later for name in one.standing.superseded_by for later in by_name.get(name.casefold(), ()))
    for later in records:
        if (
            later.publication.id != one.publication.id
            and not _are_of_one_author(one, later)
            and not later.standing.retracted
            and not notice_in(later.publication)
            and _said(later, weights) >= SPEAKS * _said(one, weights)
        ):
            return later
    return None


def _are_of_one_author(one: Found, later: Found) -> bool:
    """Are both a topic's statements? Then its author has said of each whether another takes its place."""
    stated = one.publication.read is Read.STATEMENT and later.publication.read is Read.STATEMENT
    return stated and one.publication.id.partition(":")[0] == later.publication.id.partition(":")[0]


def _said(one: Found, weights: Mapping[str, float]) -> float:
    """How much of the question a source says, in its title and in what was found of it."""
    text = " ".join((one.publication.title, *(passage.text for passage in one.passages)))
    return math.fsum(weights[term] ** 2 for term in set(terms(text)) & weights.keys())
