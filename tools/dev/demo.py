"""`dev.py demo`: PostgreSQL, sample data, web, worker and a witness on this machine, until Ctrl-C."""

import argparse
import fcntl
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from duijie.config.commandline.commands import Stopped
from duijie.config.commandline.keys import make_keys
from duijie.config.commandline.serve import refuse_busy_port
from duijie.kernel.database.roles import DATABASE
from duijie.kernel.database.sharing import SharedCluster
from tools.dev.database import note
from tools.dev.demo_ledger import FOLDERS as LEDGER_FOLDERS
from tools.dev.demo_ledger import demo_witness
from tools.dev.messages import ROOT, Tree, compile_messages
from tools.dev.prepare import ACCOUNTS, NOTE, State
from tools.dev.supervision import Service, end_leftovers, stop_all, stopping_on_signals

HOST = "127.0.0.1"
START_SECONDS = 60.0
LOOK_EVERY = 0.5


def main(arguments: Sequence[str]) -> int:
    """Run the demo until a signal ends it."""
    parser = argparse.ArgumentParser(prog="python3 dev.py demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="where to serve (default 8000)")
    parser.add_argument("--reset", action="store_true", help="forget the sample data and begin anew")
    given = parser.parse_args(arguments)
    home = Path(os.environ.get("DUIJIE_HOME") or ROOT / "var").resolve()
    home.mkdir(parents=True, exist_ok=True)
    (home / "log").mkdir(exist_ok=True)
    with stopping_on_signals(), _alone(home):
        left_over = end_leftovers(home)
        if left_over:
            print(f"Ended {left_over} processes that an earlier run had left over.")
        refuse_busy_port(HOST, given.port)
        with _database(home, reset=given.reset) as (url, cluster):
            _serve(home, given.port, url, cluster)
    return 0


def _serve(home: Path, port: int, url: str, cluster: SharedCluster | None) -> None:
    began = time.monotonic()
    compile_messages(Tree())
    make_keys(home / "keys")
    environment = _environment(home, port, url)
    duijie = [sys.executable, "-m", "duijie"]
    serve = [*duijie, "serve", "--address", HOST, "--port", str(port), "--workers", "1", "--threads", "4"]
    web = Service("web", serve, home, environment)
    worker = Service("worker", [*duijie, "worker"], home, environment)
    witness = demo_witness(home, HOST, environment)
    try:
        _prepare(home, url, environment)
        web.start()
        witness.start()
        _wait_for(web, f"http://{HOST}:{port}/healthz")
        worker.start()
        accounts = (home / ACCOUNTS).read_text(encoding="utf-8")
        print(f"Ready after {time.monotonic() - began:.1f} s: http://{HOST}:{port}/\n\n{accounts}", flush=True)
        print("Ctrl-C stops it. What the processes say is in", home / "log", flush=True)
        _watch([web, worker, witness], cluster)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        stop_all([worker, web, witness])


def _prepare(home: Path, url: str, environment: dict[str, str]) -> None:
    """Bring tables, static files and sample data to this version; nothing to do when they are."""
    wanted, noted = State.wanted(url), State.noted(home)
    if wanted == noted:
        return
    (home / NOTE).unlink(missing_ok=True)
    is_loaded = noted is not None and (noted.sample, noted.database) == (wanted.sample, wanted.database)
    command = [sys.executable, "-m", "tools.dev.prepare", *([] if is_loaded else ["load"])]
    if not is_loaded:
        print("Loading the sample data, once …", flush=True)
    step = Service("prepare", command, home, environment)
    try:
        step.start()
        step.finish()
    finally:
        step.end()
    wanted.note(home)


def _watch(services: list[Service], cluster: SharedCluster | None) -> None:
    """Start again whatever is killed, until we are told to stop."""
    while True:
        time.sleep(LOOK_EVERY)
        if cluster and cluster.revive():
            print("PostgreSQL had ended and was started again.", flush=True)
        for service in services:
            if service.revive():
                print(f"The {service.name} had ended and was started again.", flush=True)


def _environment(home: Path, port: int, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DUIJIE_HOME": str(home),
        "DUIJIE_DEMO": "1",
        "DUIJIE_ADDRESS": f"http://{HOST}:{port}",
        "NUMBA_CACHE_DIR": str(home / "numba"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One demo a data folder: the lock goes when we do, even by kill -9."""
    with (home / "demo.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Stopped(f"The demo of this folder already runs (process {lock.read()}); stop it first.") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def _database(home: Path, *, reset: bool) -> Iterator[tuple[str, SharedCluster | None]]:
    """The operator's database, or one of our own that we stop again if nobody else uses it."""
    if url := os.environ.get("DATABASE_URL"):
        if reset:
            raise Stopped("--reset empties only a database of our own; empty that of DATABASE_URL yourself.")
        yield url, None
        return
    shared = SharedCluster(home)
    url = shared.enter()
    note(home, url)
    try:
        if shared.cluster.seat.moved:
            print(shared.cluster.seat.moved)
        if reset:
            shared.cluster.drop(DATABASE)
            shared.cluster.start()
            for folder in ("files", "keys", *LEDGER_FOLDERS):
                shutil.rmtree(home / folder, ignore_errors=True)
        yield url, shared
    finally:
        shared.leave()


def _wait_for(web: Service, address: str) -> None:
    """Wait until the web answers; Stopped when it ends before, or takes too long."""
    end = time.monotonic() + START_SECONDS
    while web.is_running and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 — our own address
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:  # noqa: PLR2004
                return
            time.sleep(0.1)
        except OSError:
            time.sleep(0.05)
    raise Stopped(f"The web does not answer at {address}: {web.last_words()}")
