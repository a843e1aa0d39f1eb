"""Any JSON, and a document with any of its parts made into it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["Patient/p1", "2026-10-01", "active", "DELETE", "9999-12-31T23:59:59-14:00", "0001-01-01"]
    )
)
any_json = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a document."""
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for key, part in within for place in places(part, (*here, key)))]


def with_another(document: Any, place: tuple[Any, ...], instead: Any) -> str:
    """The document as JSON, with something else in one place."""
    changed = json.loads(json.dumps(document))
    part = changed
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = instead
    return json.dumps(changed)
