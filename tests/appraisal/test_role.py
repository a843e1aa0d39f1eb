"""What a sentence does: by its heading, by a label within the text, by cue words and place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.role import Role, role_of_heading, roles

HEADINGS = [
    ("RESULTS", Role.RESULTS),
    ("RESULT(S)", Role.RESULTS),
    ("FINDINGS", Role.RESULTS),
    ("MEASUREMENTS AND MAIN RESULTS", Role.RESULTS),
    ("CONCLUSIONS", Role.CONCLUSION),
    ("INTERPRETATION", Role.CONCLUSION),
    ("CLINICAL SIGNIFICANCE", Role.CONCLUSION),
    ("DISCUSSION AND CONCLUSION", Role.CONCLUSION),
    ("METHODS", Role.METHODS),
    ("MAIN OUTCOME MEASURES", Role.METHODS),
    ("DESIGN, SETTING, AND PARTICIPANTS", Role.METHODS),
    ("Methods > Results of the pilot", Role.METHODS),
    ("OBJECTIVE", Role.OBJECTIVE),
    ("BACKGROUND AND AIMS", Role.OBJECTIVE),
    ("BACKGROUND", Role.BACKGROUND),
    ("Introduction", Role.BACKGROUND),
    ("TRIAL REGISTRATION", Role.BACKGROUND),
    ("FUNDING", Role.BACKGROUND),
    ("METHODS AND RESULTS", Role.UNKNOWN),
    ("page 4", Role.UNKNOWN),
    ("UNLABELLED", Role.UNKNOWN),
    ("", Role.UNKNOWN),
]

UNLABELLED = [
    ("Joint pain is common in women who take aromatase inhibitors.", Role.BACKGROUND),
    ("We aimed to find out whether vitamin D relieves it.", Role.OBJECTIVE),
    ("We randomised 113 women to vitamin D or placebo.", Role.METHODS),
    ("Pain was measured at baseline and at 24 weeks.", Role.METHODS),
    ("Mean pain fell by 2.1 points with vitamin D and by 1.9 with placebo (P = .71).", Role.RESULTS),
    ("Serum levels were significantly higher with vitamin D (P < .001).", Role.RESULTS),
    ("These findings suggest that vitamin D does not relieve joint pain.", Role.CONCLUSION),
]

ALONE = [
    ("In conclusion, vitamin D did not help.", Role.CONCLUSION),
    ("To determine whether vitamin D helps.", Role.OBJECTIVE),
    ("Pain was lower with vitamin D (P = .02).", Role.RESULTS),
    ("Vitamin D is a hormone.", Role.UNKNOWN),
]


@pytest.mark.parametrize(("heading", "role"), HEADINGS)
def test_a_heading_announces_a_role(heading: str, role: Role) -> None:
    assert role_of_heading(heading) is role


def test_a_heading_that_speaks_clearly_settles_every_sentence() -> None:
    assert roles(["We aimed high.", "In conclusion, no."], heading="RESULTS") == (Role.RESULTS, Role.RESULTS)


def test_an_abstract_without_labels_tells_its_story_in_order() -> None:
    assert roles([sentence for sentence, _ in UNLABELLED]) == tuple(role for _, role in UNLABELLED)


def test_a_paragraph_of_a_guideline_tells_no_story() -> None:
    said = [
        "Give vitamin D.",
        "Levels were measured in both (P < .001).",
        "Women should be asked about pain.",
    ]
    assert roles(said, heading="page 4") == (Role.UNKNOWN, Role.RESULTS, Role.UNKNOWN)


def test_a_label_within_the_text_holds_until_the_next() -> None:
    said = ["Women hurt.", "METHODS: We asked them.", "Twice.", "CONCLUSION: They hurt."]
    assert roles(said) == (Role.UNKNOWN, Role.METHODS, Role.METHODS, Role.CONCLUSION)


@pytest.mark.parametrize(
    "sentence", ["We had three outcomes: pain and so on.", "Patients were seen monthly."]
)
def test_a_sentence_that_only_looks_like_a_label_is_none(sentence: str) -> None:
    assert roles([sentence, "Vitamin D is a hormone."], heading="page 4")[1] is Role.UNKNOWN


@pytest.mark.parametrize(("sentence", "role"), ALONE)
def test_a_sentence_on_its_own_has_only_its_words(sentence: str, role: Role) -> None:
    assert roles([sentence]) == (role,)


@given(st.lists(st.sampled_from([sentence for sentence, _ in [*UNLABELLED, *ALONE]]), max_size=12), st.text())
def test_every_sentence_gets_one_role(said: list[str], heading: str) -> None:
    assert len(roles(said, heading=heading)) == len(said)
