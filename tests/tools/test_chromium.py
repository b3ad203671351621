"""The browser of the browser tests is found, installed where we may, and asked for in one sentence otherwise."""

import pytest

from duijie.config.commandline.commands import Stopped
from tools.dev import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A machine without Chromium; what is run there is noted."""
    ran: list[list[str]] = []
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(chromium.subprocess, "run", lambda command, **_: ran.append(command))
    return ran


def test_an_ordinary_user_is_told_what_to_install(bare: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    with pytest.raises(Stopped) as told:
        chromium.find_chromium()
    assert "sudo apt-get install chromium fonts-wqy-microhei" in str(told.value)
    assert "dev.py test --fast" in str(told.value)
    assert bare == []


def test_root_installs_it_and_is_told_when_that_did_not_help(
    bare: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    with pytest.raises(Stopped, match="need Chromium"):
        chromium.find_chromium()
    assert [command[2] for command in bare] == ["update", "install"]
    assert "chromium" in bare[1]


def test_a_named_browser_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chromium.VARIABLE, "/opt/chromium")
    assert chromium.find_chromium() == "/opt/chromium"
