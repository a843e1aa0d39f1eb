"""A pathway on a population: as fast as SQL written by hand, right on every patient, and in a stated memory.

    python evals/population.py --rows 1000000
    python evals/population.py --write            10 and 100 million rows, a million lines of NDJSON; some minutes

Both sides of a ratio run in turn in processes of their own, and the ratio is of processor time, which neighbours on the
machine disturb least; seconds on the wall stand beside it. The pathways are fixtures, and not advice.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import duckdb

from curbside.pathway.definition import Pathway
from curbside.pathway.engine import decide
from curbside.pathway.gather import facts_of
from curbside.pathway.population.bulk import BulkFolder
from curbside.pathway.population.flat import FlatFile
from curbside.pathway.population.on_duckdb import DuckDBEngine
from curbside.pathway.population.query import compiled
from curbside.pathway.population.running import MOST_ALIKE, answer_all, define
from curbside.pathway.reading import read_pathway
from curbside.patient.readers import read_patient
from curbside.surfaces import compose
from report import Goal, at_least, at_most, goals, machine, table, write_section

FIXTURES = Path(__file__).parent / "data" / "pathway_fixture"
DAY = date(2026, 11, 25)
ROUNDS = 3
COLUMNS = (
    "standing",
    "recommendation",
    "missing",
    "rows_band",
    "rows_dose",
    "standing_band",
    "standing_dose",
    "marks",
)
CQL_EXECUTION = 110
"""Patients a second of cql-execution on the same resources, as measured on two cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What something took: seconds on the wall and of the processor, and the most memory held, in MiB."""

    wall: float
    cpu: float
    memory: float
    said: object = None


def cost_of(work: Callable[..., object], *given: object) -> Cost:
    """In a process of its own, whose memory is then all that the work took."""
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(sending, work, given))
    process.start()
    sending.close()
    found: Cost = receiving.recv()
    process.join()
    return found


def _measured(sending: object, work: Callable[..., object], given: tuple[object, ...]) -> None:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    said = work(*given)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sending.send(  # type: ignore[attr-defined]
        Cost(wall=time.perf_counter() - start, cpu=cpu, memory=_most_held(), said=said)
    )


def _most_held() -> float:
    """Of this process alone: what the system says of its resources has that of its parent in it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def least(costs: Sequence[Cost]) -> Cost:
    """The round that was disturbed least."""
    return min(costs, key=lambda cost: cost.cpu)


def in_turn(
    first: Callable[..., object], second: Callable[..., object], *given: object, rounds: int
) -> tuple[Cost, Cost]:
    """Both, one after the other, round after round: the least of each."""
    pairs = [(cost_of(first, *given), cost_of(second, *given)) for _ in range(rounds)]
    return least([one for one, _ in pairs]), least([other for _, other in pairs])


def fixture(name: str) -> Pathway:
    read = read_pathway(FIXTURES / name)
    assert read.pathway is not None, [str(mistake) for mistake in read.mistakes]
    return read.pathway


# -- flat rows -----------------------------------------------------------------------------------------------


def make_rows(file: Path, count: int) -> None:
    """Values to a tenth in either unit, one in ten missing, and some that are not plausible."""
    query = f"""
        SELECT 'p' || i AS patient,
               CASE WHEN hash(i) % 10 = 0 THEN NULL
                    ELSE round((hash(i * 3) % 10000) / 10000 * CASE u WHEN 0 THEN 70 ELSE 175 END, 1) END AS level,
               CASE u WHEN 0 THEN 'ng/mL' ELSE 'nmol/L' END AS level_unit,
               CASE WHEN hash(i * 7) % 20 = 0 THEN NULL ELSE 45 + (hash(i * 11) % 800) / 10.0 END::DOUBLE AS weight,
               CASE hash(i * 13) % 9 WHEN 0 THEN NULL WHEN 1 THEN TRUE ELSE FALSE END AS treated
        FROM (SELECT range AS i, hash(range * 5) % 2 AS u FROM range({count}))
    """
    duckdb.connect().execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")


RULES_BY_HAND = """
SELECT *,
  CASE WHEN band = 3 THEN 1
       WHEN band < 3 AND NOT treated AND weight >= 90 THEN 2
       WHEN band < 3 AND NOT treated AND weight < 90 THEN 3
       WHEN band < 3 AND treated THEN 4 END AS dose
FROM (
  SELECT *,
    CASE level_unit
      WHEN 'ng/mL' THEN CASE WHEN level < 1 OR level > 300 THEN NULL WHEN level < 30 THEN 1
        WHEN level < 40 THEN 2 WHEN level >= 40 THEN 3 END
      WHEN 'nmol/L' THEN CASE WHEN level < 2 OR level > 750 THEN NULL WHEN level < 75 THEN 1
        WHEN level < 100 THEN 2 WHEN level >= 100 THEN 3 END END AS band
  FROM read_parquet('{file}'))
"""
BY_HAND = f"""
    SELECT patient,
      CASE WHEN band IS NULL OR dose IS NULL THEN 'cannot decide' ELSE 'recommended' END AS standing,
      concat_ws(' ', CASE band WHEN 1 THEN 'band:low' WHEN 2 THEN 'band:middle' WHEN 3 THEN 'band:high' END,
        CASE dose WHEN 1 THEN 'dose:keep' WHEN 2 THEN 'dose:large' WHEN 3 THEN 'dose:small' WHEN 4 THEN 'dose:more' END)
        AS recommendation,
      CASE WHEN band IS NULL OR dose IS NULL THEN concat_ws(' ', CASE WHEN band IS NULL THEN 'level' END,
        CASE WHEN weight IS NULL AND dose IS NULL AND (treated IS NULL OR NOT treated) THEN 'weight' END,
        CASE WHEN treated IS NULL AND dose IS NULL THEN 'treated' END) ELSE '' END AS missing,
      CASE band WHEN 1 THEN 'low' WHEN 2 THEN 'middle' WHEN 3 THEN 'high' END AS rows_band,
      CASE WHEN band IS NULL THEN 'cannot decide' ELSE 'decided' END AS standing_band,
      CASE dose WHEN 1 THEN 'keep' WHEN 2 THEN 'large' WHEN 3 THEN 'small' WHEN 4 THEN 'more' END AS rows_dose,
      CASE WHEN dose IS NULL THEN 'cannot decide' ELSE 'decided' END AS standing_dose,
      CASE WHEN level IS NOT NULL AND band IS NULL THEN 'level:implausible' END AS marks
    FROM ({RULES_BY_HAND})
"""
"""The same rules as an expert writes them once for this file, and the same columns."""


def by_hand(file: Path, out: Path | None) -> object:
    base = duckdb.connect(config={"memory_limit": "1500MB", "preserve_insertion_order": False})
    select = BY_HAND.format(file=file)
    if out is None:
        counts = f"SELECT count(*) FROM ({RULES_BY_HAND.format(file=file)}) AS decided GROUP BY band, dose"
        return sorted(base.execute(counts).fetchall())
    return base.execute(f"COPY ({select}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)").fetchall()


def by_pathway(file: Path, out: Path | None) -> object:
    with tempfile.TemporaryDirectory() as scratch:
        engine = DuckDBEngine(scratch=Path(scratch))
        pathway = fixture("flat.yaml")
        facts = FlatFile(engine, pathway, file, maps=("weight=weight:kg",), on=DAY).facts()
        if out is not None:
            return answer_all(pathway, facts, engine=engine, on=DAY, out=out, most_alike=0)
        query = compiled(pathway)
        define(query, facts, engine)
        return sorted(engine.rows(f"SELECT count(*) FROM {query.last} GROUP BY t_band, t_dose"))


def with_flips(file: Path, out: Path) -> object:
    with tempfile.TemporaryDirectory() as scratch:
        engine = DuckDBEngine(scratch=Path(scratch))
        pathway = fixture("flat.yaml")
        facts = FlatFile(engine, pathway, file, maps=("weight=weight:kg",), on=DAY).facts()
        return answer_all(pathway, facts, engine=engine, on=DAY, out=out, most_alike=MOST_ALIKE)


def differing(first: Path, second: Path) -> int:
    """How many rows of the one file are not in the other, either way."""
    columns = ", ".join(("patient", *COLUMNS))
    sides = [f"SELECT {columns} FROM read_parquet('{file}')" for file in (first, second)]
    either = [f"SELECT count(*) FROM ({one} EXCEPT ALL {other})" for one, other in (sides, sides[::-1])]
    return sum(int(duckdb.connect().execute(query).fetchall()[0][0]) for query in either)


def flat(folder: Path, counts: Sequence[int], rounds: int) -> Iterator[tuple[tuple[str, ...], list[Goal]]]:
    cpu: dict[int, float] = {}
    for count in counts:
        file = folder / f"{count}.parquet"
        make_rows(file, count)
        ours, hand = in_turn(by_pathway, by_hand, file, None, rounds=rounds)
        cpu[count] = ours.cpu
        assert ours.said == hand.said
        reached = [
            at_most(f"{count:,} rows to counts, against SQL by hand, of CPU", ours.cpu / hand.cpu, 1.3)
        ]
        yield _row(f"{count:,} rows to counts", ours, hand), reached
        if count == max(counts):
            goal = at_most(f"{count:,} rows to counts, in", ours.wall, 15 * count / 100_000_000, " s")
            growth = ours.cpu / cpu[min(counts)] / (count / min(counts))
            yield _row("", ours, hand)[:0], [goal, at_most("growth in CPU, of growth in rows", growth, 1.2)]
            continue
        ours, hand = in_turn(by_pathway, by_hand, file, folder / "answers.parquet", rounds=rounds)
        by_pathway(file, folder / "ours.parquet")
        by_hand(file, folder / "hand.parquet")
        assert not differing(folder / "ours.parquet", folder / "hand.parquet")
        reached = [
            at_most(f"{count:,} rows to Parquet, against SQL by hand, of CPU", ours.cpu / hand.cpu, 1.3),
            at_most("memory at most, while writing", ours.memory / 1024, 2, " GiB"),
        ]
        yield _row(f"{count:,} rows to Parquet", ours, hand), reached
        flipped = cost_of(with_flips, file, folder / "flipped.parquet")
        yield _row(f"{count:,} rows to Parquet, with flip facts", flipped, hand), []


def _row(what: str, ours: Cost, other: Cost | None) -> tuple[str, ...]:
    beside = (
        (f"{other.wall:.2f}", f"{other.cpu:.2f}", f"{ours.cpu / other.cpu:.2f}") if other else ("", "", "")
    )
    return (what, f"{ours.wall:.2f}", f"{ours.cpu:.2f}", f"{ours.memory:.0f}", *beside)


# -- NDJSON --------------------------------------------------------------------------------------------------


def make_copies(source: Path, folder: Path, times: int) -> None:
    """The patients again and again, under names of their own."""
    folder.mkdir()
    for file in sorted(source.glob("*.ndjson")):
        text = file.read_text(encoding="utf-8")
        with (folder / file.name).open("w", encoding="utf-8") as copy:
            for turn in range(times):
                copy.write(
                    text.replace('"id":"p', f'"id":"{turn}x').replace('"Patient/p', f'"Patient/{turn}x')
                )


def scanned(folder: Path) -> object:
    """DuckDB's own reading of the results, with no more asked of each line than who, what, when and how much."""
    columns = (
        "{resourceType: 'VARCHAR', id: 'VARCHAR', status: 'VARCHAR', effectiveDateTime: 'VARCHAR', "
        "code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])', subject: 'STRUCT(reference VARCHAR)', "
        "valueQuantity: 'STRUCT(value DOUBLE, unit VARCHAR, system VARCHAR, code VARCHAR)'}"
    )
    fields = (
        "id",
        "status",
        "effectiveDateTime",
        "code.coding[1].code",
        "subject.reference",
        "valueQuantity.value",
    )
    every = ", ".join(f"count({field})" for field in fields)
    file = folder / "Observation.ndjson"
    return (
        duckdb.connect()
        .execute(
            f"SELECT {every} FROM read_json('{file}', columns = {columns}, format = 'newline_delimited')"
        )
        .fetchall()
    )


def of_folder(folder: Path, out: Path) -> object:
    with tempfile.TemporaryDirectory() as scratch:
        engine = DuckDBEngine(scratch=Path(scratch))
        pathway = fixture("pathway.yaml")
        source = BulkFolder(engine, pathway, folder, on=DAY)
        return answer_all(pathway, source.facts(), engine=engine, on=DAY, out=out, most_alike=0).patients


def of_results(folder: Path, out: Path) -> object:
    """The same from the results to the facts alone: beside the other files, what reading them costs is no part."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = DuckDBEngine(scratch=Path(scratch))
        source = BulkFolder(engine, fixture("pathway.yaml"), folder, on=DAY)
        return engine.rows(f"SELECT count(*) FROM ({source.facts()})")


def right(answers: Path, expected: dict[str, str]) -> int:
    """How many of the copies' patients have the answer that their original is expected to have."""
    found = duckdb.connect().execute(f"SELECT patient, rows_tier FROM read_parquet('{answers}')").fetchall()
    return sum(
        (tier or "").upper().startswith(expected[f"p{str(patient).rpartition('x')[2]}"])
        for patient, tier in found
    )


def ndjson(
    source: Path, folder: Path, times: int, rounds: int
) -> Iterator[tuple[tuple[str, ...], list[Goal]]]:
    expected: dict[str, str] = json.loads((source / "expected.json").read_text())
    make_copies(source, folder / "copies", times)
    with (folder / "copies" / "Observation.ndjson").open("rb") as file:
        lines = sum(1 for _ in file)
    only = folder / "results"
    only.mkdir()
    (only / "Observation.ndjson").symlink_to(folder / "copies" / "Observation.ndjson")
    (only / "Patient.ndjson").write_text('{"resourceType":"Patient","id":"nobody"}\n')
    ours, scan = in_turn(of_results, _scanned_too, only, folder / "unused", rounds=rounds)
    reached = [
        at_most(f"{lines:,} results to facts, against DuckDB's own scan, of CPU", ours.cpu / scan.cpu, 1.5)
    ]
    yield _row(f"{lines:,} results to facts", ours, scan), reached
    out = folder / "tiers.parquet"
    whole = least([cost_of(of_folder, folder / "copies", out) for _ in range(rounds)])
    patients = len(expected) * times
    yield (
        _row(f"{patients:,} patients, all files to Parquet", whole, None),
        [
            at_least("answers as expected, of all", right(out, expected) / patients, 1.0),
            at_least("patients a second", patients / whole.wall, 1000 * CQL_EXECUTION),
            at_most("memory at most, of NDJSON", whole.memory / 1024, 2, " GiB"),
        ],
    )


def _scanned_too(folder: Path, _out: Path) -> object:
    return scanned(folder)


# -- one at a time and all at once -----------------------------------------------------------------------------


def synthea(source: Path, folder: Path) -> tuple[int, int]:
    """Patients to whom the shipped pathway says the same alone and in a population, and how many there are."""
    pathway = read_pathway(compose.pathway_file("vitamin_d_aimss")).pathway
    assert pathway is not None
    bulk, records = folder / "synthea", []
    bulk.mkdir()
    for file in sorted(source.glob("*.json")):
        bundle = json.loads(file.read_text(encoding="utf-8"))
        for entry in bundle["entry"]:
            kind = entry["resource"]["resourceType"]
            with (bulk / f"{kind}.ndjson").open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(entry["resource"]) + "\n")
        records.append(read_patient(file))
    with tempfile.TemporaryDirectory() as scratch:
        engine = DuckDBEngine(scratch=Path(scratch))
        out = folder / "synthea.parquet"
        answer_all(
            pathway,
            BulkFolder(engine, pathway, bulk, on=DAY).facts(),
            engine=engine,
            on=DAY,
            out=out,
            most_alike=0,
        )
        columns = ", ".join(f"rows_{one.id}" for one in pathway.tables)
        found = {
            row[0]: row[1:]
            for row in duckdb.connect()
            .execute(f"SELECT patient, {columns} FROM read_parquet('{out}')")
            .fetchall()
        }
    same = 0
    for record in records:
        alone = decide(pathway, facts_of(record, pathway, on=DAY))
        same += found.get(record.id) == tuple(" ".join(result.rows) or None for result in alone.tables)
    return same, len(records)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, nargs="+", default=[10_000_000, 100_000_000])
    asked.add_argument("--copies", type=int, default=100, help="of the 2,000 patients of the NDJSON")
    asked.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="of which the least is told")
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    rows: list[tuple[str, ...]] = []
    reached: list[Goal] = []
    with tempfile.TemporaryDirectory() as folder:
        for row, goals_of in flat(Path(folder), options.rows, options.rounds):
            rows += [row] if row else []
            reached += goals_of
        for row, goals_of in ndjson(options.data / "pathway", Path(folder), options.copies, options.rounds):
            rows.append(row)
            reached += goals_of
        same, every = synthea(options.data / "synthea", Path(folder))
        reached.append(
            at_least(f"synthetic patients of {every} told the same alone and together", same, every)
        )
    heads = ("what", "wall, s", "CPU, s", "MiB", "other, wall", "other, CPU", "ratio")
    text = "\n\n".join(
        (
            f"{machine('curbside', 'duckdb')}; the least of {options.rounds}, in turn, each in a process of its own",
            table(heads, rows),
            goals(reached),
        )
    )
    sys.stdout.write(f"{text}\n")
    if options.write:
        write_section("population", text)


if __name__ == "__main__":
    main()
