"""How much organizations have declared and how much waits for them now, as `rules.exposure` asks for it."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Avg, Count, F, Q

from duijie.apps.matches.models import Match, Suggestion
from duijie.apps.matches.rules.exposure import expected_accepts, is_exposed_enough, places
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import public_offers_of
from duijie.apps.organizations.models import Organization

ENDED = ("taken", "declined", "lapsed")


def declared_places(organization: Organization) -> int:
    """How many needs the organization's open offers have room for, at the usual size of a need in their units."""
    offers = list(public_offers_of(organization))
    return sum(room_by_usual_size(offers).values())


def room_by_usual_size(offers: Iterable[Offer]) -> dict[UUID, int]:
    """How many needs each offer has room for, by its id; a unit in which nobody asks counts needs."""
    found = list(offers)
    needs = Need.objects.filter(state__in=OPEN_STATES, unit__in={each.unit for each in found} - {""})
    sizes = dict(needs.values_list("unit").annotate(size=Avg(F("quantity") - F("quantity_taken")))) if found else {}
    return {each.pk: places(each.left, [Decimal(sizes[each.unit])] if sizes.get(each.unit) else []) for each in found}


def exposed_enough(offers: Iterable[Offer]) -> set[UUID]:
    """The offers for whose answer so much waits that, by the accepts to be expected, their room is filled."""
    found = list(offers)
    waiting: dict[UUID, int] = {}
    for rows in (
        Suggestion.objects.filter(offer__in=found, state="open"),
        Match.objects.filter(offer__in=found, state="interested"),
    ):
        for offer_id, count in rows.values_list("offer_id").annotate(count=Count("id")):
            waiting[offer_id] = waiting.get(offer_id, 0) + count
    if not waiting:
        return set()
    rooms, share = room_by_usual_size(each for each in found if each.pk in waiting), share_of_accepts()
    return {offer_id for offer_id, room in rooms.items() if is_exposed_enough(waiting[offer_id], room, share)}


def share_of_accepts() -> Fraction:
    """What share of recommendations becomes an interest here, by all that have ended; a withdrawn one is no answer."""
    ended = Suggestion.objects.filter(state__in=ENDED)
    counted = ended.aggregate(ended=Count("id"), accepted=Count("id", filter=Q(state="taken")))
    return expected_accepts(counted["ended"], counted["accepted"])
