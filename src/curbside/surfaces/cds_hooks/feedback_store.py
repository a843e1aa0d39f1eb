"""The outcomes of cards: one SQLite file that only its owner may read, and in which nothing names a patient."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from curbside.errors import StorageFailure
from curbside.surfaces.cds_hooks.feedback import Feedback

SECONDS_TO_WAIT: Final = 10.0
"""For another thread or process that is writing."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS feedback (
  service TEXT NOT NULL, card TEXT NOT NULL, outcome TEXT NOT NULL, happened_at TEXT NOT NULL,
  suggestions TEXT NOT NULL, reason_system TEXT NOT NULL, reason TEXT NOT NULL, has_comment INTEGER NOT NULL,
  PRIMARY KEY (service, card, outcome, happened_at, suggestions, reason_system, reason, has_comment)
) WITHOUT ROWID
"""
_KEEP: Final = "INSERT OR IGNORE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ALL: Final = """
SELECT card, outcome, happened_at, suggestions, reason_system, reason, has_comment FROM feedback
WHERE service = ? ORDER BY happened_at, card
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
                *(" ".join(one.suggestions), one.reason_system, one.reason, one.has_comment),
            )
            for one in outcomes
        ]
        with self._opened() as file, file:
            file.executemany(_KEEP, rows)

    def kept(self, service: str) -> tuple[Feedback, ...]:
        """What became of this service's cards, oldest first."""
        if not self.path.exists():
            return ()
        with self._opened() as file:
            return tuple(
                Feedback(
                    card=card,
                    outcome=outcome,
                    happened_at=datetime.fromisoformat(happened_at),
                    suggestions=tuple(suggestions.split()),
                    reason_system=system,
                    reason=reason,
                    has_comment=bool(has_comment),
                )
                for card, outcome, happened_at, suggestions, system, reason, has_comment in file.execute(
                    _ALL, (service,)
                )
            )

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
