"""`duijie export`: the libraries as files, exactly as a stranger may read them through /api/v1."""

import argparse
import csv
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from duijie.config.commandline.commands import Command, Stopped, load_django, reach_database

PAGE = 100
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def run(given: argparse.Namespace) -> int:
    """Read page after page of the interface for programs, so that no second way out of the database exists."""
    load_django()
    reach_database()
    rows = _rows(given.what, {"division": given.division} if given.division else {})
    write = write_table if given.format == "csv" else write_lines
    with _quiet("django.request"):  # a refusal is said once, by us
        count = write(rows, sys.stdout)
    print(f"{count} {given.what}", file=sys.stderr)
    return 0


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _rows(what: str, filters: dict[str, str]) -> Iterator[dict[str, Any]]:
    from django.conf import settings
    from django.test import Client

    stranger = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    after = ""
    while True:
        query = {**filters, "limit": str(PAGE), "after": after}
        answer = stranger.get(f"/api/v1/{what}", query, secure=settings.ENVIRONMENT.https)
        page = answer.json()
        if answer.status_code >= 400:  # noqa: PLR2004
            raise Stopped(f"The interface refuses: {page.get('detail', page)}")
        yield from page["items"]
        after = page["next"]
        if not after:
            return


def write_lines(rows: Iterator[dict[str, Any]], stream: TextIO) -> int:
    """Write one JSON object a line; return how many."""
    return sum(1 for row in rows if stream.write(json.dumps(row, ensure_ascii=False) + "\n"))


def write_table(rows: Iterator[dict[str, Any]], stream: TextIO) -> int:
    """Write a table that spreadsheet programs open with Chinese intact; return how many rows."""
    table = csv.writer(stream)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count == 1:
            stream.write("\ufeff")
            table.writerow(row)
        table.writerow([cell(value) for value in row.values()])
    return count


def cell(value: object) -> str:
    """Return a value as text for a cell; a text that a spreadsheet would take for a formula gets a quote before it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(str(each) for each in value)
    text = str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) and not is_number else text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, of where, in which form."""
    parser.add_argument("what", choices=["needs", "offers"], help="the demand library or the supply menu")
    parser.add_argument("--division", default="", metavar="CODE", help="needs inside this division (12 digits)")
    parser.add_argument("--format", choices=["csv", "jsonl"], default="csv", help="default csv")


COMMAND = Command(
    name="export",
    summary="Write the demand library or the supply menu to a file, as any stranger may read it.",
    explanation="Nothing that is not public can leave this way: it reads what /api/v1 gives to a stranger.",
    examples=(
        "  duijie export needs > needs.csv\n"
        "  duijie export needs --division 621121000000 --format jsonl\n"
        "  duijie export offers > offers.csv"
    ),
    add_arguments=add_arguments,
    run=run,
)
