"""Tables, static files and sample data of the demo, in one process: loading Django takes a second each time."""

import hashlib
import sys
from pathlib import Path

from duijie.config.commandline.commands import APP, OWNER, load_django


def main() -> int:
    """Migrate as the owner, load as the app, and note the accounts to sign in with."""
    load_django(OWNER)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from duijie.demo.accounts import ACCOUNTS
    from duijie.demo.loading import load

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = f"-c role={APP}"
    home = settings.ENVIRONMENT.home
    state = f"{_digest(settings.PACKAGE_DIR / 'demo')} {_database_number()}"
    loaded = home / "demo-loaded"
    if not loaded.exists() or loaded.read_text(encoding="ascii") != state:
        load()
        loaded.write_text(state, encoding="ascii")
    lines = [f"  {account}" for account in ACCOUNTS]
    (home / "demo-accounts.txt").write_text("\n".join(["Sign in as:", *lines, ""]), encoding="utf-8")
    return 0


def _digest(folder: Path) -> str:
    """Return a fingerprint of the loader and its data: they are loaded again when either has changed."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return total.hexdigest()


def _database_number() -> int:
    """Return the database's own number, which another one of the same name does not have."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
