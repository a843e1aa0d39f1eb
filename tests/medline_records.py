"""Records of MEDLINE for tests, as small as they can be, and how they stand in a library."""

from __future__ import annotations

from pathlib import Path

from curbside.literature.library import Library, Standing


def citation(pmid: int, *, title: str = "", links: str = "", types: str = "", doi: str = "") -> str:
    """A MEDLINE record, as small as one can be."""
    types = "".join(f"<PublicationType>{name}</PublicationType>" for name in types.split("; ") if name)
    doi = f'<ELocationID EIdType="doi">{doi}</ELocationID>' if doi else ""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal/>'
        f"<ArticleTitle>{title or f'Article {pmid}'}</ArticleTitle>{doi}"
        f"<PublicationTypeList>{types}</PublicationTypeList></Article>"
        f"<CommentsCorrectionsList>{links}</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
    )


def revised(record: str, day: str) -> str:
    date = f"<DateRevised><Year>{day[:4]}</Year><Month>{day[4:6]}</Month><Day>{day[6:]}</Day></DateRevised>"
    return record.replace("<Article>", f"{date}<Article>")


def link(ref_type: str, pmid: int) -> str:
    return f'<CommentsCorrections RefType="{ref_type}"><PMID>{pmid}</PMID></CommentsCorrections>'


def medline(folder: Path, *citations: str, deleted: int = 0) -> Path:
    path = folder / f"{len(list(folder.glob('*.xml')))}.xml"
    gone = f'<DeleteCitation><PMID Version="1">{deleted}</PMID></DeleteCitation>' if deleted else ""
    path.write_text(f'<?xml version="1.0"?><PubmedArticleSet>{"".join(citations)}{gone}</PubmedArticleSet>')
    return path


def standing(library: Library, name: str = "pmid:1") -> Standing:
    publication = library.find(name)
    return library.standings([publication])[publication.id]
