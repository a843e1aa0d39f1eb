"""``curbside search``: the publications that fit a query, on the screen or as a TREC run."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import click
import msgspec

from curbside import workflows
from curbside.errors import BadData
from curbside.literature.library import Library
from curbside.retrieval.keyword import KeywordRetriever
from curbside.retrieval.ranking import Found, Ranking
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import Topics, either, whole_file
from curbside.surfaces.cli.progress import counting
from curbside.surfaces.render import listing
from curbside.surfaces.render.wording import also_searched, counted


@click.command()
@click.argument("query", required=False)
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many at most."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--topics", type=screen.FILE, metavar="FILE", help='Search for many: {"id", "text"} a line.')
@click.option("--run", "run", type=screen.FILE, metavar="FILE", help="With --topics: a run in TREC's format.")
@screen.expansion_option
@screen.library_option
def command(
    *,
    query: str | None,
    top: int,
    as_json: bool,
    topics: Path | None,
    run: Path | None,
    expand: bool,
    library_path: Path | None,
) -> None:
    """List the publications that fit QUERY, best first.

    Words in quotation marks must occur as they stand.
    """
    either(question=query, topics=topics, out=run, out_name="--run")
    if topics is not None and run is not None:
        _run(topics, run, top, library_path, expand=expand)
        return
    with screen.reading(library_path) as library:
        ranking = workflows.search(screen.typed(query or ""), library=library, top=top, expand=expand)
        found = KeywordRetriever(library).read(ranking)
        if as_json:
            click.echo(msgspec.json.encode(_plain(ranking, found, library)))
        else:
            _list(ranking, found, library)


def _list(ranking: Ranking, found: tuple[Found, ...], library: Library) -> None:
    sheet = screen.sheet()
    listing.found(sheet, found)
    if not found:
        searched = counted(library.status().publications, "publication")
        sheet.write(f"Nothing found in {searched}.")
    if ranking.missing:
        sheet.write(("Not in this library: ", "bold"), ", ".join(ranking.missing))
    if ranking.question.expansions:
        sheet.write(("Searched for as well: ", "bold"), also_searched(ranking.question))
    screen.show(sheet)


def _plain(ranking: Ranking, found: tuple[Found, ...], library: Library) -> dict[str, Any]:
    return {
        "query": ranking.question.asked,
        "library": library.snapshot(),
        "missing": ranking.missing,
        "expansions": ranking.question.expansions,
        "hits": [
            {
                "rank": one.hit.rank,
                "score": one.hit.score,
                "id": one.publication.id,
                "title": one.publication.title,
                "authors": [author.name for author in one.publication.authors],
                "journal": one.publication.journal,
                "year": one.publication.published.year,
                "types": one.publication.types,
                "retracted": one.standing.retracted,
                "retracted_by": one.standing.retracted_by,
                "concern_raised_by": one.standing.concern_raised_by,
                "corrected_by": one.standing.corrected_by,
                "superseded_by": one.standing.superseded_by,
                "passages": [{"id": p.id, "heading": p.heading, "text": p.text} for p in one.passages],
            }
            for one in found
        ],
    }


def _run(topics_path: Path, run: Path, top: int, library_path: Path | None, *, expand: bool) -> None:
    topics = Topics(topics_path)
    with screen.reading(library_path) as library, whole_file(run) as file, counting("queries") as tell:
        for searched, topic in enumerate(topics, start=1):
            _write_hits(file, topic.id, workflows.search(topic.text, library=library, top=top, expand=expand))
            tell(searched)
    topics.end()


def _write_hits(file: IO[bytes], topic: str, ranking: Ranking) -> None:
    for hit in ranking.hits:
        for name in (topic, hit.id):
            if len(name.split()) != 1:
                raise BadData(
                    f"expected ids without spaces, which part the fields of a TREC run; came {name!r}"
                )
        file.write(f"{topic} Q0 {hit.id} {hit.rank} {hit.score:.6f} curbside\n".encode())
