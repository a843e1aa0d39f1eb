"""The table of planted faults in wording: by kind, what it makes of a true sentence.

A planter gives every way in which it can put its one fault into a sentence, and none where it cannot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import plant_figures as figures
import plant_topics as topics
import plant_words as words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A true sentence, the sentence that it says in other words if it does, and the rest of what that stands in."""

    text: str
    around: str = ""
    source: str = ""


Planter = Callable[[Told], Iterator[str]]


def _in_text(plant: Callable[[str], Iterator[str]]) -> Planter:
    return lambda told: plant(told.text)


PLANTERS: Final[Mapping[str, Planter]] = {
    "number": _in_text(figures.number),
    "number in words": _in_text(figures.number_word),
    "number from elsewhere": lambda told: figures.from_elsewhere(told.text, told.around),
    "sign": _in_text(figures.sign),
    "limit": _in_text(figures.limit),
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
    """Every way of planting one fault of a kind, each once, in a fixed order; empty where it does not apply.

    Other words may have less to lose than their source: it has to hedge for a lost hedge to be a fault, and must
    not itself name what is put in another's place.
    """
    if told.source and kind in _LOST and not _LOST[kind].search(told.source):
        return []
    ways = [text for text in dict.fromkeys(PLANTERS[kind](told)) if text != told.text]
    if kind in _PUT_IN:
        return [text for text in ways if not _says(told.source, _put_in(told.text, text))]
    return ways


_LOST: Final = {
    "hedge": re.compile(
        r"\b(?:may|might|could|suggest\w*|appear\w*|seem\w*|possib\w+|potential\w*|likely|trend\w*|tend\w*|probabl\w+"
        r"|preliminary|limited|low|weak|some|insufficient)\b",
        re.IGNORECASE,
    ),
    "causation": re.compile(
        r"\b(?:associat\w+|correlat\w+|link\w*|risk\sfactor|predict\w+|relat\w+)\b", re.IGNORECASE
    ),
}
"""What a source has that a fault of the kind takes away."""
_PUT_IN: Final = frozenset(
    (
        *("outcome", "outcome added", "population", "route", "decimal", "dose"),
        *("number", "number in words", "number from elsewhere"),
    )
)


def _put_in(text: str, other: str) -> str:
    """The words of a text that stand in place of those of another, the same words before and after left out."""
    here, there = text.split(), other.split()
    while here and there and here[0] == there[0]:
        del here[0], there[0]
    while here and there and here[-1] == there[-1]:
        del here[-1], there[-1]
    return " ".join(there).strip("().,;: ")


def _says(source: str, words: str) -> bool:
    return (
        bool(words)
        and re.search(rf"(?<![\w.]){re.escape(words)}(?![\w]|[.,]\d)", source, re.IGNORECASE) is not None
    )
