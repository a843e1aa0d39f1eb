"""Which sense a short form has in a question, how sure that is, and why.

What is weighed: that the words around the short form are the name of something known (a "musculoskeletal syndrome" of
an "AI" is the aromatase inhibitors'); that the question writes a long form out; that it has words which keep company
with a sense, or speaks the language of its specialty; and how common each sense is, in medicine and in this library. A
name outweighs a long form written out beside it: people expand a short form wrongly more often than a syndrome changes
its name.

The weights are those of a log-linear model, so that they add up and turn into probabilities. Nothing but commonness
never makes a sense sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.question.reading import OtherSense, SenseChoice
from curbside.question.short_forms import ENGLISH, Mention, mentions
from curbside.terminology.definitions import Definition, definitions_in, in_the_plural, in_the_singular
from curbside.terminology.senses import Inventory, Sense, same_sense
from curbside.terminology.short_forms import specialties


@dataclass(frozen=True, slots=True, kw_only=True)
class SenseWeights:
    """What each kind of evidence adds to the log odds of a sense.

    ``company`` is for the first word that keeps company with it; every further one adds its share of ``more``.
    ``specialty`` is for the first word of its specialty, or for another short form of it, further ones likewise.
    ``commonness`` is for each step of five. Each of the library's publications but the first of a sense counts for
    ``publication``, all of them
    for ``library`` at most, against ``base`` that the shipped commonness stands for. ``most_by_commonness`` is the
    highest probability that a sense has when nothing in the question tells, ``most_by_one_clue`` when one word does,
    and ``most`` the highest of all.
    """

    name: float = 6.5
    beside: float = 5.5
    ruled_out: float = -6.0
    written_out: float = 2.0
    company: float = 2.4
    more: float = 0.9
    specialty: float = 0.5
    commonness: float = 0.5
    publication: float = 4.0
    library: float = 40.0
    base: float = 10.0
    most_by_commonness: float = 0.75
    most_by_one_clue: float = 0.79
    most: float = 0.99


SENSE_WEIGHTS: Final = SenseWeights()

_LEAST_LIKELY: Final = 0.005
"""A reading less likely than this is not worth a reader's time, unless it is the next to be thought of."""

ONLY_SENSE: Final = "the only sense known here"
_SURE: Final = 0.75
_AS_GOOD_AS_SEVERAL: Final = 2
"""Clues: a name, or a long form written out."""
_OFTEN_BESIDE: Final = 0.5
"""In what share of its publications a term stands, at which it is as good as company written down."""

_WORD: Final = re.compile(r"[^\W_]+")
_DENIES: Final = re.compile(
    r"\b(?:not|no|nor|rather than|instead of|excluding|except)\s+(?:an?\s+|the\s+)?", re.IGNORECASE
)
_NEXT_WORD: Final = re.compile(r"\W{1,2}[^\W_]+")
_FAR_OFTENER: Final = 1.5
_RARELY: Final = 10
_PLACES: Final = frozenset(
    ("United States", "United Kingdom", "European Union", "New Zealand", "South Africa")
)

_SAYING_LITTLE: Final = frozenset(
    terms(
        "associated induced related disease disorder syndrome type acute chronic therapy score index test study"
    )
)
"""Words of a name that are said of anything, and so do not tell that it is this name that is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensesRead:
    """``choices`` in the order the short forms stand in; ``read_as`` has every sense written in.

    ``searched`` is what to look for: sources on the subject use an unambiguous short form as readily as the
    question does, so only those that may mean several things are written out in it.
    """

    choices: tuple[SenseChoice, ...]
    read_as: str
    searched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """``weight`` is a log odds, ``clues`` how many things in the question speak for the sense."""

    sense: Sense
    weight: float
    why: str
    clues: int
    is_written_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A short form with its senses, the likeliest first, and a probability for each."""

    short: str
    weighed: tuple[_Weighed, ...]
    shares: tuple[float, ...]

    @property
    def chosen(self) -> Sense:
        return self.weighed[0].sense


def read_senses(text: str, inventory: Inventory, frequency: Callable[[str], int] | None = None) -> SensesRead:
    """The sense of every known short form of a question. ``frequency`` is of terms in the library that is asked.

    Short forms are matched as they are written; one typed in small letters is known when it is no English word. One
    whose only known long form is written out beside it is not reported: there is nothing to tell.
    """
    written = _written_out_by_hand(text)
    # "MS (mitral stenosis) and MS (multiple sclerosis)" leaves nothing to tell, and one reading would be wrong for one.
    twice = {short for short, longs in written.items() if len(longs) > 1}
    found = [mention for mention in mentions(text, inventory) if mention.short not in twice]
    if not found:
        return SensesRead(choices=(), read_as=text, searched=text)
    own = {short: longs[0] for short, longs in written.items() if short not in twice}
    read: dict[str, _Read] = {}
    for _ in range(2):
        # Senses that are sure tell of the specialty, and so of the others: a second look is enough.
        read = {
            short: _read(short, senses, _Said.beside(short, text, found, read), own, inventory)
            for short, senses in _by_short(found).items()
        }
    # "The US" is a country, and no more a short form to a reader than Europe is.
    found = [mention for mention in found if read[mention.short].chosen.long not in _PLACES]
    read = {short: one for short, one in read.items() if one.chosen.long not in _PLACES}
    chosen = {mention.start: read[mention.short].chosen.long for mention in found}
    ambiguous = {short for short, one in read.items() if not _is_as_good_as_typed(one, frequency)}
    return SensesRead(
        choices=tuple(
            _choice(one) for one in read.values() if len(one.weighed) > 1 or not one.weighed[0].is_written_out
        ),
        read_as=_written_in(text, found, chosen, read, own),
        searched=_written_in(text, [m for m in found if m.short in ambiguous], chosen, read, own),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the question holds beside one short form.

    ``denied`` is what stands after each *not*, ``words`` are its words to the letter and ``typed`` its terms, ``after``
    those of the words right after the short form; ``terms`` has besides what other short forms surely mean;
    ``specialties`` names the specialty of each of those.
    """

    text: str
    denied: tuple[str, ...]
    words: frozenset[str]
    typed: frozenset[str]
    after: frozenset[str]
    terms: frozenset[str]
    short_forms: frozenset[str]
    specialties: dict[str, str]

    @staticmethod
    def beside(short: str, text: str, found: Sequence[Mention], read: dict[str, _Read]) -> _Said:
        sure = [
            one
            for one in read.values()
            if one.short != short and one.shares[0] >= _SURE and one.weighed[0].clues
        ]
        # Child-Pugh is nobody's child.
        typed = frozenset(terms(text.replace("Child-Pugh", "Childpugh")))
        following = [_NEXT_WORD.match(text, mention.end) for mention in found if mention.short == short]
        return _Said(
            text=text,
            denied=tuple(text[found.end() :].casefold() for found in _DENIES.finditer(text)),
            words=frozenset(_WORD.findall(text)),
            typed=typed,
            after=frozenset(term for word in following if word for term in terms(word[0])),
            terms=typed.union(*(terms(one.chosen.long) for one in sure)),
            short_forms=frozenset(mention.short for mention in found),
            specialties={one.short: one.chosen.specialty for one in sure if one.chosen.specialty},
        )


def _by_short(found: Iterable[Mention]) -> dict[str, tuple[Sense, ...]]:
    return {mention.short: mention.senses for mention in found}


def _written_out_by_hand(text: str) -> dict[str, list[Definition]]:
    """The long forms that the question itself gives in brackets, by their short forms; wordings of one, once."""
    written: dict[str, list[Definition]] = {}
    for definition in definitions_in(text):
        short, _ = in_the_singular(definition.short, definition.long)
        others = written.setdefault(short, [])
        if not any(same_sense(definition.long, other.long) for other in others):
            others.append(definition)
    return written


def _read(
    short: str,
    senses: tuple[Sense, ...],
    said: _Said,
    written: dict[str, Definition],
    inventory: Inventory,
) -> _Read:
    own = written.get(short)
    if own is not None and not any(same_sense(own.long, sense.long) for sense in senses):
        senses = (*senses, Sense(short=short, long=own.long, commonness=1))
    priors = _priors(senses)
    weighed = [
        _weigh(sense, prior, said, own, inventory, is_only=len(senses) == 1)
        for sense, prior in zip(senses, priors, strict=True)
    ]
    weighed.sort(key=lambda one: -one.weight)
    shares = _shares([one.weight for one in weighed])
    if len(shares) > 1:
        shares = _held_down(shares, _most(weighed[0].clues))
    return _Read(short=short, weighed=tuple(weighed), shares=tuple(shares))


def _most(clues: int) -> float:
    """The highest probability of a sense for which so many things speak."""
    if clues == 0:
        return SENSE_WEIGHTS.most_by_commonness
    return SENSE_WEIGHTS.most_by_one_clue if clues == 1 else SENSE_WEIGHTS.most


def _priors(senses: Sequence[Sense]) -> list[float]:
    """How likely each sense is before the question is looked at: by its commonness, and by the library's use."""
    shipped = _shares([SENSE_WEIGHTS.commonness * sense.commonness for sense in senses])
    # The first publication of a sense is an anecdote: one paper on the right atrium makes RA mean it to nobody else.
    uses = [max(0.0, sense.publications - 1) for sense in senses]
    used = math.fsum(uses)
    scale = min(SENSE_WEIGHTS.publication, SENSE_WEIGHTS.library / used) if used else 0.0
    base = SENSE_WEIGHTS.base
    return [
        (use * scale + base * share) / (used * scale + base) for use, share in zip(uses, shipped, strict=True)
    ]


def _weigh(
    sense: Sense,
    prior: float,
    said: _Said,
    written: Definition | None,
    inventory: Inventory,
    *,
    is_only: bool,
) -> _Weighed:
    weights = SENSE_WEIGHTS
    own = frozenset(terms(sense.long))
    weight, reasons = math.log(prior), []
    if name := _name_around(sense, own, said, inventory):
        weight += weights.name
        reasons.append(f"the question names {name}")
    if company := _company_said(sense, own, said):
        weight += weights.company * _more(len(company))
        reasons.append(f"it speaks of {_listed(company)}")
    if spoken := _specialty_said(sense, own, said, company):
        weight += weights.specialty * _more(len(spoken))
        if not company:
            reasons.append(f"it speaks of {_listed(spoken)}")
    beside = written is not None and same_sense(written.long, sense.long)
    written_out = beside or (bool(own) and own <= said.typed)
    # "MS, not mitral stenosis".
    if any(denied.startswith(sense.long.casefold()) for denied in said.denied):
        weight += weights.ruled_out
        reasons, written_out = ["the question rules it out"], False
    elif written_out:
        weight += weights.beside if beside else weights.written_out
        reasons.append("the question writes it out")
    commoner = "the commoner sense here" if sense.publications else "the commoner sense"
    why = ONLY_SENSE if is_only and not written_out else ", and ".join(reasons) or commoner
    clues = len(company) + len(spoken) + (_AS_GOOD_AS_SEVERAL if name or written_out else 0)
    return _Weighed(sense=sense, weight=weight, why=why, clues=clues, is_written_out=written_out)


def _company_said(sense: Sense, own: frozenset[str], said: _Said) -> list[str]:
    """Words of the question that keep company with a sense, those written down before those seen in the library."""
    short = frozenset(terms(sense.short))
    found = [
        words
        for words, wanted in _company_terms(sense.company)
        if any(not term.isdigit() for term in wanted - own - short) and _says(said, words, wanted)
    ]
    least = _OFTEN_BESIDE * sense.publications
    seen = [
        term
        for term, publications in sense.seen_with.items()
        if publications > 1 and publications >= least and term in said.terms and term not in own | short
    ]
    told = {term for words in found for term in terms(words)}
    return sorted(found) + sorted(set(seen) - told)


def _specialty_said(sense: Sense, own: frozenset[str], said: _Said, told: Sequence[str]) -> list[str]:
    """Words of the question that speak of the sense's specialty, and its other short forms of that specialty."""
    if not sense.specialty:
        return []
    idle = own | frozenset(terms(sense.short))
    words = [
        words
        for words, wanted in _company_terms(specialties().get(sense.specialty, frozenset()))
        if not wanted <= idle and words not in told and _says(said, words, wanted)
    ]
    others = [
        short
        for short, specialty in said.specialties.items()
        if specialty == sense.specialty and short != sense.short
    ]
    return sorted(words) + sorted(set(others) - set(words))


@lru_cache(maxsize=4096)
def _company_terms(company: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each word or phrase with its terms; those that are stop words through and through are left out."""
    return tuple((words, wanted) for words in sorted(company) if (wanted := frozenset(terms(words))))


def _says(said: _Said, words: str, wanted: frozenset[str]) -> bool:
    """Does the question hold these words? Capitals to the letter: YEARS is a trial, and EGFR no eGFR."""
    if not wanted <= said.terms:
        return False
    if words.isupper() and len(words) > 1 and " " not in words:
        small = words.lower()
        is_word = not ENGLISH.isdisjoint((small, small.removesuffix("s")))
        return not said.words.isdisjoint((words, *(() if is_word else (small,)))) or words in said.short_forms
    # "Vitamin A" is left with one term, since "a" is no word to search for: then the phrase must stand there.
    return len(wanted) >= len(_WORD.findall(words)) or words.casefold() in said.text.casefold()


def _more(number: int) -> float:
    """The first counts whole; those after it add less and less, because they say the same again."""
    return 1 + SENSE_WEIGHTS.more * math.fsum(1 / place for place in range(2, min(number, 5) + 1))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(words[:3])


def _shares(weights: Sequence[float]) -> list[float]:
    top = max(weights)
    parts = [math.exp(weight - top) for weight in weights]
    total = math.fsum(parts)
    return [part / total for part in parts]


def _held_down(shares: Sequence[float], most: float) -> list[float]:
    """The same shares, the first no higher than ``most`` and the rest spread over the others."""
    first, *others = shares
    if first <= most:
        return list(shares)
    rest = math.fsum(others)
    return [most, *((1 - most) * (other / rest if rest else 1 / len(others)) for other in others)]


def _name_around(sense: Sense, own: frozenset[str], said: _Said, inventory: Inventory) -> str:
    """A known name that begins with this sense and goes on in words of the question; empty when there is none.

    The short form's own sense stands for itself, so only the rest of the name has to be there; a rest of one word,
    right after the short form.
    """
    for other in inventory.longer(sense.long):
        rest = frozenset(terms(other.long)) - own - _SAYING_LITTLE
        if other.short != sense.short and rest and rest <= (said.terms if len(rest) > 1 else said.after):
            return f"{other.long} ({other.short})"
    return ""


def _is_as_good_as_typed(read: _Read, frequency: Callable[[str], int] | None) -> bool:
    """May the short form be searched for as it is?

    When it can mean nothing else; or when the library hardly ever means anything else by it, and has it oftener than
    the long form, far oftener when the sense is not sure.
    """
    first, *others = read.weighed
    if not others:
        return True
    if frequency is None or any(
        other.sense.publications > first.sense.publications / _RARELY for other in others
    ):
        return False
    short, long = (min(map(frequency, terms(words)), default=0) for words in (read.short, first.sense.long))
    return short > long if read.shares[0] >= _SURE else short > _FAR_OFTENER * long


def _written_in(
    text: str,
    found: Sequence[Mention],
    chosen: Mapping[int, str],
    read: Mapping[str, _Read],
    written: Mapping[str, Definition],
) -> str:
    """``autoimmune (AI) disease``, ``AI disease`` and ``AI (autoimmune) disease`` with the chosen long form alone."""
    parts, done = [], 0
    for mention in found:
        longs = [one.sense.long for one in read[mention.short].weighed]
        longs += [written[mention.short].long] if mention.short in written else []
        start, end = _with_long_forms(text, mention, longs)
        if start < done:
            continue
        long = chosen[mention.start]
        parts += [text[done:start], in_the_plural(long) if mention.is_plural else long]
        done = end
    return "".join((*parts, text[done:]))


def _with_long_forms(text: str, mention: Mention, longs: Iterable[str]) -> tuple[int, int]:
    """Where a short form stands, together with a long form of it that stands beside it in brackets."""
    start, end = mention.start, mention.end
    if not (text[:start].endswith("(") or text[end:].lstrip().startswith("(")):
        return start, end
    for long in longs:
        name = re.escape(long)
        if text[:start].endswith("(") and text[end:].startswith(")"):
            if before := re.search(rf"\b{name}s?\s*\($", text[:start], re.IGNORECASE):
                return before.start(), end + 1
        elif after := re.match(rf"\s*\(\s*{name}s?\s*\)", text[end:], re.IGNORECASE):
            return start, end + after.end()
    return start, end


def _choice(read: _Read) -> SenseChoice:
    first, *others = read.weighed
    why = first.why
    if out := next((one for one in others if one.is_written_out and not first.is_written_out), None):
        why += f'; it also writes out "{out.sense.long}", which is looked for apart'
    return SenseChoice(
        short=read.short,
        long=first.sense.long,
        probability=round(read.shares[0], 3),
        why=why,
        alternatives=tuple(
            OtherSense(long=one.sense.long, probability=round(share, 3))
            for one, share in zip(others, read.shares[1:], strict=True)
            if share >= _LEAST_LIKELY or one.is_written_out or one is others[0]
        ),
    )
