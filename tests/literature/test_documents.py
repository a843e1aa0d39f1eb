"""PDF, HTML and Markdown: pages and headings as locators, and numbers that stay themselves."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.literature.publication import (
    Author,
    Kind,
    Publication,
    PublicationDate,
    Read,
    Record,
    Unreadable,
)
from curbside.literature.readers.base import Reader
from curbside.literature.readers.fields import document_id
from curbside.literature.readers.html import HtmlReader
from curbside.literature.readers.markdown import MarkdownReader
from curbside.literature.readers.notation import Script, typeset
from curbside.literature.readers.pdf import PdfReader
from literature.samples_of_formats import HTML, MARKDOWN, PDF, Text, pdf_of


def record_of(reader: Reader, path: Path, content: str | bytes) -> Record:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (record,) = reader.read(path)
    return record


def publication_of(reader: Reader, path: Path, content: str | bytes) -> Publication:
    record = record_of(reader, path, content)
    assert isinstance(record, Publication), record
    return record


def texts(publication: Publication) -> list[str]:
    return [passage.text for passage in publication.passages if passage.kind is not Kind.TITLE]


def located(publication: Publication) -> list[tuple[str, str, str]]:
    return [(p.id.partition("#")[2], p.heading, p.text) for p in publication.passages]


# --- HTML ----------------------------------------------------------------------------------------------


def html(folder: Path, body: str | bytes, name: str = "page.html") -> Publication:
    return publication_of(HtmlReader(), folder / name, body)


def test_a_page_is_read_by_its_headings(tmp_path: Path) -> None:
    page = html(tmp_path, HTML, "Joint Pain 2021.html")
    assert (page.id, page.read) == ("doc:joint-pain-2021", Read.FULL_TEXT)
    assert page.authors == (Author(family="Rao", given="Leela"), Author(family="Stone", given="Peter"))
    assert page.published == PublicationDate(year=2021, month=3, day=4)
    assert located(page) == [
        ("title", "", "Joint pain on aromatase inhibitors"),
        ("p1", "", "Ask about pain at each visit."),
        ("s1.p1", "Dosing", "Give 800 IU daily; the limit is 10⁻³ g."),
        ("s1.1.p1", "Dosing > Renal impairment", "Check calcium."),
        ("s1.1.p2", "Dosing > Renal impairment", "Halve the dose below 30 mL/min/1.73 m²."),
        ("s1.1.t1", "Dosing > Renal impairment", "Levels / 25(OH)D | Dose / < 20 | 4000"),
        ("s2.p1", "Terms", "AIMSS: Pain from an inhibitor."),
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>-3</sup> g", "10⁻³ g"),
        ("2.5<sup>12</sup> points", "2.5¹² points"),
        ("10<sup>2.7</sup>", "10^(2.7)"),
        ("reduced pain<sup>1,2</sup>", "reduced pain^(1,2)"),
        ('by 2.5<sup><a href="#r12">12</a></sup> points', "by 2.5 points"),
        ('by 2.5<sup>[<a href="#r1">1</a>, <a href="#r2">2</a>]</sup> points', "by 2.5^([1, 2]) points"),
        ('by 2.5<a href="#r12"><sup>12</sup></a> points', "by 2.5 points"),
        ('see <a href="#dose">30 mg</a> daily', "see 30 mg daily"),
        ("the 4<sup>th</sup> week", "the 4th week"),
        ("<sup>131</sup>I given", "131I given"),
        ("vitamin D<sub>3</sub>", "vitamin D3"),
        ("log<sub>10</sub>5", "log₁₀5"),
        ("12<sub>2</sub>", "12₂"),
        ("1,25(OH)<sub>2</sub>D<sub>3</sub>", "1,25(OH)2D3"),
        ("HbA<sub>1c</sub> 7%", "HbA1c 7%"),
        ("<sup>a</sup>P < 0.05", "a P < 0.05"),
        ("x&#1;<sup>2</sup>", "x²"),
        ("<math><msup><mn>10</mn><mn>3</mn></msup></math>", "10³"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        ("1<br>2", "1 2"),
        ("5&#8239;mg &plusmn; 0.5&nbsp;mg", "5 mg ± 0.5 mg"),
    ],
)
def test_a_number_never_runs_into_another(tmp_path: Path, markup: str, text: str) -> None:
    assert texts(html(tmp_path, f"<p>{markup}</p>")) == [text]


@given(
    st.lists(st.tuples(st.text("0123456789", min_size=1, max_size=3), st.sampled_from(Script)), max_size=6)
)
def test_digits_on_the_line_are_those_that_stood_on_it(runs: list[tuple[str, Script]]) -> None:
    """Whatever is raised or lowered beside a number, the number keeps its own digits."""
    runs = [("7", Script.ON_THE_LINE), *runs]
    on_the_line = "".join(run for run, script in runs if script is Script.ON_THE_LINE)
    typeset_digits = "".join(character for character in typeset(runs) if character in "0123456789")
    assert typeset_digits == on_the_line


@pytest.mark.parametrize(
    "hidden",
    [
        "<nav><p>no</p></nav>",
        "<aside>no</aside>",
        "<footer>no</footer>",
        "<form><p>no</p></form>",
        "<template><p>no</p></template>",
        "<style>no</style>",
        "<script>no</script>",
        "<div hidden>no</div>",
        '<div style="color: red; display: none">no</div>',
        '<div aria-hidden="true">no</div>',
        "<!-- no -->",
    ],
)
def test_what_is_not_shown_or_not_the_document_is_not_read(tmp_path: Path, hidden: str) -> None:
    assert texts(html(tmp_path, f"<p>one</p>{hidden}<p>two</p>")) == ["one", "two"]


def test_a_form_around_the_whole_page_hides_nothing(tmp_path: Path) -> None:
    assert texts(html(tmp_path, "<form><h1>Title</h1><p>one</p></form>")) == ["one"]


def test_a_table_that_lays_out_a_page_is_read_through(tmp_path: Path) -> None:
    page = html(tmp_path, "<table><tr><td><h2>Dose</h2><p>one</p></td><td><p>two</p></td></tr></table>")
    assert located(page)[1:] == [("s1.p1", "Dose", "one"), ("s1.p2", "Dose", "two")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>Sjögren µg</p>".encode(), "Sjögren µg"),
        ("<p>Sjögren µg</p>".encode("cp1252"), "Sjögren µg"),
        ("<p>Sjögren µg</p>".encode("utf-16"), "Sjögren µg"),
        (b"\xef\xbb\xbf<p>Sj\xc3\xb6gren</p>", "Sjögren"),
        (b'<meta charset="iso-8859-1"><p>Sj\xf6gren \x96 5</p>', "Sjögren – 5"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Доза</p>'.encode(
                "koi8-r"
            ),
            "Доза",
        ),
        (b'<meta charset="utf-8"><p>5 \xb5g</p>', "5 \ufffdg"),
        (b'<meta charset="rot13"><p>Sj\xc3\xb6gren</p>', "Sjögren"),
    ],
)
def test_encodings(tmp_path: Path, raw: bytes, text: str) -> None:
    assert texts(html(tmp_path, raw)) == [text]


def test_an_identifier_in_the_page_is_its_id(tmp_path: Path) -> None:
    page = html(
        tmp_path,
        '<meta name="citation_doi" content="doi:10.9999/ABC">'
        '<meta name="citation_pmid" content="123"><p>x</p>',
    )
    assert (page.id, page.doi, page.pmid) == ("doi:10.9999/abc", "10.9999/ABC", "123")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="Shared"><title>Tab</title>', "Shared"),
        ("<title>Tab</title>", "Heading"),
        ("", "Heading"),
    ],
)
def test_titles(tmp_path: Path, head: str, title: str) -> None:
    assert html(tmp_path, f"{head}<h1>Heading</h1><p>x</p>").title == title


def test_without_any_title_a_page_goes_by_its_file_name(tmp_path: Path) -> None:
    assert html(tmp_path, "<p>x</p>", "dose_table.htm").title == "dose_table"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000 + "x",
        "".join(f"<b id={number}>x<p>" for number in range(20_000)),
        "<font>" * 100 + "<p>x" * 20_000,
    ],
    ids=["nested blocks", "unclosed bold", "unclosed fonts"],
)
def test_nesting_without_end_is_refused_before_it_costs_an_hour(tmp_path: Path, page: str) -> None:
    record = record_of(HtmlReader(), tmp_path / "deep.html", page)
    assert isinstance(record, Unreadable)
    assert "nested" in record.reason


# --- Markdown and plain text ---------------------------------------------------------------------------


def markdown(folder: Path, content: str, name: str = "note.md") -> Publication:
    return publication_of(MarkdownReader(), folder / name, content)


def test_a_note_is_read_by_its_headings(tmp_path: Path) -> None:
    note = markdown(tmp_path, MARKDOWN)
    assert (note.id, note.types, note.published.year) == ("doc:note", ("Guideline",), 2021)
    assert note.authors == (Author(family="Rao", given="Leela"), Author(family="Stone", given="Peter"))
    assert note.metadata == {"reviewer": "board"}
    assert located(note) == [
        ("title", "", "Joint pain on aromatase inhibitors"),
        ("p1", "", "Ask about pain at each visit."),
        ("s1.p1", "Dosing", "Give 800 IU daily; the limit is 10⁻³ g."),
        ("s1.1.p1", "Dosing > Renal impairment", "Check calcium."),
        ("s1.1.p2", "Dosing > Renal impairment", "Halve the dose."),
        ("s1.1.t1", "Dosing > Renal impairment", "25(OH)D | Dose / < 20 | 4000"),
    ]


@pytest.mark.parametrize(
    ("content", "title", "body"),
    [
        ("# One\n\ntext", "One", ["text"]),
        ("## One\n\ntext\n\n## Two\n\nmore", "One", ["text", "more"]),
        ("text", "note", ["text"]),
        ("---\nno field here\n---\ntext", "no field here", ["text"]),
        ("---\n\ntext\n\n---\n\nmore", "note", ["text", "more"]),
        ('---\ntitle: "A: B"\n---\ntext', "A: B", ["text"]),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "note", ["1 | 2"]),
        ("1. one\n2. two\n   - three", "note", ["one", "two", "three"]),
        ("a  \nb<br>c", "note", ["a b c"]),
        ("[link](https://example.org) and ![picture](x.png) `code`", "note", ["link and code"]),
    ],
)
def test_markdown(tmp_path: Path, content: str, title: str, body: list[str]) -> None:
    note = markdown(tmp_path, content)
    assert (note.title, texts(note)) == (title, body)


def test_plain_text_is_paragraphs_and_a_first_line_that_is_no_sentence_is_its_title(tmp_path: Path) -> None:
    note = markdown(tmp_path, "Advice on falls\r\n\r\nWalk\r\ndaily.\r\n\r\n# not a heading", "falls.txt")
    assert (note.title, texts(note)) == ("Advice on falls", ["Walk daily.", "# not a heading"])


@pytest.mark.parametrize("content", ["", "   \n", "```\ncode\n```", b"\x00\x01\x02binary"])
def test_a_document_without_text_says_so(tmp_path: Path, content: str | bytes) -> None:
    assert isinstance(record_of(MarkdownReader(), tmp_path / "x.md", content), Unreadable)


# --- where a document lies -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "publication_id"),
    [
        ("Joint Pain, 2nd ed.md", "doc:joint-pain-2nd-ed"),
        ("joint-pain.html.md", "doc:joint-pain-html"),
        ("Übersicht.md", "doc:übersicht"),
        ("---.md", "doc:cb3f91d54eee"),
    ],
)
def test_an_id_depends_on_the_name_and_not_on_the_folder(
    tmp_path: Path, name: str, publication_id: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert markdown(tmp_path, "x", name).id == markdown(elsewhere, "x", name).id == publication_id


@pytest.mark.parametrize(
    ("doi", "pmc", "pmid", "publication_id"),
    [
        ("10.1000/X", "PMC7", "12", "doi:10.1000/x"),
        ("", "PMC7", "12", "doc:pmc7"),
        ("", "", "12", "doc:pmid-12"),
    ],
    ids=["its DOI", "not the id of the PMC record", "not the id of the PubMed record"],
)
def test_a_document_never_takes_the_place_of_a_record(
    doi: str, pmc: str, pmid: str, publication_id: str
) -> None:
    assert document_id(Path("guideline.html"), doi=doi, pmc=pmc, pmid=pmid) == publication_id


def test_pages_that_every_website_calls_the_same_are_named_with_their_folder(tmp_path: Path) -> None:
    for topic in ("gout", "anaemia"):
        (tmp_path / topic).mkdir()
    ids = [markdown(tmp_path / topic, "x", "index.md").id for topic in ("gout", "anaemia")]
    assert ids == ["doc:gout-index", "doc:anaemia-index"]


def test_two_long_names_that_differ_at_the_end_are_two_documents(tmp_path: Path) -> None:
    first, second = (markdown(tmp_path, "x", f"{'long-' * 20}{end}.md").id for end in "ab")
    assert first != second


# --- PDF -----------------------------------------------------------------------------------------------


def pdf(folder: Path, *pages: list[Text], title: str = "") -> Publication:
    return publication_of(PdfReader(), folder / "guide.pdf", pdf_of(pages, title=title))


def column(*lines: str, top: float = 600, left: float = 72, leading: float = 14) -> list[Text]:
    return [(left, top - leading * number, 11, line) for number, line in enumerate(lines)]


def test_a_pdf_is_read_by_page_and_paragraph(tmp_path: Path) -> None:
    document = publication_of(PdfReader(), tmp_path / "guide.pdf", PDF)
    assert (document.id, document.read) == ("doc:guide", Read.FULL_TEXT)
    assert located(document) == [
        ("title", "", "Joint pain on aromatase inhibitors"),
        ("p1.1", "page 1", "Joint pain on aromatase inhibitors"),
        (
            "p1.2",
            "page 1",
            "Women who took cholecalciferol had less pain from aromatase inhibitors, and 25-50 of them ran.",
        ),
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("pain from aroma-", "tase inhibitors"), "pain from aromatase inhibitors"),
        (("dose-dependent and dose-", "dependent again"), "dose-dependent and dose-dependent again"),
        (("pre-", "and post-menopausal"), "pre- and post-menopausal"),
        (("an anti-", "TNF drug"), "an anti-TNF drug"),
        (("between 25-", "50 mg"), "between 25-50 mg"),
        (("mg/", "day"), "mg/day"),
        (("pain fell", "by half"), "pain fell by half"),
    ],
)
def test_line_ends(tmp_path: Path, lines: tuple[str, str], joined: str) -> None:
    assert texts(pdf(tmp_path, column(*lines)))[0] == joined


def test_paragraphs_are_told_by_space_indents_and_short_last_lines(tmp_path: Path) -> None:
    page = [
        *column("Pain is common and it often goes on for months.", "It may pass."),
        *column("Vitamin D is given to those who lack it at first.", "So is exercise.", top=540),
        *column("Doses differ between the clinics in this region.", top=512, left=90),
    ]
    assert texts(pdf(tmp_path, page)) == [
        "Pain is common and it often goes on for months. It may pass.",
        "Vitamin D is given to those who lack it at first. So is exercise.",
        "Doses differ between the clinics in this region.",
    ]


def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path) -> None:
    page = [*column("The women who took", "vitamin D had"), *column("less pain.", left=330)]
    assert texts(pdf(tmp_path, page)) == ["The women who took vitamin D had less pain."]


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    def page(number: int) -> list[Text]:
        return [
            (72, 760, 9, "Invented Guideline 2021"),
            *column(f"At {number * 10} weeks they came again.", f"Now take {number * 4} mg daily."),
            (300, 30, 9, f"Page {number} of 4"),
        ]

    document = pdf(tmp_path, *(page(number) for number in range(1, 5)), title="Guide")
    assert texts(document) == [
        f"At {number * 10} weeks they came again. Now take {number * 4} mg daily." for number in range(1, 5)
    ]
    assert document.metadata == {"running heads left out": "Page 1 of 4 / Invented Guideline 2021"}


def test_a_raised_reference_does_not_join_the_number_before_it(tmp_path: Path) -> None:
    page: list[Text] = [(72, 600, 11, "by 2.5"), (101.5, 604, 6, "12"), (110, 600, 11, "points")]
    (text,) = texts(pdf(tmp_path, page))
    assert "2.512" not in text
    assert "¹²" in text


@pytest.mark.parametrize(
    ("given_title", "title"),
    [
        ("Guidance on pain", "Guidance on pain"),
        ("", "Pain"),
        ("Microsoft Word - draft3", "Pain"),
        ("untitled", "Pain"),
        ("pain_final.indd", "Pain"),
    ],
)
def test_a_title_comes_from_the_properties_unless_they_say_nothing(
    tmp_path: Path, given_title: str, title: str
) -> None:
    page: list[Text] = [(72, 700, 20, "Pain"), *column("It is common.", "It passes.")]
    assert pdf(tmp_path, page, title=given_title).title == title


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 and then nothing", "damaged"),
        (PDF[:300], "damaged"),
        (pdf_of([[]]), "without text"),
        (pdf_of([column("secret")], encrypted=True), "password"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    record = record_of(PdfReader(), tmp_path / "x.pdf", content)
    assert isinstance(record, Unreadable)
    assert reason in record.reason


def test_without_the_extra_a_pdf_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[PdfReader.__module__], "pypdfium2", None)
    record = record_of(PdfReader(), tmp_path / "x.pdf", PDF)
    assert isinstance(record, Unreadable)
    assert "pip install 'curbside[pdf]'" in record.reason
