"""The verbs, one short function each. A surface calls these and adds nothing of its own."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from curbside import __version__
from curbside.answer.draft import Claim, Draft, DraftStep
from curbside.answer.extractive import ExtractiveWriter
from curbside.answer.merging import Written
from curbside.answer.model import ModelWriter
from curbside.answer.recorded import RecordedWriter
from curbside.answer.sources import sources_of
from curbside.answer.usable import caution, no_evidence
from curbside.appraisal import comparison
from curbside.appraisal.agreement import Agreement, compared, fullest
from curbside.appraisal.relevance import PASSAGES_CUT, SHORTLIST, WEIGHTS
from curbside.appraisal.weighing import RULES
from curbside.editorial.affected import AffectedReport, Kept, Unread, answer_kept
from curbside.editorial.affected import affected as affected_by
from curbside.editorial.asked import AskedStore, context_of
from curbside.editorial.replay import Replay, replayed
from curbside.editorial.replay.written import on_the_model, record_of
from curbside.errors import CurbsideError, FaultyPathway, NotFound
from curbside.inference.language_model import Meter
from curbside.literature.library import AdditionReport, Library, NoticesReport, Progress, open_library
from curbside.literature.publication import Kind, Passage
from curbside.literature.readers import files_under
from curbside.literature.sources.pubmed_query import by_number
from curbside.question.follow_up import Completion, complete
from curbside.question.inventory import inventory_of
from curbside.question.read import read_question
from curbside.question.reading import (
    ASKING_FIRST,
    ClinicalQuestion,
    FollowUp,
    OtherSense,
    SenseChoice,
)
from curbside.question.senses import SENSE_WEIGHTS
from curbside.retrieval.dossier import Dossier, gather
from curbside.retrieval.keyword import BACKGROUND, BOOSTS, KeywordRetriever
from curbside.retrieval.ranking import Found, Ranking
from curbside.retrieval.succession import yielding
from curbside.terminology.definitions import Definition, definitions_in
from curbside.terminology.senses import Inventory, Sense
from curbside.verification.answer import Abstention, Answer, Choice, ModelUsage, Provenance, UpheldClaim
from curbside.verification.comparison import Comparison
from curbside.verification.further import with_further
from curbside.verification.judging import Judged, Source, judge
from curbside.verification.record import Given, Outcome
from curbside.verification.uphold import LibrarySearched, as_shown, ask_first, hear, uphold

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from curbside.literature.content import Content
    from curbside.literature.sources.eutils import EUtils
    from curbside.pathway.checker.finding import CheckReport
    from curbside.pathway.citations import CitedPathway
    from curbside.pathway.definition import Pathway
    from curbside.pathway.explanation import Explanation
    from curbside.pathway.exports.exported import Exported
    from curbside.pathway.population.report import PopulationReport
    from curbside.pathway.recommendation import Recommendation
    from curbside.patient.record import PatientRecord

PUBMED_RECORDS = 200
"""How many of PubMed's records a question is answered from."""

ASK_DEPTH = 20
"""How many publications an answer is looked for in."""


Heard = Callable[[UpheldClaim], None]
"""Is told what a model has written and the checks let through, claim by claim, before there is an answer."""


def unheard(_claim: UpheldClaim) -> None:
    """Nobody listens."""


PathwayOf = Callable[[str], "Pathway | None"]
"""Finds the pathway of a topic by the topic's id; None where it has none."""


def no_pathway(_topic: str) -> None:
    """There are no pathways."""


MOST_CHOICES = 6
"""Other readings that are offered with an answer: more is a list to read, and no offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A question of a batch, with the id its answer will carry."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenClaim:
    """A claim of a batch. With ``sources`` it is checked against these alone, be there none of them."""

    id: str
    text: str
    sources: tuple[Source, ...] | None = None


def ask(
    question: str,
    *,
    library: Library,
    asked_at: datetime,
    expand: bool = True,
    after: Outcome | None = None,
    writer: ModelWriter | RecordedWriter | None = None,
    heard: Heard = unheard,
    further: Sequence[Comparison] = (),
    pathway_of: PathwayOf = no_pathway,
) -> Outcome:
    """Answer a question from a library. Raises `BadQuestion` when there is nothing to read in it.

    Where a short form may as well mean something else, every likely sense is looked into, and where their answers
    differ, whoever asked must choose first. A question that comes ``after`` another is completed from that one.

    Without a ``writer`` the extractive one writes. ``heard`` is told what a model has written and the checks let
    through, before there is an answer. ``further`` comparisons are asked after all checks. A step of the answer names
    the part of the topic's pathway that decides it, where ``pathway_of`` finds one.
    """
    desk = _Desk(
        library,
        asked_at=asked_at,
        expand=expand,
        model_writer=writer,
        heard=heard,
        further=further,
        pathway_of=pathway_of,
    )
    completion = complete(question, context_of(after)) if after is not None else None
    read = desk.read(question) if completion is None or after is None else desk.read_after(completion, after)
    if completion is not None and completion.about == "sources" and isinstance(after, Answer):
        return desk.name_sources(read, after)
    if completion is not None and completion.about != "question" and completion.how != "completed":
        # "Which study was that?" after no answer has no answer either, whatever a search for its words would find.
        return desk.say_why_not(read, completion.why)
    return desk.answer_in_every_sense(read)


def replay(
    given: Given,
    *,
    library: Library,
    after: Outcome | None = None,
    expand: bool = True,
    further: Sequence[Comparison] = (),
    pathway_of: PathwayOf = no_pathway,
) -> Replay:
    """Ask the question of an answer again, as it was asked then, and hold the two answers side by side.

    No language model is asked: what one wrote is taken from the answer, and its claims are heard again by every check.

    ``after`` is the answer it followed, where that is still to be had. ``expand`` is for an answer whose configuration
    does not tell how it was asked.
    """
    was = given.outcome
    asked_at = datetime.fromisoformat(was.provenance.asked_at)
    told = {configuration_hash(ExtractiveWriter(), expand=one, further=further): one for one in (True, False)}
    expand = told.get(was.provenance.config, expand)
    writer = RecordedWriter(record_of(was), passage_of(library)) if was.provenance.model else None
    notes = on_the_model(writer.record) if writer is not None else ()
    follow_up = was.question.follow_up
    if follow_up is None or after is not None:
        now = ask(
            was.question.asked,
            library=library,
            asked_at=asked_at,
            expand=expand,
            after=after,
            writer=writer,
            further=further,
            pathway_of=pathway_of,
        )
        return replayed(given, now, notes=notes)
    desk = _Desk(
        library,
        asked_at=asked_at,
        expand=expand,
        model_writer=writer,
        further=further,
        pathway_of=pathway_of,
    )
    read = replace(desk.read(follow_up.completed), asked=was.question.asked, follow_up=follow_up)
    if isinstance(was, Abstention) and was.reason == follow_up.why:
        now = desk.say_why_not(read, follow_up.why)
    else:
        now = desk.answer_in_every_sense(read)
    gone = f"The answer it followed, {follow_up.after[:12]}, is gone"
    note = f"{gone}: the question was asked as it had been completed from that one"
    return replayed(given, now, notes=(note, *notes))


def passage_of(library: Library) -> Callable[[str], Passage | None]:
    """Finds the passages of a library by their ids; None for one that it does not hold."""

    def found(name: str) -> Passage | None:
        try:
            return library.find(name).passage(name)
        except NotFound:
            return None

    return found


def _advice(answer: Answer) -> frozenset[str]:
    """What an answer's bottom line rests on: two that rest on the same say the same."""
    return frozenset(citation.passage for claim in answer.bottom_line for citation in claim.citations)


class _Desk:
    """A library, with all that is the same for every reading of one question asked of it."""

    def __init__(
        self,
        library: Library,
        *,
        asked_at: datetime,
        expand: bool,
        model_writer: ModelWriter | RecordedWriter | None = None,
        heard: Heard = unheard,
        further: Sequence[Comparison] = (),
        pathway_of: PathwayOf = no_pathway,
    ) -> None:
        self._library = library
        self._pathway_of = pathway_of
        self._topics = library.topics()
        self._senses = inventory_of(library, self._topics)
        self._extractive = ExtractiveWriter()
        self._model_writer = model_writer
        self._heard = heard
        self._further = tuple(further)
        self._checks = with_further(further)
        self._asked_at = asked_at
        self._expand = expand

    def read(self, question: str, senses: Inventory | None = None) -> ClinicalQuestion:
        return read_question(
            question, senses=senses or self._senses, names=self._library, expand=self._expand
        )

    def read_after(self, completion: Completion, after: Outcome) -> ClinicalQuestion:
        """What was typed after another question, read as it was completed from that one."""
        follow_up = FollowUp(
            after=after.id, completed=completion.completed, how=completion.how, why=completion.why
        )
        return replace(self.read(completion.completed), asked=completion.asked, follow_up=follow_up)

    def read_in_sense(self, read: ClinicalQuestion, choice: SenseChoice, long: str) -> ClinicalQuestion:
        """The question with a short form in this sense, and its probabilities as they were before it was settled."""
        settled = self.read(read.words, self._senses.settled(choice.short, long))
        made = {one.short: one for one in settled.senses} | {choice.short: choice.read_as(long)}
        return replace(
            settled,
            asked=read.asked,
            follow_up=read.follow_up,
            senses=tuple(made[one.short] for one in read.senses if one.short in made),
        )

    def answer(self, read: ClinicalQuestion) -> Outcome:
        """The answer in the words of the writer that was asked for."""
        if self._model_writer is None:
            return self.answer_in_quotes(read)
        dossier = self._gather(read)
        found = self._all_that_may_be_cited(dossier)

        def tell(claim: Claim) -> None:
            if (shown := as_shown(claim, found=found, checks=self._checks)) is not None:
                self._heard(shown)

        written = self._model_writer.write(
            read,
            dossier,
            gate=lambda claims, said: hear(
                claims, said=said, found=found, senses=read.senses, checks=self._checks
            ),
            tell=tell,
        )
        return self._uphold(written.draft, read, dossier, self._provenance(written), found=found)

    def answer_in_quotes(self, read: ClinicalQuestion) -> Outcome:
        """The extractive writer's answer, whoever was asked for."""
        dossier = self._gather(read)
        return self._uphold(self._extractive.write(read, dossier), read, dossier, self._provenance())

    def _gather(self, read: ClinicalQuestion) -> Dossier:
        retriever = KeywordRetriever(self._library)
        return gather(read, retriever=retriever, topics=self._topics, senses=self._senses, depth=ASK_DEPTH)

    def _all_that_may_be_cited(self, dossier: Dossier) -> Sequence[Found]:
        """What was found; with what a record cites, whether or not a search still finds it."""
        found = dossier.everything
        if not isinstance(self._model_writer, RecordedWriter):
            return found
        known = {one.publication.id for one in found}
        cited = KeywordRetriever(self._library).named(self._model_writer.record.cites)
        return (*found, *(one for one in cited if one.publication.id not in known))

    def _uphold(
        self,
        draft: Draft,
        read: ClinicalQuestion,
        dossier: Dossier,
        provenance: Provenance,
        *,
        found: Sequence[Found] | None = None,
    ) -> Outcome:
        return uphold(
            replace(draft, steps=tuple(map(self._with_node, draft.steps))),
            question=read,
            ranking=dossier.ranking,
            found=dossier.everything if found is None else found,
            library=self._searched(),
            choices=tuple(
                self._choice(read, choice, other)
                for choice, other in islice(
                    ((choice, other) for choice in read.senses for other in choice.others_to_offer),
                    MOST_CHOICES,
                )
            ),
            provenance=provenance,
            checks=self._checks,
        )

    def _with_node(self, step: DraftStep) -> DraftStep:
        """The step with the table of its topic's pathway that rests on most of its statements, the first of equals.

        Its words stay the statements' own, each of which the checks still hear: only a name is added.
        """
        rests_on = {quote.passage.id for claim in step.claims for quote in claim.quotes}
        topics = sorted({name.partition(":")[0] for name in rests_on})
        pathway = self._pathway_of(topics[0]) if len(topics) == 1 else None
        if pathway is None:
            return step
        statements = {name.partition("#")[2] for name in rests_on}
        shared = {table.id: len(statements & table.cited) for table in pathway.tables}
        node = max(shared, key=lambda name: shared[name])
        return replace(step, pathway=pathway.id, node=node) if shared[node] else step

    def answer_in_every_sense(self, read: ClinicalQuestion) -> Outcome:
        """The answer, unless a short form has several likely senses that are answered differently: then, which."""
        if (choice := read.open_sense) is None:
            return self.answer(read)
        likely = (choice.long, *(other.long for other in choice.others_to_offer))
        readings = [self.read_in_sense(read, choice, long) for long in likely]
        outcomes = [self.answer_in_quotes(reading) for reading in readings]
        if len({_advice(outcome) for outcome in outcomes if isinstance(outcome, Answer)}) > 1:
            return self.ask_first(read, choice)
        answered = (place for place, outcome in enumerate(outcomes) if isinstance(outcome, Answer))
        place = next(answered, 0)
        return outcomes[place] if self._model_writer is None else self.answer(readings[place])

    def name_sources(self, read: ClinicalQuestion, after: Answer) -> Outcome:
        """What the last bottom line rests on, source by source."""
        retriever = KeywordRetriever(self._library)
        cited = [citation for claim in after.bottom_line for citation in claim.citations]
        found = retriever.named(dict.fromkeys(citation.passage for citation in cited))
        return uphold(
            sources_of(cited, found, trials="trial" in read.asked.casefold()),
            question=read,
            ranking=retriever.rank(read, limit=0),
            found=found,
            library=self._searched(),
            provenance=self._provenance(),
            checks=self._checks,
        )

    def say_why_not(self, read: ClinicalQuestion, why: str) -> Outcome:
        """An abstention without a search."""
        return uphold(
            Draft(bottom_line=(), sections=(), unneeded=(), why_not=why),
            question=read,
            ranking=KeywordRetriever(self._library).rank(read, limit=0),
            found=(),
            library=self._searched(),
            provenance=self._provenance(),
        )

    def ask_first(self, read: ClinicalQuestion, choice: SenseChoice) -> Abstention:
        first = OtherSense(long=choice.long, probability=choice.probability)
        return ask_first(
            read,
            tuple(self._choice(read, choice, other) for other in (first, *choice.others_to_offer)),
            library=self._searched(),
            provenance=self._provenance(),
        )

    def _choice(self, read: ClinicalQuestion, choice: SenseChoice, other: OtherSense) -> Choice:
        return Choice(
            short=choice.short,
            long=other.long,
            probability=other.probability,
            ask=self.read(read.words, self._senses.settled(choice.short, other.long)).read_as,
        )

    def _searched(self) -> LibrarySearched:
        return LibrarySearched(
            snapshot=self._library.snapshot(), publications=self._library.status().publications
        )

    def _provenance(self, written: Written | None = None) -> Provenance:
        """Who wrote, with what: ``written`` where a model was asked for."""
        writer = self._model_writer or self._extractive
        asked = written is not None and written.meter.requests > 0
        return Provenance(
            library=self._library.snapshot(),
            version=__version__,
            config=writer.record.config
            if isinstance(writer, RecordedWriter)
            else configuration_hash(writer, expand=self._expand, further=self._further),
            writer=writer.name,
            model=self._model_writer.model_name if self._model_writer is not None else None,
            asked_at=self._asked_at.isoformat(),
            prompt=(written.prompt or None) if written is not None else None,
            usage=_usage(written.meter) if asked and written is not None else None,
            fallback=(written.fallback or None) if written is not None else None,
        )


def _usage(meter: Meter) -> ModelUsage:
    return ModelUsage(
        requests=meter.requests,
        input_tokens=meter.input_tokens,
        output_tokens=meter.output_tokens,
        cost=meter.cost,
    )


def ask_pubmed(
    question: str,
    *,
    source: EUtils,
    cache: Path,
    asked_at: datetime,
    limit: int = PUBMED_RECORDS,
    expand: bool = True,
    after: Outcome | None = None,
    writer: ModelWriter | None = None,
    further: Sequence[Comparison] = (),
    heard: Heard = unheard,
    progress: Callable[[int, int], None] = lambda fetched, total: None,
) -> Outcome:
    """Answer from the best ``limit`` records PubMed has for the question as read, fetched into a library of its own.

    The library stays in ``cache``, so that asking again, or after an interruption, fetches only what is missing.
    Raises `NetworkFailure` when PubMed does not answer as it should.
    """
    whole = complete(question, context_of(after)).completed if after is not None else question
    query = source.best_query(read_question(whole))
    kept = cache / hashlib.sha256(query.encode()).hexdigest()[:24]
    records = source.records(query, limit=limit, spool=kept / "spool", order="relevance", progress=progress)
    with open_library(kept / "library", writable=True) as library:
        library.add_records(records, name=f"PubMed: {query}", kind="PubMed")
        return ask(
            question,
            library=library,
            asked_at=asked_at,
            expand=expand,
            after=after,
            writer=writer,
            heard=heard,
            further=further,
        )


def ask_many(
    topics: Iterable[Topic],
    *,
    library: Library,
    asked_at: datetime,
    expand: bool = True,
    writer: ModelWriter | None = None,
    further: Sequence[Comparison] = (),
    pathway_of: PathwayOf = no_pathway,
) -> Iterator[tuple[str, Outcome | CurbsideError]]:
    """Answer each topic in turn; one that cannot be read comes back as its error, and the rest go on."""
    for topic in topics:
        try:
            yield (
                topic.id,
                ask(
                    topic.text,
                    library=library,
                    asked_at=asked_at,
                    expand=expand,
                    writer=writer,
                    further=further,
                    pathway_of=pathway_of,
                ),
            )
        except CurbsideError as error:
            yield topic.id, error


def read(question: str, *, library: Library, expand: bool = True) -> ClinicalQuestion:
    """How a question is understood where this library is asked. Raises `BadQuestion`."""
    senses = inventory_of(library, library.topics())
    return read_question(question, senses=senses, names=library, expand=expand)


def read_many(
    topics: Iterable[Topic], *, library: Library, expand: bool = True
) -> Iterator[tuple[str, ClinicalQuestion | CurbsideError]]:
    """How each topic is understood, in turn; one that cannot be read comes back as its error."""
    senses = inventory_of(library, library.topics())
    for topic in topics:
        try:
            yield topic.id, read_question(topic.text, senses=senses, names=library, expand=expand)
        except CurbsideError as error:
            yield topic.id, error


def senses_of(short: str, *, library: Library) -> tuple[Sense, ...]:
    """What a short form may stand for where this library is asked, the likeliest first; empty when it is not known."""
    return inventory_of(library, library.topics()).of(short)


def appraise(prompts: Iterable[comparison.Prompt]) -> Iterator[tuple[str, comparison.Compared]]:
    """Which way each prompt's outcome went in its abstract, in turn."""
    for prompt in prompts:
        yield (
            prompt.id,
            comparison.compared(
                prompt.abstract,
                intervention=prompt.intervention,
                comparator=prompt.comparator,
                outcome=prompt.outcome,
            ),
        )


def check(claim: str, *, library: Library, further: Sequence[Comparison] = ()) -> Judged:
    """Is a claim borne out by what the library finds for it? What may stand under no claim bears nothing out."""
    retriever = KeywordRetriever(library)
    ranking = retriever.rank(read(claim, library=library), limit=ASK_DEPTH)
    found = yielding(retriever.read(ranking), ranking)
    return judge(
        claim,
        (
            Source(
                id=passage.id,
                text=passage.text,
                title=one.publication.title,
                caution=caution(one),
                around=one.publication.abstract,
            )
            for one in found
            if not no_evidence(one)
            for passage in one.passages
            if passage.kind is not Kind.TITLE and passage.id not in one.standing.fallen
        ),
        further=further,
    )


def check_many(
    claims: Iterable[GivenClaim], *, library: Library, further: Sequence[Comparison] = ()
) -> Iterator[tuple[str, Judged | CurbsideError]]:
    """Check each claim in turn, against the texts it came with or else the library."""
    for claim in claims:
        try:
            given = claim.sources
            yield (
                claim.id,
                judge(claim.text, given, further=further)
                if given is not None
                else check(claim.text, library=library, further=further),
            )
        except CurbsideError as error:
            yield claim.id, error


def abbreviations(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[Definition, ...]]]:
    """The short forms that each text defines, by the text's id, in turn."""
    for name, text in texts:
        yield name, definitions_in(text)


def search(query: str, *, library: Library, top: int, expand: bool = True) -> Ranking:
    """The best ``top`` publications for a query, in order."""
    return KeywordRetriever(library).rank(read(query, library=library, expand=expand), limit=top)


def ingest_pubmed(
    query: str,
    *,
    source: EUtils,
    library: Library,
    limit: int,
    spool: Path,
    progress: Callable[[int, int], None] = lambda fetched, total: None,
    clock: Callable[[], float] = time.monotonic,
) -> AdditionReport:
    """Add what PubMed has for a query, newest first. Raises `NetworkFailure`; the same call resumes."""
    started = clock()
    records = source.records(query, limit=limit, spool=spool, progress=progress)
    report = library.add_records(records, name=f"PubMed: {query}", kind="PubMed")
    report.seconds = clock() - started
    return report


def ingest(
    paths: Sequence[Path],
    *,
    library: Library,
    progress: Callable[[Progress], None] = lambda progress: None,
    clock: Callable[[], float] = time.monotonic,
) -> AdditionReport:
    """Add files, and whatever is readable in folders, to a library.

    Raises `NotFound` before anything is read when a path is not there.
    """
    started = clock()
    for path in paths:
        if not path.exists():
            raise NotFound(f"expected a file or a folder; there is none at {path}")
    files = [file for path in paths for file in files_under(path)]
    report = library.add(files, progress=progress)
    report.seconds = clock() - started
    return report


def ingest_retractions(
    path: Path,
    *,
    library: Library,
    progress: Callable[[int], None] = lambda rows: None,
    clock: Callable[[], float] = time.monotonic,
) -> NoticesReport:
    """Let the list of retractions in a file be the library's. Raises what `Library.add_retractions` raises."""
    started = clock()
    report = library.add_retractions(path, progress=progress)
    report.seconds = clock() - started
    return report


def disagreements(library: Library) -> Agreement:
    """Hold every topic's statements against the publications they summarise, as far as the library has both."""
    summaries = (one for topic in library.topics() for one in library.statements_of(topic).values())
    pairs = ((summary, fullest(library.namesakes(summary))) for summary in summaries)
    return compared((summary, original) for summary, original in pairs if original is not None)


def affected(*, library: Library, answers: AskedStore) -> AffectedReport:
    """What of that which was given to readers is touched by what this library knows of its sources now."""
    given = [answer_kept(one) for one in answers.each()]
    kept = [one for one in given if isinstance(one, Kept)]
    return AffectedReport(
        looked_at=len(kept),
        affected=tuple(affected_by(kept, library)),
        unread=tuple(one for one in given if isinstance(one, Unread)),
    )


def read_topic(folder: Path) -> Content:
    """What a topic's folder holds, and every mistake in it. Raises `NotFound` when there is no such folder."""
    # Reading YAML is for those who write topics; whoever asks a library of their own never waits for it.
    from curbside.literature.content import read_content

    if not folder.is_dir():
        raise NotFound(f"expected the folder of a topic; there is none at {folder}")
    return read_content(folder)


def open_pathway(path: Path) -> CitedPathway:
    """The pathway in this file with the statements it cites, which lie beside it. Raises `FaultyPathway`.

    It is not checked, and may not be used on a patient for having been opened.
    """
    from curbside.literature.content import TOPIC, read_content
    from curbside.pathway.citations import cited
    from curbside.pathway.reading import read_pathway

    read = read_pathway(path)
    if read.pathway is None:
        first, *more = read.mistakes
        beside = f", and {len(more)} more: curbside pathway check {path}" if more else ""
        raise FaultyPathway(f"expected a pathway in {path}; came a mistake in {first}{beside}")
    topic = read_content(path.parent) if (path.parent / TOPIC).is_file() else None
    return cited(read.pathway, topic)


def usable_pathway(path: Path) -> CitedPathway:
    """The pathway in this file, when its check finds no error. Raises `FaultyPathway`."""
    from curbside.pathway.checker import sound_pathway

    opened = open_pathway(path)
    sound_pathway(path)
    return opened


def apply_pathway(
    cited: CitedPathway,
    patient: PatientRecord,
    *,
    on: date,
    cv: Decimal | None = None,
    bias: Decimal | None = None,
) -> Explanation:
    """What a usable pathway says of a patient on a day, and why; ``cv`` and ``bias`` are the laboratory's own, in %."""
    from curbside.pathway.explanation import explain
    from curbside.pathway.gather import facts_of

    return explain(cited, facts_of(patient, cited.pathway, on=on), cv=cv, bias=bias)


def check_pathway(path: Path, *, on: date | None = None) -> CheckReport:
    """Everything that is wrong, or worth knowing, of the pathway in this file; its test patients run.

    ``on`` is the day on which its review may be overdue.
    """
    from curbside.pathway.checker import check_file

    return check_file(path, on=on)


def pin_claims(path: Path) -> None:
    """Write into a pathway's file the hash of every claim as it stands. Raises `FaultyPathway` when it is none."""
    from curbside.pathway.checker.pinning import pin

    pin(path)


def recommend(cited: CitedPathway, patient: PatientRecord, *, on: date) -> Recommendation:
    """What a usable pathway says of a patient on a day, for a surface that shows no flip facts."""
    from curbside.pathway.engine import decide
    from curbside.pathway.gather import facts_of

    return decide(cited.pathway, facts_of(patient, cited.pathway, on=on))


def export_pathway(cited: CitedPathway, *, to: str) -> Exported:
    """A usable pathway in another language, with the citations of all that it advises."""
    from curbside.pathway.exports.exported import exported

    return exported(cited, to=to)


def run_pathway(
    cited: CitedPathway,
    patients: Path,
    *,
    out: Path,
    on: date,
    engine: str,
    maps: Sequence[str],
    most_alike: int,
    smallest: int,
) -> PopulationReport:
    """Write what a usable pathway says of each of these patients into ``out``, and count it."""
    from curbside.pathway.population.verb import run

    return run(
        cited.pathway,
        patients,
        out=out,
        on=on,
        engine=engine,
        maps=maps,
        most_alike=most_alike,
        smallest=smallest,
    )


def query_for_originals(content: Content) -> str:
    """The PubMed query that finds the publications a topic's statements summarise; empty where none has a PMID."""
    return by_number(source.pmid for source in content.sources.values() if source.pmid)


def configuration_hash(
    writer: ExtractiveWriter | ModelWriter, *, expand: bool = True, further: Sequence[Comparison] = ()
) -> str:
    """What, beside the library and the question, an answer depends on; 16 hexadecimal digits.

    A further comparison is known by its name, and so its name must say which version of it it is.
    """
    settings = (
        *(writer.name, writer.settings, WEIGHTS, PASSAGES_CUT, SHORTLIST, RULES),
        *(BACKGROUND, BOOSTS, ASK_DEPTH, SENSE_WEIGHTS, ASKING_FIRST, MOST_CHOICES, expand),
        *(one.name for one in further),
    )
    return hashlib.sha256(msgspec.json.encode(settings)).hexdigest()[:16]
