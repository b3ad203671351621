"""Why a need went without: the filter that the nearest offer failed, no room, or the price it did not reach."""

from collections.abc import Iterable
from datetime import date

from duijie.apps.matches.rounds.candidates import Candidates
from duijie.apps.matches.rounds.gathering import Frozen
from duijie.apps.matches.rules.rounds import FILTERED, Miss
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.needs import as_terms
from duijie.matching.filters import FILTERS, Failed
from duijie.matching.library import Library
from duijie.matching.terms import NeedTerms, OfferTerms

Why = tuple[str, dict[str, object]]


def missed(
    frozen: Frozen, served: Iterable[int], due: Iterable[int], offers: Library[OfferTerms]
) -> list[tuple[Need, Why]]:
    """Every need without a recommendation with the nearest reason, in the round's order; `due` is what a pair costs."""
    known = set(served)
    edges: dict[int, list[tuple[int, int, int]]] = {}
    for (need, offer, utility), cost in zip(frozen.pairs, due, strict=True):
        edges.setdefault(need, []).append((offer, utility, cost))
    return [
        (part.need, _why(frozen, place, edges.get(place, []), offers))
        for place, part in enumerate(frozen.parts)
        if place not in known
    ]


def _why(frozen: Frozen, place: int, edges: list[tuple[int, int, int]], offers: Library[OfferTerms]) -> Why:
    need = frozen.parts[place].need
    if not edges:
        return _without_offers(need, frozen.candidates[need.pk], offers, frozen.on)
    open_edges = [each for each in edges if frozen.rooms[each[0]].capacity > 0]
    if not open_edges:
        return Miss.NO_ROOM, {"offer": frozen.rooms[edges[0][0]].offer.number}
    offer, utility, cost = min(open_edges, key=lambda each: (each[2] - each[1], each[0]))
    lacks = max(cost - utility, 0)
    return Miss.PRICE, {"offer": frozen.rooms[offer].offer.number, "points": utility, "lacks": lacks}


def _without_offers(need: Need, found: Candidates, offers: Library[OfferTerms], on: date) -> Why:
    if found.barred:
        return Miss.ANSWERED, {"count": found.barred}
    if found.loose:
        return Miss.NOT_CLOSE, {"count": found.loose}
    nearest = nearest_failure(as_terms(need), offers, on)
    if nearest is None:
        return Miss.NO_OFFER, {}
    return f"{FILTERED}.{nearest.code.value}", nearest.params


def nearest_failure(need: NeedTerms, offers: Library[OfferTerms], on: date) -> Failed | None:
    """The filter that stopped the offer of the same field that came furthest; None where the field has no offer."""
    best: tuple[int, Failed] | None = None
    for offer in (each for each in offers if not each.fields or each.fields & need.fields):
        for passed, passes in enumerate(FILTERS):
            failed = passes(need, offer, on)
            if failed:
                if best is None or passed > best[0]:
                    best = passed, failed
                break
    return best[1] if best else None
