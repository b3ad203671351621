"""The command `duijie`: one small module a subcommand, each loading Django only when it needs a database.

`duijie --help`, `duijie match` and `duijie ledger` never load Django: they work on any machine, for anybody.
"""

import argparse
import sys
from collections.abc import Sequence

from duijie.config.commandline import (
    check,
    exchange,
    exporting,
    follow,
    importing,
    keys,
    ledger,
    match,
    migrate,
    partners,
    serve,
    users,
    witness,
    worker,
)
from duijie.config.commandline.commands import Command, CommandGroup, Stopped, add_commands
from duijie.kernel.database.problems import DatabaseProblem

COMMANDS: tuple[Command | CommandGroup, ...] = (
    keys.COMMAND,
    migrate.COMMAND,
    serve.COMMAND,
    worker.COMMAND,
    users.COMMAND,
    importing.COMMAND,
    partners.COMMAND,
    exporting.COMMAND,
    check.COMMAND,
    match.COMMAND,
    ledger.COMMAND,
    follow.COMMAND,
    witness.COMMAND,
    exchange.COMMAND,
)
DESCRIPTION = "Duijie (对接), where China's social organizations and its villages find each other."
EXAMPLES = """a first start on one machine:
  export DATABASE_URL=postgresql://duijie:…@127.0.0.1:5432/duijie
  duijie keys make               once, and keep a copy elsewhere
  duijie migrate                 make the tables and the static files
  duijie import regions          load the divisions of the country
  duijie user first --role ministry --division 0 --label 示例部
  duijie serve --port 8000 &     answer pages
  duijie worker &                do what need not be done at once
  duijie check                   say what is missing, and what to do about it

`duijie COMMAND --help` explains one command. To try everything on sample data: python3 dev.py demo
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status: 0 done, 1 refused or failed, 2 wrongly typed or faulty input."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except Stopped as problem:
        print(problem, file=sys.stderr)
        return problem.status
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="duijie", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=layout, allow_abbrev=False
    )
    add_commands(parser, COMMANDS)
    return parser
