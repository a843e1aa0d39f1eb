"""Apache Spark: many machines, or this one for a test."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from curbside.errors import Mendable, OutsideFailure
from curbside.pathway.population.engines import Fields

try:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import DataFrame, SparkSession
except ImportError as error:
    raise Mendable(
        "expected the package pyspark, which Spark is spoken to with: pip install 'curbside[spark]'"
    ) from error

_TYPES: Final = {"int": "BIGINT", "float": "DOUBLE"}
_CORRUPT: Final = "_corrupt_record"


class SparkEngine:
    """A session on a Spark master. Its own messages can hold values from the data, and so are never passed on."""

    name = "spark"

    def __init__(self, *, master: str, scratch: Path, settings: Mapping[str, str] | None = None) -> None:
        self.scratch = scratch
        # It would write every failed statement, values and all, to standard error.
        logging.getLogger("SQLQueryContextLogger").disabled = True
        building = SparkSession.builder.master(master).appName("curbside").config("spark.ui.enabled", "false")
        all_settings = {
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.ansi.enabled": "true",
            "spark.local.dir": str(scratch),
            "spark.sql.warehouse.dir": str(scratch / "warehouse"),
            "spark.log.level": "OFF",
            "spark.sql.analyzer.maxIterations": "1000",
            "spark.sql.optimizer.maxIterations": "1000",
            **(settings or {}),
        }
        for setting, value in all_settings.items():
            building = building.config(setting, value)
        try:
            self._session = building.getOrCreate()
        except (PySparkException, Py4JError, OSError, RuntimeError):
            raise OutsideFailure(
                f"expected Spark to start on {master} (it needs Java 17); it did not"
            ) from None
        self._bad: dict[str, DataFrame] = {}

    def quoted(self, column: str) -> str:
        return "`" + column.replace("`", "``") + "`"

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in self._session.sql(query).collect()]
        except (PySparkException, Py4JError):
            raise _failed() from None

    def view(self, name: str, query: str) -> None:
        try:
            self._session.sql(query).createOrReplaceTempView(name)
        except (PySparkException, Py4JError):
            raise _failed() from None

    def keep(self, name: str, query: str) -> None:
        self.view(name, query)
        self._session.catalog.cacheTable(name)

    def table(self, name: str, fields: Fields, rows: Sequence[tuple[Any, ...]]) -> None:
        schema = ", ".join(f"{column} {kind}" for column, kind in fields.items())
        self._session.createDataFrame(list(rows), schema).createOrReplaceTempView(name)

    def flat(self, name: str, path: Path) -> Fields:
        is_text = path.suffix.lower() in {".csv", ".tsv"}
        frame = self._csv(path) if is_text else self._session.read.parquet(str(path))
        frame.createOrReplaceTempView(name)
        kinds = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
        return {column: _TYPES.get(kind, kind.upper()) for column, kind in kinds.items()}

    def _csv(self, path: Path) -> DataFrame:
        separator = "\t" if path.suffix.lower() == ".tsv" else ","
        reading = self._session.read.option("header", "true").option("sep", separator).option("escape", '"')
        head = reading.csv(str(path)).columns
        schema = ", ".join(f"`{column}` STRING" for column in (*head, _CORRUPT))
        whole = reading.schema(schema).option("columnNameOfCorruptRecord", _CORRUPT).csv(str(path))
        self._bad[path.name] = whole.where(f"{_CORRUPT} IS NOT NULL")
        return whole.where(f"{_CORRUPT} IS NULL").drop(_CORRUPT)

    def left_out(self, name: str) -> int:
        return sum(frame.cache().count() for frame in self._bad.values())

    def ndjson(self, name: str, files: Sequence[Path], fields: Mapping[str, Any]) -> None:
        schema = ", ".join(f"`{field}` {_type(shape)}" for field, shape in fields.items())
        reading = self._session.read.schema(schema).option("mode", "PERMISSIVE")
        reading.json([str(file) for file in files]).createOrReplaceTempView(name)

    def lines(self, files: Sequence[Path]) -> str:
        name = f"lines_of_{files[0].stem.replace('-', '_').replace('.', '_')}"
        self._session.read.text([str(file) for file in files]).createOrReplaceTempView(name)
        own, about = (f"get_json_object(value, '$.{field}')" for field in ("id", "subject.reference"))
        return f"SELECT value AS line, {own} AS own, {about} AS about FROM {name}"

    def each_of(self, source: str, items: str) -> str:
        return f"(SELECT *, explode_outer({items}) AS c FROM {source}) AS r"

    def item(self, items: str, place: int) -> str:
        return f"try_element_at({items}, {place})"

    def number(self, field: str) -> str:
        return field

    @property
    def instant(self) -> str:
        return "TIMESTAMP"

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        return (tuple(row) for row in self._session.sql(query).toLocalIterator())

    def write(self, query: str, path: Path) -> int:
        try:
            self._session.sql(query).write.mode("overwrite").option("compression", "zstd").parquet(str(path))
        except (PySparkException, Py4JError):
            raise _failed() from None
        return self._session.read.parquet(str(path)).count()

    def written(self, name: str, path: Path) -> None:
        self._session.read.parquet(str(path)).createOrReplaceTempView(name)

    def close(self) -> None:
        self._session.stop()


def _type(shape: Any) -> str:
    """`curbside.pathway.population.bulk.Shape` in Spark's words."""
    if isinstance(shape, str):
        return {"text": "STRING", "number": "DOUBLE", "json": "STRING", "yes or no": "BOOLEAN"}[shape]
    if isinstance(shape, Mapping):
        return f"STRUCT<{', '.join(f'`{field}`: {_type(inner)}' for field, inner in shape.items())}>"
    return f"ARRAY<{_type(shape[0])}>"


def _failed() -> OutsideFailure:
    return OutsideFailure("Spark could not run what it was given")
