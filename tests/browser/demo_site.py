"""The demonstration as people meet it: a database of its own, the real server and the real worker."""

import os
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from duijie.kernel.database.processes import free_port, wait_until
from duijie.kernel.database.roles import APP, OWNER
from tools.dev.demo import HOST, make_keys
from tools.dev.messages import ROOT
from tools.dev.supervision import Service

START_SECONDS = 90.0


@dataclass
class DemoSite:
    """Loaded once; each `renew` brings back the state after loading by a clone of the loaded database."""

    home: Path
    url: str
    name: str
    port: int = 0
    services: list[Service] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> str:
        """What server and worker said."""
        return "".join(each.log.read_text(encoding="utf-8", errors="replace") for each in self.services)

    def open(self) -> None:
        """Migrate, load, and start server and worker."""
        self.port = free_port(HOST)
        (self.home / "log").mkdir(parents=True)
        make_keys(self.home / "keys")
        self._drop(self._live, self._loaded)
        self._as_owner(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._loaded)))
        load = Service("load", self._python("tools.dev.prepare", "load"), self.home, self._environment(self._loaded))
        load.start()
        load.finish()
        self._clone()
        serve = self._python("duijie", "serve", "--port", str(self.port), "--workers", "1", "--threads", "4")
        for name, command in (("web", serve), ("worker", self._python("duijie", "worker"))):
            service = Service(name, command, self.home, self._environment(self._live))
            self.services.append(service)
            service.start()
        self._wait_for_the_web()

    def renew(self) -> None:
        """Forget everything that was done since the loading; the web takes up its connections again by itself."""
        worker = self.services[-1]
        worker.end()
        self._drop(self._live)
        self._clone()
        worker.start()

    def execute(self, statement: LiteralString) -> None:
        """Change the rows as the app may, for what no page can do: let time pass."""
        url = self._address_of(self._live)
        with psycopg.connect(url, autocommit=True, options=f"-c role={APP}") as connection:
            connection.execute(statement)

    def ask(self, question: LiteralString) -> list[tuple[Any, ...]]:
        """Read rows, to count what no page counts."""
        with psycopg.connect(self._address_of(self._live), options=f"-c role={APP}") as connection:
            return connection.execute(question).fetchall()

    def close(self) -> None:
        """End both with all their children, and drop the databases."""
        for service in self.services:
            service.end()
        self._drop(self._live, self._loaded)

    @property
    def _live(self) -> str:
        return f"{self.name}_live"

    @property
    def _loaded(self) -> str:
        return f"{self.name}_loaded"

    def _environment(self, database: str) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("DUIJIE_")},
            "DATABASE_URL": self._address_of(database),
            "DUIJIE_HOME": str(self.home),
            "DUIJIE_DEMO": "1",
            "DUIJIE_ADDRESS": self.address,
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
        }

    def _address_of(self, database: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    def _python(self, *words: str) -> list[str]:
        return [sys.executable, "-m", *words]

    def _wait_for_the_web(self) -> None:
        web = self.services[0]
        if not wait_until(lambda: not web.is_running or self._answers(), START_SECONDS) or not web.is_running:
            raise TimeoutError(f"The server does not answer: {web.last_words()}")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):  # noqa: S310 — our own address
                return True
        except OSError:
            return False

    def _clone(self) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._as_owner(statement.format(sql.Identifier(self._live), sql.Identifier(self._loaded)))

    def _drop(self, *databases: str) -> None:
        for each in databases:
            self._as_owner(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(each)))

    def _as_owner(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True, options=f"-c role={OWNER}") as connection:
            connection.execute(statement)
