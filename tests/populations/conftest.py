"""The engines, started for real and once: Spark takes seconds to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from curbside.pathway.population.engines import Engine
from curbside.pathway.population.on_duckdb import DuckDBEngine
from curbside.pathway.population.on_spark import SparkEngine


@pytest.fixture(scope="session")
def duckdb_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = DuckDBEngine(scratch=tmp_path_factory.mktemp("duckdb"), threads=1)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    # For forty patients code is not worth compiling, nor work worth dividing.
    small = {
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.memory": "1g",
    }
    engine = SparkEngine(master="local[1]", scratch=tmp_path_factory.mktemp("spark"), settings=small)
    yield engine
    engine.close()


@pytest.fixture(params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: what they must all do."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found
