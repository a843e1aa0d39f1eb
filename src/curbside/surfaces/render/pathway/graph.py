"""Which table hands what to which: the order in which a pathway is asked, as lines of text and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curbside.pathway.definition import Input, Pathway, Table
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
    made = []
    for table in pathway.tables:
        columns = list(dict.fromkeys((*table.columns, *table.guards)))
        read = [column for column in columns if column in pathway.inputs]
        asked = {name for column in read for name in _beneath(pathway.inputs[column], pathway)}
        after = {places[name.partition(".")[0]] for name in (*columns, *asked) if "." in name}
        made.append(
            Node(
                place=places[table.id],
                table=table,
                reads=tuple(phrases.label(column, pathway) for column in read),
                after=tuple(sorted(after)),
            )
        )
    return tuple(made)


def _beneath(one: Input, pathway: Pathway) -> Iterator[str]:
    """All that an input is worked out from."""
    for name in one.formula.names if one.formula is not None else ():
        yield name
        if name in pathway.inputs:
            yield from _beneath(pathway.inputs[name], pathway)
