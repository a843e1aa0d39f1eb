"""The words of change: one vocabulary for whoever reads which way a thing went.

Some words say it of the thing itself (*higher*, *fell*), some of the patient (*better*, *worse*): of an outcome
that nobody wants, *better* is less. And some say that there is nothing to tell (*similar*, *did not differ*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from curbside.literature.library.analysis import terms


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


MORE: Final = _words(
    """
    increase increased increases increasing increment higher highest greater rose raise raised raises rise rises
    elevate elevated elevates elevation elevations longer prolong prolonged prolongs prolongation enhance enhanced
    enhances enhancement larger more gain gained gains grew promote promoted promotes exceed exceeded
    exceeds further stronger augment augmented augments doubled tripled stimulated stimulates induced heavier excess
    upregulated amplified heightened boosted expanded intensified lengthened lengthens extends widened accumulated
    thicker deeper harder taller likelier surpassed surpasses surged climbed quadrupled multiplied increments
    increasingly commoner likelier
    """
)
LESS: Final = _words(
    """
    decrease decreased decreases decreasing reduce reduced reduces reducing reduction reductions lower lowered
    lowering lowers lowest fewer less lesser shorter shortened shortens decline declined declines declining fell fall
    drop dropped drops diminish diminished diminishes attenuate attenuated attenuates attenuation smaller prevent
    prevented prevents preventing suppress suppressed suppresses suppression inhibit inhibited inhibits alleviate
    alleviated alleviates alleviating alleviation relieve relieved relieves relieving relief minimised minimized
    protect protected protective protects blunted decrement decrements cut cuts curbed blunts weaker lessened
    halved abolished depressed eliminated downregulated abated curtailed shrank narrowed dampened mitigated mitigates
    rarer scarcer averted avoided spared sparing depleted subsided waned weakened lighter milder briefer thinner
    """
)
BETTER: Final = _words(
    """
    better improve improved improves improving improvement improvements superior superiority restored restores
    restoration amelioration ameliorate ameliorated ameliorates ameliorating optimised optimized normalised normalized
    enriched strengthened strengthens benefit benefits
    """
)
PREFERRED: Final = _words(
    """
    effective efficacious beneficial benefited benefitted favourable favorable favour favor favoured favored favours
    favors favouring favoring advantage advantages preferable outperformed outperforms facilitated facilitates
    optimal
    """
)
"""Better, too, but said of a treatment: of what it did to an outcome nothing else in the sentence tells."""

WORSE: Final = _words(
    """
    worse worst worsen worsened worsens worsening poor poorer inferior inferiority deteriorate deteriorates
    deteriorated deterioration deteriorating impairing impair impaired impairs impairment
    aggravated aggravates exacerbated exacerbates compromise compromises
    compromising compromised hampered detrimental deleterious unfavourable unfavorable
    negatively
    """
)
SOONER: Final = _words("faster earlier quicker quickly sooner rapidly accelerated accelerate hastened")
SLOWER: Final = _words("slower slow slowly slowed slows later delay delayed delays postponed")
SAME: Final = _words(
    """
    similar similarly similarity comparable equivalent equivalence equal equally identical same alike noninferior
    noninferiority unchanged unaffected unaltered unmodified indistinguishable ineffective
    balanced insignificant insignificantly nonsignificant nonsignificantly
    """
)
WHICH_WAY: Final = MORE | LESS | BETTER | PREFERRED | WORSE | SOONER | SLOWER | SAME
"""All of them: what says which way, and not of what."""

_DENIED: Final = (
    r"differ\w*|chang\w*|effects?|effective\w*|affect\w*|benefi\w*|improv\w*|reduc\w*|increas\w*|decreas\w*|lower\w*"
    r"|associat\w*|influenc\w*|relationships?|correlat\w*|impact\w*|alter\w*|modif\w*|superior\w*|better|worse\w*"
    r"|higher|greater|vary|varied|variation\w*|prevent\w*|enhanc\w*|advantage\w*|evidence|significan\w*|gain\w*"
    r"|deteriorat\w*"
)
_NOT_DONE: Final = (
    r"reach\w*|achiev\w*|shows?|led|lead|result\w*|more|less|fewer|longer|shorter|inferior\w*|elevat\w*|attenuat\w*"
    r"|confer\w*|provide\w*|statistical\w*|impair\w*|seen|observed|found|detected|demonstrate\w*|distinguish\w*"
    r"|support\w*|help\w*|induce\w*|prolong\w*|shorten\w*|suppress\w*|protect\w*|produce\w*|exceed\w*|appear\w*"
    r"|add\w*|cause\w*|yield\w*|translat\w*|offer\w*|declin\w*|drop\w*|fall|rise|worsen\w*"
)
_SEEN: Final = (
    "observed|reported|occurred|recorded|noted|found|seen|detected|documented|encountered|experienced"
    "|identified"
)
_DENIAL = re.compile(
    rf"""\b(?:
      (?:no|nor|neither|without(?!(?:\s[\w'-]+){{1,3}}\s(?:had|have|has|was|were|are|is|showed?)\b)|lack\sof|absence\sof|little(?=\s(?:or\sno\s)?(?:\w+\s)?(?:{_DENIED})))
        \s(?:[\w'-]+\s){{0,5}}?(?:{_DENIED}|interaction\w*|discrepanc\w*|clinically)\b
    | (?:not|cannot|\w+n['’]t)\s(?:(?!and\s|but\s)[\w'-]+\s){{0,4}}?(?:{_DENIED}|{_NOT_DONE})\b
    | (?:no|none)\s(?:[\w'/-]+\s){{0,7}}?(?:{_SEEN})\b
    | non-?\s?(?:significan|inferior)\w* | fail(?:ed|s|ure)?\sto\b | unlikely\sto\b | ineffective\b
    | (?<!twice\s)(?<!half\s)(?<!times\s)(?<!third\s)as\s(?:\w+ly\s)?
      (?:effective|good|safe|efficacious|efficient\w*|high|low|often|likely|well\stolerated)(?:\s\w+){{0,3}}\sas\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_RESUMING = "|".join(
    sorted(
        word
        for word in MORE | LESS | BETTER | PREFERRED | WORSE | SAME
        if word.endswith(("ed", "es", "er", "ts"))
    )
)
_DENIAL_ENDS = re.compile(
    r"[,;:]\s|\b(?:but|whereas|while|although|however|except|when)\b"
    rf"|\band\s(?:\w+ly\s)?(?:{_RESUMING})\b",
    re.IGNORECASE,
)
_OR = re.compile(r"\bn?or\s(?:\w+\s)?\Z")
_TURNS = re.compile(r";|\bbut\b")
WORD: Final = re.compile(r"[^\W_]+(?:['’]t\b)?")
_PURPOSE = re.compile(
    r"(?<!found)(?<!shown)(?<!likely)(?<!observed)(?<!seen)(?<!appears)(?<!seems)\sto\s(?:\w+ly\s)?\Z"
)
"""Before a word of change: ``given to reduce pain`` is an aim; ``was found to reduce pain`` is a finding."""
_THAN_NUMBER = re.compile(
    r"\sthan\s(?:or\sequal\sto\s)?(?:\d|one|two|half|twice|a\s|normal\b|expected\b|predicted\b|average\b)"
)
_LESS_AFTER = re.compile(r"\s(?:\w+ly\s)?less\b(?!\sthan\s\d)", re.IGNORECASE)
_MARKEDLY = _words("significantly statistically very markedly considerably remarkably")

COMPARING: Final = _words(
    """
    greater larger more higher smaller less lower fewer better faster longer stronger weaker increased reduced
    decreased
    """
)
_LESS_OF = _words("smaller less lower fewer weaker reduced decreased")
_PARTICIPLES = _words("increased reduced decreased")
_NOUNS_AFTER_PARTICIPLES = _words("gain loss relief")
_COMPARED = _words(
    """
    reduction reductions reduced reducing decrease decreases decreased decreasing decline declines declined drop fall
    loss lowering increase increases increased increasing gain gains rise elevation prolonged improvement
    improvements improved improving effective efficacious effectively beneficial benefit relief suppression
    attenuation favourable favorable worsening deterioration
    """
)
_COMPARED_NOUNS = _words(
    """
    reduction reductions decrease decreases decline declines drop fall loss lowering increase increases gain gains
    rise elevation improvement improvements relief suppression attenuation worsening deterioration
    """
)
_IS_MEASURED = re.compile(r"[^.;,]*\s(?:was|were|is|are|being)\s(?:\w+ly\s|much\s|even\s)*")
_PARTS = _words("in than of for")
_MEASURES = _words("rate rates degree extent magnitude amount")
_BREAK = re.compile(r"[;.,(]|\b(?:is|are|was|were)\b")
_REACH = 24


class Change(NamedTuple):
    """Characters of a sentence that say which way: 1 is more, -1 is less, 0 is no difference."""

    start: int
    end: int
    way: int


def denies(text: str) -> bool:
    """Does the text say, anywhere, that there was no difference?"""
    if _DENIAL.search(text) is not None:
        return True
    return any(word[0].lower() in SAME for word in WORD.finditer(text))


def way_of(word: str, *, is_unwanted: bool = False, is_time: bool = False) -> int | None:
    """1 for more, -1 for less, None for a word of no change; of a lower-case word.

    What is better for the patient is less of an unwanted outcome; what comes sooner is less of a time.
    """
    if word in MORE:
        return 1
    if word in LESS:
        return -1
    if word in SOONER or word in SLOWER:
        return -1 if (word in SOONER) is is_time else 1
    if word in BETTER or word in PREFERRED:
        return -1 if is_unwanted else 1
    if word in WORSE:
        return 1 if is_unwanted else -1
    return None


def aims_at(text: str, start: int) -> bool:
    """Does the word at ``start`` say what something was for, rather than what came of it?"""
    return _PURPOSE.search(text, max(0, start - _REACH), start) is not None


def changes(
    text: str, *, is_unwanted: bool = False, is_time: bool = False, own: frozenset[str] = frozenset()
) -> list[Change]:
    """Every place where the sentence says which way, in order.

    A denial takes in the words of change it governs. ``Greater`` before ``reduction`` is one change, and less; but
    not before a noun whose term is in ``own``: where weight loss is the outcome, greater weight loss is more.
    """
    denials = list(_denials(text))
    found = [Change(start, end, 0) for start, end, _ in denials]
    words = [(word[0].lower(), word.start(), word.end()) for word in WORD.finditer(text)]
    index = 0
    while index < len(words):
        word, start, end = words[index]
        index += 1
        if any(first <= start < until for first, _, until in denials):
            continue
        way = _way_there(text, words, index - 1, is_unwanted=is_unwanted, is_time=is_time)
        if way is None or (way and aims_at(text, start)):
            continue
        if way and denials and _goes_on_denying(text, denials[-1][0], start):
            way = 0
        elif way and _LESS_AFTER.match(text, end):
            # "Function declined less" is more of it, in comparison.
            way, index = -way, index + 1
        elif word in COMPARING:
            compared = _compared_noun(text, words, index, own)
            if compared is not None:
                noun, _, end = words[compared]
                of = -1 if noun == "loss" else way_of(noun, is_unwanted=is_unwanted, is_time=is_time)
                way = (-1 if word in _LESS_OF else 1) * (of or (-1 if is_unwanted else 1))
                index = compared + 1
        found.append(Change(start, end, way))
    return _measured(text, sorted(found), own)


def _measured(text: str, found: Sequence[Change], own: frozenset[str]) -> list[Change]:
    """``The fall in pain was smaller with A`` is one change, and more of it: the noun, measured by what follows."""
    kept: list[Change] = []
    for change in found:
        times = _measure_of(text, kept[-1], change, own) if kept else None
        if times is None:
            kept.append(change)
        else:
            kept[-1] = Change(kept[-1].start, change.end, times * kept[-1].way)
    return kept


def _measure_of(text: str, noun: Change, comparative: Change, own: frozenset[str]) -> int | None:
    words = [text[one.start : one.end].lower() for one in (noun, comparative)]
    if not noun.way or words[0] not in _COMPARED_NOUNS or words[1] not in COMPARING:
        return None
    if not own.isdisjoint(terms(words[0])):
        return None
    if not _IS_MEASURED.fullmatch(text, noun.end, comparative.start):
        return None
    return -1 if words[1] in _LESS_OF else 1


def _denials(text: str) -> Iterator[tuple[int, int, int]]:
    """``(start, end, until)`` of each: the characters that deny, and how far their denial reaches."""
    for denial in _DENIAL.finditer(text):
        ends = _DENIAL_ENDS.search(text, denial.end())
        yield denial.start(), denial.end(), len(text) if ends is None else ends.start()


def _way_there(
    text: str, words: list[tuple[str, int, int]], index: int, *, is_unwanted: bool, is_time: bool
) -> int | None:
    word, _, end = words[index]
    if word in SAME:
        # "Similarly, pain fell" likens two sentences, not two arms.
        return None if text.startswith(",", end) and word == "similarly" else 0
    if word in {"high", "low"} and index and words[index - 1][0] in _MARKEDLY:
        return 1 if word == "high" else -1
    if word in COMPARING and _THAN_NUMBER.match(text, end):
        return None
    return way_of(word, is_unwanted=is_unwanted, is_time=is_time)


def _goes_on_denying(text: str, denial: int, start: int) -> bool:
    """``did not reduce pain, or improve sleep``: is this word of change the second half of a denial before it?"""
    between = text[denial:start]
    return start > denial and _OR.search(between) is not None and _TURNS.search(between) is None


def _compared_noun(
    text: str, words: list[tuple[str, int, int]], index: int, own: frozenset[str]
) -> int | None:
    """Where, within five words, stands the noun that a comparative measures: the ``reduction`` of ``greater``."""
    comparative, _, begins = words[index - 1]
    for later in range(index, min(index + 5, len(words))):
        word, start, _ = words[later]
        if (word in _PARTS and words[later - 1][0] not in _MEASURES) or _BREAK.search(text, begins, start):
            return None
        if word in _COMPARED and own.isdisjoint(terms(word)):
            joined = comparative not in _PARTICIPLES or word in _NOUNS_AFTER_PARTICIPLES
            return later if joined else None
    return None
