"""A patient's page: plain words only, no dose without the care team, no figure that the source does not give."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from curbside.answer.verdicts import HOW_SURE, IN_PLAIN_WORDS
from curbside.literature.library import Library, library_in_memory
from curbside.literature.publication import EventRates
from curbside.literature.topic import SLOTS
from curbside.surfaces.render import html, markdown, terminal, wording
from curbside.surfaces.render.audience import PLAIN_SLOTS, Audience
from curbside.surfaces.render.edition import UNSAID, edition
from curbside.surfaces.render.plain import CARE_TEAM, rates, with_care_team
from curbside.surfaces.render.readability import PLAIN_GRADE, flesch_kincaid_grade, syllables
from curbside.verification.answer import Answer, Section, UpheldClaim
from curbside.workflows import ask
from sample_answers import ANSWER, DROP_OUTS, NO_DIFFERENCE, answers

PATIENT = Audience.PATIENT
CONTENT = Path(__file__).parents[2] / "content"

SEEN: dict[str, Callable[[Answer], str]] = {
    "terminal": lambda answer: terminal.render(answer, width=80, colour=False, audience=PATIENT),
    "Markdown": lambda answer: re.sub(r"\\(.)", r"\1", markdown.render(answer, audience=PATIENT)),
    "page": lambda answer: html.render(answer, audience=PATIENT),
}
everywhere = pytest.mark.parametrize("seen", SEEN.values(), ids=SEEN)


def one_line(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>|&#\d+;", " ", text).split())


def claims_of(answer: Answer) -> list[UpheldClaim]:
    return [
        *answer.bottom_line,
        *(claim for verdict in answer.verdicts for claim in (*verdict.supporting, *verdict.opposing)),
        *(claim for section in answer.sections for claim in section.claims),
        *(claim for step in answer.steps for claim in step.actions),
        *(claim for omission in answer.omissions for claim in omission.claims),
    ]


def without_sources(page: str) -> str:
    """What a patient reads, without the passages that a citation opens."""
    return page.partition("<aside")[0]


@everywhere
def test_a_patient_reads_the_plain_wording_and_never_the_other_where_there_is_one(
    seen: Callable[[Answer], str],
) -> None:
    page = one_line(seen(ANSWER))
    for claim in claims_of(ANSWER):
        if claim.plain is not None:
            assert claim.text not in page
            assert all(citation.quote not in page for citation in claim.citations)
            assert claim.plain.partition(" Ask your")[0] in page


@everywhere
def test_what_nobody_has_put_plainly_stands_last_and_says_for_whom_it_is_written(
    seen: Callable[[Answer], str],
) -> None:
    page = one_line(without_sources(seen(ANSWER)))
    before, heading, after = page.partition("in their own words (written for professionals)")
    assert heading
    assert DROP_OUTS.text not in before
    assert after.count(DROP_OUTS.text) == 1


@everywhere
def test_an_answer_without_any_plain_wording_says_so(seen: Callable[[Answer], str]) -> None:
    bare = dataclasses.replace(
        ANSWER,
        bottom_line=(DROP_OUTS,),
        verdicts=(),
        sections=(Section(title="Harms", claims=(DROP_OUTS,)),),
        steps=(),
        omissions=(),
    )
    page = one_line(without_sources(seen(bare)))
    assert page.index(UNSAID) < page.index(DROP_OUTS.text)
    assert page.count(DROP_OUTS.text) == 1


def test_a_dose_in_the_studies_own_words_stands_with_the_care_team_too() -> None:
    dosed = dataclasses.replace(DROP_OUTS, text="Women took 800 IU a day.")
    told = edition(dataclasses.replace(ANSWER, bottom_line=(dosed,)), PATIENT)
    assert [said.care for said in told.own_words if said.claim is dosed] == [CARE_TEAM]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answer=answers)
def test_every_claim_is_told_once_in_its_place_or_at_the_end(answer: Answer) -> None:
    told = edition(answer, PATIENT)
    plain = [said.claim.plain for said in told.told()]
    assert None not in plain
    assert sorted(plain, key=str) == sorted(
        (c.plain for c in claims_of(answer) if c.plain is not None), key=str
    )
    unsaid = {claim.text for claim in claims_of(answer) if claim.plain is None}
    assert {said.claim.text for said in told.own_words} == unsaid
    assert len(told.own_words) == len(unsaid)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answer=answers)
def test_everybody_else_reads_every_claim_as_it_stands(answer: Answer) -> None:
    for audience in (Audience.CLINICIAN, Audience.STUDENT, Audience.RESEARCHER):
        told = edition(answer, audience)
        assert [said.claim for said in told.as_it_stands()] == claims_in_reading_order(answer)


def claims_in_reading_order(answer: Answer) -> list[UpheldClaim]:
    """What is set apart comes after the rest."""
    apart = [claim for section in answer.sections if section.apart for claim in section.claims]
    rest = dataclasses.replace(
        answer, sections=tuple(section for section in answer.sections if not section.apart)
    )
    return [*claims_of(rest), *apart]


@pytest.mark.parametrize(
    ("plain", "text", "care"),
    [
        ("It helps.", "It helps.", ""),
        ("Take 800 IU a day.", "Take 800 IU a day.", CARE_TEAM),
        ("Take 2.5 mg twice a day.", "Take 2.5 mg twice a day.", CARE_TEAM),
        ("Take 1,000 µg a day.", "Take 1,000 µg a day.", CARE_TEAM),
        ("Take 10 mcg.", "Take 10 mcg.", CARE_TEAM),
        ("Take two tablets.", "Take two tablets.", CARE_TEAM),
        ("Take 5mg.", "Take 5mg.", CARE_TEAM),
        ("Take 5 mg/kg a day.", "Take 5 mg/kg a day.", CARE_TEAM),
        ("A level of 40 ng/mL is high.", "A level of 40 ng/mL is high.", ""),
        ("A level of 1.5 mg/dL is high.", "A level of 1.5 mg/dL is high.", ""),
        ("In 60 women it helped.", "In 60 women it helped.", ""),
        (
            "Take 800 IU a day. Ask your care team before you take any dose.",
            "Take 800 IU a day.",
            "Ask your care team before you take any dose.",
        ),
        ("Your care team may give 800 IU.", "Your care team may give 800 IU.", ""),
    ],
)
def test_no_dose_stands_without_the_care_team(plain: str, text: str, care: str) -> None:
    assert with_care_team(plain) == (text, care)


@pytest.mark.parametrize(
    ("given_to", "compared", "sentence"),
    [
        (
            "37%",
            "51%",
            "In the treatment group: 37 of 100 people. In the comparison group: 51 of 100 people.",
        ),
        ("23.4%", "5%", "In the treatment group: 23.4%. In the comparison group: 5 of 100 people."),
        ("12/60", "18/60", "In the treatment group: 12/60. In the comparison group: 18/60."),
        ("137%", "100%", "In the treatment group: 137%. In the comparison group: 100 of 100 people."),
    ],
)
def test_shares_are_people_of_100_only_where_they_are_whole(
    given_to: str, compared: str, sentence: str
) -> None:
    assert rates(EventRates(intervention=given_to, comparator=compared)).sentence == sentence


@everywhere
def test_no_figure_is_shown_that_the_source_does_not_give(seen: Callable[[Answer], str]) -> None:
    page = one_line(seen(dataclasses.replace(ANSWER, bottom_line=(NO_DIFFERENCE,))))
    assert "37 of 100 people" in page
    assert "51.5%" in page
    assert "51 of 100" not in page
    assert "52 of 100" not in page


@everywhere
def test_verdicts_are_told_plainly(seen: Callable[[Answer], str]) -> None:
    page = one_line(without_sources(seen(ANSWER)))
    for verdict in ANSWER.verdicts:
        assert IN_PLAIN_WORDS[verdict.direction] in page
        assert HOW_SURE[verdict.certainty] in page
    assert "sore joints" in page
    assert page.count("Signs that it helps") == 2
    assert "observational" not in page


def test_every_slot_has_a_plain_name() -> None:
    assert [slot for slot in SLOTS if slot not in PLAIN_SLOTS] == []


# Reading ease


@pytest.mark.parametrize(
    ("texts", "grade"),
    [
        ([], 0.0),
        ([""], 0.0),
        (["The cat sat on the mat."], -1.45),
        (["The cat sat on the mat.", "The cat sat on the mat."], -1.45),
        (["The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."], 11.3),
    ],
    ids=["nothing", "no word", "one sentence", "two sentences", "the example of many handbooks"],
)
def test_the_grade_is_that_of_flesch_and_kincaid(texts: list[str], grade: float) -> None:
    assert flesch_kincaid_grade(texts) == pytest.approx(grade, abs=0.6)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("bone", 1),
        ("whole", 1),
        ("table", 2),
        ("raised", 1),
        ("needed", 2),
        ("doses", 2),
        ("makes", 1),
        ("studies", 2),
        ("vitamin", 3),
        ("inhibitor", 4),
        ("well-known", 2),
        ("IU", 2),
        ("4,000", 1),
    ],
)
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


def test_a_number_does_not_end_a_sentence() -> None:
    assert flesch_kincaid_grade(["It fell by 0.5 in one year."]) == pytest.approx(
        flesch_kincaid_grade(["It fell by 5 in one year."])
    )


@pytest.fixture(scope="module")
def shipped() -> Library:
    return library_in_memory(sorted(CONTENT.glob("*/statements.yaml")))


BROAD = [
    "What is the role of vitamin D (Vit D) in managing autoimmune (AI) musculoskeletal syndrome?",
    "Does vitamin D prevent falls?",
    "How is apixaban dosed in atrial fibrillation?",
    "Can metformin be used in chronic kidney disease?",
]


@pytest.mark.parametrize("question", BROAD)
def test_the_answers_that_are_shipped_read_at_grade_8_or_below(question: str, shipped: Library) -> None:
    answer = ask(question, library=shipped, asked_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert isinstance(answer, Answer)
    told = edition(answer, PATIENT)
    assert flesch_kincaid_grade(told.spoken()) <= PLAIN_GRADE
    for said in told.told():
        assert (
            not re.search(r"\d (?:IU|mg|µg|mcg|tablets?)\b(?! ?/)", said.whole) or "care team" in said.whole
        )
        assert said.whole != wording.sentence(said.claim, told.references)
