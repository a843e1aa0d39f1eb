"""What verification withholds: each planted fault with the check that finds it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from curbside.answer.draft import Claim, Draft, DraftSection, Quote
from curbside.literature.library import Standing
from curbside.literature.publication import Publication, Relation, RelationKind
from curbside.question.read import read_question
from curbside.retrieval.keyword import KeywordRetriever
from curbside.verification.answer import Abstention, Answer, Provenance
from curbside.verification.uphold import LibrarySearched, uphold
from library_of import library_of, publication

SOURCE = publication(1, "Dabigatran 150 mg twice daily did not lower mortality.", title="A trial")
ELSEWHERE = publication(2, "Dabigatran lowered stroke.", title="Another")
PASSAGE = SOURCE.passages[1]
PROVENANCE = Provenance(library="0", version="0", config="0", writer="scripted", model=None, asked_at="")


def quoting(text: str, *, start: int = 0, passage: object = PASSAGE) -> Quote:
    return Quote(passage=passage, start=start, end=start + len(text), text=text)  # type: ignore[arg-type]


def verbatim(quote: Quote) -> Claim:
    return Claim(text=quote.text, kind="verbatim", quotes=(quote,))


SOUND = verbatim(quoting(PASSAGE.text))


def judged(
    *claims: Claim, standing: Standing | None = None, source: Publication = SOURCE
) -> Answer | Abstention:
    question = read_question("dabigatran mortality")
    retriever = KeywordRetriever(library_of(source))
    ranking = retriever.rank(question, limit=5)
    found = retriever.read(ranking)
    if standing is not None:
        found = tuple(replace(one, standing=standing) for one in found)
    return uphold(
        Draft(bottom_line=claims, sections=(), unneeded=()),
        question=question,
        ranking=ranking,
        found=found,
        library=LibrarySearched(snapshot="0", publications=1),
        provenance=PROVENANCE,
    )


def test_a_sound_claim_is_upheld() -> None:
    answer = judged(SOUND)
    assert isinstance(answer, Answer)
    assert [claim.text for claim in answer.bottom_line] == [PASSAGE.text]
    assert answer.withheld == ()


@pytest.mark.parametrize(
    ("claim", "check"),
    [
        (Claim(text="Dabigatran is good.", kind="composed", quotes=()), "citation"),
        (verbatim(quoting(ELSEWHERE.passages[1].text, passage=ELSEWHERE.passages[1])), "citation"),
        (verbatim(quoting("x", passage=structs.replace(PASSAGE, id="pmid:1#abstract.invented"))), "citation"),
        (verbatim(quoting(PASSAGE.text.replace("150", "110"))), "quote"),
        (verbatim(quoting(PASSAGE.text.replace("did not lower", "did lower"))), "quote"),
        (verbatim(quoting(PASSAGE.text[1:], start=0)), "quote"),
        (verbatim(Quote(passage=PASSAGE, start=0, end=999, text=PASSAGE.text)), "quote"),
        (verbatim(Quote(passage=PASSAGE, start=-4, end=3, text="")), "quote"),
        (verbatim(Quote(passage=PASSAGE, start=3, end=3, text="")), "quote"),
        (
            Claim(text="Dabigatran lowered mortality.", kind="verbatim", quotes=(quoting(PASSAGE.text),)),
            "quote",
        ),
        (verbatim(quoting("Changed text.", passage=structs.replace(PASSAGE, text="Changed text."))), "quote"),
    ],
    ids=[
        "nothing cited",
        "a source not retrieved",
        "an invented passage",
        "another dose",
        "a lost not",
        "one character off",
        "past the end",
        "before the start",
        "an empty quote",
        "verbatim and not its quote",
        "a passage the writer altered",
    ],
)
def test_a_planted_fault_is_withheld_and_named(claim: Claim, check: str) -> None:
    answer = judged(SOUND, claim)
    assert isinstance(answer, Answer)
    assert [(one.text, one.check) for one in answer.withheld] == [(claim.text, check)]
    assert answer.withheld[0].reason
    assert len(answer.bottom_line) == 1


def test_a_retracted_source_carries_nothing() -> None:
    outcome = judged(SOUND, standing=Standing(retracted=True))
    assert isinstance(outcome, Abstention)
    assert outcome.withheld[0].check == "retraction"


@pytest.mark.parametrize(
    ("types", "relations", "is_evidence"),
    [
        (("Retraction of Publication",), (), False),
        (("Expression of Concern",), (), False),
        (("Published Erratum",), (), False),
        (("Journal Article",), (RelationKind.RETRACTS,), False),
        (("Letter",), (RelationKind.RAISES_CONCERN_ABOUT,), False),
        (("Journal Article",), (RelationKind.CORRECTS,), True),
        (("Journal Article",), (RelationKind.RETRACTS, RelationKind.SUPERSEDES), True),
        (("Published Erratum",), (RelationKind.SUPERSEDES,), True),
    ],
    ids=[
        "a retraction notice",
        "an expression of concern",
        "an erratum",
        "what retracts another",
        "what raises a concern about another",
        "an article that corrects another by what it found",
        "an article in the place of the one that was retracted",
        "an article printed again, corrected",
    ],
)
def test_a_notice_is_no_evidence(
    types: tuple[str, ...], relations: tuple[RelationKind, ...], is_evidence: bool
) -> None:
    linked = tuple(Relation(kind=kind, target="pmid:9") for kind in relations)
    outcome = judged(SOUND, source=structs.replace(SOURCE, types=types, relations=linked))
    assert isinstance(outcome, Answer) is is_evidence
    assert [one.check for one in outcome.withheld] == ([] if is_evidence else ["notice"])


def test_without_a_bottom_line_the_sections_do_not_speak() -> None:
    question = read_question("dabigatran mortality")
    retriever = KeywordRetriever(library_of(SOURCE))
    ranking = retriever.rank(question, limit=5)
    outcome = uphold(
        Draft(bottom_line=(), sections=(DraftSection(title="Trials", claims=(SOUND,)),), unneeded=()),
        question=question,
        ranking=ranking,
        found=retriever.read(ranking),
        library=LibrarySearched(snapshot="0", publications=1),
        provenance=PROVENANCE,
    )
    assert isinstance(outcome, Abstention)


AT_ODDS = publication(
    4,
    "It was given to 40 women. It lowered mortality (RR 0.84, 95% CI 0.90 to 0.97). Nausea was usual (12/40, 45%).",
    title="A trial of dabigatran",
)


def test_a_claim_whose_source_contradicts_itself_is_upheld_and_its_reader_told() -> None:
    passage = AT_ODDS.passages[1]
    words = "It lowered mortality"
    quote = quoting(words, start=passage.text.index(words), passage=passage)
    answer = judged(verbatim(quote), source=AT_ODDS)
    assert isinstance(answer, Answer)
    [claim] = answer.bottom_line
    assert claim.discrepancies == ("the interval 0.90 to 0.97 does not contain 0.84",)
