"""True claims out of a library: sentences of results, of conclusions and evidence statements, word for word."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from curbside.answer.draft import Claim
from curbside.appraisal.design import design_of
from curbside.appraisal.finding import findings
from curbside.appraisal.role import Role
from curbside.literature.library import Library, library_in_memory
from curbside.literature.publication import Kind, Passage, Publication, Read, lay_out
from curbside.literature.readers import files_under
from curbside.literature.text import fold
from plant_drafts import verbatim
from planting import Told
from report import Half, in_half

SHARED = Path(__file__).parents[2] / "shared" / "data"
CONTENT = Path(__file__).parents[1] / "content"

SHORTEST, LONGEST = 40, 420
"""Characters of a sentence that is taken for a claim."""

_STATEMENTS: Final = "statements"
_SOURCES: Final = {"pmid": "MEDLINE", "pmc": "articles", "trial": "trials"}
_MOST_KEYS, _KEYS_AT_ONCE = 10_000_000, 10_000
_TOLD: Final = (Role.RESULTS, Role.CONCLUSION)
_OF_PEOPLE = re.compile(
    r"\b(?:patients?|participants?|women|men|children|adults|infants|people|persons|volunteers|trials?|clinical\w*|cohort)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"[A-Z0-9(].*[.!]", re.DOTALL)
_SECTION = re.compile(r"^(?:ABSTRACT\.?)?(?P<label>[A-Z][A-Z &/,-]*):+\s*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueClaim:
    """Characters ``[start, end)`` of a passage that say one thing; ``source`` is the kind of source they come from."""

    publication: Publication
    passage: Passage
    start: int
    end: int
    source: str

    @property
    def claim(self) -> Claim:
        """As a writer without a fault would draft it."""
        return verbatim(self.passage, self.start, self.end)

    @property
    def told(self) -> Told:
        """The sentence with the rest of its abstract, or its neighbour statements, around it."""
        text = self.passage.text[self.start : self.end]
        around = (
            passage.text.replace(text, " ")
            for passage in self.publication.passages
            if passage.kind in (Kind.TITLE, Kind.ABSTRACT, Kind.STATEMENT)
        )
        return Told(text=text, around=" ".join(around))

    def dice(self, kind: str) -> random.Random:
        """Seeded by what they are thrown for, so that what one kind draws never depends on another."""
        return random.Random(f"{self.passage.id}[{self.start}:{self.end}] {kind}")


def shared_library(data: Path, content: Path) -> Library:
    """The evaluation data and the shipped statements in one library in memory."""
    folders = (data / "medline", data / "eutils", data / "jats", content)
    library = library_in_memory([file for folder in folders for file in files_under(folder)])
    trials = data / "trial_findings_dev.jsonl"
    library.add_records(trial_abstracts(trials), name=trials.name, kind="trial abstracts")
    return library


def trial_abstracts(path: Path) -> Iterator[Publication]:
    """The abstracts of a file of prompts (see ``findings.py``), each once, with its labelled sections."""
    seen: set[str] = set()
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["pmcid"] not in seen:
                seen.add(row["pmcid"])
                yield _trial(row)


def _trial(row: dict[str, Any]) -> Publication:
    identity = f"trial:{row['pmcid']}"
    before, *sections = _SECTION.split(row["abstract"])
    title, text = "", before
    if sections[:1] == ["TITLE"]:
        # A title is followed by its abstract, which has labels or none.
        title, _, text = sections[1].strip().partition("\n\n")
        sections = sections[2:]
    labelled = list(zip(sections[::2], sections[1::2], strict=True))
    parts = [("title", Kind.TITLE, "", fold(title)), ("abstract", Kind.ABSTRACT, "", fold(text))]
    parts += [(f"abstract.{label.lower()}", Kind.ABSTRACT, label, fold(said)) for label, said in labelled]
    return Publication(id=identity, title=fold(title), passages=lay_out(identity, parts), read=Read.ABSTRACT)


def true_claims(library: Library, half: Half) -> Iterator[TrueClaim]:
    """Every true claim of a half, in the order of the library. Texts that are not about people hold none.

    The shipped statements are what the checks are written beside, so all of them are in ``tune``.
    """
    for first in range(0, _MOST_KEYS, _KEYS_AT_ONCE):
        held = library.publications(range(first, first + _KEYS_AT_ONCE))
        if not held and first:
            return
        for publication in held.values():
            is_shipped = any(passage.kind is Kind.STATEMENT for passage in publication.passages)
            name = publication.id.rpartition(":")[2]
            if half != "held-back" if is_shipped else in_half(name, half):
                yield from _claims_of(publication)


def _claims_of(publication: Publication) -> Iterator[TrueClaim]:
    passages = [one for one in publication.passages if one.kind in (Kind.ABSTRACT, Kind.STATEMENT)]
    if not any(_OF_PEOPLE.search(passage.text) for passage in passages):
        return
    design = design_of(publication)
    for passage in passages:
        is_statement = passage.kind is Kind.STATEMENT
        source = _STATEMENTS if is_statement else _SOURCES.get(publication.id.partition(":")[0], "other")
        for finding in findings(passage, design=design):
            if is_statement or (finding.role in _TOLD and _is_whole(finding.text)):
                yield TrueClaim(
                    publication=publication,
                    passage=passage,
                    start=finding.start,
                    end=finding.end,
                    source=source,
                )


def _is_whole(text: str) -> bool:
    """Is it one sentence from its first word to its full stop, neither a heading nor a list?"""
    return (
        SHORTEST <= len(text) <= LONGEST
        and _WHOLE.fullmatch(text) is not None
        and text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
        and text.count(";") <= 3
    )
