"""``curbside pathway apply``: what a pathway says of one patient, and why."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import click

from curbside import workflows
from curbside.errors import EXIT_ABSTAINED
from curbside.pathway import record
from curbside.pathway.recommendation import Standing
from curbside.patient.readers import read_patient
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import whole_file
from curbside.surfaces.render.pathway import terminal

_PER_CENT = click.FloatRange(0, 100)


@click.command()
@click.argument("name", metavar="NAME|FILE")
@click.option(
    "--patient",
    "patient_path",
    type=screen.FILE,
    required=True,
    metavar="FILE",
    help="A FHIR R4 Bundle or QuestionnaireResponse, or the inputs by name as YAML or CSV.",
)
@click.option("--subject", default="", metavar="ID", help="Which patient, where the file has several.")
@click.option(
    "--date",
    "on",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day to decide for: nothing after it counts. Today, when not given.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON: curbside schema recommendation describes it."
)
@click.option("--html", "page", type=screen.FILE, metavar="FILE", help="Write one self-contained page.")
@click.option(
    "--assay-cv",
    "cv",
    type=_PER_CENT,
    metavar="PERCENT",
    help="The laboratory's own coefficient of variation, in place of the pathway's.",
)
@click.option(
    "--assay-bias",
    "bias",
    type=_PER_CENT,
    metavar="PERCENT",
    help="What its results are off by at most, either way, in place of the pathway's.",
)
def command(
    *,
    name: str,
    patient_path: Path,
    subject: str,
    on: datetime | None,
    as_json: bool,
    page: Path | None,
    cv: float | None,
    bias: float | None,
) -> None:
    """Decide for one patient: what to do, what cannot be decided and what it needs, and why.

    Nothing is guessed: what is not known stays unknown, and the exit code is 5 when something cannot be decided. The
    pathway's own test patients are run first.
    """
    if as_json and page is not None:
        raise click.UsageError("expected at most one of --json and --html")
    cited = workflows.usable_pathway(compose.pathway_file(screen.typed(name)))
    explanation = workflows.apply_pathway(
        cited,
        read_patient(patient_path, subject=subject),
        on=on.date() if on is not None else compose.today(),
        cv=_exactly(cv),
        bias=_exactly(bias),
    )
    if page is not None:
        from curbside.surfaces.render.pathway import page as pages

        with whole_file(page) as file:
            file.write(pages.recommendation(explanation).encode())
        screen.note(f"Wrote {page}")
    elif as_json:
        screen.hand_over(f"{record.to_json(explanation).decode()}\n")
    else:
        sheet = screen.sheet()
        terminal.recommendation(sheet, explanation)
        screen.show(sheet)
    if explanation.recommendation.standing is Standing.UNDECIDED:
        raise click.exceptions.Exit(EXIT_ABSTAINED)


def _exactly(per_cent: float | None) -> Decimal | None:
    """The number as typed."""
    return Decimal(str(per_cent)) if per_cent is not None else None
