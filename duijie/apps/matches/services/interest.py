"""An organization's way to a need: interest within 48 hours, then its own decision.

Whoever changes a match locks its need first, then the match, then the offer: two at once wait, they never deadlock.
"""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from duijie.apps.matches.models import Match
from duijie.apps.matches.rules import (
    DECIDE_WITHIN_WORKING_DAYS,
    EXPRESS_INTEREST,
    MATCH,
    SOMETHING_IS_OPEN,
    DeclineReason,
    PartyRole,
)
from duijie.apps.matches.services.capacity import release, reserve
from duijie.apps.matches.services.progress import reflect_need, require_left
from duijie.apps.matches.services.telling import tell_need_side
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.services.progress import lock_need
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.apps.records.rules import quantity_text
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance
from duijie.kernel.workdays import add_working_days


@transaction.atomic
def express_interest(
    *,
    actor: Actor,
    need: Need,
    quantity: Decimal,
    party_role: PartyRole = PartyRole.BOTH,
    offer: Offer | None = None,
    message: str = "",
) -> Match:
    """有意向: say that the actor's organization would take a part of the need; nothing is reserved and nothing public.

    Raises:
        NotAllowed: the actor speaks for no organization.
        RuleBroken: the organization is not in good standing, or the quantity is more than is open.
        Conflict: nothing of the need is open any more, or the organization has answered it already.
    """
    match, entry = _interest(actor, need, quantity, party_role=party_role, offer=offer, message=message)
    tell_need_side(entry, match, stage=mark("An organization is interested in a need"))
    return match


@transaction.atomic
def commit(*, actor: Actor, match: Match, quantity: Decimal, amount_fen: int | None = None) -> Match:
    """确认承接: bind the organization to a part of the need; never more than is still open.

    Raises:
        RuleBroken: others have taken it meanwhile, or the offer has no such capacity.
    """
    return _commit(actor, match, quantity, amount_fen, by=actor)


@transaction.atomic
def commit_at_once(*, actor: Actor, need: Need, quantity: Decimal, offer: Offer | None = None) -> Match:
    """Interest and commitment in one act, for an order taken or a small wish claimed; told as one.

    Raises:
        Refusal: as `express_interest` and `commit`.
    """
    match, _ = _interest(actor, need, quantity, party_role=PartyRole.BOTH, offer=offer, message="")
    return _commit(actor, match, quantity, None, by=SYSTEM)


@transaction.atomic
def decline(*, actor: Actor, match: Match, decline_reason: str, decline_note: str = "") -> Match:
    """暂不承接 after a look: free, with a reason, never public."""
    need = lock_need(match.need_id)
    fresh = advance(actor, MATCH, match, "decline", {"decline_reason": decline_reason})
    refuse_if(text_faults(decline_note=decline_note))
    fresh.decline_reason, fresh.decline_note = DeclineReason(decline_reason), decline_note
    fresh.stage, fresh.answered_at = "withdrawn", now()
    fresh.save()
    record(actor, "matches.match.decline", fresh, details={"reason": decline_reason})
    reflect_need(need)
    return fresh


def drop(*, actor: Actor, match: Match, reason: str) -> Match:
    """Let go of a match whose project was cancelled; called inside the cancelling act's transaction."""
    fresh = advance(SYSTEM, MATCH, match, "drop", {})
    release(fresh)
    fresh.reason, fresh.stage = reason, "withdrawn"
    fresh.save()
    record(actor, "matches.match.drop", fresh, details={"need": fresh.need.number})
    reflect_need(fresh.need)
    return fresh


def lapse_overdue() -> int:
    """Release the interests whose decision is overdue, each in its own transaction; returns how many."""
    overdue = list(Match.objects.filter(state="interested", answer_until__lt=now()))
    for match in overdue:
        with suppress(Conflict):  # decided at the last moment
            _lapse(match)
    return len(overdue)


@transaction.atomic
def _lapse(match: Match) -> None:
    need = lock_need(match.need_id)
    fresh = advance(SYSTEM, MATCH, match, "lapse", {})
    fresh.stage = "withdrawn"
    fresh.save()
    record(SYSTEM, "matches.match.lapse", fresh)
    reflect_need(need)


def _interest(
    actor: Actor, need: Need, quantity: Decimal, *, party_role: PartyRole, offer: Offer | None, message: str
) -> tuple[Match, AuditEntry]:
    locked = lock_need(need.pk)
    if actor.id is None or actor.organization_id is None:
        raise NotAllowed
    if not SOMETHING_IS_OPEN.holds(actor, locked):
        raise Conflict(mark("Nothing of this need is open any more; others have taken it, or it was withdrawn."))
    require(actor, EXPRESS_INTEREST, locked)
    organization = Organization.objects.get(pk=actor.organization_id)
    if not organization.is_in_good_standing:
        raise RuleBroken(mark("Your organization's registration has not been confirmed yet, so it cannot take needs."))
    require_left(locked, quantity)
    refuse_if(text_faults(message=message))
    decide_until = add_working_days(today(), DECIDE_WITHIN_WORKING_DAYS)
    match = Match(
        need=locked,
        organization=organization,
        offer=offer,
        party_role=party_role,
        quantity=quantity,
        message=message,
        interested_by_id=actor.id,
        interested_on_device=actor.device,
        answer_until=now() + timedelta(days=(decide_until - today()).days),
    )
    _save_once(match)
    entry = record(actor, "matches.match.express_interest", match, details={"need": locked.number})
    reflect_need(locked)
    return match, entry


def _save_once(match: Match) -> None:
    try:
        with transaction.atomic():
            match.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(mark("Your organization has already answered this need.")) from fault


def _commit(actor: Actor, match: Match, quantity: Decimal, amount_fen: int | None, *, by: Actor) -> Match:
    need = lock_need(match.need_id)
    fresh = advance(by, MATCH, match, "commit", {"quantity": quantity})
    fresh.need = need
    require_left(need, quantity)
    reserve(fresh, quantity)
    fresh.quantity, fresh.amount_fen, fresh.stage = quantity, amount_fen, "committed"
    fresh.committed_by_id, fresh.committed_at, fresh.answered_at = actor.id, now(), now()
    fresh.save()
    entry = record(
        actor,
        "matches.match.commit",
        fresh,
        details={"need": need.number, "quantity": str(quantity)},
        facts={"need": need.number, "quantity": quantity_text(quantity), "unit": need.unit},
    )
    reflect_need(need)
    tell_need_side(entry, fresh, stage=mark("An organization has committed to a need"))
    return fresh
