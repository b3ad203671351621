"""The demo: nothing committed is lost and nothing left over, whatever is killed; refusals are one sentence."""

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from duijie.config.commandline.ledger_key import this_year
from duijie.kernel.database.cluster import Cluster
from duijie.kernel.database.processes import carrying, send, wait_until
from duijie.kernel.database.sharing import SharedCluster
from tests.folders import open_folder
from tools.dev.prepare import State
from tools.dev.supervision import MARK, mark_of

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
START_SECONDS = 90


class Demo:
    """One data folder, and the demo that runs on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port = taken.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []

    def prepare(self) -> None:
        """Note that the sample data are there: loading them is tested elsewhere."""
        shared = SharedCluster(self.home)
        state = State.wanted(shared.enter())
        dataclasses.replace(state, code="").note(self.home)
        shared.leave()

    @property
    def environment(self) -> dict[str, str]:
        """Return what a newcomer's shell holds: nothing of ours but the data folder."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("DUIJIE_", "DATABASE_"))}
        return {**plain, "DUIJIE_HOME": str(self.home)}

    def launch(self, *options: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tools.dev", "demo", "--port", str(self.port), *options],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self) -> None:
        self.process = process = self.launch()
        self.said = said = []

        def listen() -> None:
            said.extend(process.stdout or ())

        threading.Thread(target=listen, daemon=True).start()
        assert wait_until(lambda: "Ready" in "".join(said) or process.poll() is not None, START_SECONDS), said
        assert process.poll() is None, said

    @property
    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    @property
    def processes(self) -> dict[int, str]:
        """Web and worker with their children, by process id."""
        found = {}
        for pid in carrying(f"{MARK}={mark_of(self.home)}"):
            try:
                found[pid] = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
            except OSError:
                continue
        return found

    @property
    def server(self) -> int | None:
        return Cluster.at(self.home).server()

    def parent_of(self, name: str) -> int:
        """Return the first process of the web or of the worker."""
        return min(pid for pid, line in self.processes.items() if f" {name}" in line)


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.fixture
def demo(place: Path) -> Iterator[Demo]:
    ours = Demo(place / "var")
    ours.prepare()
    yield ours
    if ours.process:
        ours.process.kill()
        ours.process.wait()
    send(ours.processes, signal.SIGKILL)
    Cluster.at(ours.home).stop()


class Writer(threading.Thread):
    """Commits one row after the other as long as the demo runs, and notes each that was acknowledged."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self.home = home
        self.acknowledged: set[int] = set()
        self.enough = threading.Event()

    def connect(self) -> "psycopg.Connection[tuple[int]]":
        return Cluster.at(self.home).connect("duijie")

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            try:
                with self.connect() as connection:
                    connection.execute("CREATE TABLE IF NOT EXISTS written (number int PRIMARY KEY)")
                    while not self.enough.is_set():
                        number += 1
                        connection.execute("INSERT INTO written VALUES (%s)", [number])
                        self.acknowledged.add(number)
                        time.sleep(0.002)
            except psycopg.Error:
                time.sleep(0.05)


def test_whatever_is_killed_no_committed_row_is_lost_and_the_next_start_works(demo: Demo) -> None:
    demo.start()
    writer = Writer(demo.home)
    writer.start()
    web = demo.parent_of("serve")
    child_of_web = next(pid for pid in demo.processes if pid != web and os.getpgid(pid) == web)
    for victim in (child_of_web, web, demo.parent_of("worker"), demo.server or 0):
        before = len(writer.acknowledged)
        os.kill(victim, signal.SIGKILL)
        assert wait_until(lambda victim=victim: victim not in demo.processes and demo.answers, 30), demo.said
        assert wait_until(lambda before=before: len(writer.acknowledged) > before + 20, 30)
    assert wait_until(lambda: any(" worker" in line for line in demo.processes.values()), 10)

    assert demo.process
    demo.process.kill()  # the web goes on without us
    demo.process.wait()
    assert wait_until(lambda: demo.answers, 20)
    demo.start()
    assert demo.said[0].startswith("Ended ")

    everything = [*demo.processes, demo.process.pid, demo.server or 0]
    send(everything, signal.SIGKILL)
    demo.process.wait()
    demo.start()
    writer.enough.set()
    writer.join(20)
    with writer.connect() as connection:
        kept = {number for (number,) in connection.execute("SELECT number FROM written")}
    assert len(writer.acknowledged) > 100
    assert writer.acknowledged <= kept


def test_ctrl_c_stops_everything_it_started_and_nothing_else(demo: Demo) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd=ROOT) as stranger:
        demo.start()
        assert demo.process
        os.killpg(demo.process.pid, signal.SIGINT)  # as a terminal does
        assert demo.process.wait(30) == 0
        assert not demo.processes
        assert demo.server is None
        assert stranger.poll() is None
        stranger.kill()


def test_what_stands_in_the_way_is_one_sentence(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", demo.port)):
        refused = demo.launch()
        said, _ = refused.communicate(timeout=30)
    assert (refused.returncode, said) == (
        1,
        f"Port {demo.port} on 127.0.0.1 is busy; choose another with --port.\n",
    )
    demo.start()
    assert demo.process
    second = demo.launch()
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert said == f"The demo of this folder already runs (process {demo.process.pid}); stop it first.\n"
    assert demo.answers


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_one_sentence(place: Path) -> None:
    home = place / "var"
    home.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "none", home], check=False).returncode:
        pytest.skip("this machine does not let us mount")
    try:
        (home / "filled").write_bytes(bytes(900 * 1024))
        refused = Demo(home).launch()
        said, _ = refused.communicate(timeout=30)
        assert refused.returncode == 1
        assert said.startswith("The disk is full: ")
        assert said.count("\n") == 1
    finally:
        subprocess.run(["umount", home], check=True)


def test_keys_are_for_their_owner_only_and_the_command_line_finds_the_demo(demo: Demo) -> None:
    demo.start()
    keys = [path for path in (demo.home / "keys").rglob("*") if path.is_file()]
    assert {key.name for key in keys} == {"secret", "fields", "digest", f"990000-{this_year()}"}
    assert {key.stat().st_mode & 0o777 for key in (*keys, demo.home / "witness" / "key")} == {0o600}
    assert (demo.home / "keys").stat().st_mode & 0o077 == 0
    command = [sys.executable, "-m", "duijie", "check"]
    answers: list[str] = []

    def is_in_order() -> bool:
        """The pages answer a moment before the worker has given its first sign of life."""
        answer = subprocess.run(command, cwd=ROOT, env=demo.environment, capture_output=True, text=True, check=False)
        answers.append(answer.stdout + answer.stderr)
        return answer.returncode == 0

    assert wait_until(is_in_order, 60), answers[-1]
