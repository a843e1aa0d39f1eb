"""What a run came to, in counts that say nothing of any one patient.

A count below the smallest that may be shown is left out; so that it cannot be had by subtraction, the next smallest
of the same whole is left out with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from curbside.pathway.definition import HitPolicy, Pathway
from curbside.pathway.population.engines import Engine
from curbside.pathway.population.shaping import WHY
from curbside.pathway.recommendation import Standing

SMALLEST: Final = 5
"""Counts of fewer patients are not shown, unless the run is told otherwise."""
_PLACE: Final = re.compile(r"\{(\w+)\}")
MOST_KINDS: Final = 50
"""So many recommendations are counted one by one; those given to fewer patients are counted together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many patients something is so of. ``patients`` is None for fewer than may be shown, or as good as that."""

    code: str
    said: str
    patients: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCounts:
    """Of one table: which rows fired, and where none did, what became of it."""

    table: str
    title: str
    rows: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclassification:
    """How many patients the true value of a measured input would put into another band than the result does.

    ``expected`` is a mean over what the assay's imprecision makes probable, of ``measured`` patients.
    """

    input: str
    label: str
    cv: str
    bias: str
    measured: int
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationReport:
    """Counts over all patients of a run.

    ``left_out`` are lines that could not be read as a patient's at all, by why. ``without_flips`` are patients of so
    rare a kind that no flip facts were worked out. ``columns_not_read`` are columns of a flat file that are no input;
    their names are not repeated, for a file without its header has values for names. ``advised`` are rows that gave
    advice, of which a patient may have several, and ``recommendations`` what was advised together. ``smallest`` is the
    smallest count shown.
    """

    pathway: str
    version: str
    title: str
    status: str
    on: date
    engine: str
    patients: int
    without_id: int
    repeated_ids: int
    without_flips: int
    columns_not_read: int
    smallest: int
    left_out: tuple[Count, ...]
    standings: tuple[Count, ...]
    advised: tuple[Count, ...]
    recommendations: tuple[Count, ...]
    tables: tuple[TableCounts, ...]
    missing: tuple[Count, ...]
    quality: tuple[Count, ...]
    reclassification: tuple[Reclassification, ...]


def shown(
    counts: Mapping[str, int], words: Mapping[str, str], *, smallest: int, whole: bool
) -> tuple[Count, ...]:
    """Counts from the greatest down. ``whole`` when each patient is in one of them and only one."""
    ordered = sorted(
        ((count, code) for code, count in counts.items() if count), key=lambda one: (-one[0], one[1])
    )
    hidden = {code for count, code in ordered if count < smallest}
    if whole and len(hidden) == 1 and len(ordered) > 1:
        # One alone is the whole less all others.
        hidden.add(next(code for count, code in reversed(ordered) if code not in hidden))
    return tuple(
        Count(code=code, said=words.get(code, code), patients=None if code in hidden else count)
        for count, code in ordered
    )


class Counting:
    """Counts what `curbside.pathway.population.running` wrote, which the engine has as ``answers``."""

    def __init__(self, engine: Engine, pathway: Pathway, *, smallest: int) -> None:
        self._engine, self._pathway, self._smallest = engine, pathway, smallest

    def standings(self) -> tuple[Count, ...]:
        return self._whole(self._by("standing"), {one.value: _STANDINGS[one] for one in Standing})

    def advised(self, tables: Iterable[TableCounts]) -> tuple[Count, ...]:
        """The rows that gave advice, the most frequent first; what a table keeps back is kept back here."""
        found = [
            Count(
                code=f"{table.table}:{count.code}",
                said=f"{table.title}: {count.said}",
                patients=count.patients,
            )
            for table in tables
            for row in self._pathway.table(table.table).rows
            for count in table.rows
            if row.actions and count.code == row.id
        ]
        return tuple(sorted(found, key=lambda count: -(count.patients or 0)))

    def recommendations(self) -> tuple[Count, ...]:
        """By standing, why it ended and the rows that gave advice."""
        rows = self._engine.rows(
            "SELECT standing, ended, recommendation, count(*) AS patients FROM answers "
            f"GROUP BY standing, ended, recommendation ORDER BY patients DESC, recommendation, ended LIMIT {MOST_KINDS}"
        )
        counts, words = Counter[str](), {}
        for standing, ended, recommendation, patients in rows:
            code = " ".join(filter(None, (recommendation, f"({standing})")))
            code = f"{code} {ended}".strip() if ended else code
            counts[code] += patients
            words[code] = self._in_words(standing, ended, recommendation)
        ((everyone,),) = self._engine.rows("SELECT count(*) FROM answers")
        if rest := everyone - counts.total():
            counts["others"], words["others"] = rest, "Other combinations, each of fewer patients"
        return self._whole(counts, words)

    def _in_words(self, standing: str, ended: str, recommendation: str) -> str:
        rows = [one.partition(":") for one in recommendation.split()]
        told = "; ".join(f"{self._title(table)}: {row}" for table, _, row in rows)
        lead = (
            f"Ended: {ended}"
            if ended
            else ""
            if standing == Standing.RECOMMENDED.value
            else "Cannot decide in full"
        )
        return "; ".join(filter(None, (lead, told))) or "Nothing to advise"

    def _title(self, table: str) -> str:
        return self._pathway.table(table).title

    def _said(self, table: str, row: str) -> str:
        """The first sentence of what a row advises; of one that advises nothing, why it ends, its outputs, its name."""
        found = next(one for one in self._pathway.table(table).rows if one.id == row)
        if not found.actions:
            return found.ends or ", ".join(found.outputs.values()) or row.replace("_", " ")
        first, _, rest = found.actions[0].text.partition(". ")
        more = len(found.actions) - 1
        text = first if rest else first.removesuffix(".")
        return _PLACE.sub(self._name, text) + (f" (and {more} more)" if more else "")

    def _name(self, place: re.Match[str]) -> str:
        """An input in place of its value: the report has nobody's."""
        declared = self._pathway.inputs.get(place[1])
        return f"[{declared.label if declared else place[1]}]"

    def tables(self) -> Iterator[TableCounts]:
        for table in self._pathway.tables:
            counts = Counter[str]()
            for standing, rows, patients in self._engine.rows(
                f"SELECT standing_{table.id}, rows_{table.id}, count(*) FROM answers "
                f"GROUP BY standing_{table.id}, rows_{table.id}"
            ):
                for fired in rows.split() if rows else [f"({standing})"]:
                    counts[fired] += patients
            is_whole = table.hit is not HitPolicy.COLLECT
            words = {row.id: self._said(table.id, row.id) for row in table.rows if row.id in counts}
            rows = shown(counts, words, smallest=self._smallest, whole=is_whole)
            yield TableCounts(table=table.id, title=table.title, rows=rows)

    def missing(self) -> tuple[Count, ...]:
        labels = {name: declared.label for name, declared in self._pathway.inputs.items()}
        return shown(self._each("missing"), labels, smallest=self._smallest, whole=False)

    def quality(self) -> tuple[Count, ...]:
        counts = self._each("marks")
        words = {code: self._marked(code) for code in counts}
        return shown(counts, words, smallest=self._smallest, whole=False)

    def _marked(self, code: str) -> str:
        name, _, why = code.partition(":")
        return f"{self._pathway.inputs[name].label}: {WHY.get(why, why)}"

    def ids(self) -> tuple[int, int]:
        """How many answers have no patient's name, and how many have one that another has too."""
        ((every, named, different),) = self._engine.rows(
            "SELECT count(*), count(patient), count(DISTINCT patient) FROM answers"
        )
        return every - named, named - different

    def left_out(self, counts: Mapping[str, int]) -> tuple[Count, ...]:
        return tuple(
            Count(code=code, said=LEFT_OUT[code], patients=count) for code, count in counts.items() if count
        )

    def _whole(self, counts: Mapping[str, int], words: Mapping[str, str]) -> tuple[Count, ...]:
        return shown(counts, words, smallest=self._smallest, whole=True)

    def _by(self, column: str) -> dict[str, int]:
        return dict(self._engine.rows(f"SELECT {column}, count(*) FROM answers GROUP BY {column}"))

    def _each(self, column: str) -> Counter[str]:
        """Of a column of words with spaces between, how many patients have each word."""
        counts = Counter[str]()
        for words, patients in self._by(column).items():
            for word in (words or "").split():
                counts[word] += patients
        return counts


_STANDINGS: Final = {
    Standing.RECOMMENDED: "Recommended",
    Standing.UNDECIDED: "Cannot decide in full",
    Standing.ENDED: "Ended: not for this patient",
}

LEFT_OUT: Final = {
    "unreadable": "Lines that are no row or no JSON",
    "too_long": "Lines that are too long to be one resource",
    "no_patient": "Resources that name no patient",
    "refused": "Patients whose record is refused, as one of another version of FHIR",
}
"""Why a line is no part of any patient's record, by its code."""
