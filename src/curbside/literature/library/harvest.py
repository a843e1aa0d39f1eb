"""What a publication teaches of words: the short forms it defines, the company they keep, and the names in it.

Pure, like `curbside.literature.library.entries`, and run in the processes that read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curbside.literature.library.analysis import terms
from curbside.literature.publication import Publication
from curbside.terminology.definitions import definitions_in, in_the_singular

_MOST_COMPANY: Final = 24
_NAME: Final = re.compile(r"[^\W\d_]{4,}")


def defined_in(publication: Publication) -> tuple[tuple[str, str], ...]:
    """(short form, long form) of every abbreviation that the publication defines; the first wording of each counts."""
    found: dict[str, str] = {}
    for passage in publication.passages:
        for definition in definitions_in(passage.text):
            short, long = in_the_singular(definition.short, definition.long)
            found.setdefault(short, long)
    return tuple(found.items())


def company_of(publication: Publication) -> str:
    """The terms of the index that say what a publication is about, parted by spaces: title, MeSH, keywords."""
    said = (publication.title, *(heading.name for heading in publication.mesh), *publication.keywords)
    found = dict.fromkeys(term for text in said for term in terms(text) if not term.isdigit())
    return " ".join(list(found)[:_MOST_COMPANY])


def names_in(publication: Publication) -> frozenset[str]:
    """The words, in small letters, of a publication's title and of what it is filed under: drugs, diseases, people."""
    return frozenset(word.casefold() for name in _names(publication) for word in _NAME.findall(name))


def _names(publication: Publication) -> Iterator[str]:
    yield publication.title
    yield from (heading.name for heading in publication.mesh)
    yield from publication.keywords
    yield from publication.chemicals
    for passage in publication.passages:
        if (said := passage.statement) is not None:
            yield from (said.intervention, said.comparator, said.population, said.outcome)
    if publication.topic is not None:
        yield from (*publication.topic.intervention, *publication.topic.population)
