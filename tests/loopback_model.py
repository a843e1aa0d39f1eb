"""A language model on this very machine: OpenAI's chat completions, streamed, by a script that may lie.

::

    with LoopbackModel() as server:
        server.script += [says(claim("Rest helps.", "Rest eased the pain."))]
        ... ask server.url ...
        assert server.asked[0].text

A quote is looked up among the passages the request holds, to be cited by the number it has there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loopback import Loopback, LoopbackHandler

USAGE = {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020}


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    body: dict[str, Any]
    authorization: str

    @property
    def instructions(self) -> str:
        return "\n".join(m["content"] for m in self.body["messages"] if m["role"] == "system")

    @property
    def text(self) -> str:
        return "\n".join(m["content"] for m in self.body["messages"] if m["role"] == "user")

    @property
    def passages(self) -> dict[int, str]:
        """What it handed out, by number."""
        found = re.findall(r"^\[(\d+)\] [^\n]*\n<(\w+)>\n(.*?)\n</\2>", self.text, re.MULTILINE | re.DOTALL)
        return {int(number): text for number, _, text in found}

    def number_of(self, quote: str) -> int:
        """The number of the first passage that says this; 1 where none does."""
        return next((number for number, text in self.passages.items() if quote in text), 1)


@dataclass(frozen=True)
class Replied:
    """What goes back: ``chunks`` of text as a stream, or ``body`` with another status.

    ``cut``: it hangs up before the end, or with ``reset`` crashes there. ``raw`` is streamed as it is. ``every`` so
    many seconds there is another chunk.
    """

    chunks: Sequence[str] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"error": {"message": "no"}}'
    cut: bool = False
    reset: bool = False
    raw: bytes = b""
    every: float = 0.0
    silent: bool = False


Act = Callable[[Asked], Replied]


@dataclass(frozen=True)
class Said:
    """A claim to be made, its quotes to be looked up."""

    text: str
    quotes: tuple[str | tuple[int, str], ...]
    part: str

    def filled_in(self, asked: Asked) -> dict[str, Any]:
        pairs = [q if isinstance(q, tuple) else (asked.number_of(q), q) for q in self.quotes]
        quotes = [{"passage": number, "quote": quote} for number, quote in pairs]
        return {"part": self.part, "text": self.text, "quotes": quotes}


def claim(text: str, *quotes: str | tuple[int, str], part: str = "bottom_line") -> Said:
    return Said(text, quotes, part)


def says(*claims: Said) -> Act:
    """A reply in the form that was asked for."""

    def reply(asked: Asked) -> Replied:
        filled = {"abstain": False, "reason": "", "claims": [one.filled_in(asked) for one in claims]}
        return Replied(chunks=_in_pieces(json.dumps(filled, ensure_ascii=False)))

    return reply


def abstains(reason: str) -> Act:
    return says_literally(json.dumps({"abstain": True, "reason": reason, "claims": []}))


def says_literally(text: str) -> Act:
    return lambda _: Replied(chunks=_in_pieces(text))


def fails(status: int, **headers: str) -> Act:
    """As a server fails that repeats what it was sent: the key, and the question."""

    def reply(asked: Asked) -> Replied:
        body = json.dumps({"error": {"message": f"no: {asked.authorization} {asked.text}"}}).encode()
        return Replied(status=status, body=body, headers={n.replace("_", "-"): v for n, v in headers.items()})

    return reply


def hangs_up(act: Act) -> Act:
    """Half of what it would have said, and then nothing more."""

    def reply(asked: Asked) -> Replied:
        chunks = act(asked).chunks
        return Replied(chunks=chunks[: len(chunks) // 2], cut=True)

    return reply


def crashes(act: Act) -> Act:
    """Half of what it would have said, and a connection that is reset."""
    return lambda asked: replace(hangs_up(act)(asked), reset=True)


def trickles(act: Act, *, every: float) -> Act:
    """All that it would have said, one chunk at a time, never so long apart that a reader would give up for that."""
    return lambda asked: replace(act(asked), every=every)


def says_bytes(raw: bytes) -> Act:
    """A stream that is none."""
    return lambda _: Replied(raw=raw)


def stops_halfway(act: Act) -> Act:
    """Half of what it would have said, as if that were all: a model at the end of its tokens."""

    def reply(asked: Asked) -> Replied:
        chunks = act(asked).chunks
        return Replied(chunks=chunks[: len(chunks) // 2])

    return reply


def stalls(_asked: Asked) -> Replied:
    return Replied(silent=True)


def leads_to(url: str) -> Act:
    return lambda _: Replied(status=307, headers={"Location": url}, body=b"")


def _in_pieces(text: str, size: int = 0) -> list[str]:
    size = size or max(16, len(text) // 64)
    return [text[start : start + size] for start in range(0, len(text), size)] or [""]


class _Handler(LoopbackHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        asked = Asked(self.path, body, self.headers.get("Authorization", ""))
        reply = self.server.served.answer(asked)
        if reply.silent:
            self.keep_silent()
        elif reply.status != 200:
            self._send(reply)
        else:
            self._stream(reply)

    def _send(self, reply: Replied) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _stream(self, reply: Replied) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.raw)
        for event in _events(reply.chunks):
            self.wfile.write(event)
            if reply.every and self.server.served.closing.wait(reply.every):
                return
        if reply.reset:
            self.reset()
            return
        if reply.cut:
            self.hang_up()
            return
        self.wfile.write(_event(finish_reason="stop") + _event(usage=USAGE) + b"data: [DONE]\n\n")
        self.close_connection = True


class LoopbackModel(Loopback):
    """The server, in a thread of its own, from ``with`` to the end of it; past the end of its script it fails."""

    handler = _Handler

    def __init__(self, *script: Act) -> None:
        self.script: list[Act] = list(script)
        self.asked: list[Asked] = []
        super().__init__()

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def answer(self, asked: Asked) -> Replied:
        self.asked.append(asked)
        return (self.script.pop(0) if self.script else fails(500))(asked)


def _events(chunks: Sequence[str]) -> Iterator[bytes]:
    for chunk in chunks:
        yield _event({"role": "assistant", "content": chunk})


def _event(
    delta: dict[str, str] | None = None, *, finish_reason: str | None = None, usage: object = None
) -> bytes:
    choices = [] if usage else [{"index": 0, "delta": delta or {}, "finish_reason": finish_reason}]
    event = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "loopback",
        "choices": choices,
    }
    return b"data: " + json.dumps(event | ({"usage": usage} if usage else {})).encode() + b"\n\n"
