"""The answers that were asked: one SQLite file that only its owner may read.

A follow-up takes its context from here, and a past answer is printed again from here, to the byte as it was given.
Every step opens the file, does its work in one transaction and lets the file go, so that two processes may keep at
once and a process that dies leaves nothing half done. What is forgotten is overwritten, not only unlinked.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from curbside.errors import BadData, Mendable, NotFound, StorageFailure
from curbside.question.follow_up import Context
from curbside.verification.answer import Answer
from curbside.verification.record import Outcome, content_hash, from_json, to_json

LAYOUT: Final = 1
LAST: Final = "last"
"""The name of the newest answer."""
SHORTEST_PREFIX: Final = 6
"""Characters of an id that name it, as long as they fit no other."""
SECONDS_TO_WAIT: Final = 10.0
"""For another process that is writing."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS asked (
  id TEXT PRIMARY KEY, asked_at TEXT NOT NULL, asked TEXT NOT NULL, read_as TEXT NOT NULL, status TEXT NOT NULL,
  after TEXT, record BLOB NOT NULL
) WITHOUT ROWID
"""
_KEEP: Final = """
INSERT INTO asked (id, asked_at, asked, read_as, status, after, record) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET asked_at = excluded.asked_at, after = excluded.after, record = excluded.record
WHERE excluded.asked_at >= asked.asked_at
"""
_FIND: Final = """
SELECT id, asked_at, asked, read_as, status, after, record FROM asked WHERE substr(id, 1, ?) = ? LIMIT 2
"""
_RECENT: Final = """
SELECT id, asked_at, asked, read_as, status, after, record FROM asked ORDER BY asked_at DESC, id LIMIT ?
"""

_ALL: Final = -1
"""No limit, to SQLite."""

Status = Literal["answered", "abstained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with its answer. ``id`` is the answer's, and ``after`` that of the answer it follows, if any.

    ``record`` is the answer as `curbside.verification.record.to_json` wrote it.
    """

    id: str
    asked_at: datetime
    asked: str
    read_as: str
    status: Status
    after: str | None
    record: bytes

    def outcome(self) -> Outcome:
        """The answer, as it was given. Raises `BadData` when the record is not what its id names."""
        try:
            outcome = from_json(self.record)
        except BadData as error:
            raise BadData(
                f"expected the answer {self.id[:12]} as this version writes answers; it is damaged or from another "
                f"version, and asking again makes it anew: {error}"
            ) from error
        if content_hash(outcome) != self.id:
            raise BadData(f"expected the answer {self.id[:12]} as it was given; came one with other contents")
        return outcome


def asked(outcome: Outcome, *, after: str | None = None) -> Asked:
    """An outcome as it is kept; ``after`` is the id of the answer it follows."""
    return Asked(
        id=outcome.id,
        asked_at=datetime.fromisoformat(outcome.provenance.asked_at),
        asked=outcome.question.asked,
        read_as=outcome.question.read_as,
        status="answered" if isinstance(outcome, Answer) else "abstained",
        after=after,
        record=to_json(outcome),
    )


def context_of(outcome: Outcome) -> Context:
    """What an outcome leaves behind for a follow-up. Its bottom line is empty when there was no answer."""
    question = outcome.question
    bottom_line = outcome.bottom_line if isinstance(outcome, Answer) else ()
    return Context(
        asked=question.read_as,
        intervention=question.intervention,
        population=question.population,
        outcomes=question.outcomes,
        kind=question.kind,
        bottom_line=bottom_line[0].text if bottom_line else "",
    )


class AskedStore:
    """The file at ``path``; made, readable to its owner alone, when the first answer is kept.

    Every method raises `BadData` when the file is no history or a damaged one, and `StorageFailure` when it cannot be
    read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, one: Asked) -> None:
        """Keep an answer. The same answer given again, which has the same id, keeps the latest time.

        An answer is shown before it is kept: whatever is raised here, it has been read.
        """
        with self._open_to_write() as db:
            db.execute(
                _KEEP,
                (one.id, _written(one.asked_at), one.asked, one.read_as, one.status, one.after, one.record),
            )

    def find(self, name: str) -> Asked:
        """The answer with this id, or the only one whose id begins so; for ``last`` the newest.

        Raises `NotFound` when there is none, and `Mendable` when the beginning is too short or fits several.
        """
        if name == LAST:
            newest = self.recent(limit=1)
            if not newest:
                raise NotFound("expected an answer in the history; it is empty")
            return newest[0]
        beginning = name.casefold()
        if len(beginning) < SHORTEST_PREFIX:
            raise Mendable(
                f"expected '{LAST}' or at least {SHORTEST_PREFIX} characters of an id; came {name!r}: curbside history"
            )
        with self._open_to_read() as db:
            rows = db.execute(_FIND, (len(beginning), beginning)).fetchall()
        if not rows:
            raise NotFound(f"expected the id of an answer in the history; came {name!r}: curbside history")
        if len(rows) > 1:
            raise Mendable(f"expected the beginning of one id; {name!r} begins several: curbside history")
        return _asked(rows[0])

    def recent(self, *, limit: int) -> tuple[Asked, ...]:
        """The newest answers, newest first; none when nothing was ever kept."""
        with self._open_to_read() as db:
            rows = db.execute(_RECENT, (limit,)).fetchall()
        return tuple(_asked(row) for row in rows)

    def each(self) -> Iterator[Asked]:
        """Every answer, newest first, one at a time; none when nothing was ever kept."""
        with self._open_to_read() as db:
            for row in db.execute(_RECENT, (_ALL,)):
                yield _asked(row)

    def forget(self, name: str) -> Asked:
        """Forget the answer that `find` finds, and return it. Raises what `find` raises."""
        found = self.find(name)
        with self._open_to_write() as db:
            db.execute("DELETE FROM asked WHERE id = ?", (found.id,))
        self._overwrite()
        return found

    def forget_all(self) -> int:
        """Forget every answer; how many there were."""
        if not self._path.exists():
            return 0
        with self._open_to_write() as db:
            forgotten = db.execute("DELETE FROM asked").rowcount
        self._overwrite()
        return forgotten

    def _overwrite(self) -> None:
        """What was forgotten lives on in the log until that is written home and cut."""
        with self._storage(), closing(self._connected("rw")) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _open_to_read(self) -> Iterator[sqlite3.Connection]:
        """The history to read; where there is none, an empty one that is never written."""
        with self._storage(), closing(sqlite3.connect(":memory:")) as empty:
            empty.execute(_TABLE)
            if not self._path.exists():
                yield empty
                return
            with closing(self._connected("ro")) as db:
                if _is_new(db):
                    yield empty
                    return
                self._refuse_other_layouts(db)
                yield db

    @contextmanager
    def _open_to_write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or none of it, through to the disk."""
        with self._storage():
            self._make()
            with closing(self._connected("rw")) as db:
                self._keep_a_log(db)
                db.execute("PRAGMA secure_delete = ON")
                db.execute("BEGIN IMMEDIATE")
                self._lay_out(db)
                yield db
                db.execute("COMMIT")

    def _keep_a_log(self, db: sqlite3.Connection) -> None:
        """Write ahead, so that nobody waits for a reader. Two that make the file at once need not both see to it."""
        if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            with suppress(sqlite3.OperationalError):
                db.execute("PRAGMA journal_mode = WAL")

    def _make(self) -> None:
        """An empty file that nobody else may read; SQLite gives its log the same rights."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            pass

    def _connected(self, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
        address = f"{self._path.absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(address, uri=True, isolation_level=None, timeout=SECONDS_TO_WAIT)

    def _lay_out(self, db: sqlite3.Connection) -> None:
        if _is_new(db):
            db.execute(_TABLE)
            db.execute(f"PRAGMA user_version = {LAYOUT}")
        self._refuse_other_layouts(db)

    def _refuse_other_layouts(self, db: sqlite3.Connection) -> None:
        if _layout(db) != LAYOUT:
            raise BadData(
                f"expected a history of layout {LAYOUT}; came layout {_layout(db)}, of another version or no history: "
                f"{self._path}"
            )

    @contextmanager
    def _storage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StorageFailure(
                f"expected to read and write {self._path}; the disk said: {error}"
            ) from error
        except sqlite3.DatabaseError as error:
            raise BadData(
                f"expected a history of answers; the file said: {error}. Moved away, a new one is begun: {self._path}"
            ) from error
        except OSError as error:
            raise StorageFailure(f"expected to read and write {self._path}; {error.strerror}") from error


def _is_new(db: sqlite3.Connection) -> bool:
    """Has another process just made the file, and not yet laid it out?"""
    return _layout(db) == 0 and not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _layout(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _written(moment: datetime) -> str:
    """In one form and one zone, so that later sorts after earlier."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _asked(row: tuple[str, str, str, str, Status, str | None, bytes]) -> Asked:
    found, asked_at, typed, read_as, status, after, record = row
    return Asked(
        id=found,
        asked_at=datetime.fromisoformat(asked_at),
        asked=typed,
        read_as=read_as,
        status=status,
        after=after,
        record=record,
    )
