"""Needs and offers of other provinces for everybody: beside our own libraries, and in no figure of ours."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from duijie.apps.exchange.models import FollowedNeed, FollowedOffer, FollowedRecord, Source
from duijie.apps.needs.rules.needs import PUBLIC_STATES
from duijie.apps.offers.rules.vocabulary import PUBLISHED
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.search import found_by

Content = TypeVar("Content", FollowedNeed, FollowedOffer)


def followed_needs(*, text: str = "", field: str = "", source: str = "", place: str = "") -> QuerySet[FollowedNeed]:
    """The public needs of other provinces that fit, newest first; `source` is a province's code, `place` a path."""
    rows = FollowedNeed.objects.filter(state__in=PUBLIC_STATES)
    return _fitting(rows, text=text, field=field, source=source, place=place)


def followed_offers(*, text: str = "", field: str = "", source: str = "", place: str = "") -> QuerySet[FollowedOffer]:
    """The offers that stand in menus of other provinces and fit, newest first."""
    rows = FollowedOffer.objects.filter(state=PUBLISHED)
    return _fitting(rows, text=text, field=field, source=source, place=place)


def followed_need(need_id: UUID) -> FollowedNeed:
    """A need of another province that has not been erased.

    Raises:
        NotFound: there is none, or its source is not followed any more.
    """
    return _one(FollowedNeed.objects.filter(state__in=PUBLIC_STATES), need_id)


def followed_offer(offer_id: UUID) -> FollowedOffer:
    """An offer of another province, also one that rests.

    Raises:
        NotFound: as above.
    """
    return _one(FollowedOffer.objects.all(), offer_id)


def origins() -> list[Source]:
    """The sources that are followed now, by name."""
    return list(Source.objects.filter(ended_at=None).order_by("name"))


def publication_of(content: FollowedNeed | FollowedOffer) -> FollowedRecord | None:
    """The newest entry that says what the content says."""
    rows = FollowedRecord.objects.filter(source=content.source, subject=content.subject, facts__isnull=False)
    return rows.order_by("-hour", "-index").first()


def _fitting(rows: QuerySet[Content], *, text: str, field: str, source: str, place: str) -> QuerySet[Content]:
    rows = rows.filter(erased_at=None, source__ended_at=None).select_related("source")
    if field:
        rows = rows.filter(field=field)
    if source:
        rows = rows.filter(source__province_code=source)
    if place:
        rows = rows.filter(division_path__startswith=place)
    if words := text.strip():
        found = found_by(words)
        by_number = rows.filter(number__iexact=words)
        rows = by_number if by_number.exists() else rows.filter(found) if found else rows.filter(title__contains=words)
    return rows.order_by("-published_at", "-id")


def _one(rows: QuerySet[Content], row_id: UUID) -> Content:
    found = rows.filter(pk=row_id, erased_at=None, source__ended_at=None).select_related("source").first()
    if found is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return found
