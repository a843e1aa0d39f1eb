"""The library: what a hospital has chosen to trust, catalogued (SQLite) and indexed (tantivy)."""

from curbside.literature.library.library import (
    AdditionReport,
    Library,
    LibraryStatus,
    NoticesReport,
    Problem,
    Progress,
    Quarantined,
    Skipped,
    library_in_memory,
    open_library,
    passages_of,
    publication_key,
)
from curbside.literature.library.standing import Standing

__all__ = [
    "AdditionReport",
    "Library",
    "LibraryStatus",
    "NoticesReport",
    "Problem",
    "Progress",
    "Quarantined",
    "Skipped",
    "Standing",
    "library_in_memory",
    "open_library",
    "passages_of",
    "publication_key",
]
