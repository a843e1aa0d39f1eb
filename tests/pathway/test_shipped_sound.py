"""What the checker has passed never leaves the engine without a row, or with two: the shipped pathways."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.pathway.checker import sound_pathway
from curbside.pathway.definition import Pathway
from curbside.pathway.engine import run
from curbside.pathway.facts import Absent, Fact, Known, Undecided
from curbside.pathway.gather import facts_of
from curbside.pathway.reading import TEST_PATIENTS, read_test_patients
from curbside.pathway.recommendation import TableStanding
from curbside.pathway.regions import space_of
from curbside.patient.row import record_of_row

CONTENT = Path(__file__).parents[2] / "content"
SHIPPED = sorted(file.parent.name for file in CONTENT.glob("*/pathway.yaml"))
_REFUSED = {TableStanding.NO_MATCH, TableStanding.CONFLICT}


@cache
def sound(name: str) -> Pathway:
    return sound_pathway(CONTENT / name / "pathway.yaml")


@cache
def known_patients(name: str) -> list[dict[str, Fact]]:
    """The facts of its test patients, each of whom gets far."""
    patients, mistakes = read_test_patients(CONTENT / name / TEST_PATIENTS, sound(name))
    assert not mistakes
    return [
        dict(facts_of(record_of_row(one.values, id=one.id), sound(name), on=one.on).by_input)
        for one in patients
    ]


@cache
def values(name: str) -> dict[str, list[Fact]]:
    """Of every input that is read, a fact for each value that the pathway tells apart."""
    pathway = sound(name)
    found: dict[str, list[Fact]] = {}
    for column, axis in space_of(pathway).axes.items():
        if column in pathway.inputs and not pathway.inputs[column].formula:
            facts: list[Fact] = [
                Known(value=atom.example, unit=atom.unit) if atom.example is not None else Absent()
                for atom in axis.atoms
            ]
            found[column] = [*facts, Undecided(because="results disagree")]
    return found


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=200)
@given(data=st.data())
def test_every_table_decides_or_says_why_not(name: str, data: st.DataObject) -> None:
    facts = dict(data.draw(st.sampled_from(known_patients(name))))
    by_input = values(name)
    changed = data.draw(st.lists(st.sampled_from(sorted(by_input)), max_size=4, unique=True))
    facts |= {column: data.draw(st.sampled_from(by_input[column])) for column in changed}
    course = run(sound(name), facts)
    assert not [result for result in course.results.values() if result.standing in _REFUSED]
