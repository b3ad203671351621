"""The locks: every version with its hashes, no address, and the runtime whole within the development lock."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)(.*)", re.IGNORECASE)


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="ascii").splitlines()
    return {found[1].lower(): found[2] for line in lines if (found := PIN.match(line))}


def test_every_version_has_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-judges.lock"):
        text = (ROOT / name).read_text(encoding="ascii")
        entries = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries)
        assert "://" not in text


def test_the_development_lock_holds_the_runtime_lock_whole() -> None:
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert runtime.items() <= development.items()


def test_a_judge_brings_no_other_version_of_what_we_run_on() -> None:
    development, judges = pins("requirements-dev.lock"), pins("requirements-judges.lock")
    assert {name: development[name] for name in judges.keys() & development.keys()} == {}


def test_everything_that_we_ask_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.split(r"[\[<>=;! ]", entry)[0].lower() for entry in project["project"]["dependencies"]]
    groups = project["dependency-groups"]
    extra = [re.split(r"[\[<>=;! ]", entry)[0].lower() for entry in groups["dev"] if isinstance(entry, str)]
    assert set(names) | {"setuptools", "wheel"} <= pins("requirements.lock").keys()
    assert set(extra) <= pins("requirements-dev.lock").keys()
    judges = [re.split(r"[\[<>=;! ]", entry)[0] for entry in groups["judges"]]
    assert set(judges) == pins("requirements-judges.lock").keys()
