"""A topic in a library: asked for by name, never found by its words, and part of what the snapshot says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from curbside.literature.library import Library, library_in_memory, open_library
from curbside.literature.topic import Topic, TopicQuestion
from curbside.question.read import read_question
from curbside.retrieval.keyword import KeywordRetriever

TOPIC = """\
id: {id}
title: {title}
intervention: [{word}, {word} tea]
population: [insomnia]
questions:
  - ask: Does {word} work?
    answered_by: [S1]
abbreviations:
  LT: {word} tea
outcomes:
  sleep: rest
judged: [sleep]
sections:
  - title: Nights
    outcomes: [sleep]
slots:
  monitoring: [sleep]
steps:
  - title: First
    statements: [S1]
"""
REFERENCES = """\
[{"id": "brook-2020", "type": "book", "title": "Infusions", "DOI": "10.1000/brook", "PMID": "77",
  "custom": {"curbside": {"kind": "cohort"}}}]
"""
STATEMENT = """\
- id: {id}
  text: {text}
  plain: {text}
  outcome: sleep
  population: adults
  direction: benefit
  design: cohort
  reference: brook-2020
  read: abstract
  confidence: verified
"""


def write_topic(folder: Path, *, title: str = "Infusions and rest", **statements: str) -> Path:
    """A topic's folder, sound, with these statements: ``S1="Larch tea added sleep."``"""
    folder.mkdir(exist_ok=True)
    said = statements or {"S1": "Larch tea added sleep."}
    (folder / "topic.yaml").write_text(TOPIC.format(id=folder.name, title=title, word=folder.name))
    (folder / "references.json").write_text(REFERENCES)
    (folder / "statements.yaml").write_text(
        "".join(STATEMENT.format(id=name, text=text) for name, text in said.items())
    )
    return folder


def added(directory: Path, *folders: Path) -> Path:
    with open_library(directory, writable=True) as library:
        report = library.add([folder / "statements.yaml" for folder in folders])
    assert report.quarantined == []
    return directory


def topics(directory: Path) -> tuple[Topic, ...]:
    with open_library(directory) as library:
        return library.topics()


def found(library: Library, words: str) -> list[str]:
    return [hit.id for hit in KeywordRetriever(library).rank(read_question(words), limit=50).hits]


def test_topics_come_in_the_order_of_their_ids_however_they_were_added(tmp_path: Path) -> None:
    larch, birch = write_topic(tmp_path / "larch"), write_topic(tmp_path / "birch")
    assert [topic.id for topic in topics(added(tmp_path / "library", larch, birch))] == ["birch", "larch"]
    assert topics(tmp_path / "library") == topics(added(tmp_path / "other", birch, larch))


def test_a_topic_names_its_statements_by_their_passages(tmp_path: Path) -> None:
    [topic] = topics(added(tmp_path / "library", write_topic(tmp_path / "larch")))

    assert topic.questions == (TopicQuestion(ask="Does larch work?", answered_by=("larch:brook-2020#S1",)),)
    assert topic.steps[0].statements == ("larch:brook-2020#S1",)
    assert (topic.intervention, topic.judged) == (("larch", "larch tea"), ("sleep",))
    with open_library(tmp_path / "library") as library:
        passage = library.find("larch:brook-2020#S1").passage("larch:brook-2020#S1")
    assert passage is not None
    assert passage.text == "Larch tea added sleep."


def test_the_statements_of_a_topic_are_its_own_and_not_the_topic(tmp_path: Path) -> None:
    folders = [write_topic(tmp_path / name) for name in ("larch", "larch_two", "birch")]
    with open_library(added(tmp_path / "library", *folders)) as library:
        held = {topic.id: library.statements_of(topic) for topic in library.topics()}

    assert {name: [one.id for one in found.values()] for name, found in held.items()} == {
        "birch": ["birch:brook-2020"],
        "larch": ["larch:brook-2020"],
        "larch_two": ["larch_two:brook-2020"],
    }
    assert all(list(found) == sorted(found) for found in held.values())


def test_a_library_without_topics_has_none(tmp_path: Path) -> None:
    document = tmp_path / "guide.md"
    document.write_text("# Larch\n\nLarch tea is drunk at night.\n")
    with library_in_memory([document]) as library:
        assert library.topics() == ()
        assert library.statements_of(Topic(id="larch", title="Larch")) == {}


@pytest.mark.parametrize(
    "words", ["Infusions and rest", "insomnia", "larch tea", "Nights", '"Infusions and rest"', "LT"]
)
def test_a_topic_is_never_found_by_its_words(tmp_path: Path, words: str) -> None:
    folder = write_topic(tmp_path / "larch")
    with library_in_memory([folder / "statements.yaml"]) as library:
        assert not [name for name in found(library, words) if name.endswith(":topic")]
        assert library.size == 1


def test_a_changed_topic_takes_the_place_of_the_old_one_and_changes_the_snapshot(tmp_path: Path) -> None:
    folder = write_topic(tmp_path / "larch")
    library = added(tmp_path / "library", folder)
    with open_library(library) as before:
        old = before.snapshot()
    added(library, write_topic(tmp_path / "larch", title="Infusions, second edition"))

    assert [topic.title for topic in topics(library)] == ["Infusions, second edition"]
    with open_library(library) as after:
        assert after.snapshot() != old
        assert found(after, "larch tea") == ["larch:brook-2020"]
        assert list(after.verify()) == []
    added(library, write_topic(tmp_path / "larch"))
    with open_library(library) as again:
        assert again.snapshot() == old


@pytest.mark.parametrize(
    ("name", "old", "new", "changed"),
    [
        ("topic.yaml", "Nights", "Days", "larch:topic"),
        ("references.json", "Infusions", "Decoctions", "larch:brook-2020"),
        ("statements.yaml", "added", "gained", "larch:brook-2020"),
    ],
)
def test_a_change_in_any_one_of_the_three_files_is_seen(
    tmp_path: Path, name: str, old: str, new: str, changed: str
) -> None:
    file = write_topic(tmp_path / "larch") / name
    library = added(tmp_path / "library", tmp_path / "larch")
    file.write_text(file.read_text().replace(old, new))
    with open_library(library, writable=True) as held:
        before = held.find(changed)
        report = held.add([tmp_path / "larch" / "statements.yaml"])
        assert (report.added, report.updated, report.unchanged) == (0, 1, 1)
        assert held.find(changed) != before


def test_adding_a_topic_again_changes_nothing(tmp_path: Path) -> None:
    folder = write_topic(tmp_path / "larch")
    library = added(tmp_path / "library", folder)
    with open_library(library, writable=True) as held:
        report = held.add([folder / "statements.yaml"])
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)


def test_a_topic_can_be_taken_out_and_its_statements_stay(tmp_path: Path) -> None:
    library = added(tmp_path / "library", write_topic(tmp_path / "larch"), write_topic(tmp_path / "birch"))
    with open_library(library, writable=True) as held:
        assert held.remove("larch:topic") == "larch:topic"

    assert [topic.id for topic in topics(library)] == ["birch"]
    with open_library(library) as held:
        assert held.find("larch:brook-2020").id == "larch:brook-2020"
        assert list(held.verify()) == []


def test_a_library_with_topics_verifies_and_its_index_can_be_made_anew(tmp_path: Path) -> None:
    library = added(tmp_path / "library", write_topic(tmp_path / "larch"), write_topic(tmp_path / "birch"))
    with open_library(library) as held:
        before = (held.topics(), found(held, "larch tea sleep"), held.snapshot(), held.size)
        assert list(held.verify()) == []
    with open_library(library, writable=True) as held:
        assert held.rebuild_index() == 4
    shutil.rmtree(library / "index")
    with open_library(library) as held:
        assert (held.topics(), found(held, "larch tea sleep"), held.snapshot(), held.size) == before
        assert list(held.verify()) == []


def test_works_of_one_identifier_are_namesakes(tmp_path: Path) -> None:
    record = tmp_path / "record.nbib"
    record.write_text("PMID- 77\nTI  - Infusions\nAB  - Larch tea added sleep.\n\n")
    folders = [write_topic(tmp_path / name) / "statements.yaml" for name in ("larch", "birch")]
    with library_in_memory([record, *folders]) as library:
        assert [one.id for one in library.namesakes(library.find("pmid:77"))] == [
            "larch:brook-2020",
            "birch:brook-2020",
        ]
        assert [one.id for one in library.namesakes(library.find("larch:brook-2020"))] == [
            "pmid:77",
            "birch:brook-2020",
        ]
        assert library.namesakes(library.find("larch:topic")) == ()
