"""Which of the things that were given to readers a change in what is known of their sources touches.

An answer says how its sources stood when it was given. What has been said of them since (a retraction, a concern, an
erratum, a newer edition) it cannot know, and its reader may still have it at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Final, Literal

import msgspec
from msgspec import structs

from curbside.editorial.asked import Asked
from curbside.literature.library import Library, Standing
from curbside.literature.notice import NoticeKind
from curbside.literature.publication import Publication, Read

_AT_ONCE: Final = 500
"""Sources that are looked up together."""
_LEFT_OUT_AS: Final = "retracted"
"""How the reason begins for which a retracted source was left out."""


Names = tuple[str, str, str]
"""What a source is known by: its id, its PMID, its DOI."""


class Change(StrEnum):
    """What has become of a source since it was cited, or left out; the values are what is printed.

    That nothing is said any longer is no acquittal: a library that let its list of retractions go knows less. Only a
    reinstatement is one.
    """

    RETRACTED = "retracted"
    CONCERN = "expression of concern"
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"
    REINSTATED = "reinstated"
    RETRACTION_UNKNOWN = "retraction no longer known here"
    CONCERN_UNKNOWN = "expression of concern no longer known here"


class CitedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source as something that was kept cites it; ``number`` is its place in the list of references there.

    None for one that was left out. The rest is how it stood, and defaults where an older record does not say.
    """

    id: str
    number: int | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    pmid: str | None = None
    doi: str | None = None
    retracted: bool = False
    superseded_by: str | None = None
    corrected_by: tuple[str, ...] = ()
    concern_raised_by: tuple[str, ...] = ()

    @property
    def names(self) -> Names:
        """By what a library may know it."""
        return self.id, self.pmid or "", self.doi or ""


class _LeftOut(msgspec.Struct, frozen=True):
    id: str
    reason: str


class _Record(msgspec.Struct, frozen=True):
    references: tuple[CitedSource, ...] = ()
    unused: tuple[_LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Something that was given to readers and is kept: an answer, and its sources as it knew them."""

    kind: Literal["answer"]
    id: str
    title: str
    given_at: datetime
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something kept whose sources cannot be told, as its record is damaged."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChange:
    """What has become of one source, and which notices or successors say so, by id or as cited."""

    source: CitedSource
    change: Change
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """Something kept that is touched by what is known now, and by what."""

    kept: Kept
    changes: tuple[SourceChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedReport:
    """What was looked at, what of it is touched, newest first, and what could not be read."""

    looked_at: int
    affected: tuple[Affected, ...]
    unread: tuple[Unread, ...]


def answer_kept(asked: Asked) -> Kept | Unread:
    """An answer with its sources.

    Only what is needed of a record is read, so that one of another version may still be told of.
    """
    try:
        record = msgspec.json.decode(asked.record, type=_Record)
    except msgspec.MsgspecError:
        return Unread(id=asked.id)
    left_out = (
        CitedSource(id=one.id, retracted=True) for one in record.unused if one.reason.startswith(_LEFT_OUT_AS)
    )
    return Kept(
        kind="answer",
        id=asked.id,
        title=asked.asked,
        given_at=asked.asked_at,
        sources=(*record.references, *left_out),
    )


def affected(kept: Iterable[Kept], library: Library) -> Iterator[Affected]:
    """Of what is kept, in its order, that which a library knows to be touched.

    A source that the library does not hold is known to it by its PMID and its DOI: the list of retractions speaks of
    publications that nobody has added. But only of one that it holds can it tell that nothing is said any longer.
    """
    kept = tuple(kept)
    known = _look_up({source.names: source for one in kept for source in one.sources}, library)
    for one in kept:
        changes = tuple(change for source in one.sources for change in _changes(source, known[source.names]))
        if changes:
            yield Affected(kept=one, changes=changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a library knows of a source now. ``reinstated_by`` are the rows of its list that say so."""

    publication: Publication
    is_held: bool
    standing: Standing
    reinstated_by: tuple[str, ...]


def _changes(source: CitedSource, known: _Known) -> Iterator[SourceChange]:
    """What has become of a source, the gravest first; nothing when all of it was known when it was cited."""
    now = known.standing
    errata = tuple(one for one in now.corrected_by if one not in source.corrected_by)
    doubted_before = bool(source.concern_raised_by)
    silent = known.is_held and not now.retracted
    found = {
        Change.RETRACTED: now.retracted_by if now.retracted and not source.retracted else None,
        Change.CONCERN: None if doubted_before else now.concern_raised_by or None,
        Change.SUPERSEDED: None if source.superseded_by else now.superseded_by or None,
        Change.CORRECTED: errata or None,
        Change.REINSTATED: known.reinstated_by or None if source.retracted and silent else None,
        Change.RETRACTION_UNKNOWN: () if source.retracted and silent and not known.reinstated_by else None,
        Change.CONCERN_UNKNOWN: () if doubted_before and silent and not now.concern_raised_by else None,
    }
    if not source.title:
        own = known.publication
        source = structs.replace(source, title=own.title, pmid=own.pmid or None, doi=own.doi or None)
    for change, by in found.items():
        if by is not None:
            yield SourceChange(source=source, change=change, by=by)


def _look_up(sources: Mapping[Names, CitedSource], library: Library) -> dict[Names, _Known]:
    found: dict[Names, _Known] = {}
    names = iter(sources)
    while some := list(islice(names, _AT_ONCE)):
        held = library.held([sources[name].id for name in some])
        publications = {name: held.get(name[0]) or _as_cited(sources[name]) for name in some}
        standings = library.standings(tuple(publications.values()))
        found |= {
            name: _Known(
                publication=publication,
                is_held=publication.id in held,
                standing=standings[publication.id],
                reinstated_by=_reinstated_by(publication, library) if sources[name].retracted else (),
            )
            for name, publication in publications.items()
        }
    return found


def _reinstated_by(publication: Publication, library: Library) -> tuple[str, ...]:
    told = library.notices_on(publication)
    return tuple(
        one.said_by or f"Retraction Watch {one.record}"
        for one in told
        if one.kind is NoticeKind.REINSTATEMENT
    )


def _as_cited(source: CitedSource) -> Publication:
    """What is known of a source that the library does not hold."""
    return Publication(
        id=source.id,
        title=source.title,
        passages=(),
        read=Read.ABSTRACT,
        pmid=source.pmid or "",
        doi=source.doi or "",
    )
