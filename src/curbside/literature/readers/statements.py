"""Evidence statements: a topic's folder, read as one publication for every reference it rests on.

The statements are the topic's own words about a publication, so the publication is held as far as they say
and no further (`Read.STATEMENT`). Two references to one PubMed record stay apart from that record: their ids
begin with the topic's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from curbside.literature.content import (
    DERIVED,
    STATEMENTS,
    Content,
    EvidenceStatement,
    Source,
    read_content,
)
from curbside.literature.publication import (
    Kind,
    Passage,
    Publication,
    Read,
    Record,
    Relation,
    RelationKind,
    Statement,
    Unreadable,
    lay_out,
)
from curbside.literature.topic import Topic


class StatementsReader:
    """Reads ``statements.yaml`` together with the ``topic.yaml`` and ``references.json`` beside it."""

    name = "evidence statements"

    def accepts(self, path: Path, head: bytes) -> bool:
        """By its name: the folder is a format of ours, and its files are named in it."""
        return path.name == STATEMENTS

    def read(self, path: Path) -> Iterator[Record]:
        """Publications in the order statements first rest on them, then every mistake in the three files."""
        content = read_content(path.parent)
        yield from _publications(content)
        for mistake in content.mistakes:
            yield Unreadable(where=f"{mistake.file}:{mistake.line}", reason=mistake.message)


def _publications(content: Content) -> Iterator[Publication]:
    if content.topic is None:
        return
    ids = _passage_ids(content.topic, content.statements)
    by_source: defaultdict[str, list[EvidenceStatement]] = defaultdict(list)
    derived = [statement for statement in content.statements if statement.about.confidence == DERIVED]
    for statement in content.statements:
        if statement not in derived:
            by_source[statement.source].append(statement)
    for key, statements in by_source.items():
        yield _publication(content.topic.id, content.sources[key], statements, _relations(key, content), ids)
    if derived:
        yield _worked_out(content.topic, derived, ids)
    if content.statements:
        yield _standing_for(content.topic, ids)


def _passage_ids(topic: Topic, statements: Sequence[EvidenceStatement]) -> Mapping[str, str]:
    """The passage under which each statement is kept."""
    return {s.id: f"{topic.id}:{_kept_under(s)}#{s.id}" for s in statements}


def _kept_under(statement: EvidenceStatement) -> str:
    return DERIVED if statement.about.confidence == DERIVED else statement.source


def _worked_out(topic: Topic, statements: Sequence[EvidenceStatement], ids: Mapping[str, str]) -> Publication:
    """What was derived from other statements is nobody's finding, and is never shown as its source's."""
    own_id = f"{topic.id}:{DERIVED}"
    return Publication(
        id=own_id,
        title="Worked out from other statements",
        passages=_passages(own_id, statements, ids),
        read=Read.STATEMENT,
        types=(DERIVED,),
        keywords=_keywords(statements),
    )


def _standing_for(topic: Topic, ids: Mapping[str, str]) -> Publication:
    """The topic itself, its statements named as the library names them; those that were left out are not named."""
    named = replace(
        topic,
        questions=tuple(replace(q, answered_by=_named(q.answered_by, ids)) for q in topic.questions),
        steps=tuple(replace(step, statements=_named(step.statements, ids)) for step in topic.steps),
    )
    return Publication(
        id=f"{topic.id}:topic", title=topic.title, passages=(), read=Read.STATEMENT, topic=named
    )


def _named(statements: Iterable[str], ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(ids[name] for name in statements if name in ids)


def _passages(
    own_id: str, statements: Sequence[EvidenceStatement], ids: Mapping[str, str]
) -> tuple[Passage, ...]:
    passages = lay_out(own_id, ((s.id, Kind.STATEMENT, s.about.outcome, s.text) for s in statements))
    return tuple(
        replace(passage, statement=_about(statement, ids))
        for passage, statement in zip(passages, statements, strict=True)
    )


def _about(statement: EvidenceStatement, ids: Mapping[str, str]) -> Statement:
    about = statement.about
    return replace(
        about,
        rests_on=_named(about.rests_on, ids),
        beside=_named(about.beside, ids),
        superseded_by=ids.get(about.superseded_by, ""),
    )


def _publication(
    topic: str,
    source: Source,
    statements: Sequence[EvidenceStatement],
    relations: tuple[Relation, ...],
    ids: Mapping[str, str],
) -> Publication:
    own_id = f"{topic}:{source.key}"
    return Publication(
        id=own_id,
        title=source.title,
        passages=_passages(own_id, statements, ids),
        read=Read.STATEMENT,
        authors=source.authors,
        journal=source.journal,
        issn=source.issn,
        volume=source.volume,
        issue=source.issue,
        pages=source.pages,
        published=source.published,
        pmid=source.pmid,
        pmc=source.pmcid,
        doi=source.doi,
        url=source.url,
        types=(source.kind,),
        keywords=_keywords(statements),
        relations=relations,
        metadata={"note": source.note} if source.note else {},
    )


def _keywords(statements: Sequence[EvidenceStatement]) -> tuple[str, ...]:
    """What the statements are about, each once, in the order said: what a search may ask for."""
    said = (
        wording
        for s in statements
        for wording in (s.about.outcome, s.about.intervention, s.about.comparator, s.about.population)
        if wording
    )
    return tuple(dict.fromkeys(said))


def _relations(key: str, content: Content) -> tuple[Relation, ...]:
    """What the references say of each other, told from both ends."""
    source = content.sources[key]
    earlier = content.sources.values()
    links = [
        *((RelationKind.SUPERSEDED_BY, later) for later in (source.superseded_by,) if later),
        *((RelationKind.UPDATED_BY, later) for later in (source.updated_by,) if later),
        *((RelationKind.SUPERSEDES, other.key) for other in earlier if other.superseded_by == key),
        *((RelationKind.UPDATES, other.key) for other in earlier if other.updated_by == key),
    ]
    topic = content.topic.id if content.topic else ""
    return tuple(Relation(kind=kind, target=f"{topic}:{other}") for kind, other in links)
