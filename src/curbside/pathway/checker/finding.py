"""What the checker has to say of a pathway, one thing a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal


class Severity(Enum):
    """How bad it is. With an error a pathway may not be used."""

    ERROR = "error"
    """Some patient would be advised wrongly, twice, or not at all; or nothing shows why."""
    WARNING = "warning"
    """No patient is advised wrongly for it, and yet its author can hardly have meant it."""
    NOTE = "note"
    """Worth knowing: what happens to a missing value, which figures are rounded."""


Code = Literal[
    "gap",
    "overlap",
    "disagreement",
    "unreachable",
    "redundant",
    "mergeable",
    "misleading",
    "first-hit",
    "silent",
    "contradiction",
    "two-doses",
    "dose",
    "interval",
    "over-limit",
    "dose-unit",
    "unit-missing",
    "unit-mismatch",
    "unit-rounded",
    "unit-dimension",
    "cycle",
    "order",
    "reads-collected",
    "text-place",
    "formula-plausible",
    "unused-input",
    "unused-column",
    "unused-word",
    "dangling-claim",
    "changed-claim",
    "superseded-claim",
    "unpinned-claim",
    "unused-pin",
    "missing-value",
    "unreadable",
    "test-patients",
    "refuted",
    "untried",
    "review-overdue",
]
"""What kind of finding it is: what each means stands in ``docs/pathways.md``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, or worth knowing: what in a word, where, and in a sentence for a clinician.

    ``example`` has a patient whom it happens to, as values by label: never a real one.
    """

    severity: Severity
    code: Code
    message: str
    line: int
    file: str = ""
    """By name; the pathway's own where it is empty."""
    table: str = ""
    rows: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All findings on one pathway, by severity and then by place."""

    file: str
    findings: tuple[Finding, ...]

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is severity)

    @property
    def is_sound(self) -> bool:
        return not self.of(Severity.ERROR)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then by file and line."""
    ranks = list(Severity)
    return tuple(
        sorted(
            findings, key=lambda one: (ranks.index(one.severity), one.file, one.line, one.code, one.message)
        )
    )
