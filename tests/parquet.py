"""The rows of a Parquet file, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


def rows_of(file: Path) -> list[dict[str, Any]]:
    """By name of column, in file order."""
    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(file)])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
