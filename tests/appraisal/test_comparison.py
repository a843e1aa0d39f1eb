"""Which way an outcome went with one arm compared with the other, as an abstract tells it.

Every sentence here is made up. Unless a row says otherwise larchamide is compared with placebo.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.comparison import NOT_STATED, Compared, compared
from curbside.appraisal.direction import Direction

UP, DOWN, SAME = Direction.INCREASED, Direction.DECREASED, Direction.NO_DIFFERENCE
MIRRORED = {UP: DOWN, DOWN: UP, SAME: SAME}
LARCH, PLACEBO = "larchamide 20 mg", "placebo"


def read(abstract: str, outcome: str, *, intervention: str = LARCH, comparator: str = PLACEBO) -> Compared:
    return compared(abstract, intervention=intervention, comparator=comparator, outcome=outcome)


WORDS = [
    ("Sneezing was more frequent with larchamide than with placebo.", "sneezing", UP),
    ("Larchamide increased sleep duration (P = 0.01).", "sleep duration", UP),
    ("Pain scores were significantly lower in the larchamide group.", "pain", DOWN),
    ("Larchamide shortened hospital stay by 2 days (P < .001).", "length of hospital stay", DOWN),
    ("Compared with placebo, larchamide reduced wheeze.", "wheeze", DOWN),
    ("Larchamide was found to reduce wheeze.", "wheeze", DOWN),
    ("A greater reduction in wheeze was seen with larchamide.", "wheeze", DOWN),
    ("Larchamide gave a smaller increase in body weight than placebo.", "body weight", DOWN),
    ("Significantly fewer patients on larchamide vomited.", "vomiting", DOWN),
]

ARMS = [
    ("Sneezing was more frequent in the placebo group.", "sneezing", DOWN),
    ("Sneezing was more frequent in controls than in the intervention group.", "sneezing", DOWN),
    ("The placebo group slept longer than the larchamide group (P = .02).", "sleep", DOWN),
    ("Pain was higher with placebo, compared with larchamide.", "pain", DOWN),
    ("Pain was lower in the non-larchamide group (P = .03).", "pain", UP),
    ("Pain fell more in the group given larchamide than in the group given placebo.", "pain", DOWN),
    ("Survival favoured placebo over larchamide (P = .01).", "survival", DOWN),
    ("Improvements in asthma control were seen (P = .01).", "asthma control", UP),
]

BETTER = [
    ("Pain improved significantly with larchamide.", "pain score", DOWN),
    ("Survival improved significantly with larchamide.", "survival", UP),
    ("Fatigue was worse in the larchamide group (P = .01).", "fatigue", UP),
    ("Larchamide gave better sleep quality than placebo.", "sleep quality", UP),
    ("Recovery was significantly faster with larchamide.", "time to recovery", DOWN),
    ("There was greater weight loss with larchamide than with placebo (P = .01).", "weight loss", UP),
    ("There was greater weight loss with larchamide than with placebo (P = .01).", "weight", DOWN),
    ("Larchamide was protective (P = .01) as to protection against wheeze.", "protection against wheeze", UP),
    ("MADRS improved more with larchamide (P = .01).", "MADRS total score", DOWN),
    ("Larchamide improved the WOMAC score (P = .01).", "WOMAC", DOWN),
    ("Larchamide improved the six-minute walk (6MWD) (P = .01).", "6MWD", UP),
    ("Time to relapse was better with larchamide (P = .01).", "time to relapse", UP),
    ("Larchamide delayed progression (P = .01).", "progression", DOWN),
    ("Larchamide delayed relapse (P = .01).", "time to relapse", UP),
    ("The decrease in pain was smaller with larchamide (P = .01).", "pain", UP),
    ("The decrease in pain was significantly greater with larchamide.", "pain", DOWN),
    ("Pain fell in both groups, and this decrease was greater in the larchamide group.", "pain", DOWN),
    ("Larchamide gave a faster rate of reduction of pain than placebo.", "pain", DOWN),
]

NO_DIFFERENCE = [
    ("Wheeze did not differ between larchamide and placebo.", "wheeze", SAME),
    ("There was no significant difference in wheeze between the groups.", "wheeze", SAME),
    ("Wheeze was similar in both groups.", "wheeze", SAME),
    ("Larchamide failed to reduce wheeze.", "wheeze", SAME),
    ("Wheeze was lower with larchamide (P = 0.41).", "wheeze", SAME),
    ("Wheeze was lower with larchamide (P = NS).", "wheeze", SAME),
    ("Wheeze was less common with larchamide (RR 0.90, 95% CI 0.70 to 1.20).", "wheeze", SAME),
    ("Wheeze was lower with larchamide, but this was not statistically significant.", "wheeze", SAME),
    ("Wheeze fell in both groups (P < .001).", "wheeze", SAME),
    ("Wheeze fell with larchamide, without significant differences between groups.", "wheeze", SAME),
    ("There was a trend towards less wheeze with larchamide.", "wheeze", SAME),
    ("No serious adverse events were reported.", "adverse events", SAME),
    ("Larchamide was as effective as placebo against wheeze.", "wheeze", SAME),
    ("Larchamide did not reduce wheeze or improve sleep.", "sleep", SAME),
]

SEVERAL_OUTCOMES = [
    (
        "Pain, fatigue and stiffness were significantly lower with larchamide; sleep did not differ.",
        "stiffness",
        DOWN,
    ),
    (
        "Pain, fatigue and stiffness were significantly lower with larchamide; sleep did not differ.",
        "sleep",
        SAME,
    ),
    ("Larchamide increased calcium and reduced cortisol (P < .01).", "calcium", UP),
    ("Larchamide increased calcium and reduced cortisol (P < .01).", "cortisol", DOWN),
    ("Although pain was unchanged, fatigue was lower with larchamide (P = .02).", "fatigue", DOWN),
    ("Pain was lower (P = .01) but fatigue was not (P = .55) with larchamide.", "fatigue", SAME),
    ("Wheeze fell in both groups, with a greater reduction in the larchamide group.", "wheeze", DOWN),
    ("Pain fell with larchamide, whereas in the placebo group it did not change.", "pain", DOWN),
    ("At baseline pain was similar, but at week 12 pain was lower with larchamide (P = .01).", "pain", DOWN),
    (
        "Pain was similar before treatment. It fell with larchamide. Pain was lower with larchamide.",
        "pain",
        DOWN,
    ),
    (
        "There was no difference in fever (12% [95% CI 8 to 15] vs. 13% [95% CI 9 to 16]), cough or sneezing.",
        "sneezing",
        SAME,
    ),
]

FIGURES = [
    ("Relapse rates were 12% with larchamide and 31% with placebo (P = .004).", "relapse", DOWN),
    ("Relapse rates were 31% with placebo and 12% with larchamide (P = .004).", "relapse", DOWN),
    ("Mean calcium differed between larchamide and placebo (2.5 vs. 2.2 mmol/L, P = .01).", "calcium", UP),
    (
        "In the placebo and larchamide groups relapse rates were 31% and 12%, respectively (P = .004).",
        "relapse",
        DOWN,
    ),
    ("For relapse the hazard ratio was 0.61 (95% CI 0.45 to 0.83).", "relapse", DOWN),
    ("For relapse the Odds Ratio was 1.61 (95% CI 1.15 to 2.30).", "relapse", UP),
    ("Relapse rates were 12% with larchamide and 31% with placebo.", "relapse", DOWN),
    ("Time to relapse was 24 weeks with larchamide, 7 with placebo (P < .05), but survival was similar.",
     "time to relapse", UP),
]  # fmt: skip

NAMES = [
    (
        "Pain intensity (visual analogue scale, VAS) was recorded. VAS was lower with larchamide.",
        "pain",
        DOWN,
    ),
    ("We recorded forced expiratory volume (FEV). FEV rose with larchamide.", "forced expiratory volume", UP),
    ("Fasting plasma glucose was lower with larchamide (P = .01).", "FPG", DOWN),
    ("SBP was lower with larchamide (P = .01).", "systolic blood pressure", DOWN),
    ("Haemorrhage was less frequent with larchamide.", "bleeding", DOWN),
    ("Fewer patients died with larchamide.", "mortality", DOWN),
    ("FEV rose with larchamide.", "forced expiratory volume (FEV)", UP),
]


@pytest.mark.parametrize(
    ("abstract", "outcome", "direction"),
    [*WORDS, *ARMS, *BETTER, *NO_DIFFERENCE, *SEVERAL_OUTCOMES, *FIGURES, *NAMES],
)
def test_the_direction_is_of_the_outcome_with_the_intervention(
    abstract: str, outcome: str, direction: Direction
) -> None:
    found = read(abstract, outcome)
    assert found.direction is direction
    assert found.names_outcome


OTHER_TRIALS = [
    (
        "Mean HbA1c fell from 8.4% to 7.2% in the larchamide group and from 8.3% to 8.1% in the sham group (P < .001).",
        ("larchamide", "sham tablets", "HbA1c"),
        DOWN,
    ),
    (
        "Median overall survival was 15.6 months with elmosartan versus 10.2 with birchamide (HR 0.64, P = .001).",
        ("elmosartan", "birchamide", "overall survival"),
        UP,
    ),
    (
        "Rescue analgesia was needed by 12/40 patients in the block group and 27/40 in the control group (P = .001).",
        ("nerve block", "no block", "rescue analgesia"),
        DOWN,
    ),
    ("Birchamide-treated patients gained more weight.", ("elmosartan", "birchamide", "weight gain"), DOWN),
    ("Compliance was poorer in the twice-daily arm.", ("once daily dosing", "twice daily dosing", "compliance"), UP),
    ("Cognitive function declined less in the elmosartan group.", ("elmosartan", "placebo", "cognitive function"), UP),
    ("Ejection fraction was preserved with elmosartan but fell in the placebo group.",
     ("elmosartan", "placebo", "ejection fraction"), UP),
    ("MAP was higher and HR was lower in group P than in group C (P < .05).",
     ("elmosartan (group P)", "saline (group C)", "heart rate"), DOWN),
    ("MAP was higher and HR was lower in group P than in group C (P < .05).",
     ("elmosartan (group P)", "saline (group C)", "mean arterial pressure"), UP),
    ("Marks of the online group exceeded those of the lecture group.", ("online course", "lecture", "marks"), UP),
    ("Marks of the online group exceeded those of the lecture group.", ("lecture", "online course", "marks"), DOWN),
    ("Acupuncture was not superior to sham acupuncture in reducing migraine days.",
     ("acupuncture", "sham acupuncture", "migraine days"), SAME),
    ("Massage was ineffective in improving function.", ("massage", "usual care", "function"), SAME),
    ("Adverse events befell 4% of children in the usual group, and 23% of those in the group with syrup (P = .02).",
     ("syrup and antibiotics", "antibiotics", "adverse events"), UP),
    ("Both treatments improved mood, but there was no difference between them.",
     ("elmosartan", "birchamide", "mood"), SAME),
]  # fmt: skip


@pytest.mark.parametrize(("abstract", "asked", "direction"), OTHER_TRIALS)
def test_arms_of_every_kind_are_told_apart(
    abstract: str, asked: tuple[str, str, str], direction: Direction
) -> None:
    intervention, comparator, outcome = asked
    assert read(abstract, outcome, intervention=intervention, comparator=comparator).direction is direction


LABELLED = """METHODS: Children were given larchamide (group A) or birchamide (group B).
RESULTS: Wheeze was more common in group B (P = .01)."""


def test_a_label_stands_for_the_arm_the_abstract_gave_it_to() -> None:
    assert read(LABELLED, "wheeze", comparator="birchamide").direction is DOWN


BY_INITIAL = """METHODS: Adults were allotted to group E or group B.
RESULTS: Wheeze was more common in group E (P = .01)."""


def test_a_label_that_nothing_explains_is_an_initial() -> None:
    asked = {"intervention": "elmosartan", "comparator": "birchamide"}
    assert read(BY_INITIAL, "wheeze", **asked).direction is UP
    assert read(BY_INITIAL, "wheeze", intervention="birchamide", comparator="elmosartan").direction is DOWN


def test_letters_of_the_prompt_name_the_arms() -> None:
    said = "Wheeze was more common with B than with L (P = .01)."
    assert read(said, "wheeze", intervention="larchamide (L)", comparator="birchamide (B)").direction is DOWN


STRUCTURED = """TITLE:
Larchamide for hay fever

ABSTRACT.BACKGROUND:
Pain is said to be lower with larchamide.

ABSTRACT.METHODS:
Pain was measured to find out whether larchamide reduces it.

ABSTRACT.RESULTS:
Pain\u2009did not differ between the groups (P\u200a=\u200a0.62). Sneezing was more common with larchamide (P = .01).

ABSTRACT.CONCLUSIONS:
Larchamide does not relieve pain.
"""


def test_results_go_before_what_was_hoped_for() -> None:
    assert read(STRUCTURED, "pain").direction is SAME
    assert read(STRUCTURED, "sneezing").direction is UP


@pytest.mark.parametrize("outcome", ["pain", "sneezing"])
def test_the_rationale_is_the_abstracts_own_sentence(outcome: str) -> None:
    found = read(STRUCTURED, outcome)
    assert STRUCTURED[found.start : found.end] == found.rationale
    assert outcome in found.rationale.casefold()
    assert found.rationale.endswith(".")


NOT_THERE = [
    "",
    "We randomised 40 women to larchamide or placebo and measured joint pain.",
    "Does larchamide reduce joint pain?",
    "Larchamide was given to reduce joint pain.",
]


@pytest.mark.parametrize("abstract", NOT_THERE)
def test_what_is_not_said_is_not_stated(abstract: str) -> None:
    assert read(abstract, "mortality") == NOT_STATED


def test_an_outcome_not_named_goes_with_what_is_said_of_the_whole_comparison() -> None:
    found = read("RESULTS: There were no significant differences between the groups.", "grip strength")
    assert found.direction is SAME
    assert not found.names_outcome


# Swapping the arms ------------------------------------------------------------------------------------------

SAID = [
    "{} was {} with {} than with {}.",
    "Compared with {3}, {2} gave {1} {0}.",
    "{0} was significantly {1} in the {2} group compared with the {3} group (P = .01).",
    "{0} was {1} in patients given {2} than in those given {3} (P < .001).",
]
OUTCOMES = ["pain", "sleep duration", "serum calcium", "heart rate", "grip strength", "wheeze"]
TREATMENTS = ["larchamide", "birchamide", "elmosartan", "placebo", "usual care"]

SENTENCE = st.tuples(
    st.sampled_from(SAID),
    st.sampled_from(OUTCOMES),
    st.sampled_from([("higher", 1), ("greater", 1), ("lower", -1), ("less", -1)]),
    st.permutations(TREATMENTS),
)


@given(SENTENCE)
def test_swapping_intervention_and_comparator_mirrors_the_direction(
    said: tuple[str, str, tuple[str, int], list[str]],
) -> None:
    pattern, outcome, (word, way), (first, second, *_) = said
    abstract = pattern.format(outcome, word, first, second)
    as_said = read(abstract, outcome, intervention=first, comparator=second)
    swapped = read(abstract, outcome, intervention=second, comparator=first)
    assert as_said.direction is (UP if way > 0 else DOWN), abstract
    assert swapped.direction is MIRRORED[as_said.direction], abstract


@given(st.sampled_from(OUTCOMES), st.permutations(TREATMENTS))
def test_no_difference_is_the_same_from_either_side(outcome: str, treatments: list[str]) -> None:
    first, second, *_ = treatments
    abstract = f"There was no significant difference in {outcome} between {first} and {second} (P = .48)."
    for intervention, comparator in ((first, second), (second, first)):
        assert read(abstract, outcome, intervention=intervention, comparator=comparator).direction is SAME


@pytest.mark.parametrize(("first", "second"), list(product(("12", "0.4", "88.1"), ("15", "0.7", "90"))))
def test_figures_go_by_the_order_of_the_arms(first: str, second: str) -> None:
    said = f"Calcium was {first} with larchamide and {second} with birchamide (P = .01)."
    expected = UP if float(first) > float(second) else DOWN
    assert read(said, "calcium", comparator="birchamide").direction is expected
    turned = read(said, "calcium", intervention="birchamide", comparator="larchamide").direction
    assert turned is MIRRORED[expected]


@given(st.text(max_size=200), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_text_is_too_strange_and_the_rationale_stays_within_it(
    abstract: str, intervention: str, comparator: str, outcome: str
) -> None:
    found = compared(abstract, intervention=intervention, comparator=comparator, outcome=outcome)
    assert abstract[found.start : found.end] == found.rationale
    assert (found.direction is None) == (found.rationale == "")
