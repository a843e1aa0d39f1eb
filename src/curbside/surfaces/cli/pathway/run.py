"""``curbside pathway run``: one pathway, a whole population."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from curbside import workflows
from curbside.pathway.population.report import SMALLEST, Count, PopulationReport
from curbside.pathway.population.running import MOST_ALIKE
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.render.pathway import population
from curbside.surfaces.render.wording import printable


@click.command()
@click.argument("name", metavar="NAME|FILE")
@click.option(
    "--patients", required=True, type=screen.PATH, metavar="PATH", help="CSV, Parquet, or a folder of NDJSON."
)
@click.option(
    "--out", required=True, type=screen.PATH, metavar="DIR", help="Where the answers and the report go."
)
@click.option(
    "--on", "engine", default="duckdb", metavar="ENGINE", help="duckdb, spark-local or spark://HOST:PORT."
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the decisions; else today."
)
@click.option(
    "--map", "maps", multiple=True, metavar="COLUMN=INPUT", help="Which column is which input, or INPUT.unit."
)
@click.option(
    "--flips",
    default=MOST_ALIKE,
    show_default=True,
    type=click.IntRange(min=0),
    help="For how many kinds of patients to work flip facts out; 0 for none.",
)
@click.option(
    "--smallest-cell",
    "smallest",
    default=SMALLEST,
    show_default=True,
    type=click.IntRange(min=1),
    help="The smallest count that the report shows.",
)
def command(
    *,
    name: str,
    patients: Path,
    out: Path,
    engine: str,
    day: datetime | None,
    maps: tuple[str, ...],
    flips: int,
    smallest: int,
) -> None:
    """Run a pathway on every patient of a file or folder.

    DIR/recommendations.parquet has one row a patient, DIR/report.html and DIR/report.json the counts, which name
    nobody. A patient who cannot be decided on, and a line that cannot be read, is counted, and the others are done.
    """
    cited = workflows.usable_pathway(compose.pathway_file(screen.typed(name)))
    report = workflows.run_pathway(
        cited,
        patients,
        out=out,
        on=day.date() if day else datetime.now(UTC).astimezone().date(),
        engine=engine,
        maps=maps,
        most_alike=flips,
        smallest=smallest,
    )
    (out / "report.json").write_bytes(population.as_json(report))
    (out / "report.html").write_text(population.as_page(report), encoding="utf-8")
    for line in _told(report):
        click.echo(printable(line))
    click.echo(f"The answers and the report are in {out}")


def _told(report: PopulationReport) -> list[str]:
    lines = [
        f"{report.patients:,} patients, on {report.on}, by {report.pathway} {report.version} ({report.status})"
    ]
    lines += [f"{_shown(one, report.smallest)}: {one.said}" for one in report.standings]
    lines += [f"{_shown(one, report.smallest)}: not done: {one.said}" for one in report.left_out]
    if report.columns_not_read:
        lines.append(
            f"{report.columns_not_read}: columns that are no input of it and were not read; see --map"
        )
    return lines


def _shown(count: Count, smallest: int) -> str:
    return f"< {smallest}" if count.patients is None else f"{count.patients:,}"
