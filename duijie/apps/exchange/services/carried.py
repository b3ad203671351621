"""A carried file in the hands of an official: judged like what comes by network, and written down who brought it.

The pledges in it that are for us go the way of those that another platform hands in at `/exchange/pledges/`.
"""

from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import transaction

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.carried import TOMORROW, TOO_MANY, Brought
from duijie.apps.exchange.rules.pledges import LONGEST, MOST_CARRIED
from duijie.apps.exchange.rules.sources import KEEP_SOURCE
from duijie.apps.exchange.services.following import follow_packed
from duijie.apps.exchange.services.receiving import OF_A_SOURCE, receive
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import Conflict, Refusal, RuleBroken, TooOften, mark
from duijie.ledger.errors import LogDamaged
from duijie.ledger.following.carrying import CarriedLog, message_name

LARGEST = 512 << 20
"""Bytes of one file."""


@transaction.atomic
def take_carried(*, actor: Actor, source: Source, file: Path) -> int:
    """Follow a source from a carried file and take in the pledges for us; returns how many records were new.

    How the source stands then says its state; which pledges were refused, and why, says `brought`.

    Raises:
        NotAllowed: the actor does not keep the source.
        RuleBroken: this is no carried file, or nothing of this source is in it.
        Conflict: the source is not followed any more, or somebody looks at it in this moment.
    """
    require(actor, KEEP_SOURCE, source)
    try:
        taken = follow_packed(source, file)
    except LogDamaged as problem:
        raise RuleBroken(
            mark("This is no file that another province has packed: %(sentence)s"), field="file", sentence=problem
        ) from problem
    if taken is None:
        raise Conflict(mark("It is being read just now, or not followed any more; please try again."), field="file")
    brought = Brought(records=taken)
    _take_pledges(file, brought)
    source.brought = brought.as_json()
    source.save(update_fields=["brought"])
    told = {"records": taken, "entries": source.held_size, "pledges": brought.pledges, "refused": len(brought.refused)}
    record(actor, "exchange.source.carry", source, details=told)
    return taken


def _take_pledges(file: Path, brought: Brought) -> None:
    """Each by itself: one that is refused stops neither the others nor the log."""
    if not settings.LEDGER_NAME:
        return
    ours = message_name(settings.LEDGER_NAME, "-").rpartition("/")[0]
    with closing(CarriedLog(file, "")) as log:
        names = sorted(log.message_names())
        here = [each for each in names if each.rpartition("/")[0] == ours]
        brought.for_others = len(names) - len(here)
        for name in here[:MOST_CARRIED]:
            _take_pledge(log, name, brought)
    if len(here) > MOST_CARRIED:
        brought.refuse(ours, RuleBroken(TOO_MANY, most=MOST_CARRIED))


def _take_pledge(log: CarriedLog, name: str, brought: Brought) -> None:
    number = name.rpartition("/")[2]
    try:
        data = log.message(name, LONGEST)
    except LogDamaged as problem:
        brought.refuse(number, RuleBroken(mark("This is no pledge: %(sentence)s"), sentence=problem))
        return
    try:
        with transaction.atomic():
            receive(data)
    except TooOften:
        brought.refuse(number, RuleBroken(TOMORROW, most=OF_A_SOURCE))
    except Refusal as refusal:
        brought.refuse(number, refusal)
    else:
        brought.pledges += 1
