"""What nobody judged is not judged: "safe", "best", "for everyone" and "start" are said where the quotes say so."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from curbside.verification.comparison import Held, Mismatch


class _Judgement(NamedTuple):
    """A claim that holds this, and that its quotes must hold in some words of its kind, and not in those against it."""

    called: str
    claimed: re.Pattern[str]
    carried: re.Pattern[str]
    against: re.Pattern[str] | None = None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_NOT: Final = r"(?<!not )(?<!not been )(?<!never )(?<!un)"

_JUDGEMENTS: Final = (
    _Judgement(
        "safe",
        _words(rf"{_NOT}safe(?:ly)?|harmless|risk[- ]free|without\s(?:any\s)?risks?"),
        _words(
            r"safe\w*|harm\w*|tolera\w+|toxic\w*|(?:adverse|side)[- ]\w+|risks?|hypercalc\w+|bleed\w*|complication\w*"
            r"|(?:well|may\sbe|can\sbe)\s(?:given|used|taken)|no\s(?:dose\s)?(?:adjustment|change)\w*"
        ),
        _words(r"contra-?indicat\w+|not\ssafe|unsafe|must\snot\sbe\s\w+"),
    ),
    _Judgement(
        "fit for use",
        _words(r"(?:can|may)\s(?:\w+ly\s)?be\s(?:used|given|taken|started|continued|prescribed|combined)"),
        _words(
            r"(?:can|may|might|could)|use[ds]?|using|given|giv(?:e|ing)|tak(?:e|en|ing)|safe\w*|effective\w*|approved|licen[sc]ed"
            r"|tolera\w+|option\w*|recommend\w*|indicated|adjust\w*|continu\w+|start\w*|appropriate|suitable|eligible|allow\w*"
            r"|prescri\w+|treat\w*|therap\w+|dose\w*|improv\w+|reduc\w+|benefi\w+"
        ),
        _words(r"warning|not\sapproved|must\snot|rather\sthan|not\srecommended"),
    ),
    _Judgement(
        "best",
        _words(
            r"best|ideal(?:ly)?|most\seffective|gold\sstandard|(?:drug|treatment)\sof\schoice|superior|unrivalled"
        ),
        _words(
            r"best|ideal\w*|optim\w+|most|gold|choice|superior\w*|better|first[- ]line|prefer\w+|more|greate[rs]\w*"
            r"|larg\w+|high\w+|low\w+|reduc\w+|fewer|less|outperform\w*"
        ),
    ),
    _Judgement(
        "a cure",
        _words(r"cur(?:es?|ed|ing|ative)|guarante\w+|eliminates?|miracle|proven\sto"),
        _words(
            r"cur(?:es?|ed|ing|ative)|guarante\w+|eliminat\w+|eradicat\w+|remission|resol\w+|proven|proved|proof"
        ),
    ),
    _Judgement(
        "a help",
        _words(r"helps?|helped|works?|worked|(?:is|was|are|were)\s(?:effective|beneficial|helpful)"),
        _words(
            r"help\w*|work\w*|effective\w*|efficac\w+|benefi\w+|use(?:d|ful)|recommend\w*|indicated|success\w*|superior\w*"
            r"|reduc\w+|improv\w+|reliev\w+|relief|eas(?:e|ed|es|ing)|allevia\w+|prevent\w*|protect\w*|respon\w+|control\w*"
            r"|low\w*|less\w*|fewer|small\w*|short\w*|slow\w*|decreas\w+|declin\w+|diminish\w*|fall|fell|drop\w*"
            r"|high\w*|more|great\w*|better|increas\w+|rais\w+|rose|gain\w*|favou?r\w*|resol\w+|remission|cur(?:e|es|ed)"
        ),
    ),
    _Judgement(
        "for everyone",
        _words(
            r"every(?:one|body)|anyone|anybody|all\s(?:kidney|renal|ages?|patients?|people|women|men)\b"
            r"|(?<!not in )(?<!needed in )(?<!seen in )(?<!found in )(?<!n't in )"
            r"any\s(?:kidney|renal|ages?|patients?|people|women|men)\b"
        ),
        _words(
            r"all|any\w*|every\w*|each|(?:regardless|irrespective)\sof\s(?:age|kidney|renal)|universal\w*|routine\w*"
            r"|general\spopulation"
        ),
    ),
)
_WORKS: Final = re.compile(
    r"(?:\b(?:works?|worked|helps?|helped)|\b(?:is|was|are|were)\s(?:\w+ly\s)?"
    r"(?:effective|beneficial|useful|helpful|successful|worthwhile))(?=\s*(?:[.,;:!)]|$))",
    re.IGNORECASE,
)
"""A verdict with nothing after it: of what it works for, the other comparisons ask."""

_DENIAL: Final = _words(
    r"no|not|nor|never|neither|without|failed|lack\w*|ineffective|neutral|similar\w*|unchanged"
)
_BEGINS: Final = _words(r"start(?:s|ed|ing)?|initiat\w+|begin(?:s|ning)?|began|resum\w+|restart\w*")
_ENDS: Final = _words(
    r"stop(?:s|ped|ping)?|discontinu\w+|withdraw\w*|withh[eo]ld\w*|ceas\w+|halt\w*|interrupt\w*"
)


class JudgementIsGiven:
    """Words that judge need words of their kind in the quotes, and to begin something is not to end it."""

    name = "judgement"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        claim, quoted = held.claim.text, held.quoted.text
        for judged in _JUDGEMENTS:
            said = judged.claimed.search(claim)
            if said is None:
                continue
            if (
                judged.against is not None
                and judged.against.search(quoted)
                and not judged.against.search(claim)
            ):
                return Mismatch(f"it says {said[0]!r} where its quotes say the opposite", conflict=True)
            if judged.carried.search(quoted) is None:
                return Mismatch(f"it calls something {judged.called}, and its quotes do not", conflict=False)
        works = _WORKS.search(claim)
        if works is not None and _DENIAL.search(quoted) and not _denied(claim, works):
            return Mismatch(f"it says {works[0]!r}, and its quotes deny something", conflict=True)
        for mine, other, told in ((_BEGINS, _ENDS, "begins"), (_ENDS, _BEGINS, "ends")):
            theirs = other.search(quoted) is not None and mine.search(quoted) is None
            if theirs and mine.search(claim) and not other.search(claim):
                return Mismatch(f"it {told} what its quotes do not", conflict=True)
        return None


def _denied(claim: str, verdict: re.Match[str]) -> bool:
    """Does the clause that the verdict ends deny something itself?"""
    clause = re.split(r"[,;:]\s", claim[: verdict.end()])[-1]
    return _DENIAL.search(clause) is not None
