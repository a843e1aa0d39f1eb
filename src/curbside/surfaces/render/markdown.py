"""An answer as Markdown (CommonMark): for a note, a message or a record. The same order as in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from curbside.question.reading import ClinicalQuestion
from curbside.surfaces.render import wording
from curbside.verification.answer import (
    Abstention,
    Answer,
    Omission,
    OutcomeVerdict,
    Provenance,
    Reference,
    Section,
    Step,
    Unused,
    UpheldClaim,
    Withheld,
)

References = Mapping[int, Reference]

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>&~|$#])")
_OPENING: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])")


def render(outcome: Answer | Abstention) -> str:
    """The outcome as one Markdown document, ending with a line break."""
    blocks = _answer(outcome) if isinstance(outcome, Answer) else _abstention(outcome)
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is written, wherever in a line it stands."""
    safe = _MARKUP.sub(r"\\\1", wording.printable(text))
    return _OPENING.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", safe)


def _answer(answer: Answer) -> Iterator[str]:
    references = {reference.number: reference for reference in answer.references}
    yield f"# {escaped(answer.question.asked)}"
    yield _reading(answer.question)
    yield "## Bottom line"
    yield from (_claim(claim, references) for claim in answer.bottom_line)
    yield from _verdicts(answer.verdicts, references)
    for section in answer.sections:
        yield from _section(section, references)
    yield from _steps(answer.steps)
    yield from _omissions(answer.omissions, references)
    yield from _references(answer.references)
    yield from _withheld(answer.withheld)
    yield from _unused(answer.unused)
    yield from _follow_ups(answer.follow_ups)
    yield _footer(answer.provenance)


def _abstention(abstention: Abstention) -> Iterator[str]:
    yield f"# {escaped(abstention.question.asked)}"
    yield _reading(abstention.question)
    yield "## No answer"
    yield _bold(wording.reason(abstention))
    yield escaped(wording.searched(abstention))
    if abstention.searched.nearest:
        yield "## What came nearest"
        yield _list(
            f"{escaped(near.title)} ({escaped(near.passage)}): {escaped(near.quote)}"
            for near in abstention.searched.nearest
        )
    yield "## What would help"
    yield _list(escaped(advice) for advice in wording.what_would_help(abstention))
    yield from _withheld(abstention.withheld)
    yield from _unused(abstention.unused)
    yield _footer(abstention.provenance)


def _reading(question: ClinicalQuestion) -> str:
    if not question.senses:
        return ""
    senses = (f"{_bold(s.short)} is {escaped(s.long)}: {escaped(wording.sense(s))}" for s in question.senses)
    return f"Read as: {escaped(question.read_as)}\n\n{_list(senses)}"


def _verdicts(verdicts: Sequence[OutcomeVerdict], references: References) -> Iterator[str]:
    if not verdicts:
        return
    yield "## Outcome by outcome"
    rows = ["| Outcome | Verdict | Certainty | Why |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {escaped(v.outcome)} | {v.direction} | {wording.dots(v.certainty)} {v.certainty} "
        f"| {escaped('; '.join(v.why))} |"
        for v in verdicts
    ]
    yield "\n".join(rows)
    for verdict in verdicts:
        sides = [("For", claim) for claim in verdict.supporting] + [("Against", c) for c in verdict.opposing]
        if sides:
            yield f"### {escaped(verdict.outcome)}"
            yield _list(f"{side}: {_claim(claim, references)}" for side, claim in sides)


def _section(section: Section, references: References) -> Iterator[str]:
    yield f"## {escaped(section.title)}"
    yield _list(_claim(claim, references) for claim in section.claims)


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    if not steps:
        return
    yield "## What to do"
    for number, step in enumerate(steps, start=1):
        lead = f"{number}. "
        actions = "".join(f"\n{' ' * len(lead)}- {escaped(action)}" for action in step.actions)
        yield f"{lead}{_bold(step.title)} (pathway {escaped(step.pathway)}, {escaped(step.node)}){actions}"


def _omissions(omissions: Sequence[Omission], references: References) -> Iterator[str]:
    if not omissions:
        return
    yield "## What was looked for"
    lines = []
    for omission in omissions:
        status = "found" if omission.status == "found" else "**not found in this library**"
        lines.append(f"- {escaped(omission.slot)}: {status}")
        lines += [f"  - {_claim(claim, references)}" for claim in omission.claims]
    yield "\n".join(lines)


def _references(references: Sequence[Reference]) -> Iterator[str]:
    if references:
        yield "## References"
        yield "\n".join(_reference(reference) for reference in references)


def _reference(reference: Reference) -> str:
    alerts = "".join(f"{_bold(warning)}. " for warning in wording.warnings(reference))
    title = wording.printable(reference.title).removesuffix(".")
    known = (reference.kind, wording.read(reference), *wording.identifiers(reference))
    details = escaped(" · ".join(part for part in known if part))
    printed = f"{escaped(title)}. {escaped(wording.printed_in(reference))} {details}"
    return f"- \\[{reference.number}\\] {alerts}{printed}"


def _withheld(withheld: Sequence[Withheld]) -> Iterator[str]:
    if withheld:
        yield f"## Withheld: {wording.counted(len(withheld), 'claim')} failed a check"
        yield _list(
            f"{escaped(claim.text)} ({escaped(f'{claim.check}: {claim.reason}')})" for claim in withheld
        )


def _unused(unused: Sequence[Unused]) -> Iterator[str]:
    if unused:
        yield f"## Unused: {wording.counted(len(unused), 'retrieved source')}"
        yield _list(
            f"{escaped(reason)}: {escaped(', '.join(ids))}" for reason, ids in wording.by_reason(unused)
        )


def _follow_ups(follow_ups: Sequence[str]) -> Iterator[str]:
    if follow_ups:
        yield "## Ask next"
        yield _list(escaped(question) for question in follow_ups)


def _footer(provenance: Provenance) -> str:
    return f"---\n\n{escaped(wording.library(provenance))}. {wording.UNREVIEWED}. {wording.AUDIENCE}"


def _claim(claim: UpheldClaim, references: References) -> str:
    cited = "".join(str(mark) for mark in wording.marks(claim, references))
    return escaped(f"{wording.sentence(claim, references)} {cited}")


def _bold(text: str) -> str:
    """Four asterisks around nothing would be shown."""
    return f"**{escaped(text)}**" if text.strip() else ""


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
