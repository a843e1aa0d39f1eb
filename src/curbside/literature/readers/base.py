"""What a reader is. One a file in this folder; `curbside.literature.readers` chooses between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from curbside.literature.publication import Record


class Reader(Protocol):
    """Turns one file into records, in file order, holding one record at a time in memory."""

    name: str
    """What the end report calls the format: ``MEDLINE XML``, ``JATS XML``, ``RIS`` …"""

    def accepts(self, path: Path, head: bytes) -> bool:
        """Is this file mine? ``head`` is the first 64 KiB, decompressed when the file is gzip."""
        ...

    def read(self, path: Path) -> Iterator[Record]:
        """The records of the file.

        Bad input never raises: a record that cannot be read is an `Unreadable`, and so is the point
        where a file breaks off, after which the iterator ends. Only the operating system's own errors
        (`OSError` on opening) come through.
        """
        ...
