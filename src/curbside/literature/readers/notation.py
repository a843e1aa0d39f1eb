"""Raised and lowered characters, kept from running into the numbers beside them.

``10<sup>-3</sup>`` with its tags dropped is ``10-3``, and ``2.5<sup>12</sup>`` is ``2.512``: another
number. So what stood above or below the line is still told apart when it stands in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from itertools import groupby, pairwise


class Script(Enum):
    """Where a run of characters stands."""

    ON_THE_LINE = auto()
    ABOVE = auto()
    BELOW = auto()


Run = tuple[str, Script]

_RAISED = str.maketrans("0123456789+-−–=()nio", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ°")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_READ_AS_THEY_STAND = frozenset({"st", "nd", "rd", "th", "®", "™", "©", "°"})
_ISOTOPE = re.compile(r"\d{1,3}m?\|[A-Z][a-z]?(?![a-z])")


def typeset(runs: Iterable[Run]) -> str:
    """One text of the runs. What is raised becomes ``⁻³`` where Unicode has every character, else ``^(…)``.

    What is lowered after a letter and before no digit stays plain (``vitamin D3``, ``CO2``: as everyone
    searches for it), and so does an isotope's number (``131I``); other lowered text becomes ``₁₀``, or
    ``_(…)``.
    """
    joined = [
        ("".join(run for run, _ in group), script) for script, group in groupby(runs, key=lambda run: run[1])
    ]
    text = ""
    for (run, script), (after, _) in pairwise([*joined, ("", Script.ON_THE_LINE)]):
        match script:
            case Script.ABOVE:
                text += _raised(run.strip(), before=text, after=after)
            case Script.BELOW:
                text += _lowered(run.strip(), before=text, after=after)
            case Script.ON_THE_LINE:
                text += run
    return text


def _raised(run: str, *, before: str, after: str) -> str:
    opens_a_word = not before or before[-1].isspace()
    if not run or run in _READ_AS_THEY_STAND or (opens_a_word and _ISOTOPE.match(f"{run}|{after}")):
        return run
    return _in_small(run, _RAISED) or f"^({run})"


def _lowered(run: str, *, before: str, after: str) -> str:
    if not run or (before[-1:].isalpha() and not after[:1].isdigit()):
        return run
    return _in_small(run, _LOWERED) or f"_({run})"


def _in_small(run: str, small: dict[int, int]) -> str:
    return run.translate(small) if all(ord(character) in small for character in run) else ""
