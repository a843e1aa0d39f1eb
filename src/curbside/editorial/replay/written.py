"""What an answer keeps of the writing of a language model, to be heard again, and what is said of that."""

from __future__ import annotations

from curbside.answer.draft import Objection
from curbside.answer.handout import BOTTOM_LINE
from curbside.answer.recorded import Record, RecordedClaim, RecordedQuote
from curbside.inference.language_model import Meter
from curbside.verification.answer import Answer, UpheldClaim
from curbside.verification.record import Outcome


def on_the_model(record: Record) -> tuple[str, ...]:
    """Who wrote an answer, with what, and what a replay can tell of that without asking again."""
    prompts = f", given prompts {record.prompt}" if record.prompt else ""
    count = len(record.claims)
    stood = f"{count or 'No'} claim{'' if count == 1 else 's'} of its stood in the answer"
    again = (
        "It was not asked again: what it had claimed was held against the library as it is now. What had been withheld "
        f"of its, and the configuration {record.config}, which its settings are a part of, are taken from the answer"
    )
    return f"The writer asked was the language model {record.model}{prompts}. {stood}", again


def record_of(was: Outcome) -> Record:
    """What an answer keeps of the writing of the model that was asked for it."""
    made, usage = was.provenance, was.provenance.usage
    parts: list[tuple[str, tuple[UpheldClaim, ...]]] = []
    if isinstance(was, Answer):
        parts = [(BOTTOM_LINE, was.bottom_line), *((one.title, one.claims) for one in was.sections)]
    return Record(
        model=made.model or "",
        config=made.config,
        claims=tuple(
            RecordedClaim(
                part=part,
                text=claim.text,
                quotes=tuple(
                    RecordedQuote(passage=one.passage, start=one.start, end=one.end, text=one.quote)
                    for one in claim.citations
                ),
            )
            for part, claims in parts
            for claim in claims
            if claim.writer == "model"
        ),
        objections=tuple(
            Objection(text=one.text, reason=one.reason, check=one.check, writer=one.writer)
            for one in was.withheld
            if one.writer == "model"
        ),
        prompt=made.prompt or "",
        fallback=made.fallback or "",
        meter=Meter(
            requests=usage.requests,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cost=usage.cost,
        )
        if usage is not None
        else Meter(),
    )
