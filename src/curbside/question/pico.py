"""Whom a question is about, what is done to them, and what is hoped for or feared: read from how it is put.

The common ways to ask of a treatment have few shapes ("does A prevent B in C", "the effect of A on B in C", "is A
safe in C"). A question of another shape is left unread: None and nothing, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = r"[^?.;]{2,90}?"
_ACTS = (
    r"(?:prevent|reduce|decrease|lower|improve|increase|raise|relieve|ease|help(?: with| to \w+)?|treat|cause|worsen"
    r"|affect|change|influence|delay|slow|control|cure|shorten|prolong|protect against|lead to|work (?:for|in|against)"
    r"|benefit)"
)
_WHOM = r"(?:\s+(?:in|among|for|on)\s+(?P<population>[^?]{3,120}?))?"
_END = r"\s*\??\s*$"
_ANY = rf"(?P<intervention>{_WORDS})"
_OUT = rf"(?P<outcome>{_WORDS})"

_TO_AN_END = (
    r"(?:managing|treating|preventing|reducing|improving|the\s+(?:treatment|management|prevention)\s+of)"
)
_SHAPES = tuple(
    re.compile("".join(shape), re.IGNORECASE)
    for shape in (
        (
            rf"^(?:does|do|can|could|will|would|should|did)\s+(?:the\s+)?(?:use\s+of\s+)?{_ANY}\s+",
            rf"(?:\w+ly\s+)?{_ACTS}\s+(?:the\s+)?(?:risk\s+of\s+|rates?\s+of\s+)?{_OUT}{_WHOM}{_END}",
        ),
        (
            rf"\b(?:effects?|impact|influence|efficacy|effectiveness|benefits?)\s+of\s+(?:the\s+)?{_ANY}\s+",
            rf"(?:on|upon)\s+(?:the\s+)?{_OUT}{_WHOM}{_END}",
        ),
        (
            rf"\b(?:role|efficacy|effectiveness|use|place|benefits?|safety)\s+of\s+(?:the\s+)?{_ANY}\s+",
            rf"(?:in|for|during)\s+(?:{_TO_AN_END}\s+)?(?P<population>[^?]{{3,120}}?){_END}",
        ),
        (
            rf"^(?:is|are)\s+(?:the\s+)?{_ANY}\s+(?:\w+ly\s+)?(?:effective|safe|useful|beneficial|harmful",
            r"|helpful|recommended|indicated|contraindicated|associated)\s+(?:in|for|against|during|with|at)\s+",
            rf"(?:{_TO_AN_END}\s+)?(?P<population>[^?]{{3,120}}?){_END}",
        ),
    )
)


_COMPARED = re.compile(r",?\s+(?:when\s+)?(?:compared\s+(?:with|to)|versus|vs\.?|than)\s+", re.IGNORECASE)
"""What comes after is what the treatment is compared with, and no part of the outcome or of the people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pico:
    """Population, intervention and outcomes as the question words them; None or empty where it does not say."""

    population: str | None = None
    intervention: str | None = None
    outcomes: tuple[str, ...] = ()


def read_pico(text: str) -> Pico:
    """What a question of a known shape says; an empty `Pico` for one of another shape."""
    for shape in _SHAPES:
        if found := shape.search(text):
            said = found.groupdict()
            return Pico(
                population=_stripped(said.get("population")),
                intervention=_stripped(said.get("intervention")),
                outcomes=_parts(said.get("outcome")),
            )
    return Pico()


def _stripped(words: str | None) -> str | None:
    return None if words is None else _COMPARED.split(words)[0].strip(" ,\"'") or None


def _parts(words: str | None) -> tuple[str, ...]:
    """``falls and fractures`` are two outcomes."""
    if words is None:
        return ()
    words = _COMPARED.split(words)[0]
    parts = (part.strip(" ,\"'") for part in re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", words))
    return tuple(part for part in parts if part)
