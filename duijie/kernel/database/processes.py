"""Finding and ending processes that are surely ours, also after kill -9 of whoever started them."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path


def works_in(pid: int, folder: Path) -> bool:
    """Say whether a process lives and has this working folder."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


def working_in(folder: Path) -> set[int]:
    """Return the processes whose working folder this is; PostgreSQL's all work in their data folder."""
    processes = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return {pid for pid in processes if works_in(pid, folder)}


def carrying(mark: str) -> set[int]:
    """Return the processes whose environment holds `mark` (`NAME=value`), which children inherit."""
    wanted = mark.encode()
    found = set()
    for file in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in file.read_bytes().split(b"\0"):
                found.add(int(file.parent.name))
    return found


def send(processes: Iterable[int], how: signal.Signals) -> None:
    """Signal each process that still exists."""
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Ask until the answer is yes or the time is over; return the last answer."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def free_port(host: str) -> int:
    """A port of this machine that nothing listens on in this moment."""
    with socket.socket() as listener:
        listener.bind((host, 0))
        return int(listener.getsockname()[1])
