"""The command `duijie`: a help that teaches, and one sentence when something stands in the way."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from duijie.config.commandline import COMMANDS, main, match

ROOT = Path(__file__).resolve().parents[2]
HELP_WITHOUT_DJANGO = """
import sys
from duijie.config.commandline import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print([name for name in sys.modules if name.split(".")[0] in {"django", "procrastinate", "granian", "psycopg"}])
"""


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 0
    return capsys.readouterr().out


def test_the_help_names_every_command_and_shows_a_first_start(capsys: pytest.CaptureFixture[str]) -> None:
    text = say(capsys, "--help")
    for name in (
        "serve",
        "worker",
        "keys",
        "migrate",
        "import",
        "export",
        "user",
        "check",
        "match",
        "ledger",
        "follow",
        "witness",
    ):
        assert re.search(rf"^    {name} ", text, re.MULTILINE), name
    assert "a first start" in text
    assert "dev.py demo" in text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_teaches_by_examples(capsys: pytest.CaptureFixture[str], command: object) -> None:
    text = say(capsys, command.name, "--help")
    assert f"  duijie {command.name}" in text.split("examples:")[1]


@pytest.mark.parametrize("part", match.COMMAND.parts, ids=lambda part: part.name)
def test_every_part_of_the_engine_teaches_by_examples(capsys: pytest.CaptureFixture[str], part: object) -> None:
    text = say(capsys, "match", part.name, "--help")
    assert f"  duijie match {part.name}" in text.split("examples:")[1]


@pytest.mark.parametrize("group", ["", "match", "ledger", "serve", "check"])
def test_help_loads_neither_django_nor_a_driver(group: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", HELP_WITHOUT_DJANGO, *group.split(), "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert answer.stdout.splitlines()[-1] == "[]"


def test_a_busy_port_is_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_SECRET_KEY", "for tests only")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert capsys.readouterr().err == f"Port {port} on 127.0.0.1 is busy; choose another with --port.\n"


def test_a_database_that_does_not_answer_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    answer = subprocess.run(
        [sys.executable, "-m", "duijie", "migrate"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"DATABASE_URL": f"postgresql://duijie@127.0.0.1:{port}/duijie", "LANG": "C.UTF-8"},
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("The database does not answer (")
    assert answer.stderr.strip().endswith("start it, or set DATABASE_URL.")
    assert answer.stderr.count("\n") == 1
