"""What a subcommand is, and how one gets at Django and the database."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.errors import Faults, Refusal

OWNER, APP = "duijie_owner", "duijie_app"


class Stopped(Exception):
    """The command cannot go on; the message is one sentence for whoever typed it."""


@dataclass(frozen=True)
class Command:
    """One subcommand: its words in the help, its arguments, and what it does (returns the exit status)."""

    name: str
    summary: str
    examples: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    explanation: str = ""


def home() -> Path:
    """Return the folder of data, keys and files, as the settings do."""
    return Path(os.environ.get("DUIJIE_HOME") or Path(__file__).resolve().parents[3] / "var")


def load_django(role: str = APP) -> None:
    """Load the project with the rights of a database role; only `migrate` needs the owner's."""
    os.environ["DUIJIE_DATABASE_ROLE"] = role
    prepare_environment()
    import django

    django.setup()


def prepare_environment() -> None:
    """Choose the settings, and beside a checkout its development database unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.config.settings")
    if not os.environ.get("DATABASE_URL"):
        noted = home() / "dev-database-url"
        if noted.exists():
            os.environ["DATABASE_URL"] = noted.read_text(encoding="ascii").strip()


def reach_database() -> None:
    """Raise Stopped with one sentence when the database does not answer."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        first_line = str(error).strip().split("\n", 1)[0]
        raise Stopped(f"The database does not answer ({first_line}); start it, or set DATABASE_URL.") from error


def say_refusal(refusal: Refusal) -> str:
    """Say in one sentence what a service refused, with the field that it is about."""
    if isinstance(refusal, Faults):
        return " ".join(say_refusal(fault) for fault in refusal.faults)
    field = f"{refusal.field}: " if refusal.field else ""
    return field + (refusal.code % refusal.params if refusal.params else refusal.code)
