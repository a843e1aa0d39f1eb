"""The fields of a reference, from the many ways in which people write them.

Nothing is guessed: what does not look like a date, a name or an identifier gives an empty one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from curbside.literature.publication import Author, Kind, PublicationDate
from curbside.literature.text import fold, slug

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?P<year>1[5-9]\d\d|20\d\d)"
    r"(?:[ /.-]+(?P<month>[A-Za-z]{3,9}|1[0-2]|0?[1-9])\.?(?:[ /.-]+(?P<day>3[01]|[12]\d|0?[1-9]))?)?"
    r"(?:[T ]\d\d:.*|[ /.-]*)"
)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>]+", re.I)
_PMID = re.compile(r"(?:PMID|PubMed(?: ID)?)\s*:?\s*(\d{1,8})(?!\d)", re.I)
_PUBMED_ADDRESS = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})(?!\d)", re.I
)
_PMC = re.compile(r"\s*(PMC\d{1,9})(?:\.\d+)?\s*", re.I)


def date_of(printed: str) -> PublicationDate:
    """A date by its parts; a wording with more in it (``1998 Dec-1999 Jan``) is kept beside its year."""
    printed = fold(printed)
    parts = _DATE.fullmatch(printed)
    month = _month(parts["month"]) if parts else None
    if parts and (month or not parts["month"]):
        day = int(parts["day"]) if parts["day"] else None
        return PublicationDate(year=int(parts["year"]), month=month, day=day)
    year = _YEAR.search(printed)
    return PublicationDate(year=int(year[1]) if year else None, printed=printed)


def _month(written: str | None) -> int | None:
    if not written:
        return None
    if written.isdigit():
        return int(written)
    start = written[:3].casefold()
    return _MONTHS.index(start) + 1 if start in _MONTHS else None


def author_of(name: str) -> Author:
    """A person from ``Khan, Qamar J``, ``Khan QJ`` or ``Qamar J Khan``; a lone word is a group's name."""
    name = fold(name).strip(",; ")
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family:
        return Author(family=family, given=given)
    first, _, last = name.rpartition(" ")
    if not first:
        return Author(collective=name)
    if last.isalpha() and last.isupper() and len(last) <= 3:
        return Author(family=first, given=" ".join(last))
    return Author(family=last, given=first)


def authors_of(names: str | Iterable[str]) -> tuple[Author, ...]:
    """Authors from a list, or from one text that sets them apart with semicolons."""
    separate = names.split(";") if isinstance(names, str) else names
    return tuple(author_of(name) for name in separate if fold(name).strip(",; "))


def doi_in(text: str) -> str:
    """The first DOI in the text, without the full stop of the sentence it ends."""
    found = _DOI.search(text)
    if not found:
        return ""
    doi = fold(found[0]).rstrip(".,;:")
    return doi.rstrip(")]") if doi.count("(") < doi.count(")") or doi.count("[") < doi.count("]") else doi


def pmid_in(text: str) -> str:
    """A PubMed number that says it is one (``PMID: 123``, an address on PubMed)."""
    found = _PMID.search(text) or _PUBMED_ADDRESS.search(text)
    return str(int(found[1])) if found else ""


def pmid_of(value: str) -> str:
    """A field that should hold nothing but a PubMed number."""
    value = fold(value)
    return str(int(value)) if value.isascii() and value.isdigit() and len(value) <= 8 else pmid_in(value)


def pmc_of(value: str) -> str:
    """A field that should hold nothing but a PubMed Central number."""
    found = _PMC.fullmatch(value)
    return found[1].upper() if found else ""


_NAMES_OF_ALL = ("index", "default")


def document_id(path: Path, *, doi: str = "", pmc: str = "", pmid: str = "") -> str:
    """A document's id: its DOI, else ``doc:`` and its PMC id, its PMID or its file name as a slug.

    ``pmid:`` and ``pmc:`` stay with PubMed's and PMC's own records: a guideline's page and its PubMed record
    are two readings of one work, and neither may replace the other.

    The folder plays no part, so a document may be moved; two files of one name are one document, and the
    later reading replaces the earlier. Only what every website calls the same, ``index.html``, is named with
    its folder. A name too long for a slug, or with no letter or digit in it, is told apart by its hash.
    """
    if doi:
        return f"doi:{doi.casefold()}"
    if pmc:
        return f"doc:{pmc.casefold()}"
    if pmid:
        return f"doc:pmid-{pmid}"
    stem = document_stem(path)
    if stem.casefold() in _NAMES_OF_ALL:
        stem = f"{path.absolute().parent.name} {stem}"
    name = slug(stem)
    digest = "" if 0 < len(name) < 64 else hashlib.sha256(stem.encode("utf-8", "replace")).hexdigest()[:12]
    return f"doc:{'-'.join(part for part in (name, digest) if part)}"


def document_stem(path: Path) -> str:
    """The file name without what only says how it is stored: ``guideline`` for ``guideline.html.gz``."""
    return Path(path.stem).stem if path.suffix.casefold() == ".gz" else path.stem


_LABEL_WORD = re.compile(
    r"\b(AIMS?|ANALYS[IE]S|APPROACH|BACKGROUND|CASES?|COMPARISON|CONCLUSIONS?|CONTEXT|DATA|DESCRIPTION|DESIGN"
    r"|DIAGNOSIS|DISCUSSION|ELIGIBILITY|EVIDENCE|EXPOSURES?|FINDINGS|FUNDING|GOAL|HYPOTHESIS|IMPLICATIONS"
    r"|IMPORTANCE|INTERPRETATION|INTERVENTIONS?|INTRODUCTION|LIMITATIONS|MATERIALS?|MEASURE(?:MENT)?S?"
    r"|METHOD(?:OLOGY|S)?|OBJECTIVES?|OBSERVATIONS|OUTCOMES?|PARTICIPANTS|PATIENTS|POPULATION|PRACTICE"
    r"|PROCEDURE|PURPOSE|QUESTION|RATIONALE|RECOMMENDATIONS?|REGISTRATION|RELEVANCE|RESULTS?|REVIEW|SAMPLE"
    r"|SEARCH|SELECTION|SETTINGS?|SIGNIFICANCE|SOURCES|STATEMENT|STUDY|SUBJECTS|SUMMARY|SYNTHESIS|TREATMENT"
    r"|TRIAL|UNLABELLED)\b"
)
_LABEL = re.compile(r"(?:^|(?<=[.!?)\]%] ))(?=[A-Z])([A-Z][A-Z &/,()'’-]{2,70}): ")


def abstract_parts(abstract: str) -> Iterator[tuple[str, Kind, str, str]]:
    """An abstract's passages, by the labels printed in capitals within it (``METHODS: ``), for `lay_out`.

    A label has a word that abstracts are labelled with, and follows the end of a sentence: ``COX: `` is
    no label, and stays in the text it stands in.
    """
    text = fold(abstract)
    labels = [found for found in _LABEL.finditer(text) if _LABEL_WORD.search(found[1])]
    first = labels[0].start() if labels else len(text)
    yield "abstract", Kind.ABSTRACT, "", text[:first].strip()
    ends = [*(found.start() for found in labels[1:]), len(text)]
    for found, end in zip(labels, ends, strict=False):
        yield f"abstract.{slug(found[1])}", Kind.ABSTRACT, found[1], fold(text[found.end() : end])
