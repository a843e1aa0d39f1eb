"""The body of a request, read up to a limit and no further."""

from __future__ import annotations

from typing import Final

from starlette.requests import ClientDisconnect, Request

from curbside.errors import BadRequest, TooLarge

LARGEST_BODY: Final = 16 << 20


async def body_of(request: Request, *, most: int = LARGEST_BODY) -> bytes:
    """All of it. Raises `TooLarge` as soon as it is, whatever its length was said to be, or `BadRequest`."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise TooLarge(f"expected at most {most:,} bytes; came more")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise TooLarge(f"expected at most {most:,} bytes; came more")
    except ClientDisconnect:
        raise BadRequest("expected a whole body; the connection ended before its end") from None
    return bytes(body)
