"""The checker's regions against the reference engine, atom by atom: neither may know more than the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.pathway.checker.coverage import gap_regions
from curbside.pathway.checker.reach import Reach
from curbside.pathway.definition import HitPolicy, Input, Kind, Origin, Pathway, Row, Table
from curbside.pathway.engine import Course, run
from curbside.pathway.facts import Absent, Fact, Known, Undecided
from curbside.pathway.recommendation import TableStanding
from curbside.pathway.regions import Box, Space, meet, merged, space_of
from curbside.pathway.unary import UnaryTest, unary_test

UNITS = ("mg", "mmol")
WORDS = ("red", "green", "blue")
CUTS = (10, 20, 30)
VALUES = (5, 10, 15, 20, 25, 30, 35)


def quantity(name: str) -> Input:
    return Input(name=name, label=name, kind=Kind.QUANTITY, origin=Origin.ANSWER, units=UNITS, meanings={})


def code(name: str) -> Input:
    return Input(name=name, label=name, kind=Kind.CODE, origin=Origin.ANSWER, words=WORDS, meanings={})


def boolean(name: str) -> Input:
    return Input(name=name, label=name, kind=Kind.BOOLEAN, origin=Origin.ANSWER, absence="no", meanings={})


INPUTS = {"level": quantity("level"), "age": quantity("age"), "hue": code("hue"), "stones": boolean("stones")}


def facts_for(name: str) -> list[Fact]:
    """Enough values of an input to stand for all: each cut-off and one between any two, in each unit; and nothing."""
    declared = INPUTS[name]
    match declared.kind:
        case Kind.BOOLEAN:
            return [Known(value=True), Known(value=False)]
        case Kind.CODE:
            return [*(Known(value=word) for word in WORDS), Absent()]
    return [*(Known(value=Decimal(value), unit=unit) for unit in UNITS for value in VALUES), Absent()]


def one_span() -> st.SearchStrategy[str]:
    def interval(ends: tuple[int, int], opening: str, closing: str) -> str:
        low, high = sorted(ends)
        return f"{opening}{low}..{high}{closing}"

    ends = st.tuples(st.sampled_from(CUTS), st.sampled_from(CUTS)).filter(lambda two: two[0] != two[1])
    return st.one_of(
        st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from(CUTS)),
        st.builds(interval, ends, st.sampled_from("[("), st.sampled_from("])")),
        st.sampled_from([str(cut) for cut in CUTS]),
    )


def cells(column: str) -> st.SearchStrategy[UnaryTest]:
    if column == "first.says":
        written = st.sampled_from(["-", "yes", "no", "not(yes)", "null", "yes, no"])
        return written.map(lambda text: unary_test(text, words=("yes", "no")))
    match INPUTS[column].kind:
        case Kind.BOOLEAN:
            return st.sampled_from(["-", "true", "false"]).map(unary_test)
        case Kind.CODE:
            written = st.sampled_from(["-", "red", "red, blue", "not(green)", "null", "not(null)"])
            return written.map(lambda text: unary_test(text, words=WORDS))
    both = st.tuples(one_span(), one_span()).map(lambda two: f"{two[0]} mg | {two[1]} mmol")
    one = one_span().map(lambda span: f"{span} mg")
    written = st.one_of(
        both, both, one, st.sampled_from(["-", "null", "not(null)", "null | < 20 mg | < 20 mmol"])
    )
    return written.map(lambda text: unary_test(text, units=UNITS))


@st.composite
def rows(draw: st.DrawFn, columns: tuple[str, ...], *, says: bool, ends: bool) -> tuple[Row, ...]:
    made = []
    for place in range(draw(st.integers(1, 4))):
        tests = {column: draw(cells(column)) for column in columns if draw(st.booleans())}
        outputs = {"says": draw(st.sampled_from(["yes", "no"]))} if says else {}
        reason = "over" if ends and draw(st.integers(0, 3)) == 0 else ""
        made.append(Row(id=f"r{place}", tests=tests, outputs=outputs, actions=(), ends=reason, note=""))
    return tuple(made)


@st.composite
def pathways(draw: st.DrawFn) -> Pathway:
    names = st.lists(st.sampled_from(sorted(INPUTS)), min_size=1, max_size=2, unique=True)
    first_columns, second_columns = tuple(draw(names)), (*draw(names), "first.says")
    policies = st.sampled_from([HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST])
    guard = draw(st.sampled_from([*INPUTS, ""]))
    first = Table(
        id="first",
        title="first",
        hit=draw(policies),
        columns=first_columns,
        outputs={"says": ("yes", "no")},
        guards={guard: draw(cells(guard))} if guard and draw(st.booleans()) else {},
        rows=draw(rows(first_columns, says=True, ends=True)),
        note="",
    )
    second = Table(
        id="second",
        title="second",
        hit=draw(policies),
        columns=second_columns,
        outputs={},
        guards={},
        rows=draw(rows(second_columns, says=False, ends=False)),
        note="",
    )
    return Pathway(
        id="small",
        title="small",
        plain_title="",
        version="1.0.0",
        status="draft",
        dated=date(2026, 11, 25),
        review_by=None,
        purpose="",
        suits=(),
        excludes=(),
        inputs=INPUTS,
        tables=(first, second),
    )


def patients(pathway: Pathway, space: Space) -> Iterator[Course]:
    """One patient for every way in which the columns that the pathway reads can combine."""
    names = [name for name in INPUTS if name in space.axes]
    for chosen in product(*(facts_for(name) for name in names)):
        yield run(pathway, dict(zip(names, chosen, strict=True)))


def holds(space: Space, box: Box, course: Course) -> bool:
    """Is this patient in the box?"""
    return all(_atom_bit(space, column, course.fact(column)) & mask for column, mask in box.items())


def _atom_bit(space: Space, column: str, fact: Fact) -> int:
    axis = space.axes[column]
    match fact:
        case Absent():
            return axis.missing
        case Known(value=value, unit=unit):
            return axis.mask(
                atom
                for atom in axis.atoms
                if (atom.span is not None and atom.unit == unit and value in atom.span)
                or (atom.span is None and atom.example == value and atom.example is not None)
            )
    return 0


@settings(max_examples=150)
@given(pathways())
def test_a_gap_is_found_exactly_where_the_engine_finds_no_row(pathway: Pathway) -> None:
    reach = Reach(pathway)
    gaps = {table.id: list(gap_regions(reach, table)) for table in pathway.tables}
    hit: dict[str, set[int]] = {table: set() for table in gaps}
    is_refused = False
    for course in patients(pathway, reach.space):
        is_refused |= course.results["first"].standing in _REFUSED
        for table in pathway.tables:
            if not is_settled(table, course):
                continue
            within = [place for place, box in enumerate(gaps[table.id]) if holds(reach.space, box, course)]
            hit[table.id].update(within)
            assert bool(within) == (course.results[table.id].standing is TableStanding.NO_MATCH)
    # Of a pathway whose first table is refused, the second's gaps may be out of reach.
    assert is_refused or all(len(hit[table]) == len(boxes) for table, boxes in gaps.items())


_REFUSED = {TableStanding.NO_MATCH, TableStanding.CONFLICT}


def is_settled(table: Table, course: Course) -> bool:
    """Has all that the table reads been told, one way or the other, and by tables that may be used?"""
    if table.id == "second" and course.results["first"].standing in _REFUSED:
        return False
    return not any(isinstance(course.fact(column), Undecided) for column in table.columns)


@settings(max_examples=150)
@given(pathways())
def test_a_row_is_said_to_fire_exactly_where_the_engine_fires_it(pathway: Pathway) -> None:
    reach = Reach(pathway)
    for course in patients(pathway, reach.space):
        for table in pathway.tables:
            result = course.results[table.id]
            if result.standing in {TableStanding.UNREACHED, TableStanding.WAITING}:
                continue
            if not is_settled(table, course):
                continue
            said = {
                row.id
                for row in table.rows
                if any(holds(reach.space, box, course) for box in reach.fires(table, row))
            }
            if result.standing is TableStanding.CONFLICT:
                assert set(result.rows) == said
            elif table.hit is HitPolicy.ANY:
                assert set(result.rows) <= said
                assert bool(result.rows) == bool(said)
            else:
                assert set(result.rows) == said


@settings(max_examples=150)
@given(pathways())
def test_a_table_is_barred_exactly_where_an_earlier_one_ends_or_holds(pathway: Pathway) -> None:
    reach = Reach(pathway)
    first, second = pathway.tables
    for course in patients(pathway, reach.space):
        if course.results["first"].standing in _REFUSED:
            continue
        barred = any(holds(reach.space, box, course) for box in reach.barred(second))
        held = bool(course.ended) or course.held_by == first.id
        assert barred == held


@settings(max_examples=100)
@given(pathways())
def test_rows_overlap_exactly_where_both_are_true(pathway: Pathway) -> None:
    space = space_of(pathway)
    for table in pathway.tables:
        boxes = [space.box(row.tests) for row in table.rows]
        met = {
            (one, other)
            for one in range(len(boxes))
            for other in range(one + 1, len(boxes))
            if boxes[one] is not None
            and boxes[other] is not None
            and meet(boxes[one], boxes[other]) is not None
        }
        assert set(space.overlapping(boxes)) == met


@settings(max_examples=100)
@given(pathways())
def test_what_is_uncovered_meets_no_box_and_overlaps_nothing(pathway: Pathway) -> None:
    space = space_of(pathway)
    for table in pathway.tables:
        boxes = [space.box(row.tests) for row in table.rows]
        left = list(space.uncovered({}, boxes))
        assert not [1 for gap in left for box in boxes if box is not None and meet(gap, box) is not None]
        assert not [
            1 for place, gap in enumerate(left) for other in left[:place] if meet(gap, other) is not None
        ]
        assert not list(space.uncovered({}, [*boxes, *left]))
        assert not list(space.uncovered({}, [*boxes, *merged(left)]))


def axis_of(written: Mapping[str, list[str]], name: str = "level") -> list[str]:
    tests = {column: [unary_test(text, units=UNITS) for text in texts] for column, texts in written.items()}
    pathway = Pathway(
        id="small",
        title="small",
        plain_title="",
        version="1.0.0",
        status="draft",
        dated=date(2026, 11, 25),
        review_by=None,
        purpose="",
        suits=(),
        excludes=(),
        inputs=INPUTS,
        tables=(),
    )
    axis = space_of(pathway, more=tests).axes[name]
    return [f"{atom.example} {atom.unit}" for atom in axis.atoms if atom.example is not None]


@pytest.mark.parametrize(
    ("cells", "examples"),
    [
        (["-"], ["0 mg", "0 mmol"]),
        (["< 30 mg"], ["29 mg", "30 mg", "31 mg", "0 mmol"]),
        (["[30..31) mg"], ["29 mg", "30 mg", "30.1 mg", "31 mg", "32 mg", "0 mmol"]),
        (["30.25 mg"], ["30 mg", "30.25 mg", "31 mg", "0 mmol"]),
    ],
)
def test_an_example_is_the_plainest_value_near_a_cut_off(cells: list[str], examples: list[str]) -> None:
    assert axis_of({"level": cells}) == examples
