"""The file that is carried to another platform: our log with its records, and the pledges that wait for its answer.

The notice, 八: sharing between places; provinces are often not connected, and an office has no command line.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from duijie.apps.exchange.models import SentPledge, Source
from duijie.apps.exchange.rules.pledges import MOST_CARRIED
from duijie.apps.exchange.rules.sources import KEEP_SOURCE
from duijie.apps.exchange.selectors.pledges import unanswered_pledges
from duijie.apps.exchange.services.delivering import signed
from duijie.apps.records.carrying import add_log
from duijie.apps.records.sequencing import logs
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, RuleBroken, mark
from duijie.kernel.lifecycle.running import locked
from duijie.ledger.errors import LedgerError
from duijie.ledger.following.carrying import message_name


class Packed(NamedTuple):
    """What a file holds: the size of the log of the last year in it, and how many pledges."""

    year: int
    size: int
    pledges: int


def write_packed(file: Path, years: Sequence[int], first: int, pledges: Sequence[SentPledge]) -> Packed:
    """Write the logs of these years, the earliest from leaf `first` on, and the signed messages of these pledges.

    Raises:
        LedgerError: there is no such log, it has fewer leaves, its files cannot be read, or a key is missing.
    """
    size = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as carried:
        for year in sorted(years):
            size = add_log(carried, year, first if year == min(years) else 0)
        for each in pledges:
            carried.writestr(message_name(each.need.source.log_name, str(each.pk)), signed(each))
    return Packed(max(years), size, len(pledges))


@transaction.atomic
def give_file(*, actor: Actor, source: Source, year: int, first: int, file: Path) -> Packed:
    """Write the file for one partner who has the first leaves of our log of a year, and write down that it went out.

    It holds the pledges to this partner and to nobody else.

    Raises:
        NotAllowed: the actor does not keep the source.
        Conflict: the source is not followed any more, or there is no record here to carry.
        RuleBroken: our log of that year has fewer leaves, or the file cannot be written.
    """
    require(actor, KEEP_SOURCE, source)
    sizes = sizes_kept()
    if year not in sizes:
        raise Conflict(mark("There is no record of %(year)s here that could be carried."), field="year", year=year)
    if first > sizes[year]:
        raise RuleBroken(mark("Our record of that year has %(size)s entries only."), field="since", size=sizes[year])
    try:
        waiting = list(unanswered_pledges(source)[:MOST_CARRIED])
        packed = write_packed(file, [each for each in sizes if each >= year], first, waiting)
    except LedgerError as problem:
        raise RuleBroken(mark("The file cannot be written: %(sentence)s"), sentence=problem) from problem
    fresh = locked(source)
    if fresh.ended_at:
        raise Conflict(mark("It is not followed any more."))
    fresh.given_year, fresh.given_size, fresh.given_bytes = packed.year, packed.size, file.stat().st_size
    fresh.given_at = now()
    fresh.save(update_fields=["given_year", "given_size", "given_bytes", "given_at"])
    details = {"from": first, "to": packed.size, "year": packed.year, "pledges": packed.pledges}
    record(actor, "exchange.source.give", fresh, details=details)
    return packed


def sizes_kept() -> dict[int, int]:
    """How many leaves of our log are published, by year, oldest first."""
    return {logs.year_of(each.origin): each.published_size for each in logs.kept() if each.published_size}
