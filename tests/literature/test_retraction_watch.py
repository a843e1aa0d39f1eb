"""The list of retractions: read however it comes, kept beside the publications, and heard when they are relied on."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest

from curbside.errors import Mendable, UnreadableSource
from curbside.literature.library import Library, NoticesReport, Standing, library_in_memory, open_library
from curbside.literature.library.catalogue import LAYOUT
from curbside.literature.notice import Notice, NoticeKind
from curbside.literature.publication import Unreadable
from curbside.literature.readers.retraction_watch import BreaksOff, is_list_of_retractions, notices_of
from medline_records import citation, link, medline, standing
from retraction_watch_list import Row, printed, row


def listed(folder: Path, *rows: Row, name: str = "retractions.csv") -> Path:
    path = folder / name
    path.write_text(printed(rows), encoding="utf-8")
    return path


def read(path: Path) -> list[Notice | Unreadable]:
    return list(notices_of(path))


def places(path: Path) -> list[str]:
    """What was read: the record numbers of the notices, and of the rest the places."""
    return [one.record if isinstance(one, Notice) else one.where for one in read(path)]


# Reading


def test_a_row_says_what_happened_to_which_publication(tmp_path: Path) -> None:
    assert read(listed(tmp_path, row(7, doi="10.1000/Tea"))) == [
        Notice(
            kind=NoticeKind.RETRACTION,
            pmid="1",
            doi="10.1000/tea",
            said_on="2020-03-09",
            said_by="pmid:9",
            reasons="Concerns/Issues About Data; Unreliable Results",
            record="7",
        )
    ]


@pytest.mark.parametrize(
    ("cell", "doi"),
    [
        ("10.1016/S0140-6736(97)11096-0", "10.1016/s0140-6736(97)11096-0"),
        ("https://doi.org/10.1000/Tea", "10.1000/tea"),
        ("http://dx.doi.org/10.1000/tea", "10.1000/tea"),
        ("doi: 10.1000/TEA.", "10.1000/tea"),
        (" 10.1000/tea\u200b", "10.1000/tea"),
        ("https://doi.org/10.1000%2Ftea", "10.1000/tea"),
        ("10.1002/(SICI)1097<16::AID-X9>3.0.CO;2-2", "10.1002/(sici)1097<16::aid-x9>3.0.co;2-2"),
        ("unavailable", ""),
        ("Unavailable", ""),
        ("0", ""),
        ("", ""),
    ],
)
def test_a_doi_is_read_however_it_is_written(cell: str, doi: str, tmp_path: Path) -> None:
    (one,) = read(listed(tmp_path, row(doi=cell)))
    assert isinstance(one, Notice)
    assert one.doi == doi


@pytest.mark.parametrize(
    ("cell", "pmid"),
    [
        ("12345678", "12345678"),
        ("12345678.0", "12345678"),
        ("0", ""),
        ("", ""),
        ("unavailable", ""),
        ("-1", ""),
    ],
)
def test_a_pmid_is_read_and_0_is_none(cell: str, pmid: str, tmp_path: Path) -> None:
    (one,) = read(listed(tmp_path, row(pmid=cell, doi="10.1000/tea")))
    assert isinstance(one, Notice)
    assert one.pmid == pmid


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3/9/2020 0:00", "2020-03-09"),
        ("12/25/2021", "2021-12-25"),
        ("25/12/2021 0:00", "2021-12-25"),
        ("2021-12-25", "2021-12-25"),
        ("2021-12-25T00:00:00", "2021-12-25"),
        ("2/30/2021 0:00", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_day_that_cannot_be_read_costs_the_day_and_not_the_row(cell: str, day: str, tmp_path: Path) -> None:
    (one,) = read(listed(tmp_path, row(date=cell)))
    assert isinstance(one, Notice)
    assert one.said_on == day


@pytest.mark.parametrize(
    ("made", "by"),
    [
        (row(), "pmid:9"),
        (row(by="0"), "doi:10.1000/notice"),
        (row(by="0", by_doi="unavailable"), ""),
    ],
    ids=["its PMID", "its DOI", "nobody"],
)
def test_who_said_it(made: Row, by: str, tmp_path: Path) -> None:
    (one,) = read(listed(tmp_path, made))
    assert isinstance(one, Notice)
    assert one.said_by == by


def test_a_work_without_any_number_is_read_and_named_by_nothing(tmp_path: Path) -> None:
    (one,) = read(listed(tmp_path, row(pmid="0", doi="unavailable")))
    assert isinstance(one, Notice)
    assert not one.names_one


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(2, "Retracted"), "expected RetractionNature to be one of"),
        (row(2, ""), "came ''"),
        (
            row(2, pmid="see notes", doi="doi pending"),
            "expected a PMID or a DOI; came 'see notes' and 'doi pending'",
        ),
    ],
    ids=["another word", "no word", "numbers that are none"],
)
def test_a_bad_row_is_told_with_its_line_and_the_others_are_kept(
    bad: Row, reason: str, tmp_path: Path
) -> None:
    first, told, last = read(listed(tmp_path, row(1, notes="two\nlines"), bad, row(3)))
    assert isinstance(told, Unreadable)
    assert (told.where, type(told)) == ("line 4", Unreadable)
    assert reason in told.reason
    assert [one.record for one in (first, last) if isinstance(one, Notice)] == ["1", "3"]


LINES = printed([row(1), row(2, notes='He said "no"'), row(3, notes="two\nlines"), row(4)]).splitlines(
    keepends=True
)


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("".join(LINES), ["1", "2", "3", "4"]),
        ("".join(LINES).replace("\n", "\r\n"), ["1", "2", "3", "4"]),
        (printed([row(1), row(2)], delimiter=";"), ["1", "2"]),
        ("".join(LINES).replace('1,"Tea', '1,"Tea" is "not", it', 1), ["line 2", "2", "3", "4"]),
        ("".join(LINES).replace('1,"Tea, and sleep"', '1,"Tea and sleep', 1), ["line 2", "2", "3", "4"]),
        ("".join(LINES).replace('1,"Tea, and sleep"', '1,Tea "and" sleep', 1), ["1", "2", "3", "4"]),
        ("".join([*LINES, ",,,,\n", "\n"]), ["1", "2", "3", "4"]),
        ("".join([*LINES[:2], "5,Tea\n", *LINES[2:]]), ["1", "line 3", "2", "3", "4"]),
    ],
    ids=[
        "as it should be",
        "line breaks of Windows",
        "saved with semicolons",
        "marks that should have been doubled",
        "a mark that is never closed",
        "marks within a bare cell",
        "empty rows at the end",
        "a row of two cells",
    ],
)
def test_a_file_that_is_not_quite_csv(text: str, came: list[str], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode())
    assert places(path) == came


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + "".join(LINES).encode(),
        "".join(LINES).replace("sleep", "caf\u00e9").encode("cp1252"),
        "".join(LINES).encode()
        + printed([row(5)]).splitlines()[1].replace("Tea", "Caf\u00e9").encode("latin-1"),
        gzip.compress("".join(LINES).encode()),
    ],
    ids=["a byte order mark", "Windows-1252", "one row of it in Latin-1", "gzip"],
)
def test_a_file_in_whatever_bytes(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert places(path)[:4] == ["1", "2", "3", "4"]
    assert not any(isinstance(one, Unreadable) for one in read(path))


@pytest.mark.parametrize("left", range(40, len(LINES[-1]), 7))
def test_a_download_that_was_cut_short_says_so(left: int, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("".join(LINES[:-1]) + LINES[-1][:left], encoding="utf-8")
    *_, last = read(path)
    assert isinstance(last, BreaksOff) or left >= len(LINES[-1]) - 2


def test_a_damaged_gzip_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(printed(row(n) for n in range(500)).encode())[:-9])
    *_, last = read(path)
    assert isinstance(last, BreaksOff)


@pytest.mark.parametrize("text", ["", "id,title\n1,Tea\n", "%PDF-1.7", '{"_id": "1"}\n'])
def test_another_file_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)
    with pytest.raises(UnreadableSource, match="RetractionNature, OriginalPaperDOI, OriginalPaperPubMedID"):
        read(path)
    assert not is_list_of_retractions(text.encode())


# In a library


def library_with(folder: Path, *records: str) -> Library:
    library = open_library(folder / "library", writable=True)
    if records:
        library.add([medline(folder, *records)])
    return library


def add(library: Library, folder: Path, *rows: Row) -> NoticesReport:
    return library.add_retractions(listed(folder, *rows, name="again.csv"))


RETRACTED = Standing(retracted=True, retracted_by=("pmid:9",))
SOUND = Standing()
TRIAL = citation(1, doi="10.1000/Tea")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row()], RETRACTED),
        ([row(pmid="0", doi="10.1000/tea")], RETRACTED),
        ([row(pmid="2", doi="10.1000/TEA")], RETRACTED),
        ([row(pmid="2", doi="10.1000/other")], SOUND),
        ([row(pmid="2", doi="10.1000/tea", reason="+Retract and Replace;")], SOUND),
        ([row(pmid="1", doi="10.1000/tea", reason="+Retract and Replace;")], RETRACTED),
        ([row(by="0")], Standing(retracted=True, retracted_by=("doi:10.1000/notice",))),
        ([row(3, by="0", by_doi="0")], Standing(retracted=True, retracted_by=("Retraction Watch 3",))),
        ([row(3, by="1")], Standing(retracted=True, retracted_by=("Retraction Watch 3",))),
        ([row(1, "Expression of concern")], Standing(concern_raised_by=("pmid:9",))),
        ([row(1, "Correction")], Standing(corrected_by=("pmid:9",))),
        ([row(1, "Reinstatement")], SOUND),
        ([row(1), row(2, "Reinstatement", date="1/1/2021")], SOUND),
        ([row(1), row(2, "Reinstatement", date="3/9/2020")], SOUND),
        ([row(1), row(2, "Reinstatement", date="1/1/2019")], RETRACTED),
        ([row(1), row(2, "Reinstatement", date="")], RETRACTED),
        ([row(1, date=""), row(2, "Reinstatement", date="1/1/2021")], RETRACTED),
        (
            [
                row(1, date="1/1/2018"),
                row(2, "Reinstatement", date="1/1/2019"),
                row(3, date="1/1/2020", by="8"),
            ],
            Standing(retracted=True, retracted_by=("pmid:8",)),
        ),
        (
            [row(1, "Expression of concern", by="7"), row(2)],
            Standing(retracted=True, retracted_by=("pmid:9",), concern_raised_by=("pmid:7",)),
        ),
        (
            [row(1), row(2, "Expression of concern", by="7"), row(3, "Reinstatement", date="1/1/2021")],
            Standing(concern_raised_by=("pmid:7",)),
        ),
    ],
    ids=[
        "by its PMID",
        "by its DOI, in another case",
        "by its DOI, where the list has another PMID",
        "another article",
        "an earlier version that had the DOI",
        "the version that was replaced",
        "the notice has only a DOI",
        "the notice has no number",
        "the notice stands under the article's own number",
        "an expression of concern",
        "a correction",
        "reinstated, whatever it was for",
        "retracted, then reinstated",
        "both on one day",
        "reinstated, then retracted",
        "reinstated on a day unknown",
        "retracted on a day unknown",
        "retracted, reinstated and retracted again",
        "doubted, then retracted",
        "a concern outlives the reinstatement",
    ],
)
@pytest.mark.parametrize("first", ["the article", "the list"])
def test_what_the_list_says_holds_for_what_is_held_now_and_what_is_added_later(
    first: str, rows: list[Row], expected: Standing, tmp_path: Path
) -> None:
    with library_with(tmp_path, *([TRIAL] if first == "the article" else [])) as library:
        add(library, tmp_path, *rows)
        if first == "the list":
            library.add([medline(tmp_path, TRIAL)])
        assert standing(library) == expected
        assert list(library.verify()) == []


def test_what_medline_says_is_not_undone_by_the_list(tmp_path: Path) -> None:
    with library_with(tmp_path, citation(1, links=link("RetractionIn", 9))) as library:
        add(library, tmp_path, row(1), row(2, "Reinstatement", date="1/1/2021"))
        assert standing(library) == RETRACTED


def test_a_retraction_that_both_know_is_told_once(tmp_path: Path) -> None:
    with library_with(tmp_path, citation(1, links=link("RetractionIn", 9))) as library:
        add(library, tmp_path, row())
        assert standing(library) == RETRACTED


def test_the_list_is_kept_once_however_often_it_is_added(tmp_path: Path) -> None:
    with library_with(tmp_path, TRIAL) as library:
        rows = [row(1), row(2, pmid="2"), row(3, pmid="0"), row(4, "Oops")]
        report = add(library, tmp_path, *rows)
        assert (report.held, report.new, report.gone, report.unnamed, report.bearing) == (2, 2, 0, 1, 1)
        assert [one.where for one in report.quarantined] == ["line 5"]
        before = library.snapshot()
        report = add(library, tmp_path, *reversed(rows))
        assert (report.held, report.new, report.gone) == (2, 0, 0)
        assert library.snapshot() == before
        assert library.status().notices == 2
        assert library.status().notices_until == "2020-03-09"
        assert [one.where for one in library.quarantine()] == ["line 2"]
        assert library.status().sources == 2


def test_a_newer_list_takes_the_place_of_the_older(tmp_path: Path) -> None:
    with library_with(tmp_path, TRIAL, citation(2)) as library:
        add(library, tmp_path, row(1))
        before = library.snapshot()
        report = add(library, tmp_path, row(2, pmid="2"))
        assert (report.held, report.new, report.gone) == (1, 1, 1)
        assert standing(library) == SOUND
        assert standing(library, "pmid:2") == RETRACTED
        assert library.snapshot() != before


def test_an_older_list_is_refused_and_the_newer_one_kept(tmp_path: Path) -> None:
    with library_with(tmp_path, TRIAL) as library:
        add(library, tmp_path, row(20))
        with pytest.raises(Mendable, match=r"no older .* last record is 20; came one whose last is 3"):
            add(library, tmp_path, row(3, pmid="2"))
        assert standing(library) == RETRACTED
        library.remove_retractions()
        add(library, tmp_path, row(3, pmid="2"))
        assert standing(library) == SOUND


def test_of_a_list_that_breaks_off_nothing_that_was_known_is_lost(tmp_path: Path) -> None:
    with library_with(tmp_path, TRIAL, citation(2)) as library:
        add(library, tmp_path, row(1), row(9, pmid="3"))
        path = listed(tmp_path, row(10, pmid="2"), row(1))
        path.write_text(path.read_text()[:-60])
        report = library.add_retractions(path)
        assert report.breaks_off
        assert (report.held, report.gone) == (3, 0)
        assert standing(library) == standing(library, "pmid:2") == RETRACTED


def test_taking_the_list_out_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    with library_with(tmp_path, TRIAL) as library:
        before = library.snapshot()
        add(library, tmp_path, row(1), row(2, "Oops"))
        assert library.remove_retractions() == 1
        assert library.snapshot() == before
        assert standing(library) == SOUND
        assert (library.status().notices, library.status().notices_until) == (0, "")
        assert library.quarantine() == ()
        assert list(library.verify()) == []


def test_a_library_and_its_list_have_one_snapshot_whichever_came_first(tmp_path: Path) -> None:
    first, second = (
        library_in_memory([medline(tmp_path, TRIAL)]),
        library_in_memory([]),
    )
    for library in (first, second):
        add(library, tmp_path, row(1), row(2, pmid="2"))
    second.add([medline(tmp_path, TRIAL)])
    assert first.snapshot() == second.snapshot()


def test_a_list_that_was_tampered_with_is_told(tmp_path: Path) -> None:
    with library_with(tmp_path, TRIAL) as library:
        add(library, tmp_path, row(1), row(2, pmid="2"))
    with sqlite3.connect(tmp_path / "library" / "catalogue.sqlite3") as db:
        db.execute("DELETE FROM notice WHERE pmid = '1'")
        db.execute("UPDATE notice SET content = replace(content, 'Retraction', 'Correction')")
    with open_library(tmp_path / "library") as library:
        told = [f"{problem.where}: {problem.message}" for problem in library.verify()]
    assert any("a notice is not as it was stored" in one for one in told)
    assert any("expected notices 1, came 2" in one for one in told)
    assert any("expected snapshot" in one for one in told)


def test_what_was_said_is_shown_undone_or_not(tmp_path: Path) -> None:
    with library_with(tmp_path, TRIAL) as library:
        add(library, tmp_path, row(2, "Reinstatement", date="1/1/2021"), row(1, doi="10.1000/tea"))
        kinds = [one.kind.value for one in library.notices_on(library.find("1"))]
        assert kinds == ["Retraction", "Reinstatement"]


def test_a_library_of_an_earlier_layout_is_read_and_can_keep_a_list_once_it_is_written(
    tmp_path: Path,
) -> None:
    notice = citation(9, links=link("RetractionOf", 1))
    library_with(tmp_path, TRIAL, notice).close()
    catalogue = tmp_path / "library" / "catalogue.sqlite3"
    with sqlite3.connect(catalogue) as db:
        db.executescript("DROP TABLE notice; DROP TABLE removal; PRAGMA user_version = 2;")
        db.execute("UPDATE relation SET target = 'doi:10.1000/TEA' WHERE target = 'pmid:1'")
    with open_library(tmp_path / "library") as library:
        assert standing(library) == SOUND
        assert library.notices_on(library.find("1")) == ()
        assert library.gone(["pmid:1"]) == set()
        assert list(library.verify()) == []
    with open_library(tmp_path / "library", writable=True) as library:
        assert standing(library) == RETRACTED
        assert add(library, tmp_path, row(1, pmid="2")).held == 1
        assert list(library.verify()) == []
    with sqlite3.connect(catalogue) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (LAYOUT,)


def test_a_list_given_as_literature_is_left_alone_and_its_door_named(tmp_path: Path) -> None:
    report = library_in_memory([]).add([listed(tmp_path, row())])
    assert [one.reason for one in report.skipped] == [
        "a list of retractions: curbside library add --retractions FILE"
    ]
