"""The library: a hospital's own literature in one directory, or in memory.

The catalogue (SQLite) is the truth and the index (tantivy) follows it. A record is acknowledged when its
transaction is through; whatever the index had not seen by then is given to it at the next opening. So a
process may be killed at any moment: the library opens, holds everything acknowledged, and adding the same
files again goes on where it stopped.

One process writes at a time, holding ``writer.lock``; any number read.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import tantivy

from curbside.errors import DamagedLibrary, LibraryBusy, Mendable, NotFound, StorageFailure
from curbside.literature.library.catalogue import (
    Catalogue,
    Stored,
    encode_notice,
    fingerprint,
    sound,
    weight_of_notice,
)
from curbside.literature.library.entries import TOPICS, Entry, aliases, encode
from curbside.literature.library.harvest import defined_in, names_in
from curbside.literature.library.index import Index
from curbside.literature.library.intake import Opened, Reading, batches, checksum_of, read_all
from curbside.literature.library.standing import (
    Said,
    Standing,
    is_same_work,
    names_of,
    standing_of,
    suffered,
    told_by,
    told_by_the_list,
    worked_out_from,
)
from curbside.literature.library.units import MOST_UNITS, units
from curbside.literature.library.words import HeldSenses
from curbside.literature.notice import Notice
from curbside.literature.publication import Passage, Publication, Record, RelationKind, Unreadable
from curbside.literature.readers.lines import head_of
from curbside.literature.readers.retraction_watch import NAME as RETRACTION_WATCH
from curbside.literature.readers.retraction_watch import BreaksOff, is_list_of_retractions, notices_of
from curbside.literature.text import fold
from curbside.literature.topic import Topic
from curbside.terminology.senses import Inventory

_INDEX_COMMIT_RECORDS = 100_000
_TELL_ROWS = 2_000
_REBUILT_UNITS = 50_000
"""Up to so many units, three seconds' work, an index from which something was removed is written anew.

The words of what was removed count in its weights until it is, and a library should not tell how it came to hold
what it holds.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A record that could not be read: in which file, where in it, and why."""

    source: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that was left alone, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far adding has come: files done of all, records so far."""

    source: str
    files_done: int
    files: int
    records: int


@dataclass(slots=True, kw_only=True)
class AdditionReport:
    """What adding did, and how long it took.

    ``unchanged`` counts records already held in this version or a newer one. Whoever holds the clock fills
    in ``seconds``.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    files: int = 0
    seconds: float = 0.0

    @property
    def records(self) -> int:
        """Everything the files held, readable or not."""
        return self.added + self.updated + self.unchanged + self.deleted + len(self.quarantined)


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """What a library holds. ``snapshot`` is the content hash that answers carry.

    ``notices`` are those of its list of retractions, the newest of them of the day ``notices_until``.
    """

    publications: int
    passages: int
    quarantined: int
    deleted: int
    sources: int
    snapshot: str
    indexed: bool
    notices: int = 0
    notices_until: str = ""


@dataclass(slots=True, kw_only=True)
class NoticesReport:
    """What adding a list of retractions did, and how long it took.

    ``held`` are its notices now, of which ``new`` were not there before; ``gone`` are those that were and that the
    list no longer has. ``unnamed`` are rows on works that have neither a PMID nor a DOI, ``bearing`` the publications
    held that the list names. Where ``breaks_off``, nothing that was held before was let go.
    """

    held: int = 0
    new: int = 0
    gone: int = 0
    unnamed: int = 0
    bearing: int = 0
    until: str = ""
    breaks_off: bool = False
    quarantined: list[Quarantined] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something `Library.verify` found wrong: where, and what."""

    where: str
    message: str


class Library:
    """The library in a directory (`open_library`) or in memory (`library_in_memory`)."""

    def __init__(
        self, directory: Path | None, catalogue: Catalogue, index: Index, lock: IO[str] | None
    ) -> None:
        self.directory = directory
        self._catalogue = catalogue
        self._index = index
        self._lock = lock
        self._senses = HeldSenses(catalogue)

    # Finding

    def match(self, query: tantivy.Query, *, limit: int) -> list[tuple[int, float]]:
        """The best ``limit`` units of the index, and all that tie with the last, as (unit key, score), best first."""
        return self._index.match(query, limit=limit)

    def frequency(self, term: str) -> int:
        """In how many units of the index a term occurs."""
        return self._index.frequency(term)

    @property
    def size(self) -> int:
        """How many units the index holds."""
        return self._index.documents()

    def ids(self, publication_keys: Sequence[int]) -> dict[int, str]:
        """Publication ids by key, as `match` gives keys (unit key // `MOST_UNITS`)."""
        return self._catalogue.ids(publication_keys)

    def publications(self, publication_keys: Sequence[int]) -> dict[int, Publication]:
        """Publications by key; one removed since the index was read is left out."""
        return self._catalogue.records(publication_keys)

    def find(self, name: str) -> Publication:
        """The publication called ``name``: its id, a passage's id, a PMID, a PMC id or a DOI.

        Raises `NotFound` when there is none, and `Mendable` when the name fits several.
        """
        for candidate in _names(name):
            keys = self._catalogue.keys_named(candidate)
            if len(keys) == 1:
                return self._catalogue.record(keys[0])
            if keys:
                held = ", ".join(sorted(self._catalogue.ids(keys).values()))
                raise Mendable(
                    f"expected a name of one publication; {name} fits {held}: use one of these ids"
                )
        raise NotFound(f"expected an id, PMID, PMC id or DOI that this library holds; came {name!r}")

    def topics(self) -> tuple[Topic, ...]:
        """The topics whose statements the library holds, by their ids."""
        keys = self._catalogue.keys_named(TOPICS)
        found = (publication.topic for publication in self._catalogue.records(keys).values())
        return tuple(sorted((topic for topic in found if topic is not None), key=lambda topic: topic.id))

    def statements_of(self, topic: Topic) -> dict[int, Publication]:
        """The publications a topic's statements stand in, by key, in the order of their ids."""
        keys = self._catalogue.keys_under(f"{topic.id}:")
        found = self._catalogue.records(keys)
        return {key: found[key] for key in keys if key in found and found[key].topic is None}

    def namesakes(self, publication: Publication) -> tuple[Publication, ...]:
        """The other publications with its PMID, PMC id or DOI: a record, its full text, statements on both."""
        names = [name for name in (publication.id, *aliases(publication)) if name != TOPICS]
        found = self._catalogue.records(self._catalogue.keys_called(names))
        return tuple(one for _, one in sorted(found.items()) if one.id != publication.id)

    def standings(self, publications: Sequence[Publication]) -> dict[str, Standing]:
        """Retraction, concern, correction and supersession by publication id, as they and the library say."""
        works = self._works(publications)
        called = {name for work in works.values() for one in work for name in names_of(one)}
        told: dict[str, list[tuple[RelationKind, str]]] = {}
        for source, does, target in self._catalogue.relations_to(tuple(called)):
            if (kind := suffered(RelationKind(does))) is not None:
                told.setdefault(target, []).append((kind, source))
        notices = self._notices_on([one for work in works.values() for one in work])
        found = {name: standing_of(list(_said_of(work, told, notices))) for name, work in works.items()}
        return found | {
            name: replace(found[name], fallen=fallen) for name, fallen in self._fallen(publications)
        }

    def _fallen(self, publications: Sequence[Publication]) -> Iterator[tuple[str, dict[str, str]]]:
        """Of each publication that has some, the derived statements that rest on a retracted one."""
        for publication in publications:
            rests_on = worked_out_from(publication)
            sources = dict.fromkeys(name for names in rests_on.values() for name in names)
            standings = self.standings(tuple(self.held(tuple(sources)).values())) if sources else {}
            retracted = {name for name, standing in standings.items() if standing.retracted}
            if retracted:
                yield (
                    publication.id,
                    {
                        passage: next(name for name in names if name in retracted)
                        for passage, names in rests_on.items()
                        if not retracted.isdisjoint(names)
                    },
                )

    def notices_on(self, publication: Publication) -> tuple[Notice, ...]:
        """What the list of retractions says of a publication, the earliest first, what was undone included."""
        (work,) = self._works([publication]).values()
        found = dict.fromkeys(notice for one in work for notice in self._notices_on(work).get(one.id, ()))
        return tuple(sorted(found, key=lambda one: (one.said_on, one.record, one.kind)))

    def gone(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids were held here once, or withdrawn by their source, and are not held now."""
        return self._catalogue.gone(ids)

    def held(self, ids: Sequence[str]) -> dict[str, Publication]:
        """The publications with these ids, by id; one that is not held is left out."""
        keys = [stored.key for stored in self._catalogue.stored(ids).values()]
        return {one.id: one for one in self._catalogue.records(keys).values()}

    def _works(self, publications: Sequence[Publication]) -> dict[str, tuple[Publication, ...]]:
        """Each publication, by its id, with the other records of the same work that are held."""
        names = [name for one in publications for name in (one.id, *names_of(one))]
        ids = self._catalogue.ids(self._catalogue.keys_called(names))
        given = {one.id for one in publications}
        read = self._catalogue.records([key for key, name in ids.items() if name not in given])
        held = [*publications, *(one for _, one in sorted(read.items()))]
        by_name: dict[str, list[Publication]] = {}
        for one in held:
            for name in names_of(one):
                by_name.setdefault(name, []).append(one)
        return {
            one.id: tuple(
                {
                    other.id: other
                    for other in (one, *(other for name in names_of(one) for other in by_name[name]))
                    if is_same_work(one, other)
                }.values()
            )
            for one in publications
        }

    def _notices_on(self, publications: Sequence[Publication]) -> dict[str, tuple[Notice, ...]]:
        """What the list says of each publication, by id."""
        if not self._catalogue.knows_notices or not self._catalogue.fact("notices"):
            return {}
        found = self._catalogue.notices(
            pmids=[one.pmid for one in publications if one.pmid],
            dois=[one.doi.casefold() for one in publications if one.doi],
        )
        return {
            one.id: tuple(
                notice
                for notice in found
                if (one.pmid and notice.pmid == one.pmid) or (one.doi and notice.doi == one.doi.casefold())
            )
            for one in publications
        }

    # The words it knows

    @property
    def short_forms(self) -> Inventory:
        """What short forms stand for in its publications."""
        return self._senses

    def meant_by(self, short: str, publication_keys: Sequence[int]) -> dict[int, str]:
        """What a short form stands for in those of these publications that define it, by key."""
        return self._catalogue.defined_by(short, publication_keys) if self._catalogue.knows_words else {}

    def names(self, beginning: str, *, shortest: int, longest: int) -> dict[str, int]:
        """Words of names of drugs, diseases and the like that begin so, each with how many publications have it."""
        if not self._catalogue.knows_words:
            return {}
        return dict(self._catalogue.names(beginning, shortest=shortest, longest=longest))

    # Saying what is held

    def status(self) -> LibraryStatus:
        """What is held, from counters: it costs the same for ten records and ten million."""
        counts = self._catalogue.counts()
        return LibraryStatus(
            publications=self._catalogue.fact("publications"),
            passages=self._catalogue.fact("passages"),
            quarantined=counts["quarantined"],
            deleted=counts["deleted"],
            sources=counts["sources"],
            snapshot=self.snapshot(),
            indexed=self._is_indexed(),
            notices=self._catalogue.fact("notices"),
            notices_until=self._catalogue.notices_until(),
        )

    def snapshot(self) -> str:
        """The content hash of everything held; the same content, added in any order, gives the same."""
        return self._catalogue.snapshot()

    def quarantine(self) -> tuple[Quarantined, ...]:
        """Every record that could not be read, by file."""
        return tuple(
            Quarantined(source=source, where=place, reason=reason)
            for source, place, reason in self._catalogue.quarantined()
        )

    def verify(self) -> Iterator[Problem]:
        """Recompute every checksum, offset and count. Yields what is wrong; nothing, when all is well."""
        for finding in self._catalogue.integrity():
            yield Problem(where="catalogue", message=finding)
        total, publications, passages, expected_units, words, notices = 0, 0, 0, 0, 0, 0
        for key, publication_id, checksum, record in self._catalogue.all():
            publications += 1
            total += fingerprint(publication_id, checksum)
            if hashlib.sha256(record).digest() != checksum:
                yield Problem(
                    where=publication_id, message="its record does not have the checksum it was stored with"
                )
                continue
            publication = self._catalogue.record(key)
            passages += len(publication.passages)
            expected_units += len(units(publication))
            words += len(defined_in(publication)) + len(names_in(publication))
            yield from _problems_of(publication, publication_id, record)
        weights = 0
        for kept_as, content in self._catalogue.all_notices() if self._catalogue.knows_notices else ():
            notices += 1
            weights += weight_of_notice(kept_as)
            if hashlib.sha256(content).digest() != kept_as:
                yield Problem(
                    where="list of retractions",
                    message="a notice is not as it was stored: add the list again",
                )
        yield from self._miscounts(total + weights, publications, passages, notices)
        if self._catalogue.knows_words and words != self._catalogue.words():
            yield Problem(
                where="catalogue",
                message=f"expected {words} short forms and names of publications, came {self._catalogue.words()}",
            )
        if self._is_indexed() and expected_units != self.size:
            yield Problem(
                where="index",
                message=f"expected {expected_units} units, came {self.size}: curbside library rebuild mends it",
            )
        if not self._is_indexed():
            yield Problem(
                where="index", message="it lags behind the catalogue: curbside library rebuild mends it"
            )

    # Writing

    def add(
        self, paths: Sequence[Path], *, progress: Callable[[Progress], None] = lambda progress: None
    ) -> AdditionReport:
        """Read files and keep their publications. Idempotent; good records are kept whatever the others are.

        Raises `StorageFailure` when the disk is full: everything acknowledged so far is kept.
        """
        report = AdditionReport()
        unindexed = 0
        complete = self._catalogue.complete_checksums()
        for place, reading in enumerate(read_all(paths, complete=complete)):
            before = report.records

            def tell(place: int = place, source: str = Path(reading.name).name) -> None:
                progress(Progress(source=source, files_done=place, files=len(paths), records=report.records))

            self._add_source(reading, report, tell)
            unindexed += report.records - before
            if unindexed >= _INDEX_COMMIT_RECORDS:
                self._commit_index()
                unindexed = 0
        self._commit_index()
        self._catalogue.checkpoint()
        return report

    def add_records(
        self,
        records: Iterable[Record],
        *,
        name: str,
        kind: str,
        progress: Callable[[Progress], None] = lambda progress: None,
    ) -> AdditionReport:
        """Keep records that come from somewhere else than a file; ``name`` says where, as `add` names a file."""
        report = AdditionReport()
        checksum = hashlib.sha256(f"{kind}\n{name}".encode()).digest()
        reading = Reading(name=name, opened=Opened(format=kind, checksum=checksum), batches=batches(records))

        def tell() -> None:
            progress(Progress(source=name, files_done=0, files=1, records=report.records))

        self._add_source(reading, report, tell, final=False)
        self._commit_index()
        self._catalogue.checkpoint()
        return report

    def add_retractions(
        self, path: Path, *, progress: Callable[[int], None] = lambda rows: None
    ) -> NoticesReport:
        """Let the Retraction Watch list in a file be the library's: it takes the place of the one before.

        Rows that cannot be read are told and the others kept. Of a file that breaks off, what it says is added, and
        nothing is let go, for nobody knows what the rest of it would have said.

        Raises `UnreadableSource` when it is no such list, and `Mendable` when it is older than the one held.
        """
        report = NoticesReport()
        notices: list[Notice] = []
        for rows, row in enumerate(notices_of(path), start=1):
            if isinstance(row, Unreadable):
                report.breaks_off = isinstance(row, BreaksOff)
                report.quarantined.append(Quarantined(source=str(path), where=row.where, reason=row.reason))
            elif row.names_one:
                notices.append(row)
            else:
                report.unnamed += 1
            if rows % _TELL_ROWS == 0:
                progress(rows)
        newest = max((_record_number(one) for one in notices), default=0)
        held = self._catalogue.fact("notices_record")
        if newest < held and not report.breaks_off:
            raise Mendable(
                f"expected a list of retractions no older than the one held, whose last record is {held}; came one "
                f"whose last is {newest}: {path}. To go back to it: curbside library remove --retractions, then add it"
            )
        report.until = max((one.said_on for one in notices), default="")
        with self._catalogue.transaction():
            source = self._catalogue.begin_source(
                name=str(path), kind=RETRACTION_WATCH, checksum=checksum_of(path)
            )
            self._catalogue.forget_sources_of(RETRACTION_WATCH, but=source)
            report.new, report.gone = self._catalogue.replace_notices(
                ((one, *encode_notice(one)) for one in notices), keeping=report.breaks_off
            )
            if report.breaks_off:
                newest, report.until = max(newest, held), max(report.until, self._catalogue.notices_until())
            self._catalogue.set_notices_until(report.until, record=newest)
            for one in report.quarantined:
                self._catalogue.quarantine(source, one.where, one.reason)
            self._catalogue.finish_source(source, records=len(notices) + report.unnamed)
        self._catalogue.checkpoint()
        report.held = self._catalogue.fact("notices")
        report.bearing = len(self._catalogue.noticed())
        return report

    def remove_retractions(self) -> int:
        """Let the list of retractions go; how many notices it had."""
        with self._catalogue.transaction():
            _, gone = self._catalogue.replace_notices((), keeping=False)
            self._catalogue.set_notices_until("", record=0)
            self._catalogue.forget_sources_of(RETRACTION_WATCH)
        self._catalogue.checkpoint()
        return gone

    def remove(self, name: str) -> str:
        """Take one publication out, by any of its names; its id. Raises `NotFound`."""
        publication_id = self.find(name).id
        with self._catalogue.transaction():
            self._catalogue.remove(publication_id, deleted_by_source=False)
        self._commit_index()
        return publication_id

    def rebuild_index(self, *, progress: Callable[[int], None] = lambda done: None) -> int:
        """Make the index anew from the catalogue; how many publications it now holds."""
        done = self._write_index_anew(progress)
        with self._catalogue.transaction():
            self._catalogue.set_indexed(self._catalogue.last_key())
        return done

    def catch_up(self) -> None:
        """Give the index what a killed process had stored and not indexed."""
        if self._is_indexed():
            return
        indexed = 0 if self._is_index_lost() else self._catalogue.fact("indexed")
        self._index.remove_after(indexed)
        self._index_after(indexed, lambda done: None)
        self._commit_index()

    def close(self) -> None:
        """Finish writing and let the files, and the writing place, go."""
        try:
            self._index.close()
        finally:
            self._catalogue.close()
            if self._lock is not None:
                self._lock.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # How adding works

    def _add_source(
        self, reading: Reading, report: AdditionReport, tell: Callable[[], None], *, final: bool = True
    ) -> None:
        """Store one source. A ``final`` one is a file, which never has more to give than it gave."""
        name, opened = reading.name, reading.opened
        if not opened.format:
            for _ in reading.batches:
                pass
            report.skipped.append(Skipped(path=name, reason=_why_left_alone(name)))
            return
        report.files += 1
        known = self._catalogue.source_with(opened.checksum)
        if known is not None and known.complete and opened.checksum:
            for _ in reading.batches:
                pass
            report.unchanged += known.records
            tell()
            return
        with self._catalogue.transaction():
            source = self._catalogue.begin_source(name=name, kind=opened.format, checksum=opened.checksum)
        records = 0
        for batch in reading.batches:
            with self._catalogue.transaction():
                kept = self._store(batch.entries, source, report)
                self._delete(batch.deletions, report)
                self._set_aside(batch.unreadable, source, name, report)
                records += len(batch.entries) + len(batch.deletions)
                if final and batch.last and not batch.unreadable:
                    self._catalogue.finish_source(source, records=records)
            for key, words in kept:
                self._index.add(key, words)
            tell()

    def _store(
        self, entries: Sequence[Entry], source: int, report: AdditionReport
    ) -> list[tuple[int, tuple[tuple[str, str], ...]]]:
        """Store what is new or newer; (key, units) of each for the index."""
        latest: dict[str, Entry] = {}
        for entry in entries:
            rival = latest.get(entry.id)
            if rival is not None:
                report.unchanged += 1
            if rival is None or entry.version >= rival.version:
                latest[entry.id] = entry
        stored = self._catalogue.stored(tuple(latest))
        deleted = self._catalogue.deletions(tuple(latest))
        fresh: list[Entry] = []
        replacing: list[Stored] = []
        for entry in latest.values():
            old = stored.get(entry.id)
            if entry.id in deleted and not (deleted[entry.id] and entry.version > deleted[entry.id]):
                report.unchanged += 1
            elif old is None:
                report.added += 1
                fresh.append(entry)
            elif old.checksum == entry.checksum or entry.version < old.version:
                report.unchanged += 1
            else:
                report.updated += 1
                fresh.append(entry)
                replacing.append(old)
        if not fresh:
            return []
        first = self._catalogue.store(fresh, source=source, replacing=replacing)
        return [(key, entry.units) for key, entry in enumerate(fresh, start=first)]

    def _delete(self, ids: Iterable[str], report: AdditionReport) -> None:
        for publication_id in ids:
            self._catalogue.remove(publication_id, deleted_by_source=True)
            report.deleted += 1

    def _set_aside(
        self, unreadable: Iterable[tuple[str, str]], source: int, name: str, report: AdditionReport
    ) -> None:
        for where, reason in unreadable:
            self._catalogue.quarantine(source, where, reason)
            report.quarantined.append(Quarantined(source=name, where=where, reason=reason))

    def _commit_index(self) -> None:
        self._senses = HeldSenses(self._catalogue)
        removals = self._catalogue.unindexed_removals()
        last = self._catalogue.last_key()
        if self._is_indexed():
            return
        self._index.remove(removals)
        self._index.commit()
        if removals and self.size <= _REBUILT_UNITS:
            self._write_index_anew()
        with self._catalogue.transaction():
            self._catalogue.set_indexed(last)

    def _write_index_anew(self, progress: Callable[[int], None] = lambda done: None) -> int:
        self._index.clear()
        done = self._index_after(0, progress)
        self._index.commit()
        return done

    def _index_after(self, key: int, progress: Callable[[int], None]) -> int:
        done = 0
        for found, publication_id, checksum, record in self._catalogue.all(after=key):
            self._index.add(found, units(sound(publication_id, checksum, record)))
            done += 1
            if done % 1000 == 0:
                progress(done)
        return done

    def _is_indexed(self) -> bool:
        up_to_date = self._catalogue.last_key() <= self._catalogue.fact("indexed")
        return up_to_date and not self._catalogue.unindexed_removals() and not self._is_index_lost()

    def _is_index_lost(self) -> bool:
        """Is the index empty where the catalogue says it was written? Its folder was deleted, then."""
        return not self.size and self._catalogue.fact("indexed") > 0 and self._catalogue.last_key() > 0

    def _miscounts(
        self, fingerprints: int, publications: int, passages: int, notices: int
    ) -> Iterator[Problem]:
        found = {
            "snapshot": f"{fingerprints % (1 << 256):064x}",
            "publications": str(publications),
            "passages": str(passages),
            "notices": str(notices),
        }
        kept = {
            "snapshot": self.snapshot(),
            "publications": str(self._catalogue.fact("publications")),
            "passages": str(self._catalogue.fact("passages")),
            "notices": str(self._catalogue.fact("notices")),
        }
        for name, value in found.items():
            if kept[name] != value:
                yield Problem(where="catalogue", message=f"expected {name} {value}, came {kept[name]}")


def _said_of(
    work: Sequence[Publication],
    told: Mapping[str, Sequence[Said]],
    notices: Mapping[str, tuple[Notice, ...]],
) -> Iterator[Said]:
    """All that is said of a work, by whichever of its records, by others, and by the list of retractions."""
    its_own = {one.id for one in work}
    for one in work:
        yield from told_by(one)
        said = (said for name in dict.fromkeys(names_of(one)) for said in told.get(name, ()))
        yield from ((kind, source) for kind, source in said if source not in its_own)
        yield from told_by_the_list(one, notices.get(one.id, ()))


def _why_left_alone(name: str) -> str:
    try:
        head = head_of(Path(name))
    except OSError:
        head = b""
    if is_list_of_retractions(head):
        return "a list of retractions: curbside library add --retractions FILE"
    return "no reader knows this kind of file"


def _record_number(notice: Notice) -> int:
    return int(notice.record) if notice.record.isascii() and notice.record.isdigit() else 0


def publication_key(unit_key: int) -> int:
    """The key of the publication a unit belongs to."""
    return unit_key // MOST_UNITS


def passages_of(publication: Publication, unit_key: int) -> tuple[Passage, ...]:
    """The passages of a publication that a unit's key stands for."""
    unit = units(publication)[unit_key % MOST_UNITS]
    return publication.passages[unit.first : unit.last]


def library_in_memory(paths: Sequence[Path]) -> Library:
    """A library of these files that leaves nothing behind."""
    library = Library(None, Catalogue(None, writable=True), Index(None), None)
    library.add(paths)
    return library


def open_library(directory: Path, *, writable: bool = False) -> Library:
    """The library in ``directory``; made there when ``writable`` and there is none.

    A reader that finds the index behind, because a writer was killed, catches it up if nobody is writing.

    Raises `NotFound` when there is none to read, `LibraryBusy` when another process is writing and this one
    would too, `DamagedLibrary` when the files are not a library's.
    """
    catalogue_path = directory / "catalogue.sqlite3"
    if writable:
        _make(directory)
    elif not catalogue_path.is_file():
        raise NotFound(f"expected a library (made by: curbside library add); came {directory}")
    lock = _writing_place(directory) if writable else None
    if writable and lock is None:
        raise LibraryBusy(
            f"expected to be the only writer; another process is adding to {directory}: try again later"
        )
    library = _opened(directory, catalogue_path, writable=writable, lock=lock)
    if writable:
        library.catch_up()
    elif not library._is_indexed() and (lock := _writing_place(directory)) is not None:
        library.close()
        with _opened(directory, catalogue_path, writable=True, lock=lock) as healing:
            healing.catch_up()
        library = _opened(directory, catalogue_path, writable=False, lock=None)
    return library


def _opened(directory: Path, catalogue_path: Path, *, writable: bool, lock: IO[str] | None) -> Library:
    catalogue = Catalogue(catalogue_path, writable=writable)
    try:
        index = Index(directory / "index")
    except (OSError, ValueError) as error:
        raise DamagedLibrary(
            f"expected an index in {directory / 'index'}; came one that cannot be opened ({error}): "
            "move that folder away and run curbside library rebuild"
        ) from error
    return Library(directory, catalogue, index, lock)


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise Mendable(f"expected a directory to keep a library in; came a file: {directory}") from error
    except OSError as error:
        raise StorageFailure(f"expected to make {directory}; the system said: {error.strerror}") from error


def _writing_place(directory: Path) -> IO[str] | None:
    """The lock that one writer holds, released by the system however the process ends; None when taken."""
    try:
        lock = (directory / "writer.lock").open("a")
    except OSError as error:
        raise StorageFailure(
            f"expected to write in {directory}; the system said: {error.strerror}"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _names(name: str) -> Iterator[str]:
    """The ids a person may mean by ``name``, most literal first."""
    yield name
    if "#" in name:
        yield name.rpartition("#")[0]
    bare = name.strip()
    if bare.isdecimal():
        yield f"pmid:{bare}"
    if bare.upper().startswith("PMC"):
        yield f"pmc:{bare.upper()}"
    if bare.startswith("10."):
        yield f"doi:{bare}"


def _problems_of(publication: Publication, publication_id: str, record: bytes) -> Iterator[Problem]:
    if publication.id != publication_id:
        yield Problem(where=publication_id, message=f"its record calls itself {publication.id}")
    if encode(publication) != record:
        yield Problem(where=publication_id, message="its record does not read back to the same bytes")
    start = 0
    for passage in publication.passages:
        if passage.start != start:
            yield Problem(where=passage.id, message=f"expected to start at {start}, came {passage.start}")
        if passage.text != fold(passage.text):
            yield Problem(where=passage.id, message="its text is not folded")
        start += len(passage.text) + 1
