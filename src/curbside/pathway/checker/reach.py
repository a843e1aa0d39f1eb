"""Which patients come to a table, and which rows fire for them: the pathway as regions.

This says of regions what `curbside.pathway.engine` says of one patient; the tests hold the two together, atom by atom.
"""

from __future__ import annotations

from collections.abc import Iterator

from curbside.pathway.definition import HitPolicy, Pathway, Row, Table
from curbside.pathway.engine import in_order
from curbside.pathway.regions import Box, Space, meet, space_of


def _both(first: Box | None, second: Box | None) -> Box | None:
    return None if first is None or second is None else meet(first, second)


class Reach:
    """The regions of one pathway. Every list of boxes is worked out once."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self.space: Space = space_of(pathway)
        self._rows: dict[tuple[str, str], tuple[Box | None, Box | None]] = {}
        self._fires: dict[tuple[str, str], tuple[Box, ...]] = {}
        self._barred: dict[str, tuple[Box, ...]] = {}

    def lets(self, table: Table, row: Row) -> Box | None:
        """Where the row is true, and the table asked; None where that is nowhere."""
        return self._asked(table, row)[0]

    def may(self, table: Table, row: Row) -> Box | None:
        """Where the row is true or cannot be told, and the table asked."""
        return self._asked(table, row)[1]

    def _asked(self, table: Table, row: Row) -> tuple[Box | None, Box | None]:
        key = (table.id, row.id)
        if key not in self._rows:
            guard = self.space.box(table.guards)
            lets, may = self.space.box(row.tests), self.space.box(row.tests, may=True)
            self._rows[key] = (_both(guard, lets), _both(guard, may))
        return self._rows[key]

    def fires(self, table: Table, row: Row) -> tuple[Box, ...]:
        """Where the row decides. Of rows that may not match together, both are said to."""
        key = (table.id, row.id)
        if key not in self._fires:
            own = self.lets(table, row)
            before = self._before(table, row)
            self._fires[key] = (
                ()
                if own is None
                else tuple(self.space.uncovered(own, [self.may(table, other) for other in before]))
            )
        return self._fires[key]

    def _before(self, table: Table, row: Row) -> list[Row]:
        """The rows that win over this one, where they match too."""
        if table.hit not in {HitPolicy.FIRST, HitPolicy.PRIORITY}:
            return []
        rows = in_order(table)
        return rows[: rows.index(row)]

    def barred(self, table: Table) -> tuple[Box, ...]:
        """Who does not come to this table: an earlier one has ended the pathway, or might yet end it."""
        if table.id not in self._barred:
            earlier = self.pathway.tables[: self.pathway.tables.index(table)]
            self._barred[table.id] = tuple(box for one in earlier if one.can_end for box in self._holds(one))
        return self._barred[table.id]

    def _holds(self, table: Table) -> Iterator[Box]:
        """Where a table that can end the pathway does, or cannot yet tell."""
        guard = self.space.box(table.guards)
        asked_or_open = self.space.box(table.guards, may=True)
        if asked_or_open is not None:
            yield from self.space.uncovered(asked_or_open, [guard])
        for row in table.rows:
            if not row.ends:
                continue
            yield from self.fires(table, row)
            may = self.may(table, row)
            if may is not None:
                yield from self.space.uncovered(may, self._settling(table, row))

    def _settling(self, table: Table, row: Row) -> list[Box | None]:
        """Where it does not matter that the row cannot be told, and where it is true."""
        own = self.lets(table, row)
        match table.hit:
            case HitPolicy.COLLECT:
                return [own]
            case HitPolicy.FIRST | HitPolicy.PRIORITY:
                return [own, *(self.lets(table, other) for other in self._before(table, row))]
        return [self.lets(table, other) for other in table.rows]

    def attained(self, box: Box | None, table: Table) -> Box | None:
        """Patients of this region who come to the table, with every output that it reads given.

        Formulas count as free to have any value in their range. None when there are no such patients.
        """
        if box is None:
            return None
        outputs = [column for column in (*table.columns, *table.guards) if "." in column]
        for piece in self.space.uncovered(box, self.barred(table)):
            to_settle = dict.fromkeys([*(column for column in piece if "." in column), *outputs])
            for found in self._settled(piece, tuple(to_settle)):
                return {
                    column: mask for column, mask in found.items() if column in piece or "." not in column
                }
        return None

    def _settled(self, box: Box, outputs: tuple[str, ...]) -> Iterator[Box]:
        """The patients for whom the tables give such outputs as the box asks for, output by output."""
        if not outputs:
            yield box
            return
        column, *rest = outputs
        for giving in self._giving(column, box.get(column, self.space.axes[column].everything)):
            met = meet(box, giving)
            if met is not None:
                yield from self._settled(met, tuple(rest))

    def _giving(self, column: str, mask: int) -> Iterator[Box]:
        """Where another table gives one of these outputs, or none where the missing is among them."""
        id, _, output = column.partition(".")  # noqa: A001
        table = self.pathway.table(id)
        axis = self.space.axes[column]
        for row in table.rows:
            word = self.word_of(column, row.outputs.get(output))
            if word & mask:
                for box in self.fires(table, row):
                    met = meet(box, {column: word})
                    if met is not None:
                        yield met
        if axis.missing & mask:
            for box in self.space.uncovered({}, [self.space.box(table.guards, may=True)]):
                yield {**box, column: axis.missing}

    def word_of(self, column: str, word: str | None) -> int:
        """The mask of one word of an output; of no word, of the missing."""
        axis = self.space.axes[column]
        return axis.mask(atom for atom in axis.atoms if atom.example == word)
