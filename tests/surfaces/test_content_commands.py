"""``curbside content``, topics added by name, and statements compared with their originals."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.surfaces import compose
from curbside.surfaces.cli import main
from loopback_eutils import LoopbackEUtils, article
from tea_topic import STATEMENTS, TOPIC, write_folder

SHIPPED = list(compose.shipped_topics())

ABSTRACT = "We gave 60 adults over 70 tea. It added 12 minutes of sleep (CI 3 to 21). Few had side effects."


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads the library or the settings of whoever runs it."""
    for name in ("CURBSIDE_LIBRARY", "CURBSIDE_DEBUG", "NO_COLOR", "CURBSIDE_EUTILS_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    (tmp_path / "tea_sleep").mkdir()
    return write_folder(tmp_path / "tea_sleep")


def original(path: Path, *, author: str = "Rivers", year: int = 2019, abstract: str = ABSTRACT) -> Path:
    """The record of the publication that the tea statements summarise."""
    path.write_text(
        f"PMID- 12345\nTI  - Chamomile at bedtime\nFAU - {author}, Anna\nDP  - {year}\nAB  - {abstract}\n\n"
    )
    return path


# content check


def test_a_sound_folder_is_said_to_be(tea: Path) -> None:
    result = call("content", "check", tea)
    assert (result.exit_code, result.stdout) == (0, "5 statements on 3 references, no mistakes\n")


@pytest.mark.parametrize("folder", compose.shipped_topics().values(), ids=SHIPPED)
def test_what_is_shipped_is_sound(folder: Path) -> None:
    assert call("content", "check", folder).exit_code == 0


def test_every_mistake_is_printed_where_an_editor_can_jump_to(tea: Path) -> None:
    write_folder(
        tea,
        statements=STATEMENTS.replace("n: 60", "n: sixty"),
        topic=TOPIC.replace("title: Chamomile", "titel: Chamomile"),
    )
    result = call("content", "check", tea)

    assert result.exit_code == 3
    assert f"{tea}/statements.yaml:14: n: expected a whole number, digits only; came 'sixty'" in result.stdout
    assert f"{tea}/topic.yaml:2: the topic has no field 'titel'; did you mean 'title'?" in result.stdout
    assert all(re.match(r".+\.(yaml|json):\d+: ", line) for line in result.stdout.splitlines())
    assert result.stderr == f"curbside: 5 mistakes in {tea}, beside 4 sound statements\n"


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_where_there_is_no_folder_there_is_nothing_to_check(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("id: tea")
    result = call("content", "check", tmp_path / name)
    assert result.exit_code == 2
    assert f"expected the folder of a topic; there is none at {tmp_path / name}" in result.stderr


def test_a_folder_without_the_three_files_misses_each(tmp_path: Path) -> None:
    result = call("content", "check", tmp_path)
    assert result.exit_code == 3
    assert result.stdout.count("there is none") == 3


def test_a_mistake_never_acts_on_the_terminal(tea: Path) -> None:
    write_folder(tea, topic=TOPIC.replace("title: Chamomile", '"\\x1b[2J": Chamomile'))
    result = call("content", "check", tea)
    assert result.exit_code == 3
    assert "\x1b" not in result.stdout


# content list and show


def test_the_topics_that_are_shipped_are_listed_with_their_questions() -> None:
    result = call("content", "list")
    assert result.exit_code == 0
    listed = json.loads(call("content", "list", "--json").stdout)
    assert [topic["id"] for topic in listed] == SHIPPED == sorted(SHIPPED)
    for topic in listed:
        assert {"id", "title", "last_reviewed", "statement_count", "reference_count", "questions"} == set(
            topic
        )
        size = f"{topic['statement_count']} statements on {topic['reference_count']} references"
        assert f"{topic['title']} {topic['id']} · {size}" in words(result)
        assert topic["questions"]
        assert all(question in words(result) for question in topic["questions"])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_topic_is_shown_with_the_query_for_its_originals(name: str) -> None:
    held = json.loads(call("content", "show", name, "--json").stdout)
    shown = call("content", "show", name)
    pmids = [reference["pmid"] for reference in held["references"] if reference["pmid"]]

    assert held["pubmed_query"] == " OR ".join(f"{pmid}[uid]" for pmid in pmids)
    assert len(held["references"]) == held["reference_count"]
    last = shown.stdout.splitlines()[-1]
    assert last == f'curbside library add --pubmed "{held["pubmed_query"]}"'
    assert all(f"PMID {pmid}" in words(shown) for pmid in pmids)
    assert all(reference["title"] in words(shown) for reference in held["references"])
    assert f"{len(pmids)} references with a PMID" in words(shown)


def test_a_topic_that_is_not_shipped_is_told_with_those_that_are() -> None:
    for command in (("content", "show"), ("library", "add", "--topic")):
        result = call(*command, "chamomile")
        assert result.exit_code == 2
        assert (
            f"expected a topic that Curbside ships: {', '.join(SHIPPED)}; came 'chamomile'" in result.stderr
        )


# library add --topic


def test_a_shipped_topic_is_added_by_its_name(tmp_path: Path) -> None:
    first, *others = SHIPPED
    result = call("library", "add", "--topic", first, "--library", tmp_path / "library")
    assert result.exit_code == 0, result.output
    assert "Compared" not in result.stdout
    shown = call("library", "show", f"{first}:topic", "--library", tmp_path / "library")
    assert shown.exit_code == 0
    again = call("library", "add", "--topic", first, "--library", tmp_path / "library")
    assert "0 added, 0 updated" in again.stdout
    for other in others:
        missing = call("library", "show", f"{other}:topic", "--library", tmp_path / "library")
        assert missing.exit_code == 2


def test_several_topics_are_added_beside_files(tmp_path: Path, tea: Path) -> None:
    topics = [part for name in SHIPPED for part in ("--topic", name)]
    result = call("library", "add", tea, *topics, "--library", tmp_path / "library")
    assert result.exit_code == 0, result.output
    for name in ("tea_sleep", *SHIPPED):
        assert call("library", "show", f"{name}:topic", "--library", tmp_path / "library").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--topic", SHIPPED[0], "--pubmed", "tea"],
        ["--topic", SHIPPED[0], "--limit", "3"],
        ["--topic", "nothing"],
        ["--topic", f"../content/{SHIPPED[0]}"],
        ["--topic", ""],
    ],
)
def test_what_cannot_be_added_leaves_no_library_behind(tmp_path: Path, arguments: list[str]) -> None:
    assert call("library", "add", *arguments, "--library", tmp_path / "library").exit_code == 2
    assert not (tmp_path / "library").exists()


# Agreement with the originals


def compared(library: Path) -> dict[str, object]:
    held: dict[str, object] = json.loads(call("library", "compare", "--json", "--library", library).stdout)
    return held


def test_what_is_added_is_compared_with_what_it_summarises(tmp_path: Path, tea: Path) -> None:
    record = original(tmp_path / "record.nbib")
    result = call("library", "add", tea, record, "--library", tmp_path / "library")

    assert result.exit_code == 0
    assert (
        "Compared 2 statements with their originals: 1 agree, 1 to look at, 0 with figures that the abstract "
        "does not show • tea_sleep:rivers-2019#T2, pmid:12345: 10%, 12%, 4 weeks, 0.83, 0.5 and 1.4 are not "
        "found in the abstract, which is all the library holds of it"
    ) in words(result)
    assert compared(tmp_path / "library")["compared"] == 2


def test_a_record_of_another_work_is_told_first(tmp_path: Path, tea: Path) -> None:
    record = original(tmp_path / "record.nbib", author="Brook", year=2009)
    call("library", "add", tea, record, "--library", tmp_path / "library")
    result = call("library", "compare", "--library", tmp_path / "library")

    assert result.exit_code == 0
    first = words(result).partition("•")[2]
    assert first.startswith(
        " tea_sleep:rivers-2019, pmid:12345: the reference is Rivers AB, 2019, and its identifier leads to "
        "Brook A, 2009, “Chamomile at bedtime”"
    )


def test_without_an_original_there_is_nothing_to_compare(tmp_path: Path, tea: Path) -> None:
    added = call("library", "add", tea, "--library", tmp_path / "library")
    assert "Compared" not in added.stdout
    result = call("library", "compare", "--library", tmp_path / "library")
    assert result.exit_code == 0
    assert "Compared nothing: no publication that a statement summarises is held." in words(result)
    assert compared(tmp_path / "library") == {"compared": 0, "disagreements": []}


def test_all_disagreements_are_listed_and_the_first_of_them_after_adding(tmp_path: Path, tea: Path) -> None:
    entry = STATEMENTS[STATEMENTS.index("- id: T2") :]
    many = "\n".join(entry.replace("- id: T2", f"- id: X{number}") for number in range(30))
    write_folder(tea, statements=f"{STATEMENTS}\n{many}")
    record = original(tmp_path / "record.nbib")
    added = call("library", "add", tea, record, "--library", tmp_path / "library")
    listed = call("library", "compare", "--library", tmp_path / "library")

    assert (added.exit_code, listed.exit_code) == (0, 0)
    assert added.stdout.count("• tea_sleep") == 20
    assert "and 11 more: curbside library compare" in added.stdout
    assert listed.stdout.count("• tea_sleep") == 31


def test_originals_that_pubmed_sends_are_compared(
    tmp_path: Path, tea: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = article(12345, "Chamomile at bedtime", ABSTRACT, year=2019)
    with LoopbackEUtils({"12345": record}) as server:
        monkeypatch.setenv("CURBSIDE_EUTILS_URL", server.url)
        call("library", "add", tea, "--library", tmp_path / "library")
        result = call("library", "add", "--pubmed", "chamomile", "--library", tmp_path / "library")
    assert result.exit_code == 0, result.output
    assert "Compared 2 statements with their originals" in result.stdout
