"""Reading files ahead of the writer, in processes of their own, in the order the files were given.

Parsing is the larger part of adding, and Python parses on one core. So each reading process takes every n-th
file, makes entries of its records and sends them in batches through a pipe; the writer takes the files in
order. A reader that is far ahead waits for the writer, so memory stays flat.

Such a process runs `curbside.literature.library.reading_process`: an errand on standard input, frames on
standard output. It is started afresh rather than forked, because the index's threads do not survive a fork.
"""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

import msgspec

from curbside.literature.library.entries import Entry, entry
from curbside.literature.publication import Deletion, Publication, Record, Unreadable
from curbside.literature.readers import read_together, reader_for

_BATCH_RECORDS = 250
_BATCH_BYTES = 4_000_000
_WORTH_A_PROCESS_BYTES = 3_000_000
_MOST_PROCESSES = 8
_FRAMES_AHEAD = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file was looked at. ``format`` is empty when no reader takes it; ``checksum`` when it cannot be opened."""

    format: str
    checksum: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some of a file's records, in file order; ``last`` when the file is done."""

    entries: tuple[Entry, ...] = ()
    deletions: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    last: bool = False


class Errand(msgspec.Struct):
    """What a reading process is sent to do."""

    paths: list[bytes]
    complete: tuple[bytes, ...]


class Frame(msgspec.Struct, array_like=True):
    """One message of a reading process: a file opened, or some of its records."""

    opened: Opened | None = None
    batch: Batch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One source being read: what it is, then its batches. They must be used up before the next source's."""

    name: str
    opened: Opened
    batches: Iterator[Batch]


def read(path: Path, *, complete: frozenset[bytes] = frozenset()) -> Iterator[Opened | Batch]:
    """A file's records, in this process: first what the file is, then its batches.

    A file whose checksum is among the ``complete`` ones is opened and not read. A deletion ends a batch,
    so that within one batch entries come before deletions, as in the file.
    """
    reader = reader_for(path)
    checksum = checksum_of(path)
    yield Opened(format=reader.name if reader else "", checksum=checksum)
    if reader is None or checksum in complete:
        yield Batch(last=True)
        return
    yield from batches(_surviving(reader.read(path)))


def batches(records: Iterable[Record]) -> Iterator[Batch]:
    """Records, in order, made ready to be stored; the last batch says so, even when it is empty."""
    entries: list[Entry] = []
    deletions: list[str] = []
    unreadable: list[tuple[str, str]] = []
    weight = 0
    for record in records:
        if isinstance(record, Publication):
            if deletions or len(entries) >= _BATCH_RECORDS or weight > _BATCH_BYTES:
                yield Batch(entries=tuple(entries), deletions=tuple(deletions), unreadable=tuple(unreadable))
                entries, deletions, unreadable, weight = [], [], [], 0
            made = entry(record)
            entries.append(made)
            weight += len(made.record)
        elif isinstance(record, Deletion):
            deletions.append(record.id)
        else:
            unreadable.append((record.where, record.reason))
    yield Batch(entries=tuple(entries), deletions=tuple(deletions), unreadable=tuple(unreadable), last=True)


def read_all(paths: Sequence[Path], *, complete: frozenset[bytes] = frozenset()) -> Iterator[Reading]:
    """Every file in turn, read ahead in other processes when there is enough to read."""
    processes = _processes_for(paths)
    if processes == 0:
        for path in paths:
            yield _reading(path, read(path, complete=complete))
        return
    with ExitStack() as running:
        pipes = [
            running.enter_context(_reading_process(Errand(paths=shares, complete=tuple(complete))))
            for shares in ([os.fsencode(path) for path in paths[n::processes]] for n in range(processes))
        ]
        for place, path in enumerate(paths):
            yield _reading(path, _frames(pipes[place % processes]))


def _reading(path: Path, frames: Iterator[Opened | Batch]) -> Reading:
    opened = next(frames)
    if not isinstance(opened, Opened):
        raise TypeError(f"expected a file to be opened first; came {type(opened).__name__}: {path}")
    # A name need not be text; what cannot be told is shown as U+FFFD.
    name = os.fsencode(path).decode("utf-8", "replace")
    return Reading(name=name, opened=opened, batches=_one_file(frames))


def _one_file(frames: Iterator[Opened | Batch]) -> Iterator[Batch]:
    for frame in frames:
        if isinstance(frame, Batch):
            yield frame
            if frame.last:
                return


def _surviving(records: Iterator[Record]) -> Iterator[Record]:
    try:
        yield from records
    except OSError as error:
        yield Unreadable(where="file", reason=f"the system could not read on: {error.strerror or error}")
    except Exception as error:
        # A reader's own fault costs the rest of its file, and not the other files.
        fault = f"{type(error).__name__}: {error}"
        yield Unreadable(
            where="file", reason=f"the reader failed here, which is a fault of Curbside: {fault}"
        )


def checksum_of(path: Path) -> bytes:
    """Of the bytes of a file, and of those read with it: a topic has changed when any of its three files has."""
    try:
        first, *others = (_digest(file) for file in read_together(path))
    except OSError:
        return b""
    return hashlib.sha256(b"".join((first, *others))).digest() if others else first


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _processes_for(paths: Sequence[Path]) -> int:
    weight = sum(path.stat().st_size for path in paths if path.is_file())
    if weight < _WORTH_A_PROCESS_BYTES:
        return 0
    # As many as there are cores: the writer and the index wait for readers more often than the reverse.
    return min(_cores(), len(paths), _MOST_PROCESSES)


def _cores() -> int:
    """The cores this process may use, where the system says; else those the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _reading_process(errand: Errand) -> Iterator[Iterator[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "curbside.literature.library.reading_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    wires = _read_ahead(process.stdout)
    try:
        process.stdin.write(msgspec.msgpack.encode(errand))
        process.stdin.close()
        yield wires
    finally:
        process.kill()
        process.wait()
        for _ in wires:  # Lets the thread that fills it come to its end.
            pass
        process.stdout.close()


LENGTH = struct.Struct("<I")
"""How a frame's length is written before it."""

_from_wire = msgspec.msgpack.Decoder(Frame)


def _frames(wires: Iterator[bytes]) -> Iterator[Opened | Batch]:
    """One file's frames. A reading process that ends midway is a file that could not be read to its end."""
    opened = False
    for wire in wires:
        frame = _from_wire.decode(wire)
        if frame.opened is not None:
            opened = True
            yield frame.opened
        elif frame.batch is not None:
            yield frame.batch
            if frame.batch.last:
                return
    if not opened:
        yield Opened(format="unknown", checksum=b"")
    yield Batch(unreadable=(("file", "the reading process ended before the file did"),), last=True)


def _read_ahead(pipe: IO[bytes]) -> Iterator[bytes]:
    """The frames of a pipe, taken from it as soon as they come, `_FRAMES_AHEAD` of them at most.

    A pipe itself holds less than one frame: without this, every reader but the one being listened to
    would stand still.
    """
    waiting: Queue[bytes | None] = Queue(_FRAMES_AHEAD)

    def take() -> None:
        with suppress(OSError, ValueError):  # The pipe is closed when the writer gives up.
            while len(head := pipe.read(LENGTH.size)) == LENGTH.size:
                waiting.put(pipe.read(LENGTH.unpack(head)[0]))
        waiting.put(None)

    Thread(target=take, daemon=True).start()
    while (wire := waiting.get()) is not None:
        yield wire
