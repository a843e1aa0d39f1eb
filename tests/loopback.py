"""A server on this very machine, for tests that speak a real protocol to it: what all of them share."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Self


class Loopback:
    """The server, in a thread of its own, from ``with`` to the end of it. Its ``handler`` finds it as ``self.served``.

    ``closing`` is set at the end, so that a handler that keeps silent need not outlast the test.
    """

    handler: ClassVar[type[LoopbackHandler]]

    def __init__(self) -> None:
        self.closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, served: Loopback) -> None:
        self.served = served
        super().__init__(("127.0.0.1", 0), served.handler)

    def server_bind(self) -> None:
        # HTTPServer looks its own name up here, which can take seconds where there is no name service.
        socketserver.TCPServer.server_bind(self)

    def handle_error(self, *_request: object) -> None:
        """Whoever asked may hang up in the middle; a test's output is no place for that."""


class LoopbackHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def keep_silent(self) -> None:
        self.server.served.closing.wait(10)
        self.hang_up()

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """End the connection as a crash does: what was sent and not yet read is lost."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, *_message: object) -> None:
        """A test's output is no place for an access log."""
