"""DuckDB: one process, many cores, more data than memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from curbside.errors import Mendable, OutsideFailure, UnreadablePatient
from curbside.pathway.population.engines import LONGEST_LINE, Fields

try:
    import duckdb
except ImportError as error:
    raise Mendable(
        "expected the package duckdb, which a population is run on: pip install 'curbside[population]'"
    ) from error

MEMORY: Final = "1500MB"
"""What it may hold at once. What is more goes to the disk, into a folder that does not outlive the run."""

_AT_ONCE: Final = 500
_NDJSON: Final = f"format = 'newline_delimited', ignore_errors = true, maximum_object_size = {LONGEST_LINE}"
_TYPES: Final = {"VARCHAR": "STRING", "INTEGER": "BIGINT", "FLOAT": "DOUBLE"}


class DuckDBEngine:
    """An engine in this process. Its own messages can hold values from the data, and so are never passed on."""

    name = "duckdb"

    def __init__(self, *, scratch: Path, threads: int | None = None) -> None:
        self.scratch = scratch
        self._base = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "temp_directory": str(scratch),
                "preserve_insertion_order": False,
                # No code, and nothing else, is fetched from anywhere.
                "autoinstall_known_extensions": False,
                "allow_community_extensions": False,
                **({"threads": threads} if threads else {}),
            }
        )
        self._run("SET TimeZone = 'UTC'")
        self._run("SET enable_progress_bar = false")
        self._run("CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)")

    def quoted(self, column: str) -> str:
        return '"' + column.replace('"', '""') + '"'

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._run(query).fetchall()

    def view(self, name: str, query: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def keep(self, name: str, query: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def table(self, name: str, fields: Fields, rows: Sequence[tuple[Any, ...]]) -> None:
        columns = ", ".join(f"{column} {kind}" for column, kind in fields.items())
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        if rows:
            places = ", ".join("?" for _ in fields)
            many = ", ".join(f"({places})" for _ in rows)
            self._run(f"INSERT INTO {name} VALUES {many}", [value for row in rows for value in row])

    def flat(self, name: str, path: Path) -> Fields:
        if path.suffix.lower() in {".csv", ".tsv"}:
            read = (
                f"read_csv({_quoted(path)}, all_varchar = true, header = true, "
                "ignore_errors = true, store_rejects = true)"
            )
        else:
            read = f"read_parquet({_quoted(path / '*.parquet' if path.is_dir() else path)})"
        self.view(name, f"SELECT * FROM {read}")
        described = self.rows(f"SELECT column_name, column_type FROM (DESCRIBE {name})")
        return {column: _TYPES.get(kind, kind) for column, kind in described}

    def left_out(self, name: str) -> int:
        has_any = self.rows("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'")
        if not has_any[0][0]:
            return 0
        found = self.rows(
            "SELECT count(*) FROM (SELECT DISTINCT file_id, line FROM reject_errors "
            "WHERE scan_id = (SELECT max(scan_id) FROM reject_errors))"
        )
        return int(found[0][0])

    def ndjson(self, name: str, files: Sequence[Path], fields: Mapping[str, Any]) -> None:
        columns = ", ".join(f"{self.quoted(field)}: '{_type(shape)}'" for field, shape in fields.items())
        self.view(name, f"SELECT * FROM read_json({_listed(files)}, columns = {{{columns}}}, {_NDJSON})")

    def lines(self, files: Sequence[Path]) -> str:
        about = "json_extract_string(json, '$.subject.reference')"
        return (
            f"SELECT CAST(json AS VARCHAR) AS line, json_extract_string(json, '$.id') AS own, {about} AS about "
            f"FROM read_ndjson_objects({_listed(files)}, {_NDJSON}) WHERE json_type(json) = 'OBJECT'"
        )

    def each_of(self, source: str, items: str) -> str:
        # Not a join, which would first gather all of it in memory.
        each = f"CASE WHEN len({items}) > 0 THEN {items} ELSE [NULL] END"
        return f"(SELECT *, UNNEST({each}) AS c FROM {source}) AS r"

    def item(self, items: str, place: int) -> str:
        return f"{items}[{place}]"

    def number(self, field: str) -> str:
        # It is read as JSON, for read as a number "34" would be taken for 34.
        return f"TRY_CAST(CASE WHEN left({field}, 1) <> '\"' THEN {field} END AS DOUBLE)"

    @property
    def instant(self) -> str:
        return "TIMESTAMPTZ"

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        found = self._run(query)
        while rows := found.fetchmany(_AT_ONCE):
            yield from rows

    def write(self, query: str, path: Path) -> int:
        counted = self._run(
            f"COPY ({query}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)"
        ).fetchall()
        return int(counted[0][0])

    def written(self, name: str, path: Path) -> None:
        self.view(name, f"SELECT * FROM read_parquet({_quoted(path)})")

    def close(self) -> None:
        self._base.close()

    def _run(self, statement: str, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        try:
            return self._base.execute(statement, list(values))
        except duckdb.OutOfMemoryException:
            raise OutsideFailure(f"DuckDB could not go on within {MEMORY} of memory") from None
        except duckdb.IOException:
            raise OutsideFailure("DuckDB could not read or write a file") from None
        except duckdb.InvalidInputException:
            raise UnreadablePatient("DuckDB could not read what it was given") from None


def _listed(files: Sequence[Path]) -> str:
    return f"[{', '.join(_quoted(file) for file in files)}]"


def _type(shape: Any) -> str:
    """`curbside.pathway.population.bulk.Shape` in DuckDB's words."""
    if isinstance(shape, str):
        return {"text": "VARCHAR", "number": "JSON", "json": "JSON", "yes or no": "BOOLEAN"}[shape]
    if isinstance(shape, Mapping):
        fields = ", ".join(f'"{field}" {_type(inner)}' for field, inner in shape.items())
        return f"STRUCT({fields})"
    return f"{_type(shape[0])}[]"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
