"""The one application that `curbside serve` runs: each door over HTTP gives its routes."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from curbside.surfaces.http.problem import as_problem


class Door(Protocol):
    """What a door over HTTP is to the application: its routes, and an end to what it holds open."""

    def routes(self) -> list[BaseRoute]: ...

    def close(self) -> None: ...


def application(*doors: Door) -> Starlette:
    """The routes of every door, in this order; a path that leads nowhere is a problem in words, like any other.

    The doors are closed when the server stops.
    """

    @asynccontextmanager
    async def until_stopped(_app: Starlette) -> AsyncIterator[None]:
        yield
        for door in doors:
            door.close()

    # At INFO and below they log addresses, which carry a patient's id, and headers, which carry a token.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    made = Starlette(
        routes=[route for door in doors for route in door.routes()],
        exception_handlers={HTTPException: as_problem},
        lifespan=until_stopped,
    )
    # A redirect would be to whatever host the request names.
    made.router.redirect_slashes = False
    return made
