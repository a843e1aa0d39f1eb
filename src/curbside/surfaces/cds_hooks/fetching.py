"""JSON from another machine, under limits: no redirect is followed, and size and time are not left to it.

Nothing that a reply says comes into a message: a server's complaint may repeat what was asked, and so whom about.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import httpx

from curbside import __version__
from curbside.errors import NetworkFailure
from curbside.network import hold_back, is_kept_to_this_machine, refusal_in

CONNECT_SECONDS: Final = 2.0
SECONDS: Final = 5.0
"""For all that one call fetches: a clinician is waiting."""
LARGEST_REPLY: Final = 8 << 20


def _client() -> httpx.Client:
    """A proxy on this machine would lead off it, so with local only none is used."""
    return httpx.Client(trust_env=not is_kept_to_this_machine())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches, in any thread, until it is closed. ``now`` are seconds that only ever rise."""

    client: httpx.Client = field(default_factory=_client, repr=False)
    now: Callable[[], float] = time.monotonic
    seconds: float = SECONDS
    largest: int = LARGEST_REPLY

    def close(self) -> None:
        self.client.close()

    def deadline(self) -> float:
        return self.now() + self.seconds

    def get(self, url: str, *, whose: str, accept: str, until: float, token: str = "") -> httpx.Response:
        """A reply with status 200, its body read. Raises `NetworkFailure`, or `LocalOnly` where that is set."""
        hold_back(url, whose=whose)
        try:
            return self._exchange(url, whose=whose, accept=accept, until=until, token=token)
        except httpx.TimeoutException:
            raise NetworkFailure(f"expected {whose} to answer in {self.seconds:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if refusal := refusal_in(error):
                raise refusal from None
            raise NetworkFailure(f"expected {whose} to answer; came {type(error).__name__}") from None

    def _exchange(self, url: str, *, whose: str, accept: str, until: float, token: str) -> httpx.Response:
        left = max(until - self.now(), 0.001)
        headers = {"Accept": accept, "User-Agent": f"curbside/{__version__}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = bytearray()
        with self.client.stream(
            "GET",
            url,
            headers=headers,
            timeout=httpx.Timeout(left, connect=min(CONNECT_SECONDS, left)),
            follow_redirects=False,
        ) as response:
            if response.status_code != httpx.codes.OK:
                raise NetworkFailure(f"expected HTTP 200 of {whose}; came {response.status_code}")
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > self.largest:
                    raise NetworkFailure(f"expected at most {self.largest:,} bytes of {whose}; came more")
                if self.now() > until:
                    raise NetworkFailure(f"expected {whose} to answer in {self.seconds:g} seconds")
        # The body is as it was unpacked, so what said how it was packed is no longer true of it.
        kept = {"content-type": response.headers.get("content-type", "")}
        return httpx.Response(response.status_code, headers=kept, content=bytes(body))
