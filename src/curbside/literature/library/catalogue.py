"""The catalogue: one SQLite file that is the truth about a library. The index can always be made again from it.

Every stored publication has a ``key`` that grows with each write and is never used twice; an update is a new
row under a new key. So the index document of a key never changes, and "what the index has not seen" is simply
every key after the last one it is known to hold, and every removed key it has not let go.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from curbside.errors import DamagedLibrary, StorageFailure
from curbside.literature.library.entries import Entry, aliases
from curbside.literature.library.harvest import company_of, defined_in, names_in
from curbside.literature.notice import Notice
from curbside.literature.publication import Publication

LAYOUT = 3
_WITH_WORDS = 2
_WITH_NOTICES = 3
_READABLE_LAYOUTS = (1, _WITH_WORDS, LAYOUT)
"""A catalogue of an earlier layout lacks tables: it is read without them, and given them by its next writer."""

_HASH_SPACE = 1 << 256

_TABLES = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE source (
  key INTEGER PRIMARY KEY, name TEXT NOT NULL, format TEXT NOT NULL, checksum BLOB NOT NULL,
  records INTEGER NOT NULL DEFAULT 0, complete INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX source_by_checksum ON source (checksum);
CREATE TABLE publication (
  key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
  checksum BLOB NOT NULL, source INTEGER NOT NULL, passages INTEGER NOT NULL
);
CREATE TABLE record (publication INTEGER PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE alias (name TEXT NOT NULL, publication INTEGER NOT NULL, PRIMARY KEY (name, publication)) WITHOUT ROWID;
CREATE TABLE relation (publication INTEGER NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL);
CREATE INDEX relation_by_target ON relation (target);
CREATE INDEX relation_by_publication ON relation (publication);
CREATE TABLE deletion (id TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unindexed_removal (key INTEGER PRIMARY KEY);
CREATE TABLE quarantine (source INTEGER NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX quarantine_by_source ON quarantine (source);
"""

_TABLES_OF_WORDS = """
CREATE TABLE short_form (
  short TEXT NOT NULL, publication INTEGER NOT NULL, long TEXT NOT NULL, company TEXT NOT NULL,
  PRIMARY KEY (short, publication)
) WITHOUT ROWID;
CREATE INDEX short_form_by_publication ON short_form (publication);
CREATE TABLE name (word TEXT PRIMARY KEY, publications INTEGER NOT NULL) WITHOUT ROWID;
"""

_TABLES_OF_NOTICES = """
CREATE TABLE notice (
  fingerprint BLOB PRIMARY KEY, pmid TEXT NOT NULL, doi TEXT NOT NULL, content BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX notice_by_pmid ON notice (pmid);
CREATE INDEX notice_by_doi ON notice (doi);
CREATE TABLE removal (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is known of a publication already stored, without reading it."""

    id: str
    key: int
    version: str
    checksum: bytes
    source: int
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that was added, recognised by the checksum of its bytes wherever it lies."""

    key: int
    name: str
    format: str
    records: int
    complete: bool


_decode = msgspec.json.Decoder(Publication).decode
_decode_notice = msgspec.json.Decoder(Notice).decode


def sound(publication_id: str, checksum: bytes, content: bytes) -> Publication:
    """The stored publication, once its bytes are what was stored. Raises `DamagedLibrary` when they are not."""
    if hashlib.sha256(content).digest() != checksum:
        raise DamagedLibrary(
            f"expected {publication_id} as it was stored; came another checksum: add its file again"
        )
    return _decode(content)


def fingerprint(publication_id: str, checksum: bytes) -> int:
    """What one publication contributes to the library's snapshot.

    The snapshot is the sum of these modulo 2**256, so it depends on what a library holds and not on the
    order in which it came, and one addition or removal changes it without reading the rest.
    """
    return int.from_bytes(hashlib.sha256(publication_id.encode() + b"\0" + checksum).digest(), "big")


def encode_notice(notice: Notice) -> tuple[bytes, bytes]:
    """The bytes of a notice as they are kept, and the fingerprint by which it is kept once."""
    content = msgspec.json.encode(notice)
    return content, hashlib.sha256(content).digest()


def weight_of_notice(kept_as: bytes) -> int:
    """What a notice with this fingerprint contributes to the library's snapshot, as `fingerprint` does."""
    return int.from_bytes(hashlib.sha256(b"notice\0" + kept_as).digest(), "big")


def _address(path: Path | None, *, writable: bool) -> str:
    """The file as SQLite is to open it.

    Its write-ahead log needs a file beside the catalogue even to read. Where none can be made, as on a
    read-only disk, nobody writes either, and a catalogue whose log is empty can be read as it stands.
    """
    if path is None:
        return ":memory:"
    address = path.absolute().as_uri()
    log = path.with_name(f"{path.name}-wal")
    sealed = not writable and not os.access(path.parent, os.W_OK)
    return f"{address}?immutable=1" if sealed and not (log.exists() and log.stat().st_size) else address


class Catalogue:
    """The SQLite file at ``path``; in memory when that is None. Not shared between threads."""

    def __init__(self, path: Path | None, *, writable: bool) -> None:
        self._writable = writable
        with _storage():
            self._db = sqlite3.connect(_address(path, writable=writable), uri=True, isolation_level=None)
            if writable:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                # Every checkpoint waits for the disk: better one for 80 MB than one for 4.
                self._db.execute("PRAGMA wal_autocheckpoint = 20000")
            self._db.execute("PRAGMA cache_size = -32000")
            self._db.execute("PRAGMA mmap_size = 1073741824")
            if writable and not self._has_tables():
                self._db.executescript(f"BEGIN; {_TABLES} {_TABLES_OF_WORDS} {_TABLES_OF_NOTICES} COMMIT;")
                self._db.execute(f"PRAGMA user_version = {LAYOUT}")
            if not self._has_tables():
                raise DamagedLibrary(
                    f"expected a library's catalogue; came a file without its tables: {path}"
                )
            layout = self._layout()
        if layout not in _READABLE_LAYOUTS:
            raise DamagedLibrary(f"expected a catalogue of layout {LAYOUT}; came layout {layout}: {path}")
        if writable and layout < _WITH_WORDS:
            self._gain_words()
        if writable and layout < _WITH_NOTICES:
            self._gain_notices()

    # Reading

    def record(self, key: int) -> Publication:
        """The publication stored under a key. Raises `KeyError` when there is none."""
        return self.records([key])[key]

    def records(self, keys: Sequence[int]) -> dict[int, Publication]:
        """The publications stored under these keys; a key that is gone is left out.

        Raises `DamagedLibrary` when a record is not what was stored: nothing is quoted from it.
        """
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            "SELECT p.key, p.id, p.checksum, CAST(r.content AS BLOB) FROM publication p "
            f"JOIN record r ON r.publication = p.key WHERE p.key IN ({marks})",
            keys,
        )
        return {
            key: sound(publication_id, checksum, content) for key, publication_id, checksum, content in rows
        }

    def ids(self, keys: Sequence[int]) -> dict[int, str]:
        """The ids of the publications stored under these keys, however many; a key that is gone is left out."""
        listed = msgspec.json.encode(keys).decode()
        rows = "SELECT key, id FROM publication WHERE key IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(rows, (listed,)))

    def keys_named(self, name: str) -> list[int]:
        """Keys of the publications with this id, or, failing that, with this alias (DOI, PMID, PMC id)."""
        found = self._db.execute("SELECT key FROM publication WHERE id = ?", (name,)).fetchall()
        if not found:
            found = self._db.execute(
                "SELECT publication FROM alias WHERE name = ? ORDER BY publication", (name.casefold(),)
            ).fetchall()
        return [key for (key,) in found]

    def keys_called(self, names: Sequence[str]) -> list[int]:
        """Keys of the publications that have any of these as their id or as an alias, in the order they were added."""
        marks = ",".join("?" * len(names))
        rows = self._db.execute(
            f"SELECT key FROM publication WHERE id IN ({marks}) "
            f"UNION SELECT publication FROM alias WHERE name IN ({marks}) ORDER BY 1",
            (*names, *(name.casefold() for name in names)),
        )
        return [key for (key,) in rows]

    def keys_under(self, beginning: str) -> list[int]:
        """Keys of the publications whose id begins so, in the order of the ids."""
        after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
        rows = self._db.execute(
            "SELECT key FROM publication WHERE id >= ? AND id < ? ORDER BY id", (beginning, after)
        )
        return [key for (key,) in rows]

    def stored(self, ids: Sequence[str]) -> dict[str, Stored]:
        """What is known of those of these ids that are stored."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(
            f"SELECT id, key, version, checksum, source, passages FROM publication WHERE id IN ({marks})", ids
        )
        return {
            row[0]: Stored(
                id=row[0], key=row[1], version=row[2], checksum=row[3], source=row[4], passages=row[5]
            )
            for row in rows
        }

    def deletions(self, ids: Sequence[str]) -> dict[str, str]:
        """Which of these ids a source has deleted, each with the version that was deleted."""
        marks = ",".join("?" * len(ids))
        return dict(self._db.execute(f"SELECT id, version FROM deletion WHERE id IN ({marks})", ids))

    def all(self, after: int = 0) -> Iterator[tuple[int, str, bytes, bytes]]:
        """Every publication after a key, as (key, id, checksum, record), in order of key."""
        while True:
            rows = self._db.execute(
                "SELECT p.key, p.id, p.checksum, CAST(r.content AS BLOB) FROM publication p "
                "JOIN record r ON r.publication = p.key WHERE p.key > ? ORDER BY p.key LIMIT 500",
                (after,),
            ).fetchall()
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def relations_to(self, names: Sequence[str]) -> list[tuple[str, str, str]]:
        """(id of the publication, what it does, target) for every relation whose target is one of these names.

        Names are in lower case, and so are targets.
        """
        marks = ",".join("?" * len(names))
        return self._db.execute(
            "SELECT p.id, r.kind, r.target FROM relation r JOIN publication p ON p.key = r.publication "
            f"WHERE r.target IN ({marks}) ORDER BY p.id, r.kind",
            names,
        ).fetchall()

    @property
    def knows_notices(self) -> bool:
        """Does the catalogue have the tables of the list of retractions, and of what was removed?"""
        return self._layout() >= _WITH_NOTICES

    def notices(self, *, pmids: Sequence[str], dois: Sequence[str]) -> list[Notice]:
        """What the list of retractions says of these PMIDs and DOIs (in lower case), the earliest first."""
        rows = self._db.execute(
            f"SELECT fingerprint, CAST(content AS BLOB) FROM notice WHERE pmid IN ({','.join('?' * len(pmids))}) "
            f"UNION SELECT fingerprint, CAST(content AS BLOB) FROM notice WHERE doi IN ({','.join('?' * len(dois))})",
            (*pmids, *dois),
        )
        found = [_decode_notice(content) for _, content in rows]
        return sorted(found, key=lambda one: (one.said_on, one.record, one.kind))

    def all_notices(self) -> Iterator[tuple[bytes, bytes]]:
        """(fingerprint, content) of every notice of the list."""
        yield from self._db.execute("SELECT fingerprint, CAST(content AS BLOB) FROM notice")

    def noticed(self) -> list[str]:
        """Ids of the publications held that the list of retractions names, in order."""
        rows = self._db.execute(
            "SELECT p.id FROM notice n JOIN publication p ON p.id = 'pmid:' || n.pmid WHERE n.pmid <> '' "
            "UNION SELECT p.id FROM notice n JOIN alias a ON a.name = 'pmid:' || n.pmid "
            "JOIN publication p ON p.key = a.publication WHERE n.pmid <> '' "
            "UNION SELECT p.id FROM notice n JOIN publication p ON p.id = 'doi:' || n.doi WHERE n.doi <> '' "
            "UNION SELECT p.id FROM notice n JOIN alias a ON a.name = 'doi:' || n.doi "
            "JOIN publication p ON p.key = a.publication WHERE n.doi <> '' ORDER BY 1"
        )
        return [publication_id for (publication_id,) in rows]

    def gone(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids were held once, or withdrawn by their source, and are not held now."""
        if not self.knows_notices:
            return set(self.deletions(ids))
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(f"SELECT id FROM removal WHERE id IN ({marks})", ids)
        return {row[0] for row in rows} | set(self.deletions(ids))

    @property
    def knows_words(self) -> bool:
        """Does the catalogue have the tables of short forms and names?"""
        return self._layout() >= _WITH_WORDS

    def uses_of(self, short: str, *, limit: int) -> list[tuple[str, str]]:
        """(long form, company) of the newest ``limit`` publications that define a short form."""
        return self._db.execute(
            "SELECT long, company FROM short_form WHERE short = ? ORDER BY publication DESC LIMIT ?",
            (short, limit),
        ).fetchall()

    def defined_by(self, short: str, keys: Sequence[int]) -> dict[int, str]:
        """What a short form stands for in those of these publications that define it, by key."""
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT publication, long FROM short_form WHERE short = ? AND publication IN ({marks})",
            (short, *keys),
        )
        return dict(rows.fetchall())

    def names(self, beginning: str, *, shortest: int, longest: int) -> list[tuple[str, int]]:
        """(word, publications) of the names that begin so and have a length within these bounds."""
        after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
        return self._db.execute(
            "SELECT word, publications FROM name WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ? "
            "ORDER BY word",
            (beginning, after, shortest, longest),
        ).fetchall()

    def words(self) -> int:
        """How many short forms and names are kept, each counted once a publication that has it."""
        return int(
            self._db.execute(
                "SELECT (SELECT count(*) FROM short_form) + (SELECT coalesce(sum(publications), 0) FROM name)"
            ).fetchone()[0]
        )

    def fact(self, name: str, default: int = 0) -> int:
        """A number the catalogue keeps about itself: ``publications``, ``passages``, ``indexed`` …"""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return default if row is None else int(row[0])

    def notices_until(self) -> str:
        """The day of the newest notice of the list of retractions; empty when there is none."""
        row = self._db.execute("SELECT value FROM fact WHERE name = 'notices_until'").fetchone()
        return "" if row is None else str(row[0])

    def snapshot(self) -> str:
        """The content hash of everything stored: 64 hexadecimal digits, all zero for an empty library."""
        row = self._db.execute("SELECT value FROM fact WHERE name = 'snapshot'").fetchone()
        return f"{0:064x}" if row is None else str(row[0])

    def last_key(self) -> int:
        """The greatest key in use; 0 for an empty library."""
        return int(self._db.execute("SELECT coalesce(max(key), 0) FROM publication").fetchone()[0])

    def unindexed_removals(self) -> list[int]:
        """Keys that are gone from the catalogue and may still be in the index."""
        return [key for (key,) in self._db.execute("SELECT key FROM unindexed_removal ORDER BY key")]

    def quarantined(self) -> list[tuple[str, str, str]]:
        """(source, place, reason) of every record that could not be read, by source."""
        return self._db.execute(
            "SELECT s.name, q.place, q.reason FROM quarantine q JOIN source s ON s.key = q.source "
            "ORDER BY s.name, q.rowid"
        ).fetchall()

    def counts(self) -> dict[str, int]:
        """How many rows the small tables hold: ``sources``, ``quarantined``, ``deleted``."""
        tables = {"sources": "source", "quarantined": "quarantine", "deleted": "deletion"}
        return {
            name: int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for name, table in tables.items()
        }

    def source_with(self, checksum: bytes) -> SourceFile | None:
        """The file with these bytes, if it was ever added."""
        row = self._db.execute(
            "SELECT key, name, format, records, complete FROM source WHERE checksum = ? ORDER BY key DESC",
            (checksum,),
        ).fetchone()
        if row is None:
            return None
        return SourceFile(key=row[0], name=row[1], format=row[2], records=row[3], complete=bool(row[4]))

    def complete_checksums(self) -> frozenset[bytes]:
        """The files that have nothing new to give."""
        return frozenset(row[0] for row in self._db.execute("SELECT checksum FROM source WHERE complete"))

    # Writing, always inside `transaction`

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or none of it. Raises `StorageFailure` when the disk is full or read-only."""
        with _storage():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def begin_source(self, *, name: str, kind: str, checksum: bytes) -> int:
        """Start, or start over, with a file; what was quarantined from it before is forgotten. Its key."""
        known = self.source_with(checksum)
        if known is None:
            row = self._db.execute(
                "INSERT INTO source (name, format, checksum) VALUES (?, ?, ?) RETURNING key",
                (name, kind, checksum),
            ).fetchone()
            return int(row[0])
        self._db.execute("UPDATE source SET name = ?, complete = 0 WHERE key = ?", (name, known.key))
        self._db.execute("DELETE FROM quarantine WHERE source = ?", (known.key,))
        return known.key

    def finish_source(self, key: int, *, records: int) -> None:
        """Everything in the file has been stored: adding it again has nothing to do."""
        self._db.execute("UPDATE source SET records = ?, complete = 1 WHERE key = ?", (records, key))

    def store(self, entries: Sequence[Entry], *, source: int, replacing: Iterable[Stored]) -> int:
        """Keep these publications; the rows they replace must be named. The key of the first, others follow."""
        for old in replacing:
            self._forget(old)
        first = self._next_key()
        keyed = list(enumerate(entries, start=first))
        self._db.executemany(
            "INSERT INTO publication (key, id, version, checksum, source, passages) VALUES (?,?,?,?,?,?)",
            [(key, e.id, e.version, e.checksum, source, e.passages) for key, e in keyed],
        )
        self._db.executemany("INSERT INTO record VALUES (?, ?)", [(key, e.record) for key, e in keyed])
        self._db.executemany(
            "INSERT OR IGNORE INTO alias VALUES (?, ?)",
            [(name, key) for key, e in keyed for name in e.aliases],
        )
        self._db.executemany(
            "INSERT INTO relation VALUES (?, ?, ?)",
            [(key, kind, target) for key, e in keyed for kind, target in e.relations],
        )
        for table in ("deletion", "removal"):
            self._db.executemany(f"DELETE FROM {table} WHERE id = ?", [(e.id,) for e in entries])
        self._keep_words(
            ((key, e.short_forms, e.company) for key, e in keyed),
            Counter(n for e in entries for n in e.names),
        )
        self._count(
            publications=len(entries),
            passages=sum(e.passages for e in entries),
            fingerprints=sum(fingerprint(e.id, e.checksum) for e in entries),
        )
        return first

    def remove(self, publication_id: str, *, deleted_by_source: bool) -> bool:
        """Take a publication out. False when it was not stored.

        A source's deletion is remembered, so that an older file does not bring the record back. The
        caller's own removal is not: adding the file again restores it.
        """
        old = self.stored([publication_id]).get(publication_id)
        if deleted_by_source:
            self._db.execute(
                "INSERT OR REPLACE INTO deletion VALUES (?, ?)", (publication_id, old.version if old else "")
            )
        if old is None:
            return False
        self._forget(old)
        self._db.execute("INSERT OR IGNORE INTO removal VALUES (?)", (publication_id,))
        return True

    def replace_notices(
        self, notices: Iterable[tuple[Notice, bytes, bytes]], *, keeping: bool
    ) -> tuple[int, int]:
        """Let these be the list of retractions; with ``keeping``, only add them. How many are new, and how many gone.

        Each comes with its content and fingerprint, as `encode_notice` gives them.
        """
        coming = {kept_as: (notice, content) for notice, content, kept_as in notices}
        held = {kept_as for kept_as, _ in self.all_notices()}
        new = [kept_as for kept_as in coming if kept_as not in held]
        gone = [] if keeping else [kept_as for kept_as in held if kept_as not in coming]
        self._db.executemany("DELETE FROM notice WHERE fingerprint = ?", [(kept_as,) for kept_as in gone])
        self._db.executemany(
            "INSERT INTO notice VALUES (?, ?, ?, ?)",
            [
                (kept_as, coming[kept_as][0].pmid, coming[kept_as][0].doi, coming[kept_as][1])
                for kept_as in new
            ],
        )
        change = sum(map(weight_of_notice, new)) - sum(map(weight_of_notice, gone))
        self._count(publications=0, passages=0, fingerprints=change)
        self._set("notices", self.fact("notices") + len(new) - len(gone))
        return len(new), len(gone)

    def forget_sources_of(self, kind: str, *, but: int | None = None) -> None:
        """Forget the files of a format, and what was quarantined from them; all but one of them, where it is named."""
        keys = self._db.execute(
            "SELECT key FROM source WHERE format = ? AND key IS NOT ?", (kind, but)
        ).fetchall()
        self._db.executemany("DELETE FROM quarantine WHERE source = ?", keys)
        self._db.executemany("DELETE FROM source WHERE key = ?", keys)

    def set_notices_until(self, day: str, *, record: int) -> None:
        """Of what day the newest notice of the list is, and its greatest record number."""
        self._set("notices_until", day)
        self._set("notices_record", record)

    def quarantine(self, source: int, place: str, reason: str) -> None:
        """Remember a record that could not be read."""
        self._db.execute("INSERT INTO quarantine VALUES (?, ?, ?)", (source, place, reason))

    def set_indexed(self, key: int) -> None:
        """The index holds everything up to this key and nothing of the removals so far."""
        self._set("indexed", key)
        self._db.execute("DELETE FROM unindexed_removal")

    def checkpoint(self) -> None:
        """Bring the write-ahead log home, through to the disk, before anything is called done."""
        with _storage():
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def integrity(self) -> list[str]:
        """SQLite's own findings about the file; empty when sound."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found

    def _forget(self, old: Stored) -> None:
        self._forget_aliases_and_names(old.key)
        self._db.execute("DELETE FROM short_form WHERE publication = ?", (old.key,))
        self._db.execute("DELETE FROM publication WHERE key = ?", (old.key,))
        self._db.execute("DELETE FROM record WHERE publication = ?", (old.key,))
        self._db.execute("DELETE FROM relation WHERE publication = ?", (old.key,))
        self._db.execute("INSERT OR IGNORE INTO unindexed_removal VALUES (?)", (old.key,))
        # The file it came from no longer holds what is stored: adding that file again must look at it anew.
        self._db.execute("UPDATE source SET complete = 0 WHERE key = ?", (old.source,))
        self._count(publications=-1, passages=-old.passages, fingerprints=-fingerprint(old.id, old.checksum))

    def _forget_aliases_and_names(self, key: int) -> None:
        try:
            publication = self.record(key)
        except DamagedLibrary:
            # A record that does not read must still be replaceable, if it takes a walk through all aliases.
            self._db.execute("DELETE FROM alias WHERE publication = ?", (key,))
            return
        self._db.executemany(
            "DELETE FROM alias WHERE name = ? AND publication = ?",
            [(name, key) for name in aliases(publication)],
        )
        words = [(word,) for word in names_in(publication)]
        self._db.executemany("UPDATE name SET publications = publications - 1 WHERE word = ?", words)
        self._db.executemany("DELETE FROM name WHERE word = ? AND publications < 1", words)

    def _keep_words(
        self, short_forms: Iterable[tuple[int, tuple[tuple[str, str], ...], str]], names: Counter[str]
    ) -> None:
        self._db.executemany(
            "INSERT INTO short_form VALUES (?, ?, ?, ?)",
            [(short, key, long, company) for key, pairs, company in short_forms for short, long in pairs],
        )
        self._db.executemany(
            "INSERT INTO name VALUES (?, ?) "
            "ON CONFLICT (word) DO UPDATE SET publications = publications + excluded.publications",
            names.items(),
        )

    def _gain_words(self) -> None:
        """Make the tables of words for a catalogue that was written without them, from what it holds."""
        with self.transaction():
            for statement in filter(str.strip, _TABLES_OF_WORDS.split(";")):
                self._db.execute(statement)
            for key, publication_id, checksum, content in self.all():
                try:
                    publication = sound(publication_id, checksum, content)
                except DamagedLibrary:
                    continue  # Nothing is learned from what is not what was stored; `Library.verify` names it.
                pairs = defined_in(publication)
                self._keep_words([(key, pairs, company_of(publication))], Counter(names_in(publication)))
            self._db.execute(f"PRAGMA user_version = {_WITH_WORDS}")

    def _gain_notices(self) -> None:
        """Make the tables of notices for a catalogue that was written without them, and bring targets to lower case."""
        with self.transaction():
            for statement in filter(str.strip, _TABLES_OF_NOTICES.split(";")):
                self._db.execute(statement)
            self._db.create_function("casefold", 1, str.casefold, deterministic=True)
            self._db.execute("UPDATE relation SET target = casefold(target) WHERE target <> casefold(target)")
            self._db.execute(f"PRAGMA user_version = {_WITH_NOTICES}")

    def _layout(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _count(self, *, publications: int, passages: int, fingerprints: int) -> None:
        self._set("publications", self.fact("publications") + publications)
        self._set("passages", self.fact("passages") + passages)
        self._set("snapshot", f"{(int(self.snapshot(), 16) + fingerprints) % _HASH_SPACE:064x}")

    def _set(self, name: str, value: int | str) -> None:
        self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def _next_key(self) -> int:
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'publication'").fetchone()
        return 1 if row is None else int(row[0]) + 1

    def _has_tables(self) -> bool:
        found = self._db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'publication'").fetchone()
        return bool(found[0])


@contextmanager
def _storage() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageFailure(f"expected to read and write the library; the disk said: {error}") from error
    except sqlite3.DatabaseError as error:
        raise DamagedLibrary(f"expected a library's catalogue; the file said: {error}") from error
