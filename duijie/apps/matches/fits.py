"""How a need looks from one organization's own offers: what fits and why, and what keeps the others from fitting."""

from collections.abc import Iterable
from dataclasses import dataclass

from duijie.apps.matches.catalogue import CATALOGUE, offer_terms
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.needs import as_terms as need_terms
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.clock import today
from duijie.matching.filters import Failed, failed_filter
from duijie.matching.reasons import Reason, Term
from duijie.matching.suggesting import pair, with_words
from duijie.matching.terms import NeedTerms, OfferTerms

_TELLING = (Term.WORDS, Term.SUBFIELD)


@dataclass(frozen=True, slots=True)
class OwnFit:
    """One of an organization's offers against a need: its score with the reasons, or the filter that failed."""

    offer: Offer
    score: int
    reasons: tuple[Reason, ...]
    failed: Failed | None


def own_fits(need: Need, organization: Organization) -> list[OwnFit]:
    """Every published offer of an organization against a need: the best first, those that a filter bars last."""
    rows = Offer.objects.filter(organization=organization, state="published").select_related("organization")
    offers = {str(each.pk): each for each in rows}
    terms = need_terms(need)
    with CATALOGUE.lock:
        CATALOGUE.refresh()
        found = [_own(terms, each, offers[each.id]) for each in offer_terms(offers.values())]
    return sorted(found, key=lambda each: (each.failed is not None, -each.score, str(each.offer.pk)))


def _own(need: NeedTerms, terms: OfferTerms, offer: Offer) -> OwnFit:
    failed = failed_filter(need, terms, today())
    if failed:
        return OwnFit(offer, 0, (), failed)
    found = pair(need, terms, CATALOGUE.needs.corpus, today())
    return OwnFit(offer, found.score, with_words(found, CATALOGUE.needs.corpus), None)


def speaks_of_the_same(reasons: Iterable[Reason]) -> bool:
    """Whether a pair shares a word or the kind of help; without either it only lies in the same field."""
    return any(each.points for each in reasons if each.term in _TELLING)
