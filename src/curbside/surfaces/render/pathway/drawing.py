"""The graph of a pathway as a picture: tables from top to bottom, lines from each to those that read what it gives.

The picture has no fixed width: boxes reach to the right edge, and lettering is as large on a phone as on a desk.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from curbside.surfaces.render.pathway.graph import Node

_LETTERS = 30
"""How many letters of a title stand in one line: as many as a phone shows beside the lines."""

_LINE = 19
_ROOM = 22
_GAP = 14
_LANE = 13
_EDGE = 8


@dataclass(frozen=True, slots=True)
class _Box:
    """A table as it is drawn: its lines of text, and where it stands."""

    node: Node
    lines: tuple[str, ...]
    top: int

    @property
    def height(self) -> int:
        return _LINE * len(self.lines) + _ROOM

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def svg(nodes: Sequence[Node]) -> Markup:
    """The graph as one ``<svg>``, to stand within a page; each box leads to its table there."""
    boxes = _boxes(nodes)
    lanes = _lanes(nodes)
    left = _EDGE + _LANE * (max(lanes.values(), default=-1) + 1) + _LANE
    height = boxes[-1].top + boxes[-1].height + 2
    described = ". ".join(f"{node.place}, {node.title}: {node.said}" for node in nodes)
    return Markup("").join(
        [
            Markup(
                '<svg class="graph" role="img" aria-labelledby="graph-title graph-text" width="100%" height="{}"'
                ' xmlns="http://www.w3.org/2000/svg"><title id="graph-title">The order of the tables</title>'
                '<desc id="graph-text">{}.</desc>'
            ).format(height, described),
            *(_lines(box, boxes, lanes, left) for box in boxes if box.node.place in lanes),
            *(_box(box, left) for box in boxes),
            Markup("</svg>"),
        ]
    )


def _boxes(nodes: Sequence[Node]) -> list[_Box]:
    boxes: list[_Box] = []
    for node in nodes:
        top = boxes[-1].top + boxes[-1].height + _GAP if boxes else 1
        lines = textwrap.wrap(f"{node.place}  {node.title}", _LETTERS)
        if node.table.can_end:
            lines.append("may end the pathway")
        boxes.append(_Box(node, tuple(lines), top))
    return boxes


def _lanes(nodes: Sequence[Node]) -> dict[int, int]:
    """For each table that gives something to others, the lane of its line: the innermost that is free so far down."""
    reach = {place: node.place for node in nodes for place in node.after}
    lanes: dict[int, int] = {}
    for place in sorted(reach):
        taken = {lanes[other] for other in lanes if reach[other] >= place}
        lanes[place] = next(lane for lane in range(len(nodes)) if lane not in taken)
    return lanes


def _lines(box: _Box, boxes: Sequence[_Box], lanes: dict[int, int], left: int) -> Markup:
    """From a box out to its lane, down, and with an arrow into each box that reads what it gives."""
    x = left - _LANE - _LANE * lanes[box.node.place]
    ends = [other for other in boxes if box.node.place in other.node.after]
    start = box.middle + 5
    path = f"M{left} {start}H{x}V{ends[-1].middle - 5}"
    arrows = "".join(f"M{x} {end.middle - 5}H{left - 2}" for end in ends)
    tips = Markup("").join(
        Markup('<polygon points="{0},{1} {2},{3} {2},{4}"/>').format(
            left, end.middle - 5, left - 7, end.middle - 9, end.middle - 1
        )
        for end in ends
    )
    return Markup('<path d="{}{}"/>').format(path, arrows) + tips


def _box(box: _Box, left: int) -> Markup:
    lines = Markup("").join(
        Markup('<tspan x="{}" y="{}"{}>{}</tspan>').format(
            left + 12,
            box.top + _ROOM // 2 + _LINE * (number + 1) - 5,
            Markup(' class="may-end"') if box.node.table.can_end and number == len(box.lines) - 1 else "",
            line,
        )
        for number, line in enumerate(box.lines)
    )
    return Markup(
        '<a href="#table-{0}"><rect x="{1}" y="{2}" height="{3}" rx="6" style="width:calc(100% - {4}px)"{5}/>'
        "<text>{6}</text></a>"
    ).format(
        box.node.place,
        left,
        box.top,
        box.height,
        left + 1,
        Markup(' class="may-end"') if box.node.table.can_end else "",
        lines,
    )
