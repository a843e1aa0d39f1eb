"""How a sentence speaks of what a careful reader looks for beside a dose: who must not have it, with what, until when.

Documents say it in many words, and whoever misses it is hurt, so the words are wide; what keeps them honest is that the
sentence has to name the treatment, and not only to set something against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from curbside.literature.library.analysis import terms

_GIVEN: Final = (
    r"(?:given|used?|taken?|taking|prescribed|started|administered|received?|offered|combined|swallowed)"
)
_KIDNEY: Final = r"(?:renal|kidney|nephr\w+)"
_LOW: Final = r"(?:poor|reduced|impaired|declining|falling|failing|low|decreased|worsening)"
_TOGETHER: Final = (
    r"\b(?:together|combin\w+|alongside|concomitant\w*|concurrent\w*|simultaneous\w*|co-?(?:administ|prescri)\w+"
    r"|(?:given|taken?|taking|used?) with|add(?:ed|ing|ition of))\b"
)
_CONSEQUENCE: Final = (
    r"\b(?:levels?|exposures?|concentrations?|AUC|clearance|toxicity|toxic|bleed\w*|avoid\w*|caution|not|never|doubl\w+"
    r"|tripl\w+|halv\w+|times|raise[sd]?|risks?|hypotension|effects? of|less effective)\b"
)
_SPEAKS_OF: Final = {
    "contraindications": (
        r"\bcontra-?indicat"
        rf"|\b(?:must|should|ought|may|can|is|are) (?:not|never) (?:to )?(?:be )?(?:routinely )?{_GIVEN}\b"
        rf"|\b(?:should|must|ought to|need to) not {_GIVEN}\b|\b(?:cannot|never) (?:be )?{_GIVEN}\b"
        r"|\b(?:is|are|be|best) avoided\b|\b(?:to|should|must) avoid\b|\bavoid(?:ing)? (?:the use of |using |giving )?"
        r"|\bpreclud|\bnot recommended\b|\brecommend\w* against\b|\bboxed warning\b|\bunsafe\b|\bforbidden\b"
        r"|\bprohibit|\b(?:not|un)(?: |-)?(?:suitable|safe) (?:for|in|with)\b|\b(?:is|are) ruled out\b"
        r"|\bunsuitable (?:for|in)\b|\bno place in\b"
    ),
    "renal impairment": (
        rf"\b{_KIDNEY} (?:impairment|insufficiency|dysfunction|failure|disease|injury)\b|\b(?:h(?:a)?emo)?dialysis\b"
        rf"|\bcreatinine clearance\b|\bCrCl\b|\be?GFR\b|\bglomerular filtration\b|\b{_LOW} {_KIDNEY} function\b"
        rf"|\b{_KIDNEY} function (?:is|was|falls|declines|worsens)\b|\bnephrotoxic"
    ),
    "pregnancy": (
        r"\bpregnan|\bbreast-?\s?(?:fe|milk)|\blactating\b|\bduring lactation\b|\bteratogen|\bunborn\b"
        r"|\bf(?:o)?et(?:us|al)\b|\bplacenta|\bconceiv|\bconception\b|\bcontracept|\bchild-?bearing\b"
        r"|\bnursing (?:mother|wom[ae]n|infant)|\bbirth defects?\b|\bembryo|\btrimester\b|\bmalformations?\b"
    ),
    "interactions": (
        r"\bdrug[- ](?:drug )?interactions?\b|\binteract(?:s|ed)? with\b|\binteractions? (?:with|between)\b"
        r"|\bco-?administ|\bco-?prescri|\bpotentiat|\bgrapefruit\b"
        r"|\b(?:inhibitors?|inducers?) of (?:CYP|P-gp|cytochrome)"
        r"|\b(?:CYP\w+|P-gp|cytochrome[\w ]{0,8}) (?:inhibitors?|inducers?|substrates?)\b|\bnot be combined\b"
        r"|\b(?:raise[sd]?|increase[sd]?|doubled?|tripled?|halve[sd]?|lower(?:s|ed)?|reduce[sd]?) (?:the )?(?:\w+ )?"
        r"(?:levels?|exposure|concentrations?|clearance|AUC|absorption) (?:of|to)\b"
        rf"|(?=.*{_TOGETHER})(?=.*{_CONSEQUENCE})"
    ),
    "monitoring": (
        r"\bmonitor"
        r"|\b(?:must|should|need(?:s|ed)?|has|have|is|are) (?:to )?(?:be )?(?:re-?)?(?:check|measur|test|watch|record)"
        r"|\b(?:check|measur|test)(?:s|ed|e)? .{0,60}"
        r"\b(?:weekly|monthly|yearly|every|each|before|regularly|at baseline)\b"
        r"|\b(?:blood counts?|liver (?:function )?tests?|levels?|ECGs?|checks?) (?:is|are) (?:needed|required|due)\b"
    ),
    "stop rule": (
        r"\bdiscontinu|\btaper"
        r"|\b(?:should|must|to|can|is|are) (?:be )?(?:permanently )?(?:stopped|withdrawn|withheld|paused)\b"
        r"|\b(?:stop(?:ping)?|paus(?:e|ing)|withhold(?:ing)?) (?:taking|it|the drug|at|if|when|once|before|after)\b"
        r"|\b(?:sudden|abrupt|rapid|on|after|upon|following) (?:\w+ )?(?:withdrawal|cessation)\b|\bwithdrawal of\b"
    ),
}
_PATTERNS: Final = {slot: re.compile(words, re.IGNORECASE) for slot, words in _SPEAKS_OF.items()}
"""How a document's sentence speaks of a slot. Words, not stems: lactate is not lactation."""

_OF_THE_STUDY: Final = re.compile(
    r"\b(?:trial|study|recruitment|enrol?ment)s? (?:was|were|is|has been) (?:\w+ ){0,2}"
    r"(?:stopped|discontinued|withdrawn)\b"
    r"|\bP (?:value )?for interaction\b|\b(?:interaction|heterogeneity),? P\b"
    r"|\b(?:was|were) (?:\w+ ){0,2}(?:excluded|ineligible)\b|\bexclu(?:sion|ded)\b",
    re.IGNORECASE,
)
"""What is said of the study and not of its treatment."""
_LAID_DOWN: Final = re.compile(
    r"\b(?:must|should|ought|(?:is|are) (?:not )?to be|contra-?indicated|ha(?:s|ve) to|needs? to|never|preclud\w+)\b",
    re.IGNORECASE,
)
_SET_AGAINST: Final = (
    r"(?:unlike|in contrast (?:to|with)|contrary to|instead of|rather than|as opposed to|compared (?:with|to)"
    r"|versus|vs\.?|more than|less than|not|switch(?:ed|ing)? from|replac(?:ed|ing|es))"
)


def speaks_of(slot: str, text: str) -> bool:
    """Does a sentence speak of a slot, and of the treatment in it, not of how the study went?"""
    return _PATTERNS[slot].search(text) is not None and not _OF_THE_STUDY.search(text)


def lays_down(text: str) -> bool:
    """Does a sentence say what is to be done or not? Then it is no account of how a study went about it."""
    return _LAID_DOWN.search(text) is not None


def is_only_set_against(treatment: Sequence[str], text: str) -> bool:
    """Is the treatment named only as what something else is told apart from: "unlike mirzolol, brenpril is …"?"""
    named = [name for name in treatment if set(terms(name)) <= set(terms(text))]
    if not named:
        return False
    names = "|".join(re.escape(name) for name in named)
    rest = re.sub(rf"\b{_SET_AGAINST}(?: the| with)? (?:{names})\b", " ", text, flags=re.IGNORECASE)
    return rest != text and not any(set(terms(name)) <= set(terms(rest)) for name in named)
