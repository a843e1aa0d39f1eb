"""The verbs, one short function each. A surface calls these and adds nothing of its own."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from curbside import __version__
from curbside.answer.extractive import ExtractiveWriter
from curbside.appraisal import comparison
from curbside.appraisal.agreement import Agreement, compared, fullest
from curbside.appraisal.relevance import PASSAGES_CUT, SHORTLIST, WEIGHTS
from curbside.appraisal.weighing import RULES
from curbside.errors import CurbsideError, NotFound
from curbside.literature.library import AdditionReport, Library, Progress, open_library
from curbside.literature.readers import files_under
from curbside.literature.sources.pubmed_query import by_number
from curbside.question.read import read_question
from curbside.retrieval.dossier import gather, inventory_of
from curbside.retrieval.keyword import BACKGROUND, BOOSTS, KeywordRetriever
from curbside.retrieval.ranking import Ranking
from curbside.verification.answer import Abstention, Answer, Provenance
from curbside.verification.uphold import LibrarySearched, uphold

if TYPE_CHECKING:
    from curbside.literature.content import Content
    from curbside.literature.sources.eutils import EUtils

PUBMED_RECORDS = 200
"""How many of PubMed's records a question is answered from."""

ASK_DEPTH = 20
"""How many publications an answer is looked for in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A question of a batch, with the id its answer will carry."""

    id: str
    text: str


def ask(question: str, *, library: Library, asked_at: datetime) -> Answer | Abstention:
    """Answer a question from a library. Raises `BadQuestion` when there is nothing to read in it."""
    topics = library.topics()
    senses = inventory_of(topics)
    read = read_question(question, senses=senses)
    writer = ExtractiveWriter()
    dossier = gather(read, retriever=KeywordRetriever(library), topics=topics, senses=senses, depth=ASK_DEPTH)
    return uphold(
        writer.write(read, dossier),
        question=read,
        ranking=dossier.ranking,
        found=dossier.everything,
        library=LibrarySearched(snapshot=library.snapshot(), publications=library.status().publications),
        provenance=Provenance(
            library=library.snapshot(),
            version=__version__,
            config=configuration_hash(writer),
            writer=writer.name,
            model=None,
            asked_at=asked_at.isoformat(),
        ),
    )


def ask_pubmed(
    question: str,
    *,
    source: EUtils,
    cache: Path,
    asked_at: datetime,
    limit: int = PUBMED_RECORDS,
    progress: Callable[[int, int], None] = lambda fetched, total: None,
) -> Answer | Abstention:
    """Answer from the best ``limit`` records PubMed has for the question as read, fetched into a library of its own.

    The library stays in ``cache``, so that asking again, or after an interruption, fetches only what is missing.
    Raises `NetworkFailure` when PubMed does not answer as it should.
    """
    query = source.best_query(read_question(question))
    kept = cache / hashlib.sha256(query.encode()).hexdigest()[:24]
    records = source.records(query, limit=limit, spool=kept / "spool", order="relevance", progress=progress)
    with open_library(kept / "library", writable=True) as library:
        library.add_records(records, name=f"PubMed: {query}", kind="PubMed")
        return ask(question, library=library, asked_at=asked_at)


def ask_many(
    topics: Iterable[Topic], *, library: Library, asked_at: datetime
) -> Iterator[tuple[str, Answer | Abstention | CurbsideError]]:
    """Answer each topic in turn; one that cannot be read comes back as its error, and the rest go on."""
    for topic in topics:
        try:
            yield topic.id, ask(topic.text, library=library, asked_at=asked_at)
        except CurbsideError as error:
            yield topic.id, error


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


def search(query: str, *, library: Library, top: int) -> Ranking:
    """The best ``top`` publications for a query, in order."""
    return KeywordRetriever(library).rank(read_question(query), limit=top)


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


def disagreements(library: Library) -> Agreement:
    """Hold every topic's statements against the publications they summarise, as far as the library has both."""
    summaries = (one for topic in library.topics() for one in library.statements_of(topic).values())
    pairs = ((summary, fullest(library.namesakes(summary))) for summary in summaries)
    return compared((summary, original) for summary, original in pairs if original is not None)


def read_topic(folder: Path) -> Content:
    """What a topic's folder holds, and every mistake in it. Raises `NotFound` when there is no such folder."""
    # Reading YAML is for those who write topics; whoever asks a library of their own never waits for it.
    from curbside.literature.content import read_content

    if not folder.is_dir():
        raise NotFound(f"expected the folder of a topic; there is none at {folder}")
    return read_content(folder)


def query_for_originals(content: Content) -> str:
    """The PubMed query that finds the publications a topic's statements summarise; empty where none has a PMID."""
    return by_number(source.pmid for source in content.sources.values() if source.pmid)


def configuration_hash(writer: ExtractiveWriter) -> str:
    """What, beside the library and the question, an answer depends on; 16 hexadecimal digits."""
    settings = (
        *(writer.name, writer.settings, WEIGHTS, PASSAGES_CUT, SHORTLIST, RULES),
        *(BACKGROUND, BOOSTS, ASK_DEPTH),
    )
    return hashlib.sha256(msgspec.json.encode(settings)).hexdigest()[:16]
