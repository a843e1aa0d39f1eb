"""Is every patient's record read, and how long does a decision with its whole explanation take?

    python evals/patients.py
    python evals/patients.py --data FOLDER             FHIR R4 Bundles, one patient a file
    python evals/patients.py --write

Reading is from the file to the record; gathering from the record to the facts that the pathway asks; explaining from
there to the recommendation with flip facts, claims and the uncertainty of its measurements. The Bundles are long and
have few of the facts that the pathway asks; the pathway's own test patients are rows that have them. CPU time, each
the median of several runs; of several patients the slowest is printed too.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from curbside.errors import UnreadablePatient
from curbside.pathway.citations import CitedPathway
from curbside.pathway.explanation import explain
from curbside.pathway.facts import Known
from curbside.pathway.gather import facts_of
from curbside.pathway.reading import TEST_PATIENTS, read_test_patients
from curbside.patient.readers import read_patient
from curbside.patient.record import PatientRecord
from curbside.patient.row import record_of_row
from curbside.workflows import open_pathway
from report import at_least, at_most, goals, machine, table, write_section

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data" / "synthea"
CONTENT = HERE.parent / "content"
BUNDLES_BY = "vitamin_d_aimss"
ON = date(2026, 11, 25)
ON_IT = "aromatase_inhibitor"
GOAL_MS = 2.0
RUNS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Milliseconds of CPU for one patient."""

    facts: int
    reading: float
    gathering: float
    explaining: float

    @property
    def deciding(self) -> float:
        """From a record that has been read to the whole explanation."""
        return self.gathering + self.explaining


def main() -> None:
    """Read, decide, print; write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="Is every record read, and how long does a decision take?")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of FHIR R4 Bundles")
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    options = parser.parse_args()
    pathways = {folder.parent.name: open_pathway(folder) for folder in sorted(CONTENT.glob("*/pathway.yaml"))}
    cited = pathways[BUNDLES_BY]
    files = sorted(options.data.glob("*.json"))
    took: list[Took] = []
    refused: list[str] = []
    ever_on_it = 0
    for place, file in enumerate(files, start=1):
        try:
            record = read_patient(file)
        except UnreadablePatient as error:
            refused.append(f"file {place}: {error}")
            continue
        ever_on_it += _was_ever_on_it(cited, record)
        took.append(_took(cited, record, partial(read_patient, file)))
    rows = {
        name: [
            _took(one, record_of_row(values), partial(record_of_row, values)) for values in _rows(name, one)
        ]
        for name, one in pathways.items()
    }
    text = "\n\n".join(
        (
            machine("msgspec"),
            table(
                (
                    "patients",
                    "how many",
                    "facts of each",
                    "reading",
                    "gathering",
                    "explaining",
                    "deciding, slowest",
                ),
                [
                    line
                    for name, of in (("bundles", took), *((f"rows, {name}", of) for name, of in rows.items()))
                    if of
                    for line in [_line(name, of)]
                ],
            )
            + "\nms of CPU, the median of all patients",
            f"{len(files)} bundles, {ever_on_it} of women ever on an aromatase inhibitor; "
            + ("all read" if not refused else "; ".join(refused)),
            goals(
                [
                    at_least("bundles read", len(took) / max(len(files), 1), 1.0),
                    *(
                        at_most(f"{name}, median", median(one.deciding for one in of), GOAL_MS, " ms")
                        for name, of in rows.items()
                    ),
                    at_most(
                        "deciding, slowest of all",
                        max(one.deciding for of in (took, *rows.values()) for one in of),
                        GOAL_MS,
                        " ms",
                    ),
                ]
            ),
        )
    )
    print(text)
    if options.write:
        write_section("patients", text)


def _rows(name: str, cited: CitedPathway) -> Iterable[dict[str, str]]:
    patients, _ = read_test_patients(CONTENT / name / TEST_PATIENTS, cited.pathway)
    return [dict(patient.values) for patient in patients]


def _was_ever_on_it(cited: CitedPathway, record: PatientRecord) -> bool:
    """On any day of their life: a dose given decades ago counts within the window of its own day."""
    days = {one.began_on for one in record.therapies if one.began_on}
    facts = (facts_of(record, cited.pathway, on=day).by_input[ON_IT] for day in sorted(days))
    return any(isinstance(fact, Known) and fact.value is True for fact in facts)


def _took(cited: CitedPathway, record: PatientRecord, read: Callable[[], PatientRecord]) -> Took:
    facts = facts_of(record, cited.pathway, on=ON)
    return Took(
        facts=len(record.observations) + len(record.therapies) + len(record.conditions) + len(record.answers),
        reading=_ms(read, runs=3),
        gathering=_ms(lambda: facts_of(record, cited.pathway, on=ON)),
        explaining=_ms(lambda: explain(cited, facts)),
    )


def _ms(work: Callable[[], object], *, runs: int = RUNS) -> float:
    took = []
    for _ in range(runs):
        started = time.process_time()
        work()
        took.append((time.process_time() - started) * 1000)
    return median(took)


def _line(name: str, took: Sequence[Took]) -> tuple[str, ...]:
    fewest, most = min(one.facts for one in took), max(one.facts for one in took)
    return (
        name,
        f"{len(took)}",
        f"{fewest:,} to {most:,}",
        f"{median(one.reading for one in took):.2f}",
        f"{median(one.gathering for one in took):.2f}",
        f"{median(one.explaining for one in took):.2f}",
        f"{max(one.deciding for one in took):.2f}",
    )


if __name__ == "__main__":
    main()
