"""`follow` as a process of its own: what it says, how it ends, and that it can be killed at any time."""

import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Timer

import pytest

from duijie.config.commandline import main as platform_main
from duijie.ledger.commands import main
from duijie.ledger.verifying.folders import verify_folder
from tests.ledger.following.conftest import TRUST
from tests.ledger.following.giving import LogServer, given_out
from tests.ledger.made import SEEN_AT, leaves, witness_key, written_log
from tests.ledger.served import started

PATIENCE = 60.0


@pytest.fixture
def command(ground: Path, server: LogServer) -> list[str]:
    return ["follow", server.address, str(ground / "copy"), "--keys", str(server.folder / "vkeys")]


def test_each_end_has_a_status_of_its_own(
    ground: Path, server: LogServer, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    keys = ground / "keys"
    keys.write_bytes((server.folder / "vkeys").read_bytes())
    command[-1] = str(keys)
    assert main(command) == 0
    assert capsys.readouterr().out == "right: 600 leaves of log.example/620000/2026, 600 of them new\n"
    assert main([*command, "--quorum", "1"]) == 2
    assert main(["follow", "log.example", *command[2:]]) == 2
    written_log(ground / "forged", leaves(700, "forged"))
    server.folder = ground / "nowhere"
    assert main(command) == 1
    assert "has no checkpoint" in capsys.readouterr().err
    server.folder = ground / "forged"
    assert main(command) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_a_log_that_witnesses_have_not_seen_for_long_is_late(ground: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written_log(ground / "seen", leaves(20), witnesses=[witness_key()])
    with given_out(ground / "seen") as seen:
        command = ["follow", seen.address, str(ground / "late"), "--keys", str(ground / "seen/vkeys")]
        assert main([*command, "--late", str(time.time() - SEEN_AT - 3600)]) == 4
        told = capsys.readouterr()
        assert "20 of them new" in told.out
        assert "is late: its witnesses last said 2026-09-21 14:13 UTC" in told.err
        assert main([*command, "--late", str(time.time() - SEEN_AT + 3600)]) == 0


def test_a_follower_that_is_killed_goes_on_from_there(ground: Path, server: LogServer, command: list[str]) -> None:
    server.hold_at = "tile/entries/002.p/88"
    with started([sys.executable, "-m", "duijie.ledger", *command], subprocess.PIPE) as process:
        assert server.is_held.wait(PATIENCE)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
    server.go_on.set()
    server.asked.clear()
    assert main(command) == 0
    assert [name for name in server.asked if "entries" in name] == ["tile/entries/002.p/88"]
    assert verify_folder(ground / "copy", TRUST).checkpoint.size == 600


def test_looking_again_and_again_outlasts_an_outage_and_says_so_once(
    ground: Path, server: LogServer, command: list[str]
) -> None:
    written_log(ground / "other", leaves(30))
    again = ["follow", "", *command[2:], "--every", "0.05"]
    with ExitStack() as ends, ExitStack() as opened:
        first = opened.enter_context(given_out(ground / "other"))
        again[1], port = first.address, first.server_port
        with started([sys.executable, "-u", "-m", "duijie.ledger", *again]) as process:
            assert process.stdout is not None
            watchdog = Timer(PATIENCE, process.kill)  # else a line that never comes is waited for without end
            ends.callback(watchdog.cancel)
            watchdog.start()
            assert "30 of them new" in process.stdout.readline()
            assert "0 of them new" in process.stdout.readline()
            opened.close()
            assert "does not answer" in process.stdout.readline()
            with given_out(ground / "other", port):
                assert "0 of them new" in process.stdout.readline()


def test_the_platforms_own_command_ends_with_the_same_status(
    ground: Path, server: LogServer, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command.append("--kinds=")
    assert platform_main(command) == 0
    shutil.rmtree(server.folder)
    written_log(server.folder, leaves(700, "forged"))
    assert platform_main(command) == 3
    assert capsys.readouterr().err.endswith(f"both checkpoints are kept in {ground / 'copy/evidence'}.\n")
    assert platform_main(["follow", "http://127.0.0.1:9/", str(ground / "other"), *command[3:]]) == 4
