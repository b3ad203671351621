"""Engine, log, rules and what they stand on are plain Python: they import where Django cannot be loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAIN = (
    "duijie/matching/**/*.py",
    "duijie/ledger/**/*.py",
    "duijie/apps/*/rules.py",
    "duijie/apps/*/rules/*.py",
    "duijie/kernel/access/actors.py",
    "duijie/kernel/access/conditions.py",
    "duijie/kernel/errors.py",
    "duijie/kernel/lifecycle/tables.py",
    "duijie/kernel/database/*.py",
    "duijie/config/commandline/*.py",
)
WITHOUT_DJANGO = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "procrastinate", "ninja"}:
            raise ImportError(f"{name} must not be loaded here")

sys.meta_path.insert(0, Refuse())
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def modules() -> list[str]:
    paths = sorted({path for pattern in PLAIN for path in ROOT.glob(pattern)})
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )


def test_plain_modules_import_where_django_cannot_be_loaded() -> None:
    answer = _run(*modules())
    assert answer.returncode == 0, answer.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("module", ["duijie.kernel.clock", "django.conf"])
def test_the_test_itself_would_notice(module: str) -> None:
    assert "must not be loaded here" in _run(module).stderr


def test_there_are_rules_to_test() -> None:
    assert sum(".rules" in name for name in modules()) >= 8
