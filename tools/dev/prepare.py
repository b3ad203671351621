"""Tables, static files and sample data of the demo, in one process: loading Django takes a second each time.

What was prepared is noted, so that a second start does not even load Django: it need not, as long as neither the
code nor the database is another.
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from duijie.config.commandline.commands import APP, OWNER, load_django
from tools.dev.messages import ROOT

NOTE = "prepared.json"
ACCOUNTS = "demo-accounts.txt"


@dataclass(frozen=True)
class State:
    """What the demo was, or is to be, prepared for."""

    code: str
    sample: str
    database: str

    @classmethod
    def wanted(cls, url: str) -> "State":
        """Return fingerprints of all code and data, of the sample data alone, and of the database."""
        package = ROOT / "duijie"
        return cls(_digest(package.rglob("*")), _digest((package / "demo").rglob("*")), _database_number(url))

    @classmethod
    def noted(cls, home: Path) -> "State | None":
        """Return what was prepared last in this data folder."""
        try:
            return cls(**json.loads((home / NOTE).read_text(encoding="ascii")))
        except (OSError, ValueError, TypeError):
            return None

    def note(self, home: Path) -> None:
        """Remember that this was prepared."""
        (home / NOTE).write_text(json.dumps(asdict(self)), encoding="ascii")


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file() and path.suffix != ".pyc":
            total.update(str(path.relative_to(ROOT)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _database_number(url: str) -> str:
    """Return the database's own number, which another one of the same name does not have."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    return str(found and found[0])


def main(steps: Iterable[str]) -> int:
    """Migrate as the owner, load as the app, and write down the accounts to sign in with."""
    load_django(OWNER)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from duijie.demo.accounts import ACCOUNTS as PEOPLE
    from duijie.demo.loading import load

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if "load" in steps:
        connection.close()
        connection.settings_dict["OPTIONS"]["options"] = f"-c role={APP}"
        load()
    text = "\n".join(["Sign in as:", *(f"  {person}" for person in PEOPLE), ""])
    (settings.ENVIRONMENT.home / ACCOUNTS).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
