"""Which engine a run is on."""

from __future__ import annotations

from pathlib import Path

from curbside.errors import Mendable
from curbside.pathway.population.engines import Engine


def engine_named(name: str, *, scratch: Path) -> Engine:
    """``duckdb``, ``spark-local`` or a Spark master such as ``spark://host:7077``.

    ``scratch`` is a folder for what does not fit in memory; it is the caller's to remove. Raises `Mendable` for another
    name, and when the package that is asked for is not installed.
    """
    if name == "duckdb":
        from curbside.pathway.population.on_duckdb import DuckDBEngine

        return DuckDBEngine(scratch=scratch)
    if name == "spark-local" or name.startswith(("spark://", "k8s://", "yarn")):
        from curbside.pathway.population.on_spark import SparkEngine

        return SparkEngine(master="local[*]" if name == "spark-local" else name, scratch=scratch)
    raise Mendable(f"expected duckdb, spark-local or a Spark master such as spark://host:7077; came '{name}'")
