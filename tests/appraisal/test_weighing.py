"""Which way the results on one outcome point together, and how sure that is: the written rules, row by row."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.design import Design
from curbside.appraisal.finding import Finding
from curbside.appraisal.result import StudyResult, Way
from curbside.appraisal.role import Role
from curbside.appraisal.weighing import Appraisal, Certainty, weigh
from library_of import publication

NUMBERS = count(1)
BENEFIT, HARM, SAME, MIXED, UNCLEAR = Way.BENEFIT, Way.HARM, Way.NO_DIFFERENCE, Way.MIXED, Way.UNCLEAR


def result(
    way: Way,
    *,
    people: int | None = 1_000,
    design: Design = Design.RANDOMISED_TRIAL,
    flags: str = "",
    alone: bool = True,
    direct: bool = True,
    study: int | None = None,
    text: str = "Pain was measured.",
) -> StudyResult:
    source = publication(study or next(NUMBERS), text)
    passage = source.passages[-1]
    return StudyResult(
        publication=source,
        finding=Finding(passage=passage, start=0, end=len(passage.text), role=Role.RESULTS, design=design),
        outcome="pain",
        way=way,
        sample_size=people,
        flags=frozenset(filter(None, flags.split(", "))),
        effect=None,
        is_alone=alone,
        is_direct=direct,
    )


def weighed(*results: StudyResult) -> Appraisal:
    appraisal = weigh("pain", results)
    assert appraisal is not None
    return appraisal


COHORT, META = Design.COHORT, Design.META_ANALYSIS

VERDICTS = [
    ("two trials that agree", [result(BENEFIT), result(BENEFIT)], BENEFIT, "high"),
    ("a small positive trial against two null ones", [result(BENEFIT, people=60), result(SAME, people=600),
                                                      result(SAME, people=500)], SAME, "moderate"),
    ("trials evenly split", [result(BENEFIT), result(SAME)], MIXED, "moderate"),
    ("harm and benefit", [result(BENEFIT), result(HARM)], MIXED, "moderate"),
    ("a cohort alone", [result(BENEFIT, design=COHORT)], BENEFIT, "low"),
    ("a cohort never outvotes a trial", [result(SAME, people=400), result(BENEFIT, people=90_000, design=COHORT)],
     SAME, "high"),
    ("no control group", [result(BENEFIT, design=Design.NON_RANDOMISED_TRIAL, flags="uncontrolled")],
     BENEFIT, "very low"),
    ("too few people", [result(BENEFIT, people=300)], BENEFIT, "moderate"),
    ("far too few people", [result(BENEFIT, people=60)], BENEFIT, "low"),
    ("too few to tell no difference", [result(SAME, people=60)], UNCLEAR, "low"),
    ("nobody says how many", [result(BENEFIT, people=None)], BENEFIT, "moderate"),
    ("a pooled analysis need not say how many", [result(BENEFIT, people=None, design=META)], BENEFIT, "high"),
    ("open label", [result(BENEFIT, flags="open label")], BENEFIT, "moderate"),
    ("other people", [result(BENEFIT, direct=False)], BENEFIT, "moderate"),
    ("everything against it", [result(BENEFIT, people=60, flags="open label", direct=False)], BENEFIT, "very low"),
    ("together with another drug only", [result(BENEFIT, alone=False)], BENEFIT, "moderate"),
    ("alone, it does nothing", [result(SAME), result(BENEFIT, alone=False)], SAME, "high"),
    ("pooled studies differ widely", [result(BENEFIT, design=META, flags="heterogeneous")], BENEFIT, "moderate"),
    ("a surrogate", [result(BENEFIT, flags="surrogate outcome")], BENEFIT, "moderate"),
    ("wide intervals", [result(SAME, flags="imprecise")], SAME, "moderate"),
    ("other people fared one way, those asked about were only watched, and fared another",
     [result(SAME, direct=False), result(BENEFIT, design=COHORT)], MIXED, "low"),
    ("a missed primary endpoint is a result, and no bias", [result(SAME, flags="missed primary endpoint")],
     SAME, "high"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("results", "direction", "certainty"), [row[1:] for row in VERDICTS], ids=[row[0] for row in VERDICTS]
)
def test_verdict(results: list[StudyResult], direction: Way, certainty: str) -> None:
    appraisal = weighed(*results)
    assert (appraisal.direction, appraisal.certainty.word) == (direction, certainty)


def test_nothing_is_judged_where_no_study_says_which_way() -> None:
    assert weigh("pain", []) is None
    assert weigh("pain", [result(UNCLEAR)]) is None


def test_an_afterthought_does_not_speak_for_a_trial_that_missed_its_endpoint() -> None:
    appraisal = weighed(result(SAME, study=7), result(BENEFIT, study=7, flags="post hoc"))
    assert appraisal.direction is SAME
    assert [one.flags for one in appraisal.favouring] == [frozenset({"post hoc"})]


def test_a_review_of_cohorts_is_no_review_of_trials() -> None:
    pooled = result(BENEFIT, design=META, text="In 9 cohort studies pain was lower.")
    assert weighed(pooled).certainty is Certainty.LOW


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([result(BENEFIT)], "starts high: randomised trials"),
        ([result(BENEFIT, design=COHORT)], "starts low: no randomised trial, only observation"),
        ([result(BENEFIT), result(SAME)], "lowered for inconsistency: studies disagree"),
        ([result(BENEFIT, flags="open label")], "lowered for risk of bias: open label"),
        ([result(BENEFIT, flags="expression of concern")], "lowered for risk of bias: expression of concern"),
        ([result(BENEFIT, people=60)], "lowered twice for imprecision: fewer than 100 people"),
        ([result(SAME, people=60)], "too few people to tell no difference from a missed one"),
        ([result(BENEFIT, direct=False)],
         "lowered for indirectness: most people studied are not those asked about"),
        ([result(SAME), result(BENEFIT, design=COHORT)], "weaker designs are shown and did not decide"),
        ([result(BENEFIT)], "publication bias: not assessed"),
    ],
)  # fmt: skip
def test_every_rule_applied_is_told(results: list[StudyResult], reason: str) -> None:
    assert reason in weighed(*results).why


def test_a_mixed_result_stands_with_the_benefit_where_anybody_claims_one() -> None:
    assert MIXED in {one.way for one in weighed(result(MIXED), result(BENEFIT)).favouring}
    assert MIXED in {one.way for one in weighed(result(MIXED), result(HARM)).opposing}


def test_trials_that_could_not_tell_are_not_outvoted_by_cohorts() -> None:
    trial, cohort = (
        result(UNCLEAR, people=150, flags="imprecise"),
        result(BENEFIT, people=25_000, design=COHORT),
    )
    appraisal = weighed(trial, cohort)
    assert appraisal.direction is UNCLEAR
    assert appraisal.opposing == (trial,)
    assert appraisal.favouring == (cohort,)
    assert any("could not tell" in why for why in appraisal.why)


def test_a_review_without_randomised_trials_is_a_review_of_observations() -> None:
    review = result(
        BENEFIT, design=META, text="Nine observational cohorts (no randomised trial) were pooled."
    )
    assert weighed(review).why[0].startswith("starts low")


def test_what_a_program_read_from_abstracts_is_never_sure() -> None:
    appraisal = weighed(*(replace(result(BENEFIT), is_read_by_program=True) for _ in range(3)))
    assert appraisal.certainty is Certainty.LOW
    assert any("read from abstracts by a program" in why for why in appraisal.why)


def test_one_harm_that_was_seen_is_not_outvoted_by_others_that_were_not() -> None:
    results = [result(SAME, people=5_000), result(SAME, people=5_000), result(HARM, people=300)]
    appraisal = weigh("harms", results)
    assert appraisal is not None
    assert appraisal.direction is MIXED
    assert weighed(*results).direction is SAME


any_result = st.builds(
    result,
    st.sampled_from(list(Way)),
    people=st.none() | st.integers(1, 50_000),
    design=st.sampled_from([Design.RANDOMISED_TRIAL, Design.COHORT, Design.META_ANALYSIS]),
    flags=st.sampled_from(["", "open label", "post hoc", "imprecise", "subgroup, open label"]),
    alone=st.booleans(),
    direct=st.booleans(),
)


@given(st.lists(any_result, min_size=1, max_size=6), st.randoms())
def test_the_order_of_results_never_matters(results: list[StudyResult], random: object) -> None:
    shuffled = list(results)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = weigh("pain", results), weigh("pain", shuffled)
    assert (one is None) == (other is None)
    if one and other:
        assert (one.direction, one.certainty, one.why) == (other.direction, other.certainty, other.why)


@given(st.lists(any_result, min_size=1, max_size=6))
def test_every_telling_result_is_shown_on_one_side(results: list[StudyResult]) -> None:
    appraisal = weigh("pain", results)
    telling = [one for one in results if one.way is not UNCLEAR]
    shown = [] if appraisal is None else [*appraisal.favouring, *appraisal.opposing]
    assert sorted(id(one) for one in shown if one.way is not UNCLEAR) == sorted(map(id, telling))
    assert all(appraisal is not None and one in appraisal.deciding for one in shown if one.way is UNCLEAR)


@given(st.lists(any_result, min_size=1, max_size=6))
def test_doubt_never_raises_certainty(results: list[StudyResult]) -> None:
    """The same results, every one of them found in other people, are never surer."""
    sure = weigh("pain", [replace(one, is_direct=True) for one in results])
    doubtful = weigh("pain", [replace(one, is_direct=False) for one in results])
    if sure and doubtful:
        assert doubtful.certainty <= sure.certainty
