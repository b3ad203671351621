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
from django.db import connection
from psycopg import sql

from duijie.kernel.database.roles import OWNER

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 180.0
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
def running_platforms(folder: Path) -> Iterator[list[Platform]]:
    """The three, each with a copy of the empty test database; they start side by side and follow each other."""
    address, template = os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"])
    connection.close()  # what is copied may have nobody in it
    with ExitStack() as ends:
        started = []
        for name, code in PROVINCES.items():
            database = f"{template}_{code}"
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            _as_owner(address, drop)
            clone = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
            _as_owner(address, clone.format(sql.Identifier(database), sql.Identifier(template)))
            ends.callback(_as_owner, address, drop)
            started.append(Platform(name, _start(ends, _environment(address, database, folder / code, code))))
        for each in started:
            each.ask("listen", 0)
            each.ask("begin")
        for each in started:
            each.port, each.keys = each.answer(), each.answer()
        gansu, sichuan, ministry = started
        for follower, followed in ((sichuan, gansu), (gansu, sichuan), (ministry, gansu), (ministry, sichuan)):
            follower.do("follow", followed.name, followed.keys, followed.at)
        yield started


def _environment(address: str, database: str, home: Path, code: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": urlsplit(address)._replace(path=f"/{database}").geturl(),
        "DUIJIE_HOME": str(home),
        "DUIJIE_LEDGER": f"log.example/{code}",
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
