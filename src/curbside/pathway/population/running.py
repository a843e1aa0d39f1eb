"""A pathway run on a population: every patient's answer, and their flip facts.

The answers come from the compiled pathway. Flip facts come from the reference engine, asked once for all patients who
are alike (`Compiled.keys`); of kinds of patients beyond a number the rarest have none, and the run says how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from curbside.pathway.definition import Input, Pathway
from curbside.pathway.engine import decide
from curbside.pathway.facts import Absent, Fact, Facts, Known, Undecided
from curbside.pathway.flips import flips
from curbside.pathway.population.engines import Engine
from curbside.pathway.population.query import Compiled, compiled
from curbside.pathway.recommendation import Flip

ANSWERS: Final = "recommendations.parquet"
MOST_ALIKE: Final = 5000
"""For how many kinds of patients flip facts are worked out, unless a run is told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many patients there is an answer of, and how many of them have no flip facts."""

    patients: int
    without_flips: int


def answer_all(
    pathway: Pathway,
    facts: str,
    *,
    engine: Engine,
    on: date,
    out: Path,
    most_alike: int,
    also: Sequence[str] = ("marks",),
) -> Answered:
    """Write one row a patient to ``out``. ``facts`` is a query that the engine runs.

    ``most_alike`` is for how many kinds of patients flip facts are worked out; 0 for none.
    """
    query = compiled(pathway)
    define(query, facts, engine)
    flipped = _add_flips(query, engine=engine, on=on, most=most_alike) if most_alike else ""
    patients = engine.write(query.select(also=also, flips=flipped), out)
    if not flipped:
        return Answered(patients=patients, without_flips=patients)
    engine.written("answers", out)
    ((without,),) = engine.rows("SELECT count(*) FROM answers WHERE flips IS NULL")
    return Answered(patients=patients, without_flips=without)


def define(query: Compiled, facts: str, engine: Engine) -> None:
    """Name every step of a compiled pathway over these facts."""
    engine.view("facts", facts)
    for name, step in query.steps.items():
        engine.view(name, step)


def _add_flips(query: Compiled, *, engine: Engine, on: date, most: int) -> str:
    """A small table of flip facts by key; its name."""
    keys = len(query.keys)
    rows = [
        (*kind[:keys], flips_in_code(flips_of(query, kind[keys + 1 :], on=on)))
        for kind in engine.rows(query.alike(most=most))
    ]
    types = ("BIGINT",) * len(query.kinds) + ("DOUBLE",) * len(query.measures)
    engine.table("flipped", {**dict(zip(query.keys, types, strict=True)), "flips": "STRING"}, rows)
    return "flipped"


def flips_of(query: Compiled, values: Sequence[Any], *, on: date) -> tuple[Flip, ...]:
    """The flip facts of a patient given as ``in_NAME`` and ``is_NAME`` of every gathered input."""
    pathway = query.pathway
    known = {
        name: fact_of(pathway.inputs[name], value, state)
        for name, value, state in zip(query.gathered, values[::2], values[1::2], strict=True)
    }
    decision = decide(pathway, Facts(on=on, by_input=known))
    return flips(pathway, decision.facts)


def fact_of(declared: Input, value: Any, state: int | None) -> Fact:
    """A value and what is known of it, as the compiled pathway has them, as a fact again."""
    if state is None:
        return Undecided(because="it cannot be told")
    if not state:
        return Absent()
    scalar = Decimal(repr(value)) if isinstance(value, float) else value
    return Known(value=scalar, unit=declared.units[state - 1] if declared.units else "")


def flips_in_code(found: Sequence[Flip]) -> str:
    """``level: below 30 ng/mL -> first_dose=below_30``, one after the other with semicolons between."""
    return "; ".join(f"{one.input}: {one.to} -> {_changed(one.changes)}" for one in found)


def _changed(changes: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{table}={'+'.join(rows) or 'none'}" for table, rows in changes.items())
