"""`dev.py lint`: style, types, import contracts and the words of the interface; no database needed."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.dev import steps
from tools.dev.steps import Step, python

BIN = Path(sys.executable).parent
# mypy's plugin loads the settings, which must not reach for a database or keys.
ENVIRONMENT = {**os.environ, "DUIJIE_SECRET_KEY": "only for mypy", "PYTHONPATH": "."}
STEPS = (
    Step("style", python("ruff", "check", "--quiet", ".")),
    Step("layout of the code", python("ruff", "format", "--quiet", "--diff", ".")),
    Step("import contracts", (str(BIN / "lint-imports"), "--no-logo")),
    Step("words of the interface", python("tools.dev.messages", "check")),
    Step("types", python("mypy"), ENVIRONMENT),
)


def main(arguments: Sequence[str] = ()) -> int:
    """Run all of them; there is nothing to choose."""
    if arguments:
        print("usage: python3 dev.py lint", file=sys.stderr)
        return 2
    return 0 if steps.run(STEPS) else 1
