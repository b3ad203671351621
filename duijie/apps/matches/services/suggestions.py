"""推荐对接: an office recommends a need to an organization, which answers within 48 hours or not at all."""

from contextlib import suppress
from decimal import Decimal

from django.db import IntegrityError, transaction

from duijie.apps.matches.exposing import declared_places
from duijie.apps.matches.models import Match, Suggestion
from duijie.apps.matches.rules import ANSWER_WITHIN, SUGGEST, SUGGESTION, DeclineReason, PartyRole
from duijie.apps.matches.rules.exposure import open_recommendations
from duijie.apps.matches.services.interest import express_interest
from duijie.apps.matches.services.telling import tell_organization, tell_suggester
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance


@transaction.atomic
def suggest(
    *,
    actor: Actor,
    need: Need,
    organization: Organization,
    offer: Offer | None = None,
    quantity: Decimal | None = None,
    note: str = "",
    reasons: list[list[object]] | None = None,
) -> Suggestion:
    """Recommend a need, or a part of it, to an organization; voluntary, and capped by how many it has open.

    Raises:
        RuleBroken: the organization is not in good standing or has enough open recommendations.
        Conflict: this pair is recommended already.
    """
    require(actor, SUGGEST, need)
    refuse_if(text_faults(note=note))
    if actor.id is None:
        raise NotAllowed
    locked = Organization.objects.select_for_update().get(pk=organization.pk)
    if locked.state != "in_good_standing":
        raise RuleBroken(mark("This organization is not in good standing."), field="organization")
    _require_slot(locked)
    try:
        with transaction.atomic():
            suggestion = Suggestion.objects.create(
                need=need,
                organization=locked,
                offer=offer,
                quantity=quantity,
                note=note,
                reasons=reasons or [],
                suggested_by_id=actor.id,
                suggested_by_label=actor.label,
                answer_until=now() + ANSWER_WITHIN,
            )
    except IntegrityError as fault:
        raise Conflict(mark("This need is recommended to the organization already.")) from fault
    entry = record(actor, "matches.suggestion.make", suggestion, details={"need": need.number})
    tell_organization(
        entry,
        suggestion,
        stage=mark("A need is recommended to you"),
        link=f"/organization/suggestions/{suggestion.number}/",
    )
    return suggestion


def _require_slot(organization: Organization) -> None:
    most = open_recommendations(declared_places(organization))
    if Suggestion.objects.filter(organization=organization, state="open").count() >= most:
        raise RuleBroken(
            mark("This organization has %(most)s recommendations to answer already."), field="organization", most=most
        )


@transaction.atomic
def take(*, actor: Actor, suggestion: Suggestion, quantity: Decimal, message: str = "") -> Match:
    """Answer a recommendation with 有意向."""
    fresh = advance(actor, SUGGESTION, suggestion, "take", {"quantity": quantity})
    fresh.match = express_interest(
        actor=actor,
        need=fresh.need,
        quantity=quantity,
        party_role=PartyRole.BOTH,
        offer=fresh.offer,
        message=message,
    )
    fresh.answered_at = now()
    fresh.save()
    record(actor, "matches.suggestion.take", fresh, details={"need": fresh.need.number})
    return fresh.match


@transaction.atomic
def decline(*, actor: Actor, suggestion: Suggestion, decline_reason: str, decline_note: str = "") -> Suggestion:
    """Answer a recommendation with 暂不承接; free, with a reason, seen by the office only."""
    fresh = advance(actor, SUGGESTION, suggestion, "decline", {"decline_reason": decline_reason})
    refuse_if(text_faults(decline_note=decline_note))
    fresh.decline_reason, fresh.decline_note, fresh.answered_at = DeclineReason(decline_reason), decline_note, now()
    fresh.save()
    entry = record(actor, "matches.suggestion.decline", fresh, details={"reason": decline_reason})
    tell_suggester(entry, fresh, stage=mark("An organization does not take a recommended need for now"))
    return fresh


@transaction.atomic
def withdraw(*, actor: Actor, suggestion: Suggestion) -> Suggestion:
    """Take a recommendation back."""
    fresh = advance(actor, SUGGESTION, suggestion, "withdraw", {})
    fresh.save()
    record(actor, "matches.suggestion.withdraw", fresh)
    return fresh


def lapse_overdue() -> int:
    """Close the recommendations that nobody answered in time, each in its own transaction; returns how many."""
    overdue = list(Suggestion.objects.filter(state="open", answer_until__lt=now()))
    for suggestion in overdue:
        with suppress(Conflict):  # answered at the last moment
            _lapse(suggestion)
    return len(overdue)


@transaction.atomic
def _lapse(suggestion: Suggestion) -> None:
    fresh = advance(SYSTEM, SUGGESTION, suggestion, "lapse", {})
    fresh.save()
    entry = record(SYSTEM, "matches.suggestion.lapse", fresh)
    tell_suggester(entry, fresh, stage=mark("A recommendation was not answered in time"))
