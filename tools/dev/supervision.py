"""The processes of the demo: each in a group of its own, started again when killed, none left over.

Every process carries a mark of this checkout's data folder in its environment. Children inherit it, so that after
kill -9 of anything, of us too, the next start finds exactly what is ours.
"""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from duijie.config.commandline.commands import Stopped
from duijie.kernel.database.processes import carrying, send, wait_until

MARK = "DUIJIE_SUPERVISED"
DRAIN_SECONDS = 10.0
DEATHS_ALLOWED = 5
DEATHS_WITHIN = 60.0


def mark_of(home: Path) -> str:
    """Return the value of the mark for a data folder."""
    return hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]


def end_leftovers(home: Path) -> int:
    """End what an earlier run left over, and return how many processes that were."""
    mark = f"{MARK}={mark_of(home)}"
    found = carrying(mark)
    for how in (signal.SIGTERM, signal.SIGKILL):
        send(carrying(mark), how)
        if wait_until(lambda: not carrying(mark), DRAIN_SECONDS / 2):
            break
    return len(found)


@dataclass
class Service:
    """One process that is to run as long as the demo does."""

    name: str
    command: list[str]
    home: Path
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Where its words go."""
        return self.home / "log" / f"{self.name}.log"

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C in the terminal reaches only us."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self.environment, MARK: mark_of(self.home)},
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Whether its main process lives."""
        return self.process is not None and self.process.poll() is None

    def revive(self) -> bool:
        """Start it again if it died, and say whether it had; Stopped when it dies again and again."""
        if self.is_running:
            return False
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < DEATHS_WITHIN] + [now]
        if len(self.deaths) > DEATHS_ALLOWED:
            raise Stopped(f"The {self.name} ended {len(self.deaths)} times within a minute: {self.last_words()}")
        self.end()
        self.start()
        return True

    def finish(self) -> None:
        """Wait for a process that has an end of its own; Stopped when it failed."""
        if self.process and self.process.wait():
            raise Stopped(f"The step “{self.name}” failed: {self.last_words()}")

    def ask_to_stop(self) -> None:
        """Let it finish what it has begun."""
        if self.process and self.is_running:
            send([self.process.pid], signal.SIGTERM)

    def end(self) -> None:
        """Kill what is left of its group. The id cannot mean another group while we have not collected the process."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self) -> str:
        """Return the last line of its log and where the rest is."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["it said nothing"]
        return f"{lines[-1].strip()} (see {self.log})"


def stop_all(services: list[Service]) -> None:
    """Drain all at once, then kill whoever has not left in time."""
    for service in services:
        service.ask_to_stop()
    wait_until(lambda: not any(service.is_running for service in services), DRAIN_SECONDS)
    for service in services:
        service.end()


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Let SIGTERM and the closing of the terminal end us as Ctrl-C does; a second one does not disturb the first."""

    def interrupt(number: int, frame: object) -> None:  # noqa: ARG001 — the signature of signal handlers
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        raise KeyboardInterrupt

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupt)
    yield
    sys.stdout.flush()
