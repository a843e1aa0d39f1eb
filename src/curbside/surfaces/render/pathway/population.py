"""What a run on a population came to: a page of charts, each with its table, and the same as JSON. Counts only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from markupsafe import Markup, escape

from curbside.pathway.population.report import Count, PopulationReport
from curbside.surfaces.render import html

_ROW: Final = 30
_BAR: Final = 20
_LABEL: Final = 46
"""Per cent of the width that labels have."""


def as_json(report: PopulationReport) -> bytes:
    """The report as it stands; a count that may not be shown is null."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2)


def as_page(report: PopulationReport) -> str:
    """One page, self-contained: no script, nothing fetched."""
    return html.templates().get_template("population.html").render(report=report, bars=bars, shown=shown)


def shown(count: Count, smallest: int) -> str:
    return f"fewer than {smallest}, or kept back" if count.patients is None else f"{count.patients:,}"


def bars(counts: Sequence[Count], whole: int, smallest: int, title: str) -> Markup:
    """A bar a count, its length the share of all patients. The table beside it says the same in figures."""
    if not counts:
        return Markup()
    rows = [_bar(count, place, whole, smallest) for place, count in enumerate(counts)]
    height = _ROW * len(counts)
    start = Markup('<svg class="bars" role="img" aria-label="{}" width="100%" height="{}">').format(
        title, height
    )
    return start + Markup("").join(rows) + Markup("</svg>")


def _bar(count: Count, place: int, whole: int, smallest: int) -> Markup:
    top = place * _ROW
    share = (count.patients or 0) / whole if whole else 0.0
    width = round((100 - _LABEL - 14) * share, 3)
    label = count.said if len(count.said) <= 44 else f"{count.said[:43]}…"
    figure = f"< {smallest}" if count.patients is None else f"{count.patients:,}"
    return Markup(
        '<text x="0" y="{y}">{label}</text>'
        '<rect x="{x}%" y="{top}" width="{width}%" height="{bar}"></rect>'
        '<text class="figure" x="{end}%" y="{y}">{figure}</text>'
    ).format(
        y=top + 15,
        label=escape(label),
        x=_LABEL,
        top=top,
        width=max(width, 0.2),
        bar=_BAR,
        end=_LABEL + max(width, 0.2) + 1,
        figure=figure,
    )
