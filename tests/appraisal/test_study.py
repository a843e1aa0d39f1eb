"""What the abstract of a study says of an outcome, and which of its sentences are on something else."""

from __future__ import annotations

import pytest

from curbside.appraisal.result import Asked, Way
from curbside.appraisal.study import abstract_results
from library_of import publication

DESIGN = "METHODS: This randomised, placebo-controlled trial gave camomile tea to 500 people. RESULTS: "


def ways(text: str, outcome: str = "pain", *, treatment: str = "camomile tea") -> list[Way]:
    source = publication(1, f"{DESIGN}{text}")
    return [one.way for one in abstract_results(source, Asked(intervention=(treatment,)), [outcome])]


def test_a_result_is_read_and_said_to_be_read_by_a_program() -> None:
    source = publication(1, f"{DESIGN}Pain was less frequent with camomile tea than with placebo (p=0.001).")
    [result] = abstract_results(source, Asked(intervention=("camomile tea",)), ["pain"])
    assert result.way is Way.BENEFIT
    assert result.is_read_by_program


@pytest.mark.parametrize(
    "text",
    [
        "Pain was no less frequent in smokers (p for interaction = 0.27).",
        "There was no significant protection against other kinds of pain.",
        "Pain was as frequent with albendazole as without it (p=0.9).",
    ],
)
def test_what_is_on_something_else_has_no_vote(text: str) -> None:
    assert ways(text) == []
