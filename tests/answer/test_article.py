"""An article from a topic that the code has never heard of: chamomile tea. Nothing of it is known to any module."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from curbside.literature.content import check_topic
from curbside.literature.library import Library, library_in_memory
from curbside.verification.answer import Abstention, Answer, UpheldClaim
from curbside.workflows import ask

TOPIC = """\
id: tea
title: Chamomile tea for insomnia
intervention: [chamomile tea, chamomile]
population: [insomnia, sleeplessness]
questions:
  - ask: What is the role of chamomile tea in insomnia?
    answered_by: [D1]
  - ask: Is chamomile tea safe with warfarin?
    answered_by: [I1]
  - ask: May chamomile tea be drunk at an eGFR of 40?
    answered_by: [R1]
abbreviations:
  CT: [chamomile tea, computed tomography]
  CTI: [chamomile tea insomnia]
outcomes:
  sleep time: time asleep
  fatigue: tiredness
  dosing: how much to drink
  contraindication: who should not drink it
  interaction: use with other drugs
  renal impairment: kidney disease
judged: [sleep time, fatigue]
sections:
  - title: How much
    outcomes: [dosing]
  - title: Sleep
    outcomes: [sleep time, fatigue]
  - title: Safety
    outcomes: [contraindication, interaction, renal impairment]
slots:
  contraindications: [contraindication]
  renal impairment: [renal impairment]
  pregnancy: []
  interactions: [interaction]
  monitoring: []
  stop rule: []
steps:
  - title: Begin
    statements: [G1]
"""

REFERENCES = """\
[
  {"id": "small", "type": "article-journal", "title": "Tea at bedtime",
   "custom": {"curbside": {"kind": "randomised trial"}}},
  {"id": "large", "type": "article-journal", "title": "Tea again",
   "custom": {"curbside": {"kind": "randomised trial"}}},
  {"id": "cohort", "type": "article-journal", "title": "Drinkers of tea", "custom": {"curbside": {"kind": "cohort"}}},
  {"id": "us", "type": "document", "title": "US label", "custom": {"curbside": {"kind": "product label"}}},
  {"id": "eu", "type": "document", "title": "EU label", "custom": {"curbside": {"kind": "product label"}}},
  {"id": "ct", "type": "article-journal", "title": "Scans of sleepers", "custom": {"curbside": {"kind": "cohort"}}}
]
"""


def statement(name: str, text: str, **fields: str) -> str:
    given = {
        "text": text,
        "plain": text,
        "outcome": "sleep time",
        "population": "adults with insomnia",
        "intervention": "chamomile tea",
        "direction": "not applicable",
        "design": "randomised trial",
        "reference": "large",
        "read": "abstract",
        "checked_on": "2026-11-02",
        "confidence": "verified",
    } | fields
    lines = [f"- id: {name}", *(f"  {key}: {value}" for key, value in given.items())]
    return "\n".join(lines) + "\n"


STATEMENTS = "\n".join(
    (
        statement("S1", "In 60 adults with insomnia, chamomile tea added 12 minutes of sleep (MD 12, CI 3 to 21).",
                  direction="benefit", n="60", reference="small", effect='"MD 12 (CI 3 to 21)"', beside="[S2]"),
        statement("S2", "In 900 adults with insomnia, chamomile tea did not lengthen sleep (MD 1, CI -4 to 6).",
                  direction="no difference", n="900", effect='"MD 1 (CI -4 to 6)"'),
        statement("S3", "In 5,000 people, those who drank chamomile tea slept longer.",
                  direction="benefit", n="5000", design="cohort", reference="cohort", population="nurses"),
        statement("F1", "In 900 adults with insomnia, chamomile tea lowered fatigue from 40% to 30% of them.",
                  outcome="fatigue", direction="benefit", n="900",
                  event_rates="{intervention: 30%, comparator: 40%}"),
        statement("G1", "The US label gives 2 cups of chamomile tea a day.", outcome="dosing",
                  design="product label", reference="us", jurisdiction="US", beside="[G2]"),
        statement("G2", "The EU label gives 1 cup of chamomile tea a day.", outcome="dosing",
                  design="product label", reference="eu", jurisdiction="EU", beside="[G1]"),
        statement("C1", "Chamomile tea must not be drunk at an eGFR below 30.", outcome="contraindication",
                  design="product label", reference="us", jurisdiction="US"),
        statement("I1", "Chamomile tea may add to the effect of warfarin.", outcome="interaction",
                  direction="harm", design="product label", reference="us"),
        statement("R1", "At an eGFR of 30 to 44, 1 cup of chamomile tea a day is allowed.",
                  outcome="renal impairment", design="product label", reference="eu"),
        statement("X1", "On computed tomography of insomnia, the brain was normal.", reference="ct", design="cohort",
                  intervention="computed tomography"),
        statement("D1", "Chamomile tea added 12 minutes of sleep in 60 adults with insomnia, but not in 900.",
                  design="derived", confidence="derived", derivation="S1 beside S2", rests_on="[S1, S2]"),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("content") / "tea"
    made.mkdir()
    for name, text in (
        ("topic.yaml", TOPIC),
        ("references.json", REFERENCES),
        ("statements.yaml", STATEMENTS),
    ):
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def library(folder: Path) -> Library:
    assert [str(mistake) for mistake in check_topic(folder)] == []
    return library_in_memory([folder / "statements.yaml"])


def asked(question: str, library: Library) -> Answer:
    outcome = ask(question, library=library, asked_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert isinstance(outcome, Answer)
    return outcome


def rows(claims: tuple[UpheldClaim, ...]) -> list[str]:
    """The statement each claim says first."""
    return [claim.citations[0].passage.partition("#")[2] for claim in claims]


@pytest.fixture(scope="module")
def article(library: Library) -> Answer:
    return asked("What is the role of chamomile tea in managing insomnia?", library)


def test_a_question_as_broad_as_the_topic_gets_the_whole_article(article: Answer) -> None:
    assert article.title == "Chamomile tea for insomnia"
    assert [section.title for section in article.sections] == ["How much", "Sleep", "Safety"]
    assert [(step.title, rows(step.actions)) for step in article.steps] == [("Begin", ["G1", "G2"])]


def test_the_bottom_line_is_the_authors_answer_with_what_it_rests_on(article: Answer) -> None:
    first = article.bottom_line[0]
    assert (first.kind, rows((first,))) == ("composed", ["D1"])
    assert {citation.passage.partition("#")[2] for citation in first.citations} == {"D1", "S1", "S2"}


def test_the_bottom_line_says_every_verdict_with_its_certainty(article: Answer) -> None:
    line = article.bottom_line[-1]
    assert line.text == (
        "Chamomile tea, by outcome. Sleep time: no difference (moderate certainty);"
        " fatigue: benefit (high certainty)."
    )
    assert line.certainty == "moderate"


def test_each_outcome_has_its_own_verdict_with_both_sides(article: Answer) -> None:
    sleep, fatigue = article.verdicts
    assert (sleep.direction, sleep.certainty) == ("no difference", "moderate")
    assert (rows(sleep.supporting), rows(sleep.opposing)) == (["S1", "S3"], ["S2"])
    assert (fatigue.direction, rows(fatigue.supporting), fatigue.opposing) == ("benefit", ["F1"], ())
    assert fatigue.supporting[0].event_rates is not None


def test_estimates_keep_their_digits_and_their_source(article: Answer) -> None:
    told = [
        (one.measure, str(one.value), str(one.low), str(one.high)) for one in article.verdicts[0].estimates
    ]
    assert told == [("MD", "12", "3", "21"), ("MD", "1", "-4", "6")]


def test_slots_are_filled_or_said_to_be_empty(article: Answer) -> None:
    assert {one.slot: (one.status, rows(one.claims)) for one in article.omissions} == {
        "contraindications": ("found", ["C1"]),
        "renal impairment": ("found", ["R1"]),
        "pregnancy": ("not found", []),
        "interactions": ("found", ["I1"]),
        "monitoring": ("not found", []),
        "stop rule": ("not found", []),
    }


def test_the_next_questions_are_those_the_topic_answers(article: Answer, library: Library) -> None:
    assert article.follow_ups == (
        "Is chamomile tea safe with warfarin?",
        "May chamomile tea be drunk at an eGFR of 40?",
    )
    for question in article.follow_ups:
        assert asked(question, library).bottom_line


def test_positions_that_differ_stand_side_by_side(library: Library) -> None:
    answer = asked("How much chamomile tea a day does the EU label give?", library)
    assert {claim.jurisdiction for claim in answer.bottom_line} == {"US", "EU"}


def test_a_narrower_question_gets_its_own_verdict_and_no_more(library: Library) -> None:
    answer = asked("Does chamomile tea relieve fatigue in insomnia?", library)
    assert [verdict.outcome for verdict in answer.verdicts] == ["fatigue"]
    assert answer.title == "Does chamomile tea relieve fatigue in insomnia?"


def test_another_sense_is_answered_apart_and_shares_no_source(library: Library) -> None:
    answer = asked("What is the role of computed tomography (CT) chamomile in CT insomnia?", library)
    [choice] = answer.question.senses
    [apart] = [section for section in answer.sections if section.apart]
    assert choice.long == "chamomile tea"
    assert apart.title == "If CT means computed tomography"
    assert rows(apart.claims) == ["X1"]
    main = [claim for section in answer.sections if not section.apart for claim in section.claims]
    assert "X1" not in rows((*answer.bottom_line, *main))


def test_a_contraindication_that_the_questions_value_meets_comes_first(library: Library) -> None:
    assert rows(asked("May chamomile tea be drunk at an eGFR of 25?", library).bottom_line)[0] == "C1"
    assert rows(asked("May chamomile tea be drunk at an eGFR of 40?", library).bottom_line)[0] == "R1"


def test_every_claim_is_tied_to_a_statement_of_a_publication(article: Answer) -> None:
    kinds = {reference.number: reference.kind for reference in article.references}
    for section in article.sections:
        for claim in (*article.bottom_line, *section.claims):
            assert {kinds[citation.reference] for citation in claim.citations} - {"derived"}


def test_a_reference_says_how_far_its_source_was_read(article: Answer) -> None:
    assert {(one.source_read, one.checked_on) for one in article.references} == {("abstract", "2026-11-02")}


def test_a_topic_that_is_not_there_answers_nothing(library: Library) -> None:
    outcome = ask("vitamin D for joint pain", library=library, asked_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert isinstance(outcome, Abstention)
