"""An answer in a terminal: bottom line first, readable at 80 columns, with and without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from curbside.question.reading import ClinicalQuestion
from curbside.surfaces.render import wording
from curbside.surfaces.render.sheet import Sheet
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

_DIRECTION_STYLES: Final = {"benefit": "bold green", "harm": "bold red"}


def render(outcome: Answer | Abstention, *, width: int, colour: bool) -> str:
    """The outcome as text of at most ``width`` cells a line, ending with a line break."""
    sheet = Sheet(width=width, colour=colour)
    if isinstance(outcome, Answer):
        _answer(sheet, outcome)
    else:
        _abstention(sheet, outcome)
    return str(sheet)


def _answer(sheet: Sheet, answer: Answer) -> None:
    references = {reference.number: reference for reference in answer.references}
    _reading(sheet, answer.question)
    _bottom_line(sheet, answer.bottom_line, references)
    _verdicts(sheet, answer.verdicts, references)
    for section in answer.sections:
        _section(sheet, section, references)
    _steps(sheet, answer.steps)
    _omissions(sheet, answer.omissions, references)
    _references(sheet, answer.references)
    _withheld(sheet, answer.withheld)
    _unused(sheet, answer.unused)
    _follow_ups(sheet, answer.follow_ups)
    _footer(sheet, answer.provenance)


def _abstention(sheet: Sheet, abstention: Abstention) -> None:
    _reading(sheet, abstention.question)
    sheet.heading("No answer")
    sheet.write((wording.reason(abstention), "bold"), indent=2)
    sheet.write(wording.searched(abstention), indent=2)
    if abstention.searched.nearest:
        sheet.heading("What came nearest")
    for near in abstention.searched.nearest:
        sheet.write(f"{near.title} ", (near.passage, "cyan"), bullet="• ", indent=2)
        sheet.write((near.quote, "dim"), indent=4)
    sheet.heading("What would help")
    for advice in wording.what_would_help(abstention):
        sheet.write(advice, bullet="• ", indent=2)
    _withheld(sheet, abstention.withheld)
    _unused(sheet, abstention.unused)
    _footer(sheet, abstention.provenance)


def _reading(sheet: Sheet, question: ClinicalQuestion) -> None:
    if not question.senses:
        return
    sheet.write(("Read as: ", "bold"), question.read_as)
    for choice in question.senses:
        sheet.write((choice.short, "bold"), f" is {choice.long}: {wording.sense(choice)}", indent=2)


def _bottom_line(sheet: Sheet, claims: Sequence[UpheldClaim], references: References) -> None:
    sheet.heading("Bottom line")
    for claim in claims:
        _claim(sheet, claim, references, bullet="", style="bold")


def _verdicts(sheet: Sheet, verdicts: Sequence[OutcomeVerdict], references: References) -> None:
    if verdicts:
        sheet.heading("Outcome by outcome")
    for verdict in verdicts:
        sheet.write(
            f"{verdict.outcome}: ",
            (verdict.direction, _DIRECTION_STYLES.get(verdict.direction, "bold yellow")),
            f" · certainty {verdict.certainty} {wording.dots(verdict.certainty)}",
            indent=2,
        )
        if verdict.why:
            sheet.write(("Why: ", "dim"), "; ".join(verdict.why), indent=4)
        for side, claims in (("For", verdict.supporting), ("Against", verdict.opposing)):
            for claim in claims:
                _claim(sheet, claim, references, bullet=f"{side}: ", indent=4)


def _section(sheet: Sheet, section: Section, references: References) -> None:
    sheet.heading(section.title)
    for claim in section.claims:
        _claim(sheet, claim, references)


def _steps(sheet: Sheet, steps: Sequence[Step]) -> None:
    if steps:
        sheet.heading("What to do")
    for number, step in enumerate(steps, start=1):
        sheet.write(
            (step.title, "bold"),
            (f" (pathway {step.pathway}, {step.node})", "dim"),
            bullet=f"{number}. ",
            indent=2,
        )
        for action in step.actions:
            sheet.write(action, bullet="- ", indent=5)


def _omissions(sheet: Sheet, omissions: Sequence[Omission], references: References) -> None:
    if omissions:
        sheet.heading("What was looked for")
    for omission in omissions:
        missing = omission.status == "not found"
        status = ("not found in this library", "red") if missing else ("found", "green")
        sheet.write(f"{omission.slot}: ", status, bullet="• ", indent=2)
        for claim in omission.claims:
            _claim(sheet, claim, references, bullet="- ", indent=4)


def _references(sheet: Sheet, references: Sequence[Reference]) -> None:
    if references:
        sheet.heading("References")
    for reference in references:
        _reference(sheet, reference)


def _reference(sheet: Sheet, reference: Reference) -> None:
    lead = f"[{reference.number}] "
    alerts = [(f"{warning}. ", "bold red") for warning in wording.warnings(reference)]
    sheet.write(*alerts, (reference.title, "bold"), bullet=lead, indent=2)
    sheet.write(wording.printed_in(reference), indent=2 + len(lead))
    known = (reference.kind, wording.read(reference), *wording.identifiers(reference))
    sheet.write((" · ".join(part for part in known if part), "dim"), indent=2 + len(lead))


def _withheld(sheet: Sheet, withheld: Sequence[Withheld]) -> None:
    if not withheld:
        return
    sheet.heading(f"Withheld: {wording.counted(len(withheld), 'claim')} failed a check")
    for claim in withheld:
        sheet.write(f"{claim.text} ", (f"{claim.check}: {claim.reason}", "dim"), bullet="• ", indent=2)


def _unused(sheet: Sheet, unused: Sequence[Unused]) -> None:
    if not unused:
        return
    sheet.heading(f"Unused: {wording.counted(len(unused), 'retrieved source')}")
    for reason, ids in wording.by_reason(unused):
        sheet.write(f"{len(ids)}: {reason}", bullet="• ", indent=2)


def _follow_ups(sheet: Sheet, follow_ups: Sequence[str]) -> None:
    if follow_ups:
        sheet.heading("Ask next")
    for question in follow_ups:
        sheet.write(question, bullet="• ", indent=2)


def _footer(sheet: Sheet, provenance: Provenance) -> None:
    sheet.gap()
    sheet.write((wording.library(provenance), "dim"))
    sheet.write((f"{wording.UNREVIEWED}. {wording.AUDIENCE}", "dim"))


def _claim(
    sheet: Sheet,
    claim: UpheldClaim,
    references: References,
    *,
    bullet: str = "• ",
    indent: int = 2,
    style: str = "",
) -> None:
    cited = "".join(str(mark) for mark in wording.marks(claim, references))
    words = wording.sentence(claim, references)
    sheet.write((words, style), (f" {cited}", "cyan"), bullet=bullet, indent=indent)
