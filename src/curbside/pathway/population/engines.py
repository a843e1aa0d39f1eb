"""The seam to engines that run SQL over more patients than fit in memory.

All statements but those of reading and writing are the same text for every engine. What an engine must promise is in
``tests/populations``, which each of them passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

Fields = Mapping[str, str]
"""Names and types, the types in the words that both engines know: DOUBLE, BIGINT, BOOLEAN, DATE, STRING."""


LONGEST_LINE: Final = 16 << 20
"""Bytes. No resource that is read here has a hundredth of it; a line that is longer is none."""


class Engine(Protocol):
    """Runs SQL. Every name is of a view or a table that lives no longer than the engine."""

    name: str
    scratch: Path
    """A folder for what does not fit in memory, which does not outlive the run."""

    def quoted(self, column: str) -> str:
        """A column's name as it may stand in a query, whatever it is."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of an answer that is small."""

    def view(self, name: str, query: str) -> None:
        """A name for a query."""

    def keep(self, name: str, query: str) -> None:
        """Run a query now and keep what it gives, for more than one later query to read."""

    def table(self, name: str, fields: Fields, rows: Sequence[tuple[Any, ...]]) -> None:
        """A small table of given values."""

    def flat(self, name: str, path: Path) -> Fields:
        """A view of a CSV or Parquet file (or a folder of Parquet files), and the columns it has.

        All columns of a CSV file are text. A line of other columns than the head is left out, and counted by
        `left_out`.
        """

    def left_out(self, name: str) -> int:
        """How many lines of a file or of files could not be read at all, so far."""

    def ndjson(self, name: str, files: Sequence[Path], fields: Mapping[str, Any]) -> None:
        """A view of FHIR resources, one a line, by their fields (`curbside.pathway.population.bulk.Shape`).

        A line that is no JSON object is a row of which every field is NULL.
        """

    def lines(self, files: Sequence[Path]) -> str:
        """A query: every line that is a JSON object (``line``), its id (``own``) and whom it is about (``about``)."""

    def each_of(self, source: str, items: str) -> str:
        """What stands after FROM to have a row for each item of a list, as ``r.c``; one without items is there once."""

    def item(self, items: str, place: int) -> str:
        """An item of a list, from 1; NULL where there are fewer."""

    def number(self, field: str) -> str:
        """A field that should hold a number as a double; NULL where it holds something else."""

    @property
    def instant(self) -> str:
        """The type of a point in time that knows its zone."""

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer that may be large, few at a time."""

    def write(self, query: str, path: Path) -> int:
        """The answer as Parquet: a file, or a folder of files where several machines write. How many rows it has."""

    def written(self, name: str, path: Path) -> None:
        """A view of what `write` wrote."""

    def close(self) -> None:
        """Forget everything, and leave nothing behind."""
