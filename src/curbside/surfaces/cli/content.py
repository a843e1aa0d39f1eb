"""``curbside content``: the topics that Curbside ships, and checking a topic that one is writing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import msgspec

from curbside import workflows
from curbside.errors import BadData
from curbside.literature.content import Content, Source
from curbside.literature.topic import Topic
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.render import wording
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import counted, printable


@click.group()
def command() -> None:
    """See the topics that Curbside ships evidence on, and check a topic that you are writing."""


@command.command()
@click.argument("folder", metavar="DIR", type=screen.PATH)
def check(*, folder: Path) -> None:
    """List every mistake in a topic's folder, as FILE:LINE: MESSAGE. Exit code 3 when there is one."""
    content = workflows.read_topic(folder)
    for mistake in content.mistakes:
        click.echo(printable(f"{folder / mistake.file}:{mistake.line}: {mistake.message}"))
    if content.mistakes:
        sound = counted(len(content.statements), "sound statement")
        raise BadData(f"{counted(len(content.mistakes), 'mistake')} in {folder}, beside {sound}")
    click.echo(f"{_size(content)}, no mistakes")


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_topics(*, as_json: bool) -> None:
    """List the topics that Curbside ships, with the questions each answers."""
    topics = [_shipped(folder) for folder in compose.shipped_topics().values()]
    if as_json:
        _print_json([_summary(topic, content) for topic, content in topics])
        return
    sheet = screen.sheet()
    for topic, content in topics:
        sheet.heading(topic.title)
        sheet.write((f"{topic.id} · {_size(content)}", "dim"))
        _list_questions(sheet, topic)
    screen.show(sheet)


@command.command()
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(*, name: str, as_json: bool) -> None:
    """Print a shipped topic: its questions, its references, and the PubMed query for their originals."""
    topic, content = _shipped(compose.shipped_topic(screen.typed(name)))
    query = workflows.query_for_originals(content)
    if as_json:
        references = [_plain(source) for source in content.sources.values()]
        _print_json({**_summary(topic, content), "references": references, "pubmed_query": query})
        return
    sheet = screen.sheet()
    sheet.write((topic.title, "bold"))
    sheet.write((f"{topic.id} · {_size(content)} · {_reviewed(topic)}", "dim"))
    _show_questions(sheet, topic)
    _show_references(sheet, content.sources.values())
    _show_originals(sheet, topic, sum(1 for source in content.sources.values() if source.pmid))
    screen.show(sheet)
    if query:
        # Not on the sheet, which would break it into lines: it is there to be copied.
        click.echo(f'curbside library add --pubmed "{query}"')


def _shipped(folder: Path) -> tuple[Topic, Content]:
    content = workflows.read_topic(folder)
    if content.topic is None:
        raise BadData(f"expected a topic in {folder}; came mistakes: curbside content check {folder}")
    return content.topic, content


def _size(content: Content) -> str:
    statements = counted(len(content.statements), "statement")
    return f"{statements} on {counted(len(content.sources), 'reference')}"


def _reviewed(topic: Topic) -> str:
    return f"reviewed {topic.last_reviewed}" if topic.last_reviewed else "not reviewed by a board"


def _list_questions(sheet: Sheet, topic: Topic) -> None:
    for question in topic.questions:
        sheet.write(question.ask, bullet="• ", indent=2)


def _show_questions(sheet: Sheet, topic: Topic) -> None:
    if topic.questions:
        sheet.heading("Questions")
    _list_questions(sheet, topic)


def _show_references(sheet: Sheet, sources: Iterable[Source]) -> None:
    sheet.heading("References")
    for source in sources:
        sheet.write((source.title, "bold"), bullet="• ")
        if printed := _printed_in(source):
            sheet.write(printed, indent=2)
        sheet.write((" · ".join((source.key, source.kind, *_identifiers(source))), "dim"), indent=2)


def _show_originals(sheet: Sheet, topic: Topic, in_pubmed: int) -> None:
    sheet.heading("The originals")
    sheet.write(f"{counted(in_pubmed, 'reference')} with a PMID. To have them beside the statements:")
    sheet.gap()
    sheet.write(f"curbside library add --topic {topic.id}")


def _printed_in(source: Source) -> str:
    authors = wording.authors([author.name for author in source.authors])
    year = str(source.published.year) if source.published.year else ""
    return "".join(f"{part.rstrip('.')}. " for part in (authors, source.journal, year) if part)


def _identifiers(source: Source) -> tuple[str, ...]:
    named = (("PMID ", source.pmid), ("doi:", source.doi), ("", source.pmcid))
    return tuple(f"{prefix}{name}" for prefix, name in named if name) or ("no PMID and no DOI",)


def _summary(topic: Topic, content: Content) -> dict[str, Any]:
    return {
        "id": topic.id,
        "title": topic.title,
        "last_reviewed": topic.last_reviewed or None,
        "statement_count": len(content.statements),
        "reference_count": len(content.sources),
        "questions": [question.ask for question in topic.questions],
    }


def _plain(source: Source) -> dict[str, Any]:
    return {
        "id": source.key,
        "kind": source.kind,
        "title": source.title,
        "authors": [author.name for author in source.authors],
        "journal": source.journal,
        "year": source.published.year,
        "pmid": source.pmid or None,
        "pmc": source.pmcid or None,
        "doi": source.doi or None,
        "url": source.url or None,
        "superseded_by": source.superseded_by or None,
        "updated_by": source.updated_by or None,
    }


def _print_json(value: object) -> None:
    click.echo(msgspec.json.encode(value))
