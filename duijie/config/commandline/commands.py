"""What a subcommand is, and how one gets at Django and the database."""

import argparse
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.errors import Faults, Refusal

OWNER, APP = "duijie_owner", "duijie_app"


class Stopped(Exception):
    """The command cannot go on; the message is one sentence for whoever typed it."""

    status = 1


class WrongInput(Stopped):
    """What was typed or read is at fault, not this machine."""

    status = 2


@dataclass(frozen=True)
class Command:
    """One subcommand: its words in the help, its arguments, and what it does (returns the exit status)."""

    name: str
    summary: str
    examples: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    explanation: str = ""


@dataclass(frozen=True)
class CommandGroup:
    """Subcommands of one subject: `duijie match suggest`, `duijie match assign`."""

    name: str
    summary: str
    parts: tuple[Command, ...]
    explanation: str = ""

    @property
    def examples(self) -> str:
        """The first example of each part."""
        return "\n".join(part.examples.split("\n", 1)[0] for part in self.parts)


def add_commands(parser: argparse.ArgumentParser, commands: Iterable[Command | CommandGroup]) -> None:
    """Give a parser its subcommands, each with a help that ends in examples."""
    layout = argparse.RawDescriptionHelpFormatter
    groups = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in commands:
        group = groups.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary}\n\n{command.explanation}".strip(),
            epilog=f"examples:\n{command.examples}",
            formatter_class=layout,
            allow_abbrev=False,
        )
        if isinstance(command, CommandGroup):
            add_commands(group, command.parts)
        else:
            command.add_arguments(group)
            group.set_defaults(run=command.run)


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
