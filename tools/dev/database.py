"""A PostgreSQL that stays, for a developer's shell.

    .venv/bin/python -m tools.dev.database start    start it and note its address in var/dev-database-url
    .venv/bin/python -m tools.dev.database stop     stop it
    export DATABASE_URL=$(cat var/dev-database-url)

Beside a checkout `duijie` reads that note by itself. Demo and tests start and stop the same cluster when nobody
else does.
"""

import os
import sys
from pathlib import Path

from duijie.kernel.database.problems import DatabaseProblem
from duijie.kernel.database.sharing import SharedCluster
from tools.dev.messages import ROOT

NOTE = "dev-database-url"


def main(arguments: list[str]) -> int:
    """Start or stop; explain oneself otherwise."""
    home = Path(os.environ.get("DUIJIE_HOME") or ROOT / "var")
    try:
        if arguments == ["start"]:
            print(start(home))
            return 0
        if arguments == ["stop"]:
            print("It is stopped." if SharedCluster(home).end() else "Somebody still uses it; the last one stops it.")
            return 0
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(__doc__)
    return 2


def start(home: Path) -> str:
    """Start the cluster to stay, and return its address, which is also written down."""
    url = SharedCluster(home).keep()
    note(home, url)
    return url


def note(home: Path, url: str) -> None:
    """Write down where the database of this folder is, for `duijie` in another shell; only its owner reads it."""
    path = home / NOTE
    path.touch(mode=0o600)
    path.write_text(f"{url}\n", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
