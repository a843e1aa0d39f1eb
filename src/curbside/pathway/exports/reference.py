"""A publication as an exported action cites it: one line, and where it can be read."""

from __future__ import annotations

from curbside.literature.content import Source

_NAMED = 6


def printed(source: Source) -> str:
    """As a reference list has it: authors, title, journal, year, place. What is not recorded is left out."""
    names = [author.name for author in source.authors[:_NAMED]]
    authors = ", ".join([*names, "et al"] if len(source.authors) > _NAMED else names)
    place = source.volume
    if source.issue:
        place += f"({source.issue})"
    if source.pages:
        place += f":{source.pages}" if place else source.pages
    year = str(source.published.year or "")
    appeared = ";".join(part for part in (f"{source.journal} {year}".strip(), place) if part)
    return ". ".join(part.rstrip(".") for part in (authors, source.title, appeared) if part) + "."


def address(source: Source) -> str:
    """Its DOI as an address, else its PubMed record, else the address recorded; empty without any."""
    if source.doi:
        return f"https://doi.org/{source.doi}"
    if source.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    return source.url
