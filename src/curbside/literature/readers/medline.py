"""MEDLINE/PubMed XML: the yearly baseline, the daily updates, and what ``efetch`` answers with.

Source: NLM's PubMed DTD (``pubmed_250101.dtd``) and its element descriptions; files of the older
``MedlineCitationSet`` kind read just as well.

What is left out: affiliations, grants, history, and what a record cites (its reference list, and the
comments of type ``Cites``). A record may list hundreds of those, and they say nothing of its own evidence.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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
    lay_out,
)
from curbside.literature.readers.markup import folded, text_of
from curbside.literature.readers.xml import Element, Flawed, records, root_of
from curbside.literature.text import slug

_RECORDS = ("PubmedArticle", "MedlineCitation", "PubmedBookArticle", "DeleteCitation", "DeleteDocument")
_ROOTS = frozenset((*_RECORDS, "PubmedArticleSet", "MedlineCitationSet", "PubmedBookArticleSet"))


class MedlineReader:
    """Reads citations, book chapters and deletions; the abstract is as far as a citation can be read."""

    name = "MEDLINE XML"

    def accepts(self, path: Path, head: bytes) -> bool:
        """Is this PubMed XML? By its outermost element, whatever the file is called."""
        return root_of(head) in _ROOTS

    def read(self, path: Path) -> Iterator[Record]:
        """The records of the file, in its order, one in memory at a time."""
        return records(path, tags=_RECORDS, read=_record)


def _record(element: Element) -> Iterator[Record]:
    match element.tag:
        case "DeleteCitation" | "DeleteDocument":
            yield from _deletions(element)
        case "MedlineCitation":
            yield _published(_citation(element, _CITATION_PARTS))
        case _:
            yield _published(_citation(element, _ARTICLE_PARTS))


_UNDATED = PublicationDate()


def _deletions(element: Element) -> Iterator[Deletion]:
    """Every citation the list withdraws; only then what it names that is no citation."""
    flaws: list[Flawed] = []
    for named in element.iterchildren("PMID"):
        try:
            yield Deletion(id=f"pmid:{_checked_pmid(named.text)}")
        except Flawed as flaw:
            flaws.append(flaw)
    if flaws:
        raise flaws[0]


_Section = tuple[str, Kind, str, str]
"""What `lay_out` takes: locator, kind, heading, folded text."""


@dataclass(slots=True)
class _Citation:
    """A record while its parts are being read. The parts come in an order that files do not agree on."""

    pmid: str = ""
    pmid_version: str = ""
    revised: Element | None = None
    completed: Element | None = None
    created: Element | None = None
    title: str = ""
    vernacular_title: str = ""
    book_title: str = ""
    abstract: tuple[_Section, ...] = ()
    other_abstracts: tuple[_Section, ...] = ()
    authors: tuple[Author, ...] = ()
    book_authors: tuple[Author, ...] = ()
    journal: str = ""
    journal_abbreviation: str = ""
    issn: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issued: PublicationDate = _UNDATED
    appeared: Element | None = None
    doi: str = ""
    pmc: str = ""
    pii: str = ""
    types: tuple[str, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    keywords: tuple[str, ...] = ()
    chemicals: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()


_Parts = dict[str, Callable[[Element, _Citation], None]]


def _citation(element: Element, parts: _Parts) -> _Citation:
    citation = _Citation()
    _read_parts(element, parts, citation)
    return citation


def _read_parts(element: Element, parts: _Parts, citation: _Citation) -> None:
    """Let each child's own reader take what it knows from it; a child without a reader is passed over."""
    for child in element:
        reader = parts.get(child.tag)
        if reader is not None:
            reader(child, citation)


def _published(citation: _Citation) -> Publication:
    pmid = _checked_pmid(citation.pmid, citation.title or citation.vernacular_title)
    title = citation.title or citation.vernacular_title or citation.book_title
    publication_id = f"pmid:{pmid}"
    passages = lay_out(
        publication_id, (("title", Kind.TITLE, "", title), *citation.abstract, *citation.other_abstracts)
    )
    return Publication(
        id=publication_id,
        title=title,
        passages=passages,
        read=Read.ABSTRACT if passages and passages[-1].kind is Kind.ABSTRACT else Read.SECTION,
        version=_version(citation),
        authors=citation.authors or citation.book_authors,
        journal=citation.journal or (citation.book_title if citation.title else ""),
        journal_abbreviation=citation.journal_abbreviation,
        issn=citation.issn,
        volume=citation.volume,
        issue=citation.issue,
        pages=citation.pages,
        published=_appeared(citation),
        pmid=pmid,
        pmc=citation.pmc,
        doi=citation.doi,
        pii=citation.pii,
        types=citation.types,
        mesh=citation.mesh,
        keywords=citation.keywords,
        chemicals=citation.chemicals,
        languages=citation.languages,
        vernacular_title=citation.vernacular_title,
        relations=citation.relations,
    )


def _appeared(citation: _Citation) -> PublicationDate:
    """When the issue came out; of what has no dated issue, when the article appeared by itself."""
    if citation.issued.year or citation.appeared is None:
        return citation.issued
    return _date(citation.appeared)


def _version(citation: _Citation) -> str:
    version = citation.pmid_version
    number = int(version) if len(version) <= 4 and version.isascii() and version.isdigit() else 1
    dates = (citation.revised, citation.completed, citation.created)
    stamps = (_compact_date(date) for date in dates if date is not None)
    return f"{number:02d}.{next(filter(None, stamps), '00000000')}"


def _checked_pmid(text: str | None, title: str = "") -> str:
    pmid = (text or "").strip()
    if pmid.isascii() and pmid.isdigit():
        return pmid
    entitled = f"; it is entitled “{title[:80]}”" if title else ""
    raise Flawed(
        f"expected a PMID of digits only, found {pmid[:40]!r}{entitled}"
        if pmid
        else f"it has no PMID{entitled}"
    )


# --- identity and dates --------------------------------------------------------------------------------


def _pmid(element: Element, citation: _Citation) -> None:
    citation.pmid = element.text or ""
    citation.pmid_version = element.get("Version", "")


def _children(element: Element) -> dict[str, str]:
    """The text of each child by its name; of several with one name, the last."""
    return {child.tag: (child.text or "").strip() for child in element}


def _compact_date(element: Element) -> str:
    """``20230508``; empty unless year, month and day are all there."""
    parts = _children(element)
    stamp = f"{parts.get('Year', '')}{parts.get('Month', ''):0>2}{parts.get('Day', ''):0>2}"
    return stamp if len(stamp) == 8 and stamp.isascii() and stamp.isdigit() else ""


def _date_revised(element: Element, citation: _Citation) -> None:
    citation.revised = element


def _date_completed(element: Element, citation: _Citation) -> None:
    citation.completed = element


def _date_created(element: Element, citation: _Citation) -> None:
    citation.created = element


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


def _date(element: Element) -> PublicationDate:
    """A date as far as it is given. A season or a span (``1998 Dec-1999 Jan``) keeps its wording as well."""
    parts = _children(element)
    year, wording = parts.get("Year", ""), parts.get("MedlineDate", "")
    season = parts.get("Season", "")
    printed = folded(wording or (f"{year} {season}" if season else ""))
    return _as_printed(year or wording, parts.get("Month", ""), parts.get("Day", ""), printed)


@lru_cache(maxsize=1 << 14)
def _as_printed(year: str, month: str, day: str, printed: str) -> PublicationDate:
    found = _YEAR.search(year)
    number = _month(month)
    return PublicationDate(
        year=int(found[0]) if found else None,
        month=number,
        day=_number_within(day, 31) if number else None,
        printed=printed,
    )


def _month(text: str) -> int | None:
    return _MONTHS.get(text[:3].lower()) or _number_within(text, 12)


def _number_within(text: str, limit: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
    return number if 1 <= number <= limit else None


def _article_date(element: Element, citation: _Citation) -> None:
    citation.appeared = element


_PMC = re.compile(r"PMC\d+")


def _article_id(element: Element, citation: _Citation) -> None:
    text = (element.text or "").strip()
    match element.get("IdType"):
        case "doi":
            citation.doi = citation.doi or text
        case "pmc":
            citation.pmc = text if _PMC.fullmatch(text) else citation.pmc
        case "pii":
            citation.pii = citation.pii or text


def _article_ids(element: Element, citation: _Citation) -> None:
    for child in element:
        _article_id(child, citation)


def _electronic_location(element: Element, citation: _Citation) -> None:
    if element.get("ValidYN") == "N":
        return
    # The publisher's own statement goes before the identifiers PubMed collected.
    match element.get("EIdType"):
        case "doi":
            citation.doi = (element.text or "").strip()
        case "pii":
            citation.pii = (element.text or "").strip()


def _other_id(element: Element, citation: _Citation) -> None:
    found = _PMC.match((element.text or "").strip())
    if found and not citation.pmc:
        citation.pmc = found[0]


# --- title and abstract --------------------------------------------------------------------------------


def _title(element: Element, citation: _Citation) -> None:
    citation.title = text_of(element)


def _vernacular_title(element: Element, citation: _Citation) -> None:
    citation.vernacular_title = text_of(element)


def _abstract(element: Element, citation: _Citation) -> None:
    citation.abstract += tuple(_sections(element, locator="abstract", origin=""))


def _other_abstract(element: Element, citation: _Citation) -> None:
    language, kind = element.get("Language", "eng"), element.get("Type", "")
    origin = language if language != "eng" else kind or "other"
    locator = f"abstract.{slug(origin) or 'other'}"
    citation.other_abstracts += tuple(_sections(element, locator=locator, origin=origin))


def _sections(abstract: Element, *, locator: str, origin: str) -> Iterator[_Section]:
    """The parts of an abstract as printed. ``origin`` (a language, a kind) is said in every heading."""
    sections = list(abstract.iterchildren("AbstractText"))
    is_labelled = any(section.get("Label") for section in sections)
    for section in sections:
        label = folded(section.get("Label", "") or (section.get("NlmCategory", "") if is_labelled else ""))
        part = slug(label)
        heading = f"{label} ({origin})" if label and origin else label or origin
        yield f"{locator}.{part}" if part else locator, Kind.ABSTRACT, heading, text_of(section)


# --- authors -------------------------------------------------------------------------------------------


def _authors(element: Element, citation: _Citation) -> None:
    citation.authors += tuple(_valid_authors(element))


def _valid_authors(element: Element) -> Iterator[Author]:
    """Those of an author list that are not struck out (``ValidYN="N"``: a spelling since corrected)."""
    for author in element.iterchildren("Author"):
        if author.get("ValidYN") != "N" and (name := _author(author)):
            yield name


def _author(element: Element) -> Author | None:
    family = given = initials = ""
    for child in element:
        match child.tag:
            case "LastName":
                family = text_of(child)
            case "ForeName":
                given = text_of(child)
            case "Initials":
                initials = text_of(child)
                break  # What follows (affiliations, identifiers) is long, and not asked for.
            case "CollectiveName":
                return Author(collective=text_of(child))
            case _:
                pass
        if family and given:
            break
    if not family and not given:
        return None
    return Author(family=family, given=given or " ".join(initials))


# --- where it appeared ---------------------------------------------------------------------------------


def _journal_title(element: Element, citation: _Citation) -> None:
    citation.journal = text_of(element)


def _abbreviation(element: Element, citation: _Citation) -> None:
    citation.journal_abbreviation = text_of(element)


def _medline_abbreviation(element: Element, citation: _Citation) -> None:
    citation.journal_abbreviation = citation.journal_abbreviation or text_of(element)


def _issn(element: Element, citation: _Citation) -> None:
    citation.issn = text_of(element)


def _volume(element: Element, citation: _Citation) -> None:
    citation.volume = text_of(element)


def _issue(element: Element, citation: _Citation) -> None:
    citation.issue = text_of(element)


def _publication_date(element: Element, citation: _Citation) -> None:
    citation.issued = _date(element)


def _pagination(element: Element, citation: _Citation) -> None:
    parts = _children(element)
    span = "-".join(page for page in (parts.get("StartPage"), parts.get("EndPage")) if page)
    citation.pages = folded(parts.get("MedlinePgn") or span)


# --- indexing ------------------------------------------------------------------------------------------


def _language(element: Element, citation: _Citation) -> None:
    citation.languages += (text_of(element),)


def _publication_type(element: Element, citation: _Citation) -> None:
    citation.types += (text_of(element),)


def _publication_types(element: Element, citation: _Citation) -> None:
    citation.types += tuple(map(text_of, element))


def _chemicals(element: Element, citation: _Citation) -> None:
    citation.chemicals += tuple(map(text_of, element.iter("NameOfSubstance")))


def _keywords(element: Element, citation: _Citation) -> None:
    citation.keywords += tuple(filter(None, map(text_of, element)))


def _mesh(element: Element, citation: _Citation) -> None:
    citation.mesh += tuple(map(_mesh_heading, element))


def _mesh_heading(element: Element) -> MeshHeading:
    name = ui = ""
    major = False
    qualifiers = []
    for child in element:
        match child.tag:
            case "DescriptorName":
                name, ui, major = text_of(child), child.get("UI", ""), _is_major(child)
            case "QualifierName":
                qualifiers.append(MeshQualifier(name=text_of(child), major=_is_major(child)))
            case _:
                pass
    return MeshHeading(name=name, ui=ui, major=major, qualifiers=tuple(qualifiers))


def _is_major(element: Element) -> bool:
    return element.get("MajorTopicYN") == "Y"


# --- bearing on other publications ---------------------------------------------------------------------

# Source: NLM, MEDLINE/PubMed XML element descriptions, CommentsCorrections RefType; checked 2025-01.
# One that is retracted and republished says two things of one other publication.
_RELATIONS: dict[str, tuple[RelationKind, ...]] = {
    "RetractionIn": (RelationKind.RETRACTED_BY,),
    "RetractionOf": (RelationKind.RETRACTS,),
    # Which part was retracted, the record does not say, so the whole of it is treated as retracted.
    "PartialRetractionIn": (RelationKind.RETRACTED_BY,),
    "PartialRetractionOf": (RelationKind.RETRACTS,),
    "RetractedandRepublishedIn": (RelationKind.RETRACTED_BY, RelationKind.SUPERSEDED_BY),
    "RetractedandRepublishedFrom": (RelationKind.RETRACTS, RelationKind.SUPERSEDES),
    "ExpressionOfConcernIn": (RelationKind.CONCERN_RAISED_BY,),
    "ExpressionOfConcernFor": (RelationKind.RAISES_CONCERN_ABOUT,),
    "ErratumIn": (RelationKind.CORRECTED_BY,),
    "ErratumFor": (RelationKind.CORRECTS,),
    "CorrectedandRepublishedIn": (RelationKind.SUPERSEDED_BY,),
    "CorrectedandRepublishedFrom": (RelationKind.SUPERSEDES,),
    "UpdateIn": (RelationKind.UPDATED_BY,),
    "UpdateOf": (RelationKind.UPDATES,),
    "CommentIn": (RelationKind.COMMENTED_BY,),
    "CommentOn": (RelationKind.COMMENTS_ON,),
}
# The others (RepublishedIn, ReprintOf, SummaryForPatientsIn, OriginalReportIn, AssociatedDataset ...) say
# where to find more, not that this publication stands or falls.
_BEARING_ONLY_BY_NAME = (RelationKind.OTHER,)


def _relations(element: Element, citation: _Citation) -> None:
    citation.relations += tuple(
        said for relation in element if relation.get("RefType") != "Cites" for said in _relation(relation)
    )


def _relation(element: Element) -> Iterator[Relation]:
    ref_type = element.get("RefType", "")
    target = source = note = ""
    for child in element:
        match child.tag:
            case "PMID":
                target = f"pmid:{(child.text or '').strip()}"
            case "RefSource":
                source = text_of(child)
            case "Note":
                note = text_of(child)
            case _:
                pass
    kinds = _RELATIONS.get(ref_type, _BEARING_ONLY_BY_NAME)
    if kinds is _BEARING_ONLY_BY_NAME:
        note = f"{ref_type}: {note}" if note else ref_type
    for kind in kinds:
        yield Relation(kind=kind, target=target, citation=source, note=note)


# --- books ---------------------------------------------------------------------------------------------


def _book_title(element: Element, citation: _Citation) -> None:
    citation.book_title = text_of(element)


def _book_authors(element: Element, citation: _Citation) -> None:
    citation.book_authors += tuple(_valid_authors(element))


# --- which part is read by what ------------------------------------------------------------------------


def _parts(parts: _Parts) -> Callable[[Element, _Citation], None]:
    """A reader of an element that is only a container: it reads the parts inside."""

    def read(element: Element, citation: _Citation) -> None:
        _read_parts(element, parts, citation)

    return read


_ARTICLE: _Parts = {
    "Journal": _parts(
        {
            "ISSN": _issn,
            "JournalIssue": _parts({"Volume": _volume, "Issue": _issue, "PubDate": _publication_date}),
            "Title": _journal_title,
            "ISOAbbreviation": _abbreviation,
        }
    ),
    "ArticleTitle": _title,
    "VernacularTitle": _vernacular_title,
    "Pagination": _pagination,
    "ELocationID": _electronic_location,
    "Abstract": _abstract,
    "AuthorList": _authors,
    "Language": _language,
    "PublicationTypeList": _publication_types,
    "PublicationType": _publication_type,
    "ArticleDate": _article_date,
}

_CITATION_PARTS: _Parts = {
    "PMID": _pmid,
    "DateCreated": _date_created,
    "DateCompleted": _date_completed,
    "DateRevised": _date_revised,
    "Article": _parts(_ARTICLE),
    "MedlineJournalInfo": _parts({"MedlineTA": _medline_abbreviation}),
    "ChemicalList": _chemicals,
    "CommentsCorrectionsList": _relations,
    "MeshHeadingList": _mesh,
    "OtherID": _other_id,
    "OtherAbstract": _other_abstract,
    "KeywordList": _keywords,
}

_BOOK: _Parts = {
    "PubDate": _article_date,
    "BookTitle": _book_title,
    "AuthorList": _book_authors,
    "Volume": _volume,
    "ELocationID": _electronic_location,
}

_BOOK_DOCUMENT: _Parts = {
    **_ARTICLE,
    "PMID": _pmid,
    "DateRevised": _date_revised,
    "ArticleIdList": _article_ids,
    "Book": _parts(_BOOK),
    "ContributionDate": _publication_date,  # A chapter's own date goes before that of its book.
    "KeywordList": _keywords,
}

_ARTICLE_PARTS: _Parts = {
    "MedlineCitation": _parts(_CITATION_PARTS),
    "PubmedData": _parts({"ArticleIdList": _article_ids}),
    "BookDocument": _parts(_BOOK_DOCUMENT),
}
