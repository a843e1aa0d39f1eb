"""The values that a pathway tells apart, and regions of patients: exact, over mixed inputs, without sampling.

Every cell of a column cuts its values: at 30 and at 40 ng/mL, say, into below 30, 30 itself, between, 40 itself and
above, in each unit for itself; a word is cut from the others; and the missing is a value of its own. What no cell
tells apart is one `Atom`. A set of a column's values is then a mask of its atoms, one bit each, and a `Box` is such a
mask for each of some columns: the patients whose values are all within. A row of a table is a box, and where rows
meet, or leave a gap, is worked out on boxes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

from curbside.pathway.definition import Input, Kind, Pathway, Table
from curbside.pathway.ranges import range_of
from curbside.pathway.truth import Truth
from curbside.pathway.unary import EVERYTHING, Point, Scalar, Span, UnaryTest, just

Box = Mapping[str, int]
"""Masks by column; of a column that is not there, every value. No mask is empty."""

_MOST_DECIMALS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """Values that no cell tells apart: a span in one unit, a word, or, with neither, the missing.

    ``example`` is one of them, the plainest; None of the missing.
    """

    example: Scalar | None = None
    span: Span | None = None
    unit: str = ""

    @property
    def is_missing(self) -> bool:
        return self.example is None

    @property
    def is_point(self) -> bool:
        return self.span is not None and self.span.low is not None and self.span.low == self.span.high


class Axis:
    """A column's atoms: spans in order, unit by unit, or words; the missing last, where a value can be missing."""

    def __init__(self, column: str, atoms: Iterable[Atom]) -> None:
        self.column = column
        self.atoms = tuple(atoms)
        self.everything = (1 << len(self.atoms)) - 1
        self.missing = self.mask(atom for atom in self.atoms if atom.is_missing)
        """The mask of the missing; none where a value cannot be missing."""
        self._masks: dict[str, tuple[int, int]] = {}

    def mask(self, atoms: Iterable[Atom]) -> int:
        chosen = set(atoms)
        return sum(1 << place for place, atom in enumerate(self.atoms) if atom in chosen)

    def of(self, mask: int) -> tuple[Atom, ...]:
        return tuple(atom for place, atom in enumerate(self.atoms) if mask >> place & 1)

    def lets(self, test: UnaryTest) -> int:
        """The atoms that a test lets through."""
        return self._asked(test)[0]

    def may(self, test: UnaryTest) -> int:
        """The atoms that it does not keep out: those that it lets through, and those of which it cannot tell."""
        return self._asked(test)[1]

    def _asked(self, test: UnaryTest) -> tuple[int, int]:
        if test.written not in self._masks:
            lets = may = 0
            for place, atom in enumerate(self.atoms):
                truth = _truth(test, atom)
                lets |= (truth is Truth.TRUE) << place
                may |= (truth is not Truth.FALSE) << place
            self._masks[test.written] = lets, may
        return self._masks[test.written]


def _truth(test: UnaryTest, atom: Atom) -> Truth:
    return test.of_missing if atom.example is None else test.of(atom.example, atom.unit)


@dataclass(frozen=True, slots=True)
class Space:
    """The axes of all columns that a pathway's tables and guards read."""

    axes: Mapping[str, Axis]

    def box(self, tests: Mapping[str, UnaryTest], *, may: bool = False) -> Box | None:
        """The patients that these tests let through, or with ``may`` do not keep out; None when there are none."""
        box = {}
        for column, test in tests.items():
            axis = self.axes[column]
            mask = axis.may(test) if may else axis.lets(test)
            if not mask:
                return None
            if mask != axis.everything:
                box[column] = mask
        return box

    def uncovered(self, within: Box, by: Sequence[Box | None]) -> Iterator[Box]:
        """What of a region no box covers, in boxes that do not overlap; nothing when they cover it.

        Columns are taken one by one, and with each, its atoms in groups that the same boxes have. A group whose boxes
        include one that has all of the rest is covered; one that no box has is not.
        """
        boxes = [met for box in by if box is not None and (met := meet(within, box)) is not None]
        # Those that most boxes are cut in come first: they leave the fewest boxes in question, the soonest.
        cut = Counter(column for box in boxes for column in box)
        columns = [column for column, _ in cut.most_common()]
        walk = _Walk(self, within, boxes, columns)
        for masks in walk.gaps():
            box = dict(within)
            box.update(zip(columns, masks, strict=True))
            yield {column: mask for column, mask in box.items() if mask != self.axes[column].everything}

    def overlapping(self, boxes: Sequence[Box | None]) -> Iterator[tuple[int, int]]:
        """The pairs of boxes, by place, that share a patient; the earlier place first."""
        some = sum(1 << place for place, box in enumerate(boxes) if box is not None)
        together = [some if box is not None else 0 for box in boxes]
        for column in dict.fromkeys(column for box in boxes if box is not None for column in box):
            axis = self.axes[column]
            has = _having(axis, axis.everything, boxes)
            for place, box in enumerate(boxes):
                if box is not None:
                    mask = box.get(column, axis.everything)
                    shared = 0
                    for bit, those in enumerate(has):
                        if mask >> bit & 1:
                            shared |= those
                    together[place] &= shared
        for first, others in enumerate(together):
            later = others >> (first + 1)
            while later:
                lowest = later & -later
                yield first, first + lowest.bit_length()
                later ^= lowest


def _having(axis: Axis, mask: int, boxes: Sequence[Box | None]) -> list[int]:
    """Of each atom in the mask, by place, which boxes have it, as one bit for each box."""
    has = [0] * len(axis.atoms)
    for place, box in enumerate(boxes):
        if box is None:
            continue
        own = box.get(axis.column, axis.everything) & mask
        while own:
            lowest = own & -own
            has[lowest.bit_length() - 1] |= 1 << place
            own ^= lowest
    return has


class _Walk:
    """One search for what boxes leave uncovered. Which boxes are still in question is one number, a bit for each."""

    def __init__(self, space: Space, within: Box, boxes: Sequence[Box], columns: Sequence[str]) -> None:
        self._within = [within.get(column, space.axes[column].everything) for column in columns]
        self._all = (1 << len(boxes)) - 1
        self._classes: list[dict[int, int]] = []
        for column, mask in zip(columns, self._within, strict=True):
            classes: dict[int, int] = {}
            for place, those in enumerate(_having(space.axes[column], mask, boxes)):
                if mask >> place & 1:
                    classes[those] = classes.get(those, 0) | 1 << place
            self._classes.append(classes)
        # Which boxes have all that is left, from each column on.
        self._whole = [self._all]
        for column, mask in reversed(list(zip(columns, self._within, strict=True))):
            those = sum(1 << place for place, box in enumerate(boxes) if box.get(column, mask) & mask == mask)
            self._whole.append(self._whole[-1] & those)
        self._whole.reverse()
        self._covered: set[tuple[int, int]] = set()

    def gaps(self) -> Iterator[tuple[int, ...]]:
        return self._from(0, self._all)

    def _from(self, at: int, live: int) -> Iterator[tuple[int, ...]]:
        if live & self._whole[at] or (at, live) in self._covered:
            return
        if not live:
            yield tuple(self._within[at:])
            return
        groups: dict[int, int] = {}
        for those, mask in self._classes[at].items():
            groups[live & those] = groups.get(live & those, 0) | mask
        is_covered = True
        for still, mask in groups.items():
            for rest in self._from(at + 1, still):
                is_covered = False
                yield (mask, *rest)
        if is_covered:
            self._covered.add((at, live))


def meet(first: Box, second: Box) -> Box | None:
    """The patients of both; None when there are none."""
    if len(first) < len(second):
        first, second = second, first
    both = dict(first)
    for column, mask in second.items():
        shared = both.get(column, mask) & mask
        if not shared:
            return None
        both[column] = shared
    return both


def merged(boxes: Iterable[Box]) -> list[Box]:
    """The same patients in fewer boxes: those that differ in one column alone become one, as long as there are such."""
    rest = list(boxes)
    before = len(rest) + 1
    while len(rest) < before:
        before = len(rest)
        for column in dict.fromkeys(column for box in rest for column in box):
            alike: dict[tuple[bool, frozenset[tuple[str, int]]], int] = {}
            for box in rest:
                others = frozenset(item for item in box.items() if item[0] != column)
                key = (column in box, others)
                alike[key] = alike.get(key, 0) | box.get(column, 0)
            rest = [
                {**dict(others), column: mask} if is_cut else dict(others)
                for (is_cut, others), mask in alike.items()
            ]
    return rest


def joined(first: Box, second: Box) -> Box | None:
    """The patients of either as one box; None when they differ in more than one column, or in none."""
    if first.keys() != second.keys():
        return None
    differing = [column for column in first if first[column] != second[column]]
    if len(differing) != 1:
        return None
    (column,) = differing
    return {**first, column: first[column] | second[column]}


# -- cutting a column ----------------------------------------------------------------------------------------


def space_of(pathway: Pathway, *, more: Mapping[str, Iterable[UnaryTest]] | None = None) -> Space:
    """All columns that are read, each cut wherever any table or guard, or one of the tests in ``more``, cuts it."""
    tests: dict[str, list[UnaryTest]] = {}
    for table in pathway.tables:
        for column in table.columns:
            tests.setdefault(column, [])
        for those in (table.guards, *(row.tests for row in table.rows)):
            for column, test in those.items():
                tests.setdefault(column, []).append(test)
    for column, extra in (more or {}).items():
        tests.setdefault(column, []).extend(extra)
    return Space({column: _axis(pathway, column, those) for column, those in tests.items()})


def _axis(pathway: Pathway, column: str, tests: Sequence[UnaryTest]) -> Axis:
    if column not in pathway.inputs:
        table = pathway.table(column.partition(".")[0])
        words = [Atom(example=word) for word in pathway.words_of(column)]
        return Axis(column, (*words, *_missing_if(_may_lack_output(table))))
    declared = pathway.inputs[column]
    # No formula is ever missing, only undecided; nor is what stands for "no" where nothing is recorded.
    missing = _missing_if(not declared.formula and not declared.absence)
    match declared.kind:
        case Kind.BOOLEAN:
            return Axis(column, (Atom(example=True), Atom(example=False), *missing))
        case Kind.CODE:
            words = [Atom(example=word) for word in declared.words]
            return Axis(column, (*words, *missing))
    spans = [atom for unit in declared.units or ("",) for atom in _cut(pathway, declared, unit, tests)]
    return Axis(column, (*spans, *missing))


def _missing_if(can_be: bool) -> tuple[Atom, ...]:  # noqa: FBT001
    return (Atom(),) if can_be else ()


def _may_lack_output(table: Table) -> bool:
    """Can the table have been passed by without a word? Not by a row that ends: nothing reads on after it."""
    return bool(table.guards) or any(not row.outputs and not row.ends for row in table.rows)


def _cut(pathway: Pathway, declared: Input, unit: str, tests: Sequence[UnaryTest]) -> Iterator[Atom]:
    """One unit's plausible values, or those that a formula can give, cut into points and what lies between them."""
    domain = declared.plausible.spans.get(unit, ()) if declared.plausible else (EVERYTHING,)
    if declared.formula:
        domain = (range_of(pathway, declared.formula),)
    written = [*domain, *(span for test in tests for span in test.spans.get(unit, ()))]
    ends: set[Any] = {end for span in written for end in (span.low, span.high) if end is not None}
    step = Decimal(1).scaleb(-declared.formula.decimals) if declared.formula else None
    for span in _elementary(sorted(ends)):
        example = _value_in(span, step, is_date=declared.kind is Kind.DATE)
        if example is not None and any(example in allowed for allowed in domain):
            yield Atom(example=example, span=span, unit=unit)


def _elementary(ends: Sequence[Point]) -> Iterator[Span]:
    if not ends:
        yield EVERYTHING
        return
    yield Span(high=ends[0])
    for place, end in enumerate(ends):
        yield just(end)
        yield Span(low=end, high=ends[place + 1] if place + 1 < len(ends) else None)


def _value_in(span: Span, step: Decimal | None, *, is_date: bool) -> Point | None:
    """The plainest value of an elementary span, close to an end; None when no value of these steps lies in it."""
    if span.low is not None and span.low == span.high:
        at = span.low
        is_off_step = step is not None and isinstance(at, Decimal) and at % step
        return None if is_off_step else at
    if is_date:
        return _date_in(span)
    return _number_in(span, step)


def _date_in(span: Span) -> date | None:
    if isinstance(span.low, date):
        found = span.low + timedelta(days=1)
    elif isinstance(span.high, date):
        found = span.high - timedelta(days=1)
    else:
        found = date(2000, 1, 1)
    return found if found in span else None


def _number_in(span: Span, step: Decimal | None) -> Decimal | None:
    low = span.low if isinstance(span.low, Decimal) else None
    high = span.high if isinstance(span.high, Decimal) else None
    for decimals in range(_MOST_DECIMALS):
        grain = max(Decimal(1).scaleb(-decimals), step or Decimal(0))
        if low is not None:
            found = ((low / grain).to_integral_value(ROUND_FLOOR) + 1) * grain
        elif high is not None:
            found = -(((-high / grain).to_integral_value(ROUND_FLOOR) + 1) * grain)
        else:
            found = Decimal(0)
        if found in span:
            return found
        if grain == step:
            return None
    return None
