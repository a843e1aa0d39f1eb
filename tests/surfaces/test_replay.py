"""``curbside replay``: the same answer byte for byte, or what differs and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.surfaces.cli import main

QUESTION = "Does vitamin D help joint pain from aromatase inhibitors?"


@pytest.fixture(autouse=True)
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "history.sqlite"
    monkeypatch.setenv("CURBSIDE_HISTORY", str(path))
    return path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def ask(*arguments: str) -> str:
    """Ask, and return the answer as JSON."""
    result = call("ask", "--json", *arguments)
    assert result.exit_code in {0, 5}, result.output
    return result.stdout


def test_the_last_answer_is_reproduced_byte_for_byte() -> None:
    ask(QUESTION)
    result = call("replay", "last")
    assert result.exit_code == 0
    assert result.stdout.startswith("Reproduced byte for byte\n")
    assert QUESTION in result.stdout


def test_an_answer_is_known_by_the_beginning_of_its_id() -> None:
    answer = json.loads(ask(QUESTION))
    replay = json.loads(call("replay", answer["id"][:8], "--json").stdout)
    assert replay == {
        "answer": answer["id"],
        "now": answer["id"],
        "reproduced": True,
        "differences": [],
        "notes": [],
        "written_by": {"writer": "extractive", "model": None, "prompt": None},
    }


def test_a_file_is_replayed_without_any_history(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(ask(QUESTION, "--private"), "utf-8")
    assert call("replay", str(file)).exit_code == 0


def test_an_answer_that_was_changed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(ask(QUESTION).replace("women", "horses"), "utf-8")
    result = call("replay", str(file))
    assert result.exit_code == 3
    assert "it was changed after it was given" in result.stderr


def test_nothing_of_a_replay_is_kept() -> None:
    ask(QUESTION)
    before = call("history", "--json").stdout
    call("replay", "last")
    assert call("history", "--json").stdout == before
