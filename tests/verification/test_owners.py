"""Whose each figure of a sentence is, that a claim leaves it there, and which of two has the more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.verification.checks.bearing import FiguresStayWithTheirs
from curbside.verification.checks.order import OrderIsKept
from curbside.verification.comparison import Mismatch, hold
from curbside.verification.judging import Judgement, Source, judge
from curbside.verification.owners import owned
from curbside.verification.rows import rows
from curbside.verification.said import said


def bearing(claim: str, quote: str) -> Mismatch | None:
    return FiguresStayWithTheirs().mismatch(hold(claim, (quote,)))


@pytest.mark.parametrize(
    ("sentence", "whose"),
    [
        (
            "Bleeding was seen in 18% with apixaban and 25% with warfarin.",
            {"18": "apixaban", "25": "warfarin"},
        ),
        (
            "Bleeding was seen in 18% in the tea group versus 25% in the control group.",
            {"18": "tea", "25": "control"},
        ),
        ("In the tea group, 18% bled, against 25% of the controls.", {"18": "tea", "25": "control"}),
        ("Tea vs. milk: 18% vs. 25%.", {"18": "tea", "25": "milk"}),
        ("A vs. B: 18 vs. 25 points.", {"18": "a", "25": "b"}),
        ("Pain was 18 and 25 points in tea and milk drinkers, respectively.", {"18": "tea", "25": "milk"}),
        (
            "The sensitivity of PCR and microscopy was 95% and 60%, respectively.",
            {"95": "pcr", "60": "microscopi"},
        ),
        (
            "Pain in groups IA, IT and C was 12, 25 and 31 points, respectively.",
            {"12": "ia", "25": "it", "31": "c"},
        ),
        ("Scores were 5.3 (1.4), 9.9 (1.8) and 7.1 (2.0) in cycles 1, 2 and 3, respectively.", {"9.9": "2"}),
        (
            "At 6 and 12 months, respectively, 85% and 80% drank tea.",
            {"85": "calendar 6", "80": "calendar 12"},
        ),
        ("Doses of 10, 50 and 90 mg cured 23, 38 and 47%, respectively.", {"23": "10", "47": "90"}),
        (
            "Pain was 12, 18 and 25 points in tea, milk and water drinkers.",
            {"12": "tea", "18": "milk", "25": "water"},
        ),
        ("Pain was seen in 12 and 18% of the tea and milk groups.", {"12": "tea", "18": "milk"}),
        ("Sensitivity was 95% (PCR) vs 60% (microscopy).", {"95": "pcr", "60": "microscopi"}),
        ("Pain was lower with tea than with milk (18 ± 4 vs. 25 ± 6 points).", {"18": "tea", "25": "milk"}),
        ("Compared to milk, tea had more falls (18 vs. 25%).", {"18": "milk", "25": "tea"}),
        (
            "Pain was seen at 3, 6 and 12 months (85% vs 93%, 79% vs 88% and 70% vs 82%, respectively).",
            {"93": "calendar 3", "79": "calendar 6", "70": "calendar 12"},
        ),
        ("Tea drinkers had fewer falls than milk drinkers (18 vs 25%).", {"18": "tea", "25": "milk"}),
        (
            "Relapse was rarer with tea than with milk (11/49 [22%] vs 30/49 [61%]).",
            {"22": "tea", "61": "milk"},
        ),
        (
            "Bleeding was seen in 11 of 49 assigned to tea and 30 of 49 assigned to milk.",
            {"11": "tea", "30": "milk"},
        ),
    ],
)
def test_a_sentence_says_whose_its_figures_are(sentence: str, whose: dict[str, str]) -> None:
    laid_out = said(sentence)
    read = {str(one.figure.value): one.owners for one in owned(laid_out, rows(laid_out))}
    others = {value: {name for other, name in whose.items() if other != value} for value in whose}
    assert all(name in read[value] and not read[value] & others[value] for value, name in whose.items())


@pytest.mark.parametrize(
    "sentence",
    [
        "The sensitivity and specificity of PCR and microscopy were 95% and 60%, respectively.",
        "Pain was 12 and 18 points before and after tea was taken by men.",
        "The accuracy in each group was modest (62 and 53%, respectively).",
        "Compared with milk, tea changed pain (12 vs. 9 points).",
        "Compared with milk, tea brought a greater reduction of pain (12 vs. 9 points).",
    ],
)
def test_what_cannot_be_read_has_no_owner(sentence: str) -> None:
    laid_out = said(sentence)
    (row,) = rows(laid_out)
    assert row.owners == ()


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (
            "PCR had a sensitivity of 60% and microscopy of 95%.",
            "The sensitivity of PCR and microscopy was 95% and 60%, respectively.",
        ),
        (
            "Relapse was seen in 25% on apixaban and 18% on warfarin.",
            "Relapse was rarer with apixaban than with warfarin (18% vs 25%).",
        ),
        (
            "Relapse was rarer with apixaban than with warfarin (25% vs 18%).",
            "Relapse was rarer with apixaban than with warfarin (18% vs 25%).",
        ),
        (
            "Cure was seen in 95.9% of the milk group compared with 100% of the tea group.",
            "Cure was seen in 95.9% of the tea group compared to 100% in the milk group.",
        ),
        ("Falls were fewer under tea (10 vs. 3).", "Falls were significantly fewer under tea (3 vs. 10)."),
        (
            "Follicles were 13.4 and 13.8 in cycles 3 and 1, respectively.",
            "Follicles were 13.4 and 13.8 in cycles 1 and 3, respectively.",
        ),
        (
            "At 6 months 80% drank tea, and at 12 months 85% did.",
            "Tea was drunk by 85% at 6 months and by 80% at 12 months.",
        ),
        (
            "Doses of 10 and 50 mg cured 38 and 23%, respectively.",
            "Doses of 10 and 50 mg cured 23 and 38%, respectively.",
        ),
    ],
)
def test_a_figure_of_another_is_objected_to(claim: str, quote: str) -> None:
    mismatch = bearing(claim, quote)
    assert mismatch is not None
    assert mismatch.conflict


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (
            "Microscopy had a sensitivity of 60%, and PCR one of 95%.",
            "The sensitivity of PCR and microscopy was 95% and 60%, respectively.",
        ),
        (
            "Relapse was commoner with warfarin than with apixaban (25% vs 18%).",
            "Relapse was rarer with apixaban than with warfarin (18% vs 25%).",
        ),
        (
            "Falls were more frequent under milk (10 vs. 3).",
            "Falls were significantly fewer under tea (3 vs. 10).",
        ),
        (
            "Relapse was seen in 11 of 49 (22%) on tea and 30 of 49 (61%) on milk.",
            "Relapse was rarer with tea than with milk (11/49 [22%] vs 30/49 [61%]).",
        ),
        ("The accuracy was 53 and 62%.", "The accuracy in each group was modest (62 and 53%, respectively)."),
        (
            "Sensitivity was 95% and specificity 60%.",
            "Sensitivity and specificity were 95% and 60%, respectively.",
        ),
    ],
)
def test_a_figure_that_stays_with_its_own_is_not(claim: str, quote: str) -> None:
    assert bearing(claim, quote) is None


SHAPES = (
    "The cure rate was {0}% with {a} and {1}% with {b}.",
    "The cure rate with {a} and {b} was {0}% and {1}%, respectively.",
    "Cure was seen in {0}% and {1}% of the {a} and {b} groups, respectively.",
    "Cure was commoner with {a} than with {b} ({0}% vs {1}%).",
    "{a} vs. {b}: {0}% vs. {1}%.",
    "Cure was seen in {0}% ({a}) versus {1}% ({b}).",
    "In the {a} group, {0}% were cured, against {1}% in the {b} group.",
)
NAMES = ("Apixaban", "Warfarin", "Placebo", "PCR", "Metformin", "Duloxetine")
two_names = st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True)
two_shares = st.lists(st.integers(min_value=3, max_value=97), min_size=2, max_size=2, unique=True)


@given(names=two_names, shares=two_shares, shape=st.sampled_from(SHAPES), other=st.sampled_from(SHAPES))
def test_figures_exchanged_are_always_seen_and_untouched_ones_never(
    names: list[str], shares: list[int], shape: str, other: str
) -> None:
    first, second = names
    quote = shape.format(*shares, a=first, b=second)
    assert bearing(other.format(*shares, a=first, b=second), quote) is None
    assert bearing(other.format(*reversed(shares), a=first, b=second), quote) is not None
    assert bearing(other.format(*shares, a=second, b=first), quote) is not None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (
            "Pain was lower in group A than in group B.",
            "Pain was significantly lower in group B than group A (P<0.05).",
        ),
        (
            "Use was lower in the control group compared with the K2 group and the K1 group.",
            "Use was lower in the K2 group (474 µg) compared to the control group (826 µg) and the K1 group (756 µg).",
        ),
        ("Milk was superior to tea at easing pain.", "Tea was superior to milk at easing pain."),
        (
            "Warfarin reduced stroke compared with apixaban.",
            "Apixaban reduced stroke compared with warfarin.",
        ),
        (
            "Stays were longer in Group 1 as compared with Group 2.",
            "Stays were longer in Group 2 as compared to Group 1.",
        ),
        ("Compared with tea, milk reduced pain.", "Tea reduced pain compared with milk."),
    ],
)
def test_two_that_are_compared_the_other_way_round_are_objected_to(claim: str, quote: str) -> None:
    mismatch = OrderIsKept().mismatch(hold(claim, (quote,)))
    assert mismatch is not None
    assert mismatch.conflict


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (
            "Pain was higher in group A than in group B.",
            "Pain was significantly lower in group B than group A.",
        ),
        ("Compared with milk, tea reduced pain.", "Tea reduced pain compared with milk."),
        ("Tea eased pain more than milk.", "Pain fell by 12 points with tea and by 5 with milk."),
        ("Pain was lower with tea than milk.", "Pain fell by 12 points with tea and by 5 with milk."),
    ],
)
def test_two_that_are_compared_as_they_were_are_not(claim: str, quote: str) -> None:
    assert OrderIsKept().mismatch(hold(claim, (quote,))) is None


@pytest.mark.parametrize(
    "quote",
    [
        "The sensitivity of PCR and microscopy was 95% and 60%, respectively.",
        "The sensitivity was 95% with PCR and 60% with microscopy.",
        "The sensitivity was 95% (PCR) vs 60% (microscopy).",
    ],
)
def test_figures_say_which_of_two_has_more(quote: str) -> None:
    source = [Source(id="P1", text=quote)]
    assert judge("PCR was more sensitive than microscopy.", source).verdict is Judgement.SUPPORTED
    assert judge("Microscopy was more sensitive than PCR.", source).verdict is Judgement.CONTRADICTED
    assert judge("Microscopy was less sensitive than PCR.", source).verdict is Judgement.SUPPORTED
