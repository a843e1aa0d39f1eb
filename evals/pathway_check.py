"""How long does it take to check a decision table? Synthetic tables, sound and faulty.

    python evals/pathway_check.py
    python evals/pathway_check.py --write

A table of so many rows divides the whole space of its inputs: levels in two units, a word, a yes or no, the missing.
With faults, every twentieth row is moved onto its neighbour, which leaves gaps and overlaps behind.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from curbside.pathway.checker import findings
from curbside.pathway.definition import HitPolicy, Input, Kind, Origin, Pathway, Row, Table
from curbside.pathway.unary import UnaryTest, unary_test
from report import at_most, goals, machine, table, write_section

SIZES: Final = ((12, 4), (50, 5), (200, 7), (1000, 7))
SEED: Final = 20261125
_UNITS: Final = ("ng/mL", "nmol/L")
_WORDS: Final = ("none", "mild", "moderate", "severe", "end-stage")
_WIDEST: Final = 400
_FAULTY: Final = 20
"""One row in so many."""

Part = tuple[int, int] | frozenset[str]
"""What of a column a row has: whole numbers from one up to, not including, another; or words."""


def synthetic(rows: int, columns: int, *, with_faults: bool = False, seed: int = SEED) -> Pathway:
    """A pathway of one unique table that divides the space of its inputs into so many rows."""
    chance = random.Random(seed)
    inputs = {name: _input(name, place) for place, name in enumerate(f"input_{n}" for n in range(columns))}
    whole: dict[str, Part] = {
        name: frozenset((*one.words, "null")) if one.words else (0, _WIDEST) for name, one in inputs.items()
    }
    parts = [whole]
    while len(parts) < rows:
        _cut(parts, chance)
    if with_faults:
        for place in range(_FAULTY - 1, rows, _FAULTY):
            parts[place] = parts[place - 1]
    made = tuple(_row(f"row_{place}", part, inputs) for place, part in enumerate(parts))
    decision = Table(
        id="synthetic",
        title="Synthetic",
        hit=HitPolicy.UNIQUE,
        columns=tuple(inputs),
        outputs={"number": tuple(row.outputs["number"] for row in made)},
        guards={},
        rows=made,
        note="",
    )
    return Pathway(
        id="synthetic",
        title="Synthetic",
        plain_title="",
        version="1.0.0",
        status="draft",
        dated=date(2026, 11, 25),
        review_by=None,
        purpose="",
        suits=(),
        excludes=(),
        inputs=inputs,
        tables=(decision,),
    )


def _input(name: str, place: int) -> Input:
    is_code = place % 3 == 2
    return Input(
        name=name,
        label=name.replace("_", " "),
        kind=Kind.CODE if is_code else Kind.QUANTITY,
        origin=Origin.ANSWER,
        units=() if is_code else _UNITS,
        words=_WORDS if is_code else (),
        meanings={},
    )


def _cut(parts: list[dict[str, Part]], chance: random.Random) -> None:
    """Take one part and cut it in two along one column."""
    part = parts.pop(chance.randrange(len(parts)))
    column = chance.choice(list(part))
    first, second = _halves(part[column], chance)
    if not first or not second:
        parts.append(part)
        return
    parts += [{**part, column: first}, {**part, column: second}]


def _halves(whole: Part, chance: random.Random) -> tuple[Part | None, Part | None]:
    if isinstance(whole, frozenset):
        words = sorted(whole)
        at = chance.randrange(1, len(words)) if words[1:] else 0
        return frozenset(words[:at]) or None, frozenset(words[at:]) or None
    low, high = whole
    if high - low < 2:
        return None, None
    at = chance.randrange(low + 1, high)
    return (low, at), (at, high)


def _row(name: str, part: Mapping[str, Part], inputs: Mapping[str, Input]) -> Row:
    tests = {column: _test(one, inputs[column]) for column, one in part.items()}
    outputs = {"number": name}
    return Row(id=name, tests=tests, outputs=outputs, actions=(), ends="", note="")


def _test(part: Part, of: Input) -> UnaryTest:
    if isinstance(part, frozenset):
        if len(part) == len(of.words) + 1:
            return unary_test("-")
        words = " | ".join(f'"{word}"' if word != "null" else "null" for word in sorted(part))
        return unary_test(words, words=of.words)
    low, high = part
    if part == (0, _WIDEST):
        return unary_test("-")
    spans = [_span(low, high, unit) for unit in _UNITS]
    # Below everything the missing goes along, so that the whole is divided.
    return unary_test(" | ".join([*(["null"] if low == 0 else []), *spans]), units=_UNITS)


def _span(low: int, high: int, unit: str) -> str:
    if low == 0:
        return f"< {high} {unit}"
    if high == _WIDEST:
        return f">= {low} {unit}"
    return f"[{low}..{high}) {unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One synthetic table, checked: in how many seconds (the least of some runs), and what was found."""

    rows: int
    columns: int
    with_faults: bool
    seconds: float
    gaps: int
    overlaps: int


def checked(rows: int, columns: int, *, with_faults: bool, runs: int = 3) -> Checked:
    """Check one table. The time is for every kind of finding, of a pathway that has been read already."""
    seconds = []
    codes: list[str] = []
    for _ in range(runs):
        pathway = synthetic(rows, columns, with_faults=with_faults)
        began = time.perf_counter()
        codes = [one.code for one in findings(pathway)]
        seconds.append(time.perf_counter() - began)
    return Checked(
        rows=rows,
        columns=columns,
        with_faults=with_faults,
        seconds=min(seconds),
        gaps=codes.count("gap"),
        overlaps=codes.count("overlap"),
    )


def main() -> None:
    """Check tables of each size, print, and write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="How long does it take to check a decision table?")
    parser.add_argument("--write", action="store_true", help="write the section of the results page")
    options = parser.parse_args()
    found = [checked(*size, with_faults=faults) for size in SIZES for faults in (False, True)]
    wanted = max(one.seconds for one in found if (one.rows, one.columns) == (200, 7))
    text = "\n".join(
        [
            f"Synthetic tables (seed {SEED}); seconds for every kind of finding, the least of three runs",
            machine("curbside"),
            "",
            table(
                ("rows x inputs", "faults", "seconds", "gaps", "overlaps"),
                [
                    (
                        f"{one.rows} x {one.columns}",
                        "yes" if one.with_faults else "no",
                        f"{one.seconds:.3f}",
                        f"{one.gaps}",
                        f"{one.overlaps}",
                    )
                    for one in found
                ],
            ),
            "",
            goals([at_most("200 rows x 7 inputs, checked in", wanted, 1, " s")]),
        ]
    )
    print(text)
    if options.write:
        write_section("pathway check", text)


if __name__ == "__main__":
    main()
