"""The pathways that Curbside ships, with their test patients."""

from __future__ import annotations

from functools import cache

from curbside.pathway.definition import Pathway, TestPatient
from curbside.pathway.reading import TEST_PATIENTS, read_pathway, read_test_patients
from curbside.surfaces.compose import shipped_pathways
from generated_patients import Values, generated

SHIPPED = tuple(shipped_pathways())


@cache
def shipped(name: str) -> tuple[Pathway, tuple[TestPatient, ...]]:
    file = shipped_pathways()[name]
    read = read_pathway(file)
    assert read.pathway is not None, [str(mistake) for mistake in read.mistakes]
    patients, _ = read_test_patients(file.parent / TEST_PATIENTS, read.pathway)
    return read.pathway, patients


@cache
def many_of(name: str) -> tuple[Values, ...]:
    """Its test patients, and 2,000 made from its thresholds."""
    pathway, patients = shipped(name)
    around = [patient.values for patient in patients]
    return (*around, *generated(pathway, 2000, around=around))
