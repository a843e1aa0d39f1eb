"""Regions of patients in words that a clinician reads: "25(OH)D > 100 ng/mL, for example 101 ng/mL"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curbside.pathway.definition import Pathway
from curbside.pathway.engine import shown_value, with_unit
from curbside.pathway.regions import Atom, Axis, Box, Space
from curbside.pathway.unary import Span, united


class Teller:
    """Tells the regions of one pathway, by its labels."""

    def __init__(self, pathway: Pathway, space: Space) -> None:
        self._pathway = pathway
        self._space = space

    def label(self, column: str) -> str:
        """What a column is called on the screen: an input's label, or the table and output that gives it."""
        if column in self._pathway.inputs:
            return self._pathway.inputs[column].label
        table, _, output = column.partition(".")
        return f"{self._pathway.table(table).title}: {output}"

    def region(self, box: Box) -> str:
        """All that is in a box: "25(OH)D in [30..40) ng/mL and calcium missing"; "any patient" of the whole space."""
        parts = [self._part(self._space.axes[column], box[column]) for column in self._sorted(box)]
        return " and ".join(parts) or "any patient"

    def example(self, box: Box) -> dict[str, str]:
        """One patient in it, as values by label."""
        return {
            self.label(column): _shown(plainest(self._space.axes[column].of(box[column])))
            for column in self._sorted(box)
        }

    def patient(self, box: Box) -> str:
        """The same in a sentence: "25(OH)D = 40 ng/mL, calcium missing"; "any patient" of the whole space."""
        told = [
            f"{label} {value}" if value == "missing" else f"{label} = {value}"
            for label, value in self.example(box).items()
        ]
        return ", ".join(told) or "any patient"

    def where(self, box: Box) -> str:
        """The region, and an example of it where it is not one patient already."""
        region, patient = self.region(box), self.patient(box)
        is_one = all(_is_single(self._space.axes[column].of(mask)) for column, mask in box.items())
        return patient if is_one else f"{region} (for example {patient})"

    def _sorted(self, box: Box) -> list[str]:
        """In the order in which the pathway declares them, other tables' outputs last."""
        known = list(self._pathway.inputs)
        return sorted(box, key=lambda name: (known.index(name) if name in known else len(known), name))

    def _part(self, axis: Axis, mask: int) -> str:
        atoms = axis.of(mask)
        label = self.label(axis.column)
        told = [*_spans(atoms), *_words(atoms)]
        if any(atom.is_missing for atom in atoms):
            told.append("missing")
        if len(told) == 1 and not told[0].startswith(("<", ">", "in ", "missing")):
            return f"{label} = {told[0]}"
        return f"{label} {' or '.join(told)}"


def plainest(atoms: Sequence[Atom]) -> Atom:
    """The one that shows best what a region is: a cut-off itself before what lies between, a value before none."""
    return min(atoms, key=lambda atom: (atom.is_missing, not atom.is_point))


def _is_single(atoms: Sequence[Atom]) -> bool:
    return len(atoms) == 1 and (atoms[0].is_point or atoms[0].span is None)


def _spans(atoms: Iterable[Atom]) -> list[str]:
    by_unit: dict[str, list[Span]] = {}
    for atom in atoms:
        if atom.span is not None:
            by_unit.setdefault(atom.unit, []).append(atom.span)
    return [
        f"{'in ' if str(span)[0] in '[(' else ''}{with_unit(str(span), unit)}"
        for unit, spans in by_unit.items()
        for span in united(spans)
    ]


def _words(atoms: Iterable[Atom]) -> list[str]:
    return [shown_value(atom.example) for atom in atoms if isinstance(atom.example, str | bool)]


def _shown(atom: Atom) -> str:
    return "missing" if atom.example is None else with_unit(shown_value(atom.example), atom.unit)
