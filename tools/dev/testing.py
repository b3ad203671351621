"""`dev.py test`: lint, then unit and database tests with coverage, then the browser."""

import argparse
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from duijie.kernel.database.sharing import SharedCluster
from tools.dev import golang, linting, steps
from tools.dev.chromium import VARIABLE, find_chromium
from tools.dev.messages import ROOT
from tools.dev.steps import Step, python

BROWSER_TESTS = "tests/browser"
UNCOUNTED = "slow or walk"
"""Tests that pass the same lines again and again: counting these would nearly double their time."""
IN_PARALLEL = ("-n", "2", "--dist", "loadfile", "--durations", "20")


def main(arguments: Sequence[str]) -> int:
    """Run everything that must hold, or only the tests that are named."""
    parser = argparse.ArgumentParser(prog="python3 dev.py test", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="without the browser")
    parser.add_argument("paths", nargs="*", help="only these tests, without lint")
    given = parser.parse_args(arguments)
    if os.environ.get("DATABASE_URL"):
        return _run(given, dict(os.environ))
    shared = SharedCluster(Path(os.environ.get("DUIJIE_HOME") or ROOT / "var"))
    try:
        return _run(given, {**os.environ, "DATABASE_URL": shared.enter()})
    finally:
        shared.leave()


def _run(given: argparse.Namespace, environment: dict[str, str]) -> int:
    environment = {"DUIJIE_TEST_DATABASE": "test_duijie", **environment}
    if given.paths:
        return 0 if steps.run([Step("tests", python("pytest", *given.paths), environment)]) else 1
    golang.install_if_we_may()
    wanted = list(linting.STEPS) + _covered_tests(environment)
    walks = ("pytest", "-q", *IN_PARALLEL, "-m", UNCOUNTED, f"--ignore={BROWSER_TESTS}")
    wanted.append(Step("walks over all pages, and slow tests", python(*walks), environment))
    if not given.fast:
        environment = {**environment, VARIABLE: find_chromium()}
        wanted.append(Step("browser tests", python("pytest", "-q", *IN_PARALLEL, BROWSER_TESTS), environment))
    return 0 if steps.run(wanted) else 1


def _covered_tests(environment: dict[str, str]) -> list[Step]:
    folder = ROOT / "var" / "coverage"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {**environment, "COVERAGE_FILE": str(folder / "data")}
    tests = ("pytest", "-q", *IN_PARALLEL, "-m", f"not ({UNCOUNTED})", f"--ignore={BROWSER_TESTS}")
    return [
        Step("unit and database tests", python("coverage", "run", "-m", *tests), environment),
        Step("coverage, joined", python("coverage", "combine", "--quiet"), environment),
        Step("coverage", python("coverage", "report"), environment),
    ]
