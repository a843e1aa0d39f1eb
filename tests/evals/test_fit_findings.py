"""The weights of the votes are the likeliest ones, and are tried on abstracts that they were not fitted on."""

from __future__ import annotations

import numpy as np
import pytest

import findings
import fit_findings

PAPERS = 40


def prompt(paper: int, right: str, said: str) -> findings.Prompt:
    return findings.Prompt(
        id=f"{paper}-{said}",
        paper=f"PMC{paper}",
        fields={
            "intervention": "larchamide",
            "comparator": "placebo",
            "outcome": "wheeze",
            "abstract": f"RESULTS: Wheeze {said} larchamide than with placebo.",
        },
        right=right,
        is_told=True,
    )


def prompts() -> list[findings.Prompt]:
    up, down, _ = findings.DIRECTIONS
    return [
        one
        for paper in range(PAPERS)
        for one in (prompt(paper, up, "was higher with"), prompt(paper, down, "was lower with"))
    ]


@pytest.fixture(scope="module")
def ballots() -> fit_findings.Ballots:
    return fit_findings.ballots(prompts())


def test_every_vote_is_a_row(ballots: fit_findings.Ballots) -> None:
    assert len(ballots.prompts) == len(ballots.right) == 2 * PAPERS
    assert len(ballots.features) == len(ballots.asked) == len(ballots.direction) == 4 * PAPERS


def test_what_every_abstract_says_is_learnt(ballots: fit_findings.Ballots) -> None:
    found = fit_findings.fit(ballots, ridge=1.0)
    assert (fit_findings.said(ballots, found) == ballots.right).all()
    assert fit_findings.as_weights(found).share == 0.0


def test_a_greater_penalty_makes_smaller_weights(ballots: fit_findings.Ballots) -> None:
    loose, tight = (np.abs(fit_findings.fit(ballots, ridge)[:-2]).sum() for ridge in (0.1, 100.0))
    assert tight < loose


def test_some_ballots_are_those_of_some_prompts(ballots: fit_findings.Ballots) -> None:
    kept = np.arange(len(ballots.prompts)) % 4 == 0
    part = fit_findings.some(ballots, kept)
    assert [one.id for one in part.prompts] == [one.id for one in ballots.prompts[::4]]
    assert sorted(set(part.asked.tolist())) == list(range(len(part.prompts)))


def test_cross_validation_reads_every_prompt_once(ballots: fit_findings.Ballots) -> None:
    # Two directions of three are there, and both are found.
    assert fit_findings.cross_validated(ballots, ridge=1.0, seed=0) == pytest.approx(2 / 3)
