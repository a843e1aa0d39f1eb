"""Which sense a short form has in a question, how sure that is, and why.

What is weighed, in this order: that the words around the short form are the name of something known (a
"musculoskeletal syndrome" of an "AI" is the aromatase inhibitors'); that the question speaks the language of a
field; that it writes a long form out; and which sense is the likelier in its field. A name outweighs a long form
written out beside it: people expand a short form wrongly more often than a syndrome changes its name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from curbside.literature.library.analysis import terms
from curbside.question.reading import OtherSense, SenseChoice
from curbside.terminology.senses import Sense, SenseInventory

_NAME = 3.0
_FIELD = 1.0
_WRITTEN_OUT = 1.5
_PLACE = 0.7
_LEAST_LIKELY = 0.02
"""A reading less likely than this is not worth a reader's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    sense: Sense
    weight: float
    why: str
    is_written_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SensesRead:
    """``choices`` in the order the short forms stand in; ``read_as`` has every sense written in.

    ``searched`` is what to look for: sources on the subject use an unambiguous short form as readily as the
    question does, so only those that may mean several things are written out in it.
    """

    choices: tuple[SenseChoice, ...]
    read_as: str
    searched: str


def read_senses(text: str, inventory: SenseInventory) -> SensesRead:
    """The sense of every known short form of a question.

    Short forms are matched as they are written: "AI" and never "ai". A short form whose only known long form is
    written out beside it is not reported: there is nothing to tell.
    """
    choices: list[SenseChoice] = []
    read_as = searched = text
    for short in sorted(_shorts(text, inventory), key=lambda short: _found(short, text).start()):
        weighed = _weighed(short, text, inventory)
        long, every_long = weighed[0].sense.long, [one.sense.long for one in weighed]
        read_as = _written_in(read_as, short, long, every_long)
        if len(weighed) > 1 or weighed[0].is_written_out:
            searched = _written_in(searched, short, long, every_long)
        if len(weighed) > 1 or not weighed[0].is_written_out:
            choices.append(_choice(short, weighed))
    return SensesRead(choices=tuple(choices), read_as=read_as, searched=searched)


def _shorts(text: str, inventory: SenseInventory) -> Iterable[str]:
    return [short for short in inventory if _pattern(short).search(text)]


def _pattern(short: str) -> re.Pattern[str]:
    # "AI-induced" is a use of AI, "AI-2" is a name.
    return re.compile(rf"(?<![\w-]){re.escape(short)}(?!\w|-(?!(?:induced|associated|related|treated)\b))")


def _found(short: str, text: str) -> re.Match[str]:
    found = _pattern(short).search(text)
    assert found is not None
    return found


def _weighed(short: str, text: str, inventory: SenseInventory) -> list[_Weighed]:
    said = set(terms(text))
    found = [_weigh(sense, said, inventory) for sense in inventory.of(short)]
    found.sort(key=lambda one: (-one.weight, one.sense.place))
    return found


def _weigh(sense: Sense, said: set[str], inventory: SenseInventory) -> _Weighed:
    own, short = set(terms(sense.long)), set(terms(sense.short))
    weight = -_PLACE * sense.place
    reasons = []
    name = _name_around(sense, said, inventory)
    if name:
        weight += _NAME
        reasons.append(f"the question names {name}")
    spoken = sorted(
        {word for word in sense.beside if (theirs := set(terms(word))) <= said and not theirs <= own | short}
    )
    if spoken:
        weight += _FIELD
        reasons.append(f"it speaks of {' and '.join(spoken[:3])}")
    written_out = bool(own) and own <= said
    if written_out:
        weight += _WRITTEN_OUT
        reasons.append("the question writes it out")
    why = ", and ".join(reasons) or (
        "the only sense known here" if len(inventory.of(sense.short)) == 1 else "the commoner sense here"
    )
    return _Weighed(sense=sense, weight=weight, why=why, is_written_out=written_out)


def _name_around(sense: Sense, said: set[str], inventory: SenseInventory) -> str:
    """A known name that begins with this sense and goes on in words of the question; empty when there is none.

    The short form's own sense stands for itself, so only the rest of the name has to be there.
    """
    own = set(terms(sense.long))
    for other in inventory.long_forms():
        if other.short == sense.short or not other.long.casefold().startswith(sense.long.casefold()):
            continue
        rest = set(terms(other.long)) - own - _JOINING
        if len(rest) > 1 and rest <= said:
            return f"{other.long} ({other.short})"
    return ""


_JOINING = frozenset(terms("associated induced related"))


def _written_in(text: str, short: str, long: str, every_long: Iterable[str]) -> str:
    """``autoimmune (AI) disease``, ``AI disease`` and ``AI (autoimmune) disease`` with the chosen long form alone."""
    for written in every_long:
        name, form = re.escape(written), re.escape(short)
        either = re.compile(rf"\b{name}s?\s*\(\s*{form}\s*\)|\b{form}\s*\(\s*{name}s?\s*\)", re.IGNORECASE)
        text = either.sub(lambda _: long, text)
    return _pattern(short).sub(lambda _: long, text)


def _choice(short: str, weighed: list[_Weighed]) -> SenseChoice:
    total = math.fsum(math.exp(one.weight) for one in weighed)
    shares = [round(math.exp(one.weight) / total, 2) for one in weighed]
    first, *others = weighed
    why = first.why
    if out := next((one for one in others if one.is_written_out and not first.is_written_out), None):
        why += f'; it also writes out "{out.sense.long}", so that reading is answered apart'
    return SenseChoice(
        short=short,
        long=first.sense.long,
        probability=shares[0],
        why=why,
        alternatives=tuple(
            OtherSense(long=one.sense.long, probability=share)
            for one, share in zip(others, shares[1:], strict=True)
            if share >= _LEAST_LIKELY
        ),
    )
