"""The same library and the same question give the same bytes: in any process, and however the library was filled."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import msgspec
import pytest

from curbside import workflows
from curbside.literature.library import Library, library_in_memory, open_library
from curbside.literature.publication import Deletion, Publication, Record
from curbside.surfaces import compose
from curbside.verification.record import to_json
from library_of import publication
from shelf import QUESTIONS, shelf

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SHELF = shelf(400)


def filled(*additions: Iterable[Record]) -> Library:
    """A library to which these were added, one after the other."""
    library = library_in_memory([])
    for number, records in enumerate(additions):
        library.add_records(records, name=f"addition {number}", kind="test")
    return library


def shuffled() -> list[Publication]:
    records = list(SHELF)
    Random(1).shuffle(records)
    return records


def said(library: Library) -> Iterator[bytes]:
    """All that a library says to the questions: readings, rankings with their scores, answers."""
    for question in QUESTIONS:
        yield msgspec.json.encode(workflows.read(question, library=library))
        ranking = workflows.search(question, library=library, top=30)
        yield msgspec.json.encode([(hit.rank, hit.score, hit.id) for hit in ranking.hits])
        yield to_json(workflows.ask(question, library=library, asked_at=NOW))


def test_the_questions_get_answers_and_abstentions_and_are_asked_back() -> None:
    """Or else nothing is tested here."""
    answers = [json.loads(one) for one in list(said(filled(SHELF)))[2::3]]
    statuses = [answer["status"] for answer in answers]
    assert statuses.count("answered") > 7
    assert "abstained" in statuses


EARLIER = [msgspec.structs.replace(one, title="An earlier title of another length") for one in SHELF[:100]]
WAYS: Mapping[str, list[Iterable[Record]]] = {
    "again": [SHELF],
    "in another order": [shuffled()],
    "in many additions": [SHELF[place : place + 50] for place in range(0, len(SHELF), 50)],
    "with what was then deleted": [
        [*SHELF, *(publication(f"9{number}", "Larchamab and joint pain.") for number in range(50))],
        [Deletion(id=f"pmid:9{number}") for number in range(50)],
    ],
    "with earlier versions of some": [[*EARLIER, *SHELF[100:]], SHELF],
}


@pytest.mark.parametrize("way", WAYS)
def test_a_library_does_not_tell_how_it_was_filled(way: str) -> None:
    one, other = filled(SHELF), filled(*WAYS[way])
    assert one.snapshot() == other.snapshot()
    assert list(said(one)) == list(said(other))


def test_shipped_evidence_does_not_tell_in_which_order_it_was_read() -> None:
    files = list(compose._shipped_evidence())
    one, other = library_in_memory(files), library_in_memory(files[::-1])
    asked = "What dose of vitamin D for joint pain on an aromatase inhibitor, and what does a label forbid?"
    answers = [workflows.ask(asked, library=library, asked_at=NOW) for library in (one, other)]
    assert to_json(answers[0]) == to_json(answers[1])


# In any process


class Surroundings:
    """Where a process runs, none of which may show in what it prints for programs."""

    def __init__(self, umask: int, **settings: str) -> None:
        self.umask, self.settings = umask, settings


PLAIN = Surroundings(0o022, PYTHONHASHSEED="0", LC_ALL="C.UTF-8", TZ="UTC")
OTHERS = {
    "no locale": Surroundings(0o077, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Kolkata", COLUMNS="40"),
    "a German terminal": Surroundings(
        0o027,
        PYTHONHASHSEED="random",
        LC_ALL="de_DE.ISO-8859-1",
        LANGUAGE="de",
        PYTHONIOENCODING="iso-8859-1",
        TZ="America/St_Johns",
        NO_COLOR="1",
    ),
}

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "ask": ("ask", "--json", "Does larchamab reduce joint pain (≥2 points) in women with breast cancer? 🦴"),
    "search": ("search", "--json", "willowstatin ≥40 ng/mL"),
    "question": ("question", "joint pain on an AI ≥2 years 🦴"),
    "ask many": ("ask", "--topics", "topics.jsonl", "--out", "/dev/stdout"),
    "search many": ("search", "--topics", "topics.jsonl", "--run", "/dev/stdout"),
    "read many": ("question", "--topics", "topics.jsonl", "--out", "/dev/stdout"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library and a file of questions."""
    folder = tmp_path_factory.mktemp("desk")
    with open_library(folder / "library", writable=True) as library:
        library.add_records(shelf(120), name="shelf", kind="test")
    lines = (json.dumps({"id": str(number), "text": asked}) for number, asked in enumerate(QUESTIONS))
    (folder / "topics.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def printed(command: str, desk: Path, where: Surroundings) -> bytes:
    """What a process of its own prints there, but for the time of asking."""
    ran = subprocess.run(
        [sys.executable, "-m", "curbside", *COMMANDS[command], "--library", str(desk / "library")],
        cwd=desk,
        env={**without_user_settings(), **where.settings, "CURBSIDE_HISTORY": str(desk / "history.sqlite")},
        umask=where.umask,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")
    return re.sub(rb'"asked_at":"[^"]+"', b"", ran.stdout)


def without_user_settings() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    } | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_process_prints_the_same(command: str, desk: Path) -> None:
    first = printed(command, desk, PLAIN)
    assert first.decode("utf-8")
    for name, where in OTHERS.items():
        assert printed(command, desk, where) == first, name
