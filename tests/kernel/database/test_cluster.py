"""Our own PostgreSQL: a committed row survives whatever is killed, and what stands in the way is said in a sentence."""

import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from duijie.kernel.database import account, cluster, programs
from duijie.kernel.database.account import choose_seat
from duijie.kernel.database.cluster import Cluster
from duijie.kernel.database.problems import DatabaseProblem
from duijie.kernel.database.processes import send, wait_until
from duijie.kernel.database.programs import find_programs
from duijie.kernel.database.sharing import SharedCluster
from tests.folders import open_folder

pytestmark = pytest.mark.slow
NOBODY = 65534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up root")


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    with open_folder() as path:
        ours = Cluster.at(path / "var")
        ours.start()
        yield ours
        ours.stop()


def _rows(ours: Cluster) -> set[int]:
    with ours.connect("duijie") as connection:
        return {number for (number,) in connection.execute("SELECT number FROM written")}


class Writer(threading.Thread):
    """Commits one row after the other and notes each that the server has acknowledged."""

    def __init__(self, ours: Cluster) -> None:
        super().__init__(daemon=True)
        self.ours = ours
        self.acknowledged: set[int] = set()
        self.enough = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            try:
                with self.ours.connect("duijie") as connection:
                    while not self.enough.is_set():
                        number += 1
                        connection.execute("INSERT INTO written VALUES (%s)", [number])
                        self.acknowledged.add(number)
            except psycopg.OperationalError:
                time.sleep(0.02)


def test_it_listens_on_this_machine_only_and_asks_for_a_password(running: Cluster) -> None:
    with running.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    assert methods == [("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(running.url().replace(running.secrets.login, "guessed"))
    assert stat.S_IMODE(running.secrets.file.stat().st_mode) == 0o600


def test_what_people_wrote_does_not_stand_in_the_log(running: Cluster) -> None:
    with running.connect() as connection:
        connection.execute("CREATE TEMPORARY TABLE household (name text UNIQUE CHECK (name <> ''))")
        connection.execute("INSERT INTO household VALUES ('示例户甲')")
        for statement in ("INSERT INTO household VALUES ('示例户甲')", "SELECT '示例户甲'::int"):
            with pytest.raises(psycopg.Error, match="示例户甲"):
                connection.execute(statement)
    said = running.log.read_text(encoding="utf-8")
    assert "ready to accept connections" in said
    assert "示例户甲" not in said


def test_a_commit_waits_for_the_disk(running: Cluster) -> None:
    with running.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_the_login_holds_no_right_until_it_takes_a_role(running: Cluster) -> None:
    with psycopg.connect(running.url(), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (x int)")
        connection.execute("SET ROLE duijie_owner")
        connection.execute("CREATE TABLE ours (x int); DROP TABLE ours")
        connection.execute("SET ROLE duijie_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE theirs (x int)")


def test_the_owner_drops_a_database_with_its_sessions(running: Cluster) -> None:
    with psycopg.connect(running.url("postgres"), autocommit=True) as connection:
        connection.execute("SET ROLE duijie_owner")
        connection.execute("CREATE DATABASE brief")
        with psycopg.connect(running.url("brief"), autocommit=True) as session:
            connection.execute("DROP DATABASE brief WITH (FORCE)")
            with pytest.raises(psycopg.OperationalError):
                session.execute("SELECT 1")


@pytest.mark.parametrize("victim", ["server", "a child", "all at once"])
def test_no_committed_row_is_lost_when_a_process_is_killed(running: Cluster, victim: str) -> None:
    with running.connect("duijie") as connection:
        connection.execute("DROP TABLE IF EXISTS written; CREATE TABLE written (number int PRIMARY KEY)")
    writer = Writer(running)
    writer.start()
    assert wait_until(lambda: len(writer.acknowledged) > 50, 20)
    server = running.server()
    assert server
    children = running._processes() - {server}
    killed = {"server": {server}, "a child": {max(children)}, "all at once": children | {server}}[victim]
    send(killed, signal.SIGKILL)
    time.sleep(0.2)
    running.start()
    before = len(writer.acknowledged)
    assert wait_until(lambda: len(writer.acknowledged) > before + 50, 30)
    writer.enough.set()
    writer.join(10)
    assert writer.acknowledged <= _rows(running)


def test_starting_what_runs_and_stopping_what_stands_changes_nothing(running: Cluster) -> None:
    server = running.server()
    running.start()
    assert running.server() == server
    again = Cluster.at(running.home)
    again.stop()
    again.stop()
    assert running.server() is None
    running.start()


def test_a_foreign_process_is_never_taken_for_the_server(running: Cluster) -> None:
    running.stop()
    note = running.seat.data / "postmaster.pid"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd="/") as stranger:
        note.write_text(f"{stranger.pid}\n{running.seat.data}\n", encoding="ascii")
        assert running.server() is None
        running.stop()
        running.start()
        assert running.server()
        assert stranger.poll() is None
        stranger.kill()


def test_another_port_is_taken_when_ours_is_busy(running: Cluster) -> None:
    running.stop()
    before = running.secrets.port
    with cluster.socket.create_server(("127.0.0.1", before)):
        running.start()
    assert running.secrets.port != before
    assert Cluster.at(running.home).secrets.port == running.secrets.port


def test_lost_passwords_are_told_and_the_rows_kept(running: Cluster) -> None:
    running.stop()
    hidden = running.secrets.file.rename(running.home / "hidden")
    with pytest.raises(DatabaseProblem, match="passwords of .* are lost"):
        Cluster.at(running.home).start()
    hidden.rename(running.secrets.file)
    running.start()


def test_a_cluster_that_cannot_search_chinese_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_the_wrong_locale(self: Cluster, data: Path, password: Path) -> list[str | Path]:
        return [
            "--encoding=UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            "--username=postgres",
            f"--pwfile={password}",
            data,
        ]

    monkeypatch.setattr(Cluster, "_initdb_options", in_the_wrong_locale)
    ours = Cluster.at(place / "var")
    try:
        with pytest.raises(DatabaseProblem, match="cannot search Chinese; move that folder away"):
            ours.start()
    finally:
        ours.stop()


def test_a_full_disk_is_told_before_anything_is_made(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(cluster.shutil, "disk_usage", lambda _: usage(100, 99, 1))
    ours = Cluster.at(place / "var")
    with pytest.raises(DatabaseProblem, match="The disk is full: .* needs 300 MB of room"):
        ours.start()
    assert not list((place / "var").glob("pg-*"))


@needs_root
def test_a_disk_that_fills_while_the_cluster_is_made_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = place / "var"
    home.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "none", home], check=False).returncode:
        pytest.skip("this machine does not let us mount")
    try:
        monkeypatch.setattr(cluster, "ROOM_NEEDED", 0)
        with pytest.raises(DatabaseProblem, match="could not be set up in .*No space left on device"):
            Cluster.at(home).start()
    finally:
        subprocess.run(["umount", home], check=True)


def test_without_any_postgresql_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_candidates", lambda: iter(()))
    with pytest.raises(DatabaseProblem, match="set DATABASE_URL, or install the package"):
        find_programs()


@needs_root
def test_under_a_closed_home_folder_it_lies_elsewhere_and_says_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = place / "elsewhere"
    monkeypatch.setattr(account, "FALLBACK_HOME", elsewhere)
    closed = place / "root"
    closed.mkdir(mode=0o700)
    ours = Cluster.at(closed / "clone" / "var")
    assert "who cannot enter" in ours.seat.moved
    try:
        ours.start()
        assert ours.seat.data.is_relative_to(elsewhere)
        assert ours.seat.data.stat().st_uid != 0
        assert Cluster.at(ours.home).server() == ours.server()
    finally:
        ours.stop()


def test_in_an_open_folder_it_lies_in_the_clone(running: Cluster) -> None:
    assert running.seat.moved == ""
    assert running.seat.data.parent == running.home
    assert choose_seat(running.home, find_programs()) == running.seat


def _as_nobody(home: Path, answers: "multiprocessing.Queue[tuple[object, ...]]") -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    ours = Cluster.at(home)
    ours.start()
    answers.put((ours.seat.account.user, ours.seat.data.stat().st_uid, ours.server() is not None))
    ours.stop()


@needs_root
def test_an_ordinary_user_runs_it_as_himself(place: Path) -> None:
    home = place / "var"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    fork = multiprocessing.get_context("fork")
    answers = fork.Queue()
    user = fork.Process(target=_as_nobody, args=(home, answers))
    user.start()
    assert answers.get(timeout=30) == (None, NOBODY, True)
    user.join(30)


def test_the_last_user_turns_off_the_light(place: Path) -> None:
    first, second = SharedCluster(place / "var"), SharedCluster(place / "var")
    url = first.enter()
    assert second.enter() == url
    first.leave()
    assert second.cluster.server()
    assert second.revive() is False
    os.kill(second.cluster.server() or 0, signal.SIGKILL)
    assert wait_until(lambda: second.cluster.server() is None, 5)
    assert second.revive() is True
    second.leave()
    assert second.cluster.server() is None


def test_a_cluster_that_is_to_stay_outlives_its_users(place: Path) -> None:
    shared = SharedCluster(place / "var")
    shared.keep()
    other = SharedCluster(place / "var")
    other.enter()
    other.leave()
    assert other.cluster.server()
    assert shared.end() is True
