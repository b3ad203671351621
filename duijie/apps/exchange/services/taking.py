"""From verified records to rows: what a source has published becomes needs and offers in our libraries.

A kind of record that nobody here asks for is kept all the same: the figures of the ministry count from it.
"""

from collections.abc import Callable, Iterable

from django.db import transaction

from duijie.apps.exchange.models import FollowedRecord, Source
from duijie.apps.exchange.rules.contents import ERASE, NEED, OFFER, Unreadable
from duijie.apps.exchange.rules.pledges import DECIDE
from duijie.apps.exchange.services.contents import change_need, change_offer, erase, publish_need, publish_offer
from duijie.apps.exchange.services.pledging import learn_answer
from duijie.apps.exchange.subscription_tasks import note_followed
from duijie.ledger.following.records import ShownRecord

Taker = Callable[[FollowedRecord], None]
TAKERS: dict[str, Taker] = {
    f"{NEED}publish": publish_need,
    **{f"{NEED}{event}": change_need for event in ("close", "expire", "extend", "reflect", "revise", "verify")},
    f"{NEED}withdraw": change_need,
    f"{OFFER}publish": publish_offer,
    **{f"{OFFER}{event}": change_offer for event in ("adjust_capacity", "end", "pause", "resume")},
    ERASE: erase,
    DECIDE: learn_answer,
}
"""What follows from a record, by its kind; each reads all that it needs before it writes."""


@transaction.atomic
def take(source: Source, origin: str, records: Iterable[ShownRecord]) -> int:
    """Keep verified records and what follows from them; those that are held already change nothing.

    Returns how many were new.
    """
    shown = list(records)
    held = set(
        FollowedRecord.objects.filter(
            source=source, origin=origin, index__in=[each.index for each in shown]
        ).values_list("index", flat=True)
    )
    rows = [_row(source, origin, each) for each in shown if each.index not in held]
    FollowedRecord.objects.bulk_create(rows)
    for row in rows:
        _follow_from(row)
    note_followed(rows)
    return len(rows)


def _row(source: Source, origin: str, record: ShownRecord) -> FollowedRecord:
    return FollowedRecord(
        source=source,
        origin=origin,
        index=record.index,
        kind=record.kind,
        hour=record.hour,
        division=record.division,
        subject=record.subject,
        role=record.role,
        facts=record.facts,
    )


def _follow_from(row: FollowedRecord) -> None:
    """Do what follows; what cannot be read is told in the record, and stops nothing."""
    taker = TAKERS.get(row.kind)
    if taker is None or (row.facts is None and row.kind != ERASE):
        return
    try:
        taker(row)
    except Unreadable as problem:
        row.problem = str(problem)
        row.save(update_fields=["problem"])
