"""A network that breaks off: it stands between browser and server and loses a share of the exchanges, by a seed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

HOST = "127.0.0.1"
NOT_PASSED_ON = {"connection", "transfer-encoding", "keep-alive"}


class FlakyNetwork(ThreadingHTTPServer):
    """Half of what is lost never reaches the server; the other half was done there, and the answer is lost.

    Only what goes `below` an address is lost, so that signing in, which a person repeats by hand, need not be.
    """

    daemon_threads = True

    def __init__(self, server: str, seed: int) -> None:
        super().__init__((HOST, 0), _Passage)
        self.server_parts = urlsplit(server)
        self.loss, self.below = 0.0, "/"
        self.lost_questions = self.lost_answers = self.passed = 0
        self._chance, self._lock = random.Random(seed), Lock()

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        return f"http://{HOST}:{self.server_address[1]}"

    def fate(self, path: str) -> str:
        """What becomes of the next exchange."""
        if not path.startswith(self.below):
            return ""
        with self._lock:
            drawn = self._chance.random()
            if drawn < self.loss / 2:
                self.lost_questions += 1
                return "question"
            if drawn < self.loss:
                self.lost_answers += 1
                return "answer"
            self.passed += 1
            return ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is part of the game."""


class _Passage(BaseHTTPRequestHandler):
    server: FlakyNetwork

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fate = self.server.fate(self.path)
        if fate == "question":
            return
        there = HTTPConnection(self.server.server_parts.hostname or HOST, self.server.server_parts.port, timeout=60)
        given = {name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON}
        there.request(self.command, self.path, body or None, given)
        answer = there.getresponse()
        content = answer.read()
        there.close()
        if fate == "answer":
            return
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_PASSED_ON | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_HEAD = _pass_on  # noqa: N815 - the names that http.server calls

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@contextmanager
def flaky_network(server: str, *, seed: int) -> Iterator[FlakyNetwork]:
    """A network before the server, which loses nothing until `loss` says so."""
    network = FlakyNetwork(server, seed)
    Thread(target=network.serve_forever, daemon=True).start()
    try:
        yield network
    finally:
        network.shutdown()
        network.server_close()
