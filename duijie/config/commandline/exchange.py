"""`duijie exchange pack`: our log with its records and pledges, in a file that is carried where no network leads."""

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
    from duijie.apps.exchange.rules.pledges import MOST_CARRIED
    from duijie.apps.exchange.selectors.pledges import unanswered_pledges
    from duijie.apps.exchange.services.packing import write_packed
    from duijie.apps.records.sequencing import logs
    from duijie.kernel.clock import today

    if not logs.is_on():
        raise WrongInput("The ledger is switched off (DUIJIE_LEDGER is empty): there is nothing to carry.")
    year = given.year or today().year
    waiting = unanswered_pledges()
    if given.to:
        waiting = waiting.filter(need__source__province_code=given.to)
    draft = Path(f"{given.file}.writing")
    try:
        packed = write_packed(draft, [year], given.since, list(waiting[:MOST_CARRIED]))
        draft.replace(given.file)
    except (LedgerError, OSError) as error:
        raise Stopped(str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    held = f"{packed.size - given.since} leaves of {logs.origin_of(year)} and {packed.pledges} pledges"
    print(f"{held} in {given.file}; the next time: --since {packed.size}")
    return 0


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the ZIP file to write")
    parser.add_argument("--since", metavar="N", type=int, default=0, help="how many leaves the other side has already")
    parser.add_argument("--to", metavar="PROVINCE", help="only the pledges for this province, as 510000")
    parser.add_argument("--year", metavar="YEAR", type=int, help="the log of another year")


_PACK = Command(
    name="pack",
    summary="Write our log with its public records, and our pledges, into a file that is carried by hand.",
    explanation=(
        "Read by `duijie follow FILE FOLDER --keys KEYS`. It needs no signature of its own: all of it is judged\n"
        "against the signed checkpoint in it. Nothing of a household is in it. Signed by themselves go with it the\n"
        "pledges that wait for an answer; a file for one province holds only those for it with --to."
    ),
    examples="  duijie exchange pack --since 48211 --to 510000 gansu.zip",
    add_arguments=_add_arguments,
    run=run,
)
COMMAND = CommandGroup(
    name="exchange",
    summary="Share with platforms that no network connects.",
    parts=(_PACK,),
)
