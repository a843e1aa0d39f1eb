"""What a library promises: idempotent, ordered by version, safe to kill, one writer, and able to prove itself."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import DamagedLibrary, LibraryBusy, Mendable, NotFound
from curbside.literature.library import AdditionReport, library_in_memory, open_library
from curbside.literature.publication import Record
from curbside.literature.readers.markdown import MarkdownReader
from curbside.question.read import read_question
from curbside.retrieval.keyword import KeywordRetriever


def lines(path: Path, records: Iterable[tuple[str, str]]) -> Path:
    """A JSON Lines file of (id, text)."""
    path.write_text("".join(json.dumps({"_id": i, "title": "", "text": text}) + "\n" for i, text in records))
    return path


def citation(pmid: int, *, title: str, revised: str = "20200101", links: str = "", types: str = "") -> str:
    """A MEDLINE record, as small as one can be."""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><DateRevised><Year>{revised[:4]}</Year>'
        f"<Month>{revised[4:6]}</Month><Day>{revised[6:]}</Day></DateRevised><Article><Journal/>"
        f"<ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>About {title}.</AbstractText></Abstract>"
        f"<PublicationTypeList>{types}</PublicationTypeList></Article>"
        f"<CommentsCorrectionsList>{links}</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
    )


def medline(path: Path, *citations: str, deleted: Sequence[int] = ()) -> Path:
    """A MEDLINE file of these records, and of these deletions."""
    gone = "".join(f'<PMID Version="1">{pmid}</PMID>' for pmid in deleted)
    gone = f"<DeleteCitation>{gone}</DeleteCitation>" if gone else ""
    path.write_text(f'<?xml version="1.0"?><PubmedArticleSet>{"".join(citations)}{gone}</PubmedArticleSet>')
    return path


def add(directory: Path, *paths: Path) -> AdditionReport:
    with open_library(directory, writable=True) as library:
        return library.add(paths)


def found(directory: Path, words: str) -> list[str]:
    with open_library(directory) as library:
        ranking = KeywordRetriever(library).rank(read_question(words), limit=50)
        return sorted(hit.id for hit in ranking.hits)


def snapshot(directory: Path) -> str:
    with open_library(directory) as library:
        return library.snapshot()


def problems(directory: Path) -> list[str]:
    with open_library(directory) as library:
        return [f"{problem.where}: {problem.message}" for problem in library.verify()]


def tally(report: AdditionReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.deleted


TEXTS = [(f"t{n}", f"apixaban trial number{n} in kidney disease") for n in range(6)]


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", TEXTS)
    assert tally(add(tmp_path / "lib", file)) == (6, 0, 0, 0)
    before = snapshot(tmp_path / "lib")
    assert tally(add(tmp_path / "lib", file)) == (0, 0, 6, 0)
    assert snapshot(tmp_path / "lib") == before
    assert found(tmp_path / "lib", "apixaban") == [i for i, _ in TEXTS]
    assert problems(tmp_path / "lib") == []


def test_the_same_bytes_under_another_name_are_known(tmp_path: Path) -> None:
    add(tmp_path / "lib", lines(tmp_path / "a.jsonl", TEXTS))
    assert tally(add(tmp_path / "lib", lines(tmp_path / "copy.jsonl", TEXTS))) == (0, 0, 6, 0)


def test_a_changed_record_is_updated_and_found_by_its_new_words_only(tmp_path: Path) -> None:
    add(tmp_path / "lib", lines(tmp_path / "a.jsonl", [("x", "warfarin in pregnancy"), ("y", "heparin")]))
    changed = lines(tmp_path / "b.jsonl", [("x", "dabigatran in pregnancy"), ("y", "heparin")])
    assert tally(add(tmp_path / "lib", changed)) == (0, 1, 1, 0)
    assert found(tmp_path / "lib", "warfarin") == []
    assert found(tmp_path / "lib", "dabigatran") == ["x"]
    assert problems(tmp_path / "lib") == []


def test_going_back_to_the_first_file_goes_back(tmp_path: Path) -> None:
    first = lines(tmp_path / "a.jsonl", [("x", "warfarin")])
    for file in (first, lines(tmp_path / "b.jsonl", [("x", "dabigatran")]), first):
        add(tmp_path / "lib", file)
    assert found(tmp_path / "lib", "warfarin") == ["x"]


@pytest.mark.parametrize(
    ("stored", "comes", "outcome"),
    [
        ("20200101", "20210101", (0, 1, 0, 0)),
        ("20210101", "20200101", (0, 0, 1, 0)),
    ],
    ids=["a newer revision replaces", "an older revision is left alone"],
)
def test_versions_decide(tmp_path: Path, stored: str, comes: str, outcome: tuple[int, ...]) -> None:
    add(tmp_path / "lib", medline(tmp_path / "a.xml", citation(1, title="Old words", revised=stored)))
    later = medline(tmp_path / "b.xml", citation(1, title="New words", revised=comes))
    assert tally(add(tmp_path / "lib", later)) == outcome


def test_a_deletion_removes_and_an_older_file_does_not_bring_it_back(tmp_path: Path) -> None:
    base = medline(tmp_path / "base.xml", citation(1, title="Doubtful"), citation(2, title="Sound"))
    assert tally(add(tmp_path / "lib", base)) == (2, 0, 0, 0)
    assert tally(add(tmp_path / "lib", medline(tmp_path / "update.xml", deleted=[1]))) == (0, 0, 0, 1)
    assert found(tmp_path / "lib", "doubtful") == []
    assert tally(add(tmp_path / "lib", base)) == (0, 0, 2, 0)
    assert found(tmp_path / "lib", "doubtful") == []
    newer = medline(tmp_path / "new.xml", citation(1, title="Doubtful no more", revised="20300101"))
    assert tally(add(tmp_path / "lib", newer)) == (1, 0, 0, 0)
    assert problems(tmp_path / "lib") == []


def test_removing_by_hand_is_undone_by_adding_again(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", TEXTS)
    add(tmp_path / "lib", file)
    with open_library(tmp_path / "lib", writable=True) as library:
        assert library.remove("t3") == "t3"
    assert "t3" not in found(tmp_path / "lib", "apixaban")
    assert tally(add(tmp_path / "lib", file)) == (1, 0, 5, 0)
    assert problems(tmp_path / "lib") == []


@given(order=st.permutations(range(6)), cut=st.integers(0, 6))
def test_the_snapshot_depends_on_content_not_on_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    straight = library_in_memory([lines(folder / "a.jsonl", TEXTS)])
    shuffled = [TEXTS[n] for n in order]
    parts = [lines(folder / "b.jsonl", shuffled[:cut]), lines(folder / "c.jsonl", shuffled[cut:])]
    assert library_in_memory(parts).snapshot() == straight.snapshot()
    assert library_in_memory([lines(folder / "d.jsonl", TEXTS[:5])]).snapshot() != straight.snapshot()


def test_a_bad_record_is_quarantined_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"_id": "1", "text": "metformin"}\n{broken\n{"_id": "2", "text": "metformin too"}\n')
    report = add(tmp_path / "lib", file)
    assert tally(report) == (2, 0, 0, 0)
    assert [(q.source, q.where) for q in report.quarantined] == [(str(file), "line 2")]
    with open_library(tmp_path / "lib") as library:
        assert [q.where for q in library.quarantine()] == ["line 2"]
    assert len(add(tmp_path / "lib", file).quarantined) == 1
    with open_library(tmp_path / "lib") as library:
        assert library.status().quarantined == 1


@pytest.mark.parametrize(
    ("links", "types", "expected"),
    [
        ("", "<PublicationType>Retracted Publication</PublicationType>", "retracted"),
        ('<CommentsCorrections RefType="RetractionIn"><PMID>9</PMID></CommentsCorrections>', "", "retracted"),
        ('<CommentsCorrections RefType="UpdateIn"><PMID>9</PMID></CommentsCorrections>', "", "superseded"),
        ('<CommentsCorrections RefType="ErratumIn"><PMID>9</PMID></CommentsCorrections>', "", "corrected"),
        ('<CommentsCorrections RefType="CommentIn"><PMID>9</PMID></CommentsCorrections>', "", "sound"),
    ],
    ids=["its type says so", "it names its retraction", "it names its update", "an erratum", "a comment"],
)
def test_how_a_publication_stands(tmp_path: Path, links: str, types: str, expected: str) -> None:
    library = library_in_memory(
        [medline(tmp_path / "a.xml", citation(1, title="A", links=links, types=types))]
    )
    publication = library.find("1")
    standing = library.standings([publication])["pmid:1"]
    said = {
        "retracted": standing.retracted,
        "superseded": bool(standing.superseded_by),
        "corrected": bool(standing.corrected_by),
    }
    assert {name for name, holds in said.items() if holds} == ({expected} - {"sound"})


def test_a_retraction_known_only_to_the_notice_counts(tmp_path: Path) -> None:
    notice = citation(
        9,
        title="Notice",
        links='<CommentsCorrections RefType="RetractionOf"><PMID>1</PMID></CommentsCorrections>',
    )
    library = library_in_memory([medline(tmp_path / "a.xml", citation(1, title="A"), notice)])
    assert library.standings([library.find("1")])["pmid:1"].retracted_by == ("pmid:9",)


@pytest.mark.parametrize("name", ["pmid:1", "1", "pmid:1#title"])
def test_a_publication_answers_to_its_names(tmp_path: Path, name: str) -> None:
    assert library_in_memory([medline(tmp_path / "a.xml", citation(1, title="A"))]).find(name).id == "pmid:1"


def test_a_name_nobody_has_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no-such-thing"):
        library_in_memory([lines(tmp_path / "a.jsonl", TEXTS)]).find("no-such-thing")


KILLED_MIDWAY = """
import os, signal, sys
from pathlib import Path
from curbside.literature.library import open_library

def tell(progress):
    if progress.records >= 750:
        print(progress.records, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

open_library(Path(sys.argv[1]), writable=True).add([Path(sys.argv[2])], progress=tell)
"""


def test_a_kill_loses_nothing_acknowledged_and_adding_again_resumes(tmp_path: Path) -> None:
    many = lines(tmp_path / "a.jsonl", ((f"r{n}", f"rivaroxaban number{n}") for n in range(2000)))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_MIDWAY, str(tmp_path / "lib"), str(many)],
        capture_output=True,
        check=False,
    )
    acknowledged = int(killed.stdout)
    assert killed.returncode == -signal.SIGKILL
    with open_library(tmp_path / "lib") as library:
        assert library.status().publications >= acknowledged
        assert library.status().indexed
        ranking = KeywordRetriever(library).rank(read_question("rivaroxaban"), limit=5000)
        assert len(ranking.hits) == library.status().publications
    report = add(tmp_path / "lib", many)
    assert report.added == 2000 - report.unchanged
    assert report.unchanged >= acknowledged
    assert problems(tmp_path / "lib") == []


def test_the_second_writer_is_told_and_readers_go_on(tmp_path: Path) -> None:
    add(tmp_path / "lib", lines(tmp_path / "a.jsonl", TEXTS))
    with open_library(tmp_path / "lib", writable=True):
        with pytest.raises(LibraryBusy, match="another process"):
            open_library(tmp_path / "lib", writable=True)
        assert len(found(tmp_path / "lib", "apixaban")) == len(TEXTS)
    open_library(tmp_path / "lib", writable=True).close()


def test_reading_where_there_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="library add"):
        open_library(tmp_path / "nothing")


def test_writing_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Mendable, match="directory"):
        open_library(tmp_path / "file", writable=True)


def test_a_catalogue_that_is_no_catalogue(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "catalogue.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(DamagedLibrary):
        open_library(tmp_path / "lib")


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (
            "UPDATE record SET content = replace(content, 'apixaban', 'warfarin') WHERE publication = 2",
            "checksum",
        ),
        ("UPDATE fact SET value = 5 WHERE name = 'publications'", "expected publications 6, came 5"),
        ("UPDATE fact SET value = 'ff' WHERE name = 'snapshot'", "snapshot"),
        ("DELETE FROM publication WHERE id = 't2'", "publications"),
    ],
    ids=["a changed record", "a wrong count", "a wrong snapshot", "a row taken out behind its back"],
)
def test_verify_finds_tampering(tmp_path: Path, damage: str, complaint: str) -> None:
    add(tmp_path / "lib", lines(tmp_path / "a.jsonl", TEXTS))
    with sqlite3.connect(tmp_path / "lib" / "catalogue.sqlite3") as db:
        db.execute(damage)
    assert any(complaint in problem for problem in problems(tmp_path / "lib"))


def test_nothing_is_quoted_from_a_damaged_record(tmp_path: Path) -> None:
    add(tmp_path / "lib", lines(tmp_path / "a.jsonl", TEXTS))
    with sqlite3.connect(tmp_path / "lib" / "catalogue.sqlite3") as db:
        db.execute("UPDATE record SET content = replace(content, 'trial', 'triAl') WHERE publication = 2")
    with open_library(tmp_path / "lib") as library, pytest.raises(DamagedLibrary, match="t1"):
        library.find("t1")
    with open_library(tmp_path / "lib", writable=True) as library, pytest.raises(DamagedLibrary, match="t1"):
        library.rebuild_index()


def test_a_damaged_record_is_mended_by_adding_its_file_again(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", TEXTS)
    add(tmp_path / "lib", file)
    with sqlite3.connect(tmp_path / "lib" / "catalogue.sqlite3") as db:
        db.execute("UPDATE record SET content = x'00' WHERE publication = 2")
        db.execute("UPDATE publication SET checksum = x'00' WHERE id = 't1'")
        db.execute("UPDATE source SET complete = 0")
    assert tally(add(tmp_path / "lib", file)) == (0, 1, 5, 0)
    with open_library(tmp_path / "lib") as library:
        assert library.find("t1").passages[0].text == TEXTS[1][1]


def test_a_rebuilt_index_finds_the_same(tmp_path: Path) -> None:
    add(tmp_path / "lib", lines(tmp_path / "a.jsonl", TEXTS))
    with open_library(tmp_path / "lib", writable=True) as library:
        assert library.rebuild_index() == len(TEXTS)
    assert found(tmp_path / "lib", "apixaban") == [i for i, _ in TEXTS]
    assert problems(tmp_path / "lib") == []


def test_reading_processes_give_what_one_process_gives(tmp_path: Path) -> None:
    padding = "word " * 400
    files = [
        lines(tmp_path / f"{name}.jsonl", ((f"{name}{n}", f"edoxaban {n} {padding}") for n in range(600)))
        for name in "abc"
    ]
    report = add(tmp_path / "lib", *files)
    assert tally(report) == (1800, 0, 0, 0)
    one_by_one = library_in_memory(files[:1])
    one_by_one.add(files[1:2])
    one_by_one.add(files[2:])
    assert snapshot(tmp_path / "lib") == one_by_one.snapshot()


@pytest.mark.parametrize("opened_by", ["a reader", "a writer"])
def test_an_index_that_was_deleted_is_made_anew_and_never_taken_for_an_empty_library(
    tmp_path: Path, opened_by: str
) -> None:
    directory = tmp_path / "library"
    add(directory, lines(tmp_path / "a.jsonl", TEXTS))
    shutil.rmtree(directory / "index")
    if opened_by == "a writer":
        add(directory, lines(tmp_path / "b.jsonl", [("new", "apixaban again")]))
    assert {name for name, _ in TEXTS} <= set(found(directory, "apixaban"))
    assert problems(directory) == []


def test_a_library_that_may_only_be_read_is_read_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "library"
    add(directory, lines(tmp_path / "a.jsonl", TEXTS))
    # Permissions do not hold back the superuser that tests may run as; a read-only disk does.
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK)
    before = sorted(directory.rglob("*"))
    assert found(directory, "apixaban") == sorted(name for name, _ in TEXTS)
    assert problems(directory) == []
    assert sorted(directory.rglob("*")) == before


def test_a_file_whose_name_is_not_text_is_read_and_named_as_far_as_can_be(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.jsonl")
    path.write_bytes(lines(tmp_path / "a.jsonl", TEXTS).read_bytes() + b"{\n")
    report = add(tmp_path / "library", path)
    assert report.added == len(TEXTS)
    assert [Path(one.source).name for one in report.quarantined] == ["caf\ufffd.jsonl"]


def test_a_reader_that_fails_costs_its_own_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: MarkdownReader, path: Path) -> Iterator[Record]:
        yield from ()
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(MarkdownReader, "read", failing)
    (tmp_path / "a.md").write_text("# Apixaban")
    report = add(tmp_path / "library", tmp_path / "a.md", lines(tmp_path / "b.jsonl", TEXTS))
    assert report.added == len(TEXTS)
    assert [one.reason for one in report.quarantined] == [
        "the reader failed here, which is a fault of Curbside: ZeroDivisionError: by zero"
    ]


def test_a_disk_that_fills_up_is_said_and_what_was_acknowledged_is_kept(tmp_path: Path) -> None:
    directory = tmp_path / "library"
    add(directory, lines(tmp_path / "a.jsonl", TEXTS))
    script = f"""
import resource, sys
from pathlib import Path
from curbside.errors import StorageFailure
from curbside.literature.library import open_library

with open_library(Path({str(directory)!r}), writable=True) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    library.add([Path({str(tmp_path / "b.jsonl")!r})])
"""
    lines(tmp_path / "b.jsonl", [(f"b{n}", f"apixaban {n} " * 500) for n in range(500)])
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "curbside.errors.StorageFailure" in ended.stderr.splitlines()[-1]
    assert {name for name, _ in TEXTS} <= set(found(directory, "apixaban"))
    assert problems(directory) == []
