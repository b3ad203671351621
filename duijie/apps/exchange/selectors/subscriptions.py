"""Read subscriptions and what was found for them: everybody those of his own organization or office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from duijie.apps.exchange.models import FollowedNeed, Hit, Subscription
from duijie.apps.exchange.rules.subscriptions import SEE, Kind, Standing
from duijie.apps.exchange.selectors.libraries import followed_needs
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.library import library
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import open_offers
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible

AnyRow = Need | FollowedNeed | Offer


def own_subscriptions(actor: Actor) -> QuerySet[Subscription]:
    """The active subscriptions of the actor's organization or office, newest first (ids sort by time)."""
    rows = Subscription.objects.select_related("organization").filter(state=Standing.ACTIVE.value)
    return visible(actor, SEE, rows).order_by("-id")


def subscription_of(actor: Actor, subscription_id: UUID) -> Subscription | None:
    """The active subscription of this id if it is the actor's."""
    return own_subscriptions(actor).filter(pk=subscription_id).first()


def hits_for(actor: Actor, pair_ids: Iterable[UUID] = ()) -> QuerySet[Hit]:
    """What was found for the actor's subscriptions, and for the pairs that the caller has shown to be his."""
    mine = Q(subscription__in=own_subscriptions(actor)) | Q(pair__in=list(pair_ids))
    return Hit.objects.filter(mine).select_related("subscription", "pair").order_by("-id")


@dataclass(frozen=True, slots=True)
class Found:
    """A hit and the row as everybody may read it now."""

    hit: Hit
    row: AnyRow

    @property
    def at(self) -> datetime:
        """When it was found."""
        return self.hit.found_at


def still_public(hits: Iterable[Hit]) -> list[Found]:
    """The hits whose rows everybody may still read, in their order."""
    given = list(hits)
    needs = [each.row_id for each in given if each.kind == Kind.NEED]
    offers = [each.row_id for each in given if each.kind == Kind.OFFER]
    rows: dict[UUID, AnyRow] = {}
    if needs:
        rows |= library().in_bulk(needs)
        rows |= followed_needs().in_bulk(needs)
    if offers:
        rows |= open_offers().in_bulk(offers)
    return [Found(each, rows[each.row_id]) for each in given if each.row_id in rows]
