"""`duijie partners`: write a list of eastern and western partners (东西部协作) down, by their documents."""

import argparse
import dataclasses
from pathlib import Path

from duijie.config.commandline.commands import Command, WrongInput, load_django, reach_database, say_refusal
from duijie.kernel.access.actors import SYSTEM, Channel
from duijie.kernel.errors import Refusal


def run(given: argparse.Namespace) -> int:
    """Read the list and write it down, all or nothing; a second run changes nothing."""
    load_django()
    reach_database()
    from duijie.apps.exchange.partner_lists import ListRefused, read_pairs
    from duijie.apps.exchange.services.partnering import pair_up_all

    try:
        with given.file.open(encoding="utf-8-sig", newline="") as lines:
            pairs = read_pairs(lines)
        actor = dataclasses.replace(SYSTEM, channel=Channel.COMMAND)
        written, known = pair_up_all(actor=actor, pairings=pairs)
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"{given.file} cannot be read as UTF-8 text: {error}") from error
    except ListRefused as fault:
        raise WrongInput(f"Nothing was written.\n{fault}") from fault
    except Refusal as refusal:
        raise WrongInput(f"Nothing was written. {say_refusal(refusal)}") from refusal
    print(f"partners: {written} written, {known} known")
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which list."""
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="east,west,document,valid_from,valid_to")


COMMAND = Command(
    name="partners",
    summary="Write down which eastern and western divisions are partners, from a list.",
    explanation=(
        "Each line: the eastern and the western division (12-digit code or full name), the document, and the days\n"
        "between which it holds (2026-01-31, or empty). The eastern office then gets the needs of the western division."
    ),
    examples="  duijie partners list.csv",
    add_arguments=add_arguments,
    run=run,
)
