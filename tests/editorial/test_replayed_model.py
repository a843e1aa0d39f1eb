"""The replay of an answer that a language model wrote: no model is asked, and every claim of its is heard again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.answer.model import ModelWriter
from curbside.editorial.replay import Replay
from curbside.inference.pydantic_ai_model import PydanticAIModel
from curbside.inference.settings import ModelSettings
from curbside.literature.publication import Publication
from curbside.surfaces.cli import main
from curbside.surfaces.render import replayed
from curbside.verification.answer import Answer
from curbside.verification.record import Outcome, given, to_json
from curbside.workflows import ask, replay
from library_of import library_of, publication
from loopback_model import Act, LoopbackModel, abstains, claim, fails, says

pytestmark = pytest.mark.usefixtures("asks_a_loopback_model")

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
QUESTION = "Does vitamin D relieve joint pain on aromatase inhibitors?"

NOT_RELIEVED = "Vitamin D 4,000 IU a day did not relieve joint pain on aromatase inhibitors (P = .56)."
BONE_LOSS = "Vitamin D was associated with 1.7% less bone loss on aromatase inhibitors at 12 months."
BEFORE = "Women with joint pain on aromatase inhibitors took vitamin D or placebo."

TRIAL = ("Randomized Controlled Trial",)
PAIN = publication(1, f"{BEFORE} {NOT_RELIEVED}", title="Vitamin D for joint pain: a trial", types=TRIAL)
BONE = publication(2, BONE_LOSS, title="Vitamin D and bone loss on aromatase inhibitors: a cohort")
SHELF = (PAIN, BONE)

TRUE = claim("Vitamin D 4,000 IU a day did not relieve joint pain on aromatase inhibitors.", NOT_RELIEVED)
OF_BONE = claim(
    "Vitamin D was associated with 1.7% less bone loss on aromatase inhibitors.",
    BONE_LOSS,
    part="Observational studies",
)
LIE = claim("Vitamin D 40,000 IU a day did not relieve joint pain.", NOT_RELIEVED)


def answer(*script: Act, shelf: tuple[Publication, ...] = SHELF) -> Outcome:
    with LoopbackModel(*script) as server:
        settings = ModelSettings(
            name="openai:loopback", url=server.url, deadline_seconds=20.0, first_wait_seconds=0.0
        )
        writer = ModelWriter(PydanticAIModel(settings=settings))
        return ask(QUESTION, library=library_of(*shelf), asked_at=NOW, writer=writer)


def again(outcome: Outcome, *shelf: Publication) -> Replay:
    """The replay, when the model's server is long gone."""
    return replay(given(to_json(outcome)), library=library_of(*shelf))


def differences(replayed: Replay) -> list[tuple[str, str, str]]:
    """Of the model's claims: part, change and what is said of it."""
    return [(one.part, one.change, one.said) for one in replayed.what if one.part == "claim"]


@pytest.mark.parametrize(
    "script",
    [
        [says(TRUE)],
        [says(TRUE, OF_BONE)],
        [says(OF_BONE, TRUE)],
        [says(LIE, TRUE), says()],
        [says(LIE), says(TRUE)],
        [says(LIE), says(LIE)],
        [says(OF_BONE)],
        [says(claim(NOT_RELIEVED, NOT_RELIEVED))],
        [says(claim("Vitamin D helps."), TRUE), says(OF_BONE, TRUE)],
        [abstains("No passage compares doses.")],
        [fails(401)],
    ],
)
def test_with_the_same_library_it_is_the_same_answer(script: list[Act]) -> None:
    outcome = answer(*script)
    same = again(outcome, *SHELF)
    assert same.is_reproduced
    assert to_json(same.now) == to_json(outcome)
    assert same.differences == ()


def test_it_says_who_wrote_and_with_which_prompts() -> None:
    outcome = answer(says(TRUE, OF_BONE))
    same = again(outcome, *SHELF)
    shown = replayed.render(same, width=500, colour=False)
    assert "Every claim upheld again, byte for byte" in shown
    assert f"the language model openai:loopback, given prompts {outcome.provenance.prompt}" in shown
    assert "2 claims of its stood in the answer" in shown
    assert "It was not asked again" in shown
    assert replayed.plain(same)["written_by"] == {
        "writer": "model",
        "model": "openai:loopback",
        "prompt": outcome.provenance.prompt,
    }


def test_another_library_that_still_carries_it_changes_no_claim() -> None:
    more = publication(3, "Chamomile tea was pleasant.", title="Tea")
    moved = again(answer(says(TRUE, OF_BONE)), *SHELF, more)
    assert [one.path for one in moved.why] == ["/provenance/library"]
    assert moved.what == ()


def test_a_source_that_the_search_no_longer_finds_still_carries_its_claim() -> None:
    nearer = tuple(
        publication(n, f"{QUESTION[:-1]}: in trial {n} it did not.", title=QUESTION, types=TRIAL)
        for n in range(10, 45)
    )
    moved = again(answer(says(TRUE, OF_BONE)), *SHELF, *nearer)
    assert isinstance(moved.now, Answer)
    assert TRUE.text in [one.text for one in moved.now.bottom_line]


GONE = "Gone from the bottom line"
MOVED = [
    (
        "its source was retracted",
        publication(1, f"{BEFORE} {NOT_RELIEVED}", title=PAIN.title, types=(*TRIAL, "Retracted Publication")),
        f"{GONE}: “{TRUE.text}” (withheld now: ",
    ),
    (
        "its source says something else",
        publication(1, f"{BEFORE} {NOT_RELIEVED.replace('not ', '')}", title=PAIN.title, types=TRIAL),
        f"{GONE}: “{TRUE.text}” (withheld now: pmid:1#abstract does not say now what it quotes",
    ),
    (
        "its source is gone",
        publication(9, NOT_RELIEVED, title=PAIN.title, types=TRIAL),
        f"{GONE}: “{TRUE.text}” (withheld now: the library does not hold pmid:1#abstract now",
    ),
]


@pytest.mark.parametrize(("instead", "told"), [row[1:] for row in MOVED], ids=[row[0] for row in MOVED])
def test_when_the_library_no_longer_carries_a_claim_it_says_why(instead: Publication, told: str) -> None:
    moved = again(answer(says(TRUE, OF_BONE)), instead, BONE)
    assert not moved.is_reproduced
    assert isinstance(moved.now, Answer)
    assert TRUE.text not in [one.text for one in moved.now.bottom_line]
    assert OF_BONE.text in [one.text for section in moved.now.sections for one in section.claims]
    gone = [said for _, change, said in differences(moved) if change == "gone"]
    assert [said for said in gone if said.startswith(told)], gone
    assert [said for said in gone if OF_BONE.text in said] == []


def test_a_quote_that_only_moved_within_its_passage_still_carries_its_claim() -> None:
    longer = publication(1, f"Background. {BEFORE} {NOT_RELIEVED}", title=PAIN.title, types=TRIAL)
    moved = again(answer(says(TRUE)), longer, BONE)
    assert isinstance(moved.now, Answer)
    (first,) = moved.now.bottom_line
    assert first.text == TRUE.text
    assert first.citations[0].quote == NOT_RELIEVED
    assert [said for _, change, said in differences(moved) if change == "gone" and TRUE.text in said] == []


def test_from_the_command_line_when_the_server_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURBSIDE_HISTORY", str(tmp_path / "history.sqlite"))
    barred = "With a GFR below 30 mL/min metformin is contraindicated on the EU label."
    own = claim("On the EU label metformin is contraindicated below 30 mL/min.", barred)
    with LoopbackModel(says(own, LIE), says()) as server:
        monkeypatch.setenv("CURBSIDE_MODEL_URL", server.url)
        asked = curbside(
            "ask", "Below which eGFR is metformin stopped?", "--writer", "openai:loopback", "--json"
        )
    assert own.text in [one["text"] for one in json.loads(asked.stdout)["bottom_line"]]
    ran = curbside("replay", "last")
    assert ran.exit_code == 0, ran.output
    assert "the language model openai:loopback" in " ".join(ran.stdout.split())


def curbside(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)
