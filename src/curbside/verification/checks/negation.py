"""What a claim denies its quotes deny, and what they deny it does not assert."""

from __future__ import annotations

import re
from typing import Final

from curbside.appraisal.change import denies
from curbside.verification.chance import may_be_chance
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.said import Said, Token

_DENYING: Final = re.compile(
    r"\b(?:no|not|never|neither|nor|none|cannot|without|nothing|unchanged|unaffected|unlikely|fail(?:s|ed)?\sto"
    r"|absen(?:t|ce)|lack(?:s|ed|ing)?|contraindicated|avoid(?:s|ed|ing)?|exclud\w+|ineffective|rule[sd]?\sout"
    r"|(?:advi[sc]|recommend|counsel)\w*\s(?:[\w-]+\s){0,9}?against|rather\sthan"
    r"|non-?\w+|discourag\w+|unable|insufficient|little)\b|n['’]t\b",
    re.IGNORECASE,
)
_AS_GOOD_AS_NO: Final = re.compile(
    r"\b(?:independen(?:t|ce|tly)|irrespective|regardless|whatever|free(?:dom)?\s(?:of|from)|naive|naïve|futil\w+|prefer\w*"
    r"|instead\sof|hardly|barely|refus\w+|refractory|resistan\w+|intractable|recalcitrant|insensitiv\w+|unresponsive\w*|negative|los[et]s?|losing|ceas\w+|zero|rare(?:ly)?|limited|unknown|unclear|uncertain|(?:yet|remains)\sto\sbe|invers\w+|un(?!der|til|ion|ique|it)[a-z]{5,})\b|-free\b",
    re.IGNORECASE,
)
"""Words that answer a "no", and whose own lack nobody would miss."""

_SAME: Final = re.compile(
    r"\b(?:similar\w*|comparabl[ey]|equivalent|equal(?:ly)?|identical|the\ssame|alike)\b", re.IGNORECASE
)
_USE: Final = re.compile(
    r"(?P<not>\b(?:not|no|never|nor|n['’]t)\b(?:\s\w+){0,2}\s)?\b(?:(?P<refused>contraindicated|avoid(?:ed|ing)?"
    r"|(?:recommend|advis|counsel)\w*\sagainst)"
    r"|(?:must|should|may|can|do|could)(?P<never>\s?not|\sonly\snot|n['’]t)?\s(?:be\s)?"
    r"(?:use[d]?|given?|taken?|started|prescribed|administered|initiated|continued)"
    r"|recommended|advised|safe(?:ly)?)\b",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(
    r"\b(?:only|solely|exclusively)\s(?:for|in|among|with|when|if|after|on)\b(?!\s(?:\d|one|two|a\s))",
    re.IGNORECASE,
)
_ONLY_IF: Final = re.compile(r"\bonly\s(?:\w+\s)?(?:if|when|in\scase)\b|\bprovided\sthat\b", re.IGNORECASE)
_RESTRICTS: Final = re.compile(
    r"\b(?:only|solely|alone|exclusively|not|n['’]t|no|nor|none|neither|except\w*|unless|restrict\w*|limit\w*|confin\w+"
    r"|specific\w*|unchanged|without|just|if|when|provided|once|where|until|before)\b|n['’]t\b",
    re.IGNORECASE,
)
_OF_EFFECT: Final = re.compile(
    r"differ|chang|effect|affect|significan|associat|influenc|impact|better|worse|higher|lower|more|less|superior|increas|decreas"
    r"|reduc|improv|benefi|relat|correlat|alter|vari|predict|inferior|great|impair",
    re.IGNORECASE,
)
_EITHER_WAY: Final = re.compile(r"\b(?:with\sor\swithout|whether\sor\snot|or\snot)\b", re.IGNORECASE)
_AT_ITS_END: Final = re.compile(r"\s?(?:[,;:.)]|\Z)")
_OPERATOR: Final = re.compile(r"no|not|never|none|nor|neither|without|cannot|non\w*|\w+n['’]t")
_CONTRAST: Final = re.compile(
    r"\b(?:but|and|though|yet)\snot\s(?:with\s|in\s|for\s|of\s|on\s|by\s)?(?:the\s)?"
    r"(?P<denied>[\w-]+(?:\s[\w-]+)?)(?=[,.;)]|\s(?:was|were|is|are)\b|\Z)",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[,(\[]")
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
        if _ONLY.search(held.claim.text) and not _RESTRICTS.search(held.quoted.text):
            return Mismatch("it says 'only' where its quotes do not", conflict=True)
        if _ONLY_IF.search(held.quoted.text) and not _RESTRICTS.search(held.claim.text):
            return Mismatch("its quotes say 'only if', and it does not", conflict=True)
        for one, other in ((held.claim, held.quoted), (held.quoted, held.claim)):
            if word := _undone(one, other):
                return Mismatch(f"{word} is the opposite of what the other says", conflict=True)
        if _is_exchanged(held.claim, held.quoted):
            return Mismatch("it says no to what its quotes affirm, and affirms what they deny", conflict=True)
        if _denied_elsewhere(held.claim, held.quoted):
            return Mismatch("it says no to something, and none of its quotes does", conflict=True)
        if _denied_elsewhere(held.quoted, held.claim):
            return Mismatch("its quotes say no to something, and it does not", conflict=True)
        return None


def _is_exchanged(claim: Said, quoted: Said) -> bool:
    """``With sex, and not with age`` where the quotes say ``age, but not sex``: each denies what the other affirms."""
    mine, theirs = _denied_keys(claim), _denied_keys(quoted)
    if not mine or not theirs or mine & theirs:
        return False
    return mine <= quoted.keys and theirs <= claim.keys


def _denied_keys(said: Said) -> frozenset[str]:
    """The terms a contrast rules out: those of ``sex`` in ``age, but not sex``."""
    return frozenset(
        token.term
        for contrast in _CONTRAST.finditer(said.text)
        for token in said.tokens
        if contrast.start("denied") <= token.start < contrast.end("denied") and token.tells
    )


def _undone(one: Said, other: Said) -> str:
    """A word of the one that the other has only without its un-, non- or in-; empty when there is none."""
    mine, theirs = {token.word for token in one.tokens}, {token.word for token in other.tokens}
    for token in one.tokens:
        for prefix in ("un", "non", "in", "im"):
            bare = token.word.removeprefix(prefix)
            if (
                len(bare) >= _SCOPE
                and not re.search(
                    rf"\b(?:not|no|without|never)\s(?:\w+\s){{0,2}}{re.escape(bare)}\b",
                    other.text,
                    re.IGNORECASE,
                )
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
        and not _AT_ITS_END.match(denying.text, denial.end())
        and not any(one.start() <= denial.start() < one.end() for one in _EITHER_WAY.finditer(denying.text))
    )


def _is_number(text: str, denial: re.Match[str]) -> bool:
    """``No more than 30`` and ``not only`` deny nothing."""
    return (
        re.match(r"\s(?:more\sthan|less|fewer|later|only|just|necessarily)\b", text[denial.end() :])
        is not None
    )


def _scope(said: Said, denial: re.Match[str]) -> list[Token]:
    after = [token for token in said.tokens if token.start >= denial.end()]
    clause = after[0].clause if after else -1
    ends = _ENDS.search(said.text, denial.end())
    reach = [token for token in after if token.clause == clause][:_SCOPE]
    return [token for token in reach if ends is None or token.start < ends.start()] or reach


def _is_asserted(scope: list[Token], denying: Said, other: Said) -> bool:
    telling = [token for token in scope if token.tells or token.word[0].isdigit()]
    if not telling:
        return bool(scope) and not _answers(other.text, scope, denying)
    wanted = {key for token in telling for key in token.keys}
    context = denying.clause(scope[0].clause)
    said_there = [{key for token in clause for key in token.keys} for clause in other.clauses]
    met = [sum(bool(token.keys & keys) for token in telling) for keys in said_there]
    found = False
    for clause, keys, meeting in zip(other.clauses, said_there, met, strict=True):
        # Where more of it is said elsewhere, that is the place to look.
        if not meeting or meeting < max(met):
            continue
        mine = [token for token in context if token.tells or token in telling]
        shared = [token for token in mine if token.keys & keys]
        its = [token for token in clause if token.tells]
        about_it = meeting == len(telling) and sum(
            bool(t.keys & denying.keys) for t in its
        ) >= _COVERED * len(its)
        if len(shared) < _COVERED * len(mine) and not about_it:
            continue
        # What is denied may be a refusal itself, as in "not a contraindication", and then denies nothing.
        denied = [token for token in clause if token.keys & wanted and not _OPERATOR.fullmatch(token.word)]
        text = other.words(clause[0], clause[-1])
        for token in denied:
            at = token.start - clause[0].start
            text = text[:at] + "~" * (token.end - token.start) + text[at + token.end - token.start :]
        if _answers(text, scope, denying):
            return False
        found = True
    return found


def _answers(text: str, scope: list[Token], denying: Said) -> bool:
    """Does the other text say no to it too, in whatever words?"""
    said = " ".join(token.word for token in scope)
    text = _without_what_both_say(text, denying, scope)
    if _DENYING.search(text) or _AS_GOOD_AS_NO.search(text):
        return True
    # What is alike has no difference; it may have a side effect.
    if _OF_EFFECT.search(said) and (_SAME.search(text) or denies(text)):
        return True
    return may_be_chance(text) and not _OF_EFFECT.search(text)


def _without_what_both_say(text: str, denying: Said, scope: list[Token]) -> str:
    """``Without calcium`` and ``under the same protocol`` are no answer to a "not" when both texts say them."""
    start = scope[0].start
    for pattern in (_DENYING, _SAME):
        for found in pattern.finditer(denying.text):
            after = re.match(r"\s[^\W\d_]+", denying.text[found.end() :])
            # Not the denial that is being looked at.
            if after is None or found.end() <= start <= found.end() + 1:
                continue
            phrase = found[0] + after[0]
            text = re.sub(rf"\b{re.escape(phrase)}\b", "~", text, flags=re.IGNORECASE)
    for found in _AS_GOOD_AS_NO.finditer(denying.text):
        text = re.sub(rf"\b{re.escape(found[0])}\b", "~", text, flags=re.IGNORECASE)
    return text
