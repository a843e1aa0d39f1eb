"""Small pathways, written as their authors would write them, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from curbside.pathway.definition import Pathway
from curbside.pathway.engine import decide
from curbside.pathway.gather import facts_of
from curbside.pathway.reading import read_pathway
from curbside.pathway.recommendation import Recommendation
from curbside.patient.row import record_of_row

DAY = date(2026, 11, 25)

HEAD = """\
id: small
title: A small pathway
version: 1.0.0
status: draft
date: 2026-11-25
purpose: To be tested.
"""

LEVEL = """\
  - name: level
    label: 25(OH)D
    kind: quantity
    units: [ng/mL, nmol/L]
    within: 12 months
    plausible: "[1..300] ng/mL | [2..750] nmol/L"
"""

AGE = """\
  - name: age
    label: Age
    kind: quantity
    units: [year]
"""

WEIGHT = """\
  - name: weight
    label: Weight
    kind: quantity
    units: [kg]
"""

CREATININE = """\
  - name: creatinine
    label: Creatinine
    kind: quantity
    units: [mg/dL, umol/L]
"""

STONES = """\
  - name: stones
    label: Kidney stones
    kind: boolean
"""

DIALYSIS = """\
  - name: dialysis
    label: Dialysis
    kind: code
    words: [none, haemodialysis, peritoneal]
"""


def pathway_of(inputs: str, tables: str, directory: Path) -> Pathway:
    """The pathway that these inputs and tables make. Any mistake in them fails the test."""
    file = directory / "pathway.yaml"
    file.write_text(f"{HEAD}inputs:\n{inputs}tables:\n{tables}", encoding="utf-8")
    read = read_pathway(file)
    assert read.pathway is not None, [str(mistake) for mistake in read.mistakes]
    return read.pathway


def decided(pathway: Pathway, values: Mapping[str, str]) -> Recommendation:
    """What it says of a row."""
    return decide(pathway, facts_of(record_of_row(values), pathway, on=DAY))


def outcome(pathway: Pathway, values: Mapping[str, str], table: str) -> str:
    """The rows of a table that fire, or what became of it and what it lacks."""
    result = next(one for one in decided(pathway, values).tables if one.table == table)
    said = " ".join(result.rows)
    if result.standing.value != "decided":
        said = f"{said} {result.standing.value}".strip()
    return f"{said}: {' '.join(result.lacks)}" if result.lacks else said or "nothing"
