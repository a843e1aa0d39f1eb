"""A whole run: read where the patients lie, answer, count, and leave nothing but what was asked for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from curbside.errors import Mendable, NotFound
from curbside.pathway.definition import Pathway
from curbside.pathway.population.bulk import BulkFolder
from curbside.pathway.population.choosing import engine_named
from curbside.pathway.population.engines import Engine
from curbside.pathway.population.flat import FlatFile
from curbside.pathway.population.reclassifying import reclassifications
from curbside.pathway.population.report import Counting, PopulationReport
from curbside.pathway.population.running import ANSWERS, answer_all


def run(
    pathway: Pathway,
    patients: Path,
    *,
    out: Path,
    on: date,
    engine: str,
    maps: Sequence[str],
    most_alike: int,
    smallest: int,
) -> PopulationReport:
    """Write ``out/recommendations.parquet`` and count it. What was there is replaced when all is done."""
    if not patients.exists():
        raise NotFound(f"expected a file or folder of patients; there is none at {patients}")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".curbside-", dir=out) as scratch:
        running = engine_named(engine, scratch=Path(scratch))
        try:
            source = _source(running, pathway, patients, maps=maps, on=on)
            facts = source.facts()
            written = Path(scratch) / ANSWERS
            answered = answer_all(pathway, facts, engine=running, on=on, out=written, most_alike=most_alike)
            running.written("answers", written)
            counting = Counting(running, pathway, smallest=smallest)
            without_id, repeated = counting.ids()
            tables = tuple(counting.tables())
            report = PopulationReport(
                pathway=pathway.id,
                version=pathway.version,
                title=pathway.title,
                status=pathway.status,
                on=on,
                engine=running.name,
                patients=answered.patients,
                without_id=without_id,
                repeated_ids=repeated,
                without_flips=answered.without_flips,
                columns_not_read=source.columns_not_read,
                smallest=smallest,
                left_out=counting.left_out(source.left_out()),
                standings=counting.standings(),
                advised=counting.advised(tables),
                recommendations=counting.recommendations(),
                tables=tables,
                missing=counting.missing(),
                quality=counting.quality(),
                reclassification=tuple(reclassifications(running, pathway, smallest=smallest)),
            )
            _put(written, out / ANSWERS)
        finally:
            running.close()
    return report


def _source(
    engine: Engine, pathway: Pathway, patients: Path, *, maps: Sequence[str], on: date
) -> FlatFile | BulkFolder:
    """A folder of NDJSON, or one flat file: also a folder, when it is one of Parquet files."""
    if patients.is_dir() and not any(patients.glob("*.parquet")):
        if maps:
            raise Mendable("expected --map with a flat file, and a folder of NDJSON needs none")
        return BulkFolder(engine, pathway, patients, on=on)
    return FlatFile(engine, pathway, patients, maps=maps, on=on)


def _put(written: Path, place: Path) -> None:
    """In one step where the system allows it, so that nobody reads half a run."""
    if place.is_dir():
        shutil.rmtree(place)
    written.replace(place)
