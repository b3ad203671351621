"""`follow`: keep a copy of somebody else's log, and notice when it is rewritten."""

import argparse
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from duijie.ledger.commands.parts import Command, WronglyAsked
from duijie.ledger.commands.verifying import read_trust
from duijie.ledger.errors import LedgerError
from duijie.ledger.following.carrying import CarriedLog
from duijie.ledger.following.cycle import Followed, follow_once, last_seen
from duijie.ledger.following.fetching import LogAddress
from duijie.ledger.following.files import HasFiles
from duijie.ledger.following.keeping import keep_records
from duijie.ledger.following.problems import Late
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.writing.durable import DurableFolder

_DAY = 86_400


def run(given: argparse.Namespace) -> Iterator[str]:
    """Look once, or again and again; a log that is late or silent ends only the single look."""
    trust = read_trust(Path(given.keys), given.quorum)
    if given.every < 0 or given.late <= 0:
        raise WronglyAsked("--every and --late are seconds, and not below zero.")
    with closing(_open(given.address, trust)) as log, closing(DurableFolder(Path(given.folder))) as files:
        if not given.every:
            yield from _look(files, log, trust, given)
            return
        try:
            yield from _keep_looking(files, log, trust, given)
        except KeyboardInterrupt:
            yield "stopped\n"


def _open(address: str, trust: Trust) -> HasFiles:
    """A log at an address, or in a file that was carried here, where it lies below the name that its key has."""
    if Path(address).is_file():
        return CarriedLog(Path(address), trust.log.name.partition("/")[2])
    try:
        return LogAddress(address)
    except LedgerError as error:
        raise WronglyAsked(str(error)) from error


def _keep_looking(files: DurableFolder, log: HasFiles, trust: Trust, given: argparse.Namespace) -> Iterator[str]:
    """Say what is new; the same trouble is said once."""
    said = ""
    while True:
        try:
            lines = "".join(_look(files, log, trust, given))
        except Late as problem:
            lines = f"{problem}\n"
        if lines != said:
            yield lines
        said = lines
        time.sleep(given.every)


def _look(files: DurableFolder, log: HasFiles, trust: Trust, given: argparse.Namespace) -> Iterator[str]:
    followed = follow_once(files, log, trust)
    yield from _told(followed)
    if kinds := frozenset(given.kinds.replace(",", " ").split()):
        count = keep_records(files, log, followed.opened.checkpoint.size, kinds)
        yield f"right: {count} new records\n"
    seen = last_seen(followed.opened, trust)
    if seen is not None and time.time() - seen > given.late:
        raise Late(
            f"{trust.log.name} is late: its witnesses last said {datetime.fromtimestamp(seen, UTC):%Y-%m-%d %H:%M} UTC "
            "that this is its newest state."
        )


def _told(followed: Followed) -> Iterator[str]:
    checkpoint = followed.opened.checkpoint
    yield f"right: {checkpoint.size} leaves of {checkpoint.origin}, {followed.grown} of them new\n"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="https://log.example/log/620000/2026, or a carried file")
    parser.add_argument("folder", metavar="FOLDER", help="where the copy is kept; made when it is not there")
    parser.add_argument("--keys", required=True, metavar="FILE", help="verifier keys that you trust, the log's first")
    parser.add_argument("--quorum", metavar="K", type=int, help="so many of the witnesses in it; default: all")
    parser.add_argument("--kinds", metavar="KINDS", default="", help="whose records are kept, too; default: none")
    parser.add_argument("--every", metavar="SECONDS", type=float, default=0, help="look again and again; default: once")
    parser.add_argument(
        "--late", metavar="SECONDS", type=float, default=_DAY, help="late after so long; default: %(default)s"
    )


COMMAND = Command(
    name="follow",
    summary="Keep a copy of a log with its records, verify all of it, and notice when its history is rewritten.",
    explanation=(
        "May be ended at any time; the next one goes on from there. Exit status: 0 all fits · 1 a file is not what\n"
        "was signed, or a signature is missing · 2 wrongly asked · 3 the log signed another history than before: both\n"
        "checkpoints lie in FOLDER/evidence, and it is followed no further · 4 it is late, or does not answer.\n"
        "How to set it up: docs/how-to/follow.md."
    ),
    add_arguments=_add_arguments,
    run=run,
)
