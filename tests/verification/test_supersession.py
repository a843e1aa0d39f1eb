"""What was replaced yields to its successor, and what was worked out from a retracted source falls with it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from msgspec import structs

from curbside.answer.draft import Claim, Quote
from curbside.literature.library import Library, library_in_memory
from curbside.literature.publication import Publication, Relation, RelationKind
from curbside.question.read import read_question
from curbside.retrieval.keyword import KeywordRetriever
from curbside.retrieval.succession import yielding
from curbside.verification.answer import Abstention, Answer
from curbside.verification.check import Evidence
from curbside.verification.checks.supersession import SuccessorSpeaks
from curbside.verification.judging import Judgement
from curbside.workflows import ask, check
from library_of import library_of, publication
from medline_records import citation, link, medline
from tea_topic import STATEMENTS, write_folder

NOW = datetime(2026, 1, 2, tzinfo=UTC)
GUIDELINE = ("Practice Guideline",)
REPLACED = Relation(kind=RelationKind.SUPERSEDED_BY, target="pmid:12")
OLD = publication(
    11,
    "The society recommends larchamab 40 mg a day for joint pain.",
    title="Larchamab for joint pain: a guideline",
    year=2011,
    types=GUIDELINE,
    relations=(REPLACED,),
)
NEW = publication(
    12,
    "The society recommends larchamab 20 mg a day for joint pain.",
    title="Larchamab for joint pain: a guideline, second edition",
    year=2024,
    types=GUIDELINE,
)
ON_FLUSHES = publication(12, "Hot flushes are treated with willowstatin.", title="Hot flushes: a guideline")
SAYS_SO_ITSELF = structs.replace(NEW, relations=(Relation(kind=RelationKind.UPDATES, target="pmid:11"),))
QUESTION = "Is larchamab recommended for joint pain?"


def asked(question: str, *shelf: Publication) -> Answer:
    outcome = ask(question, library=library_of(*shelf), asked_at=NOW)
    assert isinstance(outcome, Answer)
    return outcome


def with_notice(kind: RelationKind) -> Publication:
    return structs.replace(NEW, relations=(Relation(kind=kind, target="pmid:99"),))


@pytest.mark.parametrize(
    ("question", "shelf", "yields"),
    [
        (QUESTION, (OLD, NEW), True),
        (QUESTION, (structs.replace(OLD, relations=()), SAYS_SO_ITSELF), True),
        (QUESTION, (OLD, with_notice(RelationKind.CORRECTED_BY)), True),
        (QUESTION, (OLD,), False),
        (QUESTION, (OLD, ON_FLUSHES), False),
        (QUESTION, (OLD, with_notice(RelationKind.RETRACTED_BY)), False),
        (QUESTION, (OLD, structs.replace(NEW, types=("Published Erratum",))), False),
        (f"{QUESTION} Studies from 2010 to 2015", (OLD, NEW), False),
    ],
    ids=[
        "its successor speaks to the question",
        "the successor alone says so",
        "the successor was corrected",
        "the successor is not held",
        "the successor speaks of something else",
        "the successor was retracted",
        "what is said to replace it is a correction",
        "the question asks for its years",
    ],
)
def test_the_older_yields_where_the_newer_speaks_and_is_marked_where_not(
    question: str, shelf: tuple[Publication, ...], yields: bool
) -> None:
    for order in permutations(shelf):
        answer = asked(question, *order)
        superseded = {reference.id: reference.superseded_by for reference in answer.references}
        unused = {one.id: one.reason for one in answer.unused}
        assert superseded == ({"pmid:12": None} if yields else {"pmid:11": "pmid:12"})
        assert unused.get("pmid:11") == ("superseded by pmid:12" if yields else None)


def quoting(*publications: Publication) -> Claim:
    passages = [one.passages[1] for one in publications]
    quotes = tuple(Quote(passage=p, start=0, end=len(p.text), text=p.text) for p in passages)
    return Claim(text=" ".join(quote.text for quote in quotes), kind="composed", quotes=quotes)


@pytest.mark.parametrize(
    ("claim", "objection"),
    [
        (quoting(OLD), "its source pmid:11 is superseded by pmid:12, which was found as well"),
        (quoting(NEW), None),
        (quoting(OLD, NEW), None),
    ],
    ids=["the older alone", "the newer", "both: what has changed"],
)
def test_the_older_alone_supports_no_claim(claim: Claim, objection: str | None) -> None:
    retriever = KeywordRetriever(library_of(OLD, NEW))
    ranking = retriever.rank(read_question(QUESTION), limit=5)
    found = yielding(retriever.read(ranking), ranking)
    evidence = Evidence(found={one.publication.id: one for one in found})
    assert SuccessorSpeaks().objection(claim, evidence) == objection


def test_a_claim_is_not_borne_out_by_what_was_replaced() -> None:
    claim = "The society recommends larchamab 40 mg a day for joint pain."
    assert check(claim, library=library_of(OLD)).verdict is Judgement.SUPPORTED
    assert check(claim, library=library_of(OLD, NEW)).verdict is not Judgement.SUPPORTED


DERIVED = "Two cups a night add 84 minutes of sleep a week."
RETRACTED = citation(12345, title="Chamomile at bedtime", links=link("RetractionIn", 9))


def tea(folder: Path, *records: str, rests_on: str = "[T1]") -> Library:
    statements = STATEMENTS.replace("rests_on: [T1]", f"rests_on: {rests_on}")
    write_folder(folder, statements=statements)
    return library_in_memory([folder / "statements.yaml", *([medline(folder, *records)] if records else [])])


@pytest.mark.parametrize("rests_on", ["[T1]", "[G2, T1]"])
def test_what_was_worked_out_from_a_retracted_source_supports_nothing(tmp_path: Path, rests_on: str) -> None:
    library = tea(tmp_path, RETRACTED, rests_on=rests_on)
    outcome = ask("Does chamomile tea help older people sleep?", library=library, asked_at=NOW)
    claims = outcome.bottom_line if isinstance(outcome, Answer) else ()
    assert DERIVED not in {claim.text for claim in claims}
    [withheld] = [one for one in outcome.withheld if one.text == DERIVED]
    assert withheld.check == "retraction"
    assert withheld.reason == "it was worked out from tea_sleep:rivers-2019, which was retracted"
    assert check(DERIVED, library=library).verdict is not Judgement.SUPPORTED


def test_only_what_would_have_answered_is_told_to_have_fallen(tmp_path: Path) -> None:
    outcome = ask("Which guide advises how many cups?", library=tea(tmp_path, RETRACTED), asked_at=NOW)
    assert DERIVED not in {one.text for one in outcome.withheld}


def test_what_was_worked_out_through_another_falls_as_well(tmp_path: Path) -> None:
    further = STATEMENTS[STATEMENTS.index("- id: D1") : STATEMENTS.index("- id: T2")].replace("D1", "D2")
    statements = STATEMENTS + "\n" + further.replace("rests_on: [T1]", "rests_on: [D1]")
    write_folder(tmp_path, statements=statements)
    library = library_in_memory([tmp_path / "statements.yaml", medline(tmp_path, RETRACTED)])
    derived = library.find("tea_sleep:derived")
    fallen = library.standings([derived])[derived.id].fallen
    assert dict(fallen) == dict.fromkeys(
        ("tea_sleep:derived#D1", "tea_sleep:derived#D2"), "tea_sleep:rivers-2019"
    )


def test_what_was_worked_out_from_a_replaced_statement_cites_it_as_superseded(tmp_path: Path) -> None:
    library = tea(tmp_path, rests_on="[T1, G1]")
    answer = ask("Does chamomile tea help older people sleep?", library=library, asked_at=NOW)
    assert isinstance(answer, Answer)
    [claim] = [one for one in answer.bottom_line if one.text == DERIVED]
    cited = {citation.reference for citation in claim.citations}
    superseded = {one.id: one.superseded_by for one in answer.references if one.number in cited}
    assert superseded["tea_sleep:guide-2011"] == "tea_sleep:guide-2024"


def test_asking_which_trial_it_was_says_that_it_was_retracted_since() -> None:
    trial = publication(
        1,
        "Larchamab relieved joint pain (P = .01).",
        types=("Randomized Controlled Trial",),
        title="Larchamab",
    )
    last = asked("Does larchamab relieve joint pain?", trial)
    retracted = structs.replace(
        trial, relations=(Relation(kind=RelationKind.RETRACTED_BY, target="pmid:99"),)
    )
    outcome = ask("Which trial was that?", library=library_of(retracted), asked_at=NOW, after=last)
    assert isinstance(outcome, Abstention)
    assert outcome.reason == (
        "what the last answer rests on is evidence no longer: pmid:1, retracted (see pmid:99)"
    )
