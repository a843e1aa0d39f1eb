"""Which way a sentence says an outcome went: more of it, less of it, or no difference.

Up and down are said of the measured thing, not of the patient: a fall in pain is *decreased*. Whether that
is a benefit depends on the outcome and is judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from curbside.appraisal.change import PREFERRED, WORD, aims_at, denies, way_of
from curbside.appraisal.estimates import Effect, Estimate, PValue, estimates


class Direction(StrEnum):
    """As ``curbside appraise`` prints it. None in its place means that the sentence does not say."""

    INCREASED = "increased"
    DECREASED = "decreased"
    NO_DIFFERENCE = "no difference"


_CLAUSES = re.compile(
    r"[;, ](?:(?<=;) | ?(?:but|whereas|although|though|however|yet)\b,?"
    r"|(?<=,) (?:while|and|with|neither|nor) )",
    re.IGNORECASE,
)
_WORSENED = frozenset({"worsen", "worsened", "worsening", "worsens"})
"""Said of what is bad already: more of it."""

_STEM = 5
_SHORTEST_TELLING = 3


def direction(sentence: str, *, outcome: str = "") -> Direction | None:
    """The direction the sentence reports, or None when it reports none, as questions and aims do not.

    With `outcome`, the clause that shares most words with it is read first, and in it the word of change
    nearest to them, so that "pain fell, but sleep did not change" has an answer for each. Words of "no
    difference" outweigh words of change in a clause ("did not increase"). A change that its own p value or
    interval calls compatible with chance is no difference. Figures decide alone where there is no word, a
    ratio below 1 being *decreased*.
    """
    if sentence.endswith("?"):
        return None
    asked = _stems(outcome)
    clauses = _CLAUSES.split(sentence)
    if asked:
        clauses.sort(key=lambda clause: -len(asked & _stems(clause)))
    return next((way for clause in clauses if (way := _of_clause(clause, asked)) is not None), None)


def _stems(text: str) -> frozenset[str]:
    """Words cut to their first letters: enough for ``relapse`` to meet ``relapses`` and ``relapsed``."""
    return frozenset(word[:_STEM] for word in WORD.findall(text.lower()) if len(word) >= _SHORTEST_TELLING)


def _of_clause(clause: str, asked: frozenset[str]) -> Direction | None:
    if denies(clause):
        return Direction.NO_DIFFERENCE
    figures = estimates(clause)
    if _is_by_chance(figures):
        return Direction.NO_DIFFERENCE
    return _by_words(clause, asked) or _by_figures(figures)


def _by_words(clause: str, asked: frozenset[str]) -> Direction | None:
    """The word of change nearest to the outcome; the first one where the clause does not name it."""
    words = [(word[0].lower(), word.start()) for word in WORD.finditer(clause)]
    named_at = next((start for word, start in words if word[:_STEM] in asked), 0)
    found = [
        (_distance(clause, *sorted((start, named_at))), way)
        for word, start in words
        if (way := _way(word)) is not None and not aims_at(clause, start)
    ]
    return min(found)[1] if found else None


def _way(word: str) -> Direction | None:
    way = 1 if word in _WORSENED else way_of(word)
    if way is None or word in PREFERRED:
        return None
    return Direction.INCREASED if way > 0 else Direction.DECREASED


def _distance(clause: str, start: int, end: int) -> int:
    """Characters between, and more across an "and": ``higher calcium and lower cortisol``."""
    return end - start + 40 * (" and " in clause[start:end])


def _is_by_chance(figures: Sequence[Estimate]) -> bool:
    """Do the figures that test anything all say that chance would do? False when none tests anything."""
    tests = [figure.is_significant for figure in figures if isinstance(figure, PValue)]
    tests = tests or [figure.excludes_no_effect for figure in figures if isinstance(figure, Effect)]
    return bool(tests) and all(test is False for test in tests)


def _by_figures(figures: Sequence[Estimate]) -> Direction | None:
    for figure in figures:
        if (
            isinstance(figure, Effect)
            and figure.measure
            and figure.excludes_no_effect
            and figure.value is not None
        ):
            more = figure.value > figure.measure.of_no_effect
            return Direction.INCREASED if more else Direction.DECREASED
    return None
