"""Each planter of evals/faults.py plants what it says, and never what would still be true."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import faults
import plant_drafts
import report
import true_claims
from library_of import library_of, publication
from plant_drafts import DRAFT_PLANTERS, verbatim
from planting import PLANTERS, Told, planted
from rewording import reworded

TRIAL = "Larchamide 150 mg twice daily reduced stroke (RR 0.66; 95% CI, 0.53 to 0.82; P<.001) in 1,813 women."


@pytest.mark.parametrize(
    ("kind", "sentence", "faulty"),
    [
        ("number", "Pain fell in 45 of 90 women.", "Pain fell in 54 of 90 women."),
        ("number", "The trial ended in 1997.", "The trial ended in 1998."),
        ("number in words", "Two of three trials ended early.", "Two of four trials ended early."),
        ("number in words", "Apixaban halved strokes.", "Apixaban doubled strokes."),
        ("sign", "Pain changed by -1.6 points.", "Pain changed by 1.6 points."),
        ("limit", "They were aged 65 or older.", "They were aged 65 or younger."),
        ("limit", "It holds at an eGFR below 30.", "It holds at an eGFR above 30."),
        ("limit", "They took at least 10 mg.", "They took at most 10 mg."),
        ("decimal", "The odds ratio was 0.84.", "The odds ratio was 8.4."),
        ("decimal", "They took 150 mg.", "They took 15 mg."),
        ("unit", "They took 150 mg.", "They took 150 µg."),
        ("unit", "The level was 40 ng/mL.", "The level was 40 nmol/L."),
        ("unit", "It fell by 5 percentage points.", "It fell by 5%."),
        ("unit", "There were 4 per 1,000 person-years.", "There were 4 per 100 person-years."),
        ("interval", "RR 0.66 (95% CI 0.53 to 0.82).", "RR 0.66 (95% CI 0.35 to 0.82)."),
        ("interval", "RR 0.66 (95% CI 0.53 to 0.82).", "RR 0.53 (95% CI 0.66 to 0.82)."),
        (
            "interval",
            "The change was -0.5 (95% CI -1.1 to 0.1).",
            "The change was -0.5 (95% CI -1.1 to 0.4).",
        ),
        (
            "interval",
            "The change was -3.5 (95% CI -5.1 to -1.4).",
            "The change was -3.5 (95% CI -5.1 to 1.4).",
        ),
        ("p value", "Pain fell (P = .03).", "Pain fell (P = .3)."),
        ("p value", "Pain fell (p<0.05).", "Pain fell (p>0.05)."),
        ("dose", "They took 150 mg once daily.", "They took 300 mg once daily."),
        ("dose", "They took 150 mg once daily.", "They took 150 mg twice daily."),
        ("dose", "They took 2,000 IU a day.", "They took 2,000 IU a week."),
        ("time frame", "Pain fell after 12 weeks.", "Pain fell after 12 months."),
        ("time frame", "Pain fell after 12 weeks.", "Pain fell after 24 weeks."),
        ("time frame", "The long-term risk fell.", "The short-term risk fell."),
        ("figures exchanged", "Fewer died (12% vs 18%).", "Fewer died (18% vs 12%)."),
        (
            "figures exchanged",
            "It was higher: 32.4 ng/mL versus 21 ng/mL.",
            "It was higher: 21 ng/mL versus 32.4 ng/mL.",
        ),
        (
            "arms",
            "Pain was lower with larchamide than with placebo.",
            "Pain was lower with placebo than with larchamide.",
        ),
        (
            "arms",
            "More healed in the yoga group than in the control group.",
            "More healed in the control group than in the yoga group.",
        ),
        (
            "arms",
            "Larchamide reduced pain and stiffness compared with placebo.",
            "Placebo reduced pain and stiffness compared with larchamide.",
        ),
        ("figures exchanged", "They were 12% and 18%, respectively.", "They were 18% and 12%, respectively."),
        ("arms", "Surgery was superior to larchamide.", "Larchamide was superior to surgery."),
        ("outcome", "Larchamide reduced mortality.", "Larchamide reduced stroke."),
        ("outcome added", "The drug reduced pain in women.", "The drug reduced pain and stroke in women."),
        (
            "advice added",
            "Larchamide reduced pain.",
            "Larchamide reduced pain, and should be offered to all patients.",
        ),
        ("exception", "It reduced hip but not wrist fractures.", "It reduced hip and wrist fractures."),
        ("population", "Pain fell in postmenopausal women.", "Pain fell in premenopausal women."),
        (
            "population",
            "Pain fell in patients with rheumatoid arthritis.",
            "Pain fell in patients with osteoarthritis.",
        ),
        ("population", "Pain fell in mice.", "Pain fell in patients."),
        ("route", "Oral larchamide reduced pain.", "Intravenous larchamide reduced pain."),
        ("negation put in", "Treatment reduced pain.", "Treatment did not reduce pain."),
        ("negation put in", "Pain was significantly lower.", "Pain was not significantly lower."),
        ("negation put in", "Women should be offered a scan.", "Women should not be offered a scan."),
        ("negation lost", "Larchamide did not reduce pain.", "Larchamide reduced pain."),
        ("negation lost", "It does not significantly affect pain.", "It significantly affects pain."),
        ("negation lost", "There was no significant difference.", "There was a significant difference."),
        ("negation lost", "There were no differences.", "There were differences."),
        ("negation lost", "It should not be used.", "It should be used."),
        ("negation lost", "Pain fell without increasing bleeding.", "Pain fell while increasing bleeding."),
        ("null as effect", "There was no difference in pain.", "There was a reduction in pain."),
        ("null as effect", "Yoga had no effect on pain.", "Yoga improved pain."),
        ("direction", "Pain was higher with yoga.", "Pain was lower with yoga."),
        ("direction", "An increase was seen.", "A decrease was seen."),
        ("direction", "Yoga led to a reduction in pain.", "Yoga led to an increase in pain."),
        ("direction", "Fewer women fell ill.", "More women fell ill."),
        ("causation", "Smoking was associated with pain.", "Smoking caused pain."),
        ("causation", "Smoking may be linked to pain.", "Smoking may cause pain."),
        ("causation", "Obesity is a risk factor for pain.", "Obesity is a proven cause of pain."),
        ("hedge", "Larchamide may reduce pain.", "Larchamide reduces pain."),
        ("hedge", "Statins may be useful.", "Statins are useful."),
        ("hedge", "Our results suggest that yoga helps.", "Our results prove that yoga helps."),
        ("hedge", "The evidence is of low certainty.", "The evidence is of high certainty."),
    ],
)
def test_a_planter_plants_its_fault(kind: str, sentence: str, faulty: str) -> None:
    assert faulty in planted(kind, Told(text=sentence))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("number", "IL-6, vitamin B12 and 25(OH)D fell in type 2 diabetes (P < .001)."),
        ("decimal", "They were of grade 3, or of SF-36."),
        ("number in words", "There was no difference between the two groups."),
        ("number from elsewhere", "Pain fell in 45 of 90."),
        ("sign", "Pain decreased by -1.6 points, 95% CI -2.0 to -1.1."),
        ("sign", "Scores improved (-43.7%)."),
        ("limit", "It was significant (P value < 0.05)."),
        ("unit", "It fell by 5 mg/m2 and 3 µg per litre."),
        ("interval", "RR 0.66 (0.53 to 0.82)."),
        ("p value", "They were 0.05 higher."),
        ("dose", "The level was 40 mg/dL after 3 weeks."),
        ("time frame", "Women 65 years old and 70 years of age."),
        ("figures exchanged", "More had it in one arm: it was 12% vs 12%."),
        ("figures exchanged", "It was similar in both groups (43% vs 45%)."),
        ("arms", "Cholesterol was lower in yogurt (within groups P = 0.010) and in all of the study groups."),
        ("arms", "Pain did not differ in the yoga group and in the control group."),
        ("arms", "Pain was similar with larchamide and with placebo, and lower than before."),
        ("arms", "Pain was lower than at baseline."),
        ("arms", "Sixty were randomised to the control arm and sixty to the intervention arm (91%)."),
        ("arms", "The score was higher in the left eye than the control group."),
        ("outcome", "Women with pain fell ill."),
        ("advice added", "It should be used."),
        ("exception", "It reduced fractures."),
        ("population", "Pain was lower in women than in men."),
        ("population", "Pain fell in men and women."),
        ("route", "Oral health improved."),
        ("negation put in", "Pain was not lower and stiffness was higher."),
        ("negation lost", "Neither pain nor stiffness fell."),
        ("negation lost", "Larchamide reduced pain not only in women."),
        ("negation lost", "It is not known whether larchamide reduces pain."),
        ("null as effect", "Larchamide reduced pain."),
        ("direction", "There was no significant increase."),
        ("direction", "More research is needed on the lower limb."),
        ("direction", "Pain was higher in women and lower in men."),
        ("causation", "Smoking was not associated with pain."),
        ("hedge", "Larchamide may not reduce pain."),
        ("hedge", "Larchamide reduced pain."),
    ],
)
def test_nothing_is_planted_where_it_would_be_no_fault(kind: str, sentence: str) -> None:
    assert planted(kind, Told(text=sentence)) == []


@pytest.mark.parametrize(
    ("kind", "sentence", "still_true"),
    [
        ("p value", "Pain fell (P < .001).", "P < .01"),
        ("unit", "The level was 40 ng/mL.", "40 µg/L"),
        ("unit", "They took 150 µg.", "150 mcg"),
        ("time frame", "Pain fell after 12 months.", "1 year"),
        ("number", "Pain fell in 54 of 90 women, and in 45 at the end.", "in 45 of 90"),
    ],
)
def test_what_would_still_hold_or_is_printed_elsewhere_is_not_planted(
    kind: str, sentence: str, still_true: str
) -> None:
    assert not any(still_true in text for text in planted(kind, Told(text=sentence)))


def test_another_outcome_is_one_that_the_abstract_speaks_of() -> None:
    told = Told(text="Larchamide reduced mortality.", around="We looked at mortality and fatigue.")
    assert planted("outcome", told) == ["Larchamide reduced fatigue."]


def test_a_figure_from_elsewhere_is_one_of_its_own_kind() -> None:
    told = Told(
        text="Pain fell in 45% of women.", around="Of 68 women 31% fell ill, 5.5% died after 12 weeks."
    )
    assert planted("number from elsewhere", told) == ["Pain fell in 31% of women."]


@pytest.mark.parametrize(
    ("kind", "text", "source"),
    [
        ("outcome", "Larchamide reduced stroke.", "Larchamide reduced stroke, pain and mortality."),
        ("number", "Pain fell in 45 women.", "Pain fell in 45 women and in 54 men."),
        ("hedge", "Larchamide may reduce pain.", "Larchamide reduced pain."),
        ("causation", "Larchamide was linked to less pain.", "Larchamide lowered pain."),
    ],
)
def test_what_the_source_says_too_is_no_fault_in_other_words(kind: str, text: str, source: str) -> None:
    faulty = planted(kind, Told(text=text))
    in_other_words = planted(kind, Told(text=text, source=source))
    assert faulty
    assert not any(word in one for one in in_other_words for word in ("pain and", "mortality", "54"))
    assert kind in ("outcome", "number") or not in_other_words


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("However, pain fell in patients (n = 45).", "Pain fell in people."),
        ("Our results showed that Larchamide lowered pain (P<.001).", "Larchamide reduced pain."),
        ("Pain was lower vs. placebo (RR 0.8, 95% CI 0.7 to 0.9).", "Pain was lower versus placebo."),
        ("Pain was lower (P = .4).", "Pain was lower (P = .4)."),
        ("Stroke fell (RR 0.5, 95% CI 0.2 to 1.4).", "Stroke fell (RR 0.5, 95% CI 0.2 to 1.4)."),
        ("Pain fell (except in 3).", "Pain fell (except in 3)."),
    ],
)
def test_rewording_changes_no_meaning(text: str, same: str) -> None:
    assert reworded(text) == same


def test_every_planted_text_differs_from_the_true_one() -> None:
    for kind in PLANTERS:
        assert TRIAL not in planted(kind, Told(text=TRIAL))


SOURCE = publication(1, f"{TRIAL} It was well tolerated by all who took it.", title="A trial of larchamide")
OTHER = publication(2, "Yoga eased the ache of the knee in many people.", title="Another trial")
PASSAGE = SOURCE.passages[1]
SOUND = verbatim(PASSAGE, 0, len(TRIAL))


@pytest.mark.parametrize("kind", DRAFT_PLANTERS)
def test_a_faulty_draft_has_one_fault_and_the_same_each_time(kind: str) -> None:
    faulty = DRAFT_PLANTERS[kind](SOUND, OTHER.passages[1:], random.Random(4))
    assert faulty is not None
    assert faulty != SOUND
    assert faulty == DRAFT_PLANTERS[kind](SOUND, OTHER.passages[1:], random.Random(4))
    quote = faulty.quotes[0]
    held = {passage.id: passage.text for passage in (*SOURCE.passages, *OTHER.passages)}
    stands_there = held.get(quote.passage.id, "")[quote.start : quote.end] == quote.text
    assert stands_there == (kind == "quote of something else")


def test_a_claim_is_not_moved_to_a_sentence_that_may_say_it_too() -> None:
    twin = publication(3, "Larchamide twice daily reduced stroke in women over years.")
    assert plant_drafts.resting_on_another(SOUND, twin.passages, random.Random(1)) is None


def test_the_court_hears_sound_claims_and_faulty_ones() -> None:
    library = library_of(SOURCE, OTHER)
    court = faults.Court(library)
    sound = faults.Case(kind=faults.VERBATIM, truth=TRIAL, claim=SOUND, source=SOURCE)
    retracted = faults.Case(kind=faults.RETRACTED, truth=TRIAL, claim=SOUND, source=SOURCE, is_retracted=True)
    missing = faults.Case(
        kind=faults.NOT_RETRIEVED, truth=TRIAL, claim=SOUND, source=SOURCE, is_retrieved=False
    )
    heard = court.hear_all([sound, retracted, missing])
    assert [one.check for one in heard] == ["", "retraction", "citation"]
    assert all(one.is_right for one in heard)
    assert next(faults.misses(heard, faults.VERBATIM), None) is None


def test_the_door_of_texts_hears_what_faults_are_in_the_text() -> None:
    sound = faults.Case(kind=faults.VERBATIM, truth=TRIAL, claim=SOUND, source=SOURCE)
    wrong = TRIAL.replace("0.66", "0.77")
    faulty = faults.Case(kind="number", truth=TRIAL, claim=plant_drafts.composed(wrong, SOUND), source=SOURCE)
    moved = faults.Case(kind="citation moved", truth=TRIAL, claim=SOUND, source=SOURCE)
    heard = faults.checked([sound, faulty, moved])
    assert [(one.case.kind, one.is_right) for one in heard] == [(faults.VERBATIM, True), ("number", True)]


def test_what_goes_wrong_is_counted_against_its_goal() -> None:
    case = faults.Case(kind="direction", truth=TRIAL, claim=SOUND, source=SOURCE)
    heard = [faults.Heard(case=case, check="", reason=""), faults.Heard(case=case, check="x", reason="y")]
    kinds = faults.by_kind(heard)
    assert [(goal.came, goal.reached) for goal in faults.reached(kinds)] == [("0.5", False)]
    assert "x 1" in faults.faults_table(kinds)


def test_a_short_form_is_asked_for_in_a_sense_that_its_source_does_not_mean() -> None:
    source = publication(1, "Aromatase inhibitors (AI) are given to women. Pain is common on an AI.")
    court = faults.Court(library_of(source))
    sense = court.other_sense(source, "Pain is common on an AI.")
    assert sense is not None
    assert sense[0] == "AI"
    assert "aromatase" not in sense[1]
    assert court.other_sense(source, "Pain is common.") is None


def test_true_claims_are_whole_sentences_of_what_was_found_in_people() -> None:
    of_people = publication(
        1,
        "",
        labelled=[("METHODS", "We asked ninety women how they had slept, once a week."), ("RESULTS", TRIAL)],
    )
    of_matter = publication(
        2, "", labelled=[("RESULTS", "The conductivity of graphene rose with temperature.")]
    )
    told = true_claims.true_claims(library_of(of_people, of_matter), "all")
    assert [true.told.text for true in told] == [TRIAL]


def test_a_publication_is_in_one_half() -> None:
    library = library_of(*(publication(number, "", labelled=[("RESULTS", TRIAL)]) for number in range(1, 9)))
    halves = [
        {true.publication.id for true in true_claims.true_claims(library, half)}
        for half in ("tune", "held-back")
    ]
    assert halves[0]
    assert halves[1]
    assert not halves[0] & halves[1]


def test_trial_abstracts_are_read_with_their_sections(tmp_path: Path) -> None:
    row = """{"pmcid": "PMC1", "abstract": "TITLE: \\nA trial\\n\\n\\n\\nABSTRACT.RESULTS:\\nPain fell.\\n\\n"}"""
    file = tmp_path / "trials.jsonl"
    file.write_text(f"{row}\n{row}\n", encoding="utf-8")
    (trial,) = true_claims.trial_abstracts(file)
    assert trial.title == "A trial"
    assert [(one.heading, one.text) for one in trial.passages[1:]] == [("RESULTS", "Pain fell.")]


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 100, 0.0, 0.037), (100, 100, 0.963, 1.0), (81, 263, 0.255, 0.366)],
)
def test_wilson_intervals_are_as_tabled(successes: int, trials: int, low: float, high: float) -> None:
    estimate = report.wilson(successes, trials)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=0.0006)
