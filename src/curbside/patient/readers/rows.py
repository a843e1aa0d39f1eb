"""A row that a person writes: YAML of ``name: value``, or CSV with a header and one row.

Values stay text (YAML's own guesses are not taken: ``1.10`` has two decimals and ``no`` is a word). No message repeats
a name or a value of the file: a CSV without its header has values for names.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import yaml

from curbside.errors import UnreadablePatient
from curbside.patient.record import PatientRecord
from curbside.patient.row import record_of_row

_LARGEST_ROW: Final = 1 << 20
_YAML_LINE: Final = re.compile(r"""(?:---|%YAML|\{|["']?[A-Za-z_][\w .-]*["']?\s*:(?:\s|$))""")
_DELIMITERS: Final = (",", ";", "\t")
_ID: Final = "id"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def is_yaml(text: str) -> bool:
    """Does the first line that says something begin like YAML?"""
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return bool(_YAML_LINE.match(next(lines, "")))


def yaml_row(text: str) -> PatientRecord:
    """One document of names and plain values. Raises `UnreadablePatient`."""
    values: dict[str, str] = {}
    for name, value, line in _pairs(_short(text)):
        if name in values:
            raise UnreadablePatient(f"expected each name once, came one again in line {line}")
        values[name] = value
    return record_of_row(values, id=values.pop(_ID, "row"))


def csv_row(text: str, *, subject: str = "") -> PatientRecord:
    """A header and one row; of several, that whose ``id`` is ``subject``. Raises `UnreadablePatient`."""
    header_line = next(line for line in _short(text).splitlines() if line.strip())
    delimiter = max(_DELIMITERS, key=header_line.count)
    try:
        rows = [
            row
            for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
            if any(row)
        ]
    except csv.Error:
        raise UnreadablePatient("expected CSV; a quote is left open or a field is too long") from None
    header, *rest = ([cell.strip() for cell in row] for row in rows or [[""]])
    _refuse_bad_header(header)
    for number, row in enumerate(rest, start=2):
        if len(row) != len(header):
            raise UnreadablePatient(f"expected {len(header)} fields in row {number}, came {len(row)}")
    records = [dict(zip(header, row, strict=True)) for row in rest]
    if subject and _ID in header:
        records = [one for one in records if one[_ID] == subject]
    if len(records) != 1:
        raise UnreadablePatient(
            f"expected a header and the row of one patient, came {len(records)} rows; many patients are read by "
            "`curbside pathway run`"
        )
    return record_of_row(records[0], id=records[0].pop(_ID, "") or "row")


def _refuse_bad_header(header: list[str]) -> None:
    if "" in header:
        raise UnreadablePatient(f"expected a name for every column, column {header.index('') + 1} has none")
    name, times = Counter(header).most_common(1)[0]
    if times > 1:
        raise UnreadablePatient(f"expected each column once, column {header.index(name) + 1} comes again")


def _short(text: str) -> str:
    if len(text) > _LARGEST_ROW:
        raise UnreadablePatient("expected the row of one patient of at most 1 MiB, came more")
    return text


def _pairs(text: str) -> Iterator[tuple[str, str, int]]:
    """Names with their values and lines, from the parser's events: however deep a file nests, none is built."""
    expected = "expected a row of names and values, such as 'level: 34 ng/mL'"
    name: str | None = None
    opened = False
    try:
        for event in yaml.parse(text, Loader=_Loader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            match event:
                case yaml.MappingStartEvent() if not opened:
                    opened = True
                case yaml.ScalarEvent() if opened:
                    if name is None:
                        name = event.value.strip()
                    else:
                        yield name, event.value, line
                        name = None
                case yaml.ScalarEvent() | yaml.CollectionStartEvent() | yaml.AliasEvent():
                    raise UnreadablePatient(f"{expected}; came something else in line {line}")
                case yaml.DocumentEndEvent() if not opened:
                    raise UnreadablePatient(f"{expected}; came none")
    except yaml.MarkedYAMLError as error:
        mark: yaml.Mark | None = error.problem_mark
        where = f" in line {mark.line + 1}" if mark else ""
        raise UnreadablePatient(f"expected YAML; it cannot be read{where}") from None
    except (yaml.YAMLError, ValueError):
        raise UnreadablePatient("expected YAML; it holds characters that YAML does not take") from None
