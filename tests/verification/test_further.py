"""A comparison that is plugged in: asked last, of composed claims alone, able to withhold and not to let through."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.answer.extractive import ExtractiveWriter
from curbside.answer.model import ModelWriter, WrittenAnswer, WrittenClaim, WrittenQuote
from curbside.inference.scripted import ScriptedModel
from curbside.surfaces.cli import main
from curbside.verification.answer import Answer
from curbside.verification.comparison import Comparison, Held, Mismatch
from curbside.verification.judging import Judgement, Source, judge
from curbside.verification.record import given, to_json
from curbside.workflows import ask, configuration_hash, replay
from library_of import library_of, publication

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
QUESTION = "Does vitamin D relieve joint pain on aromatase inhibitors?"
SAID = "Vitamin D 4,000 IU a day did not relieve joint pain on aromatase inhibitors (P = .56)."
COMPOSED = "Vitamin D 4,000 IU a day did not relieve joint pain on aromatase inhibitors."
LIE = "Vitamin D 40,000 IU a day did not relieve joint pain on aromatase inhibitors."
TITLE = "Vitamin D for joint pain: a trial"
SHELF = library_of(publication(1, SAID, title=TITLE, types=("Randomized Controlled Trial",)))


@dataclass
class Answering:
    """Says the same to everything, or raises it, and keeps what it was asked."""

    answer: Mismatch | Exception | None
    name: str = "entailment 1.0"
    asked: list[str] = field(default_factory=list)

    def mismatch(self, held: Held) -> Mismatch | None:
        self.asked.append(held.claim.text)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


NO = Mismatch("it does not follow", conflict=False)


def written(text: str, further: Comparison) -> Answer:
    claim = WrittenClaim(part="bottom_line", text=text, quotes=[WrittenQuote(passage=1, quote=SAID)])
    form = WrittenAnswer(abstain=False, reason="", claims=[claim])
    writer = ModelWriter(ScriptedModel(script=[form, form]))
    answer = ask(QUESTION, library=SHELF, asked_at=NOW, writer=writer, further=[further])
    assert isinstance(answer, Answer)
    return answer


def test_it_lets_stand_what_stands() -> None:
    answer = written(COMPOSED, Answering(None))
    assert [one.text for one in answer.bottom_line] == [COMPOSED]


def test_it_withholds_what_every_check_let_through() -> None:
    answer = written(COMPOSED, Answering(NO))
    assert [one.text for one in answer.bottom_line] == [SAID]
    assert [(one.check, one.reason) for one in answer.withheld] == [("entailment 1.0", "it does not follow")]


def test_it_lets_nothing_through_that_a_check_withholds_and_is_not_asked() -> None:
    further = Answering(None)
    answer = written(LIE, further)
    assert [one.text for one in answer.bottom_line] == [SAID]
    assert [one.check for one in answer.withheld] == ["numbers"]
    assert LIE not in further.asked


def test_it_is_not_asked_of_a_sources_own_sentence() -> None:
    further = Answering(NO)
    assert [one.text for one in written(SAID, further).bottom_line] == [SAID]
    assert SAID not in further.asked


def test_one_that_fails_withholds() -> None:
    answer = written(COMPOSED, Answering(RuntimeError("no weights")))
    assert [one.text for one in answer.bottom_line] == [SAID]
    assert [one.reason for one in answer.withheld] == [
        "entailment 1.0 failed and gave no answer (RuntimeError)"
    ]


@pytest.mark.parametrize(
    ("claim", "answer", "verdict"),
    [
        (COMPOSED, None, Judgement.SUPPORTED),
        (COMPOSED, NO, Judgement.NOT_ENOUGH_INFORMATION),
        (COMPOSED, Mismatch("the opposite follows", conflict=True), Judgement.CONTRADICTED),
        (COMPOSED, ValueError(), Judgement.NOT_ENOUGH_INFORMATION),
        (SAID, NO, Judgement.SUPPORTED),
        (COMPOSED.replace("did not relieve", "relieved"), None, Judgement.CONTRADICTED),
        ("Chamomile tea helps sleep.", None, Judgement.NOT_ENOUGH_INFORMATION),
    ],
)
def test_a_claim_that_is_checked(claim: str, answer: Mismatch | Exception | None, verdict: Judgement) -> None:
    source = Source(id="pmid:1#abstract", text=SAID, title=TITLE)
    assert judge(claim, [source], further=[Answering(answer)]).verdict is verdict


def test_the_configuration_names_it() -> None:
    plain = configuration_hash(ExtractiveWriter())
    one, other = Answering(None), Answering(None, name="entailment 2.0")
    hashes = {configuration_hash(ExtractiveWriter(), further=further) for further in ([one], [other], [])}
    assert len(hashes) == 3
    assert plain in hashes


def test_a_replay_asks_it_too() -> None:
    answer = written(COMPOSED, Answering(None))
    again = given(to_json(answer))
    assert replay(again, library=SHELF, further=[Answering(None)]).is_reproduced
    gone = replay(again, library=SHELF, further=[Answering(NO)])
    assert any("withheld now: it does not follow" in one.said for one in gone.what)


PLUGGED_IN = """
from curbside.verification.comparison import Mismatch

class Never:
    name = "never 1.0"

    def mismatch(self, held):
        return Mismatch("it never follows", conflict=False)

nothing = None
"""


class TestTheSetting:
    CLAIM = "Vitamin D 4,000 IU a day eased symptoms no more than 600 IU a day."

    @pytest.fixture(autouse=True)
    def a_module(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "plugged_in_for_a_test.py").write_text(PLUGGED_IN)
        monkeypatch.syspath_prepend(tmp_path)

    def checked(self, named: str, monkeypatch: pytest.MonkeyPatch) -> Result:
        monkeypatch.setenv("CURBSIDE_COMPARISONS", named)
        return CliRunner().invoke(main, ["check", self.CLAIM, "--json"])

    def test_names_a_comparison(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert json.loads(self.checked("", monkeypatch).stdout)["verdict"] == "SUPPORTED"
        judged = json.loads(self.checked("plugged_in_for_a_test:Never", monkeypatch).stdout)
        assert judged["verdict"] == "NOT_ENOUGH_INFORMATION"
        assert judged["checks"] == [{"check": "never 1.0", "reason": "it never follows"}]

    @pytest.mark.parametrize(
        ("named", "told"),
        [
            ("no_such_module:Never", "ModuleNotFoundError: No module named 'no_such_module'"),
            ("plugged_in_for_a_test:Nobody", "AttributeError"),
            ("plugged_in_for_a_test", "expected MODULE:NAME"),
            (":Never", "expected MODULE:NAME"),
            ("plugged_in_for_a_test:nothing", "expected a comparison, with a name and a mismatch(held)"),
        ],
    )
    def test_one_that_is_none_is_told(self, named: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
        ran = self.checked(named, monkeypatch)
        assert ran.exit_code == 2
        assert told in ran.stderr
