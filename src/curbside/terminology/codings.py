"""Codes of the code systems that records carry: what a result, a medicine or a condition is, for a machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SYSTEMS: Final[dict[str, str]] = {
    "loinc": "http://loinc.org",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "atc": "http://www.whocc.no/atc",
    "icd-10-cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "icd-10": "http://hl7.org/fhir/sid/icd-10",
    "snomed": "http://snomed.info/sct",
}
"""The short names that a pathway writes, and the addresses that FHIR gives the same systems."""

_WRITTEN: Final = re.compile(r"(?P<system>[a-z0-9-]+) (?P<code>[^\s-][^\s]*)")
_FAMILY: Final = ".-"


@dataclass(frozen=True, slots=True)
class Coding:
    """A code in a code system, by the system's address; ``C50.-`` stands for every code that begins with ``C50``."""

    system: str
    code: str

    @property
    def is_family(self) -> bool:
        return self.code.endswith(_FAMILY)

    @property
    def stem(self) -> str:
        """What every code of the family begins with; the code itself when it is no family."""
        return self.code.removesuffix(_FAMILY)

    def covers(self, other: Coding) -> bool:
        """Is the other code this one, or one of this family?"""
        if self.system != other.system:
            return False
        if not self.is_family:
            return self.code == other.code
        return other.code == self.stem or other.code.startswith(f"{self.stem}.")

    def __str__(self) -> str:
        short = next((name for name, address in SYSTEMS.items() if address == self.system), self.system)
        return f"{short} {self.code}"


def coding_written(text: str) -> Coding | None:
    """``loinc 62292-8`` as a coding; None when it is not so written or the system is not one of `SYSTEMS`."""
    written = _WRITTEN.fullmatch(text)
    if not written or written["system"] not in SYSTEMS:
        return None
    return Coding(SYSTEMS[written["system"]], written["code"])
