"""Steps of `dev.py lint` and `dev.py test`: run one after the other, each timed, all of them even if one fails."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.dev.messages import ROOT


@dataclass(frozen=True)
class Step:
    """One program that must succeed."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] | None = None


def python(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs a module of .venv."""
    return (sys.executable, "-m", *arguments)


def run(steps: Sequence[Step]) -> bool:
    """Run the steps, say how long each took, and return whether all succeeded."""
    results = []
    for step in steps:
        print(f"── {step.name}", flush=True)
        began = time.monotonic()
        status = subprocess.run(step.command, check=False, cwd=ROOT, env=step.environment).returncode
        results.append((step.name, status, time.monotonic() - began))
    print("──")
    for name, status, seconds in results:
        print(f"{'FAIL' if status else 'ok  '} {name:<24} {seconds:6.1f} s", flush=True)
    return not any(status for _, status, _ in results)
