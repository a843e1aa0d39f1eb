"""The statements that a card's advice rests on, as Markdown and as links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from curbside.pathway.citations import CitedPathway, CitedStatement
from curbside.surfaces.cds_hooks.card import CardLink
from curbside.surfaces.render.markdown import escaped
from curbside.surfaces.render.pathway import phrases

_MOST_LINKS: Final = 8


def told(cited: CitedPathway, claims: Iterable[str]) -> Iterator[str]:
    """Each statement with its source, as an entry of a list."""
    for claim in cited.resting_on(claims):
        named = (
            f"[{escaped(claim.statement.id)}]({address})"
            if (address := _source(claim))
            else claim.statement.id
        )
        parts = [
            escaped(claim.statement.text),
            f"*{escaped(phrases.source(claim))}*",
            escaped(phrases.known_of(claim)),
        ]
        if notice := phrases.superseded(claim):
            parts.append(f"**{escaped(notice)}**")
        yield f"{named}: {' '.join(part for part in parts if part)}"


def links(cited: CitedPathway, claims: Iterable[str], *, articles: str) -> tuple[CardLink, ...]:
    """To the claims in the article where its address is known, else to the publications themselves; each once."""
    found: dict[str, CardLink] = {}
    for claim in cited.resting_on(claims):
        address = _in_article(cited, claim, articles) if articles else _source(claim)
        if address:
            found.setdefault(address, CardLink(label=_label(claim), url=address))
    return tuple(found.values())[:_MOST_LINKS]


def _label(claim: CitedStatement) -> str:
    one = claim.source
    by = one.authors[0].name if one.authors else one.title
    year = f" {one.published.year}" if one.published.year else ""
    return f"{claim.statement.id}: {by}{year}"


def _in_article(cited: CitedPathway, claim: CitedStatement, articles: str) -> str:
    return f"{articles.rstrip('/')}/{quote(cited.pathway.id)}#{quote(claim.statement.id)}"


def _source(claim: CitedStatement) -> str:
    one = claim.source
    if one.doi:
        return f"https://doi.org/{quote(one.doi, safe='/')}"
    if one.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{quote(one.pmid)}/"
    return one.url if one.url.startswith("https://") else ""
