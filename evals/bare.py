"""The yardstick: tantivy with nothing around it, as its own documentation would have a search engine built.

Two English-stemmed fields, a boosted title, the default query parser joining words by OR, BM25 as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tantivy

TITLE_BOOST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is indexed: an id to be known by, and the words."""

    id: str
    title: str
    body: str


def index(documents: Iterable[Document], folder: Path | None = None, *, threads: int = 0) -> tantivy.Index:
    """An index of these documents in ``folder``, or in memory, ready to be searched.

    With one thread, documents keep their order and equal scores come in it, run after run; tantivy chooses
    how many when it is 0, and is fastest.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("body", tokenizer_name="en_stem")
    made = tantivy.Index(builder.build(), path=None if folder is None else str(folder))
    writer = made.writer(num_threads=threads)
    for document in documents:
        writer.add_document(tantivy.Document(id=document.id, title=document.title, body=document.body))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    return made


def open_index(folder: Path) -> tantivy.Index:
    """The index that was made in ``folder``."""
    return tantivy.Index.open(str(folder))


def hits(made: tantivy.Index, words: str, *, top: int) -> list[tuple[float, tantivy.DocAddress]]:
    """The best ``top`` documents for any of the words, as tantivy gives them: scores and addresses."""
    query = made.parse_query(words, ["title", "body"], field_boosts={"title": TITLE_BOOST})
    return made.searcher().search(query, top, count=False).hits


def search(made: tantivy.Index, question: str, *, top: int) -> list[tuple[str, float]]:
    """(id, score) of the best ``top`` documents for a question in words, best first."""
    searcher = made.searcher()
    return [
        (str(searcher.doc(address)["id"][0]), score)
        for score, address in hits(made, plain_words(question), top=top)
    ]


def plain_words(question: str) -> str:
    """A question without what the query parser would take for its own signs: its words, in lower case."""
    return " ".join(re.findall(r"\w+", question.lower()))
