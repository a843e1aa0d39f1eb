"""The claims that actions rest on: are they there, and do they still say what the board approved?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from curbside.literature.content import EvidenceStatement
from curbside.pathway.checker.finding import Finding, Severity
from curbside.pathway.definition import Input, Pathway
from curbside.pathway.engine import shown_value

_DIGITS = 16


def claim_hash(statement: EvidenceStatement) -> str:
    """The first 16 hexadecimal digits of SHA-256 over all that a statement says, and of what it rests on."""
    said = {
        "id": statement.id,
        "text": statement.text,
        "source": statement.source,
        "about": msgspec.to_builtins(statement.about),
    }
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()[:_DIGITS]


def claims(pathway: Pathway, statements: Mapping[str, EvidenceStatement]) -> Iterator[Finding]:
    """Claims that no statement beside the pathway has, statements that have changed or that another has replaced."""
    told: set[str] = set()
    for what, line, claim, table, row in _citations(pathway):
        if claim not in statements:
            yield Finding(
                severity=Severity.ERROR,
                code="dangling-claim",
                message=f"{what} cites '{claim}', which no statement beside the pathway has",
                line=line,
                table=table,
                rows=(row,) if row else (),
            )
        elif claim not in told and (newer := statements[claim].about.superseded_by):
            told.add(claim)
            yield Finding(
                severity=Severity.WARNING,
                code="superseded-claim",
                message=f"{what} cites '{claim}', which '{newer}' has replaced",
                line=line,
                table=table,
                rows=(row,) if row else (),
            )
    yield from _changed(pathway, statements)


class _Citation(NamedTuple):
    """One claim, and what in the pathway rests on it."""

    what: str
    line: int
    claim: str
    table: str = ""
    row: str = ""


def _citations(pathway: Pathway) -> Iterator[_Citation]:
    for declared in pathway.inputs.values():
        yield from _of_input(declared)
    for limit in pathway.limits:
        what = f"the limit of {shown_value(limit.amount)} {limit.unit}"
        yield from (_Citation(what, limit.line, claim) for claim in limit.claims)
    for table in pathway.tables:
        for row in table.rows:
            what = f"row {row.id} of {table.id}"
            for action in row.actions:
                for claim in action.claims:
                    yield _Citation(what, action.line, claim, table.id, row.id)


def _of_input(declared: Input) -> Iterator[_Citation]:
    if declared.assay:
        what = f"the assay of {declared.label}"
        yield from (_Citation(what, declared.line, claim) for claim in declared.assay.claims)
    for conversion in declared.conversions:
        what = f"the conversion of {declared.label}"
        yield from (_Citation(what, declared.line, claim) for claim in conversion.claims)


def _changed(pathway: Pathway, statements: Mapping[str, EvidenceStatement]) -> Iterator[Finding]:
    cited = {one.claim for one in _citations(pathway)}
    for claim, pinned in pathway.pinned.items():
        found = claim_hash(statements[claim]) if claim in statements else ""
        if found and found != pinned:
            yield Finding(
                severity=Severity.ERROR,
                code="changed-claim",
                message=f"'{claim}' says something else than when it was approved (then {pinned}, now {found}): "
                "have it approved again, then pin it with 'curbside pathway check --pin'",
                line=1,
            )
        if claim not in cited:
            yield Finding(
                severity=Severity.WARNING,
                code="unused-pin",
                message=f"'{claim}' is pinned, and nothing rests on it",
                line=1,
            )
    unpinned = sorted(cited - pathway.pinned.keys())
    if pathway.pinned and unpinned:
        yield Finding(
            severity=Severity.WARNING,
            code="unpinned-claim",
            message=f"not pinned, though others are: {', '.join(unpinned)}",
            line=1,
        )
    if pathway.status == "active" and not pathway.pinned:
        yield Finding(
            severity=Severity.WARNING,
            code="unpinned-claim",
            message="the pathway is active and pins none of its claims, so that a change to one would go unseen",
            line=1,
        )


def pins(pathway: Pathway, statements: Mapping[str, EvidenceStatement]) -> dict[str, str]:
    """Of every claim that is cited and there, its hash as it stands."""
    cited = sorted({one.claim for one in _citations(pathway)})
    return {claim: claim_hash(statements[claim]) for claim in cited if claim in statements}
