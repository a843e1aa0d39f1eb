"""Small libraries for tests, made of records written in the test itself."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.literature.library import Library
from curbside.literature.library.catalogue import Catalogue
from curbside.literature.library.entries import entry
from curbside.literature.library.index import Index
from curbside.literature.publication import Kind, Publication, PublicationDate, Read, Relation, lay_out


def publication(
    number: int | str,
    text: str,
    *,
    title: str = "",
    year: int | None = 2020,
    types: tuple[str, ...] = (),
    labelled: Iterable[tuple[str, str]] = (),
    relations: tuple[Relation, ...] = (),
    read: Read = Read.ABSTRACT,
    doi: str = "",
) -> Publication:
    """A PubMed record with an abstract, plain (``text``) or ``labelled``."""
    identity = f"pmid:{number}"
    parts = [("title", Kind.TITLE, "", title), ("abstract", Kind.ABSTRACT, "", text)]
    parts += [(f"abstract.{label.casefold()}", Kind.ABSTRACT, label, said) for label, said in labelled]
    return Publication(
        id=identity,
        title=title,
        passages=lay_out(identity, parts),
        read=read,
        pmid=str(number),
        doi=doi,
        published=PublicationDate(year=year),
        types=types,
        relations=relations,
    )


def library_of(*publications: Publication) -> Library:
    """A library in memory that holds these."""
    catalogue, index = Catalogue(None, writable=True), Index(None)
    with catalogue.transaction():
        source = catalogue.begin_source(name="test", kind="test", checksum=b"test")
        entries = [entry(one) for one in publications]
        first = catalogue.store(entries, source=source, replacing=())
    for key, made in enumerate(entries, start=first):
        index.add(key, made.units)
    index.commit()
    with catalogue.transaction():
        catalogue.set_indexed(catalogue.last_key())
    return Library(None, catalogue, index, None)
