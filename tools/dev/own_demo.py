"""A demonstration for a tool that looks at it: fresh data in a folder of its own, ended with the tool."""

import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from duijie.config.commandline.commands import Stopped
from duijie.kernel.database.processes import free_port
from tools.dev.demo import HOST
from tools.dev.messages import ROOT
from tools.dev.supervision import Service, stop_all

HOME = ROOT / "var/contact-sheet"
LOADED_WITHIN = 900.0
LOOK_EVERY = 0.5


@contextmanager
def own_demo(address: str = "") -> Iterator[str]:
    """The address of a demonstration: the one given, else of one that runs as long as it is looked at."""
    if address:
        yield address.rstrip("/")
        return
    (HOME / "log").mkdir(parents=True, exist_ok=True)
    port = free_port(HOST)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "tools.dev", "demo", "--reset", "--port", str(port)]
    data = HOME / "demo"  # not our own folder: a demonstration ends whatever carries the mark of its data at a start
    demo = Service("demo", command, HOME, environment | {"DUIJIE_HOME": str(data), "PYTHONPATH": str(ROOT)})
    print("Starting a demonstration and loading its data …", flush=True)
    demo.start()
    try:
        _wait(demo, f"http://{HOST}:{port}")
        yield f"http://{HOST}:{port}"
    finally:
        stop_all([demo])


def _wait(demo: Service, address: str) -> None:
    end = time.monotonic() + LOADED_WITHIN
    while demo.is_running and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 — our own address
                return
        except OSError:
            time.sleep(LOOK_EVERY)
    raise Stopped(f"The demonstration does not answer: {demo.last_words()}")
