"""A witness over HTTP, with the standard library; put a proxy with TLS before it.

`POST /add-checkpoint` for logs, `GET /<SHA-256 of the origin>/checkpoint` for those who watch them.
"""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from duijie.ledger.witness.judging import Answer, Witness

PATH = "/add-checkpoint"
LONGEST_REQUEST = 128 * 1024
SECONDS_TO_SPEAK = 30


class WitnessServer(ThreadingHTTPServer):
    """Answers each connection in a thread of its own; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, host: str, port: int, witness: Witness) -> None:
        super().__init__((host, port), _Handler)
        self.witness = witness


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = SECONDS_TO_SPEAK
    server: WitnessServer

    def do_POST(self) -> None:
        self._answer(self._judged())

    def do_GET(self) -> None:
        digest, _, rest = self.path.removeprefix("/").partition("/")
        if rest == "checkpoint":
            self._answer(self.server.witness.latest_note(digest))
        else:
            self._answer(Answer(HTTPStatus.NOT_FOUND, f"This is a witness; logs send their checkpoints to {PATH}.\n"))

    def _judged(self) -> Answer:
        """What is not read of a request must not be taken for the next one: then the connection ends."""
        length = self.headers.get("Content-Length", "")
        self.close_connection = True
        if not (length.isascii() and length.isdigit()):
            return Answer(HTTPStatus.LENGTH_REQUIRED, "The length of the request is missing.\n")
        if len(length) > len(str(LONGEST_REQUEST)) or int(length) > LONGEST_REQUEST:
            return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request has at most {LONGEST_REQUEST} bytes.\n")
        body = self.rfile.read(int(length))
        if self.path != PATH:
            return Answer(HTTPStatus.NOT_FOUND, f"Checkpoints are sent to {PATH}.\n")
        self.close_connection = False
        return self.server.witness.add_checkpoint(body)

    def _answer(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
