"""Promise a part of an offer and give it back, under the row's lock: two at once never take more than there is."""

from decimal import Decimal

from django.db import transaction

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.content import reservation_fault
from duijie.apps.offers.rules.vocabulary import PUBLISHED
from duijie.kernel.clock import today
from duijie.kernel.errors import Conflict, mark
from duijie.kernel.lifecycle.running import locked


@transaction.atomic
def reserve_capacity(offer: Offer, quantity: Decimal) -> Offer:
    """Take a quantity (in the offer's unit) out of what is left; part of the act that promises it, which is recorded.

    Raises:
        Conflict: the offer is not on the menu any more.
        RuleBroken: less is left, or the quantity is not above zero.
    """
    fresh = locked(offer)
    ended = fresh.available_to is not None and fresh.available_to < today()
    if fresh.state != PUBLISHED or ended:
        raise Conflict(mark("This offer is not open at present."))
    if fault := reservation_fault(fresh.capacity, fresh.capacity_taken, quantity, fresh.unit):
        raise fault
    fresh.capacity_taken += quantity
    fresh.save(update_fields=["capacity_taken"])
    return fresh


@transaction.atomic
def release_capacity(offer: Offer, quantity: Decimal) -> Offer:
    """Give a promised quantity back, in whatever state the offer is; part of the act that lets go, which is recorded.

    Raises:
        ValueError: more than was promised.
    """
    fresh = locked(offer)
    if not 0 < quantity <= fresh.capacity_taken:
        raise ValueError(f"{offer.number}: {quantity} of {fresh.capacity_taken} promised cannot be given back")
    fresh.capacity_taken -= quantity
    fresh.save(update_fields=["capacity_taken"])
    return fresh
