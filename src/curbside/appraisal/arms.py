"""Which arm of a trial a sentence speaks of, and whether as the one that is measured or the one measured against.

``Pain was lower with A than with B``: A is spoken of, B is the reference. An arm goes by the words its prompt has and
the other has not, by short forms, by the letter or number the abstract gives it (``group A``), and, where its prompt
says nothing better, by what such arms are called (``the control group``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from curbside.appraisal.change import WORD
from curbside.appraisal.naming import ShortForms, Word, term_of
from curbside.literature.library.analysis import terms


class Arm(StrEnum):
    """One side of a comparison."""

    INTERVENTION = "intervention"
    COMPARATOR = "comparator"

    @property
    def other(self) -> Arm:
        """The side it is compared with."""
        return Arm.COMPARATOR if self is Arm.INTERVENTION else Arm.INTERVENTION


class ArmNamed(NamedTuple):
    """A place in a sentence that names an arm; a reference is what another is compared with."""

    start: int
    arm: Arm
    is_reference: bool


def _terms(words: str) -> frozenset[str]:
    return frozenset(map(term_of, words.split()))


_CALLED: Final = {
    Arm.INTERVENTION: _terms(
        "intervention interventional treatment treated experimental active study test trial verum supplemented ig eg"
    ),
    Arm.COMPARATOR: _terms(
        """
        control controls placebo sham vehicle usual conventional standard comparator comparison untreated nontreated
        reference waitlist waiting observation cg
        """
    ),
}
_STANDS_ALONE: Final = _terms("control controls placebo sham vehicle ig eg cg waitlist")
"""Called so without "group" or "patients" beside it."""
_OF_EITHER: Final = _terms(
    """
    vs versus one two three four both only with without alone plus combined combination divided group arm patient
    patients subjects participants children women men received receiving given followed treatment therapy dose doses
    once twice daily day days week month years hours per mg ml kg ug min
    """
)
_BASELINE = re.compile(r"baseline|before|pre-", re.IGNORECASE)
_LEFT_OUT = re.compile(r"\b(?:without|not|no|non-?)\s*(?:the\s)?(?:addition\sof\s)?\w+", re.IGNORECASE)
_DENIED_BEFORE = re.compile(r"\b(?:non-?|without|not|no|un)\s*(?:the\s)?\Z", re.IGNORECASE)
_DENIAL_REACH = 14
_SAME_NAME = 24
_ANOTHER = re.compile(r"\b(?:than|versus|vs|v|and|or|to|with|against|over|from)\b|[,;:(/]")
_OF_PEOPLE = re.compile(
    r"""\w*[-\s]+(?:\w+[-\s]+)?(?:groups?|arms?|cohort|participants?|patients?|subjects?|individuals|recipients?
    |children|women|men|infants?|neonates|babies|mothers|students|sides?|eyes?|clusters?|schools?|villages|practices
    |conditions?|phase|period|sites?|animals|rats|mice|care|diet|formula)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTROL_OF = re.compile(r"\w+\s(?:of|over)\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(\w+)\s\Z")
_BEFORE_REACH = 20
_BEFORE_ARM: Final = frozenset(
    "the than versus vs with to and or in of for a by from placebo sham active healthy untreated as".split()
)

_LABEL = re.compile(
    r"\b(?:[Gg]roups?|GROUP|[Aa]rm)\s([A-Z]{1,2}\d?|\d|I{1,3}V?)\b|\b([A-Z]{1,2}\d?)[ -](?:group|arm)\b"
)
_LETTER = re.compile(r"\(([A-Z])\)")
_SENTENCE_ENDS = re.compile(r"[.;]\s")
_LABEL_REACH, _BRACKET_REACH = 110, 60

COMPARES: Final = re.compile(
    r"""\b(?:than|versus|vs\.?|v\.?(?=\s)|compared|comparison|relative\sto|against|as\sopposed\sto
    |(?:those|that)\s(?:of|in|for|with|receiving)
    |(?:superior\w*|advantages?)\s(?:to|over)|inferior\sto)(?=\W)""",
    re.IGNORECASE | re.VERBOSE,
)
_REFERENCE_ENDS = re.compile(r"[;,.]\s|\)")
_REFERENCE_REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """What each arm goes by: terms, labels (``group A``), letters, and names that such arms are called by."""

    words: dict[str, Arm]
    labels: dict[str, Arm]
    letters: dict[str, Arm]
    called: dict[str, Arm]

    def named(self, text: str, words: Sequence[Word]) -> list[ArmNamed]:
        """The places where a sentence names an arm, in order; "the non-A group" names the other."""
        places: list[tuple[int, Arm]] = []
        for word in words:
            arm = self._named_by(text, word, after=places[-1][0] if places else None)
            if arm is not None:
                places.append((word.start, arm.other if _is_denied(text, word.start) else arm))
        labelled = ((label.start(), self.labels.get(label[1] or label[2])) for label in _LABEL.finditer(text))
        places += [(start, arm) for start, arm in labelled if arm is not None]
        compares = [word.end() for word in COMPARES.finditer(text)]
        return [
            ArmNamed(start, arm, any(_refers(text, end, start) for end in compares))
            for start, arm in sorted(places)
        ]

    def _named_by(self, text: str, word: Word, *, after: int | None) -> Arm | None:
        if word.term in self.words:
            return self.words[word.term]
        if word.end - word.start == 1 and text[word.start] in self.letters:
            return self.letters[text[word.start]]
        called = self.called.get(word.term)
        if called is None:
            return None
        if after is not None and _is_one_name(text[after : word.start]):
            return None  # "Elmosartan-treated patients" are not the treated ones, if that is the comparator.
        if _OF_PEOPLE.match(text, word.start):
            return called
        alone = word.term in _STANDS_ALONE and not _is_control_of_something(text, word)
        return called if alone else None


def _is_one_name(between: str) -> bool:
    return len(between) < _SAME_NAME and _ANOTHER.search(between) is None


def _is_control_of_something(text: str, word: Word) -> bool:
    """``Control of asthma``, ``asthma control``, and not ``with control``: what was controlled, and no arm."""
    if text[word.start : word.end].lower() != "control":
        return False
    before = _WORD_BEFORE.search(text, max(0, word.start - _BEFORE_REACH), word.start)
    return _CONTROL_OF.match(text, word.start) is not None or (
        before is not None and before[1].lower() not in _BEFORE_ARM
    )


def _is_denied(text: str, start: int) -> bool:
    return _DENIED_BEFORE.search(text, max(0, start - _DENIAL_REACH), start) is not None


def _refers(text: str, compares: int, start: int) -> bool:
    return 0 <= start - compares <= _REFERENCE_REACH and not _REFERENCE_ENDS.search(text, compares, start)


def arms_of(
    intervention: str, comparator: str, abstract: str, short: ShortForms, outcome: frozenset[str]
) -> Arms:
    """How the abstract may name the arms that a prompt describes; never by a word of the outcome."""
    described = {Arm.INTERVENTION: intervention, Arm.COMPARATOR: comparator}
    said = {arm: _described(text, short) for arm, text in described.items()}
    usual = outcome | _CALLED[Arm.INTERVENTION] | _CALLED[Arm.COMPARATOR]
    # Where nothing else tells the arms apart, "once" and "twice" have to.
    words = _telling_apart(said, usual | _OF_EITHER) or _telling_apart(said, usual)
    if _BASELINE.search(comparator):
        words[term_of("baseline")] = Arm.COMPARATOR
    return Arms(
        words=words,
        labels=_labels(described, abstract, words),
        letters={letter: arm for arm, text in described.items() for letter in _LETTER.findall(text)},
        called=_called(said),
    )


def _telling_apart(said: dict[Arm, frozenset[str]], without: frozenset[str]) -> dict[str, Arm]:
    return {term: arm for arm in Arm for term in said[arm] - said[arm.other] - without}


def _described(text: str, short: ShortForms) -> frozenset[str]:
    kept = _LEFT_OUT.sub(" ", text)
    found = {
        term_of(word[0])
        for word in WORD.finditer(kept)
        if len(word[0]) > 1 and not word[0].isdigit() and terms(word[0])
    }
    spelt_out = [long for form, long in short.items() if form in found]
    shortened = [form for form, long in short.items() if long and long <= found]
    return frozenset(found.union(shortened, *spelt_out))


def _called(said: dict[Arm, frozenset[str]]) -> dict[str, Arm]:
    """What such arms are called, but for a name that the other arm's own description has."""
    called: dict[str, Arm] = {}
    for arm in Arm:
        called |= dict.fromkeys(_CALLED[arm] - said[arm.other], arm)
        called |= dict.fromkeys((_CALLED[arm] & said[arm.other]) - said[arm], arm.other)
    return called


def _labels(described: dict[Arm, str], abstract: str, words: dict[str, Arm]) -> dict[str, Arm]:
    """Labels and their arms: as the prompt gives them; else by what the abstract says next to each."""
    given = {label: arm for arm, text in described.items() for label in _labels_in(text)}
    if given:
        return given
    leaning: dict[str, int] = {}
    for label in _LABEL.finditer(abstract):
        beside = [words.get(term_of(word)) for word in WORD.findall(_beside(abstract, label))]
        lean = beside.count(Arm.INTERVENTION) - beside.count(Arm.COMPARATOR)
        name = label[1] or label[2]
        leaning[name] = leaning.get(name, 0) + lean
    found = {name: Arm.INTERVENTION if lean > 0 else Arm.COMPARATOR for name, lean in leaning.items() if lean}
    found |= _by_initial(described, leaning.keys() - found.keys())
    if len(leaning) == 2 and len(found) == 1:
        ((name, arm),) = found.items()
        found |= dict.fromkeys(leaning.keys() - {name}, arm.other)
    return found


def _by_initial(described: dict[Arm, str], labels: Collection[str]) -> dict[str, Arm]:
    """``Group D`` is the group given dexmedetomidine, where nothing in the other arm begins with a D."""
    initials = {arm: {word[0].upper() for word in WORD.findall(text)} for arm, text in described.items()}
    initials[Arm.COMPARATOR].add("C")
    return {label: arm for arm in Arm for label in labels if label in initials[arm] - initials[arm.other]}


def _labels_in(text: str) -> list[str]:
    return [label[1] or label[2] for label in _LABEL.finditer(text)]


def _beside(abstract: str, label: re.Match[str]) -> str:
    """What explains a label: what follows it, or what stands before it where it is in brackets."""
    after = abstract[label.end() : label.end() + _LABEL_REACH]
    for ends in (_LABEL, _SENTENCE_ENDS):
        if found := ends.search(after):
            after = after[: found.start()]
    if abstract[label.start() - 1 : label.start()] != "(":
        return after
    before = abstract[max(0, label.start() - _BRACKET_REACH) : label.start()]
    others = list(_LABEL.finditer(before))
    return f"{before[others[-1].end() :] if others else before} {after}"
