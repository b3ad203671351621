"""What a command of the log is."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from duijie.ledger.errors import LedgerError


class WronglyAsked(LedgerError):
    """What was typed is at fault, not the log."""

    status = 2


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, its help, its arguments, and what it prints, piece by piece."""

    name: str
    summary: str
    explanation: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Iterator[str]]


def existing_log(typed: str) -> Path:
    """The folder of a log that must be there.

    Raises:
        WronglyAsked: it is not.
    """
    if not Path(typed).is_dir():
        raise WronglyAsked(f"There is no folder {typed}.")
    return Path(typed)


def add_log(parser: argparse.ArgumentParser) -> None:
    """The folder that most commands take first."""
    parser.add_argument("folder", metavar="DIR", help="the folder of the log: checkpoint, tile/, vkeys")
