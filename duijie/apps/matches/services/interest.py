"""An organization's way to a need: interest within 48 hours, then its own decision."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from duijie.apps.matches.models import Match
from duijie.apps.matches.rules import (
    DECIDE_WITHIN_WORKING_DAYS,
    EXPRESS_INTEREST,
    MATCH,
    DeclineReason,
    PartyRole,
)
from duijie.apps.matches.services.progress import reflect_need, require_left
from duijie.apps.matches.services.telling import tell_need_side
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.progress import lock_need
from duijie.apps.offers.models import Offer
from duijie.apps.offers.services import release_capacity, reserve_capacity
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken, mark
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
        NotAllowed: the need is not open, or the actor speaks for no organization.
        RuleBroken: the organization is not in good standing, or the quantity is more than is open.
        Conflict: the organization has said so already.
    """
    locked = lock_need(need.pk)
    require(actor, EXPRESS_INTEREST, locked)
    organization = Organization.objects.get(pk=_own(actor))
    if organization.state != "in_good_standing":
        raise RuleBroken(mark("Your organization's registration has not been confirmed yet, so it cannot take needs."))
    require_left(locked, quantity)
    match = _new_match(
        actor, locked, organization, quantity=quantity, party_role=party_role, offer=offer, message=message
    )
    entry = record(actor, "matches.match.express_interest", match, details={"need": locked.number})
    reflect_need(locked)
    tell_need_side(entry, match, stage=mark("An organization is interested in a need"))
    return match


def _own(actor: Actor) -> UUID:
    if actor.organization_id is None:
        raise NotAllowed
    return actor.organization_id


def _new_match(
    actor: Actor,
    need: Need,
    organization: Organization,
    *,
    quantity: Decimal,
    party_role: PartyRole,
    offer: Offer | None,
    message: str,
) -> Match:
    if actor.id is None:
        raise Conflict(mark("Please sign in again."))
    decide_until = add_working_days(today(), DECIDE_WITHIN_WORKING_DAYS)
    try:
        with transaction.atomic():
            return Match.objects.create(
                need=need,
                organization=organization,
                offer=offer,
                party_role=party_role,
                quantity=quantity,
                message=message,
                interested_by_id=actor.id,
                interested_on_device=actor.device,
                answer_until=now() + timedelta(days=(decide_until - today()).days),
            )
    except IntegrityError as fault:
        raise Conflict(mark("Your organization has already answered this need.")) from fault


@transaction.atomic
def commit(*, actor: Actor, match: Match, quantity: Decimal, amount_fen: int | None = None) -> Match:
    """确认承接: bind the organization to a part of the need; never more than is still open.

    Raises:
        RuleBroken: others have taken it meanwhile, or the offer has no such capacity.
    """
    need = lock_need(match.need_id)
    fresh = advance(actor, MATCH, match, "commit", {"quantity": quantity})
    require_left(need, quantity)
    if fresh.offer is not None:
        reserve_capacity(offer=fresh.offer, quantity=quantity)
    fresh.quantity, fresh.amount_fen, fresh.stage = quantity, amount_fen, "committed"
    fresh.committed_by_id, fresh.committed_at, fresh.answered_at = actor.id, now(), now()
    fresh.save()
    entry = record(
        actor,
        "matches.match.commit",
        fresh,
        details={"need": need.number, "quantity": str(quantity)},
        facts={"need": need.number, "quantity": str(quantity), "unit": need.unit},
    )
    reflect_need(need)
    tell_need_side(entry, fresh, stage=mark("An organization has committed to a need"))
    return fresh


@transaction.atomic
def decline(*, actor: Actor, match: Match, decline_reason: str, decline_note: str = "") -> Match:
    """暂不承接 after a look: free, with a reason, never public."""
    fresh = advance(actor, MATCH, match, "decline", {"decline_reason": decline_reason})
    fresh.decline_reason, fresh.decline_note = DeclineReason(decline_reason), decline_note
    fresh.stage, fresh.answered_at = "withdrawn", now()
    fresh.save()
    record(actor, "matches.match.decline", fresh, details={"reason": decline_reason})
    reflect_need(fresh.need)
    return fresh


def drop(*, actor: Actor, match: Match, reason: str) -> Match:
    """Let go of a match whose project was cancelled; called inside the cancelling act's transaction."""
    fresh = advance(SYSTEM, MATCH, match, "drop", {})
    if fresh.offer is not None:
        release_capacity(offer=fresh.offer, quantity=fresh.quantity)
    fresh.reason, fresh.stage = reason, "withdrawn"
    fresh.save()
    entry = record(actor, "matches.match.drop", fresh, details={"need": fresh.need.number})
    reflect_need(fresh.need)
    tell_need_side(entry, fresh, stage=mark("An organization has withdrawn from a need"))
    return fresh


@transaction.atomic
def lapse_overdue() -> int:
    """Release the interests whose decision is overdue; returns how many."""
    overdue = Match.objects.filter(state="interested", answer_until__lt=now())
    for match in overdue:
        fresh = advance(SYSTEM, MATCH, match, "lapse", {})
        fresh.stage = "withdrawn"
        fresh.save()
        record(SYSTEM, "matches.match.lapse", fresh)
        reflect_need(fresh.need)
    return len(overdue)
