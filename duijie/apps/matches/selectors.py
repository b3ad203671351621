"""Read matches, suggestions and orders, and ask the engine: always limited to what the actor may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from duijie.apps.matches.catalogue import CATALOGUE, offer_terms
from duijie.apps.matches.exposing import exposed_enough
from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.pricing import Worth, pricing_of
from duijie.apps.matches.rules import SEE_MATCH, SEE_ORDER, SEE_SUGGESTION
from duijie.apps.matches.valuing import Valuing, valuing_in_use
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.needs import as_terms as need_terms
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.clock import today
from duijie.matching.explaining import Prices, WhyNot, why_not_offer
from duijie.matching.reasons import Reason
from duijie.matching.suggesting import Ranked, best_first, candidate, with_words
from duijie.matching.terms import NeedTerms, OfferTerms

LIST_LENGTH = 5
LOOKED_AT = 200
"""How many offers, the best by score, are valued by price."""
EXPOSURE_LOOKED_AT = 3
"""How many times the length of a list is looked at, for what falls out of it."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A need and an offer that fit, with the score (0 … 1 000 000) and the reasons that add up to it.

    `utility` is the score, or by a learned `model` the chance of success in millionths. After a round, lists go by
    `value`: the utility less the price of the offer's place, with a bonus for newcomers.
    """

    need: Need
    offer: Offer
    score: int
    reasons: tuple[Reason, ...]
    worth: Worth
    model: int = 0

    @property
    def price(self) -> int:
        """What the offer's place is worth to others."""
        return self.worth.price

    @property
    def bonus(self) -> int:
        """What is added for newcomers and places left behind."""
        return self.worth.bonus

    @property
    def value(self) -> int:
        """What the list is ordered by."""
        return self.worth.value


def offers_for(need: Need, *, limit: int = LIST_LENGTH) -> list[Fit]:
    """The published offers that fit a need best, best first; after a round by its prices, and none that is too busy."""
    terms, valuing = need_terms(need), valuing_in_use()
    with CATALOGUE.lock:
        CATALOGUE.refresh()
        ranked = best_first(terms, CATALOGUE.offers, limit=LOOKED_AT, today=today())
        chosen = _chosen(need, ranked, valuing, limit)
        told = {each.id: _told(terms, CATALOGUE.offers[each.id], each.relevance) for each, _ in chosen}
    rows = Offer.objects.filter(state="published").select_related("organization").in_bulk([UUID(each) for each in told])
    return [
        Fit(need, rows[UUID(each.id)], each.score, told[each.id], worth, valuing.version)
        for each, worth in chosen
        if UUID(each.id) in rows
    ]


def _told(need: NeedTerms, offer: OfferTerms, relevance: float) -> tuple[Reason, ...]:
    found = candidate(offer.id, need, offer, relevance, today())
    return with_words(found, CATALOGUE.offers.corpus)


def _chosen(need: Need, ranked: list[Ranked], valuing: Valuing, limit: int) -> list[tuple[Ranked, Worth]]:
    """The best offers, without those whose room the answers to be expected will fill.

    What is of the same kind comes first, then what shares words: a price compares those, and says nothing about offers
    of something else.
    """
    owners = {UUID(each.id): UUID(CATALOGUE.offers[each.id].organization_id) for each in ranked}
    pricing = pricing_of([need.division_path], owners, valuing.version)
    valued = []
    for each, utility in zip(ranked, valuing.utilities(ranked), strict=True):
        worth = pricing.of(need.division_path, UUID(each.id), owners[UUID(each.id)]) if pricing else Worth()
        valued.append((each, worth._replace(utility=utility)))
    valued.sort(key=lambda pair: _order(pair[0], pair[1], pair[0].id, is_priced=pricing is not None))
    if pricing is None:
        return valued[:limit]
    near = [UUID(each.id) for each, _ in valued[: EXPOSURE_LOOKED_AT * limit]]
    busy = exposed_enough(Offer.objects.filter(pk__in=near))
    return [(each, worth) for each, worth in valued if UUID(each.id) not in busy][:limit]


def _order(ranked: Ranked, worth: Worth, key: str, *, is_priced: bool) -> tuple[int, int, str]:
    return -(ranked.nearness if is_priced else ranked.is_close), -worth.value, key


def needs_for(organization: Organization, *, limit: int = LIST_LENGTH) -> list[Fit]:
    """The open needs that fit an organization's published offers best; each need once, with its best offer."""
    published = Offer.objects.filter(organization=organization, state="published").select_related("organization")
    offers = {str(each.pk): each for each in published}
    answered = {str(each) for each in _answered_needs(organization)}
    wanted, valuing = (limit + len(answered)) * EXPOSURE_LOOKED_AT, valuing_in_use()
    with CATALOGUE.lock:
        CATALOGUE.refresh()
        terms = {each.id: each for each in offer_terms(offers.values())}
        found = [
            (each, offer.id)
            for offer in terms.values()
            for each in best_first(offer, CATALOGUE.needs, limit=wanted, today=today())
            if each.id not in answered
        ]
        # A need that was seen inside a transaction which then failed never came to be, and has no row.
        rows = Need.objects.in_bulk({UUID(each.id) for each, _ in found})
        known = [pair for pair in found if UUID(pair[0].id) in rows]
        chosen = _best_of_each(known, rows, offers, valuing)[:limit]
        told = [_told(CATALOGUE.needs[each.id], terms[offer_id], each.relevance) for each, offer_id, _ in chosen]
    return [
        Fit(rows[UUID(each.id)], offers[offer_id], each.score, reasons, worth, valuing.version)
        for (each, offer_id, worth), reasons in zip(chosen, told, strict=True)
    ]


def _best_of_each(
    found: list[tuple[Ranked, str]], rows: Mapping[UUID, Need], offers: Mapping[str, Offer], valuing: Valuing
) -> list[tuple[Ranked, str, Worth]]:
    """Each need once, with the offer that is worth most to it by the last rounds of its place, best first."""
    owners = {each.pk: each.organization_id for each in offers.values()}
    paths = {rows[UUID(each.id)].county_path or rows[UUID(each.id)].division_path for each, _ in found}
    pricing = pricing_of(paths, owners, valuing.version) if found else None
    utilities, valued = valuing.utilities([each for each, _ in found]), []
    for (each, offer_id), utility in zip(found, utilities, strict=True):
        offer, path = offers[offer_id], rows[UUID(each.id)].division_path
        worth = pricing.of(path, offer.pk, offer.organization_id) if pricing else Worth()
        valued.append((each, offer_id, worth._replace(utility=utility)))
    valued.sort(key=lambda row: _order(row[0], row[2], f"{row[0].id} {row[1]}", is_priced=pricing is not None))
    best: dict[str, tuple[Ranked, str, Worth]] = {}
    for row in valued:
        best.setdefault(row[0].id, row)
    return list(best.values())


def why_not(need: Need, offer: Offer, *, limit: int = LIST_LENGTH) -> WhyNot:
    """Why an offer is not among the best of a need: the filter that failed, or the smallest change that would win.

    After a round the answer knows its prices; what the page's own list holds has no gap.
    """
    fits, valuing = offers_for(need, limit=limit), valuing_in_use()
    with CATALOGUE.lock:
        CATALOGUE.refresh()
        [terms] = offer_terms([offer])
        why = why_not_offer(need_terms(need), terms, CATALOGUE.offers, limit=limit, today=today())
    if why.failed:
        return why
    if any(each.offer == offer for each in fits):
        return replace(why, gap=0, changes=())
    return replace(why, prices=_prices(need, offer, fits, valuing.utility(why.reasons)))


def _prices(need: Need, offer: Offer, fits: list[Fit], utility: int) -> Prices | None:
    """What the last round of the need's place says of an offer; None when it asked no price for its place."""
    pricing = pricing_of([need.division_path], {offer.pk: offer.organization_id}, valuing_in_use().version)
    price = pricing.of(need.division_path, offer.pk, offer.organization_id).price if pricing else 0
    best = max((each.worth.utility - each.price for each in fits), default=0)
    return Prices(utility, price, max(best, 0)) if price else None


def visible_matches(actor: Actor) -> QuerySet[Match]:
    """The matches that the actor takes part in or looks after, newest first; interest is never public."""
    rows = Match.objects.select_related("need", "organization", "offer")
    return visible(actor, SEE_MATCH, rows).order_by("-created_at", "id")


def visible_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """The recommendations that the actor received or looks after, newest first."""
    rows = Suggestion.objects.select_related("need", "organization", "offer", "match")
    return visible(actor, SEE_SUGGESTION, rows).order_by("-created_at", "id")


def visible_orders(actor: Actor) -> QuerySet[Order]:
    """The orders that the actor placed, received or looks after, newest first."""
    rows = Order.objects.select_related("offer", "offer__organization", "need", "match")
    return visible(actor, SEE_ORDER, rows).order_by("-created_at", "id")


def match_by_number(actor: Actor, number: str) -> Match | None:
    """The match of this number if the actor may see it."""
    return visible_matches(actor).filter(number=number).first()


def suggestion_by_number(actor: Actor, number: str) -> Suggestion | None:
    """The recommendation of this number if the actor may see it."""
    return visible_suggestions(actor).filter(number=number).first()


def order_by_number(actor: Actor, number: str) -> Order | None:
    """The order of this number if the actor may see it."""
    return visible_orders(actor).filter(number=number).first()


def why_refused(order: Order) -> str:
    """Why the village or an office above did not accept what an order stands for; "" while it has not been refused."""
    if order.state != "refused":
        return ""
    request = order.request
    if request is not None and request.state == "declined":
        return request.reason
    need = order.need or (request.need if request else None)
    return need.reason if need else ""


def own_match(actor: Actor, need: Need) -> Match | None:
    """The standing match of the actor's organization with a need, if it has one."""
    if actor.organization_id is None:
        return None
    rows = Match.objects.filter(need=need, organization_id=actor.organization_id)
    return rows.exclude(state__in=("declined", "lapsed", "withdrawn")).first()


def _answered_needs(organization: Organization) -> Sequence[UUID]:
    return list(Match.objects.filter(organization=organization).values_list("need_id", flat=True))
