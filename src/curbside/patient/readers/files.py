"""A patient's file as text, and never more of it in memory than was agreed. No message has a path in it.

A path is left out because people name such files after the patient.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from curbside.errors import NotFound, UnreadablePatient

LARGEST_FILE_BYTES: Final = 64 << 20
"""A record of one patient is a few megabytes; what is larger is many patients, or no record."""

_OTHER_TEXT: Final = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x1f\x8b": "gzip",
    b"PK": "a zip archive, as of a spreadsheet",
}


def text_of(path: Path, *, largest: int = LARGEST_FILE_BYTES) -> str:
    """The whole file. Raises `UnreadablePatient`, and `NotFound` when there is none."""
    if path.is_dir():
        raise UnreadablePatient("expected one patient's file, came a folder")
    try:
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound("expected a patient's file, found nothing where it should be") from None
    except OSError as error:
        raise UnreadablePatient(f"expected a patient's file that may be read: {error.strerror}") from None
    return decoded(raw, largest=largest)


def decoded(raw: bytes, *, largest: int = LARGEST_FILE_BYTES) -> str:
    """The bytes of a patient's record as text. Raises `UnreadablePatient`."""
    if len(raw) > largest:
        raise UnreadablePatient(
            f"expected one patient's record of at most {largest >> 20} MiB, came more; a file of many "
            "patients is read by `curbside pathway run`"
        )
    for mark, described in _OTHER_TEXT.items():
        if raw.startswith(mark):
            raise UnreadablePatient(f"expected text in UTF-8, came {described}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadablePatient(f"expected text in UTF-8, came other bytes in line {line}") from None
    if not text.strip():
        raise UnreadablePatient("expected a patient's record, came an empty file")
    return text
