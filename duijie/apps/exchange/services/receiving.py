"""有意向 that comes from another province: checked, kept once, shown to the office of the need, decided on the log.

Accepting binds nobody and holds nothing, as 有意向 of an organization here holds nothing: the need stays open until
somebody commits. To commit the organization registers here; the office invites it (docs/decisions/0011).
"""

from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from duijie.apps.accounts.selectors import accounts_for
from duijie.apps.exchange.models import ReceivedPledge, Source
from duijie.apps.exchange.rules.pledges import (
    DECIDE,
    KIND,
    DeclineReason,
    Pledge,
    PledgeState,
    log_of,
    open_pledge,
)
from duijie.apps.exchange.rules.sources import SourceState, log_keys
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.apps.needs.rules.steps import path_at
from duijie.apps.needs.selectors.library import library
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.apps.records.rules import quantity_text
from duijie.kernel.access.actors import SYSTEM, Actor, Role
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, RuleBroken, mark
from duijie.kernel.lifecycle.running import locked
from duijie.kernel.limits.services import count_try
from duijie.ledger.formats.keys import VerifierKey

RECEIVE: Final = f"{KIND}.receive"
OF_A_SOURCE: Final = 200
"""Pledges that one source may send within a day."""


def receive(data: bytes) -> ReceivedPledge:
    """Take a signed message in; the same one again gives the same row.

    Raises:
        NotAllowed: it comes from a stranger, or is not signed by its sender.
        RuleBroken: it is no pledge, not for us, too old, or does not fit the need as it stands.
        Conflict: another pledge has come with this id, or the need is not open any more.
        TooOften: its source has sent too many today.
    """
    followed = {each.log_name: each for each in Source.objects.filter(ended_at=None)}
    pledge = open_pledge(data, here=settings.LEDGER_NAME, key_of=lambda sender: _key(followed, sender), at=now())
    source = followed[log_of(pledge.sender)]
    if (held := _held(pledge, source)) is not None:
        return held
    count_try(RECEIVE, [str(source.pk)], tries=OF_A_SOURCE, window=timedelta(days=1))
    return _keep(pledge, source, data.decode())


@transaction.atomic
def decide_pledge(*, actor: Actor, pledge: ReceivedPledge, is_accepted: bool, reason: str = "") -> ReceivedPledge:
    """Answer: welcome, or declined with a reason from the list. The answer goes on the log, and so back to them.

    Raises:
        NotAllowed: the need lies elsewhere, or the actor is not its county's or province's office.
        RuleBroken: it is declined without a reason.
        Conflict: it has been decided meanwhile.
    """
    fresh = locked(pledge)
    require(actor, DECIDE, fresh)
    if fresh.state != PledgeState.WAITING:
        raise Conflict(mark("This has moved on meanwhile; please look at its present state."))
    if not is_accepted and reason not in set(DeclineReason):
        raise RuleBroken(mark("Please fill this in."), field="reason")
    fresh.state = PledgeState.ACCEPTED if is_accepted else PledgeState.DECLINED
    fresh.reason, fresh.decided_at, fresh.decided_by_label = "" if is_accepted else reason, now(), actor.label
    fresh.save(update_fields=["state", "reason", "decided_at", "decided_by_label"])
    facts = {
        "pledge": str(fresh.pk),
        "need": fresh.need.number,
        "accepted": is_accepted,
        "reason": fresh.reason,
        "quantity": quantity_text(fresh.quantity),
        "unit": fresh.unit,
    }
    record(actor, DECIDE, fresh, details={"need": fresh.need.number, "state": fresh.state}, facts=facts)
    return fresh


def _key(followed: dict[str, Source], sender: str) -> VerifierKey | None:
    """The key of a log of a year; none of a stranger's, nor of one that contradicts itself."""
    source = followed.get(log_of(sender))
    if source is None or source.state == SourceState.CONTRADICTS:
        return None
    return next((key for key in log_keys(source.keys).values() if key.name == sender), None)


def _held(pledge: Pledge, source: Source) -> ReceivedPledge | None:
    held = ReceivedPledge.objects.filter(pk=UUID(pledge.id)).first()
    if held is not None and (held.source_id != source.pk or not held.note.startswith(pledge.text)):
        raise Conflict(mark("Another pledge has come with this id before."))
    return held


@transaction.atomic
def _keep(pledge: Pledge, source: Source, note: str) -> ReceivedPledge:
    need = _need_of(pledge)
    row, is_new = ReceivedPledge.objects.get_or_create(
        pk=UUID(pledge.id),
        defaults={
            "source": source,
            "need": need,
            "quantity": Decimal(pledge.quantity),
            "unit": pledge.unit,
            "organization_name": pledge.name,
            "organization_number": pledge.organization,
            "credit_code": pledge.credit_code,
            "registration_level": pledge.registration_level,
            "phone": pledge.phone,
            "note": note,
            "sent_at": pledge.sent_at,
        },
    )
    if is_new:
        _tell(record(SYSTEM, RECEIVE, row, details={"need": need.number, "from": source.name}), row)
    return row


def _need_of(pledge: Pledge) -> Need:
    need = library().filter(number=pledge.need).first()
    if need is None:
        raise RuleBroken(mark("There is no need %(number)s in the library here."), number=pledge.need)
    if need.state not in OPEN_STATES:
        raise Conflict(mark("Nothing of this need is open any more; others have taken it, or it was withdrawn."))
    if pledge.unit != need.unit or Decimal(pledge.quantity) > need.quantity:
        raise RuleBroken(
            mark("The need asks for %(asked)s %(unit)s in all."), asked=quantity_text(need.quantity), unit=need.unit
        )
    return need


def _tell(entry: AuditEntry, row: ReceivedPledge) -> None:
    seats = [
        *accounts_for(Role.COUNTY_OFFICE, path_at(row.need.division_path, "county")),
        *accounts_for(Role.PROVINCE_OFFICE, path_at(row.need.division_path, "province")),
    ]
    recipients = [Recipient(each.pk, Because.PLACE) for each in seats]
    stage = mark("An organization of another province would take on a need")
    notify(entry, recipients, stage=stage, params={"number": row.need.number}, link=f"/office/pledges/{row.number}/")
