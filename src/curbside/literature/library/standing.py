"""Whether a publication may still be relied on, from all that is known of it: its own record, others, and the list.

A work may be held more than once: as a PubMed record, as a full text, as our statements on it. What is said of one
of them holds for the others, because it is said of the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from curbside.literature.library.entries import TOPICS, aliases
from curbside.literature.notice import Notice, NoticeKind, in_force
from curbside.literature.publication import Publication, RelationKind

Said = tuple[RelationKind, str]
"""What a publication suffers, and by whom: an id, or, where the source gives none, as cited."""

# Publishers put it before the title, and a file without any other sign of it may have come from them.
_IN_TITLE: Final = re.compile(
    r"\W*retracted(?: (?:article|paper|chapter|publication))?\s*[:\])]", re.IGNORECASE
)

_RETRACTED: Final = "Retracted Publication"
_UNNAMED: Final = "Retraction Watch"

_PASSIVE: Final = {
    RelationKind.RETRACTS: RelationKind.RETRACTED_BY,
    RelationKind.RAISES_CONCERN_ABOUT: RelationKind.CONCERN_RAISED_BY,
    RelationKind.CORRECTS: RelationKind.CORRECTED_BY,
    RelationKind.UPDATES: RelationKind.UPDATED_BY,
    RelationKind.SUPERSEDES: RelationKind.SUPERSEDED_BY,
}
_SUFFERED: Final = {
    NoticeKind.RETRACTION: RelationKind.RETRACTED_BY,
    NoticeKind.CONCERN: RelationKind.CONCERN_RAISED_BY,
    NoticeKind.CORRECTION: RelationKind.CORRECTED_BY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a publication may still be relied on, from what it and others say of it; ids, not judgements.

    ``fallen`` are those of its statements, by passage, that were worked out from a retracted publication, with the id
    of that one.
    """

    retracted: bool = False
    retracted_by: tuple[str, ...] = ()
    concern_raised_by: tuple[str, ...] = ()
    corrected_by: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    fallen: Mapping[str, str] = field(default_factory=dict)


def names_of(publication: Publication) -> tuple[str, ...]:
    """Every name others may call a publication by, in lower case."""
    return (publication.id.casefold(), *(name for name in aliases(publication) if name != TOPICS))


def is_same_work(one: Publication, other: Publication) -> bool:
    """Do two records tell of one work? They share an identifier, and are not told apart by another.

    A retracted article and the version in its place may share a DOI, but not a PMID, and one names the other.
    """
    if one.id == other.id:
        return True
    if one.pmid and other.pmid and one.pmid != other.pmid:
        return False
    mine, theirs = set(names_of(one)), set(names_of(other))
    return not mine.isdisjoint(theirs) and not (_named_by(one) & theirs or _named_by(other) & mine)


def suffered(kind: RelationKind) -> RelationKind | None:
    """What happens to a publication to which another does this; None when that has no bearing on its standing."""
    return _PASSIVE.get(kind)


def told_by(publication: Publication) -> Iterator[Said]:
    """What a publication says of itself."""
    if _RETRACTED in publication.types or _IN_TITLE.match(publication.title):
        yield RelationKind.RETRACTED_BY, ""
    for relation in publication.relations:
        yield relation.kind, relation.target or relation.citation


def told_by_the_list(publication: Publication, notices: Iterable[Notice]) -> Iterator[Said]:
    """What the list of retractions says of a publication, of the rows that have its PMID or its DOI.

    Of an article that was replaced under its own DOI, the PMID must agree as well, where both are known.
    """
    its_own = {f"doi:{publication.doi.casefold()}", f"pmid:{publication.pmid}"}
    told = tuple(
        one
        for one in notices
        if not (
            one.is_of_a_replaced_version and one.pmid and publication.pmid and one.pmid != publication.pmid
        )
    )
    for one in in_force(told):
        named = one.said_by if one.said_by and one.said_by not in its_own else f"{_UNNAMED} {one.record}"
        yield _SUFFERED[one.kind], named.rstrip()


def standing_of(said: Sequence[Said]) -> Standing:
    """The standing that follows from all that was said of a work."""

    def by(kind: RelationKind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for found, source in said if found is kind and source))

    return Standing(
        retracted=any(kind is RelationKind.RETRACTED_BY for kind, _ in said),
        retracted_by=by(RelationKind.RETRACTED_BY),
        concern_raised_by=by(RelationKind.CONCERN_RAISED_BY),
        corrected_by=by(RelationKind.CORRECTED_BY),
        superseded_by=by(RelationKind.SUPERSEDED_BY) or by(RelationKind.UPDATED_BY),
    )


def worked_out_from(publication: Publication) -> dict[str, tuple[str, ...]]:
    """The publications each derived statement rests on, by its passage, through other derived ones as well."""
    rests_on = {
        passage.id: passage.statement.rests_on
        for passage in publication.passages
        if passage.statement is not None and passage.statement.derivation
    }

    def sources(passage: str, met: frozenset[str] = frozenset()) -> Iterator[str]:
        for name in rests_on[passage]:
            if name in rests_on and name not in met:
                yield from sources(name, met | {passage})
            elif name not in rests_on:
                yield name.rpartition("#")[0]

    return {passage: tuple(dict.fromkeys(sources(passage))) for passage in rests_on}


def _named_by(publication: Publication) -> set[str]:
    return {relation.target.casefold() for relation in publication.relations if relation.target}
