"""SIGTERM drains: what has begun is finished, nothing new is begun."""

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from duijie.kernel.database.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
SLOW = """
import time

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(2)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"finished"]
"""


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
            return bool(answer.read() == b"finished")
    except OSError:
        return False


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "duijie", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(
        [*command, "--target", "slow:application"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{tmp_path}", "LANG": "C.UTF-8"},
    )
    assert wait_until(lambda: _answers(port), 20)
    yield process, port
    process.kill()
    process.wait()


def test_a_request_in_hand_is_answered_after_sigterm_and_no_new_one_taken(
    web: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = web
    answers: list[bytes] = []

    def ask() -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/slow", timeout=20) as answer:
            answers.append(answer.read())

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.7)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    asking.join(20)
    assert answers == [b"finished"]
    assert not _answers(port)
