"""What says the same in a clinical finding, and what never does: plain lists, for whoever knows the field to mend.

``same.txt`` has wordings of one thing, a group a line; ``rivals.txt`` sets of things of which one is not another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from curbside.terminology.synonyms import SYNONYMS

_SAME: Final = "same.txt"
_RIVALS: Final = "rivals.txt"


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """Groups of phrases that say one thing; a phrase may be in several."""
    return (*SYNONYMS, *(_phrases(line, ",") for line in _lines(_SAME)))


@cache
def rivals() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Sets of things, each thing a tuple of its wordings."""
    return tuple(tuple(_phrases(member, "=") for member in _phrases(line, ",")) for line in _lines(_RIVALS))


def _phrases(line: str, between: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in line.split(between))


def _lines(name: str) -> Iterator[str]:
    for line in (files(__name__) / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line
