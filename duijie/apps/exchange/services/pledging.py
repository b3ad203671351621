"""有意向 for a need of another province: said here, and its answer learned from their log.

The message is written in the same transaction as the act; `delivering` takes it across as soon as there is a way;
where no network leads there, it waits in every file that `packing` writes for them until its answer has come.
"""

from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction

from duijie.apps.accounts.selectors import accounts_of_organization
from duijie.apps.exchange.models import FollowedNeed, FollowedRecord, SentPledge
from duijie.apps.exchange.rules.contents import Unreadable
from duijie.apps.exchange.rules.pledges import (
    LEARN,
    OPEN_TO_DECISION,
    SEND,
    DeclineReason,
    Pledge,
    PledgeState,
    moment_text,
    uuid_of,
)
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import organization_of
from duijie.apps.records.rules import quantity_text
from duijie.apps.records.sequencing import logs
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken, mark

LINK = "/organization/pledges/"


@transaction.atomic
def send_pledge(*, actor: Actor, need: FollowedNeed, quantity: Decimal) -> SentPledge:
    """有意向: say that the actor's organization would take a part of a need of another province.

    Raises:
        NotAllowed: the actor does not manage an organization.
        RuleBroken: there is no record here to sign for, the organization is not in good standing, or it is too much.
        Conflict: the need is not open any more, or the organization has pledged already.
    """
    organization = organization_of(actor)
    if organization is None or actor.id is None:
        raise NotAllowed
    fresh = FollowedNeed.objects.select_for_update(of=("self",)).select_related("source").get(pk=need.pk)
    row = SentPledge(
        need=fresh, organization=organization, quantity=quantity, unit=fresh.unit, sent_by_id=actor.id, sent_at=now()
    )
    require(actor, SEND, row)
    _demand(fresh, organization, quantity)
    message = _message(row)
    row.message = message.text
    _save_once(row)
    facts = {
        "pledge": message.id,
        "need": message.need,
        "origin": message.to,
        "quantity": message.quantity,
        "unit": message.unit,
        "organization": message.organization,
    }
    record(actor, SEND, row, details={"need": fresh.number, "to": fresh.source.name}, facts=facts)
    return row


def learn_answer(record_of_origin: FollowedRecord) -> None:
    """The origin has decided: what it says of a pledge of ours becomes its state, and the organization is told.

    Raises:
        Unreadable: the record is no answer to a pledge.
    """
    facts = record_of_origin.facts or {}
    pledge_id, is_accepted, reason = uuid_of(facts.get("pledge")), facts.get("accepted"), facts.get("reason") or ""
    if pledge_id is None or not isinstance(is_accepted, bool) or reason not in {"", *DeclineReason}:
        raise Unreadable("it is no answer to a pledge")
    rows = SentPledge.objects.select_for_update(of=("self",)).select_related("organization", "need")
    row = rows.filter(pk=pledge_id, need__source=record_of_origin.source, state__in=OPEN_TO_DECISION).first()
    if row is None:
        return  # somebody else's, or known already
    row.state = PledgeState.ACCEPTED if is_accepted else PledgeState.DECLINED
    row.reason, row.decided_at, row.status = "" if is_accepted else reason, record_of_origin.hour, ""
    row.save(update_fields=["state", "reason", "decided_at", "status"])
    entry = record(SYSTEM, LEARN, row, details={"need": row.need.number, "state": row.state})
    stage = {
        True: mark("Another province welcomes your pledge; register there to commit to it"),
        False: mark("Another province has declined your pledge with thanks"),
    }
    tell_organization(entry, row, stage=stage[is_accepted])


def tell_organization(entry: AuditEntry, row: SentPledge, *, stage: str) -> None:
    """Tell the organization's people what became of their pledge."""
    seats = accounts_of_organization(row.organization_id).values_list("pk", flat=True)
    recipients = [Recipient(each, Because.ORGANIZATION) for each in seats]
    notify(entry, recipients, stage=stage, params={"number": row.need.number or row.number}, link=LINK)


def _demand(need: FollowedNeed, organization: Organization, quantity: Decimal) -> None:
    if not logs.is_on():
        raise RuleBroken(mark("This platform keeps no record, so it cannot sign for anybody across provinces."))
    if need.erased_at or need.source.ended_at or need.state not in OPEN_STATES:
        raise Conflict(mark("Nothing of this need is open any more; others have taken it, or it was withdrawn."))
    if not organization.is_in_good_standing:
        raise RuleBroken(mark("Your organization's registration has not been confirmed yet, so it cannot take needs."))
    if quantity <= 0:
        raise RuleBroken(mark("Please give a number above zero."), field="quantity")
    if quantity > need.quantity:
        raise RuleBroken(
            mark("The need asks for %(asked)s %(unit)s in all."),
            field="quantity",
            asked=quantity_text(need.quantity),
            unit=need.unit,
        )


def _message(row: SentPledge) -> Pledge:
    """Only what is public about an organization, and the telephone of its office."""
    organization = row.organization
    return Pledge(
        id=str(row.pk),
        sender=logs.origin_of(today().year),
        to=row.need.source.log_name,
        need=row.need.number,
        quantity=quantity_text(row.quantity),
        unit=row.unit,
        organization=organization.number,
        name=organization.name,
        credit_code=organization.credit_code or "",
        registration_level=organization.registration_level,
        province=str(settings.LEDGER_NAME).rpartition("/")[2],
        phone=organization.office_phone,
        moment=moment_text(row.sent_at),
    )


def _save_once(row: SentPledge) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(mark("Your organization has already answered this need.")) from fault
