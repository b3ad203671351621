"""Both libraries as the engine sees them, in this process's memory, kept current from the audit trail.

Every act leaves an entry in its own transaction, so the entries since the last look name all that has changed. The
look goes back a little further than the last one: a transaction may commit after another that began later.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from duijie.apps.matches.models import Match
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.apps.needs.selectors.needs import as_terms as need_terms
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import as_terms as offer_terms
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
            self._put_needs(Need.objects.filter(state__in=OPEN_STATES))
            self._put_offers(Offer.objects.filter(state="published").select_related("organization"))
        else:
            self._follow(self._seen - _LONGEST_TRANSACTION)
        self._seen = newest or self._seen

    def _follow(self, since: datetime) -> None:
        entries = AuditEntry.objects.filter(at__gte=since, subject_kind__in=_LOOKED_AT)
        found = {row[0]: row for row in entries.values_list("id", "subject_kind", "subject_id")}
        rows = [row for entry_id, row in found.items() if entry_id not in self._known]
        self._known = set(found)
        of_kind = {kind: {row[2] for row in rows if row[1] == kind} for kind in _LOOKED_AT}
        matched = Match.objects.filter(pk__in=of_kind["match"]).values_list("need_id", "offer_id")
        needs = of_kind["need"] | {need_id for need_id, _ in matched}
        offers = of_kind["offer"] | {offer_id for _, offer_id in matched if offer_id}
        of_organizations = Offer.objects.filter(organization_id__in=of_kind["organization"])
        offers |= set(of_organizations.values_list("pk", flat=True))
        self._renew(needs, offers)

    def _renew(self, needs: Iterable[UUID], offers: Iterable[UUID]) -> None:
        for need_id in needs:
            if str(need_id) in self.needs:
                self.needs.remove(str(need_id))
        for offer_id in offers:
            if str(offer_id) in self.offers:
                self.offers.remove(str(offer_id))
        self._put_needs(Need.objects.filter(pk__in=list(needs), state__in=OPEN_STATES))
        published = Offer.objects.filter(pk__in=list(offers), state="published")
        self._put_offers(published.select_related("organization"))

    def _put_needs(self, rows: Iterable[Need]) -> None:
        for row in rows:
            self.needs.add(need_terms(row))

    def _put_offers(self, rows: Iterable[Offer]) -> None:
        for row in rows:
            self.offers.add(offer_terms(row))


CATALOGUE = Catalogue()
