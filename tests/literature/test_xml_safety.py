"""Hostile, damaged and oddly encoded XML is refused, or read as far as it goes. It never raises."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from curbside.literature.publication import Publication, Record, Unreadable
from curbside.literature.readers.jats import JatsReader
from curbside.literature.readers.medline import MedlineReader
from curbside.literature.readers.xml import root_of

PUBMED = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://example.org/p.dtd">'


def citation(pmid: int, title: str = "Vitamin D and joint pain") -> str:
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><ArticleTitle>{title}'
        "</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    )


def citations(*pmids: int, prolog: str = PUBMED) -> str:
    return f"{prolog}<PubmedArticleSet>{''.join(map(citation, pmids))}</PubmedArticleSet>"


def read(path: Path, content: bytes) -> list[Record]:
    path.write_bytes(content)
    return list(MedlineReader().read(path))


def ids(found: list[Record]) -> list[str]:
    return [record.id for record in found if isinstance(record, Publication)]


def reasons(found: list[Record]) -> list[str]:
    return [record.reason for record in found if isinstance(record, Unreadable)]


BILLION_LAUGHS = "".join(
    ['<!ENTITY l0 "ha">', *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))]
)

REFUSED = [
    pytest.param(f"<!DOCTYPE PubmedArticleSet [{BILLION_LAUGHS}]>", id="billion laughs"),
    pytest.param(f'<!DOCTYPE PubmedArticleSet [<!ENTITY a "{"a" * 50_000}">]>', id="quadratic blow-up"),
    pytest.param(
        '<!DOCTYPE PubmedArticleSet [<!ENTITY secret SYSTEM "file:///etc/hostname">]>', id="a local file"
    ),
    pytest.param(
        '<!DOCTYPE PubmedArticleSet [<!ENTITY secret SYSTEM "http://127.0.0.1:9/secret">]>', id="an address"
    ),
    pytest.param(
        '<!DOCTYPE PubmedArticleSet [<!ENTITY % all SYSTEM "http://127.0.0.1:9/all.dtd"> %all;]>',
        id="a parameter entity",
    ),
    pytest.param(
        '<!-- ]> --><?x [?><!DOCTYPE PubmedArticleSet SYSTEM "[]>" [<!ENTITY a "b">]>', id="after a disguise"
    ),
    pytest.param("<!DOCTYPE PubmedArticleSet [<!-- ]> --><!ENTITY a 'b'>]>", id="inside a disguise"),
]


@pytest.mark.parametrize("doctype", REFUSED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("compress", [False, True], ids=["plain", "gzip"])
def test_a_doctype_with_declarations_of_its_own_is_refused_and_nothing_of_it_is_read(
    tmp_path: Path, doctype: str, encoding: str, compress: bool
) -> None:
    content = citations(1, prolog=f"{doctype}").replace("joint pain", "&a;&l9;&secret;").encode(encoding)
    tracemalloc.start()
    found = read(tmp_path / "bomb.xml", gzip.compress(content) if compress else content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 1
    assert "DOCTYPE" in reasons(found)[0]
    assert peak < 4_000_000


@pytest.mark.parametrize("doctype", REFUSED)
def test_a_refused_file_is_still_known_for_what_it_is_so_that_the_refusal_is_reported(doctype: str) -> None:
    assert MedlineReader().accepts(Path("any"), citations(1, prolog=doctype).encode())


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        PUBMED,
        "<!DOCTYPE PubmedArticleSet SYSTEM 'nowhere.dtd'>",
        "<!DOCTYPE PubmedArticleSet>",
        "<!DOCTYPE PubmedArticleSet []>",
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a file -->\n' + PUBMED,
        "\n \t" + '<?xml version="1.0"?>' + PUBMED,
        "\ufeff" + '<?xml version="1.0" encoding="utf-8"?>' + PUBMED,
        '<?xml version="1.0"?><!--' + "x" * 200_000 + "-->" + PUBMED,
    ],
)
def test_an_ordinary_prolog_is_read(tmp_path: Path, prolog: str) -> None:
    assert ids(read(tmp_path / "a.xml", citations(1, 2, prolog=prolog).encode())) == ["pmid:1", "pmid:2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_declared_encoding_that_holds_is_read(tmp_path: Path, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{citation(1, "Ménière")}'
    found = read(tmp_path / "a.xml", content.encode(encoding))
    assert isinstance(found[0], Publication)
    assert found[0].title == "Ménière"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (gzip.compress(b""), "empty"),
        (b"\x1f\x8b", "gzip"),
        (b"\x1f\x8bnot gzip at all", "gzip"),
        (b"not XML at all", "XML"),
        (b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>', "XML"),
        (b'<?xml version="1.0" encoding="utf-7"?><x>+ADwAIQ-</x>', "encoding"),
        (b'<?xml version="1.0" encoding="utf-16"?><PubmedArticleSet/>', "encoding"),
        (b'<?xml version="1.0" encoding="cp037"?><PubmedArticleSet/>', "encoding"),
        (b'<?xml version="1.0" encoding="klingon"?><PubmedArticleSet/>', "encoding"),
        (citations(1).encode()[:-30], "breaks off"),
        (("<PubmedArticleSet><PubmedArticle><i>" * 3000).encode(), "XML"),
    ],
)
def test_what_cannot_be_read_says_why_once(tmp_path: Path, content: bytes, said: str) -> None:
    found = read(tmp_path / "bad.xml", content)
    assert len(reasons(found)) == 1
    assert said in reasons(found)[0]


def test_wrong_bytes_for_the_declared_encoding_keep_the_records_before_them(tmp_path: Path) -> None:
    good, bad = citation(1), citation(2, "Ménière").encode("latin-1")
    content = b'<?xml version="1.0" encoding="utf-8"?><PubmedArticleSet>' + good.encode() + bad
    found = read(tmp_path / "a.xml", content + b"</PubmedArticleSet>")
    assert ids(found) == ["pmid:1"]
    assert isinstance(found[-1], Unreadable)
    assert found[-1].where == "record 2, after pmid:1"


def test_markup_nested_beyond_reason_is_one_unreadable_record(tmp_path: Path) -> None:
    found = read(tmp_path / "deep.xml", citation(1, "<i>" * 5000 + "x" + "</i>" * 5000).encode())
    assert ids(found) == []
    assert len(reasons(found)) == 1


def test_several_gzip_members_are_one_file_and_a_damaged_one_keeps_what_came_before(tmp_path: Path) -> None:
    text = citations(1, 2, 3).encode()
    members = gzip.compress(text[:200]) + gzip.compress(text[200:])
    assert ids(read(tmp_path / "a.xml.gz", members)) == ["pmid:1", "pmid:2", "pmid:3"]
    spoilt = bytearray(gzip.compress(text))
    spoilt[-6] ^= 0xFF
    found = read(tmp_path / "b.xml.gz", bytes(spoilt))
    assert ids(found) == ["pmid:1", "pmid:2", "pmid:3"]
    assert "gzip" in reasons(found)[0]


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "gzip"])
def test_cut_anywhere_the_complete_records_are_kept_and_the_cut_is_told(
    tmp_path: Path, compress: bool
) -> None:
    text = citations(1, 2, 3).encode()
    ends = [text.index(b"</PubmedArticle>", text.index(f">{n}<".encode())) + 16 for n in (1, 2, 3)]
    content = gzip.compress(text) if compress else text
    for length in range(len(content)):
        found = read(tmp_path / "cut", content[:length])
        there = _decompressed(content[:length]) if compress else content[:length]
        whole = [f"pmid:{n}" for n, end in enumerate(ends, start=1) if end <= len(there)]
        assert ids(found) == whole
        assert len(reasons(found)) == 1


def _decompressed(part: bytes) -> bytes:
    out = b""
    try:
        with gzip.open(io.BytesIO(part)) as file:
            while byte := file.read(1):
                out += byte
    except (EOFError, gzip.BadGzipFile):
        pass
    return out


def test_a_gzip_file_that_swells_is_read_a_little_at_a_time(tmp_path: Path) -> None:
    text = citations(1, prolog=PUBMED).replace(
        "</PubmedArticleSet>", f"{' ' * 30_000_000}</PubmedArticleSet>"
    )
    path = tmp_path / "swells.xml.gz"
    path.write_bytes(gzip.compress(text.encode()))
    tracemalloc.start()
    found = list(MedlineReader().read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ids(found) == ["pmid:1"]
    assert peak < 4_000_000


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.xml"
        path.write_text(citations(*range(1, count + 1)))
        tracemalloc.start()
        assert sum(1 for _ in MedlineReader().read(path)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(4000) < peak(1000) + 300_000


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
@example(b"<PubmedArticleSet><PubmedArticle/>")
@example(b"<PubmedArticleSet><DeleteCitation><PMID/></DeleteCitation></PubmedArticleSet>")
@example(b"<article><front/></article>")
@example(b"<article><front><article-meta/></front></article>")
@example(b"<!DOCTYPE")
def test_no_bytes_make_a_reader_raise(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    for head in (b"", b"<PubmedArticleSet>", b"<article><front><article-meta>", b"\x1f\x8b\x08"):
        path.write_bytes(head + content)
        for reader in (MedlineReader(), JatsReader()):
            reader.accepts(path, head + content)
            assert all(isinstance(record, Record) for record in reader.read(path))


@pytest.mark.parametrize(
    ("head", "root"),
    [
        (b"<a/>", "a"),
        (b'<?xml version="1.0"?><!-- <b> --><oai:record x="1">', "record"),
        ("<a x='1'>".encode("utf-16"), "a"),
        (b"", ""),
        (b"<a", ""),
        (b"<!doctype html><html>", ""),
        (b"\x00\xff\x1f", ""),
        (b"{}", ""),
    ],
)
def test_a_document_is_known_by_its_outermost_element(head: bytes, root: str) -> None:
    assert root_of(head) == root
