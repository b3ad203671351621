"""Logs that are given out over HTTP from a folder on this machine, for tests; they can fall silent in the middle."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class LogServer(ThreadingHTTPServer):
    """Gives out the files of `folder`; after `answers_left` answers it cuts the line in the middle of a file.

    At the file that `hold_at` names it says nothing until `go_on`.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.folder = folder
        self.asked: list[str] = []
        self.answers_left = 1_000_000
        self.is_over = False
        self.hold_at = ""
        self.is_held, self.go_on = threading.Event(), threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/log/620000/2026"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: else each answer waits for the other side to acknowledge its head
    server: LogServer

    def do_GET(self) -> None:
        name = self.path.removeprefix("/log/620000/2026/")
        if self.server.is_over:  # a connection that was kept open would be answered even after the end
            self.close_connection = True
            return
        self.server.asked.append(name)
        if name == self.server.hold_at and not self.server.go_on.is_set():
            self.server.is_held.set()
            self.server.go_on.wait()
            self.close_connection = True
            return
        file = self.server.folder / name
        found = file.is_file()
        body = file.read_bytes() if found else b"There is no such file.\n"
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.server.answers_left -= 1
        if self.server.answers_left < 0:
            self.close_connection = True
            body = body[: len(body) // 2]
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name of the standard library
        """Say nothing."""


@contextmanager
def given_out(folder: Path, port: int = 0) -> Iterator[LogServer]:
    """The server, listening in a thread."""
    with LogServer(folder, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.is_over = True
            server.shutdown()
            thread.join()
