"""The nearest change of each input that would alter the advice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from curbside.pathway.flips import flips
from pathway.small_pathways import AGE, DIALYSIS, LEVEL, STONES, decided, pathway_of
from pathway.test_engine import BANDS, SAFETY
from pathway.test_reading import BY_CLEARANCE, CLEARANCE


def changes(inputs: str, tables: str, values: Mapping[str, str], directory: Path) -> list[str]:
    pathway = pathway_of(inputs, tables, directory)
    return [
        f"{flip.input} {flip.to}: "
        + ", ".join(f"{table} {' '.join(rows)}" for table, rows in flip.changes.items())
        for flip in flips(pathway, decided(pathway, values).facts)
    ]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("34 ng/mL", ["level 40 ng/mL or more: first_dose high", "level below 30 ng/mL: first_dose low"]),
        ("30 ng/mL", ["level 40 ng/mL or more: first_dose high", "level below 30 ng/mL: first_dose low"]),
        ("40 ng/mL", ["level below 40 ng/mL: first_dose middle"]),
        ("12 ng/mL", ["level 30 ng/mL or more: first_dose middle"]),
        ("80 nmol/L", ["level 100 nmol/L or more: first_dose high", "level below 75 nmol/L: first_dose low"]),
        ("", []),
    ],
)
def test_a_level_flips_at_the_nearest_cut_off_in_its_own_unit(
    level: str, said: list[str], tmp_path: Path
) -> None:
    assert changes(LEVEL, BANDS, {"level": level}, tmp_path) == said


def test_what_forbids_it_flips_all_that_follows(tmp_path: Path) -> None:
    said = changes(STONES + LEVEL, SAFETY, {"stones": "no", "level": "34 ng/mL"}, tmp_path)
    assert said[0] == "stones yes: safety forbidden, first_dose "


def test_each_other_word_is_tried(tmp_path: Path) -> None:
    tables = """\
  - id: plan
    title: Plan
    hit: unique
    columns: [dialysis]
    outputs: {care: [usual, special]}
    rows:
      - {id: usual, if: {dialysis: "none, peritoneal"}, then: {care: usual}}
      - {id: special, if: {dialysis: haemodialysis}, then: {care: special}}
"""
    assert changes(DIALYSIS, tables, {"dialysis": "none"}, tmp_path) == [
        "dialysis haemodialysis: plan special"
    ]


def test_a_row_that_gives_way_to_one_that_says_the_same_flips_nothing(tmp_path: Path) -> None:
    tables = """\
  - id: dose
    title: Dose
    hit: unique
    columns: [level]
    outputs: {amount: [little, much]}
    rows:
      - {id: lowest, if: {level: "< 12 ng/mL | < 30 nmol/L"}, then: {amount: much}}
      - {id: low, if: {level: "[12..20) ng/mL | [30..50) nmol/L"}, then: {amount: little}}
      - {id: middle, if: {level: "[20..30) ng/mL | [50..75) nmol/L"}, then: {amount: little}}
      - {id: high, if: {level: ">= 30 ng/mL | >= 75 nmol/L"}, then: {amount: little}}
"""
    assert changes(LEVEL, tables, {"level": "34 ng/mL"}, tmp_path) == ["level below 12 ng/mL: dose lowest"]


def test_what_is_worked_out_flips_as_if_it_were_measured(tmp_path: Path) -> None:
    values = {"age": "80 years", "creatinine": "3 mg/dL"}
    assert changes(CLEARANCE, BY_CLEARANCE, values, tmp_path) == ["clearance 30 mL/min or more: plan "]


def test_an_input_that_no_table_reads_flips_nothing(tmp_path: Path) -> None:
    values = {"age": "80 years", "level": "12 ng/mL"}
    assert changes(AGE + LEVEL, BANDS, values, tmp_path) == ["level 30 ng/mL or more: first_dose middle"]
