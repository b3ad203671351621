"""kill −9 in each step of the sequencer, 200 rounds: no act lost or doubled, no fork, judged by a witness.

    [ROUNDS=200] .venv/bin/python -m tests.benchmarks.bench_crashes

Makes a database for itself as the tests do. Prints how many lives ended at which kind of step, and the time of one.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

MOST_ACTS = 12


@pytest.mark.django_db(transaction=True)
def test_rounds() -> None:
    """Not collected with the tests (its file is no test file); run by the program below."""
    from tests.apps.records.dying_sequencer import run_lives  # noqa: PLC0415 - models load after the settings

    rounds = int(os.environ.get("ROUNDS", "200"))
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        steps = run_lives(Path(folder), rounds, MOST_ACTS)
        spent = time.perf_counter() - began
    counted = Counter(re.sub(r"\d+|\.p/", "N", step).replace("x", "") for step in steps)
    for step, count in counted.most_common():
        sys.stdout.write(f"{count:4}  {step}\n")
    sys.stdout.write(
        f"{rounds} rounds, nothing lost, nothing doubled, no fork; {spent / rounds * 1000:.0f} ms a round\n"
    )


if __name__ == "__main__":
    command = [sys.executable, "-m", "pytest", "-q", "-s", __file__]
    sys.exit(subprocess.run(command, check=False).returncode)
