"""The store of answers asked: kept once, found by part of an id, forgotten for good, read by nobody else."""

from __future__ import annotations

import dataclasses
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curbside.editorial.asked import Asked, AskedStore, asked, context_of
from curbside.errors import BadData, Mendable, NotFound, StorageFailure
from curbside.question.follow_up import complete
from curbside.verification.record import Outcome, content_hash, from_json, to_json
from sample_answers import ABSTENTION, ANSWER

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


def signed(outcome: Outcome) -> Outcome:
    """The outcome under the id that its contents have."""
    return dataclasses.replace(outcome, id=content_hash(outcome))


def kept(
    name: str, *, at: datetime = NOON, question: str = "Does it help?", after: str | None = None
) -> Asked:
    return Asked(
        id=name.ljust(64, "0"),
        asked_at=at,
        asked=question,
        read_as=question,
        status="answered",
        after=after,
        record=b'{"a": "secret-of-the-answer"}',
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "history.sqlite"


@pytest.fixture
def store(path: Path) -> AskedStore:
    return AskedStore(path)


# Keeping


@pytest.mark.parametrize("outcome", [ANSWER, ABSTENTION], ids=["answer", "abstention"])
def test_an_outcome_comes_back_to_the_byte(outcome: Outcome, store: AskedStore) -> None:
    outcome = signed(outcome)
    store.keep(asked(outcome, after="ab" * 32))
    found = store.find(outcome.id)
    assert found.outcome() == outcome
    assert to_json(from_json(found.record)) == found.record == to_json(outcome)
    assert (found.asked, found.read_as) == (outcome.question.asked, outcome.question.read_as)
    assert found.status == ("answered" if outcome.id == signed(ANSWER).id else "abstained")
    assert found.after == "ab" * 32
    assert found.asked_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_the_same_answer_again_is_one_row_at_the_latest_time(store: AskedStore) -> None:
    for minutes in (0, 5, 3):
        store.keep(kept("aaaaaa1", at=NOON + timedelta(minutes=minutes)))
    (one,) = store.recent(limit=10)
    assert one.asked_at == NOON + timedelta(minutes=5)


def test_the_newest_come_first_wherever_the_clock_stood(store: AskedStore) -> None:
    from datetime import timezone

    tokyo = timezone(timedelta(hours=9))
    store.keep(kept("aaaaaa1", at=NOON))
    store.keep(kept("aaaaaa2", at=(NOON + timedelta(hours=1)).astimezone(tokyo)))
    store.keep(kept("aaaaaa3", at=NOON - timedelta(hours=1)))
    assert [one.id[:7] for one in store.recent(limit=10)] == ["aaaaaa2", "aaaaaa1", "aaaaaa3"]
    assert [one.id[:7] for one in store.recent(limit=1)] == ["aaaaaa2"]
    assert store.find("last").id[:7] == "aaaaaa2"


def test_only_its_owner_may_read_it(store: AskedStore, path: Path) -> None:
    store.keep(kept("aaaaaa1"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in path.parent.iterdir())


def test_two_processes_may_keep_at_once(path: Path) -> None:
    program = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from curbside.editorial.asked import Asked, AskedStore\n"
        "store = AskedStore(Path(sys.argv[1]))\n"
        "for number in range(20):\n"
        "    store.keep(Asked(id=f'{sys.argv[2]}{number:03}', asked_at=datetime.now(UTC), asked='', read_as='',\n"
        "                     status='answered', after=None, record=b''))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, path, name]) for name in ("aaaa", "bbbb", "cccc")
    ]
    assert [one.wait(timeout=60) for one in running] == [0, 0, 0]
    assert len(AskedStore(path).recent(limit=100)) == 60


# Finding


def test_six_characters_of_an_id_name_it(store: AskedStore) -> None:
    store.keep(kept("abcdef1"))
    store.keep(kept("abcdee1"))
    assert store.find("abcdef").id[:7] == "abcdef1"
    assert store.find("ABCDEF1").id[:7] == "abcdef1"
    assert store.find("abcdef1".ljust(64, "0")).id[:7] == "abcdef1"


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("abcde", Mendable, "at least 6 characters of an id; came 'abcde'"),
        ("", Mendable, "at least 6 characters"),
        ("abcdef", Mendable, "begins several"),
        ("ffffff", NotFound, "expected the id of an answer in the history; came 'ffffff'"),
        ("%%%%%%", NotFound, "in the history"),
    ],
)
def test_what_names_no_one_answer_is_said(
    name: str, error: type[Exception], message: str, store: AskedStore
) -> None:
    store.keep(kept("abcdef1"))
    store.keep(kept("abcdef2"))
    with pytest.raises(error, match=message):
        store.find(name)


def test_an_empty_history_is_empty_and_makes_no_file(store: AskedStore, path: Path) -> None:
    assert store.recent(limit=5) == ()
    assert store.forget_all() == 0
    with pytest.raises(NotFound, match="it is empty"):
        store.find("last")
    with pytest.raises(NotFound):
        store.forget("abcdef")
    assert not path.parent.exists()


def test_a_file_just_made_by_another_process_is_an_empty_history(store: AskedStore, path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    assert store.recent(limit=5) == ()
    store.keep(kept("abcdef1"))
    assert len(store.recent(limit=5)) == 1


# Forgetting


def test_what_is_forgotten_is_gone_from_the_disk_as_well(store: AskedStore, path: Path) -> None:
    store.keep(kept("abcdef1", question="Is the forgotten word here?"))
    store.keep(kept("bbbbbb1"))
    assert store.forget("abcdef").id[:7] == "abcdef1"
    assert [one.id[:7] for one in store.recent(limit=5)] == ["bbbbbb1"]
    assert not any(b"forgotten word" in file.read_bytes() for file in path.parent.iterdir())
    assert store.forget_all() == 1
    assert store.recent(limit=5) == ()
    assert not any(b"secret-of-the-answer" in file.read_bytes() for file in path.parent.iterdir())


# Damage


@pytest.mark.parametrize(
    "contents", [b"no database at all, but long enough to be one" * 40, b"SQLite format 3\0junk"]
)
def test_a_file_that_is_no_history_is_refused_and_left_alone(
    contents: bytes, store: AskedStore, path: Path
) -> None:
    path.parent.mkdir()
    path.write_bytes(contents)
    for step in (
        lambda: store.keep(kept("abcdef1")),
        lambda: store.recent(limit=1),
        lambda: store.find("last"),
    ):
        with pytest.raises(BadData, match=r"expected a history of answers.*history\.sqlite"):
            step()
    assert path.read_bytes() == contents


def test_a_history_of_another_layout_is_refused(store: AskedStore, path: Path) -> None:
    store.keep(kept("abcdef1"))
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 2")
    db.close()
    for step in (lambda: store.keep(kept("abcdef2")), lambda: store.recent(limit=1)):
        with pytest.raises(BadData, match="expected a history of layout 1; came layout 2"):
            step()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailure, match="expected to read and write"):
        AskedStore(tmp_path / "file" / "history.sqlite").keep(kept("abcdef1"))
    with pytest.raises(StorageFailure, match="expected to read and write"):
        AskedStore(tmp_path).recent(limit=1)


def test_an_answer_that_is_not_what_its_id_names_is_refused(store: AskedStore) -> None:
    one = asked(signed(ANSWER))
    other = dataclasses.replace(one, record=to_json(dataclasses.replace(signed(ANSWER), title="Another")))
    with pytest.raises(BadData, match="with other contents"):
        other.outcome()
    with pytest.raises(BadData, match="damaged or from another version"):
        dataclasses.replace(one, record=b'{"status": "answered"}').outcome()


# Context


def test_an_answer_leaves_its_question_and_its_bottom_line_behind() -> None:
    context = context_of(ANSWER)
    assert context.asked == ANSWER.question.read_as
    assert context.intervention == "vitamin D"
    assert context.bottom_line == ANSWER.bottom_line[0].text
    assert complete("is it safe?", context).how == "completed"


def test_an_abstention_leaves_no_bottom_line_behind() -> None:
    assert context_of(ABSTENTION).bottom_line == ""
