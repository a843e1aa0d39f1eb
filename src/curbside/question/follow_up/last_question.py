"""The last question, or what has been made of it so far: where its treatment stands, and its people.

Words go into it and come out of it as a clinician types them, so it is text throughout, found again by its parts
after every change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from curbside.question.follow_up.parts import is_condition, parts
from curbside.question.pico import read_pico
from curbside.terminology.medicines import medicines_named


class Unclear(Exception):
    """Why a follow-up cannot be completed safely, in words that go on from "the last question: "."""


JOINS: Final = (
    r"(?:in|for|among|during|with|without|on|at|not (?:on|in|with)|if|when|while|since|after|before|plus"
    r"|published)"
)
"""What a phrase on the people, or on what else is given, begins with."""

_OTHER_SENTENCE: Final = re.compile(
    r",\s+(?!\d)(?:and |or |but )?(?=\w)|\s+and (?=(?:is|are|does|do|should|can|how|what|which|when)\b)"
)
_BEFORE_NAME: Final = re.compile(r"^(?:(?:is|are|does|do|can|should|the|use of)\s+)+", re.IGNORECASE)
DOSING: Final = frozenset({"dose", "frequency"})
_PEOPLE_BEFORE: Final = re.compile(
    r"(?:(?:a|an|the|my|this)\s+(?:[\w-]+\s+){0,2}?)?(?:(?:older|elderly|frail|pregnant"
    r"|obese)\s+)*(?:patients?|people|person|wom[ae]n|m[ae]n|adults?|child(?:ren)?"
    r"|\d+-year-olds?)\s+(?:(?:with|on)\s+[^,;]+?\s+)?(?=(?:safely\s+)?(?:be|take|get|receive|have|start"
    r"|stop|use|on|need)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)  # without slots, for what is found once and kept
class LastQuestion:
    """The last question, or what has been made of it so far. ``words`` are without a question mark.

    ``named`` is the treatment and ``people`` the population as they were read; a treatment is also found where nobody
    read one.
    """

    words: str
    named: str | None
    people: str | None
    outcomes: tuple[str, ...]
    kind: str
    is_answered: bool

    @cached_property
    def treatment(self) -> str:
        """The treatment as it stands in the words, without its dose; empty when none is named."""
        for name in (self.named, read_pico(self.words).intervention):
            if name and (found := find(name, self.words)):
                dosed = next((part.start for part in parts(found) if part.slots & DOSING), len(found))
                alone = re.split(rf"\s+{JOINS}\s", found[:dosed])[0]
                return _BEFORE_NAME.sub("", alone).strip(" ,")
        return next(iter(self._medicines), "")

    @cached_property
    def dosed_treatment(self) -> str:
        """The treatment with the dose that stands after it."""
        start = self.words.find(self.treatment)
        return self.words[start : self.dosed_until]

    @cached_property
    def dosed_until(self) -> int:
        """Where the treatment ends, its dose included."""
        end = self.words.find(self.treatment) + len(self.treatment)
        for part in parts(self.words):
            if part.slots & DOSING and not self.words[end : part.start].strip(" ,"):
                end = part.end
        return end

    @property
    def rivals(self) -> tuple[str, ...]:
        """Medicines it names besides the treatment, unless the people asked about are described by them."""
        return tuple(name for name in self._medicines if name.casefold() not in self.treatment.casefold())

    @property
    def _medicines(self) -> tuple[str, ...]:
        people = (self.people or "").casefold()
        return tuple(name for name in medicines_named(self.words) if name.casefold() not in people)

    @cached_property
    def tail(self) -> str:
        """In whom, and with what else: " in AF with an eGFR of 25". Empty when it does not say."""
        after = self.words[self.dosed_until :] if self.treatment else ""
        people = find(self.people or read_pico(self.words).population or "", after)
        if people:
            start = after.find(people)
            # "In managing arthralgia", "in the treatment of gout": the people were read without these.
            joined = [found.start() for found in re.finditer(rf"\s+{JOINS}\s", after[:start])]
            start = joined[-1] if joined else start
        else:
            first = re.search(rf"(?:^|\s+)(?={JOINS}\b)", after)
            start = first.start() if first else len(after)
        return _OTHER_SENTENCE.split(after[start:])[0].rstrip() or self._people_before

    @property
    def _people_before(self) -> str:
        """The same of a question that says it before it names the treatment: " in a patient with AF"."""
        before = self.words[: self.words.find(self.treatment)] if self.treatment else ""
        if found := re.match(r"(in|for|with|on|during) ([^,]+),", before, re.IGNORECASE):
            return f" {found[1].lower()} {found[2]}"
        found = _PEOPLE_BEFORE.search(before)
        return f" in {found[0].strip()}" if found else ""

    @cached_property
    def population(self) -> str:
        """The first phrase of the tail with its preposition, as far as no part is in it: "in AF"."""
        tail = self.tail.strip()
        known = parts(tail)
        until = min((part.start for part in known), default=len(tail))
        phrase = re.match(rf"(?:in|for|among)\s.+?(?=\s+{JOINS}\b|$)", tail[:until].rstrip(), re.IGNORECASE)
        return phrase[0] if phrase else ""

    def having(self, words: str) -> LastQuestion:
        """The same with other words, of which the treatment may be another one."""
        pico = read_pico(words)
        return replace(self, words=words, named=pico.intervention, people=pico.population)


def find(name: str, text: str) -> str:
    """The name as the text writes it; empty when it does not occur."""
    found = re.search(re.escape(name), text, re.IGNORECASE) if name else None
    return found[0] if found else ""


def with_people(sentence: str, last: LastQuestion) -> str:
    """The sentence with the people of the last question, but for what it says of them itself."""
    own = parts(sentence)
    elsewhere = re.search(r"\bin ([\w-]+(?: [\w-]+){0,3})$", sentence)
    is_on_others = not own and elsewhere is not None and is_condition(elsewhere[1])
    tail = last.tail.replace(last.population, "", 1) if is_on_others else last.tail
    for part in reversed(parts(tail)):
        if any(part.slots & one.slots for one in own if one.name == part.name or not one.is_negated):
            tail = f"{tail[: part.start]}{tail[part.end :]}"
    tail = " ".join(tail.split())
    return f"{sentence} {tail}" if tail and tail.casefold() not in sentence.casefold() else sentence


def refuse_untreated(last: LastQuestion) -> None:
    """Raises `Unclear` when the last question names no treatment."""
    if not last.treatment:
        raise Unclear("it names no treatment that this may go with")


_PLURALS: Final = {"is": "are", "does": "do", "was": "were", "has": "have"}


def agreeing(words: str, subject: str, *, was_plural: bool = False) -> str:
    """The words with their verb in the number of its subject: statins are safe."""
    if is_plural(subject) == was_plural:
        return words
    verbs = {plural: singular for singular, plural in _PLURALS.items()} if was_plural else _PLURALS

    def spoken(found: re.Match[str]) -> str:
        verb = verbs[found[1].lower()]
        return verb.capitalize() if found[1][0].isupper() else verb

    return re.sub(rf"\b({'|'.join(verbs)})(?= {re.escape(subject)}\b)", spoken, words, count=1, flags=re.I)


def is_plural(name: str) -> bool:
    """Does the name stand for several, as "statins" does?"""
    return bool(re.search(r"(?<![sui])s$", name.rsplit(" ", maxsplit=1)[-1])) and not re.search(r"\d", name)
