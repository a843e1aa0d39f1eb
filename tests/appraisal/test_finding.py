"""Findings: a publication's sentences, where they stand and what they are."""

from __future__ import annotations

from msgspec.structs import replace

from curbside.appraisal.design import Design, design_of
from curbside.appraisal.direction import Direction
from curbside.appraisal.finding import Finding, findings
from curbside.appraisal.role import Role
from curbside.literature.publication import Kind, Publication, Read, Statement, lay_out

TRIAL = Publication(
    id="pmid:7",
    title="Vitamin D for joint pain",
    passages=lay_out(
        "pmid:7",
        [
            ("title", Kind.TITLE, "", "Vitamin D for joint pain"),
            ("abstract.methods", Kind.ABSTRACT, "METHODS", "We randomised 40 women. Dr. Roe saw them."),
            (
                "abstract.results",
                Kind.ABSTRACT,
                "RESULTS",
                "Pain fell by 12% (P = .03). Sleep was unchanged.",
            ),
        ],
    ),
    read=Read.ABSTRACT,
    types=("Randomized Controlled Trial",),
)


def stated(statement: Statement) -> Publication:
    text = "Pain fell with vitamin D. It was the only trial."
    (passage,) = lay_out("s:1", [("s1", Kind.STATEMENT, "", text)])
    return Publication(
        id="s:1",
        title="Statements",
        passages=(replace(passage, statement=statement),),
        read=Read.STATEMENT,
        types=("cohort",),
    )


def found_in(publication: Publication) -> list[Finding]:
    design = design_of(publication)
    return [finding for passage in publication.passages for finding in findings(passage, design=design)]


def test_each_sentence_is_a_finding_with_its_characters() -> None:
    found = found_in(TRIAL)
    assert [finding.text for finding in found] == [
        "Vitamin D for joint pain",
        "We randomised 40 women.",
        "Dr. Roe saw them.",
        "Pain fell by 12% (P = .03).",
        "Sleep was unchanged.",
    ]
    assert all(f.passage.text[f.start : f.end] == f.text for f in found)
    assert [f.role for f in found[1:]] == [Role.METHODS, Role.METHODS, Role.RESULTS, Role.RESULTS]
    assert {f.design for f in found} == {Design.RANDOMISED_TRIAL}


def test_figures_and_direction_are_there_for_the_asking() -> None:
    pain, sleep = found_in(TRIAL)[-2:]
    assert [str(figure) for figure in pain.estimates] == ["12%", "P = 0.03"]
    assert pain.direction() is Direction.DECREASED
    assert sleep.direction(outcome="sleep") is Direction.NO_DIFFERENCE


def only_finding(publication: Publication) -> Finding:
    (finding,) = found_in(publication)
    return finding


def test_a_statement_is_one_finding_with_its_own_design_and_direction() -> None:
    finding = only_finding(stated(Statement(design="double-blind RCT", direction="no difference")))
    assert (finding.start, finding.end) == (0, len(finding.passage.text))
    assert finding.role is Role.RESULTS
    assert finding.design is Design.RANDOMISED_TRIAL
    assert finding.direction() is Direction.NO_DIFFERENCE


def test_a_statement_that_leaves_them_out_is_read_like_any_other_text() -> None:
    finding = only_finding(stated(Statement()))
    assert finding.design is Design.COHORT
    assert finding.direction() is Direction.DECREASED


def test_a_statement_that_calls_it_mixed_is_not_given_a_direction() -> None:
    assert only_finding(stated(Statement(direction="mixed"))).direction() is None
