"""Whatever a file holds, a reader gives records: none raises, and every passage is what it says it is."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.literature.publication import Deletion, Publication, Record, Unreadable
from curbside.literature.readers import reader_for
from curbside.literature.readers.base import Reader
from curbside.literature.readers.html import HtmlReader
from curbside.literature.readers.jats import JatsReader
from curbside.literature.readers.jsonl import JsonlReader
from curbside.literature.readers.markdown import MarkdownReader
from curbside.literature.readers.medline import MedlineReader
from curbside.literature.readers.nbib import NbibReader
from curbside.literature.readers.pdf import PdfReader
from curbside.literature.readers.ris import RisReader
from curbside.literature.text import fold
from literature.samples_of_formats import HTML, JSONL, MARKDOWN, NBIB, PDF, RIS

MEDLINE = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation>
<PMID Version="1">90000001</PMID>
<Article><ArticleTitle>An invented trial of D<sub>3</sub></ArticleTitle><Abstract>
<AbstractText Label="RESULTS">Pain fell by 10<sup>-3</sup>.</AbstractText></Abstract></Article>
</MedlineCitation>
</PubmedArticle><DeleteCitation><PMID>90000002</PMID></DeleteCitation></PubmedArticleSet>"""
JATS = """<article><front><article-meta><article-id pub-id-type="pmc">9000001</article-id><title-group>
<article-title>Aching hands</article-title></title-group></article-meta></front>
<body><sec><title>Methods</title><p>We asked 40 women.</p></sec></body></article>"""

SAMPLES = {
    "sample.xml": MEDLINE.encode(),
    "sample.nxml": JATS.encode(),
    "sample.nbib": NBIB.encode(),
    "sample.ris": RIS.encode(),
    "sample.jsonl": JSONL.encode(),
    "sample.html": HTML.encode(),
    "sample.md": MARKDOWN.encode(),
    "sample.txt": b"Advice\n\nWalk daily.",
    "sample.pdf": PDF,
}
READERS: dict[str, Reader] = {
    "sample.xml": MedlineReader(),
    "sample.nxml": JatsReader(),
    "sample.nbib": NbibReader(),
    "sample.ris": RisReader(),
    "sample.jsonl": JsonlReader(),
    "sample.html": HtmlReader(),
    "sample.md": MarkdownReader(),
    "sample.txt": MarkdownReader(),
    "sample.pdf": PdfReader(),
}
every_format = pytest.mark.parametrize("name", SAMPLES)
fuzzed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(records: Iterable[Record]) -> None:
    for record in records:
        assert isinstance(record, Publication | Deletion | Unreadable)
        if isinstance(record, Publication):
            check_publication(record)
        if isinstance(record, Unreadable):
            assert record.where
            assert record.reason


def check_publication(publication: Publication) -> None:
    passages = publication.passages
    assert publication.id.strip()
    assert publication.title == fold(publication.title)
    assert len({passage.id for passage in passages}) == len(passages)
    whole = "\n".join(passage.text for passage in passages)
    for passage in passages:
        assert passage.text
        assert passage.text == fold(passage.text)
        assert whole[passage.start : passage.end] == passage.text
        assert passage.publication == publication.id


def check_file(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.write_bytes(content)
    check(READERS[name].read(path))
    chosen = reader_for(path)
    if chosen is not None:
        check(chosen.read(path))


@st.composite
def damaged(draw: st.DrawFn, sample: bytes) -> bytes:
    """The sample cut short, overwritten, with a piece repeated elsewhere, or with bytes put in."""
    start = draw(st.integers(0, len(sample)))
    end = draw(st.integers(start, min(len(sample), start + 60)))
    place = draw(st.integers(0, len(sample)))
    junk = draw(
        st.binary(max_size=12) | st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))
    )
    return draw(
        st.sampled_from(
            (
                sample[:start],
                sample[start:],
                sample[:start] + junk + sample[end:],
                sample[:start] + sample[end:],
                sample[:place] + sample[start:end] + sample[place:],
                sample[:place] + junk + sample[place:],
            )
        )
    )


@every_format
def test_a_sound_file_gives_publications(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SAMPLES[name])
    records = list(READERS[name].read(path))
    assert [record for record in records if isinstance(record, Unreadable)] == []
    assert any(isinstance(record, Publication) for record in records)
    assert type(reader_for(path)) is type(READERS[name])
    check(records)


@every_format
@fuzzed
@given(content=st.binary(max_size=400))
def test_any_bytes_at_all(tmp_path: Path, name: str, content: bytes) -> None:
    check_file(tmp_path, name, content)


@every_format
@fuzzed
@given(content=st.text(max_size=200))
def test_any_text_at_all(tmp_path: Path, name: str, content: str) -> None:
    check_file(tmp_path, name, content.encode("utf-8", "surrogatepass"))


@every_format
@fuzzed
@given(values=st.data())
def test_a_damaged_file(tmp_path: Path, name: str, values: st.DataObject) -> None:
    check_file(tmp_path, name, values.draw(damaged(SAMPLES[name])))


@every_format
@fuzzed
@given(values=st.data())
def test_a_damaged_gzip_file(tmp_path: Path, name: str, values: st.DataObject) -> None:
    check_file(tmp_path, name, values.draw(damaged(gzip.compress(SAMPLES[name], mtime=0))))


@fuzzed
@given(values=st.data())
def test_two_formats_in_one_file(tmp_path: Path, values: st.DataObject) -> None:
    first, second = (values.draw(st.sampled_from(sorted(SAMPLES))) for _ in range(2))
    cut = values.draw(st.integers(0, len(SAMPLES[first])))
    check_file(tmp_path, first, SAMPLES[first][:cut] + SAMPLES[second])
