"""dev.py: one clear sentence for each machine that cannot run it, and no second installation."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "dev.py"


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, path in {"VENV": ".venv", "PYTHON": ".venv/bin/python", "STAMP": ".venv/installed.json"}.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    return module


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, **environment},
    )


def sentence(end: "pytest.ExceptionInfo[SystemExit]") -> str:
    text = str(end.value.code)
    assert text.count("\n") == 0
    return text


def test_help_is_shown_without_installing_anything(dev: ModuleType) -> None:
    for word in ("demo", "test", "lint", "bench", "--port", "--reset", "--fast"):
        assert word in run("help").stdout
    assert run("help").stdout == run().stdout == dev.HELP
    assert run("dance").returncode == 2
    assert not dev.VENV.exists()


def test_an_old_python_can_read_the_script_and_is_told(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(dev.sys, "version", "3.9.2 (default)")
    with pytest.raises(SystemExit) as end:
        dev.check_machine()
    assert sentence(end) == "Python 3.11 or newer is needed, this is 3.9.2; try: python3.11 dev.py demo"


def test_a_locale_that_loses_chinese_is_told() -> None:
    answer = run("demo", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert answer.returncode == 1
    assert answer.stderr.strip().endswith("in which Chinese is lost; try: LC_ALL=C.UTF-8 python3 dev.py demo")
    assert answer.stderr.count("\n") == 1


def test_a_full_disk_is_told_before_anything_is_made(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(dev.shutil, "disk_usage", lambda _: usage(100, 99, 1))
    with pytest.raises(SystemExit) as end:
        dev.install(dev.RUNTIME)
    assert sentence(end).startswith("The disk is full: ")
    assert not dev.VENV.exists()


def test_a_machine_without_pip_is_told(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as end:
        dev.pip("install")
    assert sentence(end) == "pip is missing; install it, on Debian: apt-get install python3-pip"


def test_what_pip_could_not_do_is_told(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "executable", sys._base_executable)  # the .venv of dev.py holds no pip of its own
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _: "found")
    dev.venv.EnvBuilder(symlinks=True, with_pip=False).create(str(dev.VENV))
    with pytest.raises(SystemExit) as end:
        dev.pip("install", "--no-index", "--find-links", "/nowhere", "duijie-is-not-published")
    assert sentence(end).startswith("pip could not install: ERROR: ")


def test_it_installs_once_and_again_when_the_lock_or_python_changes(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "pip", lambda *arguments: calls.append(arguments))
    dev.install(dev.DEVELOPMENT)
    assert len(calls) == 3
    assert all("--require-hashes" in call or "--no-build-isolation" in call for call in calls)
    dev.install(dev.DEVELOPMENT)
    dev.install(dev.RUNTIME)  # the development lock holds it whole
    assert len(calls) == 3
    monkeypatch.setattr(dev, "fingerprint", lambda _: "another")
    dev.install(dev.RUNTIME)
    assert len(calls) == 5
    shutil.rmtree(dev.VENV / "bin")
    dev.install(dev.RUNTIME)
    assert len(calls) == 7
    assert dev.runs()
