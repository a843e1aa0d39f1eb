"""The claims that actions rest on: are they there, and do they still say what the board approved?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import msgspec

from curbside.literature.content import EvidenceStatement
from curbside.pathway.checker.finding import Finding, Severity
from curbside.pathway.definition import Pathway

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
    for what, line, table, row, claim in _cited(pathway):
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


def _cited(pathway: Pathway) -> Iterator[tuple[str, int, str, str, str]]:
    for declared in pathway.inputs.values():
        for conversion in declared.conversions:
            for claim in conversion.claims:
                yield f"the conversion of {declared.label}", declared.line, "", "", claim
    for limit in pathway.limits:
        for claim in limit.claims:
            yield f"the limit of {limit.amount} {limit.unit}", limit.line, "", "", claim
    for table in pathway.tables:
        for row in table.rows:
            for action in row.actions:
                for claim in action.claims:
                    yield f"row {row.id} of {table.id}", action.line, table.id, row.id, claim


def _changed(pathway: Pathway, statements: Mapping[str, EvidenceStatement]) -> Iterator[Finding]:
    cited = {claim for *_, claim in _cited(pathway)}
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
    cited = sorted({claim for *_, claim in _cited(pathway)})
    return {claim: claim_hash(statements[claim]) for claim in cited if claim in statements}
