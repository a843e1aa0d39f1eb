"""Whom a claim is about: those its quotes are about, nobody that nothing speaks of, and not everybody for some."""

from __future__ import annotations

import pytest

from curbside.verification.checks.population import PopulationIsTheSame
from curbside.verification.comparison import hold


@pytest.mark.parametrize(
    ("claim", "quote", "is_conflict"),
    [
        ("Tea lowered falls in men.", "In women tea lowered falls.", True),
        ("Tea lowered falls in women and men.", "In men tea lowered falls.", True),
        ("Tea lowered falls in both sexes.", "In men tea lowered falls.", True),
        ("Tea lowered falls regardless of sex.", "Tea lowered falls in 300 women.", True),
        ("Tea lowered fever at all ages.", "Tea lowered fever in infants.", True),
        ("Tea lowered fever in adults.", "Tea lowered fever in children.", True),
        ("Tea lowered fever in adolescents.", "Tea lowered fever in older adults.", True),
        ("Tea is given to premenopausal women.", "Tea is given to postmenopausal women.", True),
        ("Tea is safe in pregnant women.", "Tea is safe in women who are not pregnant.", True),
        ("Tea may be drunk when breastfeeding.", "Tea may be drunk in pregnancy.", True),
        ("Fathers slept better.", "Mothers slept better.", True),
        ("Smokers coughed less with tea.", "Never-smokers coughed less with tea.", True),
        ("Outpatients recovered sooner.", "Inpatients recovered sooner.", True),
        ("Patients lived longer with tea.", "Mice given tea lived longer.", True),
        ("Tea shrinks tumours.", "In rats with gliomas tea shrinks tumours.", False),
        ("Tea kills bacteria.", "Tea killed bacteria in vitro.", False),
        ("Tea lowered sugar in people with diabetes.", "Tea lowered sugar in people without diabetes.", True),
        ("Tea lowered sugar in people without diabetes.", "Tea lowered sugar in people with diabetes.", True),
        ("Tea helps in valvular atrial fibrillation.", "Tea helps in nonvalvular atrial fibrillation.", True),
        ("Tea helps in non-ischaemic heart failure.", "Tea helps in ischaemic heart failure.", True),
        ("Pregnant patients slept better.", "Patients slept better with tea.", False),
        ("Children slept better.", "Patients slept better with tea.", False),
    ],
)
def test_other_people(claim: str, quote: str, is_conflict: bool) -> None:
    mismatch = PopulationIsTheSame().mismatch(hold(claim, (quote,), source=quote))
    assert mismatch is not None
    assert mismatch.conflict is is_conflict


@pytest.mark.parametrize(
    ("claim", "quote", "title"),
    [
        ("Tea lowered falls in female patients.", "In women tea lowered falls.", ""),
        ("Women fell less, men did not.", "Women, but not men, fell less.", ""),
        ("Tea lowered falls.", "In women tea lowered falls.", ""),
        ("Tea lowered fever in children.", "Tea lowered fever in infants.", ""),
        ("Tea lowered fever in newborns.", "Tea lowered fever in neonates.", ""),
        ("In adults tea lowered falls.", "In older adults tea lowered falls.", ""),
        ("In women tea lowered falls.", "Tea lowered falls.", "Tea in postmenopausal women"),
        ("In men PSA fell.", "PSA fell with tea in prostate cancer.", ""),
        ("In women on anastrozole joints ached.", "Joints ached.", "Aromatase inhibitors and joints"),
        ("Mothers and newborns do no better.", "Maternal and neonatal outcomes were no better.", ""),
        ("Women who are not pregnant may drink tea.", "Nonpregnant women may drink tea.", ""),
        ("Mice on tea lived longer.", "Mice given tea lived longer.", ""),
        ("In cultured cells tea kills bacteria.", "Tea killed bacteria in vitro.", ""),
        ("Patients lived longer.", "Patients lived longer; so did mice.", ""),
        ("Embryos were frozen.", "Embryos of in vitro fertilisation were frozen.", ""),
        ("Tea is for those with diabetes or without.", "Tea is for people with or without diabetes.", ""),
        ("The difference was not significant.", "The difference was nonsignificant.", ""),
        ("Tea is for patients free of diabetes.", "Tea is for patients without diabetes.", ""),
        ("Pain was less in those who began without it.", "Patients without pain had less pain later.", ""),
        ("The results are premature.", "Full-term newborns were seen; it is too early to tell.", ""),
        ("Emergency endoscopy missed it.", "Non-emergency patients were sent to the clinic.", ""),
        ("The effect is the same regardless of age.", "In adults the effect was the same.", ""),
        ("Smoking was rarer later.", "Never-smokers were counted.", ""),
        ("It was said of Child-Pugh class B.", "It was said of adults in Child-Pugh class B.", ""),
    ],
)
def test_the_same_people(claim: str, quote: str, title: str) -> None:
    assert PopulationIsTheSame().mismatch(hold(claim, (quote,), title=title, source=quote)) is None


def test_whom_the_rest_of_a_source_speaks_of_may_be_named() -> None:
    held = hold(
        "Children slept better.", ("Sleep was better.",), source="We saw 40 children. Sleep was better."
    )
    assert PopulationIsTheSame().mismatch(held) is None


def test_where_only_quotes_are_known_nobody_can_say_that_their_source_is_silent() -> None:
    assert PopulationIsTheSame().mismatch(hold("Children slept better.", ("Sleep was better.",))) is None


def test_a_short_form_that_its_source_explains_says_whom_it_leaves_out() -> None:
    source = "Of atrial fibrillation (AF), nonvalvular atrial fibrillation (NVAF) was looked at. In NVAF tea helped."
    held = hold("In valvular AF tea helped.", ("In NVAF tea helped.",), source=source)
    assert PopulationIsTheSame().mismatch(held) is not None
