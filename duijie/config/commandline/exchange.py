"""`duijie exchange pack`: our log with its records as a file that is carried to a platform without a network."""

import argparse
from pathlib import Path

from duijie.config.commandline.commands import Command, CommandGroup, Stopped, WrongInput, load_django, reach_database
from duijie.ledger.errors import LedgerError


def run(given: argparse.Namespace) -> int:
    """Write the file, whole or not at all."""
    if given.since < 0:
        raise WrongInput("--since is how many leaves the other side has, 0 or more.")
    load_django()
    reach_database()
    from duijie.apps.records.carrying import write_carried
    from duijie.apps.records.sequencing import logs
    from duijie.kernel.clock import today

    if not logs.is_on():
        raise WrongInput("The ledger is switched off (DUIJIE_LEDGER is empty): there is nothing to carry.")
    year = given.year or today().year
    draft = Path(f"{given.file}.writing")
    try:
        size = write_carried(draft, year, given.since)
        draft.replace(given.file)
    except (LedgerError, OSError) as error:
        raise Stopped(str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    print(f"{size - given.since} leaves of {logs.origin_of(year)} in {given.file}; the next time: --since {size}")
    return 0


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the ZIP file to write")
    parser.add_argument("--since", metavar="N", type=int, default=0, help="how many leaves the other side has already")
    parser.add_argument("--year", metavar="YEAR", type=int, help="the log of another year")


_PACK = Command(
    name="pack",
    summary="Write our log with its public records into a file that is carried by hand.",
    explanation=(
        "Read by `duijie follow FILE FOLDER --keys KEYS`. It needs no signature of its own: all of it is judged\n"
        "against the signed checkpoint in it. Nothing of a household is in it."
    ),
    examples="  duijie exchange pack --since 48211 gansu.zip",
    add_arguments=_add_arguments,
    run=run,
)
COMMAND = CommandGroup(
    name="exchange",
    summary="Share with platforms that no network connects.",
    parts=(_PACK,),
)
