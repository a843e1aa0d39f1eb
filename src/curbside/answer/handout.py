"""What a model is given to write from: the question, numbered passages, and what appraisal found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from curbside.answer.choosing import BY_KIND, OTHERWISE
from curbside.answer.draft import Claim, Draft, DraftVerdict, Objection
from curbside.answer.settings import ModelWriterSettings
from curbside.answer.verdicts import IN_WORDS
from curbside.appraisal.design import design_of
from curbside.appraisal.finding import cut
from curbside.appraisal.relevance import Candidate
from curbside.inference.language_model import Prompt
from curbside.literature.publication import Passage, Publication
from curbside.retrieval.ranking import Found

BOTTOM_LINE: Final = "bottom_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedPassage:
    """A passage as it is handed out: under a number, from 1, and ``text`` no longer than the model can use."""

    number: int
    passage: Passage
    publication: Publication
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """All that a model is given for one question. ``titles`` are the sections it may write."""

    question: str
    passages: tuple[HandedPassage, ...]
    verdicts: tuple[DraftVerdict, ...]
    titles: tuple[str, ...]

    def passage(self, number: int) -> Passage | None:
        """The passage under a number; None when none was handed out under it."""
        return self.passages[number - 1].passage if 1 <= number <= len(self.passages) else None

    def prompt(self, objections: Sequence[Objection] = ()) -> Prompt:
        """What to say to the model; with objections, what to say the second time."""
        parts = [
            f"QUESTION\n{self.question}",
            "PARTS\n" + "\n".join((BOTTOM_LINE, *self.titles)),
            "PASSAGES\n" + "\n\n".join(self._passages()),
        ]
        if found := list(self._findings()):
            parts.append("FINDINGS\n" + "\n".join(found))
        if objections:
            parts.append(_AGAIN.strip() + "\n" + "\n".join(_told(one) for one in objections))
        return Prompt(instructions=_INSTRUCTIONS, text="\n\n".join(parts))

    def _passages(self) -> Iterator[str]:
        """Each between fences that no passage can know beforehand, and so none can close."""
        fence = hashlib.sha256("\n".join(one.text for one in self.passages).encode()).hexdigest()[:10]
        for one in self.passages:
            yield f"[{one.number}] {_kind_of(one)}\n<{fence}>\n{one.text}\n</{fence}>"

    def _findings(self) -> Iterator[str]:
        numbers = {one.passage.id: one.number for one in self.passages}
        for one in self.verdicts:
            sides = {
                "for": _numbers(one.supporting, numbers),
                "against": _numbers(one.opposing, numbers),
            }
            shown = "; ".join(f"{side} {listed}" for side, listed in sides.items() if listed)
            figures = "; ".join(
                f"{figure.measure} {figure.value} ({figure.low} to {figure.high}) [{numbers[figure.passage.id]}]"
                for figure in one.estimates
                if figure.passage.id in numbers
            )
            said = f"- {one.outcome}: {IN_WORDS[one.direction]}, {one.certainty.word} certainty"
            yield "; ".join(part for part in (said, shown, figures) if part)


def handout(
    question: str,
    draft: Draft,
    *,
    usable: Sequence[Found],
    ranked: Sequence[Candidate],
    settings: ModelWriterSettings,
) -> Handout:
    """The passages the extractive draft rests on, its verdicts' and then the rest by relevance, as far as they fit."""
    publications = {one.publication.id: one.publication for one in usable}
    places = (*_cited(draft), *((c.finding.passage, c.finding.start) for c in ranked))
    handed: dict[str, HandedPassage] = {}
    room = settings.in_all
    for passage, place in places:
        publication = publications.get(passage.publication)
        if passage.id in handed or publication is None or len(handed) == settings.passages:
            continue
        text = _around(passage, place, most=settings.of_passage)
        if len(text) > room:
            break
        room -= len(text)
        handed[passage.id] = HandedPassage(
            number=len(handed) + 1, passage=passage, publication=publication, text=text
        )
    titles = (one.title for one in draft.sections if not one.is_aside)
    return Handout(
        question=question,
        passages=tuple(handed.values()),
        verdicts=draft.verdicts,
        titles=tuple(dict.fromkeys((*titles, *(title for title, _ in BY_KIND), OTHERWISE))),
    )


def prompts_hash() -> str:
    """Of the prompts' own words, which a configuration depends on; 16 hexadecimal digits."""
    return hashlib.sha256(f"{_INSTRUCTIONS}\n{_AGAIN}".encode()).hexdigest()[:16]


def _cited(draft: Draft) -> Iterator[tuple[Passage, int]]:
    claims: list[Claim] = list(draft.bottom_line)
    for verdict in draft.verdicts:
        claims += (*verdict.supporting, *verdict.opposing)
    for section in draft.sections:
        claims += () if section.is_aside else section.claims
    for claim in claims:
        for quote in claim.quotes:
            yield quote.passage, quote.start


def _around(passage: Passage, place: int, *, most: int) -> str:
    """The passage, or the whole sentences around a place in it that fit; never less than the sentence itself."""
    if len(passage.text) <= most:
        return passage.text
    spans = cut(passage)
    first = last = next((n for n, (start, end) in enumerate(spans) if start <= place < end), 0)
    while True:
        earlier = first - 1 if first > 0 else first
        later = last + 1 if last + 1 < len(spans) else last
        if later != last and spans[later][1] - spans[first][0] <= most:
            last = later
        elif earlier != first and spans[last][1] - spans[earlier][0] <= most:
            first = earlier
        else:
            return passage.text[spans[first][0] : spans[last][1]]


def _kind_of(one: HandedPassage) -> str:
    said = one.passage.statement
    kind = (said.design if said is not None else "") or design_of(one.publication).value
    year = one.publication.published.year
    return ", ".join(part for part in (kind, str(year) if year is not None else "") if part)


def _numbers(claims: Iterable[Claim], numbers: dict[str, int]) -> str:
    cited = {numbers[q.passage.id] for claim in claims for q in claim.quotes[:1] if q.passage.id in numbers}
    return ", ".join(f"[{number}]" for number in sorted(cited))


def _told(one: Objection) -> str:
    return f"- {one.text}\n  {one.check}: {one.reason}"


def _prompt(name: str) -> str:
    return files("curbside.answer").joinpath("prompts", f"{name}.md").read_text("utf-8")


_INSTRUCTIONS: Final = _prompt("instructions")
_AGAIN: Final = _prompt("again")
