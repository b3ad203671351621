"""The input of a round, frozen: open needs with what is left, offers with their room, pairs after the hard filters."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, QuerySet

from duijie.apps.matches.catalogue import Catalogue
from duijie.apps.matches.models import Match, Round, Suggestion
from duijie.apps.matches.rounds.candidates import Candidates, Market, candidates_of
from duijie.apps.matches.rules import exposure
from duijie.apps.matches.valuing import RULE, Valuing, valuing_in_use
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.needs.selectors.needs import as_terms
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import open_offers
from duijie.apps.regions.rules import county_path_of, paths_above

REPORTED_EVERY = 200
ANSWERED = ("interested", "committed", "declined")
"""Matches after which a pair is not recommended again; one whose project was cancelled may be."""
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A need in a round: into how many equal parts it goes, and the size of one, in its own unit."""

    need: Need
    place: str
    count: int
    size: Decimal


@dataclass(frozen=True, slots=True)
class Room:
    """An offer in a round: how many parts of needs it has room for, after open recommendations."""

    offer: Offer
    capacity: int


@dataclass(slots=True)
class Frozen:
    """All that a round is computed on; `pairs` are (place of the need, place of the offer, utility), by need."""

    on: date
    valuing: Valuing = RULE
    parts: list[Part] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    pairs: list[tuple[int, int, int]] = field(default_factory=list)
    candidates: dict[UUID, Candidates] = field(default_factory=dict)


def open_needs(division_path: str) -> QuerySet[Need]:
    """The needs of a division of which something is open, in the order of their making."""
    rows = Need.objects.filter(division_path__startswith=division_path, state__in=OPEN_STATES)
    return rows.filter(quantity_taken__lt=F("quantity")).order_by("id")


def place_of(need_path: str, round_path: str) -> str:
    """Between which places a round is fair: the counties of its division, in a county its townships."""
    if county_path_of(round_path) != round_path:
        return county_path_of(need_path) or need_path
    above = paths_above(need_path)
    return above[min(len(paths_above(round_path)), len(above) - 1)]


def gather(row: Round, catalogue: Catalogue, on: date, report: Report) -> Frozen:
    """Freeze the input; call with the catalogue locked and fresh. `report(done, to do)` tells how far it has come."""
    needs = list(open_needs(row.division_path))
    offers = {str(each.pk): each for each in open_offers()}
    closed = {each.id for each in catalogue.offers if each.id not in offers}
    market = Market(catalogue.offers, closed, valuing_in_use())
    barred = _barred(row.division_path)
    found: dict[UUID, Candidates] = {}
    for position, need in enumerate(needs):
        if position % REPORTED_EVERY == 0:
            report(position, len(needs))
        found[need.pk] = candidates_of(as_terms(need), market, barred[need.pk], on)
    report(len(needs), len(needs))
    frozen = Frozen(on, market.valuing, candidates=found)
    _fill(frozen, row, needs, offers)
    return frozen


def _barred(division_path: str) -> dict[UUID, set[str]]:
    """The organizations that have answered each need or have it before them; 暂不承接 removes the pair for good."""
    barred: dict[UUID, set[str]] = defaultdict(set)
    asked = Suggestion.objects.filter(need__division_path__startswith=division_path, state__in=("open", "declined"))
    taken = Match.objects.filter(need__division_path__startswith=division_path, state__in=ANSWERED)
    for rows in (asked, taken):
        for need_id, organization_id in rows.values_list("need_id", "organization_id"):
            barred[need_id].add(str(organization_id))
    return barred


def _fill(frozen: Frozen, row: Round, needs: Iterable[Need], offers: dict[str, Offer]) -> None:
    found = frozen.candidates
    for need in needs:
        fitting = [offers[offer_id] for offer_id, _ in found[need.pk].best]
        left = left_to_take(need.quantity, need.quantity_taken)
        same = [each.left for each in fitting if each.unit == need.unit]
        count = exposure.packages(left, max(same, default=Decimal(0)))
        size = exposure.package_size(left, count)
        frozen.parts.append(Part(need, place_of(need.division_path, row.division_path), count, size))
    used = sorted({offer_id for each in found.values() for offer_id, _ in each.best})
    places = {offer_id: place for place, offer_id in enumerate(used)}
    frozen.pairs = [
        (place, places[offer_id], utility)
        for place, part in enumerate(frozen.parts)
        for offer_id, utility in found[part.need.pk].best
    ]
    frozen.rooms = _rooms([offers[each] for each in used], frozen)


def _rooms(offers: list[Offer], frozen: Frozen) -> list[Room]:
    """The room of each offer, shared out so that no organization is asked more than it may have open."""
    asking: dict[int, list[Part]] = defaultdict(list)
    for need, offer, _ in frozen.pairs:
        asking[offer].append(frozen.parts[need])
    rooms = [room_of(offer, asking[place]) for place, offer in enumerate(offers)]
    of_organization: dict[UUID, list[int]] = defaultdict(list)
    for place, row in enumerate(offers):
        of_organization[row.organization_id].append(place)
    open_now = _open_recommendations(of_organization)
    given = [0] * len(offers)
    for organization_id, own in of_organization.items():
        slots = exposure.open_recommendations(sum(rooms[each] for each in own)) - open_now.get(organization_id, 0)
        for place, slot in zip(own, exposure.shared_slots(slots, [rooms[each] for each in own]), strict=True):
            given[place] = slot
    return [Room(offer, given[place]) for place, offer in enumerate(offers)]


def room_of(offer: Offer, parts: Iterable[Part]) -> int:
    """How many of these parts an offer has room for by count; what they cost is up to the round."""
    same = [each.size for each in parts if each.need.unit == offer.unit]
    return exposure.places(offer.left, same or [Decimal(1)])


def cost_of(part: Part) -> Decimal:
    """What one part of a need for funds asks for, in fen; 0 where it asks for something else."""
    need = part.need
    if need.form != "funds" or need.total_fen is None:
        return Decimal(0)
    return Decimal(max(need.total_fen - need.secured_fen, 0)) / part.count


def _open_recommendations(organizations: Iterable[UUID]) -> dict[UUID, int]:
    rows = Suggestion.objects.filter(organization__in=list(organizations), state="open").values("organization_id")
    return dict(rows.annotate(count=Count("id")).values_list("organization_id", "count"))
