"""One PostgreSQL cluster of our own: made, started, found again after a crash, stopped.

It listens on 127.0.0.1 only, asks for a password (scram) and keeps PostgreSQL's durable defaults: a committed
row survives kill -9 and a power cut.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from duijie.kernel.database.account import Seat, choose_seat, plain_environment
from duijie.kernel.database.problems import DatabaseProblem
from duijie.kernel.database.processes import free_port, send, wait_until, working_in, works_in
from duijie.kernel.database.programs import find_programs
from duijie.kernel.database.roles import check_chinese, make_roles

HOST = "127.0.0.1"
ROOM_NEEDED = 300 * 1024 * 1024
START_SECONDS = 60
BUILTIN_PROVIDER_MAJOR = 17
SERVER_OPTIONS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "password_encryption": "scram-sha-256",
    "log_timezone": "Asia/Shanghai",
    # Errors of statements quote what people wrote; whoever made the statement is told, the log is not.
    "log_min_messages": "log",
}


@dataclass
class Secrets:
    """The cluster's port and passwords, in a file that only we can read."""

    file: Path
    port: int = 0
    superuser: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    login: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @classmethod
    def of(cls, file: Path) -> "Secrets":
        """Read the file, or make new passwords when there is none."""
        if not file.exists():
            return cls(file)
        return cls(file, **json.loads(file.read_text(encoding="ascii")))

    def save(self) -> None:
        """Write the file whole or not at all."""
        making = self.file.with_suffix(".making")
        making.unlink(missing_ok=True)
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            json.dump({"port": self.port, "superuser": self.superuser, "login": self.login}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        making.replace(self.file)


@dataclass
class Cluster:
    """The cluster whose files lie in (or are noted in) the folder `home`, usually `var`."""

    home: Path
    seat: Seat
    secrets: Secrets
    process: "subprocess.Popen[bytes] | None" = None

    @classmethod
    def at(cls, home: Path) -> "Cluster":
        """Choose programs, account and folder; starts nothing."""
        home = home.resolve()
        for folder in (home, home / "log"):
            folder.mkdir(parents=True, exist_ok=True)
        return cls(home, choose_seat(home, find_programs()), Secrets.of(home / "database.json"))

    @property
    def log(self) -> Path:
        """What the server says, for whoever looks into a failure."""
        return self.home / "log" / "postgresql.log"

    def url(self, database: str = "duijie") -> str:
        """Address for `DATABASE_URL`: the login role, which holds no right until it takes a role."""
        return f"postgresql://duijie:{self.secrets.login}@{HOST}:{self.secrets.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Connect as the cluster's superuser, for the supervisor's own work."""
        return psycopg.connect(
            host=HOST,
            port=self.secrets.port,
            user="postgres",
            password=self.secrets.superuser,
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def server(self) -> int | None:
        """Process id of the running server. It works in its data folder, so a foreign process is never taken for it."""
        try:
            pid = int((self.seat.data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if works_in(pid, self.seat.data) else None

    def start(self) -> None:
        """Make the cluster if there is none, end what a crash left over, start the server and prepare the roles."""
        if not self._is_up():
            self._make()
            self._end_leftovers()
            self._launch()
        with self.connect() as connection:
            check_chinese(connection, self.seat.data)
            make_roles(connection, self.secrets.login)

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, everything committed is on disk."""
        for how, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
            if server := self.server():
                send([server], how)
                wait_until(lambda: not self._processes(), seconds)
        if self.process:
            self.process.wait(1)

    def drop(self, database: str) -> None:
        """Remove a database and all that is in it."""
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def _is_up(self) -> bool:
        """Wait for a server that is reading its log after a crash, or that is dying just now."""
        if not wait_until(lambda: self.server() is None or self._answers(), START_SECONDS):
            raise DatabaseProblem(f"PostgreSQL runs in {self.seat.data} but does not answer (see {self.log}).")
        return self.server() is not None

    def _make(self) -> None:
        data = self.seat.data
        if (data / "PG_VERSION").exists():
            if not self.secrets.file.exists():
                raise DatabaseProblem(f"The passwords of {data} are lost ({self.secrets.file}); move that folder away.")
            return
        if shutil.disk_usage(self.seat.folder).free < ROOM_NEEDED:
            raise DatabaseProblem(f"The disk is full: {self.seat.folder} needs {ROOM_NEEDED // 1024**2} MB of room.")
        self.secrets.save()
        making = data.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        self.seat.account.give(making)
        password = making.with_suffix(".password")
        password.write_text(self.secrets.superuser, encoding="ascii")
        password.chmod(0o600)
        self.seat.account.give(password)
        try:
            answer = self.seat.account.run([self.seat.programs.bin / "initdb", *self._initdb_options(making, password)])
        finally:
            password.unlink()
        if answer.returncode:
            raise DatabaseProblem(f"PostgreSQL could not be set up in {data}: {_reason(answer.stderr)}")
        making.rename(data)

    def _initdb_options(self, data: Path, password: Path) -> list[str | Path]:
        # With lc_ctype C, pg_trgm takes no Chinese character for a letter and finds nothing.
        options = ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--lc-collate=C", "--auth=scram-sha-256"]
        if self.seat.programs.major >= BUILTIN_PROVIDER_MAJOR:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [*options, "--username=postgres", f"--pwfile={password}", "--pgdata", data]

    def _launch(self) -> None:
        if not self.secrets.port or not _is_free(self.secrets.port):
            self.secrets.port = free_port(HOST)
            self.secrets.save()
        settings = [f"--{name}={value}" for name, value in SERVER_OPTIONS.items()]
        with self.log.open("ab") as log:
            said_before = log.tell()
            self.process = process = subprocess.Popen(
                [self.seat.programs.bin / "postgres", "-D", self.seat.data, f"--port={self.secrets.port}", *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=plain_environment(),
                start_new_session=True,
                user=self.seat.account.user,
                group=self.seat.account.group,
                extra_groups=self.seat.account.groups,
            )
        if (
            not wait_until(lambda: process.poll() is not None or self._answers(), START_SECONDS)
            or process.poll() is not None
        ):
            said = self.log.read_bytes()[said_before:].decode("utf-8", "replace")
            raise DatabaseProblem(f"PostgreSQL did not start: {_reason(said)} (see {self.log})")

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _processes(self) -> set[int]:
        return working_in(self.seat.data)

    def _end_leftovers(self) -> None:
        """After kill -9 of the server its children hold the shared memory for a moment; they notice and leave."""
        if not wait_until(lambda: not self._processes(), 10):
            send(self._processes(), signal.SIGKILL)
        if not wait_until(lambda: not self._processes(), 5):
            raise DatabaseProblem(f"Processes of an earlier PostgreSQL still work in {self.seat.data}; end them first.")
        (self.seat.data / "postmaster.pid").unlink(missing_ok=True)


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    return True


def _reason(said: str) -> str:
    """Pick the line that says why out of what PostgreSQL's programs say; our own early questions are no reason."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and "the database system is" not in line]
    grave = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    return (grave or lines or ["it said nothing."])[-1]
