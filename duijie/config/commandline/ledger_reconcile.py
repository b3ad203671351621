"""`duijie ledger reconcile`: compare rows and leaves, both ways."""

import argparse

from duijie.config.commandline.commands import Command, Stopped, load_django, reach_database

MOST_SHOWN = 20


def run(given: argparse.Namespace) -> int:
    """Print what does not fit together; 1 when something does not."""
    load_django()
    reach_database()
    from duijie.apps.records.sequencing.reconciling import reconcile
    from duijie.ledger.errors import LedgerError

    count = 0
    try:
        for count, finding in enumerate(reconcile(), start=1):
            if count <= given.show:
                print(finding)
    except LedgerError as error:
        raise Stopped(f"The log itself does not hold together: {error}") from error
    if count > given.show:
        print(f"… and {count - given.show} more")
    print("Rows and leaves fit together." if not count else f"{count} rows or leaves do not fit together.")
    return 1 if count else 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much to print."""
    parser.add_argument("--show", type=int, default=MOST_SHOWN, help="how many findings to print (default %(default)s)")


COMMAND = Command(
    name="reconcile",
    summary="Compare rows and leaves: rows without a leaf, leaves without a row, facts that do not make their root.",
    explanation=(
        "Reads the whole log and verifies it on the way. Leaves that wait in the outbox are none of the findings.\n"
        "Exit status 0 when all fits, 1 otherwise."
    ),
    examples="  duijie ledger reconcile\n  duijie ledger reconcile --show 1000",
    add_arguments=add_arguments,
    run=run,
)
