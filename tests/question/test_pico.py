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
