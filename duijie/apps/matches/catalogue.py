"""Both libraries as the engine sees them, in this process's memory, kept current from the audit trail.

Every act leaves an entry in its own transaction, so the entries since the last look name all that has changed. The
look goes back a little further than the last one: a transaction may commit after another that began later.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from duijie.apps.matches.models import Match
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.apps.needs.selectors.needs import as_terms as need_terms
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import as_terms
from duijie.kernel.audit.models import AuditEntry
from duijie.matching.index import Corpus
from duijie.matching.library import Library
from duijie.matching.terms import NeedTerms, OfferTerms

_LONGEST_TRANSACTION = timedelta(minutes=2)
_LOOKED_AT = ("need", "offer", "match", "organization")


class Catalogue:
    """The open needs and the published offers; `corpus` is shared, so a pair scores the same from either side."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._forget()

    def _forget(self) -> None:
        corpus = Corpus()
        self.needs: Library[NeedTerms] = Library(corpus=corpus)
        self.offers: Library[OfferTerms] = Library(corpus=corpus)
        self._seen: datetime | None = None
        self._known: set[UUID] = set()

    def reset(self) -> None:
        """Forget everything; the next look reads both libraries anew."""
        with self.lock:
            self._forget()

    def refresh(self) -> None:
        """Bring the libraries up to date; call with the lock held."""
        newest = AuditEntry.objects.order_by("-at").values_list("at", flat=True).first()
        if self._seen is None:
            self._put_needs(_open_needs())
            self._put_offers(_published_offers())
        else:
            self._follow(self._seen - _LONGEST_TRANSACTION)
        self._seen = newest or self._seen

    def _follow(self, since: datetime) -> None:
        entries = AuditEntry.objects.filter(at__gte=since, subject_kind__in=_LOOKED_AT)
        found = {row[0]: row for row in entries.values_list("id", "subject_kind", "subject_id")}
        rows = [row for entry_id, row in found.items() if entry_id not in self._known]
        self._known = set(found)
        if not rows:
            return
        of_kind = {kind: {row[2] for row in rows if row[1] == kind} for kind in _LOOKED_AT}
        matched = Match.objects.filter(Q(pk__in=of_kind["match"]) | Q(need__in=of_kind["need"]))
        pairs = list(matched.values_list("need_id", "organization_id"))
        of_organizations = of_kind["organization"] | {organization_id for _, organization_id in pairs}
        offers = Offer.objects.filter(organization_id__in=of_organizations).values_list("pk", flat=True)
        self._renew(of_kind["need"] | {need_id for need_id, _ in pairs}, of_kind["offer"] | set(offers))

    def _renew(self, needs: set[UUID], offers: set[UUID]) -> None:
        open_needs = {each.pk: each for each in _open_needs().filter(pk__in=needs)}
        published = {each.pk: each for each in _published_offers().filter(pk__in=offers)}
        for gone in (str(each) for each in needs - open_needs.keys()):
            if gone in self.needs:
                self.needs.remove(gone)
        for gone in (str(each) for each in offers - published.keys()):
            if gone in self.offers:
                self.offers.remove(gone)
        self._put_needs(open_needs.values())
        self._put_offers(published.values())

    def _put_needs(self, rows: Iterable[Need]) -> None:
        for row in rows:
            self.needs.add(need_terms(row))

    def _put_offers(self, rows: Iterable[Offer]) -> None:
        for terms in offer_terms(rows):
            self.offers.add(terms)


def offer_terms(rows: Iterable[Offer]) -> list[OfferTerms]:
    """Offers as the engine sees them, each with what receivers have confirmed of its organization, by field."""
    offers = list(rows)
    confirmed: dict[UUID, dict[str, int]] = {each.organization_id: {} for each in offers}
    counted = Match.objects.filter(organization__in=confirmed, stage="confirmed")
    for organization_id, field, count in counted.values_list("organization_id", "need__field").annotate(Count("id")):
        confirmed[organization_id][field] = count
    return [as_terms(each, confirmed=confirmed[each.organization_id]) for each in offers]


def _open_needs() -> QuerySet[Need]:
    return Need.objects.filter(state__in=OPEN_STATES, quantity_taken__lt=F("quantity"))


def _published_offers() -> QuerySet[Offer]:
    return Offer.objects.filter(state="published").select_related("organization")


CATALOGUE = Catalogue()
