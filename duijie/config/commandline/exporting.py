"""`duijie export`."""

import argparse

from duijie.config.commandline.commands import Command, Stopped


def run(given: argparse.Namespace) -> int:
    """Not there yet."""
    raise Stopped(f"Nothing can be exported here yet ({given.what}).")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What."""
    parser.add_argument("what")


COMMAND = Command(
    name="export",
    summary="Export rows.",
    examples="  duijie export needs",
    add_arguments=add_arguments,
    run=run,
)
