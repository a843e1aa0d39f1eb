"""The table of planted faults in wording: by kind, what it makes of a true sentence.

A planter gives every way in which it can put its one fault into a sentence, and none where it cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import plant_figures as figures
import plant_topics as topics
import plant_words as words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A true sentence, and the rest of what it stands in."""

    text: str
    around: str = ""


Planter = Callable[[Told], Iterator[str]]


def _in_text(plant: Callable[[str], Iterator[str]]) -> Planter:
    return lambda told: plant(told.text)


PLANTERS: Final[Mapping[str, Planter]] = {
    "number": _in_text(figures.number),
    "decimal": _in_text(figures.decimal),
    "unit": _in_text(figures.unit),
    "interval": _in_text(figures.interval),
    "p value": _in_text(figures.p_value),
    "dose": _in_text(figures.dose),
    "time frame": _in_text(figures.time_frame),
    "figures exchanged": _in_text(figures.exchanged),
    "arms": _in_text(topics.arms),
    "outcome": lambda told: topics.outcome(told.text, told.around),
    "outcome added": lambda told: topics.added_outcome(told.text, told.around),
    "advice added": _in_text(topics.added_advice),
    "exception": _in_text(topics.exception),
    "population": _in_text(topics.population),
    "route": _in_text(topics.route),
    "negation put in": _in_text(words.negation_put_in),
    "negation lost": _in_text(words.negation_lost),
    "null as effect": _in_text(words.null_as_effect),
    "direction": _in_text(words.direction),
    "causation": _in_text(words.causation),
    "hedge": _in_text(words.hedge),
}
"""Kinds of fault in what a claim says, each with its planter."""


def planted(kind: str, told: Told) -> list[str]:
    """Every way of planting one fault of a kind, each once, in a fixed order; empty where it does not apply."""
    return [text for text in dict.fromkeys(PLANTERS[kind](told)) if text != told.text]
