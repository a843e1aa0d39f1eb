"""``curbside history``: what is listed, shown again and forgotten, and how little is asked of whoever has none yet."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.editorial.asked import AskedStore, asked
from curbside.surfaces import compose
from curbside.surfaces.cli import main
from curbside.verification.record import Outcome, content_hash, to_json
from sample_answers import ABSTENTION, ANSWER, PROVENANCE


def at(outcome: Outcome, time: str) -> Outcome:
    outcome = dataclasses.replace(outcome, provenance=dataclasses.replace(PROVENANCE, asked_at=time))
    return dataclasses.replace(outcome, id=content_hash(outcome))


FIRST = at(ANSWER, "2026-01-02T03:04:05+00:00")
THEN = at(ABSTENTION, "2026-01-02T04:00:00+00:00")


@pytest.fixture(autouse=True)
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "history.sqlite"
    monkeypatch.setenv("CURBSIDE_HISTORY", str(path))
    monkeypatch.setenv("TZ", "UTC")
    return path


@pytest.fixture
def two(history: Path) -> None:
    store = AskedStore(history)
    store.keep(asked(FIRST))
    store.keep(asked(THEN, after=FIRST.id))


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["history", *arguments])


def test_an_empty_history_says_how_to_begin_and_is_no_error() -> None:
    result = call()
    assert result.exit_code == 0
    assert "No answers yet" in result.output
    assert 'curbside ask "QUESTION"' in result.output
    assert call("--json").output == "[]\n"
    assert call("forget", "--all").output == "Forgot 0 answers\n"


@pytest.mark.usefixtures("two")
def test_the_newest_stands_first_with_what_it_follows() -> None:
    lines = call().output.splitlines()
    assert lines[0].startswith(f"{THEN.id[:10]} · 2 January 2026 ")
    assert lines[0].endswith(f"abstained · after {FIRST.id[:10]}")
    assert lines[1] == f"  {THEN.question.asked}"
    assert lines[2].startswith(FIRST.id[:10])
    assert lines[2].endswith("answered")
    assert len(call("--limit", "1").output.splitlines()) == 2


@pytest.mark.usefixtures("two")
def test_the_list_as_json_has_no_records() -> None:
    listed = json.loads(call("--json").output)
    assert [one["id"] for one in listed] == [THEN.id, FIRST.id]
    assert listed[0] == {
        "id": THEN.id,
        "asked_at": "2026-01-02T04:00:00+00:00",
        "asked": THEN.question.asked,
        "read_as": THEN.question.read_as,
        "status": "abstained",
        "after": FIRST.id,
    }


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("name", [FIRST.id, FIRST.id[:6], FIRST.id[:12].upper()])
def test_an_answer_is_shown_again(name: str) -> None:
    result = call("show", name)
    assert result.exit_code == 0
    assert "Asked 2 January 2026" in result.stderr
    assert ANSWER.title in result.stdout
    assert "Not reviewed" in result.stdout
    assert call("show", name, "--json").stdout == f"{to_json(FIRST).decode()}\n"


@pytest.mark.usefixtures("two")
def test_last_is_the_newest_and_an_abstention_shown_again_is_no_failure() -> None:
    result = call("show", "last")
    assert result.exit_code == 0
    assert f"after {FIRST.id[:10]}" in result.stderr
    assert "No answer" in result.stdout


@pytest.mark.usefixtures("two")
def test_a_patient_reads_it_in_plain_words() -> None:
    assert (
        "Women with more vitamin D in the blood lost less bone."
        in call("show", FIRST.id, "--for", "patient").stdout
    )


@pytest.mark.usefixtures("two")
def test_one_is_forgotten_or_all_are() -> None:
    result = call("forget", "last")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"Forgot {THEN.id[:10]}: ")
    assert THEN.id[:10] not in call().output
    assert call("forget", "--all").stderr == "Forgot 1 answer\n"
    assert "No answers yet" in call().output


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("arguments", "exit_code", "message"),
    [
        (("show", "abc"), 2, "at least 6 characters"),
        (("show", "0123456789"), 2, "expected the id of an answer in the history"),
        (("forget",), 2, "expected ID or --all"),
        (("forget", "last", "--all"), 2, "expected ID or --all"),
    ],
)
def test_what_cannot_be_done_says_so(arguments: tuple[str, ...], exit_code: int, message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == exit_code
    assert message in result.stderr


def test_a_damaged_history_is_wrong_data_and_not_a_traceback(history: Path) -> None:
    history.write_bytes(b"scribbled over" * 200)
    result = call()
    assert result.exit_code == 3
    assert result.stderr.startswith("curbside: expected a history of answers")


def test_its_place_is_the_users_own_unless_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CURBSIDE_HISTORY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    compose.asked_store().keep(asked(FIRST))
    assert (tmp_path / "data" / "curbside" / "history.sqlite").exists()
