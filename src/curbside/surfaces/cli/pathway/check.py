"""``curbside pathway check``: is a pathway right?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
import msgspec

from curbside import workflows
from curbside.errors import BadData
from curbside.pathway.checker.finding import CheckReport, Finding, Severity
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.render.wording import counted, printable


@click.command()
@click.argument("named", metavar="FILE")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which its review may be overdue.")
@click.option("--pin", is_flag=True, help="Write the hashes of its claims, as approved now, into the file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, named: str, on: datetime | None, pin: bool, as_json: bool) -> None:
    """Find what is wrong with a pathway, as FILE:LINE: SEVERITY: MESSAGE, each with a patient whom it happens to.

    Its own test patients are run. Exit code 3 when there is an error: it may not be used then.
    """
    path = compose.pathway_file(screen.typed(named))
    if pin:
        workflows.pin_claims(path)
    report = workflows.check_pathway(path, on=on.date() if on else None)
    if as_json:
        click.echo(msgspec.json.encode([_plain(one, report) for one in report.findings]))
    else:
        for one in report.findings:
            where = f"{path.parent / (one.file or path.name)}:{one.line}"
            click.echo(printable(f"{where}: {one.severity.value}: {one.message} [{one.code}]"))
    if not report.is_sound:
        raise BadData(f"{_count(report, path)}; it may not be used")
    if not as_json:
        click.echo(_count(report, path))


def _count(report: CheckReport, path: Path) -> str:
    counts = (counted(len(report.of(severity)), severity.value) for severity in Severity)
    return f"{', '.join(counts)} in {path}"


def _plain(one: Finding, report: CheckReport) -> dict[str, object]:
    return {
        "file": one.file or report.file,
        "line": one.line,
        "severity": one.severity.value,
        "code": one.code,
        "message": one.message,
        "table": one.table or None,
        "rows": one.rows,
        "example": one.example or None,
    }
