"""Which languages a pathway can be written in, and the file that each makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curbside.pathway.citations import CitedPathway
from curbside.pathway.exports.cql import cql
from curbside.pathway.exports.dmn import dmn
from curbside.pathway.exports.fhir import fhir

LANGUAGES: Final = {"fhir": (fhir, ".fhir.json"), "dmn": (dmn, ".dmn"), "cql": (cql, ".cql")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A pathway in another language, and the name its file goes by."""

    file: str
    text: str


def exported(cited: CitedPathway, *, to: str) -> Exported:
    """The pathway in one of `LANGUAGES`: the same text for the same pathway."""
    written, ending = LANGUAGES[to]
    return Exported(file=f"{cited.pathway.id}{ending}", text=written(cited))
