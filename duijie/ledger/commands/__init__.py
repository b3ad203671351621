"""The command line of the log: one small module a command; exit status 0 good, 1 refused, 2 wrongly asked."""

import argparse
import sys
from collections.abc import Sequence

from duijie.ledger.commands import anchoring, following, making, national, proving, verifying, witnessing
from duijie.ledger.commands.parts import Command
from duijie.ledger.errors import LedgerError

COMMANDS: tuple[Command, ...] = (
    making.COMMAND,
    verifying.COMMAND,
    proving.ENTRY,
    proving.GROWTH,
    witnessing.COMMAND,
    anchoring.ANCHOR,
    anchoring.CONTRACT,
    following.COMMAND,
    national.MAKE,
    national.CHECK,
)
DESCRIPTION = "A log that nobody can alter unseen: an RFC 6962 Merkle tree in the C2SP file formats."
EXAMPLES = """examples:
  python -m duijie.ledger make /tmp/log --leaves 1000 --origin log.example/2026
  python -m duijie.ledger verify /tmp/log
  python -m duijie.ledger verify paper.json --keys /tmp/log/vkeys
  python -m duijie.ledger prove /tmp/log 7 > leaf-7.tlog-proof
  python -m duijie.ledger consistency /tmp/log 600 1000
  python -m duijie.ledger witness /tmp/witness --name witness.example --logs /tmp/log/vkeys
  python -m duijie.ledger anchor /tmp/log --anchors anchors.toml
  python -m duijie.ledger follow https://log.example/log/620000/2026 /tmp/followed --keys vkeys

DIR holds `checkpoint` (who, how many leaves, their root, signed), `tile/` (hashes and leaves) and `vkeys` (the keys to
check with, one a line, the log's first). Exit status: 0 good · 1 the log or proof is refused, one sentence says why ·
2 the command was wrongly asked; `follow` has two more. The files are described in docs/reference/ledger-formats.md.
"""
REFUSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = _parser().parse_args(arguments)
    try:
        for piece in given.run(given):
            sys.stdout.write(piece)
            sys.stdout.flush()
    except LedgerError as error:
        return _say(error, error.status)
    except OSError as error:
        return _say(error, REFUSED)
    return 0


def _parser() -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m duijie.ledger",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=layout,
        allow_abbrev=False,
    )
    parts = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        part = parts.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary}\n\n{command.explanation}",
            formatter_class=layout,
            allow_abbrev=False,
        )
        command.add_arguments(part)
        part.set_defaults(run=command.run)
    return parser


def _say(error: Exception, status: int) -> int:
    sys.stderr.write(f"{error}\n")
    return status
