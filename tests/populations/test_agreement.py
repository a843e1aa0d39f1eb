"""The compiled pathway says what the reference engine says, on every engine that it runs on."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.pathway.definition import Pathway
from curbside.pathway.engine import decide
from curbside.pathway.facts import Facts
from curbside.pathway.population.engines import Engine
from curbside.pathway.population.query import compiled
from curbside.pathway.population.running import define
from curbside.pathway.recommendation import Recommendation, TableStanding
from populations.generated import FIELDS, as_row, facts, pathways

MANY_PATIENTS = st.lists(facts(), min_size=20, max_size=40)


def said_by_reference(pathway: Pathway, of: Facts) -> tuple[object, ...]:
    decision = decide(pathway, of)
    return (
        decision.standing.value,
        decision.ended,
        {lacking for result in decision.tables for lacking in result.lacks},
        _recommended(decision),
        [(result.standing.value, " ".join(result.rows)) for result in decision.tables],
    )


def _recommended(decision: Recommendation) -> str:
    advising = {TableStanding.DECIDED, TableStanding.UNDECIDED}
    return " ".join(
        f"{result.table}:{row}"
        for result in decision.tables
        if result.standing in advising
        for row in result.rows
    )


def said_by(engine: Engine, pathway: Pathway, patients: Sequence[Facts]) -> list[tuple[object, ...]]:
    engine.table("known", FIELDS, [as_row(f"{at:03}", one) for at, one in enumerate(patients)])
    query = compiled(pathway)
    define(query, "SELECT * FROM known", engine)
    said = []
    for _, standing, recommendation, ended, missing, *of_tables in sorted(engine.rows(query.select())):
        tables = list(zip(of_tables[1::2], [rows or "" for rows in of_tables[::2]], strict=True))
        said.append((standing, ended, set(missing.split()), recommendation, tables))
    return said


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(pathway=pathways(), patients=MANY_PATIENTS)
def test_duckdb_says_what_the_reference_says(
    duckdb_engine: Engine, pathway: Pathway, patients: list[Facts]
) -> None:
    assert said_by(duckdb_engine, pathway, patients) == [said_by_reference(pathway, one) for one in patients]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(pathway=pathways(), patients=MANY_PATIENTS)
def test_spark_says_what_the_reference_says(
    spark_engine: Engine, pathway: Pathway, patients: list[Facts]
) -> None:
    assert said_by(spark_engine, pathway, patients) == [said_by_reference(pathway, one) for one in patients]
