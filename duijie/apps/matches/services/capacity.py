"""What a commitment takes out of the offer behind it, and when it comes back."""

from decimal import Decimal

from duijie.apps.matches.models import Match
from duijie.apps.offers.services import release_capacity, reserve_capacity

ONE_NEED = Decimal(1)


def reserve(match: Match, quantity: Decimal) -> None:
    """Promise a part of the offer: the quantity where need and offer count in the same unit, else one need.

    Raises:
        Conflict: the offer is not open any more.
        RuleBroken: less of it is left.
    """
    if match.offer is not None:
        match.reserved = quantity if match.offer.unit == match.need.unit else ONE_NEED
        reserve_capacity(offer=match.offer, quantity=match.reserved)


def release(match: Match) -> None:
    """Give back all that was promised; the match is not saved."""
    _give_back(match, match.reserved)


def release_rest(match: Match) -> None:
    """Give back what was promised beyond what arrived, once nothing more will; the match is saved."""
    if match.offer is not None and match.offer.unit == match.need.unit:
        _give_back(match, match.reserved - match.quantity)
        match.save(update_fields=["reserved"])


def _give_back(match: Match, quantity: Decimal) -> None:
    if match.offer is not None and quantity > 0:
        release_capacity(offer=match.offer, quantity=quantity)
        match.reserved -= quantity
