"""`duijie ledger status`: how far the log has come, who cosigned it, and why it stands still if it does."""

import argparse

from duijie.config.commandline.commands import Command, load_django, reach_database


def run(given: argparse.Namespace) -> int:  # noqa: ARG001 - there is nothing to choose
    """Print the state; 1 when the log stands still or a witness contradicts it."""
    load_django()
    reach_database()
    from duijie.apps.records.anchoring import newest_anchored
    from duijie.apps.records.models import Pending
    from duijie.apps.records.sequencing import logs

    if not logs.is_on():
        print(f"The ledger is switched off (DUIJIE_LEDGER is empty); {Pending.objects.count()} leaves wait for one.")
        return 0
    print(f"{Pending.objects.count():>9} leaves wait in the outbox")
    troubles = 0
    for row in logs.kept():
        print(f"{row.size:>9} leaves in {row.origin}, {row.published_size} of them published")
        print(f"          cosigned by {', '.join(row.cosigned_by) or 'nobody'}")
        for witness in row.witnesses.exclude(failure=""):
            print(f"          since {witness.failing_since:%F %T} {witness.failure}")
        for anchored in newest_anchored(row):
            state = (
                f"not at {anchored.place} since" if anchored.failure else f"{anchored.size} leaves at {anchored.place}"
            )
            print(f"          anchored: {state} {anchored.at:%F %T} {anchored}")
        conflicts = row.conflicts.count()
        if row.halted or conflicts:
            troubles += 1
            print(f"          stands still: {row.halted or 'a witness contradicted it'}")
            print(f"          conflicting checkpoints that are kept: {conflicts}")
    return 1 if troubles else 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing."""


COMMAND = Command(
    name="status",
    summary="Say how far the log has come, which witnesses cosigned it, and why it stands still if it does.",
    explanation="Exit status 1 when it stands still or a witness contradicts it: fit for a monitor.",
    examples="  duijie ledger status",
    add_arguments=add_arguments,
    run=run,
)
