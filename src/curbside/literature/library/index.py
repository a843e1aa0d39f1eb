"""The word index: tantivy, over the terms that `curbside.literature.library.analysis` makes of words.

It stores no text: a match is a unit's key and a score, and the catalogue holds the rest. It can be rebuilt
at any time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from curbside.errors import StorageFailure
from curbside.literature.library.analysis import analyser
from curbside.literature.library.units import MOST_UNITS, Unit

_ANALYSIS = "clinical_en"
_WRITER_HEAP_BYTES = 192_000_000
_THREADS = 2
_ROOM_FOR_TIES = 32
"""Units asked for beyond those wanted, so that ties are mostly found without asking again."""
_LAST_UNIT = (1 << 63) - 1


@cache
def schema() -> tantivy.Schema:
    """Two fields of words, and the unit's key to read back."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("unit", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name=_ANALYSIS)
    builder.add_text_field("body", tokenizer_name=_ANALYSIS)
    return builder.build()


class Index:
    """The index in ``directory``, or in memory when that is None."""

    def __init__(self, directory: Path | None) -> None:
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True)
        self._shadow: TemporaryDirectory[str] | None = None
        if directory is not None and not os.access(directory, os.W_OK):
            self._shadow = _shadow_of(directory)
            directory = Path(self._shadow.name)
        self._index = tantivy.Index(schema(), path=str(directory) if directory is not None else None)
        self._index.register_tokenizer(_ANALYSIS, analyser())
        self._writer: tantivy.IndexWriter | None = None

    def add(self, publication_key: int, units: Iterable[Unit | tuple[str, str]]) -> None:
        """Write a publication's units. Nobody sees them before `commit`."""
        with _storage():
            writer = self._writing()
            for place, unit in enumerate(units):
                title, body = unit if isinstance(unit, tuple) else (unit.title, unit.body)
                document = tantivy.Document(title=title, body=body)
                document.add_unsigned("unit", publication_key * MOST_UNITS + place)
                writer.add_document(document)

    def remove(self, publication_keys: Iterable[int]) -> None:
        """Take the units of these publications out at the next `commit`."""
        for key in publication_keys:
            self._remove_span(key * MOST_UNITS, (key + 1) * MOST_UNITS)

    def remove_after(self, publication_key: int) -> None:
        """Take out every unit of publications whose key is greater: a commit the catalogue never heard of."""
        self._remove_span((publication_key + 1) * MOST_UNITS, _LAST_UNIT)

    def clear(self) -> None:
        """Empty the index at the next `commit`."""
        with _storage():
            self._writing().delete_all_documents()

    def commit(self) -> None:
        """Make everything written so far visible, to this process at once and to others when they look."""
        with _storage():
            self._writing().commit()
        self._index.reload()

    def close(self) -> None:
        """Finish merging in the background and let the writer go."""
        writer, self._writer = self._writer, None
        with _storage():
            if writer is not None:
                writer.wait_merging_threads()
        if self._shadow is not None:
            self._shadow.cleanup()

    def match(self, query: tantivy.Query, *, limit: int) -> list[tuple[int, float]]:
        """The best ``limit`` units, and all that tie with the last of them, as (unit key, score), best first.

        Equal scores come in order of key. Without the ties it would hang on how the index came to be laid out which
        of them are among the best.
        """
        searcher = self._index.searcher()
        if limit <= 0 or not searcher.num_docs:
            return []
        asked_for = limit + _ROOM_FOR_TIES
        hits = searcher.search(query, limit=asked_for, count=False).hits
        while len(hits) == asked_for and hits[-1][0] == hits[limit - 1][0]:
            asked_for *= 4
            hits = searcher.search(query, limit=asked_for, count=False).hits
        hits = [hit for hit in hits if hit[0] >= hits[min(limit, len(hits)) - 1][0]]
        keys = searcher.fast_field_values("unit", [address for _, address in hits])
        ranked = [(int(key or 0), float(score)) for key, (score, _) in zip(keys, hits, strict=True)]
        ranked.sort(key=lambda hit: (-hit[1], hit[0]))
        return ranked

    def documents(self) -> int:
        """How many units can be found."""
        return int(self._index.searcher().num_docs)

    def frequency(self, term: str) -> int:
        """In how many units' text a term of the analysis occurs, or, if in none, in how many titles."""
        searcher = self._index.searcher()
        return int(searcher.doc_freq("body", term)) or int(searcher.doc_freq("title", term))

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_WRITER_HEAP_BYTES, _THREADS)
        return self._writer

    def _remove_span(self, lower: int, upper: int) -> None:
        span = tantivy.Query.range_query(
            schema(), "unit", tantivy.FieldType.Unsigned, lower, upper, include_upper=False
        )
        with _storage():
            self._writing().delete_documents_by_query(span)


def _shadow_of(directory: Path) -> TemporaryDirectory[str]:
    """A folder of links to an index that may only be read: tantivy wants to write its locks even to read."""
    shadow = TemporaryDirectory(prefix="curbside-")
    for file in directory.iterdir():
        if file.suffix != ".lock":
            (Path(shadow.name) / file.name).symlink_to(file.absolute())
    return shadow


@contextmanager
def _storage() -> Iterator[None]:
    """tantivy says that the disk is full as a ValueError of the thread that met it."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise StorageFailure(f"expected to write the index; is the disk full? It said: {error}") from error
