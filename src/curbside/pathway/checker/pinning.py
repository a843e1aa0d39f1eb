"""Writing into a pathway's file which claims were approved, as they stood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from curbside.errors import FaultyPathway
from curbside.literature.content import read_content
from curbside.pathway.checker.claims import pins
from curbside.pathway.reading import read_pathway

# The block at the top level, with its comment; everything else in the file stays as its author wrote it.
_BLOCK: Final = re.compile(
    r"\n*(?:^# Approved claims.*\n)?^pinned:.*\n(?:[ \t]+.*\n?|\n(?=[ \t]))*", re.MULTILINE
)
_HEADING: Final = (
    "# Approved claims, by the hash of what they said then. Written by 'curbside pathway check --pin'."
)


def pin(path: Path) -> None:
    """Set the file's ``pinned`` to the hashes of its claims as they stand; all else stays as it is.

    Raises `FaultyPathway` when there is no pathway in the file, or a claim of it that no statement beside it has.
    """
    read = read_pathway(path)
    if read.pathway is None:
        raise FaultyPathway(f"expected a pathway to pin the claims of; came a mistake in {read.mistakes[0]}")
    found = read_content(path.parent).statements
    hashes = pins(read.pathway, {statement.id: statement for statement in found})
    lost = sorted(read.pathway.cited - hashes.keys())
    if lost:
        raise FaultyPathway(
            f"expected a statement beside {path.name} for each claim; came none for {', '.join(lost)}"
        )
    written = "".join(f"  {claim}: {digits}\n" for claim, digits in hashes.items())
    rest = _BLOCK.sub("\n", path.read_text("utf-8")).rstrip("\n")
    path.write_text(f"{rest}\n\n{_HEADING}\npinned:\n{written}", "utf-8")
