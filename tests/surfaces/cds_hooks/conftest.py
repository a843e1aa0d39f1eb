"""Connections that a test opened end with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cds_bench import close_all


@pytest.fixture(autouse=True)
def no_connection_is_left_open() -> Iterator[None]:
    yield
    close_all()
