"""``ask --writer MODEL`` from the command line: what a model writes for a person, a pipe and a file."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.surfaces.cli import main
from curbside.verification.answer import Answer
from curbside.verification.record import from_json
from loopback_model import Act, LoopbackModel, claim, fails, says, says_literally

pytestmark = pytest.mark.usefixtures("asks_a_loopback_model")

QUESTION = "Below which eGFR is metformin stopped?"
BARRED = "With a GFR below 30 mL/min metformin is contraindicated on the EU label."
LIE = claim("Metformin is safe at any kidney function.", BARRED)
HARMLESS = claim(BARRED, BARRED, part="Further findings")


def curbside(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> LoopbackModel:
    """A model that nothing was asked of yet, at the address the settings give."""
    made = LoopbackModel()
    monkeypatch.setenv("CURBSIDE_MODEL_URL", made.url)
    monkeypatch.setenv("CURBSIDE_MODEL_KEY", "sk-of-the-user")
    return made


def asked(server: LoopbackModel, *script: Act, arguments: tuple[str, ...] = ("--json",)) -> Result:
    server.script += script
    with server:
        return curbside("ask", QUESTION, "--writer", "openai:loopback", "--private", *arguments)


def answered(result: Result) -> Answer:
    assert result.exit_code == 0, result.output
    outcome = from_json(result.stdout.encode())
    assert isinstance(outcome, Answer)
    return outcome


class TestTheShippedEvidence:
    def test_a_model_cannot_drop_a_contraindication(self, server: LoopbackModel) -> None:
        nothing_else = claim("Metformin is widely used.", "", part="bottom_line")
        answer = answered(asked(server, says(nothing_else, HARMLESS), says()))
        plain = answered(curbside("ask", QUESTION, "--json", "--private"))
        assert answer.bottom_line == plain.bottom_line

    def test_what_it_writes_stands_behind_the_cautions(self, server: LoopbackModel) -> None:
        own = claim("On the EU label metformin is contraindicated below 30 mL/min.", BARRED)
        answer = answered(asked(server, says(own)))
        plain = answered(curbside("ask", QUESTION, "--json", "--private"))
        assert answer.bottom_line[: len(plain.bottom_line)] == plain.bottom_line
        assert answer.bottom_line[-1].text == own.text
        assert answer.omissions == plain.omissions
        assert answer.steps == plain.steps

    def test_a_lie_about_it_is_withheld(self, server: LoopbackModel) -> None:
        answer = answered(asked(server, says(LIE), says(LIE)))
        assert LIE.text in [one.text for one in answer.withheld]
        assert LIE.text not in [one.text for one in answer.bottom_line]


class TestHowItEnds:
    def test_a_failing_model_is_no_failure(self, server: LoopbackModel) -> None:
        ran = asked(server, *[fails(500)] * 3, arguments=())
        assert ran.exit_code == 0
        assert "not the model's: openai:loopback: expected a reply; came HTTP 500" in " ".join(
            ran.stdout.split()
        )

    def test_no_answer_is_still_no_answer(self, server: LoopbackModel) -> None:
        with server:
            ran = curbside("ask", "Is the moon made of cheese?", "--writer", "openai:loopback", "--private")
        assert ran.exit_code == 5

    @pytest.mark.parametrize(
        ("named", "told"),
        [
            ("gpt-5", "expected --writer extractive or PROVIDER:MODEL, such as openai:NAME; came 'gpt-5'"),
            (":gpt", "expected --writer extractive or PROVIDER:MODEL"),
            ("nobody:gpt", "expected openai:MODEL for the server at CURBSIDE_MODEL_URL"),
        ],
    )
    def test_a_name_that_is_none_is_told(self, named: str, told: str, server: LoopbackModel) -> None:
        with server:
            ran = curbside("ask", QUESTION, "--writer", named)
        assert ran.exit_code == 2
        assert told in ran.stderr

    @pytest.mark.parametrize("seconds", ["soon", "0", "-1", "inf", "nan"])
    def test_a_timeout_that_is_none_is_told(
        self, seconds: str, server: LoopbackModel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CURBSIDE_MODEL_TIMEOUT", seconds)
        with server:
            ran = curbside("ask", QUESTION, "--writer", "openai:loopback")
        assert ran.exit_code == 2
        assert f"expected a number of seconds in CURBSIDE_MODEL_TIMEOUT; came '{seconds}'" in ran.stderr

    def test_the_extractive_writer_loads_nothing_of_models(self) -> None:
        program = (
            "import sys; sys.argv = ['curbside', 'ask', 'Below which eGFR is metformin stopped?', '--private']\n"
            "from curbside.surfaces.cli import main\n"
            "try: main()\n"
            "finally: print(*sys.modules)\n"
        )
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert not {"pydantic_ai", "pydantic", "openai", "httpx2"} & set(ran.stdout.splitlines()[-1].split())


def test_a_file_of_questions(server: LoopbackModel, tmp_path: Path) -> None:
    topics, out = tmp_path / "topics.jsonl", tmp_path / "answers.jsonl"
    own = claim("On the EU label metformin is contraindicated below 30 mL/min.", BARRED)
    topics.write_text(
        "".join(json.dumps({"id": name, "text": QUESTION}) + "\n" for name in ("good", "bad", "worse"))
    )
    server.script += [says(own), *[fails(500)] * 3, says_literally("no")]
    with server:
        ran = curbside("ask", "--topics", topics, "--out", out, "--writer", "openai:loopback")
    assert ran.exit_code == 0
    answers = {line["id"]: line["answer"] for line in map(json.loads, out.read_text().splitlines())}
    assert own.text in [one["text"] for one in answers["good"]["bottom_line"]]
    assert answers["bad"]["provenance"]["fallback"].endswith("came HTTP 500, after 3 attempts")
    assert answers["worse"]["provenance"]["fallback"].endswith("came something else, cut off")


class TestOnATerminal:
    """What is watched while it is written."""

    OWN = claim("On the EU label metformin is contraindicated below 30 mL/min.", BARRED)

    def watched(self, server: LoopbackModel) -> str:
        """All that a terminal got, from a process that has one."""
        ours, theirs = pty.openpty()
        named = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
        command = [
            sys.executable,
            "-m",
            "curbside",
            "ask",
            QUESTION,
            "--writer",
            "openai:loopback",
            "--private",
        ]
        with (
            server,
            subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=named
            ) as process,
        ):
            os.close(theirs)
            got = b""
            while True:
                try:
                    piece = os.read(ours, 1 << 16)
                except OSError:  # the other end is closed
                    break
                if not piece:
                    break
                got += piece
            os.close(ours)
        assert process.returncode == 0
        return got.decode("utf-8", "replace")

    def test_only_what_was_upheld_is_shown_and_then_the_answer_takes_its_place(
        self, server: LoopbackModel
    ) -> None:
        server.script += [says(LIE, self.OWN, HARMLESS), says()]
        got = self.watched(server)
        before, answer = got.split("Bottom line", 1)
        text = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", before).split())
        assert "Each sentence shown here has passed the checks" in text
        assert self.OWN.text in text
        assert LIE.text not in text
        assert "\x1b[2K" in before, "nothing was taken away"
        assert self.OWN.text.split()[0] in answer

    def test_a_pipe_gets_the_answer_alone(self, server: LoopbackModel) -> None:
        ran = asked(server, says(LIE, self.OWN), says(), arguments=())
        assert "Being written" not in ran.output
