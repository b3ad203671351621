"""A small receiver of webhooks, as an organization would write one, on a port of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What came in, and the numbers that are answered one after the other (the last one again and again)."""

    address: str
    numbers: list[int] = field(default_factory=lambda: [204])
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def next_number(self) -> int:
        return self.numbers.pop(0) if len(self.numbers) > 1 else self.numbers[0]


@contextmanager
def receiver(*numbers: int) -> Iterator[Receiver]:
    """Take what is posted, until the end of the block."""

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            here.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(here.next_number())
            self.send_header("location", here.address)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    here = Receiver(f"http://127.0.0.1:{server.server_port}/hook?of=lamps", list(numbers) or [204])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
