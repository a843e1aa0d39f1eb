"""Findings: the sentences of a passage, each with where it stands and what it is.

`findings` does only what ranking needs (spans and roles), because `ask` reads dozens of abstracts for every
question. Figures and direction are worked out when someone asks a finding for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curbside.appraisal.design import Design, design_named
from curbside.appraisal.direction import Direction, direction
from curbside.appraisal.estimates import Estimate, estimates
from curbside.appraisal.role import Role, roles
from curbside.literature.publication import Kind, Passage, Statement
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


def cut(passage: Passage) -> list[tuple[int, int]]:
    """The spans of a passage that can be findings: its sentences, or the whole of an evidence statement.

    A statement is never cut, however many sentences it has: its author wrote it as one finding.
    """
    return [(0, len(passage.text))] if passage.kind is Kind.STATEMENT else sentences(passage.text)


def findings(
    passage: Passage, *, design: Design, spans: Sequence[tuple[int, int]] | None = None
) -> tuple[Finding, ...]:
    """Every sentence of a passage of a study of this design, in order; ``spans`` are its `cut`, if known.

    A statement's own design goes before its publication's.
    """
    spans = cut(passage) if spans is None else spans
    if passage.statement is not None:
        said: Sequence[Role] = (Role.RESULTS,) * len(spans)
        design = _stated_design(passage.statement) or design
    else:
        said = roles([passage.text[start:end] for start, end in spans], heading=passage.heading)
    return tuple(
        Finding(passage=passage, start=start, end=end, role=role, design=design)
        for (start, end), role in zip(spans, said, strict=True)
    )


def _stated_design(statement: Statement) -> Design | None:
    named = design_named(statement.design)
    return None if named is Design.NOT_STATED else named


def _stated_direction(statement: Statement) -> Direction | None:
    """The statement's own word where it is one of ours; else what its wording says, None for ``mixed``."""
    stated = statement.direction.casefold()
    return next((way for way in Direction if way.value == stated), None) or direction(statement.direction)
