"""What a language model may write: nothing that its quotes do not carry, and never less than the sources say.

Every row goes the real road, over HTTP, through the adapter that hosted models are asked with.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curbside.answer.model import ModelWriter
from curbside.inference.pydantic_ai_model import PydanticAIModel
from curbside.inference.settings import ModelSettings
from curbside.literature.publication import Publication
from curbside.verification.answer import Answer, UpheldClaim
from curbside.workflows import ask
from library_of import library_of, publication
from loopback_model import Act, LoopbackModel, claim, fails, says

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
KEY = "sk-loopback-secret"

NOT_RELIEVED = "Vitamin D 4,000 IU a day did not relieve joint pain on aromatase inhibitors (P = .56)."
STABLE = "Weight was stable in both groups."
BONE_LOSS = "Vitamin D was associated with 1.7% less bone loss on aromatase inhibitors at 12 months."

PAIN = publication(
    1,
    f"Women with joint pain on aromatase inhibitors took vitamin D or placebo. {NOT_RELIEVED} {STABLE}",
    title="Vitamin D for aromatase inhibitor joint pain: a randomised trial",
    types=("Randomized Controlled Trial",),
)
BONE = publication(2, BONE_LOSS, title="Vitamin D and bone loss on aromatase inhibitors: a cohort")
SHELF = (PAIN, BONE)
QUESTION = "Does vitamin D relieve joint pain on aromatase inhibitors?"

TRUE = claim("Vitamin D 4,000 IU a day did not relieve joint pain on aromatase inhibitors.", NOT_RELIEVED)


pytestmark = pytest.mark.usefixtures("asks_a_loopback_model")


def writer(server: LoopbackModel, *, seconds: float = 20.0) -> ModelWriter:
    settings = ModelSettings(
        name="openai:loopback", url=server.url, deadline_seconds=seconds, first_wait_seconds=0.0
    )
    return ModelWriter(PydanticAIModel(settings=settings, key=KEY))


def asked(*script: Act, shelf: tuple[Publication, ...] = SHELF, question: str = QUESTION) -> Answer:
    with LoopbackModel(*script) as server:
        outcome = ask(question, library=library_of(*shelf), asked_at=NOW, writer=writer(server))
    assert isinstance(outcome, Answer)
    assert all(
        q.quote == p.text[q.start : q.end]
        for c in shown(outcome)
        for q in c.citations
        for one in shelf
        if (p := one.passage(q.passage)) is not None
    )
    return outcome


def extractive(*, shelf: tuple[Publication, ...] = SHELF, question: str = QUESTION) -> Answer:
    outcome = ask(question, library=library_of(*shelf), asked_at=NOW)
    assert isinstance(outcome, Answer)
    return outcome


def shown(answer: Answer) -> list[UpheldClaim]:
    return [*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims)]


class TestAnAnswer:
    def test_says_what_the_model_wrote_where_its_quotes_carry_it(self) -> None:
        answer = asked(says(TRUE))
        (first,) = answer.bottom_line
        assert first.text == TRUE.text
        assert [c.quote for c in first.citations] == [NOT_RELIEVED]
        assert answer.withheld == ()

    def test_names_the_model_and_what_it_was_asked(self) -> None:
        made = asked(says(TRUE)).provenance
        assert (made.writer, made.model, made.fallback) == ("model", "openai:loopback", None)
        assert made.usage is not None
        assert (made.usage.requests, made.usage.input_tokens, made.usage.output_tokens) == (1, 900, 120)
        assert made.usage.cost is None
        assert made.prompt

    def test_a_lie_is_withheld_and_asked_for_again(self) -> None:
        lie = claim("Vitamin D 40,000 IU a day did not relieve joint pain.", NOT_RELIEVED)
        answer = asked(says(lie), says(TRUE))
        assert [one.text for one in answer.bottom_line] == [TRUE.text]
        assert [(one.text, one.check) for one in answer.withheld] == [(lie.text, "numbers")]

    def test_without_a_model_it_is_the_extractive_one(self) -> None:
        answer = asked(fails(500), fails(500), fails(500))
        assert answer.bottom_line == extractive().bottom_line
        assert answer.provenance.fallback == (
            "openai:loopback: expected a reply; came HTTP 500, after 3 attempts"
        )
