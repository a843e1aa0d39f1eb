"""What the E-utilities reply: a search result, a batch of records, or trouble in one of its disguises.

Trouble also comes with HTTP 200: as an ``ERROR`` element, as JSON, as a page of HTML, as XML that breaks off.

Source: the DTDs eSearch_020511 and esearch 20060628; NBK25497 for ``{"error": "API rate limit exceeded"}``.
"""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from curbside.errors import NetworkFailure
from curbside.literature.sources.spool import SearchOutcome

_HISTORY_IS_GONE = re.compile(r"\bhistory\b|webenv|query_key|obtain query", re.IGNORECASE)
_BEYOND_THE_END = re.compile(r"retstart", re.IGNORECASE)

# EFetch reports trouble of its own machines as HTTP 400, for example
# "External viewer error: Empty Response. Bytes read: 0 Status: Timeout".
_THEIR_OWN_TROUBLE = re.compile(r"viewer error|timeout|timed out|backend failed", re.IGNORECASE)

_COMPLAINT = re.compile(r"<(ERROR|title)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)

_PMIDS = ("PubmedArticle/MedlineCitation/PMID", "PubmedBookArticle/BookDocument/PMID")

_WARNINGS = {
    "PhraseNotFound": "PubMed found nothing for {} and left it out of the search",
    "QuotedPhraseNotFound": "PubMed has no such phrase as {}",
    "FieldNotFound": "PubMed has no search field {}",
    "PhraseIgnored": "PubMed ignored {}",
}


class HistoryExpired(NetworkFailure):
    """The history server has forgotten a search, as it does some eight hours after the last use of it."""


class Passing(Exception):
    """Trouble that asking again may cure. ``wait_seconds`` is how long the service wants to be left alone."""

    def __init__(self, came: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(came)
        self.came = came
        self.wait_seconds = wait_seconds


def search_outcome(query: str, body: bytes) -> SearchOutcome:
    """What ESearch found. Raises `Passing` when ``body`` is not a search result with a history."""
    result = _document(body, "eSearchResult")
    count = result.findtext("Count", default="").strip()
    webenv = result.findtext("WebEnv", default="").strip()
    query_key = result.findtext("QueryKey", default="").strip()
    if not (count.isascii() and count.isdigit()):
        raise Passing("a search result without a count")
    if int(count) and not (webenv and query_key):
        raise Passing("a search result that is not on the history server (no WebEnv or QueryKey)")
    return SearchOutcome(
        query=query,
        count=int(count),
        webenv=webenv,
        query_key=query_key,
        translation=_text(result.find("QueryTranslation")),
        warnings=tuple(_warnings(result)),
        ids=tuple(_text(listed) for listed in result.iterfind("IdList/Id")),
    )


def batch(body: bytes) -> bytes:
    """``body`` itself, once it proved to be whole and to hold a record.

    Raises `HistoryExpired` when the search has to be made again, and `Passing` for anything else.
    """
    if not any(True for _ in pmids(body)):
        raise Passing("a document without a record")
    return body


def pmids(body: bytes) -> Iterator[str]:
    """The PMIDs of the records in a batch."""
    articles = _document(body, "PubmedArticleSet")
    return (_text(pmid) for path in _PMIDS for pmid in articles.iterfind(path))


def complaint(body: bytes) -> str:
    """What an error says, in one short line: JSON's ``error``, XML's ``ERROR``, a page's title; or empty."""
    text = body[:20_000].decode("utf-8", "replace")
    try:
        said = str(json.loads(text)["error"])
    except (ValueError, KeyError, TypeError, RecursionError):
        tagged = _COMPLAINT.search(text)
        said = tagged[2] if tagged else ""
    return " ".join(said.split())[:300]


def is_their_own_trouble(said: str) -> bool:
    """Does this complaint speak of the service's own machines rather than of the request?"""
    return _THEIR_OWN_TROUBLE.search(said) is not None


def raise_if_history_is_gone(said: str) -> None:
    """Raise `HistoryExpired` for a complaint about the history, unless the request went past its end."""
    if _HISTORY_IS_GONE.search(said) and not _BEYOND_THE_END.search(said):
        raise HistoryExpired("PubMed has forgotten the search; it has to be made again")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, given as such or as a date, which is reckoned from the response's own ``Date``."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        until = email.utils.parsedate_to_datetime(asked)
        said_at = email.utils.parsedate_to_datetime(headers["Date"])
        return max(0.0, (until - said_at).total_seconds())
    except (ValueError, TypeError, KeyError):
        return None


def _document(body: bytes, root: str) -> etree._Element:
    """The XML document that is owed."""
    # Entities stay unresolved and no DTD is fetched: what comes from a network is nobody's friend.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        document = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = complaint(body)
        raise Passing(f"“{said}”" if said else f"no well-formed XML ({error})") from None
    errors = "; ".join(_text(error) for error in document.iterfind("ERROR"))
    if errors:
        raise_if_history_is_gone(errors)
        raise Passing(f"“{errors}”")
    if document.tag != root:
        raise Passing(f"a document <{document.tag}> in place of <{root}>")
    return document


def _warnings(result: etree._Element) -> Iterator[str]:
    for path in ("ErrorList/*", "WarningList/*"):
        for warning in result.iterfind(path):
            if said := _text(warning):
                yield _WARNINGS.get(str(warning.tag), "PubMed says: {}").format(said)


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())
