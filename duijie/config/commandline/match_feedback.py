"""`duijie match feedback`: what became of recommended pairs, as the log that `duijie match train` learns from."""

import argparse
import sys

from duijie.config.commandline.commands import Command, load_django, reach_database


def run(given: argparse.Namespace) -> int:  # noqa: ARG001 - there is nothing to choose
    """Write every recommendation that kept its terms, one JSON object a line, and say how many there were."""
    load_django()
    reach_database()
    from duijie.apps.matches.feedback import shown_pairs
    from duijie.matching.learning.log import write_row

    count = 0
    for count, row in enumerate(shown_pairs(), start=1):  # noqa: B007 - counted for the last line
        print(write_row(row))
    print(f"{count} recommended pairs", file=sys.stderr)
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing."""


COMMAND = Command(
    name="feedback",
    summary="Write what became of recommended pairs, as the log to learn from. Reads this installation's database.",
    explanation=(
        "Each line has the points of every term at that time, how far the pair came and the reason of a refusal; no\n"
        "name and no number. Recommendations made by hand kept no terms and are left out."
    ),
    examples="  duijie match feedback > answers.jsonl\n  duijie match train answers.jsonl --models models",
    add_arguments=add_arguments,
    run=run,
)
