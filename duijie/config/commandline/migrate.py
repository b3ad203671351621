"""`duijie migrate`: bring the tables and the static files to this version."""

import argparse

from duijie.config.commandline.commands import OWNER, Command, load_django, reach_database


def run(given: argparse.Namespace) -> int:
    """Migrate as the owner of the tables; with --plan only say what would be done."""
    load_django(OWNER)
    reach_database()
    from django.core.management import call_command

    call_command("migrate", interactive=False, plan=given.plan, verbosity=1 if given.plan else 0)
    if not given.plan:
        call_command("collectstatic", interactive=False, verbosity=0)
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One switch."""
    parser.add_argument("--plan", action="store_true", help="only say which migrations would run")


COMMAND = Command(
    name="migrate",
    summary="Bring the tables and the static files to this version.",
    explanation="Run it once after every update, before web and worker start. Running it again changes nothing.",
    examples="  duijie migrate --plan\n  duijie migrate",
    add_arguments=add_arguments,
    run=run,
)
