"""The writer that asks a language model: it proposes the bottom line and the sections, and every word is checked.

The model is given passages that were retrieved and gated, and says claims with quotes. What it says is located in
the passages, heard by the gate its caller gives (`curbside.verification`), asked for once more where that objects, and
all that is then missing comes from the extractive writer. Cautions, verdicts, steps and omissions are not the model's
to write: they always come from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec
from msgspec import Struct

from curbside.answer.brief import subject_of
from curbside.answer.carrying import on_subject
from curbside.answer.choosing import OTHERWISE, applicable
from curbside.answer.claims import Bookcase
from curbside.answer.draft import Claim, Draft, DraftSection, Objection, Unneeded
from curbside.answer.extractive import ExtractiveWriter, claims_of
from curbside.answer.handout import BOTTOM_LINE, Handout, handout, prompts_hash
from curbside.answer.locating import locate
from curbside.answer.settings import ModelWriterSettings
from curbside.answer.usable import retrieved, usable_of
from curbside.appraisal.relevance import candidates
from curbside.errors import LocalOnly, ModelFailure
from curbside.inference.language_model import LanguageModel, Meter, Prompt
from curbside.literature.text import fold
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.dossier import Dossier
from curbside.retrieval.ranking import Found

Gate = Callable[[Sequence[Claim], Sequence[Claim]], tuple[Sequence[Claim], Sequence[Objection]]]
"""Hears claims, and what a reader has read before them; says which may be shown, and what is wrong with the others."""

Told = Callable[[Claim], None]
"""Is told each claim of the bottom line that the gate let through, as soon as it is written."""


class WrittenQuote(Struct, kw_only=True):
    """What a model says a passage says."""

    passage: int
    quote: str


class WrittenClaim(Struct, kw_only=True):
    """A sentence as a model wrote it, and what it says it rests on."""

    part: str
    text: str
    quotes: list[WrittenQuote]


class WrittenAnswer(Struct, kw_only=True):
    """The form a model fills in."""

    abstain: bool
    reason: str
    claims: list[WrittenClaim]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft with what it took to write it. ``fallback`` says why it is not, or not all, the model's; else empty."""

    draft: Draft
    meter: Meter = field(default_factory=Meter)
    prompt: str = ""
    fallback: str = ""


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
        session = _Session(
            self.model, given, self.own, bookcase=Bookcase(usable, beside=dossier.found), gate=gate, tell=tell
        )
        fallback = session.write()
        merged = _merged(draft, session, usable)
        return Written(draft=merged, meter=session.meter, prompt=session.prompts_hash(), fallback=fallback)


class _Session:
    """One answer's talk with a model: what it was asked, what of its claims was let through, and what was refused."""

    def __init__(
        self,
        model: LanguageModel,
        given: Handout,
        settings: ModelWriterSettings,
        *,
        bookcase: Bookcase,
        gate: Gate,
        tell: Told,
    ) -> None:
        self._model = model
        self._given = given
        self._settings = settings
        self._bookcase = bookcase
        self._gate = gate
        self._tell = tell
        self._told = 0
        self._prompts: list[Prompt] = []
        self.meter = Meter()
        self.sound: list[_Placed] = []
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
                    Objection(text=reason[: self._settings.of_claim], reason=_UNCHECKED, check="abstention")
                )
            return f"{self._model.name} found no answer in the passages"
        refused = self._hear(written.claims)
        if refused:
            try:
                self._hear(self._ask(refused).claims)
            except (ModelFailure, LocalOnly):
                pass  # what was let through the first time stands
        if not self.sound:
            return f"nothing that {self._model.name} wrote passed the checks"
        if not self.of(BOTTOM_LINE):
            return f"no bottom line that {self._model.name} wrote passed the checks"
        return ""

    def of(self, part: str) -> tuple[Claim, ...]:
        """What may be shown of a part, each once."""
        return tuple(dict.fromkeys(one.claim for one in self.sound if one.part == part))

    @property
    def parts(self) -> tuple[str, ...]:
        """The sections that have something to show, in the order they were offered."""
        return tuple(title for title in self._given.titles if self.of(title))

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
                for claim in self._through_the_gate(placed)[0]:
                    self._tell(claim)

    def _through_the_gate(self, placed: _Placed) -> tuple[Sequence[Claim], Sequence[Objection]]:
        """A claim with what it must not be shown without, if it may be shown; else what is wrong with it."""
        said = (*self.of(BOTTOM_LINE), *self.of(placed.part))
        company = _company_of(placed.claim, self._bookcase, said=said)
        sound, objections = self._gate([placed.claim, *company], said)
        if placed.claim not in sound:
            return (), [one for one in objections if one.text == placed.claim.text]
        return [one for one in (placed.claim, *company) if one in sound and one not in said], ()

    def _hear(self, written: Sequence[WrittenClaim]) -> list[Objection]:
        """Keep what passes, part by part; returns what does not."""
        heard = [self._placed(one) for one in written[: self._settings.claims]]
        placed = [one for one in heard if isinstance(one, _Placed)]
        refused = [one for one in heard if isinstance(one, Objection)]
        if (left := len(written) - self._settings.claims) > 0:
            self.objections.append(
                Objection(text=f"{left} more claims", reason="more than an answer has room for", check="form")
            )
        for one in placed:
            claims, objections = self._through_the_gate(one)
            self.sound += [_Placed(part=one.part, claim=claim) for claim in claims]
            refused += objections
        self.objections += refused
        return refused

    def _placed(self, written: WrittenClaim) -> _Placed | Objection:
        """A claim tied to its passages, in a part of the answer; an objection where it cannot be."""
        text = fold(written.text)
        if not text or len(text) > self._settings.of_claim or len(written.quotes) > self._settings.quotes:
            most = f"at most {self._settings.of_claim} characters and {self._settings.quotes} quotes"
            return Objection(text=_shortened(text, self._settings), reason=f"expected {most}", check="form")
        quotes = []
        for said in written.quotes:
            passage = self._given.passage(said.passage)
            if passage is None:
                return Objection(
                    text=text,
                    reason=f"it cites passage {said.passage}, and none was given it by that number",
                    check="citation",
                )
            found = locate(passage, fold(said.quote))
            if found is None:
                return Objection(text=text, reason=f"{passage.id} does not say what it quotes", check="quote")
            quotes.append(found)
        quotes = list(dict.fromkeys(quotes))
        is_quote = text == " ".join(quote.text for quote in quotes)
        claim = Claim(text=text, kind="verbatim" if is_quote else "composed", quotes=tuple(quotes))
        part = written.part if written.part in (BOTTOM_LINE, *self._given.titles) else OTHERWISE
        return _Placed(part=part, claim=claim)


def _merged(draft: Draft, session: _Session, usable: Sequence[Found]) -> Draft:
    """The model's bottom line and sections, as far as there are any, in the extractive draft."""
    bottom_line, sections = draft.bottom_line, draft.sections
    if written := session.of(BOTTOM_LINE):
        said = [one for one in written if one not in draft.cautions]
        last = [draft.line] if draft.line is not None else []
        bottom_line = (*draft.cautions, *said, *last)
    if session.parts:
        plain_titles = {one.title: one.plain_title for one in draft.sections}
        asides = (one for one in draft.sections if one.is_aside)
        sections = (
            *(
                DraftSection(
                    title=title,
                    plain_title=plain_titles.get(title, ""),
                    claims=session.of(title),
                )
                for title in session.parts
            ),
            *asides,
        )
    merged = replace(
        draft, bottom_line=bottom_line, sections=sections, objections=(*draft.objections, *session.objections)
    )
    cited = {quote.passage.publication for claim in claims_of(merged) for quote in claim.quotes}
    told = {one.publication: one for one in draft.unneeded if one.publication not in cited}
    for one in retrieved(usable):
        if one.publication.id not in cited:
            told.setdefault(one.publication.id, Unneeded(publication=one.publication.id, reason=_LEFT_OUT))
    return replace(merged, unneeded=tuple(told.values()))


def _company_of(claim: Claim, bookcase: Bookcase, *, said: Sequence[Claim]) -> list[Claim]:
    """What the statements that a claim rests on must not be shown without, as far as it has not been said."""
    shown = {one.quotes[0].passage.id for one in (*said, claim) if one.kind == "verbatim"}
    beside = [
        name
        for quote in claim.quotes
        if (statement := quote.passage.statement) is not None
        for name in statement.beside
        if name not in shown
    ]
    return [bookcase.claim(one) for one in bookcase.in_company(bookcase.named(beside), said=shown)]


def _shortened(text: str, settings: ModelWriterSettings) -> str:
    return text if len(text) <= settings.of_claim else f"{text[: settings.of_claim]}…"


_UNCHECKED: Final = "why the model says it has no answer: nobody has checked that"
_LEFT_OUT: Final = "the model's answer does without it"
