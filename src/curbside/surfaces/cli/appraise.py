"""``curbside appraise``: which way the outcomes of a file of prompts went, each in its own abstract."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
import msgspec

from curbside import workflows
from curbside.appraisal.comparison import Compared
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import Prompts, whole_file
from curbside.surfaces.cli.progress import counting

NOT_STATED: Final = "not stated"


@click.command()
@click.option(
    "--prompts",
    "prompts_path",
    type=screen.FILE,
    required=True,
    metavar="FILE",
    help='{"id", "intervention", "comparator", "outcome", "abstract"} a line.',
)
@click.option(
    "--out",
    type=screen.FILE,
    required=True,
    metavar="FILE",
    help='{"id", "direction", "rationale"} a line.',
)
def command(*, prompts_path: Path, out: Path) -> None:
    """Say for each prompt which way its outcome went with the intervention, compared with the comparator.

    Increased, decreased, no difference, or not stated: more or less of the outcome, whether or not that is good.
    The rationale is the sentence of the abstract that says so, to the letter. No library is read.
    """
    prompts = Prompts(prompts_path)
    with whole_file(out) as file, counting("prompts") as tell:
        for done, (name, compared) in enumerate(workflows.appraise(prompts), start=1):
            file.write(_line(name, compared))
            tell(done)
    prompts.end()


def _line(name: str, compared: Compared) -> bytes:
    direction = compared.direction.value if compared.direction else NOT_STATED
    return msgspec.json.encode({"id": name, "direction": direction, "rationale": compared.rationale}) + b"\n"
