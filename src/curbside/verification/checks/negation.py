"""What a claim denies its quotes deny, and what they deny it does not assert."""

from __future__ import annotations

import re
from typing import Final

from curbside.appraisal.change import denies
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.said import Said, Token

_DENYING: Final = re.compile(
    r"\b(?:no|not|never|neither|nor|none|cannot|without|nothing|unchanged|unaffected|unlikely|fail(?:s|ed)?\sto"
    r"|absen(?:t|ce)|lack(?:s|ed|ing)?|contraindicated|avoid(?:s|ed|ing)?|(?:advis|recommend|counsel)\w*\sagainst|exclud\w+|ineffective|rule[sd]?\sout"
    r"|non-?\w+|discourag\w+|unable|insufficient|little)\b|n['’]t\b",
    re.IGNORECASE,
)
_SAME: Final = re.compile(
    r"\b(?:similar\w*|comparabl[ey]|equivalent|equal(?:ly)?|identical|the\ssame|alike)\b", re.IGNORECASE
)
_USE: Final = re.compile(
    r"(?P<not>\b(?:not|no|never|nor|n['’]t)\b(?:\s\w+){0,2}\s)?\b(?:(?P<refused>contraindicat\w+|avoid(?:ed|ing)?)"
    r"|(?:must|should|may|can|do|could)(?P<never>\s?not|\sonly\snot|n['’]t)?\s(?:be\s)?"
    r"(?:use[d]?|given?|taken?|started|prescribed|administered|initiated|continued)"
    r"|recommended|advised|safe(?:ly)?)\b",
    re.IGNORECASE,
)
_OPERATOR: Final = re.compile(r"no|not|never|none|nor|neither|without|cannot|non\w*|\w+n['’]t")
_SCOPE: Final = 5
_COVERED: Final = 0.6


class NegationIsCarried:
    """Compared where a "not" reaches: the words after it in its clause, wherever the other text says them."""

    name = "negation"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        allowed, refused = _allowed(held.claim.text), _allowed(held.quoted.text)
        if len(allowed) == 1 and len(refused) == 1 and allowed != refused:
            verb = "allows" if True in allowed else "rules out"
            return Mismatch(f"it {verb} what its quotes do not", conflict=True)
        for one, other in ((held.claim, held.quoted), (held.quoted, held.claim)):
            if word := _undone(one, other):
                return Mismatch(f"{word} is the opposite of what the other says", conflict=True)
        if _denied_elsewhere(held.claim, held.quoted):
            return Mismatch("it says no to something, and none of its quotes does", conflict=True)
        if _denied_elsewhere(held.quoted, held.claim):
            return Mismatch("its quotes say no to something, and it does not", conflict=True)
        return None


def _undone(one: Said, other: Said) -> str:
    """A word of the one that the other has only without its un-, non- or in-; empty when there is none."""
    mine, theirs = {token.word for token in one.tokens}, {token.word for token in other.tokens}
    for token in one.tokens:
        for prefix in ("un", "non", "in", "im"):
            bare = token.word.removeprefix(prefix)
            if (
                len(bare) > _SCOPE
                and not bare.startswith(("signific", "balance"))
                and bare != token.word
                and bare in theirs - mine
                and token.word not in theirs
            ):
                return token.word
    return ""


def _allowed(text: str) -> frozenset[bool]:
    """Is a use allowed, or ruled out? Both where both are said, neither where nothing of the kind is."""
    return frozenset(
        (found["refused"] is not None) == (found["not"] is not None or found["never"] is not None)
        for found in _USE.finditer(text)
    )


def _denied_elsewhere(denying: Said, other: Said) -> bool:
    """Does one text say no to what the other says without a no?"""
    return any(
        _is_asserted(_scope(denying, denial), denying, other)
        for denial in _DENYING.finditer(denying.text)
        if not _is_number(denying.text, denial)
    )


def _is_number(text: str, denial: re.Match[str]) -> bool:
    """``No more than 30`` and ``not only`` deny nothing."""
    return re.match(r"\s(?:more|less|fewer|later|only|just|necessarily)\b", text[denial.end() :]) is not None


def _scope(said: Said, denial: re.Match[str]) -> list[Token]:
    after = [token for token in said.tokens if token.start >= denial.end()]
    clause = after[0].clause if after else -1
    comma = said.text.find(",", denial.end())
    reach = [token for token in after if token.clause == clause][:_SCOPE]
    return [token for token in reach if comma < 0 or token.start < comma] or reach


def _is_asserted(scope: list[Token], denying: Said, other: Said) -> bool:
    telling = [token for token in scope if token.tells]
    if not telling:
        return bool(scope) and not (
            _DENYING.search(other.text) or _SAME.search(other.text) or denies(other.text)
        )
    wanted = {key for token in telling for key in token.keys}
    context = denying.clause(scope[0].clause)
    said_there = [{key for token in clause for key in token.keys} for clause in other.clauses]
    met = [sum(bool(token.keys & keys) for token in telling) for keys in said_there]
    for clause, keys, meeting in zip(other.clauses, said_there, met, strict=True):
        # Where more of it is said elsewhere, that is the place to look.
        if not meeting or meeting < max(met):
            continue
        mine = [token for token in context if token.tells]
        shared = [token for token in mine if token.keys & keys]
        if len(shared) < _COVERED * len(mine):
            continue
        # What is denied may be a refusal itself, as in "not a contraindication", and then denies nothing.
        denied = [token for token in clause if token.keys & wanted and not _OPERATOR.fullmatch(token.word)]
        text = other.words(clause[0], clause[-1])
        for token in denied:
            at = token.start - clause[0].start
            text = text[:at] + "~" * (token.end - token.start) + text[at + token.end - token.start :]
        if not (_DENYING.search(text) or _SAME.search(text) or denies(text)):
            return True
    return False
