"""What says the same in a clinical finding, and what never does: plain lists, for whoever knows the field to mend.

``same.txt`` has wordings of one thing, a group a line. ``people.txt``, ``forms.txt``, ``times.txt`` and ``rivals.txt``
have sets of things of which one is not another: for whom, how given, when, and everything else. ``plain.txt`` has words
that name nothing a finding is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from curbside.terminology.synonyms import SYNONYMS

_SAME: Final = "same.txt"
_PLAIN: Final = "plain.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivals:
    """Things of which one is not another, each by its first wording.

    ``broader`` has for some of them what all of their kind are: every infant is a child. ``hints`` are words that speak
    of a thing without naming it: who writes of ovaries writes of women. ``other`` are phrases that have a wording in
    them and name none of the things: a Child-Pugh class is no child.
    """

    wordings: dict[str, tuple[str, ...]]
    broader: dict[str, str] = field(default_factory=dict)
    hints: dict[str, tuple[str, ...]] = field(default_factory=dict)
    other: list[str] = field(default_factory=list)


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """Groups of phrases that say one thing; a phrase may be in several."""
    return (*SYNONYMS, *(_phrases(line, ",") for line in _lines(_SAME)))


@cache
def rivals(of: str) -> tuple[Rivals, ...]:
    """The sets of one list: ``people``, ``forms``, ``times``, or ``rivals`` for everything else."""
    sets: list[Rivals] = []
    for line in _lines(f"{of}.txt"):
        if line.startswith("!"):
            sets[-1].other.extend(_phrases(line.removeprefix("!"), "="))
        elif "<" in line:
            narrower, broader = _phrases(line, "<")
            sets[-1].broader[narrower] = broader
        elif "~" in line:
            named, hints = _phrases(line, "~")
            sets[-1].hints[named] = _phrases(hints, "=")
        else:
            members = (_phrases(member, "=") for member in _phrases(line, ","))
            sets.append(Rivals(wordings={wordings[0]: wordings for wordings in members}))
    return tuple(sets)


@cache
def plain_words() -> frozenset[str]:
    """Words that name nothing a finding is about, as printed in the list."""
    return frozenset(word for line in _lines(_PLAIN) for word in line.split())


def _phrases(line: str, between: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in line.split(between))


def _lines(name: str) -> Iterator[str]:
    for line in (files(__name__) / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line
