"""`dev.py bench`: run the benchmarks of tests/benchmarks, all or those that are named."""

import sys
from collections.abc import Sequence

from tools.dev import steps
from tools.dev.messages import ROOT
from tools.dev.steps import Step, python


def main(arguments: Sequence[str]) -> int:
    """Each `bench_<name>.py` is a program that prints its figures and fails when it misses its aim."""
    found = {path.stem.removeprefix("bench_"): path for path in sorted((ROOT / "tests/benchmarks").glob("bench_*.py"))}
    unknown = set(arguments) - set(found)
    if unknown or not found:
        print(f"There is {', '.join(found) or 'no benchmark yet'}.", file=sys.stderr)
        return 2
    wanted = [Step(name, python(f"tests.benchmarks.{found[name].stem}")) for name in arguments or found]
    return 0 if steps.run(wanted) else 1
