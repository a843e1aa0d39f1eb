"""Which way a sentence says an outcome went: more of it, less of it, or no difference.

Up and down are said of the measured thing, not of the patient: a fall in pain is *decreased*. Whether that
is a benefit depends on the outcome and is judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from curbside.appraisal.estimates import Effect, Estimate, PValue, estimates


class Direction(StrEnum):
    """As ``curbside appraise`` prints it. None in its place means that the sentence does not say."""

    INCREASED = "increased"
    DECREASED = "decreased"
    NO_DIFFERENCE = "no difference"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_MORE = _words(
    """
    increase increased increases increasing higher greater rose raise raised elevated elevation longer
    prolong prolonged prolongs prolongation enhance enhanced enhances enhancement superior larger more
    better gain gained gains improve improved improves improving improvement improvements faster grew
    promote promoted promotes worsen worsened worsening exceed exceeded exceeds
    """
)
_LESS = _words(
    """
    decrease decreased decreases decreasing reduce reduced reduces reducing reduction reductions lower
    lowered lowering lowers fewer less shorter shortened decline declined declines declining fell fall
    drop dropped drops diminish diminished diminishes attenuate attenuated attenuates attenuation inferior
    smaller prevent prevented prevents preventing suppress suppressed suppresses suppression inhibit
    inhibited inhibits worse poorer slower alleviate alleviated alleviates alleviation relieve relieved
    relieves minimised minimized protect protected protective protects
    """
)
_SAME = _words(
    """
    similar similarly comparable equivalent equal equally identical same noninferior noninferiority
    unchanged unaffected unaltered ineffective insignificant insignificantly nonsignificant
    nonsignificantly
    """
)
_CHANGE = (
    r"(?:differ\w*|chang\w*|effects?|effective\w*|affect\w*|benefi\w*|improv\w*|reduc\w*|increas\w*|decreas\w*"
    r"|lower\w*|associat\w*|influenc\w*|relationships?|correlat\w*|impact\w*|alter\w*|superior\w*|better|worse"
    r"|higher|greater|var(?:y|ied)|prevent\w*|enhanc\w*|advantage\w*|reach\w*|achiev\w*|shows?|led|lead|result\w*"
    r"|evidence|significan\w*)"
)
_NEGATED = re.compile(
    rf"""(?:no|nor|neither|without|lack\sof|absence\sof)\s(?:\w+\s){{0,4}}?{_CHANGE}\b
    | (?:not|cannot|\w+n['’]t)\s(?:\w+\s){{0,3}}?{_CHANGE}\b
    | non-?\s?(?:significan|inferior)\w*
    | fail(?:ed|s|ure)?\sto\b
    | as\s(?:effective|good|safe|efficacious)\sas\b
    | regardless\sof\b""",
    re.VERBOSE,
)
_NEGATING = _words(
    "no nor neither without lack absence not cannot non fail failed fails failure as regardless"
)

_CLAUSES = re.compile(
    r"[;, ](?:(?<=;) | ?(?:but|whereas|although|though|however|yet)\b,?"
    r"|(?<=,) (?:while|and|with|neither|nor) )",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’]t\b)?")
_PURPOSE = re.compile(r"(?<!found)(?<!shown)(?<!likely)(?<!observed)(?<!seen)\sto\s(?:\w+ly\s)?\Z")
"""Before a word of change: ``given to reduce pain`` is an aim; ``was found to reduce pain`` is a finding."""

_REACH = 24
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
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()) if len(word) >= _SHORTEST_TELLING)


def _of_clause(clause: str, asked: frozenset[str]) -> Direction | None:
    told = clause.lower()
    words = [(word[0], word.start()) for word in _WORD.finditer(told)]
    if any(_says_the_same(told, word, start) for word, start in words):
        return Direction.NO_DIFFERENCE
    figures = estimates(clause)
    if _is_by_chance(figures):
        return Direction.NO_DIFFERENCE
    return _by_words(told, words, asked) or _by_figures(figures)


def _says_the_same(told: str, word: str, start: int) -> bool:
    if word in _SAME:
        return True
    negates = word in _NEGATING or word.endswith(("n't", "n’t"))
    return negates and _NEGATED.match(told, start) is not None


def _by_words(told: str, words: Sequence[tuple[str, int]], asked: frozenset[str]) -> Direction | None:
    """The word of change nearest to the outcome; the first one where the clause does not name it."""
    named_at = next((start for word, start in words if word[:_STEM] in asked), 0)
    changes = [
        (_distance(told, *sorted((start, named_at))), way)
        for word, start in words
        if (way := _way(word)) is not None and not _PURPOSE.search(told, max(0, start - _REACH), start)
    ]
    return min(changes)[1] if changes else None


def _way(word: str) -> Direction | None:
    if word in _MORE:
        return Direction.INCREASED
    return Direction.DECREASED if word in _LESS else None


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
