"""What kind of study a publication is, from whichever witness speaks."""

from __future__ import annotations

import pytest

from curbside.appraisal.design import Design, design_named, design_of, strength
from curbside.literature.publication import Kind, MeshHeading, Publication, Read, lay_out


def publication(
    *, title: str = "Vitamin D and joints", types: str = "", mesh: str = "", abstract: str = ""
) -> Publication:
    return Publication(
        id="pmid:1",
        title=title,
        passages=lay_out("pmid:1", [("abstract", Kind.ABSTRACT, "", abstract)]),
        read=Read.ABSTRACT,
        types=tuple(filter(None, types.split("; "))),
        mesh=tuple(MeshHeading(name=name) for name in filter(None, mesh.split("; "))),
    )


ROWS = [
    (publication(types="Journal Article; Randomized Controlled Trial"), Design.RANDOMISED_TRIAL),
    (publication(types="Meta-Analysis; Systematic Review; Review"), Design.META_ANALYSIS),
    (publication(types="Practice Guideline; Review"), Design.GUIDELINE),
    (publication(types="Review"), Design.NARRATIVE_REVIEW),
    (publication(types="Review", title="Vitamin D: a systematic review"), Design.SYSTEMATIC_REVIEW),
    (publication(types="Case Reports; Letter"), Design.CASE_REPORT),
    (publication(types="Letter", title="On a randomised trial of D"), Design.EDITORIAL),
    (publication(types="Retraction of Publication"), Design.RETRACTION_NOTICE),
    (publication(types="Clinical Trial, Phase II"), Design.NON_RANDOMISED_TRIAL),
    (publication(types="Clinical Trial", abstract="We randomised 40 women."), Design.RANDOMISED_TRIAL),
    (publication(types="Observational Study", mesh="Cohort Studies"), Design.COHORT),
    (publication(types="Observational Study"), Design.OBSERVATIONAL),
    (publication(types="Randomized Controlled Trial", mesh="Animals; Mice"), Design.ANIMAL),
    (publication(mesh="Animals; Rats", title="A randomised trial"), Design.ANIMAL),
    (publication(mesh="Animals; Humans; Cohort Studies"), Design.COHORT),
    (publication(mesh="Humans; Prospective Studies", abstract="We randomised 9."), Design.RANDOMISED_TRIAL),
    (publication(mesh="Case-Control Studies; Retrospective Studies"), Design.CASE_CONTROL),
    (publication(title="Vitamin D for pain: a randomized controlled trial"), Design.RANDOMISED_TRIAL),
    (publication(title="Vitamin D: a systematic review and meta-analysis"), Design.META_ANALYSIS),
    (publication(title="Vitamin D: study protocol for a randomised trial"), Design.PROTOCOL),
    (publication(title="D in pain: a non-randomised study"), Design.NON_RANDOMISED_TRIAL),
    (publication(abstract="Women were randomly assigned to D or placebo."), Design.RANDOMISED_TRIAL),
    (publication(abstract="Others did randomised trials. We comment."), Design.NOT_STATED),
    (publication(abstract="We searched MEDLINE and Embase."), Design.SYSTEMATIC_REVIEW),
    (publication(abstract="In this cross-sectional survey women wrote."), Design.CROSS_SECTIONAL),
    (publication(abstract="We report a case of rickets."), Design.CASE_REPORT),
    (publication(abstract="Mice were fed vitamin D."), Design.ANIMAL),
    (publication(abstract="A cell line was treated in vitro."), Design.LABORATORY),
    (publication(types="Journal Article"), Design.NOT_STATED),
]


@pytest.mark.parametrize(("given", "design"), ROWS)
def test_the_surest_witness_names_the_design(given: Publication, design: Design) -> None:
    assert design_of(given) is design


@pytest.mark.parametrize(
    ("words", "design"),
    [
        ("double-blind RCT, 24 wk", Design.RANDOMISED_TRIAL),
        ("meta-analysis of double-blind RCTs", Design.META_ANALYSIS),
        ("systematic review of before-after arms", Design.SYSTEMATIC_REVIEW),
        ("prospective non-randomised; crossover", Design.NON_RANDOMISED_TRIAL),
        ("prospective cohort (observational; linear regression)", Design.COHORT),
        ("Cochrane review", Design.SYSTEMATIC_REVIEW),
        ("position statement", Design.GUIDELINE),
        ("SmPC / package leaflets", Design.PRODUCT_LABEL),
        ("Product label, quoted", Design.PRODUCT_LABEL),
        ("open-label RCT", Design.RANDOMISED_TRIAL),
        ("case series", Design.CASE_REPORT),
        ("arithmetic", Design.NOT_STATED),
    ],
)
def test_a_design_field_is_read_in_its_own_words(words: str, design: Design) -> None:
    assert design_named(words) is design


def test_a_statement_names_its_design_as_first_type() -> None:
    statements = Publication(
        id="s:1",
        title="A cohort study",
        passages=lay_out("s:1", [("s1", Kind.STATEMENT, "", "Pain fell.")]),
        read=Read.STATEMENT,
        types=("double-blind RCT", "Journal Article"),
    )
    assert design_of(statements) is Design.RANDOMISED_TRIAL


def test_stronger_designs_come_first() -> None:
    assert strength(Design.META_ANALYSIS) > strength(Design.RANDOMISED_TRIAL) > strength(Design.COHORT)
    assert strength(Design.COHORT) > strength(Design.CASE_REPORT) > strength(Design.ANIMAL)


@pytest.mark.parametrize("design", Design)
def test_every_design_has_a_strength(design: Design) -> None:
    assert 0 <= strength(design) <= 5
