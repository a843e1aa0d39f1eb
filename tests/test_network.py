"""Local only: no other machine is reached, by whatever road, and this one is."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import httpx2
import pytest

from curbside import network
from curbside.errors import LocalOnly
from curbside.network import hold_back, is_this_machine, keep_to_this_machine, refusal_in
from loopback_eutils import LoopbackEUtils, invented
from loopback_model import LoopbackModel, leads_to, says

ELSEWHERE = "192.0.2.1"


@pytest.fixture
def local_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As a process is that was started with it. What would open a socket in spite of it fails the test."""
    monkeypatch.setattr(network, "_kept", threading.Event())
    opened: list[object] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_nearby(self: socket.socket, address: object) -> None:
        connect(self, address)
        if isinstance(address, tuple) and not is_this_machine(str(address[0])):
            opened.append(address)

    def look_up_nearby(host: object, *rest: object, **named: object) -> object:
        found = look_up(host, *rest, **named)
        if host is not None and not is_this_machine(str(host)):
            opened.append(host)
        return found

    monkeypatch.setattr(socket.socket, "connect", connect_nearby)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_nearby)
    keep_to_this_machine()
    yield
    assert opened == []


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("127.0.0.1", True),
        ("127.9.8.7", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("LOCALHOST", True),
        ("::1%lo", True),
        ("127.0.0.1.example.org", False),
        ("localhost.example.org", False),
        ("api.openai.com", False),
        ("::ffff:192.0.2.1", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
        ("2130706433", False),
        ("127.1", False),
        ("", False),
    ],
)
def test_this_machine_is_loopback_and_nothing_that_looks_like_it(host: str, is_here: bool) -> None:
    assert is_this_machine(host) is is_here


def a_socket(call: Callable[[socket.socket], object], kind: socket.SocketKind = socket.SOCK_STREAM) -> object:
    with socket.socket(socket.AF_INET, kind) as unconnected:
        return call(unconnected)


def udp(call: Callable[[socket.socket], object]) -> object:
    return a_socket(call, socket.SOCK_DGRAM)


ROADS: dict[str, Callable[[], object]] = {
    "a connection": lambda: socket.create_connection((ELSEWHERE, 80), timeout=1),
    "a connection by name": lambda: socket.create_connection(("example.org", 80), timeout=1),
    "a connection without an exception": lambda: a_socket(lambda one: one.connect_ex((ELSEWHERE, 80))),
    "a name": lambda: socket.getaddrinfo("example.org", 443),
    "a name, the old way": lambda: socket.gethostbyname("example.org"),
    "a name in bytes": lambda: socket.getaddrinfo(b"example.org", 443),
    "an address's name": lambda: socket.gethostbyaddr(ELSEWHERE),
    "an address's name and service": lambda: socket.getnameinfo((ELSEWHERE, 80), 0),
    "a datagram": lambda: udp(lambda one: one.sendto(b"x", (ELSEWHERE, 53))),
    "a datagram in parts": lambda: udp(lambda one: one.sendmsg([b"x"], [], 0, (ELSEWHERE, 53))),
    "httpx": lambda: httpx.get(f"http://{ELSEWHERE}/"),
    "httpx by name": lambda: httpx.get("http://example.org/"),
    "asyncio": lambda: asyncio.run(_open_with_asyncio()),
    "httpx2 with asyncio": lambda: asyncio.run(_get_with_httpx2()),
}


async def _open_with_asyncio() -> None:
    await asyncio.open_connection("example.org", 80)


async def _get_with_httpx2() -> None:
    async with httpx2.AsyncClient() as client:
        await client.get("http://example.org/")


@pytest.mark.usefixtures("local_only")
@pytest.mark.parametrize("road", ROADS)
def test_no_road_leads_off_it(road: str) -> None:
    with pytest.raises(BaseException) as refused:  # noqa: PT011 - a package may wrap the refusal in its own error
        ROADS[road]()
    assert isinstance(refusal_in(refused.value), LocalOnly)


@pytest.mark.usefixtures("local_only")
def test_no_thread_is_let_off() -> None:
    refused: list[BaseException] = []

    def reach() -> None:
        try:
            socket.create_connection((ELSEWHERE, 80))
        except LocalOnly as error:
            refused.append(error)

    thread = threading.Thread(target=reach)
    thread.start()
    thread.join()
    assert len(refused) == 1


@pytest.mark.usefixtures("local_only")
def test_this_machine_is_reached() -> None:
    with LoopbackEUtils(invented(1)) as server:
        assert httpx.get(f"{server.url}/esearch.fcgi?term=mild").status_code == 404


def test_an_address_is_held_back_by_whose_it_is(local_only: None) -> None:
    hold_back("http://127.0.0.1:8080/v1", whose="the model")
    with pytest.raises(LocalOnly, match=r"expected the model on this machine; it is at api\.example\.org"):
        hold_back("https://api.example.org/v1?key=secret", whose="the model")


def test_without_it_nothing_is_held_back() -> None:
    hold_back("https://api.example.org/v1", whose="the model")


PROBE = """
import socket, sys
from curbside.surfaces.cli import main

def reach(address):
    raise SystemExit(f"a socket was opened: {address}")

real = socket.socket.connect, socket.getaddrinfo
def connect(self, address):
    real[0](self, address)
    if isinstance(address, tuple) and address[0] != "127.0.0.1": reach(address)
def look_up(host, *rest, **named):
    found = real[1](host, *rest, **named)
    if host not in ("127.0.0.1", None): reach(host)
    return found
socket.socket.connect, socket.getaddrinfo = connect, look_up
main()
"""


def curbside(*arguments: str, settings: dict[str, str], home: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, in which any socket that leads elsewhere ends the test."""
    named = {name: value for name, value in os.environ.items() if not name.endswith("_PROXY")}
    return subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=named | {"XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home)} | settings,
    )


QUESTION = "What dose of vitamin D on letrozole?"


class TestTheCommand:
    def test_pubmed_is_not_asked(self, tmp_path: Path) -> None:
        ran = curbside("ask", "--pubmed", QUESTION, settings={"CURBSIDE_LOCAL_ONLY": "1"}, home=tmp_path)
        assert ran.returncode == 2
        assert "local only is set: expected PubMed on this machine; it is at eutils.ncbi" in ran.stderr

    def test_nor_is_it_where_a_proxy_would_lead(self, tmp_path: Path) -> None:
        with LoopbackModel() as proxy:
            settings = {"CURBSIDE_LOCAL_ONLY": "1", "HTTPS_PROXY": proxy.url, "ALL_PROXY": proxy.url}
            ran = curbside("library", "add", "--pubmed", "tea", settings=settings, home=tmp_path)
        assert ran.returncode == 2
        assert proxy.asked == []

    @pytest.mark.parametrize("asked", [("--local-only",), ()])
    def test_a_hosted_model_is_not_asked_and_the_answer_says_so(
        self, asked: tuple[str, ...], tmp_path: Path
    ) -> None:
        settings = {"OPENAI_API_KEY": "sk-secret"} | ({} if asked else {"CURBSIDE_LOCAL_ONLY": "1"})
        ran = curbside("ask", QUESTION, "--writer", "openai:gpt-5", *asked, settings=settings, home=tmp_path)
        assert ran.returncode == 0
        said = " ".join(ran.stdout.split())
        assert (
            "local only is set: expected the model openai:gpt-5 on this machine; it is at api.openai.com"
            in said
        )
        assert "sk-secret" not in ran.stdout + ran.stderr

    @pytest.mark.parametrize("named", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"])
    def test_a_model_on_this_machine_is_asked_past_every_proxy(self, named: str, tmp_path: Path) -> None:
        with LoopbackModel() as proxy, LoopbackModel(says()) as server:
            settings = {"CURBSIDE_MODEL_URL": server.url, named: proxy.origin, "NO_PROXY": ""}
            ran = curbside(
                "ask", QUESTION, "--writer", "openai:any", "--local-only", settings=settings, home=tmp_path
            )
            assert (len(server.asked), proxy.asked) == (1, [])
        assert ran.returncode == 0
        assert "openai:any found no answer in the passages" in " ".join(ran.stdout.split())

    def test_a_model_on_this_machine_is_not_followed_off_it(self, tmp_path: Path) -> None:
        with LoopbackModel(leads_to("http://example.org/v1/chat/completions")) as server:
            settings = {"CURBSIDE_LOCAL_ONLY": "1", "CURBSIDE_MODEL_URL": server.url}
            ran = curbside("ask", QUESTION, "--writer", "openai:any", settings=settings, home=tmp_path)
            assert len(server.asked) == 1
        assert ran.returncode == 0
        assert "came HTTP 307" in " ".join(ran.stdout.split())
