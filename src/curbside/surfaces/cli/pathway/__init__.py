"""``curbside pathway``: the algorithm as data. A command is one line here and one module beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click

from curbside.surfaces.cli.doors import Doors


class _Pathway(Doors):
    package = __name__
    modules: ClassVar[Mapping[str, str]] = {"list": "listing"}
    lines: ClassVar[Mapping[str, str]] = {
        "list": "List the pathways that come with it.",
        "show": "Lay one out: whom it is for, what it must know, its tables, what it rests on.",
        "run": "Run one on a whole population, on DuckDB or Spark.",
        "check": "Find what is wrong with one, and run its test patients.",
        "apply": "Decide for one patient, and say why.",
        "export": "Write one as FHIR, DMN or CQL, for other engines.",
    }


@click.group(cls=_Pathway)
def command() -> None:
    """See, check and run pathways: decision tables that a clinician can read and a machine can run."""
