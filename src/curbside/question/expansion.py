"""Other words for what a question says: its short forms, what a library's topics call the same, words for one thing.

They find sources that speak of the same in other words. What is added is shown with the answer, and can be left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.question.reading import Expansion, SenseChoice
from curbside.terminology.synonyms import SYNONYMS

SHORT_FORM: Final = "short form"
ONE_THING: Final = "words for one thing"
_LIKELY: Final = 0.6
_OFTEN: Final = 5
"""Units of the index."""
_MOST: Final = 6
"""Other words for one thing; more would be about something else."""


def expansions(
    text: str, senses: Iterable[SenseChoice], frequency: Callable[[str], int] | None = None
) -> tuple[Expansion, ...]:
    """What is searched for beside the words of a question, its short forms of several senses written out.

    ``frequency`` is in how many units of the library a term occurs. A single word that it has often needs no other:
    the sources that say it as it was asked are the ones to read.
    """
    every = (*_of_short_forms(text, senses), *_of_words(text))
    if frequency is None:
        return every
    return tuple(one for one in every if len(said := terms(one.said)) != 1 or frequency(said[0]) < _OFTEN)


def _of_short_forms(text: str, senses: Iterable[SenseChoice]) -> Iterator[Expansion]:
    for choice in senses:
        if choice.probability < _LIKELY:
            continue
        if re.search(rf"\b{re.escape(choice.short)}s?\b", text, re.IGNORECASE):
            yield Expansion(said=choice.short, also=(choice.long,), source=SHORT_FORM)
        else:
            # Sources that use the letters in another sense are found too, and those that define them so are set aside.
            yield Expansion(said=choice.long, also=(choice.short,), source=SHORT_FORM)


def _of_words(text: str) -> Iterator[Expansion]:
    said = terms(text)
    among = frozenset(said)
    for group in _groups():
        # Most groups have no word of the question, which is quickly seen.
        held = [phrase for phrase, words in group if among.issuperset(words) and _stands_in(words, said)]
        if held:
            own = {tuple(terms(phrase)) for phrase in held}
            others = [phrase for phrase, words in group if tuple(words) not in own]
            if others:
                yield Expansion(said=held[0], also=tuple(others[:_MOST]), source=ONE_THING)


@cache
def _groups() -> tuple[tuple[tuple[str, list[str]], ...], ...]:
    """The groups of words for one thing, each phrase with its terms."""
    return tuple(tuple((phrase, terms(phrase)) for phrase in group) for group in SYNONYMS)


def _stands_in(phrase: list[str], said: list[str]) -> bool:
    """Do the terms of a phrase stand in a text, one after the other?"""
    return any(said[place : place + len(phrase)] == phrase for place in range(len(said) - len(phrase) + 1))
