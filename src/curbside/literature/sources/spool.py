"""What has come from the network so far, on disk, so that an interrupted fetch goes on where it stopped.

::

    SPOOL/4f0c9d21b7e83a56/      one folder for one thing asked: service, query, order, limit, batch size
        manifest.json            what the search came to
        000000.xml               the first batch as it came, 000200.xml the next ...

A file is complete or absent, so the files themselves say which batches are done.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from curbside.errors import StorageFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOutcome:
    """What a search came to. ``webenv`` and ``query_key`` name its result on the history server.

    ``count`` is how many records match; ``ids`` the first of them in the order asked for, as many as were
    asked for. ``translation`` is the query as PubMed understood it, and ``warnings`` what it could not
    understand, in words fit for a reader.
    """

    query: str
    count: int
    webenv: str
    query_key: str
    translation: str
    warnings: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """The batches of one fetch, by the place in the result at which they begin. For one process at a time."""

    folder: Path
    batch: int

    @classmethod
    def for_request(cls, parent: Path, *asked: str | int, batch: int) -> Spool:
        """The folder under ``parent`` for exactly this; the same arguments find it again."""
        name = hashlib.sha256(msgspec.json.encode([*asked, batch])).hexdigest()[:16]
        return cls(folder=parent / name, batch=batch)

    def outcome(self) -> SearchOutcome | None:
        """The search these batches belong to; None when there was none, or its manifest cannot be read."""
        try:
            return msgspec.json.decode(self._manifest.read_bytes(), type=SearchOutcome)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def begin(self, outcome: SearchOutcome) -> None:
        """Take ``outcome`` as the search. A batch stays if it lists the same records in that place."""
        before = self.outcome()
        for path in self.folder.glob("*.xml"):
            place = slice(int(path.stem), int(path.stem) + self.batch)
            if before is None or not outcome.ids[place] or before.ids[place] != outcome.ids[place]:
                with _storage(path):
                    path.unlink()
        self._write(self._manifest, msgspec.json.encode(outcome))

    def path(self, start: int) -> Path:
        """Where the batch that begins at ``start`` is kept."""
        return self.folder / f"{start:06d}.xml"

    def keep(self, start: int, body: bytes) -> None:
        """Keep the batch that begins at ``start``; it survives whatever happens next."""
        self._write(self.path(start), body)

    def clear(self) -> None:
        """Everything was read: the next fetch starts afresh."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _manifest(self) -> Path:
        return self.folder / "manifest.json"

    def _write(self, path: Path, body: bytes) -> None:
        part = path.with_suffix(".part")
        with _storage(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailure(
            f"expected to keep what PubMed sent in {path}, but it could not be written: {error.strerror}"
        ) from error
