"""Forest plots: where things stand on the axis, what is written beside them, and who can read it without seeing."""

from __future__ import annotations

import dataclasses
import math
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.surfaces.render import html, wording
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.effects import EffectRow, digits, effect_rows
from curbside.surfaces.render.forest import Axis, ForestPlot, axis_of, plots, svg
from curbside.verification.answer import EffectEstimate
from sample_answers import ANSWER, PASSAGES, TRIAL_REFERENCE, estimate

RATIOS = st.decimals(min_value="0.01", max_value=100, places=2)
DIFFERENCES = st.decimals(min_value=-500, max_value=500, places=1)


def row(measure: str, value: str, low: str, high: str, *, outcome: str = "falls") -> EffectRow:
    return EffectRow(
        outcome=outcome,
        estimate=estimate(measure, value, low, high, reference=1),
        reference=TRIAL_REFERENCE,
        people=None,
        says="",
    )


@st.composite
def rows(draw: st.DrawFn, values: st.SearchStrategy[Decimal], measure: str) -> list[EffectRow]:
    triples = draw(st.lists(st.tuples(values, values, values), min_size=2, max_size=6))
    made = []
    for triple in triples:
        low, value, high = sorted(triple)
        made.append(row(measure, str(value), str(low), str(high)))
    return made


some_rows = rows(RATIOS, "RR") | rows(DIFFERENCES, "MD")


def drawn(made: list[EffectRow]) -> ForestPlot:
    [plot] = plots(made)
    return plot


@given(made=some_rows)
def test_every_value_lies_inside_its_interval_on_the_axis(made: list[EffectRow]) -> None:
    axis = drawn(made).axis
    for one in (row.estimate for row in made):
        assert 0 <= axis.at(one.low) <= axis.at(one.value) <= axis.at(one.high) <= 1
        assert axis.holds(one.value)


@given(made=some_rows, one=RATIOS, other=RATIOS)
def test_the_order_of_numbers_is_the_order_on_the_axis(
    made: list[EffectRow], one: Decimal, other: Decimal
) -> None:
    axis = drawn(made).axis
    if one <= other:
        assert axis.at(one) <= axis.at(other)


@given(made=some_rows)
def test_no_effect_lies_on_the_axis_and_is_one_of_the_ticks(made: list[EffectRow]) -> None:
    axis = drawn(made).axis
    assert 0 < axis.at(axis.no_effect) < 1
    assert axis.no_effect in axis.ticks
    assert all(axis.holds(tick) for tick in axis.ticks)
    assert list(axis.ticks) == sorted(set(axis.ticks))


@given(ratio=st.floats(min_value=1, max_value=9.9))
def test_halving_and_doubling_are_equally_far_from_no_effect(ratio: float) -> None:
    axis = Axis(is_log=True, low=0.1, high=10, ticks=())
    assert axis.at(1) - axis.at(1 / ratio) == pytest.approx(axis.at(ratio) - axis.at(1))


@given(step=st.floats(min_value=0, max_value=9))
def test_differences_are_linear(step: float) -> None:
    axis = Axis(is_log=False, low=-10, high=10, ticks=())
    assert axis.at(step) - axis.at(0) == pytest.approx(axis.at(0) - axis.at(-step))


def test_an_interval_far_wider_than_the_rest_is_clipped_and_ends_in_an_arrow() -> None:
    plot = drawn(
        [row("OR", "0.8", "0.7", "0.9"), row("OR", "0.9", "0.8", "1.1"), row("OR", "1.2", "0.01", "90")]
    )
    wide = plot.rows[2].estimate
    assert not plot.axis.holds(wide.low)
    assert not plot.axis.holds(wide.high)
    assert svg(plot, name="p").count("<polygon") == 2
    assert svg(drawn([row("OR", "0.8", "0.7", "0.9")] * 2), name="p").count("<polygon") == 0


@pytest.mark.parametrize(
    ("made", "ticks"),
    [
        ([row("RR", "0.82", "0.69", "0.97"), row("RR", "0.91", "0.78", "1.05")], "0.7 0.8 0.9 1"),
        ([row("OR", "0.12", "0.03", "0.40"), row("OR", "2", "1", "4")], "0.05 0.1 0.2 0.5 1 2"),
        ([row("MD", "0.5", "0.3", "0.7"), row("MD", "1.70", "0.4", "3.0")], "0 0.5 1 1.5 2 2.5 3"),
        ([row("MD", "-3.9", "-6.5", "-1.3"), row("MD", "-7.5", "-10.1", "-5.0")], "-10 -8 -6 -4 -2 0"),
        ([row("MD", "0", "0", "0"), row("MD", "0", "0", "0")], "-1 -0.5 0 0.5 1"),
    ],
    ids=["a narrow ratio", "a wide ratio", "a difference", "a loss", "nothing at all"],
)
def test_ticks_are_round_numbers(made: list[EffectRow], ticks: str) -> None:
    assert " ".join(map(digits, drawn(made).axis.ticks)) == ticks


@pytest.mark.parametrize(
    ("made", "number"),
    [
        ([], 0),
        ([row("RR", "0.8", "0.7", "0.9")], 0),
        ([row("RR", "0.8", "0.7", "0.9"), row("OR", "0.8", "0.7", "0.9")], 0),
        ([row("RR", "0.8", "0.7", "0.9"), row("RR", "0.8", "0.7", "0.9", outcome="death")], 0),
        ([row("RR", "0.8", "0.7", "0.9"), row("RR", "0.8", "0", "0.9")], 0),
        ([row("RR", "0.8", "0.7", "0.9"), row("RR", "0.95", "0.7", "0.9")], 0),
        ([row("unknown", "0.8", "0.7", "0.9")] * 2, 0),
        ([row("RR", "0.8", "0.7", "0.9")] * 2, 1),
    ],
    ids=[
        "nothing",
        "one estimate",
        "two measures",
        "two outcomes",
        "a ratio of 0 has no place on a logarithmic axis",
        "a value outside its interval is a mistake somewhere",
        "a measure that nobody knows",
        "two of a kind",
    ],
)
def test_only_two_or_more_of_one_outcome_and_measure_are_drawn(made: list[EffectRow], number: int) -> None:
    assert len(plots(made)) == number


@given(made=some_rows)
def test_a_plot_is_well_formed_says_every_number_and_pools_nothing(made: list[EffectRow]) -> None:
    plot = drawn(made)
    root = ElementTree.fromstring(str(svg(plot, name="p")))
    words = {"".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")}
    for one in plot.rows:
        assert one.printed in words
        assert one.printed in plot.described
    assert wording.NOT_POOLED in plot.described
    assert root.get("role") == "img"
    ids = {found.get("id") for found in root.iter()}
    assert set(str(root.get("aria-labelledby")).split()) <= ids
    places = [float(place) for place in re.findall(r'x[12]?="([\d.-]+)%"', str(svg(plot, name="p")))]
    assert all(0 <= place <= 100 for place in places)


def test_only_ratios_say_on_which_side_there_are_fewer_events() -> None:
    assert "fewer events" in svg(drawn([row("RR", "0.8", "0.7", "0.9")] * 2), name="p")
    assert "fewer events" not in svg(drawn([row("MD", "0.8", "0.7", "0.9")] * 2), name="p")


def test_several_estimates_of_one_study_are_told_apart() -> None:
    assert drawn([row("RR", "0.8", "0.7", "0.9")] * 2).labels == ("Alder 2018 [1] a", "Alder 2018 [1] b")


@pytest.mark.parametrize(
    ("number", "printed"),
    [("0.40", "0.40"), ("-3.9", "-3.9"), ("1E+2", "100"), ("1E+400", "1E+400"), ("1.00", "1.00")],
)
def test_a_number_keeps_the_digits_it_was_printed_with(number: str, printed: str) -> None:
    assert digits(Decimal(number)) == printed


def test_the_page_shows_the_plot_and_its_numbers_in_a_table() -> None:
    page = html.render(ANSWER, passage_of=PASSAGES.get)
    assert page.count("<svg") - page.count('class="beyond"') == 1
    table = page.partition("The numbers as a table")[2].partition("</table>")[0]
    assert "1.20 (95% CI 0.3 to 2.1)" in table
    assert "-0.1 (95% CI -0.30 to 0.5)" in table
    assert "<script" not in page


def test_a_patient_is_not_shown_a_plot() -> None:
    assert 'class="forest"' not in html.render(ANSWER, audience=Audience.PATIENT, passage_of=PASSAGES.get)


def test_a_row_knows_its_study_and_how_many_people_it_had() -> None:
    found = {
        (row.estimate.measure, row.study, row.people) for row in effect_rows(ANSWER, passage_of=PASSAGES.get)
    }
    assert found == {("OR", "Alder 2018", None), ("MD", "Larch", 232), ("MD", "Alder 2018", None)}


def test_an_estimate_without_its_reference_still_has_a_row() -> None:
    alone = dataclasses.replace(ANSWER, references=())
    assert [row.cited for row in effect_rows(alone, passage_of=lambda _: None)] == ["[1]", "[2]", "[1]"]


@given(
    low=st.floats(min_value=1e-6, max_value=1e6),
    high=st.floats(min_value=1e-6, max_value=1e6),
    is_log=st.booleans(),
)
def test_an_axis_of_any_reach_has_two_ends(low: float, high: float, is_log: bool) -> None:
    ends = sorted((Decimal(low), Decimal(high)))
    one = EffectEstimate(
        reference=1, passage="", measure="RR", value=ends[0], low=ends[0], high=ends[1], level=Decimal(95)
    )
    axis = axis_of([dataclasses.replace(row("RR", "1", "1", "1"), estimate=one)] * 2, is_log=is_log)
    assert axis.low < axis.high
    assert all(map(math.isfinite, (axis.low, axis.high)))
