"""An endpoint: one method at one path, answered by one function, whose every failure is told as a problem."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from curbside.surfaces.http.problem import problem_of

Answer = Callable[[Request], Awaitable[Response]]


class Endpoint:
    """An ASGI application. A function that raises is answered here, so that no failure reaches the server's own log."""

    def __init__(self, method: str, answer: Answer) -> None:
        self._method, self._answer = method, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answered(request)
        except Exception as error:
            response = problem_of(error)
        await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        if request.method != self._method:
            raise HTTPException(405, f"expected {self._method}", {"Allow": self._method})
        return await self._answer(request)
