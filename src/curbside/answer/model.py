"""The writer that asks a language model: it proposes the bottom line and the sections, and every word is checked.

The model is given passages that were retrieved and gated, and says claims with quotes. What it says is located in
the passages, heard by the gate its caller gives (`curbside.verification`), asked for once more where that objects, and
all that is then missing comes from the extractive writer. Cautions, verdicts, steps and omissions are not the model's
to write: they always come from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from curbside.answer.brief import subject_of
from curbside.answer.carrying import on_subject
from curbside.answer.choosing import OTHERWISE, applicable
from curbside.answer.claims import Bookcase
from curbside.answer.draft import Claim, Objection
from curbside.answer.extractive import ExtractiveWriter
from curbside.answer.handout import BOTTOM_LINE, Handout, handout, prompts_hash
from curbside.answer.locating import locate
from curbside.answer.merging import Gate, Sayings, Told, Written, claim_of_model, merged
from curbside.answer.settings import MOST_CLAIMS, MOST_QUOTES, ModelWriterSettings
from curbside.answer.usable import usable_of
from curbside.appraisal.relevance import candidates
from curbside.errors import LocalOnly, ModelFailure
from curbside.inference.language_model import LanguageModel, Meter, Prompt
from curbside.literature.text import fold
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.dossier import Dossier


class WrittenQuote(Struct, kw_only=True):
    """What a model says a passage says."""

    passage: int
    quote: str


class WrittenClaim(Struct, kw_only=True):
    """A sentence as a model wrote it, and what it says it rests on."""

    part: str
    text: str
    quotes: Annotated[list[WrittenQuote], Meta(extra_json_schema={"maxItems": MOST_QUOTES})]


class WrittenAnswer(Struct, kw_only=True):
    """The form a model fills in."""

    abstain: bool
    reason: str
    claims: Annotated[list[WrittenClaim], Meta(extra_json_schema={"maxItems": MOST_CLAIMS})]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    part: str
    claim: Claim


class ModelWriter:
    """Has a language model write the bottom line and the sections, and the extractive writer all the rest."""

    name = "model"

    def __init__(
        self,
        model: LanguageModel,
        *,
        settings: ModelWriterSettings | None = None,
        extractive: ExtractiveWriter | None = None,
    ) -> None:
        self.model = model
        self.own = settings or ModelWriterSettings()
        self.extractive = extractive or ExtractiveWriter()

    @property
    def model_name(self) -> str:
        """The model that is asked."""
        return self.model.name

    @property
    def settings(self) -> tuple[object, ...]:
        """All that its drafts depend on beside what they are written from."""
        return (self.own, self.extractive.settings, self.model.name, self.model.settings, prompts_hash())

    def write(
        self, question: ClinicalQuestion, dossier: Dossier, *, gate: Gate, tell: Told = lambda _: None
    ) -> Written:
        """A draft, of which every claim of the model's passed the gate.

        The model is not asked where the extractive writer finds nothing that carries the question: it would be asked
        to guess.
        """
        draft = self.extractive.write(question, dossier)
        if not draft.bottom_line:
            return Written(draft=draft)
        usable, _ = usable_of(question, dossier.found)
        ranked = candidates(dossier.ranking, usable, subject_of(dossier.topic))
        given = handout(
            question.read_as,
            draft,
            usable=usable,
            ranked=applicable(on_subject(ranked, dossier), question),
            settings=self.own,
        )
        sayings = Sayings(Bookcase(usable, beside=dossier.found), gate)
        session = _Session(self.model, given, self.own, sayings=sayings, tell=tell)
        fallback = session.write()
        draft = merged(
            draft, session.sayings, titles=given.titles, objections=session.refusals, usable=usable
        )
        return Written(draft=draft, meter=session.meter, prompt=session.prompts_hash(), fallback=fallback)


class _Session:
    """One answer's talk with a model: what it was asked, what of its claims was let through, and what was refused."""

    def __init__(
        self,
        model: LanguageModel,
        given: Handout,
        settings: ModelWriterSettings,
        *,
        sayings: Sayings,
        tell: Told,
    ) -> None:
        self._model = model
        self._given = given
        self._settings = settings
        self._tell = tell
        self._told = 0
        self._prompts: list[Prompt] = []
        self.meter = Meter()
        self.sayings = sayings
        self.objections: list[Objection] = []

    def write(self) -> str:
        """Ask, and ask again about what was refused; returns why the model's writing was not to be had, or empty."""
        try:
            written = self._ask(())
        except (ModelFailure, LocalOnly) as error:
            return str(error)
        if written.abstain or not written.claims:
            if reason := fold(written.reason):
                self.objections.append(
                    _objection(reason[: self._settings.of_claim], _UNCHECKED, "abstention")
                )
            return f"{self._model.name} found no answer in the passages"
        refused = self._hear(written.claims)
        if refused:
            try:
                self._hear(self._ask(refused).claims)
            except (ModelFailure, LocalOnly):
                pass  # what was let through the first time stands
        if self.sayings.of(BOTTOM_LINE):
            return ""
        what = "no bottom line" if any(map(self.sayings.of, self._given.titles)) else "nothing"
        return f"{what} that {self._model.name} wrote passed the checks"

    @property
    def refusals(self) -> tuple[Objection, ...]:
        """What was refused, each once: a model that is asked again likes to repeat itself."""
        return tuple(dict.fromkeys(self.objections))

    def prompts_hash(self) -> str:
        asked = "\n".join(f"{one.instructions}\n{one.text}" for one in self._prompts)
        return hashlib.sha256(asked.encode()).hexdigest()[:16]

    def _ask(self, objections: Sequence[Objection]) -> WrittenAnswer:
        prompt = self._given.prompt(objections)
        self._prompts.append(prompt)
        self._told = 0
        return self._model.fill_in(WrittenAnswer, prompt, meter=self.meter, partly=self._partly)

    def _partly(self, filled: Any) -> None:
        """Tell of the bottom line's claims as they are completed: all but the last, which may still grow."""
        claims = filled.get("claims") if isinstance(filled, dict) else None
        whole = claims[:-1] if isinstance(claims, list) else []
        for value in whole[self._told : self._settings.claims]:
            self._told += 1
            try:
                written = msgspec.convert(value, WrittenClaim)
            except msgspec.ValidationError:
                continue
            placed = self._placed(written)
            if isinstance(placed, _Placed) and placed.part == BOTTOM_LINE:
                for claim in self.sayings.news_in(placed.claim, placed.part):
                    self._tell(claim)

    def _hear(self, written: Sequence[WrittenClaim]) -> list[Objection]:
        """Keep what passes, part by part; returns what does not."""
        heard = [self._placed(one) for one in written[: self._settings.claims]]
        placed = [one for one in heard if isinstance(one, _Placed)]
        refused = [one for one in heard if isinstance(one, Objection)]
        if (left := len(written) - self._settings.claims) > 0:
            self.objections.append(
                _objection(f"{left} more claims", "more than an answer has room for", "form")
            )
        for one in placed:
            refused += self.sayings.hear(one.claim, one.part)
        self.objections += refused
        return refused

    def _placed(self, written: WrittenClaim) -> _Placed | Objection:
        """A claim tied to its passages, in a part of the answer; an objection where it cannot be."""
        text = fold(written.text)
        if not text or len(text) > self._settings.of_claim or len(written.quotes) > self._settings.quotes:
            most = f"at most {self._settings.of_claim} characters and {self._settings.quotes} quotes"
            return _objection(_shortened(text, self._settings), f"expected {most}", "form")
        quotes = []
        for said in written.quotes:
            passage = self._given.passage(said.passage)
            if passage is None:
                return _objection(
                    text, f"it cites passage {said.passage}, and none was given it by that number", "citation"
                )
            found = locate(passage, fold(said.quote))
            if found is None:
                return _objection(text, f"{passage.id} does not say what it quotes", "quote")
            quotes.append(found)
        claim = claim_of_model(text, list(dict.fromkeys(quotes)))
        part = written.part if written.part in (BOTTOM_LINE, *self._given.titles) else OTHERWISE
        return _Placed(part=part, claim=claim)


def _objection(text: str, reason: str, check: str) -> Objection:
    return Objection(text=text, reason=reason, check=check, writer="model")


def _shortened(text: str, settings: ModelWriterSettings) -> str:
    return text if len(text) <= settings.of_claim else f"{text[: settings.of_claim]}…"


_UNCHECKED: Final = "why the model says it has no answer: nobody has checked that"
