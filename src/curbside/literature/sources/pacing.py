"""Keeping to the rate a service allows, and how long to wait before asking again.

Time and chance are given from outside, so that a test runs an hour of waiting in no time.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Seconds that only go forward, and a way to let some pass."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own monotonic clock."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Pace:
    """Gives every request its turn. All that ask one service share one pace, from whatever thread."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._next_turn = self._clock.now()
        self._turns = threading.Lock()

    def now(self) -> float:
        return self._clock.now()

    def await_turn(self, *, seconds_apart: float) -> None:
        """Return when the request may go out, at least ``seconds_apart`` before the next one may."""
        with self._turns:
            now = self._clock.now()
            turn = max(now, self._next_turn)
            self._next_turn = turn + seconds_apart
        if turn > now:
            self._clock.sleep(turn - now)

    def hold(self, seconds: float) -> None:
        """Nobody gets a turn for so long: the service is troubled, or asked for quiet."""
        with self._turns:
            self._next_turn = max(self._next_turn, self._clock.now() + seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How often to try, and how long to wait in between: doubling, and never all clients at one moment.

    ``patience_seconds`` is the longest wait that a service may ask for; beyond it, waiting is left to the
    caller. ``chance`` gives a number in [0, 1).
    """

    attempts: int = 5
    first_seconds: float = 1.0
    longest_seconds: float = 30.0
    patience_seconds: float = 120.0
    chance: Callable[[], float] = random.random

    def seconds_after(self, attempt: int) -> float:
        """The wait after the failed ``attempt`` (1 is the first): half to all of its doubled share."""
        share = min(self.longest_seconds, self.first_seconds * 2.0 ** (attempt - 1))
        return share * (1 + self.chance()) / 2
