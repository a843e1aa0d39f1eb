"""What is measured against what: *lower with tea than with milk* is less of tea, against milk."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from curbside.appraisal.change import BETTER, COMPARING, PREFERRED, WORSE, Change, changes
from curbside.verification.names import names
from curbside.verification.said import Said

_AGAINST: Final = re.compile(
    r"""\b(?:than(?:\s(?:did|do|does|was|were|had))?(?!\s(?:or\sequal|\d|a\s))
    |(?:as\s|when\s)?compared\s(?:with|to)|in\scomparison\s(?:with|to)|relative\sto|versus|vs\.?
    |(?<=superior\s)to|(?<=inferior\s)to|over(?=\splacebo))\s""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME_ENDS: Final = re.compile(
    r"""[,;:.](?=\s|\Z)|\)|\b(?:at|during|after|before|for|by|when|but|while|whereas|over|who|which|was|were|is|are|had
    |has|did|in(?=\s(?:the\s)?(?:first|last|post|pre|\d|terms)))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CLAUSE_ENDS: Final = re.compile(
    r";\s|(?<!vs)\.\s(?=[A-Z])|\b(?:but|whereas|while|although|though)\b", re.IGNORECASE
)
_FRONT: Final = re.compile(r"\A[^,]{0,60},\s")
_PLACE: Final = re.compile(r"\b(?:in|with|on|for|among|by|under|during|after)\b", re.IGNORECASE)
_IS: Final = re.compile(r"\b(?:was|were|is|are|be|been|remained)\s(?:\w+\s){0,2}\Z", re.IGNORECASE)
_JUDGING: Final = BETTER | PREFERRED | WORSE


class Contrast(NamedTuple):
    """``way`` is 1 for more, -1 for less and 0 where neither is said; ``judges`` that it is of better and worse.

    ``subject`` are all keys of the clause but those of ``reference``, ``name`` those that name what is compared;
    ``fronted`` says that the reference comes first. ``[start, end)`` are the characters of the clause.
    """

    way: int
    judges: bool
    is_plain: bool
    subject: frozenset[str]
    reference: frozenset[str]
    name: frozenset[str]
    fronted: bool
    start: int
    end: int


def contrasts(said: Said) -> list[Contrast]:
    """Every comparison of two in a text, in order, each in its clause."""
    text = said.text
    blank = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    cuts = [0, *(cut.start() for cut in _CLAUSE_ENDS.finditer(blank)), len(text)]
    found = []
    ways = changes(text)
    for against in _AGAINST.finditer(blank):
        low = max(cut for cut in cuts if cut <= against.start())
        high = min(cut for cut in cuts if cut > against.start())
        until = _reference_end(said, blank, against.end(), high)
        reference = names(said, against.end(), until)
        fronted = not names(said, low, against.start())
        rest = names(said, low, against.start()) | names(said, until, high)
        before = [one for one in ways if low <= one.start < high and (fronted or one.start < against.end())]
        told = before[0] if fronted and before else before[-1] if before else None
        if reference and rest:
            found.append(
                Contrast(
                    way=told.way if told else 0,
                    judges=told is not None and text[told.start : told.end].lower().split()[0] in _JUDGING,
                    is_plain=told is not None and text[told.start : told.end].lower() in COMPARING,
                    subject=rest - reference,
                    reference=reference - rest,
                    name=_subject(said, blank, until if fronted else low, against, told) - reference,
                    fronted=fronted,
                    start=low,
                    end=high,
                )
            )
    return found


def _subject(said: Said, blank: str, low: int, against: re.Match[str], told: Change | None) -> frozenset[str]:
    """What is compared: *in A* where it is compared with *in B*, what *was lower in A*, or who *had* less."""
    place = _PLACE.match(blank, against.end())
    if place is not None and low < against.start():
        same = [
            one.end()
            for one in re.finditer(rf"\b{place[0]}\b", blank[: against.start()])
            if one.start() >= low
        ]
        if same:
            return names(said, same[-1], against.start())
    if told is None or told.start < low:
        return frozenset()
    if low > against.end():
        return names(said, low, told.start)
    place = _PLACE.match(blank, told.end + 1)
    if place is not None and _IS.search(blank, low, told.start):
        return names(said, place.end(), against.start())
    front = _FRONT.match(blank[low : told.start])
    doing = names(said, low + front.end() if front else low, told.start)
    places = [one.end() for one in _PLACE.finditer(blank, told.end, against.start())]
    return doing or (names(said, places[-1], against.start()) if places else doing)


def _reference_end(said: Said, blank: str, low: int, high: int) -> int:
    """Where the name of what is compared with ends: at the first break after something has been named."""
    for ends in _NAME_ENDS.finditer(blank, low, high):
        if names(said, low, ends.start()):
            return ends.start()
    return high
