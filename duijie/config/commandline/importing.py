"""`duijie import`."""

import argparse

from duijie.config.commandline.commands import Command, Stopped


def run(given: argparse.Namespace) -> int:
    """Not there yet."""
    raise Stopped(f"Nothing can be imported here yet ({given.what}).")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What."""
    parser.add_argument("what")


COMMAND = Command(
    name="import",
    summary="Import rows.",
    examples="  duijie import needs",
    add_arguments=add_arguments,
    run=run,
)
