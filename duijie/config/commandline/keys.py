"""`duijie keys`: make the keys of an installation, and replace the key of encrypted fields by a new one."""

import argparse
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from duijie.config.commandline.commands import Command, Stopped, home, load_django, reach_database

VARIABLES = {"DUIJIE_SECRET_KEY": "secret", "DUIJIE_FIELD_KEYS": "fields", "DUIJIE_DIGEST_KEY": "digest"}


def run(given: argparse.Namespace) -> int:
    """Do one of the four steps."""
    return int({"make": _make, "add": _add, "rotate": _rotate, "drop": _drop}[given.step]())


def require_keys() -> None:
    """Raise Stopped when a key is missing: without it pages could be forged, or people's data be lost."""
    for variable, name in VARIABLES.items():
        if not os.environ.get(variable) and not (home() / "keys" / name).exists():
            raise Stopped(
                f"{variable} is not set and {home() / 'keys' / name} is missing: run `duijie keys make` once."
            )


def make_keys(folder: Path) -> None:
    """Make the keys that are not there yet; only their owner reads them."""
    from duijie.kernel.privacy.keys import make_demo_keys

    make_demo_keys(folder)
    if not (folder / "secret").exists():
        _write(folder / "secret", secrets.token_urlsafe(48))


def _make() -> int:
    make_keys(home() / "keys")
    print(f"The keys are in {home() / 'keys'}. Keep a copy elsewhere: without them, encrypted fields are lost.")
    return 0


def _add() -> int:
    from duijie.kernel.privacy.keys import new_field_key

    file = home() / "keys" / "fields"
    if os.environ.get("DUIJIE_FIELD_KEYS") or not file.exists():
        print("Put this before the other keys in DUIJIE_FIELD_KEYS, separated by a comma:")
        print(new_field_key(_new_id()))
        return 0
    old = file.read_text(encoding="ascii")
    key_id = _new_id()
    if f"{key_id}:" in old:
        raise Stopped(f"The key {key_id} was added less than a minute ago.")
    _write(file, f"{new_field_key(key_id)}\n{old}")
    print("The new key is in place. Restart web and worker now, then run `duijie keys rotate`.")
    return 0


def _rotate() -> int:
    load_django()
    reach_database()
    from duijie.kernel.privacy.keys import field_keys
    from duijie.kernel.privacy.rotation import rotate

    for field, count in rotate().items():
        print(f"{count:>8} {field}")
    _refuse_if_old_keys_are_used()
    print(f"Everything is encrypted with “{field_keys().newest}”; the older keys are needed for old backups only.")
    return 0


def _drop() -> int:
    load_django()
    reach_database()
    file = home() / "keys" / "fields"
    _refuse_if_old_keys_are_used()
    if os.environ.get("DUIJIE_FIELD_KEYS") or not file.exists():
        print("Nothing needs the older keys: take them out of DUIJIE_FIELD_KEYS, keep the first one.")
        return 0
    newest, *old = file.read_text(encoding="ascii").split()
    _write(file, f"{newest}\n")
    print(f"Forgot {len(old)} older keys. Restart web and worker; backups made before need the old keys' copy.")
    return 0


def _refuse_if_old_keys_are_used() -> None:
    from duijie.kernel.privacy.rotation import values_under_old_keys

    left = {field: count for field, count in values_under_old_keys().items() if count}
    if left:
        fields = ", ".join(f"{field} ({count})" for field, count in left.items())
        raise Stopped(f"Still under an older key: {fields}. Restart web and worker, then run `duijie keys rotate`.")


def _new_id() -> str:
    return f"{datetime.now(UTC):k%y%m%d%H%M}"


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    making.replace(path)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which step."""
    parser.add_argument(
        "step",
        choices=["make", "add", "rotate", "drop"],
        help="make what is missing; add a key; use it; forget older ones",
    )


COMMAND = Command(
    name="keys",
    summary="Make the keys of an installation, or replace the key of encrypted fields.",
    explanation=(
        "Keys lie in var/keys (or $DUIJIE_HOME/keys), readable by their owner only, or in the variables\n"
        f"{', '.join(VARIABLES)}.\n"
        "Replacing: add, restart web and worker, rotate, drop. Rotating runs beside the web and may be interrupted."
    ),
    examples="  duijie keys make\n  duijie keys add\n  duijie keys rotate\n  duijie keys drop",
    add_arguments=add_arguments,
    run=run,
)
