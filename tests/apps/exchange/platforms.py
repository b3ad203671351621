"""Two provinces and the ministry for tests: a process, a database, a folder, a key and a port each."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from duijie.kernel.database.roles import OWNER

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 300.0
PROVINCES = {"甘肃": "620000", "四川": "510000", "民政部": "100000"}


@dataclass
class Platform:
    """A process that does what it is asked; `at` is where its log lies."""

    name: str
    process: "subprocess.Popen[str]"
    port: int = 0
    keys: str = field(default="")

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def at(self) -> str:
        return f"{self.site}log/{PROVINCES[self.name]}/"

    def ask(self, act: str, *arguments: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([act, *arguments]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"{self.name} has ended"
        return json.loads(line)

    def do(self, act: str, *arguments: Any) -> Any:
        self.ask(act, *arguments)
        return self.answer()


def _as_owner(address: str, statement: sql.Composed) -> None:
    with psycopg.connect(address, autocommit=True, options=f"-c role={OWNER}") as opened:
        opened.execute(statement)


@contextmanager
def running_platforms(folder: Path, template: str) -> Iterator[list[Platform]]:
    """The three, each with a copy of the empty database `template`; they start side by side and follow each other.

    Nobody may be in the database that is copied.
    """
    address, started = os.environ["DATABASE_URL"], []
    with ExitStack() as ends:
        for name, code in PROVINCES.items():
            database = f"{template}_{code}"
            _dropped(ends, address, database)
            clone = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
            _as_owner(address, clone.format(sql.Identifier(database), sql.Identifier(template)))
            environment = _environment(address, database, folder / code, f"log.example/{code}")
            started.append(Platform(name, _start(ends, environment)))
        for each in started:
            each.ask("listen", 0)
            each.ask("begin")
        for each in started:
            each.port, each.keys = each.answer(), each.answer()
        gansu, sichuan, ministry = started
        for follower, followed in ((sichuan, gansu), (gansu, sichuan), (ministry, gansu), (ministry, sichuan)):
            follower.do("follow", followed.name, followed.keys, followed.at)
        yield started


@contextmanager
def empty_database(folder: Path, name: str) -> Iterator[str]:
    """A database with all tables and nothing of ours in it, made by the program itself; gives its name."""
    address = os.environ["DATABASE_URL"]
    with ExitStack() as ends:
        _dropped(ends, address, name)
        _as_owner(address, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        migrate = [sys.executable, "-m", "duijie", "migrate"]
        subprocess.run(migrate, cwd=ROOT, env=_environment(address, name, folder, ""), check=True)
        yield name


def _dropped(ends: ExitStack, address: str, database: str) -> None:
    """Drop a database that a run before may have left, and again at the end."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
    _as_owner(address, drop)
    ends.callback(_as_owner, address, drop)


def _environment(address: str, database: str, home: Path, log: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": urlsplit(address)._replace(path=f"/{database}").geturl(),
        "DUIJIE_HOME": str(home),
        "DUIJIE_LEDGER": log,
        "DUIJIE_SECRET_KEY": "for tests only",
        "DUIJIE_TEST_DATABASE": database,  # so that its style sheets need no gathering first
        "DJANGO_SETTINGS_MODULE": "duijie.config.settings",
        "PYTHONPATH": str(ROOT),
    }


def _start(ends: ExitStack, environment: dict[str, str]) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.apps.exchange.platform_process"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    ends.callback(process.wait)
    ends.callback(process.kill)
    watchdog = Timer(PATIENCE, process.kill)  # else an answer that never comes is waited for without end
    ends.callback(watchdog.cancel)
    watchdog.start()
    return process
