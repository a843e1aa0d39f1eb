"""From a publication read to an entry ready to be stored: encoded, fingerprinted, with its words for the index.

Pure, and free of the index and the catalogue, so that it can run in a process that only reads.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from curbside.literature.library.harvest import company_of, defined_in, names_in
from curbside.literature.library.units import units
from curbside.literature.publication import Publication, RelationKind

TOPICS = "topic:*"

_encode = msgspec.json.Encoder()

# Citing and commenting say nothing about whether a publication still stands.
_STANDING = frozenset(RelationKind) - {
    RelationKind.CITES,
    RelationKind.COMMENTED_BY,
    RelationKind.COMMENTS_ON,
    RelationKind.OTHER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the catalogue keeps of a publication, and its units' (title, body) for the index.

    ``short_forms`` are the (short form, long form) pairs it defines, ``company`` the terms they are met with, ``names``
    the words of the names it is filed under: see `curbside.literature.library.harvest`.
    """

    id: str
    version: str
    checksum: bytes
    passages: int
    record: bytes
    aliases: tuple[str, ...]
    relations: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    short_forms: tuple[tuple[str, str], ...] = ()
    company: str = ""
    names: frozenset[str] = frozenset()


def entry(publication: Publication) -> Entry:
    """A publication, ready to be stored."""
    record = encode(publication)
    short_forms = defined_in(publication)
    return Entry(
        id=publication.id,
        version=publication.version,
        checksum=hashlib.sha256(record).digest(),
        passages=len(publication.passages),
        record=record,
        aliases=aliases(publication),
        relations=tuple(
            [
                (relation.kind.value, relation.target.casefold())
                for relation in publication.relations
                if relation.target and relation.kind in _STANDING
            ]
        ),
        units=tuple([(unit.title, unit.body) for unit in units(publication)]),
        short_forms=short_forms,
        company=company_of(publication) if short_forms else "",
        names=names_in(publication),
    )


def encode(publication: Publication) -> bytes:
    """The bytes the catalogue keeps and checks; equal publications have equal bytes."""
    return _encode.encode(publication)


def aliases(publication: Publication) -> tuple[str, ...]:
    """The other names a publication answers to, in lower case: PMID, PMC id and DOI, bare and with their prefix."""
    # Every topic answers to this one name, so that they are found without reading the whole catalogue.
    named = [TOPICS] if publication.topic is not None else []
    if publication.pmid and publication.id != f"pmid:{publication.pmid}":
        named.append(f"pmid:{publication.pmid}")
    if publication.pmc and publication.id != f"pmc:{publication.pmc}":
        named.append(f"pmc:{publication.pmc.casefold()}")
    if publication.doi and publication.id != f"doi:{publication.doi}":
        named.append(f"doi:{publication.doi.casefold()}")
    return tuple(named)
