"""The outcomes of cards: one SQLite file that only its owner may read, and in which nothing names a patient."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from curbside.errors import StorageFailure
from curbside.surfaces.cds_hooks.feedback import Feedback

SECONDS_TO_WAIT: Final = 10.0
"""For another thread or process that is writing."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS feedback (
  service TEXT NOT NULL, card TEXT NOT NULL, outcome TEXT NOT NULL, happened_at TEXT NOT NULL,
  suggestions TEXT NOT NULL, reason_system TEXT NOT NULL, reason TEXT NOT NULL, has_comment INTEGER NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (service, card, outcome, happened_at, suggestions, reason_system, reason, has_comment)
) WITHOUT ROWID
"""
_KEEP: Final = "INSERT OR IGNORE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ALL: Final = """
SELECT service, card, outcome, happened_at, suggestions, reason_system, reason, has_comment, place FROM feedback
ORDER BY service, happened_at, card
"""


@dataclass(frozen=True, slots=True)
class FeedbackStore:
    """The file, made when the first outcome is kept. What is reported twice is one outcome."""

    path: Path

    def keep(self, service: str, outcomes: Sequence[Feedback]) -> None:
        """Keep all of them, or none. Raises `StorageFailure`."""
        rows = [
            (
                *(service, one.card, one.outcome, one.happened_at.isoformat()),
                *(" ".join(one.suggestions), one.reason_system, one.reason, one.has_comment, one.place),
            )
            for one in outcomes
        ]
        with self._opened() as file, file:
            file.executemany(_KEEP, rows)

    def kept(self) -> tuple[tuple[str, Feedback], ...]:
        """Every outcome with the service it is of; by service, the oldest first. Raises `StorageFailure`."""
        if not self.path.exists():
            return ()
        with self._opened() as file:
            return tuple((service, _outcome(rest)) for service, *rest in file.execute(_ALL))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileExistsError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, 0o600))
            with closing(sqlite3.connect(self.path, timeout=SECONDS_TO_WAIT)) as file:
                file.execute(_TABLE)
                yield file
        except (sqlite3.Error, OSError) as error:
            raise StorageFailure(f"expected to keep feedback in {self.path}; came: {error}") from None


def _outcome(row: Sequence[Any]) -> Feedback:
    card, outcome, happened_at, suggestions, reason_system, reason, has_comment, place = row
    return Feedback(
        card=card,
        outcome=outcome,
        happened_at=datetime.fromisoformat(happened_at),
        suggestions=tuple(suggestions.split()),
        reason_system=reason_system,
        reason=reason,
        has_comment=bool(has_comment),
        place=place,
    )
