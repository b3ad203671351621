"""`duijie user`: make an account for somebody in an office or an organization."""

import argparse

from duijie.config.commandline.commands import Command, Stopped


def run(given: argparse.Namespace) -> int:
    """Not there yet."""
    raise Stopped(f"Accounts cannot be made here yet ({given.phone}).")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, in which role, where."""
    parser.add_argument("phone")
    parser.add_argument("--role", required=True)
    parser.add_argument("--division", default="")


COMMAND = Command(
    name="user",
    summary="Make an account for somebody in an office or an organization.",
    examples="  duijie user 13900000000 --role county_office --division 621121000000",
    add_arguments=add_arguments,
    run=run,
)
