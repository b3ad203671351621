"""A carried file in the hands of an official: judged like what comes by network, and written down who brought it."""

from pathlib import Path

from django.db import transaction

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.sources import KEEP_SOURCE
from duijie.apps.exchange.services.following import follow_packed
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import Conflict, RuleBroken, mark
from duijie.ledger.errors import LogDamaged

MOST_CARRIED = 512 << 20
"""Bytes of one file."""


@transaction.atomic
def take_carried(*, actor: Actor, source: Source, file: Path) -> int:
    """Follow a source from a carried file; returns how many records were new. How it stands then says the source.

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
    record(actor, "exchange.source.carry", source, details={"records": taken, "entries": source.held_size})
    return taken
