"""A file of many records is parsed in slabs; what comes of it is what the streaming parser finds, always."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.literature.publication import Publication, Record
from curbside.literature.readers import xml
from curbside.literature.readers.base import Reader
from curbside.literature.readers.jats import JatsReader
from curbside.literature.readers.medline import MedlineReader

DOCTYPE = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/p.dtd">'


def article(pmid: int, title: str = "Vitamin D<sub>3</sub> and joint pain") -> str:
    return f"<PubmedArticle>{citation(pmid, title)}</PubmedArticle>\n"


def citation(pmid: int, title: str = "Aching hands") -> str:
    return (
        f'<MedlineCitation><PMID Version="1">{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle>'
        "</Article></MedlineCitation>"
    )


def refuse(*_: object) -> Iterator[xml.Element]:
    raise xml._NotPlain
    yield


def streamed(reader: Reader, path: Path) -> list[Record]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml, "_in_slabs", refuse)
        return list(reader.read(path))


@contextmanager
def slabs_of(size_bytes: int) -> Iterator[None]:
    """Small slabs, so that a small file has many. Pieces are as small: a parser's complaint depends on them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml, "_SLAB_BYTES", size_bytes)
        patch.setattr(xml, "_CHUNK_BYTES", size_bytes)
        patch.setattr(xml, "_LARGEST_SLAB_BYTES", 4 * size_bytes)
        yield


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("slab_bytes", [300, 1000, 100_000])
@pytest.mark.parametrize(
    ("prolog", "record", "root"),
    [
        (DOCTYPE, article, "PubmedArticleSet"),
        (f'<?xml version="1.0" encoding="utf-8"?>\n{DOCTYPE}\n', article, "PubmedArticleSet"),
        ("\ufeff<?xml version='1.0'?>", article, "PubmedArticleSet"),
        ("", citation, "MedlineCitationSet"),
    ],
)
def test_a_sound_file_needs_no_other_parser(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prolog: str,
    record: Callable[[int], str],
    root: str,
    slab_bytes: int,
    compress: bool,
) -> None:
    content = f"{prolog}<{root}>{''.join(map(record, range(1, 41)))}</{root}>\n".encode()
    path = tmp_path / "sound"
    path.write_bytes(gzip.compress(content) if compress else content)
    monkeypatch.delattr(xml, "_streamed")
    with slabs_of(slab_bytes):
        found = list(MedlineReader().read(path))
    assert [r.id for r in found if isinstance(r, Publication)] == [f"pmid:{n}" for n in range(1, 41)]


PROLOGS = st.sampled_from(["", DOCTYPE]) | st.sampled_from(
    [
        "",
        DOCTYPE,
        f'<?xml version="1.0" encoding="UTF-8"?>\n{DOCTYPE}\n',
        '<?xml version="1.0" encoding="iso-8859-1"?>',
        '<?xml version="1.0" encoding="iso-2022-jp"?>',
        '<?xml version="1.0" standalone="yes"?>',
        "<!-- a comment -->",
        "<?a instruction?>",
        "<!DOCTYPE PubmedArticleSet []>",
        "<!DOCTYPE PubmedArticleSet [<!ENTITY a 'b'>]>",
        "not XML",
    ]
)
STRANGE = st.sampled_from(
    [
        "<!-- </PubmedArticle> -->",
        article(91, "<!-- </PubmedArticle> <PubmedArticle> -->in a comment"),
        article(92, "<![CDATA[</PubmedArticle><PubmedArticle>]]>"),
        article(93, "<?x </PubmedArticle>?>"),
        article(94, "TNF-&alpha;"),
        article(95, "&lt;/PubmedArticle&gt; &#8805; 2 &amp;"),
        article(96, "unbound <mml:math>"),
        article(97, "unbound <mml:math/>"),
        article(98, citation(99)),
        article(98, f"<b>{citation(99)}</b>"),
        article(89, "long " * 400),
        article(88, "\x01"),
        article(87, "<i>" * 300 + "</i>" * 300),
        "<PubmedArticle/>",
        "<PubmedArticle />",
        "<PubmedArticle></PubmedArticle >",
        f"<Wrapper>{article(81)}{article(82)}</Wrapper>",
        f"<PubmedArticleSet>{article(83)}</PubmedArticleSet>",
        "<DeleteCitation><PMID>5</PMID><PMID>6</PMID></DeleteCitation>",
        "words between",
        "&alpha;",
        "]]>",
        "</PubmedArticleSet>",
        "</PubmedArticleSet><PubmedArticleSet>",
        "</PubmedArticleSet><!-- <PubmedArticle></PubmedArticle>",
        "<PubmedArticle>",
        "<!--",
        "<![CDATA[",
        "\udcff",  # a byte that is no UTF-8
        " \n" * 300,
    ]
)
BODIES = st.lists(st.one_of(*[st.integers(1, 70).map(article)] * 5, STRANGE), max_size=25).map("".join)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Mostly sound records, with strange things between and inside; perhaps cut, overwritten or repeated."""
    root = draw(st.sampled_from(["PubmedArticleSet"] * 5 + ["pm:Set", "PubmedArticle", "Set x='>'"]))
    end = draw(st.sampled_from(["\n", "", "<!-- end -->", "<more/>", "words"]))
    text = f"{draw(PROLOGS)}<{root}>{draw(BODIES)}</{root.split()[0]}>{end}"
    content = text.encode("utf-8", "surrogateescape")
    at, to = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    damage = draw(st.sampled_from(["none", "none", "none", "cut", "dropped", "repeated", "junk"]))
    junk = draw(st.binary(min_size=1, max_size=4))
    content = {
        "none": content,
        "cut": content[:at],
        "dropped": content[:at] + content[to:],
        "repeated": content[:to] + content[at:],
        "junk": content[:at] + junk + content[at:],
    }[damage]
    if not draw(st.booleans()):
        return content
    compressed = gzip.compress(content, mtime=0)
    return compressed[: draw(st.integers(10, len(compressed)))] if damage == "cut" else compressed


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=files(), slab_bytes=st.integers(200, 3000))
def test_slabs_and_streaming_agree_on_any_file(tmp_path: Path, content: bytes, slab_bytes: int) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    with slabs_of(slab_bytes):
        assert list(MedlineReader().read(path)) == streamed(MedlineReader(), path)


SHARED = Path(os.environ.get("CURBSIDE_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"


@pytest.mark.skipif(
    not (SHARED / "medline").is_dir(), reason="needs ../shared (or CURBSIDE_SHARED) with data/medline"
)
@pytest.mark.parametrize(
    ("folder", "reader"),
    [("medline", MedlineReader()), ("eutils", MedlineReader()), ("eutils", JatsReader())],
)
def test_slabs_and_streaming_agree_on_real_files(folder: str, reader: Reader) -> None:
    for path in sorted(path for path in (SHARED / folder).rglob("*") if path.is_file()):
        assert list(reader.read(path)) == streamed(reader, path), path
