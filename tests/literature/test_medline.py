"""What a PubMed record becomes: its words as its authors meant them, and what bears on it."""

from __future__ import annotations

import gzip
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.literature.publication import (
    Author,
    Deletion,
    Kind,
    MeshHeading,
    MeshQualifier,
    Publication,
    PublicationDate,
    Read,
    Record,
    Relation,
    RelationKind,
    Unreadable,
)
from curbside.literature.readers.medline import MedlineReader
from curbside.literature.text import fold

RECORD = """
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="2">4001</PMID>
    <DateCompleted><Year>2021</Year><Month>03</Month><Day>09</Day></DateCompleted>
    <DateRevised><Year>2022</Year><Month>11</Month><Day>5</Day></DateRevised>
    <Article PubModel="Print-Electronic">
      <Journal>
        <ISSN IssnType="Electronic">1234-5678</ISSN>
        <JournalIssue CitedMedium="Internet">
          <Volume>12</Volume><Issue>3 Suppl</Issue>
          <PubDate><Year>2021</Year><Month>Feb</Month><Day>7</Day></PubDate>
        </JournalIssue>
        <Title>Journal of invented oncology</Title>
        <ISOAbbreviation>J Invent Oncol</ISOAbbreviation>
      </Journal>
      <ArticleTitle>Vitamin D<sub>3</sub> for joint pain: a trial.</ArticleTitle>
      <Pagination><StartPage>101</StartPage><EndPage>109</EndPage><MedlinePgn>101-9</MedlinePgn></Pagination>
      <ELocationID EIdType="doi" ValidYN="N">10.1/struck-out</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/jio.4001</ELocationID>
      <ELocationID EIdType="pii" ValidYN="Y">S1234-5678(21)00001-2</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Pain is common.</AbstractText>
        <AbstractText NlmCategory="METHODS">We gave 20,000&#160;IU   weekly.</AbstractText>
        <AbstractText Label="MAIN RESULTS" NlmCategory="RESULTS">Pain fell (p &lt; 0.05).</AbstractText>
        <AbstractText>Registered.</AbstractText>
        <CopyrightInformation>Copyright, invented.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>Okafor</LastName><ForeName>Ada Mae</ForeName><Initials>AM</Initials>
          <AffiliationInfo><Affiliation>Somewhere</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="N"><LastName>Okafour</LastName><ForeName>Ada</ForeName></Author>
        <Author ValidYN="Y"><LastName>Lund</LastName><Initials>QJ</Initials></Author>
        <Author ValidYN="Y"><CollectiveName>Joint Pain Trialists</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language><Language>nor</Language>
      <PublicationTypeList>
        <PublicationType UI="D016449">Randomized Controlled Trial</PublicationType>
        <PublicationType UI="D016428">Journal Article</PublicationType>
      </PublicationTypeList>
      <VernacularTitle>Vitamin D mot leddsmerter.</VernacularTitle>
      <ArticleDate DateType="Electronic"><Year>2020</Year><Month>12</Month><Day>30</Day></ArticleDate>
    </Article>
    <MedlineJournalInfo><MedlineTA>Other Abbrev</MedlineTA></MedlineJournalInfo>
    <ChemicalList><Chemical><RegistryNumber>1406-16-2</RegistryNumber>
      <NameOfSubstance UI="D014807">Vitamin D</NameOfSubstance></Chemical></ChemicalList>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="CommentIn">
        <RefSource>J Invent. 2021;1:2</RefSource><PMID>77</PMID></CommentsCorrections>
    </CommentsCorrectionsList>
    <MeshHeadingList>
      <MeshHeading><DescriptorName UI="D018592" MajorTopicYN="Y">Arthralgia</DescriptorName>
        <QualifierName UI="Q000139" MajorTopicYN="N">chemically induced</QualifierName>
        <QualifierName UI="Q000188" MajorTopicYN="Y">drug therapy</QualifierName></MeshHeading>
      <MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
    </MeshHeadingList>
    <OtherID Source="NLM">PMC123456 [Available on 06/01/22]</OtherID>
    <OtherAbstract Type="plain-language-summary" Language="eng">
      <AbstractText>It helped a little.</AbstractText></OtherAbstract>
    <OtherAbstract Type="Publisher" Language="nor">
      <AbstractText Label="FUNN">Det hjalp.</AbstractText></OtherAbstract>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">aromatase <i>inhibitor</i></Keyword></KeywordList>
  </MedlineCitation>
  <PubmedData>
    <History><PubMedPubDate PubStatus="pubmed"><Year>2019</Year></PubMedPubDate></History>
    <ArticleIdList>
      <ArticleId IdType="pubmed">4001</ArticleId><ArticleId IdType="doi">10.9/x</ArticleId></ArticleIdList>
    <ReferenceList><Title>References</Title>
      <Reference><Citation>Lund Q. An earlier trial. 2019.</Citation>
        <ArticleIdList>
          <ArticleId IdType="pubmed">55</ArticleId><ArticleId IdType="doi">10.5/x</ArticleId></ArticleIdList>
      </Reference>
      <ReferenceList><Reference><Citation>A book.</Citation></Reference></ReferenceList>
    </ReferenceList>
  </PubmedData>
</PubmedArticle>
"""


def read(path: Path, text: str, root: str = "PubmedArticleSet") -> list[Record]:
    path.write_text(f"<{root}>{text}</{root}>", encoding="utf-8")
    return list(MedlineReader().read(path))


def only(found: list[Record]) -> Publication:
    assert len(found) == 1
    assert isinstance(found[0], Publication), found[0]
    return found[0]


def citation(inside: str = "", *, article: str = "<ArticleTitle>T</ArticleTitle>", pmid: str = "9") -> str:
    return f"<MedlineCitation><PMID>{pmid}</PMID><Article>{article}</Article>{inside}</MedlineCitation>"


def titled(path: Path, markup: str) -> str:
    article = f'<ArticleTitle xmlns:mml="http://www.w3.org/1998/Math/MathML">{markup}</ArticleTitle>'
    return only(read(path, citation(article=article))).title


def test_a_whole_record(tmp_path: Path) -> None:
    record = only(read(tmp_path / "a.xml", RECORD))
    assert record.id == "pmid:4001"
    assert record.version == "02.20221105"
    assert record.title == "Vitamin D3 for joint pain: a trial."
    assert record.vernacular_title == "Vitamin D mot leddsmerter."
    assert record.authors == (
        Author(family="Okafor", given="Ada Mae"),
        Author(family="Lund", given="Q J"),
        Author(collective="Joint Pain Trialists"),
    )
    assert [author.name for author in record.authors] == ["Okafor AM", "Lund QJ", "Joint Pain Trialists"]
    assert (record.journal, record.journal_abbreviation) == ("Journal of invented oncology", "J Invent Oncol")
    assert (record.issn, record.volume, record.issue, record.pages) == ("1234-5678", "12", "3 Suppl", "101-9")
    assert record.published == PublicationDate(year=2021, month=2, day=7)
    assert (record.pmid, record.pmc) == ("4001", "PMC123456")
    assert (record.doi, record.pii) == ("10.1000/jio.4001", "S1234-5678(21)00001-2")
    assert record.types == ("Randomized Controlled Trial", "Journal Article")
    assert record.languages == ("eng", "nor")
    assert record.keywords == ("aromatase inhibitor",)
    assert record.chemicals == ("Vitamin D",)
    assert record.mesh == (
        MeshHeading(
            name="Arthralgia",
            ui="D018592",
            major=True,
            qualifiers=(
                MeshQualifier(name="chemically induced"),
                MeshQualifier(name="drug therapy", major=True),
            ),
        ),
        MeshHeading(name="Humans", ui="D006801"),
    )
    assert record.relations == (
        Relation(kind=RelationKind.COMMENTED_BY, target="pmid:77", citation="J Invent. 2021;1:2"),
    )
    assert record.cited == ()


def test_the_passages_of_a_record_and_where_they_begin(tmp_path: Path) -> None:
    record = only(read(tmp_path / "a.xml", RECORD))
    assert record.read is Read.ABSTRACT
    assert [(p.id.partition("#")[2], p.kind, p.heading, p.text) for p in record.passages] == [
        ("title", Kind.TITLE, "", "Vitamin D3 for joint pain: a trial."),
        ("abstract.background", Kind.ABSTRACT, "BACKGROUND", "Pain is common."),
        ("abstract.methods", Kind.ABSTRACT, "METHODS", "We gave 20,000 IU weekly."),
        ("abstract.main-results", Kind.ABSTRACT, "MAIN RESULTS", "Pain fell (p < 0.05)."),
        ("abstract", Kind.ABSTRACT, "", "Registered."),
        ("abstract.plain-language-summary", Kind.ABSTRACT, "plain-language-summary", "It helped a little."),
        ("abstract.nor.funn", Kind.ABSTRACT, "FUNN (nor)", "Det hjalp."),
    ]
    whole = "\n".join(p.text for p in record.passages)
    assert all(whole[p.start : p.end] == p.text for p in record.passages)


@pytest.mark.parametrize(
    ("markup", "reads"),
    [
        ("a dose of 10<sup>-3</sup> mol", "a dose of 10⁻³ mol"),
        ("10<sup>−3</sup>", "10⁻³"),
        ("2.5 × 10<sup>9</sup>/L", "2.5 × 10⁹/L"),
        ("30 kg/m<sup>2 </sup>and over", "30 kg/m² and over"),
        ("10<sup>2.7</sup>", "10^(2.7)"),
        ("10<sup>3–5</sup>", "10^(3–5)"),
        ("10<sup>n</sup>", "10ⁿ"),
        ("e<sup>x</sup>", "e^x"),
        ("e<sup>−λt</sup>", "e^(−λt)"),
        ("5.3<sup>12</sup> points", "5.3¹² points"),
        ("5.3<sup>4,8,9</sup>", "5.3^(4,8,9)"),
        ("5.3<sup>a</sup>", "5.3^a"),
        ("5.3<sup>*†</sup>", "5.3*†"),
        ("<sup>a</sup>P &lt; 0.05", "a P < 0.05"),
        ("the 4<sup>th</sup> week", "the 4th week"),
        ("37<sup>o</sup>C", "37°C"),
        ("Brand<sup>®</sup>", "Brand®"),
        ("Ca<sup>2+</sup> and CD4<sup>+</sup>", "Ca²⁺ and CD4⁺"),
        ("<sup>18</sup>F-FDG, (<sup>99m</sup>Tc)", "18F-FDG, (99mTc)"),
        ("25(OH)D<sub>3</sub>", "25(OH)D3"),
        ("1,25(OH)<sub>2</sub>D<sub>3</sub>", "1,25(OH)2D3"),
        ("HbA<sub>1c</sub> 7%", "HbA1c 7%"),
        ("C<sub>max</sub> and P<sub>trend</sub>", "Cmax and Ptrend"),
        ("10<sub>2</sub>", "10₂"),
        ("log<sub>10</sub>2.5", "log₁₀2.5"),
        ("x<sub>2</sub>.5", "x₂.5"),
        ("T<sub>-1</sub>", "T₋₁"),
        ("10<sub>2,5</sub>", "10_(2,5)"),
        ("F<sub>(2, 18)</sub> = 3", "F(2, 18) = 3"),
        ("H<sub>2</sub><sup>+</sup>", "H2⁺"),
        ("<i>BRCA</i>1 <b>and</b> <u>TP53</u>", "BRCA1 and TP53"),
        ("a &lt; b &amp; c ± 2 ≥ 1", "a < b & c ± 2 ≥ 1"),
        ("one<!-- a note --> two", "one two"),
        ("  much\n   space ", "much space"),
    ],
)
def test_markup_never_changes_a_number_or_glues_words(tmp_path: Path, markup: str, reads: str) -> None:
    assert titled(tmp_path / "a.xml", markup) == reads


@pytest.mark.parametrize(
    ("formula", "reads"),
    [
        ("<msup><mn>10</mn><mrow><mo>−</mo><mn>3</mn></mrow></msup>", "10^(−3)"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mi>y</mi>", "x^2 y"),
        ("<mi>p</mi><mo>=</mo><mn>0.05</mn>", "p = 0.05"),
        ("<mi>x</mi><mo>=</mo><mo>−</mo><mn>3</mn>", "x = −3"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
        ("<mn>3</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "3 1/2"),
        ("<mn>3</mn><mn>5</mn>", "3 5"),
        ("<mn>3</mn><mo>\u2062</mo><mi>x</mi>", "3x"),
        ("<mover><mi>x</mi><mo>¯</mo></mover><mo>±</mo><mn>2</mn>", "x̄ ± 2"),
        ("<msubsup><mi>s</mi><mi>i</mi><mn>2</mn></msubsup>", "s_i^2"),
        (
            "<msub><mrow><mover><mi>V</mi><mo>.</mo></mover><mi>O</mi></mrow><mi>2max</mi></msub>",
            "V̇O_2max",
        ),
        ("<msqrt><mi>n</mi></msqrt>", "√(n)"),
        ("<mroot><mi>n</mi><mn>3</mn></mroot>", "n^(1/3)"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<semantics><mi>a</mi><annotation>\\alpha</annotation></semantics>", "a"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mn>3</mn></mtr></mtable>",
            "1 2; 3",
        ),
    ],
)
def test_a_formula_reads_on_one_line(tmp_path: Path, formula: str, reads: str) -> None:
    prefixed = formula.replace("</", "<\0").replace("<", "<mml:").replace("<mml:\0", "</mml:")
    assert titled(tmp_path / "a.xml", f"<mml:math>{prefixed}</mml:math>") == reads


def test_a_formula_beside_a_digit_does_not_grow_into_it(tmp_path: Path) -> None:
    assert titled(tmp_path / "a.xml", "2<math><mn>5</mn></math>7") == "2 5 7"


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t\n"), max_size=25)
MARKUP = st.recursive(
    TEXT.map(lambda text: (escape(text), text)),
    lambda inner: st.tuples(st.sampled_from("ibu"), TEXT, inner, TEXT).map(
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
    article = f"<Abstract><AbstractText>{markup}</AbstractText></Abstract>"
    record = only(read(tmp_path / "a.xml", citation(article=article)))
    assert [p.text for p in record.passages] == list(filter(None, [fold(text)]))


@pytest.mark.parametrize(
    ("ref_type", "kinds", "note"),
    [
        ("RetractionIn", [RelationKind.RETRACTED_BY], ""),
        ("RetractionOf", [RelationKind.RETRACTS], ""),
        ("RetractedandRepublishedIn", [RelationKind.RETRACTED_BY, RelationKind.SUPERSEDED_BY], ""),
        ("RetractedandRepublishedFrom", [RelationKind.RETRACTS, RelationKind.SUPERSEDES], ""),
        ("ExpressionOfConcernIn", [RelationKind.CONCERN_RAISED_BY], ""),
        ("ExpressionOfConcernFor", [RelationKind.RAISES_CONCERN_ABOUT], ""),
        ("ErratumIn", [RelationKind.CORRECTED_BY], ""),
        ("ErratumFor", [RelationKind.CORRECTS], ""),
        ("CorrectedandRepublishedIn", [RelationKind.SUPERSEDED_BY], ""),
        ("CorrectedandRepublishedFrom", [RelationKind.SUPERSEDES], ""),
        ("UpdateIn", [RelationKind.UPDATED_BY], ""),
        ("UpdateOf", [RelationKind.UPDATES], ""),
        ("CommentIn", [RelationKind.COMMENTED_BY], ""),
        ("CommentOn", [RelationKind.COMMENTS_ON], ""),
        ("Cites", [], ""),
        ("RepublishedIn", [RelationKind.OTHER], "RepublishedIn"),
        ("SummaryForPatientsIn", [RelationKind.OTHER], "SummaryForPatientsIn"),
        ("AssociatedDataset", [RelationKind.OTHER], "AssociatedDataset"),
        ("SomethingNewIn", [RelationKind.OTHER], "SomethingNewIn"),
    ],
)
def test_how_one_publication_bears_on_another(
    tmp_path: Path, ref_type: str, kinds: list[RelationKind], note: str
) -> None:
    inside = "<RefSource>J. 2020</RefSource><PMID>3</PMID>"
    relation = f'<CommentsCorrections RefType="{ref_type}">{inside}</CommentsCorrections>'
    record = only(
        read(tmp_path / "a.xml", citation(f"<CommentsCorrectionsList>{relation}</CommentsCorrectionsList>"))
    )
    assert record.relations == tuple(
        Relation(kind=kind, target="pmid:3", citation="J. 2020", note=note) for kind in kinds
    )


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("<Year>2004</Year><Month>Sep</Month><Day>30</Day>", PublicationDate(year=2004, month=9, day=30)),
        ("<Year>2004</Year><Month>09</Month>", PublicationDate(year=2004, month=9)),
        ("<Year>2004</Year><Season>Spring</Season>", PublicationDate(year=2004, printed="2004 Spring")),
        (
            "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>",
            PublicationDate(year=1998, printed="1998 Dec-1999 Jan"),
        ),
        (
            "<MedlineDate>Winter 2003-2004</MedlineDate>",
            PublicationDate(year=2003, printed="Winter 2003-2004"),
        ),
        ("<Year>2004</Year><Day>30</Day>", PublicationDate(year=2004)),
        ("<Year>2004</Year><Month>13</Month><Day>99</Day>", PublicationDate(year=2004)),
        ("", PublicationDate(year=2001, month=5)),
    ],
)
def test_when_it_appeared(tmp_path: Path, date: str, published: PublicationDate) -> None:
    article = (
        f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>"
        "<ArticleTitle>T</ArticleTitle>"
        "<ArticleDate><Year>2001</Year><Month>05</Month></ArticleDate>"
    )
    assert only(read(tmp_path / "a.xml", citation(article=article))).published == published


REVISED = "<DateRevised><Year>2020</Year><Month>01</Month><Day>02</Day></DateRevised>"
COMPLETED = "<DateCompleted><Year>2021</Year><Month>01</Month><Day>02</Day></DateCompleted>"


@pytest.mark.parametrize(
    ("dates", "version"),
    [
        ("", "01.00000000"),
        ("<DateCreated><Year>1999</Year><Month>1</Month><Day>2</Day></DateCreated>", "01.19990102"),
        (REVISED + COMPLETED, "01.20200102"),
        (COMPLETED, "01.20210102"),
        ("<DateRevised><Year>soon</Year></DateRevised>", "01.00000000"),
    ],
)
def test_a_later_revision_has_the_greater_version(tmp_path: Path, dates: str, version: str) -> None:
    assert only(read(tmp_path / "a.xml", citation(dates))).version == version


def test_sections_of_one_name_keep_their_own_ids(tmp_path: Path) -> None:
    parts = "".join(f'<AbstractText Label="RESULTS">{text}.</AbstractText>' for text in ("One", "Two"))
    record = only(read(tmp_path / "a.xml", citation(article=f"<Abstract>{parts}</Abstract>")))
    assert [p.id for p in record.passages] == ["pmid:9#abstract.results", "pmid:9#abstract.results.2"]


def test_without_an_abstract_only_a_section_was_read(tmp_path: Path) -> None:
    assert only(read(tmp_path / "a.xml", citation())).read is Read.SECTION


def test_withdrawn_citations_are_deletions(tmp_path: Path) -> None:
    deleted = "<DeleteCitation><PMID>5</PMID><PMID>6</PMID></DeleteCitation>"
    found = read(tmp_path / "a.xml", citation() + deleted, root="MedlineCitationSet")
    assert [type(record) for record in found] == [Publication, Deletion, Deletion]
    assert found[1:] == [Deletion(id="pmid:5"), Deletion(id="pmid:6")]


def test_one_bad_name_in_a_list_of_deletions_spoils_no_other(tmp_path: Path) -> None:
    listed = "<DeleteCitation><PMID>5</PMID><PMID>x</PMID><PMID>6</PMID></DeleteCitation>"
    found = read(tmp_path / "a.xml", listed)
    assert found[:2] == [Deletion(id="pmid:5"), Deletion(id="pmid:6")]
    assert [type(record) for record in found[2:]] == [Unreadable]


def test_a_book_chapter_is_read_by_its_own_title(tmp_path: Path) -> None:
    record = only(
        read(
            tmp_path / "a.xml",
            """<PubmedBookArticle><BookDocument><PMID Version="1">31</PMID>
            <ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>
            <Book><BookTitle>Reviews of Genes<sup>®</sup></BookTitle><PubDate><Year>1993</Year></PubDate>
            <AuthorList Type="editors"><Author><LastName>Editor</LastName></Author></AuthorList></Book>
            <ArticleTitle>A syndrome</ArticleTitle><Language>eng</Language>
            <AuthorList Type="authors"><Author><LastName>Writer</LastName></Author></AuthorList>
            <PublicationType UI="D016454">Review</PublicationType>
            <ContributionDate><Year>2002</Year><Month>11</Month></ContributionDate>
            <Abstract><AbstractText Label="MANAGEMENT">Rest.</AbstractText></Abstract>
            </BookDocument><PubmedBookData/></PubmedBookArticle>""",
        )
    )
    assert (record.id, record.title, record.journal) == ("pmid:31", "A syndrome", "Reviews of Genes®")
    assert record.authors == (Author(family="Writer"),)
    assert record.types == ("Review",)
    assert record.published == PublicationDate(year=2002, month=11)
    assert [p.id for p in record.passages] == ["pmid:31#title", "pmid:31#abstract.management"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("<MedlineCitation><Article><ArticleTitle>Lost</ArticleTitle></Article></MedlineCitation>", "“Lost”"),
        (citation(pmid="12x"), "'12x'"),
        ("<PubmedArticle/>", "no PMID"),
        ("<DeleteCitation><PMID/></DeleteCitation>", "no PMID"),
    ],
)
def test_a_record_nobody_can_name_is_told_and_the_others_kept(tmp_path: Path, broken: str, said: str) -> None:
    first, flaw, last = read(tmp_path / "a.xml", citation(pmid="1") + broken + citation(pmid="2"))
    assert isinstance(first, Publication)
    assert isinstance(last, Publication)
    assert isinstance(flaw, Unreadable)
    assert flaw.where == "record 2, after pmid:1"
    assert said in flaw.reason


def test_an_entity_of_the_dtd_nobody_loads_is_still_its_character(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<!DOCTYPE MedlineCitationSet SYSTEM "x.dtd"><MedlineCitationSet>'
        f"{citation(article='<ArticleTitle>TNF-&alpha; levels</ArticleTitle>')}</MedlineCitationSet>"
    )
    assert only(list(MedlineReader().read(path))).title == "TNF-α levels"


@pytest.mark.parametrize(
    ("head", "accepted"),
    [
        (b"<?xml version='1.0'?><PubmedArticleSet>", True),
        (b"<MedlineCitationSet>", True),
        ("<PubmedArticle>".encode("utf-16"), True),
        (b"<article><front>", False),
        (b"PMID- 1", False),
        (b"", False),
    ],
)
def test_the_content_says_whether_it_is_medline(head: bytes, accepted: bool) -> None:
    assert MedlineReader().accepts(Path("named.anything"), head) is accepted


def test_gzip_needs_no_name(tmp_path: Path) -> None:
    path = tmp_path / "baseline"
    path.write_bytes(gzip.compress(f"<PubmedArticleSet>{RECORD}</PubmedArticleSet>".encode()))
    assert only(list(MedlineReader().read(path))).id == "pmid:4001"
