"""Which answers that were given are touched by what a library knows of their sources now."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from curbside.editorial.affected import Affected, Change, Kept, Unread, affected, answer_kept
from curbside.editorial.asked import Asked, asked
from curbside.literature.library import Library
from curbside.literature.publication import Publication, Read, Relation, RelationKind
from curbside.verification.answer import Answer
from curbside.workflows import ask
from library_of import library_of, publication
from retraction_watch_list import Row, printed, row

QUESTION = "Does larchamab relieve joint pain?"
TRIAL = publication(
    1, "Larchamab relieved joint pain in 200 adults (P = .01).", title="Larchamab: a randomised trial"
)
OTHER = publication(
    2, "Larchamab relieved joint pain and stiffness in a cohort.", title="Larchamab: a cohort"
)


def being(kind: RelationKind, by: str = "pmid:9") -> Publication:
    """The trial, to which that happened."""
    return structs.replace(TRIAL, relations=(Relation(kind=kind, target=by),))


def given(*shelf: Publication) -> Kept:
    outcome = ask(QUESTION, library=library_of(*shelf), asked_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert isinstance(outcome, Answer)
    kept = answer_kept(asked(outcome))
    assert isinstance(kept, Kept)
    return kept


def changes(touched: list[Affected]) -> list[tuple[str, Change, tuple[str, ...]]]:
    return [(one.source.id, one.change, one.by) for each in touched for one in each.changes]


SOUND, DOUBTED = TRIAL, being(RelationKind.CONCERN_RAISED_BY)
RETRACTED = being(RelationKind.RETRACTED_BY)
CORRECTED = being(RelationKind.CORRECTED_BY)
FULL_TEXT = structs.replace(RETRACTED, id="pmc:PMC1", pmc="PMC1", read=Read.FULL_TEXT)


@pytest.mark.parametrize(
    ("cited", "now", "expected"),
    [
        (SOUND, SOUND, None),
        (SOUND, being(RelationKind.COMMENTED_BY), None),
        (SOUND, None, None),
        (SOUND, RETRACTED, (Change.RETRACTED, ("pmid:9",))),
        (SOUND, FULL_TEXT, (Change.RETRACTED, ("pmid:9",))),
        (SOUND, DOUBTED, (Change.CONCERN, ("pmid:9",))),
        (SOUND, CORRECTED, (Change.CORRECTED, ("pmid:9",))),
        (SOUND, being(RelationKind.UPDATED_BY), (Change.SUPERSEDED, ("pmid:9",))),
        (SOUND, being(RelationKind.SUPERSEDED_BY), (Change.SUPERSEDED, ("pmid:9",))),
        (DOUBTED, DOUBTED, None),
        (DOUBTED, being(RelationKind.CONCERN_RAISED_BY, "doi:10.1/x"), None),
        (DOUBTED, RETRACTED, (Change.RETRACTED, ("pmid:9",))),
        (DOUBTED, SOUND, (Change.CONCERN_UNKNOWN, ())),
        (DOUBTED, None, None),
        (CORRECTED, being(RelationKind.CORRECTED_BY, "pmid:10"), (Change.CORRECTED, ("pmid:10",))),
        (RETRACTED, RETRACTED, None),
        (RETRACTED, SOUND, (Change.RETRACTION_UNKNOWN, ())),
        (RETRACTED, None, None),
    ],
    ids=[
        "nothing has happened",
        "somebody commented on it",
        "it is held no longer",
        "it was retracted",
        "its full text, another record of the work, was retracted",
        "a concern was raised",
        "it was corrected",
        "it was updated",
        "it was replaced",
        "the concern was known",
        "the concern was known by another name",
        "what was doubted was retracted",
        "nobody doubts it now",
        "what was doubted is held no longer, so who can say",
        "it was corrected once more",
        "it was left out as retracted, and is",
        "it was left out as retracted, and nothing says so now",
        "it was left out as retracted, and is held no longer",
    ],
)  # fmt: skip
def test_what_became_of_a_source_since(
    cited: Publication, now: Publication | None, expected: tuple[Change, tuple[str, ...]] | None
) -> None:
    library = library_of(OTHER, *([now] if now is not None else []))
    found = changes(list(affected([given(cited, OTHER)], library)))
    assert found == ([("pmid:1", *expected)] if expected is not None else [])


def listing(library: Library, folder: Path, *rows: Row) -> Library:
    path = folder / "list.csv"
    path.write_text(printed(rows), encoding="utf-8")
    library.add_retractions(path)
    return library


def test_the_list_of_retractions_speaks_of_what_the_library_does_not_hold(tmp_path: Path) -> None:
    library = listing(library_of(OTHER), tmp_path, row(1, pmid="1"))
    assert changes(list(affected([given(TRIAL)], library))) == [("pmid:1", Change.RETRACTED, ("pmid:9",))]


def test_a_reinstatement_is_told_from_silence(tmp_path: Path) -> None:
    rows = (row(1, pmid="1"), row(2, "Reinstatement", pmid="1", date="1/1/2024 0:00", by="8"))
    library = listing(library_of(TRIAL), tmp_path, *rows)
    [touched] = affected([given(RETRACTED, OTHER)], library)
    assert changes([touched]) == [("pmid:1", Change.REINSTATED, ("pmid:8",))]
    assert touched.changes[0].source.title == TRIAL.title


def test_answers_come_in_their_order_and_only_those_that_are_touched() -> None:
    first, second, third = given(TRIAL), given(OTHER), given(TRIAL, OTHER)
    touched = affected([first, second, third], library_of(RETRACTED, OTHER))
    assert [one.kept for one in touched] == [first, third]


@pytest.mark.parametrize(
    ("record", "ids"),
    [
        (b'{"references": [{"id": "pmid:1"}], "of another version": 1}', ["pmid:1"]),
        (b'{"status": "abstained", "unused": [{"id": "pmid:1", "reason": "retracted (see pmid:9)"}]}', ["pmid:1"]),
        (b'{"unused": [{"id": "pmid:1", "reason": "carries too little of the question"}]}', []),
        (b'{"references": [', None),
        (b"[]", None),
    ],
    ids=["another version's", "what was left out as retracted", "for another reason", "cut off", "no answer"],
)  # fmt: skip
def test_as_much_is_read_of_a_record_as_is_needed(record: bytes, ids: list[str] | None) -> None:
    kept = answer_kept(dataclasses.replace(SOME, record=record))
    if ids is None:
        assert kept == Unread(id=SOME.id)
    else:
        assert isinstance(kept, Kept)
        assert [source.id for source in kept.sources] == ids


SOME = Asked(
    id="0" * 64,
    asked_at=datetime(2026, 1, 2, tzinfo=UTC),
    asked=QUESTION,
    read_as=QUESTION,
    status="answered",
    after=None,
    record=b"",
)
