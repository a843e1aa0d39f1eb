"""A column means what a cell of one patient's row means, on every engine that reads it."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from curbside.errors import Mendable
from curbside.pathway.definition import Pathway
from curbside.pathway.facts import Absent, Fact, Known
from curbside.pathway.gather import facts_of
from curbside.pathway.population.engines import Engine
from curbside.pathway.population.flat import FlatFile
from curbside.patient.row import record_of_row
from pathway.small_pathways import DAY, DIALYSIS, LEVEL, STONES, WEIGHT, pathway_of

OTHERS = """\
  - name: years
    label: Age
    kind: quantity
    from: age
    units: [year]
    plausible: "[0..120] year"
  - name: sex
    label: Sex
    kind: code
    from: sex
    words: [female, male]
  - name: t_score
    label: T-score
    kind: quantity
    units: ["1"]
    plausible: "[-10..10]"
  - name: scan
    label: Bone scan
    kind: date
  - name: stone_history
    label: Ever a stone
    kind: boolean
    from: condition
    absent: no
"""
TABLE = """\
  - id: any_table
    title: Any
    hit: collect
    columns: [level]
    rows: [{id: low, if: {level: "< 30 ng/mL | < 75 nmol/L"}}]
"""

LEVELS = (
    *(
        "",
        "null",
        "34",
        "34 ng/mL",
        "34ng/mL",
        "34.50 ug/L",
        "0.07 ug/mL",
        "90 nmol/L",
        "34 mmol/L",
        "34 mg/dL",
        "-3 ng/mL",
    ),
    *(
        "1000000000 ng/mL",
        "300 ng/mL",
        "300.1 ng/mL",
        "< 4 ng/mL",
        "34,5 ng/mL",
        "1e2 ng/mL",
        "high",
        "34 - 36 ng/mL",
        "yes",
    ),
    *("2026-01-01", "inf", "nan ng/mL", "1_000 nmol/L", " 34  ng/mL ", "34 furlongs"),
)
OTHER_CELLS = {
    "stones": ("yes", "No", "TRUE", "0", "maybe", ""),
    "dialysis": ("none", "Haemodialysis", "weekly", "", "34"),
    "t_score": ("-2.1", "", "-2.1 {T-score}", "-2.1 SD", "-21", "250 %"),
    "scan": ("2026-03-01", "2026-13-01", "March", "", "20260301"),
    "years": ("", "70", "70 year", "840 months", "-5", "200", "old"),
    "sex": ("female", "F", "m", "other", "unknown", "", "Female"),
    "born": ("1956-11-25", "1956-11-26", "", "2030-01-01", "1956", "1800-01-01", "2024-02-29"),
    "level_on": ("", "2026-11-25", "2026-11-26", "2025-11-25", "2025-11-24", "soon"),
    "stone_history": ("", "yes", "no", "1"),
    "died": ("", "yes", "no", "2026-01-01", "?"),
}


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    inputs = f"{LEVEL}{WEIGHT}{STONES}{DIALYSIS}{OTHERS}"
    return pathway_of(inputs, TABLE, tmp_path_factory.mktemp("pathway"))


def rows() -> list[dict[str, str]]:
    """Every cell at least once, each beside another value of every other column."""
    columns = {"level": LEVELS, **OTHER_CELLS}
    most = max(map(len, columns.values()))
    return [
        {
            name: cells[(place + turn * shift) % len(cells)]
            for shift, (name, cells) in enumerate(columns.items())
        }
        for turn in range(5)
        for place in range(most)
    ]


def in_sql(fact: Fact, pathway: Pathway, name: str) -> tuple[object, object]:
    """A fact as the two columns that the compiled pathway reads."""
    match fact:
        case Known(value=value, unit=unit):
            units = pathway.inputs[name].units
            return (float(value) if isinstance(value, Decimal) else value), (
                units.index(unit) + 1 if units else 1
            )
        case Absent():
            return None, 0
    return None, None


def read(
    engine: Engine, pathway: Pathway, file: Path, maps: tuple[str, ...] = ()
) -> dict[str, list[tuple[object, object]]]:
    """By patient, the columns of each input; a value that is not known is nobody's business."""
    source = FlatFile(engine, pathway, file, maps=maps, on=DAY)
    found = {}
    for patient, died, *columns, _marks in engine.rows(source.facts()):
        pairs = zip(columns[::2], columns[1::2], strict=True)
        found[str(patient)] = [(died, None), *((value if state else None, state) for value, state in pairs)]
    return found


def test_a_cell_is_what_it_is_in_one_patients_row(engine: Engine, pathway: Pathway, tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    everyone = rows()
    with file.open("w", newline="") as opened:
        writing = csv.DictWriter(opened, ["patient", *everyone[0]])
        writing.writeheader()
        writing.writerows({"patient": f"p{at}", **row} for at, row in enumerate(everyone))
    found = read(engine, pathway, file)
    for at, row in enumerate(everyone):
        facts = facts_of(record_of_row(row), pathway, on=DAY)
        expected = [
            (bool(facts.ended), None),
            *(in_sql(fact, pathway, name) for name, fact in facts.by_input.items()),
        ]
        assert found[f"p{at}"] == expected, row


def test_a_number_with_its_unit_beside_it(engine: Engine, pathway: Pathway, tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("mrn,vitd,vitd_unit,kilos\n1,34,ng/mL,70\n2,85,nmol/L,\n3,34,,50\n4,34,stone,x\n")
    maps = ("mrn=patient", "vitd=level", "vitd_unit=level.unit", "kilos=weight:kg")
    found = read(engine, pathway, file, maps)
    assert {patient: facts[1:3] for patient, facts in found.items()} == {
        "1": [(34.0, 1), (70.0, 1)],
        "2": [(85.0, 2), (None, 0)],
        "3": [(None, None), (50.0, 1)],
        "4": [(None, None), (None, None)],
    }


@pytest.mark.parametrize(
    ("maps", "named"),
    [(("vitd=levl",), "levl"), (("vit=level",), "'vit'"), (("vitd",), "COLUMN=INPUT"), ((), "patient")],
)
def test_a_mapping_that_leads_nowhere_is_refused(
    duckdb_engine: Engine, pathway: Pathway, tmp_path: Path, maps: tuple[str, ...], named: str
) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("mrn,vitd\n1,34\n")
    with pytest.raises(Mendable, match=named):
        FlatFile(duckdb_engine, pathway, file, maps=maps, on=date(2026, 11, 25))


def test_a_line_that_is_no_row_is_counted_and_the_others_are_done(
    engine: Engine, pathway: Pathway, tmp_path: Path
) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("patient,level\na,34 ng/mL\nb,1,2,3\nc,12 ng/mL\n")
    source = FlatFile(engine, pathway, file, maps=(), on=DAY)
    assert sorted(str(row[0]) for row in engine.rows(source.facts())) == ["a", "c"]
    assert source.left_out() == {"unreadable": 1}
