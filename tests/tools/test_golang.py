"""A developer without Go is told what to install; root gets it installed."""

from pathlib import Path

import pytest

from duijie.config.commandline.commands import Stopped
from tools.dev import golang


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A machine without Go; what is run there is noted."""
    commands: list[list[str]] = []
    monkeypatch.setattr(golang.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(golang.subprocess, "run", lambda command, **_: commands.append(command))
    return commands


def test_a_developer_without_go_is_told_what_to_install(ran: list[list[str]], tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="sudo apt-get install golang-go golang-golang-x-mod-dev"):
        golang.build(tmp_path / "program.go", tmp_path / "program")
    assert ran == []


def test_only_root_gets_it_installed(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golang.os, "geteuid", lambda: 1000)
    golang.install_if_we_may()
    assert ran == []
    monkeypatch.setattr(golang.os, "geteuid", lambda: 0)
    golang.install_if_we_may()
    assert [command[2] for command in ran] == ["update", "install"]
    assert ran[1][-2:] == list(golang.PACKAGES)


def test_go_without_the_sources_of_its_log_is_not_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(golang.shutil, "which", lambda _: "/usr/bin/go")
    monkeypatch.setattr(golang, "SOURCES", tmp_path)
    with pytest.raises(Stopped, match=r"its module golang.org/x/mod is missing"):
        golang.build(tmp_path / "program.go", tmp_path / "program")
