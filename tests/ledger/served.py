"""Witnesses that listen on this machine, for tests."""

import http.client
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from duijie.ledger.witness.judging import Witness
from duijie.ledger.witness.serving import WitnessServer


@contextmanager
def served(witness: Witness) -> Iterator[http.client.HTTPConnection]:
    """A connection to a witness that answers in a thread."""
    with WitnessServer("127.0.0.1", 0, witness) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            thread.join()


@contextmanager
def started(command: list[str], errors: int = subprocess.DEVNULL) -> Iterator[subprocess.Popen[str]]:
    """A process that ends by SIGKILL, whatever the test finds."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as run:
        try:
            yield run
        finally:
            run.kill()
