"""A failure as a response: an HTTP status and a problem in words (RFC 9457), never a patient's value."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from curbside.errors import CurbsideError, NotTrusted

MEDIA_TYPE: Final = "application/problem+json"

_log = logging.getLogger("curbside.http")


def problem(
    status: int, detail: str, *, instance: str = "", headers: dict[str, str] | None = None
) -> Response:
    """The response that says what went wrong."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if instance:
        body["instance"] = instance
    return Response(msgspec.json.encode(body), status_code=status, headers=headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Response:
    """Whatever was raised, as the response to it.

    Our own errors carry their status and no patient's value. Of any other nobody knows what its message holds, so
    only its type and place are logged, under a number that the response repeats.
    """
    if isinstance(error, NotTrusted):
        # Why is not told: it would teach whoever tries how to try better.
        _log.warning("not trusted: %s", error)
        challenge = {"WWW-Authenticate": "Bearer"}
        return problem(error.http_status, "expected a token that this server trusts", headers=challenge)
    if isinstance(error, CurbsideError):
        return problem(error.http_status, str(error))
    if isinstance(error, HTTPException):
        return problem(error.status_code, error.detail, headers=dict(error.headers or {}))
    instance = uuid4().urn
    _log.error("internal error %s: %s at %s", instance, type(error).__name__, _place_of(error))
    return problem(
        500, "internal error: nothing was decided; the server's log has its place", instance=instance
    )


async def as_problem(_request: Request, error: Exception) -> Response:
    """For Starlette, of what it refuses by itself: a path that leads nowhere."""
    return problem_of(error)


def _place_of(error: Exception) -> str:
    """The line of ours that it came from, or else the last there is: a frame's names and numbers, no values."""
    frames: list[Any] = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "curbside" in Path(frame.filename).parts]
    deepest = (ours or frames)[-1:]
    return ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in deepest) or "an unknown place"
