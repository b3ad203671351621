"""`duijie ledger`: the log of this installation, and the log by itself, which needs no database."""

import argparse
import sys
from collections.abc import Callable

from duijie.config.commandline import ledger_key, ledger_reconcile, ledger_status
from duijie.config.commandline.commands import Command, CommandGroup, Stopped, WrongInput
from duijie.ledger.commands import COMMANDS, following, witnessing
from duijie.ledger.commands.parts import Command as Plain
from duijie.ledger.commands.parts import WronglyAsked
from duijie.ledger.errors import LedgerError


def _runner(command: Plain) -> Callable[[argparse.Namespace], int]:
    def run(given: argparse.Namespace) -> int:
        try:
            for piece in command.run(given):
                sys.stdout.write(piece)
                sys.stdout.flush()
        except WronglyAsked as error:
            raise WrongInput(str(error)) from error
        except (LedgerError, OSError) as error:
            stopped = Stopped(str(error))
            stopped.status = getattr(error, "status", Stopped.status)
            raise stopped from error
        return 0

    return run


def plain(command: Plain) -> Command:
    """A command of `python -m duijie.ledger` under our own name."""
    return Command(
        name=command.name,
        summary=command.summary,
        explanation=command.explanation,
        examples=f"  duijie ledger {command.name} --help",
        add_arguments=command.add_arguments,
        run=_runner(command),
    )


_PARTS = tuple(each for each in COMMANDS if each not in {following.COMMAND, witnessing.COMMAND})
"""`duijie follow` and `duijie witness` stand by themselves: they serve another installation's log."""
COMMAND = CommandGroup(
    name="ledger",
    summary="The log of public acts that nobody can alter unseen: keys, state, comparison; and any log's files.",
    explanation=(
        "key, status and reconcile are about this installation (DUIJIE_LEDGER names its log; empty switches it off).\n"
        "The others are about files alone and work on any machine."
    ),
    parts=(ledger_status.COMMAND, ledger_reconcile.COMMAND, ledger_key.COMMAND, *map(plain, _PARTS)),
)
