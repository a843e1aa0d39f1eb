"""The writer of an answer that a model once wrote: it says again what the record holds, and asks no model.

Every claim goes back to its passage as the library holds it now and through the same gate as when it was new. All that
was never the model's is written anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from curbside.answer.claims import Bookcase
from curbside.answer.draft import Claim, Objection, Quote
from curbside.answer.extractive import ExtractiveWriter
from curbside.answer.handout import BOTTOM_LINE
from curbside.answer.merging import Gate, Sayings, Told, Written, claim_of_model, merged
from curbside.answer.usable import usable_of
from curbside.inference.language_model import Meter
from curbside.literature.publication import Passage
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.dossier import Dossier

PassageOf = Callable[[str], Passage | None]
"""The passage of an id as the library holds it now; None where it holds none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedQuote:
    """Characters ``[start:end]`` of a passage, as they were when a model cited them."""

    passage: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedClaim:
    """A claim of a model's that was upheld, and the part of the answer it stands in."""

    part: str
    text: str
    quotes: tuple[RecordedQuote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an answer keeps of a model's writing: its claims in the order they are read, and what was refused of it."""

    model: str
    config: str
    claims: tuple[RecordedClaim, ...] = ()
    objections: tuple[Objection, ...] = ()
    prompt: str = ""
    fallback: str = ""
    meter: Meter = field(default_factory=Meter)

    @property
    def cites(self) -> tuple[str, ...]:
        """The ids of all passages that the claims rest on, each once."""
        return tuple(dict.fromkeys(quote.passage for claim in self.claims for quote in claim.quotes))


class RecordedWriter:
    """Writes what a record says was written, as far as the library still carries it."""

    name: Final = "model"

    def __init__(self, record: Record, passage_of: PassageOf) -> None:
        self.record = record
        self._passage_of = passage_of

    @property
    def model_name(self) -> str:
        """The model that wrote it."""
        return self.record.model

    def write(
        self, question: ClinicalQuestion, dossier: Dossier, *, gate: Gate, tell: Told = lambda _: None
    ) -> Written:
        """A draft with the claims of the record that still pass; each of the others is objected to anew."""
        draft = ExtractiveWriter().write(question, dossier)
        usable, _ = usable_of(question, dossier.found)
        sayings = Sayings(Bookcase(usable, beside=dossier.found), gate)
        refused: list[Objection] = []
        for said in self.record.claims:
            claim = self._again(said)
            if isinstance(claim, Objection):
                refused.append(claim)
            else:
                refused += sayings.hear(claim, said.part)
        objections = (*self.record.objections, *refused)
        titles = dict.fromkeys(said.part for said in self.record.claims if said.part != BOTTOM_LINE)
        if self.record.claims:
            draft = merged(draft, sayings, titles=titles, objections=objections, usable=usable)
        else:
            draft = replace(draft, objections=(*draft.objections, *objections))
        return Written(
            draft=draft, meter=self.record.meter, prompt=self.record.prompt, fallback=self.record.fallback
        )

    def _again(self, said: RecordedClaim) -> Claim | Objection:
        quotes = []
        for one in said.quotes:
            passage = self._passage_of(one.passage)
            if passage is None:
                return _objection(said, f"the library does not hold {one.passage} now", "citation")
            start = (
                one.start if passage.text[one.start : one.end] == one.text else passage.text.find(one.text)
            )
            if start < 0:
                return _objection(said, f"{one.passage} does not say now what it quotes", "quote")
            quotes.append(Quote(passage=passage, start=start, end=start + len(one.text), text=one.text))
        return claim_of_model(said.text, quotes)


def _objection(said: RecordedClaim, reason: str, check: str) -> Objection:
    return Objection(text=said.text, reason=reason, check=check, writer="model")
