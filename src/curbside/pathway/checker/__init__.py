"""Is a pathway right? Everything that can be found out without a patient, and its own test patients run.

`check_file` is all of it; one kind of finding is one function, in the module that its subject names. Regions are exact
(`curbside.pathway.regions`): what is reported as a gap or an overlap is one, and what is not reported is none, but for
formulas, which count as free to have any value between the ends that `curbside.pathway.ranges` sets them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from curbside.errors import FaultyPathway
from curbside.literature.content import STATEMENTS, TOPIC, EvidenceStatement, read_content
from curbside.literature.forms import Mistake
from curbside.pathway.checker.actions import contradictions, doses, silent_rows
from curbside.pathway.checker.claims import claims
from curbside.pathway.checker.coverage import gaps, missing_values
from curbside.pathway.checker.finding import CheckReport, Code, Finding, Severity, in_order
from curbside.pathway.checker.graph import cycles, misread, unused
from curbside.pathway.checker.idle import mergeable_rows, misleading_rows, redundant_rows, unreachable_rows
from curbside.pathway.checker.overlaps import overlaps
from curbside.pathway.checker.reach import Reach
from curbside.pathway.checker.saying import Teller
from curbside.pathway.checker.units import odd_pairs, unit_errors
from curbside.pathway.definition import Pathway
from curbside.pathway.reading import TEST_PATIENTS, read_pathway, read_test_patients
from curbside.pathway.trial import refuted


def check_file(path: Path, *, on: date | None = None) -> CheckReport:
    """All findings on the pathway in a file, with the statements and the test patients that stand beside it.

    ``on`` is the day on which its review may be overdue; without one that is not asked.
    """
    read = read_pathway(path)
    if read.pathway is None:
        return CheckReport(
            file=path.name, findings=in_order(_of_mistake(one, "unreadable") for one in read.mistakes)
        )
    return CheckReport(file=path.name, findings=in_order(_all(read.pathway, path, on)))


def sound_pathway(path: Path) -> Pathway:
    """The pathway in a file, when nothing speaks against its use. Raises `FaultyPathway` when there is an error."""
    report = check_file(path)
    pathway = read_pathway(path).pathway
    if pathway is None or not report.is_sound:
        first, *rest = report.of(Severity.ERROR)
        more = f", and {len(rest)} more: curbside pathway check {path}" if rest else ""
        where = f"{path.parent / (first.file or path.name)}:{first.line}"
        raise FaultyPathway(f"expected a pathway without errors; came {where}: {first.message}{more}")
    return pathway


def _all(pathway: Pathway, path: Path, on: date | None) -> Iterator[Finding]:
    yield from findings(pathway)
    yield from _overdue(pathway, on)
    statements = _statements_beside(path)
    if statements is None:
        yield Finding(
            severity=Severity.ERROR,
            code="dangling-claim",
            message=f"expected {TOPIC} and {STATEMENTS} beside the pathway, so that its claims can be looked up",
            line=1,
        )
    else:
        yield from claims(pathway, statements)
    if all(finding.code not in {"cycle", "order"} for finding in cycles(pathway)):
        yield from _refuted(pathway, path.parent / TEST_PATIENTS)


def findings(pathway: Pathway) -> Iterator[Finding]:
    """All that the pathway itself shows, without the files beside it."""
    yield from unit_errors(pathway)
    yield from odd_pairs(pathway)
    yield from unused(pathway)
    yield from misread(pathway)
    yield from doses(pathway)
    yield from silent_rows(pathway)
    circles = list(cycles(pathway))
    yield from circles
    # Of tables that wait for each other no region can be told.
    if circles:
        return
    reach = Reach(pathway)
    teller = Teller(pathway, reach.space)
    yield from gaps(reach, teller)
    yield from overlaps(reach, teller)
    yield from unreachable_rows(reach, teller)
    yield from redundant_rows(reach)
    yield from misleading_rows(reach, teller)
    yield from mergeable_rows(reach)
    yield from contradictions(reach, teller)
    yield from missing_values(reach, teller)


def _statements_beside(path: Path) -> Mapping[str, EvidenceStatement] | None:
    if not (path.parent / STATEMENTS).is_file():
        return None
    return {statement.id: statement for statement in read_content(path.parent).statements}


def _overdue(pathway: Pathway, on: date | None) -> Iterator[Finding]:
    if on and pathway.review_by and pathway.review_by < on:
        yield Finding(
            severity=Severity.WARNING,
            code="review-overdue",
            message=f"expected a review by {pathway.review_by}; asked on {on}",
            line=1,
        )


def _refuted(pathway: Pathway, file: Path) -> Iterator[Finding]:
    patients, mistakes = read_test_patients(file, pathway)
    for mistake in mistakes:
        yield _of_mistake(mistake, "test-patients")
    for mistake in refuted(pathway, patients, file=file.name):
        yield _of_mistake(mistake, "refuted")
    fired = {(table, row) for patient in patients for table, rows in patient.fires.items() for row in rows}
    for table in pathway.tables:
        untried = [row.id for row in table.rows if (table.id, row.id) not in fired]
        if patients and untried:
            yield Finding(
                severity=Severity.NOTE,
                code="untried",
                message=f"no test patient is there for {', '.join(untried)} of {table.id}",
                line=table.line,
                table=table.id,
                rows=tuple(untried),
            )


def _of_mistake(mistake: Mistake, code: Code) -> Finding:
    return Finding(
        severity=Severity.ERROR, code=code, message=mistake.message, line=mistake.line, file=mistake.file
    )
