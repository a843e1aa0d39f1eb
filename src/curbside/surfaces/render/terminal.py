"""An answer in a terminal: bottom line first, readable at 80 columns, with and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from curbside.surfaces.render import wording
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.edition import UNSAID, Edition, Group, Said, ShownVerdict, edition
from curbside.surfaces.render.effects import EffectRow, PassageOf
from curbside.surfaces.render.policy import disclaimer, policy
from curbside.surfaces.render.sheet import Sheet
from curbside.verification.answer import (
    AMBIGUOUS,
    Abstention,
    Answer,
    Provenance,
    Reference,
    Unused,
    Withheld,
)

_NAMED: Final = 3
"""Of so few sources left out for one reason each is named: where one was retracted, a reader asks which."""
_DIRECTION_STYLES: Final = {"benefit": "bold green", "harm": "bold red"}


def render(
    outcome: Answer | Abstention,
    *,
    width: int,
    colour: bool,
    audience: Audience = Audience.CLINICIAN,
    passage_of: PassageOf = lambda _: None,
) -> str:
    """The outcome as text of at most ``width`` cells a line, ending with a line break."""
    sheet = Sheet(width=width, colour=colour)
    if isinstance(outcome, Answer):
        _answer(sheet, edition(outcome, audience, passage_of=passage_of))
    else:
        _abstention(sheet, outcome, audience)
    return str(sheet)


def _answer(sheet: Sheet, told: Edition) -> None:
    answer, headings = told.answer, told.headings
    sheet.write((told.title, "bold"))
    sheet.write((wording.UNREVIEWED, "bold yellow"), f" · {' · '.join(told.status)}")
    _writer(sheet, answer)
    _reading(sheet, answer.question.asked, answer.question.read_as, told.reading, told.title)
    _bottom_line(sheet, told)
    _verdicts(sheet, told)
    for section in told.sections:
        _group(sheet, section)
    _steps(sheet, told)
    _looked_for(sheet, told)
    _apart(sheet, told)
    _claims(sheet, headings.own_words, told.own_words)
    _numbered(sheet, headings.choices, map(wording.choice, answer.choices))
    _listed(sheet, headings.follow_ups, answer.follow_ups)
    _listed(sheet, headings.definitions, [f"{one.word}: {one.means}" for one in told.definitions])
    _effects(sheet, headings.effects, told.effects)
    _references(sheet, told)
    _withheld(sheet, headings.withheld, answer.withheld)
    _unused(sheet, headings.unused, answer.unused)
    _footer(sheet, answer.provenance, told.audience)


def _abstention(sheet: Sheet, abstention: Abstention, audience: Audience) -> None:
    question, headings = abstention.question, audience.headings
    is_ambiguous = abstention.reason == AMBIGUOUS
    _writer(sheet, abstention)
    # A question that is asked back has not been read in any sense yet.
    understood = () if is_ambiguous else wording.understood(question)
    _reading(sheet, question.asked, question.read_as, understood, question.asked)
    sheet.heading(wording.WHICH if is_ambiguous else "No answer")
    sheet.write((wording.reason(abstention), "bold"), indent=2)
    if is_ambiguous:
        _numbered(sheet, "", map(wording.choice, abstention.choices))
    else:
        sheet.write(wording.searched(abstention), indent=2)
    if abstention.searched.nearest:
        sheet.heading("What came nearest")
    for near in abstention.searched.nearest:
        sheet.write(f"{near.title} ", (near.passage, "cyan"), bullet="• ", indent=2)
        sheet.write((near.quote, "dim"), indent=4)
    if not is_ambiguous:
        _numbered(sheet, headings.choices, map(wording.choice, abstention.choices))
    _listed(sheet, "What would help", wording.what_would_help(abstention))
    _withheld(sheet, headings.withheld, abstention.withheld)
    _unused(sheet, headings.unused, abstention.unused)
    _footer(sheet, abstention.provenance, audience)


def _writer(sheet: Sheet, outcome: Answer | Abstention) -> None:
    if line := wording.written_by(outcome):
        sheet.write((line, "bold yellow" if outcome.provenance.fallback else ""))


def _reading(sheet: Sheet, asked: str, read_as: str, lines: Sequence[str], title: str) -> None:
    if asked != title:
        sheet.write(("Asked: ", "dim"), (asked, "dim"))
    if lines:
        sheet.write(("Read as: ", "bold"), read_as)
    for line in lines:
        sheet.write(line, indent=2)


def _bottom_line(sheet: Sheet, told: Edition) -> None:
    sheet.heading(told.headings.bottom_line)
    for said in told.bottom_line:
        _said(sheet, said, bullet="", style="bold")
    if not told.bottom_line:
        sheet.write(UNSAID, indent=2)


def _verdicts(sheet: Sheet, told: Edition) -> None:
    if not told.verdicts:
        return
    sheet.heading(told.headings.outcomes)
    if told.audience is not Audience.PATIENT:
        sheet.write((f"{wording.AUTOMATED}.", "dim"), indent=2)
    for shown in told.verdicts:
        _verdict(sheet, shown, told)


def _verdict(sheet: Sheet, shown: ShownVerdict, told: Edition) -> None:
    headings = told.headings
    style = _DIRECTION_STYLES.get(shown.verdict.direction, "bold yellow")
    certainty = f"{wording.dots(shown.verdict.certainty)} {shown.sure}"
    named = "" if told.audience is Audience.PATIENT else " certainty"
    sheet.write((f"{shown.outcome}: ", "bold"), (shown.direction, style), f" · {certainty}{named}", indent=2)
    if shown.why:
        sheet.write((f"{headings.why}: ", "dim"), "; ".join(shown.why), indent=4)
    for side, claims in ((headings.supporting, shown.supporting), (headings.opposing, shown.opposing)):
        _side(sheet, side, claims, told.audience)
    for plot in shown.plots:
        sheet.write((f"{plot.title} ", "bold"), (f"{wording.NOT_POOLED}.", "dim"), indent=4)
        for label, row in zip(plot.labels, plot.rows, strict=True):
            sheet.write(f"{label}: {row.printed}", indent=6)


def _side(sheet: Sheet, side: str, claims: Sequence[Said], audience: Audience) -> None:
    """A side's name before each of its claims; one that is a whole phrase, once above them."""
    if audience is not Audience.PATIENT:
        for said in claims:
            _said(sheet, said, bullet=f"{side}: ", indent=4)
    elif claims:
        sheet.write((f"{side}:", "bold"), indent=4)
        for said in claims:
            _said(sheet, said, bullet="- ", indent=4)


def _group(sheet: Sheet, group: Group) -> None:
    _claims(sheet, group.title, group.claims)


def _claims(sheet: Sheet, heading: str, claims: Sequence[Said]) -> None:
    if claims:
        sheet.heading(heading)
    for said in claims:
        _said(sheet, said)


def _steps(sheet: Sheet, told: Edition) -> None:
    if told.steps:
        sheet.heading(told.headings.steps)
    for number, step in enumerate(told.steps, start=1):
        sheet.write((step.title, "bold"), (step.note, "dim"), bullet=f"{number}. ", indent=2)
        for action in step.claims:
            _said(sheet, action, bullet="- ", indent=5)


def _looked_for(sheet: Sheet, told: Edition) -> None:
    if told.looked_for:
        sheet.heading(told.headings.looked_for)
    for slot in told.looked_for:
        status = (told.headings.found, "green") if slot.found else (told.headings.not_found, "red")
        sheet.write(f"{slot.title}: ", status, bullet="• ", indent=2)
        for said in slot.claims:
            _said(sheet, said, bullet="- ", indent=4)


def _apart(sheet: Sheet, told: Edition) -> None:
    if told.apart:
        sheet.heading(told.headings.apart)
    for section in told.apart:
        sheet.write((section.title, "bold"), indent=2)
        for said in section.claims:
            _said(sheet, said, indent=4)


def _effects(sheet: Sheet, heading: str, rows: Sequence[EffectRow]) -> None:
    if rows:
        sheet.heading(heading)
        sheet.write((f"{wording.NOT_POOLED}.", "dim"), indent=2)
    for row in rows:
        design = row.reference.kind if row.reference else ""
        people = "n not stated" if row.people is None else f"n = {row.people:,}"
        known = " · ".join(part for part in (row.cited, design, people) if part)
        figure = f"{row.estimate.measure} {row.printed}"
        sheet.write((f"{row.outcome}: ", "bold"), f"{figure} · {known}", bullet="• ", indent=2)


def _references(sheet: Sheet, told: Edition) -> None:
    references = told.answer.references
    if not references:
        return
    sheet.heading(told.headings.references)
    if told.audience is Audience.PATIENT:
        for reference in references:
            known = " · ".join((wording.short_name(reference), *wording.identifiers(reference)))
            lead = f"[{reference.number}] "
            sheet.write(*_alerts(reference, references), known, bullet=lead, indent=2)
        return
    sheet.write((wording.kinds(references), "dim"), indent=2)
    for reference in references:
        _reference(sheet, reference, references)


def _reference(sheet: Sheet, reference: Reference, references: Sequence[Reference]) -> None:
    lead = f"[{reference.number}] "
    sheet.write(*_alerts(reference, references), (reference.title, "bold"), bullet=lead, indent=2)
    if printed := wording.printed_in(reference):
        sheet.write(printed, indent=2 + len(lead))
    sheet.write((" · ".join(wording.known_of(reference)), "dim"), indent=2 + len(lead))


def _alerts(reference: Reference, references: Sequence[Reference]) -> list[tuple[str, str]]:
    return [(f"{alert}. ", "bold red") for alert in wording.alerts(reference, references)]


def _withheld(sheet: Sheet, heading: str, withheld: Sequence[Withheld]) -> None:
    if not withheld:
        return
    sheet.heading(f"{heading}: {wording.counted(len(withheld), 'claim')} failed a check")
    sheet.write((wording.NOT_SHOWN, "dim"), indent=2)
    for claim in withheld:
        sheet.write(
            f"{wording.printable(claim.text)} ",
            (f"({wording.withheld(claim)})", "dim"),
            bullet="✗ ",
            indent=2,
        )


def _unused(sheet: Sheet, heading: str, unused: Sequence[Unused]) -> None:
    if not unused:
        return
    sheet.heading(f"{heading}: {wording.counted(len(unused), 'retrieved source')}")
    for reason, ids in wording.by_reason(unused):
        named = f": {', '.join(ids)}" if len(ids) <= _NAMED else ""
        sheet.write(f"{len(ids)}: {reason}{named}", bullet="• ", indent=2)


def _listed(sheet: Sheet, heading: str, lines: Iterable[str]) -> None:
    shown = tuple(lines)
    if shown:
        sheet.heading(heading)
    for line in shown:
        sheet.write(line, bullet="• ", indent=2)


def _numbered(sheet: Sheet, heading: str, lines: Iterable[str]) -> None:
    """Lines to choose from, by the key that each is chosen with."""
    shown = tuple(lines)
    if shown and heading:
        sheet.heading(heading)
    for number, line in enumerate(shown, start=1):
        sheet.write(line, bullet=f"{number}  ", indent=2)


def _footer(sheet: Sheet, provenance: Provenance, audience: Audience) -> None:
    sheet.heading(audience.headings.policy)
    for title, text in policy(audience):
        sheet.write((f"{title}: ", "bold"), (text, "dim"), indent=2)
    sheet.gap()
    sheet.write(
        (f"{audience.headings.disclaimer}. ", "bold"), f"{wording.UNREVIEWED}. {disclaimer(audience)}"
    )
    sheet.write((wording.library(provenance), "dim"))


def _said(sheet: Sheet, said: Said, *, bullet: str = "• ", indent: int = 2, style: str = "") -> None:
    cited = "".join(str(mark) for mark in said.marks)
    place = [(f"{said.place}: ", "bold")] if said.place else []
    certainty = f"({said.certainty})" if said.certainty else ""
    after = (certainty, said.rates.sentence if said.rates else "", said.care)
    parts = [(f" ({said.whose})", "magenta")] if said.whose else []
    parts += [(f" {part}", "") for part in after if part]
    parts += [(f" {said.doubt}", "bold yellow")] if said.doubt else []
    sheet.write(*place, (said.text, style), (f" {cited}", "cyan"), *parts, bullet=bullet, indent=indent)
