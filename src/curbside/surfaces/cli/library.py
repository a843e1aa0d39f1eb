"""``curbside library``: add literature, and see, check and mend what is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
import msgspec

from curbside import workflows
from curbside.appraisal.agreement import Agreement
from curbside.editorial.affected import SourceChange
from curbside.errors import BadData, CurbsideError, DamagedLibrary, NotFound
from curbside.literature.library import AdditionReport, Library, NoticesReport, Progress
from curbside.literature.readers import refuse_unreadable
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.progress import Tell, counting
from curbside.surfaces.render import listing
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import counted, printable

FIRST: Final = 20
RECORDS_FROM_PUBMED: Final = 1_000


@click.group()
def command() -> None:
    """Add literature to a library, and see, check and mend what it holds."""


@command.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]", type=screen.PATH)
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="NAME",
    help="Add a topic that Curbside ships: curbside content list. May be given again.",
)
@click.option("--pubmed", "query", metavar="QUERY", help="Fetch what this PubMed query finds.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Of PubMed's records. [default: {RECORDS_FROM_PUBMED}]",
)
@click.option(
    "--retractions",
    "retractions",
    type=screen.FILE,
    metavar="FILE",
    help="The Retraction Watch list, as Crossref publishes it (CSV). It takes the place of the one before.",
)
@screen.library_option
def add(
    *,
    paths: tuple[Path, ...],
    topics: tuple[str, ...],
    query: str | None,
    limit: int | None,
    retractions: Path | None,
    library_path: Path | None,
) -> None:
    """Add files, and what is readable in folders: PubMed and PMC XML, nbib, RIS, JSONL, PDF, HTML, Markdown.

    Adding the same again changes nothing. A record that cannot be read is set aside with its reason and the
    others are kept; the exit code is then 3.
    """
    literature = bool(paths or topics)
    if (literature and query is not None) or not (literature or query is not None or retractions):
        raise click.UsageError("expected PATH... and --topic NAME, or --pubmed QUERY, and --retractions FILE")
    if limit is not None and query is None:
        raise click.UsageError("expected --limit with --pubmed")
    paths += tuple(compose.shipped_topic(screen.typed(name)) for name in topics)
    _refuse_missing((*paths, *((retractions,) if retractions else ())))
    report, listed = None, None
    with compose.library_to_add_to(library_path) as library, _telling_whom_it_touches(library):
        if literature or query is not None:
            with counting("records") as tell:
                if query is None:
                    report = _from_files(paths, library, tell)
                else:
                    report = _from_pubmed(screen.typed(query), limit or RECORDS_FROM_PUBMED, library, tell)
            _show_addition(report)
            _show_agreement(workflows.disagreements(library))
        if retractions is not None:
            with counting("rows") as tell:
                listed = workflows.ingest_retractions(retractions, library=library, progress=tell)
            _show_notices(listed)
    directory = compose.library_directory(library_path)
    if report is not None:
        _refuse_unread(report, directory)
    if listed is not None:
        _refuse_unread_rows(listed, directory)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@screen.library_option
def status(*, as_json: bool, library_path: Path | None) -> None:
    """Say how much is held, and the hash that answers from it carry."""
    with screen.reading(library_path) as library:
        held = library.status()
    if as_json:
        _print_json(held)
        return
    sheet = screen.sheet()
    listing.status(sheet, held)
    screen.show(sheet)


@command.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@screen.library_option
def show(*, name: str, as_json: bool, library_path: Path | None) -> None:
    """Print a publication with its passages. ID: its own, a passage's, a PMID, a PMC id or a DOI."""
    with screen.reading(library_path) as library:
        publication = library.find(screen.typed(name))
        standing = library.standings([publication])[publication.id]
        notices = library.notices_on(publication)
    if as_json:
        _print_json({**msgspec.to_builtins(publication), "standing": standing, "notices": notices})
        return
    sheet = screen.sheet()
    listing.publication(sheet, publication, standing, notices)
    screen.show(sheet)


@command.command()
@screen.library_option
def verify(*, library_path: Path | None) -> None:
    """Recompute every checksum, offset and count. Exit code 3 when one is wrong."""
    with screen.reading(library_path) as library:
        problems = 0
        for problem in library.verify():
            problems += 1
            click.echo(printable(f"{problem.where}: {problem.message}"))
        held = library.status().publications
    if problems:
        raise DamagedLibrary(
            f"{counted(problems, 'thing')} wrong in a library of {counted(held, 'publication')}"
        )
    click.echo(f"{counted(held, 'publication')}: every checksum, offset and count agrees.")


@command.command()
@click.argument("name", metavar="[ID]", required=False)
@click.option("--retractions", "retractions", is_flag=True, help="Take the list of retractions out.")
@screen.library_option
def remove(*, name: str | None, retractions: bool, library_path: Path | None) -> None:
    """Take one publication out, or the list of retractions. Adding its file again brings it back."""
    if retractions == (name is not None):
        raise click.UsageError("expected ID or --retractions")
    with compose.library_to_change(library_path) as library, _telling_whom_it_touches(library):
        if name is not None:
            removed = library.remove(screen.typed(name))
        else:
            removed = counted(library.remove_retractions(), "notice")
    screen.note(f"Removed {removed}")


@command.command()
@screen.library_option
def snapshot(*, library_path: Path | None) -> None:
    """Print the hash of everything held, which every answer carries."""
    with screen.reading(library_path) as library:
        click.echo(library.snapshot())


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@screen.library_option
def quarantine(*, as_json: bool, library_path: Path | None) -> None:
    """List every record that could not be read: in which file, where in it, and why."""
    with screen.reading(library_path) as library:
        records = library.quarantine()
    if as_json:
        _print_json(records)
        return
    sheet = screen.sheet()
    listing.quarantined(sheet, records)
    screen.show(sheet)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@screen.library_option
def compare(*, as_json: bool, library_path: Path | None) -> None:
    """List where our statements and the publications they summarise disagree, as far as both are held."""
    with screen.reading(library_path) as library:
        agreement = workflows.disagreements(library)
    if as_json:
        _print_json(agreement)
        return
    sheet = screen.sheet()
    if agreement.compared:
        _compared(sheet, agreement, first=len(agreement.disagreements))
    else:
        sheet.write("Compared nothing: no publication that a statement summarises is held.")
        sheet.write("For the PubMed query that fetches them: curbside content show NAME")
    screen.show(sheet)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@screen.library_option
def affected(*, as_json: bool, library_path: Path | None) -> None:
    """List the answers in the history whose sources have been retracted, doubted, corrected or replaced since."""
    with screen.reading(library_path) as library:
        report = workflows.affected(library=library, answers=compose.asked_store())
        held = library.status()
    if as_json:
        _print_json(listing.plain_affected(report, library=held.snapshot))
        return
    sheet = screen.sheet()
    listing.affected(sheet, report, has_list=held.notices > 0)
    screen.show(sheet)


@command.command()
@click.argument("short")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@screen.library_option
def senses(*, short: str, as_json: bool, library_path: Path | None) -> None:
    """List what the short form SHORT may stand for here, in how many publications, and the company each sense keeps."""
    with screen.reading(library_path) as library:
        known = workflows.senses_of(screen.typed(short), library=library)
    if as_json:
        _print_json([listing.plain_sense(sense) for sense in known])
        return
    if not known:
        raise NotFound(f"expected a short form that is known here, written as it is known; came {short!r}")
    sheet = screen.sheet()
    listing.senses(sheet, known)
    screen.show(sheet)


@command.command()
@screen.library_option
def rebuild(*, library_path: Path | None) -> None:
    """Make the index anew from the catalogue."""
    with compose.library_to_change(library_path) as library, counting("publications") as tell:
        held = library.status().publications
        indexed = library.rebuild_index(progress=lambda done: tell(done, done=done, total=held))
    screen.note(f"Indexed {counted(indexed, 'publication')}")


@contextmanager
def _telling_whom_it_touches(library: Library) -> Iterator[None]:
    """Say, in a line, when what is done to a library touches an answer that was given."""
    before = _touched(library)
    yield
    now = {answer for answer, _ in _touched(library) - before}
    if now:
        screen.note(f"This touches {counted(len(now), 'answer')} in the history: curbside library affected")


def _touched(library: Library) -> set[tuple[str, SourceChange]]:
    """Each answer that is touched, with each change; none where the history cannot be read, which is no matter here."""
    try:
        report = workflows.affected(library=library, answers=compose.asked_store())
    except CurbsideError:
        return set()
    return {(one.kept.id, change) for one in report.affected for change in one.changes}


def _refuse_missing(paths: tuple[Path, ...]) -> None:
    """Before a library is made: a mistyped path must not leave an empty one behind."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise NotFound(f"expected files or folders; there is nothing at {', '.join(missing)}")
    for path in paths:
        refuse_unreadable(path)


def _from_files(paths: Sequence[Path], library: Library, tell: Tell) -> AdditionReport:
    def progress(step: Progress) -> None:
        tell(step.records, done=step.files_done, total=step.files, at=step.source)

    return workflows.ingest(paths, library=library, progress=progress)


def _from_pubmed(query: str, limit: int, library: Library, tell: Tell) -> AdditionReport:
    with compose.pubmed() as source:
        return workflows.ingest_pubmed(
            query,
            source=source,
            limit=limit,
            library=library,
            spool=compose.cache(),
            progress=lambda fetched, total: tell(fetched, done=fetched, total=total, at="PubMed"),
        )


def _show_addition(report: AdditionReport) -> None:
    sheet = screen.sheet()
    listing.addition(sheet, report, first=FIRST)
    screen.show(sheet)


def _show_notices(report: NoticesReport) -> None:
    sheet = screen.sheet()
    listing.notices_added(sheet, report, first=FIRST)
    screen.show(sheet)


def _show_agreement(agreement: Agreement) -> None:
    if agreement.compared:
        sheet = screen.sheet()
        _compared(sheet, agreement, first=FIRST)
        screen.show(sheet)


def _refuse_unread(report: AdditionReport, directory: Path) -> None:
    read = report.records - len(report.quarantined)
    if report.quarantined and not read:
        raise BadData(f"nothing in what was given could be read; {directory} is as it was")
    if report.quarantined:
        raise BadData(
            f"{counted(len(report.quarantined), 'part')} of what was given could not be read; "
            f"all that could is in {directory}"
        )
    if not report.files:
        raise NotFound("expected at least one file that a reader knows; came none")


def _refuse_unread_rows(report: NoticesReport, directory: Path) -> None:
    if report.breaks_off:
        raise BadData(
            f"expected a whole list of retractions; came one that breaks off: what it says is in {directory}, beside "
            "all that was there before. Fetch it anew"
        )
    if report.quarantined:
        raise BadData(
            f"{counted(len(report.quarantined), 'row')} of the list of retractions could not be read; "
            f"all that could is in {directory}"
        )


def _compared(sheet: Sheet, agreement: Agreement, *, first: int) -> None:
    """How many statements were held against their originals, and the ``first`` things to look at."""
    agreeing = agreement.compared - agreement.disagreeing - agreement.unseen
    sheet.write(
        f"Compared {counted(agreement.compared, 'statement')} with their originals: {agreeing:,} agree, "
        f"{agreement.disagreeing:,} to look at, {agreement.unseen:,} with figures that the abstract does not show"
    )
    for one in agreement.disagreements[:first]:
        sheet.write((f"{one.statement}, {one.original}: ", "bold"), one.what, bullet="• ")
    if (more := len(agreement.disagreements) - first) > 0:
        sheet.write(f"and {more:,} more: curbside library compare")


def _print_json(value: object) -> None:
    click.echo(msgspec.json.encode(value))
