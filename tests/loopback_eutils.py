"""The E-utilities on this very machine: the protocol of NCBI's servers, a few invented records, and bad days.

::

    with LoopbackEUtils(invented(450)) as server:
        server.script += [server_error(503), truncated()]     # the next two requests go wrong
        ... ask server.url ...
        assert server.starts() == [0, 200, 400]

A search matches records that hold every word and phrase of the query (``"…"[tiab]`` and ``2015:2020[dp]``
are understood, ``all[sb]`` matches everything, other field tags and brackets are passed over).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

from loopback import Loopback, LoopbackHandler

MOST_RECORDS = 9_999


def article(pmid: int, title: str, abstract: str = "", *, year: int = 2020) -> str:
    """A PubmedArticle, complete as far as a reader needs it."""
    text = f"<Abstract><AbstractText>{escape(abstract)}</AbstractText></Abstract>" if abstract else ""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f"<DateRevised><Year>{year}</Year><Month>01</Month><Day>01</Day></DateRevised>"
        f'<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>1</Volume>'
        f"<PubDate><Year>{year}</Year></PubDate></JournalIssue><Title>Journal of Invented Medicine</Title>"
        f"</Journal><ArticleTitle>{escape(title)}</ArticleTitle>{text}<Language>eng</Language>"
        f'<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>'
        f"</PublicationTypeList></Article></MedlineCitation>"
        f'<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>'
        f"</PubmedData></PubmedArticle>"
    )


def invented(count: int, *, first: int = 9_000_001) -> dict[str, str]:
    """So many records, newest first, each by its PMID."""
    numbers = range(first + count - 1, first - 1, -1)
    return {str(n): article(n, f"Invented trial {n} of mild exercise", "Pain fell by half.") for n in numbers}


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    method: str
    path: str
    parameters: Mapping[str, str]

    @property
    def service(self) -> str:
        """``esearch`` or ``efetch``."""
        return self.path.rpartition("/")[2].removesuffix(".fcgi")


@dataclass(frozen=True)
class Reply:
    """What goes back. ``cut_at``: hang up after so many bytes of the body. ``silent``: nothing goes back."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    silent: bool = False


Misbehaviour = Callable[[Request, Reply], Reply]
"""Makes another reply of the good one."""


def well(_request: Request, reply: Reply) -> Reply:
    return reply


def says(body: bytes, *, status: int = 200, **headers: str) -> Misbehaviour:
    """Whatever was asked, this comes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _request, _reply: Reply(status=status, body=body, headers=named)


def server_error(status: int = 500) -> Misbehaviour:
    return says(b"<html><head><title>Bad Gateway</title></head></html>", status=status)


def html_page() -> Misbehaviour:
    return says(b"<!DOCTYPE html><html><head><title>NCBI - WWW Error Blocked</title></head><br></html>")


def rate_limited(*, status: int = 429, **headers: str) -> Misbehaviour:
    """As NCBI says it, the API key repeated in the message."""

    def misbehave(request: Request, _reply: Reply) -> Reply:
        key = request.parameters.get("api_key", "127.0.0.1")
        body = f'{{"error":"API rate limit exceeded","api-key":"{key}","count":"4","limit":"3"}}'
        return says(body.encode(), status=status, **headers)(request, _reply)

    return misbehave


def refused(request: Request, _reply: Reply) -> Reply:
    """As NCBI refuses a key that it does not know: by repeating it, and the email for good measure."""
    secrets = " ".join(request.parameters.get(name, "") for name in ("api_key", "email"))
    return Reply(status=400, body=f'{{"error":"API key invalid: {secrets}"}}'.encode())


def hung_up(*, after: int = 100) -> Misbehaviour:
    return lambda _request, reply: replace(reply, cut_at=after)


def truncated(_request: Request, reply: Reply) -> Reply:
    """A whole HTTP response with half a document in it."""
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def silent(_request: Request, reply: Reply) -> Reply:
    return replace(reply, silent=True)


def history_expired(_request: Request, _reply: Reply) -> Reply:
    return Reply(body=_complaint("Unable to obtain query #1"))


class _Handler(LoopbackHandler):
    def do_GET(self) -> None:
        self._reply(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._reply(dict(parse_qsl(body.decode())))

    def _reply(self, parameters: Mapping[str, str]) -> None:
        request = Request(method=self.command, path=self.path, parameters=parameters)
        reply = self.server.served.answer(request)
        if reply.silent:
            self.keep_silent()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/xml; charset=UTF-8")
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: reply.cut_at])
        if reply.cut_at is not None:
            self.hang_up()


class LoopbackEUtils(Loopback):
    """The server, in a thread of its own, from ``with`` to the end of it.

    ``articles`` (PMID to PubmedArticle, newest first) may be changed while it runs, and each reply is
    passed through the next `Misbehaviour` of ``script``, while there is one.
    """

    handler = _Handler

    def __init__(self, articles: Mapping[str, str]) -> None:
        self.articles = dict(articles)
        self.script: list[Misbehaviour] = []
        self.requests: list[Request] = []
        self._results: dict[str, list[str]] = {}
        self._searches = 0
        super().__init__()

    @property
    def url(self) -> str:
        return f"{self.origin}/entrez/eutils"

    def asked(self, service: str) -> list[Request]:
        return [request for request in self.requests if request.service == service]

    def starts(self) -> list[int]:
        """Where the batches begin that were asked for, repeats included."""
        return [int(request.parameters["retstart"]) for request in self.asked("efetch")]

    def forget_searches(self) -> None:
        """What the history server does after some hours."""
        self._results.clear()

    def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        reply = self._answer(request)
        return self.script.pop(0)(request, reply) if self.script else reply

    def _answer(self, request: Request) -> Reply:
        match request.service:
            case "esearch":
                return self._search(request.parameters)
            case "efetch":
                return self._fetch(request.parameters)
            case _:
                return Reply(status=404)

    def _search(self, asked: Mapping[str, str]) -> Reply:
        term = asked.get("term", "").strip()
        if not term:
            return Reply(body=_result("<ERROR>Empty term and query_key - nothing todo</ERROR>"))
        found = _matching(term, self.articles, by_relevance=asked.get("sort") == "relevance")
        start, most = int(asked.get("retstart", 0)), int(asked.get("retmax", 20))
        listed = found[start : min(start + most, MOST_RECORDS)]
        history = ""
        if asked.get("usehistory") == "y":
            self._searches += 1
            webenv = f"MCID_{self._searches:024x}"
            self._results[webenv] = found
            history = f"<QueryKey>1</QueryKey><WebEnv>{webenv}</WebEnv>"
        ids = "".join(f"<Id>{pmid}</Id>\n" for pmid in listed)
        none = "" if found else "<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>"
        return Reply(
            body=_result(
                f"<Count>{len(found)}</Count><RetMax>{len(listed)}</RetMax><RetStart>{start}</RetStart>{history}"
                f"<IdList>\n{ids}</IdList><TranslationSet/>"
                f"<QueryTranslation>{escape(term)}</QueryTranslation>{none}"
            )
        )

    def _fetch(self, asked: Mapping[str, str]) -> Reply:
        start, most = int(asked.get("retstart", 0)), int(asked.get("retmax", 20))
        if start >= MOST_RECORDS:
            return Reply(status=400, body=_complaint("'retstart' cannot be larger than 9998."))
        if "id" in asked:
            chosen = asked["id"].split(",")
        elif asked.get("WebEnv") in self._results and asked.get("query_key") == "1":
            chosen = self._results[asked["WebEnv"]][start : min(start + most, MOST_RECORDS)]
        else:
            return Reply(status=400, body=_complaint("Search backend cannot retrieve history data."))
        records = "\n".join(self.articles[pmid] for pmid in chosen if pmid in self.articles)
        return Reply(
            body='<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, '
            '1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
            f"<PubmedArticleSet>\n{records}\n</PubmedArticleSet>".encode()
        )


def _matching(term: str, articles: Mapping[str, str], *, by_relevance: bool) -> list[str]:
    if term == "all[sb]":
        return list(articles)
    years = re.search(r"(\d+):(\d+)\[dp\]", term)
    rest = re.sub(r"\d+:\d+\[dp\]|\[\w+\]|[()]|\bAND\b", " ", term).lower()
    wanted = [quoted or word for quoted, word in re.findall(r'"([^"]*)"|([^\s"]+)', rest)]

    def told(pmid: str) -> str:
        return re.sub(r"<[^>]*>", " ", articles[pmid]).lower()

    def published(pmid: str) -> int:
        year = re.search(r"<PubDate>\s*<Year>(\d+)", articles[pmid])
        return int(year[1]) if year else 0

    found = [pmid for pmid in articles if all(words in told(pmid) for words in wanted)]
    if years:
        found = [pmid for pmid in found if int(years[1]) <= published(pmid) <= int(years[2])]
    if by_relevance:
        found.sort(key=lambda pmid: -sum(told(pmid).count(words) for words in wanted))
    return found


def _result(content: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSearchResult PUBLIC '
        '"-//NLM//DTD esearch 20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
        f"<eSearchResult>{content}</eSearchResult>"
    ).encode()


def _complaint(message: str) -> bytes:
    return (
        f"<?xml version='1.0'?>\n<eFetchResult>\n\t<ERROR>{escape(message)}</ERROR>\n</eFetchResult>".encode()
    )
