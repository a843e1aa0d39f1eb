"""An answer as one audience reads it: the same claims, told for them. Every printing prints an `Edition`.

A patient reads each claim in its plain wording. A claim that nobody has put plainly is never put among the plain
ones; all of them stand together at the end, said to be written for professionals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from curbside.question.reading import ClinicalQuestion
from curbside.surfaces.render import wording
from curbside.surfaces.render.audience import PLAIN_SLOTS, Audience, Headings
from curbside.surfaces.render.definitions import Definition, used_in
from curbside.surfaces.render.effects import EffectRow, PassageOf, effect_rows, rows_of
from curbside.surfaces.render.forest import ForestPlot, plots
from curbside.surfaces.render.plain import Rates, rates, with_care_team
from curbside.surfaces.render.policy import disclaimer, policy
from curbside.verification.answer import Answer, OutcomeVerdict, Reference, UpheldClaim

UNSAID: Final = (
    "Nobody has put this answer in plain words yet. What follows is written for professionals: read it with someone "
    "from your care team."
)
_PLAIN_DOUBT: Final = "The numbers in this study do not all fit together."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim as its audience reads it, in quotation marks where the words are a document's.

    ``care`` is the sentence that sends a patient to the care team; ``place`` whose rule it is; ``doubt`` that figures
    of its source contradict each other; ``whose`` that the words are a language model's. Any of them may be empty.
    """

    claim: UpheldClaim
    text: str
    care: str
    marks: tuple[wording.Mark, ...]
    place: str
    certainty: str
    rates: Rates | None
    doubt: str
    whose: str

    @property
    def whole(self) -> str:
        """The text with the sentence that belongs after it."""
        return f"{self.text} {self.care}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims under a heading. ``note`` says more of the heading; ``status`` whether anything was found under it."""

    title: str
    claims: tuple[Said, ...]
    note: str = ""
    found: bool = True

    @property
    def columns(self) -> Iterator[tuple[tuple[Said, ...], ...]]:
        """The claims in order; neighbours that state the rules of different places stand side by side."""
        for placed, run in groupby(self.claims, key=lambda said: bool(said.place)):
            neighbours = tuple(run)
            places = dict.fromkeys(said.place for said in neighbours)
            if placed and len(places) > 1:
                yield tuple(tuple(one for one in neighbours if one.place == place) for place in places)
            else:
                yield from (((one,),) for one in neighbours)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVerdict:
    """An outcome verdict as its audience reads it. ``rests_on`` are the references of each side."""

    verdict: OutcomeVerdict
    outcome: str
    direction: str
    sure: str
    supporting: tuple[Said, ...]
    opposing: tuple[Said, ...]
    rests_on: tuple[tuple[wording.Mark, ...], tuple[wording.Mark, ...]]
    why: tuple[str, ...]
    plots: tuple[ForestPlot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An answer for one audience, in the order it is read.

    ``own_words`` are what a patient reads last, as nobody has put it plainly; for others it is empty, as are
    ``definitions`` for all but students and ``effects`` for all but researchers.
    """

    answer: Answer
    audience: Audience
    status: tuple[str, ...]
    reading: tuple[str, ...]
    bottom_line: tuple[Said, ...]
    verdicts: tuple[ShownVerdict, ...]
    sections: tuple[Group, ...]
    steps: tuple[Group, ...]
    looked_for: tuple[Group, ...]
    apart: tuple[Group, ...]
    own_words: tuple[Said, ...]
    definitions: tuple[Definition, ...]
    effects: tuple[EffectRow, ...]

    @property
    def headings(self) -> Headings:
        """What the parts are called."""
        return self.audience.headings

    @property
    def in_short(self) -> Group:
        """The bottom line, the rules of different places side by side."""
        return Group(title=self.headings.bottom_line, claims=self.bottom_line)

    @property
    def title(self) -> str:
        """What it is called, for a patient in plain words where somebody has found them."""
        plain = self.answer.plain_title if self.audience is Audience.PATIENT else None
        return plain or self.answer.title

    @property
    def policy(self) -> tuple[tuple[str, str], ...]:
        """How the answer came about."""
        return policy(self.audience)

    @property
    def disclaimer(self) -> str:
        """What the answer is not."""
        return disclaimer(self.audience)

    @property
    def references(self) -> Mapping[int, Reference]:
        """The references by number."""
        return {reference.number: reference for reference in self.answer.references}

    def told(self) -> Iterator[Said]:
        """Every claim that is told for this audience, in the order it is read; some of them more than once."""
        yield from self.bottom_line
        for shown in self.verdicts:
            yield from (*shown.supporting, *shown.opposing)
        for group in (*self.sections, *self.steps, *self.looked_for, *self.apart):
            yield from group.claims

    def as_it_stands(self) -> Iterator[Said]:
        """Every claim that is shown in the words it was upheld in, and so may be held against its passages."""
        if self.audience is not Audience.PATIENT:
            yield from self.told()
        yield from self.own_words

    def spoken(self) -> Iterator[str]:
        """Every whole sentence told for this audience: not headings, references or the studies' own words."""
        for said in self.told():
            yield said.whole
            if said.rates:
                yield said.rates.sentence
        yield from (*self.reading, *(text for _, text in self.policy), self.disclaimer)


def edition(answer: Answer, audience: Audience, *, passage_of: PassageOf = lambda _: None) -> Edition:
    """The answer for an audience. ``passage_of`` gives what the library knows of the passages cited."""
    telling = _Telling(answer, audience)
    sections = [
        (section.apart, telling.group(section.title, section.claims, plain=section.plain_title))
        for section in answer.sections
    ]
    verdicts = tuple(telling.verdict(verdict, passage_of) for verdict in answer.verdicts)
    made = Edition(
        answer=answer,
        audience=audience,
        status=_status(answer, audience),
        reading=tuple(_reading(answer, audience)),
        bottom_line=telling.all_of(answer.bottom_line),
        verdicts=verdicts,
        sections=tuple(group for apart, group in sections if not apart and group.claims),
        steps=tuple(
            telling.group(step.title, step.actions, plain=step.plain_title, note=wording.pathway(step))
            for step in answer.steps
        ),
        looked_for=tuple(
            telling.group(
                omission.slot,
                omission.claims,
                plain=PLAIN_SLOTS.get(omission.slot),
                found=omission.status == "found",
            )
            for omission in answer.omissions
        ),
        apart=tuple(group for apart, group in sections if apart and group.claims),
        own_words=telling.left_to_the_end(),
        definitions=(),
        effects=effect_rows(answer, passage_of=passage_of) if audience is Audience.RESEARCHER else (),
    )
    if audience is not Audience.STUDENT:
        return made
    return replace(made, definitions=used_in(_terms_in(made)))


class _Telling:
    """Tells claims for an audience, and keeps what cannot be told to it plainly."""

    def __init__(self, answer: Answer, audience: Audience) -> None:
        self._references = {reference.number: reference for reference in answer.references}
        self._audience = audience
        self._plainly = audience is Audience.PATIENT
        self._unsaid: dict[str, UpheldClaim] = {}

    def all_of(self, claims: Iterable[UpheldClaim]) -> tuple[Said, ...]:
        """The claims as they are read; without those that a patient reads at the end."""
        told = []
        for claim in claims:
            if self._plainly and claim.plain is None:
                self._unsaid.setdefault(claim.text, claim)
            else:
                told.append(self._plain(claim) if self._plainly else self._as_it_stands(claim))
        return tuple(told)

    def left_to_the_end(self) -> tuple[Said, ...]:
        """The claims that nobody has put plainly, each once, and with the care team where they name a dose."""
        told = (self._as_it_stands(claim) for claim in self._unsaid.values())
        return tuple(replace(said, care=with_care_team(said.text)[1]) for said in told)

    def group(
        self,
        title: str,
        claims: Iterable[UpheldClaim],
        *,
        plain: str | None = None,
        note: str = "",
        found: bool = True,
    ) -> Group:
        """The claims under the heading that this audience reads."""
        return Group(
            title=wording.printable(plain if self._plainly and plain else title),
            claims=self.all_of(claims),
            note=note,
            found=found,
        )

    def verdict(self, verdict: OutcomeVerdict, passage_of: PassageOf) -> ShownVerdict:
        """A verdict with what speaks for it and against it. Rules and plots are for those who know the terms."""
        outcome = verdict.plain_outcome if self._plainly and verdict.plain_outcome else verdict.outcome
        rows = rows_of(verdict, self._references, passage_of=passage_of)
        return ShownVerdict(
            verdict=verdict,
            outcome=wording.printable(outcome),
            direction=self._audience.direction(verdict.direction),
            sure=self._audience.sure(verdict.certainty),
            supporting=self.all_of(verdict.supporting),
            opposing=self.all_of(verdict.opposing),
            rests_on=(self._cited(verdict.supporting), self._cited(verdict.opposing)),
            why=() if self._plainly else tuple(map(wording.printable, verdict.why)),
            plots=() if self._plainly else plots(rows),
        )

    def _as_it_stands(self, claim: UpheldClaim) -> Said:
        text = wording.sentence(claim, self._references)
        named = claim.certainty is not None and "certainty" not in claim.text
        return Said(
            claim=claim,
            text=text,
            care="",
            marks=wording.marks(claim, self._references),
            place=self._place(claim),
            certainty=f"{claim.certainty} certainty" if named else "",
            rates=None,
            doubt=wording.disagreeing(claim.discrepancies),
            whose=wording.whose(claim),
        )

    def _plain(self, claim: UpheldClaim) -> Said:
        text, care = with_care_team(wording.printable(claim.plain or ""))
        return Said(
            claim=claim,
            text=text,
            care=care,
            marks=tuple(
                replace(mark, notes=tuple(_plain_notes(mark)))
                for mark in wording.marks(claim, self._references)
            ),
            place=self._place(claim),
            certainty="",
            rates=rates(claim.event_rates) if claim.event_rates else None,
            doubt=_PLAIN_DOUBT if claim.discrepancies else "",
            whose="",
        )

    def _cited(self, claims: Sequence[UpheldClaim]) -> tuple[wording.Mark, ...]:
        numbers = sorted({citation.reference for claim in claims for citation in claim.citations})
        known = (self._references.get(number) for number in numbers)
        return tuple(
            wording.mark_of(reference) if reference else wording.Mark(number=number, notes=())
            for number, reference in zip(numbers, known, strict=True)
        )

    def _place(self, claim: UpheldClaim) -> str:
        return self._audience.place(wording.printable(claim.jurisdiction or ""))


def _plain_notes(mark: wording.Mark) -> Iterator[str]:
    for note in mark.notes:
        if note != wording.SUMMARY:
            yield wording.PLAIN_CONCERN if note == wording.CONCERN else note


def _status(answer: Answer, audience: Audience) -> tuple[str, ...]:
    sources = wording.counted(len(answer.references), "source")
    return (
        f"Last updated {wording.day(answer.provenance.asked_at)}",
        f"evidence last checked: {wording.last_checked(answer.references)}",
        f"{sources} cited",
        f"written for: {audience}s",
    )


def _reading(answer: Answer, audience: Audience) -> Iterator[str]:
    question: ClinicalQuestion = answer.question
    if audience is not Audience.PATIENT:
        yield from wording.understood(question)
        return
    if question.follow_up is not None:
        yield f"{wording.printable(question.follow_up.why)}."
    for one in question.corrections:
        yield f"“{wording.printable(one.written)}” is read as {wording.printable(one.read)}."
    for sense in question.senses:
        others = " or ".join(wording.printable(other.long) for other in sense.alternatives)
        also = f" It can also mean {others}." if others else ""
        yield f"{wording.printable(sense.short)} is read as {wording.printable(sense.long)}.{also}"
    if question.senses and any(section.apart for section in answer.sections):
        yield "The other meaning has its own part further down."


def _terms_in(made: Edition) -> Iterator[str]:
    """What of an edition may hold words that a student looks up."""
    yield from made.spoken()
    yield wording.AUTOMATED
    for shown in made.verdicts:
        yield from shown.why
        yield from (plot.title for plot in shown.plots)
    for reference in made.answer.references:
        yield reference.kind
        yield wording.read(reference)
        yield from map(str, wording.alerts(reference))
