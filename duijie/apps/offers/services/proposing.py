"""What an organization does with its own offers."""

from decimal import Decimal

from django.db import transaction

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.content import Content, capacity_fault, plain
from duijie.apps.offers.rules.lifecycle import MAKE, OFFER
from duijie.apps.offers.rules.vocabulary import DRAFT, SUBMITTED
from duijie.apps.offers.services.writing import (
    content_of,
    put_picture,
    record_act,
    require_good_standing,
    write_content,
)
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.services.telling import tell_registrar
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now, today
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.files.models import StoredFile
from duijie.kernel.lifecycle.running import advance


@transaction.atomic
def draft_offer(
    *, actor: Actor, organization: Organization, content: Content, picture: StoredFile | None = None
) -> Offer:
    """Begin an offer; a title is enough.

    Raises:
        NotAllowed: the actor does not work for the organization, or it is not in good standing.
        Faults: something cannot be, or must not be read by others.
    """
    require(actor, MAKE, organization)
    offer = Offer(organization=organization, typed_by_id=actor.id)
    write_content(offer, content, DRAFT)
    put_picture(actor, offer, picture)
    offer.save(force_insert=True)
    record_act(actor, "make", offer)
    return offer


@transaction.atomic
def edit_offer(*, actor: Actor, offer: Offer, content: Content, picture: StoredFile | None = None) -> Offer:
    """Write a draft anew."""
    fresh = advance(actor, OFFER, offer, "edit", {})
    write_content(fresh, content, DRAFT)
    put_picture(actor, fresh, picture)
    fresh.typed_by_id = actor.id
    fresh.save()
    record_act(actor, "edit", fresh)
    return fresh


@transaction.atomic
def submit_offer(*, actor: Actor, offer: Offer) -> Offer:
    """Send a draft for review.

    Raises:
        Faults: something that the menu shows is missing.
    """
    fresh = advance(actor, OFFER, offer, "submit", {})
    write_content(fresh, content_of(fresh), SUBMITTED)
    fresh.submitted_at = now()
    fresh.save()
    _ask_for_review(record_act(actor, "submit", fresh), fresh)
    return fresh


@transaction.atomic
def complete_offer(*, actor: Actor, offer: Offer, content: Content, picture: StoredFile | None = None) -> Offer:
    """Mend a returned offer and send it again; standing is checked anew."""
    fresh = advance(actor, OFFER, offer, "complete", {})
    write_content(fresh, content, SUBMITTED)
    put_picture(actor, fresh, picture)
    fresh.is_standing_checked, fresh.standing_checked_by_id, fresh.standing_checked_at = False, None, None
    fresh.typed_by_id, fresh.submitted_at = actor.id, now()
    fresh.save()
    _ask_for_review(record_act(actor, "complete", fresh), fresh)
    return fresh


@transaction.atomic
def adjust_capacity(*, actor: Actor, offer: Offer, capacity: Decimal) -> Offer:
    """Offer more or less than before, never less than is promised.

    Raises:
        Faults: more is promised already.
    """
    fresh = advance(actor, OFFER, offer, "adjust_capacity", {"capacity": capacity})
    fault = capacity_fault(capacity, fresh.capacity_taken, fresh.unit)
    refuse_if((fault,) if fault else ())
    before, fresh.capacity = fresh.capacity, capacity
    fresh.save()
    details = {"before": plain(before) if before is not None else "", "after": plain(capacity), "unit": fresh.unit}
    record_act(actor, "adjust_capacity", fresh, details)
    return fresh


@transaction.atomic
def pause_offer(*, actor: Actor, offer: Offer) -> Offer:
    """Take the offer off the menu for a time; what is promised goes on."""
    return _move(actor, offer, "pause")


@transaction.atomic
def resume_offer(*, actor: Actor, offer: Offer) -> Offer:
    """Put a paused offer back on the menu.

    Raises:
        RuleBroken: the organization is not in good standing.
    """
    require_good_standing(offer.organization)
    return _move(actor, offer, "resume")


@transaction.atomic
def withdraw_offer(*, actor: Actor, offer: Offer) -> Offer:
    """Take back an offer that was never published."""
    return _move(actor, offer, "withdraw")


@transaction.atomic
def end_offer(*, actor: Actor, offer: Offer) -> Offer:
    """Close an offer for good; what is promised goes on."""
    fresh = advance(actor, OFFER, offer, "end", {})
    fresh.ended_at = now()
    fresh.save()
    record_act(actor, "end", fresh)
    return fresh


def end_expired_offers() -> int:
    """Close the offers whose last day has passed; returns how many."""
    expired = Offer.objects.filter(state__in=OFFER.transition("end").sources, available_to__lt=today())
    for offer in expired:
        end_offer(actor=SYSTEM, offer=offer)
    return len(expired)


def _move(actor: Actor, offer: Offer, event: str) -> Offer:
    fresh = advance(actor, OFFER, offer, event, {})
    fresh.save()
    record_act(actor, event, fresh)
    return fresh


def _ask_for_review(entry: AuditEntry, offer: Offer) -> None:
    tell_registrar(
        entry,
        offer.organization,
        stage=mark("An offer asks to be published"),
        link=f"/office/offers/{offer.number}/",
        number=offer.number,
    )
