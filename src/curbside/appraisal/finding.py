"""Findings: the sentences of a publication, each with where it stands and what it is.

`findings` does only what ranking needs (spans, roles and the design), because `ask` reads some fifty
abstracts for every question. Figures and direction are worked out when someone asks a finding for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curbside.appraisal.design import Design, design_named, design_of
from curbside.appraisal.direction import Direction, direction
from curbside.appraisal.estimates import Estimate, estimates
from curbside.appraisal.role import Role, roles
from curbside.literature.publication import Passage, Publication, Statement
from curbside.literature.sentences import sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Characters ``[start, end)`` of a passage that say one thing, and the design of its study."""

    passage: Passage
    start: int
    end: int
    role: Role
    design: Design

    @property
    def text(self) -> str:
        """The passage's own characters."""
        return self.passage.text[self.start : self.end]

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The figures of the text, with offsets within it. Read anew at every call: keep what you need."""
        return estimates(self.text)

    def direction(self, *, outcome: str = "") -> Direction | None:
        """Which way the outcome went; of an evidence statement, what its author says. None: not said.

        Read anew at every call, as `estimates` is.
        """
        statement = self.passage.statement
        if statement is None or not statement.direction:
            return direction(self.text, outcome=outcome)
        return _stated_direction(statement)


def findings(publication: Publication) -> tuple[Finding, ...]:
    """Every sentence of every passage, in reading order, titles and tables included.

    An evidence statement is one finding however many sentences it has: its author wrote it as one, and
    its design is the one the statement names.
    """
    design = design_of(publication)
    return tuple(
        finding for passage in publication.passages for finding in _findings_of(passage, design=design)
    )


def _findings_of(passage: Passage, *, design: Design) -> Iterator[Finding]:
    if passage.statement is not None:
        yield Finding(
            passage=passage,
            start=0,
            end=len(passage.text),
            role=Role.RESULTS,
            design=_stated_design(passage.statement) or design,
        )
        return
    spans = sentences(passage.text)
    said = roles([passage.text[start:end] for start, end in spans], heading=passage.heading)
    for (start, end), role in zip(spans, said, strict=True):
        yield Finding(passage=passage, start=start, end=end, role=role, design=design)


def _stated_design(statement: Statement) -> Design | None:
    named = design_named(statement.design)
    return None if named is Design.NOT_STATED else named


def _stated_direction(statement: Statement) -> Direction | None:
    """The statement's own word where it is one of ours; else what its wording says, None for ``mixed``."""
    stated = statement.direction.casefold()
    return next((way for way in Direction if way.value == stated), None) or direction(statement.direction)
