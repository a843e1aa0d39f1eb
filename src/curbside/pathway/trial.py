"""A pathway's own test patients, run before it may be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curbside.literature.forms import Mistake
from curbside.pathway.definition import Pathway, TestPatient
from curbside.pathway.engine import decide
from curbside.pathway.gather import facts_of
from curbside.patient.row import record_of_row


def refuted(pathway: Pathway, patients: Iterable[TestPatient], *, file: str) -> Iterator[Mistake]:
    """What comes out otherwise than a test patient says, one mistake a patient and table."""
    for patient in patients:
        record = record_of_row(patient.values, id=patient.id)
        found = decide(pathway, facts_of(record, pathway, on=patient.on))
        fired = {result.table: result.rows for result in found.tables if result.rows}
        for table in sorted({*fired, *patient.fires}):
            expected, came = patient.fires.get(table, ()), fired.get(table, ())
            if expected != came:
                message = (
                    f"'{patient.id}' expected {_rows(expected)} of '{table}' to fire; came {_rows(came)}"
                )
                yield Mistake(file=file, line=patient.line, message=message)
        lacks = tuple(sorted(need.input for need in found.needs))
        if lacks != tuple(sorted(patient.lacks)):
            message = f"'{patient.id}' expected to lack {_rows(patient.lacks)}; came {_rows(lacks)}"
            yield Mistake(file=file, line=patient.line, message=message)


def _rows(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"
