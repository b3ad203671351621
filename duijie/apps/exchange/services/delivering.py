"""Take pledges across the network, until the other side has them.

The other side knows each message by its id, so that sending it twice is the same as once; a network that is cut for
days loses nothing.
"""

import json
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from duijie.apps.exchange.calling import Answer, post
from duijie.apps.exchange.models import SentPledge
from duijie.apps.exchange.rules.pledges import GIVEN_UP_AFTER, LEARN, PledgeState, pause_after
from duijie.apps.exchange.services.pledging import tell_organization
from duijie.apps.records.sequencing import logs
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import mark

AT_ONCE: Final = 20
PATH: Final = "exchange/pledges/"
NOT_ANSWERED = mark("The other platform does not answer; it is tried again by itself.")
NOT_TAKEN_YET = mark("The other platform does not take it yet; it is tried again by itself.")
REFUSED = mark("The other platform refused it: the need has changed there, or takes no more.")
TOO_LATE = mark("It could not be delivered within four weeks.")
NOT_ANSWERED_BY_FILE = mark("It was to go with a carried file; within four weeks no file has brought an answer.")
_FOR_GOOD = frozenset(
    {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.GONE}
)


def deliver_due() -> int:
    """Take across what waits for it now, oldest first; returns how many were answered for good.

    A source that fails once in a run gets nothing more in it.
    """
    give_up_overdue()
    due = SentPledge.objects.filter(state=PledgeState.WAITING, retry_at__lte=now(), need__source__ended_at=None)
    rows = due.exclude(need__source__log_address="").select_related("need__source").order_by("sent_at")[:AT_ONCE]
    failed: set[UUID] = set()
    answered = 0
    for row in rows:
        if row.need.source_id in failed or not _claim(row):
            continue
        if _deliver(row):
            answered += 1
        else:
            failed.add(row.need.source_id)
    return answered


def give_up_overdue() -> int:
    """Tell organizations of what could not be delivered in four weeks; returns how many."""
    overdue = SentPledge.objects.filter(state=PledgeState.WAITING, sent_at__lt=now() - GIVEN_UP_AFTER)
    reached = overdue.values_list("pk", "need__source__log_address")
    return sum(_give_up(pledge_id, TOO_LATE if address else NOT_ANSWERED_BY_FILE) for pledge_id, address in reached)


def signed(row: SentPledge) -> bytes:
    """The message with the signature of the log that it names.

    Raises:
        LedgerError: its key is missing.
    """
    sender: str = json.loads(row.message)["sender"]
    return str(logs.signer(sender).sign(row.message)).encode()


def _claim(row: SentPledge) -> bool:
    """Whether this try is ours; the next one is planned before it begins, so that none is made twice at once."""
    claimed = SentPledge.objects.filter(pk=row.pk, state=PledgeState.WAITING, tries=row.tries)
    return bool(claimed.update(tries=F("tries") + 1, retry_at=now() + pause_after(row.tries + 1)))


def _deliver(row: SentPledge) -> bool:
    """Send one across now; returns whether the other side has answered for good."""
    address = f"{row.need.source.site_address}{PATH}"
    answer = post(address, signed(row), {"content-type": "text/plain; charset=utf-8"}, to_private=True)
    waiting = SentPledge.objects.filter(pk=row.pk, state=PledgeState.WAITING)
    if answer.is_taken:
        waiting.update(state=PledgeState.DELIVERED, status="")
    elif answer.number in _FOR_GOOD:
        _give_up(row.pk, REFUSED)
    else:
        waiting.update(status=_trouble(answer))
        return False
    return True


def _trouble(answer: Answer) -> str:
    return NOT_ANSWERED if answer.number is None else NOT_TAKEN_YET


@transaction.atomic
def _give_up(pledge_id: UUID, status: str) -> bool:
    rows = SentPledge.objects.select_for_update(of=("self",)).select_related("organization", "need")
    row = rows.filter(pk=pledge_id, state=PledgeState.WAITING).first()
    if row is None:
        return False
    row.state, row.status = PledgeState.UNDELIVERED, status
    row.save(update_fields=["state", "status"])
    entry = record(SYSTEM, LEARN, row, details={"need": row.need.number, "state": row.state})
    tell_organization(entry, row, stage=mark("Your pledge could not be delivered to another province"))
    return True
