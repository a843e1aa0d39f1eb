"""What a pathway means, above all where something is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.pathway.facts import Known, Undecided
from curbside.pathway.recommendation import Standing
from pathway.small_pathways import (
    AGE,
    CREATININE,
    DIALYSIS,
    LEVEL,
    STONES,
    WEIGHT,
    decided,
    outcome,
    pathway_of,
)

BANDS = """\
  - id: first_dose
    title: First dose
    hit: unique
    columns: [level]
    outputs: {band: [low, middle, high]}
    rows:
      - {id: low, if: {level: "< 30 ng/mL | < 75 nmol/L"}, then: {band: low}}
      - {id: middle, if: {level: "[30..40) ng/mL | [75..100) nmol/L"}, then: {band: middle}}
      - {id: high, if: {level: ">= 40 ng/mL | >= 100 nmol/L"}, then: {band: high}}
"""

TWO_OF_THREE = """\
  - id: dose
    title: Dose
    hit: any
    columns: [age, weight, creatinine]
    outputs: {dose: [full, reduced]}
    rows:
      - {id: old_light, if: {age: ">= 80 year", weight: "<= 60 kg"}, then: {dose: reduced}}
      - {id: old_renal, if: {age: ">= 80 year", creatinine: ">= 1.5 mg/dL | >= 133 umol/L"}, then: {dose: reduced}}
      - {id: light_renal, if: {weight: "<= 60 kg", creatinine: ">= 1.5 mg/dL | >= 133 umol/L"}, then: {dose: reduced}}
      - {id: young_heavy, if: {age: "< 80 year", weight: "> 60 kg"}, then: {dose: full}}
      - {id: young_clear, if: {age: "< 80 year", creatinine: "< 1.5 mg/dL | < 133 umol/L"}, then: {dose: full}}
      - {id: heavy_clear, if: {weight: "> 60 kg", creatinine: "< 1.5 mg/dL | < 133 umol/L"}, then: {dose: full}}
"""


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("29.9 ng/mL", "low"),
        ("30 ng/mL", "middle"),
        ("40 ng/mL", "high"),
        ("99.9 nmol/L", "middle"),
        ("100 nmol/L", "high"),
        ("34 ug/L", "middle"),
        ("", "cannot decide: level"),
        ("34", "cannot decide: level"),
        ("34 mmol/mol", "cannot decide: level"),
        ("1000000000 ng/mL", "cannot decide: level"),
    ],
)
def test_a_level_falls_into_one_band_or_is_asked_for(level: str, said: str, tmp_path: Path) -> None:
    assert outcome(pathway_of(LEVEL, BANDS, tmp_path), {"level": level}, "first_dose") == said


@pytest.mark.parametrize(
    ("age", "weight", "creatinine", "said"),
    [
        ("80 years", "60 kg", "1.4 mg/dL", "old_light"),
        ("80 years", "60 kg", "", "old_light"),
        ("79 years", "61 kg", "", "young_heavy"),
        ("79 years", "60 kg", "133 umol/L", "light_renal"),
        ("80 years", "61 kg", "", "cannot decide: creatinine"),
        ("80 years", "", "", "cannot decide: weight creatinine"),
        ("", "", "", "cannot decide: age weight creatinine"),
    ],
)
def test_two_known_of_three_decide(age: str, weight: str, creatinine: str, said: str, tmp_path: Path) -> None:
    pathway = pathway_of(AGE + WEIGHT + CREATININE, TWO_OF_THREE, tmp_path)
    assert outcome(pathway, {"age": age, "weight": weight, "creatinine": creatinine}, "dose") == said


FIRST = """\
  - id: order
    title: Order
    hit: {hit}
    columns: [stones, level]
    outputs: {{what: [none, little, much]}}
    rows:
      - {{id: much, if: {{level: "< 30 ng/mL"}}, then: {{what: much}}}}
      - {{id: none, if: {{stones: "true"}}, then: {{what: none}}}}
      - {{id: little, then: {{what: little}}}}
"""


@pytest.mark.parametrize(
    ("hit", "stones", "level", "said"),
    [
        ("first", "yes", "20 ng/mL", "much"),
        ("first", "yes", "50 ng/mL", "none"),
        ("first", "no", "50 ng/mL", "little"),
        ("first", "", "20 ng/mL", "much"),
        ("first", "yes", "", "cannot decide: level"),
        ("first", "", "50 ng/mL", "cannot decide: stones"),
        ("priority", "yes", "20 ng/mL", "none"),
        ("priority", "no", "20 ng/mL", "little"),
        ("priority", "", "20 ng/mL", "cannot decide: stones"),
        ("priority", "yes", "", "none"),
        ("collect", "yes", "20 ng/mL", "much none little"),
        ("collect", "no", "50 ng/mL", "little"),
        ("collect", "", "20 ng/mL", "much little cannot decide: stones"),
    ],
)
def test_a_policy_decides_only_what_no_missing_value_could_undo(
    hit: str, stones: str, level: str, said: str, tmp_path: Path
) -> None:
    pathway = pathway_of(STONES + LEVEL, FIRST.format(hit=hit), tmp_path)
    assert outcome(pathway, {"stones": stones, "level": level}, "order") == said


SAFETY = (
    """\
  - id: safety
    title: What forbids it
    hit: unique
    columns: [stones]
    outputs: {status: [clear]}
    rows:
      - {id: forbidden, if: {stones: "true"}, ends: kidney stones}
      - {id: clear, if: {stones: "false"}, then: {status: clear}}
"""
    + BANDS
)


@pytest.mark.parametrize(
    ("stones", "standing", "dose"),
    [
        ("yes", Standing.ENDED, "not reached"),
        ("no", Standing.RECOMMENDED, "low"),
        ("", Standing.UNDECIDED, "waiting"),
    ],
)
def test_no_dose_while_it_is_open_whether_it_is_forbidden(
    stones: str, standing: Standing, dose: str, tmp_path: Path
) -> None:
    pathway = pathway_of(STONES + LEVEL, SAFETY, tmp_path)
    values = {"stones": stones, "level": "20 ng/mL"}
    assert decided(pathway, values).standing is standing
    assert outcome(pathway, values, "first_dose") == dose


GUARDED = """\
  - id: kind
    title: Kind
    hit: unique
    columns: [dialysis]
    outputs: {kind: [usual, special]}
    rows:
      - {id: usual, if: {dialysis: none}, then: {kind: usual}}
      - {id: special, if: {dialysis: "not(none)"}, then: {kind: special}}
  - id: later
    title: Later
    hit: unique
    columns: [stones]
    when: {kind.kind: usual}
    rows:
      - {id: all, note: whatever}
"""


@pytest.mark.parametrize(
    ("dialysis", "said"),
    [("none", "all"), ("peritoneal", "not asked"), ("", "waiting: dialysis")],
)
def test_a_guard_keeps_a_table_from_being_asked(dialysis: str, said: str, tmp_path: Path) -> None:
    pathway = pathway_of(DIALYSIS + STONES, GUARDED, tmp_path)
    assert outcome(pathway, {"dialysis": dialysis}, "later") == said


OVERLAP = BANDS.replace("[30..40)", "[30..40]").replace("[75..100)", "[75..100]")


def test_rows_that_overlap_are_a_conflict_and_nobody_wins(tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, OVERLAP, tmp_path)
    assert outcome(pathway, {"level": "40 ng/mL"}, "first_dose") == "middle high rows conflict"
    assert decided(pathway, {"level": "40 ng/mL"}).standing is Standing.UNDECIDED


def test_a_gap_is_said_to_be_one(tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, BANDS.replace("[30..40)", "(30..40)"), tmp_path)
    assert outcome(pathway, {"level": "30 ng/mL"}, "first_dose") == "no row matches"


ADVICE = """\
  - id: plan
    title: Plan
    hit: unique
    columns: [level]
    rows:
      - id: missing
        if: {level: "null"}
        actions:
          - {do: measure, text: Measure it., after: 3 months, claims: [S1]}
      - id: there
        if: {level: "not(null)"}
        actions:
          - {do: advise, text: "It is {level}, so {unheard_of}.", claims: [S1]}
"""


def test_advice_says_when_it_is_due_and_with_which_value(tmp_path: Path) -> None:
    pathway = pathway_of(LEVEL, ADVICE, tmp_path)
    (missing,) = decided(pathway, {}).advice
    assert (missing.text, str(missing.due_on)) == ("Measure it.", "2027-02-25")
    (there,) = decided(pathway, {"level": "34.50 ng/mL"}).advice
    assert there.text == "It is 34.5 ng/mL, so (not known)."


@pytest.mark.parametrize(
    ("dose", "said"), [("84202.4 IU", "84,202.4 IU"), ("800 IU", "800 IU"), ("0.12345 IU", "0.12345 IU")]
)
def test_thousands_are_grouped_as_the_sentence_groups_its_own(dose: str, said: str, tmp_path: Path) -> None:
    inputs = LEVEL.replace("[ng/mL, nmol/L]", "[IU]").replace(
        '    plausible: "[1..300] ng/mL | [2..750] nmol/L"\n', ""
    )
    pathway = pathway_of(inputs, ADVICE.replace("so {unheard_of}", "not 1,000"), tmp_path)
    (advice,) = decided(pathway, {"level": dose}).advice
    assert advice.text == f"It is {said}, not 1,000."


def test_what_is_needed_says_how_recent_it_must_be_and_for_what(tmp_path: Path) -> None:
    (need,) = decided(pathway_of(LEVEL, BANDS, tmp_path), {}).needs
    assert (need.label, need.tables) == ("25(OH)D within 12 months", ("first_dose",))


CHANGE = """\
  - name: level
    label: Level
    kind: quantity
    units: [ng/mL, nmol/L]
  - name: before
    label: Level before
    kind: quantity
    units: [ng/mL, nmol/L]
  - name: change
    label: Change
    kind: quantity
    units: ["%"]
    by: level
    formula:
      ng/mL: (level - before) / before * 100
      nmol/L: (level - before) / before * 100
"""
FALLEN = """\
  - id: plan
    title: Plan
    hit: unique
    columns: [change]
    rows:
      - {id: fallen, if: {change: "< -34 %"}}
      - {id: not_fallen, if: {change: ">= -34 %"}}
"""


@pytest.mark.parametrize(
    ("level", "before", "said"),
    [
        ("40 ng/mL", "90 ng/mL", "fallen"),
        ("100 nmol/L", "90 nmol/L", "not_fallen"),
        ("40 ng/mL", "90 nmol/L", "cannot decide: before"),
        ("100 nmol/L", "36 ng/mL", "cannot decide: before"),
    ],
)
def test_two_levels_in_different_units_are_not_subtracted(
    level: str, before: str, said: str, tmp_path: Path
) -> None:
    pathway = pathway_of(CHANGE, FALLEN, tmp_path)
    assert outcome(pathway, {"level": level, "before": before}, "plan") == said


def test_a_formula_of_a_table_that_was_not_reached_has_no_result(tmp_path: Path) -> None:
    inputs = f"""{STONES}{AGE}  - name: dose
    label: Dose
    kind: quantity
    units: [mg]
    formula: age * share.of_dose
"""
    tables = """\
  - id: forbidden
    title: Forbidden
    hit: collect
    columns: [stones]
    rows: [{id: it_is, if: {stones: true}, ends: No.}]
  - id: share
    title: Share
    hit: unique
    columns: [age]
    outputs: {of_dose: ["0.5"]}
    rows:
      - {id: half, if: {age: ">= 0 year"}, then: {of_dose: "0.5"}}
"""
    pathway = pathway_of(inputs, tables, tmp_path)
    ended = decided(pathway, {"stones": "yes", "age": "80 years"})
    assert isinstance(ended.facts["dose"], Undecided)
    went_on = decided(pathway, {"stones": "no", "age": "80 years"})
    assert isinstance(dose := went_on.facts["dose"], Known)
    assert dose.value == 40


PRESSING = """\
  - id: words
    title: Words
    hit: unique
    columns: [level]
    rows: [{id: all, actions: [{do: advise, text: Use one laboratory., claims: [S1]}]}]
  - id: dose
    title: Dose
    hit: unique
    columns: [level]
    rows:
      - id: all
        actions:
          - {do: advise, text: One way., claims: [S1]}
          - {do: start, text: Another way., claims: [S1]}
  - id: danger
    title: Danger
    hit: unique
    columns: [level]
    rows: [{id: all, actions: [{do: stop, text: Stop it., claims: [S1]}]}]
"""


def test_what_is_most_pressing_is_said_first_and_what_a_table_says_together(tmp_path: Path) -> None:
    said = [one.text for one in decided(pathway_of(LEVEL, PRESSING, tmp_path), {}).advice]
    assert said == ["Stop it.", "One way.", "Another way.", "Use one laboratory."]
