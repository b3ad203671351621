"""What civil affairs does: the registrar's office checks the standing, a colleague publishes, either gives back."""

from django.db import transaction

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.offers.services.writing import record_act, require_good_standing
from duijie.apps.organizations.services.telling import tell_organization, tell_registrar
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.running import advance


@transaction.atomic
def check_standing(*, actor: Actor, offer: Offer, note: str = "") -> Offer:
    """Confirm that the organization behind the offer stands well; another person then publishes.

    Raises:
        RuleBroken: the organization is not in good standing.
    """
    fresh = advance(actor, OFFER, offer, "check_standing", {})
    require_good_standing(fresh.organization)
    fresh.is_standing_checked, fresh.standing_checked_by_id, fresh.standing_checked_at = True, actor.id, now()
    fresh.save()
    entry = record_act(actor, "check_standing", fresh, {"note": note})
    stage, link = mark("An offer is ready to be published"), f"/office/offers/{fresh.number}/"
    tell_registrar(entry, fresh.organization, stage=stage, link=link, number=fresh.number)
    return fresh


@transaction.atomic
def publish_offer(*, actor: Actor, offer: Offer, note: str = "") -> Offer:
    """Put the offer on the menu.

    Raises:
        RuleBroken: the organization is not in good standing any more.
    """
    fresh = advance(actor, OFFER, offer, "publish", {})
    require_good_standing(fresh.organization)
    fresh.published_at = now()
    fresh.save()
    _tell(record_act(actor, "publish", fresh, {"note": note}), fresh, mark("Your offer is published"))
    return fresh


@transaction.atomic
def return_offer(*, actor: Actor, offer: Offer, reason: str) -> Offer:
    """Give an offer back, saying what to add or mend."""
    fresh = advance(actor, OFFER, offer, "return_for_completion", {"reason": reason})
    fresh.save()
    entry = record_act(actor, "return_for_completion", fresh, {"reason": reason})
    _tell(entry, fresh, mark("Your offer needs to be completed"))
    return fresh


def _tell(entry: AuditEntry, offer: Offer, stage: str) -> None:
    link = f"/organization/offers/{offer.number}/"
    tell_organization(entry, offer.organization, stage=stage, link=link, number=offer.number)
