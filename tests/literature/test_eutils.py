"""PubMed over the network: what comes, what is asked for, and what happens on a bad day.

Everything is asked of a server on this machine (`loopback_eutils`). Time is a fake clock's.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from curbside.errors import BadQuestion, Mendable, NetworkFailure, StorageFailure
from curbside.literature.publication import Publication, Record, Unreadable
from curbside.literature.sources.eutils import EUtils
from curbside.literature.sources.pacing import Backoff, Pace
from curbside.literature.sources.pubmed_query import queries
from curbside.literature.sources.replies import HistoryExpired
from curbside.literature.sources.spool import SearchOutcome
from curbside.question.constraints import Constraints, Years
from curbside.question.reading import ClinicalQuestion, SenseChoice
from loopback_eutils import (
    LoopbackEUtils,
    Misbehaviour,
    article,
    history_expired,
    html_page,
    hung_up,
    invented,
    rate_limited,
    refused,
    says,
    server_error,
    silent,
    truncated,
    well,
)

EVERYTHING = "all[sb]"
SECRETS = {"api_key": "k3y-0123456789", "email": "somebody@hospital.example"}


@dataclass
class FakeClock:
    """Sleeping takes no time, and is written down."""

    time: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def server() -> Iterator[LoopbackEUtils]:
    with LoopbackEUtils(invented(45)) as server:
        yield server


@pytest.fixture
def sent_at() -> list[float]:
    """When each request left, by the fake clock."""
    return []


@pytest.fixture(scope="module")
def connections() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def client(connections: httpx.Client, clock: FakeClock, sent_at: list[float]) -> httpx.Client:
    connections.event_hooks = {"request": [lambda _request: sent_at.append(clock.now())]}
    return connections


@pytest.fixture
def pubmed(server: LoopbackEUtils, client: httpx.Client, clock: FakeClock) -> EUtils:
    return reaching(server.url, client, clock)


def reaching(url: str, client: httpx.Client, clock: FakeClock, **settings: object) -> EUtils:
    small = {"records_per_request": 20, "backoff": Backoff(chance=lambda: 1.0)}
    return EUtils(base_url=url, client=client, pace=Pace(clock), **(small | settings))  # type: ignore[arg-type]


def pmids(records: Iterator[Record]) -> list[str]:
    return [record.pmid for record in records if isinstance(record, Publication)]


def asked(*terms: str, years: Years | None = None, **more: object) -> ClinicalQuestion:
    read: dict[str, object] = {
        "asked": " ".join(terms),
        "read_as": " ".join(terms),
        "kind": "effect",
        "population": None,
        "intervention": None,
        "comparator": None,
        "outcomes": (),
        "constraints": Constraints(years=years),
        "senses": (),
        "corrections": (),
        "terms": terms,
        "expansions": (),
        "phrases": (),
    }
    return ClinicalQuestion(**(read | more))  # type: ignore[arg-type]


def sense(short: str, long: str) -> SenseChoice:
    return SenseChoice(short=short, long=long, probability=0.9, why="")


# --- fetching ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matching", "limit", "fetched", "starts"),
    [
        (45, 45, 45, [0, 20, 40]),
        (45, 10_000, 45, [0, 20, 40]),
        (45, 41, 41, [0, 20, 40]),
        (45, 40, 40, [0, 20]),
        (45, 20, 20, [0]),
        (45, 7, 7, [0]),
        (45, 1, 1, [0]),
        (1, 20, 1, [0]),
        (0, 20, 0, []),
    ],
)
def test_as_many_records_come_as_match_and_were_asked_for(
    matching: int,
    limit: int,
    fetched: int,
    starts: list[int],
    server: LoopbackEUtils,
    pubmed: EUtils,
    tmp_path: Path,
) -> None:
    server.articles = invented(matching)
    assert pmids(pubmed.records(EVERYTHING, limit=limit, spool=tmp_path)) == list(server.articles)[:fetched]
    assert server.starts() == starts


def test_requests_go_by_post_with_the_tool_named_and_nothing_in_the_address(
    server: LoopbackEUtils, client: httpx.Client, clock: FakeClock, tmp_path: Path
) -> None:
    list(reaching(server.url, client, clock, **SECRETS).records(EVERYTHING, limit=3, spool=tmp_path))
    assert [(request.method, request.path) for request in server.requests] == [
        ("POST", "/entrez/eutils/esearch.fcgi"),
        ("POST", "/entrez/eutils/efetch.fcgi"),
    ]
    for request in server.requests:
        assert request.parameters.items() >= {"db": "pubmed", "tool": "curbside", **SECRETS}.items()


def test_neither_key_nor_email_is_sent_unless_given(server: LoopbackEUtils, pubmed: EUtils) -> None:
    pubmed.search(EVERYTHING, limit=0)
    assert not {"api_key", "email"} & server.requests[0].parameters.keys()


@pytest.mark.parametrize(
    "query", ["Ménière", "β-blocker 糖尿病", "α & β = γ + 1%", "vitamin D, " * 1_000 + "pain", "a\nb"]
)
def test_a_query_arrives_as_it_was_typed(query: str, server: LoopbackEUtils, pubmed: EUtils) -> None:
    pubmed.search(query, limit=0)
    assert server.requests[0].parameters["term"] == query.strip()


def test_the_order_is_the_newest_first_or_by_relevance(
    server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    server.articles = {
        "2": article(2, "Exercise for a frozen shoulder"),
        "1": article(1, "Shoulder exercise", "The shoulder, and again the shoulder."),
    }
    newest = pmids(pubmed.records("shoulder", limit=5, spool=tmp_path))
    relevance = pmids(pubmed.records("shoulder", limit=5, spool=tmp_path, order="relevance"))
    assert (newest, relevance) == (["2", "1"], ["1", "2"])


def test_progress_counts_records_and_ends_at_the_total(pubmed: EUtils, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    list(
        pubmed.records(
            EVERYTHING, limit=41, spool=tmp_path, progress=lambda done, total: heard.append((done, total))
        )
    )
    assert heard == [(0, 41), (20, 41), (40, 41), (41, 41)]


def test_fetching_gives_documents_a_batch_at_a_time(server: LoopbackEUtils, pubmed: EUtils) -> None:
    outcome = pubmed.search(EVERYTHING, limit=5)
    batches = list(pubmed.fetch(outcome, limit=30, start=5))
    assert [len(etree.fromstring(batch)) for batch in batches] == [20, 5]
    assert server.starts() == [5, 25]


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int, pubmed: EUtils, tmp_path: Path) -> None:
    with pytest.raises(Mendable, match="at least 1"):
        list(pubmed.records(EVERYTHING, limit=limit, spool=tmp_path))


@pytest.mark.parametrize("query", ["", "  \n"])
def test_an_empty_query_is_refused_before_anyone_is_asked(
    query: str, server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    with pytest.raises(Mendable, match="empty"):
        list(pubmed.records(query, limit=5, spool=tmp_path))
    assert server.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "eutils",
        "ftp://127.0.0.1/",
        "http://me:secret@127.0.0.1/",
        "http://",
        "http://127.0.0.1:port",
        "https://x/?key=1",
    ],
)
def test_an_address_that_cannot_be_the_services_is_refused(address: str) -> None:
    with pytest.raises(Mendable, match="expected an address") as refusal, EUtils(base_url=address):
        pass
    assert "secret" not in str(refusal.value)


# --- what the search said ------------------------------------------------------------------------------


def search_result(content: str) -> Misbehaviour:
    history = "<QueryKey>1</QueryKey><WebEnv>MCID_1</WebEnv>"
    return says(f"<eSearchResult>{history}{content}</eSearchResult>".encode())


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        ("<ErrorList><PhraseNotFound>vitamn q</PhraseNotFound></ErrorList>", "found nothing for vitamn q"),
        ("<ErrorList><FieldNotFound>tiabb</FieldNotFound></ErrorList>", "no search field tiabb"),
        ("<WarningList><PhraseIgnored>the</PhraseIgnored></WarningList>", "ignored the"),
        (
            '<WarningList><QuotedPhraseNotFound>"frozen sholder"</QuotedPhraseNotFound></WarningList>',
            'no such phrase as "frozen sholder"',
        ),
        ("<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>", "No items found."),
    ],
)
def test_what_pubmed_could_not_make_sense_of_is_passed_on(
    content: str, warning: str, server: LoopbackEUtils, pubmed: EUtils
) -> None:
    server.script += [search_result(f"<Count>0</Count>{content}")]
    outcome = pubmed.search("anything", limit=1)
    assert outcome.count == 0
    assert [warning in said for said in outcome.warnings] == [True]


def test_the_caller_sees_the_searchs_outcome_before_the_records(pubmed: EUtils, tmp_path: Path) -> None:
    seen: list[SearchOutcome] = []
    records = pubmed.records("mild exercise", limit=2, spool=tmp_path, found=seen.append)
    next(records)
    assert [(outcome.count, outcome.translation) for outcome in seen] == [(45, "mild exercise")]
    records.close()  # type: ignore[attr-defined]


def test_a_record_that_was_listed_and_not_sent_is_reported(
    server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    def without_the_second(_request: object, reply: object) -> object:
        del server.articles[second]
        server.script.insert(0, well)
        return reply

    second = list(server.articles)[1]
    server.script += [without_the_second]  # type: ignore[list-item]
    records = list(pubmed.records(EVERYTHING, limit=3, spool=tmp_path))
    assert len(pmids(iter(records))) == 2
    assert [record.where for record in records if isinstance(record, Unreadable)] == [
        f"PubMed record {second}"
    ]


def test_what_pubmed_does_not_hand_out_is_reported(
    server: LoopbackEUtils, client: httpx.Client, clock: FakeClock, tmp_path: Path
) -> None:
    pubmed = reaching(server.url, client, clock, records_per_request=2_000)
    one = article(1, "One").encode()
    server.script += [search_result("<Count>12000</Count><IdList><Id>1</Id></IdList>")]
    server.script += [says(b"<PubmedArticleSet>" + one + b"</PubmedArticleSet>")] * 5
    *_, last = pubmed.records("everything", limit=11_000, spool=tmp_path)
    assert isinstance(last, Unreadable)
    assert "first 9,999 records" in last.reason
    assert "1,001 more" in last.reason
    assert server.requests[-1].parameters["retstart"] == "8000"
    assert server.requests[-1].parameters["retmax"] == "1999"


# --- interruption --------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [0, 1, 2, 3])
def test_after_an_interruption_only_what_is_missing_is_fetched(
    done: int, server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    def interrupt(fetched: int, total: int) -> None:
        if fetched == min(20 * done, total):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(pubmed.records(EVERYTHING, limit=45, spool=tmp_path, progress=interrupt))
    assert pmids(pubmed.records(EVERYTHING, limit=45, spool=tmp_path)) == list(server.articles)
    assert server.starts() == [0, 20, 40]
    assert len(server.asked("esearch")) == 1


def test_a_kill_in_the_midst_of_writing_leaves_nothing_that_passes_for_a_batch(
    server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    server.script += [well, well, says(b"", status=403)]
    with pytest.raises(NetworkFailure):
        list(pubmed.records(EVERYTHING, limit=45, spool=tmp_path))
    (folder,) = tmp_path.iterdir()
    (folder / "000020.part").write_bytes(b"<PubmedArticleSet><Pubm")
    assert pmids(pubmed.records(EVERYTHING, limit=45, spool=tmp_path)) == list(server.articles)


def test_reading_that_was_interrupted_needs_no_network(
    server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    next(pubmed.records(EVERYTHING, limit=45, spool=tmp_path))
    asked_before = len(server.requests)
    assert len(pmids(pubmed.records(EVERYTHING, limit=45, spool=tmp_path))) == 45
    assert len(server.requests) == asked_before


def test_the_spool_is_empty_once_everything_was_read(pubmed: EUtils, tmp_path: Path) -> None:
    list(pubmed.records(EVERYTHING, limit=45, spool=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", [{"limit": 5}, {"order": "relevance"}, {"query": "mild"}])
def test_another_request_does_not_take_up_what_this_one_left(
    other: dict[str, object], server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    request = {"query": EVERYTHING, "limit": 45, "order": "newest"}
    next(pubmed.records(**request, spool=tmp_path))  # type: ignore[arg-type]
    list(pubmed.records(**(request | other), spool=tmp_path))  # type: ignore[arg-type]
    assert len(server.asked("esearch")) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"query": 1}', b"\xff"])
def test_a_damaged_manifest_starts_the_fetch_afresh(
    damage: bytes, server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    next(pubmed.records(EVERYTHING, limit=45, spool=tmp_path))
    (manifest,) = tmp_path.glob("*/manifest.json")
    manifest.write_bytes(damage)
    assert pmids(pubmed.records(EVERYTHING, limit=45, spool=tmp_path)) == list(server.articles)
    assert server.starts() == [0, 20, 40] * 2


@pytest.mark.parametrize(
    ("newly_published", "fetched_again"),
    [(0, []), (1, [0, 20])],
    ids=["the same records in their places", "a new record has moved all others"],
)
def test_a_forgotten_search_is_made_again_and_keeps_what_still_holds(
    newly_published: int,
    fetched_again: list[int],
    server: LoopbackEUtils,
    pubmed: EUtils,
    tmp_path: Path,
) -> None:
    server.script += [well, well, well, says(b"", status=403)]
    with pytest.raises(NetworkFailure):
        list(pubmed.records(EVERYTHING, limit=45, spool=tmp_path))
    server.forget_searches()
    server.articles = invented(newly_published, first=9_500_000) | server.articles

    fetched = pmids(pubmed.records(EVERYTHING, limit=45, spool=tmp_path))
    assert fetched == list(server.articles)[:45]
    assert server.starts() == [0, 20, 40, 40, *fetched_again, 40]
    assert len(server.asked("esearch")) == 2


def test_a_search_that_is_always_forgotten_is_given_up(
    server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    server.script += [well, history_expired] * 3
    with pytest.raises(NetworkFailure, match="3 times"):
        list(pubmed.records(EVERYTHING, limit=5, spool=tmp_path))


def test_fetching_says_that_the_search_is_forgotten(server: LoopbackEUtils, pubmed: EUtils) -> None:
    outcome = pubmed.search(EVERYTHING, limit=5)
    server.forget_searches()
    with pytest.raises(HistoryExpired):
        next(pubmed.fetch(outcome, limit=5))


def test_a_spool_that_cannot_be_written_is_a_storage_failure(pubmed: EUtils, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailure, match="could not be written"):
        list(pubmed.records(EVERYTHING, limit=5, spool=tmp_path / "file"))


# --- trouble -------------------------------------------------------------------------------------------

PASSING_TROUBLE: dict[str, Misbehaviour] = {
    "HTTP 429": rate_limited(),
    "HTTP 500": server_error(500),
    "HTTP 502": server_error(502),
    "HTTP 503": server_error(503),
    "rate limit with HTTP 200": rate_limited(status=200),
    "a page of HTML": html_page(),
    "a well-formed page of HTML": says(b"<html><body>Down for maintenance</body></html>"),
    "an empty body": says(b""),
    "half a document": truncated,
    "hung up midway": hung_up(after=100),
    "hung up at once": hung_up(after=0),
    "another document": says(b"<eSummaryResult/>"),
    "an ERROR element": says(b"<r><ERROR>Search Backend failed: try again</ERROR></r>"),
    "an entity bomb": says(b'<!DOCTYPE b [<!ENTITY a "x"><!ENTITY c "&a;&a;">]><b>&c;</b>'),
    "a viewer's timeout as HTTP 400": says(
        b"<eFetchResult><ERROR>Error: External viewer error: Status: Timeout</ERROR></eFetchResult>",
        status=400,
    ),
}


@pytest.mark.parametrize("trouble", PASSING_TROUBLE.values(), ids=PASSING_TROUBLE)
@pytest.mark.parametrize("service", ["esearch", "efetch"])
def test_passing_trouble_is_waited_out(
    service: str, trouble: Misbehaviour, server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    server.script += [trouble, trouble] if service == "esearch" else [well, trouble, trouble]
    assert pmids(pubmed.records(EVERYTHING, limit=5, spool=tmp_path)) == list(server.articles)[:5]
    assert len(server.asked(service)) == 3


@pytest.mark.parametrize("trouble", PASSING_TROUBLE.values(), ids=PASSING_TROUBLE)
def test_lasting_trouble_is_named_with_what_was_asked_and_how_often(
    trouble: Misbehaviour, server: LoopbackEUtils, client: httpx.Client, clock: FakeClock
) -> None:
    server.script += [trouble] * 9
    with pytest.raises(NetworkFailure, match=r"after 5 attempts") as failure:
        reaching(server.url, client, clock, **SECRETS).search("frozen shoulder", limit=5)
    assert "expected the search “frozen shoulder” from esearch; came " in str(failure.value)
    assert len(server.requests) == 5


def test_a_document_without_a_record_is_trouble(
    server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path
) -> None:
    server.script += [well, says(b"<PubmedArticleSet></PubmedArticleSet>")]
    assert len(pmids(pubmed.records(EVERYTHING, limit=5, spool=tmp_path))) == 5


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 414])
def test_a_refusal_is_not_asked_again(status: int, server: LoopbackEUtils, pubmed: EUtils) -> None:
    server.script += [says(b'{"error":"not for you"}', status=status)]
    with pytest.raises(NetworkFailure, match=rf"came HTTP {status} \(not for you\)"):
        pubmed.search(EVERYTHING, limit=5)
    assert len(server.requests) == 1


def test_a_redirection_is_not_followed(
    server: LoopbackEUtils, client: httpx.Client, clock: FakeClock
) -> None:
    server.script += [says(b"", status=307, Location=f"{server.url}/elsewhere.fcgi")]
    with pytest.raises(NetworkFailure, match="HTTP 307"):
        reaching(server.url, client, clock, **SECRETS).search(EVERYTHING, limit=5)
    assert len(server.requests) == 1


def test_a_server_that_says_nothing_is_not_waited_for_in_vain(
    server: LoopbackEUtils, client: httpx.Client, clock: FakeClock
) -> None:
    server.script += [silent]
    patient_for_a_moment = reaching(server.url, client, clock, read_seconds=0.1)
    assert patient_for_a_moment.search(EVERYTHING, limit=5).count == 45
    assert len(server.requests) == 2


def test_a_server_that_is_not_there_is_a_network_failure(client: httpx.Client, clock: FakeClock) -> None:
    with LoopbackEUtils({}) as server:
        gone = server.url
    with pytest.raises(NetworkFailure, match=r"a connection that failed .* after 5 attempts"):
        reaching(gone, client, clock).search("frozen shoulder", limit=5)


# --- waiting -------------------------------------------------------------------------------------------


def test_waits_double_from_attempt_to_attempt(
    server: LoopbackEUtils, pubmed: EUtils, clock: FakeClock
) -> None:
    server.script += [server_error(503)] * 4
    pubmed.search(EVERYTHING, limit=5)
    assert clock.slept == pytest.approx([1, 2, 4, 8])


@given(attempt=st.integers(1, 60), chance=st.floats(0, 1, exclude_max=True))
def test_a_wait_is_half_to_all_of_its_share_and_never_over_the_longest(attempt: int, chance: float) -> None:
    backoff = Backoff(chance=lambda: chance)
    share = min(backoff.longest_seconds, 2.0 ** (attempt - 1))
    assert share / 2 <= backoff.seconds_after(attempt) <= share


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "17"}, 17),
        ({"Retry_After": "0"}, 1),
        ({"Retry_After": "soon"}, 1),
        ({"Retry_After": "-5"}, 1),
        ({}, 1),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_service_is_left_alone_for_as_long_as_it_asks(
    status: int,
    headers: dict[str, str],
    seconds: float,
    server: LoopbackEUtils,
    pubmed: EUtils,
    clock: FakeClock,
) -> None:
    server.script += [rate_limited(status=status, **headers)]
    pubmed.search(EVERYTHING, limit=5)
    assert clock.slept == pytest.approx([seconds])


def test_a_wait_until_a_date_is_reckoned_from_the_services_own_clock(clock: FakeClock) -> None:
    def reply(_request: httpx.Request) -> httpx.Response:
        if clock.slept:
            return httpx.Response(200, content=b"<eSearchResult><Count>0</Count></eSearchResult>")
        dates = {"Date": "Fri, 01 Mar 2024 12:00:00 GMT", "Retry-After": "Fri, 01 Mar 2024 12:00:40 GMT"}
        return httpx.Response(429, headers=dates)

    with httpx.Client(transport=httpx.MockTransport(reply)) as client:
        reaching("http://127.0.0.1:1", client, clock).search("anything", limit=1)
    assert clock.slept == pytest.approx([40])


def test_a_wait_beyond_all_patience_is_left_to_the_caller(
    server: LoopbackEUtils, pubmed: EUtils, clock: FakeClock
) -> None:
    server.script += [rate_limited(Retry_After="86400")]
    with pytest.raises(NetworkFailure, match="after 1 attempt"):
        pubmed.search(EVERYTHING, limit=5)
    assert clock.slept == []


@pytest.mark.parametrize(("api_key", "per_second"), [("", 3), ("k3y", 10)])
def test_the_published_rate_is_never_exceeded(
    api_key: str,
    per_second: int,
    server: LoopbackEUtils,
    client: httpx.Client,
    clock: FakeClock,
    sent_at: list[float],
) -> None:
    pubmed = reaching(server.url, client, clock, api_key=api_key, records_per_request=1)
    list(pubmed.fetch(pubmed.search(EVERYTHING, limit=1), limit=30))
    assert len(sent_at) == 31
    assert all(later - earlier > 1.0 for earlier, later in zip(sent_at, sent_at[per_second:], strict=False))


@given(
    pauses=st.lists(st.floats(0, 3), min_size=1, max_size=40),
    holds=st.lists(st.floats(0, 3), max_size=40),
)
def test_turns_are_never_closer_than_the_pace_whoever_dawdles(
    pauses: list[float], holds: list[float]
) -> None:
    clock = FakeClock(time=0.0)
    pace = Pace(clock)
    turns = []
    for pause, hold in zip(pauses, [*holds, *[0.0] * 40], strict=False):
        clock.sleep(pause)
        pace.hold(hold)
        held_until = clock.now() + hold
        pace.await_turn(seconds_apart=0.5)
        turns.append(clock.now())
        assert turns[-1] >= held_until - 1e-9
    assert all(later - earlier >= 0.5 - 1e-9 for earlier, later in pairwise(turns))


# --- secrets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trouble", [*PASSING_TROUBLE.values(), refused], ids=[*PASSING_TROUBLE, "the key refused"]
)
def test_key_and_email_are_in_no_message_and_no_log(
    trouble: Misbehaviour,
    server: LoopbackEUtils,
    client: httpx.Client,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pubmed = reaching(server.url, client, clock, **SECRETS)
    server.script += [trouble] * 9
    with caplog.at_level(logging.DEBUG), pytest.raises(NetworkFailure) as failure:
        pubmed.search(EVERYTHING, limit=5)
    told = f"{failure.value} {failure.value!r} {pubmed!r} {caplog.text}"
    assert [secret for secret in SECRETS.values() if secret in told] == []


def test_the_spool_holds_neither_key_nor_email(
    server: LoopbackEUtils, client: httpx.Client, clock: FakeClock, tmp_path: Path
) -> None:
    next(reaching(server.url, client, clock, **SECRETS).records(EVERYTHING, limit=5, spool=tmp_path))
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [secret for secret in SECRETS.values() if secret.encode() in kept] == []


# --- the query for a question --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "wordings"),
    [
        (
            asked("frozen", "shoulder", "corticosteroid"),
            ("frozen shoulder corticosteroid", "shoulder corticosteroid"),
        ),
        (
            asked("role", "vitamin", "D", "frozen", "shoulder"),
            ("role vitamin d frozen shoulder", "vitamin d frozen shoulder", "vitamin d shoulder"),
        ),
        (
            asked(
                "vitamin", "D", "managing", "AI", "arthralgia", senses=(sense("AI", "aromatase inhibitor"),)
            ),
            (
                "vitamin d managing AND (aromatase inhibitor) AND arthralgia",
                "vitamin d AND (aromatase inhibitor) AND arthralgia",
                "(aromatase inhibitor) AND arthralgia",
            ),
        ),
        (
            asked(
                "vitamin",
                "D",
                "managing",
                "AI",
                "arthralgia",
                senses=(sense("AI", "aromatase inhibitor"),),
                intervention="vitamin D",
            ),
            (
                "vitamin d managing AND (aromatase inhibitor) AND arthralgia",
                "vitamin d AND (aromatase inhibitor) AND arthralgia",
                "vitamin d AND (aromatase inhibitor)",
            ),
        ),
        (
            asked("frozen", "shoulder", "exercise", phrases=("frozen shoulder",)),
            ('"frozen shoulder"[tiab] AND exercise',),
        ),
        (asked("type", "2", "diabetes"), ("type 2 diabetes",)),
        (
            asked("metformin", "safe", "stage", "3b", "CKD"),
            ("metformin safe stage 3b ckd", "metformin stage 3b ckd", "metformin ckd"),
        ),
        (
            asked("antibiotics", "steroids", "COVID-19", "pneumonia"),
            (
                "antibiotics steroids covid-19 pneumonia",
                "antibiotics covid-19 pneumonia",
                "antibiotics covid-19",
            ),
        ),
        (
            asked("target", "25", "OH", "D", "level", "osteoporosis"),
            ("target 25 oh d level osteoporosis", "25 oh d osteoporosis"),
        ),
        (asked("hepatitis", "C", years=(2015, 2020)), ("hepatitis c AND 2015:2020[dp]",)),
        (asked("hepatitis", years=(2015, None)), ("hepatitis AND 2015:3000[dp]",)),
        (asked("hepatitis", years=(None, 1999)), ("hepatitis AND 1000:1999[dp]",)),
        (asked("hepatitis", years=(None, None)), ("hepatitis",)),
        (asked("patients", "risk"), ("patients risk",)),
        (asked("Ménière", "糖尿病"), ("ménière 糖尿病",)),
        (asked("IL-6", "COVID-19"), ("il-6 covid-19",)),
    ],
)
def test_wordings_go_from_strict_to_loose(question: ClinicalQuestion, wordings: tuple[str, ...]) -> None:
    assert queries(question) == wordings


@pytest.mark.parametrize(
    ("term", "searched"),
    [
        ("pain) OR (all[sb]", "pain all sb"),
        ('pain" OR "death', "pain death"),
        ("NOT", "aspirin"),
        ("pain*", "pain"),
        ("1900:3000[dp]", "1900 3000 dp"),
        ("#1", "1"),
        ("neoplasms/therapy[mesh]", "neoplasms therapy mesh"),
        ("pain&db=protein", "pain db protein"),
    ],
)
def test_a_term_cannot_smuggle_query_syntax(term: str, searched: str) -> None:
    strictest = queries(asked(term) if searched != "aspirin" else asked(term, "aspirin"))[0]
    assert strictest == searched


def test_a_phrase_cannot_smuggle_query_syntax() -> None:
    (query,) = queries(asked(phrases=('joint pain"[tiab] OR all[sb] OR "x*',)))
    assert query == '"joint pain tiab or all sb or x"[tiab]'


TEXT = st.text(max_size=12) | st.sampled_from(
    ["AND", "or", "vitamin", "D", "2", "[tiab]", '"', "pain)", "x:y"]
)


@given(
    terms=st.lists(TEXT, max_size=12),
    phrases=st.lists(TEXT, max_size=3),
    shorts=st.lists(st.tuples(TEXT, TEXT), max_size=3),
)
def test_whatever_was_asked_becomes_at_most_three_plain_queries(
    terms: list[str], phrases: list[str], shorts: list[tuple[str, str]]
) -> None:
    question = asked(
        *terms, phrases=tuple(phrases), senses=tuple(sense(short, long) for short, long in shorts)
    )
    try:
        wordings = queries(question)
    except BadQuestion:
        return
    assert 1 <= len(wordings) <= 3
    assert wordings == queries(question)
    for wording in wordings:
        for part in wording.split(" AND "):
            plain = re.sub(r'^"(.*)"\[tiab\]$|^\((.*)\)$', r"\1\2", part)
            assert re.fullmatch(r"[\w'’. -]+", plain), part
            assert not {"AND", "OR", "NOT"} & set(plain.split())


@pytest.mark.parametrize("question", [asked(), asked("?", "--"), asked("AND", phrases=('"',))])
def test_a_question_without_a_word_has_no_query(question: ClinicalQuestion) -> None:
    with pytest.raises(BadQuestion, match="none was left"):
        queries(question)


@pytest.mark.parametrize(
    ("articles", "best", "searches"),
    [
        ({"frozen shoulder exercise": 20}, "frozen shoulder exercise", 1),
        ({"frozen shoulder exercise": 19, "shoulder exercise": 1}, "shoulder exercise", 2),
        ({"frozen shoulder exercise": 3}, "frozen shoulder exercise", 2),
        ({"tennis elbow": 30}, "frozen shoulder exercise", 2),
    ],
    ids=["enough", "one short of enough", "looser words find no more", "nothing"],
)
def test_the_strictest_wording_that_finds_enough_is_best(
    articles: dict[str, int], best: str, searches: int, server: LoopbackEUtils, pubmed: EUtils
) -> None:
    titles = [title for title, count in articles.items() for _ in range(count)]
    server.articles = {str(n): article(n, title) for n, title in enumerate(titles, start=1)}
    assert pubmed.best_query(asked("frozen", "shoulder", "exercise")) == best
    assert len(server.asked("esearch")) == searches


def test_years_hold_in_every_wording(server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path) -> None:
    server.articles = {
        str(year): article(year, "Frozen shoulder exercise", year=year) for year in (2009, 2010, 2011)
    }
    query = pubmed.best_query(asked("frozen", "shoulder", "exercise", years=(2010, None)))
    assert pmids(pubmed.records(query, limit=9, spool=tmp_path)) == ["2010", "2011"]


# --- real files ----------------------------------------------------------------------------------------

SHARED = Path(os.environ.get("CURBSIDE_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"
with_real_files = pytest.mark.skipif(
    not (SHARED / "eutils").is_dir(), reason="needs ../shared (or CURBSIDE_SHARED) with data/eutils"
)


@with_real_files
def test_real_records_come_through_whole(server: LoopbackEUtils, pubmed: EUtils, tmp_path: Path) -> None:
    server.articles = {}
    for path in sorted((SHARED / "medline" / "efetch").glob("*.xml")):
        for record in etree.parse(path).getroot():
            server.articles[record.findtext(".//PMID")] = etree.tostring(record, encoding="unicode")
    records = list(pubmed.records(EVERYTHING, limit=1_000, spool=tmp_path))
    assert pmids(iter(records)) == list(server.articles)
    assert not [record for record in records if isinstance(record, Unreadable)]


@with_real_files
@pytest.mark.parametrize(
    ("name", "count", "listed", "translation"),
    [
        ("esearch1.xml", 63, 20, '"biopython"[All Fields]'),
        ("esearch3.xml", 2651, 6, '"proc natl acad sci u s a"[Journal] AND "97"[Volume]'),
        ("esearch7.xml", 330, 20, "000200020[molecular weight]"),
    ],
)
def test_a_real_search_result_is_understood(
    name: str, count: int, listed: int, translation: str, server: LoopbackEUtils, pubmed: EUtils
) -> None:
    history = b"<QueryKey>1</QueryKey><WebEnv>MCID_1</WebEnv><IdList>"
    server.script += [says((SHARED / "eutils" / name).read_bytes().replace(b"<IdList>", history))]
    outcome = pubmed.search("as recorded", limit=20)
    assert (outcome.count, len(outcome.ids), outcome.translation) == (count, listed, translation)
