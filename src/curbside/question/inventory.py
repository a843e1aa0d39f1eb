"""The senses that a library's questions are read with: its topics', its publications', and the shipped base."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from curbside.literature.library import Library
from curbside.literature.topic import Topic
from curbside.terminology.senses import Sense, SenseInventory
from curbside.terminology.short_forms import shipped

_OF_A_TOPIC: Final = 12.0
"""As many publications a topic's first sense of a short form counts for; its second, half of that, and so on."""


def inventory_of(library: Library, topics: Iterable[Topic]) -> SenseInventory:
    """Every sense known where this library is asked."""
    # Where a sense is known twice, it is shown in the first wording: a topic's, then the shipped one.
    return SenseInventory(_senses_of(topics), over=[shipped(), library.short_forms])


def _senses_of(topics: Iterable[Topic]) -> Iterable[Sense]:
    """The short forms that topics declare; what a topic is about keeps company with the first sense of each."""
    for topic in topics:
        about = frozenset((*topic.population, *topic.intervention))
        for short, longs in topic.abbreviations.items():
            for place, long in enumerate(longs):
                yield Sense(
                    short=short,
                    long=long,
                    commonness=1,
                    company=about if place == 0 else frozenset(),
                    publications=_OF_A_TOPIC / (place + 1),
                )
