"""``curbside question``, ``ask --after`` and what is kept of what was asked."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.errors import EXIT_ABSTAINED
from curbside.surfaces.cli import main

DOSE = "What dose of apixaban in AF?"


def call(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result


@pytest.fixture(autouse=True)
def _history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURBSIDE_HISTORY", str(tmp_path / "history.sqlite"))


def answer(*arguments: object) -> dict[str, object]:
    parsed: dict[str, object] = json.loads(call("ask", "--json", *arguments).stdout)
    return parsed


def listed() -> list[dict[str, object]]:
    kept: list[dict[str, object]] = json.loads(call("history", "--json").stdout)
    return kept


class TestQuestion:
    def test_it_prints_the_reading_alone(self) -> None:
        read = json.loads(call("question", "natalizumab in MS while pregnant?").stdout)
        assert [(one["short"], one["long"]) for one in read["senses"]] == [("MS", "multiple sclerosis")]
        assert read["constraints"]["pregnancy"] == "pregnant"
        assert {"asked", "read_as", "kind", "population", "intervention", "comparator", "outcomes"} <= set(
            read
        )

    def test_on_one_line(self) -> None:
        assert call("question", "--json", "Is RA painful?").stdout.count("\n") == 1

    def test_a_file_of_questions(self, tmp_path: Path) -> None:
        topics, out = tmp_path / "topics.jsonl", tmp_path / "readings.jsonl"
        topics.write_text(
            '{"id": "a", "text": "RA on methotrexate?"}\n{"id": "b"}\n{"id": "c", "text": "gout"}\n'
        )
        result = call("question", "--topics", topics, "--out", out)
        rows = [json.loads(line) for line in out.read_text().splitlines()]
        assert [row["id"] for row in rows] == ["a", "c"]
        assert rows[0]["question"]["senses"][0]["long"] == "rheumatoid arthritis"
        assert result.exit_code == 3
        assert "line 2" in result.stderr

    def test_other_words_can_be_left_out(self) -> None:
        asked = "aspirin after a heart attack"
        assert json.loads(call("question", asked).stdout)["expansions"]
        assert not json.loads(call("question", asked, "--no-expand").stdout)["expansions"]


class TestFollowUps:
    def test_a_question_is_completed_from_the_last_one_and_that_is_said(self) -> None:
        first = answer(DOSE)
        second = answer("and in renal impairment?", "--after", first["id"])
        question = second["question"]
        assert isinstance(question, dict)
        assert question["asked"] == "and in renal impairment?"
        assert question["read_as"] == "What dose of apixaban in atrial fibrillation in renal impairment?"
        assert question["follow_up"]["after"] == first["id"]
        printed = call("ask", "and in pregnancy?", "--after", "last").stdout
        assert "'and in pregnancy?' was completed from the last question" in " ".join(printed.split())

    def test_a_change_of_topic_is_noticed(self) -> None:
        answer(DOSE)
        question = answer("Does yoga help back pain?", "--after", "last")["question"]
        assert isinstance(question, dict)
        assert question["follow_up"]["how"] == "new topic"
        assert question["read_as"] == "Does yoga help back pain?"

    def test_which_trial_was_that_names_the_sources_of_the_bottom_line(self) -> None:
        answer(DOSE)
        answer("and with a creatinine clearance of 20?", "--after", "last")
        named = answer("which trial was that?", "--after", "last")
        assert named["status"] == "answered"
        references = named["references"]
        assert isinstance(references, list)
        assert {reference["kind"] for reference in references} == {"randomised trial"}

    def test_why_of_no_answer_is_not_completed(self) -> None:
        call("ask", "best pizza in Rome")
        question = answer("why not?", "--after", "last")["question"]
        assert isinstance(question, dict)
        assert "no answer to give reasons for" in question["follow_up"]["why"]

    def test_after_nothing(self) -> None:
        result = call("ask", "and then?", "--after", "last")
        assert result.exit_code == 2
        assert "history; it is empty" in result.stderr

    def test_of_a_file_there_is_no_last(self, tmp_path: Path) -> None:
        result = call("ask", "--topics", "x", "--out", "y", "--after", "last")
        assert result.exit_code == 2
        assert "--after with one question" in result.stderr


class TestWhatIsKept:
    def test_single_answers_are(self) -> None:
        kept = answer(DOSE)
        assert [(one["id"], one["asked"], one["status"]) for one in listed()] == [
            (kept["id"], DOSE, "answered")
        ]

    def test_an_abstention_is(self) -> None:
        assert call("ask", "best pizza in Rome").exit_code == EXIT_ABSTAINED
        assert [one["status"] for one in listed()] == ["abstained"]

    def test_private_ones_are_not(self, tmp_path: Path) -> None:
        call("ask", "--private", DOSE)
        assert listed() == []
        assert not (tmp_path / "history.sqlite").exists()

    def test_a_file_of_questions_is_not(self, tmp_path: Path) -> None:
        topics = tmp_path / "topics.jsonl"
        topics.write_text(json.dumps({"id": "a", "text": DOSE}) + "\n")
        assert call("ask", "--topics", topics, "--out", tmp_path / "out.jsonl").exit_code == 0
        assert listed() == []

    def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "history.sqlite").write_text("no database")
        result = call("ask", DOSE)
        assert result.exit_code == 0
        assert "Bottom line" in result.stdout
        assert "Not kept in the history" in result.stderr


MITRAL = "In mitral stenosis (MS), early treatment by balloon valvotomy relieved breathlessness."
SCLEROSIS = "In multiple sclerosis (MS), early treatment with an antibody reduced relapses."


@pytest.fixture
def library(tmp_path: Path) -> Path:
    rows = [
        {"_id": "mitral", "title": "Treatment of mitral stenosis", "text": MITRAL},
        {"_id": "sclerosis", "title": "Treatment of multiple sclerosis", "text": SCLEROSIS},
    ]
    (tmp_path / "papers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    call("library", "add", tmp_path / "papers.jsonl", "--library", tmp_path / "library")
    return tmp_path / "library"


class TestChoices:
    def test_an_ambiguous_question_is_asked_back(self, library: Path) -> None:
        result = call("ask", "What is the best treatment of MS?", "--library", library)
        assert result.exit_code == EXIT_ABSTAINED
        assert "Which do you mean?" in result.stdout
        assert "1  MS as multiple sclerosis" in " ".join(result.stdout.split("\n")).replace("  1", "1")

    @pytest.mark.parametrize("form", ["--markdown", "--html"])
    def test_in_every_form(self, library: Path, tmp_path: Path, form: str) -> None:
        page = tmp_path / "page.html"
        to = [form, page] if form == "--html" else [form]
        printed = call("ask", "What is the best treatment of MS?", "--library", library, *to).stdout
        text = page.read_text() if form == "--html" else printed
        assert "Which do you mean?" in text
        assert "What is the best treatment of mitral stenosis?" in text

    def test_one_key_asks_it_in_the_other_sense(self, library: Path) -> None:
        screen = pressed(
            "2", "ask", "--private", "--library", str(library), "What is the best treatment of MS?"
        )
        assert "Press 1 to" in screen
        assert "balloon valvotomy" in screen or "antibody reduced" in screen

    def test_any_other_key_ends(self, library: Path) -> None:
        screen = pressed(
            "q", "ask", "--private", "--library", str(library), "What is the best treatment of MS?"
        )
        assert "Press 1 to" in screen
        assert "balloon valvotomy relieved" not in screen


def pressed(key: str, *arguments: str) -> str:
    """What a real terminal shows when a command is run in it and a key is pressed as soon as it asks for one."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "curbside", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "NO_COLOR": "1"},
    )
    os.close(theirs)
    screen = b""
    while True:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                screen += os.read(ours, 65_536)
            except OSError:  # The other end is closed: the command has ended.
                break
        elif b"any other key" in screen:
            # A key pressed before the terminal listens for single keys is lost, so it is pressed until it is heard.
            os.write(ours, (key if screen.count(b"any other key") == 1 else "q").encode())
    process.wait(timeout=60)
    os.close(ours)
    return " ".join(screen.decode("utf-8", "replace").split())


class TestSenses:
    def test_what_a_short_form_may_stand_for_here(self, library: Path) -> None:
        printed = call("library", "senses", "MS", "--library", library).stdout
        assert "multiple sclerosis · neurology · commonness 5 of 5 · 1 publication" in printed
        plain = json.loads(call("library", "senses", "MS", "--library", library, "--json").stdout)
        assert {"short", "long", "publications", "company", "seen_with"} <= set(plain[0])
        assert {one["long"]: one["publications"] for one in plain}["mitral stenosis"] == 1

    def test_one_that_is_not_known(self, library: Path) -> None:
        result = call("library", "senses", "QQQQ", "--library", library)
        assert result.exit_code == 2
        assert "QQQQ" in result.stderr
