"""Lists of retractions for tests: rows as the Retraction Watch data have them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

COLUMNS = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes,"
).split(",")

Row = dict[str, str]


def row(number: int = 1, nature: str = "Retraction", /, **cells: str) -> Row:
    """A row on an article with the PMID 1, whose notice has the PMID 9; cells by the ends of their columns' names."""
    made = dict.fromkeys(COLUMNS, "") | {
        "Record ID": str(number),
        "Title": "Tea, and sleep",
        "RetractionDate": "3/9/2020 0:00",
        "RetractionPubMedID": "9",
        "RetractionDOI": "10.1000/notice",
        "OriginalPaperPubMedID": "1",
        "OriginalPaperDOI": "unavailable",
        "RetractionNature": nature,
        "Reason": "+Concerns/Issues About Data;+Unreliable Results;",
    }
    names = {"date": "RetractionDate", "by": "RetractionPubMedID", "by_doi": "RetractionDOI"}
    names |= {
        "pmid": "OriginalPaperPubMedID",
        "doi": "OriginalPaperDOI",
        "reason": "Reason",
        "notes": "Notes",
    }
    return made | {names.get(name, name): value for name, value in cells.items()}


def printed(rows: Iterable[Row], *, delimiter: str = ",") -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, delimiter=delimiter, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()
