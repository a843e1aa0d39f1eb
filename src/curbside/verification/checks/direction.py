"""A claim says of each outcome which way it went as its quotes do: "reduced hip but not vertebral fractures"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from curbside.appraisal.arms import COMPARES
from curbside.appraisal.change import BETTER, PREFERRED, SLOWER, SOONER, WORSE, Change, changes
from curbside.appraisal.estimates import Effect, estimates
from curbside.appraisal.naming import term_of
from curbside.appraisal.outcome import improves_by_falling
from curbside.verification.chance import may_be_chance
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.names import labels
from curbside.verification.said import Said, Token

_IN_WORDS: Final = {1: "more", -1: "less", 0: "no difference"}
_JUDGING: Final = BETTER | PREFERRED | WORSE
_NEAR: Final = 0.6
_FIGURES: Final = re.compile(r"\d[\d.,]*\s?(?:%|mg|ng|points?|mm)|\d/\d")
_STEP: Final = 5.0
_STOPS: Final = re.compile(r"[,;:]|\.\s|\b(?:but|whereas|while|although)\b")
_WITHOUT: Final = re.compile(
    r"\b(?:(?<!with or )without(?:\s(?:any|a|the))?\s|non-?\s?|not\s(?:on|taking|given|receiving|using)\s)\Z",
    re.I,
)
_CONTROLS: Final = frozenset(
    "control controls placebo comparator untreated standard usual sham conventional alone".split()
)
_INVERSE: Final = re.compile(r"invers\w*|negatively")
_OF_TIME: Final = frozenset(
    term_of(word)
    for word in "time duration stay length day hour week month longer shorter prolonged shortened delay".split()
)
_PHRASES: Final = (
    (
        re.compile(
            r"\b(?:went|go(?:es|ne)?|c[ao]mes?|br(?:ought|ings?)|moved?|dr[io]ven?|shot)\s(?:\w+\s)?up\b"
        ),
        1,
    ),
    (
        re.compile(
            r"\b(?:went|go(?:es|ne)?|c[ao]mes?|br(?:ought|ings?)|moved?|dr[io]ven?|kept)\s(?:\w+\s)?down\b"
        ),
        -1,
    ),
    (re.compile(r"\bchang(?:e|ed|es)\s(?:[\w-]+\s){0,4}?(?:by|of|was)\s(?:about\s)?(?=[-−–]\d)"), -1),
    (re.compile(r"\bchang(?:e|ed|es)\s(?:[\w-]+\s){0,4}?(?:by|of|was)\s(?:about\s)?(?=\+\d)"), 1),
    (re.compile(r"\b(?:twice|(?:two|three|four|five|[1-9](?:\.\d+)?)\stimes)\sas\b"), 1),
    (re.compile(r"\b(?:half|a\sthird|a\squarter|(?<!\d)0?\.\d+\stimes)\sas\b"), -1),
    (re.compile(r"\b(?:inverse(?:ly)?|negative(?:ly)?)\s(?=(?:associat|relat|correlat|link)\w*)"), -1),
)
_JOIN: Final = 4
_JOINING: Final = re.compile(r"\band\b|,", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\([^()]*\d[^()]*\)")
_LOW: Final = re.compile(r"\blow\s[^.;,]{1,60}\b(?:was|were|is|are)\s(?:\w+ly\s)?\Z", re.IGNORECASE)
_MORE_OFTEN: Final = re.compile(r"(?:more|less)\s(?:common|frequent|prevalent|often)\b", re.IGNORECASE)
"""A low level found more often is a lower level."""
_FAINT: Final = 0.3
"""Below this likeness two places speak of different things, and neither answers the other."""

_ANOTHERS: Final = 0.4
_NEAREST: Final = 4
_LIMIT: Final = re.compile(r"\s(?:than\s|about\s|over\s)?[\d<>≥≤]")
_IMPAIRED: Final = re.compile(
    r"\b(?:renal|kidney|hepatic|liver|cognitive|visual|hearing|mild|moderate|severe)\s\Z", re.IGNORECASE
)
_NAMED_SO: Final = re.compile(
    r"depressed\b|fell\s(?:ill|in|within|short|asleep|into)\b|(?:raised|high|low)\sblood\spressure"
    r"|(?:reduced|impaired)\s(?:kidney|renal|liver|hepatic|left)\b"
    r"|(?:lower|higher)\s(?:limb|extremit|back|respiratory|urinary|grade)",
    re.IGNORECASE,
)
_HAS_MOVED: Final = re.compile(r"(?:\w+ed|rose|fell|grew|shrank|cut)(?<!exceeded)(?<!reduced)", re.IGNORECASE)
_REFERENCE: Final = 60
"""Characters after "than" in which what is compared with is named."""
_MOVED: Final = re.compile(
    r"\b(?:down|up|fell|rose|reduced|increased|decreased|improved|eased|declined)\s(?:\w+ly\s)?\Z"
)
_TELLS_OTHERWISE: Final = re.compile(
    r"invers|\bdown|\bup-|\bloss|analges|positive|negative|correlat", re.IGNORECASE
)
_DENIED: Final = re.compile(
    r"\b(?:neither|nor|none|no|nothing|unable|fail\w*|without|lack\w*)\b"
    r"|(?:\bnot\b|n['’]t\b)(?!.*(?:\b(?:but|and|while|whereas)\b|,))",
    re.IGNORECASE,
)
_DENIED_ITSELF: Final = re.compile(
    r"(?:\b(?:not|cannot|never|neither|nor)|n['’]t)\s(?:\w+\s){0,2}\Z", re.IGNORECASE
)


class _Told(NamedTuple):
    """A place that says which way, with how near each key stands to it and the keys of what it compares.

    ``is_of_time`` of sooner and later.
    """

    way: int
    denied: bool
    near: dict[str, float]
    subject: frozenset[str]
    reference: frozenset[str]
    keys: frozenset[str]
    is_of_time: bool


class DirectionIsCarried:
    """Compared per outcome and clause. More with A than with B is less with B than with A, and nothing else."""

    name = "direction"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        told = _told(held.quoted)
        by_chance = may_be_chance(held.quoted.text)
        for one in _told(held.claim):
            if not one.near and any(other.way == 0 for other in told):
                continue
            scored = [(_likeness(one, other), other) for other in told if _may_answer(one, other)]
            best = max((score for score, _ in scored), default=0.0)
            if best < _FAINT:
                if (
                    not best
                    and one.way
                    and not one.is_of_time
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
    if not said.tokens:
        return []
    bracketed = [(one.start(), one.end()) for one in _BRACKETED.finditer(said.text)]
    compares = [
        (word.start(), word.end())
        for word in COMPARES.finditer(said.text)
        # "(9.75 vs 56.42)" compares figures, and names no arm.
        if not any(begin <= word.start() < end for begin, end in bracketed)
    ]
    ways = _ways(said)
    places = [
        min(range(len(said.tokens)), key=lambda n: abs(said.tokens[n].start - one.start)) for one in ways
    ]
    found = []
    for change, at in zip(ways, places, strict=True):
        number = said.tokens[at].clause
        clause = [(place, token) for place, token in enumerate(said.tokens) if token.clause == number]
        telling = [(place, token) for place, token in clause if token.tells]
        word = next(iter(said.text[change.start : change.end].lower().split()), "")
        before = said.text[clause[0][1].start : change.start]
        if word in {"more", "less"} and _MOVED.search(before):
            continue
        is_better = word in _JUDGING and improves_by_falling(_outcome(said, telling, at))
        found.append(
            _Told(
                _way_there(said, change, word, before) * (-1 if is_better else 1),
                _DENIED.search(before) is not None,
                # What is inversely related to a thing says nothing of itself.
                _nearness(said, telling, at, places, begin=change.start if _INVERSE.match(word) else 0),
                *_arms(said, change, [token for _, token in clause], compares, bracketed),
                said.tokens[at].keys,
                word in SOONER | SLOWER,
            )
        )
    return found


def _way_there(said: Said, change: Change, word: str, before: str) -> int:
    if _DENIED_ITSELF.search(before):
        return 0
    if word in SOONER | SLOWER:
        return -1 if word in SOONER else 1
    is_lack = _LOW.search(before) and _MORE_OFTEN.match(said.text, change.start)
    return -change.way if is_lack else change.way


def _nearness(
    said: Said, telling: Sequence[tuple[int, Token]], at: int, places: Sequence[int], *, begin: int
) -> dict[str, float]:
    """How near to a change each key of its clause stands, from 1 on down; from character ``begin`` on."""
    near: dict[str, float] = {}
    for place, token in telling:
        if token.start < begin:
            continue
        worth = 1 / (1 + abs(place - at) / _STEP)
        # What stands nearer to another word of change is more likely what that one speaks of.
        if any(_apart(said, place, other) < _apart(said, place, at) for other in places):
            worth *= _ANOTHERS
        for key in token.keys:
            near[key] = max(near.get(key, 0.0), worth)
    return near


def _arms(
    said: Said,
    change: Change,
    clause: Sequence[Token],
    compares: Sequence[tuple[int, int]],
    bracketed: Sequence[tuple[int, int]],
) -> tuple[frozenset[str], frozenset[str]]:
    """What a change is said of, and what that is compared with: the words that only the one or the other has."""
    here = [one for one in compares if clause[0].start <= one[0] and one[1] <= clause[-1].end]
    # What "than" follows the change stands against it; where none does, what "compared with" opened with.
    start = next((end for begin, end in here if begin >= change.start), here[-1][1] if here else None)
    end = 0
    if start is not None:
        stop = _STOPS.search(said.text, start)
        end = min(start + _REFERENCE, stop.start() if stop else len(said.text))
    named = [
        token
        for token in clause
        if _may_name_an_arm(said, token) and not any(first <= token.start < last for first, last in bracketed)
    ]
    in_reference = [token for token in named if start is not None and start <= token.start < end]
    reference = _signed(said, in_reference)
    subject = _signed(said, [token for token in named if token not in in_reference])
    return subject - reference, reference - subject


def _signed(said: Said, tokens: Sequence[Token]) -> frozenset[str]:
    """The keys of arms; those of who has or gets not what they say are marked: ``non-smokers``, ``without insulin``."""
    return frozenset(
        f"not:{key}" if _WITHOUT.search(said.text, 0, token.start) else key
        for token in tokens
        for key in token.keys
    )


def _may_name_an_arm(said: Said, token: Token) -> bool:
    if len(token.word) == 1:
        return token.start in labels(said.text)
    return token.tells or token.word in _CONTROLS


def _ways(said: Said) -> list[Change]:
    """The changes of `curbside.appraisal.change`, and those that take more than a word: came down, twice as likely."""
    found = [one for one in changes(said.text) if not _is_of_a_limit(said.text, one)]
    for phrase, way in _PHRASES:
        for place in phrase.finditer(said.text):
            found = [one for one in found if one.end <= place.start() or place.end() <= one.start]
            found.append(Change(place.start(), place.end(), way))
    return sorted(found)


def _apart(said: Said, one: int, other: int) -> int:
    """In words; what is joined on by "and" or a comma stands further off."""
    first, last = sorted((said.tokens[one], said.tokens[other]))
    return abs(one - other) + _JOIN * len(_JOINING.findall(said.text, first.end, last.start))


def _is_of_a_limit(text: str, change: Change) -> bool:
    """``Exceeds 7.5 mmol``, ``more than 30 mg`` and ``renal impairment`` say which, and not which way."""
    word = text[change.start : change.end].lower()
    if word in {"lowest", "highest"} or text.endswith("or ", 0, change.start):
        return True
    if _NAMED_SO.match(text, change.start) or (
        word.startswith("impair") and _IMPAIRED.search(text, 0, change.start)
    ):
        return True
    return _LIMIT.match(text, change.end) is not None and not _HAS_MOVED.fullmatch(word)


def _outcome(said: Said, telling: Sequence[tuple[int, Token]], at: int) -> str:
    """The words that "better" may be said of: those nearest to it."""
    nearest = sorted(telling, key=lambda one: abs(one[0] - at))[:_NEAREST]
    return " ".join(token.word for _, token in sorted(nearest))


def _likeness(one: _Told, other: _Told) -> float:
    """How much the two are of one outcome. "Falls rose" names nothing that tells, and may be any."""
    if not one.near or not other.near:
        return 1.0
    return sum(sorted(one.near[key] * other.near[key] for key in one.near.keys() & other.near.keys()))


def _may_answer(one: _Told, other: _Told) -> bool:
    """Sooner and later are of a time, and nothing else is."""
    return one.is_of_time == other.is_of_time or bool(_OF_TIME & (one.keys | other.keys))


def _orientation(one: _Told, other: _Told) -> int:
    """-1 where what one compares with is what the other speaks of, and the other way round."""
    if one.reference and other.reference:
        crossed = one.reference & other.subject and other.reference & one.subject
        return -1 if crossed and not one.reference & other.reference else 1
    if one.reference or other.reference:
        mine, theirs = (one, other) if one.reference else (other, one)
        # "B had more than A" speaks of B, as "A had less" speaks of A alone: B is nowhere in it.
        shared = mine.subject & theirs.subject
        return (
            -1 if shared and mine.reference <= theirs.subject and 2 * len(shared) <= len(mine.subject) else 1
        )
    opposed = any(
        f"not:{key}" in theirs.subject and key not in theirs.subject
        for mine, theirs in ((one, other), (other, one))
        for key in mine.subject
    )
    return -1 if opposed else 1


def _compares_figures(text: str) -> bool:
    """Do figures say which way, where no word does: an effect, or a figure for each of two arms?"""
    return any(isinstance(one, Effect) for one in estimates(text)) or len(_FIGURES.findall(text)) > 1
