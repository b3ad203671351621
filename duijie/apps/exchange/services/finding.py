"""For whom a newly published need or offer is: two statements, however many have subscribed; called by a job.

The job is deferred in the transaction of the publishing act (`subscription_tasks`), so none is lost and none comes
before its row can be read; a job that runs twice finds nothing new.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from duijie.apps.exchange.models import FollowedNeed, Hit, PartnerPair, Subscription
from duijie.apps.exchange.rules.subscriptions import Kind, Published, Standing
from duijie.apps.exchange.selectors.libraries import followed_needs
from duijie.apps.exchange.selectors.partners import valid_pairs
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.vocabulary import Urgency
from duijie.apps.needs.selectors.library import library
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import open_offers
from duijie.apps.regions.rules import paths_above
from duijie.apps.regions.selectors import is_key_county
from duijie.kernel.clock import now, today


def published_row(kind: Kind, row_id: UUID) -> Published | None:
    """What a row is found by while everybody may read it; a need may also be one of another province's library."""
    if kind is Kind.OFFER:
        offer = open_offers().filter(pk=row_id).first()
        return _of_offer(offer) if offer else None
    need = library().filter(pk=row_id).first()
    if need is not None:
        return _of_need(need, is_key_county=need.is_key_county)
    followed = followed_needs().filter(pk=row_id).first()
    return _of_need(followed, is_key_county=is_key_county(followed.division_path, today())) if followed else None


@transaction.atomic
def find(published: Published) -> int:
    """Note for whom it is; returns for how many subscriptions and pairs."""
    hits = [*_for_subscriptions(published), *_for_pairs(published)]
    Hit.objects.bulk_create(hits, ignore_conflicts=True, batch_size=5000)
    return len(hits)


def fitting(published: Published) -> QuerySet[Subscription]:
    """The active subscriptions that ask for it."""
    rows = Subscription.objects.filter(kind=published.kind.value, state=Standing.ACTIVE.value)
    rows = rows.filter(Q(fields=[]) | Q(fields__contains=[published.field]))
    rows = rows.filter(Q(beneficiaries=[]) | Q(beneficiaries__overlap=list(published.beneficiaries)))
    if not published.is_key_county:
        rows = rows.filter(only_key_counties=False)
    if published.kind is Kind.NEED:
        return rows.filter(Q(areas=[]) | Q(areas__overlap=list(published.reach)))
    if not published.places:
        return rows
    return rows.filter(Q(areas=[]) | Q(areas__overlap=list(published.reach)) | Q(reach__overlap=list(published.places)))


def _for_subscriptions(published: Published) -> Iterator[Hit]:
    moment = now()
    rows = fitting(published).values_list("pk", "tells_people", "webhook_address")
    for subscription_id, tells_people, webhook_address in rows:
        yield Hit(
            subscription_id=subscription_id,
            kind=published.kind.value,
            row_id=published.row_id,
            found_at=moment,
            told_at=None if tells_people else moment,
            is_to_push=bool(webhook_address),
        )


def _for_pairs(published: Published) -> Iterator[Hit]:
    if published.kind is Kind.NEED:
        pairs: QuerySet[PartnerPair] = valid_pairs(today()).filter(muted_at=None, west_path__in=published.reach)
        for pair in pairs:
            yield Hit(pair=pair, kind=published.kind.value, row_id=published.row_id)


def _of_need(need: Need | FollowedNeed, *, is_key_county: bool) -> Published:
    return Published(
        kind=Kind.NEED,
        row_id=need.pk,
        number=need.number,
        field=need.field,
        places=(need.division_path,),
        reach=paths_above(need.division_path),
        beneficiaries=tuple(need.beneficiaries),
        is_key_county=is_key_county,
        is_urgent=need.urgency == Urgency.URGENT,
    )


def _of_offer(offer: Offer) -> Published:
    return Published(
        kind=Kind.OFFER,
        row_id=offer.pk,
        number=offer.number,
        field=offer.field,
        places=tuple(offer.areas),
        reach=tuple(offer.reach),
        beneficiaries=tuple(offer.beneficiaries),
        is_key_county=True,
        is_urgent=False,
    )
