"""Whether more of an outcome is wanted."""

from __future__ import annotations

import pytest

from curbside.appraisal.direction import Direction
from curbside.appraisal.outcome import improves_by_falling, more_is_wanted, way_of
from curbside.appraisal.result import Way


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ("overall survival", True),
        ("bone mineral density", True),
        ("quality of life", True),
        ("pain relief", True),
        ("clinical pregnancy", True),
        ("joint pain", False),
        ("risk of falls", False),
        ("all-cause mortality", False),
        ("HbA1c", False),
        ("reduction in pain", True),
        ("freedom from seizures", True),
        ("relapse-free survival", True),
        ("time to relapse", True),
        ("time to recovery", False),
        ("quality of sleep in patients with insomnia", True),
        ("pain threshold", True),
        ("6MWD", True),
        ("length of stay", None),
        ("body temperature", None),
    ],
)
def test_more_is_wanted(outcome: str, wanted: bool | None) -> None:
    assert more_is_wanted(outcome) is wanted


@pytest.mark.parametrize(
    ("outcome", "falls"),
    [
        ("pain", True),
        ("Roland Morris disability (RMDQ)", True),
        ("HAMD17 total", False),
        ("MADRS total score", True),
        ("Dermatology Life Quality Index (DLQI)", True),
        ("SF-36 physical function", False),
        ("grip strength", False),
        ("length of stay", True),
        ("systolic blood pressure", True),
        ("time to first flatus", True),
        ("time to relapse", False),
        ("weight loss", False),
        ("body weight", True),
        ("pruritic", False),
    ],
)
def test_what_improved_means_of_an_outcome(outcome: str, falls: bool) -> None:
    assert improves_by_falling(outcome) is falls


@pytest.mark.parametrize(
    ("direction", "outcome", "way"),
    [
        (Direction.DECREASED, "pain", Way.BENEFIT),
        (Direction.INCREASED, "pain", Way.HARM),
        (Direction.INCREASED, "survival", Way.BENEFIT),
        (Direction.DECREASED, "survival", Way.HARM),
        (Direction.INCREASED, "length of stay", Way.UNCLEAR),
        (Direction.NO_DIFFERENCE, "length of stay", Way.NO_DIFFERENCE),
    ],
)
def test_what_a_change_is_for_a_patient(direction: Direction, outcome: str, way: Way) -> None:
    assert way_of(direction, outcome) is way
