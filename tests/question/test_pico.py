"""For whom, what, and to what end: read from how a question is put."""

from __future__ import annotations

import pytest

from curbside.question.pico import read_pico


@pytest.mark.parametrize(
    ("question", "intervention", "outcomes", "population"),
    [
        ("Does vitamin D prevent falls in older adults?", "vitamin D", ("falls",), "older adults"),
        ("Does denosumab reduce the risk of hip fracture in men?", "denosumab", ("hip fracture",), "men"),
        ("Effect of yoga on pain and fatigue in nurses", "yoga", ("pain", "fatigue"), "nurses"),
        ("What is the role of vitamin D in managing lupus?", "vitamin D", (), "lupus"),
        ("Is apixaban safe in dialysis?", "apixaban", (), "dialysis"),
        ("Can omega-3 relieve joint pain?", "omega-3", ("joint pain",), None),
        ("best pizza in Rome", None, (), None),
        ("What causes gout?", None, (), None),
    ],
)
def test_a_question_of_a_known_shape(
    question: str, intervention: str | None, outcomes: tuple[str, ...], population: str | None
) -> None:
    read = read_pico(question)
    assert (read.intervention, read.outcomes, read.population) == (intervention, outcomes, population)


def test_what_is_compared_with_is_no_part_of_the_outcome() -> None:
    pico = read_pico("Does losartan reduce mortality compared with captopril in heart failure?")
    assert pico.outcomes == ("mortality",)


@pytest.mark.parametrize(
    ("question", "intervention", "comparator", "population"),
    [
        ("Is apixaban safer than warfarin in dialysis?", "apixaban", "warfarin", "dialysis"),
        ("apixaban versus warfarin in elderly people", "apixaban", "warfarin", "elderly people"),
        ("Bleeding ulcer: clips or surgery?", "clips", "surgery", None),
        (
            "Stroke, failing swallow - nasogastric tube or gastrostomy?",
            "nasogastric tube",
            "gastrostomy",
            None,
        ),
        ("Does rivaroxaban interact with amiodarone?", "rivaroxaban", "amiodarone", None),
        ("Should I give prednisolone or dexamethasone for croup?", "prednisolone", "dexamethasone", "croup"),
        ("Is clopidogrel or ticagrelor better after stenting?", "clopidogrel", "ticagrelor", None),
        ("What dose of amoxicillin for otitis media?", "amoxicillin", None, "otitis media"),
        ("Can I give ibuprofen to someone with asthma?", "ibuprofen", None, "someone with asthma"),
        ("pt with gout on febuxostat, when to stop", "febuxostat", None, "gout"),
        ("Can I start metformin at an eGFR of 40?", "metformin", None, None),
        ("when does the train leave", None, None, None),
    ],
)
def test_what_is_given_instead_of_what_and_to_whom(
    question: str, intervention: str | None, comparator: str | None, population: str | None
) -> None:
    read = read_pico(question)
    assert (read.intervention, read.comparator, read.population) == (intervention, comparator, population)
