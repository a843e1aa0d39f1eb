"""What the shipped topics must show when they are asked: the flagship article, its corrections, and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from curbside.literature.content import numbers, read_content
from curbside.literature.library import Library, library_in_memory
from curbside.literature.topic import Topic
from curbside.verification.answer import Abstention, Answer, UpheldClaim
from curbside.workflows import ask

CONTENT = Path(__file__).parents[1] / "content"
FOLDERS = sorted(path.parent for path in CONTENT.glob("*/statements.yaml"))
FLAGSHIP = "What is the role of vitamin D (Vit D) in managing autoimmune (AI) musculoskeletal syndrome?"


@cache
def library() -> Library:
    return library_in_memory([folder / "statements.yaml" for folder in FOLDERS])


@cache
def asked(question: str) -> Answer:
    outcome = ask(question, library=library(), asked_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert isinstance(outcome, Answer), f"{question}: {outcome.reason}"
    return outcome


def claims(answer: Answer, *, apart: bool | None = None) -> Iterator[UpheldClaim]:
    if apart is not True:
        yield from answer.bottom_line
        for verdict in answer.verdicts:
            yield from (*verdict.supporting, *verdict.opposing)
        for step in answer.steps:
            yield from step.actions
        for omission in answer.omissions:
            yield from omission.claims
    for section in answer.sections:
        if apart is None or section.apart is apart:
            yield from section.claims


def row(claim: UpheldClaim) -> str:
    """The statement whose words a claim says."""
    return claim.citations[0].passage.partition("#")[2]


def topics() -> list[Topic]:
    return [topic for folder in FOLDERS if (topic := read_content(folder).topic) is not None]


OFTEN_ASKED = [(topic.id, question) for topic in topics() for question in topic.questions]


@pytest.fixture(scope="module")
def article() -> Answer:
    return asked(FLAGSHIP)


class TestArticle:
    """The flagship: what the question is taken to mean, and what is said of every part of it."""

    def test_it_says_how_ai_was_read_and_why(self, article: Answer) -> None:
        [choice] = article.question.senses
        assert (choice.short, choice.long) == ("AI", "aromatase inhibitor")
        assert "musculoskeletal syndrome" in choice.why
        assert [other.long for other in choice.alternatives] == ["autoimmune"]

    def test_the_other_reading_is_answered_apart_in_brief_and_from_other_sources(
        self, article: Answer
    ) -> None:
        [apart] = [section for section in article.sections if section.apart]
        assert apart.title == "If AI means autoimmune"
        assert row(apart.claims[0]) == "F10"
        assert len(apart.claims) <= 6
        main = {row(claim) for claim in claims(article, apart=False)}
        assert not main & {row(claim) for claim in apart.claims}
        assert not {one for one in main if one.startswith("I0")}

    def test_the_bottom_line_gives_dose_and_target_and_what_it_will_not_do(self, article: Answer) -> None:
        said = " ".join(claim.text for claim in article.bottom_line)
        for expected in ("not to relieve joint pain", "800 to 1,000 IU", "40 ng/mL", "4,000 IU"):
            assert expected in said
        assert "Joint pain: no difference (low certainty)" in article.bottom_line[-1].text

    def test_null_trials_and_the_missed_endpoint_stand_beside_the_positive_one(self, article: Answer) -> None:
        pain = article.verdicts[0]
        assert pain.outcome == "joint pain"
        assert {"A01a", "A02a", "A04a"} <= {row(claim) for claim in pain.opposing}
        assert {"A03a", "S03b"} <= {row(claim) for claim in pain.supporting}

    def test_the_observational_association_outranks_nothing(self, article: Answer) -> None:
        pain = article.verdicts[0]
        assert pain.direction == "no difference"
        assert "weaker designs are shown and did not decide" in pain.why

    def test_bone_density_and_pain_have_verdicts_of_their_own(self, article: Answer) -> None:
        assert {
            "joint pain",
            "lumbar-spine bone density",
            "hip fracture",
            "nonvertebral fracture",
            "falls",
        } <= {verdict.outcome for verdict in article.verdicts}

    def test_every_slot_was_looked_for(self, article: Answer) -> None:
        assert {omission.slot: omission.status for omission in article.omissions} == {
            "contraindications": "found",
            "renal impairment": "found",
            "pregnancy": "not found",
            "interactions": "found",
            "monitoring": "found",
            "stop rule": "found",
        }

    @pytest.mark.parametrize(
        "part",
        ["Dosing", "symptoms", "Bone", "Falls", "Monitoring", "Calcium", "Exercise", "Assay", "Safety"],
    )
    def test_the_article_has_every_part(self, article: Answer, part: str) -> None:
        assert any(part in section.title for section in article.sections)

    def test_the_steps_go_from_baseline_to_bone_protection(self, article: Answer) -> None:
        titles = [step.title for step in article.steps]
        assert titles[0].startswith("Baseline")
        assert len(titles) >= 4
        assert all(step.actions for step in article.steps)

    def test_superseded_guidance_is_linked_to_what_replaced_it(self, article: Answer) -> None:
        for reference in article.references:
            if reference.id == "vitamin_d_aimss:endocrine-society-2011":
                assert reference.superseded_by == "vitamin_d_aimss:endocrine-society-2024"


CORRECTIONS = [
    ("Does vitamin D lower nonvertebral fractures?", "S11f", "14% to 20%"),
    ("What was the vitamin D regimen in B-ABLE?", None, "more than 800 IU a day"),
    ("Is a 25(OH)D below 40 ng/mL insufficient on an aromatase inhibitor?", None,
     "calls a level below 40 ng/mL insufficient"),
    ("Does a 25(OH)D target of 40 ng/mL collide with the limit of 4,000 IU a day?", None, "collide"),
    ("Does vitamin D alone prevent hip fracture?", "S14d", "no significant effect on hip fracture"),
    ("Does vitamin D prevent falls?", "S06b", "contradicted"),
    ("Does vitamin D prevent autoimmune disease?", None, "0.98"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "first", "said"), CORRECTIONS, ids=[one[0] for one in CORRECTIONS])
def test_a_correction_is_in_the_bottom_line_of_who_asks_for_it(
    question: str, first: str | None, said: str
) -> None:
    bottom_line = asked(question).bottom_line
    assert any(said in claim.text for claim in bottom_line)
    assert first is None or first in {row(claim) for claim in bottom_line}


@pytest.mark.parametrize(("topic", "question"), OFTEN_ASKED, ids=[one[1].ask for one in OFTEN_ASKED])
def test_a_question_of_a_topic_is_answered_by_the_rows_its_author_names(topic: str, question: object) -> None:
    answer = asked(question.ask)
    assert [row(claim) for claim in answer.bottom_line][: len(question.answered_by)] == list(
        question.answered_by
    ) or set(question.answered_by) <= {row(claim) for claim in answer.bottom_line}


EVERY_ANSWER = [FLAGSHIP, *(one[0] for one in CORRECTIONS), *(question.ask for _, question in OFTEN_ASKED)]
every_answer = pytest.mark.parametrize("question", EVERY_ANSWER)


@every_answer
def test_no_figure_appears_that_is_not_in_its_quote(question: str) -> None:
    for claim in claims(asked(question)):
        assert numbers(claim.text) <= numbers(" ".join(citation.quote for citation in claim.citations))


@every_answer
def test_every_claim_cites_a_publication_and_not_only_what_was_worked_out(question: str) -> None:
    answer = asked(question)
    kinds = {reference.number: reference.kind for reference in answer.references}
    for claim in claims(answer):
        assert {kinds[citation.reference] for citation in claim.citations} - {"derived"}, claim.text


@every_answer
def test_every_plain_wording_passed_its_check(question: str) -> None:
    answer = asked(question)
    assert [one for one in answer.withheld if one.check == "plain wording"] == []
    assert all(claim.plain for claim in claims(answer))


@every_answer
def test_topics_are_not_mixed(question: str) -> None:
    answer = asked(question)
    of = {
        citation.passage.partition(":")[0]
        for claim in claims(answer, apart=False)
        for citation in claim.citations
    }
    assert len(of) == 1


def test_the_early_autoimmune_result_is_never_quoted_alone() -> None:
    for question in (
        *(FLAGSHIP, "Does vitamin D prevent autoimmune disease?"),
        "What did VITAL find on autoimmune disease?",
    ):
        answer = asked(question)
        for part in (answer.bottom_line, *(section.claims for section in answer.sections)):
            if any(row(claim) == "I01" for claim in part):
                assert {"I06a", "I06b"} & {row(claim) for claim in (*answer.bottom_line, *part)}


class TestNeighbours:
    """Apixaban and metformin, by the same road."""

    def test_the_dose_of_apixaban_comes_first_and_both_labels_with_it(self) -> None:
        first = asked("What dose of apixaban in AF with a creatinine of 1.6 mg/dL at 82?").bottom_line[0]
        assert "2.5 mg twice daily" in first.text
        assert re.search(r"US label: 2\.5 mg; EU label: 2\.5 mg", first.text)

    def test_starting_metformin_at_40_gives_every_position(self) -> None:
        bottom_line = asked("Can I start metformin at an eGFR of 40?").bottom_line
        assert all(name in bottom_line[0].text for name in ("US label", "EU label", "KDIGO"))
        assert {"US", "international"} <= {claim.jurisdiction for claim in bottom_line}

    def test_at_25_the_contraindication_comes_first(self) -> None:
        first = asked("Can I start metformin at an eGFR of 25?").bottom_line[0]
        assert "must not be used at an eGFR below 30" in first.text

    def test_a_question_that_names_two_topics_answers_one_and_the_other_apart(self) -> None:
        answer = asked("Should apixaban and metformin be stopped before surgery?")
        [apart] = [section for section in answer.sections if section.apart]
        ids = {citation.passage.partition(":")[0] for claim in apart.claims for citation in claim.citations}
        assert len(ids) == 1
        assert not any(
            citation.passage.startswith(f"{next(iter(ids))}:")
            for claim in claims(answer, apart=False)
            for citation in claim.citations
        )


@pytest.mark.parametrize(
    ("question", "first"),
    [
        # A worked example answers its own values and no others; the rule by criteria answers the rest.
        ("What dose of apixaban for an 82-year-old with AF and creatinine of 1.2 mg/dL?", "P08a"),
        ("What dose of apixaban for AF with a creatinine of 1.6 mg/dL at 72?", "P08a"),
        ("What dose of apixaban for an 80-year-old man of 60 kg, creatinine 1.0 mg/dL?", "P08a"),
        ("What dose of apixaban for AF with a creatinine of 1.6 mg/dL?", "P08a"),
        ("What dose of apixaban at 82 with AF?", "P08a"),
        ("What dose of apixaban at a CrCl of 40 mL/min?", "P08a"),
        ("Should I take 2.5 or 5 mg of Eliquis?", "P08a"),
        ("Can I take ketoconazole with apixaban 2.5 mg?", "P10b"),
        ("How do I switch from warfarin to apixaban?", "P44c"),
        ("82yo with AF, Cr 1.6: apixaban dose?", "P02c"),
        ("apixaban or warfarin in AF?", "P23e"),
        ("Apixaban or aspirin in AF?", "P28a"),
        ("Can I give vitamin D with a 25(OH)D of 34 ng/mL and kidney stones?", "F06b"),
        ("Can I start metformin at an eGFR of 45?", "M72"),
        ("Can I start metformin at an eGFR of 60?", "M14a"),
        ("Can I start metformin at an eGFR of 29.9?", "M01a"),
        ("Metformin in stage 4 CKD?", "M11d"),
        ("What is the highest daily dose of metformin at an eGFR of 38?", "M70c"),
        ("Can metformin be continued at an eGFR of 40?", "M70c"),
        ("Metformin in decompensated heart failure with eGFR 50", "M18a"),
        ("Is metformin given to someone on haemodialysis?", "M03d"),
        ("25(OH)D of 160 ng/mL, what should I do?", "S18a"),
        ("What 25(OH)D level is toxic?", "S18a"),
        ("Best treatment for aromatase inhibitor arthralgia", "F02"),
        ("How should AI-related joint pain be treated?", "F02"),
        ("How common is AIMSS?", "A13a"),
        ("What happens if she stops her AI because of joint pain?", "F08b"),
        ("25(OH)D went from 33 to 40 ng/mL, is that a real change?", "N12b"),
        ("role of vit D in AI-associated musculoskeletal syndrome", "BL1"),
    ],
)
def test_what_is_said_first(question: str, first: str) -> None:
    assert row(asked(question).bottom_line[0]) == first


def test_a_mechanical_valve_comes_before_any_dose() -> None:
    bottom_line = asked("Apixaban dose in AF, 82 years old with a mechanical valve").bottom_line
    assert all("valve" in claim.text for claim in bottom_line)


@pytest.mark.parametrize("egfr", [15, 22, 25, 29])
def test_where_metformin_is_barred_no_dose_of_it_stands(egfr: int) -> None:
    answer = asked(f"Can I start metformin at an eGFR of {egfr}?")
    rows = {row(claim) for claim in claims(answer, apart=False)}
    assert not rows & {"M09", "M08a", "M14a", "M12b", "M21c", "M70a", "M70b", "M70d", "M11a", "M11b", "M11c"}
    assert not answer.steps


def test_exactly_30_does_not_bar_metformin() -> None:
    rows = {row(claim) for claim in asked("Can I start metformin at an eGFR of 30?").bottom_line}
    assert {"M12b", "M02", "M21c"} <= rows


@pytest.mark.parametrize(
    ("question", "outcome", "direction"),
    [
        (
            "Does apixaban increase bleeding compared with warfarin on dialysis?",
            "bleeding on dialysis",
            "unclear",
        ),
        ("Does calcium plus vitamin D reduce falls and hip fractures?", "hip fracture", "mixed"),
        (
            "Does vitamin D supplementation improve aromatase inhibitor-induced arthralgia?",
            *("joint pain", "no difference"),
        ),
    ],
)
def test_the_verdict_is_on_what_was_asked(question: str, outcome: str, direction: str) -> None:
    verdicts = {verdict.outcome.partition(",")[0]: verdict.direction for verdict in asked(question).verdicts}
    assert verdicts[outcome] == direction


def test_what_was_found_off_dialysis_is_no_verdict_on_dialysis() -> None:
    answer = asked("Does apixaban reduce mortality in AF on dialysis?")
    assert "mortality" not in {verdict.outcome.partition(",")[0] for verdict in answer.verdicts}


@pytest.mark.parametrize(
    "question",
    [
        # Another drug, another disease, or a switch the other way round.
        "What dose of warfarin for AF with a creatinine of 1.6 mg/dL at 82?",
        "What is the warfarin dose in AF?",
        "Rivaroxaban dose at a CrCl of 20 mL/min",
        "Apixaban in DVT with CrCl 20",
        "Apixaban in cancer-associated thrombosis",
        "Can I start empagliflozin at an eGFR of 40?",
        "How do I switch from apixaban to warfarin?",
        "Metformin in type 1 diabetes",
        "Does vitamin K2 help joint pain on an aromatase inhibitor?",
        "Does vitamin C help joint pain on an aromatase inhibitor?",
        "best pizza in Rome",
        "influenza vaccine in pregnancy",
        "warfarin INR target",
        "Does aspirin prevent preeclampsia?",
        "What is the first-line treatment of migraine?",
        "Is amiodarone safe in pregnancy?",
        "How is sepsis managed in children?",
        "What does vitamin C do for a cold?",
    ],
)
def test_what_no_topic_covers_is_not_answered(question: str) -> None:
    outcome = ask(question, library=library(), asked_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert isinstance(outcome, Abstention)


def test_what_is_for_people_off_dialysis_is_not_said_of_one_on_it() -> None:
    answer = asked("What is the apixaban dose with CrCl 20 if on dialysis?")
    said = " ".join(claim.text for claim in answer.bottom_line)
    assert "without dialysis" not in said
    assert "no dialysis" not in said
    assert "not recommended" in said
