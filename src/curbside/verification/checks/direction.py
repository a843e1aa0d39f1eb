"""A claim says of each outcome which way it went as its quotes do: "reduced hip but not vertebral fractures"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from curbside.appraisal.arms import COMPARES
from curbside.appraisal.change import BETTER, PREFERRED, WORSE, changes
from curbside.appraisal.estimates import Effect, PValue, estimates
from curbside.appraisal.outcome import improves_by_falling
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.said import Said, Token

_IN_WORDS: Final = {1: "more", -1: "less", 0: "no difference"}
_JUDGING: Final = BETTER | PREFERRED | WORSE
_NEAR: Final = 0.8
_FIGURES: Final = re.compile(r"\d[\d.,]*\s?(?:%|mg|ng|points?|mm)|\d/\d")
_STEP: Final = 5.0
_REFERENCE: Final = 60
"""Characters after "than" in which what is compared with is named."""
_MOVED: Final = re.compile(
    r"\b(?:down|up|fell|rose|reduced|increased|decreased|improved|eased|declined)\s(?:\w+ly\s)?\Z"
)
_TELLS_OTHERWISE: Final = re.compile(
    r"invers|\bdown|\bup-|\bloss|analges|positive|negative|correlat", re.IGNORECASE
)
_DENIED: Final = re.compile(r"\b(?:neither|nor|none|no)\b", re.IGNORECASE)


class _Told(NamedTuple):
    """A place that says which way, with how near each key stands to it and the keys of what it is compared with."""

    way: int
    denied: bool
    near: dict[str, float]
    subject: frozenset[str]
    reference: frozenset[str]
    keys: frozenset[str]


class DirectionIsCarried:
    """Compared per outcome and clause. More with A than with B is less with B than with A, and nothing else."""

    name = "direction"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        told = _told(held.quoted)
        by_chance = _may_be_chance(held.quoted.text)
        for one in _told(held.claim):
            scored = [(_likeness(one, other), other) for other in told]
            best = max((score for score, _ in scored), default=0.0)
            if not best:
                if (
                    one.way
                    and not one.keys & held.quoted.keys
                    and not _TELLS_OTHERWISE.search(held.quoted.text)
                    and not _compares_figures(held.quoted.text)
                ):
                    return Mismatch(f"no quote of it says {_IN_WORDS[one.way]}", conflict=False)
                continue
            ways = {other.way * _orientation(one, other) for score, other in scored if score >= _NEAR * best}
            ways |= {
                0 for score, other in scored if score and other.way == 0 and (one.way == 0 or one.denied)
            }
            if one.way in ways or (one.denied and 0 in ways) or (one.way == 0 and by_chance):
                continue
            said = " and ".join(_IN_WORDS[way] for way in sorted(ways))
            return Mismatch(f"it says {_IN_WORDS[one.way]} where its quotes say {said}", conflict=True)
        return None


def _told(said: Said) -> list[_Told]:
    found = []
    compares = [(word.start(), word.end()) for word in COMPARES.finditer(said.text)]
    for change in changes(said.text):
        at = min(range(len(said.tokens)), key=lambda n: abs(said.tokens[n].start - change.start))
        clause = said.clause(said.tokens[at].clause)
        telling = [token for token in clause if token.tells]
        way = change.way
        words = said.text[change.start : change.end].lower().split()
        if way and words and words[0] in _JUDGING and improves_by_falling(_phrase(said, telling)):
            way = -way
        place = said.tokens.index
        near: dict[str, float] = {}
        for token in telling:
            worth = 1 / (1 + abs(place(token) - at) / _STEP)
            for key in token.keys:
                near[key] = max(near.get(key, 0.0), worth)
        start = next(
            (end for begin, end in compares if clause[0].start <= begin and end <= clause[-1].end), None
        )
        reference = frozenset(
            key
            for token in telling
            if start is not None and 0 <= token.start - start < _REFERENCE
            for key in token.keys
        )
        subject = frozenset(
            key
            for token in telling
            if start is not None and not 0 <= token.start - start < _REFERENCE
            for key in token.keys
        )
        before = said.text[clause[0].start : change.start]
        if words and words[0] in {"more", "less"} and _MOVED.search(before):
            continue
        found.append(
            _Told(
                way,
                _DENIED.search(before) is not None,
                near,
                subject - reference,
                reference - subject,
                said.tokens[at].keys,
            )
        )
    return found


def _phrase(said: Said, telling: list[Token]) -> str:
    return " ".join(token.word for token in telling)


def _likeness(one: _Told, other: _Told) -> float:
    """How much the two are of one outcome. "Falls rose" names nothing that tells, and may be any."""
    if not one.near or not other.near:
        return 1.0
    return sum(sorted(one.near[key] * other.near[key] for key in one.near.keys() & other.near.keys()))


def _orientation(one: _Told, other: _Told) -> int:
    """-1 where what one compares with is what the other speaks of, and the other way round."""
    if not one.reference or not other.reference:
        return 1
    crossed = one.reference & other.subject and other.reference & one.subject
    return -1 if crossed and not one.reference & other.reference else 1


def _may_be_chance(text: str) -> bool:
    return any(
        one.is_significant is False if isinstance(one, PValue) else one.excludes_no_effect is False
        for one in estimates(text)
        if isinstance(one, PValue | Effect)
    )


def _tells_otherwise(text: str) -> bool:
    return _TELLS_OTHERWISE.search(text) is not None or _compares_figures(text)


def _compares_figures(text: str) -> bool:
    """Do figures say which way, where no word does: an effect, or a figure for each of two arms?"""
    return any(isinstance(one, Effect) for one in estimates(text)) or len(_FIGURES.findall(text)) > 1
