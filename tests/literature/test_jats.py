"""What a full article becomes: its evidence, part by part, with no number changed on the way."""

from __future__ import annotations

import gzip
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.literature.publication import (
    Author,
    CitedWork,
    Kind,
    Publication,
    PublicationDate,
    Read,
    Record,
    Relation,
    RelationKind,
    Unreadable,
)
from curbside.literature.readers.jats import JatsReader
from curbside.literature.text import fold

ARTICLE = """
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="EN">
<front>
  <journal-meta>
    <journal-id journal-id-type="nlm-ta">J Invent Oncol</journal-id>
    <journal-title-group><journal-title>Journal of invented oncology</journal-title></journal-title-group>
    <issn pub-type="epub">1234-5678</issn>
  </journal-meta>
  <article-meta>
    <article-id pub-id-type="pmid">4001</article-id>
    <article-id pub-id-type="pmc">123456</article-id>
    <article-id pub-id-type="doi">10.1000/jio.4001</article-id>
    <article-categories><subj-group><subject>Clinical trials</subject></subj-group></article-categories>
    <title-group><article-title>Vitamin D<sub>3</sub><xref ref-type="fn" rid="f">*</xref></article-title>
      <subtitle>a trial</subtitle></title-group>
    <contrib-group>
      <contrib contrib-type="author"><name><surname>Okafor</surname><given-names>Ada Mae</given-names></name>
        <xref ref-type="aff" rid="a1"><sup>1</sup></xref></contrib>
      <contrib contrib-type="author"><collab>Joint Pain Trialists<contrib-group><contrib><name>
        <surname>Member</surname></name></contrib></contrib-group></collab></contrib>
      <contrib contrib-type="editor"><name><surname>Editor</surname></name></contrib>
    </contrib-group>
    <pub-date pub-type="collection"><year>2021</year></pub-date>
    <pub-date pub-type="ppub"><day>3</day><month>4</month><year>2021</year></pub-date>
    <pub-date pub-type="epub"><day>30</day><month>12</month><year>2020</year></pub-date>
    <pub-date pub-type="pmc-release"><day>1</day><month>1</month><year>2019</year></pub-date>
    <volume>12</volume><issue>3</issue><fpage>101</fpage><lpage>109</lpage>
    <related-article related-article-type="retraction-forward" ext-link-type="pmid" xlink:href="88"/>
    <related-article related-article-type="companion" ext-link-type="doi"
      xlink:href="https://doi.org/10.1000/other"/>
    <abstract><sec><title>Methods</title><p>Random.</p></sec>
      <sec><title>Results</title><p>Pain fell.</p><p>Sleep did not.</p></sec></abstract>
    <abstract abstract-type="graphical"><p>A picture.</p></abstract>
    <abstract abstract-type="key-points"><p>It helps.</p></abstract>
    <trans-abstract xml:lang="no"><p>Det hjalp.</p></trans-abstract>
    <kwd-group><title>Keywords</title><kwd>arthralgia</kwd><kwd>vitamin <italic>D</italic></kwd></kwd-group>
  </article-meta>
</front>
<body>
  <p>A word before.</p>
  <sec><title>Introduction</title><p>Pain is common [<xref ref-type="bibr" rid="r1">1</xref>].</p></sec>
  <sec><title>Methods</title><p>In brief.</p>
    <sec><title>Participants</title><p>Women.</p>
      <p>Those who
        <list><list-item><p>had pain</p></list-item><list-item><p>gave consent</p></list-item></list></p>
      <fig><label>Figure 1.</label><caption><title>Flow.</title><p>Who stayed.</p></caption><graphic/></fig>
    </sec>
    <sec><title>Dose</title><p>Weekly.</p></sec>
  </sec>
  <sec><title>Competing interests</title><p>None.</p></sec>
  <sec><title>Results</title>
    <p>See <xref ref-type="table" rid="t1">Table 1</xref>.
      <table-wrap id="t1"><label>Table 1</label><caption><p>Pain</p></caption>
        <table><tbody><tr><td>a</td><td>1</td></tr></tbody></table></table-wrap></p>
    <boxed-text><caption><title>What this adds</title></caption><p>A dose.</p></boxed-text>
  </sec>
</body>
<back>
  <ack><p>We thank everyone.</p></ack>
  <ref-list>
    <ref id="r1"><label>[1]</label><mixed-citation>Lund Q. <source>J Old</source> 2019;<volume>3</volume>:4.
      <pub-id pub-id-type="doi">10.5/x</pub-id></mixed-citation></ref>
    <ref id="r2"><label>2</label><element-citation><person-group><name><surname>Berg</surname>
      <given-names>K</given-names></name><etal>et al</etal></person-group>
      <article-title>On joints.</article-title>
      <source>J Old</source><year>2018</year><volume>2</volume><fpage>10</fpage><lpage>19</lpage>
      <pub-id pub-id-type="pmid">55</pub-id></element-citation></ref>
  </ref-list>
</back>
</article>
"""


def read(path: Path, text: str) -> list[Record]:
    path.write_text(text, encoding="utf-8")
    return list(JatsReader().read(path))


def only(found: list[Record]) -> Publication:
    assert len(found) == 1
    assert isinstance(found[0], Publication), found[0]
    return found[0]


def article(body: str = "", *, meta: str = '<article-id pub-id-type="pmc">PMC9</article-id>') -> str:
    mathml = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'
    title = "<title-group><article-title>T</article-title></title-group>"
    return (
        f"<article {mathml}><front><article-meta>{meta}{title}</article-meta></front>"
        f"<body>{body}</body></article>"
    )


def paragraph(path: Path, markup: str) -> str:
    return only(read(path, article(f"<p>{markup}</p>"))).passages[1].text


def table(path: Path, inside: str) -> str:
    wrap = f"<table-wrap><label>Table 1.</label><caption><p>Pain</p></caption>{inside}</table-wrap>"
    return only(read(path, article(wrap))).passages[1].text


def test_a_whole_article(tmp_path: Path) -> None:
    record = only(read(tmp_path / "a.nxml", ARTICLE))
    assert (record.id, record.version) == ("pmc:PMC123456", "")
    assert record.title == "Vitamin D3*: a trial"
    assert record.authors == (
        Author(family="Okafor", given="Ada Mae"),
        Author(collective="Joint Pain Trialists"),
    )
    assert (record.journal, record.journal_abbreviation) == ("Journal of invented oncology", "J Invent Oncol")
    assert (record.issn, record.volume, record.issue, record.pages) == ("1234-5678", "12", "3", "101-109")
    assert record.published == PublicationDate(year=2020, month=12, day=30)
    assert (record.pmid, record.pmc, record.doi) == ("4001", "PMC123456", "10.1000/jio.4001")
    assert record.types == ("Research Article",)
    assert record.keywords == ("arthralgia", "vitamin D", "Clinical trials")
    assert record.languages == ("en",)
    assert record.read is Read.FULL_TEXT
    assert record.relations == (
        Relation(kind=RelationKind.RETRACTED_BY, target="pmid:88"),
        Relation(kind=RelationKind.OTHER, target="doi:10.1000/other", note="companion"),
    )
    assert record.cited == (
        CitedWork(label="1", text="Lund Q. J Old 2019;3:4. 10.5/x", doi="10.5/x"),
        CitedWork(label="2", text="Berg K, et al. On joints. J Old. 2018; 2: 10-19", pmid="55"),
    )


def test_every_part_of_an_article_has_its_place(tmp_path: Path) -> None:
    record = only(read(tmp_path / "a.nxml", ARTICLE))
    assert [(p.id.partition("#")[2], p.kind, p.heading, p.text) for p in record.passages] == [
        ("title", Kind.TITLE, "", "Vitamin D3*: a trial"),
        ("abstract.methods", Kind.ABSTRACT, "Methods", "Random."),
        ("abstract.results", Kind.ABSTRACT, "Results", "Pain fell. Sleep did not."),
        ("abstract.key-points", Kind.ABSTRACT, "key-points", "It helps."),
        ("abstract.no", Kind.ABSTRACT, "no", "Det hjalp."),
        ("s0.p1", Kind.BODY, "", "A word before."),
        ("s1.p1", Kind.BODY, "Introduction", "Pain is common."),
        ("s2.p1", Kind.BODY, "Methods", "In brief."),
        ("s2.1.p1", Kind.BODY, "Methods > Participants", "Women."),
        ("s2.1.p2", Kind.BODY, "Methods > Participants", "Those who had pain gave consent"),
        ("s2.1.f1", Kind.BODY, "Methods > Participants > Figure 1", "Figure 1. Flow. Who stayed."),
        ("s2.2.p1", Kind.BODY, "Methods > Dose", "Weekly."),
        ("s4.p1", Kind.BODY, "Results", "See Table 1."),
        ("s4.t1", Kind.TABLE, "Results > Table 1", "Table 1. Pain / a | 1"),
        ("s4.b1.p1", Kind.BODY, "Results > What this adds", "A dose."),
    ]
    whole = "\n".join(p.text for p in record.passages)
    assert all(whole[p.start : p.end] == p.text for p in record.passages)


def cite(text: str) -> str:
    return f'<xref ref-type="bibr" rid="r">{text}</xref>'


def note(text: str) -> str:
    return f'<xref ref-type="table-fn" rid="n">{text}</xref>'


@pytest.mark.parametrize(
    ("markup", "reads"),
    [
        (f"fell by 5.3<sup>{cite('12')}</sup> points", "fell by 5.3 points"),
        (f"fell by 5.3{cite('<sup>12</sup>')} points", "fell by 5.3 points"),
        (f"5.3{cite('12')} points", "5.3 points"),
        (f"30 kg/m<sup>2</sup><sup>{cite('3')}</sup>", "30 kg/m²"),
        (f"30 kg/m<sup>2{cite('3')}</sup>", "30 kg/m²"),
        (f"pain.<sup>{cite('1')},{cite('2')}</sup>The", "pain. The"),
        (f"pain,<sup>{cite('1')}–{cite('4')}</sup> sleep", "pain, sleep"),
        (f"pain{cite('<sup>1</sup>')}<sup>,</sup>{cite('<sup>2</sup>')}.", "pain."),
        (f"pain{cite('<sup>1</sup>')}<sup>-3</sup> fell", "pain fell"),
        (f"pain [{cite('1')}, {cite('2')}, {cite('5')}-{cite('7')}].", "pain."),
        (f"pain [{cite('1')}-3] fell", "pain fell"),
        (f"pain {cite('[1]')}–{cite('[3]')}, sleep", "pain, sleep"),
        (f"pain ({cite('1')}; {cite('2')}) fell", "pain fell"),
        (f"pain (see {cite('1')})", "pain"),
        (f"pain [{cite('1')}, see Table 2]", "pain [see Table 2]"),
        (f"pain [Table 2, {cite('1')}]", "pain [Table 2]"),
        (f"pain ({cite('Lund, 2019')}; {cite('Berg et al. 2018')}) fell", "pain fell"),
        (f"{cite('Lund et al. (2019)')} found 3", "Lund et al. (2019) found 3"),
        (f"(in 12 of 30; {cite('Lund 2019')})", "(in 12 of 30; Lund 2019)"),
        (f"from 5<sup>{cite('1')}</sup>–7 ng/mL", "from 5–7 ng/mL"),
        (f"in 2010{cite('4')} and 12 women", "in 2010 and 12 women"),
        ("(1.2-3.4) [5.6, 7.8]", "(1.2-3.4) [5.6, 7.8]"),
        (f"5.3{note('a')} 4.1<sup>{note('b')}</sup> 2.2{note('<sup>c</sup>')}", "5.3^a 4.1^b 2.2^c"),
        (f"Haemoglobin{note('a')} 12{note('1')}", "Haemoglobin^a 12 [note 1]"),
        (f"12<sup>{note('1')}</sup> and 13{note('*')}", "12 [note 1] and 13*"),
        ('<xref ref-type="fig" rid="f">Fig. <italic>2</italic></xref>A', "Fig. 2A"),
        ("a<break/>b", "a b"),
        ("x <inline-formula><mml:math><mml:mn>3</mml:mn></mml:math></inline-formula>.", "x 3."),
        ("so <disp-formula><tex-math>$x^{2}$</tex-math></disp-formula> holds", "so x^{2} holds"),
        ("is <inline-formula><inline-graphic/></inline-formula> high", "is [formula] high"),
        ("5<fn><p>A note.</p></fn> women", "5 women"),
    ],
)
def test_markers_and_markup_never_change_a_number(tmp_path: Path, markup: str, reads: str) -> None:
    assert paragraph(tmp_path / "a.xml", markup) == reads


def test_of_several_forms_of_a_formula_the_readable_one_is_read(tmp_path: Path) -> None:
    forms = (
        r"<alternatives><tex-math>\documentclass{x}\begin{document}$$\bar{x}$$\end{document}</tex-math>"
        "<mml:math><mml:mi>x</mml:mi><mml:mo>≤</mml:mo><mml:mn>3</mml:mn></mml:math></alternatives>"
    )
    assert paragraph(tmp_path / "a.xml", f"if <inline-formula>{forms}</inline-formula>") == "if x ≤ 3"


def rows(*rows: str) -> str:
    """Table rows, their cells parted by a bar: ``rows("D|1|2")``."""
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)


HEAD = "<thead><tr><th>Arm</th><th>Pain</th><th>Sleep</th></tr></thead>"


TIERED = (
    "<thead><tr><th rowspan='2'>Arm</th><th colspan='2'>Pain</th></tr>"
    "<tr><th>Before</th><th>After</th></tr></thead>"
)


@pytest.mark.parametrize(
    ("inside", "reads"),
    [
        (f"{HEAD}{rows('D|12<sup>a</sup>|3.5 ± 1')}", "Arm: D; Pain: 12^a; Sleep: 3.5 ± 1"),
        (f"{HEAD}<tbody>{rows('D||2')}</tbody>", "Arm: D; Sleep: 2"),
        (f"{HEAD}<tr><td colspan='3'>At 6 weeks</td></tr>", "At 6 weeks"),
        (f"{HEAD}<tr><td>D</td><td colspan='2'>p = 0.03</td></tr>", "Arm: D; Pain and Sleep: p = 0.03"),
        (
            f"{HEAD}<tr><td rowspan='2'>D</td><td>1</td><td>2</td></tr>{rows('3|4')}",
            "Arm: D; Pain: 1; Sleep: 2 / Arm: D; Pain: 3; Sleep: 4",
        ),
        (f"{HEAD}{rows('1|2')}", "1 | 2"),
        (HEAD, "Arm | Pain | Sleep"),
        (f"{TIERED}{rows('D|7|5')}", "Arm: D; Pain, Before: 7; Pain, After: 5"),
        (f"<tr><th>Arm</th><th>n</th></tr>{rows('D|8')}", "Arm: D; n: 8"),
        (rows("1|2", "3|4"), "1 | 2 / 3 | 4"),
        (rows("1<break/>2|3<hr/>4"), "1 2 | 3 4"),
        ("<tr><td colspan='99999999' rowspan='99999999'>1</td><td>2</td></tr>", "1 | 2"),
    ],
)
def test_a_table_keeps_each_number_with_its_heading(tmp_path: Path, inside: str, reads: str) -> None:
    assert table(tmp_path / "a.xml", f"<table>{inside}</table>") == f"Table 1. Pain / {reads}"


def test_a_table_beside_its_picture_is_read_with_its_notes(tmp_path: Path) -> None:
    both = f"<alternatives><graphic/><table>{rows('1|2')}</table></alternatives>"
    foot = "<fn><label>a</label><p>P&lt;0.05</p></fn><p>SD, deviation</p>"
    text = table(tmp_path / "a.xml", f"{both}<table-wrap-foot>{foot}</table-wrap-foot>")
    assert text == "Table 1. Pain / 1 | 2 / a P<0.05 / SD, deviation"


def test_tables_that_float_outside_the_body_are_read(tmp_path: Path) -> None:
    floats = "<floats-group><table-wrap><table><tr><td>1</td></tr></table></table-wrap></floats-group>"
    record = only(read(tmp_path / "a.xml", article("<p>x</p>").replace("</article>", floats + "</article>")))
    assert [(p.id, p.heading, p.text) for p in record.passages][-1] == ("pmc:PMC9#floats.t1", "Table", "1")


DOI = '<article-id pub-id-type="doi">10.1/x</article-id>'


@pytest.mark.parametrize(
    ("meta", "identity"),
    [
        ('<article-id pub-id-type="pmc">PMC77</article-id>', "pmc:PMC77"),
        ('<article-id pub-id-type="pmcid">PMC77</article-id>', "pmc:PMC77"),
        (f'{DOI}<article-id pub-id-type="pmid">5</article-id>', "pmid:5"),
        (DOI, "doi:10.1/x"),
        ("", "file:a"),
    ],
)
@pytest.mark.parametrize("name", ["a.nxml", "a.xml.gz"])
def test_an_article_is_known_by_its_best_identifier(
    tmp_path: Path, meta: str, identity: str, name: str
) -> None:
    assert only(read(tmp_path / name, article(meta=meta))).id == identity


def test_without_a_body_only_the_abstract_was_read(tmp_path: Path) -> None:
    meta = '<article-id pub-id-type="pmid">5</article-id><abstract><p>One.</p><p>Two.</p></abstract>'
    record = only(read(tmp_path / "a.xml", article(meta=meta)))
    assert record.read is Read.ABSTRACT
    assert [(p.id, p.text) for p in record.passages] == [
        ("pmid:5#title", "T"),
        ("pmid:5#abstract", "One. Two."),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "note"),
    [
        ("retracted-article", RelationKind.RETRACTS, ""),
        ("partial-retraction", RelationKind.RETRACTS, "partial-retraction"),
        ("retraction-forward", RelationKind.RETRACTED_BY, ""),
        ("corrected-article", RelationKind.CORRECTS, ""),
        ("correction-forward", RelationKind.CORRECTED_BY, ""),
        ("object-of-concern", RelationKind.RAISES_CONCERN_ABOUT, ""),
        ("commentary-article", RelationKind.COMMENTS_ON, ""),
        ("companion", RelationKind.OTHER, "companion"),
    ],
)
def test_how_one_article_bears_on_another(tmp_path: Path, name: str, kind: RelationKind, note: str) -> None:
    link = f'<related-article related-article-type="{name}" ext-link-type="doi" href="10.1/x"/>'
    assert only(read(tmp_path / "a.xml", article(meta=link))).relations == (
        Relation(kind=kind, target="doi:10.1/x", note=note),
    )


NAMESPACE = 'xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/"'
WRAPPERS = [
    pytest.param("<pmc-articleset>{}</pmc-articleset>", id="efetch"),
    pytest.param(
        "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords><record><metadata>{}"
        "</metadata></record></ListRecords></OAI-PMH>",
        id="OAI-PMH",
    ),
]


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("namespace", ["", NAMESPACE], ids=["bare", "namespaced"])
def test_wrappers_hold_several_articles(tmp_path: Path, wrapper: str, namespace: str) -> None:
    articles = "".join(
        article("<sec><title>A</title><p>x</p></sec>").replace("PMC9", f"PMC{n}") for n in (1, 2)
    )
    text = wrapper.format(articles.replace("<article ", f"<article {namespace} "))
    assert JatsReader().accepts(tmp_path / "any", text.encode())
    found = read(tmp_path / "set.xml", text)
    assert [record.id for record in found if isinstance(record, Publication)] == ["pmc:PMC1", "pmc:PMC2"]
    assert [p.id for p in found[1].passages] == ["pmc:PMC2#title", "pmc:PMC2#s1.p1"]


def test_what_pmc_does_not_give_and_what_is_no_article_are_told(tmp_path: Path) -> None:
    refused = '<Reply Id="PMC5" error="The article is not open"/>'
    found = read(
        tmp_path / "set.xml", f"<pmc-articleset>{article('<p>x</p>')}{refused}<article/></pmc-articleset>"
    )
    assert isinstance(found[0], Publication)
    assert [record.where for record in found if isinstance(record, Unreadable)] == [
        "record 2, after pmc:PMC9",
        "record 3, after pmc:PMC9",
    ]


@pytest.mark.parametrize(
    ("head", "accepted"),
    [
        (ARTICLE.encode(), True),
        (ARTICLE.strip().encode("utf-16"), True),
        (b"<!DOCTYPE article PUBLIC '-//NLM//DTD JATS' 'x.dtd'><article><front>", True),
        (b"<article><para>DocBook</para></article>", False),
        (b"<OAI-PMH><oai_dc:dc/></OAI-PMH>", False),
        (b"<PubmedArticleSet>", False),
        (b"<html><article><front>", False),
        (b"", False),
    ],
)
def test_the_content_says_whether_it_is_jats(head: bytes, accepted: bool) -> None:
    assert JatsReader().accepts(Path("named.anything"), head) is accepted


def test_gzip_needs_no_name(tmp_path: Path) -> None:
    path = tmp_path / "article"
    path.write_bytes(gzip.compress(ARTICLE.encode()))
    assert only(list(JatsReader().read(path))).id == "pmc:PMC123456"


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t\n"), max_size=25)
MARKUP = st.recursive(
    TEXT.map(lambda text: (escape(text), text)),
    lambda inner: st.tuples(st.sampled_from(["italic", "bold", "sc"]), TEXT, inner, TEXT).map(
        lambda t: (
            f"{escape(t[1])}<{t[0]}>{t[2][0]}</{t[0]}>{escape(t[3])}",
            t[1] + t[2][1] + t[3],
        )
    ),
    max_leaves=5,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(MARKUP)
def test_any_text_in_any_nesting_reads_back_folded(tmp_path: Path, marked: tuple[str, str]) -> None:
    markup, text = marked
    record = only(read(tmp_path / "a.xml", article(f"<p>{markup}</p>")))
    assert [p.text for p in record.passages[1:]] == list(filter(None, [fold(text)]))


NUMBERS = st.integers(min_value=0, max_value=9999).map(str)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_two_cells_run_together(tmp_path: Path, cells: list[list[str]]) -> None:
    text = table(tmp_path / "a.xml", f"<table>{rows(*map('|'.join, cells))}</table>")
    assert text.split(" / ")[1:] == [" | ".join(row) for row in cells]
