"""Whatever stands in any place of a call, it is answered or refused, and never breaks anything within."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cds_bench import SERVICE, Body, answered, bench, calm, hay_fever, medicine, ordering, tea
from curbside.errors import CurbsideError
from curbside.surfaces.cds_hooks.door import CdsHooksDoor
from curbside.surfaces.cds_hooks.request import hook_request

JUNK: tuple[Any, ...] = (
    None,
    True,
    7,
    -1.5,
    "",
    "x",
    [],
    [None],
    [[]],
    {},
    {"resourceType": 3},
    {"coding": "x"},
)
FULL = ordering(
    tea(
        250,
        times=2,
        contained=[{"resourceType": "Medication", "id": "m", "code": {"coding": [{"code": "1"}]}}],
    ),
    {
        "resourceType": "ServiceRequest",
        "id": "s1",
        "status": "draft",
        "code": {"coding": [{"code": "1", "system": "x"}]},
    },
    hook="order-select",
    having=(calm(20), hay_fever(), medicine(), medicine("MedicationDispense"), answered(cups=3)),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in the JSON, the outermost first."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def with_junk(junk: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return junk
    body: Body = deepcopy(FULL)
    holder: Any = body
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = junk
    return body


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_junk_in_any_place_is_answered_or_refused(junk: Any, tmp_path: Path) -> None:
    door = bench(tmp_path).door
    found = {path: _status(door, with_junk(junk, path)) for path in places(FULL)}
    assert not {path: status for path, status in found.items() if status not in {200, 400, 412}}


def _status(door: CdsHooksDoor, body: Any) -> int:
    try:
        door.answer(SERVICE, hook_request(json.dumps(body).encode()))
    except CurbsideError as error:
        return error.http_status
    return 200
