"""An answer as Markdown (CommonMark): for a note, a message or a record. The same order as in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from curbside.surfaces.render import wording
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.edition import UNSAID, Edition, Group, Said, ShownVerdict, edition
from curbside.surfaces.render.effects import EffectRow, PassageOf, digits
from curbside.surfaces.render.forest import ForestPlot
from curbside.surfaces.render.policy import Paragraphs, disclaimer, policy
from curbside.verification.answer import (
    AMBIGUOUS,
    Abstention,
    Answer,
    Provenance,
    Reference,
    Unused,
    Withheld,
)

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>&~|$#])")
_OPENING: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])")


def render(
    outcome: Answer | Abstention,
    *,
    audience: Audience = Audience.CLINICIAN,
    passage_of: PassageOf = lambda _: None,
) -> str:
    """The outcome as one Markdown document, ending with a line break."""
    if isinstance(outcome, Answer):
        blocks = _answer(edition(outcome, audience, passage_of=passage_of))
    else:
        blocks = _abstention(outcome, audience)
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is written, wherever in a line it stands."""
    safe = _MARKUP.sub(r"\\\1", wording.printable(text))
    return _OPENING.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", safe)


def _answer(told: Edition) -> Iterator[str]:
    answer, headings = told.answer, told.headings
    yield f"# {escaped(told.title)}"
    yield _status(told.status)
    yield escaped(wording.written_by(answer))
    yield from _reading(answer.question.asked, answer.question.read_as, told.reading, told.title)
    yield f"## {headings.bottom_line}"
    yield from (_said(said) for said in told.bottom_line)
    if not told.bottom_line:
        yield escaped(UNSAID)
    yield from _verdicts(told)
    for section in told.sections:
        yield from _group(section)
    yield from _steps(told)
    yield from _looked_for(told)
    if told.apart:
        yield f"## {headings.apart}"
    for section in told.apart:
        yield from _group(section, level="###")
    if told.own_words:
        yield f"## {headings.own_words}"
        yield _list(map(_said, told.own_words))
    yield from _listed(headings.choices, [wording.choice(one) for one in answer.choices])
    yield from _listed(headings.follow_ups, answer.follow_ups)
    yield from _definitions(told)
    yield from _effects(headings.effects, told.effects)
    yield from _references(told)
    yield from _withheld(headings.withheld, answer.withheld)
    yield from _unused(headings.unused, answer.unused)
    yield from _policy(headings.policy, told.policy)
    yield _footer(answer.provenance, headings.disclaimer, told.disclaimer)


def _abstention(abstention: Abstention, audience: Audience) -> Iterator[str]:
    question, headings = abstention.question, audience.headings
    is_ambiguous = abstention.reason == AMBIGUOUS
    yield f"# {escaped(question.asked)}"
    yield escaped(wording.written_by(abstention))
    if not is_ambiguous:
        yield from _reading(question.asked, question.read_as, wording.understood(question), question.asked)
    yield f"## {wording.WHICH if is_ambiguous else 'No answer'}"
    yield _bold(wording.reason(abstention))
    if is_ambiguous:
        yield _list(escaped(wording.choice(one)) for one in abstention.choices)
    else:
        yield escaped(wording.searched(abstention))
        yield from _listed(headings.choices, [wording.choice(one) for one in abstention.choices])
    if abstention.searched.nearest:
        yield "## What came nearest"
        yield _list(
            f"{escaped(near.title)} ({escaped(near.passage)}): {escaped(near.quote)}"
            for near in abstention.searched.nearest
        )
    yield "## What would help"
    yield _list(escaped(advice) for advice in wording.what_would_help(abstention))
    yield from _withheld(headings.withheld, abstention.withheld)
    yield from _unused(headings.unused, abstention.unused)
    yield from _policy(headings.policy, policy(audience))
    yield _footer(abstention.provenance, headings.disclaimer, disclaimer(audience))


def _status(parts: Sequence[str]) -> str:
    return f"**{wording.UNREVIEWED}** · {escaped(' · '.join(parts))}"


def _reading(asked: str, read_as: str, lines: Sequence[str], title: str) -> Iterator[str]:
    if asked != title:
        yield f"Asked: {escaped(asked)}"
    if lines:
        yield f"Read as: {escaped(read_as)}"
        yield _list(map(escaped, lines))


def _verdicts(told: Edition) -> Iterator[str]:
    if not told.verdicts:
        return
    headings = told.headings
    yield f"## {headings.outcomes}"
    rows = [f"| {' | '.join(headings.columns)} |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {escaped(shown.outcome)} | {shown.direction} | {_certainty(shown)} "
        f"| {escaped(_rests_on(shown, headings.supporting, headings.opposing))} |"
        for shown in told.verdicts
    ]
    yield "\n".join(rows)
    if told.audience is not Audience.PATIENT:
        yield escaped(f"{wording.AUTOMATED}.")
    for shown in told.verdicts:
        yield from _verdict(shown, told)


def _verdict(shown: ShownVerdict, told: Edition) -> Iterator[str]:
    sides = [(told.headings.supporting, shown.supporting), (told.headings.opposing, shown.opposing)]
    if not shown.why and not any(claims for _, claims in sides):
        return
    yield f"### {escaped(shown.outcome)}"
    for side, claims in sides:
        if told.audience is Audience.PATIENT and claims:
            yield f"{_bold(side)}:"
            yield _list(map(_said, claims))
    if told.audience is not Audience.PATIENT:
        yield _list(f"{side}: {_said(said)}" for side, claims in sides for said in claims)
    for plot in shown.plots:
        yield from _plot(plot)
    if shown.why:
        yield f"{told.headings.why}: {escaped('; '.join(shown.why))}."


def _plot(plot: ForestPlot) -> Iterator[str]:
    rows = zip(plot.labels, plot.rows, strict=True)
    yield "\n".join(
        (
            f"| {escaped(plot.title)} | {escaped(plot.measure)} |",
            "| --- | --- |",
            *(f"| {escaped(label)} | {escaped(row.printed)} |" for label, row in rows),
        )
    )
    yield escaped(f"{wording.NOT_POOLED}.")


def _certainty(shown: ShownVerdict) -> str:
    return f"{wording.dots(shown.verdict.certainty)} {shown.sure}"


def _rests_on(shown: ShownVerdict, supporting: str, opposing: str) -> str:
    sides = zip((supporting, opposing), shown.rests_on, strict=True)
    return " · ".join(f"{side.lower()} {''.join(map(str, marks))}" for side, marks in sides if marks)


def _group(group: Group, *, level: str = "##") -> Iterator[str]:
    yield f"{level} {escaped(group.title)}"
    yield _list(map(_said, group.claims))


def _steps(told: Edition) -> Iterator[str]:
    if not told.steps:
        return
    yield f"## {told.headings.steps}"
    for number, step in enumerate(told.steps, start=1):
        lead = f"{number}. "
        actions = "".join(f"\n{' ' * len(lead)}- {_said(action)}" for action in step.claims)
        yield f"{lead}{_bold(step.title)}{escaped(step.note)}{actions}"


def _looked_for(told: Edition) -> Iterator[str]:
    if not told.looked_for:
        return
    yield f"## {told.headings.looked_for}"
    lines = []
    for slot in told.looked_for:
        status = told.headings.found if slot.found else f"**{told.headings.not_found}**"
        lines.append(f"- {escaped(slot.title)}: {status}")
        lines += [f"  - {_said(said)}" for said in slot.claims]
    yield "\n".join(lines)


def _definitions(told: Edition) -> Iterator[str]:
    if told.definitions:
        yield f"## {told.headings.definitions}"
        yield _list(f"{_bold(one.word)}: {escaped(one.means)}" for one in told.definitions)


def _effects(heading: str, rows: Sequence[EffectRow]) -> Iterator[str]:
    if not rows:
        return
    yield f"## {heading}"
    yield "\n".join(
        (
            "| Outcome | Study | Design | Measure | Estimate | Interval | Level | n |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *(f"| {' | '.join(map(escaped, _effect(row)))} |" for row in rows),
        )
    )
    yield escaped(f"{wording.NOT_POOLED}.")


def _effect(row: EffectRow) -> tuple[str, ...]:
    one = row.estimate
    design = row.reference.kind if row.reference else ""
    people = "not stated" if row.people is None else f"{row.people:,}"
    interval = f"{digits(one.low)} to {digits(one.high)}"
    return (
        *(row.outcome, row.cited, design, one.measure),
        *(digits(one.value), interval, row.level or "not stated", people),
    )


def _references(told: Edition) -> Iterator[str]:
    references = told.answer.references
    if not references:
        return
    yield f"## {told.headings.references}"
    if told.audience is Audience.PATIENT:
        yield "\n".join(_short_reference(reference, references) for reference in references)
    else:
        yield escaped(wording.kinds(references))
        yield "\n".join(_reference(reference, references) for reference in references)


def _reference(reference: Reference, references: Sequence[Reference]) -> str:
    title = wording.printable(reference.title).removesuffix(".")
    details = escaped(" · ".join(wording.known_of(reference)))
    printed = f"{escaped(title)}. {escaped(wording.printed_in(reference))} {details}"
    return f"- \\[{reference.number}\\] {_alerts(reference, references)}{printed}"


def _short_reference(reference: Reference, references: Sequence[Reference]) -> str:
    details = " · ".join((wording.short_name(reference), *wording.identifiers(reference)))
    return f"- \\[{reference.number}\\] {_alerts(reference, references)}{escaped(details)}"


def _alerts(reference: Reference, references: Sequence[Reference]) -> str:
    return "".join(f"{_bold(str(alert))}. " for alert in wording.alerts(reference, references))


def _withheld(heading: str, withheld: Sequence[Withheld]) -> Iterator[str]:
    if withheld:
        yield f"## {heading}: {wording.counted(len(withheld), 'claim')} failed a check"
        yield wording.NOT_SHOWN
        yield _list(f"{escaped(claim.text)} ({escaped(wording.withheld(claim))})" for claim in withheld)


def _unused(heading: str, unused: Sequence[Unused]) -> Iterator[str]:
    if unused:
        yield f"## {heading}: {wording.counted(len(unused), 'retrieved source')}"
        yield _list(
            f"{escaped(reason)}: {escaped(', '.join(ids))}" for reason, ids in wording.by_reason(unused)
        )


def _listed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"## {heading}"
        yield _list(map(escaped, lines))


def _policy(heading: str, paragraphs: Paragraphs) -> Iterator[str]:
    yield f"## {heading}"
    yield _list(f"{_bold(title)}: {escaped(text)}" for title, text in paragraphs)


def _footer(provenance: Provenance, heading: str, text: str) -> str:
    library = f"{escaped(wording.library(provenance))}. {wording.UNREVIEWED}."
    return f"---\n\n{_bold(f'{heading}.')} {escaped(text)}\n\n{library}"


def _said(said: Said) -> str:
    cited = "".join(str(mark) for mark in said.marks)
    place = f"{_bold(f'{said.place}:')} " if said.place else ""
    certainty = f"({said.certainty})" if said.certainty else ""
    after = (
        cited,
        f"({said.whose})" if said.whose else "",
        certainty,
        said.rates.sentence if said.rates else "",
        said.care,
    )
    doubt = f" {_bold(said.doubt)}" if said.doubt else ""
    return f"{place}{escaped(' '.join((said.text, *(part for part in after if part))))}{doubt}"


def _bold(text: str) -> str:
    """Four asterisks around nothing would be shown."""
    return f"**{escaped(text)}**" if text.strip() else ""


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
