"""How a publication stands: what is said of it in either direction, in whatever order the saying arrives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curbside.literature.library import Standing, library_in_memory, open_library
from curbside.literature.library.standing import is_same_work
from curbside.literature.publication import Kind, Publication, Read, Relation, RelationKind, lay_out
from medline_records import citation, link, medline, revised, standing

OTHER = "pmid:9"


def jats(folder: Path, *, ids: str, links: str = "", kind: str = "research-article") -> Path:
    path = folder / f"{len(list(folder.glob('*.nxml')))}.nxml"
    path.write_text(
        f'<article article-type="{kind}" xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>{ids}'
        f"<title-group><article-title>An article</article-title></title-group>{links}</article-meta></front>"
        "<body><p>It helped.</p></body></article>"
    )
    return path


RETRACTED = Standing(retracted=True, retracted_by=(OTHER,))
DOUBTED = Standing(concern_raised_by=(OTHER,))
CORRECTED = Standing(corrected_by=(OTHER,))
SUPERSEDED = Standing(superseded_by=(OTHER,))
REPLACED = Standing(retracted=True, retracted_by=(OTHER,), superseded_by=(OTHER,))
SOUND = Standing()

DIRECTIONS = [
    ("RetractionIn", "RetractionOf", RETRACTED),
    ("PartialRetractionIn", "PartialRetractionOf", RETRACTED),
    ("RetractedandRepublishedIn", "RetractedandRepublishedFrom", REPLACED),
    ("ExpressionOfConcernIn", "ExpressionOfConcernFor", DOUBTED),
    ("ErratumIn", "ErratumFor", CORRECTED),
    ("CorrectedandRepublishedIn", "CorrectedandRepublishedFrom", SUPERSEDED),
    ("UpdateIn", "UpdateOf", SUPERSEDED),
    ("RepublishedIn", "RepublishedFrom", SOUND),
    ("ReprintIn", "ReprintOf", SOUND),
    ("CommentIn", "CommentOn", SOUND),
    ("SummaryForPatientsIn", "OriginalReportIn", SOUND),
]


@pytest.mark.parametrize(("suffers", "does", "expected"), DIRECTIONS, ids=[row[0] for row in DIRECTIONS])
class TestMedline:
    """Both ends of every link, and every order in which they may come."""

    def test_the_article_says_what_happened_to_it(
        self, suffers: str, does: str, expected: Standing, tmp_path: Path
    ) -> None:
        library = library_in_memory([medline(tmp_path, citation(1, links=link(suffers, 9)))])
        assert standing(library) == expected

    @pytest.mark.parametrize("first", ["the article", "the notice", "both at once"])
    def test_the_notice_says_what_it_does(
        self, first: str, suffers: str, does: str, expected: Standing, tmp_path: Path
    ) -> None:
        article, notice = citation(1), citation(9, links=link(does, 1))
        files = {
            "the article": [medline(tmp_path, article), medline(tmp_path, notice)],
            "the notice": [medline(tmp_path, notice), medline(tmp_path, article)],
            "both at once": [medline(tmp_path, notice, article)],
        }[first]
        library = library_in_memory(files)
        assert standing(library) == expected
        assert standing(library, OTHER) == SOUND

    def test_said_from_both_ends_is_said_once(
        self, suffers: str, does: str, expected: Standing, tmp_path: Path
    ) -> None:
        both = citation(1, links=link(suffers, 9)), citation(9, links=link(does, 1))
        assert standing(library_in_memory([medline(tmp_path, *both)])) == expected

    def test_a_notice_that_is_taken_out_says_nothing_any_more(
        self, suffers: str, does: str, expected: Standing, tmp_path: Path
    ) -> None:
        notice = citation(9, links=link(does, 1))
        with open_library(tmp_path / "library", writable=True) as library:
            library.add([medline(tmp_path, citation(1), notice)])
            assert standing(library) == expected
            library.remove(OTHER)
            assert standing(library) == SOUND
            library.add([medline(tmp_path, notice)])
            assert standing(library) == expected
            library.add([medline(tmp_path, deleted=9)])
            assert standing(library) == SOUND

    def test_a_later_version_of_a_record_says_what_holds(
        self, suffers: str, does: str, expected: Standing, tmp_path: Path
    ) -> None:
        library = library_in_memory([medline(tmp_path, revised(citation(1), "20200101"))])
        before = library.snapshot()
        library.add([medline(tmp_path, revised(citation(1, links=link(suffers, 9)), "20210101"))])
        assert standing(library) == expected
        assert library.snapshot() != before
        library.add([medline(tmp_path, revised(citation(1), "20220101"))])
        assert standing(library) == SOUND


@pytest.mark.parametrize(
    ("types", "retracted"),
    [
        ("Journal Article; Retracted Publication", True),
        ("Retraction of Publication", False),
        ("Expression of Concern", False),
        ("Published Erratum", False),
        ("Corrected and Republished Article", False),
    ],
)
def test_what_its_publication_types_say(types: str, retracted: bool, tmp_path: Path) -> None:
    library = library_in_memory([medline(tmp_path, citation(1, types=types))])
    assert standing(library) == Standing(retracted=retracted)


@pytest.mark.parametrize(
    ("title", "retracted"),
    [
        ("RETRACTED: Hydroxychloroquine or chloroquine in hospital", True),
        ("RETRACTED ARTICLE: Vitamin D and falls", True),
        ("Retracted: Vitamin D and falls", True),
        ("[Retracted] Vitamin D and falls", True),
        ("Retracted eyelids: what the examiner looks for", False),
        ("The retracted nipple: cancer or not?", False),
        ("A retracted trial: what followed", False),
    ],
)
def test_what_a_publisher_puts_before_a_title(title: str, retracted: bool, tmp_path: Path) -> None:
    library = library_in_memory([medline(tmp_path, citation(1, title=title))])
    assert standing(library).retracted is retracted


def related(kind: str, of: str, how: str) -> str:
    return f'<related-article related-article-type="{kind}" ext-link-type="{how}" xlink:href="{of}"/>'


@pytest.mark.parametrize(
    ("kind", "stands"),
    [
        ("retraction-forward", lambda s: s.retracted),
        ("retraction", lambda s: s.retracted),
        ("concern-forward", lambda s: s.concern_raised_by),
        ("expression-of-concern", lambda s: s.concern_raised_by),
        ("correction-forward", lambda s: s.corrected_by),
        ("addendum", lambda s: s.corrected_by and not s.superseded_by),
        ("update", lambda s: s.superseded_by),
        ("letter", lambda s: s == SOUND),
    ],
)
def test_an_article_of_pmc_says_what_happened_to_it(
    kind: str, stands: Callable[[Standing], bool], tmp_path: Path
) -> None:
    ids = '<article-id pub-id-type="pmc">77</article-id>'
    library = library_in_memory([jats(tmp_path, ids=ids, links=related(kind, "9", "pmid"))])
    assert stands(standing(library, "pmc:PMC77"))


@pytest.mark.parametrize("kind", ["retracted-article", "partial-retraction"])
@pytest.mark.parametrize(
    ("named", "how"),
    [("1", "pmid"), ("10.1000/TRIAL", "doi"), ("https://doi.org/10.1000/Trial", "doi"), ("PMC77", "pmc")],
)
def test_a_notice_of_pmc_retracts_by_whatever_name_it_uses(
    kind: str, named: str, how: str, tmp_path: Path
) -> None:
    trial = citation(1, doi="10.1000/trial").replace(
        "</MedlineCitation>",
        '</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList>'
        "</PubmedData>",
    )
    notice = jats(
        tmp_path,
        ids='<article-id pub-id-type="pmid">9</article-id>',
        links=related(kind, named, how),
        kind="retraction",
    )
    library = library_in_memory([medline(tmp_path, trial), notice])
    assert standing(library) == RETRACTED


class TestOneWork:
    """A work that is held as a record, a full text and our statements stands or falls as one."""

    def test_what_its_record_says_holds_for_its_full_text(self, tmp_path: Path) -> None:
        ids = '<article-id pub-id-type="pmc">77</article-id><article-id pub-id-type="doi">10.1000/X</article-id>'
        record = citation(1, doi="10.1000/x", links=link("RetractionIn", 9))
        library = library_in_memory([jats(tmp_path, ids=ids), medline(tmp_path, record)])
        assert standing(library, "pmc:PMC77") == RETRACTED

    def test_what_a_notice_says_of_the_pmid_holds_for_a_full_text_that_has_only_a_doi(
        self, tmp_path: Path
    ) -> None:
        ids = '<article-id pub-id-type="doi">10.1000/x</article-id>'
        records = citation(1, doi="10.1000/x"), citation(9, links=link("RetractionOf", 1))
        library = library_in_memory([jats(tmp_path, ids=ids), medline(tmp_path, *records)])
        assert standing(library, "doi:10.1000/x") == RETRACTED

    def test_the_version_in_its_place_stands_though_it_has_its_doi(self, tmp_path: Path) -> None:
        old = citation(1, doi="10.1000/x", links=link("RetractedandRepublishedIn", 9))
        new = citation(9, doi="10.1000/x", links=link("RetractedandRepublishedFrom", 1))
        library = library_in_memory([medline(tmp_path, old, new)])
        assert standing(library) == REPLACED
        assert standing(library, OTHER) == SOUND

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ({"pmid": "1"}, {"pmid": "1", "doi": "10.1/a"}, True),
            ({"doi": "10.1/A"}, {"pmid": "1", "doi": "10.1/a"}, True),
            ({"pmid": "1", "doi": "10.1/a"}, {"pmid": "2", "doi": "10.1/a"}, False),
            ({"pmid": "1"}, {"pmid": "2"}, False),
            ({"doi": "10.1/a"}, {"pmid": "1"}, False),
            ({}, {}, False),
        ],
        ids=["PMID", "DOI in any case", "one DOI, two PMIDs", "two PMIDs", "nothing shared", "no names"],
    )
    def test_what_makes_two_records_one_work(
        self, one: dict[str, str], other: dict[str, str], same: bool
    ) -> None:
        first, second = (
            Publication(id=name, title="", passages=(), read=Read.SECTION, **known)
            for name, known in (("a", one), ("b", other))
        )
        assert is_same_work(first, second) is same

    def test_two_of_which_one_names_the_other_are_two(self) -> None:
        says = Relation(kind=RelationKind.CORRECTS, target="doi:10.1/A")
        erratum, article = (
            Publication(
                id=name,
                title="",
                passages=lay_out(name, [("text", Kind.BODY, "", "x")]),
                read=Read.SECTION,
                doi="10.1/a",
                relations=relations,
            )
            for name, relations in (("e", (says,)), ("a", ()))
        )
        assert not is_same_work(erratum, article)
