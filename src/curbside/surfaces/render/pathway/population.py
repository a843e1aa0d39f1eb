"""What a run on a population came to: a page of charts that are tables, and the same as JSON. Counts only."""

from __future__ import annotations

import msgspec

from curbside.pathway.population.report import Count, PopulationReport
from curbside.surfaces.render import html


def as_json(report: PopulationReport) -> bytes:
    """The report as it stands; a count that may not be shown is null."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2)


def as_page(report: PopulationReport) -> str:
    """One page, self-contained: no script, nothing fetched."""
    return html.templates().get_template("population.html").render(report=report, shown=shown, share=share)


def shown(count: Count, smallest: int) -> str:
    return f"fewer than {smallest}, or kept back" if count.patients is None else f"{count.patients:,}"


def share(count: Count, whole: int) -> float:
    """Per cent of all patients, for the length of a bar; none for a count that is not shown."""
    return round(100 * (count.patients or 0) / whole, 3) if whole else 0.0
