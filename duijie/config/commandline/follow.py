"""`duijie follow`: `python -m duijie.ledger follow` with the kinds of records that platforms like this one give out."""

import argparse
from dataclasses import replace

from duijie.apps.records.rules import PUBLISHED
from duijie.config.commandline.ledger import plain
from duijie.ledger.commands.following import COMMAND as PLAIN


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    PLAIN.add_arguments(parser)
    parser.set_defaults(kinds=",".join(sorted(PUBLISHED)))


COMMAND = replace(
    plain(PLAIN),
    examples="  duijie follow https://log.example/log/620000/2026 copies/620000-2026 --keys gansu.keys",
    add_arguments=_add_arguments,
)
