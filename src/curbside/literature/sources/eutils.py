"""PubMed over the network, through the NCBI E-utilities: a query in, records out.

ESearch leaves its result on NCBI's history server (``usehistory=y``); EFetch takes the records from there
in batches (``WebEnv``, ``query_key``, ``retstart``, ``retmax``). Every batch is kept in a spool on disk
before any is read, so that an interrupted fetch asks only for what is missing.

Everything is sent by POST: an address ends up in logs and proxies, and would carry the API key and the
email there.

Source: Entrez Programming Utilities Help, NBK25497 (usage policy: three requests a second, ten with a
key) and NBK25499 (parameters); first 9,999 records of a PubMed search: ESearch's own error message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, TypeVar

import httpx

from curbside import __version__
from curbside.errors import Mendable, NetworkFailure
from curbside.literature.publication import Record, Unreadable
from curbside.literature.readers.medline import MedlineReader
from curbside.literature.sources import replies
from curbside.literature.sources.pacing import Backoff, Pace
from curbside.literature.sources.pubmed_query import Asked, queries
from curbside.literature.sources.replies import HistoryExpired, Passing
from curbside.literature.sources.spool import SearchOutcome, Spool
from curbside.network import hold_back, is_kept_to_this_machine

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"

MOST_RECORDS = 9_999
"""PubMed hands out no more of one search, history server or not."""

ENOUGH_RECORDS = 20
"""A question's query that finds fewer is tried in looser words."""

_SEARCHES = 3
_LARGEST_BODY = 256 * 1024 * 1024
_LONGEST_TRANSFER_SECONDS = 300.0

# The limit is met with a tenth to spare: the network may bunch up requests that left well apart.
_SPARE = 1.1

Order = Literal["newest", "relevance"]
Progress = Callable[[int, int], None]
T = TypeVar("T")


def _unheard(_fetched: int, _total: int) -> None:
    """Nobody listens to the progress."""


def _unseen(_outcome: SearchOutcome) -> None:
    """Nobody looks at what the search came to."""


def _client() -> httpx.Client:
    """A proxy on this machine would lead off it, so with local only none is used."""
    return httpx.Client(trust_env=not is_kept_to_this_machine())


@dataclass(frozen=True, slots=True, kw_only=True)
class EUtils:
    """How to reach the E-utilities; use as a context manager, or `close` it.

    NCBI asks every program to name itself (``tool``) and a person (``email``). An ``api_key`` raises the
    limit from three requests a second to ten. Neither is ever printed, logged or part of an address.

    ``client``, ``pace`` and ``backoff`` are the network, time and chance.
    """

    tool: str = "curbside"
    email: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    base_url: str = NCBI
    records_per_request: int = 200
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    client: httpx.Client = field(default_factory=_client, repr=False, compare=False)
    pace: Pace = field(default_factory=Pace, repr=False, compare=False)
    backoff: Backoff = field(default_factory=Backoff, repr=False, compare=False)

    def __post_init__(self) -> None:
        _checked_address(self.base_url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self.client.close()

    @property
    def requests_per_second(self) -> int:
        return 10 if self.api_key else 3

    def records(
        self,
        query: str,
        *,
        limit: int,
        spool: Path,
        order: Order = "newest",
        progress: Progress = _unheard,
        found: Callable[[SearchOutcome], None] = _unseen,
    ) -> Iterator[Record]:
        """The first ``limit`` records of ``query`` in ``order``.

        All batches are on disk under ``spool`` before the first record is given out, and leave it once the
        last one was taken. The same call after an interruption asks only for what is missing. ``progress``
        hears (records fetched, records to fetch), and ``found`` what the search came to, warnings included,
        as soon as it is known.

        What PubMed listed and did not send, or does not hand out, comes as `Unreadable` in the end.

        Raises `Mendable` for an empty query or a limit below one, `NetworkFailure`, `StorageFailure`.
        """
        if limit < 1:
            raise Mendable(f"expected a limit of at least 1 record to fetch from PubMed, came {limit}")
        shelf = Spool.for_request(spool, self.base_url, query, order, limit, batch=self.records_per_request)
        outcome = self._download(shelf, query, limit=limit, order=order, progress=progress, found=found)
        for start, size in self._batches(outcome, limit=limit):
            yield from MedlineReader().read(shelf.path(start))
            yield from _not_sent(outcome.ids[start : start + size], shelf.path(start).read_bytes())
        yield from _out_of_reach(outcome, limit=limit)
        shelf.clear()

    def best_query(self, question: Asked) -> str:
        """The strictest wording of ``question`` that finds `ENOUGH_RECORDS`, else the one that finds most.

        Searches once a wording, three times at most (`curbside.literature.sources.pubmed_query.queries`).
        """
        counts: dict[str, int] = {}
        for query in queries(question):
            counts[query] = self.search(query, limit=0).count
            if counts[query] >= ENOUGH_RECORDS:
                return query
        return max(counts, key=lambda query: counts[query])

    def search(self, query: str, *, limit: int, order: Order = "newest") -> SearchOutcome:
        """Search PubMed, keep the whole result on its history server, and list the first ``limit`` ids."""
        if not query.strip():
            raise Mendable("expected a PubMed query of at least one word, came an empty one")
        parameters = {
            "term": query,
            "usehistory": "y",
            "retmode": "xml",
            "retstart": "0",
            "retmax": str(min(limit, MOST_RECORDS)),
        }
        if order == "relevance":
            parameters["sort"] = "relevance"
        return self._ask(
            "esearch",
            parameters,
            asked=f"the search {_shown(query)}",
            read=lambda body: replies.search_outcome(query, body),
        )

    def fetch(self, outcome: SearchOutcome, *, limit: int, start: int = 0) -> Iterator[bytes]:
        """PubMed XML of records ``start`` up to ``limit`` of a search, a batch at a time, each well formed.

        Raises `HistoryExpired` when the search has to be made again.
        """
        for first, size in self._batches(outcome, limit=limit, start=start):
            yield self._batch(outcome, first, size)

    def _download(
        self,
        shelf: Spool,
        query: str,
        *,
        limit: int,
        order: Order,
        progress: Progress,
        found: Callable[[SearchOutcome], None],
    ) -> SearchOutcome:
        outcome = shelf.outcome()
        for _ in range(_SEARCHES):
            if outcome is None:
                outcome = self.search(query, limit=limit, order=order)
                shelf.begin(outcome)
            found(outcome)
            try:
                self._fill(shelf, outcome, limit=limit, progress=progress)
                return outcome
            except HistoryExpired:
                outcome = None
        raise NetworkFailure(
            f"PubMed at {self._host}: expected the history server to keep the search {_shown(query)} "
            f"until it was fetched; came, {_SEARCHES} times, that it had forgotten it"
        )

    def _fill(self, shelf: Spool, outcome: SearchOutcome, *, limit: int, progress: Progress) -> None:
        """Fetch the batches that the spool has not got yet."""
        batches = self._batches(outcome, limit=limit)
        missing = [(start, size) for start, size in batches if not shelf.path(start).exists()]
        total = _reachable(outcome, limit=limit)
        fetched = total - sum(size for _, size in missing)
        progress(fetched, total)
        for start, size in missing:
            shelf.keep(start, self._batch(outcome, start, size))
            fetched += size
            progress(fetched, total)

    def _batches(self, outcome: SearchOutcome, *, limit: int, start: int = 0) -> Iterator[tuple[int, int]]:
        """Where each request begins in the result, and how many records it is for."""
        end = _reachable(outcome, limit=limit)
        for first in range(start, end, self.records_per_request):
            yield first, min(self.records_per_request, end - first)

    def _batch(self, outcome: SearchOutcome, start: int, size: int) -> bytes:
        parameters = {
            "WebEnv": outcome.webenv,
            "query_key": outcome.query_key,
            "rettype": "xml",
            "retmode": "xml",
            "retstart": str(start),
            "retmax": str(size),
        }
        asked = f"records {start + 1} to {start + size} of the search {_shown(outcome.query)}"
        return self._ask("efetch", parameters, asked=asked, read=replies.batch)

    def _ask(self, service: str, parameters: dict[str, str], *, asked: str, read: Callable[[bytes], T]) -> T:
        """One request, made again while that may help. ``read`` turns the body into what was wanted of it."""
        what = f"PubMed at {self._host}: expected {asked} from {service}"
        attempt = 0
        while True:
            attempt += 1
            self.pace.await_turn(seconds_apart=_SPARE / self.requests_per_second)
            try:
                return read(self._body(service, parameters, what=what))
            except Passing as trouble:
                wait = trouble.wait_seconds
                impatient = wait is not None and wait > self.backoff.patience_seconds
                if impatient or attempt >= self.backoff.attempts:
                    attempts = "1 attempt" if attempt == 1 else f"{attempt} attempts"
                    message = f"{what}; came {trouble.came}, after {attempts}"
                    raise NetworkFailure(self._without_secrets(message)) from None
                self.pace.hold(max(wait or 0.0, self.backoff.seconds_after(attempt)))

    def _body(self, service: str, parameters: dict[str, str], *, what: str) -> bytes:
        """The body of a good response, whatever it says."""
        try:
            response, body = self._exchange(service, parameters)
        except httpx.TimeoutException as error:
            raise Passing(f"nothing in time ({type(error).__name__})") from None
        except httpx.RequestError as error:
            raise Passing(f"a connection that failed ({str(error) or type(error).__name__})") from None

        if response.is_success:
            return body
        complaint = replies.complaint(body)
        came = f"HTTP {response.status_code}" + (f" ({complaint})" if complaint else "")
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            raise Passing(came, wait_seconds=replies.retry_after(response.headers))
        replies.raise_if_history_is_gone(complaint)
        if replies.is_their_own_trouble(complaint):
            raise Passing(came)
        raise NetworkFailure(self._without_secrets(f"{what}; came {came}"))

    def _exchange(self, service: str, parameters: dict[str, str]) -> tuple[httpx.Response, bytes]:
        hold_back(self.base_url, whose="PubMed")
        began = self.pace.now()
        body = bytearray()
        with self.client.stream(
            "POST",
            f"{self.base_url.rstrip('/')}/{service}.fcgi",
            data={"db": "pubmed", **parameters, **self._credentials},
            headers={"User-Agent": f"{self.tool}/{__version__}"},
            timeout=httpx.Timeout(self.read_seconds, connect=self.connect_seconds),
            follow_redirects=False,
        ) as response:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _LARGEST_BODY:
                    raise Passing(f"more than {_LARGEST_BODY:,} bytes")
                if self.pace.now() - began > _LONGEST_TRANSFER_SECONDS:
                    raise Passing(f"no end of the answer in {_LONGEST_TRANSFER_SECONDS:.0f} seconds")
        return response, bytes(body)

    @property
    def _credentials(self) -> dict[str, str]:
        named = {"tool": self.tool, "email": self.email, "api_key": self.api_key}
        return {name: value for name, value in named.items() if value}

    @property
    def _host(self) -> str:
        return httpx.URL(self.base_url).netloc.decode()

    def _without_secrets(self, text: str) -> str:
        """NCBI's own error messages repeat the API key."""
        for secret in filter(None, (self.api_key, self.email)):
            text = text.replace(secret, "…")
        return text


def _checked_address(base_url: str) -> None:
    try:
        address = httpx.URL(base_url)
    except httpx.InvalidURL:
        address = httpx.URL()
    if address.scheme not in {"http", "https"} or not address.host or address.userinfo or address.query:
        raise Mendable(
            f"expected an address of the E-utilities such as {NCBI}, without a name, password or query"
        )


def _reachable(outcome: SearchOutcome, *, limit: int) -> int:
    return min(limit, outcome.count, MOST_RECORDS)


def _not_sent(listed: tuple[str, ...], body: bytes) -> Iterator[Unreadable]:
    sent = set(replies.pmids(body))
    for pmid in listed:
        if pmid not in sent:
            reason = "the search listed it, but it was not sent"
            yield Unreadable(where=f"PubMed record {pmid}", reason=reason)


def _out_of_reach(outcome: SearchOutcome, *, limit: int) -> Iterator[Unreadable]:
    wanted = min(limit, outcome.count)
    if wanted > MOST_RECORDS:
        yield Unreadable(
            where=f"PubMed search {_shown(outcome.query)}",
            reason=f"PubMed hands out the first {MOST_RECORDS:,} records of one search; "
            f"{wanted - MOST_RECORDS:,} more were asked for: search for fewer years at a time",
        )


def _shown(query: str) -> str:
    """The query as it stands in a message: whole if it is short."""
    folded = " ".join(query.split())
    return f"“{folded}”" if len(folded) <= 200 else f"“{folded[:199]}…”"
