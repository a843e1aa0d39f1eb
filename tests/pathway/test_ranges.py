"""A formula's result lies between the ends that what is plausible of its inputs sets it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.pathway.definition import Pathway
from curbside.pathway.formula import Formula, Term, term_written
from curbside.pathway.ranges import range_of
from pathway.small_pathways import pathway_of

INPUTS = """\
  - {name: age, label: Age, kind: quantity, units: [year], plausible: "[18..110] year"}
  - {name: weight, label: Weight, kind: quantity, units: [kg], plausible: "[25..300] kg"}
  - {name: creatinine, label: Creatinine, kind: quantity, units: [mg/dL], plausible: "(0.1..20] mg/dL"}
  - {name: free, label: Free, kind: quantity, units: [kg]}
"""
TABLES = """\
  - {id: points, title: Points, hit: unique, columns: [age], outputs: {sum: ["1", "2"]}, rows: [
      {id: all, if: {}, then: {sum: "1"}}]}
"""


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    return pathway_of(INPUTS, TABLES, tmp_path_factory.mktemp("ranges"))


def formula_of(term: Term, decimals: int = 1) -> Formula:
    return Formula(terms={"": term}, by="", unit="1", decimals=decimals)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("age", "[17.9..110.1]"),
        ("140 - age", "[29.9..122.1]"),
        ("weight * points.sum", "[24.9..600.1]"),
        ("(140 - age) * weight / (72 * creatinine)", "[0.4..5083.4]"),
        ("weight / (age - 20)", "any value"),
        ("weight - free", "any value"),
        ("1 / creatinine", "[-0.1..10.1]"),
    ],
)
def test_the_ends_follow_from_what_is_plausible(written: str, expected: str, pathway: Pathway) -> None:
    assert str(range_of(pathway, formula_of(term_written(written)))) == expected


@given(
    st.recursive(
        st.sampled_from(["age", "weight", "creatinine", "2", "0.5", "140"]),
        lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        max_leaves=6,
    ),
    st.tuples(st.integers(18, 110), st.integers(25, 300), st.integers(2, 200)),
    st.integers(0, 3),
)
def test_no_result_lies_outside(
    pathway: Pathway, written: str, values: tuple[int, int, int], decimals: int
) -> None:
    age, weight, tenths = values
    formula = replace(formula_of(term_written(written)), decimals=decimals)
    known = {"age": Decimal(age), "weight": Decimal(weight), "creatinine": Decimal(tenths) / 10}
    result = formula.result(known)
    assert result is None or result in range_of(pathway, formula)
