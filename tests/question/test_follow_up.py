"""What a follow-up is completed to, what is left as it was typed, and that nothing said is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.question.follow_up import Completion, Context, complete
from curbside.question.kinds import kind_of
from curbside.question.pico import read_pico
from curbside.question.read import read_question


def context(
    asked: str,
    *,
    intervention: str | None = None,
    population: str | None = None,
    outcomes: tuple[str, ...] = (),
    bottom_line: str = "It did not.",
) -> Context:
    return Context(
        asked=asked,
        intervention=intervention,
        population=population,
        outcomes=outcomes,
        kind=kind_of(asked),
        bottom_line=bottom_line,
    )


VITAMIN_D = context(
    "What is the role of vitamin D in aromatase inhibitor arthralgia?",
    intervention="vitamin D",
    population="aromatase inhibitor arthralgia",
)
APIXABAN = context("What dose of apixaban in AF?")
METFORMIN = context("Is metformin safe with an eGFR of 40?", intervention="metformin")
DENOSUMAB = context(
    "Does denosumab prevent fractures in women on aromatase inhibitors?",
    intervention="denosumab",
    population="women on aromatase inhibitors",
    outcomes=("fractures",),
)
FALLS = context(
    "Does vitamin D 4,000 IU daily prevent falls and fractures in older adults?",
    intervention="vitamin D 4,000 IU daily",
    population="older adults",
    outcomes=("falls", "fractures"),
)
STATINS = context(
    "Do statins reduce mortality in type 2 diabetes?",
    intervention="statins",
    population="type 2 diabetes",
    outcomes=("mortality",),
)
LABELS = context(
    "What do the labels say of apixaban at a creatinine clearance of 20 mL/min without dialysis?"
)
INTERACTION = context("Can ketoconazole be taken with apixaban 2.5 mg?")
OLD_MAN = context("How should an 82-year-old with AF take apixaban?")
GOUT = context("What causes gout?")
PREGNANT = context("What dose of vitamin D in pregnant women with CKD?")
STAGED = context("Is metformin safe in CKD stage 3?", intervention="metformin", population="CKD stage 3")
IMPAIRED = context("Is metformin safe in mild renal impairment?", intervention="metformin")
IRON = context("Is iron of use with a ferritin of 20 in heart failure?")
MEASURED = context("Is vitamin D at a 25(OH)D of 12 ng/mL of use in arthralgia?")
CREATININE = context("What dose of apixaban in AF with a creatinine of 1.6 mg/dL at 82?")
COMPARED = context("Is apixaban or warfarin better in atrial fibrillation?")


@pytest.mark.parametrize(
    ("last", "typed", "completed"),
    [
        # A state is added.
        (APIXABAN, "and in renal impairment?", "What dose of apixaban in AF in renal impairment?"),
        (APIXABAN, "renal impairment?", "What dose of apixaban in AF in renal impairment?"),
        (APIXABAN, "And In Renal Impairment", "What dose of apixaban in AF In Renal Impairment?"),
        (APIXABAN, "and in renal impairement??", "What dose of apixaban in AF in renal impairement?"),
        (APIXABAN, "so,  what about on dialysis ?", "What dose of apixaban in AF on dialysis?"),
        (APIXABAN, "dialysis?", "What dose of apixaban in AF on dialysis?"),
        (APIXABAN, "stage 4 CKD?", "What dose of apixaban in AF in stage 4 CKD?"),
        (APIXABAN, "cirrhosis?", "What dose of apixaban in AF in cirrhosis?"),
        (APIXABAN, "and in pregnancy?", "What dose of apixaban in AF in pregnancy?"),
        (APIXABAN, "if the patient is pregnant?", "What dose of apixaban in AF if the patient is pregnant?"),
        (APIXABAN, "what about CKD and diabetes?", "What dose of apixaban in AF in CKD and diabetes?"),
        (APIXABAN, "and in patients with cancer?", "What dose of apixaban in AF in patients with cancer?"),
        (APIXABAN, "what about before surgery?", "What dose of apixaban in AF before surgery?"),
        # Or it takes the place of another of its kind.
        (PREGNANT, "and breastfeeding?", "What dose of vitamin D in breastfeeding with CKD?"),
        (IMPAIRED, "and on dialysis?", "Is metformin safe on dialysis?"),
        (IMPAIRED, "severe?", "Is metformin safe in severe renal impairment?"),
        (STAGED, "stage 4?", "Is metformin safe in CKD stage 4?"),
        (STATINS, "and in type 1 diabetes?", "Do statins reduce mortality in type 1 diabetes?"),
        (LABELS, "and on dialysis?", f"{LABELS.asked.partition(' without')[0]} on dialysis?"),
        # Men and women, young and old.
        (DENOSUMAB, "same for men?", "Does denosumab prevent fractures in men on aromatase inhibitors?"),
        (PREGNANT, "same for men?", "What dose of vitamin D in men with CKD?"),
        (APIXABAN, "does that apply to women?", "What dose of apixaban in AF in women?"),
        (APIXABAN, "and if she is 82?", "What dose of apixaban in AF if she is 82?"),
        (APIXABAN, "at 82?", "What dose of apixaban in AF at 82?"),
        (APIXABAN, "what about an 82-year-old?", "What dose of apixaban in AF in an 82-year-old?"),
        (APIXABAN, "over 75?", "What dose of apixaban in AF in people over 75?"),
        (APIXABAN, "and in the elderly", "What dose of apixaban in AF in the elderly?"),
        (APIXABAN, "is it the same in children?", "What dose of apixaban in AF in children?"),
        (OLD_MAN, "and if he is 65?", "How should a 65-year-old with AF take apixaban?"),
        (CREATININE, "and at 71?", "What dose of apixaban in AF with a creatinine of 1.6 mg/dL at 71?"),
        (FALLS, "in children?", "Does vitamin D 4,000 IU daily prevent falls and fractures in children?"),
        # What is denied stays denied, and what was denied is not asserted with something else.
        (APIXABAN, "not on dialysis?", "What dose of apixaban in AF not on dialysis?"),
        (APIXABAN, "but not in pregnancy?", "What dose of apixaban in AF not in pregnancy?"),
        (APIXABAN, "no dialysis?", "What dose of apixaban in AF with no dialysis?"),
        (APIXABAN, "what if she is not pregnant?", "What dose of apixaban in AF if she is not pregnant?"),
        (APIXABAN, "never with aspirin?", "What dose of apixaban in AF never with aspirin?"),
        (
            APIXABAN,
            "what about patients not on warfarin?",
            "What dose of apixaban in AF in patients not on warfarin?",
        ),
        (STATINS, "and without diabetes?", "Do statins reduce mortality without diabetes?"),
        (IMPAIRED, "not on dialysis?", "Is metformin safe in mild renal impairment not on dialysis?"),
        (PREGNANT, "without CKD?", "What dose of vitamin D in pregnant women without CKD?"),
        # A value takes the place of the same value.
        (METFORMIN, "eGFR 25?", "Is metformin safe with an eGFR of 25?"),
        (METFORMIN, "and 30?", "Is metformin safe with an eGFR of 30?"),
        (METFORMIN, "what if the eGFR is below 15?", "Is metformin safe if the eGFR is below 15?"),
        (
            METFORMIN,
            "creatinine 2.1 mg/dL?",
            "Is metformin safe with an eGFR of 40 with a creatinine of 2.1 mg/dL?",
        ),
        (LABELS, "CrCl 15?", LABELS.asked.replace("20 mL/min", "15")),
        (LABELS, "and at 30 mL/min?", LABELS.asked.replace("20", "30")),
        (IRON, "potassium 5.8?", "Is iron of use with a ferritin of 20 in heart failure with a potassium of 5.8?"),
        (IRON, "ferritin 100?", "Is iron of use with a ferritin of 100 in heart failure?"),
        (MEASURED, "what about 30 nmol/L?", "Is vitamin D at a 25(OH)D of 30 nmol/L of use in arthralgia?"),
        (CREATININE, "creatinine of 150?", "What dose of apixaban in AF with a creatinine of 150 at 82?"),
        (APIXABAN, "BMI 42?", "What dose of apixaban in AF with a BMI of 42?"),
        (APIXABAN, "what if INR is 3.5?", "What dose of apixaban in AF if INR is 3.5?"),
        (APIXABAN, "a platelet count of 40?", "What dose of apixaban in AF with a platelet count of 40?"),
        # A dose, how often, how long.
        (
            VITAMIN_D,
            "what about 2,000 IU?",
            "What is the role of vitamin D 2,000 IU in aromatase inhibitor arthralgia?",
        ),
        (FALLS, "what about 2,000 IU?", FALLS.asked.replace("4,000", "2,000")),
        (FALLS, "weekly?", FALLS.asked.replace("daily", "weekly")),
        (APIXABAN, "5 mg twice daily?", "Is 5 mg twice daily of apixaban the right dose in AF?"),
        (APIXABAN, "a higher dose?", "Is a higher dose of apixaban right in AF?"),
        (INTERACTION, "and 5 mg?", "Can ketoconazole be taken with apixaban 5 mg?"),
        (APIXABAN, "for 6 weeks?", "What dose of apixaban in AF for 6 weeks?"),
        (DENOSUMAB, "intravenous?", DENOSUMAB.asked.replace("denosumab", "intravenous denosumab")),
        # Another medicine, without the dose of the last.
        (APIXABAN, "what about warfarin?", "What dose of warfarin in AF?"),
        (FALLS, "what about calcium?", "Does calcium prevent falls and fractures in older adults?"),
        (STATINS, "pravastatin?", "Does pravastatin reduce mortality in type 2 diabetes?"),
        (APIXABAN, "what about warfarin in CKD?", "What dose of warfarin in AF in CKD?"),
        (APIXABAN, "rivaroxaban 20 mg daily?", "Is 20 mg daily of rivaroxaban the right dose in AF?"),
        # In company, or compared.
        (APIXABAN, "with aspirin?", "What dose of apixaban in AF with aspirin?"),
        (APIXABAN, "or aspirin?", "What dose of apixaban or aspirin in AF?"),
        (METFORMIN, "is insulin better?", "Is insulin better than metformin with an eGFR of 40?"),
        # Another outcome, other people.
        (DENOSUMAB, "and falls?", "Does denosumab prevent falls in women on aromatase inhibitors?"),
        (APIXABAN, "and mortality?", "What is the effect of apixaban on mortality in AF?"),
        (APIXABAN, "and in DVT?", "What dose of apixaban in DVT?"),
        # Another kind of question.
        (VITAMIN_D, "what dose?", "What dose of vitamin D in aromatase inhibitor arthralgia?"),
        (APIXABAN, "how often?", "How often is apixaban given in AF?"),
        (APIXABAN, "for how long?", "For how long is apixaban given in AF?"),
        (APIXABAN, "is it safe?", "Is apixaban safe in AF?"),
        (APIXABAN, "safe?", "Is apixaban safe in AF?"),
        (STATINS, "are they safe?", "Are statins safe in type 2 diabetes?"),
        (FALLS, "is it safe?", "Is vitamin D 4,000 IU daily safe in older adults?"),
        (IMPAIRED, "is it safe on dialysis?", "Is metformin safe on dialysis?"),
        (OLD_MAN, "is it safe?", "Is apixaban safe in an 82-year-old with AF?"),
        (APIXABAN, "and side effects?", "What are the side effects of apixaban in AF?"),
        (APIXABAN, "any interactions?", "Are there any interactions of apixaban in AF?"),
        (APIXABAN, "does it interact with amiodarone?", "Does apixaban interact with amiodarone in AF?"),
        (APIXABAN, "what are its side effects?", "What are the side effects of apixaban in AF?"),
        (APIXABAN, "how does it work?", "How does apixaban work in AF?"),
        (APIXABAN, "who should not take it?", "Who should not take apixaban in AF?"),
        (APIXABAN, "when should I stop?", "When should I stop apixaban in AF?"),
        (APIXABAN, "how often should I check?", "How often should I check with apixaban in AF?"),
        (APIXABAN, "should kidney function be checked?", "Should kidney function be checked with apixaban in AF?"),
        (APIXABAN, "is it safe to take ibuprofen with it?", "Is it safe to take ibuprofen with apixaban in AF?"),
        (GOUT, "how is it treated?", "How is gout treated?"),
        # Years and kinds of study.
        (APIXABAN, "since 2015?", "What dose of apixaban in AF since 2015?"),
        (context("What dose of apixaban in AF since 2015?"), "2010-2014?", "What dose of apixaban in AF 2010-2014?"),
        (APIXABAN, "any RCTs?", "What dose of apixaban in AF in RCTs?"),
        (APIXABAN, "what do guidelines say?", "What do guidelines say of apixaban in AF?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_completed(last: Context, typed: str, completed: str) -> None:
    completion = complete(typed, last)
    assert (completion.completed, completion.how) == (completed, "completed"), completion.why
    assert completion.about == "question"
    assert completion.why.endswith("was completed from the last question")


@pytest.mark.parametrize(
    ("last", "typed", "completed"),
    [
        (DENOSUMAB, "why not?", "Why does denosumab not prevent fractures in women on aromatase inhibitors?"),
        (METFORMIN, "Why not", "Why is metformin not safe with an eGFR of 40?"),
        (INTERACTION, "but why not?", "Why can ketoconazole not be taken with apixaban 2.5 mg?"),
        (VITAMIN_D, "why not?", "Why is there no benefit of vitamin D in aromatase inhibitor arthralgia?"),
        (APIXABAN, "why not warfarin?", "Why not warfarin in AF?"),
        (APIXABAN, "why not 10 mg?", "Why not apixaban 10 mg in AF?"),
        (APIXABAN, "why does it cause bleeding?", "Why does apixaban cause bleeding in AF?"),
        # A bare "why?" takes no side: the answer may have been a yes or a no.
        (METFORMIN, "why?", "Why is or is not metformin safe with an eGFR of 40?"),
        (APIXABAN, "why is that?", "Why apixaban in AF?"),
    ],
)
def test_reasons_are_asked_in_the_words_of_the_last_question(
    last: Context, typed: str, completed: str
) -> None:
    completion = complete(typed, last)
    assert (completion.completed, completion.about) == (completed, "reasons"), completion.why


@pytest.mark.parametrize(
    "typed", ["which trial was that?", "who found that?", "What is the source?", "says who", "references?"]
)
def test_sources_are_asked_beside_the_last_question(typed: str) -> None:
    completion = complete(typed, APIXABAN)
    assert completion.about == "sources"
    assert completion.completed == f"{typed[0].upper()}{typed[1:].rstrip('?')}: what dose of apixaban in AF?"


@pytest.mark.parametrize("typed", ["why?", "why not?", "which trial was that?"])
def test_an_abstention_has_neither_reasons_nor_sources(typed: str) -> None:
    completion = complete(typed, context("What dose of apixaban in AF?", bottom_line=""))
    assert (completion.completed, completion.how) == (typed, "whole")
    assert "it had no answer" in completion.why
    assert completion.about != "question"


@pytest.mark.parametrize(
    ("last", "typed", "how"),
    [
        (APIXABAN, "What causes gout?", "new topic"),
        (APIXABAN, "Does metformin cause lactic acidosis?", "new topic"),
        (APIXABAN, "And does metformin cause lactic acidosis?", "new topic"),
        (APIXABAN, "metformin lactic acidosis", "new topic"),
        (APIXABAN, "What is the half-life of metformin in cirrhosis?", "new topic"),
        (APIXABAN, "What reverses apixaban?", "whole"),
        (APIXABAN, "Is AF hereditary?", "whole"),
        # One in the short form of the other.
        (COMPARED, "Is AF hereditary?", "whole"),
        (APIXABAN, "Is atrial fibrillation hereditary?", "whole"),
        (METFORMIN, "Does metformin cause vitamin B12 deficiency?", "whole"),
    ],
)
def test_a_question_of_its_own_is_left_as_it_is(last: Context, typed: str, how: str) -> None:
    completion = complete(typed, last)
    assert (completion.completed, completion.how) == (typed, how), completion.why
    assert "nothing was carried over" in completion.why


@pytest.mark.parametrize(
    ("last", "typed", "why"),
    [
        (APIXABAN, "what about ashwagandha?", "may be a treatment, people or an outcome"),
        (APIXABAN, "and 30?", "it has no number"),
        (CREATININE, "and 30?", "or more than one, that 30 may stand for"),
        (METFORMIN, "at 82?", "82 may be an age or another value"),
        (INTERACTION, "what about clarithromycin?", "may stand for either"),
        (COMPARED, "what about aspirin?", "may stand for either"),
        (GOUT, "2,000 IU?", "it names no treatment"),
        (DENOSUMAB, "what about DVT?", "may be an outcome or what is treated"),
        (APIXABAN, "and?", "no words"),
        (APIXABAN, "???", "no words"),
        (APIXABAN, "", "no words"),
    ],
)
def test_what_is_not_clear_is_left_as_it_is_with_the_reason(last: Context, typed: str, why: str) -> None:
    completion = complete(typed, last)
    assert (completion.completed, completion.how) == (typed, "whole")
    assert why in completion.why


def chained(first: str, *typed: str) -> list[str]:
    """Every question of a chain as it was completed, each read before the next is asked."""
    asked = [first]
    for one in typed:
        pico = read_pico(asked[-1])
        last = context(
            asked[-1], intervention=pico.intervention, population=pico.population, outcomes=pico.outcomes
        )
        asked.append(complete(one, last).completed)
    return asked[1:]


@pytest.mark.parametrize(
    ("first", "typed", "completed"),
    [
        (
            "What dose of apixaban in AF?",
            ("and in renal impairment?", "and on dialysis?", "what about warfarin?", "is it safe?"),
            [
                "What dose of apixaban in AF in renal impairment?",
                "What dose of apixaban in AF on dialysis?",
                "What dose of warfarin in AF on dialysis?",
                "Is warfarin safe in AF on dialysis?",
            ],
        ),
        (
            "Does vitamin D 4,000 IU daily prevent falls and fractures in older adults?",
            ("what about 2,000 IU?", "and fractures?", "weekly?", "why not?"),
            [
                "Does vitamin D 2,000 IU daily prevent falls and fractures in older adults?",
                "Does vitamin D 2,000 IU daily prevent fractures in older adults?",
                "Does vitamin D 2,000 IU weekly prevent fractures in older adults?",
                "Why does vitamin D 2,000 IU weekly not prevent fractures in older adults?",
            ],
        ),
        (
            "Is metformin safe with an eGFR of 40?",
            ("and 25?", "not on dialysis", "which trial was that?", "and on dialysis?"),
            [
                "Is metformin safe with an eGFR of 25?",
                "Is metformin safe with an eGFR of 25 not on dialysis?",
                "Which trial was that: is metformin safe with an eGFR of 25 not on dialysis?",
                "Is metformin safe with an eGFR of 25 on dialysis?",
            ],
        ),
    ],
)
def test_a_chain_holds(first: str, typed: tuple[str, ...], completed: list[str]) -> None:
    assert chained(first, *typed) == completed


LASTS = st.sampled_from(
    [VITAMIN_D, APIXABAN, METFORMIN, DENOSUMAB, FALLS, STATINS, LABELS, INTERACTION, OLD_MAN, GOUT, MEASURED]
)
WORDS = st.sampled_from(
    """
    and what about in with without not on no if she is he 82 25 2,000 IU 1.6 mg/dL eGFR creatinine of renal impairment
    dialysis pregnancy warfarin aspirin apixaban vitamin D the same for men women it safe dose how often why since 2015
    stage 4 CKD severe over under at twice daily 5 mg falls AF DVT does interact diabetes that trial which , ? - 25(OH)D
    """.split()
)
FOLLOW_UPS = st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=60)


def negations(text: str) -> set[str]:
    return set(re.findall(r"\b(?:not|no|without|never)\b", text.casefold()))


@given(last=LASTS, typed=FOLLOW_UPS)
def test_whatever_is_typed_no_number_and_no_negation_is_lost(last: Context, typed: str) -> None:
    completion: Completion = complete(typed, last)
    numbers = re.findall(r"\d+(?:[.,]\d+)*", typed)
    assert not [number for number in numbers if number not in completion.completed]
    if completion.about == "question":
        assert negations(typed) <= negations(completion.completed)
    assert completion.asked == typed
    assert completion.completed == typed or completion.how == "completed"


@given(asked=st.text(max_size=80), typed=FOLLOW_UPS)
def test_any_last_question_will_do(asked: str, typed: str) -> None:
    complete(typed, context(asked))


@pytest.mark.parametrize(
    ("last", "typed"),
    [
        ("Can I start metformin at an eGFR of 40?", "what about below 30?"),
        ("Is apixaban safe with platelets of 80?", "and below 50?"),
    ],
)
def test_a_limit_after_a_value_is_no_age(last: str, typed: str) -> None:
    assert complete(typed, context_of_question(last)).how == "whole"


@pytest.mark.parametrize(
    ("last", "typed", "completed"),
    [
        ("Is amoxicillin safe in children?", "and in adults?", "Is amoxicillin safe in adults?"),
        ("Statins in people over 75?", "what about under 50?", "Statins in people under 50?"),
    ],
)
def test_other_people_take_the_place_of_those_before(last: str, typed: str, completed: str) -> None:
    assert complete(typed, context_of_question(last)).completed == completed


def context_of_question(asked: str) -> Context:
    read = read_question(asked)
    return Context(
        asked=read.read_as,
        intervention=read.intervention,
        population=read.population,
        outcomes=read.outcomes,
        kind=read.kind,
        bottom_line="It is so.",
    )
