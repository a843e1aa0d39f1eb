"""Which table hands what to which: the order in which a pathway is asked, as lines of text and as a picture."""

from __future__ import annotations

from dataclasses import dataclass

from curbside.pathway.definition import Pathway, Table
from curbside.surfaces.render.pathway import phrases
from curbside.surfaces.render.wording import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A table in the graph. ``after`` are the places, from 1, of the tables whose outputs it reads."""

    place: int
    table: Table
    reads: tuple[str, ...]
    after: tuple[int, ...]

    @property
    def title(self) -> str:
        return printable(self.table.title)

    @property
    def said(self) -> str:
        """What it reads, and from which tables, in a line."""
        parts = [f"reads {', '.join(self.reads)}"] if self.reads else []
        if self.after:
            parts.append(f"after {' and '.join(map(str, self.after))}")
        if self.table.can_end:
            parts.append("may end the pathway: all that follows waits for it")
        return "; ".join(parts) or "reads nothing"


def nodes(pathway: Pathway) -> tuple[Node, ...]:
    """The tables in the order in which they are asked."""
    places = {table.id: place for place, table in enumerate(pathway.tables, start=1)}
    return tuple(
        Node(
            place=places[table.id],
            table=table,
            reads=tuple(
                phrases.label(column, pathway)
                for column in dict.fromkeys((*table.columns, *table.guards))
                if column in pathway.inputs
            ),
            after=tuple(places[one] for one in pathway.feeding(table)),
        )
        for table in pathway.tables
    )
