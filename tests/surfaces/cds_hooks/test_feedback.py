"""What became of cards: kept once, and without a word on the patient."""

from __future__ import annotations

import json
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import cds_schema
from cds_bench import AT, SERVICE, Bench, Body, answered, bench, calm, hay_fever, ordering, tea, viewing
from curbside.surfaces.cds_hooks.cards import OVERRIDE_REASONS
from curbside.surfaces.cds_hooks.feedback import MOST_AT_ONCE, Feedback
from curbside.surfaces.cds_hooks.feedback_store import FeedbackStore
from curbside.surfaces.cli import main

CARD = "4f5c1f3e-8c5d-4f0e-9a36-2a5f1d9f7c10"
TAKEN = "9b0c4d0a-55b2-4b65-8d3e-0d9b4c6a7f21"
ACCEPTED: Body = {
    "card": CARD,
    "outcome": "accepted",
    "acceptedSuggestions": [{"id": TAKEN}],
    "outcomeTimestamp": "2026-03-02T10:05:31Z",
}
OVERRIDDEN: Body = {
    "card": CARD,
    "outcome": "overridden",
    "overrideReason": {
        "reason": {"code": "patient-declines", "system": "https://cds.example.org/override-reasons"},
        "userComment": "Mrs Canary said no",
    },
    "outcomeTimestamp": "2026-03-02T10:06:00.250Z",
}


@pytest.fixture
def served(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def report(served: Bench, *outcomes: Any) -> int:
    return served.post({"feedback": [*outcomes]}, f"{AT}/feedback").status_code


def kept(served: Bench) -> tuple[Feedback, ...]:
    assert {service for service, _ in served.door.feedback.kept()} <= {SERVICE}
    return tuple(one for _, one in served.door.feedback.kept())


def test_an_outcome_is_kept(served: Bench) -> None:
    assert report(served, ACCEPTED, OVERRIDDEN) == 200
    assert kept(served) == (
        Feedback(
            card=CARD,
            outcome="accepted",
            happened_at=datetime(2026, 3, 2, 10, 5, 31, tzinfo=UTC),
            suggestions=(TAKEN,),
        ),
        Feedback(
            card=CARD,
            outcome="overridden",
            happened_at=datetime(2026, 3, 2, 10, 6, 0, 250_000, tzinfo=UTC),
            reason="patient-declines",
            reason_system="https://cds.example.org/override-reasons",
            has_comment=True,
        ),
    )


def test_what_is_reported_again_is_one_outcome(served: Bench) -> None:
    same_instant = ACCEPTED | {"outcomeTimestamp": "2026-03-02T10:05:31+00:00", "card": CARD.upper()}
    for outcome in (ACCEPTED, ACCEPTED, same_instant):
        assert report(served, outcome) == 200
    assert report(served, ACCEPTED, ACCEPTED) == 200
    assert len(kept(served)) == 1


def test_what_is_done_later_with_the_same_card_is_another(served: Bench) -> None:
    assert report(served, OVERRIDDEN) == 200
    assert report(served, OVERRIDDEN | {"outcomeTimestamp": "2026-03-02T11:00:00Z"}) == 200
    assert report(served, ACCEPTED) == 200
    assert len(kept(served)) == 3


def test_the_ids_are_those_of_the_cards_that_were_sent(served: Bench) -> None:
    card = served.cards(viewing(calm(20)))[0]
    taken = [{"id": one["uuid"]} for one in card["suggestions"]]
    assert report(served, ACCEPTED | {"card": card["uuid"], "acceptedSuggestions": taken}) == 200
    assert (kept(served)[0].card, kept(served)[0].place) == (card["uuid"], "dose")
    assert {one["code"] for one in card["overrideReasons"]} == set(OVERRIDE_REASONS)


def test_the_place_of_every_card_is_told_by_its_id(served: Bench) -> None:
    cards = [
        *served.cards(viewing(calm(20))),
        *served.cards(viewing(hay_fever(), answered(cups=1))),
        *served.cards(ordering(tea(100), having=(calm(20), answered(cups=1)))),
    ]
    assert report(served, *[OVERRIDDEN | {"card": card["uuid"]} for card in cards]) == 200
    assert sorted(one.place for one in kept(served)) == [
        *("an order", "dose", "end safety", "other advice", "what cannot be decided")
    ]


def test_they_are_counted(served: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURBSIDE_FEEDBACK", str(served.door.feedback.path))
    nothing = CliRunner().invoke(main, ["feedback"])
    assert "No record system has reported yet." in nothing.stderr
    cards = served.cards(viewing(calm(20)))
    assert report(served, *[OVERRIDDEN | {"card": card["uuid"]} for card in cards], ACCEPTED) == 200
    counted = CliRunner().invoke(main, ["feedback"])
    assert "dose: overridden (patient-declines): 1" in counted.stdout
    assert "a card not known here: accepted: 1" in counted.stdout
    rows = json.loads(CliRunner().invoke(main, ["feedback", "--json"]).stdout)
    dose = {
        "service": SERVICE,
        "place": "dose",
        "outcome": "overridden",
        "reason": "patient-declines",
        "count": 1,
    }
    assert dose in rows


def test_a_reason_is_not_needed(served: Bench) -> None:
    for said in (None, {}, {"userComment": "not today"}):
        bare = {name: value for name, value in OVERRIDDEN.items() if name != "overrideReason"}
        assert report(served, bare | ({"overrideReason": said} if said is not None else {})) == 200


@pytest.mark.parametrize(
    "flaw",
    [
        {"card": None},
        {"card": "Mrs Canary"},
        {"outcome": "ignored"},
        {"outcome": ["accepted"]},
        {"outcomeTimestamp": None},
        {"outcomeTimestamp": "2026-03-02"},
        {"outcomeTimestamp": "2026-03-02T10:05:31"},
        {"outcomeTimestamp": "2026-03-02T10:05:31+02:00"},
        {"outcomeTimestamp": "2026-13-02T10:05:31Z"},
        {"acceptedSuggestions": None},
        {"acceptedSuggestions": []},
        {"acceptedSuggestions": [{}]},
        {"acceptedSuggestions": [{"id": "Mrs Canary"}]},
        {"overrideReason": "no"},
        {"overrideReason": {"reason": {"code": "Mrs Canary", "system": "https://x.example.org"}}},
        {"overrideReason": {"reason": {"code": "no", "system": "Mrs Canary"}}},
    ],
    ids=str,
)
def test_one_that_is_misshapen_is_400_and_none_is_kept(flaw: Body, served: Bench) -> None:
    broken = {name: value for name, value in (ACCEPTED | flaw).items() if value is not None}
    reply = served.post({"feedback": [OVERRIDDEN, broken]}, f"{AT}/feedback")
    assert reply.status_code == 400
    jsonschema.validate(reply.json(), cds_schema.PROBLEM)
    assert "Canary" not in reply.text
    assert kept(served) == ()


@pytest.mark.parametrize(
    "body", [{}, {"feedback": []}, {"feedback": {}}, {"feedback": [1]}, {"feedback": None}], ids=str
)
def test_a_body_without_outcomes_is_400(body: Body, served: Bench) -> None:
    assert served.post(body, f"{AT}/feedback").status_code == 400


def test_more_than_are_taken_at_once_are_400(served: Bench) -> None:
    assert report(served, *[ACCEPTED] * (MOST_AT_ONCE + 1)) == 400


def test_the_comment_is_nowhere_in_the_file_and_nobody_else_may_read_it(served: Bench) -> None:
    assert report(served, OVERRIDDEN) == 200
    path = served.door.feedback.path
    assert b"Canary" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_many_may_report_at_once(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "deep" / "feedback.sqlite")
    at = datetime(2026, 3, 2, tzinfo=UTC)
    outcomes = [Feedback(card=f"card-{n % 20}", outcome="overridden", happened_at=at) for n in range(200)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda one: store.keep("a", [one]), outcomes))
    assert len(store.kept()) == 20


def test_a_file_that_cannot_be_written_is_507(served: Bench) -> None:
    path = served.door.feedback.path
    path.write_bytes(b"no database, but long enough to be taken for a page of one" * 100)
    assert report(served, ACCEPTED) == 507
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(path) as file:
        file.execute("SELECT * FROM feedback")
    file.close()
