"""Trying another fact gives what running anew with it gives, and bits say what cells say one by one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.pathway.definition import Pathway
from curbside.pathway.engine import run, with_another
from curbside.pathway.sheet import Sheet, truth_of
from curbside.pathway.truth import Truth
from pathway.test_regions import cells, facts_for, pathways, rows


@st.composite
def longer_pathways(draw: st.DrawFn) -> Pathway:
    """With more tables that can end it, some of them guarded."""
    pathway = draw(pathways())
    first, second = pathway.tables
    guard = draw(st.sampled_from(sorted(pathway.inputs)))
    more = [
        replace(
            second,
            id=name,
            rows=draw(rows(second.columns, says=False, ends=True)),
            guards={guard: draw(cells(guard))} if draw(st.booleans()) else {},
        )
        for name in ("third", "fourth")
    ]
    return replace(pathway, tables=(first, second, *more))


@settings(max_examples=200, deadline=None)
@given(st.data(), longer_pathways())
def test_another_fact_about_one_input(data: st.DataObject, pathway: Pathway) -> None:
    facts = {name: data.draw(st.sampled_from(facts_for(name)), label=name) for name in pathway.inputs}
    name = data.draw(st.sampled_from(sorted(pathway.inputs)), label="changed")
    fact = data.draw(st.sampled_from(facts_for(name)), label="to")

    before = run(pathway, facts)
    tried = with_another(before, name, fact)
    anew = run(pathway, {**facts, name: fact})

    assert tried.results == anew.results
    assert set(tried.changed) == {
        table for table, result in anew.results.items() if result != before.results[table]
    }


@settings(max_examples=100, deadline=None)
@given(st.data(), pathways())
def test_a_row_is_what_its_cells_are_together(data: st.DataObject, pathway: Pathway) -> None:
    facts = {name: data.draw(st.sampled_from(facts_for(name)), label=name) for name in pathway.inputs}
    for table in pathway.tables:
        sheet = Sheet(table)
        true = maybe = sheet.all
        for column in sheet.tests:
            bits = sheet.bits(column, run(pathway, facts).fact(column))
            true, maybe = true & bits[0], maybe & bits[1]
        course = run(pathway, facts)
        for place, row in enumerate(table.rows):
            said = Truth.all_of(truth_of(test, course.fact(column)) for column, test in row.tests.items())
            has = (bool(true >> place & 1), bool(maybe >> place & 1))
            assert has == (said is Truth.TRUE, said is not Truth.FALSE)
