"""What an evidence statement reports of one study: its way, its people, and what it was tested with."""

from __future__ import annotations

import pytest
from msgspec import structs

from curbside.appraisal.design import Design
from curbside.appraisal.finding import Finding
from curbside.appraisal.result import Asked, main_effect, people_in, stated_result, treatment_of
from curbside.appraisal.role import Role
from curbside.literature.publication import Kind, Passage, Publication, Read, Statement

TEA = Asked(intervention=("chamomile", "chamomile tea"), population=("insomnia", "older people"))
SAID = Statement(
    outcome="sleep",
    population="adults over 70 with insomnia",
    intervention="chamomile tea, two cups at night",
    direction="benefit",
    effect="MD 12 (95% CI 3 to 21) minutes",
    sample_size=60,
    flags=("open label",),
    design="randomised trial",
)


def stated(design: Design = Design.RANDOMISED_TRIAL, **fields: object) -> object:
    passage = Passage(
        id="tea:x#T1",
        kind=Kind.STATEMENT,
        text="Tea helped.",
        start=0,
        statement=structs.replace(SAID, **fields),
    )
    source = Publication(id="tea:x", title="Tea", passages=(passage,), read=Read.STATEMENT)
    finding = Finding(passage=passage, start=0, end=11, role=Role.RESULTS, design=design)
    return stated_result(source, finding, TEA)


def test_a_statement_of_a_study_is_a_result() -> None:
    result = stated()
    assert (result.way, result.sample_size, result.flags) == ("benefit", 60, {"open label"})
    assert (result.is_alone, result.is_direct, str(result.effect)) == (True, True, "MD 12 (95% CI 3 to 21)")


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("a recommendation reports no effect", {"direction": "not applicable"}),
        ("another treatment", {"intervention": "valerian"}),
        ("another has taken its place", {"superseded_by": "tea:x#T2"}),
    ],
)
def test_what_is_no_result(why: str, changed: dict[str, str]) -> None:
    assert stated(**changed) is None, why


@pytest.mark.parametrize("design", [Design.GUIDELINE, Design.PRODUCT_LABEL, Design.DERIVED])
def test_guidance_and_what_was_worked_out_are_no_studies(design: Design) -> None:
    assert stated(design) is None


@pytest.mark.parametrize(
    ("intervention", "alone"),
    [
        ("chamomile tea", True),
        ("chamomile tea with valerian", False),
        ("valerian with or without chamomile tea", False),
        ("chamomile tea and a lecture", False),
        ("herbal teas, chamomile among them", False),
        ("chamomile tea 2 cups, or 4 cups twice a week", True),
    ],
)
def test_a_treatment_tested_with_another_is_not_tested_alone(intervention: str, alone: bool) -> None:
    assert stated(intervention=intervention).is_alone is alone


def test_the_people_asked_about_are_told_by_half_the_words_that_say_who_they_are() -> None:
    assert stated(population="people over 65 with insomnia").is_direct
    assert not stated(population="nurses on night shifts").is_direct
    assert Asked(intervention=("tea",)).names_population("anybody at all")


@pytest.mark.parametrize(
    ("intervention", "name"),
    [
        ("omega-3 fatty acids 3.3 g a day", "omega-3 fatty acids"),
        ("denosumab 60 mg every 6 months", "denosumab"),
        ("colecalciferol (vitamin D3)", "colecalciferol"),
        ("acupuncture", "acupuncture"),
    ],
)
def test_a_treatment_goes_by_its_name_without_its_dose(intervention: str, name: str) -> None:
    assert treatment_of(intervention) == name


def test_an_effect_is_plotted_only_with_its_measure_and_interval() -> None:
    assert str(main_effect("HR 0.78 (CI 0.61 to 0.99), P=0.05")) == "HR 0.78 (CI 0.61 to 0.99)"
    assert main_effect("37% against 51%, P=0.069") is None


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("We randomised 1,204 postmenopausal women to tea or water.", 1204),
        ("Patients (n = 48) drank tea.", 48),
        ("Sleep was 12 minutes longer.", None),
    ],
)
def test_how_many_people(sentence: str, people: int | None) -> None:
    assert people_in([sentence]) == people
