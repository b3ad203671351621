"""`duijie worker`: do the jobs that pages leave behind, keep our log and follow others, until SIGTERM."""

import argparse

from duijie.config.commandline.commands import Command, load_django, reach_database
from duijie.config.commandline.keys import require_keys

DRAIN_SECONDS = 60.0


def run(given: argparse.Namespace) -> int:
    """Run procrastinate's worker; its heartbeat in the database is what `duijie check` looks at."""
    require_keys()
    load_django()
    reach_database()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from duijie.apps.exchange.running import beside as following
    from duijie.apps.records.sequencing.running import beside as sequencing

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(connector)
    with sequencing(), following(), app.replace_connector(connector.get_worker_connector()) as running:
        running.run_worker(
            name="duijie",
            concurrency=given.concurrency,
            wait=not given.once,
            delete_jobs="successful",
            shutdown_graceful_timeout=DRAIN_SECONDS,
        )
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many at once, and whether to stay."""
    parser.add_argument("--concurrency", type=int, default=1, help="jobs at the same time (default 1)")
    parser.add_argument("--once", action="store_true", help="do what waits now, then leave")


COMMAND = Command(
    name="worker",
    summary="Do the jobs that pages leave behind, until SIGTERM.",
    explanation=(
        f"SIGTERM: begins no new job and gives those in hand {DRAIN_SECONDS:.0f} seconds.\n"
        "A job whose worker was killed is done again by the next one, within about two minutes.\n"
        "Where there is a ledger (DUIJIE_LEDGER), one of the workers moves public acts to it, see duijie ledger.\n"
        "The logs of other provinces that are followed here are looked at each minute, beside the jobs."
    ),
    examples="  duijie worker\n  duijie worker --once",
    add_arguments=add_arguments,
    run=run,
)
