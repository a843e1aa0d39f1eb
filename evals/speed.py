"""How fast, and in how much memory? Ratios against bare tantivy, measured in the same run on the same text.

    python evals/speed.py --sizes 10000
    python evals/speed.py --write                      10,000, 100,000 and 200,000 records, some minutes

Everything that caches or grows is measured in a process of its own. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import ParamSpec, TypeVar

import bare
import generate
from curbside.literature.library import open_library
from curbside.verification.answer import Answer
from curbside.workflows import ask, ingest, search
from report import Goal, at_least, at_most, goals, machine, table, write_section

SIZES = (10_000, 100_000, 200_000)
TOP = 50
WARMING = 20
REPEATED_UP_TO = 20_000

_ASKED_AT = datetime(2025, 1, 1, tzinfo=UTC)
_MEBIBYTE = 1 << 20

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What something took: seconds on the wall, and of processor time with that of its child processes."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The most held at once by a process and its children, in bytes.

    ``resident`` counts the pages of files they map, which the system takes back when it needs them;
    ``own`` does not.
    """

    resident: int = 0
    own: int = 0

    def __or__(self, other: Memory) -> Memory:
        return Memory(resident=max(self.resident, other.resident), own=max(self.own, other.own))


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """Adding the same records to a library and to a bare index."""

    curbside: Cost
    bare: Cost
    memory: Memory
    bare_memory: Memory

    @property
    def rate(self) -> float:
        """How fast the library takes records, by the wall clock, as a share of the bare index's rate."""
        return self.bare.wall / self.curbside.wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The median cost of a question each way, and the wall time that 95 of 100 questions to `ask` keep to."""

    questions: int
    bare: Cost
    bare_with_ids: Cost
    search: Cost
    ask: Cost
    ask_wall_95: float
    answered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything measured with so many records."""

    size: int
    adding: Adding
    finding: Finding


def measure(size: int, *, folder: Path, seed: int, questions: int) -> Measured:
    """Generate ``size`` records in ``folder``, add them both ways, and ask both."""
    records, texts = folder / "records", folder / "texts.jsonl"
    _apart(_generate, records, texts, size, seed)
    adding = [
        _add(records, texts, library=folder / f"library{n}", index=folder / f"index{n}")
        for n in range(3 if size <= REPEATED_UP_TO else 1)
    ]
    found, _ = _apart(_find, folder / "library0", folder / "index0", size, seed, questions)
    return Measured(size=size, adding=_middle(adding), finding=found)


def start_up_cpu(*arguments: str, times: int = 7) -> float:
    """The median processor time, in seconds, of running Python with these arguments."""
    taken = []
    for _ in range(times):
        before = _cpu(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        taken.append(_cpu(resource.RUSAGE_CHILDREN) - before)
    return median(taken)


def _generate(records: Path, texts: Path, size: int, seed: int) -> None:
    """Write the records, and beside them the text a reader finds in each, for the bare index."""
    records.mkdir(parents=True)
    with texts.open("w", encoding="utf-8") as spool:

        def spooled(of: Iterable[generate.Generated]) -> Iterator[generate.Generated]:
            for each in of:
                spool.write(json.dumps([each.pmid, each.title, each.body]) + "\n")
                yield each

        for first in range(0, size, generate.RECORDS_A_FILE):
            some = generate.records(min(generate.RECORDS_A_FILE, size - first), seed=seed, first=first)
            generate.write_set(records / f"generated{first:09}.xml.gz", spooled(some))


def _add(records: Path, texts: Path, *, library: Path, index: Path) -> Adding:
    theirs, bare_memory = _apart(_add_bare, texts, index)
    ours, memory = _apart(_add_curbside, records, library)
    return Adding(curbside=ours, bare=theirs, memory=memory, bare_memory=bare_memory)


def _add_curbside(records: Path, library: Path) -> Cost:
    """Everything a user waits for: reading the files, the catalogue, the index, and closing both."""
    watch = _Watch()
    with open_library(library, writable=True) as opened:
        ingest([records], library=opened)
    return watch.read()


def _add_bare(texts: Path, index: Path) -> Cost:
    """The index alone: the text lies parsed in memory before the watch starts."""
    with texts.open(encoding="utf-8") as spool:
        documents = [
            bare.Document(id=pmid, title=title, body=body) for pmid, title, body in map(json.loads, spool)
        ]
    index.mkdir()
    watch = _Watch()
    bare.index(documents, index)
    return watch.read()


def _find(library: Path, index: Path, size: int, seed: int, number: int) -> Finding:
    """Ask every question each way, one way after another, so that a busy machine is busy for all alike."""
    taken: dict[str, list[Cost]] = {"bare": [], "bare_with_ids": [], "search": [], "ask": []}
    answered = 0
    yardstick = bare.open_index(index)
    with open_library(library) as opened:
        for place, question in enumerate(generate.questions(number + WARMING, of=size, seed=seed)):
            words = " ".join(question.words)
            ways: list[tuple[str, Callable[[], object]]] = [
                ("bare", partial(bare.hits, yardstick, words, top=TOP)),
                ("bare_with_ids", partial(bare.search, yardstick, words, top=TOP)),
                ("search", partial(search, question.text, library=opened, top=TOP)),
                ("ask", partial(ask, question.text, library=opened, asked_at=_ASKED_AT)),
            ]
            # Each way goes first in its turn: whoever follows `ask` finds the processor's caches full of it.
            first = place % len(ways)
            for way, work in ways[first:] + ways[:first]:
                said, cost = _timed(work)
                if place >= WARMING:
                    taken[way].append(cost)
                    answered += isinstance(said, Answer)
    return Finding(
        questions=number,
        bare=_median(taken["bare"]),
        bare_with_ids=_median(taken["bare_with_ids"]),
        search=_median(taken["search"]),
        ask=_median(taken["ask"]),
        ask_wall_95=sorted(cost.wall for cost in taken["ask"])[round(0.95 * number) - 1],
        answered=answered / number,
    )


def _timed(work: Callable[[], object]) -> tuple[object, Cost]:
    cpu, wall = time.process_time(), time.perf_counter()
    done = work()
    return done, Cost(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)


class _Watch:
    """Wall and processor time since it was made, children that have ended included."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), self._so_far()

    def read(self) -> Cost:
        return Cost(wall=time.perf_counter() - self._wall, cpu=self._so_far() - self._cpu)

    @staticmethod
    def _so_far() -> float:
        return _cpu(resource.RUSAGE_SELF) + _cpu(resource.RUSAGE_CHILDREN)


def _cpu(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(wall=median(cost.wall for cost in costs), cpu=median(cost.cpu for cost in costs))


def _middle(repeated: Sequence[Adding]) -> Adding:
    """The repetition with the middle ratio; its figures belong together."""
    return sorted(repeated, key=lambda adding: adding.rate)[len(repeated) // 2]


def _apart(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> tuple[_T, Memory]:
    """What ``work`` returns from a process of its own, and the most memory it and its children held."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, work, args, kwargs))
    process.start()
    sender.close()
    peak = Memory()
    while not receiver.poll(0.05):
        peak |= _memory(process.pid or 0)
    try:
        done: _T = receiver.recv()
    except EOFError:
        process.join()
        sys.exit(f"expected a measurement of {work.__name__}; its process ended with {process.exitcode}")
    process.join()
    return done, peak


def _send(
    sender: Connection, work: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    sender.send(work(*args, **kwargs))


def _memory(pid: int) -> Memory:
    held = [_memory_of(each) for each in _family(pid)]
    return Memory(resident=sum(each.resident for each in held), own=sum(each.own for each in held))


def _memory_of(pid: int) -> Memory:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return Memory()  # It has ended since it was listed.
    kibibytes = {
        name: int(value.split()[0])
        for name, _, value in (line.partition(":") for line in status.splitlines())
        if name in ("VmRSS", "RssAnon")
    }
    return Memory(resident=kibibytes.get("VmRSS", 0) << 10, own=kibibytes.get("RssAnon", 0) << 10)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            listed = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in listed:
            yield from _family(int(child))


def _tables(measured: Sequence[Measured]) -> Iterator[str]:
    yield "Adding: rate in records a second; cpu in microseconds a record; memory in MiB"
    yield table(
        ("records", "wall rate", "bare", "ratio", "cpu", "bare", "ratio", "own peak", "resident", "bare own"),
        [
            (
                f"{each.size:,}",
                f"{each.size / each.adding.curbside.wall:,.0f}",
                f"{each.size / each.adding.bare.wall:,.0f}",
                f"{each.adding.rate:.2f}",
                f"{1e6 * each.adding.curbside.cpu / each.size:,.0f}",
                f"{1e6 * each.adding.bare.cpu / each.size:,.0f}",
                f"{each.adding.curbside.cpu / each.adding.bare.cpu:.2f}",
                f"{each.adding.memory.own / _MEBIBYTE:,.0f}",
                f"{each.adding.memory.resident / _MEBIBYTE:,.0f}",
                f"{each.adding.bare_memory.own / _MEBIBYTE:,.0f}",
            )
            for each in measured
        ],
    )
    yield "(the bare index's memory includes the whole text, which it is given parsed)"
    yield ""
    yield f"Finding: median milliseconds a question, warm, top {TOP}; ratios are of cpu, to the bare query"
    yield table(
        ("records", "", "cpu", "wall", "ratio"),
        [row for each in measured for row in _finding_rows(each.size, each.finding)],
    )


def _finding_rows(size: int, found: Finding) -> Iterator[tuple[str, ...]]:
    ways = {
        "bare query": found.bare,
        "bare query, ids read": found.bare_with_ids,
        "search": found.search,
        "ask": found.ask,
    }
    for way, cost in ways.items():
        first = f"{size:,}" if way == "bare query" else ""
        ratio = f"{cost.cpu / found.bare.cpu:.2f}"
        yield (first, way, f"{1e3 * cost.cpu:.3f}", f"{1e3 * cost.wall:.3f}", ratio)
    yield ("", "ask, 95 of 100 within", "", f"{1e3 * found.ask_wall_95:.3f}", "")
    yield ("", f"ask answered {found.answered:.0%} of {found.questions}", "", "", "")


def _goals(measured: Sequence[Measured], start_up: float) -> Iterator[Goal]:
    for each in measured:
        found, records = each.finding, f"{each.size:,} records"
        yield at_least(f"adding {records}, rate of bare", each.adding.rate, 0.6)
        yield at_most(f"search of {records}, cpu of bare", found.search.cpu / found.bare.cpu, 1.3, "x")
        yield at_most(f"ask of {records}, cpu of bare", found.ask.cpu / found.bare.cpu, 8, "x")
        yield at_most(f"ask of {records}, wall", 1e3 * found.ask.wall, 50, " ms")
    for before, after in pairwise(measured):
        growth = after.adding.memory.own / before.adding.memory.own
        yield at_most(f"memory of adding {after.size:,}, of that of {before.size:,}", growth, 1.25, "x")
    yield at_most("curbside --help, cpu", start_up, 0.25, " s")


def main() -> None:
    """Measure each size, print, and write the section of the results page when told to."""
    options = _options()
    start_up, alone = start_up_cpu("-m", "curbside", "--help"), start_up_cpu("-c", "pass")
    measured = []
    for size in sorted(options.sizes):
        with tempfile.TemporaryDirectory(dir=options.scratch) as made:
            measured.append(measure(size, folder=Path(made), seed=options.seed, questions=options.questions))
        print(f"measured {size:,} records", file=sys.stderr)

    text = "\n".join(
        [
            f"Generated records (seed {options.seed}; evals/generate.py, licence as this project)",
            machine("curbside", "tantivy"),
            f"load before and after: {options.load:.1f}, {os.getloadavg()[0]:.1f}",
            "",
            *_tables(measured),
            "",
            f"Start-up: {start_up:.3f} s of cpu; Python alone {alone:.3f} s (medians of 7)",
            "",
            goals(list(_goals(measured, start_up))),
        ]
    )
    print(text)
    if options.write:
        write_section("speed", text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How fast, and in how much memory?")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="records to measure with"
    )
    parser.add_argument(
        "--questions", type=int, default=200, help="questions to ask at each size (default: 200)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the generated records (default: 1)")
    parser.add_argument("--scratch", type=Path, help="where records and libraries go for the while")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    options = parser.parse_args()
    options.load = os.getloadavg()[0]
    return options


if __name__ == "__main__":
    main()
