"""Figures of a source that cannot be right together are told; sound figures, however they are printed, are not."""

from __future__ import annotations

import pytest

from curbside.verification.discrepancies import discrepancies


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Fractures were fewer with tea (RR 0.84, 95% CI 0.90 to 0.97).",
            "the interval 0.90 to 0.97 does not contain 0.84",
        ),
        (
            "Age was the one predictor (OR = 1.65; 95% CI, 1.84-3.25).",
            "the interval 1.84 to 3.25 does not contain 1.65",
        ),
        ("Deaths were fewer (HR 0.84 [0.90-0.97]).", "the interval 0.90 to 0.97 does not contain 0.84"),
        (
            "The mean difference in pain was -2.1 points (95% CI -1.8 to -0.4).",
            "the interval -1.8 to -0.4 does not contain -2.1",
        ),
        (
            "Costs fell by EUR 12 (95% CI −32 to −18) a day.",
            "the interval -32 to -18 does not contain 12",
        ),
        (
            "Falls were fewer (RR 0.84, 95% CI 0.97 to 0.73).",
            "the interval 0.97 to 0.73 has its greater end first",
        ),
        (
            "Falls rose (difference 0.13; CI 20.8–0.35).",
            "the interval 20.8 to 0.35 has its greater end first",
        ),
        (
            "Tea lowered the risk of stroke by 5% (RR 0.84).",
            "RR 0.84 means 16% less, and 5% less stands beside it",
        ),
        (
            "The risk of stroke was 5% lower with tea (hazard ratio 0.84, 95% CI 0.73 to 0.97).",
            "HR 0.84 means 16% less, and 5% less stands beside it",
        ),
        (
            "The risk of stroke was 5% lower, with a hazard ratio of 0.84.",
            "HR 0.84 means 16% less, and 5% less stands beside it",
        ),
        ("Deaths were 5% fewer: RR 0.84.", "RR 0.84 means 16% less, and 5% less stands beside it"),
        (
            "There was a 61% increase in falls (RR 1.16).",
            "RR 1.16 means 16% more, and 61% more stands beside it",
        ),
        (
            "Deaths were fewer (HR 0.84, 95% CI 0.73 to 0.97), a relative 5% reduction.",
            "HR 0.84 means 16% less, and 5% less stands beside it",
        ),
        (
            "They had 61% lower odds of falling (OR 0.84).",
            "OR 0.84 means 16% less, and 61% less stands beside it",
        ),
        ("Nausea occurred in 12/40 (45%) on tea.", "12 of 40 are 30.0%, not 45%"),
        ("Nausea occurred in 12 of 40 women (45%; P = .03).", "12 of 40 are 30.0%, not 45%"),
        ("Nausea occurred in 45.2% (12/40).", "12 of 40 are 30.0%, not 45.2%"),
        ("Nausea occurred in 12 (45%) of 40 women.", "12 of 40 are 30.0%, not 45%"),
        (
            "Falls were fewer (RR 0.84, 95% CI 0.73 to 0.97; P = 0.40).",
            "by the interval 0.73 to 0.97 there is a difference, and by P = 0.40 there may be none",
        ),
        (
            "Survival was shorter (HR 1.64, 95% CI 0.90-2.97, p < 0.001).",
            "by the interval 0.90 to 2.97 there may be no difference, and by P < 0.001 there is one",
        ),
        (
            "Pain differed (MD -0.4, 95% CI -1.3 to 0.5, P = 0.002).",
            "by the interval -1.3 to 0.5 there may be no difference, and by P = 0.002 there is one",
        ),
    ],
)
def test_a_source_that_contradicts_itself(sentence: str, told: str) -> None:
    assert discrepancies(sentence) == ((told,) if told else ())


@pytest.mark.parametrize(
    "sentence",
    [
        "Falls were fewer (RR 0.84, 95% CI 0.73 to 0.97; P = 0.02).",
        # Rounding: 0.998 may be printed beside 1.0, and 16% beside RR 0.837.
        "Deaths were fewer (HR 0.90, 95% CI 0.901 to 0.97).",
        "Stroke was 16% less frequent, a 16% reduction (RR 0.837).",
        "The risk was 67% lower (RR 0.33).",
        "Nausea occurred in 2 of 3 women (66%) and 1/3 (33.3%).",
        "Nausea occurred in 11/110 (10%).",
        # A minus that words stand for, or that was printed as a dash.
        "Pain was reduced by 3.9 points (95% CI -5.5 to -2.3).",
        "Stay was shorter (mean difference 3.9 days, 95% CI −5.5 to −2.3).",
        "Deaths were reduced by 34% (95% CI −64% to 10%).",
        # Below zero some print the end nearer to it first.
        "Intensity fell (95% CI = −0.13 to −2.76).",
        # Shares beside ratios, and ratios seen from the other arm.
        "Efficacy was 62% (95% CI 0.27 to 0.51).",
        "The risk was 16% lower (HR 1.19 for placebo).",
        # What is no share of a ratio: an absolute change, odds beside a risk, a change from one rate to another.
        "An absolute 5% reduction was seen (RR 0.84).",
        "Deaths fell by 5 percentage points, and were 5% points lower (RR 0.84).",
        "The risk was 5% lower (OR 0.84).",
        "Deaths fell from 20% to 15%, lower by 5% (RR 0.75).",
        # A share of something else: of an exposure, of each unit of it, of people.
        "A 10% increase in weight was associated with falls (RR 1.05).",
        "Each 10% increase in weight raised the risk (RR 1.05).",
        "Deaths declined by 20% (RR 0.98 per year).",
        "In the tea arm 80% of women more often slept (RR 1.20).",
        # Whose interval it is, nobody says.
        "Metformin lowered any end point by 32% over 10.7 years (95% CI 13 to 47).",
        "Ferritin fell from 4.3 to 2.9 ng/mL (95% CI −1.87 to −1.03).",
        "The rate was 89% (47/53; 95% CI 77-96%).",
        "The index was 2.35 (SD 0.61, 95% CI 2.3–2.4).",
        "Pressure rose by 0.42 ± 0.05 mmHg (95% CI 0.32-0.52).",
        # Grouped and shortened numbers, references, heart beats.
        "They walked 1,500.3 (95% CI 77.6 to 2,922.9) more steps.",
        "Costs were higher (mean difference 1,300, 95% CI 1,234 to 1,500).",
        "Length of stay was 105 days (95% CI 102-8).",
        "Deaths were fewer (HR 0.84 [12-14]).",
        "Grade 3/4 neutropenia (45%) was usual, and grade 1/2 (12%) was not.",
        "CDK4/6 inhibitors (45%) and HPV 16/18 (70%) were looked at.",
        "Of both sexes (male/female 20/25; 44%) it was said.",
        "Of 1,200 women 120 of 1,200 (10%) fell.",
        "Acuity was 20/40 (45%) or better.",
        "It occurred in 12/40/60 (45%).",
        # A p value of something else, of another level, or near enough to come from another test.
        "Falls were fewer (RR 0.84, 95% CI 0.73 to 0.97; P = 0.40 for heterogeneity).",
        "Falls were fewer (RR 0.84, 95% CI 0.73 to 0.97; P for interaction = 0.40).",
        "Falls were fewer (RR 0.84, 95% CI 0.73 to 0.97; I2 = 12%, P = 0.40).",
        "Falls were fewer (RR 0.84, 99% CI 0.69 to 1.02; P = 0.01).",
        "Falls were fewer (RR 0.84, 95% CI 0.73 to 0.97; adjusted P = 0.12).",
        "Fewer left (RR 0.58, 95% CI 0.35 to 0.96, P = 0.065).",
        "It was not inferior (HR 0.99, 95% CI 0.90 to 1.10; P < 0.001 for noninferiority).",
        "Falls were fewer (RR 0.84, 95% CI 0.73 to 1.00; P = 0.01).",
        "Pain fell.",
    ],
)
def test_sound_figures_however_printed(sentence: str) -> None:
    assert discrepancies(sentence) == ()
