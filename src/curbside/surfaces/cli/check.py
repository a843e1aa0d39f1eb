"""``curbside check``: is a claim borne out by the library, or by passages given with it?"""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from curbside import workflows
from curbside.errors import CurbsideError
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import Claims, whole_file
from curbside.surfaces.cli.progress import counting
from curbside.surfaces.render import listing
from curbside.verification.judging import Judged


@click.command()
@click.argument("claim", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--claims",
    type=screen.FILE,
    metavar="FILE",
    help='Check many: {"id", "claim"} a line, with "passages" to check against these alone.',
)
@click.option(
    "--out",
    type=screen.FILE,
    metavar="FILE",
    help='With --claims: {"id", "verdict", "rationale", "checks", "discrepancies", "cautions"} a line.',
)
@screen.library_option
def command(
    *, claim: str | None, as_json: bool, claims: Path | None, out: Path | None, library_path: Path | None
) -> None:
    """Say whether the library bears CLAIM out: supported, contradicted, or not enough information.

    The same checks that every answer goes through, with the sentences they rest on. No language model judges.
    """
    if (claim is None) == (claims is None):
        raise click.UsageError("expected one of a claim and --claims FILE")
    if (claims is None) != (out is None):
        raise click.UsageError("expected --claims and --out together")
    if claims is not None and out is not None:
        _check_many(claims, out, library_path)
        return
    with screen.reading(library_path) as library:
        judged = workflows.check(
            screen.typed(claim or ""), library=library, further=compose.further_comparisons()
        )
    if as_json:
        click.echo(msgspec.json.encode(judged))
        return
    sheet = screen.sheet()
    listing.judged(sheet, judged)
    screen.show(sheet)


def _check_many(path: Path, out: Path, library_path: Path | None) -> None:
    claims, further = Claims(path), compose.further_comparisons()
    with (
        screen.reading(library_path) as library,
        whole_file(out) as file,
        counting("claims") as tell,
    ):
        for done, (name, judged) in enumerate(
            workflows.check_many(claims, library=library, further=further), start=1
        ):
            if isinstance(judged, CurbsideError):
                claims.fault(f"claim {name}", str(judged))
                continue
            file.write(_line(name, judged))
            tell(done)
    claims.end()


def _line(name: str, judged: Judged) -> bytes:
    return msgspec.json.encode({"id": name, **msgspec.to_builtins(judged)}) + b"\n"
