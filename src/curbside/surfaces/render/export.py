"""An answer's references for reference managers (RIS, BibTeX, CSL-JSON), and its effect table as CSV.

Sources: RIS format specification (Research Information Systems, 2001); Patashnik, BibTeXing (1988), section 3;
CSL-JSON schema, version 1.0.2; RFC 4180 (CSV); OWASP, CSV injection.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec

from curbside.surfaces.render import wording
from curbside.surfaces.render.effects import EffectRow, PassageOf, digits, effect_rows
from curbside.verification.answer import Answer, Reference


class Format(StrEnum):
    """What other programs read: three kinds of reference list, and the effect table."""

    RIS = "ris"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    CSV = "csv"


COLUMNS: Final = (
    *("outcome", "study", "design", "measure", "value", "low", "high", "level", "n"),
    *("reference", "doi", "pmid", "passage"),
)
"""The header of the effect table as CSV."""

# What a name in a reference list ends with: "Khan QJ", "van Groningen L".
_INITIALS: Final = re.compile(r"(?P<family>.+?) (?P<initials>[A-Z]{1,4})")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_ACTING: Final = ("=", "+", "-", "@")
_BRACES: Final = str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)


def export(answer: Answer, wanted: Format, *, passage_of: PassageOf = lambda _: None) -> str:
    """The answer's references, or its effect table, as text that ends with a line break.

    What was derived is no publication, and so in no reference list; what it was derived from is.
    """
    if wanted is Format.CSV:
        return _csv(effect_rows(answer, passage_of=passage_of))
    published = [reference for reference in answer.references if reference.kind != wording.DERIVED]
    return _REFERENCE_LISTS[wanted](published)


def _ris(references: Sequence[Reference]) -> str:
    return "".join(f"{tag}  - {value}\n" for one in references for tag, value in _ris_fields(one))


def _ris_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "JOUR" if reference.journal.strip() else "GEN"
    yield "ID", wording.printable(reference.id)
    yield "TI", wording.printable(reference.title)
    for family, initials in map(_name, reference.authors):
        yield "AU", f"{family}, {initials}" if initials else family
    known = {
        "T2": wording.printable(reference.journal),
        "PY": "" if reference.year is None else str(reference.year),
        "DO": wording.printable(reference.doi or ""),
        "AN": wording.printable(reference.pmid or ""),
        "DB": "PubMed" if reference.pmid else "",
        "N1": _note(reference),
    }
    yield from ((tag, value) for tag, value in known.items() if value)
    yield "ER", ""


def _bibtex(references: Sequence[Reference]) -> str:
    return "".join(_bibtex_entry(reference) for reference in references)


def _bibtex_entry(reference: Reference) -> str:
    names = [
        f"{_tex(family)}, {_tex(initials)}" if initials else f"{{{_tex(family)}}}"
        for family, initials in map(_name, reference.authors)
    ]
    fields = {
        "title": f"{{{_tex(reference.title)}}}",
        "author": " and ".join(names),
        "journal": _tex(reference.journal),
        "year": "" if reference.year is None else str(reference.year),
        "doi": wording.printable(reference.doi or "").translate(_BRACES),
        "pmid": _tex(reference.pmid or ""),
        "note": _tex(_note(reference)),
    }
    lines = [f"  {field} = {{{value}}}" for field, value in fields.items() if value and value != "{}"]
    kind = "article" if reference.journal.strip() else "misc"
    return f"@{kind}{{{_key(reference)},\n" + ",\n".join(lines) + "\n}\n\n"


def _key(reference: Reference) -> str:
    """``khan2017ref3``: letters and digits only, and the number, so that no two are alike."""
    name = unicodedata.normalize("NFKD", wording.short_name(reference).partition(" ")[0])
    letters = re.sub(r"[^a-z]", "", name.casefold())[:24] or "source"
    return f"{letters}{'' if reference.year is None else reference.year}ref{reference.number}"


def _tex(text: str) -> str:
    return wording.printable(text).translate(_TEX)


def _csl_json(references: Sequence[Reference]) -> str:
    items = [_csl_item(reference) for reference in references]
    return msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n"


def _csl_item(reference: Reference) -> Mapping[str, Any]:
    item = {
        "id": wording.printable(reference.id),
        "type": "article-journal" if reference.journal.strip() else "document",
        "title": wording.printable(reference.title),
        "author": [
            {"family": family, "given": initials} if initials else {"literal": family}
            for family, initials in map(_name, reference.authors)
        ],
        "container-title": wording.printable(reference.journal),
        "issued": {"date-parts": [[reference.year]]} if reference.year is not None else None,
        "DOI": wording.printable(reference.doi or ""),
        "PMID": wording.printable(reference.pmid or ""),
        "status": "retracted" if reference.retracted else "",
        "note": _note(reference),
    }
    return {field: value for field, value in item.items() if value}


def _name(printed: str) -> tuple[str, str]:
    """Family name and initials with stops; a name of another form, such as a group's, whole and without."""
    name = wording.printable(printed)
    found = _INITIALS.fullmatch(name)
    if found is None:
        return name, ""
    return found["family"], " ".join(f"{letter}." for letter in found["initials"])


def _note(reference: Reference) -> str:
    """What a reader of the list must know: how much was read, and whether it still stands."""
    kind = wording.printable(reference.kind)
    parts = (*map(str, wording.alerts(reference)), kind, wording.read(reference), wording.checked(reference))
    return "; ".join(part for part in parts if part)


def _csv(rows: Sequence[EffectRow]) -> str:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([_inert(cell) for cell in _cells(row)] for row in rows)
    return written.getvalue()


def _cells(row: EffectRow) -> tuple[str, ...]:
    one, source = row.estimate, row.reference
    figures = (*(digits(number) for number in (one.value, one.low, one.high)), row.level.rstrip("%"))
    return (
        *(row.outcome, row.study, source.kind if source else "", one.measure, *figures),
        *("" if row.people is None else str(row.people), str(one.reference)),
        *((source.doi or "", source.pmid or "") if source else ("", "")),
        one.passage,
    )


def _inert(cell: str) -> str:
    """A cell that a spreadsheet shows and does not calculate; a plain number stays one."""
    text = wording.printable(cell)
    return f"'{text}" if text.startswith(_ACTING) and not _NUMBER.fullmatch(text) else text


_REFERENCE_LISTS: Final[Mapping[Format, Callable[[Sequence[Reference]], str]]] = {
    Format.RIS: _ris,
    Format.BIBTEX: _bibtex,
    Format.CSL_JSON: _csl_json,
}
