"""`duijie import`: the divisions and county lists that the platform ships."""

import argparse

from duijie.config.commandline.commands import Command, load_django, reach_database


def run(given: argparse.Namespace) -> int:
    """Load them as they are shipped; what officials have entered stays, and a second run changes nothing."""
    load_django()
    reach_database()
    from duijie.apps.regions.loading import load_county_lists, load_divisions, load_reporting_units

    divisions = load_divisions(within=given.within)
    print(f"divisions: {divisions.read} read, {divisions.written} written, {divisions.retired} retired")
    for name, report in load_county_lists().items():
        print(f"{name}: {report.loaded} loaded, {report.kept} kept, {len(report.unknown)} unknown")
    print(f"reporting units: {load_reporting_units()}")
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, and for which part of the country."""
    parser.add_argument("what", choices=["regions"], help="divisions, county lists and reporting units")
    parser.add_argument("--within", default="/", metavar="PATH", help="only below this division, e.g. /62/ for Gansu")


COMMAND = Command(
    name="import",
    summary="Load the country's divisions and the county lists that the platform ships.",
    explanation="Run it once after the first `duijie migrate`, and again when a new version brings new divisions.",
    examples="  duijie import regions\n  duijie import regions --within /62/",
    add_arguments=add_arguments,
    run=run,
)
